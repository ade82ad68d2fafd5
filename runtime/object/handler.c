// Handlers: memory variables, what is being handled, and the clauses of `except`.
#pragma once
#include "object/exception.c"

static inline HPy hpyc_variable_load(HPyContext *ctx, const HPy *variable) { return hpyc_dup_nullable(ctx, *variable); }
static inline void hpyc_variable_store(HPyContext *ctx, HPy *variable, HPy value) {
  HPy old = *variable;
  *variable = value;
  hpyc_close_nullable(ctx, old);
}
#define hpyc_variable_clear(ctx, variable) hpyc_variable_store(ctx, variable, HPy_NULL)

#define hpyc_error_raise(ctx, e) hpyc_error_restore(ctx, e)

#if !HPYC_UNIVERSAL && !HPYC_EMULATED
// What the caller of this code handles is not our own: where it shows through, there is nothing to go back to.
#if PY_VERSION_HEX >= 0x030b0000
#define hpyc_py_handled() PyErr_GetHandledException()
#define hpyc_py_handle(e) PyErr_SetHandledException(e)
#else
static PyObject *hpyc_py_handled(void) {
  PyObject *type, *value, *traceback;
  PyErr_GetExcInfo(&type, &value, &traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  if (value == Py_None) Py_CLEAR(value);
  return value;
}
static void hpyc_py_handle(PyObject *value) {
  Py_XINCREF(value);
  Py_XINCREF(value ? (PyObject *)Py_TYPE(value) : NULL);
  PyErr_SetExcInfo(value ? (PyObject *)Py_TYPE(value) : NULL, value, value ? PyException_GetTraceback(value) : NULL);
}
#endif
static HPYC_NOINLINE HPy hpyc_handled_save(HPyContext *ctx) {
  PyObject *top = hpyc_py_handled(), *below;
  if (!top) return HPy_NULL;
  hpyc_py_handle(NULL);
  below = hpyc_py_handled();
  if (below == top) Py_CLEAR(top);
  Py_XDECREF(below);
  return hpyc_from_py(ctx, top);
}
#define hpyc_handled_set(ctx, e) hpyc_py_handle(hpyc_py(ctx, e))
static HPYC_NOINLINE void hpyc_handled_restore(HPyContext *ctx, HPy saved) {
  hpyc_py_handle(HPy_IsNull(saved) ? NULL : hpyc_py(ctx, saved));
  hpyc_close_nullable(ctx, saved);
}
#define hpyc_error_catch(ctx, handled) hpyc_error_fetch(ctx)
#define hpyc_handling(ctx, callee, e) HPy_Dup(ctx, callee)
#define hpyc_suspending(ctx, other, e, awaits) HPy_Dup(ctx, other)
#define hpyc_raise_handling(ctx, e, cause, handled) hpyc_raise(ctx, e, cause)

static HPYC_NOINLINE HPy hpyc_handled_current(HPyContext *ctx) {
  PyObject *e = hpyc_py_handled();
  if (!e) PyErr_SetString(PyExc_RuntimeError, "No active exception to reraise");
  return hpyc_from_py(ctx, e);
}
static HPYC_NOINLINE int hpyc_error_matches(HPyContext *ctx, HPy e, HPy types) {
  PyObject *t = hpyc_py(ctx, types);
  int fine = 1;
  if (PyTuple_Check(t)) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(t); i++) fine &= PyExceptionClass_Check(PyTuple_GET_ITEM(t, i));
  } else {
    fine = PyExceptionClass_Check(t);
  }
  if (fine) return PyErr_GivenExceptionMatches(hpyc_py(ctx, e), t);
  PyErr_SetString(PyExc_TypeError, "catching classes that do not inherit from BaseException is not allowed");
  return -1;
}
#else
// HPy does not tell the interpreter what is being handled. Compiled code knows its own handlers, and what it calls in
// them is called below an `except` of the helper `run`; so where no handler of the function is active, the interpreter's
// answer is right.
#define hpyc_handled_save(ctx) HPy_NULL
#define hpyc_handled_set(ctx, e) ((void)0)
#define hpyc_handled_restore(ctx, saved) ((void)0)

// The context of `e`, raised while `h` was being handled. The interpreter may have taken `p` for it.
static const char hpyc_chain_text[] =
    "import sys\n"
    "def f(e, h):\n"
    "  p = sys.exc_info()[1]; seen = set()\n"
    "  while e is not h and id(e) not in seen:\n"
    "    seen.add(id(e)); c = e.__context__\n"
    "    if c is None or c is p and c is not h:\n"
    "      e.__context__ = h\n"
    "      break\n"
    "    e = c\n";
