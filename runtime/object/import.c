// Import statements.
#pragma once
#include "object/exception.c"

HPYC_NOINLINE static HPy hpyc_import_level(HPyContext *ctx, HPy fromlist, int name, int level) {
  HPy globals = hpyc_object(ctx, globals), builtins = hpyc_object(ctx, builtins), key = hpyc_name(ctx, __import__);
  HPy text = hpyc_const(ctx, name), names = HPy_IsNull(fromlist) ? hpyc_none(ctx) : fromlist, result = HPy_NULL;
  HPy import = HPy_Contains(ctx, builtins, key) > 0 ? HPy_GetItem(ctx, builtins, key) : HPy_NULL;
  if (HPy_IsNull(import)) {
    HPyErr_SetString(ctx, HPYC_EXC(ImportError), "__import__ not found");
#if HPYC_DIRECT
  } else if (PyCFunction_Check(_h2py(import))) {  // the interpreter's own
    result = _py2h(PyImport_ImportModuleLevelObject(_h2py(text), _h2py(globals), Py_None, _h2py(names), level));
    HPy_Close(ctx, import);
#endif
  } else {
    HPy number = HPyLong_FromInt64_t(ctx, level), a[5] = {text, globals, hpyc_none(ctx), names, number};
    result = HPy_Call(ctx, import, a, 5, HPy_NULL);
    HPy_Close(ctx, number);
    HPy_Close(ctx, import);
  }
  hpyc_const_close(ctx, globals);
  hpyc_const_close(ctx, builtins);
  hpyc_const_close(ctx, key);
  hpyc_const_close(ctx, text);
  return result;
}

// Level -1, of Python 2: a module of the same package comes first.
HPYC_NOINLINE static HPy hpyc_import_name(HPyContext *ctx, HPy fromlist, int name, int level) {
  if (level >= 0) return hpyc_import_level(ctx, fromlist, name, level);
  HPy result = hpyc_import_level(ctx, fromlist, name, 1);
  if (!HPy_IsNull(result) || !HPyErr_ExceptionMatches(ctx, HPYC_EXC(ImportError))) return result;
  HPyErr_Clear(ctx);
  return hpyc_import_level(ctx, fromlist, name, 0);
}

// The interpreter's own statements, with an __import__ that returns the module at hand.
static const char hpyc_import_text[] =
    "def f(m, n):\n"
    "  s = {'__builtins__': {'__import__': lambda *a: m}}\n"
    "  k = getattr(m, '__name__', 'm')\n"
    "  if not isinstance(k, str) or not k.replace('.', '').isidentifier(): k = 'm'\n"
    "  exec(compile('from %s import %s as x' % (k, n), '<hpyc>', 'exec'), s)\n"
    "  return s['x']\n";
HPYC_NOINLINE static HPy hpyc_import_from(HPyContext *ctx, HPy module, int name) {
  HPy a[2] = {module, hpyc_const(ctx, name)}, result = HPy_GetAttr(ctx, module, a[1]);
  if (HPy_IsNull(result) && HPyErr_ExceptionMatches(ctx, HPYC_EXC(AttributeError))) {
    HPyErr_Clear(ctx);
    result = hpyc_help(ctx, HPYC_O_help_import, hpyc_import_text, a, 2);
  }
  hpyc_const_close(ctx, a[1]);
  return result;
}
static const char hpyc_star_text[] =
    "def f(m, scope):\n"
    "  k = getattr(m, '__name__', 'm')\n"
    "  if not isinstance(k, str) or not k.replace('.', '').isidentifier(): k = 'm'\n"
    "  s = {'__builtins__': {'__import__': lambda *a: m}}\n"
    "  exec(compile('from %s import *' % k, '<hpyc>', 'exec'), s, scope)\n";
HPYC_COLD static int hpyc_import_star(HPyContext *ctx, HPy module) {
  HPy a[2] = {module, hpyc_object(ctx, globals)};
  HPy result = hpyc_help(ctx, HPYC_O_help_star, hpyc_star_text, a, 2);
  hpyc_const_close(ctx, a[1]);
  if (HPy_IsNull(result)) return -1;
  HPy_Close(ctx, result);
  return 0;
}
