// The one place where the ABIs are told apart, and the vocabulary they share.
// Conditions on the ABI use only HPYC_CAPI, HPYC_DIRECT, HPYC_CONTEXT, HPYC_UNIVERSAL, HPYC_HYBRID and HPYC_EMULATED (alone
// or in HPYC_EMULATED == 2), with && || and !:
// the compiler evaluates them when it prints the file for a single ABI.
#pragma once

#if defined(HPY_ABI_UNIVERSAL)
#define HPYC_UNIVERSAL 1
#define HPYC_HYBRID 0
#define HPYC_CAPI 0
#elif defined(HPY_ABI_HYBRID)
#define HPYC_UNIVERSAL 0
#define HPYC_HYBRID 1
#define HPYC_CAPI 0
#elif defined(HPY_ABI_CPYTHON)
#define HPYC_UNIVERSAL 0
#define HPYC_HYBRID 0
#define HPYC_CAPI 0
#else
#define HPYC_UNIVERSAL 0
#define HPYC_HYBRID 0
#define HPYC_CAPI 1
#endif
#define HPYC_CONTEXT (HPYC_UNIVERSAL || HPYC_HYBRID)
#define HPYC_DIRECT (!HPYC_CONTEXT)

#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wtautological-compare"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wcast-function-type"
#pragma GCC diagnostic ignored "-Wmisleading-indentation"

#if HPYC_CAPI
#include <Python.h>
#else
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include "hpy.h"
#pragma GCC diagnostic pop
#endif
// HPYC_EMULATED: Python.h is that of PyPy (1) or GraalPy (2). The functions are there, but objects do not lie in memory as CPython's
// do, and what has been handled or looked up cannot be asked for in all of CPython's ways.
#if HPYC_UNIVERSAL
#define HPYC_EMULATED 0
#elif defined(PYPY_VERSION)
#define HPYC_EMULATED 1
#elif defined(GRAALVM_PYTHON) || defined(GRAALPY_VERSION)
#define HPYC_EMULATED 2
#else
#define HPYC_EMULATED 0
#endif
#if HPYC_EMULATED && !HPYC_CAPI
#error "HPy's cpython and hybrid ABIs are for CPython; use the universal ABI or the C API here"
#endif
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if HPYC_CAPI
typedef struct { PyObject *_i; } HPy;
typedef struct hpyc_no_context HPyContext;
typedef Py_ssize_t HPy_ssize_t;
#define HPy_NULL ((HPy){0})
#define HPy_IsNull(h) ((h)._i == 0)
#define HPy_LT Py_LT
#define HPy_LE Py_LE
#define HPy_EQ Py_EQ
#define HPy_NE Py_NE
#define HPy_GT Py_GT
#define HPy_GE Py_GE
static inline PyObject *_h2py(HPy h) { return h._i; }
static inline HPy _py2h(PyObject *o) { return (HPy){o}; }
#endif

#define HPYC_LIKELY(x) __builtin_expect(!!(x), 1)
#define HPYC_UNLIKELY(x) __builtin_expect(!!(x), 0)
// Not worth the C compiler's time.
#if defined(__GNUC__) && !defined(__clang__)
#define HPYC_COLD __attribute__((noinline, cold, optimize("O0")))
#else
#define HPYC_COLD __attribute__((noinline, cold))
#endif
#define HPYC_NOINLINE __attribute__((noinline))
#define HPYC_INLINE static inline __attribute__((always_inline))
#define HPYC_JOIN_(a, b) a##b
#define HPYC_JOIN(a, b) HPYC_JOIN_(a, b)
#define HPYC_TEXT_(x) #x
#define HPYC_TEXT(x) HPYC_TEXT_(x)

