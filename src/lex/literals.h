// The values of literal tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "diag/diagnostic.h"
#include "lex/token.h"

namespace hpyc::lex {

enum class StringKind : uint8_t { text, bytes, c_char };

struct DecodedString {
  StringKind kind = StringKind::text;
  // text: UTF-8, with lone surrogates as three bytes each (WTF-8). bytes: the bytes.
  std::string value;
  bool has_surrogates = false;  // text that is not encodable as UTF-8
  bool ascii = true;            // all of value is below 0x80
  bool valid = true;            // false after an error was reported
};

// String, FStringMiddle and TStringMiddle tokens. Reports malformed escapes as errors and unknown
// escapes as warnings, each at its own place. In the middle of an f-string {{ and }} become single.
DecodedString decode_string_literal(const TokenBuffer& buffer, const Token& token,
                                    diag::DiagnosticEngine& engine);

// The body of a literal without prefix and quotes, for callers that have text instead of tokens.
// `base` is where `body` is in the file.
DecodedString decode_string_body(std::string_view body, uint16_t string_flags, bool is_middle,
                                 bool in_format_spec, SourceSpan base,
                                 diag::DiagnosticEngine& engine);

struct IntLiteral {
  std::string digits;  // canonical: no prefix, underscores, leading zeros; lower case; "0" for zero
  uint8_t radix = 10;  // 2, 8, 10, 16
  bool fits_u64 = false;
  uint64_t value = 0;        // if fits_u64
  bool is_unsigned = false;  // Cython suffix U
  uint8_t long_count = 0;    // Cython suffixes L, LL
};
// The text of an Integer token that has no kInvalid flag; a leading-zero octal of Python 2 is one.
IntLiteral decode_int(std::string_view text);
// Any size. Quadratic in the count of digits for radixes that are no power of ten.
std::string to_decimal(const IntLiteral& literal);

// The text of a Float token. Overflow gives infinity, as in Python.
double decode_float(std::string_view text);
// The text of an Imaginary token, with its j.
double decode_imaginary(std::string_view text);

// \N{name}: the code points of a character name or alias (Unicode 15.1). Case-insensitive. Returns
// false when there is none.
bool lookup_unicode_name(std::string_view name, char32_t* code_point);

// Appends UTF-8; surrogates are encoded like any other code point below 0x10000.
void append_code_point(std::string& out, char32_t code_point);

}  // namespace hpyc::lex
