// Names of the module: its dict, then the builtins, always as they are now.
#pragma once
#include "core/constants.h"
#include "object/exception.c"

#define hpyc_globals(ctx) hpyc_const_owned(ctx, HPYC_O_globals)

// Up to 3.11, while both dicts have the versions seen, the value found then is still there.
typedef struct {
  uint64_t globals, builtins;
  PyObject *value;
} hpyc_global_cache;
static hpyc_global_cache hpyc_global_caches[HPYC_CONSTANT_COUNT];
#if HPYC_UNIVERSAL
#define HPYC_VERSIONS (HPYC_RAW && (hpyc_layout & HPYC_LAYOUT_VERSIONS))
#elif PY_VERSION_HEX < 0x030C0000 && !HPYC_EMULATED
#define HPYC_VERSIONS 1
#else
#define HPYC_VERSIONS 0
#define HPYC_DICT_VERSION(o) 0
#endif
#ifndef HPYC_DICT_VERSION
#define HPYC_DICT_VERSION(o) (((PyDictObject *)hpyc_stored_py(HPYC_O_##o))->ma_version_tag)
#endif
HPYC_INLINE PyObject *hpyc_global_cached(int name) {
  hpyc_global_cache *cache = &hpyc_global_caches[name];
  if (HPYC_VERSIONS && HPYC_LIKELY(cache->globals == HPYC_DICT_VERSION(globals) && cache->builtins == HPYC_DICT_VERSION(builtins)))
    return cache->value;
  return NULL;
}
static PyObject *hpyc_global_learn(int name, PyObject *found) {
  if (HPYC_VERSIONS && found) hpyc_global_caches[name] = (hpyc_global_cache){HPYC_DICT_VERSION(globals), HPYC_DICT_VERSION(builtins), found};
  return found;
}
#if !HPYC_UNIVERSAL
// Borrowed; null when missing, or with an error of builtins that are no dict.
static HPYC_NOINLINE PyObject *hpyc_global_find(int name) {
  PyObject *text = hpyc_stored[name], *builtins = hpyc_stored[HPYC_O_builtins];
  PyObject *found = PyDict_GetItemWithError(hpyc_stored[HPYC_O_globals], text);
  return hpyc_global_learn(name, found || PyErr_Occurred() ? found : PyDict_GetItemWithError(builtins, text));
}
HPYC_INLINE PyObject *hpyc_global_peek(int name) {
  PyObject *found = hpyc_global_cached(name);
  return HPYC_LIKELY(found != NULL) ? found : hpyc_global_find(name);
}
static HPYC_COLD HPy hpyc_global_missing(HPyContext *ctx, int name) {
  if (!PyErr_Occurred()) hpyc_name_error(ctx, name);
  return HPy_NULL;
}
HPYC_INLINE HPy hpyc_global_load(HPyContext *ctx, int name) {
  PyObject *found = hpyc_global_peek(name);
  return HPYC_LIKELY(found != NULL) ? hpyc_from_borrowed(ctx, found) : hpyc_global_missing(ctx, name);
}
#define hpyc_global_store(ctx, value, name) PyDict_SetItem(hpyc_stored[HPYC_O_globals], hpyc_stored[name], hpyc_py(ctx, value))
#else
// 1: found in the module last time, 2: in the builtins. Only a name found in the module is read without asking first.
static char hpyc_global_places[HPYC_CONSTANT_COUNT];
static HPYC_NOINLINE HPy hpyc_global_find(HPyContext *ctx, int name) {
  HPy dict = hpyc_object(ctx, globals), text = hpyc_const(ctx, name), r = HPy_NULL;
  int has = hpyc_global_places[name] == 1 ? 1 : HPy_Contains(ctx, dict, text);
  if (has > 0) {
    r = HPy_GetItem(ctx, dict, text);
    hpyc_global_places[name] = 1;
  }
  if (has == 0 || (HPy_IsNull(r) && HPyErr_ExceptionMatches(ctx, ctx->h_KeyError))) {
    HPyErr_Clear(ctx);
    HPy_Close(ctx, dict);
    dict = hpyc_object(ctx, builtins);
    has = hpyc_global_places[name] == 2 ? 1 : HPy_Contains(ctx, dict, text);
    hpyc_global_places[name] = has > 0 ? 2 : 0;
    if (has > 0) r = HPy_GetItem(ctx, dict, text);
    if (HPy_IsNull(r) && HPyErr_ExceptionMatches(ctx, ctx->h_KeyError)) HPyErr_Clear(ctx);
  }
  HPy_Close(ctx, dict);
  HPy_Close(ctx, text);
  if (HPYC_RAW && !HPy_IsNull(r)) hpyc_global_learn(name, hpyc_py(ctx, r));
  return r;
}
static HPYC_NOINLINE HPy hpyc_global_load_any(HPyContext *ctx, int name) {
  HPy r = hpyc_global_find(ctx, name);
  if (HPYC_UNLIKELY(HPy_IsNull(r)) && !HPyErr_Occurred(ctx)) hpyc_name_error(ctx, name);
  return r;
}
HPYC_INLINE HPy hpyc_global_load(HPyContext *ctx, int name) {
  PyObject *found = hpyc_global_cached(name);
  return HPYC_LIKELY(found != NULL) ? hpyc_from_borrowed(ctx, found) : hpyc_global_load_any(ctx, name);
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
