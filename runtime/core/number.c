// Unboxed numbers: conversion, operators on hpyc_num, int64_t and double, and operators on objects.
// Fast paths are inline; everything else, errors included, boxes and lets the interpreter do it.
#pragma once
#include "core/constants.h"
#include "object/exception.c"
#if !HPYC_UNIVERSAL
#if PY_VERSION_HEX < 0x030B0000 && !HPYC_EMULATED
#include <longintrepr.h>
#endif
#endif

// ---- operators on objects -----------------------------------------------------------------------------------------
// GraalPy 24.2.2. HPy_RichCompare asks only the left operand if that is an int or a str: `1 > "a"` is NotImplemented (and
// HPy_RichCompareBool makes that true), `1 < X()` does not reach X.__gt__; with other operands it makes the result a bool.
// HPy_FloorDivide rounds quotients of ints towards zero: 1 // -7 is 0. HPy_Power calls __pow__ of the right operand where
// __rpow__ is meant. HPy_And, HPy_Or and HPy_Xor make ints of bools. The functions of `operator` are right.
// Its C API has the same defects in comparisons and powers.
#if HPYC_UNIVERSAL || HPYC_EMULATED == 2
enum {  // after HPy_LT … HPy_GE; the operator in place is one more
  HPYC_GRAALPY_FLOORDIV = 6, HPYC_GRAALPY_POW = 8, HPYC_GRAALPY_AND = 10, HPYC_GRAALPY_OR = 12, HPYC_GRAALPY_XOR = 14
};
static const char hpyc_graalpy_operators_text[] =
    "import operator as o\n"
    "f = o.lt, o.le, o.eq, o.ne, o.gt, o.ge, o.floordiv, o.ifloordiv, o.pow, o.ipow, o.and_, o.iand, o.or_, o.ior, o.xor, o.ixor\n";
static HPYC_NOINLINE HPy hpyc_graalpy_operator(HPyContext *ctx, HPy a, HPy b, int number) {
  HPy operators = hpyc_object(ctx, graalpy_operators), function, pair[2] = {a, b}, r;
  if (HPy_IsNull(operators) || !HPyTuple_Check(ctx, operators)) {
    if (!HPy_IsNull(operators)) hpyc_const_close(ctx, operators);
    HPy made = hpyc_compile(ctx, hpyc_graalpy_operators_text);
    if (HPy_IsNull(made)) return made;
    hpyc_const_store(ctx, HPYC_O_graalpy_operators, made);
    HPy_Close(ctx, made);
    operators = hpyc_object(ctx, graalpy_operators);
  }
  function = HPy_GetItem_i(ctx, operators, number);
  hpyc_const_close(ctx, operators);
  if (HPy_IsNull(function)) return function;
  r = HPy_Call(ctx, function, pair, 2, HPy_NULL);
  HPy_Close(ctx, function);
  return r;
}
#endif
#if HPYC_UNIVERSAL
#define HPYC_GRAALPY HPYC_UNLIKELY(hpyc_implementation == 2)
static inline HPy hpyc_rich_compare(HPyContext *ctx, HPy a, HPy b, int op) {
  return HPYC_GRAALPY ? hpyc_graalpy_operator(ctx, a, b, op) : (HPy_RichCompare)(ctx, a, b, op);
}
static int hpyc_rich_compare_bool(HPyContext *ctx, HPy a, HPy b, int op) {
  if (!HPYC_GRAALPY) return (HPy_RichCompareBool)(ctx, a, b, op);
  if ((op == HPy_EQ || op == HPy_NE) && HPy_Is(ctx, a, b)) return op == HPy_EQ;
  HPy r = hpyc_graalpy_operator(ctx, a, b, op);
  if (HPy_IsNull(r)) return -1;
  int truth = HPy_IsTrue(ctx, r);
  HPy_Close(ctx, r);
  return truth;
}
static inline HPy hpyc_power_none(HPyContext *ctx, HPy a, HPy b, HPy c) {
  if (!HPYC_GRAALPY || !HPy_Is(ctx, c, ctx->h_None)) return (HPy_Power)(ctx, a, b, c);
  return hpyc_graalpy_operator(ctx, a, b, HPYC_GRAALPY_POW);
}
static inline HPy hpyc_inplace_power_none(HPyContext *ctx, HPy a, HPy b, HPy c) {
  if (!HPYC_GRAALPY || !HPy_Is(ctx, c, ctx->h_None)) return (HPy_InPlacePower)(ctx, a, b, c);
  return hpyc_graalpy_operator(ctx, a, b, HPYC_GRAALPY_POW + 1);
}
#define HPYC_GRAALPY_INSTEAD(name, ctx, a, b, number) (HPYC_GRAALPY ? hpyc_graalpy_operator(ctx, a, b, number) : (name)(ctx, a, b))
#define HPy_FloorDivide(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_FloorDivide, ctx, a, b, HPYC_GRAALPY_FLOORDIV)
#define HPy_InPlaceFloorDivide(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_InPlaceFloorDivide, ctx, a, b, HPYC_GRAALPY_FLOORDIV + 1)
#define HPy_And(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_And, ctx, a, b, HPYC_GRAALPY_AND)
#define HPy_InPlaceAnd(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_InPlaceAnd, ctx, a, b, HPYC_GRAALPY_AND + 1)
#define HPy_Or(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_Or, ctx, a, b, HPYC_GRAALPY_OR)
#define HPy_InPlaceOr(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_InPlaceOr, ctx, a, b, HPYC_GRAALPY_OR + 1)
#define HPy_Xor(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_Xor, ctx, a, b, HPYC_GRAALPY_XOR)
#define HPy_InPlaceXor(ctx, a, b) HPYC_GRAALPY_INSTEAD(HPy_InPlaceXor, ctx, a, b, HPYC_GRAALPY_XOR + 1)
#define HPy_Power(ctx, a, b, c) hpyc_power_none(ctx, a, b, c)
#define HPy_InPlacePower(ctx, a, b, c) hpyc_inplace_power_none(ctx, a, b, c)
#define HPy_RichCompare(ctx, a, b, op) hpyc_rich_compare(ctx, a, b, op)
#define HPy_RichCompareBool(ctx, a, b, op) hpyc_rich_compare_bool(ctx, a, b, op)
#elif HPYC_EMULATED == 2
static int hpyc_rich_compare_bool(HPyContext *ctx, HPy a, HPy b, int op) {
  if ((op == HPy_EQ || op == HPy_NE) && HPy_Is(ctx, a, b)) return op == HPy_EQ;
  HPy r = hpyc_graalpy_operator(ctx, a, b, op);
  if (HPy_IsNull(r)) return -1;
  int truth = HPy_IsTrue(ctx, r);
  HPy_Close(ctx, r);
  return truth;
}
#undef HPy_Power
#undef HPy_InPlacePower
#undef HPy_RichCompare
#undef HPy_RichCompareBool
#define HPy_Power(ctx, a, b, none) hpyc_graalpy_operator(ctx, a, b, HPYC_GRAALPY_POW)
#define HPy_InPlacePower(ctx, a, b, none) hpyc_graalpy_operator(ctx, a, b, HPYC_GRAALPY_POW + 1)
#define HPy_RichCompare(ctx, a, b, op) hpyc_graalpy_operator(ctx, a, b, op)
#define HPy_RichCompareBool(ctx, a, b, op) hpyc_rich_compare_bool(ctx, a, b, op)
#endif
// Numbered as ir::BinaryOp, ir::UnaryOp.
enum {
  HPYC_OP_add, HPYC_OP_subtract, HPYC_OP_multiply, HPYC_OP_truedivide, HPYC_OP_floordivide, HPYC_OP_remainder, HPYC_OP_power,
  HPYC_OP_matmultiply, HPYC_OP_lshift, HPYC_OP_rshift, HPYC_OP_and_, HPYC_OP_or_, HPYC_OP_xor_, HPYC_INPLACE
};
#if HPYC_DIRECT
typedef PyObject *(*hpyc_operator)(PyObject *, PyObject *);
typedef PyObject *(*hpyc_unary_operator)(PyObject *);
static PyObject *hpyc_py_power(PyObject *a, PyObject *b) { return _h2py(HPy_Power(NULL, _py2h(a), _py2h(b), hpyc_none(NULL))); }
static PyObject *hpyc_py_inplace_power(PyObject *a, PyObject *b) {
  return _h2py(HPy_InPlacePower(NULL, _py2h(a), _py2h(b), hpyc_none(NULL)));
}
static const hpyc_operator hpyc_operators[] = {
    PyNumber_Add, PyNumber_Subtract, PyNumber_Multiply, PyNumber_TrueDivide, PyNumber_FloorDivide, PyNumber_Remainder,
    hpyc_py_power, PyNumber_MatrixMultiply, PyNumber_Lshift, PyNumber_Rshift, PyNumber_And, PyNumber_Or, PyNumber_Xor,
    PyNumber_InPlaceAdd, PyNumber_InPlaceSubtract, PyNumber_InPlaceMultiply, PyNumber_InPlaceTrueDivide,
    PyNumber_InPlaceFloorDivide, PyNumber_InPlaceRemainder, hpyc_py_inplace_power, PyNumber_InPlaceMatrixMultiply,
    PyNumber_InPlaceLshift, PyNumber_InPlaceRshift, PyNumber_InPlaceAnd, PyNumber_InPlaceOr, PyNumber_InPlaceXor};
