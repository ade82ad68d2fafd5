// Patterns of `match`.
#pragma once
#include "object/display.c"
#include "object/exception.c"

// Sequences and mappings by the interpreter's flags where it has them, else by the abstract classes.
static const char hpyc_match_kind_text[] =
    "import sys\n"
    "from collections.abc import Mapping, Sequence\n"
    "flags = type.__dict__['__flags__'].__get__\n"
    "if sys.implementation.name == 'cpython' and sys.version_info >= (3, 10):\n"
    "  def f(o, sequence): return flags(type(o)) & (32 if sequence else 64) != 0\n"
    "else:\n"
    "  def f(o, sequence):\n"
    "    if sequence: return isinstance(o, Sequence) and not isinstance(o, (str, bytes, bytearray))\n"
    "    return isinstance(o, Mapping)\n";
HPYC_NOINLINE static int hpyc_match_kind(HPyContext *ctx, HPy o, int sequence) {
#if !HPYC_UNIVERSAL && !HPYC_EMULATED && PY_VERSION_HEX >= 0x030a0000
  return PyType_HasFeature(Py_TYPE(hpyc_py(ctx, o)), sequence ? Py_TPFLAGS_SEQUENCE : Py_TPFLAGS_MAPPING) != 0;
#else
#if HPYC_UNIVERSAL
  if (HPYC_RAW && hpyc_version >= 0x030a0000) return (Py_TYPE(hpyc_py(ctx, o))->tp_flags & (sequence ? 1UL << 5 : 1UL << 6)) != 0;
#endif
  if (sequence && (HPYC_EXACT(o, List) || HPYC_EXACT(o, Tuple))) return 1;
  HPy a[2] = {o, sequence ? hpyc_true(ctx) : hpyc_false(ctx)}, r;
  r = hpyc_help(ctx, HPYC_O_help_match_kind, hpyc_match_kind_text, a, 2);
  if (HPy_IsNull(r)) return -1;
  int found = HPy_Is(ctx, r, hpyc_true(ctx));
  HPy_Close(ctx, r);
  return found;
#endif
}
HPYC_NOINLINE static int hpyc_match_sequence(HPyContext *ctx, HPy o, int64_t count, int64_t at_least) {
  int kind = hpyc_match_kind(ctx, o, 1);
  if (kind <= 0 || (at_least && !count)) return kind;
  HPy_ssize_t length = HPy_Length(ctx, o);
  if (length < 0) return -1;
  return at_least ? length >= count : length == count;
}
HPYC_NOINLINE static int hpyc_match_mapping(HPyContext *ctx, HPy o, int64_t count) {
  int kind = hpyc_match_kind(ctx, o, 0);
  if (kind <= 0 || !count) return kind;
  HPy_ssize_t length = HPy_Length(ctx, o);
  return length < 0 ? -1 : length >= count;
}
HPYC_NOINLINE static HPy hpyc_match_from_end(HPyContext *ctx, HPy o, int64_t distance) {
  HPy_ssize_t length = HPy_Length(ctx, o);
  if (length < 0) return HPy_NULL;
  HPy key = HPyLong_FromInt64_t(ctx, length - distance), r;
  if (HPy_IsNull(key)) return key;
  r = HPy_GetItem(ctx, o, key);
  HPy_Close(ctx, key);
  return r;
}

static const char hpyc_match_keys_text[] =
    "def f(o, keys):\n"
    "  get = o.get; missing = object(); seen = set(); values = []\n"
    "  for k in keys:\n"
    "    if k in seen: raise ValueError('mapping pattern checks duplicate key (%r)' % (k,))\n"
    "    seen.add(k)\n"
    "    v = get(k, missing)\n"
    "    if v is missing: return None\n"
    "    values.append(v)\n"
    "  return tuple(values)\n";
