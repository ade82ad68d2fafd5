// Names known at compile time; see names.def.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/interner.h"

namespace hpyc::lex {

namespace detail {
// section_X is the id of the first name of section X.
enum NameId : uint32_t {
  id_none = 0,
#define HPYC_NAME_SECTION(name) section_##name, section_##name##_rewind = section_##name - 1,
#define HPYC_NAME(ident, text) id_##ident,
#include "lex/names.def"
#undef HPYC_NAME
};
}  // namespace detail

namespace names {
#define HPYC_NAME(ident, text) inline constexpr Name k##ident{detail::id_##ident};
#include "lex/names.def"
#undef HPYC_NAME
}  // namespace names

// An interner in which the constants of lex::names hold. All stages use such a one.
Interner make_interner();
std::span<const std::string_view> known_names();

// match, case, type, _
constexpr bool is_soft_keyword(Name name) {
  return name.id >= detail::section_SoftKeywords && name.id < detail::section_Python2Keywords;
}
// Words with a meaning in Cython source; type names such as int are among them.
constexpr bool is_cython_keyword(Name name) {
  return name.id >= detail::section_CythonKeywords && name.id < detail::section_WellKnown;
}
constexpr bool is_python_keyword(Name name) {
  return name.id >= detail::section_PythonKeywords && name.id < detail::section_SoftKeywords;
}

}  // namespace hpyc::lex