static const hpyc_unary_operator hpyc_unary_operators[] = {PyNumber_Negative, PyNumber_Positive, PyNumber_Invert, PyNumber_Absolute};
#define hpyc_operate(ctx, a, b, op) _py2h(hpyc_operators[op](_h2py(a), _h2py(b)))
#define hpyc_operate_unary(ctx, a, op) _py2h(hpyc_unary_operators[op](_h2py(a)))
#else
typedef HPy (*hpyc_operator)(HPyContext *, HPy, HPy);
typedef HPy (*hpyc_unary_operator)(HPyContext *, HPy);
#define HPYC_FIELD(name) offsetof(HPyContext, ctx_##name)
static const short hpyc_operators[] = {
    HPYC_FIELD(Add), HPYC_FIELD(Subtract), HPYC_FIELD(Multiply), HPYC_FIELD(TrueDivide), HPYC_FIELD(FloorDivide),
    HPYC_FIELD(Remainder), HPYC_FIELD(Power), HPYC_FIELD(MatrixMultiply), HPYC_FIELD(Lshift), HPYC_FIELD(Rshift),
    HPYC_FIELD(And), HPYC_FIELD(Or), HPYC_FIELD(Xor), HPYC_FIELD(InPlaceAdd), HPYC_FIELD(InPlaceSubtract),
    HPYC_FIELD(InPlaceMultiply), HPYC_FIELD(InPlaceTrueDivide), HPYC_FIELD(InPlaceFloorDivide), HPYC_FIELD(InPlaceRemainder),
    HPYC_FIELD(InPlacePower), HPYC_FIELD(InPlaceMatrixMultiply), HPYC_FIELD(InPlaceLshift), HPYC_FIELD(InPlaceRshift),
    HPYC_FIELD(InPlaceAnd), HPYC_FIELD(InPlaceOr), HPYC_FIELD(InPlaceXor)};
