// Calls. Arrays start with the callee or the receiver; counts as in docs/internals/ir.md.
#pragma once
#include "core/attribute.c"
#include "core/function.c"
#include "core/number.c"

// Classes whose construction is object.__new__ and a compiled __init__, for as long as the class has this version.
static struct {
  PyTypeObject *type;
  unsigned version;
  PyObject *init;
} hpyc_classes[16];
static HPYC_NOINLINE void hpyc_class_learn(HPyContext *ctx, HPy h) {
  PyTypeObject *type = (PyTypeObject *)hpyc_py(ctx, h);
  unsigned slot = (unsigned)((uintptr_t)type >> 4) % 16;
  if (type->tp_new != hpyc_base_type(ctx)->tp_new || (type->tp_flags & Py_TPFLAGS_IS_ABSTRACT)) return;
  HPy name = hpyc_name(ctx, __init__), init = HPy_GetAttr(ctx, h, name);
  hpyc_const_close(ctx, name);
  if (HPy_IsNull(init)) {
    HPyErr_Clear(ctx);
    return;
  }
  PyObject *function = hpyc_py(ctx, init);
  if (hpyc_py_is_function(function) && hpyc_py_function(function)->simple >= 1 && hpyc_type_version(type)) {
    hpyc_classes[slot].type = type;
    hpyc_classes[slot].version = hpyc_type_version(type);
    hpyc_classes[slot].init = function;
  }
  HPy_Close(ctx, init);
}
// The function itself, not a bound one, is what the class attribute gives: the reference of the class keeps it alive.
static HPYC_NOINLINE HPy hpyc_construct(HPyContext *ctx, PyTypeObject *type, PyObject *init, HPy *a) {
  static PyObject *nothing;
#if !HPYC_UNIVERSAL
  if (!nothing && !(nothing = PyTuple_New(0))) return HPy_NULL;
#else
  HPy empty = nothing ? HPy_NULL : hpyc_tuple_from(ctx, NULL, 0);
  if (!nothing && HPy_IsNull(empty)) return empty;
  if (!nothing) nothing = hpyc_py(ctx, empty);
#endif
  HPy self = hpyc_from_py(ctx, hpyc_base_type(ctx)->tp_new(type, nothing, NULL)), function, r;
  if (HPy_IsNull(self)) return self;
  function = hpyc_from_borrowed(ctx, init);
  HPy callee = a[0];
  a[0] = self;
  r = hpyc_py_function(init)->entry(ctx, function, a);
  a[0] = callee;
  HPy_Close(ctx, function);
  if (HPYC_LIKELY(!HPy_IsNull(r) && HPy_Is(ctx, r, hpyc_none(ctx)))) {
    HPy_Close(ctx, r);
    return self;
  }
  if (!HPy_IsNull(r)) {
    hpyc_error(ctx, HPYC_EXC(TypeError), "__init__() should return None, not '%.200s'", hpyc_type_name(ctx, r));
    HPy_Close(ctx, r);
  }
  HPy_Close(ctx, self);
  return HPy_NULL;
}
#if HPYC_DIRECT
typedef PyObject *(*hpyc_fast_function)(PyObject *self, PyObject *const *arguments, Py_ssize_t count);
#endif
// GraalPy 24.2.2: HPy_Call of a number inside of its handle (bits above the 48 of an address) fails without an error, and
// of anything that is not callable, with keywords, with an internal exception.
#if HPYC_UNIVERSAL
HPYC_COLD static HPy hpyc_graalpy_not_callable(HPyContext *ctx, HPy o) {
  hpyc_error(ctx, HPYC_EXC(TypeError), "'%.200s' object is not callable", hpyc_type_name(ctx, o));
  return HPy_NULL;
}
#endif
static HPYC_NOINLINE HPy hpyc_call(HPyContext *ctx, HPy *a, int count) {
  if (HPYC_RAW) {
    PyObject *callee = hpyc_py(ctx, a[0]);
    if (hpyc_py_is_function(callee) && hpyc_py_function(callee)->simple == count) return hpyc_py_function(callee)->entry(ctx, a[0], a + 1);
    if (hpyc_py_exact(ctx, callee, Type)) {
      PyTypeObject *type = (PyTypeObject *)callee;
      unsigned slot = (unsigned)((uintptr_t)type >> 4) % 16;
      for (int again = 0; again < 2; again++) {
        if (hpyc_classes[slot].type == type && hpyc_classes[slot].version == hpyc_type_version(type)) {
          if (hpyc_py_function(hpyc_classes[slot].init)->simple == count + 1) return hpyc_construct(ctx, type, hpyc_classes[slot].init, a);
          break;
        }
        if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) break;
        if (!again) hpyc_class_learn(ctx, a[0]);
      }
    }
  }
#if HPYC_DIRECT
  PyObject *f = _h2py(a[0]);
  if (HPYC_RAW && Py_TYPE(f) == &PyCFunction_Type && PyCFunction_GET_FLAGS(f) == METH_FASTCALL)
    return _py2h(((hpyc_fast_function)(void (*)(void))PyCFunction_GET_FUNCTION(f))(PyCFunction_GET_SELF(f), hpyc_py_array(a + 1), count));
  return _py2h(PyObject_Vectorcall(f, hpyc_py_array(a + 1), (size_t)count | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL));