HPYC_COLD static HPy hpyc_error_catch(HPyContext *ctx, HPy handled) {
  HPy e = hpyc_error_fetch(ctx);
  if (!HPy_IsNull(handled) && !HPy_Is(ctx, e, handled)) {
    HPy a[2] = {e, handled}, r = hpyc_help(ctx, HPYC_O_help_chain, hpyc_chain_text, a, 2);
    if (HPy_IsNull(r)) HPyErr_Clear(ctx);
    hpyc_close_nullable(ctx, r);
  }
  return e;
}
// `raise e` replaces the context.
static const char hpyc_raise_handling_text[] =
    "def f(e, h):\n"
    "  if e is h: return\n"
    "  o = h; seen = set()\n"
    "  while id(o) not in seen:\n"
    "    seen.add(id(o)); c = o.__context__\n"
    "    if c is None: break\n"
    "    if c is e:\n"
    "      o.__context__ = None\n"
    "      break\n"
    "    o = c\n"
    "  e.__context__ = h\n";
HPYC_COLD static void hpyc_raise_handling(HPyContext *ctx, HPy exception, HPy cause, HPy handled) {
  HPy a[2] = {hpyc_raised(ctx, exception, cause), handled};
  if (HPy_IsNull(a[0])) return;
  HPy r = hpyc_help(ctx, HPYC_O_help_raise, hpyc_raise_handling_text, a, 2);
  if (HPy_IsNull(r)) HPyErr_Clear(ctx);
  hpyc_close_nullable(ctx, r);
  hpyc_error_restore(ctx, a[0]);
}

// A callee that runs below an `except` with `e`.
static const char hpyc_handling_text[] =
    "from functools import partial\n"
    "def run(e, g, /, *a, **k):\n"
    "  t = e.__traceback__; c = e.__context__\n"
    "  try: raise e\n"
    "  except BaseException:\n"
    "    e.__traceback__ = t; e.__context__ = c\n"
    "    return g(*a, **k)\n"
    "  finally: e = t = c = None\n"
    "def f(g, e): return partial(run, e, g)\n";
HPYC_COLD static HPy hpyc_handling(HPyContext *ctx, HPy callee, HPy e) {
  HPy a[2] = {callee, e};
  return hpyc_help(ctx, HPYC_O_help_handling, hpyc_handling_text, a, 2);
}

// What a suspended function waits for, below such an `except`.
static const char hpyc_suspending_text[] =
    "def iterated(x, e):\n"
    "  t = e.__traceback__; c = e.__context__\n"
    "  try: raise e\n"
    "  except BaseException:\n"
    "    e.__traceback__ = t; e.__context__ = c\n"
    "    return (yield from x)\n"
    "  finally: e = t = c = x = None\n"
    "async def awaited(x, e):\n"
    "  t = e.__traceback__; c = e.__context__\n"
    "  try: raise e\n"
    "  except BaseException:\n"
    "    e.__traceback__ = t; e.__context__ = c\n"
    "    return await x\n"
    "  finally: e = t = c = x = None\n"
    "def f(x, e, awaits): return (awaited if awaits else iterated)(x, e)\n";
HPYC_COLD static HPy hpyc_suspending(HPyContext *ctx, HPy other, HPy e, int awaits) {
  HPy a[3] = {other, e, HPyLong_FromInt64_t(ctx, awaits)};
  HPy r = hpyc_help(ctx, HPYC_O_help_suspending, hpyc_suspending_text, a, 3);
  HPy_Close(ctx, a[2]);
  return r;
}

HPYC_COLD static HPy hpyc_handled_current(HPyContext *ctx) {
  HPy exc_info = hpyc_object(ctx, exc_info), all = HPy_Call(ctx, exc_info, NULL, 0, HPy_NULL), e = HPy_NULL;
  hpyc_const_close(ctx, exc_info);
  if (!HPy_IsNull(all)) {
    e = HPy_GetItem_i(ctx, all, 1);
    HPy_Close(ctx, all);
  }
  if (!HPy_IsNull(e) && HPy_Is(ctx, e, hpyc_none(ctx))) {
    HPy_Close(ctx, e);
    HPyErr_SetString(ctx, HPYC_EXC(RuntimeError), "No active exception to reraise");
    e = HPy_NULL;
  }
  return e;
}
static HPYC_NOINLINE int hpyc_error_matches(HPyContext *ctx, HPy e, HPy types) {
  HPy type = HPy_Type(ctx, e);
  int count = 1, found = 0, fine = 1, tuple = HPyTuple_Check(ctx, types);
  if (tuple) count = (int)HPy_Length(ctx, types);
  for (int i = 0; i < count; i++) {
    HPy t = tuple ? HPy_GetItem_i(ctx, types, i) : HPy_Dup(ctx, types);
    fine &= hpyc_is_exception_class(ctx, t);
    if (fine && !found) found = HPyType_IsSubtype(ctx, type, t);
    HPy_Close(ctx, t);
  }
  HPy_Close(ctx, type);
  if (fine) return found;
  HPyErr_SetString(ctx, HPYC_EXC(TypeError), "catching classes that do not inherit from BaseException is not allowed");
  return -1;
}
#endif
