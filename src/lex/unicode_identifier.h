// Which characters make identifiers (PEP 3131), and their normal form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hpyc::lex {

// XID_Start and XID_Continue of Unicode, with `_`.
bool is_identifier_start(int32_t code_point);
bool is_identifier_continue(int32_t code_point);

// NFKC.
std::string normalize_identifier(std::string_view text);

}  // namespace hpyc::lex
