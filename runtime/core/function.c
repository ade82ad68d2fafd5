// The function object: arguments of every kind, attributes, binding as a method.
#pragma once
#include "object/exception.c"
#if !HPYC_UNIVERSAL
#include <structmember.h>
#endif

// Attributes held by the object; a null one has the value that hpyc_function_get derives. In universal the captured cells
// are fields of their own behind these.
enum {
  HPYC_F_NAME, HPYC_F_QUALNAME, HPYC_F_DOC, HPYC_F_MODULE, HPYC_F_DEFAULTS, HPYC_F_KWDEFAULTS, HPYC_F_ANNOTATIONS, HPYC_F_DICT,
  HPYC_F_CLOSURE, HPYC_F_TYPE_PARAMS, HPYC_F_OTHER, HPYC_F_COUNT, HPYC_F_GLOBALS, HPYC_F_CODE, HPYC_F_BUILTINS, HPYC_F_CLASS
};
#if !HPYC_UNIVERSAL
typedef struct {
  PyObject_HEAD
  vectorcallfunc vectorcall;
  const hpyc_function_info *info;
  HPy (*entry)(HPyContext *ctx, HPy function, const HPy *arguments);
  int simple;    // number of arguments, if all are positional; else -1
  int modified;  // the defaults are not those of the definition any more
  PyObject *fields[HPYC_F_COUNT], *weakrefs;
} hpyc_function;
static PyTypeObject hpyc_function_type;
#define hpyc_py_is_function(o) (Py_TYPE(o) == &hpyc_function_type)
#define hpyc_py_function(o) ((hpyc_function *)(o))
#define hpyc_function_of(ctx, h) hpyc_py_function(hpyc_py(ctx, h))
static inline PyObject *hpyc_py_dup(PyObject *o) {
  Py_XINCREF(o);
  return o;
}
static inline HPy hpyc_field_load(HPyContext *ctx, HPy owner, PyObject *field) { return hpyc_from_py(ctx, hpyc_py_dup(field)); }
static void hpyc_field_store(HPyContext *ctx, HPy owner, PyObject **field, HPy value) {
  PyObject *old = *field;
  *field = HPy_IsNull(value) ? NULL : hpyc_py_dup(hpyc_py(ctx, value));
  Py_XDECREF(old);
}
#define HPYC_ADDRESS(h) ((void *)hpyc_py(ctx, h))
#else
typedef struct {
  const hpyc_function_info *info;
  HPy (*entry)(HPyContext *ctx, HPy function, const HPy *arguments);
  int simple, modified;
  void *weakrefs;   // CPython's list
  HPyField itself;  // see hpyc_def_finalize
  HPyField fields[HPYC_F_COUNT + HPYC_CELL_COUNT];
} hpyc_function;
#define hpyc_py_is_function(o) (Py_TYPE(o) == (PyTypeObject *)hpyc_stored_py(HPYC_O_function_type))
#define hpyc_py_function(o) ((hpyc_function *)((PyObject *)(o) + 1))
#define hpyc_function_of(ctx, h) (HPYC_RAW ? hpyc_py_function(hpyc_py(ctx, h)) : (hpyc_function *)_HPy_AsStruct_Object(ctx, h))
#define hpyc_field_load(ctx, h, field) (HPyField_IsNull(field) ? HPy_NULL : HPyField_Load(ctx, h, field))
#define hpyc_field_store(ctx, h, field, value) HPyField_Store(ctx, h, field, value)
#define HPYC_ADDRESS(h) ((void *)(h)._i)
#endif
#if HPYC_CAPI
#define hpyc_context() NULL
#elif HPYC_DIRECT
#define hpyc_context() (&_global_ctx)
#endif

// The cells of captured variables, owned, for the time of a call.
static inline void hpyc_closure_open(HPyContext *ctx, HPy self, HPy *cells, int count) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  for (int i = 0; i < count; i++)
#if !HPYC_UNIVERSAL
    cells[i] = hpyc_from_borrowed(ctx, PyTuple_GET_ITEM(f->fields[HPYC_F_CLOSURE], i));
#else
    cells[i] = HPyField_Load(ctx, self, f->fields[HPYC_F_COUNT + i]);
#endif
}
static inline void hpyc_closure_close(HPyContext *ctx, HPy *cells, int count) {
  for (int i = 0; i < count; i++) HPy_Close(ctx, cells[i]);
}
HPYC_COLD static HPy hpyc_names_tuple(HPyContext *ctx, const int *names, int count) {
  HPy items[count + 1];
  for (int i = 0; i < count; i++) items[i] = hpyc_const(ctx, names[i]);
  HPy r = hpyc_tuple_from(ctx, items, count);
  for (int i = 0; i < count; i++) hpyc_const_close(ctx, items[i]);
  return r;
}

// A code object of the interpreter with the same signature and names, one a function. Its body calls the compiled function,
// so that what is made of it (types.FunctionType, exec) does the same; captured cells are found as those of a lambda. It does
// so by an operator of a constant, which needs no name that inspect.getclosurevars would report.
static const char hpyc_code_text[] =
    "import sys\n"
    "codes = {}\n"
    "class Run:\n"
    "  def __init__(self, call): self.call = call\n"
    "  def __matmul__(self, passed): return self.call(*passed[0], **passed[1])\n"
    "class Close(Run):\n"
    "  def __matmul__(self, passed): return self.call(passed[2].__closure__)(*passed[0], **passed[1])\n"
    "ways = 'return %s', 'return (yield from %s)', 'return await %s', '\\n  async for item in %s: yield item'\n"
    "def f(index, name, qualname, names, only, most, keyword, flags, free, line, file, compiled):\n"
    "  c = codes.get(index)\n"
    "  if c: return c\n"
    "  p = list(names[:most]); rest = list(names[most + keyword:])\n"
    "  a = p[:]; k = ['%r: %s' % (n, n) for n in names[most:most + keyword]]\n"
    "  if only: p.insert(only, '/')\n"
    "  if flags & 1: p.append('*' + rest[0]); a.append('*' + rest.pop(0))\n"
    "  elif keyword: p.append('*')\n"
    "  p += names[most:most + keyword]\n"
    "  if flags & 2: p.append('**' + rest[0]); k.append(p[-1])\n"
    "  n = name if name.isidentifier() and name not in free else 'f'\n"
    "  s = {}\n"
    "  passed = '(%s), {%s}' % (''.join([n + ', ' for n in a]), ', '.join(k))\n"
    "  if free: passed += ', lambda: (%s,)' % ', '.join(free)\n"
    "  way = ways[flags >> 3 & 3] % ('(\\'<hpyc>\\' @ (%s))' % passed)\n"
    "  t = '%sdef o(%s):\\n %sdef %s(%s): %s\\n return %s'\n"
    "  t %= '\\n' * max(line - 2, 0), ', '.join(free), 'async ' * (flags >> 4 & 1), n, ', '.join(p), way, n\n"
    "  exec(compile(t, file, 'exec'), s)\n"
    "  c = s['o'](*free).__code__\n"
    "  k = {'co_name': name, 'co_firstlineno': line}\n"
    "  run = (Close if free else Run)(compiled)\n"
    "  k['co_consts'] = tuple([run if v == '<hpyc>' else v for v in c.co_consts])\n"
    "  if sys.version_info >= (3, 11): k['co_qualname'] = qualname\n"
    "  codes[index] = c = c.replace(**k)\n"
    "  return c\n";
