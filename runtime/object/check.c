// Variables of a declared type.
#pragma once
#include "object/exception.c"

// None fits every type of the language. Exactly this type: the operations on such variables rely on it.
HPYC_COLD static int hpyc_wrong_type(HPyContext *ctx, HPy value, HPy type, int name) {
  HPy text = hpyc_const(ctx, name), wanted = HPy_GetAttr_s(ctx, type, "__name__");
  if (!HPy_IsNull(wanted)) {
    const char *parameter = hpyc_utf8(ctx, text);
    if (*parameter)
      hpyc_error(ctx, HPYC_EXC(TypeError), "Argument '%.200s' has incorrect type (expected %.200s, got %.200s)", parameter,
                 hpyc_utf8(ctx, wanted), hpyc_type_name(ctx, value));
    else
      hpyc_error(ctx, HPYC_EXC(TypeError), "Expected %.200s, got %.200s", hpyc_utf8(ctx, wanted), hpyc_type_name(ctx, value));
    HPy_Close(ctx, wanted);
  }
  hpyc_const_close(ctx, text);
  return -1;
}
static inline int hpyc_check_type(HPyContext *ctx, HPy value, HPy type, int name) {
  if (HPy_Is(ctx, value, hpyc_none(ctx))) return 0;
  HPy own = HPy_Type(ctx, value);
  int fits = HPy_Is(ctx, own, type);
  HPy_Close(ctx, own);
  return HPYC_LIKELY(fits) ? 0 : hpyc_wrong_type(ctx, value, type, name);
}
