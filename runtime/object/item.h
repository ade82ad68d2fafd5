// Items of exact tuples and lists: owned.
#pragma once
#include "core/constants.h"

#if HPYC_DIRECT
#define hpyc_tuple_item(ctx, o, i) HPy_Dup(ctx, _py2h(PyTuple_GET_ITEM(_h2py(o), i)))
#define hpyc_list_item(ctx, o, i) HPy_Dup(ctx, _py2h(PyList_GET_ITEM(_h2py(o), i)))
#else
#define hpyc_tuple_item(ctx, o, i) HPy_GetItem_i(ctx, o, i)
#define hpyc_list_item(ctx, o, i) HPy_GetItem_i(ctx, o, i)
#endif
