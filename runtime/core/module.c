// Start and definition of the module. Printed after the module's tables and functions.
#pragma once
#include "core/call.c"
#include "core/layout.c"
#include "core/number.c"

HPYC_COLD static HPy hpyc_make_text(HPyContext *ctx, const hpyc_constant_info *c) {
#if !HPYC_UNIVERSAL
  return hpyc_from_py(ctx, PyUnicode_DecodeUTF8(c->text, c->length, "surrogatepass"));
#else
  if (!memchr(c->text, 0, (size_t)c->length) && !memchr(c->text, 0xED, (size_t)c->length)) return HPyUnicode_FromString(ctx, c->text);
  HPy bytes = HPyBytes_FromStringAndSize(ctx, c->text, c->length), r;
  if (HPy_IsNull(bytes)) return bytes;
  r = HPyUnicode_FromEncodedObject(ctx, bytes, "utf-8", "surrogatepass");
  HPy_Close(ctx, bytes);
  return r;
#endif
}
// GraalPy 24.2: what interning returns is another kind of str inside, which HPy_CallMethod does not take as a name (it
// fails with an internal exception), and types.FunctionType neither. Interning has no use there: names never arrive as the same object.
#if !HPYC_UNIVERSAL
HPYC_COLD static HPy hpyc_intern(HPyContext *ctx, HPy text) {
  if (HPy_IsNull(text) || hpyc_implementation == 2) return text;
  PyObject *o = hpyc_py(ctx, text);
  Py_INCREF(o);
  PyUnicode_InternInPlace(&o);
  HPy_Close(ctx, text);
  return hpyc_from_py(ctx, o);
}
#else
HPYC_COLD static HPy hpyc_intern(HPyContext *ctx, HPy text) {
  if (HPy_IsNull(text) || hpyc_implementation == 2) return text;
  HPy intern = hpyc_object(ctx, intern), r = HPy_Call(ctx, intern, &text, 1, HPy_NULL);
  HPy_Close(ctx, intern);
  HPy_Close(ctx, text);
  return r;
}
#endif
HPYC_COLD static HPy hpyc_make_constant(HPyContext *ctx, const hpyc_constant_info *c) {
  HPy r = HPy_NULL;
  switch (c->kind) {
    case 'n': return hpyc_intern(ctx, hpyc_make_text(ctx, c));
    case 's': return hpyc_make_text(ctx, c);
    case 'b': return HPyBytes_FromStringAndSize(ctx, c->text, c->length);
    case 'i': return HPyLong_FromInt64_t(ctx, c->integer);
    case 'f': return HPyFloat_FromDouble(ctx, c->number);
    case 'N': return HPy_Dup(ctx, hpyc_none(ctx));
    case 'T': return HPy_Dup(ctx, hpyc_true(ctx));
    case 'F': return HPy_Dup(ctx, hpyc_false(ctx));
    case 'E': return HPy_Dup(ctx, hpyc_ellipsis(ctx));
    case 'l':
    case 'c': {
      int is_int = c->kind == 'l';
      HPy a[2] = {is_int ? HPyUnicode_FromString(ctx, c->text) : HPyFloat_FromDouble(ctx, 0.0),
                  is_int ? HPyLong_FromInt64_t(ctx, 0) : HPyFloat_FromDouble(ctx, c->number)};
      if (!HPy_IsNull(a[0]) && !HPy_IsNull(a[1])) r = HPy_Call(ctx, is_int ? HPYC_TYPE(Long) : HPYC_TYPE(Complex), a, 2, HPy_NULL);
      for (int i = 0; i < 2; i++) hpyc_close_nullable(ctx, a[i]);
      return r;
    }
    default: {
      HPy items[c->length + 1];
      for (int i = 0; i < c->length; i++) items[i] = hpyc_const(ctx, c->items[i]);
      r = hpyc_tuple_from(ctx, items, c->length);
      for (int i = 0; i < c->length; i++) hpyc_const_close(ctx, items[i]);
      return r;
    }
  }
}
static HPYC_COLD int hpyc_keep(HPyContext *ctx, int index, HPy value) {
  if (HPy_IsNull(value)) return -1;
  hpyc_const_store(ctx, index, value);
  HPy_Close(ctx, value);
  return 0;
}
#if HPYC_CONTEXT
HPYC_COLD static int hpyc_identify(HPyContext *ctx) {
  HPy version = hpyc_library_load(ctx, "sys", "hexversion");
  HPy implementation = hpyc_library_load(ctx, "sys", "implementation"), name = HPy_NULL;
  if (!HPy_IsNull(implementation)) name = HPy_GetAttr_s(ctx, implementation, "name");
  if (!HPy_IsNull(version) && !HPy_IsNull(name)) {
    const char *text = hpyc_utf8(ctx, name);
    hpyc_implementation = !strcmp(text, "pypy") ? 1 : !strcmp(text, "graalpy") ? 2 : 0;
    hpyc_version = HPyLong_AsInt64_t(ctx, version);
  }
  int failed = HPy_IsNull(version) || HPy_IsNull(name);
  hpyc_close_nullable(ctx, version);
  hpyc_close_nullable(ctx, implementation);
  hpyc_close_nullable(ctx, name);
  return failed ? -1 : 0;
}
#endif
#define HPYC_NAME_TEXT(name) #name,
static const char *const hpyc_runtime_names[] = {HPYC_RUNTIME_NAMES(HPYC_NAME_TEXT) 0};

