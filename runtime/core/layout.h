// The memory of objects as CPython 3.8 to 3.13 lays it out (64 bits, with a GIL), for universal, which has no Python.h.
// The names are those of the C API, so that text with inline caches is written once. Nothing of this is used before
// core/layout.c has compared it with what the interpreter says, and all uses are behind HPYC_RAW.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if HPYC_UNIVERSAL
typedef ptrdiff_t Py_ssize_t;
typedef struct {
  int64_t ob_refcnt;
  struct hpyc_type_object *ob_type;
} PyObject;
typedef struct {
  PyObject ob_base;
  Py_ssize_t ob_size;
} PyVarObject;
typedef struct hpyc_type_object {
  PyVarObject ob_base;
  const char *tp_name;
  Py_ssize_t tp_basicsize, tp_itemsize;
  void *slots_1[12];
  void *tp_getattro, *tp_setattro, *tp_as_buffer;
  unsigned long tp_flags;
  void *slots_2[4];
  Py_ssize_t tp_weaklistoffset;
  PyObject *(*tp_iter)(PyObject *), *(*tp_iternext)(PyObject *);
  void *slots_3[3];
  PyObject *tp_base, *tp_dict;
  void *slots_4[2];
  Py_ssize_t tp_dictoffset;
  void *slots_5[2];
  PyObject *(*tp_new)(struct hpyc_type_object *, PyObject *, PyObject *);
  void *slots_6[2];
  PyObject *tp_bases, *tp_mro;
  void *slots_7[4];
  unsigned tp_version_tag;
} PyTypeObject;
typedef struct {
  PyVarObject ob_base;
  PyObject **ob_item;
} PyListObject;
typedef struct {
  PyVarObject ob_base;
  PyObject *ob_item[1];
} PyTupleObject;
typedef struct {
  PyObject ob_base;
  double ob_fval;
} PyFloatObject;
typedef struct {
  PyVarObject ob_base;  // up to 3.11: number of digits with the sign; later: number << 3 | 1 - sign
  uint32_t ob_digit[1];
} PyLongObject;
typedef struct {
  PyObject ob_base;
  Py_ssize_t ma_used;
  uint64_t ma_version_tag;
} PyDictObject;
typedef struct {
  const char *name;
  int type;
  Py_ssize_t offset;
  int flags;
} PyMemberDef;
typedef struct {
  PyObject ob_base;
  PyTypeObject *d_type;
  PyObject *d_name, *d_qualname;
} PyDescrObject;
typedef struct {
  PyDescrObject d_common;
  PyMemberDef *d_member;
} PyMemberDescrObject;
#define Py_TYPE(o) (((PyObject *)(o))->ob_type)
#define Py_SIZE(o) (((PyVarObject *)(o))->ob_size)
#define Py_REFCNT(o) (((PyObject *)(o))->ob_refcnt)
#define PyList_GET_SIZE(o) Py_SIZE(o)
#define PyTuple_GET_SIZE(o) Py_SIZE(o)
#define PyList_GET_ITEM(o, i) (((PyListObject *)(o))->ob_item[i])
#define PyTuple_GET_ITEM(o, i) (((PyTupleObject *)(o))->ob_item[i])
#define T_OBJECT_EX 16
#define Py_TPFLAGS_HEAPTYPE (1UL << 9)
#define Py_TPFLAGS_METHOD_DESCRIPTOR (1UL << 17)
#define Py_TPFLAGS_VALID_VERSION_TAG (1UL << 19)
#define Py_TPFLAGS_IS_ABSTRACT (1UL << 20)
// What differs between the versions is in hpyc_layout. Reference counts of immortal objects (since 3.12) have bit 31.
#define HPYC_LAYOUT_DIGITS 2    // ints as up to 3.11
#define HPYC_LAYOUT_VERSIONS 4  // dicts with a version that changes with each change
#define HPYC_LAYOUT_IMMORTAL ((int64_t)1 << 31)
#define Py_INCREF(o) hpyc_incref((PyObject *)(o))
static inline __attribute__((always_inline)) void hpyc_incref(PyObject *o) {
  if (!(o->ob_refcnt & hpyc_layout & HPYC_LAYOUT_IMMORTAL)) o->ob_refcnt++;
}
#endif
