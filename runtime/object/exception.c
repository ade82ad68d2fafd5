// Raising, fetching and restoring exceptions.
#pragma once
#include "core/constants.h"

// The pending exception as an object, owned, complete with its traceback; nothing is pending afterwards.
// hpyc_error_restore consumes it and makes it pending again, with traceback, context and cause as they are.
#if !HPYC_UNIVERSAL
#if PY_VERSION_HEX >= 0x030c0000
#define hpyc_py_fetch() PyErr_GetRaisedException()
#define hpyc_py_restore(e) PyErr_SetRaisedException(e)
#else
static PyObject *hpyc_py_fetch(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback) PyException_SetTraceback(value, traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  return value;
}
static void hpyc_py_restore(PyObject *value) {
  Py_INCREF(Py_TYPE(value));
  PyErr_Restore((PyObject *)Py_TYPE(value), value, PyException_GetTraceback(value));
}
#endif
#define hpyc_error_fetch(ctx) hpyc_from_py(ctx, hpyc_py_fetch())
static void hpyc_error_restore(HPyContext *ctx, HPy e) {
  PyObject *value = hpyc_py(ctx, e);
  Py_INCREF(value);
  HPy_Close(ctx, e);
  hpyc_py_restore(value);
}
#else
HPYC_COLD static HPy hpyc_error_fetch(HPyContext *ctx) {
  HPy trap = hpyc_object(ctx, trap), e = HPy_NULL;
  if (hpyc_implementation) {  // PyPy, GraalPy: Python code may run while an error of HPy is pending
    HPy thrower = hpyc_object(ctx, thrower);
    e = HPy_Call(ctx, trap, &thrower, 1, HPy_NULL);
    HPy_Close(ctx, thrower);
  } else {  // CPython: nothing but operations on exact dicts and lists until the hook has been called
    HPy sys = hpyc_object(ctx, sys_dict), name = hpyc_name(ctx, unraisablehook);
    HPy hook = HPy_GetItem(ctx, sys, name), token = HPyList_New(ctx, 0);
    int swap = HPy_IsNull(hook) || !HPy_Is(ctx, hook, trap);
    HPyList_Append(ctx, token, trap);
    if (swap) HPy_SetItem(ctx, sys, name, trap);
    HPyErr_WriteUnraisable(ctx, token);
    if (swap && !HPy_IsNull(hook)) HPy_SetItem(ctx, sys, name, hook);
    e = HPy_GetItem_i(ctx, token, 1);
    HPy_Close(ctx, sys);
    HPy_Close(ctx, name);
    hpyc_close_nullable(ctx, hook);
    HPy_Close(ctx, token);
  }
  HPy_Close(ctx, trap);
  // At the end of the recursion the hook cannot be called, and perhaps not even a class of exceptions.
  if (HPy_IsNull(e)) {
    HPy text = HPyUnicode_FromString(ctx, "maximum recursion depth exceeded");
    HPyErr_Clear(ctx);
    if (!HPy_IsNull(text)) e = HPy_Call(ctx, ctx->h_RecursionError, &text, 1, HPy_NULL);
    hpyc_close_nullable(ctx, text);
    if (HPy_IsNull(e)) {
      HPyErr_Clear(ctx);
      e = hpyc_const_owned(ctx, HPYC_O_exhausted);
    }
  }
  return e;
}
HPYC_COLD static void hpyc_error_restore(HPyContext *ctx, HPy e) {
  if (hpyc_implementation == 2) {
    HPy type = HPy_Type(ctx, e);
    HPyErr_SetObject(ctx, type, e);
    HPy_Close(ctx, type);
  } else {  // `throw` of an exhausted generator changes neither context nor traceback
    HPy restorer = hpyc_object(ctx, restorer), r = HPy_Call(ctx, restorer, &e, 1, HPy_NULL);
    HPy_Close(ctx, restorer);
    hpyc_close_nullable(ctx, r);
  }
  HPy_Close(ctx, e);
}
#endif