// What the import system sets on modules, from the loader's stub when there is one; and the builtins.
// Then the module takes the stub's place, so that what its body imports finds it.
HPYC_COLD static int hpyc_module_attributes(HPyContext *ctx, HPy module, HPy globals) {
  static const char *const names[] = {"__file__", "__package__", "__spec__", "__loader__", "__path__", "__builtins__"};
  HPy modules = hpyc_library_load(ctx, "sys", "modules"), module_name = HPyUnicode_FromString(ctx, HPYC_MODULE_NAME), stub = HPy_NULL;
  int failed = HPy_IsNull(modules) || HPy_IsNull(module_name);
  if (!failed && HPy_Contains(ctx, modules, module_name) > 0) stub = HPy_GetItem(ctx, modules, module_name);
  for (int i = 0; i < 6 && !failed; i++) {
    HPy name = HPyUnicode_FromString(ctx, names[i]), value = HPy_NULL;
    int has = HPy_IsNull(name) ? -1 : HPy_Contains(ctx, globals, name);
    if (has > 0) {  // HPy's modules start with None for some
      HPy present = HPy_GetItem(ctx, globals, name);
      has = HPy_IsNull(present) ? -1 : !HPy_Is(ctx, present, hpyc_none(ctx));
      hpyc_close_nullable(ctx, present);
    }
    if (has == 0 && i == 5) value = hpyc_const_owned(ctx, HPYC_O_builtins);
    else if (has == 0 && !HPy_IsNull(stub) && HPy_HasAttr(ctx, stub, name)) value = HPy_GetAttr(ctx, stub, name);
    failed = has < 0 || (!HPy_IsNull(value) && HPy_SetItem(ctx, globals, name, value) < 0);
    hpyc_close_nullable(ctx, name);
    hpyc_close_nullable(ctx, value);
  }
#if HPYC_CONTEXT
  if (!failed && !HPy_IsNull(stub)) failed = HPy_SetItem(ctx, modules, module_name, module) < 0;
#endif
  if (!failed && HPYC_DOC >= 0) {
    HPy name = HPyUnicode_FromString(ctx, "__doc__"), doc = hpyc_const(ctx, HPYC_DOC);
    failed = HPy_IsNull(name) || HPy_SetItem(ctx, globals, name, doc) < 0;
    hpyc_close_nullable(ctx, name);
    hpyc_const_close(ctx, doc);
  }
  hpyc_close_nullable(ctx, modules);
  hpyc_close_nullable(ctx, module_name);
  hpyc_close_nullable(ctx, stub);
  return failed ? -1 : 0;
}
// The body of the module runs below a frame of the interpreter. The frame's entry in tracebacks goes: the body makes its own.
static const char hpyc_module_text[] = "def f(file): return compile('f()', file, 'exec').replace(co_names=('<hpyc>',))\n";
static const char hpyc_first_text[] = "def f(e): e.__traceback__ = e.__traceback__.tb_next\n";
static HPy hpyc_module_entry(HPyContext *ctx, HPy self, const HPy *arguments) {
  HPy globals = hpyc_object(ctx, globals), name = HPyUnicode_FromString(ctx, "<hpyc>");
  int failed = HPy_IsNull(name) || HPy_DelItem(ctx, globals, name) < 0;
  hpyc_close_nullable(ctx, name);
  hpyc_const_close(ctx, globals);
  return failed ? HPy_NULL : f0_module(ctx);
}
HPYC_COLD static HPy hpyc_module_run(HPyContext *ctx) {
  if (hpyc_implementation) return f0_module(ctx);
  HPy file = hpyc_source(ctx), name = HPyUnicode_FromString(ctx, "<hpyc>"), r = HPy_NULL;
  HPy code = hpyc_help(ctx, HPYC_O_help_module, hpyc_module_text, &file, 1), globals = hpyc_object(ctx, globals);
  HPy body = hpyc_make_function(ctx, HPy_NULL, HPy_NULL, HPy_NULL, 0);
  if (!HPy_IsNull(body)) hpyc_function_of(ctx, body)->entry = hpyc_module_entry;
  if (!HPy_IsNull(code) && !HPy_IsNull(body) && HPy_SetItem(ctx, globals, name, body) == 0) {
#if !HPYC_CONTEXT
    r = hpyc_from_py(ctx, PyEval_EvalCode(hpyc_py(ctx, code), hpyc_py(ctx, globals), hpyc_py(ctx, globals)));
#else
    r = HPy_EvalCode(ctx, code, globals, globals);
#endif
    if (HPy_IsNull(r)) {
      HPy e = hpyc_error_fetch(ctx), done = hpyc_help_(ctx, HPYC_O_help_first, hpyc_first_text, &e, 1);
      if (HPy_IsNull(done)) HPyErr_Clear(ctx);
      hpyc_close_nullable(ctx, done);
      hpyc_error_restore(ctx, e);
    }
  }
  hpyc_const_close(ctx, globals);
  hpyc_close_nullable(ctx, file);
  hpyc_close_nullable(ctx, name);
  hpyc_close_nullable(ctx, code);
  hpyc_close_nullable(ctx, body);
  return r;
}
// Runs at each import; statics of an earlier one are replaced.
HPYC_COLD static int hpyc_module_exec(HPyContext *ctx, HPy module) {
#if HPYC_UNIVERSAL
  hpyc_pypy_slip = strstr(ctx->name, "(PyPy backend)") != NULL;
  for (int i = 0; i < HPYC_FUNCTION_COUNT; i++) HPyGlobal_Store(ctx, &hpyc_made_functions[i], ctx->h_None);
#endif
#if !HPYC_UNIVERSAL
  for (int i = 0; i < HPYC_SMALL_INTS; i++)
    if (!hpyc_small_ints[i] && !(hpyc_small_ints[i] = PyLong_FromLong(i - 5))) return -1;
#endif
#if HPYC_CONTEXT
  hpyc_layout = 0;
  for (int i = 0; i < HPYC_STORED_COUNT; i++) hpyc_const_store(ctx, i, ctx->h_None);
  if (hpyc_identify(ctx) < 0) return -1;
#endif
#if HPYC_UNIVERSAL
  if (hpyc_keep(ctx, HPYC_O_intern, hpyc_library_load(ctx, "sys", "intern")) < 0) return -1;
#endif
#if HPYC_DIRECT && !HPYC_CAPI
  _HPyGetContext();
#endif
  for (int i = 0; i < HPYC_CONSTANT_COUNT; i++)
    if (hpyc_keep(ctx, i, hpyc_make_constant(ctx, &hpyc_constant_table[i])) < 0) return -1;
  for (int i = 0; hpyc_runtime_names[i]; i++)
    if (hpyc_keep(ctx, HPYC_NAMES_START + 1 + i, hpyc_intern(ctx, HPyUnicode_FromString(ctx, hpyc_runtime_names[i]))) < 0) return -1;
  for (int i = HPYC_OBJECTS_START + 1; i < HPYC_KNOWN_START; i++) {
    const hpyc_library_object *row = &hpyc_library[i - HPYC_OBJECTS_START - 1];
    if (row->module && hpyc_keep(ctx, i, hpyc_library_load(ctx, row->module, row->attribute)) < 0) return -1;
  }
  HPy globals = HPy_GetAttr_s(ctx, module, "__dict__");
  if (hpyc_keep(ctx, HPYC_O_globals, globals) < 0) return -1;
  if (hpyc_keep(ctx, HPYC_O_builtins, hpyc_library_load(ctx, "builtins", "__dict__")) < 0) return -1;
#if HPYC_CONTEXT
  if (hpyc_keep(ctx, HPYC_O_sentinel, HPy_Call(ctx, ctx->h_BaseObjectType, NULL, 0, HPy_NULL)) < 0) return -1;
#endif
  globals = hpyc_object(ctx, globals);
  int failed = hpyc_module_attributes(ctx, module, globals) < 0;
  hpyc_const_close(ctx, globals);
  if (failed || hpyc_function_start(ctx) < 0 || hpyc_error_start(ctx) < 0) return -1;
#if HPYC_CONTEXT
  if (hpyc_layout_start(ctx) < 0) return -1;
#endif
  HPy r = hpyc_module_run(ctx);
  if (HPy_IsNull(r)) return -1;
  HPy_Close(ctx, r);
  return 0;
}

