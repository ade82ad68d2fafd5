// Context managers. `__enter__` and `__exit__` are looked up on the type.
#pragma once
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
#if !HPYC_UNIVERSAL
// The attribute of the type and how it binds, as the interpreter finds it; null: an error is set.
static PyObject *hpyc_py_special(HPyContext *ctx, PyObject *o, PyObject *name) {
  PyObject *v = _PyType_Lookup(Py_TYPE(o), name);
  if (!v) {
    HPy object = hpyc_from_borrowed(ctx, o), r = hpyc_help(ctx, HPYC_O_help_enter, hpyc_with_text, &object, 1);
    HPy_Close(ctx, object);
    hpyc_close_nullable(ctx, r);
    return NULL;
  }
  if (Py_TYPE(v)->tp_descr_get) return Py_TYPE(v)->tp_descr_get(v, o, (PyObject *)Py_TYPE(o));
  Py_INCREF(v);
  return v;
}
static HPYC_NOINLINE int hpyc_with_enter(HPyContext *ctx, HPy manager, HPy *results) {
  PyObject *m = hpyc_py(ctx, manager), *enter = hpyc_py_special(ctx, m, hpyc_stored[HPYC_N___enter__]), *exit = NULL;
  if (!enter) return -1;
  exit = hpyc_py_special(ctx, m, hpyc_stored[HPYC_N___exit__]);
  PyObject *value = exit ? PyObject_CallFunctionObjArgs(enter, NULL) : NULL;
  Py_DECREF(enter);
  if (!value) {
    Py_XDECREF(exit);
    return -1;
  }
  results[0] = hpyc_from_py(ctx, exit);
  results[1] = hpyc_from_py(ctx, value);
  return 0;
}
static HPYC_NOINLINE int hpyc_with_exit(HPyContext *ctx, HPy exit, HPy exception) {
  PyObject *e = hpyc_py(ctx, exception), *traceback = PyException_GetTraceback(e), *r;
  r = PyObject_CallFunctionObjArgs(hpyc_py(ctx, exit), (PyObject *)Py_TYPE(e), e, traceback ? traceback : Py_None, NULL);
  Py_XDECREF(traceback);
  if (!r) return -1;
  int truth = PyObject_IsTrue(r);
  Py_DECREF(r);
  return truth;
}
#else
static HPYC_NOINLINE int hpyc_with_enter(HPyContext *ctx, HPy manager, HPy *results) {
  HPy both = hpyc_help(ctx, HPYC_O_help_enter, hpyc_with_text, &manager, 1), enter;
  if (HPy_IsNull(both)) return -1;
  results[0] = HPy_GetItem_i(ctx, both, 0);
  enter = HPy_GetItem_i(ctx, both, 1);
  HPy_Close(ctx, both);
  results[1] = HPy_Call(ctx, enter, NULL, 0, HPy_NULL);
  HPy_Close(ctx, enter);
  if (!HPy_IsNull(results[1])) return 0;
  HPy_Close(ctx, results[0]);
  return -1;
}
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