static const short hpyc_unary_operators[] = {HPYC_FIELD(Negative), HPYC_FIELD(Positive), HPYC_FIELD(Invert), HPYC_FIELD(Absolute)};
static HPy hpyc_operate(HPyContext *ctx, HPy a, HPy b, int op) {
  if (op == HPYC_OP_power) return HPy_Power(ctx, a, b, ctx->h_None);
  if (op == HPYC_INPLACE + HPYC_OP_power) return HPy_InPlacePower(ctx, a, b, ctx->h_None);
#if HPYC_UNIVERSAL
  if (HPYC_GRAALPY) {
    int plain = op % HPYC_INPLACE, number = plain == HPYC_OP_floordivide ? HPYC_GRAALPY_FLOORDIV
        : plain == HPYC_OP_and_ ? HPYC_GRAALPY_AND : plain == HPYC_OP_or_ ? HPYC_GRAALPY_OR
        : plain == HPYC_OP_xor_ ? HPYC_GRAALPY_XOR : 0;
    if (number) return hpyc_graalpy_operator(ctx, a, b, number + (op >= HPYC_INPLACE));
  }
#endif
  return (*(hpyc_operator *)((char *)ctx + hpyc_operators[op]))(ctx, a, b);
}
static HPy hpyc_operate_unary(HPyContext *ctx, HPy a, int op) {
  return (*(hpyc_unary_operator *)((char *)ctx + hpyc_unary_operators[op]))(ctx, a);
}
#endif
#define hpyc_binary_add(ctx, a, b) HPy_Add(ctx, a, b)
#define hpyc_binary_subtract(ctx, a, b) HPy_Subtract(ctx, a, b)
#define hpyc_binary_multiply(ctx, a, b) HPy_Multiply(ctx, a, b)
#define hpyc_binary_truedivide(ctx, a, b) HPy_TrueDivide(ctx, a, b)
#define hpyc_binary_floordivide(ctx, a, b) HPy_FloorDivide(ctx, a, b)
#define hpyc_binary_remainder(ctx, a, b) HPy_Remainder(ctx, a, b)
#define hpyc_binary_power(ctx, a, b) HPy_Power(ctx, a, b, hpyc_none(ctx))
#define hpyc_binary_matmultiply(ctx, a, b) HPy_MatrixMultiply(ctx, a, b)
#define hpyc_binary_lshift(ctx, a, b) HPy_Lshift(ctx, a, b)
#define hpyc_binary_rshift(ctx, a, b) HPy_Rshift(ctx, a, b)
#define hpyc_binary_and(ctx, a, b) HPy_And(ctx, a, b)
#define hpyc_binary_or(ctx, a, b) HPy_Or(ctx, a, b)
#define hpyc_binary_xor(ctx, a, b) HPy_Xor(ctx, a, b)
#define hpyc_inplace_add(ctx, a, b) HPy_InPlaceAdd(ctx, a, b)
#define hpyc_inplace_subtract(ctx, a, b) HPy_InPlaceSubtract(ctx, a, b)
#define hpyc_inplace_multiply(ctx, a, b) HPy_InPlaceMultiply(ctx, a, b)
#define hpyc_inplace_truedivide(ctx, a, b) HPy_InPlaceTrueDivide(ctx, a, b)
#define hpyc_inplace_floordivide(ctx, a, b) HPy_InPlaceFloorDivide(ctx, a, b)
#define hpyc_inplace_remainder(ctx, a, b) HPy_InPlaceRemainder(ctx, a, b)
#define hpyc_inplace_power(ctx, a, b) HPy_InPlacePower(ctx, a, b, hpyc_none(ctx))
#define hpyc_inplace_matmultiply(ctx, a, b) HPy_InPlaceMatrixMultiply(ctx, a, b)
#define hpyc_inplace_lshift(ctx, a, b) HPy_InPlaceLshift(ctx, a, b)
#define hpyc_inplace_rshift(ctx, a, b) HPy_InPlaceRshift(ctx, a, b)
#define hpyc_inplace_and(ctx, a, b) HPy_InPlaceAnd(ctx, a, b)
#define hpyc_inplace_or(ctx, a, b) HPy_InPlaceOr(ctx, a, b)
#define hpyc_inplace_xor(ctx, a, b) HPy_InPlaceXor(ctx, a, b)
#define hpyc_unary_negative(ctx, a) HPy_Negative(ctx, a)
#define hpyc_unary_positive(ctx, a) HPy_Positive(ctx, a)
#define hpyc_unary_invert(ctx, a) HPy_Invert(ctx, a)
#define hpyc_unary_absolute(ctx, a) HPy_Absolute(ctx, a)
#define hpyc_power(ctx, a, b, c) HPy_Power(ctx, a, b, c)
#define hpyc_compare(ctx, a, b, op) HPy_RichCompare(ctx, a, b, op)
#define hpyc_contains(ctx, item, container) HPy_Contains(ctx, container, item)
#define hpyc_is_none(ctx, o) HPy_Is(ctx, o, hpyc_none(ctx))

HPYC_INLINE int hpyc_truth(HPyContext *ctx, HPy o) {
  if (o._i == hpyc_true(ctx)._i) return 1;
  if (o._i == hpyc_false(ctx)._i || o._i == hpyc_none(ctx)._i) return 0;
  return HPy_IsTrue(ctx, o);
}
// RichCompareBool takes identical objects for equal, which `==` does not.
static HPYC_NOINLINE int hpyc_compare_truth(HPyContext *ctx, HPy a, HPy b, int op) {
  if ((op != HPy_EQ && op != HPy_NE) || !hpyc_same(ctx, a, b)) return HPy_RichCompareBool(ctx, a, b, op);
  HPy r = HPy_RichCompare(ctx, a, b, op);
  if (HPy_IsNull(r)) return -1;
  int truth = hpyc_truth(ctx, r);
  HPy_Close(ctx, r);
  return truth;
}

// ---- boxing -------------------------------------------------------------------------------------------------------
HPYC_INLINE hpyc_num hpyc_num_i64(HPyContext *ctx, int64_t i) { return (hpyc_num){HPYC_SMALL, {.i = i}}; }
HPYC_INLINE hpyc_num hpyc_num_f64(HPyContext *ctx, double d) { return (hpyc_num){HPYC_FLOAT, {.d = d}}; }
HPYC_INLINE hpyc_num hpyc_num_object(HPy o) { return (hpyc_num){HPYC_OBJECT, {.o = o}}; }
HPYC_INLINE hpyc_num hpyc_num_error(void) { return (hpyc_num){HPYC_ERROR, {.i = 0}}; }
#define hpyc_num_is_small(ctx, n) ((n).tag == HPYC_SMALL)
#define hpyc_num_is_float(ctx, n) ((n).tag == HPYC_FLOAT)
#define hpyc_num_int(ctx, n) ((n).i)
#define hpyc_num_float(ctx, n) ((n).d)
// The ints that the interpreter keeps anyway.
#define HPYC_SMALL_INTS 262
static PyObject *hpyc_small_ints[HPYC_SMALL_INTS];
HPYC_INLINE HPy hpyc_box_i64(HPyContext *ctx, int64_t i) {
  if (HPYC_RAW && HPYC_LIKELY((uint64_t)i + 5 < HPYC_SMALL_INTS)) return hpyc_from_borrowed(ctx, hpyc_small_ints[i + 5]);
  return HPyLong_FromInt64_t(ctx, i);
}
#define hpyc_box_f64(ctx, d) HPyFloat_FromDouble(ctx, d)
#define hpyc_box_bool(ctx, b) HPy_Dup(ctx, (b) ? hpyc_true(ctx) : hpyc_false(ctx))
HPYC_INLINE hpyc_num hpyc_num_dup(HPyContext *ctx, hpyc_num n) {
  if (HPYC_UNLIKELY(n.tag == HPYC_OBJECT)) n.o = HPy_Dup(ctx, n.o);
  return n;
}
HPYC_INLINE void hpyc_num_close(HPyContext *ctx, hpyc_num n) {
  if (HPYC_UNLIKELY(n.tag == HPYC_OBJECT)) HPy_Close(ctx, n.o);
}
// The operand for the interpreter's operators: hpyc_unbox_close releases what boxing made.
static inline HPy hpyc_box_operand(HPyContext *ctx, hpyc_num n) {
  if (n.tag == HPYC_OBJECT) return n.o;
  return n.tag == HPYC_SMALL ? hpyc_box_i64(ctx, n.i) : HPyFloat_FromDouble(ctx, n.d);
}
static inline void hpyc_close_operand(HPyContext *ctx, hpyc_num n, HPy boxed) {
  if (n.tag != HPYC_OBJECT && !HPy_IsNull(boxed)) HPy_Close(ctx, boxed);
}
static inline HPy hpyc_box_num(HPyContext *ctx, hpyc_num n) {
  return n.tag == HPYC_OBJECT ? HPy_Dup(ctx, n.o) : hpyc_box_operand(ctx, n);
}
// Consumes: an owned num as an owned handle, null for an error.
static inline HPy hpyc_box_owned(HPyContext *ctx, hpyc_num n) {
  return n.tag == HPYC_ERROR ? HPy_NULL : hpyc_box_operand(ctx, n);
}