// Exception classes and types by HPy's names: HPYC_EXC(TypeError), HPYC_TYPE(Long). Borrowed.
#if HPYC_DIRECT
#define HPYC_EXC(name) _py2h(PyExc_##name)
#define HPYC_TYPE(name) _py2h((PyObject *)&Py##name##_Type)
#define hpyc_none(ctx) _py2h(Py_None)
#define hpyc_true(ctx) _py2h(Py_True)
#define hpyc_false(ctx) _py2h(Py_False)
#define hpyc_ellipsis(ctx) _py2h(Py_Ellipsis)
#define hpyc_not_implemented(ctx) _py2h(Py_NotImplemented)
#else
#define HPYC_EXC(name) (ctx->h_##name)
#define HPYC_TYPE(name) (ctx->h_##name##Type)
#define hpyc_none(ctx) ((ctx)->h_None)
#define hpyc_true(ctx) ((ctx)->h_True)
#define hpyc_false(ctx) ((ctx)->h_False)
#define hpyc_ellipsis(ctx) ((ctx)->h_Ellipsis)
#define hpyc_not_implemented(ctx) ((ctx)->h_NotImplemented)
#endif

// The direct ABIs: HPy's names on top of the C API, without null checks and without a context.
// (Macros, so that they also replace the inline functions of HPy's own headers for the cpython ABI.)
#if HPYC_DIRECT
HPYC_INLINE HPy hpyc_dup_(HPy h) {
  Py_INCREF(_h2py(h));
  return h;
}
HPYC_INLINE PyObject *const *hpyc_py_array(const HPy *a) { return (PyObject *const *)(const void *)a; }
HPYC_INLINE const HPy *hpyc_handle_array(PyObject *const *a) { return (const HPy *)(const void *)a; }
#define HPy_Dup(ctx, h) hpyc_dup_(h)
#define HPy_Close(ctx, h) Py_DECREF(_h2py(h))
#define HPy_Is(ctx, a, b) ((a)._i == (b)._i)
#define HPy_Type(ctx, h) hpyc_dup_(_py2h((PyObject *)Py_TYPE(_h2py(h))))
#define HPy_TypeCheck(ctx, h, t) PyObject_TypeCheck(_h2py(h), (PyTypeObject *)_h2py(t))
#define HPy_IsTrue(ctx, h) PyObject_IsTrue(_h2py(h))
#define HPy_RichCompare(ctx, a, b, op) _py2h(PyObject_RichCompare(_h2py(a), _h2py(b), op))
#define HPy_RichCompareBool(ctx, a, b, op) PyObject_RichCompareBool(_h2py(a), _h2py(b), op)
#define HPy_Add(ctx, a, b) _py2h(PyNumber_Add(_h2py(a), _h2py(b)))
#define HPy_Subtract(ctx, a, b) _py2h(PyNumber_Subtract(_h2py(a), _h2py(b)))
#define HPy_Multiply(ctx, a, b) _py2h(PyNumber_Multiply(_h2py(a), _h2py(b)))
#define HPy_MatrixMultiply(ctx, a, b) _py2h(PyNumber_MatrixMultiply(_h2py(a), _h2py(b)))
#define HPy_FloorDivide(ctx, a, b) _py2h(PyNumber_FloorDivide(_h2py(a), _h2py(b)))
#define HPy_TrueDivide(ctx, a, b) _py2h(PyNumber_TrueDivide(_h2py(a), _h2py(b)))
#define HPy_Remainder(ctx, a, b) _py2h(PyNumber_Remainder(_h2py(a), _h2py(b)))
#define HPy_Power(ctx, a, b, c) _py2h(PyNumber_Power(_h2py(a), _h2py(b), _h2py(c)))
#define HPy_Lshift(ctx, a, b) _py2h(PyNumber_Lshift(_h2py(a), _h2py(b)))
#define HPy_Rshift(ctx, a, b) _py2h(PyNumber_Rshift(_h2py(a), _h2py(b)))
#define HPy_And(ctx, a, b) _py2h(PyNumber_And(_h2py(a), _h2py(b)))
#define HPy_Or(ctx, a, b) _py2h(PyNumber_Or(_h2py(a), _h2py(b)))
#define HPy_Xor(ctx, a, b) _py2h(PyNumber_Xor(_h2py(a), _h2py(b)))
#define HPy_InPlaceAdd(ctx, a, b) _py2h(PyNumber_InPlaceAdd(_h2py(a), _h2py(b)))
#define HPy_InPlaceSubtract(ctx, a, b) _py2h(PyNumber_InPlaceSubtract(_h2py(a), _h2py(b)))
#define HPy_InPlaceMultiply(ctx, a, b) _py2h(PyNumber_InPlaceMultiply(_h2py(a), _h2py(b)))
#define HPy_InPlaceMatrixMultiply(ctx, a, b) _py2h(PyNumber_InPlaceMatrixMultiply(_h2py(a), _h2py(b)))
#define HPy_InPlaceFloorDivide(ctx, a, b) _py2h(PyNumber_InPlaceFloorDivide(_h2py(a), _h2py(b)))
#define HPy_InPlaceTrueDivide(ctx, a, b) _py2h(PyNumber_InPlaceTrueDivide(_h2py(a), _h2py(b)))
#define HPy_InPlaceRemainder(ctx, a, b) _py2h(PyNumber_InPlaceRemainder(_h2py(a), _h2py(b)))
#define HPy_InPlacePower(ctx, a, b, c) _py2h(PyNumber_InPlacePower(_h2py(a), _h2py(b), _h2py(c)))
#define HPy_InPlaceLshift(ctx, a, b) _py2h(PyNumber_InPlaceLshift(_h2py(a), _h2py(b)))
#define HPy_InPlaceRshift(ctx, a, b) _py2h(PyNumber_InPlaceRshift(_h2py(a), _h2py(b)))
#define HPy_InPlaceAnd(ctx, a, b) _py2h(PyNumber_InPlaceAnd(_h2py(a), _h2py(b)))
#define HPy_InPlaceOr(ctx, a, b) _py2h(PyNumber_InPlaceOr(_h2py(a), _h2py(b)))
#define HPy_InPlaceXor(ctx, a, b) _py2h(PyNumber_InPlaceXor(_h2py(a), _h2py(b)))
#define HPy_Negative(ctx, a) _py2h(PyNumber_Negative(_h2py(a)))
#define HPy_Positive(ctx, a) _py2h(PyNumber_Positive(_h2py(a)))
#define HPy_Invert(ctx, a) _py2h(PyNumber_Invert(_h2py(a)))
#define HPy_Absolute(ctx, a) _py2h(PyNumber_Absolute(_h2py(a)))
#define HPy_Index(ctx, a) _py2h(PyNumber_Index(_h2py(a)))
#define HPy_GetAttr(ctx, o, n) _py2h(PyObject_GetAttr(_h2py(o), _h2py(n)))
#define HPy_SetAttr(ctx, o, n, v) PyObject_SetAttr(_h2py(o), _h2py(n), _h2py(v))
#define HPy_HasAttr(ctx, o, n) PyObject_HasAttr(_h2py(o), _h2py(n))
#define HPy_GetAttr_s(ctx, o, n) _py2h(PyObject_GetAttrString(_h2py(o), n))
#define HPy_SetAttr_s(ctx, o, n, v) PyObject_SetAttrString(_h2py(o), n, _h2py(v))
#define HPy_GetItem(ctx, o, k) _py2h(PyObject_GetItem(_h2py(o), _h2py(k)))
#define HPy_SetItem_i(ctx, o, i, v) PySequence_SetItem(_h2py(o), i, _h2py(v))
#define HPy_GetItem_i(ctx, o, i) _py2h(PySequence_GetItem(_h2py(o), i))
#define HPy_SetItem(ctx, o, k, v) PyObject_SetItem(_h2py(o), _h2py(k), _h2py(v))
#define HPy_DelItem(ctx, o, k) PyObject_DelItem(_h2py(o), _h2py(k))
#define HPy_Contains(ctx, c, k) PySequence_Contains(_h2py(c), _h2py(k))
#define HPy_Length(ctx, o) PyObject_Size(_h2py(o))
#define HPy_Hash(ctx, o) PyObject_Hash(_h2py(o))
#define HPy_Repr(ctx, o) _py2h(PyObject_Repr(_h2py(o)))
#define HPy_Str(ctx, o) _py2h(PyObject_Str(_h2py(o)))
#define HPy_ASCII(ctx, o) _py2h(PyObject_ASCII(_h2py(o)))
HPYC_INLINE HPy hpyc_vectorcall_(HPy f, const HPy *a, size_t n, HPy kw) {
  return _py2h(PyObject_Vectorcall(_h2py(f), hpyc_py_array(a), n, _h2py(kw)));
}
HPYC_INLINE HPy hpyc_vectorcall_method_(HPy m, const HPy *a, size_t n, HPy kw) {
  return _py2h(PyObject_VectorcallMethod(_h2py(m), hpyc_py_array(a), n, _h2py(kw)));
}
#define HPy_Call(ctx, ...) hpyc_vectorcall_(__VA_ARGS__)
#define HPy_CallMethod(ctx, ...) hpyc_vectorcall_method_(__VA_ARGS__)
#define HPy_CallTupleDict(ctx, f, a, kw) _py2h(PyObject_Call(_h2py(f), _h2py(a), _h2py(kw)))
#define HPyCallable_Check(ctx, o) PyCallable_Check(_h2py(o))
#define HPyLong_FromInt64_t(ctx, v) _py2h(PyLong_FromLongLong(v))
#define HPyLong_FromSsize_t(ctx, v) _py2h(PyLong_FromSsize_t(v))
#define HPyLong_AsInt64_t(ctx, o) PyLong_AsLongLong(_h2py(o))
#define HPyLong_AsSsize_t(ctx, o) PyLong_AsSsize_t(_h2py(o))
#define HPyFloat_FromDouble(ctx, v) _py2h(PyFloat_FromDouble(v))
#define HPyFloat_AsDouble(ctx, o) PyFloat_AsDouble(_h2py(o))
#define HPyBool_FromBool(ctx, v) hpyc_dup_((v) ? _py2h(Py_True) : _py2h(Py_False))
#define HPyUnicode_FromString(ctx, s) _py2h(PyUnicode_FromString(s))
#define HPyUnicode_Check(ctx, o) PyUnicode_Check(_h2py(o))
#define HPyUnicode_AsUTF8AndSize(ctx, o, n) PyUnicode_AsUTF8AndSize(_h2py(o), n)
#define HPyBytes_FromStringAndSize(ctx, s, n) _py2h(PyBytes_FromStringAndSize(s, n))
#define HPyList_New(ctx, n) _py2h(PyList_New(n))
#define HPyList_Append(ctx, l, o) PyList_Append(_h2py(l), _h2py(o))
#define HPyList_Check(ctx, o) PyList_Check(_h2py(o))
#define HPyTuple_Check(ctx, o) PyTuple_Check(_h2py(o))
#define HPyDict_New(ctx) _py2h(PyDict_New())
#define HPyDict_Check(ctx, o) PyDict_Check(_h2py(o))
#define HPyDict_Copy(ctx, o) _py2h(PyDict_Copy(_h2py(o)))
#define HPyImport_ImportModule(ctx, s) _py2h(PyImport_ImportModule(s))
#define HPyErr_SetString(ctx, t, s) PyErr_SetString(_h2py(t), s)
#define HPyErr_SetObject(ctx, t, v) PyErr_SetObject(_h2py(t), _h2py(v))
#define HPyErr_Occurred(ctx) (PyErr_Occurred() != NULL)
#define HPyErr_ExceptionMatches(ctx, t) PyErr_ExceptionMatches(_h2py(t))
#define HPyErr_Clear(ctx) PyErr_Clear()
#define HPyErr_NewException(ctx, name, base, dict) _py2h(PyErr_NewException(name, _h2py(base), _h2py(dict)))
#define HPyErr_NoMemory(ctx) ((void)PyErr_NoMemory())
#define HPyType_IsSubtype(ctx, a, b) PyType_IsSubtype((PyTypeObject *)_h2py(a), (PyTypeObject *)_h2py(b))
#define hpyc_type_text(ctx, t) (((PyTypeObject *)_h2py(t))->tp_name)
static inline HPy hpyc_tuple_from(HPyContext *ctx, const HPy *items, HPy_ssize_t count) {
  PyObject *t = PyTuple_New(count);
  if (t)
    for (HPy_ssize_t i = 0; i < count; i++) PyTuple_SET_ITEM(t, i, _h2py(hpyc_dup_(items[i])));
  return _py2h(t);
}
#else
#define hpyc_type_text(ctx, t) HPyType_GetName(ctx, t)
#define hpyc_tuple_from(ctx, items, count) HPyTuple_FromArray(ctx, (HPy *)(items), count)
#endif