static HPy hpyc_make_function(HPyContext *ctx, HPy defaults, HPy kwdefaults, HPy annotations, int index);
#if HPYC_CELL_COUNT
static HPy hpyc_make_closure(HPyContext *ctx, HPy defaults, HPy kwdefaults, HPy annotations, const HPy *cells, int count, int index);
// What code objects of functions with captures call first: the function with these cells. In universal, cells have a type of
// their own.
HPYC_COLD static HPy hpyc_code_close(HPyContext *ctx, HPy self, const HPy *arguments) {
  const hpyc_function_info *info = hpyc_function_of(ctx, self)->info;
#if !HPYC_UNIVERSAL
  HPy cells[info->cell_count + 1];
  for (int i = 0; i < info->cell_count; i++) cells[i] = HPy_GetItem_i(ctx, arguments[0], i);
  HPy r = hpyc_make_closure(ctx, HPy_NULL, HPy_NULL, HPy_NULL, cells, info->cell_count, (int)(info - hpyc_functions));
  for (int i = 0; i < info->cell_count; i++) hpyc_close_nullable(ctx, cells[i]);
  return r;
#else
  HPyErr_SetString(ctx, ctx->h_TypeError, "the code of a compiled function with free variables cannot be run");
  return HPy_NULL;
#endif
}
#endif
HPYC_COLD static HPy hpyc_code_callee(HPyContext *ctx, const hpyc_function_info *info) {
  HPy f = hpyc_make_function(ctx, HPy_NULL, HPy_NULL, HPy_NULL, (int)(info - hpyc_functions));
#if HPYC_CELL_COUNT
  if (HPy_IsNull(f) || !info->cell_count) return f;
  hpyc_function_of(ctx, f)->entry = hpyc_code_close;
  hpyc_function_of(ctx, f)->simple = 1;
#endif
  return f;
}
HPYC_COLD static HPy hpyc_function_code(HPyContext *ctx, const hpyc_function_info *info) {
  const int numbers[] = {info->positional_only, info->positional, info->keyword_only, info->flags};
  int total = info->positional + info->keyword_only + (info->flags & 1) + (info->flags >> 1 & 1);
  HPy a[12], r = HPy_NULL;
  a[0] = HPyLong_FromInt64_t(ctx, (int64_t)(info - hpyc_functions));
  a[1] = hpyc_const_owned(ctx, info->name);
  a[2] = hpyc_const_owned(ctx, info->qualname);
  a[3] = hpyc_names_tuple(ctx, info->parameters, total);
  for (int i = 0; i < 4; i++) a[4 + i] = HPyLong_FromInt64_t(ctx, numbers[i]);
  a[8] = hpyc_names_tuple(ctx, info->cells, info->cell_count);
  a[9] = HPyLong_FromInt64_t(ctx, info->first_line);
  a[10] = hpyc_source(ctx);
  a[11] = hpyc_code_callee(ctx, info);
  int complete = 1;
  for (int i = 0; i < 12; i++) complete &= !HPy_IsNull(a[i]);
  if (complete) r = hpyc_help(ctx, HPYC_O_help_code, hpyc_code_text, a, 12);
  for (int i = 0; i < 12; i++) hpyc_close_nullable(ctx, a[i]);
  return r;
}
// A function whose `__code__` was set has the call made by one of the interpreter.
static const char hpyc_recode_text[] =
    "from types import FunctionType\n"
    "def f(own, code, scope, name, defaults, closure, kwdefaults):\n"
    "  r = FunctionType(own, scope, name, defaults, closure)\n"
    "  r.__code__ = code\n"
    "  r.__kwdefaults__ = kwdefaults\n"
    "  return r\n";
// Only where all arguments are positional: see `simple`.
HPYC_COLD static HPy hpyc_recode_entry(HPyContext *ctx, HPy self, const HPy *arguments) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  HPy other = hpyc_field_load(ctx, self, f->fields[HPYC_F_OTHER]), r = HPy_Call(ctx, other, arguments, (size_t)f->info->positional, HPy_NULL);
  HPy_Close(ctx, other);
  return r;
}
static HPy hpyc_function_get(HPyContext *ctx, HPy self, void *which);
HPYC_COLD static int hpyc_function_recode(HPyContext *ctx, HPy self, HPy code) {
  static const int fields[] = {HPYC_F_CODE, HPYC_F_CODE, HPYC_F_GLOBALS, HPYC_F_NAME, HPYC_F_DEFAULTS, HPYC_F_CLOSURE, HPYC_F_KWDEFAULTS};
  HPy a[7], r = HPy_NULL;
  int complete = 1;
  for (int i = 0; i < 7; i++) {
    a[i] = i == 1 ? HPy_Dup(ctx, code) : hpyc_function_get(ctx, self, (void *)(intptr_t)fields[i]);
    complete &= !HPy_IsNull(a[i]);
  }
  if (complete) r = hpyc_help(ctx, HPYC_O_help_recode, hpyc_recode_text, a, 7);
  for (int i = 0; i < 7; i++) hpyc_close_nullable(ctx, a[i]);
  if (HPy_IsNull(r)) return -1;
  hpyc_function *f = hpyc_function_of(ctx, self);
  f->entry = hpyc_recode_entry;
  f->simple = -1;
  f->modified = 1;
  hpyc_field_store(ctx, self, &f->fields[HPYC_F_OTHER], r);
  HPy_Close(ctx, r);
  return 0;
}
HPYC_COLD static HPy hpyc_function_get(HPyContext *ctx, HPy self, void *which) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  int field = (int)(intptr_t)which;
  HPy value = HPy_NULL;
  if (field == HPYC_F_CODE) {
    HPy other = hpyc_field_load(ctx, self, f->fields[HPYC_F_OTHER]);
    if (HPy_IsNull(other)) return hpyc_function_code(ctx, f->info);
    value = HPy_GetAttr_s(ctx, other, "__code__");
    HPy_Close(ctx, other);
    return value;
  }
  // isinstance() and inspect.isfunction() take it for one of the interpreter.
  if (field == HPYC_F_CLASS) return hpyc_const_owned(ctx, HPYC_O_python_function);
  if (field == HPYC_F_GLOBALS) return hpyc_const_owned(ctx, HPYC_O_globals);
  if (field == HPYC_F_BUILTINS) return hpyc_const_owned(ctx, HPYC_O_builtins);