// Cold paths that the interpreter itself does best are Python text that defines `f`.
HPYC_COLD static HPy hpyc_compile(HPyContext *ctx, const char *text) {
  // Not imported: what runs may have builtins of its own, without `__import__`.
  HPy scope = HPyDict_New(ctx), builtins = hpyc_const_owned(ctx, HPYC_O_builtins), code, name, f = HPy_NULL;
  name = HPyUnicode_FromString(ctx, "__builtins__");
  HPy_SetItem(ctx, scope, name, builtins);
  HPy_Close(ctx, name);
#if !HPYC_UNIVERSAL
  code = hpyc_from_py(ctx, Py_CompileString(text, "<hpyc>", Py_file_input));
  if (!HPy_IsNull(code))
    f = hpyc_from_py(ctx, PyEval_EvalCode(hpyc_py(ctx, code), hpyc_py(ctx, scope), hpyc_py(ctx, scope)));
#else
  code = HPy_Compile_s(ctx, text, "<hpyc>", HPy_SourceKind_File);
  if (!HPy_IsNull(code)) f = HPy_EvalCode(ctx, code, scope, scope);
#endif
  if (!HPy_IsNull(f)) {
    HPy_Close(ctx, f);
    name = HPyUnicode_FromString(ctx, "f");
    f = HPy_GetItem(ctx, scope, name);
    HPy_Close(ctx, name);
  }
  hpyc_close_nullable(ctx, code);
  HPy_Close(ctx, builtins);
  HPy_Close(ctx, scope);
  return f;
}
static const char hpyc_strip_text[] =
    "def f(e):\n"
    "  t = e.__traceback__\n"
    "  while t and t.tb_frame.f_code.co_filename == '<hpyc>': t = t.tb_next\n"
    "  e.__traceback__ = t\n";
static HPy hpyc_help_(HPyContext *ctx, int slot, const char *text, const HPy *arguments, int count) {
  HPy f = hpyc_const(ctx, slot), result;
  if (HPy_IsNull(f) || !HPyCallable_Check(ctx, f)) {  // None, but GraalPy may not say so of a handle from a global
    hpyc_close_nullable(ctx, f);
    f = hpyc_compile(ctx, text);
    if (HPy_IsNull(f)) return f;
    hpyc_const_store(ctx, slot, f);
    HPy_Close(ctx, f);
    f = hpyc_const(ctx, slot);
  }
  result = HPy_Call(ctx, f, arguments, (size_t)count, HPy_NULL);
  hpyc_const_close(ctx, f);
  return result;
}
// Call the function that `text` defines; it is kept as object `slot` and does not show in tracebacks.
HPYC_COLD static HPy hpyc_help(HPyContext *ctx, int slot, const char *text, const HPy *arguments, int count) {
  HPy result = hpyc_help_(ctx, slot, text, arguments, count);
  if (HPy_IsNull(result)) {
    HPy e = hpyc_error_fetch(ctx), r = hpyc_help_(ctx, HPYC_O_help_strip, hpyc_strip_text, &e, 1);
    if (HPy_IsNull(r)) HPyErr_Clear(ctx);
    hpyc_close_nullable(ctx, r);
    hpyc_error_restore(ctx, e);
  }
  return result;
}
// Where the source is, as tracebacks show it: beside the binary (or its loader's folder), else from the outermost package on.
static const char hpyc_source_text[] =
    "import os\n"
    "def f(name, scope):\n"
    "  path = scope.get('__file__')\n"
    "  folder, binary = os.path.split(path if isinstance(path, str) else '')\n"
    "  for place in (folder, os.path.dirname(folder)) if '.hpy0' in binary else (folder,):\n"
    "    place = os.path.join(place, name.rpartition('/')[2])\n"
    "    try:\n"
    "      with open(place, 'rb') as file:\n"
    "        if binary and not file.readline().startswith(b'# Loader written by hpyc'): return place\n"
    "    except OSError: pass\n"
    "  return name\n";
HPYC_COLD static HPy hpyc_source(HPyContext *ctx) {
  HPy source = hpyc_const(ctx, HPYC_O_source);
  if (!HPy_IsNull(source) && HPyUnicode_Check(ctx, source)) {
    hpyc_const_close(ctx, source);
    return hpyc_const_owned(ctx, HPYC_O_source);
  }
  hpyc_const_close(ctx, source);
  HPy a[2] = {HPyUnicode_FromString(ctx, HPYC_SOURCE_NAME), hpyc_object(ctx, globals)};
  source = hpyc_help(ctx, HPYC_O_help_source, hpyc_source_text, a, 2);
  if (HPy_IsNull(source)) HPyErr_Clear(ctx);
  if (HPy_IsNull(source)) source = HPy_Dup(ctx, a[0]);
  hpyc_const_store(ctx, HPYC_O_source, source);
  HPy_Close(ctx, a[0]);
  hpyc_const_close(ctx, a[1]);
  return source;
}
// The same with an error pending: it stays, unless the helper raises a better one.
HPYC_COLD static void hpyc_explain(HPyContext *ctx, int slot, const char *text, const HPy *arguments, int count) {
  HPy e = hpyc_error_fetch(ctx), r = hpyc_help(ctx, slot, text, arguments, count);
  if (HPy_IsNull(r)) {
    HPy_Close(ctx, e);
  } else {
    HPy_Close(ctx, r);
    hpyc_error_restore(ctx, e);
  }
}

