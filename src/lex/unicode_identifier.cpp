#include "lex/unicode_identifier.h"

#include <utf8proc.h>

#include <cstdlib>

namespace hpyc::lex {
namespace {

// The library knows general categories, but not the derived properties: these are the exceptions
// that turn ID into XID (characters whose NFKC form would not be an identifier) and the code points
// that Unicode keeps for compatibility (Other_ID_Start, Other_ID_Continue, Pattern_Syntax).
bool changes_under_nfkc(int32_t c) {
  return c == 0x37A || c == 0x309B || c == 0x309C || (c >= 0xFC5E && c <= 0xFC63) || c == 0xFDFA ||
         c == 0xFDFB || (c >= 0xFE70 && c <= 0xFE7E && c % 2 == 0);
}

}  // namespace

bool is_identifier_start(int32_t c) {
  if (c < 0x80) return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return !changes_under_nfkc(c) && c != 0xE33 && c != 0xEB3 && c != 0xFF9E && c != 0xFF9F &&
             c != 0x2E2F;
    default:
      // The last range is new in Unicode 15.1, and the library may be older.
      return c == 0x1885 || c == 0x1886 || c == 0x2118 || c == 0x212E ||
             (c >= 0x2EBF0 && c <= 0x2EE5D);
  }
}

bool is_identifier_continue(int32_t c) {
  if (is_identifier_start(c)) return true;
  if (c < 0x80) return c >= '0' && c <= '9';
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19DA || c == 0xE33 ||
             c == 0xEB3 || c == 0xFF9E || c == 0xFF9F || c == 0x200C || c == 0x200D ||
             c == 0x30FB || c == 0xFF65;
  }
}

std::string normalize_identifier(std::string_view text) {
  utf8proc_uint8_t* buffer = nullptr;
  auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &buffer,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  if (length < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(buffer), static_cast<size_t>(length));
  std::free(buffer);
  return result;
}

}  // namespace hpyc::lex