// PyPy ships a later HPy that calls itself ABI 0 too, but has one more field before ctx_Capsule_New: the functions after
// it are one slot further. hpyc_pypy_slip is 1 there, 0 elsewhere.
#if HPYC_UNIVERSAL
static int hpyc_pypy_slip;
#define HPYC_SLOT(ctx, field) (*(__typeof__(&(ctx)->field))((void **)&(ctx)->field + hpyc_pypy_slip))
#define HPy_Call(ctx, ...) (HPYC_SLOT(ctx, ctx_Call)(ctx, __VA_ARGS__))
#define HPy_CallMethod(ctx, ...) (HPYC_SLOT(ctx, ctx_CallMethod)(ctx, __VA_ARGS__))
#define HPy_Compile_s(ctx, ...) (HPYC_SLOT(ctx, ctx_Compile_s)(ctx, __VA_ARGS__))
#define HPy_EvalCode(ctx, ...) (HPYC_SLOT(ctx, ctx_EvalCode)(ctx, __VA_ARGS__))
#define HPyType_GetName(ctx, ...) (HPYC_SLOT(ctx, ctx_Type_GetName)(ctx, __VA_ARGS__))
#define HPyType_IsSubtype(ctx, ...) (HPYC_SLOT(ctx, ctx_Type_IsSubtype)(ctx, __VA_ARGS__))
#define HPyUnicode_FromEncodedObject(ctx, ...) (HPYC_SLOT(ctx, ctx_Unicode_FromEncodedObject)(ctx, __VA_ARGS__))
#define HPyUnicode_Substring(ctx, ...) (HPYC_SLOT(ctx, ctx_Unicode_Substring)(ctx, __VA_ARGS__))
#define HPyDict_Keys(ctx, ...) (HPYC_SLOT(ctx, ctx_Dict_Keys)(ctx, __VA_ARGS__))
#define HPyDict_Copy(ctx, ...) (HPYC_SLOT(ctx, ctx_Dict_Copy)(ctx, __VA_ARGS__))
#define HPySlice_Unpack(ctx, ...) (HPYC_SLOT(ctx, ctx_Slice_Unpack)(ctx, __VA_ARGS__))
#define HPy_SetCallFunction(ctx, ...) (HPYC_SLOT(ctx, ctx_SetCallFunction)(ctx, __VA_ARGS__))
#endif
// HPYC_PLAIN: handles are addresses of objects. In the context ABIs this is found out when the module starts (core/layout.c)
// and holds on CPython outside of HPy's debug and trace modes: there a handle is the address plus one.
// HPYC_RAW: the memory of objects can be read.
#if HPYC_CONTEXT
static int64_t hpyc_layout;
#ifdef HPYC_NO_LAYOUT
#define HPYC_PLAIN 0
#else
#define HPYC_PLAIN HPYC_LIKELY(hpyc_layout)
#endif
#else
#define HPYC_PLAIN 1
#endif
#if !HPYC_UNIVERSAL
#define HPYC_RAW (!HPYC_EMULATED)
#else
#define HPYC_RAW HPYC_PLAIN
#endif
#include "core/layout.h"
// hpyc_py: the object of an open handle, borrowed; hpyc_from_py: a handle for an owned reference or null;
// hpyc_from_borrowed: for a borrowed reference. In universal only where HPYC_RAW holds.
#if HPYC_DIRECT
#define hpyc_py(ctx, h) _h2py(h)
#define hpyc_from_py(ctx, o) _py2h(o)
#define hpyc_from_borrowed(ctx, o) hpyc_dup_(_py2h(o))
#define hpyc_py_close(ctx, o) Py_DECREF(o)
#else
#if !HPYC_UNIVERSAL
static HPYC_NOINLINE PyObject *hpyc_legacy(HPyContext *ctx, HPy h) {
  PyObject *o = HPy_AsPyObject(ctx, h);
  Py_DECREF(o);
  return o;
}
static HPYC_NOINLINE HPy hpyc_from_legacy(HPyContext *ctx, PyObject *o) {
  HPy h = HPy_FromPyObject(ctx, o);
  Py_DECREF(o);
  return h;
}
#define hpyc_py(ctx, h) (HPYC_PLAIN ? (PyObject *)((h)._i - 1) : hpyc_legacy(ctx, h))
#else
#define hpyc_legacy(ctx, h) NULL
#define hpyc_from_legacy(ctx, o) HPy_NULL
#define hpyc_py(ctx, h) ((PyObject *)((h)._i - 1))
#endif
static inline HPy hpyc_from_py(HPyContext *ctx, PyObject *o) {
  if (!o) return HPy_NULL;
  return HPYC_PLAIN ? (HPy){(intptr_t)o + 1} : hpyc_from_legacy(ctx, o);
}
static inline HPy hpyc_from_borrowed(HPyContext *ctx, PyObject *o) {
  Py_INCREF(o);
  return hpyc_from_py(ctx, o);
}
static inline HPy hpyc_dup_(HPyContext *ctx, HPy h) {
  if (!HPYC_PLAIN) return HPy_Dup(ctx, h);
  Py_INCREF((PyObject *)(h._i - 1));
  return h;
}
// Not always inline: on cold paths a call is smaller, and nothing is gained.
static inline void hpyc_close_(HPyContext *ctx, HPy h) {
#if !HPYC_UNIVERSAL
  if (HPYC_PLAIN) {
    Py_DECREF((PyObject *)(h._i - 1));
    return;
  }
#else
  PyObject *o = hpyc_py(ctx, h);
  if (HPYC_PLAIN && HPYC_LIKELY(o->ob_refcnt > 1)) {
    if (!(o->ob_refcnt & hpyc_layout & HPYC_LAYOUT_IMMORTAL)) o->ob_refcnt--;
    return;
  }
#endif
  HPy_Close(ctx, h);
}
static inline int hpyc_is_(HPyContext *ctx, HPy a, HPy b) { return a._i == b._i || (!HPYC_PLAIN && HPy_Is(ctx, a, b)); }
#define HPy_Dup(ctx, h) hpyc_dup_(ctx, h)
#define HPy_Close(ctx, h) hpyc_close_(ctx, h)
#define HPy_Is(ctx, a, b) hpyc_is_(ctx, a, b)
#if !HPYC_UNIVERSAL
#define hpyc_py_close(ctx, o) Py_DECREF(o)
#else
#define hpyc_py_close(ctx, o) hpyc_close_(ctx, (HPy){(intptr_t)(o) + 1})
#endif
#endif