// Called once when the module starts, before any error can be fetched.
#if HPYC_UNIVERSAL
static const char hpyc_hook_text[] =
    "import sys\n"
    "def f(args):\n"
    "  t = args.object\n"
    "  if type(t) is list and t and t[0] is f:\n"
    "    e = args.exc_value; b = e.__traceback__; c = sys._getframe().f_back\n"
    "    if b and c and not b.tb_next and b.tb_frame is c and b.tb_lasti == c.f_lasti: e.__traceback__ = None\n"
    "    t.append(e)\n"
    "  else: sys.__unraisablehook__(args)\n";
static const char hpyc_grab_text[] =
    "def f(thrower):\n"
    "  try: thrower()\n"
    "  except BaseException as e:\n"
    "    e.__traceback__ = e.__traceback__.tb_next\n"
    "    return e\n";
static const char hpyc_restorer_text[] = "def g():\n  if 0: yield\ng = g(); next(g, None); f = g.throw\n";
// Fails with the error that is pending. An entry of the module's definition, taken out of the module at once.
static HPy hpyc_thrower_impl(HPyContext *ctx, HPy self) { return HPy_NULL; }
HPyDef_METH_IMPL(hpyc_thrower, "__hpyc_thrower__", hpyc_thrower_impl, HPyFunc_NOARGS)
HPYC_COLD static int hpyc_error_start(HPyContext *ctx) {
  const char *texts[] = {hpyc_implementation ? hpyc_grab_text : hpyc_hook_text, hpyc_restorer_text};
  const int slots[] = {HPYC_O_trap, HPYC_O_restorer};
  HPy globals = hpyc_object(ctx, globals), name = HPyUnicode_FromString(ctx, hpyc_thrower.meth.name);
  HPy thrower = HPy_GetItem(ctx, globals, name);
  int failed = HPy_IsNull(thrower) || HPy_DelItem(ctx, globals, name) < 0;
  HPy_Close(ctx, globals);
  HPy_Close(ctx, name);
  if (failed) return -1;
  // CPython does without, and it holds the module, which must end before HPy unloads one that has failed.
  if (hpyc_implementation) hpyc_const_store(ctx, HPYC_O_thrower, thrower);
  HPy_Close(ctx, thrower);
  HPy text = HPyUnicode_FromString(ctx, "maximum recursion depth exceeded");
  HPy exhausted = HPy_Call(ctx, ctx->h_RecursionError, &text, 1, HPy_NULL);
  HPy_Close(ctx, text);
  if (HPy_IsNull(exhausted)) return -1;
  hpyc_const_store(ctx, HPYC_O_exhausted, exhausted);
  HPy_Close(ctx, exhausted);
  for (int i = 0; i < 2; i++) {
    HPy f = hpyc_compile(ctx, texts[i]);
    if (HPy_IsNull(f)) return -1;
    hpyc_const_store(ctx, slots[i], f);
    HPy_Close(ctx, f);
  }
  return 0;
}
#else
#define hpyc_error_start(ctx) 0
#endif