#if HPYC_UNIVERSAL && HPYC_CELL_COUNT
  if (field == HPYC_F_CLOSURE && f->info->cell_count) {
    HPy cells[HPYC_CELL_COUNT + 1];
    hpyc_closure_open(ctx, self, cells, f->info->cell_count);
    value = hpyc_tuple_from(ctx, cells, f->info->cell_count);
    hpyc_closure_close(ctx, cells, f->info->cell_count);
    return value;
  }
#endif
  value = hpyc_field_load(ctx, self, f->fields[field]);
  if (!HPy_IsNull(value)) return value;
  if (field == HPYC_F_NAME) return hpyc_const_owned(ctx, f->info->name);
  if (field == HPYC_F_QUALNAME) return hpyc_const_owned(ctx, f->info->qualname);
  if (field == HPYC_F_DOC && f->info->doc >= 0) return hpyc_const_owned(ctx, f->info->doc);
  if (field == HPYC_F_MODULE) {
    HPy globals = hpyc_object(ctx, globals), name = hpyc_name(ctx, __name__);
    if (HPy_Contains(ctx, globals, name) > 0) value = HPy_GetItem(ctx, globals, name);
    hpyc_const_close(ctx, globals);
    hpyc_const_close(ctx, name);
    if (!HPy_IsNull(value)) return value;
  }
  if (field == HPYC_F_TYPE_PARAMS) return hpyc_tuple_from(ctx, NULL, 0);
  if (field < HPYC_F_ANNOTATIONS || field == HPYC_F_CLOSURE) return HPy_Dup(ctx, hpyc_none(ctx));
  value = HPyDict_New(ctx);
  if (!HPy_IsNull(value)) hpyc_field_store(ctx, self, &f->fields[field], value);
  return value;
}
// A null value deletes.
HPYC_COLD static int hpyc_function_set(HPyContext *ctx, HPy self, HPy value, void *which) {
  static const char *const must_be[] = {"__name__ must be set to a string", "__qualname__ must be set to a string", 0, 0,
                                        "__defaults__ must be set to a tuple", "__kwdefaults__ must be set to a dict",
                                        "__annotations__ must be set to a dict", "__dict__ must be set to a dictionary"};
  hpyc_function *f = hpyc_function_of(ctx, self);
  int field = (int)(intptr_t)which, deletes = HPy_IsNull(value), optional = field == HPYC_F_DOC || field == HPYC_F_MODULE;
  if (field == HPYC_F_CODE && !deletes) return hpyc_function_recode(ctx, self, value);
  if (field == HPYC_F_TYPE_PARAMS) {
    if (deletes || !HPyTuple_Check(ctx, value)) {
      HPyErr_SetString(ctx, HPYC_EXC(TypeError), "__type_params__ must be set to a tuple");
      return -1;
    }
    hpyc_field_store(ctx, self, &f->fields[field], value);
    return 0;
  }
  if (field >= HPYC_F_CLOSURE) {
    HPyErr_SetString(ctx, HPYC_EXC(AttributeError), "readonly attribute");
    return -1;
  }
  int none = deletes || HPy_Is(ctx, value, hpyc_none(ctx));
  if (none && field >= HPYC_F_DEFAULTS && field <= HPYC_F_ANNOTATIONS) {
    value = HPy_NULL;
  } else if (deletes && optional) {
    value = hpyc_none(ctx);
  } else if (!optional && (deletes || !(field <= HPYC_F_QUALNAME ? HPyUnicode_Check(ctx, value)
                                        : field == HPYC_F_DEFAULTS ? HPyTuple_Check(ctx, value) : HPyDict_Check(ctx, value)))) {
    int dict = field == HPYC_F_DICT && !deletes;
    hpyc_error(ctx, HPYC_EXC(TypeError), dict ? "%s, not a '%s'" : "%s object", must_be[field], dict ? hpyc_type_name(ctx, value) : "");
    return -1;
  }
  if (field == HPYC_F_DEFAULTS || field == HPYC_F_KWDEFAULTS) {
    f->modified = 1;
#if HPYC_UNIVERSAL
    int index = (int)(f->info - hpyc_functions);
    HPy current = HPyGlobal_Load(ctx, hpyc_made_functions[index]);
    if (HPy_Is(ctx, current, self)) HPyGlobal_Store(ctx, &hpyc_made_functions[index], ctx->h_None);
    HPy_Close(ctx, current);
#endif
  }
  hpyc_field_store(ctx, self, &f->fields[field], value);
  HPy other = hpyc_field_load(ctx, self, f->fields[HPYC_F_OTHER]);
  int failed = 0;
  if (!HPy_IsNull(other) && (field == HPYC_F_DEFAULTS || field == HPYC_F_KWDEFAULTS))
    failed = HPy_SetAttr_s(ctx, other, field == HPYC_F_DEFAULTS ? "__defaults__" : "__kwdefaults__", HPy_IsNull(value) ? hpyc_none(ctx) : value);
  hpyc_close_nullable(ctx, other);
  return failed;
}
HPYC_COLD static HPy hpyc_function_repr(HPyContext *ctx, HPy self) {
  char buffer[1024];
  HPy name = hpyc_function_get(ctx, self, (void *)HPYC_F_QUALNAME);
  if (HPy_IsNull(name)) return name;
  snprintf(buffer, sizeof buffer, "<function %.900s at %p>", hpyc_utf8(ctx, name), HPYC_ADDRESS(self));
  HPy_Close(ctx, name);
  return HPyUnicode_FromString(ctx, buffer);
}

