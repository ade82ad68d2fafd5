// Guards of compiled code on global names: is it still what was assumed? They never raise.
#pragma once
#include "core/call.c"
#include "core/global.c"

#if !HPYC_UNIVERSAL
HPYC_INLINE PyObject *hpyc_global_quiet(int name) {
  PyObject *found = hpyc_global_peek(name);
  if (HPYC_UNLIKELY(!found)) PyErr_Clear();
  return found;
}
HPYC_INLINE int hpyc_global_is_function(HPyContext *ctx, int name, int index) {
  PyObject *o = hpyc_global_quiet(name);
  return o && hpyc_py_is_made(o, index);
}
HPYC_INLINE int hpyc_py_is_known(HPyContext *ctx, PyObject *o, int known) {
  if (HPYC_LIKELY(o == hpyc_stored[known])) return 1;
  if (!o || (hpyc_stored[known] && hpyc_stored[known] != Py_None)) return 0;
  HPy h = hpyc_from_borrowed(ctx, o);
  int same = hpyc_known_resolve(ctx, h, known);
  HPy_Close(ctx, h);
  return same;
}
HPYC_INLINE int hpyc_global_is_known(HPyContext *ctx, int name, int known) { return hpyc_py_is_known(ctx, hpyc_global_quiet(name), known); }
static HPYC_NOINLINE int hpyc_global_attribute_is_known(HPyContext *ctx, int name, int known) {
  static PyObject *attributes[HPYC_STORED_COUNT - HPYC_KNOWN_START];
  PyObject **attribute = &attributes[known - HPYC_KNOWN_START], *module = hpyc_global_quiet(name), *found = NULL;
  if (!*attribute) *attribute = PyUnicode_InternFromString(hpyc_library[known - HPYC_OBJECTS_START - 1].attribute);
  if (module && PyModule_CheckExact(module) && *attribute) found = PyDict_GetItemWithError(PyModule_GetDict(module), *attribute);
  if (!found) PyErr_Clear();
  return found && hpyc_py_is_known(ctx, found, known);
}
#else
static HPYC_NOINLINE int hpyc_quiet(HPyContext *ctx, HPy o, int result) {
  if (HPy_IsNull(o)) HPyErr_Clear(ctx);
  else HPy_Close(ctx, o);
  return result;
}
static HPYC_NOINLINE int hpyc_global_is_function_any(HPyContext *ctx, int name, int index) {
  HPy o = hpyc_global_find(ctx, name);
  return hpyc_quiet(ctx, o, !HPy_IsNull(o) && hpyc_is_function(ctx, o, index));
}
HPYC_INLINE int hpyc_global_is_function(HPyContext *ctx, int name, int index) {
  PyObject *o = hpyc_global_cached(name);
  return o ? hpyc_py_is_made(o, index) : hpyc_global_is_function_any(ctx, name, index);
}
static HPYC_NOINLINE int hpyc_global_is_known_any(HPyContext *ctx, int name, int known) {
  HPy o = hpyc_global_find(ctx, name);
  return hpyc_quiet(ctx, o, !HPy_IsNull(o) && hpyc_is_known(ctx, o, known));
}
HPYC_INLINE int hpyc_global_is_known(HPyContext *ctx, int name, int known) {
  PyObject *o = hpyc_global_cached(name);
  return (o && o == hpyc_stored_py(known)) || hpyc_global_is_known_any(ctx, name, known);
}
static HPYC_NOINLINE int hpyc_global_attribute_is_known(HPyContext *ctx, int name, int known) {
  HPy module = hpyc_global_find(ctx, name), type, attribute, found = HPy_NULL;
  if (HPy_IsNull(module)) return hpyc_quiet(ctx, module, 0);
  type = hpyc_object(ctx, module_type);
  if (hpyc_type_is(ctx, module, type)) {
    attribute = HPyUnicode_FromString(ctx, hpyc_library[known - HPYC_OBJECTS_START - 1].attribute);
    if (!HPy_IsNull(attribute)) found = HPy_GetAttr(ctx, module, attribute);
    hpyc_close_nullable(ctx, attribute);
  }
  HPy_Close(ctx, type);
  HPy_Close(ctx, module);
  return hpyc_quiet(ctx, found, !HPy_IsNull(found) && hpyc_is_known(ctx, found, known));
}
#endif
