// Calls of known functions: the body under the identity guard, else the ordinary call.
#pragma once
#include "core/call.c"
#include "core/math.c"
#include "object/known.c"

#define HPYC_KNOWN_CASE(id) case HPYC_KNOWN_##id: return hpyc_known_##id(ctx, a, count);
HPYC_INLINE HPy hpyc_call_known(HPyContext *ctx, HPy *a, int count, int known) {
  if (HPYC_LIKELY(hpyc_is_known(ctx, a[0], known)))
    switch (known) { HPYC_KNOWN_CALLS(HPYC_KNOWN_CASE) }
  return hpyc_call(ctx, a, count);
}
static HPYC_NOINLINE hpyc_num hpyc_call_boxed(HPyContext *ctx, HPy callee, const hpyc_num *a, int count) {
  HPy call[count + 1], r = HPy_NULL;
  int boxed = 0;
  call[0] = callee;
  while (boxed < count && !HPy_IsNull(call[boxed + 1] = hpyc_box_num(ctx, a[boxed]))) boxed++;
  if (boxed == count) r = hpyc_call(ctx, call, count);
  while (boxed > 0) HPy_Close(ctx, call[boxed--]);
  return hpyc_num_take(ctx, r);
}
#define HPYC_KNOWN_NUM_CASE(id) case HPYC_KNOWN_##id: handled = hpyc_known_num_##id(ctx, a, count, &result); break;
HPYC_INLINE int hpyc_known_num(HPyContext *ctx, const hpyc_num *a, int count, int known, hpyc_num *out) {
  hpyc_num result = hpyc_num_error();
  int handled = 0;
  switch (known) { HPYC_KNOWN_NUM_CALLS(HPYC_KNOWN_NUM_CASE) }
  *out = result;
  return handled;
}
HPYC_INLINE hpyc_num hpyc_call_known_num(HPyContext *ctx, HPy callee, const hpyc_num *a, int count, int known) {
  hpyc_num result;
  if (HPYC_LIKELY(hpyc_is_known(ctx, callee, known)) && hpyc_known_num(ctx, a, count, known, &result)) return result;
  return hpyc_call_boxed(ctx, callee, a, count);
}
// The guard has been passed: the known function itself reports errors.
static HPYC_NOINLINE int hpyc_f64_math_slow(HPyContext *ctx, double x, int known, double *result) {
  HPy callee = hpyc_const(ctx, known);
  hpyc_num a = hpyc_num_f64(ctx, x), r = hpyc_call_boxed(ctx, callee, &a, 1);
  hpyc_const_close(ctx, callee);
  if (r.tag == HPYC_FLOAT) return *result = r.d, 0;
  hpyc_num_close(ctx, r);
  return -1;
}
HPYC_INLINE int hpyc_f64_math(HPyContext *ctx, double x, int known, double *result) {
  hpyc_num a = hpyc_num_f64(ctx, x), r;
  if (HPYC_LIKELY(hpyc_known_num(ctx, &a, 1, known, &r))) return *result = r.d, 0;
  return hpyc_f64_math_slow(ctx, x, known, result);
}
static HPYC_NOINLINE hpyc_num hpyc_call_len(HPyContext *ctx, HPy callee, HPy o) {
  if (HPYC_LIKELY(hpyc_is_known(ctx, callee, HPYC_KNOWN_len))) {
    HPy_ssize_t n = HPy_Length(ctx, o);
    return n < 0 ? hpyc_num_error() : hpyc_num_i64(ctx, n);
  }
  HPy call[2] = {callee, o};
  return hpyc_num_take(ctx, hpyc_call(ctx, call, 1));
}
