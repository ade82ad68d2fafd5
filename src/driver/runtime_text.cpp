#include "driver/runtime_text.h"

#include <optional>
#include <string_view>

#include "runtime/runtime_library.h"

namespace hpyc::driver {

emit::RuntimeText runtime_text(const std::vector<std::string>& symbols, emit::Abi abi) {
  std::optional<runtime::Abi> only;
  switch (abi) {
    case emit::Abi::all:
      break;
    case emit::Abi::capi:
      only = runtime::Abi::capi;
      break;
    case emit::Abi::cpython:
      only = runtime::Abi::cpython;
      break;
    case emit::Abi::universal:
      only = runtime::Abi::universal;
      break;
    case emit::Abi::hybrid:
      only = runtime::Abi::hybrid;
      break;
  }
  std::vector<std::string_view> needed(symbols.begin(), symbols.end());
  runtime::ClosureText text = runtime::closure_text(needed, only);
  return {std::move(text.before), std::move(text.after)};
}

}  // namespace hpyc::driver
