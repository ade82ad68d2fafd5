// f-strings.
#pragma once
#include "core/constants.h"

HPYC_NOINLINE static HPy hpyc_format(HPyContext *ctx, HPy value, HPy spec, int conversion) {
  HPy text = HPy_Dup(ctx, value), result;
  if (conversion) {
    HPy_Close(ctx, text);
    text = conversion == 's' ? HPy_Str(ctx, value) : conversion == 'r' ? HPy_Repr(ctx, value) : HPy_ASCII(ctx, value);
    if (HPy_IsNull(text)) return text;
  }
  if (HPy_IsNull(spec) && HPYC_EXACT(text, Unicode)) return text;
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
  result = hpyc_from_py(ctx, PyObject_Format(hpyc_py(ctx, text), HPy_IsNull(spec) ? NULL : hpyc_py(ctx, spec)));
#else
  HPy function = hpyc_object(ctx, format_function), a[2] = {text, spec};
  result = HPy_Call(ctx, function, a, HPy_IsNull(spec) ? 1 : 2, HPy_NULL);
  hpyc_const_close(ctx, function);
#endif
  HPy_Close(ctx, text);
  return result;
}
HPYC_NOINLINE static HPy hpyc_build_string(HPyContext *ctx, const HPy *parts, int count) {
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
  Py_ssize_t length = 0;
  Py_UCS4 widest = 0;
  for (int i = 0; i < count; i++) {
    Py_UCS4 w = PyUnicode_MAX_CHAR_VALUE(hpyc_py(ctx, parts[i]));
    length += PyUnicode_GET_LENGTH(hpyc_py(ctx, parts[i]));
    if (w > widest) widest = w;
  }
  PyObject *result = PyUnicode_New(length, widest);
  length = 0;
  for (int i = 0; result && i < count; i++) {
    Py_ssize_t n = PyUnicode_GET_LENGTH(hpyc_py(ctx, parts[i]));
    if (n) PyUnicode_CopyCharacters(result, length, hpyc_py(ctx, parts[i]), 0, n);
    length += n;
  }
  return hpyc_from_py(ctx, result);
#else
  if (count == 2) return HPy_Add(ctx, parts[0], parts[1]);
  HPy name = hpyc_name(ctx, join), a[2] = {HPyUnicode_FromString(ctx, ""), hpyc_tuple_from(ctx, parts, count)};
  HPy result = HPy_CallMethod(ctx, name, a, 2, HPy_NULL);
  hpyc_const_close(ctx, name);
  HPy_Close(ctx, a[0]);
  HPy_Close(ctx, a[1]);
  return result;
#endif
}