// ---- arguments ----------------------------------------------------------------------------------------------------
// The parameter that a keyword means, -1: none, -2: error.
static int hpyc_find_parameter(HPyContext *ctx, const hpyc_function_info *info, HPy keyword, int first, int last) {
  for (int i = first; i < last; i++) {
    HPy name = hpyc_const(ctx, info->parameters[i]);
    int same = hpyc_same(ctx, name, keyword);
    hpyc_const_close(ctx, name);
    if (same) return i;
  }
  for (int i = first; i < last; i++) {
    HPy name = hpyc_const(ctx, info->parameters[i]);
    int same = HPy_RichCompareBool(ctx, keyword, name, HPy_EQ);
    hpyc_const_close(ctx, name);
    if (same) return same < 0 ? -2 : i;
  }
  return -1;
}
#ifndef HPYC_CYTHON
#define HPYC_CYTHON 0
#endif
#if HPYC_CYTHON
// Of Cython source: in Cython's words.
static const char hpyc_arguments_text[] =
    "def f(name, qualname, names, only, most, keyword, flags, defaults, kwdefaults, given, kwnames):\n"
    "  least = most - len(defaults or ())\n"
    "  def count(found, fewer):\n"
    "    n = least if fewer else most\n"
    "    how = 'exactly' if least == most and not flags & 1 else 'at least' if fewer else 'at most'\n"
    "    s = '' if n == 1 else 's'\n"
    "    return TypeError('%.200s() takes %s %d positional argument%s (%d given)' % (name, how, n, s, found))\n"
    "  if given > most and not flags & 1: raise count(given, False)\n"
    "  have = set(names[:given if given < most else most])\n"
    "  for k in kwnames or ():\n"
    "    if k in have: raise TypeError(\"%s() got multiple values for keyword argument '%s'\" % (name, k))\n"
    "    if k not in names[only:most + keyword] and not flags & 2:\n"
    "      raise TypeError(\"%s() got an unexpected keyword argument '%s'\" % (name, k))\n"
    "    have.add(k)\n"
    "  for i, n in enumerate(names[:least]):\n"
    "    if n not in have or given <= i < only: raise count(i, True)\n"
    "  for n in names[most:most + keyword]:\n"
    "    if n not in have and n not in (kwdefaults or ()):\n"
    "      raise TypeError('%.200s() needs keyword-only argument %s' % (name, n))\n";
#else
// The interpreter's own error for a call that does not fit: a Python function with these parameters is called alike.
static const char hpyc_arguments_text[] =
    "def f(name, qualname, names, only, most, keyword, flags, defaults, kwdefaults, given, kwnames):\n"
    "  d = len(defaults or ())\n"
    "  p = [n + '=0' * (i >= most - d) for i, n in enumerate(names[:most])]\n"
    "  if only: p.insert(only, '/')\n"
    "  rest = list(names[most + keyword:])\n"
    "  if flags & 1: p.append('*' + rest.pop(0))\n"
    "  elif keyword: p.append('*')\n"
    "  p += [n + '=0' * (n in (kwdefaults or ())) for n in names[most:most + keyword]]\n"
    "  if flags & 2: p.append('**' + rest[0])\n"
    "  s = {}\n"
    "  exec('def f(%s): pass' % ', '.join(p), s)\n"
    "  g = s['f']; g.__code__ = g.__code__.replace(co_name=name); g.__qualname__ = qualname\n"
    "  g(*(0,) * given, **dict.fromkeys(kwnames or (), 0))\n";
