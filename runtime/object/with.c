// Context managers. `__enter__` and `__exit__` are looked up on the type.
#pragma once
#include "core/function.c"
#include "object/handler.c"

// Makes the interpreter fail, in its own words.
static const char hpyc_with_text[] =
    "def special(o, name):\n"
    "  t = type(o)\n"
    "  for c in t.__mro__:\n"
    "    v = c.__dict__.get(name, special)\n"
    "    if v is special: continue\n"
    "    g = getattr(type(v), '__get__', None)\n"
    "    return v if g is None else g(v, o, t)\n"
    "  with o: raise SystemError(name)\n"
    "def f(o):\n"
    "  enter = special(o, '__enter__')\n"
    "  return special(o, '__exit__'), enter\n";
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
// The attribute of the type, bound: 1; 0: `hpyc_with_text` is to find out; -1: error. In the hybrid ABI only HPy's own
// calls may get to compiled code, so a descriptor written in Python is not for this function.
static int hpyc_py_special(PyObject *o, PyObject *name, PyObject **result) {
  PyObject *v = _PyType_Lookup(Py_TYPE(o), name);
  if (!v || (HPYC_HYBRID && Py_TYPE(v) != &hpyc_function_type && PyType_HasFeature(Py_TYPE(v), Py_TPFLAGS_HEAPTYPE))) return 0;
  *result = v;
  Py_INCREF(v);
  if (!Py_TYPE(v)->tp_descr_get) return 1;
  *result = Py_TYPE(v)->tp_descr_get(v, o, (PyObject *)Py_TYPE(o));
  Py_DECREF(v);
  return *result ? 1 : -1;
}
static HPYC_NOINLINE int hpyc_with_methods(HPyContext *ctx, HPy manager, HPy *both) {
  PyObject *m = hpyc_py(ctx, manager), *exit, *enter;
  int found = hpyc_py_special(m, hpyc_stored[HPYC_N___enter__], &enter);
  if (found <= 0) return found;
  found = hpyc_py_special(m, hpyc_stored[HPYC_N___exit__], &exit);
  if (found <= 0) {
    Py_DECREF(enter);
    return found;
  }
  both[0] = hpyc_from_py(ctx, exit);
  both[1] = hpyc_from_py(ctx, enter);
  return 1;
}
#else
#define hpyc_with_methods(ctx, manager, both) 0
#endif
static HPYC_NOINLINE int hpyc_with_enter(HPyContext *ctx, HPy manager, HPy handled, HPy *results) {
  HPy both[2], found, enter;
  int known = hpyc_with_methods(ctx, manager, both);
  if (known < 0) return -1;
  if (!known) {
    found = hpyc_help(ctx, HPYC_O_help_enter, hpyc_with_text, &manager, 1);
    if (HPy_IsNull(found)) return -1;
    both[0] = HPy_GetItem_i(ctx, found, 0);
    both[1] = HPy_GetItem_i(ctx, found, 1);
    HPy_Close(ctx, found);
  }
  results[0] = both[0];
  results[1] = HPy_NULL;
  enter = HPy_IsNull(handled) ? both[1] : hpyc_handling(ctx, both[1], handled);
  if (!HPy_IsNull(enter)) results[1] = HPy_Call(ctx, enter, NULL, 0, HPy_NULL);
  if (!HPy_IsNull(handled)) hpyc_close_nullable(ctx, enter);
  HPy_Close(ctx, both[1]);
  if (!HPy_IsNull(results[1])) return 0;
  HPy_Close(ctx, results[0]);
  return -1;
}
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
static HPYC_NOINLINE int hpyc_with_exit(HPyContext *ctx, HPy exit, HPy e) {
  HPy a[3] = {HPy_Type(ctx, e), e, HPy_NULL}, r;
  a[2] = hpyc_from_py(ctx, PyException_GetTraceback(hpyc_py(ctx, e)));
  if (HPy_IsNull(a[2])) a[2] = HPy_Dup(ctx, hpyc_none(ctx));
  r = HPy_Call(ctx, exit, a, 3, HPy_NULL);
  HPy_Close(ctx, a[0]);
  HPy_Close(ctx, a[2]);
  if (HPy_IsNull(r)) return -1;
  int truth = HPy_IsTrue(ctx, r);
  HPy_Close(ctx, r);
  return truth;
}
#else
static const char hpyc_exit_text[] = "def f(run, exit, e): return run(type(e), e, e.__traceback__)\n";
HPYC_COLD static int hpyc_with_exit(HPyContext *ctx, HPy exit, HPy e) {
  HPy a[3] = {hpyc_handling(ctx, exit, e), exit, e}, r;
  if (HPy_IsNull(a[0])) return -1;
  r = hpyc_help(ctx, HPYC_O_help_exit, hpyc_exit_text, a, 3);
  HPy_Close(ctx, a[0]);
  if (HPy_IsNull(r)) return -1;
  int truth = HPy_IsTrue(ctx, r);
  HPy_Close(ctx, r);
  return truth;
}
#endif
static HPYC_NOINLINE int hpyc_with_leave(HPyContext *ctx, HPy exit) {
  HPy none = hpyc_none(ctx), a[3] = {none, none, none}, r = HPy_Call(ctx, exit, a, 3, HPy_NULL);
  if (HPy_IsNull(r)) return -1;
  HPy_Close(ctx, r);
  return 0;
}
