// Unpacking assignments.
#pragma once
#include "core/iterate.c"
#include "object/display.c"

HPYC_COLD static int hpyc_unpack_error(HPyContext *ctx, HPy *results, int got, const char *least, int expected, HPy_ssize_t found) {
  for (int i = 0; i < got; i++) HPy_Close(ctx, results[i]);
  if (found < 0)
    hpyc_error(ctx, HPYC_EXC(ValueError), "too many values to unpack (expected %d)", expected);
  else
    hpyc_error(ctx, HPYC_EXC(ValueError), "not enough values to unpack (expected %s%d, got %d)", least, expected, (int)found);
  return -1;
}
// The first `count` items of an iterator; `after` more are expected, or none if negative.
static int hpyc_unpack_items(HPyContext *ctx, HPy it, int count, int after, HPy *results) {
  for (int i = 0; i < count; i++) {
    int found = hpyc_next(ctx, it, &results[i]);
    if (found > 0) continue;
    if (found == 0)
      return hpyc_unpack_error(ctx, results, i, after < 0 ? "" : "at least ", after < 0 ? count : count + after, i);
    while (i--) HPy_Close(ctx, results[i]);
    return -1;
  }
  return 0;
}
HPYC_NOINLINE static int hpyc_unpack_any(HPyContext *ctx, HPy o, int count, HPy *results) {
  HPy it = hpyc_iter(ctx, o), extra;
  if (HPy_IsNull(it)) return hpyc_not_iterable(ctx, 0, o, o);
  int failed = hpyc_unpack_items(ctx, it, count, -1, results);
  if (!failed) {
    int found = hpyc_next(ctx, it, &extra);
    if (found > 0) HPy_Close(ctx, extra);
    if (found > 0) failed = hpyc_unpack_error(ctx, results, count, "", count, -1);
    if (found < 0) {
      for (int i = 0; i < count; i++) HPy_Close(ctx, results[i]);
      failed = -1;
    }
  }
  HPy_Close(ctx, it);
  return failed;
}
static inline int hpyc_unpack(HPyContext *ctx, HPy o, int count, HPy *results) {
  if (HPYC_RAW) {
    PyObject *p = hpyc_py(ctx, o);
    int tuple = hpyc_py_exact(ctx, p, Tuple);
    if ((tuple || hpyc_py_exact(ctx, p, List)) && HPYC_LIKELY(Py_SIZE(p) == count)) {
      for (int i = 0; i < count; i++)
        results[i] = hpyc_from_borrowed(ctx, tuple ? PyTuple_GET_ITEM(p, i) : PyList_GET_ITEM(p, i));
      return 0;
    }
  } else if ((HPYC_EXACT(o, Tuple) || HPYC_EXACT(o, List)) && HPy_Length(ctx, o) == count) {
    for (int i = 0; i < count; i++) results[i] = HPy_GetItem_i(ctx, o, i);
    return 0;
  }
  return hpyc_unpack_any(ctx, o, count, results);
}
HPYC_NOINLINE static int hpyc_unpack_star(HPyContext *ctx, HPy o, int before, int after, HPy *results) {
  HPy it = hpyc_iter(ctx, o), rest;
  if (HPy_IsNull(it)) return hpyc_not_iterable(ctx, 0, o, o);
  int failed = hpyc_unpack_items(ctx, it, before, after, results);
  if (!failed) {
    rest = hpyc_build_list(ctx, NULL, 0);
    HPy_ssize_t count = HPy_IsNull(rest) || hpyc_extend(ctx, rest, it) < 0 ? -1 : HPy_Length(ctx, rest);
    if (count < after) {
      if (count >= 0)
        hpyc_unpack_error(ctx, results, before, "at least ", before + after, before + count);
      else
        for (int i = 0; i < before; i++) HPy_Close(ctx, results[i]);
      hpyc_close_nullable(ctx, rest);
      failed = -1;
    } else {
      results[before] = rest;
      for (int i = 0; i < after; i++) results[before + 1 + i] = hpyc_list_item(ctx, rest, count - after + i);
#if !HPYC_UNIVERSAL
      if (after) PyList_SetSlice(hpyc_py(ctx, rest), count - after, count, NULL);
#else
      for (int i = 0; i < after; i++) {
        HPy name = hpyc_name(ctx, pop), popped = HPy_CallMethod(ctx, name, &rest, 1, HPy_NULL);
        HPy_Close(ctx, name);
        hpyc_close_nullable(ctx, popped);
      }
#endif
    }
  }
  HPy_Close(ctx, it);
  return failed;
}