// A num for `o` without a new reference: an OBJECT one borrows.
#if !HPYC_UNIVERSAL
static HPYC_NOINLINE hpyc_num hpyc_num_peek_long(HPyContext *ctx, PyObject *o) {
  int overflow;
  long long v = PyLong_AsLongLongAndOverflow(o, &overflow);
  return (hpyc_num){overflow ? HPYC_OBJECT : HPYC_SMALL, {.i = v}};
}
// An exact int of one digit.
HPYC_INLINE int hpyc_long_digit(PyObject *o, int64_t *result) {
  PyLongObject *p = (PyLongObject *)o;
#if HPYC_EMULATED
  return 0;
#elif PY_VERSION_HEX >= 0x030C0000
  return PyUnstable_Long_IsCompact(p) && (*result = PyUnstable_Long_CompactValue(p), 1);
#else
  return (size_t)(Py_SIZE(p) + 1) < 3 && (*result = Py_SIZE(p) * (int64_t)p->ob_digit[0], 1);
#endif
}
#else
static HPYC_NOINLINE hpyc_num hpyc_num_view_long(HPyContext *ctx, HPy o) {
  int64_t v = HPyLong_AsInt64_t(ctx, o);
  if (HPYC_LIKELY(v != -1 || !HPyErr_Occurred(ctx))) return hpyc_num_i64(ctx, v);
  HPyErr_Clear(ctx);
  return hpyc_num_object(o);
}
static HPYC_NOINLINE hpyc_num hpyc_num_view_any(HPyContext *ctx, HPy o) {
  HPy t = HPy_Type(ctx, o);
  int is_long = hpyc_same(ctx, t, ctx->h_LongType), is_float = !is_long && hpyc_same(ctx, t, ctx->h_FloatType);
  HPy_Close(ctx, t);
  if (is_float) return hpyc_num_f64(ctx, HPyFloat_AsDouble(ctx, o));
  return is_long ? hpyc_num_view_long(ctx, o) : hpyc_num_object(o);
}
#define hpyc_num_peek_long(ctx, o) hpyc_num_view_long(ctx, (HPy){(intptr_t)(o) + 1})
HPYC_INLINE int hpyc_long_digit(PyObject *o, int64_t *result) {
  uint64_t size = (uint64_t)Py_SIZE(o);
  int digits = (hpyc_layout & HPYC_LAYOUT_DIGITS) != 0;
  if (HPYC_UNLIKELY(digits ? size + 1 >= 3 : size >= 16)) return 0;
  *result = (digits ? (int64_t)size : 1 - (int64_t)(size & 3)) * ((PyLongObject *)o)->ob_digit[0];
  return 1;
}
#endif
// Tag OBJECT without a handle when it is no small int or float.
HPYC_INLINE hpyc_num hpyc_num_peek(HPyContext *ctx, PyObject *o) {
  int64_t v;
  if (hpyc_py_exact(ctx, o, Long)) return HPYC_LIKELY(hpyc_long_digit(o, &v)) ? hpyc_num_i64(ctx, v) : hpyc_num_peek_long(ctx, o);
#if HPYC_EMULATED
  if (hpyc_py_exact(ctx, o, Float)) return hpyc_num_f64(ctx, PyFloat_AsDouble(o));
#endif
  if (hpyc_py_exact(ctx, o, Float)) return (hpyc_num){HPYC_FLOAT, {.d = ((PyFloatObject *)o)->ob_fval}};
  return (hpyc_num){HPYC_OBJECT, {.i = 0}};
}
HPYC_INLINE hpyc_num hpyc_num_view(HPyContext *ctx, HPy h) {
#if HPYC_UNIVERSAL
  if (!HPYC_RAW) return hpyc_num_view_any(ctx, h);
#endif
  hpyc_num n = hpyc_num_peek(ctx, hpyc_py(ctx, h));
  return n.tag == HPYC_OBJECT ? hpyc_num_object(h) : n;
}
// The same for an object without a handle: borrows `o`, owns the result.
HPYC_INLINE hpyc_num hpyc_num_of(HPyContext *ctx, PyObject *o) {
  hpyc_num n = hpyc_num_peek(ctx, o);
  return HPYC_LIKELY(n.tag != HPYC_OBJECT) ? n : hpyc_num_object(hpyc_from_borrowed(ctx, o));
}
// Puts an object, or a num (borrowed), in a place that holds an object or null. A float that nobody else refers to is changed.
HPYC_INLINE void hpyc_place_store(HPyContext *ctx, PyObject **place, PyObject *value) {
  PyObject *old = *place;
  Py_INCREF(value);
  *place = value;
  if (HPYC_LIKELY(old != NULL)) hpyc_py_close(ctx, old);
}
static HPYC_NOINLINE int hpyc_place_box(HPyContext *ctx, PyObject **place, hpyc_num n) {
  HPy value = hpyc_box_num(ctx, n);
  if (HPy_IsNull(value)) return -1;
  hpyc_place_store(ctx, place, hpyc_py(ctx, value));
  HPy_Close(ctx, value);
  return 0;
}
HPYC_INLINE int hpyc_place_number(HPyContext *ctx, PyObject **place, hpyc_num n) {
  PyObject *old = *place;
  if (n.tag != HPYC_FLOAT || !old || Py_REFCNT(old) != 1 || !hpyc_py_exact(ctx, old, Float)) return hpyc_place_box(ctx, place, n);
  ((PyFloatObject *)old)->ob_fval = n.d;
  return 0;
}
HPYC_INLINE hpyc_num hpyc_num_from(HPyContext *ctx, HPy o) { return hpyc_num_dup(ctx, hpyc_num_view(ctx, o)); }
// The same for a handle that may be null (error) and is consumed.
HPYC_INLINE hpyc_num hpyc_num_take(HPyContext *ctx, HPy o) {
  if (HPYC_UNLIKELY(HPy_IsNull(o))) return hpyc_num_error();
  hpyc_num n = hpyc_num_view(ctx, o);
  if (HPYC_LIKELY(n.tag != HPYC_OBJECT)) HPy_Close(ctx, o);
  return n;
}