HPYC_NOINLINE static HPy hpyc_match_keys(HPyContext *ctx, HPy o, HPy keys) {
#if HPYC_DIRECT
  PyObject *dict = hpyc_py(ctx, o), *tuple = hpyc_py(ctx, keys);
  if (PyDict_CheckExact(dict) && PyTuple_GET_SIZE(tuple) == 1) {
    PyObject *value = PyDict_GetItemWithError(dict, PyTuple_GET_ITEM(tuple, 0));
    if (value) return hpyc_from_py(ctx, PyTuple_Pack(1, value));
    return PyErr_Occurred() ? HPy_NULL : HPy_Dup(ctx, hpyc_none(ctx));
  }
#endif
  HPy a[2] = {o, keys};
  return hpyc_help(ctx, HPYC_O_help_match_keys, hpyc_match_keys_text, a, 2);
}
HPYC_NOINLINE static HPy hpyc_match_rest(HPyContext *ctx, HPy o, HPy keys) {
  HPy rest = HPyDict_New(ctx);
  HPy_ssize_t count = HPy_Length(ctx, keys);
  int failed = HPy_IsNull(rest) || hpyc_dict_update(ctx, rest, o) < 0;
  for (HPy_ssize_t i = 0; i < count && !failed; i++) {
    HPy key = HPy_GetItem_i(ctx, keys, i);
    failed = HPy_DelItem(ctx, rest, key) < 0;
    HPy_Close(ctx, key);
  }
  if (!failed) return rest;
  hpyc_close_nullable(ctx, rest);
  return HPy_NULL;
}

static const char hpyc_match_class_text[] =
    "import sys\n"
    "flags = type.__dict__['__flags__'].__get__\n"
    "itself = {bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple}\n"
    "def name_of(t):\n"
    "  m = t.__module__\n"
    "  return t.__name__ if flags(t) & 512 or m == 'builtins' else '%s.%s' % (m, t.__name__)\n"
    "def f(o, cls, count, names, checked):\n"
    "  if not isinstance(cls, type):\n"
    "    if sys.version_info >= (3, 10): exec(compile('match 0:\\n case cls(): pass', '<hpyc>', 'exec'), {'cls': cls})\n"
    "    raise TypeError('called match pattern must be a type')\n"
    "  if not checked and not isinstance(o, cls): return None\n"
    "  found = []; seen = set(); missing = object()\n"
    "  def attribute(name):\n"
    "    if name in seen: raise TypeError('%s() got multiple sub-patterns for attribute %r' % (name_of(cls), name))\n"
    "    seen.add(name)\n"
    "    found.append(getattr(o, name, missing))\n"
    "    return found[-1] is not missing\n"
    "  if count:\n"
    "    args = getattr(cls, '__match_args__', missing)\n"
    "    alone = args is missing and not itself.isdisjoint(type.__dict__['__mro__'].__get__(cls))\n"
    "    if args is missing: args = ()\n"
    "    elif type(args) is not tuple:\n"
    "      raise TypeError('%s.__match_args__ must be a tuple (got %s)' % (name_of(cls), name_of(type(args))))\n"
    "    allowed = 1 if alone else len(args)\n"
    "    if allowed < count:\n"
    "      raise TypeError('%s() accepts %d positional sub-pattern%s (%d given)'\n"
    "                      % (name_of(cls), allowed, '' if allowed == 1 else 's', count))\n"
    "    if alone: found.append(o)\n"
    "    else:\n"
    "      for name in args[:count]:\n"
    "        if type(name) is not str:\n"
    "          raise TypeError('__match_args__ elements must be strings (got %s)' % name_of(type(name)))\n"
    "        if not attribute(name): return None\n"
    "  for name in names:\n"
    "    if not attribute(name): return None\n"
    "  return tuple(found)\n";
HPYC_NOINLINE static HPy hpyc_match_class(HPyContext *ctx, HPy o, HPy cls, int64_t count, int names) {
  int checked = 0;
#if HPYC_DIRECT
  // What is no instance, and classes without anything to look at.
  if (PyType_Check(hpyc_py(ctx, cls))) {
    int instance = PyObject_IsInstance(hpyc_py(ctx, o), hpyc_py(ctx, cls));
    if (instance < 0) return HPy_NULL;
    if (!instance) return HPy_Dup(ctx, hpyc_none(ctx));
    checked = 1;
    if (!count && !hpyc_constant_table[names].length) return hpyc_from_py(ctx, PyTuple_New(0));
  }
#endif
  HPy a[5] = {o, cls, HPyLong_FromInt64_t(ctx, count), hpyc_const(ctx, names)}, r = HPy_NULL;
  a[4] = checked ? hpyc_true(ctx) : hpyc_false(ctx);
  if (!HPy_IsNull(a[2])) r = hpyc_help(ctx, HPYC_O_help_match_class, hpyc_match_class_text, a, 5);
  hpyc_close_nullable(ctx, a[2]);
  hpyc_const_close(ctx, a[3]);
  return r;
}