#endif
static HPYC_COLD void hpyc_argument_error(HPyContext *ctx, HPy self, int given, HPy kwnames) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  const hpyc_function_info *info = f->info;
  const short numbers[] = {info->positional_only, info->positional, info->keyword_only, info->flags};
  int total = info->positional + info->keyword_only + (info->flags & 1) + (info->flags >> 1 & 1);
  HPy a[11], names[total + 1];
  for (int i = 0; i < total; i++) names[i] = hpyc_const(ctx, info->parameters[i]);
  a[0] = hpyc_function_get(ctx, self, (void *)HPYC_F_NAME);
  a[1] = hpyc_function_get(ctx, self, (void *)HPYC_F_QUALNAME);
  a[2] = hpyc_tuple_from(ctx, names, total);
  for (int i = 0; i < 4; i++) a[3 + i] = HPyLong_FromInt64_t(ctx, numbers[i]);
  a[7] = hpyc_function_get(ctx, self, (void *)HPYC_F_DEFAULTS);
  a[8] = hpyc_function_get(ctx, self, (void *)HPYC_F_KWDEFAULTS);
  a[9] = HPyLong_FromInt64_t(ctx, given);
  a[10] = HPy_Dup(ctx, HPy_IsNull(kwnames) ? hpyc_none(ctx) : kwnames);
  HPy r = hpyc_help(ctx, HPYC_O_help_arguments, hpyc_arguments_text, a, 11);
  if (!HPy_IsNull(r)) HPyErr_SetString(ctx, HPYC_EXC(TypeError), "wrong arguments");
  hpyc_close_nullable(ctx, r);
  for (int i = 0; i < 11; i++) hpyc_close_nullable(ctx, a[i]);
  for (int i = 0; i < total; i++) hpyc_const_close(ctx, names[i]);
}
// Every call that is not just the right number of positional arguments. `out` gets one value a parameter; those that are
// not the caller's arguments are kept in `own` and closed after the call. 0: they do not fit, -1: error is set, 1: done.
static int hpyc_parse_arguments(HPyContext *ctx, HPy self, const HPy *arguments, int given, HPy kwnames, HPy *out, HPy *own) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  const hpyc_function_info *info = f->info;
  int positional = info->positional, named = positional + info->keyword_only, extra = named, defaults_start = positional;
  int keywords = HPy_IsNull(kwnames) ? 0 : (int)HPy_Length(ctx, kwnames), more = given > positional ? given - positional : 0;
  HPy defaults = own[0] = hpyc_field_load(ctx, self, f->fields[HPYC_F_DEFAULTS]), kwargs = HPy_NULL;
  HPy kwdefaults = own[1] = hpyc_field_load(ctx, self, f->fields[HPYC_F_KWDEFAULTS]);
  own += 2;
  if (!HPy_IsNull(defaults)) defaults_start -= (int)HPy_Length(ctx, defaults);
  for (int i = 0; i < named; i++) out[i] = i < positional && i < given ? arguments[i] : HPy_NULL;
  if (more && !(info->flags & HPYC_VAR_POSITIONAL)) return 0;
  if (info->flags & HPYC_VAR_POSITIONAL) {
    out[extra++] = *own = hpyc_tuple_from(ctx, arguments + (given - more), more);
    if (HPy_IsNull(*own++)) return -1;
  }
  if (info->flags & HPYC_VAR_KEYWORD) {
    out[extra] = *own = kwargs = HPyDict_New(ctx);
    if (HPy_IsNull(*own++)) return -1;
  }
  for (int k = 0; k < keywords; k++) {
    HPy keyword = HPy_GetItem_i(ctx, kwnames, k);
    if (HPy_IsNull(keyword)) return -1;
    int i = hpyc_find_parameter(ctx, info, keyword, info->positional_only, named), failed = i < -1;
    if (i >= 0 && HPy_IsNull(out[i])) out[i] = arguments[given + k];
    else if (i == -1 && !HPy_IsNull(kwargs)) failed = HPy_SetItem(ctx, kwargs, keyword, arguments[given + k]) < 0;
    else if (!failed) failed = 2;
    HPy_Close(ctx, keyword);
    if (failed) return failed == 2 ? 0 : -1;
  }
  for (int i = given; i < positional; i++) {
    if (!HPy_IsNull(out[i])) continue;
    if (i < defaults_start) return 0;
    out[i] = *own = HPy_GetItem_i(ctx, defaults, i - defaults_start);
    if (HPy_IsNull(*own++)) return -1;
  }
  for (int i = positional; i < named; i++) {
    if (!HPy_IsNull(out[i])) continue;
    HPy name = hpyc_const(ctx, info->parameters[i]);
    int has = HPy_IsNull(kwdefaults) ? 0 : HPy_Contains(ctx, kwdefaults, name);
    if (has > 0) out[i] = *own = HPy_GetItem(ctx, kwdefaults, name);
    hpyc_const_close(ctx, name);
    if (has <= 0) return has;
    if (HPy_IsNull(*own++)) return -1;
  }
  return 1;
}
static HPYC_NOINLINE HPy hpyc_function_call_any(HPyContext *ctx, HPy self, const HPy *arguments, int given, HPy kwnames) {
  const hpyc_function_info *info = hpyc_function_of(ctx, self)->info;
  HPy other = hpyc_field_load(ctx, self, hpyc_function_of(ctx, self)->fields[HPYC_F_OTHER]);
  if (!HPy_IsNull(other)) {
    HPy r = HPy_Call(ctx, other, arguments, (size_t)given, kwnames);
    HPy_Close(ctx, other);
    return r;
  }
  int total = info->positional + info->keyword_only + 4;
  HPy out[total], own[total], result = HPy_NULL;
  memset(own, 0, sizeof own);
  int fits = hpyc_parse_arguments(ctx, self, arguments, given, kwnames, out, own);
  if (fits > 0) result = info->entry(ctx, self, out);
  if (fits == 0) hpyc_argument_error(ctx, self, given, kwnames);
  for (int i = 0; i < total; i++) hpyc_close_nullable(ctx, own[i]);
  return result;
}