// ---- double -------------------------------------------------------------------------------------------------------
HPYC_INLINE double hpyc_double_remainder(double x, double y) {
  double r = fmod(x, y);
  if (r == 0) return copysign(0.0, y);
  return (y < 0) != (r < 0) ? r + y : r;
}
static double hpyc_double_floordivide(double x, double y) {
  double r = fmod(x, y), q = (x - r) / y;
  if (r != 0 && (y < 0) != (r < 0)) q -= 1.0;
  if (q == 0) return copysign(0.0, x / y);
  double f = floor(q);
  return q - f > 0.5 ? f + 1.0 : f;
}
// 0 for the cases that the interpreter must decide (errors, complex results). Not inlined: gcc would fold pow(x, 2.0).
static __attribute__((noinline, noclone)) int hpyc_double_power(double x, double y, double *result) {
  if (y == 0) return *result = 1.0, 1;
  if (!isfinite(x) || !isfinite(y) || x == 0 || (x < 0 && y != floor(y))) return 0;
  int negative = x < 0 && fmod(fabs(y), 2.0) == 1.0;
  double r = fabs(x) == 1.0 ? 1.0 : pow(fabs(x), y);
  *result = negative ? -r : r;
  return isfinite(r) && r >= 0x1p-1022;
}
static int hpyc_double_operate(double x, double y, int op, double *result) {
  switch (op) {
    case HPYC_OP_add: return *result = x + y, 1;
    case HPYC_OP_subtract: return *result = x - y, 1;
    case HPYC_OP_multiply: return *result = x * y, 1;
    case HPYC_OP_truedivide: return y != 0 && (*result = x / y, 1);
    case HPYC_OP_floordivide: return y != 0 && (*result = hpyc_double_floordivide(x, y), 1);
    case HPYC_OP_remainder: return y != 0 && (*result = hpyc_double_remainder(x, y), 1);
    case HPYC_OP_power: return hpyc_double_power(x, y, result);
    default: return 0;
  }
}
static int hpyc_integer_power(int64_t x, int64_t n, int64_t *result) {
  int64_t r = 1;
  if (n < 0) return 0;
  for (;; n >>= 1) {
    if ((n & 1) && __builtin_mul_overflow(r, x, &r)) return 0;
    if (n <= 1) return *result = r, 1;
    if (__builtin_mul_overflow(x, x, &x)) return 0;
  }
}

// ---- num: binary --------------------------------------------------------------------------------------------------
static HPYC_NOINLINE hpyc_num hpyc_num_boxed(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  HPy x = hpyc_box_operand(ctx, a), y = hpyc_box_operand(ctx, b), z = HPy_NULL;
  if (!HPy_IsNull(x) && !HPy_IsNull(y)) z = hpyc_operate(ctx, x, y, op);
  hpyc_close_operand(ctx, a, x);
  hpyc_close_operand(ctx, b, y);
  return hpyc_num_take(ctx, z);
}
// One int, one float (int to float rounds as Python's), or objects.
static HPYC_NOINLINE hpyc_num hpyc_num_slow(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (a.tag + b.tag == HPYC_FLOAT) {
    double x = a.tag ? a.d : (double)a.i, y = b.tag ? b.d : (double)b.i;
    switch (op % HPYC_INPLACE) {
      case HPYC_OP_add: return hpyc_num_f64(ctx, x + y);
      case HPYC_OP_subtract: return hpyc_num_f64(ctx, x - y);
      case HPYC_OP_multiply: return hpyc_num_f64(ctx, x * y);
      case HPYC_OP_truedivide:
        if (y != 0) return hpyc_num_f64(ctx, x / y);
    }
  }
  return hpyc_num_boxed(ctx, a, b, op);
}
// Floor division, remainder and power of numbers that the inline code does not do.
static HPYC_NOINLINE hpyc_num hpyc_num_slow_float(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  hpyc_num r = {HPYC_FLOAT, {.i = 0}};
  if (a.tag <= HPYC_FLOAT && b.tag <= HPYC_FLOAT && a.tag + b.tag != 0 &&
      hpyc_double_operate(a.tag ? a.d : (double)a.i, b.tag ? b.d : (double)b.i, op % HPYC_INPLACE, &r.d))
    return r;
  r.tag = HPYC_SMALL;
  if (a.tag + b.tag == 0 && op % HPYC_INPLACE == HPYC_OP_power && hpyc_integer_power(a.i, b.i, &r.i)) return r;
  return hpyc_num_boxed(ctx, a, b, op);
}
#define HPYC_BOTH_SMALL(a, b) HPYC_LIKELY(((a).tag | (b).tag) == HPYC_SMALL)
#define HPYC_BOTH_FLOAT(a, b) ((a).tag == HPYC_FLOAT && (b).tag == HPYC_FLOAT)
#define HPYC_EXACT_DOUBLE(i) ((uint64_t)(i) + ((uint64_t)1 << 53) <= (uint64_t)1 << 54)

