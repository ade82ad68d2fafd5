// Bodies for known functions and for methods of exact builtin types.
// hpyc_known_<id>(ctx, a, count): a[0] is the function, count does not include it. hpyc_method_<type>_<name>(ctx, a, count):
// a[0] is the receiver, count includes it. The caller has checked that a[0] is the very function, or of exactly that type.
#pragma once
#include "core/constants.h"

static HPy hpyc_known_any(HPyContext *ctx, const HPy *a, int count) {
  return HPy_Call(ctx, a[0], a + 1, (size_t)count, HPy_NULL);
}
#if !HPYC_UNIVERSAL
// In HPy's debug mode a context ends when 16 functions have been called below it, unless it is in a call of HPy itself.
#define HPYC_KNOWN_1(id, call) \
  static HPy hpyc_known_##id(HPyContext *ctx, const HPy *a, int count) { \
    return count == 1 && HPYC_PLAIN ? hpyc_from_py(ctx, call(hpyc_py(ctx, a[1]))) : hpyc_known_any(ctx, a, count); \
  }
static PyObject *hpyc_py_len(PyObject *o) {
  Py_ssize_t length = PyObject_Size(o);
  return length < 0 ? NULL : PyLong_FromSsize_t(length);
}
static PyObject *hpyc_py_bool(PyObject *o) {
  int truth = PyObject_IsTrue(o);
  return truth < 0 ? NULL : PyBool_FromLong(truth);
}
HPYC_KNOWN_1(len, hpyc_py_len)
HPYC_KNOWN_1(abs, PyNumber_Absolute)
HPYC_KNOWN_1(list, PySequence_List)
HPYC_KNOWN_1(tuple, PySequence_Tuple)
HPYC_KNOWN_1(int_, PyNumber_Long)
HPYC_KNOWN_1(float_, PyNumber_Float)
HPYC_KNOWN_1(bool_, hpyc_py_bool)
static HPy hpyc_known_isinstance(HPyContext *ctx, const HPy *a, int count) {
  if (count != 2) return hpyc_known_any(ctx, a, count);
  int is = PyObject_IsInstance(hpyc_py(ctx, a[1]), hpyc_py(ctx, a[2]));
  return is < 0 ? HPy_NULL : hpyc_from_py(ctx, PyBool_FromLong(is));
}
static HPy hpyc_known_ord(HPyContext *ctx, const HPy *a, int count) {
  PyObject *text = count == 1 ? hpyc_py(ctx, a[1]) : NULL;
  if (!text || !PyUnicode_CheckExact(text) || PyUnicode_GET_LENGTH(text) != 1) return hpyc_known_any(ctx, a, count);
  return hpyc_from_py(ctx, PyLong_FromLong((long)PyUnicode_ReadChar(text, 0)));
}
static HPy hpyc_known_chr(HPyContext *ctx, const HPy *a, int count) {
  PyObject *number = count == 1 ? hpyc_py(ctx, a[1]) : NULL;
  int overflow = 1;
  long code = number && PyLong_CheckExact(number) ? PyLong_AsLongAndOverflow(number, &overflow) : 0;
  if (overflow || code < 0 || code > 0x10ffff) return hpyc_known_any(ctx, a, count);
  return hpyc_from_py(ctx, PyUnicode_FromOrdinal((int)code));
}
#else
#define hpyc_known_list hpyc_known_any
#define hpyc_known_tuple hpyc_known_any
#define hpyc_known_chr hpyc_known_any
#define HPYC_KNOWN_1(id, result) \
  static HPy hpyc_known_##id(HPyContext *ctx, const HPy *a, int count) { \
    return count == 1 ? result : hpyc_known_any(ctx, a, count); \
  }
HPYC_KNOWN_1(abs, HPy_Absolute(ctx, a[1]))
// GraalPy 24.2.2: HPy_Long of a float outside of C's int is INT_MIN.
#if HPYC_UNIVERSAL
static HPy hpyc_long(HPyContext *ctx, HPy o) {
  return hpyc_implementation == 2 ? HPy_Call(ctx, ctx->h_LongType, &o, 1, HPy_NULL) : HPy_Long(ctx, o);
}
#else
#define hpyc_long(ctx, o) HPy_Long(ctx, o)
#endif
HPYC_KNOWN_1(int_, hpyc_long(ctx, a[1]))
HPYC_KNOWN_1(float_, HPy_Float(ctx, a[1]))
static HPy hpyc_known_len(HPyContext *ctx, const HPy *a, int count) {
  if (count != 1) return hpyc_known_any(ctx, a, count);
  HPy_ssize_t length = HPy_Length(ctx, a[1]);
  return length < 0 ? HPy_NULL : HPyLong_FromSsize_t(ctx, length);
}
static HPy hpyc_known_bool_(HPyContext *ctx, const HPy *a, int count) {
  if (count != 1) return hpyc_known_any(ctx, a, count);
  int truth = HPy_IsTrue(ctx, a[1]);
  return truth < 0 ? HPy_NULL : HPy_Dup(ctx, truth ? ctx->h_True : ctx->h_False);
}
static HPy hpyc_known_isinstance(HPyContext *ctx, const HPy *a, int count) {
  if (count == 2 && HPYC_EXACT(a[2], Type) && HPy_TypeCheck(ctx, a[1], a[2])) return HPy_Dup(ctx, ctx->h_True);
  return hpyc_known_any(ctx, a, count);
}
static HPy hpyc_known_ord(HPyContext *ctx, const HPy *a, int count) {
  if (count != 1 || !HPYC_EXACT(a[1], Unicode) || HPy_Length(ctx, a[1]) != 1) return hpyc_known_any(ctx, a, count);
  return HPyLong_FromInt64_t(ctx, (int64_t)HPyUnicode_ReadChar(ctx, a[1], 0));
}
#endif
// The first of the extreme ones, as min and max do.
static HPy hpyc_known_extreme(HPyContext *ctx, const HPy *a, int count, int better) {
  if (count < 2) return hpyc_known_any(ctx, a, count);
  int best = 1;
  for (int i = 2; i <= count; i++) {
    int is = HPy_RichCompareBool(ctx, a[i], a[best], better);
    if (is < 0) return HPy_NULL;
    if (is) best = i;
  }
  return HPy_Dup(ctx, a[best]);
}
static HPy hpyc_known_min(HPyContext *ctx, const HPy *a, int count) { return hpyc_known_extreme(ctx, a, count, HPy_LT); }
static HPy hpyc_known_max(HPyContext *ctx, const HPy *a, int count) { return hpyc_known_extreme(ctx, a, count, HPy_GT); }