// ---- the type -----------------------------------------------------------------------------------------------------
#if !HPYC_UNIVERSAL
#if HPYC_DIRECT
static PyObject *hpyc_py_function_get(PyObject *self, void *which) { return _h2py(hpyc_function_get(hpyc_context(), _py2h(self), which)); }
static int hpyc_py_function_set(PyObject *self, PyObject *value, void *which) {
  return hpyc_function_set(hpyc_context(), _py2h(self), _py2h(value), which);
}
static PyObject *hpyc_py_function_repr(PyObject *self) { return _h2py(hpyc_function_repr(hpyc_context(), _py2h(self))); }
static PyObject *hpyc_py_function_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *kwnames) {
  hpyc_function *f = (hpyc_function *)self;
  int given = (int)PyVectorcall_NARGS(count);
  if (HPYC_LIKELY(given == f->simple && (!kwnames || !PyTuple_GET_SIZE(kwnames))))
    return _h2py(f->entry(hpyc_context(), _py2h(self), hpyc_handle_array(arguments)));
  return _h2py(hpyc_function_call_any(hpyc_context(), _py2h(self), hpyc_handle_array(arguments), given, _py2h(kwnames)));
}
#else
static HPy hpyc_function_call(HPyContext *ctx, HPy self, const HPy *arguments, size_t count, HPy kwnames) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  if (HPYC_LIKELY((int)count == f->simple && (HPy_IsNull(kwnames) || !HPy_Length(ctx, kwnames)))) return f->entry(ctx, self, arguments);
  return hpyc_function_call_any(ctx, self, arguments, (int)count, kwnames);
}
HPyFunc_TRAMPOLINE(hpyc_py_function_get, hpyc_function_get, HPyFunc_GETTER)
HPyFunc_TRAMPOLINE(hpyc_py_function_set, hpyc_function_set, HPyFunc_SETTER)
HPyFunc_TRAMPOLINE(hpyc_py_function_repr, hpyc_function_repr, HPyFunc_REPRFUNC)
HPyFunc_TRAMPOLINE(hpyc_py_function_call, hpyc_function_call, HPyFunc_KEYWORDS)
#endif
static PyObject *hpyc_py_function_reduce(PyObject *self, PyObject *unused) { return hpyc_py_function_get(self, (void *)HPYC_F_QUALNAME); }
static PyObject *hpyc_py_function_bind(PyObject *self, PyObject *instance, PyObject *type) {
  return instance ? PyMethod_New(self, instance) : hpyc_py_dup(self);
}
static int hpyc_py_function_traverse(PyObject *self, visitproc visit, void *arg) {
  for (int i = 0; i < HPYC_F_COUNT; i++) Py_VISIT(((hpyc_function *)self)->fields[i]);
  return 0;
}
static int hpyc_py_function_clear(PyObject *self) {
  for (int i = 0; i < HPYC_F_COUNT; i++) Py_CLEAR(((hpyc_function *)self)->fields[i]);
  return 0;
}
static void hpyc_py_function_free(PyObject *self) {
  PyObject_GC_UnTrack(self);
  if (((hpyc_function *)self)->weakrefs) PyObject_ClearWeakRefs(self);
  hpyc_py_function_clear(self);
  PyObject_GC_Del(self);
}
#define HPYC_FUNCTION_ATTRIBUTE(name, field) {name, hpyc_py_function_get, hpyc_py_function_set, 0, (void *)field}
static PyGetSetDef hpyc_function_attributes[] = {
    HPYC_FUNCTION_ATTRIBUTE("__name__", HPYC_F_NAME), HPYC_FUNCTION_ATTRIBUTE("__qualname__", HPYC_F_QUALNAME),
    HPYC_FUNCTION_ATTRIBUTE("__doc__", HPYC_F_DOC), HPYC_FUNCTION_ATTRIBUTE("__module__", HPYC_F_MODULE),
    HPYC_FUNCTION_ATTRIBUTE("__defaults__", HPYC_F_DEFAULTS), HPYC_FUNCTION_ATTRIBUTE("__kwdefaults__", HPYC_F_KWDEFAULTS),
    HPYC_FUNCTION_ATTRIBUTE("__annotations__", HPYC_F_ANNOTATIONS), HPYC_FUNCTION_ATTRIBUTE("__dict__", HPYC_F_DICT),
    HPYC_FUNCTION_ATTRIBUTE("__closure__", HPYC_F_CLOSURE), HPYC_FUNCTION_ATTRIBUTE("__globals__", HPYC_F_GLOBALS),
    HPYC_FUNCTION_ATTRIBUTE("__code__", HPYC_F_CODE), HPYC_FUNCTION_ATTRIBUTE("__builtins__", HPYC_F_BUILTINS),
    HPYC_FUNCTION_ATTRIBUTE("__class__", HPYC_F_CLASS),
#if PY_VERSION_HEX >= 0x030c0000
    HPYC_FUNCTION_ATTRIBUTE("__type_params__", HPYC_F_TYPE_PARAMS),
#endif
    {0}};
static PyMethodDef hpyc_function_methods[] = {{"__reduce__", hpyc_py_function_reduce, METH_NOARGS, 0}, {0}};
// What makes a copy of a function by its type gets one of the interpreter.
static PyObject *hpyc_py_function_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
  return PyObject_Call(hpyc_stored[HPYC_O_python_function], arguments, keywords);
}
static PyTypeObject hpyc_function_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "function",
    .tp_basicsize = sizeof(hpyc_function),
    .tp_vectorcall_offset = offsetof(hpyc_function, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_new = hpyc_py_function_new,
    .tp_repr = hpyc_py_function_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_traverse = hpyc_py_function_traverse,
    .tp_clear = hpyc_py_function_clear,
    .tp_dealloc = hpyc_py_function_free,
    .tp_weaklistoffset = offsetof(hpyc_function, weakrefs),
    .tp_dictoffset = offsetof(hpyc_function, fields) + HPYC_F_DICT * sizeof(PyObject *),
    .tp_getset = hpyc_function_attributes,
    .tp_methods = hpyc_function_methods,
    .tp_descr_get = hpyc_py_function_bind};
#define hpyc_function_start(ctx) PyType_Ready(&hpyc_function_type)
#else
HPyFunc_TRAMPOLINE(hpyc_get_trampoline, hpyc_function_get, HPyFunc_GETTER)
HPyFunc_TRAMPOLINE(hpyc_set_trampoline, hpyc_function_set, HPyFunc_SETTER)
#define HPYC_FUNCTION_ATTRIBUTE(text, field) \
  {.kind = HPyDef_Kind_GetSet, .getset = {text, (HPyCFunction)hpyc_function_get, (HPyCFunction)hpyc_function_set, \
                                          (cpy_getter)hpyc_get_trampoline, (cpy_setter)hpyc_set_trampoline, 0, (void *)field}}
static HPyDef hpyc_function_attributes[] = {
    HPYC_FUNCTION_ATTRIBUTE("__name__", HPYC_F_NAME), HPYC_FUNCTION_ATTRIBUTE("__qualname__", HPYC_F_QUALNAME),
    HPYC_FUNCTION_ATTRIBUTE("__doc__", HPYC_F_DOC), HPYC_FUNCTION_ATTRIBUTE("_module", HPYC_F_MODULE),
    HPYC_FUNCTION_ATTRIBUTE("__defaults__", HPYC_F_DEFAULTS), HPYC_FUNCTION_ATTRIBUTE("__kwdefaults__", HPYC_F_KWDEFAULTS),
    HPYC_FUNCTION_ATTRIBUTE("__annotations__", HPYC_F_ANNOTATIONS), HPYC_FUNCTION_ATTRIBUTE("__dict__", HPYC_F_DICT),
    HPYC_FUNCTION_ATTRIBUTE("__closure__", HPYC_F_CLOSURE), HPYC_FUNCTION_ATTRIBUTE("__globals__", HPYC_F_GLOBALS),
    HPYC_FUNCTION_ATTRIBUTE("__code__", HPYC_F_CODE), HPYC_FUNCTION_ATTRIBUTE("__builtins__", HPYC_F_BUILTINS),
    HPYC_FUNCTION_ATTRIBUTE("__class__", HPYC_F_CLASS), HPYC_FUNCTION_ATTRIBUTE("__type_params__", HPYC_F_TYPE_PARAMS)};
