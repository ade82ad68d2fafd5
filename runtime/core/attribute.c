// Attributes: an inline cache for slots per site where Python.h is there.
#pragma once
#include "core/number.c"
#if !HPYC_UNIVERSAL
#include <structmember.h>
#endif

#if !HPYC_UNIVERSAL
enum { HPYC_SITE_EMPTY, HPYC_SITE_SLOT, HPYC_SITE_FUNCTION, HPYC_SITE_METHOD, HPYC_SITE_BODY };
typedef struct {
  unsigned version;  // tp_version_tag for which the site holds
  short kind, misses;
  union {
    Py_ssize_t offset;
    PyObject *method;  // borrowed: lives as long as the version holds
    HPy (*body)(HPyContext *ctx, const HPy *a, int count);
  };
} hpyc_site;
static hpyc_site hpyc_sites[HPYC_SITE_COUNT + 1];

// The version of a type, 0 when it has none: equal versions mean the same type, unchanged.
HPYC_INLINE unsigned hpyc_type_version(PyTypeObject *type) {
#if PY_VERSION_HEX < 0x030E0000
  if (HPYC_UNLIKELY(!(type->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG))) return 0;
#endif
  return type->tp_version_tag;
}
HPYC_INLINE int hpyc_site_holds(hpyc_site *site, PyTypeObject *type) {
  return HPYC_LIKELY(site->version == type->tp_version_tag) && site->kind && hpyc_type_version(type);
}
static PyObject *hpyc_type_lookup(PyTypeObject *type, PyObject *name) {
  PyObject *mro = type->tp_mro;
  for (Py_ssize_t i = 0; mro && i < PyTuple_GET_SIZE(mro); i++) {
    PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(mro, i);
#if PY_VERSION_HEX >= 0x030C0000
    PyObject *dict = PyType_GetDict(base), *found = PyDict_GetItemWithError(dict, name);
    Py_DECREF(dict);
#else
    PyObject *found = PyDict_GetItemWithError(base->tp_dict, name);
#endif
    if (found || PyErr_Occurred()) return found;
  }
  return NULL;
}
// After a successful ordinary access: remember a slot. A site that meets too many types stays as it is.
static void hpyc_site_learn_slot(hpyc_site *site, PyTypeObject *type, PyObject *name, int store) {
  unsigned version = hpyc_type_version(type);
  if (!version || site->misses > 32) return;
  site->misses++;
  if (store ? type->tp_setattro != PyObject_GenericSetAttr : type->tp_getattro != PyObject_GenericGetAttr) return;
  PyObject *descriptor = hpyc_type_lookup(type, name);
  if (!descriptor) PyErr_Clear();
  if (!descriptor || Py_TYPE(descriptor) != &PyMemberDescr_Type) return;
  PyMemberDef *member = ((PyMemberDescrObject *)descriptor)->d_member;
  if (member->type != T_OBJECT_EX || member->flags || !PyType_IsSubtype(type, ((PyDescrObject *)descriptor)->d_type)) return;
  site->version = version;
  site->kind = HPYC_SITE_SLOT;
  site->offset = member->offset;
}
static HPYC_NOINLINE PyObject *hpyc_getattr_slow(PyObject *o, int name, int site) {
  PyObject *r = PyObject_GetAttr(o, hpyc_stored[name]);
  if (r) hpyc_site_learn_slot(&hpyc_sites[site], Py_TYPE(o), hpyc_stored[name], 0);
  return r;
}
static HPYC_NOINLINE int hpyc_setattr_slow(PyObject *o, PyObject *value, int name, int site) {
  int r = PyObject_SetAttr(o, hpyc_stored[name], value);
  if (!r) hpyc_site_learn_slot(&hpyc_sites[site], Py_TYPE(o), hpyc_stored[name], 1);
  return r;
}
HPYC_INLINE PyObject *hpyc_py_getattr(PyObject *o, int name, int site) {
  if (hpyc_site_holds(&hpyc_sites[site], Py_TYPE(o))) {
    PyObject *value = *(PyObject **)((char *)o + hpyc_sites[site].offset);
    if (HPYC_LIKELY(value != NULL)) {
      Py_INCREF(value);
      return value;
    }
  }
  return hpyc_getattr_slow(o, name, site);
}
HPYC_INLINE int hpyc_py_setattr(PyObject *o, PyObject *value, int name, int site) {
  if (hpyc_site_holds(&hpyc_sites[site], Py_TYPE(o))) {
    PyObject **slot = (PyObject **)((char *)o + hpyc_sites[site].offset), *old = *slot;
    Py_INCREF(value);
    *slot = value;
    Py_XDECREF(old);
    return 0;
  }
  return hpyc_setattr_slow(o, value, name, site);
}
#define hpyc_getattr(ctx, o, name, site) hpyc_from_py(ctx, hpyc_py_getattr(hpyc_py(ctx, o), name, site))
#define hpyc_setattr(ctx, o, value, name, site) hpyc_py_setattr(hpyc_py(ctx, o), hpyc_py(ctx, value), name, site)
// An attribute as a num, and a num stored in one (borrowed): no handle for the number in between.
HPYC_INLINE hpyc_num hpyc_getattr_as_num(HPyContext *ctx, HPy h, int name, int site) {
  PyObject *o = hpyc_py(ctx, h), *value;
  if (hpyc_site_holds(&hpyc_sites[site], Py_TYPE(o))) {
    value = *(PyObject **)((char *)o + hpyc_sites[site].offset);
    if (HPYC_LIKELY(value != NULL)) return hpyc_num_of(ctx, value);
  }
  return hpyc_num_take(ctx, hpyc_from_py(ctx, hpyc_getattr_slow(o, name, site)));
}
static HPYC_NOINLINE int hpyc_setattr_from_num(HPyContext *ctx, HPy o, hpyc_num n, int name, int site) {
  PyObject *value = hpyc_py_box(ctx, n);
  if (!value) return -1;
  int r = hpyc_py_setattr(hpyc_py(ctx, o), value, name, site);
  Py_DECREF(value);
  return r;
}
#define hpyc_delattr(ctx, o, name) PyObject_SetAttr(hpyc_py(ctx, o), hpyc_stored[name], NULL)
#else
static HPYC_NOINLINE HPy hpyc_getattr_(HPyContext *ctx, HPy o, int name) {
  HPy text = hpyc_const(ctx, name), r = HPy_GetAttr(ctx, o, text);
  HPy_Close(ctx, text);
  return r;
}
static HPYC_NOINLINE int hpyc_setattr_(HPyContext *ctx, HPy o, HPy value, int name) {
  HPy text = hpyc_const(ctx, name);
  int r = HPy_SetAttr(ctx, o, text, value);
  HPy_Close(ctx, text);
  return r;
}
#define hpyc_getattr(ctx, o, name, site) hpyc_getattr_(ctx, o, name)
#define hpyc_setattr(ctx, o, value, name, site) hpyc_setattr_(ctx, o, value, name)
#define hpyc_getattr_as_num(ctx, o, name, site) hpyc_num_take(ctx, hpyc_getattr_(ctx, o, name))
static HPYC_NOINLINE int hpyc_setattr_from_num(HPyContext *ctx, HPy o, hpyc_num n, int name, int site) {
  HPy value = hpyc_box_operand(ctx, n);
  int r = HPy_IsNull(value) ? -1 : hpyc_setattr_(ctx, o, value, name);
  hpyc_close_operand(ctx, n, value);
  return r;
}
// HPy has no deletion of attributes (a null value is not portable): through builtins.delattr.
static HPYC_NOINLINE int hpyc_delattr(HPyContext *ctx, HPy o, int name) {
  HPy f = hpyc_object(ctx, delattr), a[2] = {o, hpyc_const(ctx, name)}, r = HPy_Call(ctx, f, a, 2, HPy_NULL);
  HPy_Close(ctx, f);
  HPy_Close(ctx, a[1]);
  if (HPy_IsNull(r)) return -1;
  HPy_Close(ctx, r);
  return 0;
}
#endif