#if !HPYC_UNIVERSAL
// Failed: null; else None.
static HPy hpyc_method_done(HPyContext *ctx, int failed) { return failed ? HPy_NULL : HPy_Dup(ctx, hpyc_none(ctx)); }
static HPy hpyc_method_list_append(HPyContext *ctx, const HPy *a, int count) {
  return hpyc_method_done(ctx, PyList_Append(hpyc_py(ctx, a[0]), hpyc_py(ctx, a[1])));
}
static HPy hpyc_method_list_insert(HPyContext *ctx, const HPy *a, int count) {
  PyObject *number = PyNumber_Index(hpyc_py(ctx, a[1]));
  if (!number) return HPy_NULL;
  Py_ssize_t index = PyLong_AsSsize_t(number);
  Py_DECREF(number);
  if (index == -1 && PyErr_Occurred()) return HPy_NULL;
  return hpyc_method_done(ctx, PyList_Insert(hpyc_py(ctx, a[0]), index, hpyc_py(ctx, a[2])));
}
// list.pop() without an index
static HPy hpyc_method_list_pop(HPyContext *ctx, const HPy *a, int count) {
  PyObject *list = hpyc_py(ctx, a[0]);
  Py_ssize_t last = PyList_GET_SIZE(list) - 1;
  if (last < 0) {
    PyErr_SetString(PyExc_IndexError, "pop from empty list");
    return HPy_NULL;
  }
  HPy item = hpyc_from_borrowed(ctx, PyList_GET_ITEM(list, last));
  if (PyList_SetSlice(list, last, last + 1, NULL) == 0) return item;
  HPy_Close(ctx, item);
  return HPy_NULL;
}
static HPy hpyc_method_dict_get(HPyContext *ctx, const HPy *a, int count) {
  PyObject *found = PyDict_GetItemWithError(hpyc_py(ctx, a[0]), hpyc_py(ctx, a[1]));
  if (found) return hpyc_from_borrowed(ctx, found);
  if (PyErr_Occurred()) return HPy_NULL;
  return HPy_Dup(ctx, count > 2 ? a[2] : hpyc_none(ctx));
}
static HPy hpyc_method_dict_setdefault(HPyContext *ctx, const HPy *a, int count) {
  PyObject *value = count > 2 ? hpyc_py(ctx, a[2]) : Py_None;
  value = PyDict_SetDefault(hpyc_py(ctx, a[0]), hpyc_py(ctx, a[1]), value);
  return value ? hpyc_from_borrowed(ctx, value) : HPy_NULL;
}
static HPy hpyc_method_set_add(HPyContext *ctx, const HPy *a, int count) {
  return hpyc_method_done(ctx, PySet_Add(hpyc_py(ctx, a[0]), hpyc_py(ctx, a[1])));
}
static HPy hpyc_method_str_join(HPyContext *ctx, const HPy *a, int count) {
  return hpyc_from_py(ctx, PyUnicode_Join(hpyc_py(ctx, a[0]), hpyc_py(ctx, a[1])));
}
#else
static HPy hpyc_method_list_append(HPyContext *ctx, const HPy *a, int count) {
  return HPyList_Append(ctx, a[0], a[1]) < 0 ? HPy_NULL : HPy_Dup(ctx, ctx->h_None);
}
// No faster there than a call of the method.
#define hpyc_method_list_insert NULL
#define hpyc_method_list_pop NULL
#define hpyc_method_dict_get NULL
#define hpyc_method_dict_setdefault NULL
#define hpyc_method_set_add NULL
#define hpyc_method_str_join NULL
#endif
static HPy hpyc_method_list_reverse(HPyContext *ctx, const HPy *a, int count) {
#if HPYC_UNIVERSAL || HPYC_EMULATED
  if (!HPYC_RAW) {
    HPy name = hpyc_name(ctx, reverse), r = HPy_CallMethod(ctx, name, a, 1, HPy_NULL);
    hpyc_const_close(ctx, name);
    return r;
  }
#endif
#if !HPYC_EMULATED
  PyListObject *list = (PyListObject *)hpyc_py(ctx, a[0]);
  for (Py_ssize_t low = 0, high = PyList_GET_SIZE(list) - 1; low < high; low++, high--) {
    PyObject *item = list->ob_item[low];
    list->ob_item[low] = list->ob_item[high];
    list->ob_item[high] = item;
  }
  return HPy_Dup(ctx, hpyc_none(ctx));
#endif
}