#if HPYC_CAPI
static int hpyc_py_module_exec(PyObject *module) { return hpyc_module_exec(NULL, _py2h(module)); }
static PyModuleDef_Slot hpyc_module_slots[] = {{Py_mod_exec, (void *)hpyc_py_module_exec}, {0}};
static PyModuleDef hpyc_module_def = {PyModuleDef_HEAD_INIT, .m_name = HPYC_MODULE_NAME, .m_slots = hpyc_module_slots};
PyMODINIT_FUNC HPYC_JOIN(PyInit_, HPYC_MODULE_INIT)(void) { return PyModuleDef_Init(&hpyc_module_def); }
#else
HPyDef_SLOT_IMPL(hpyc_def_exec, hpyc_module_exec, HPy_mod_exec)
#if HPYC_UNIVERSAL
static HPyDef *hpyc_module_defines[] = {&hpyc_def_exec, &hpyc_thrower, NULL};
static HPyGlobal *hpyc_global_list[HPYC_STORED_COUNT + HPYC_FUNCTION_COUNT + HPYC_SLICE_COUNT + 1];
__attribute__((constructor)) static void hpyc_list_globals(void) {
  for (int i = 0; i < HPYC_STORED_COUNT; i++) hpyc_global_list[i] = &hpyc_stored[i];
  for (int i = 0; i < HPYC_FUNCTION_COUNT; i++) hpyc_global_list[HPYC_STORED_COUNT + i] = &hpyc_made_functions[i];
  for (int i = 0; i < HPYC_SLICE_COUNT; i++) hpyc_global_list[HPYC_STORED_COUNT + HPYC_FUNCTION_COUNT + i] = &hpyc_slices[i];
}
static HPyModuleDef hpyc_module_def = {.defines = hpyc_module_defines, .globals = hpyc_global_list};
#else
static HPyDef *hpyc_module_defines[] = {&hpyc_def_exec, NULL};
static HPyModuleDef hpyc_module_def = {.defines = hpyc_module_defines};
#endif
#define HPYC_MODINIT(name, definition) HPy_MODINIT(name, definition)
HPYC_MODINIT(HPYC_MODULE_INIT, hpyc_module_def)
#endif