HPYC_INLINE hpyc_num hpyc_num_add_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  int64_t r;
  if (HPYC_BOTH_SMALL(a, b) && HPYC_LIKELY(!__builtin_add_overflow(a.i, b.i, &r))) return hpyc_num_i64(ctx, r);
  if (HPYC_BOTH_FLOAT(a, b)) return hpyc_num_f64(ctx, a.d + b.d);
  return hpyc_num_slow(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_subtract_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  int64_t r;
  if (HPYC_BOTH_SMALL(a, b) && HPYC_LIKELY(!__builtin_sub_overflow(a.i, b.i, &r))) return hpyc_num_i64(ctx, r);
  if (HPYC_BOTH_FLOAT(a, b)) return hpyc_num_f64(ctx, a.d - b.d);
  return hpyc_num_slow(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_multiply_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  int64_t r;
  if (HPYC_BOTH_SMALL(a, b) && HPYC_LIKELY(!__builtin_mul_overflow(a.i, b.i, &r))) return hpyc_num_i64(ctx, r);
  if (HPYC_BOTH_FLOAT(a, b)) return hpyc_num_f64(ctx, a.d * b.d);
  return hpyc_num_slow(ctx, a, b, op);
}
// int / int is correctly rounded when both are exact as double.
HPYC_INLINE hpyc_num hpyc_num_truedivide_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_FLOAT(a, b) && HPYC_LIKELY(b.d != 0)) return hpyc_num_f64(ctx, a.d / b.d);
  if (a.tag == HPYC_FLOAT && b.tag == HPYC_SMALL && b.i != 0) return hpyc_num_f64(ctx, a.d / (double)b.i);
  if (HPYC_BOTH_SMALL(a, b) && b.i != 0 && HPYC_EXACT_DOUBLE(a.i) && HPYC_EXACT_DOUBLE(b.i))
    return hpyc_num_f64(ctx, (double)a.i / (double)b.i);
  return hpyc_num_slow(ctx, a, b, op);
}
HPYC_INLINE int64_t hpyc_i64_floordivide(int64_t a, int64_t b) {
  int64_t q = a / b, r = a % b;
  return q - (r != 0 && (r ^ b) < 0);
}
HPYC_INLINE int64_t hpyc_i64_remainder(int64_t a, int64_t b) {
  int64_t r = a % b;
  return r != 0 && (r ^ b) < 0 ? r + b : r;
}
// Divisors 0 (error) and -1 (overflow) are left to the interpreter.
HPYC_INLINE hpyc_num hpyc_num_floordivide_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b) && HPYC_LIKELY((uint64_t)b.i + 1 > 1)) return hpyc_num_i64(ctx, hpyc_i64_floordivide(a.i, b.i));
  return hpyc_num_slow_float(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_remainder_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b) && HPYC_LIKELY((uint64_t)b.i + 1 > 1)) return hpyc_num_i64(ctx, hpyc_i64_remainder(a.i, b.i));
  return hpyc_num_slow_float(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_lshift_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b) && (uint64_t)b.i < 63) {
    int64_t r = (int64_t)((uint64_t)a.i << b.i);
    if (HPYC_LIKELY(r >> b.i == a.i)) return hpyc_num_i64(ctx, r);
  }
  return hpyc_num_boxed(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_rshift_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b) && HPYC_LIKELY(b.i >= 0)) return hpyc_num_i64(ctx, a.i >> (b.i > 63 ? 63 : b.i));
  return hpyc_num_boxed(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_and_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b)) return hpyc_num_i64(ctx, a.i & b.i);
  return hpyc_num_boxed(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_or_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b)) return hpyc_num_i64(ctx, a.i | b.i);
  return hpyc_num_boxed(ctx, a, b, op);
}
HPYC_INLINE hpyc_num hpyc_num_xor_(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b)) return hpyc_num_i64(ctx, a.i ^ b.i);
  return hpyc_num_boxed(ctx, a, b, op);
}
#define hpyc_num_binary_add(ctx, a, b) hpyc_num_add_(ctx, a, b, HPYC_OP_add)
#define hpyc_num_binary_subtract(ctx, a, b) hpyc_num_subtract_(ctx, a, b, HPYC_OP_subtract)
#define hpyc_num_binary_multiply(ctx, a, b) hpyc_num_multiply_(ctx, a, b, HPYC_OP_multiply)
#define hpyc_num_binary_truedivide(ctx, a, b) hpyc_num_truedivide_(ctx, a, b, HPYC_OP_truedivide)
#define hpyc_num_binary_floordivide(ctx, a, b) hpyc_num_floordivide_(ctx, a, b, HPYC_OP_floordivide)
#define hpyc_num_binary_remainder(ctx, a, b) hpyc_num_remainder_(ctx, a, b, HPYC_OP_remainder)
#define hpyc_num_binary_power(ctx, a, b) hpyc_num_slow_float(ctx, a, b, HPYC_OP_power)
#define hpyc_num_binary_matmultiply(ctx, a, b) hpyc_num_boxed(ctx, a, b, HPYC_OP_matmultiply)
#define hpyc_num_binary_lshift(ctx, a, b) hpyc_num_lshift_(ctx, a, b, HPYC_OP_lshift)
#define hpyc_num_binary_rshift(ctx, a, b) hpyc_num_rshift_(ctx, a, b, HPYC_OP_rshift)
#define hpyc_num_binary_and(ctx, a, b) hpyc_num_and_(ctx, a, b, HPYC_OP_and_)
#define hpyc_num_binary_or(ctx, a, b) hpyc_num_or_(ctx, a, b, HPYC_OP_or_)
#define hpyc_num_binary_xor(ctx, a, b) hpyc_num_xor_(ctx, a, b, HPYC_OP_xor_)
#define hpyc_num_inplace_add(ctx, a, b) hpyc_num_add_(ctx, a, b, HPYC_INPLACE + HPYC_OP_add)
#define hpyc_num_inplace_subtract(ctx, a, b) hpyc_num_subtract_(ctx, a, b, HPYC_INPLACE + HPYC_OP_subtract)
#define hpyc_num_inplace_multiply(ctx, a, b) hpyc_num_multiply_(ctx, a, b, HPYC_INPLACE + HPYC_OP_multiply)
#define hpyc_num_inplace_truedivide(ctx, a, b) hpyc_num_truedivide_(ctx, a, b, HPYC_INPLACE + HPYC_OP_truedivide)
#define hpyc_num_inplace_floordivide(ctx, a, b) hpyc_num_floordivide_(ctx, a, b, HPYC_INPLACE + HPYC_OP_floordivide)
#define hpyc_num_inplace_remainder(ctx, a, b) hpyc_num_remainder_(ctx, a, b, HPYC_INPLACE + HPYC_OP_remainder)
#define hpyc_num_inplace_power(ctx, a, b) hpyc_num_slow_float(ctx, a, b, HPYC_INPLACE + HPYC_OP_power)
#define hpyc_num_inplace_matmultiply(ctx, a, b) hpyc_num_boxed(ctx, a, b, HPYC_INPLACE + HPYC_OP_matmultiply)
#define hpyc_num_inplace_lshift(ctx, a, b) hpyc_num_lshift_(ctx, a, b, HPYC_INPLACE + HPYC_OP_lshift)
#define hpyc_num_inplace_rshift(ctx, a, b) hpyc_num_rshift_(ctx, a, b, HPYC_INPLACE + HPYC_OP_rshift)
#define hpyc_num_inplace_and(ctx, a, b) hpyc_num_and_(ctx, a, b, HPYC_INPLACE + HPYC_OP_and_)
#define hpyc_num_inplace_or(ctx, a, b) hpyc_num_or_(ctx, a, b, HPYC_INPLACE + HPYC_OP_or_)
#define hpyc_num_inplace_xor(ctx, a, b) hpyc_num_xor_(ctx, a, b, HPYC_INPLACE + HPYC_OP_xor_)