// The instance that `raise x` or `from x` means: owned; null: error is set.
#if !HPYC_UNIVERSAL
#define hpyc_is_exception_class(ctx, x) PyExceptionClass_Check(hpyc_py(ctx, x))
#else
static int hpyc_is_exception_class(HPyContext *ctx, HPy x) {
  return HPy_TypeCheck(ctx, x, ctx->h_TypeType) && HPyType_IsSubtype(ctx, x, ctx->h_BaseException);
}
#endif
static HPy hpyc_exception_instance(HPyContext *ctx, HPy x, const char *message) {
  if (!hpyc_is_exception_class(ctx, x)) {
    if (HPy_TypeCheck(ctx, x, HPYC_EXC(BaseException))) return HPy_Dup(ctx, x);
    HPyErr_SetString(ctx, HPYC_EXC(TypeError), message);
    return HPy_NULL;
  }
  HPy e = HPy_Call(ctx, x, NULL, 0, HPy_NULL);
  if (!HPy_IsNull(e) && HPYC_UNLIKELY(!HPy_TypeCheck(ctx, e, HPYC_EXC(BaseException)))) {
    HPy type = HPy_Type(ctx, e), class_text = HPy_Repr(ctx, x), text = HPy_Repr(ctx, type);
    if (!HPy_IsNull(class_text) && !HPy_IsNull(text))
      hpyc_error(ctx, HPYC_EXC(TypeError), "calling %s should have returned an instance of BaseException, not %s",
                 hpyc_utf8(ctx, class_text), hpyc_utf8(ctx, text));
    hpyc_close_nullable(ctx, class_text);
    hpyc_close_nullable(ctx, text);
    HPy_Close(ctx, type);
    HPy_Close(ctx, e);
    return HPy_NULL;
  }
  return e;
}
// The exception that `raise exception from cause` raises: owned; null: error is set.
HPYC_NOINLINE static HPy hpyc_raised(HPyContext *ctx, HPy exception, HPy cause) {
  HPy e = hpyc_exception_instance(ctx, exception, "exceptions must derive from BaseException");
  if (HPy_IsNull(e) || HPy_IsNull(cause)) return e;
  HPy c = HPy_Is(ctx, cause, hpyc_none(ctx))
              ? HPy_Dup(ctx, cause)
              : hpyc_exception_instance(ctx, cause, "exception causes must derive from BaseException");
  if (HPy_IsNull(c) || HPy_SetAttr_s(ctx, e, "__cause__", c) < 0) {
    HPy_Close(ctx, e);
    e = HPy_NULL;
  }
  hpyc_close_nullable(ctx, c);
  return e;
}
HPYC_NOINLINE static void hpyc_raise(HPyContext *ctx, HPy exception, HPy cause) {
  HPy e = hpyc_raised(ctx, exception, cause);
  if (HPy_IsNull(e)) return;
  HPy type = HPy_Type(ctx, e);
  HPyErr_SetObject(ctx, type, e);
  HPy_Close(ctx, type);
  HPy_Close(ctx, e);
}
// `raise type, value`, as Python 2 had it.
static const char hpyc_raise_pair_text[] =
    "def f(type_, value):\n"
    "  if isinstance(type_, BaseException):\n"
    "    if value is not None: raise TypeError('instance exception may not have a separate value')\n"
    "    return type_\n"
    "  if not (isinstance(type_, type) and issubclass(type_, BaseException)):\n"
    "    raise TypeError('raise: exception class must be a subclass of BaseException')\n"
    "  if isinstance(value, BaseException) and issubclass(type(value), type_): return value\n"
    "  e = type_() if value is None else type_(*value) if isinstance(value, tuple) else type_(value)\n"
    "  if not isinstance(e, BaseException):\n"
    "    raise TypeError('calling %r should have returned an instance of BaseException, not %r' % (type_, type(e)))\n"
    "  return e\n";
static HPy hpyc_raise_pair(HPyContext *ctx, HPy type, HPy value) {
  HPy a[2] = {type, value};
  return hpyc_help(ctx, HPYC_O_help_raise_pair, hpyc_raise_pair_text, a, 2);
}
HPYC_COLD static void hpyc_raise_assertion(HPyContext *ctx, HPy message) {
  int count = !HPy_IsNull(message);
  HPy e = HPy_Call(ctx, HPYC_EXC(AssertionError), &message, (size_t)count, HPy_NULL);
  if (HPy_IsNull(e)) return;
  HPyErr_SetObject(ctx, HPYC_EXC(AssertionError), e);
  HPy_Close(ctx, e);
}

HPYC_COLD static void hpyc_name_error_(HPyContext *ctx, int name, const char *message) {
  HPy text = hpyc_const(ctx, name);
  hpyc_error(ctx, HPYC_EXC(NameError), message, hpyc_utf8(ctx, text));
  if (hpyc_version >= 0x030a0000) {  // suggestions start from this attribute
    HPy e = hpyc_error_fetch(ctx);
    if (HPy_SetAttr_s(ctx, e, "name", text) < 0) HPyErr_Clear(ctx);
    hpyc_error_restore(ctx, e);
  }
  hpyc_const_close(ctx, text);
}
#define hpyc_name_error(ctx, name) hpyc_name_error_(ctx, name, "name '%.200s' is not defined")
HPYC_COLD static int hpyc_unbound(HPyContext *ctx, int name) {
  HPy text = hpyc_const(ctx, name);
  hpyc_error(ctx, HPYC_EXC(UnboundLocalError),
             hpyc_version >= 0x030b0000 ? "cannot access local variable '%.200s' where it is not associated with a value"
                                        : "local variable '%.200s' referenced before assignment",
             hpyc_utf8(ctx, text));
  hpyc_const_close(ctx, text);
  return -1;
}
HPYC_INLINE int hpyc_check_bound(HPyContext *ctx, HPy value, int name) {
  return HPYC_UNLIKELY(HPy_IsNull(value)) ? hpyc_unbound(ctx, name) : 0;
}
