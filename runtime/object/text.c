// What only the interpreter's own compiler can make.
#pragma once
#include "object/exception.c"

static const char hpyc_text_text[] =
    "def f(text, name):\n"
    "  s = {'__name__': name, '__builtins__': __builtins__}\n"
    "  exec(compile(text, '<hpyc>', 'exec', dont_inherit=True), s)\n"
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
