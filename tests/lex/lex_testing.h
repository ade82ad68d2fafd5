// Helpers of the lexer's tests.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.h"
#include "diag/load_source.h"
#include "diag/render.h"
#include "lex/lexer.h"
#include "lex/literals.h"

namespace hpyc::lex {

// One source text and what the lexer made of it.
class Lexed {
 public:
  explicit Lexed(std::string_view text, LexOptions options = {})
      : file_(sources_.add("t.py", text)),
        interner_(make_interner()),
        buffer_(lex(file_, options, interner_, engine_)) {}

  const TokenBuffer& buffer() const { return buffer_; }
  const Token& operator[](size_t i) const { return buffer_[i]; }
  size_t size() const { return buffer_.size(); }
  std::string_view text(size_t i) const { return buffer_.text(buffer_[i]); }
  std::string_view name(size_t i) const { return interner_.view(buffer_[i].name); }

  // "Name:x Plus Integer:1 Newline EndOfFile": operators and keywords without their text. Tokens
  // that a diagnostic was reported for have a `!`.
  std::string dump() const {
    std::string out;
    for (const Token& token : buffer_.tokens()) {
      if (!out.empty()) out += ' ';
      out += kind_name(token.kind);
      if (token.has(kInvalid)) out += '!';
      bool show = token.kind == TokenKind::Error ||
                  (token.kind >= TokenKind::Name && token.kind < TokenKind::KwFalse);
      if (show && token.length > 0) out += ":" + std::string(buffer_.text(token));
    }
    return out;
  }
  // "line:col: error: message" lines.
  std::string errors() const {
    std::string out = diag::render(diag::Format::one_line, engine_, sources_);
    for (size_t at; (at = out.find("t.py:")) != std::string::npos;) out.erase(at, 5);
    return out;
  }
  const diag::DiagnosticEngine& engine() const { return engine_; }
  DecodedString decode(size_t i) { return decode_string_literal(buffer_, buffer_[i], engine_); }

 private:
  SourceMap sources_;
  diag::DiagnosticEngine engine_;
  SourceFile& file_;
  Interner interner_;
  TokenBuffer buffer_;
};

inline std::string dump(std::string_view text, LexOptions options = {}) {
  return Lexed(text, options).dump();
}
inline std::string errors(std::string_view text, LexOptions options = {}) {
  return Lexed(text, options).errors();
}

}  // namespace hpyc::lex