// Identity of two open handles: equal bits always mean the same object.
#define hpyc_same(ctx, a, b) HPy_Is(ctx, a, b)
static inline HPy hpyc_dup_nullable(HPyContext *ctx, HPy h) { return HPy_IsNull(h) ? h : HPy_Dup(ctx, h); }
static inline void hpyc_close_nullable(HPyContext *ctx, HPy h) {
  if (!HPy_IsNull(h)) HPy_Close(ctx, h);
}
// Whether the type of `o` is exactly HPYC_TYPE(name); hpyc_py_exact: of an object.
#if !HPYC_UNIVERSAL
#define hpyc_py_exact(ctx, o, name) (Py_TYPE(o) == &Py##name##_Type)
#define HPYC_EXACT(o, name) (Py_TYPE(hpyc_py(ctx, o)) == &Py##name##_Type)
#else
#define hpyc_py_exact(ctx, o, name) ((intptr_t)Py_TYPE(o) + 1 == (ctx)->h_##name##Type._i)
#define HPYC_EXACT(o, name) hpyc_type_is(ctx, o, ctx->h_##name##Type)
static inline int hpyc_type_is(HPyContext *ctx, HPy o, HPy type) {
  if (HPYC_RAW) return (intptr_t)Py_TYPE(hpyc_py(ctx, o)) + 1 == type._i;
  HPy t = HPy_Type(ctx, o);
  int same = hpyc_same(ctx, t, type);
  HPy_Close(ctx, t);
  return same;
}
#endif

