// Names in the body of a class, and locals().
#pragma once
#include "core/cell.c"
#include "core/global.c"
#include "object/exception.c"

// Null without an error: not in the namespace.
HPYC_NOINLINE static HPy hpyc_name_find(HPyContext *ctx, HPy scope, int name) {
  HPy key = hpyc_const(ctx, name), result = HPy_NULL;
  int known = 1;  // 1: look it up, 0: not there, -1: error
#if HPYC_DIRECT
  if (HPYC_EXACT(scope, Dict)) known = PyDict_Contains(_h2py(scope), _h2py(key));
#endif
  if (known > 0) {
    result = HPy_GetItem(ctx, scope, key);
    if (HPy_IsNull(result) && HPyErr_ExceptionMatches(ctx, HPYC_EXC(KeyError))) HPyErr_Clear(ctx);
  }
  hpyc_const_close(ctx, key);
  return result;
}
HPYC_NOINLINE static HPy hpyc_name_load(HPyContext *ctx, HPy scope, int name) {
  HPy result = hpyc_name_find(ctx, scope, name);
  return HPy_IsNull(result) && !HPyErr_Occurred(ctx) ? hpyc_global_load(ctx, name) : result;
}
HPYC_NOINLINE static HPy hpyc_name_load_cell(HPyContext *ctx, HPy scope, HPy cell, int name, int use) {
  HPy result = hpyc_name_find(ctx, scope, name);
  return HPy_IsNull(result) && !HPyErr_Occurred(ctx) ? hpyc_cell_load(ctx, cell, name, use) : result;
}
HPYC_NOINLINE static int hpyc_name_store(HPyContext *ctx, HPy scope, HPy value, int name) {
  HPy key = hpyc_const(ctx, name);
  int failed = HPy_SetItem(ctx, scope, key, value);
  hpyc_const_close(ctx, key);
  return failed;
}
HPYC_COLD static int hpyc_name_delete(HPyContext *ctx, HPy scope, int name) {
  HPy key = hpyc_const(ctx, name);
  int failed = HPy_DelItem(ctx, scope, key);
  hpyc_const_close(ctx, key);
  if (failed) hpyc_name_error(ctx, name);
  return failed;
}
HPYC_NOINLINE static int hpyc_locals_add(HPyContext *ctx, HPy dict, HPy value, int name) {
  if (HPy_IsNull(value)) return 0;
  HPy key = hpyc_const(ctx, name);
  int failed = HPy_SetItem(ctx, dict, key, value);
  hpyc_const_close(ctx, key);
  return failed;
}