// Object and int literal. Where numbers can be read through a num, which keeps the common cases free of calls.
static HPYC_NOINLINE HPy hpyc_operate_imm(HPyContext *ctx, HPy o, int64_t imm, int op) {
  HPy right = HPyLong_FromInt64_t(ctx, imm), r = HPy_NULL;
  if (!HPy_IsNull(right)) {
    r = hpyc_operate(ctx, o, right, op);
    HPy_Close(ctx, right);
  }
  return r;
}
#define HPYC_IMMEDIATE(name, o, imm, op) \
  (HPYC_RAW ? hpyc_box_owned(ctx, name(ctx, hpyc_num_view(ctx, o), hpyc_num_i64(ctx, imm), op)) : hpyc_operate_imm(ctx, o, imm, op))
#define hpyc_binary_imm_add(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_add_, o, i, HPYC_OP_add)
#define hpyc_binary_imm_subtract(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_subtract_, o, i, HPYC_OP_subtract)
#define hpyc_binary_imm_multiply(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_multiply_, o, i, HPYC_OP_multiply)
#define hpyc_binary_imm_truedivide(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_truedivide_, o, i, HPYC_OP_truedivide)
#define hpyc_binary_imm_floordivide(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_floordivide_, o, i, HPYC_OP_floordivide)
#define hpyc_binary_imm_remainder(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_remainder_, o, i, HPYC_OP_remainder)
#define hpyc_binary_imm_power(ctx, o, i) hpyc_operate_imm(ctx, o, i, HPYC_OP_power)
#define hpyc_binary_imm_matmultiply(ctx, o, i) hpyc_operate_imm(ctx, o, i, HPYC_OP_matmultiply)
#define hpyc_binary_imm_lshift(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_lshift_, o, i, HPYC_OP_lshift)
#define hpyc_binary_imm_rshift(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_rshift_, o, i, HPYC_OP_rshift)
#define hpyc_binary_imm_and(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_and_, o, i, HPYC_OP_and_)
#define hpyc_binary_imm_or(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_or_, o, i, HPYC_OP_or_)
#define hpyc_binary_imm_xor(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_xor_, o, i, HPYC_OP_xor_)
#define hpyc_inplace_imm_add(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_add_, o, i, HPYC_INPLACE + HPYC_OP_add)
#define hpyc_inplace_imm_subtract(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_subtract_, o, i, HPYC_INPLACE + HPYC_OP_subtract)
#define hpyc_inplace_imm_multiply(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_multiply_, o, i, HPYC_INPLACE + HPYC_OP_multiply)
#define hpyc_inplace_imm_truedivide(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_truedivide_, o, i, HPYC_INPLACE + HPYC_OP_truedivide)
#define hpyc_inplace_imm_floordivide(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_floordivide_, o, i, HPYC_INPLACE + HPYC_OP_floordivide)
#define hpyc_inplace_imm_remainder(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_remainder_, o, i, HPYC_INPLACE + HPYC_OP_remainder)
#define hpyc_inplace_imm_power(ctx, o, i) hpyc_operate_imm(ctx, o, i, HPYC_INPLACE + HPYC_OP_power)
#define hpyc_inplace_imm_matmultiply(ctx, o, i) hpyc_operate_imm(ctx, o, i, HPYC_INPLACE + HPYC_OP_matmultiply)
#define hpyc_inplace_imm_lshift(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_lshift_, o, i, HPYC_INPLACE + HPYC_OP_lshift)
#define hpyc_inplace_imm_rshift(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_rshift_, o, i, HPYC_INPLACE + HPYC_OP_rshift)
#define hpyc_inplace_imm_and(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_and_, o, i, HPYC_INPLACE + HPYC_OP_and_)
#define hpyc_inplace_imm_or(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_or_, o, i, HPYC_INPLACE + HPYC_OP_or_)
#define hpyc_inplace_imm_xor(ctx, o, i) HPYC_IMMEDIATE(hpyc_num_xor_, o, i, HPYC_INPLACE + HPYC_OP_xor_)

// ---- num: unary, truth --------------------------------------------------------------------------------------------
enum { HPYC_OP_negative, HPYC_OP_positive, HPYC_OP_invert, HPYC_OP_absolute };
static HPYC_NOINLINE hpyc_num hpyc_num_unary_slow(HPyContext *ctx, hpyc_num a, int op) {
  HPy x = hpyc_box_operand(ctx, a), r = HPy_NULL;
  if (!HPy_IsNull(x)) r = hpyc_operate_unary(ctx, x, op);
  hpyc_close_operand(ctx, a, x);
  return hpyc_num_take(ctx, r);
}
HPYC_INLINE hpyc_num hpyc_num_unary_negative(HPyContext *ctx, hpyc_num a) {
  if (HPYC_LIKELY(a.tag == HPYC_SMALL && a.i != INT64_MIN)) return hpyc_num_i64(ctx, -a.i);
  if (a.tag == HPYC_FLOAT) return hpyc_num_f64(ctx, -a.d);
  return hpyc_num_unary_slow(ctx, a, HPYC_OP_negative);
}
HPYC_INLINE hpyc_num hpyc_num_unary_positive(HPyContext *ctx, hpyc_num a) {
  return a.tag <= HPYC_FLOAT ? a : hpyc_num_unary_slow(ctx, a, HPYC_OP_positive);
}
HPYC_INLINE hpyc_num hpyc_num_unary_invert(HPyContext *ctx, hpyc_num a) {
  return a.tag == HPYC_SMALL ? hpyc_num_i64(ctx, ~a.i) : hpyc_num_unary_slow(ctx, a, HPYC_OP_invert);
}
HPYC_INLINE hpyc_num hpyc_num_unary_absolute(HPyContext *ctx, hpyc_num a) {
  if (HPYC_LIKELY(a.tag == HPYC_SMALL && a.i != INT64_MIN)) return hpyc_num_i64(ctx, a.i < 0 ? -a.i : a.i);
  if (a.tag == HPYC_FLOAT) return hpyc_num_f64(ctx, fabs(a.d));
  return hpyc_num_unary_slow(ctx, a, HPYC_OP_absolute);
}
HPYC_INLINE int hpyc_num_truth(HPyContext *ctx, hpyc_num a) {
  if (HPYC_LIKELY(a.tag == HPYC_SMALL)) return a.i != 0;
  if (a.tag == HPYC_FLOAT) return a.d != 0;
  return hpyc_truth(ctx, a.o);
}

