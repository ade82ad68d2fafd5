// Attributes: an inline cache for slots per site where the memory of objects can be read.
#pragma once
#include "core/number.c"
#if !HPYC_UNIVERSAL
#include <structmember.h>
#endif

enum { HPYC_SITE_SLOT, HPYC_SITE_FUNCTION, HPYC_SITE_METHOD, HPYC_SITE_BODY };
typedef struct {
  PyTypeObject *type;
  unsigned version;  // tp_version_tag of the type for which the site holds
  short kind, misses;
  union {
    Py_ssize_t offset;
    PyObject *method;  // borrowed: lives as long as the version holds
    HPy (*body)(HPyContext *ctx, const HPy *a, int count);
  };
} hpyc_site;
static hpyc_site hpyc_sites[HPYC_SITE_COUNT + 1];
#define HPYC_MANAGED_DICT (1UL << 4)  // flag of types since 3.11
#if !HPYC_UNIVERSAL
#define HPYC_TAG_FLAG (PY_VERSION_HEX < 0x030D0000)
#define hpyc_base_type(ctx) (&PyBaseObject_Type)
#define hpyc_member_type (&PyMemberDescr_Type)
#else
#define HPYC_TAG_FLAG (hpyc_version < 0x030D0000)
#define hpyc_base_type(ctx) ((PyTypeObject *)hpyc_py(ctx, (ctx)->h_BaseObjectType))
static PyTypeObject *hpyc_member_type;
#endif