// printf-like message (no Python directives; use hpyc_utf8, hpyc_type_name) as the pending error.
HPYC_COLD static void hpyc_error(HPyContext *ctx, HPy type, const char *format, ...) {
  char buffer[512], *text = buffer;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  if (length >= (int)sizeof buffer && (text = malloc((size_t)length + 1))) {
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
  }
  HPyErr_SetString(ctx, type, text ? text : buffer);
  if (text != buffer) free(text);
}
// UTF-8 text of a str for messages; never fails.
HPYC_COLD static const char *hpyc_utf8(HPyContext *ctx, HPy text) {
  const char *utf8 = HPyUnicode_AsUTF8AndSize(ctx, text, NULL);
  if (!utf8) HPyErr_Clear(ctx);
  return utf8 ? utf8 : "?";
}
// Name of the type of `o` as in messages of the interpreter; at most two at a time.
HPYC_COLD static const char *hpyc_type_name(HPyContext *ctx, HPy o) {
#if !HPYC_UNIVERSAL
  return Py_TYPE(hpyc_py(ctx, o))->tp_name;
#else
  static char names[2][256];  // the text of a handle ends with it
  static int last;
  HPy t = HPy_Type(ctx, o);
  snprintf(names[last ^= 1], sizeof names[0], "%s", hpyc_type_text(ctx, t));
  HPy_Close(ctx, t);
  return names[last];
#endif
}

