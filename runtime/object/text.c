// What only the interpreter's own compiler can make.
#pragma once
#include "object/exception.c"

// The first line of the text is a comment: the version of Python that has the syntax, and what it is for.
static const char hpyc_text_text[] =
    "def f(text, name):\n"
    "  s = {'__name__': name, '__builtins__': __builtins__}\n"
    "  try: code = compile(text, '<hpyc>', 'exec', dont_inherit=True)\n"
    "  except SyntaxError:\n"
    "    version, what = text[2:text.index('\\n')].split(' ', 1)\n"
    "    raise RuntimeError('%s need Python %s or newer' % (what, version)) from None\n"
    "  exec(code, s)\n"
    "  return s['f']\n";
HPYC_NOINLINE static HPy hpyc_python_text(HPyContext *ctx, int text) {
  HPy globals = hpyc_object(ctx, globals), key = hpyc_name(ctx, __name__), name = HPy_GetItem(ctx, globals, key), r = HPy_NULL;
  hpyc_const_close(ctx, globals);
  hpyc_const_close(ctx, key);
  if (HPy_IsNull(name)) return name;
  HPy a[2] = {hpyc_const(ctx, text), name};
  r = hpyc_help(ctx, HPYC_O_help_text, hpyc_text_text, a, 2);
  hpyc_const_close(ctx, a[0]);
  HPy_Close(ctx, name);
  return r;
}
