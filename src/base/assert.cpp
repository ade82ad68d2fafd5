#include "base/assert.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace hpyc {
namespace {

std::atomic<InternalErrorHook> g_hook{nullptr};

// The build machine's folders are nobody's business: "src/ir/builder.cpp" is enough.
const char* short_path(const char* file) {
  const char* last = nullptr;
  for (const char* at = file; (at = std::strstr(at, "src/")) != nullptr; ++at) last = at;
  return last ? last : file;
}

}  // namespace

void set_internal_error_hook(InternalErrorHook hook) { g_hook.store(hook); }

void internal_error(const char* file, int line, const char* function, const char* message) {
  std::string text = std::string("internal error: ") + message + " (" + short_path(file) + ":" +
                     std::to_string(line) + ", in " + function + ")";
  std::fprintf(stderr, "hpyc: %s\n", text.c_str());
  std::fflush(stderr);
  // The hook is taken away first: an internal error inside it must not recurse.
  if (InternalErrorHook hook = g_hook.exchange(nullptr)) hook(text.c_str());
  std::abort();
}

}  // namespace hpyc
