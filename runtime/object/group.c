// `except*`. The interpreter's own methods of groups do the work; before Python 3.11 there are none.
#pragma once
#include "object/exception.c"

static const char hpyc_group_split_text[] =
    "mro = type.__dict__['__mro__'].__get__\n"
    "def f(e, types):\n"
    "  all = types if isinstance(types, tuple) else (types,)\n"
    "  for t in all:\n"
    "    if not isinstance(t, type) or BaseException not in mro(t):\n"
    "      raise TypeError('catching classes that do not inherit from BaseException is not allowed')\n"
    "  try: group = BaseExceptionGroup\n"
    "  except NameError: group = None\n"
    "  if group is None: raise RuntimeError('except* needs Python 3.11')\n"
    "  for t in all:\n"
    "    if group in mro(t):\n"
    "      raise TypeError('catching ExceptionGroup with except* is not allowed. Use except instead.')\n"
    "  if e is None: return None, None\n"
    "  if any(t in mro(type(e)) for t in all):\n"
    "    return e if isinstance(e, group) else group('', (e,)), None\n"
    "  return e.split(types) if isinstance(e, group) else (None, e)\n";
HPYC_NOINLINE static int hpyc_group_split(HPyContext *ctx, HPy e, HPy types, HPy *results) {
  HPy a[2] = {e, types}, both = hpyc_help(ctx, HPYC_O_help_group_split, hpyc_group_split_text, a, 2);
  if (HPy_IsNull(both)) return -1;
  results[0] = HPy_GetItem_i(ctx, both, 0);
  results[1] = HPy_GetItem_i(ctx, both, 1);
  HPy_Close(ctx, both);
  return 0;
}

// What clauses raised again keeps its place in the original group; what is new stands beside it.
// A single new exception is raised as it is since 3.11.4.
static const char hpyc_group_reraise_text[] =
    "import sys\n"
    "def same(a, b):\n"
    "  return (getattr(a, '__notes__', None) is getattr(b, '__notes__', None) and a.__traceback__ is b.__traceback__\n"
    "          and a.__cause__ is b.__cause__ and a.__context__ is b.__context__)\n"
    "def leaves(e):\n"
    "  if not isinstance(e, BaseExceptionGroup): return {id(e)}\n"
    "  return set().union(*map(leaves, e.exceptions))\n"
    "def f(e, parts):\n"
    "  parts = [p for p in parts if p is not None]\n"
    "  if not parts: return None\n"
    "  if not isinstance(e, BaseExceptionGroup): return parts[0]\n"
    "  new = [p for p in parts if not same(p, e)]\n"
    "  old = [p for p in parts if same(p, e)]\n"
    "  if old:\n"
    "    kept = set().union(*map(leaves, old))\n"
    "    old = [e.split(lambda x: id(x) in kept)[0]]\n"
    "    if not new: return old[0]\n"
    "  if len(new) == 1 and not old and sys.version_info >= (3, 11, 4): return new[0]\n"
    "  return BaseExceptionGroup('', new + old)\n";
HPYC_NOINLINE static HPy hpyc_group_reraise(HPyContext *ctx, HPy e, HPy parts) {
  HPy a[2] = {e, parts};
  return hpyc_help(ctx, HPYC_O_help_group_reraise, hpyc_group_reraise_text, a, 2);
}