HPyDef_SLOT_IMPL(hpyc_def_repr, hpyc_function_repr, HPy_tp_repr)
HPyDef_SLOT(hpyc_def_call, HPy_tp_call)
static HPy hpyc_def_call_impl(HPyContext *ctx, HPy self, const HPy *arguments, size_t count, HPy kwnames) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  if (HPYC_LIKELY((int)count == f->simple && (HPy_IsNull(kwnames) || !HPy_Length(ctx, kwnames))))
    return f->entry(ctx, self, arguments);
  return hpyc_function_call_any(ctx, self, arguments, (int)count, kwnames);
}
HPyDef_SLOT(hpyc_def_traverse, HPy_tp_traverse)
static int hpyc_def_traverse_impl(void *self, HPyFunc_visitproc visit, void *arg) {
  for (int i = 0; i < HPYC_F_COUNT + HPYC_CELL_COUNT; i++) HPy_VISIT(&((hpyc_function *)self)->fields[i]);
  HPy_VISIT(&((hpyc_function *)self)->itself);
  return 0;
}
// CPython: HPy's deallocation leaves weak references dangling; only the collector clears them. So a function that has some
// keeps itself alive until the collector comes.
HPyDef_MEMBER(hpyc_def_weakrefs, "__weaklistoffset__", HPyMember_HPYSSIZET, offsetof(hpyc_function, weakrefs), .readonly = 1)
HPyDef_SLOT(hpyc_def_finalize, HPy_tp_finalize)
static void hpyc_def_finalize_impl(HPyContext *ctx, HPy self) {
  hpyc_function *f = hpyc_function_of(ctx, self);
  if (f->weakrefs) HPyField_Store(ctx, self, &f->itself, self);
}
HPyDef_METH(hpyc_def_get, "__get__", HPyFunc_VARARGS)
static HPy hpyc_def_get_impl(HPyContext *ctx, HPy self, const HPy *a, size_t count) {
  if (count == 0 || HPy_Is(ctx, a[0], ctx->h_None)) return HPy_Dup(ctx, self);
  HPy type = hpyc_object(ctx, method_type), pair[2] = {self, a[0]}, r = HPy_Call(ctx, type, pair, 2, HPy_NULL);
  HPy_Close(ctx, type);
  return r;
}
HPyDef_METH(hpyc_def_reduce, "__reduce__", HPyFunc_NOARGS)
static HPy hpyc_def_reduce_impl(HPyContext *ctx, HPy self) { return hpyc_function_get(ctx, self, (void *)HPYC_F_QUALNAME); }
// What makes a copy of a function by its type gets one of the interpreter.
HPyDef_SLOT(hpyc_def_new, HPy_tp_new)
static HPy hpyc_def_new_impl(HPyContext *ctx, HPy type, const HPy *a, HPy_ssize_t count, HPy keywords) {
  HPy made = hpyc_object(ctx, python_function), all = hpyc_tuple_from(ctx, a, (int)count), r = HPy_NULL;
  if (!HPy_IsNull(all)) r = HPy_CallTupleDict(ctx, made, all, keywords);
  hpyc_close_nullable(ctx, all);
  HPy_Close(ctx, made);
  return r;
}
// Other attributes: found after the type's own, in the dict.
HPyDef_METH(hpyc_def_getattr, "__getattr__", HPyFunc_O)
static HPy hpyc_def_getattr_impl(HPyContext *ctx, HPy self, HPy name) {
  HPy dict = hpyc_function_get(ctx, self, (void *)HPYC_F_DICT), r = HPy_NULL;
  if (HPy_IsNull(dict)) return dict;
  int has = HPy_Contains(ctx, dict, name);
  if (has > 0) r = HPy_GetItem(ctx, dict, name);
  if (has == 0) hpyc_error(ctx, ctx->h_AttributeError, "'function' object has no attribute '%s'", hpyc_utf8(ctx, name));
  HPy_Close(ctx, dict);
  return r;
}
HPYC_COLD static HPy hpyc_function_setattr(HPyContext *ctx, HPy self, HPy name, HPy value) {
  HPy types[2] = {HPy_Type(ctx, self), HPy_Dup(ctx, ctx->h_BaseObjectType)}, r = HPy_NULL;
  int own = 0, failed = 1;
  for (int i = 0; i < 2; i++) {  // not the attributes that types have as objects
    HPy space = HPy_GetAttr_s(ctx, types[i], "__dict__");
    if (!own) own = HPy_IsNull(space) ? -1 : HPy_Contains(ctx, space, name);
    hpyc_close_nullable(ctx, space);
    HPy_Close(ctx, types[i]);
  }
  if (own < 0) return HPy_NULL;
  if (own) {
    HPy which = HPy_IsNull(value) ? hpyc_name(ctx, __delattr__) : hpyc_name(ctx, __setattr__);
    HPy set = HPy_GetAttr(ctx, ctx->h_BaseObjectType, which), a[3] = {self, name, value};
    if (!HPy_IsNull(set)) r = HPy_Call(ctx, set, a, HPy_IsNull(value) ? 2 : 3, HPy_NULL);
    HPy_Close(ctx, which);
    hpyc_close_nullable(ctx, set);
    return r;
  }
  HPy dict = hpyc_function_get(ctx, self, (void *)HPYC_F_DICT);
  if (HPy_IsNull(dict)) return dict;
  if (!HPy_IsNull(value)) failed = HPy_SetItem(ctx, dict, name, value) < 0;
  else if (HPy_Contains(ctx, dict, name) > 0) failed = HPy_DelItem(ctx, dict, name) < 0;
  else hpyc_error(ctx, ctx->h_AttributeError, "'function' object has no attribute '%s'", hpyc_utf8(ctx, name));
  HPy_Close(ctx, dict);
  return failed ? HPy_NULL : HPy_Dup(ctx, ctx->h_None);
}
HPyDef_METH(hpyc_def_setattr, "__setattr__", HPyFunc_VARARGS)
static HPy hpyc_def_setattr_impl(HPyContext *ctx, HPy self, const HPy *a, size_t count) {
  if (count == 2) return hpyc_function_setattr(ctx, self, a[0], a[1]);
  HPyErr_SetString(ctx, ctx->h_TypeError, "expected 2 arguments");
  return HPy_NULL;
}
HPyDef_METH(hpyc_def_delattr, "__delattr__", HPyFunc_O)
static HPy hpyc_def_delattr_impl(HPyContext *ctx, HPy self, HPy name) { return hpyc_function_setattr(ctx, self, name, HPy_NULL); }
#define HPYC_A(i) &hpyc_function_attributes[i]
static HPyDef *hpyc_function_defines[] = {
    HPYC_A(0), HPYC_A(1), HPYC_A(2), HPYC_A(3), HPYC_A(4), HPYC_A(5), HPYC_A(6), HPYC_A(7), HPYC_A(8), HPYC_A(9), HPYC_A(10), HPYC_A(11), HPYC_A(12),
    &hpyc_def_repr, &hpyc_def_call, &hpyc_def_new, &hpyc_def_traverse, &hpyc_def_get, &hpyc_def_reduce, &hpyc_def_getattr, &hpyc_def_setattr, &hpyc_def_delattr,
    NULL, NULL, NULL, NULL};  // room for what not every interpreter has
