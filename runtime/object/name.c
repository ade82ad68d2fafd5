// Names in the body of a class.
#pragma once
#include "core/global.c"
#include "object/exception.c"

HPYC_NOINLINE static HPy hpyc_name_load(HPyContext *ctx, HPy scope, int name) {
  HPy key = hpyc_const(ctx, name), result = HPy_NULL;
  int known = 1;  // 1: look it up, 0: not there, -1: error
#if HPYC_DIRECT
  if (HPYC_EXACT(scope, Dict)) known = PyDict_Contains(_h2py(scope), _h2py(key));
#endif
  if (known > 0) {
    result = HPy_GetItem(ctx, scope, key);
    known = HPy_IsNull(result) ? -1 : 1;
    if (known < 0 && HPyErr_ExceptionMatches(ctx, HPYC_EXC(KeyError))) {
      HPyErr_Clear(ctx);
      known = 0;
    }
  }
  hpyc_const_close(ctx, key);
  return known ? result : hpyc_global_load(ctx, name);
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
