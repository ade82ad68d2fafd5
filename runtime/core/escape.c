// Escaping functions: pure numeric code that may give up at any time; ordinary code then runs the general version.
#pragma once
#include "core/known.c"
#include "object/stack.c"

#define HPYC_ESCAPED_I64 (-113)
#define HPYC_ESCAPED_F64 (-113.0)
static int hpyc_escape;  // 1: run the general version, 2: an error is pending
static HPYC_COLD int64_t hpyc_escaped_i64(void) {
  if (!hpyc_escape) hpyc_escape = 1;
  return HPYC_ESCAPED_I64;
}
static HPYC_COLD double hpyc_escaped_f64(void) {
  if (!hpyc_escape) hpyc_escape = 1;
  return HPYC_ESCAPED_F64;
}
// Calls for which a function that has escaped is not tried again.
static unsigned char hpyc_escape_pause[HPYC_FUNCTION_COUNT];
#define hpyc_escape_allowed(ctx, f) (HPYC_LIKELY(!hpyc_escape_pause[f]) || (hpyc_escape_pause[f]--, 0))
static HPYC_COLD int hpyc_take_escape(int f) {
  int kind = hpyc_escape;
  hpyc_escape = 0;
  if (kind == 1) hpyc_escape_pause[f] = 64;
  return kind == 2 ? -1 : kind;
}
#define hpyc_take_escape_i64(ctx, r, f) (HPYC_UNLIKELY((r) == HPYC_ESCAPED_I64) ? hpyc_take_escape(f) : 0)
#define hpyc_take_escape_f64(ctx, r, f) (HPYC_UNLIKELY((r) == HPYC_ESCAPED_F64) ? hpyc_take_escape(f) : 0)
HPYC_INLINE int hpyc_check_stack_escaping(HPyContext *ctx) {
  if (HPYC_LIKELY(hpyc_check_stack(ctx) == 0)) return 0;
  hpyc_escape = 2;
  return -1;
}
#define hpyc_i64_checked_add(ctx, a, b, result) (-__builtin_add_overflow(a, b, result))
#define hpyc_i64_checked_subtract(ctx, a, b, result) (-__builtin_sub_overflow(a, b, result))
#define hpyc_i64_checked_multiply(ctx, a, b, result) (-__builtin_mul_overflow(a, b, result))
HPYC_INLINE int hpyc_i64_checked_floordivide(HPyContext *ctx, int64_t a, int64_t b, int64_t *result) {
  if (HPYC_UNLIKELY((uint64_t)b + 1 <= 1)) return -1;
  return *result = hpyc_i64_floordivide(a, b), 0;
}
HPYC_INLINE int hpyc_i64_checked_remainder(HPyContext *ctx, int64_t a, int64_t b, int64_t *result) {
  if (HPYC_UNLIKELY((uint64_t)b + 1 <= 1)) return -1;
  return *result = hpyc_i64_remainder(a, b), 0;
}
HPYC_INLINE int hpyc_i64_checked_lshift(HPyContext *ctx, int64_t a, int64_t b, int64_t *result) {
  if ((uint64_t)b >= 63 || (*result = (int64_t)((uint64_t)a << b)) >> b != a) return -1;
  return 0;
}
HPYC_INLINE int hpyc_i64_checked_rshift(HPyContext *ctx, int64_t a, int64_t b, int64_t *result) {
  if (b < 0) return -1;
  return *result = a >> (b > 63 ? 63 : b), 0;
}
static int hpyc_i64_checked_power(HPyContext *ctx, int64_t a, int64_t b, int64_t *result) {
  int64_t r = 1;
  if (b < 0) return -1;
  for (;;) {
    if (b & 1 && __builtin_mul_overflow(r, a, &r)) return -1;
    if (!(b >>= 1)) break;
    if (__builtin_mul_overflow(a, a, &a)) return -1;
  }
  *result = r;
  return 0;
}
#define hpyc_i64_checked_and(ctx, a, b, result) (*(result) = (a) & (b), 0)
#define hpyc_i64_checked_or(ctx, a, b, result) (*(result) = (a) | (b), 0)
#define hpyc_i64_checked_xor(ctx, a, b, result) (*(result) = (a) ^ (b), 0)
HPYC_INLINE int hpyc_i64_truedivide(HPyContext *ctx, int64_t a, int64_t b, double *result) {
  if (b == 0 || !HPYC_EXACT_DOUBLE(a) || !HPYC_EXACT_DOUBLE(b)) return -1;
  return *result = (double)a / (double)b, 0;
}
HPYC_INLINE int hpyc_f64_checked_truedivide(HPyContext *ctx, double a, double b, double *result) {
  if (b == 0) return -1;
  return *result = a / b, 0;
}
#define hpyc_f64_checked_floordivide(ctx, a, b, result) (hpyc_double_operate(a, b, HPYC_OP_floordivide, result) - 1)
#define hpyc_f64_checked_remainder(ctx, a, b, result) (hpyc_double_operate(a, b, HPYC_OP_remainder, result) - 1)
#define hpyc_f64_checked_power(ctx, a, b, result) (hpyc_double_power(a, b, result) - 1)
HPYC_INLINE int hpyc_f64_math_checked(HPyContext *ctx, double x, int known, double *result) {
  hpyc_num a = hpyc_num_f64(ctx, x), r;
  if (HPYC_UNLIKELY(!hpyc_known_num(ctx, &a, 1, known, &r))) return -1;
  return *result = r.d, 0;
}
