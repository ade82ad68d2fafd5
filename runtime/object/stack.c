// Stack overflow becomes RecursionError.
#pragma once
#include "abi.h"
#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif
#if defined(__linux__) && !defined(__USE_GNU)
int pthread_getattr_np(pthread_t, pthread_attr_t *);
#endif

// The usable part of the stack of the thread that ran compiled code last.
static uintptr_t hpyc_stack_low;
static size_t hpyc_stack_size;

// PyPy ends recursion by the stack that is used, 768 bytes for each level that sys.setrecursionlimit allows. Its HPy
// functions abort the process when they come there ("Fatal RPython error: AssertionError" in ctx_HPy_Call), so compiled
// code stops a sixth earlier.
#if HPYC_UNIVERSAL || HPYC_EMULATED
HPYC_COLD static size_t hpyc_pypy_stack(HPyContext *ctx) {
#if !HPYC_UNIVERSAL
  int64_t levels = Py_GetRecursionLimit();
#else
  HPy sys = HPyImport_ImportModule(ctx, "sys"), function = HPy_NULL, limit = HPy_NULL;
  int64_t levels = 1000;
  if (!HPy_IsNull(sys)) function = HPy_GetAttr_s(ctx, sys, "getrecursionlimit");
  if (!HPy_IsNull(function)) limit = HPy_Call(ctx, function, NULL, 0, HPy_NULL);
  if (!HPy_IsNull(limit)) levels = HPyLong_AsInt64_t(ctx, limit);
  else HPyErr_Clear(ctx);
  hpyc_close_nullable(ctx, sys);
  hpyc_close_nullable(ctx, function);
  hpyc_close_nullable(ctx, limit);
#endif
  return levels > 0 && levels < 1 << 20 ? (size_t)levels * 640 : (size_t)640000;
}
#endif

// Another thread, or the end of the stack: an eighth is left to the interpreter and to libraries.
HPYC_COLD static int hpyc_check_stack_slow(HPyContext *ctx) {
  static __thread uintptr_t low;
  static __thread size_t size;
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  if (!size) {
    size = 512 << 10;
    low = here - size;
#if defined(__APPLE__)
    size = pthread_get_stacksize_np(pthread_self());
    low = (uintptr_t)pthread_get_stackaddr_np(pthread_self()) - size;
#elif defined(__linux__)
    pthread_attr_t attributes;
    if (!pthread_getattr_np(pthread_self(), &attributes)) {
      void *address;
      if (!pthread_attr_getstack(&attributes, &address, &size)) low = (uintptr_t)address;
      pthread_attr_destroy(&attributes);
    }
#endif
    if (size > (size_t)64 << 20) {
      low += size - ((size_t)64 << 20);
      size = (size_t)64 << 20;
    }
    low += size / 8;
    size -= size / 8;
  }
  hpyc_stack_low = low;
  hpyc_stack_size = size;
#if HPYC_UNIVERSAL || HPYC_EMULATED
  if (hpyc_implementation == 1) {
    size_t usable = hpyc_pypy_stack(ctx);
    if (usable < size) {
      hpyc_stack_low = low + size - usable;
      hpyc_stack_size = usable;
    }
  }
#endif
  if (here - hpyc_stack_low < hpyc_stack_size) return 0;
  HPyErr_SetString(ctx, HPYC_EXC(RecursionError), "maximum recursion depth exceeded");
  return -1;
}
HPYC_INLINE int hpyc_check_stack(HPyContext *ctx) {
  return HPYC_LIKELY((uintptr_t)__builtin_frame_address(0) - hpyc_stack_low < hpyc_stack_size)
             ? 0
             : hpyc_check_stack_slow(ctx);
}