enum { HPYC_FUNCTION_DEFINES = sizeof hpyc_function_defines / sizeof *hpyc_function_defines };
// 1 << 17: Py_TPFLAGS_METHOD_DESCRIPTOR, methods are called without a bound method.
static HPyType_Spec hpyc_function_spec = {.name = "builtins.function",
                                          .basicsize = sizeof(hpyc_function),
                                          .builtin_shape = HPyType_BuiltinShape_Object,
                                          .flags = HPy_TPFLAGS_DEFAULT | HPy_TPFLAGS_HAVE_GC | 1UL << 17,
                                          .defines = hpyc_function_defines};
// CPython fills the slots of special methods only when they are set on the type.
HPYC_COLD static int hpyc_function_start(HPyContext *ctx) {
  static const char *const special[][2] = {{"__get__", "__get__"}, {"__getattr__", "__getattr__"}, {"__module__", "_module"},
                                           {"__setattr__", "__setattr__"}, {"__delattr__", "__delattr__"}};
  // The others have weak references without asking.
  HPyDef **more = hpyc_function_defines + HPYC_FUNCTION_DEFINES - 4;
  if (!hpyc_implementation && hpyc_version >= 0x03090000) {
    *more++ = &hpyc_def_finalize;
    *more++ = &hpyc_def_weakrefs;
  }
  if (hpyc_version >= 0x030c0000) *more++ = HPYC_A(13);
  *more = NULL;
  HPy type = HPyType_FromSpec(ctx, &hpyc_function_spec, NULL);
  if (HPy_IsNull(type)) return -1;
  HPy dict = HPy_GetAttr_s(ctx, type, "__dict__");
  int failed = HPy_IsNull(dict);
  for (int i = 0; i < 5 && !failed; i++) {
    HPy value = HPy_GetItem_s(ctx, dict, special[i][1]);
    failed = HPy_IsNull(value) || HPy_SetAttr_s(ctx, type, special[i][0], value) < 0;
    hpyc_close_nullable(ctx, value);
  }
  hpyc_const_store(ctx, HPYC_O_function_type, type);
  hpyc_close_nullable(ctx, dict);
  HPy_Close(ctx, type);
  return failed ? -1 : 0;
}
static HPYC_NOINLINE int hpyc_is_made_function(HPyContext *ctx, HPy o, int index) {
  HPy made = HPyGlobal_Load(ctx, hpyc_made_functions[index]);
  int same = hpyc_same(ctx, made, o);
  HPy_Close(ctx, made);
  return same;
}
#endif
HPYC_INLINE int hpyc_py_is_made(PyObject *o, int index) {
  hpyc_function *f = hpyc_py_function(o);
  return hpyc_py_is_function(o) && f->info == &hpyc_functions[index] && !f->modified;
}
HPYC_INLINE int hpyc_is_function(HPyContext *ctx, HPy o, int index) {
#if HPYC_UNIVERSAL
  if (!HPYC_RAW) return hpyc_is_made_function(ctx, o, index);
#endif
  return hpyc_py_is_made(hpyc_py(ctx, o), index);
}

static HPYC_NOINLINE HPy hpyc_make_function(HPyContext *ctx, HPy defaults, HPy kwdefaults, HPy annotations, int index) {
  const hpyc_function_info *info = &hpyc_functions[index];
  hpyc_function *f;
#if !HPYC_UNIVERSAL
  f = PyObject_GC_New(hpyc_function, &hpyc_function_type);
  if (!f) return HPy_NULL;
  memset((char *)f + offsetof(hpyc_function, vectorcall), 0, sizeof *f - offsetof(hpyc_function, vectorcall));
  f->vectorcall = hpyc_py_function_call;
  PyObject_GC_Track(f);
  HPy self = hpyc_from_py(ctx, (PyObject *)f);
#else
  HPy type = hpyc_object(ctx, function_type), self = HPy_New(ctx, type, &f);
  HPy_Close(ctx, type);
  if (HPy_IsNull(self)) return self;
  if (info->flags & HPYC_GUARDED) HPyGlobal_Store(ctx, &hpyc_made_functions[index], self);
#endif
  f->info = info;
  f->entry = info->entry;
  f->simple = info->keyword_only || (info->flags & (HPYC_VAR_POSITIONAL | HPYC_VAR_KEYWORD)) ? -1 : info->positional;
  const HPy values[] = {defaults, kwdefaults, annotations};
  for (int i = 0; i < 3; i++)
    if (!HPy_IsNull(values[i])) hpyc_field_store(ctx, self, &f->fields[HPYC_F_DEFAULTS + i], values[i]);
  return self;
}
// Of a function with captures: `cells` in the order of their names.
static HPYC_NOINLINE HPy hpyc_make_closure(HPyContext *ctx, HPy defaults, HPy kwdefaults, HPy annotations, const HPy *cells, int count, int index) {
  HPy self = hpyc_make_function(ctx, defaults, kwdefaults, annotations, index);
  if (HPy_IsNull(self)) return self;
  hpyc_function *f = hpyc_function_of(ctx, self);
#if !HPYC_UNIVERSAL
  PyObject *closure = f->fields[HPYC_F_CLOSURE] = PyTuple_New(count);
  if (!closure) {
    HPy_Close(ctx, self);
    return HPy_NULL;
  }
  for (int i = 0; i < count; i++) PyTuple_SET_ITEM(closure, i, hpyc_py_dup(hpyc_py(ctx, cells[i])));
#else
  for (int i = 0; i < count; i++) HPyField_Store(ctx, self, &f->fields[HPYC_F_COUNT + i], cells[i]);
#endif
  return self;
}
