// Bodies of known functions on unboxed numbers. Errors and everything unusual are left to the ordinary call.
#pragma once
#include "core/number.c"

// Not inlined, so that gcc does not compute `f` of a constant by itself: results are those of the math library.
static __attribute__((noinline, noclone)) hpyc_num hpyc_math_apply(double (*f)(double), double x) {
  return (hpyc_num){HPYC_FLOAT, {.d = f(x)}};
}
HPYC_INLINE int hpyc_math_call(HPyContext *ctx, double (*f)(double), const hpyc_num *a, int count, hpyc_num *result) {
  if (count != 1 || a[0].tag > HPYC_FLOAT) return 0;
  *result = hpyc_math_apply(f, a[0].tag == HPYC_FLOAT ? a[0].d : (double)a[0].i);
  return isfinite(result->d);
}
#define hpyc_known_num_math_sin(ctx, a, count, result) hpyc_math_call(ctx, sin, a, count, result)
#define hpyc_known_num_math_cos(ctx, a, count, result) hpyc_math_call(ctx, cos, a, count, result)
#define hpyc_known_num_math_tan(ctx, a, count, result) hpyc_math_call(ctx, tan, a, count, result)
#define hpyc_known_num_math_atan(ctx, a, count, result) hpyc_math_call(ctx, atan, a, count, result)
#define hpyc_known_num_math_exp(ctx, a, count, result) hpyc_math_call(ctx, exp, a, count, result)
#define hpyc_known_num_math_log(ctx, a, count, result) hpyc_math_call(ctx, log, a, count, result)
HPYC_INLINE int hpyc_known_num_math_sqrt(HPyContext *ctx, const hpyc_num *a, int count, hpyc_num *result) {
  if (count != 1 || a[0].tag > HPYC_FLOAT) return 0;
  double x = a[0].tag == HPYC_FLOAT ? a[0].d : (double)a[0].i;
  if (!(x >= 0) || !isfinite(x)) return 0;
  *result = hpyc_num_f64(ctx, sqrt(x));
  return 1;
}
HPYC_INLINE int hpyc_known_num_math_fabs(HPyContext *ctx, const hpyc_num *a, int count, hpyc_num *result) {
  if (count != 1 || a[0].tag > HPYC_FLOAT) return 0;
  *result = hpyc_num_f64(ctx, fabs(a[0].tag == HPYC_FLOAT ? a[0].d : (double)a[0].i));
  return 1;
}
HPYC_INLINE int hpyc_known_num_abs(HPyContext *ctx, const hpyc_num *a, int count, hpyc_num *result) {
  if (count != 1 || a[0].tag > HPYC_FLOAT) return 0;
  *result = hpyc_num_unary_absolute(ctx, a[0]);
  return 1;
}
HPYC_INLINE int hpyc_num_extreme(HPyContext *ctx, const hpyc_num *a, int count, hpyc_num *result, int op) {
  if (count < 2) return 0;
  hpyc_num best = a[0];
  for (int i = 0; i < count; i++) {
    if (a[i].tag > HPYC_FLOAT) return 0;
    if (i > 0 && hpyc_num_compare(ctx, a[i], best, op)) best = a[i];
  }
  *result = best;
  return 1;
}
#define hpyc_known_num_min(ctx, a, count, result) hpyc_num_extreme(ctx, a, count, result, HPy_LT)
#define hpyc_known_num_max(ctx, a, count, result) hpyc_num_extreme(ctx, a, count, result, HPy_GT)
HPYC_INLINE int hpyc_known_num_int_(HPyContext *ctx, const hpyc_num *a, int count, hpyc_num *result) {
  if (count != 1) return 0;
  if (a[0].tag == HPYC_SMALL) return *result = a[0], 1;
  if (a[0].tag != HPYC_FLOAT || !(fabs(a[0].d) < 0x1p63)) return 0;
  *result = hpyc_num_i64(ctx, (int64_t)a[0].d);
  return 1;
}
HPYC_INLINE int hpyc_known_num_float_(HPyContext *ctx, const hpyc_num *a, int count, hpyc_num *result) {
  if (count != 1 || a[0].tag > HPYC_FLOAT) return 0;
  *result = hpyc_num_f64(ctx, a[0].tag == HPYC_FLOAT ? a[0].d : (double)a[0].i);
  return 1;
}
