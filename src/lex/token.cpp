#include "lex/token.h"

#include <iterator>

namespace hpyc::lex {
namespace {

constexpr std::string_view kTexts[] = {
#define HPYC_TOKEN(name, text) text,
#include "lex/token_kinds.def"
};
constexpr std::string_view kKindNames[] = {
#define HPYC_TOKEN(name, text) #name,
#include "lex/token_kinds.def"
};

constexpr std::string_view kKnownNames[] = {
#define HPYC_NAME(ident, text) text,
#include "lex/names.def"
#undef HPYC_NAME
};

// The lexer turns the id of a keyword into its kind by arithmetic.
constexpr bool keywords_agree() {
  size_t first = static_cast<size_t>(TokenKind::KwFalse);
  size_t count = static_cast<size_t>(TokenKind::KwYield) - first + 1;
  if (count != detail::section_SoftKeywords - detail::section_PythonKeywords) return false;
  for (size_t i = 0; i < count; ++i)
    if (kTexts[first + i] != kKnownNames[i]) return false;
  return true;
}
static_assert(keywords_agree(), "token_kinds.def and names.def differ in the keywords");

}  // namespace

std::string_view to_string(TokenKind kind) { return kTexts[static_cast<size_t>(kind)]; }
std::string_view kind_name(TokenKind kind) { return kKindNames[static_cast<size_t>(kind)]; }

std::span<const std::string_view> known_names() { return kKnownNames; }
Interner make_interner() { return Interner(kKnownNames); }

}  // namespace hpyc::lex
