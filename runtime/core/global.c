// Names of the module: its dict, then the builtins, always as they are now.
#pragma once
#include "core/constants.h"
#include "object/exception.c"

#define hpyc_globals(ctx) hpyc_const_owned(ctx, HPYC_O_globals)

#if !HPYC_UNIVERSAL
static HPYC_NOINLINE HPy hpyc_global_find(HPyContext *ctx, int name) {
  PyObject *text = hpyc_stored[name], *found = PyDict_GetItemWithError(hpyc_stored[HPYC_O_globals], text);
  if (!found && !PyErr_Occurred()) {
    PyObject *builtins = hpyc_stored[HPYC_O_builtins];
    if (PyDict_CheckExact(builtins)) {
      found = PyDict_GetItemWithError(builtins, text);
    } else {
      found = PyObject_GetItem(builtins, text);
      if (found) return hpyc_from_py(ctx, found);
      if (PyErr_ExceptionMatches(PyExc_KeyError)) PyErr_Clear();
    }
  }
  if (found) return hpyc_from_borrowed(ctx, found);
  if (!PyErr_Occurred()) hpyc_name_error(ctx, name);
  return HPy_NULL;
}
#if PY_VERSION_HEX < 0x030C0000
// While both dicts have the versions seen, the value found then is still there.
typedef struct {
  uint64_t globals, builtins;
  PyObject *value;
} hpyc_global_cache;
static hpyc_global_cache hpyc_global_caches[HPYC_CONSTANT_COUNT];
#define HPYC_DICT_VERSION(o) (((PyDictObject *)hpyc_stored[HPYC_O_##o])->ma_version_tag)
static HPYC_NOINLINE HPy hpyc_global_learn(HPyContext *ctx, int name) {
  hpyc_global_cache *cache = &hpyc_global_caches[name];
  HPy r = hpyc_global_find(ctx, name);
  if (!HPy_IsNull(r) && PyDict_CheckExact(hpyc_stored[HPYC_O_builtins])) {
    cache->value = hpyc_py(ctx, r);
    cache->globals = HPYC_DICT_VERSION(globals);
    cache->builtins = HPYC_DICT_VERSION(builtins);
  }
  return r;
}
HPYC_INLINE HPy hpyc_global_load(HPyContext *ctx, int name) {
  hpyc_global_cache *cache = &hpyc_global_caches[name];
  if (HPYC_LIKELY(cache->globals == HPYC_DICT_VERSION(globals) && cache->builtins == HPYC_DICT_VERSION(builtins)))
    return hpyc_from_borrowed(ctx, cache->value);
  return hpyc_global_learn(ctx, name);
}
#else
#define hpyc_global_load(ctx, name) hpyc_global_find(ctx, name)
#endif
#define hpyc_global_store(ctx, value, name) PyDict_SetItem(hpyc_stored[HPYC_O_globals], hpyc_stored[name], hpyc_py(ctx, value))
#else
// 1: found in the module last time, 2: in the builtins. Only a name found in the module is read without asking first.
static char hpyc_global_places[HPYC_CONSTANT_COUNT];
static HPYC_NOINLINE HPy hpyc_global_load(HPyContext *ctx, int name) {
  HPy dict = hpyc_object(ctx, globals), text = hpyc_const(ctx, name), r = HPy_NULL;
  int has = hpyc_global_places[name] == 1 ? 1 : HPy_Contains(ctx, dict, text);
  if (has > 0) {
    r = HPy_GetItem(ctx, dict, text);
    hpyc_global_places[name] = 1;
    if (HPy_IsNull(r) && HPyErr_ExceptionMatches(ctx, ctx->h_KeyError)) {
      HPyErr_Clear(ctx);
      has = 0;
    }
  }
  if (has == 0) {
    HPy_Close(ctx, dict);
    dict = hpyc_object(ctx, builtins);
    int builtin = hpyc_global_places[name] == 2 ? 1 : HPy_Contains(ctx, dict, text);
    hpyc_global_places[name] = 2;
    if (builtin > 0) r = HPy_GetItem(ctx, dict, text);
    if (HPy_IsNull(r) && (builtin == 0 || HPyErr_ExceptionMatches(ctx, ctx->h_KeyError))) {
      HPyErr_Clear(ctx);
      hpyc_global_places[name] = 0;
      hpyc_name_error(ctx, name);
    }
  }
  HPy_Close(ctx, dict);
  HPy_Close(ctx, text);
  return r;
}
static HPYC_NOINLINE int hpyc_global_store(HPyContext *ctx, HPy value, int name) {
  HPy dict = hpyc_object(ctx, globals), text = hpyc_const(ctx, name);
  int r = HPy_SetItem(ctx, dict, text, value);
  HPy_Close(ctx, dict);
  HPy_Close(ctx, text);
  return r;
}
#endif
static HPYC_NOINLINE int hpyc_global_delete(HPyContext *ctx, int name) {
  HPy dict = hpyc_object(ctx, globals), text = hpyc_const(ctx, name);
  int has = HPy_Contains(ctx, dict, text), r = has > 0 ? HPy_DelItem(ctx, dict, text) : -1;
  if (has == 0) hpyc_name_error(ctx, name);
  hpyc_const_close(ctx, dict);
  hpyc_const_close(ctx, text);
  return r;
}
