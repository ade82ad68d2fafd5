// Tokens and the buffer that holds those of one file.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/interner.h"
#include "base/source_map.h"
#include "base/span.h"
#include "lex/names.h"

namespace hpyc::lex {

enum class TokenKind : uint8_t {
#define HPYC_TOKEN(name, text) name,
#include "lex/token_kinds.def"
};

// The spelling of keywords and operators; a word for the other kinds ("name", "newline", …).
std::string_view to_string(TokenKind kind);
// The enumerator, for dumps and tests ("LeftParen").
std::string_view kind_name(TokenKind kind);

constexpr bool is_keyword(TokenKind kind) {
  return kind >= TokenKind::KwFalse && kind <= TokenKind::KwYield;
}
constexpr bool is_operator(TokenKind kind) { return kind >= TokenKind::LeftParen; }
constexpr bool is_augmented_assignment(TokenKind kind) { return kind >= TokenKind::PlusEqual; }
// PlusEqual → Plus. Only for augmented assignments.
constexpr TokenKind binary_of_augmented(TokenKind kind) {
  return static_cast<TokenKind>(static_cast<int>(kind) - static_cast<int>(TokenKind::PlusEqual) +
                                static_cast<int>(TokenKind::Plus));
}
static_assert(binary_of_augmented(TokenKind::CaretEqual) == TokenKind::Caret);

// Facts about a token that are cheap to see while scanning.
enum TokenFlag : uint8_t {
  kFirstOnLine = 1 << 0,   // no token before it on its physical line
  kSpaceBefore = 1 << 1,   // white space, a comment or a continuation precedes it
  kInvalid = 1 << 2,       // malformed; a diagnostic was reported
  kHasEscape = 1 << 3,     // string kinds: the body has a backslash
  kNonAscii = 1 << 4,      // string kinds and names: has bytes ≥ 0x80
  kInFormatSpec = 1 << 5,  // FStringMiddle/TStringMiddle: part of a format spec
  kNormalized = 1 << 6,    // Name: NFKC changed the spelling, `name` is not the source text
};

// How a string literal is written; 0 for 'x'.
enum StringFlag : uint16_t {
  kStringRaw = 1 << 0,       // r
  kStringBytes = 1 << 1,     // b
  kStringUnicode = 1 << 2,   // u
  kStringFormat = 1 << 3,    // f
  kStringTemplate = 1 << 4,  // t
  kStringChar = 1 << 5,      // c: a C character, Cython only
  kStringTriple = 1 << 6,
  kStringDoubleQuote = 1 << 7,
};

struct Token {
  TokenKind kind = TokenKind::EndOfFile;
  uint8_t flags = 0;
  uint16_t string_flags = 0;  // all string kinds, also the parts of f- and t-strings
  uint32_t offset = 0;
  uint32_t length = 0;  // Newline/Indent/Dedent/EndOfFile may be empty
  // Name and keywords: the interned (NFKC) name.
  Name name;

  uint32_t end() const { return offset + length; }
  bool has(TokenFlag flag) const { return (flags & flag) != 0; }
  bool is(TokenKind k) const { return kind == k; }
  bool is_name(Name n) const { return kind == TokenKind::Name && name == n; }
  // String kinds: letters before the quotes, and quotes, are computed from the flags.
  uint32_t prefix_length() const {
    constexpr uint16_t letters =
        kStringRaw | kStringBytes | kStringUnicode | kStringFormat | kStringTemplate | kStringChar;
    return static_cast<uint32_t>(__builtin_popcount(string_flags & letters));
  }
  uint32_t quote_length() const { return (string_flags & kStringTriple) ? 3 : 1; }
};
static_assert(sizeof(Token) == 16);

// From `#` to the end of the line, newline excluded.
struct Comment {
  uint32_t offset = 0;
  uint32_t length = 0;
  // The index of the first token after it.
  uint32_t next_token = 0;
  bool own_line = false;  // nothing but white space before it on its line
};

// All tokens of a file. An f-string is the sequence
//   FStringStart (FStringMiddle | replacement)* FStringEnd
//   replacement: LeftBrace expression… [Equal] [Exclamation Name] [Colon spec] RightBrace
//   spec: (FStringMiddle | replacement)*
// with ordinary tokens for the expression and FStringMiddle tokens flagged kInFormatSpec in a spec.
// Empty text gives no FStringMiddle. The source of `{expr=}` is from the end of LeftBrace up to the
// next token after Equal. Always ends with Newline (if anything precedes), Dedents, EndOfFile.
class TokenBuffer {
 public:
  explicit TokenBuffer(const SourceFile& file) : file_(&file) {}

  const SourceFile& file() const { return *file_; }
  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Comment>& comments() const { return comments_; }
  const Token& operator[](size_t index) const { return tokens_[index]; }
  size_t size() const { return tokens_.size(); }

  SourceSpan span(const Token& token) const { return {token.offset, token.end(), file_->id()}; }
  std::string_view text(const Token& token) const {
    return file_->text().substr(token.offset, token.length);
  }
  std::string_view text(const Comment& comment) const {
    return file_->text().substr(comment.offset, comment.length);
  }

 private:
  friend class Lexer;
  const SourceFile* file_;
  std::vector<Token> tokens_;
  std::vector<Comment> comments_;
};

}  // namespace hpyc::lex
