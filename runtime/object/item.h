// Items of exact tuples and lists: owned.
#pragma once
#include "core/constants.h"

#if !HPYC_UNIVERSAL
#define hpyc_tuple_item(ctx, o, i) hpyc_from_borrowed(ctx, PyTuple_GET_ITEM(hpyc_py(ctx, o), i))
#define hpyc_list_item(ctx, o, i) hpyc_from_borrowed(ctx, PyList_GET_ITEM(hpyc_py(ctx, o), i))
#else
#define hpyc_tuple_item(ctx, o, i) (HPYC_RAW ? hpyc_from_borrowed(ctx, PyTuple_GET_ITEM(hpyc_py(ctx, o), i)) : HPy_GetItem_i(ctx, o, i))
#define hpyc_list_item(ctx, o, i) (HPYC_RAW ? hpyc_from_borrowed(ctx, PyList_GET_ITEM(hpyc_py(ctx, o), i)) : HPy_GetItem_i(ctx, o, i))
#endif
