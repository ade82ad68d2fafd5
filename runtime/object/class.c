// Class statements.
#pragma once
#include "core/cell.c"
#include "core/call.c"
#include "object/exception.c"
#include "object/item.h"

// As the interpreter: __mro_entries__, metaclass, __prepare__. The result also carries what class.create needs.
static const char hpyc_class_text[] =
    "from types import prepare_class\n"
    "def f(name, bases, keywords):\n"
    "  new = []; resolved = bases; original = None\n"
    "  for b in bases:\n"
    "    m = f if issubclass(type(b), type) else getattr(b, '__mro_entries__', f)\n"
    "    if m is f: new.append(b)\n"
    "    else:\n"
    "      m = m(bases); original = bases\n"
    "      if not isinstance(m, tuple): raise TypeError('__mro_entries__ must return a tuple')\n"
    "      new += m\n"
    "  if original is not None: resolved = tuple(new)\n"
    "  m = (keywords or {}).get('metaclass', object)\n"
    "  meta, scope, keywords = prepare_class(name, resolved, keywords)\n"
    "  if not hasattr(type(scope), '__getitem__'):\n"
    "    n = meta.__name__ if issubclass(type(m), type) else '<metaclass>'\n"
    "    raise TypeError('%.200s.__prepare__() must return a mapping, not %.200s' % (n, type(scope).__name__))\n"
    "  return meta, resolved, scope, (keywords, original)\n";
// results: metaclass, bases, namespace, and for class.create None or a tuple of keywords and unresolved bases.
HPYC_NOINLINE static int hpyc_class_prepare(HPyContext *ctx, HPy bases, HPy keywords, int name, HPy *results) {
  int plain = HPy_IsNull(keywords) || HPy_Is(ctx, keywords, hpyc_none(ctx));
  HPy_ssize_t count = HPy_Length(ctx, bases);
  for (HPy_ssize_t i = 0; plain && i < count; i++) {
    HPy base = hpyc_tuple_item(ctx, bases, i);
    plain = HPYC_EXACT(base, Type);
    HPy_Close(ctx, base);
  }
  if (plain) {
    results[0] = HPy_Dup(ctx, HPYC_TYPE(Type));
    results[1] = HPy_Dup(ctx, bases);
    results[2] = HPyDict_New(ctx);
    results[3] = HPy_Dup(ctx, hpyc_none(ctx));
    return 0;
  }
  HPy a[3] = {hpyc_const(ctx, name), bases, HPy_IsNull(keywords) ? hpyc_none(ctx) : keywords};
  HPy all = hpyc_help(ctx, HPYC_O_help_class, hpyc_class_text, a, 3);
  hpyc_const_close(ctx, a[0]);
  if (HPy_IsNull(all)) return -1;
  for (int i = 0; i < 4; i++) results[i] = hpyc_tuple_item(ctx, all, i);
  HPy_Close(ctx, all);
  return 0;
}
// type.__new__ does this with the interpreter's own functions alone. Not before the metaclass is called: it may look at them.
static const char hpyc_class_methods_text[] =
    "from types import FunctionType\n"
    "space = type.__dict__['__dict__'].__get__\n"
    "def f(cls):\n"
    "  if issubclass(type(cls), type):\n"
    "    for name, wrap in ('__new__', staticmethod), ('__init_subclass__', classmethod), ('__class_getitem__', classmethod):\n"
    "      v = space(cls).get(name)\n"
    "      if type(v).__name__ == 'function' and type(v) is not FunctionType: type.__setattr__(cls, name, wrap(v))\n";
