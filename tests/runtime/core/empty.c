// A module with an empty body: everything compiles and starts.
#define HPYC_MODULE_NAME "empty"
#define HPYC_MODULE_INIT empty
#define HPYC_SOURCE_NAME "empty.py"
#define HPYC_DOC -1
#define HPYC_FUNCTION_COUNT 1
#define HPYC_CONSTANT_COUNT 1
#define HPYC_SITE_COUNT 1
#include "all.h"
static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT] = {{0}};
static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT] = {{'n', 8, {"<module>"}}};
static HPy f0_module(HPyContext *ctx) { return HPy_Dup(ctx, hpyc_none(ctx)); }
#include "core/module.c"