// The version of a type, 0 when it has none: an equal version means that the type is unchanged. (Types may share one after
// sys._clear_type_cache() up to 3.10.) Up to 3.12 a flag says whether it is valid.
HPYC_INLINE unsigned hpyc_type_version(PyTypeObject *type) {
  if (HPYC_EMULATED || (HPYC_TAG_FLAG && HPYC_UNLIKELY(!(type->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG)))) return 0;
  return type->tp_version_tag;
}
HPYC_INLINE int hpyc_site_holds(hpyc_site *site, PyTypeObject *type) {
  return HPYC_LIKELY(site->type == type && site->version == type->tp_version_tag) && hpyc_type_version(type);
}
// What a class itself has under a name: borrowed, or null.
#if HPYC_UNIVERSAL
static PyObject *hpyc_type_find(HPyContext *ctx, PyTypeObject *type, int name) {
  HPy text = hpyc_const(ctx, name), r = HPy_NULL;
  HPy dict = type->tp_dict ? hpyc_from_borrowed(ctx, type->tp_dict) : HPy_GetAttr_s(ctx, (HPy){(intptr_t)type + 1}, "__dict__");
  if (!HPy_IsNull(dict) && HPy_Contains(ctx, dict, text) > 0) r = HPy_GetItem(ctx, dict, text);
  PyObject *found = HPy_IsNull(r) ? NULL : hpyc_py(ctx, r);
  hpyc_close_nullable(ctx, r);
  hpyc_close_nullable(ctx, dict);
  hpyc_const_close(ctx, text);
  return found;
}
#else
static PyObject *hpyc_type_find(HPyContext *ctx, PyTypeObject *type, int name) {
#if PY_VERSION_HEX >= 0x030C0000
  PyObject *dict = PyType_GetDict(type), *found = PyDict_GetItemWithError(dict, hpyc_stored[name]);
  Py_DECREF(dict);
  return found;
#else
  return PyDict_GetItemWithError(type->tp_dict, hpyc_stored[name]);
#endif
}
#endif
static PyObject *hpyc_type_lookup(HPyContext *ctx, PyTypeObject *type, int name) {
  PyObject *mro = type->tp_mro, *found = NULL;
  for (Py_ssize_t i = 0; mro && !found && i < PyTuple_GET_SIZE(mro); i++) {
    found = hpyc_type_find(ctx, (PyTypeObject *)PyTuple_GET_ITEM(mro, i), name);
    if (!found && HPyErr_Occurred(ctx)) break;
  }
  if (!found) HPyErr_Clear(ctx);
  return found;
}
static int hpyc_type_inherits(PyTypeObject *type, PyTypeObject *base) {
  for (Py_ssize_t i = 0; type->tp_mro && i < PyTuple_GET_SIZE(type->tp_mro); i++)
    if (PyTuple_GET_ITEM(type->tp_mro, i) == (PyObject *)base) return 1;
  return 0;
}
// After a successful ordinary access: remember a slot. A site that meets too many types stays as it is.
static void hpyc_site_learn_slot(HPyContext *ctx, hpyc_site *site, PyTypeObject *type, int name, int store) {
  unsigned version = hpyc_type_version(type);
  if (!version || site->misses > 32) return;
  site->misses++;
  if (store ? type->tp_setattro != hpyc_base_type(ctx)->tp_setattro : type->tp_getattro != hpyc_base_type(ctx)->tp_getattro) return;
  PyObject *descriptor = hpyc_type_lookup(ctx, type, name);
  if (!descriptor || Py_TYPE(descriptor) != hpyc_member_type) return;
  PyMemberDef *member = ((PyMemberDescrObject *)descriptor)->d_member;
  if (member->type != T_OBJECT_EX || member->flags || !hpyc_type_inherits(type, ((PyDescrObject *)descriptor)->d_type)) return;
  site->type = type;
  site->version = version;
  site->kind = HPYC_SITE_SLOT;
  site->offset = member->offset;
}
static HPYC_NOINLINE HPy hpyc_getattr_slow(HPyContext *ctx, HPy o, int name, int site) {
  HPy text = hpyc_const(ctx, name), r = HPy_GetAttr(ctx, o, text);
  hpyc_const_close(ctx, text);
  if (HPYC_RAW && !HPy_IsNull(r)) hpyc_site_learn_slot(ctx, &hpyc_sites[site], Py_TYPE(hpyc_py(ctx, o)), name, 0);
  return r;
}
static HPYC_NOINLINE int hpyc_setattr_slow(HPyContext *ctx, HPy o, HPy value, int name, int site) {
  HPy text = hpyc_const(ctx, name);
  int r = HPy_SetAttr(ctx, o, text, value);
  hpyc_const_close(ctx, text);
  if (HPYC_RAW && !r) hpyc_site_learn_slot(ctx, &hpyc_sites[site], Py_TYPE(hpyc_py(ctx, o)), name, 1);
  return r;
}
// The slot that an attribute is, or null.
HPYC_INLINE PyObject **hpyc_slot(HPyContext *ctx, HPy h, int site) {
  if (!HPYC_RAW) return NULL;
  PyObject *o = hpyc_py(ctx, h);
  return hpyc_site_holds(&hpyc_sites[site], Py_TYPE(o)) ? (PyObject **)((char *)o + hpyc_sites[site].offset) : NULL;
}
HPYC_INLINE HPy hpyc_getattr(HPyContext *ctx, HPy o, int name, int site) {
  PyObject **slot = hpyc_slot(ctx, o, site);
  return HPYC_LIKELY(slot && *slot) ? hpyc_from_borrowed(ctx, *slot) : hpyc_getattr_slow(ctx, o, name, site);
}
HPYC_INLINE int hpyc_setattr(HPyContext *ctx, HPy o, HPy value, int name, int site) {
  PyObject **slot = hpyc_slot(ctx, o, site);
  if (HPYC_UNLIKELY(!slot)) return hpyc_setattr_slow(ctx, o, value, name, site);
  hpyc_place_store(ctx, slot, hpyc_py(ctx, value));
  return 0;
}
// An attribute as a num, and a num stored in one (borrowed): no handle for the number in between.
static HPYC_NOINLINE hpyc_num hpyc_getattr_as_num_slow(HPyContext *ctx, HPy o, int name, int site) {
  return hpyc_num_take(ctx, hpyc_getattr_slow(ctx, o, name, site));
}
HPYC_INLINE hpyc_num hpyc_getattr_as_num(HPyContext *ctx, HPy o, int name, int site) {
  PyObject **slot = hpyc_slot(ctx, o, site);
  return HPYC_LIKELY(slot && *slot) ? hpyc_num_of(ctx, *slot) : hpyc_getattr_as_num_slow(ctx, o, name, site);
}
static HPYC_NOINLINE int hpyc_setattr_boxed(HPyContext *ctx, HPy o, hpyc_num n, int name, int site) {
  HPy value = hpyc_box_operand(ctx, n);
  int r = HPy_IsNull(value) ? -1 : hpyc_setattr_slow(ctx, o, value, name, site);
  hpyc_close_operand(ctx, n, value);
  return r;
}
HPYC_INLINE int hpyc_setattr_from_num(HPyContext *ctx, HPy o, hpyc_num n, int name, int site) {
  PyObject **slot = hpyc_slot(ctx, o, site);
  return HPYC_LIKELY(slot != NULL) ? hpyc_place_number(ctx, slot, n) : hpyc_setattr_boxed(ctx, o, n, name, site);
}
#if !HPYC_UNIVERSAL
#define hpyc_delattr(ctx, o, name) PyObject_SetAttr(hpyc_py(ctx, o), hpyc_stored[name], NULL)
#else
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
