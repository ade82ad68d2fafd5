// Numbers. The messages are those that Python users know.
#include <fmt/format.h>

#include "lex/lexer_impl.h"

namespace hpyc::lex {
namespace {

bool continues_name(char c) {
  return byte_is(c, kIdentifierContinue) && static_cast<unsigned char>(c) < 0x80;
}

// `0x1for x in y`: digits that touch one of these keywords are still a number of their own.
bool starts_keyword_after_number(const char* at) {
  switch (at[0]) {
    case 'a':
      return at[1] == 'n' && at[2] == 'd';
    case 'e':
      return at[1] == 'l' && at[2] == 's' && at[3] == 'e';
    case 'f':
      return at[1] == 'o' && at[2] == 'r';
    case 'i':
      return at[1] == 'f' || at[1] == 'n' || at[1] == 's';
    case 'n':
      return at[1] == 'o' && at[2] == 't';
    case 'o':
      return at[1] == 'r';
    default:
      return false;
  }
}

}  // namespace

void Lexer::push_number(TokenKind kind, const char* start) { push(kind, start, cursor_); }

// Reports at `at`, and takes the rest of the word as part of the bad number.
void Lexer::invalid_number(const char* start, std::string message, const char* at) {
  while (continues_name(*cursor_) || (*cursor_ == '.' && byte_is(cursor_[1], kDigit))) ++cursor_;
  if (at == nullptr)
    error(start, cursor_, std::move(message));
  else
    error(at, at + 1, std::move(message));
  push(TokenKind::Integer, start, cursor_, kInvalid);
}

// Digits with single underscores between them, the first of them checked by the caller. False if
// an underscore has no digit after it.
bool Lexer::scan_digits(int classes) {
  for (;;) {
    while (byte_is(*cursor_, classes)) ++cursor_;
    if (*cursor_ != '_') return true;
    ++cursor_;
    if (!byte_is(*cursor_, classes)) return false;
  }
}

// False after an error; a keyword directly after the number only warns.
bool Lexer::check_end_of_number(const char* start, const char* kind) {
  if (!continues_name(*cursor_)) return true;
  if (starts_keyword_after_number(cursor_)) {
    engine_.report(diag::Kind::invalid_decimal_suffix, span_of(start, cursor_), kind)
        .hint("put a space between the number and the keyword");
    return true;
  }
  invalid_number(start, fmt::format("invalid {} literal", kind), nullptr);
  return false;
}

// U, L, LL and their combinations, in any case.
void Lexer::take_integer_suffix() {
  if (!options_.cython) return;
  const char* at = cursor_;
  auto is = [&](char lower) { return (*at | 0x20) == lower; };
  bool is_unsigned = is('u');
  if (is_unsigned) ++at;
  if (is('l')) ++at;
  if (at != cursor_ && is('l')) ++at;
  if (!is_unsigned && at != cursor_ && is('u')) ++at;
  if (!continues_name(*at)) cursor_ = at;
}

void Lexer::lex_number() {
  const char* start = cursor_;
  if (*start == '0') {
    int classes = 0;
    const char* kind = nullptr;
    char highest = 0;
    switch (start[1] | 0x20) {
      case 'x':
        classes = kHexDigit, kind = "hexadecimal", highest = 'f';
        break;
      case 'o':
        classes = kDigit, kind = "octal", highest = '7';
        break;
      case 'b':
        classes = kDigit, kind = "binary", highest = '1';
        break;
      default:
        break;
    }
    if (kind != nullptr) {
      cursor_ = start + 2;
      if (*cursor_ == '_') ++cursor_;
      bool complete = byte_is(*cursor_, classes) && scan_digits(classes);
      if (highest != 'f')
        for (const char* at = start + 2; at != cursor_; ++at)
          if (*at > highest && *at != '_')
            return invalid_number(start, fmt::format("invalid digit '{}' in {} literal", *at, kind),
                                  at);
      if (!complete) return invalid_number(start, fmt::format("invalid {} literal", kind), nullptr);
      take_integer_suffix();
      if (!check_end_of_number(start, kind)) return;
      return push_number(TokenKind::Integer, start);
    }
  }

  bool is_float = false;
  bool leading_zeros = false;
  if (*cursor_ != '.') {
    if (!scan_digits(kDigit)) return invalid_number(start, "invalid decimal literal", nullptr);
    if (*start == '0')
      for (const char* at = start; at != cursor_; ++at)
        if (*at != '0' && *at != '_') leading_zeros = true;
  }
  if (*cursor_ == '.') {
    is_float = true;
    ++cursor_;
    if (byte_is(*cursor_, kDigit) && !scan_digits(kDigit))
      return invalid_number(start, "invalid decimal literal", nullptr);
  }
  if ((*cursor_ | 0x20) == 'e') {
    const char* exponent = cursor_ + 1;
    if (*exponent == '+' || *exponent == '-') ++exponent;
    if (byte_is(*exponent, kDigit)) {
      is_float = true;
      cursor_ = exponent;
      if (!scan_digits(kDigit)) return invalid_number(start, "invalid decimal literal", nullptr);
    } else if (exponent != cursor_ + 1) {
      // `1e+x`: the sign shows that an exponent was meant.
      cursor_ = exponent;
      return invalid_number(start, "invalid decimal literal", nullptr);
    }
  }
  if ((*cursor_ | 0x20) == 'j') {
    ++cursor_;
    if (!check_end_of_number(start, "imaginary")) return;
    return push_number(TokenKind::Imaginary, start);
  }
  if (is_float) {
    if (!check_end_of_number(start, "decimal")) return;
    return push_number(TokenKind::Float, start);
  }
  if (leading_zeros) {
    const char* digits_end = cursor_;
    bool octal = true;
    for (const char* at = start; at != digits_end; ++at)
      if (*at > '7' && *at != '_') octal = false;
    if (!(options_.language_level < 3 && octal)) {
      while (continues_name(*cursor_)) ++cursor_;
      const char* significant = start;
      while (*significant == '0' || *significant == '_') ++significant;
      auto builder =
          error(start, cursor_,
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
                "octal integers");
      if (octal && cursor_ == digits_end)
        builder.fixit(span_of(start, cursor_), "0o" + std::string(significant, digits_end));
      push(TokenKind::Integer, start, cursor_, kInvalid);
      return;
    }
  }
  take_integer_suffix();
  if (!check_end_of_number(start, "decimal")) return;
  push_number(TokenKind::Integer, start);
}

}  // namespace hpyc::lex
