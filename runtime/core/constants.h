// Objects that live as long as the module: the module's constants (K_n), the runtime's names (HPYC_N_x), its objects
// (HPYC_O_x) and the known library functions (HPYC_KNOWN_x), all in one array.
#pragma once
#include "core/lists.h"
#include "core/tables.h"

#define HPYC_NAME_ID(name) HPYC_N_##name,
#define HPYC_OBJECT_ID(id, module, attribute) HPYC_O_##id,
#define HPYC_KNOWN_ID(id, module, attribute) HPYC_KNOWN_##id,
enum {
  HPYC_NAMES_START = HPYC_CONSTANT_COUNT - 1,
  HPYC_RUNTIME_NAMES(HPYC_NAME_ID) HPYC_NAMES_END,
  HPYC_OBJECTS_START = HPYC_NAMES_END - 1,
  HPYC_RUNTIME_OBJECTS(HPYC_OBJECT_ID) HPYC_KNOWN_START,
  HPYC_KNOWN_BEFORE = HPYC_KNOWN_START - 1,
  HPYC_KNOWN_FUNCTIONS(HPYC_KNOWN_ID) HPYC_STORED_COUNT
};

// A load is borrowed in direct ABIs and owned in context ABIs: hpyc_const_close releases it in either.
#if !HPYC_UNIVERSAL
static PyObject *hpyc_stored[HPYC_STORED_COUNT];
static void hpyc_const_store(HPyContext *ctx, int index, HPy h) {
  PyObject *old = hpyc_stored[index];
  Py_INCREF(hpyc_stored[index] = hpyc_py(ctx, h));
  Py_XDECREF(old);
}
#define hpyc_stored_py(index) hpyc_stored[index]
#define hpyc_const_owned(ctx, index) hpyc_from_borrowed(ctx, hpyc_stored[index])
#else
static HPyGlobal hpyc_stored[HPYC_STORED_COUNT];
#define HPYC_SLICE_COUNT 32
static HPyGlobal hpyc_slices[HPYC_SLICE_COUNT];  // see core/item.c
static HPyGlobal hpyc_made_functions[HPYC_FUNCTION_COUNT];  // the function object made last from each guarded function, or None
#define hpyc_stored_py(index) ((PyObject *)(hpyc_stored[index]._i - 1))
static inline HPy hpyc_const_owned(HPyContext *ctx, int index) {
  return HPYC_PLAIN ? hpyc_from_borrowed(ctx, hpyc_stored_py(index)) : HPyGlobal_Load(ctx, hpyc_stored[index]);
}
#define hpyc_const_store(ctx, index, h) HPyGlobal_Store(ctx, &hpyc_stored[index], h)
#endif
#if HPYC_DIRECT
#define hpyc_const(ctx, index) _py2h(hpyc_stored[index])
#define hpyc_const_close(ctx, h) ((void)0)
#else
#define hpyc_const(ctx, index) hpyc_const_owned(ctx, index)
#define hpyc_const_close(ctx, h) HPy_Close(ctx, h)
#endif
#define hpyc_name(ctx, name) hpyc_const(ctx, HPYC_N_##name)
#define hpyc_object(ctx, id) hpyc_const(ctx, HPYC_O_##id)