// Version and implementation of the running interpreter.
#if HPYC_DIRECT
#define hpyc_version PY_VERSION_HEX
#define hpyc_implementation HPYC_EMULATED
#else
static int64_t hpyc_version;
static int hpyc_implementation;  // 0 CPython, 1 PyPy, 2 GraalPy
#endif

// GraalPy 24.2.2: HPy_SetItem puts None, NotImplemented or Ellipsis into a list of objects where a small int or a float
// should go: it takes the bits of such a handle, which hold the number itself, for an index. `[7, "x"]` with item 1 set
// to 3 becomes `[7, Ellipsis]`. The list's own method is right. Only numbers have bits above the 48 of an address.
#if HPYC_UNIVERSAL
static int hpyc_graalpy_set_item(HPyContext *ctx, HPy o, HPy key, HPy value) {
  HPy type = HPy_Type(ctx, o), method = HPy_NULL, a[3] = {o, key, value}, r = HPy_NULL;
  int is_list = HPy_Is(ctx, type, ctx->h_ListType);
  HPy_Close(ctx, type);
  if (!is_list) return (HPy_SetItem)(ctx, o, key, value);
  method = HPy_GetAttr_s(ctx, ctx->h_ListType, "__setitem__");
  if (HPy_IsNull(method)) return -1;
  r = HPy_Call(ctx, method, a, 3, HPy_NULL);
  HPy_Close(ctx, method);
  if (HPy_IsNull(r)) return -1;
  HPy_Close(ctx, r);
  return 0;
}
static inline int hpyc_set_item_(HPyContext *ctx, HPy o, HPy key, HPy value) {
  if (hpyc_implementation == 2 && (uint64_t)value._i >> 48) return hpyc_graalpy_set_item(ctx, o, key, value);
  return (HPy_SetItem)(ctx, o, key, value);
}
#define HPy_SetItem(ctx, ...) hpyc_set_item_(ctx, __VA_ARGS__)
#endif
