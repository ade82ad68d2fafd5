// Context managers, asynchronous ones too. Their methods are looked up on the type.
#pragma once
#include "core/function.c"
#include "object/handler.c"

// special(o, name): the attribute of the type, bound; `special` if there is none.
#define HPYC_SPECIAL_TEXT \
  "def special(o, name):\n" \
  "  t = type(o)\n" \
  "  for c in t.__mro__:\n" \
  "    v = c.__dict__.get(name, special)\n" \
  "    if v is special: continue\n" \
  "    g = getattr(type(v), '__get__', None)\n" \
  "    return v if g is None else g(v, o, t)\n" \
  "  return special\n"
// A missing method makes the interpreter fail, in its own words.
static const char hpyc_with_text[] = HPYC_SPECIAL_TEXT
    "def f(o):\n"
    "  enter = special(o, '__enter__')\n"
    "  if enter is not special:\n"
    "    exit = special(o, '__exit__')\n"
    "    if exit is not special: return exit, enter\n"
    "  with o: raise SystemError\n";
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
static HPYC_NOINLINE int hpyc_with_methods(HPyContext *ctx, HPy manager, int enter_name, int exit_name, HPy *both) {
  PyObject *m = hpyc_py(ctx, manager), *exit, *enter;
  int found = hpyc_py_special(m, hpyc_stored[enter_name], &enter);
  if (found <= 0) return found;
  found = hpyc_py_special(m, hpyc_stored[exit_name], &exit);
  if (found <= 0) {
    Py_DECREF(enter);
    return found;
  }
  both[0] = hpyc_from_py(ctx, exit);
  both[1] = hpyc_from_py(ctx, enter);
  return 1;
}
#else
#define hpyc_with_methods(ctx, manager, enter_name, exit_name, both) 0
#endif
// `help`: a helper that finds both methods.
static HPYC_NOINLINE int hpyc_enter(HPyContext *ctx, HPy manager, HPy handled, HPy *results, int enter_name, int exit_name, int help, const char *text) {
  HPy both[2], found, enter;
  int known = hpyc_with_methods(ctx, manager, enter_name, exit_name, both);
  if (known < 0) return -1;
  if (!known) {
    found = hpyc_help(ctx, help, text, &manager, 1);
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
#define hpyc_with_enter(ctx, manager, handled, results) hpyc_enter(ctx, manager, handled, results, HPYC_N___enter__, HPYC_N___exit__, HPYC_O_help_enter, hpyc_with_text)
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
static HPYC_NOINLINE HPy hpyc_exit(HPyContext *ctx, HPy exit, HPy e) {
  HPy a[3] = {HPy_Type(ctx, e), e, HPy_NULL}, r;
  a[2] = hpyc_from_py(ctx, PyException_GetTraceback(hpyc_py(ctx, e)));
  if (HPy_IsNull(a[2])) a[2] = HPy_Dup(ctx, hpyc_none(ctx));
  r = HPy_Call(ctx, exit, a, 3, HPy_NULL);
  HPy_Close(ctx, a[0]);
  HPy_Close(ctx, a[2]);
  return r;
}
#else
static const char hpyc_exit_text[] = "def f(run, exit, e): return run(type(e), e, e.__traceback__)\n";
HPYC_COLD static HPy hpyc_exit(HPyContext *ctx, HPy exit, HPy e) {
  HPy a[3] = {hpyc_handling(ctx, exit, e), exit, e}, r;
  if (HPy_IsNull(a[0])) return a[0];
  r = hpyc_help(ctx, HPYC_O_help_exit, hpyc_exit_text, a, 3);
  HPy_Close(ctx, a[0]);
  return r;
}
#endif
static HPYC_NOINLINE int hpyc_with_exit(HPyContext *ctx, HPy exit, HPy e) {
  HPy r = hpyc_exit(ctx, exit, e);
  if (HPy_IsNull(r)) return -1;
  int truth = HPy_IsTrue(ctx, r);
  HPy_Close(ctx, r);
  return truth;
}
static inline HPy hpyc_leave(HPyContext *ctx, HPy exit) {
  HPy none = hpyc_none(ctx), a[3] = {none, none, none};
  return HPy_Call(ctx, exit, a, 3, HPy_NULL);
}
static HPYC_NOINLINE int hpyc_with_leave(HPyContext *ctx, HPy exit) {
  HPy r = hpyc_leave(ctx, exit);
  if (HPy_IsNull(r)) return -1;
  HPy_Close(ctx, r);
  return 0;
}