static int hpyc_class_has(HPyContext *ctx, HPy scope, HPy name) {
  int found = HPy_Contains(ctx, scope, name);
  hpyc_const_close(ctx, name);
  return found;
}
HPYC_COLD static HPy hpyc_class_wrap_methods(HPyContext *ctx, HPy cls) {
  HPy done = hpyc_help(ctx, HPYC_O_help_class_methods, hpyc_class_methods_text, &cls, 1);
  if (!HPy_IsNull(done)) HPy_Close(ctx, done);
  else {
    HPy_Close(ctx, cls);
    cls = HPy_NULL;
  }
  return cls;
}
HPYC_NOINLINE static HPy hpyc_class_create(HPyContext *ctx, HPy metaclass, HPy bases, HPy scope, HPy extra, int name) {
  HPy a[3] = {hpyc_const(ctx, name), bases, scope}, result = HPy_NULL;
  int plain = HPy_Is(ctx, extra, hpyc_none(ctx));  // type and a dict
  if (plain) {
    result = HPy_Call(ctx, metaclass, a, 3, HPy_NULL);
  } else {
    HPy keywords = hpyc_tuple_item(ctx, extra, 0), original = hpyc_tuple_item(ctx, extra, 1);
    HPy key = hpyc_name(ctx, __orig_bases__), arguments = hpyc_tuple_from(ctx, a, 3);
    if (HPy_Is(ctx, original, hpyc_none(ctx)) || HPy_SetItem(ctx, scope, key, original) == 0)
      result = HPy_CallTupleDict(ctx, metaclass, arguments, keywords);
    HPy_Close(ctx, keywords);
    HPy_Close(ctx, original);
    HPy_Close(ctx, arguments);
    hpyc_const_close(ctx, key);
  }
  hpyc_const_close(ctx, a[0]);
  if (!HPy_IsNull(result) &&
      (!plain || hpyc_class_has(ctx, scope, hpyc_name(ctx, __new__)) ||
       hpyc_class_has(ctx, scope, hpyc_name(ctx, __init_subclass__)) ||
       hpyc_class_has(ctx, scope, hpyc_name(ctx, __class_getitem__))))
    result = hpyc_class_wrap_methods(ctx, result);
  return result;
}
// Language level 2: a `__metaclass__` in the body counts like the keyword.
static const char hpyc_metaclass_text[] =
    "from types import _calculate_meta\n"
    "def f(given, bases, scope):\n"
    "  m = scope['__metaclass__']\n"
    "  return _calculate_meta(m, bases) if isinstance(m, type) else m\n";
static HPy hpyc_class_metaclass(HPyContext *ctx, HPy metaclass, HPy bases, HPy scope) {
  HPy name = hpyc_name(ctx, __metaclass__);
  int has = HPy_Contains(ctx, scope, name);
  hpyc_const_close(ctx, name);
  if (has <= 0) return has < 0 ? HPy_NULL : HPy_Dup(ctx, metaclass);
  HPy a[3] = {metaclass, bases, scope};
  return hpyc_help(ctx, HPYC_O_help_metaclass, hpyc_metaclass_text, a, 3);
}
static const char hpyc_class_check_text[] =
    "def f(name, cls, *other):\n"
    "  if other: raise TypeError('__class__ set to %.200r defining %.200r as %.200r' % (other[0], name, cls))\n"
    "  raise RuntimeError('__class__ not set defining %.200r as %.200r. '\n"
    "                     'Was __classcell__ propagated to type.__new__?' % (name, cls))\n";
// After the metaclass has been called: type.__new__ must have put the class into its __class__ cell.
HPYC_NOINLINE static int hpyc_class_check(HPyContext *ctx, HPy cls, HPy cell, int name) {
  HPy content = hpyc_cell_peek(ctx, cell, HPYC_CELL_CLASS);
  int fine = !HPy_TypeCheck(ctx, cls, HPYC_TYPE(Type)) || (!HPy_IsNull(content) && HPy_Is(ctx, content, cls));
  if (!fine) {
    HPy a[3] = {hpyc_const(ctx, name), cls, content};
    hpyc_close_nullable(ctx, hpyc_help(ctx, HPYC_O_help_class_check, hpyc_class_check_text, a, HPy_IsNull(content) ? 2 : 3));
    hpyc_const_close(ctx, a[0]);
  }
  hpyc_close_nullable(ctx, content);
  return fine ? 0 : -1;
}
// super() without arguments. flags 1: the frame has no first argument, HPYC_CELL_CLASS: the kind of the cell.
HPYC_NOINLINE static HPy hpyc_call_super(HPyContext *ctx, HPy callee, HPy cell, HPy first, int flags) {
  if (!hpyc_is_known(ctx, callee, HPYC_KNOWN_super)) return HPy_Call(ctx, callee, NULL, 0, HPy_NULL);
  const char *problem = NULL;
  HPy a[2] = {HPy_NULL, first}, r = HPy_NULL;
  if (flags & 1) problem = "super(): no arguments";
  else if (HPy_IsNull(first)) problem = "super(): arg[0] deleted";
  else if (HPy_IsNull(cell)) problem = "super(): __class__ cell not found";
  else if (HPy_IsNull(a[0] = hpyc_cell_peek(ctx, cell, flags & HPYC_CELL_CLASS))) problem = "super(): empty __class__ cell";
  if (problem) {
    HPyErr_SetString(ctx, HPYC_EXC(RuntimeError), problem);
  } else if (!HPy_TypeCheck(ctx, a[0], HPYC_TYPE(Type))) {
    hpyc_error(ctx, HPYC_EXC(RuntimeError), "super(): __class__ is not a type (%s)", hpyc_type_name(ctx, a[0]));
  } else {
    r = HPy_Call(ctx, callee, a, 2, HPy_NULL);
  }
  hpyc_close_nullable(ctx, a[0]);
  return r;
}