#else
#if HPYC_UNIVERSAL
  if (HPYC_GRAALPY && (uint64_t)a[0]._i >> 48) return hpyc_graalpy_not_callable(ctx, a[0]);
#endif
  return HPy_Call(ctx, a[0], a + 1, (size_t)count, HPy_NULL);
#endif
}
static HPYC_NOINLINE HPy hpyc_call_kw(HPyContext *ctx, HPy *a, int count, int names) {
#if HPYC_UNIVERSAL
  if (HPYC_GRAALPY && ((uint64_t)a[0]._i >> 48 || !HPyCallable_Check(ctx, a[0]))) return hpyc_graalpy_not_callable(ctx, a[0]);
#endif
  HPy keywords = hpyc_const(ctx, names), r;
  r = HPy_Call(ctx, a[0], a + 1, (size_t)(count - hpyc_constant_table[names].length), keywords);
  hpyc_const_close(ctx, keywords);
  return r;
}
static HPYC_NOINLINE HPy hpyc_call_method_kw(HPyContext *ctx, HPy *a, int count, int name, int names) {
  HPy method = hpyc_const(ctx, name), keywords = hpyc_const(ctx, names), r;
  r = HPy_CallMethod(ctx, method, a, (size_t)(count - hpyc_constant_table[names].length), keywords);
  hpyc_const_close(ctx, method);
  hpyc_const_close(ctx, keywords);
  return r;
}
#define hpyc_call_ex(ctx, callee, arguments, keywords) HPy_CallTupleDict(ctx, callee, arguments, keywords)

// ---- known functions ----------------------------------------------------------------------------------------------
typedef struct {
  const char *module, *attribute;
} hpyc_library_object;
#define HPYC_LIBRARY_ROW(id, module, attribute) {module, attribute},
static const hpyc_library_object hpyc_library[] = {HPYC_RUNTIME_OBJECTS(HPYC_LIBRARY_ROW) HPYC_KNOWN_FUNCTIONS(HPYC_LIBRARY_ROW){0, 0}};

HPYC_COLD static HPy hpyc_library_load(HPyContext *ctx, const char *module, const char *attribute) {
  HPy m = HPyImport_ImportModule(ctx, module), r = HPy_NULL;
  if (!HPy_IsNull(m)) r = HPy_GetAttr_s(ctx, m, attribute);
  hpyc_close_nullable(ctx, m);
  return r;
}
// A known function is looked up when first asked for, without importing its module; a replacement of it is not taken.
static const char hpyc_known_text[] =
    "import sys\n"
    "def f(o, module, name):\n"
    "  return (getattr(sys.modules.get(module), name, None) is o and type(o) in (type, type(len))\n"
    "          and o.__name__ == name and o.__module__ == module)\n";
// Not cold: g++ 12 then takes everything after a first look at a known function for cold, too.
static HPYC_NOINLINE int hpyc_known_resolve(HPyContext *ctx, HPy o, int known) {
  const hpyc_library_object *row = &hpyc_library[known - HPYC_OBJECTS_START - 1];
  HPy a[3] = {o, HPyUnicode_FromString(ctx, row->module), HPyUnicode_FromString(ctx, row->attribute)}, r = HPy_NULL;
  if (!HPy_IsNull(a[1]) && !HPy_IsNull(a[2])) r = hpyc_help(ctx, HPYC_O_help_known, hpyc_known_text, a, 3);
  int same = !HPy_IsNull(r) && HPy_Is(ctx, r, hpyc_true(ctx));
  if (same) hpyc_const_store(ctx, known, o);
  if (HPy_IsNull(r)) HPyErr_Clear(ctx);
  hpyc_close_nullable(ctx, r);
  hpyc_close_nullable(ctx, a[1]);
  hpyc_close_nullable(ctx, a[2]);
  return same;
}
#if !HPYC_UNIVERSAL
HPYC_INLINE int hpyc_is_known(HPyContext *ctx, HPy o, int known) {
  PyObject *p = hpyc_py(ctx, o);
  return HPYC_LIKELY(p == hpyc_stored[known]) || ((!hpyc_stored[known] || hpyc_stored[known] == Py_None) && hpyc_known_resolve(ctx, o, known));
}
#else
static HPYC_NOINLINE int hpyc_is_known_any(HPyContext *ctx, HPy o, int known) {
  HPy f = hpyc_const(ctx, known);
  int same = hpyc_same(ctx, f, o), empty = !same && !HPyCallable_Check(ctx, f);
  HPy_Close(ctx, f);
  return same || (empty && hpyc_known_resolve(ctx, o, known));
}
HPYC_INLINE int hpyc_is_known(HPyContext *ctx, HPy o, int known) {
  return (HPYC_PLAIN && HPYC_LIKELY(o._i == hpyc_stored[known]._i)) || hpyc_is_known_any(ctx, o, known);
}
#endif