// ---- num: comparison ----------------------------------------------------------------------------------------------
HPYC_INLINE int hpyc_i64_compare(HPyContext *ctx, int64_t a, int64_t b, int op) {
  return op == HPy_LT ? a < b : op == HPy_LE ? a <= b : op == HPy_EQ ? a == b : op == HPy_NE ? a != b : op == HPy_GT ? a > b : a >= b;
}
HPYC_INLINE int hpyc_f64_compare(HPyContext *ctx, double a, double b, int op) {
  return op == HPy_LT ? a < b : op == HPy_LE ? a <= b : op == HPy_EQ ? a == b : op == HPy_NE ? a != b : op == HPy_GT ? a > b : a >= b;
}
// Exact comparison of an int with a float, as Python's.
static int hpyc_mixed_compare(HPyContext *ctx, int64_t i, double d, int op) {
  if (HPYC_EXACT_DOUBLE(i) || d != d) return hpyc_f64_compare(ctx, (double)i, d, op);
  if (d >= 0x1p63) return hpyc_i64_compare(ctx, 0, 1, op);
  if (d < -0x1p63) return hpyc_i64_compare(ctx, 1, 0, op);
  int64_t whole = (int64_t)d;
  if (i != whole) return hpyc_i64_compare(ctx, i, whole, op);
  return hpyc_f64_compare(ctx, 0.0, d - (double)whole, op);
}
static HPYC_NOINLINE int hpyc_num_compare_slow(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (a.tag == HPYC_SMALL && b.tag == HPYC_FLOAT) return hpyc_mixed_compare(ctx, a.i, b.d, op);
  if (a.tag == HPYC_FLOAT && b.tag == HPYC_SMALL)
    return hpyc_mixed_compare(ctx, b.i, a.d, op == HPy_LT ? HPy_GT : op == HPy_GT ? HPy_LT : op == HPy_LE ? HPy_GE : op == HPy_GE ? HPy_LE : op);
  HPy x = hpyc_box_operand(ctx, a), y = hpyc_box_operand(ctx, b);
  int r = -1;
  if (!HPy_IsNull(x) && !HPy_IsNull(y)) r = hpyc_compare_truth(ctx, x, y, op);
  hpyc_close_operand(ctx, a, x);
  hpyc_close_operand(ctx, b, y);
  return r;
}
HPYC_INLINE int hpyc_num_compare(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  if (HPYC_BOTH_SMALL(a, b)) return hpyc_i64_compare(ctx, a.i, b.i, op);
  if (HPYC_BOTH_FLOAT(a, b)) return hpyc_f64_compare(ctx, a.d, b.d, op);
  return hpyc_num_compare_slow(ctx, a, b, op);
}
#define hpyc_compare_imm_truth(ctx, o, imm, op) hpyc_num_compare(ctx, hpyc_num_view(ctx, o), hpyc_num_i64(ctx, imm), op)

// ---- int64_t and double -------------------------------------------------------------------------------------------
#define hpyc_i64_binary_add(ctx, a, b) ((int64_t)((uint64_t)(a) + (uint64_t)(b)))
#define hpyc_i64_binary_subtract(ctx, a, b) ((int64_t)((uint64_t)(a) - (uint64_t)(b)))
#define hpyc_i64_binary_multiply(ctx, a, b) ((int64_t)((uint64_t)(a) * (uint64_t)(b)))
#define hpyc_i64_binary_floordivide(ctx, a, b) hpyc_i64_floordivide(a, b)
#define hpyc_i64_binary_remainder(ctx, a, b) hpyc_i64_remainder(a, b)
#define hpyc_i64_binary_and(ctx, a, b) ((a) & (b))
#define hpyc_i64_binary_or(ctx, a, b) ((a) | (b))
#define hpyc_i64_binary_xor(ctx, a, b) ((a) ^ (b))
#define hpyc_both(ctx, a, b) ((a) & (b))
#define hpyc_bool_to_i64(ctx, b) ((int64_t)(b))
#define hpyc_i64_to_f64(ctx, i) ((double)(i))
#define hpyc_f64_binary_add(ctx, a, b) ((a) + (b))
#define hpyc_f64_binary_subtract(ctx, a, b) ((a) - (b))
#define hpyc_f64_binary_multiply(ctx, a, b) ((a) * (b))
#define hpyc_f64_unary_negative(ctx, a) (-(a))
#define hpyc_f64_unary_positive(ctx, a) (a)
#define hpyc_f64_unary_absolute(ctx, a) fabs(a)
#define hpyc_f64_truth(ctx, a) ((a) != 0)
// The interpreter's error for float operands. A result that is no float (complex) cannot be held: the pass that makes
// f64.divide pow must exclude it.
static HPYC_NOINLINE int hpyc_f64_slow(HPyContext *ctx, double a, double b, int op, double *result) {
  if (hpyc_double_operate(a, b, op, result)) return 0;
  HPy x = HPyFloat_FromDouble(ctx, a), y = HPyFloat_FromDouble(ctx, b), z = HPy_NULL;
  if (!HPy_IsNull(x) && !HPy_IsNull(y)) z = hpyc_operate(ctx, x, y, op);
  hpyc_close_nullable(ctx, x);
  hpyc_close_nullable(ctx, y);
  if (HPy_IsNull(z)) return -1;
  *result = HPyFloat_AsDouble(ctx, z);
  HPy_Close(ctx, z);
  return *result == -1.0 && HPyErr_Occurred(ctx) ? -1 : 0;
}
HPYC_INLINE int hpyc_f64_divide_truedivide(HPyContext *ctx, double a, double b, double *result) {
  if (HPYC_UNLIKELY(b == 0)) return hpyc_f64_slow(ctx, a, b, HPYC_OP_truedivide, result);
  *result = a / b;
  return 0;
}
#define hpyc_f64_divide_floordivide(ctx, a, b, result) hpyc_f64_slow(ctx, a, b, HPYC_OP_floordivide, result)
#define hpyc_f64_divide_remainder(ctx, a, b, result) hpyc_f64_slow(ctx, a, b, HPYC_OP_remainder, result)
#define hpyc_f64_divide_power(ctx, a, b, result) hpyc_f64_slow(ctx, a, b, HPYC_OP_power, result)
