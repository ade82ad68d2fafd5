// A small extension module around single functions of the runtime, for the four ABIs: TESTS(X)
// lists them, each defined by TEST(name) { … } with `ctx`, `a` and `n` (the positional arguments).
// Constants are K_name (set from Python) and K_f0 ….
#pragma once
#define HPYC_SOURCE_NAME "objects_source.py"
#define HPYC_MODULE_NAME "objects"
#define HPYC_MODULE_INIT objects
#define HPYC_DOC NULL
enum { K_name, K_names, K_function, K_lambda, K_module, HPYC_CONSTANT_COUNT };
enum { HPYC_FUNCTION_COUNT = 3, HPYC_SITE_COUNT = 4 };
#include "core/layout.c"
#include "object/exception.c"
#pragma GCC diagnostic ignored "-Wcast-function-type"

static HPy f0_module(HPyContext* ctx) { return HPy_Dup(ctx, hpyc_none(ctx)); }
static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT] = {
    {.kind = 'n', .text = "name"},
    {.kind = 'n', .text = "names"},
    {.kind = 'n', .text = "function"},
    {.kind = 'n', .text = "<lambda>"},
    {.kind = 'n', .text = "<module>"}};
static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT] = {
    {.name = K_function, .first_line = 3},
    {.name = K_lambda, .first_line = 5},
    {.name = K_module, .first_line = 1}};

#define TEST(name) static HPy test_##name(HPyContext* ctx, const HPy* a, HPy_ssize_t n)
#define NONE(failed) ((failed) ? HPy_NULL : HPy_Dup(ctx, hpyc_none(ctx)))

static int harness_store(HPyContext* ctx, int index, HPy h) {
  if (HPy_IsNull(h)) return -1;
  hpyc_const_store(ctx, index, h);
  HPy_Close(ctx, h);
  return 0;
}
static int harness_object(HPyContext* ctx, int index, const char* module, const char* attribute) {
#if HPYC_CONTEXT
  if (!module) return harness_store(ctx, index, HPy_Dup(ctx, ctx->h_None));
#else
  if (!module) return 0;
#endif
  HPy m = HPyImport_ImportModule(ctx, module);
  if (HPy_IsNull(m)) return -1;
  int failed = harness_store(ctx, index, HPy_GetAttr_s(ctx, m, attribute));
  HPy_Close(ctx, m);
  return failed;
}
static int harness_exec(HPyContext* ctx, HPy module) {
  static const char* const names[] = {
#define HARNESS_NAME(name) #name,
      HPYC_RUNTIME_NAMES(HARNESS_NAME)};
  for (int i = 0; i < HPYC_CONSTANT_COUNT; i++)
    if (harness_store(ctx, i, HPyUnicode_FromString(ctx, hpyc_constant_table[i].text)) < 0)
      return -1;
  for (int i = 0; i < HPYC_NAMES_END - HPYC_CONSTANT_COUNT; i++)
    if (harness_store(ctx, HPYC_CONSTANT_COUNT + i, HPyUnicode_FromString(ctx, names[i])) < 0)
      return -1;
#define HARNESS_OBJECT(id, module, attribute) \
  if (harness_object(ctx, HPYC_O_##id, module, attribute) < 0) return -1;
  HPYC_RUNTIME_OBJECTS(HARNESS_OBJECT)
#define HARNESS_KNOWN(id, module, attribute) \
  if (harness_object(ctx, HPYC_KNOWN_##id, module, attribute) < 0) return -1;
  HPYC_KNOWN_FUNCTIONS(HARNESS_KNOWN)
  if (harness_object(ctx, HPYC_O_builtins, "builtins", "__dict__") < 0) return -1;
  if (harness_store(ctx, HPYC_O_globals, HPy_GetAttr_s(ctx, module, "__dict__")) < 0) return -1;
  if (harness_store(ctx, HPYC_O_sentinel, HPy_Call(ctx, HPYC_TYPE(BaseObject), NULL, 0, HPy_NULL)) <
      0)
    return -1;
#if HPYC_CONTEXT
  HPy sys = HPyImport_ImportModule(ctx, "sys"), version = HPy_GetAttr_s(ctx, sys, "hexversion");
  hpyc_version = HPyLong_AsInt64_t(ctx, version);
  HPy_Close(ctx, sys);
  HPy_Close(ctx, version);
#endif
#if HPYC_UNIVERSAL
  const char* other =
      getenv("HPYC_TEST_IMPLEMENTATION");  // the ways of PyPy (1) and GraalPy (2), tried on CPython
  if (other) hpyc_implementation = atoi(other);
#endif
  if (hpyc_error_start(ctx) < 0) return -1;
#if HPYC_CONTEXT
  if (hpyc_function_start(ctx) < 0 || hpyc_layout_start(ctx) < 0) return -1;
#endif
  return 0;
}

#define DEFINE_MODULE(TESTS) HARNESS_MODULE(TESTS)
#if HPYC_CAPI
#define HARNESS_METHOD(name)                                                         \
  static PyObject* method_##name(PyObject* self, PyObject* const* a, Py_ssize_t n) { \
    return _h2py(test_##name(NULL, hpyc_handle_array(a), n));                        \
  }
#define HARNESS_ENTRY(name) \
  {#name, (PyCFunction)(void (*)(void))method_##name, METH_FASTCALL, NULL},
#define HARNESS_MODULE(TESTS)                                                            \
  TESTS(HARNESS_METHOD)                                                                  \
  static PyMethodDef methods[] = {TESTS(HARNESS_ENTRY){NULL, NULL, 0, NULL}};            \
  static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "objects", NULL, -1, methods}; \
  PyMODINIT_FUNC PyInit_objects(void) {                                                  \
    PyObject* module = PyModule_Create(&definition);                                     \
    return module && harness_exec(NULL, _py2h(module)) == 0 ? module : NULL;             \
  }
#else
#define HARNESS_METHOD(name)                                                          \
  HPyDef_METH(method_##name, #name, HPyFunc_VARARGS) static HPy method_##name##_impl( \
      HPyContext* ctx, HPy self, const HPy* a, size_t n) {                            \
    return test_##name(ctx, a, (HPy_ssize_t)n);                                       \
  }
#define HARNESS_ENTRY(name) &method_##name,
#if HPYC_UNIVERSAL
static HPyGlobal* harness_globals[HPYC_STORED_COUNT + 1];
__attribute__((constructor)) static void harness_start(void) {
  for (int i = 0; i < HPYC_STORED_COUNT; i++) harness_globals[i] = &hpyc_stored[i];
}
#else
static HPyGlobal* harness_globals[1];
#endif
#if HPYC_UNIVERSAL
#define HARNESS_THROWER &hpyc_thrower,
#else
#define HARNESS_THROWER
#endif
#define HARNESS_MODULE(TESTS)                                                                     \
  TESTS(HARNESS_METHOD)                                                                           \
  HPyDef_SLOT(harness_exec_slot, HPy_mod_exec) static int harness_exec_slot_impl(HPyContext* ctx, \
                                                                                 HPy module) {    \
    return harness_exec(ctx, module);                                                             \
  }                                                                                               \
  static HPyDef* defines[] = {TESTS(HARNESS_ENTRY) HARNESS_THROWER & harness_exec_slot, NULL};    \
  static HPyModuleDef definition = {.doc = "", .defines = defines, .globals = harness_globals};   \
  HPy_MODINIT(objects, definition)
#endif
