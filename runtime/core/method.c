// Method calls: bodies for methods of exact builtin types, compiled methods without a bound method, and the rest.
#pragma once
#include "core/call.c"
#include "object/known.c"

// A row's type: the type itself, or in universal the place of its handle in the context.
typedef struct {
  const char *name;
  HPy (*body)(HPyContext *ctx, const HPy *a, int count);
#if !HPYC_UNIVERSAL
  PyTypeObject *type;
#else
  size_t type;
#endif
  short minimum, maximum;
} hpyc_method_row;
#if !HPYC_UNIVERSAL
#define HPYC_METHOD_TYPE_list &PyList_Type
#define HPYC_METHOD_TYPE_tuple &PyTuple_Type
#define HPYC_METHOD_TYPE_dict &PyDict_Type
#define HPYC_METHOD_TYPE_set &PySet_Type
#define HPYC_METHOD_TYPE_str &PyUnicode_Type
#define HPYC_METHOD_TYPE_bytes &PyBytes_Type
#else
#define HPYC_METHOD_TYPE_list offsetof(HPyContext, h_ListType)
#define HPYC_METHOD_TYPE_tuple offsetof(HPyContext, h_TupleType)
#define HPYC_METHOD_TYPE_dict 0
#define HPYC_METHOD_TYPE_set 0
#define HPYC_METHOD_TYPE_str offsetof(HPyContext, h_UnicodeType)
#define HPYC_METHOD_TYPE_bytes offsetof(HPyContext, h_BytesType)
#endif
#define HPYC_METHOD_ROW(type, name, minimum, maximum) {#name, hpyc_method_##type##_##name, HPYC_METHOD_TYPE_##type, minimum, maximum},
static const hpyc_method_row hpyc_method_rows[] = {HPYC_KNOWN_METHODS(HPYC_METHOD_ROW){0}};

