// Checks of the compiler's own invariants. Mistakes of users never end here: they are diagnostics.
#pragma once

namespace hpyc {

// Prints "internal error" with the place, runs the hook if one is set, and aborts.
[[noreturn]] void internal_error(const char* file, int line, const char* function,
                                 const char* message);

// Called once with the formatted message before the abort: the driver adds the name of the pass and
// writes a reproduction archive.
using InternalErrorHook = void (*)(const char* message);
void set_internal_error_hook(InternalErrorHook hook);

}  // namespace hpyc

#ifdef HPYC_DEBUG
#define HPYC_ASSERT(cond, msg)                                     \
  do {                                                             \
    if (!(cond)) [[unlikely]]                                      \
      ::hpyc::internal_error(__FILE__, __LINE__, __func__, (msg)); \
  } while (0)
#else
// The condition is still compiled, so that it cannot rot and its variables count as used.
#define HPYC_ASSERT(cond, msg)          \
  do {                                  \
    if (false) static_cast<void>(cond); \
  } while (0)
#endif

#define HPYC_UNREACHABLE(msg) ::hpyc::internal_error(__FILE__, __LINE__, __func__, (msg))
