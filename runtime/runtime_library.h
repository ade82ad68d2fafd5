// The text of the C support library, cut into items at build time; what a module needs of it is put
// together here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hpyc::runtime {

enum class Abi { capi, cpython, universal, hybrid };

struct ClosureText {
  std::string
      before;  // after the module's #defines and constant enum; before its tables and functions
  std::string after;  // the definition of the module, at the end of the file
};

// Everything that the symbols need, in the order of the library. `needed` are C names as the
// emitter prints them: functions and macros, HPYC_KNOWN_x, HPYC_METHOD_x (names of called methods),
// hpyc_known_x and hpyc_known_num_x (see runtime.md); HPYC_CELL_COUNT and HPYC_CYTHON if the module
// defines them as other than 0. Unknown names are ignored. With `only`, the
// text is reduced to one ABI.
ClosureText closure_text(std::span<const std::string_view> needed, std::optional<Abi> only);

// Whether the library defines this C name.
bool has_symbol(std::string_view name);

// For tests: the names that the library defines, sorted.
std::span<const std::string_view> symbols();

}  // namespace hpyc::runtime