#if !HPYC_UNIVERSAL
#define hpyc_row_type(ctx, row) ((row)->type)
#define hpyc_row_is_for(ctx, row, o) (Py_TYPE(hpyc_py(ctx, o)) == (row)->type)
#else
#define hpyc_row_type(ctx, row) ((row)->type ? (PyTypeObject *)hpyc_py(ctx, *(HPy *)((char *)(ctx) + (row)->type)) : NULL)
#define hpyc_row_is_for(ctx, row, o) hpyc_type_is(ctx, o, *(HPy *)((char *)(ctx) + (row)->type))
#endif
#if HPYC_UNIVERSAL || HPYC_EMULATED
// The body for an exact builtin type where its memory cannot be read.
static HPYC_NOINLINE HPy hpyc_call_method_any(HPyContext *ctx, HPy *a, int count, int name) {
  HPy (*body)(HPyContext *ctx, const HPy *a, int count) = NULL;
  for (const hpyc_method_row *row = hpyc_method_rows; row->name && !body; row++)
    if (row->body && row->type && row->minimum <= count && count <= row->maximum && !strcmp(row->name, hpyc_constant_table[name].text) &&
        hpyc_row_is_for(ctx, row, a[0]))
      body = row->body;
  if (body) return body(ctx, a, count);
  HPy text = hpyc_const(ctx, name), r = HPy_CallMethod(ctx, text, a, (size_t)count, HPy_NULL);
  hpyc_const_close(ctx, text);
  return r;
}
#endif
static void hpyc_site_learn_method(HPyContext *ctx, hpyc_site *site, PyTypeObject *type, int count, int name) {
  unsigned version = hpyc_type_version(type);
  if (!version || site->misses > 32 || type->tp_getattro != hpyc_base_type(ctx)->tp_getattro) return;
  site->misses++;
  for (const hpyc_method_row *row = hpyc_method_rows; row->name; row++)
    if (hpyc_row_type(ctx, row) == type && row->body && row->minimum <= count && count <= row->maximum &&
        !strcmp(row->name, hpyc_constant_table[name].text)) {
      site->type = type;
      site->version = version;
      site->kind = HPYC_SITE_BODY;
      site->body = row->body;
      return;
    }
  // An instance's own attribute would come first.
  if (type->tp_dictoffset || (hpyc_version >= 0x030B0000 && (type->tp_flags & HPYC_MANAGED_DICT))) return;
  PyObject *method = hpyc_type_lookup(ctx, type, name);
  if (!method || !(Py_TYPE(method)->tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR)) return;
  site->type = type;
  site->version = version;
  site->kind = hpyc_py_is_function(method) && hpyc_py_function(method)->simple == count ? HPYC_SITE_FUNCTION : HPYC_SITE_METHOD;
  site->method = method;
}
static HPYC_NOINLINE HPy hpyc_call_method_slow(HPyContext *ctx, HPy *a, int count, int name, int site) {
  PyTypeObject *type = Py_TYPE(hpyc_py(ctx, a[0]));
  HPy text = hpyc_const(ctx, name), r;
  if (!hpyc_type_version(type)) {  // a lookup gives the type a version
    HPy class = hpyc_from_borrowed(ctx, (PyObject *)type);
    r = HPy_GetAttr(ctx, class, text);
    if (HPy_IsNull(r)) HPyErr_Clear(ctx);
    else HPy_Close(ctx, r);
    HPy_Close(ctx, class);
  }
  hpyc_site_learn_method(ctx, &hpyc_sites[site], type, count, name);
#if HPYC_DIRECT
  r = _py2h(PyObject_VectorcallMethod(hpyc_stored[name], hpyc_py_array(a), (size_t)count | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL));
#else
  r = HPy_CallMethod(ctx, text, a, (size_t)count, HPy_NULL);
#endif
  hpyc_const_close(ctx, text);
  return r;
}
static HPYC_NOINLINE HPy hpyc_call_method(HPyContext *ctx, HPy *a, int count, int name, int number) {
#if HPYC_UNIVERSAL || HPYC_EMULATED
  if (!HPYC_RAW) return hpyc_call_method_any(ctx, a, count, name);
#endif
  hpyc_site *site = &hpyc_sites[number];
  if (!hpyc_site_holds(site, Py_TYPE(hpyc_py(ctx, a[0])))) return hpyc_call_method_slow(ctx, a, count, name, number);
  if (site->kind == HPYC_SITE_BODY) return site->body(ctx, a, count);
#if HPYC_DIRECT
  if (site->kind == HPYC_SITE_FUNCTION) return ((hpyc_function *)site->method)->entry(ctx, _py2h(site->method), a);
  return _py2h(PyObject_Vectorcall(site->method, hpyc_py_array(a), (size_t)count, NULL));
#else
  HPy f = hpyc_from_borrowed(ctx, site->method), r;
  r = site->kind == HPYC_SITE_FUNCTION ? hpyc_py_function(site->method)->entry(ctx, f, a) : HPy_Call(ctx, f, a, (size_t)count, HPy_NULL);
  HPy_Close(ctx, f);
  return r;
#endif
}

// An attribute that is about to be called; the null handle for exact builtin types of `owners` (1: list, 2: dict, 4: set,
// 8: str), whose methods nobody can change: hpyc_call_loaded looks them up, without a bound method.
static int hpyc_method_load(HPyContext *ctx, HPy o, int owners, int name, int site, HPy *result) {
#if !HPYC_UNIVERSAL
  PyTypeObject *type = Py_TYPE(hpyc_py(ctx, o));
  int own = type == &PyList_Type ? 1 : type == &PyDict_Type ? 2 : type == &PySet_Type ? 4 : type == &PyUnicode_Type ? 8 : 0;
#else
  int own = HPYC_EXACT(o, List) ? 1 : 0;
#endif
  *result = own & owners ? HPy_NULL : hpyc_getattr(ctx, o, name, site);
  return !(own & owners) && HPy_IsNull(*result) ? -1 : 0;
}
static HPy hpyc_call_loaded(HPyContext *ctx, HPy loaded, HPy *a, int count, int name, int site) {
  if (HPy_IsNull(loaded)) return hpyc_call_method(ctx, a, count, name, site);
  a[0] = loaded;
  return hpyc_call(ctx, a, count - 1);
}
