// The lexer's state, shared by lexer.cpp, lexer_string.cpp and lexer_number.cpp only.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lex/lexer.h"

namespace hpyc::lex {

// What a byte can be; the table has one row per byte value.
enum ByteClass : uint8_t {
  kIdentifierStart = 1 << 0,     // letters, _ and every byte ≥ 0x80
  kIdentifierContinue = 1 << 1,  // the same and digits
  kDigit = 1 << 2,
  kHexDigit = 1 << 3,
  kBlank = 1 << 4,       // space, tab, form feed
  kStringStop = 1 << 5,  // ends the fast run inside a string: quotes, \, newline, {, }, NUL, ≥ 0x80
};

constexpr std::array<uint8_t, 256> make_byte_classes() {
  std::array<uint8_t, 256> table{};
  auto add = [&](int from, int to, int bits) {
    for (int c = from; c <= to; ++c)
      table[static_cast<size_t>(c)] = static_cast<uint8_t>(table[static_cast<size_t>(c)] | bits);
  };
  add('a', 'z', kIdentifierStart | kIdentifierContinue);
  add('A', 'Z', kIdentifierStart | kIdentifierContinue);
  add('_', '_', kIdentifierStart | kIdentifierContinue);
  add(0x80, 0xFF, kIdentifierStart | kIdentifierContinue | kStringStop);
  add('0', '9', kIdentifierContinue | kDigit | kHexDigit);
  add('a', 'f', kHexDigit);
  add('A', 'F', kHexDigit);
  for (int c : {' ', '\t', '\f'}) add(c, c, kBlank);
  for (int c : {'\'', '"', '\\', '\n', '{', '}', '\0'}) add(c, c, kStringStop);
  return table;
}
inline constexpr std::array<uint8_t, 256> kByteClasses = make_byte_classes();

inline bool byte_is(char c, int classes) {
  return (kByteClasses[static_cast<unsigned char>(c)] & classes) != 0;
}

class Lexer {
 public:
  Lexer(const SourceFile& file, const LexOptions& options, Interner& interner,
        diag::DiagnosticEngine& engine);

  TokenBuffer run();

 private:
  struct Bracket {
    TokenKind closer;
    char open;
    bool is_field;  // the brace of a replacement field of an f-string
    uint32_t offset;
  };
  struct Indent {
    uint32_t column;      // tabs go to multiples of 8
    uint32_t alt_column;  // tabs count 1: both must agree, or the meaning depends on tab size
  };
  // An f- or t-string that is open, outermost first.
  struct FString {
    uint32_t start;
    uint32_t brackets;  // count of brackets that were open at its start
    uint16_t string_flags;
    char quote;
    bool in_text;          // else inside the expression of a field
    uint32_t field_depth;  // fields nest through format specs
  };

  // lexer.cpp
  bool begin_line();
  bool update_indentation(uint32_t column, uint32_t alt_column, const char* line);
  void lex_token();
  void lex_newline();
  void lex_comment();
  void lex_continuation();
  void lex_identifier();
  void lex_unicode_identifier(const char* start);
  void lex_invalid_character();
  void lex_operator();
  void open_bracket(TokenKind kind, TokenKind closer);
  void close_bracket(TokenKind kind);
  bool recover_at_statement(Name name);
  void close_everything(const char* at);
  void report_never_closed();
  void finish();

  // lexer_string.cpp
  bool lex_prefixed_string(const char* start);
  void lex_string(const char* start, uint16_t string_flags);
  void begin_fstring(const char* start, uint16_t string_flags, const char* body);
  void lex_fstring_text();
  void end_fstring(const char* at, uint32_t length, uint8_t flags);
  bool quote_ends_fstring(const char* at) const;
  void report_unterminated(const char* start, uint16_t string_flags, const char* end,
                           bool escaped_quote);

  // lexer_number.cpp
  void lex_number();
  bool scan_digits(int classes);
  bool check_end_of_number(const char* start, const char* kind);
  void invalid_number(const char* start, std::string message, const char* at);
  void take_integer_suffix();
  void push_number(TokenKind kind, const char* start);

  uint32_t offset_of(const char* at) const { return static_cast<uint32_t>(at - begin_); }
  SourceSpan span_of(const char* from, const char* to) const {
    return {offset_of(from), offset_of(to), file_.id()};
  }
  diag::Builder error(const char* from, const char* to, std::string message) {
    return engine_.error(diag::Kind::syntax_error, span_of(from, to), std::move(message));
  }
  Token& push(TokenKind kind, const char* from, const char* to, uint8_t flags = 0) {
    Token& token = buffer_.tokens_.emplace_back();
    token.kind = kind;
    token.flags = static_cast<uint8_t>(flags | pending_flags_);
    token.offset = offset_of(from);
    token.length = static_cast<uint32_t>(to - from);
    pending_flags_ = 0;
    return token;
  }
  // Reports once and ends the token stream here: going on would not help anyone.
  void give_up() { gave_up_ = true; }

  const SourceFile& file_;
  const LexOptions& options_;
  Interner& interner_;
  diag::DiagnosticEngine& engine_;
  TokenBuffer buffer_;
  const char* const begin_;
  const char* const end_;
  const char* cursor_;
  const char* line_start_;
  uint8_t pending_flags_ = 0;  // kFirstOnLine, kSpaceBefore of the next token
  bool at_line_start_ = true;  // of a logical line: indentation counts
  bool gave_up_ = false;
  std::vector<Bracket> brackets_;
  std::vector<Indent> indents_;
  std::vector<FString> fstrings_;
};

}  // namespace hpyc::lex
