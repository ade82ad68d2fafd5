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
  if (here - low < size) return 0;
  HPyErr_SetString(ctx, HPYC_EXC(RecursionError), "maximum recursion depth exceeded");
  return -1;
}
HPYC_INLINE int hpyc_check_stack(HPyContext *ctx) {
  return HPYC_LIKELY((uintptr_t)__builtin_frame_address(0) - hpyc_stack_low < hpyc_stack_size)
             ? 0
             : hpyc_check_stack_slow(ctx);
}
