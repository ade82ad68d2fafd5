#include "lex/lexer.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstring>

#include "base/assert.h"
#include "lex/lexer_impl.h"
#include "lex/unicode_identifier.h"

namespace hpyc::lex {

Lexer::Lexer(const SourceFile& file, const LexOptions& options, Interner& interner,
             diag::DiagnosticEngine& engine)
    : file_(file),
      options_(options),
      interner_(interner),
      engine_(engine),
      buffer_(file),
      begin_(file.text().data()),
      end_(begin_ + file.size()),
      cursor_(begin_),
      line_start_(begin_) {
  // Ordinary code has a token per four or five bytes.
  buffer_.tokens_.reserve(file.size() / 4 + 16);
  indents_.push_back({0, 0});
}

TokenBuffer lex(const SourceFile& file, const LexOptions& options, Interner& interner,
                diag::DiagnosticEngine& engine) {
  HPYC_ASSERT(interner.view(names::kYield) == "yield", "not an interner of make_interner()");
  return Lexer(file, options, interner, engine).run();
}

TokenBuffer Lexer::run() {
  while (!gave_up_) {
    if (at_line_start_ && !begin_line()) break;
    if (!fstrings_.empty() && fstrings_.back().in_text) {
      lex_fstring_text();
      continue;
    }
    while (byte_is(*cursor_, kBlank)) {
      ++cursor_;
      pending_flags_ |= kSpaceBefore;
    }
    if (cursor_ == end_) break;
    lex_token();
  }
  finish();
  return std::move(buffer_);
}

// Skips blank and comment lines and compares the indentation of the first other one. False at the
// end of the file.
bool Lexer::begin_line() {
  for (;;) {
    const char* line = cursor_;
    line_start_ = line;
    pending_flags_ = kFirstOnLine;
    uint32_t column = 0, alt_column = 0;
    // A backslash joins a line of white space with the next; the first part gives the indentation.
    uint32_t joined_column = 0, joined_alt_column = 0;
    bool joined = false;
    for (;; ++cursor_) {
      if (*cursor_ == ' ') {
        ++column;
        ++alt_column;
      } else if (*cursor_ == '\t') {
        column = (column / 8 + 1) * 8;
        ++alt_column;
      } else if (*cursor_ == '\f') {
        column = alt_column = 0;
      } else if (*cursor_ == '\\' && cursor_[1] == '\n' && cursor_ + 2 != end_) {
        if (!joined) joined_column = column, joined_alt_column = alt_column;
        joined = true;
        ++cursor_;
        line_start_ = cursor_ + 1;
        column = alt_column = 0;
      } else {
        break;
      }
    }
    if (cursor_ == end_) return false;
    if (*cursor_ == '#') {
      lex_comment();
      if (cursor_ == end_) return false;
    }
    if (*cursor_ == '\n') {
      ++cursor_;
      continue;
    }
    at_line_start_ = false;
    if (joined) column = joined_column, alt_column = joined_alt_column;
    return update_indentation(column, alt_column, line);
  }
}

bool Lexer::update_indentation(uint32_t column, uint32_t alt_column, const char* line) {
  auto inconsistent = [&] {
    engine_.report(diag::Kind::tab_error, span_of(line, cursor_))
        .hint("indent with spaces only: how wide a tab is depends on the editor");
  };
  Indent top = indents_.back();
  if (column == top.column) {
    if (alt_column != top.alt_column) inconsistent();
    return true;
  }
  if (column > top.column) {
    if (indents_.size() >= options_.max_indent_depth) {
      engine_.error(diag::Kind::indentation_error, span_of(line, cursor_),
                    "too many levels of indentation");
      give_up();
      return false;
    }
    if (alt_column <= top.alt_column) inconsistent();
    indents_.push_back({column, alt_column});
    uint8_t saved = pending_flags_;
    push(TokenKind::Indent, line, cursor_);
    pending_flags_ = saved;
    return true;
  }
  while (column < indents_.back().column) {
    Indent inner = indents_.back();
    indents_.pop_back();
    if (column > indents_.back().column) {
      engine_
          .error(diag::Kind::indentation_error, span_of(line, cursor_),
                 "unindent does not match any outer indentation level")
          .label("indented by {}, the blocks around it by {} and {}", column,
                 indents_.back().column, inner.column);
      // Go on as if the line belonged to the inner block: later lines likely have this column too.
      indents_.push_back({column, alt_column});
      return true;
    }
    uint8_t saved = pending_flags_;
    push(TokenKind::Dedent, cursor_, cursor_);
    pending_flags_ = saved;
  }
  if (alt_column != indents_.back().alt_column) inconsistent();
  return true;
}

void Lexer::lex_token() {
  char c = *cursor_;
  if (byte_is(c, kIdentifierStart)) return lex_identifier();
  if (byte_is(c, kDigit) || (c == '.' && byte_is(cursor_[1], kDigit))) return lex_number();
  switch (c) {
    case '\n':
      return lex_newline();
    case '#':
      return lex_comment();
    case '\\':
      return lex_continuation();
    case '\'':
    case '"':
      return lex_string(cursor_, 0);
    default:
      return lex_operator();
  }
}

void Lexer::lex_newline() {
  const char* at = cursor_++;
  if (brackets_.empty()) {
    pending_flags_ = 0;
    push(TokenKind::Newline, at, cursor_);
    at_line_start_ = true;
  } else {
    pending_flags_ = kFirstOnLine;
    line_start_ = cursor_;
  }
}

void Lexer::lex_comment() {
  const char* start = cursor_;
  const void* newline = std::memchr(start, '\n', static_cast<size_t>(end_ - start));
  cursor_ = newline ? static_cast<const char*>(newline) : end_;
  Comment& comment = buffer_.comments_.emplace_back();
  comment.offset = offset_of(start);
  comment.length = static_cast<uint32_t>(cursor_ - start);
  comment.next_token = static_cast<uint32_t>(buffer_.tokens_.size());
  comment.own_line = (pending_flags_ & kFirstOnLine) != 0;
  pending_flags_ |= kSpaceBefore;
}

void Lexer::lex_continuation() {
  const char* start = cursor_++;
  pending_flags_ |= kSpaceBefore;
  if (*cursor_ == '\n') {
    if (cursor_ + 1 == end_) {
      error(start, start + 1, "unexpected end of file after line continuation character");
    } else {
      pending_flags_ |= kFirstOnLine;
      line_start_ = cursor_ + 1;
    }
    ++cursor_;
    return;
  }
  if (cursor_ == end_) {
    error(start, start + 1, "unexpected end of file after line continuation character");
    return;
  }
  auto builder = error(start, start + 1, "unexpected character after line continuation character");
  const char* rest = cursor_;
  while (byte_is(*rest, kBlank)) ++rest;
  if (*rest == '\n' && rest > cursor_) {
    // Clearly meant as a continuation.
    builder.hint("remove the white space after the backslash").fixit(span_of(cursor_, rest), "");
    cursor_ = rest + 1;
    line_start_ = cursor_;
    pending_flags_ |= kFirstOnLine;
    return;
  }
  push(TokenKind::Error, start, start + 1, kInvalid);
}

void Lexer::lex_identifier() {
  const char* start = cursor_;
  const char* at = start + 1;
  if (static_cast<unsigned char>(*start) < 0x80) {
    while (byte_is(*at, kIdentifierContinue) && static_cast<unsigned char>(*at) < 0x80) ++at;
    if (static_cast<unsigned char>(*at) < 0x80) [[likely]] {
      cursor_ = at;
      if ((*at == '"' || *at == '\'') && at - start <= 3 && lex_prefixed_string(start)) return;
      Name name = interner_.intern({start, static_cast<size_t>(at - start)});
      if (!brackets_.empty() && (pending_flags_ & kFirstOnLine) != 0 && recover_at_statement(name))
        return;
      TokenKind kind = TokenKind::Name;
      if (is_python_keyword(name))
        kind = static_cast<TokenKind>(static_cast<uint32_t>(TokenKind::KwFalse) + name.id -
                                      detail::section_PythonKeywords);
      push(kind, start, at).name = name;
      return;
    }
  }
  lex_unicode_identifier(start);
}

void Lexer::lex_unicode_identifier(const char* start) {
  const char* at = start;
  while (at != end_) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      if (!byte_is(*at, kIdentifierContinue)) break;
      ++at;
      continue;
    }
    utf8proc_int32_t code_point = 0;
    auto length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(at), end_ - at, &code_point);
    if (length <= 0) break;
    if (at == start ? !is_identifier_start(code_point) : !is_identifier_continue(code_point)) break;
    at += length;
  }
  if (at == start) return lex_invalid_character();
  cursor_ = at;
  // Keywords are ASCII only: a name that merely normalises to one is a name.
  std::string normalized = normalize_identifier({start, static_cast<size_t>(at - start)});
  bool changed = normalized != std::string_view(start, static_cast<size_t>(at - start));
  Name name = interner_.intern(normalized);
  push(TokenKind::Name, start, at, static_cast<uint8_t>(kNonAscii | (changed ? kNormalized : 0)))
      .name = name;
}

namespace {

// What people meant when a word processor changed their code.
const char* plain_form(utf8proc_int32_t code_point) {
  switch (code_point) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0x00B4:
    case 0xFF07:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x2033:
    case 0xFF02:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
    case 0xFF0D:
      return "-";
    case 0x00D7:
    case 0x2217:
    case 0xFF0A:
      return "*";
    case 0x00F7:
    case 0x2215:
    case 0xFF0F:
      return "/";
    case 0x2264:
      return "<=";
    case 0x2265:
      return ">=";
    case 0x2260:
      return "!=";
    case 0xFF08:
      return "(";
    case 0xFF09:
      return ")";
    case 0xFF0C:
    case 0x3001:
      return ",";
    case 0xFF1A:
      return ":";
    case 0xFF1B:
    case 0x037E:
      return ";";
    case 0xFF1D:
      return "=";
    case 0xFF0B:
      return "+";
    case 0xFF3B:
      return "[";
    case 0xFF3D:
      return "]";
    case 0x2026:
      return "...";
    default:
      return nullptr;
  }
}

}  // namespace

void Lexer::lex_invalid_character() {
  const char* start = cursor_;
  utf8proc_int32_t code_point = 0;
  auto length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(start), end_ - start, &code_point);
  if (length <= 0) length = 1;
  cursor_ = start + length;
  std::string_view text(start, static_cast<size_t>(length));
  auto category = utf8proc_category(code_point);
  bool space = category == UTF8PROC_CATEGORY_ZS || code_point == 0xFEFF;
  bool printable = code_point >= 0x20 && code_point != 0x7F && !space &&
                   category != UTF8PROC_CATEGORY_CC && category != UTF8PROC_CATEGORY_CF &&
                   category != UTF8PROC_CATEGORY_CN && category != UTF8PROC_CATEGORY_CO &&
                   category != UTF8PROC_CATEGORY_ZL && category != UTF8PROC_CATEGORY_ZP;
  if (space) {
    // Looks like a space; read it as one.
    error(
        start, cursor_,
        fmt::format("invalid non-printable character U+{:04X}", static_cast<uint32_t>(code_point)))
        .hint("replace it by an ordinary space")
        .fixit(span_of(start, cursor_), " ");
    pending_flags_ |= kSpaceBefore;
    return;
  }
  // More of the same says nothing new.
  while (static_cast<size_t>(end_ - cursor_) >= text.size() &&
         std::memcmp(cursor_, start, text.size()) == 0)
    cursor_ += length;
  bool reported = code_point == 0xFFFD && !file_.clean();
  if (!reported) {
    std::string message;
    if (!printable)
      message = fmt::format("invalid non-printable character U+{:04X}",
                            static_cast<uint32_t>(code_point));
    else if (code_point < 0x80)
      message = fmt::format("invalid character '{}'", text);
    else
      message =
          fmt::format("invalid character '{}' (U+{:04X})", text, static_cast<uint32_t>(code_point));
    auto builder = error(start, cursor_, std::move(message));
    if (const char* plain = plain_form(code_point))
      builder.hint("did you mean `{}`?", plain).fixit(span_of(start, cursor_), plain);
  }
  push(TokenKind::Error, start, cursor_, kInvalid);
}

void Lexer::lex_operator() {
  const char* start = cursor_;
  char c = start[0];
  char next = c == '\0' ? '\0' : start[1];
  auto token = [&](TokenKind kind, int length) {
    cursor_ = start + length;
    push(kind, start, cursor_);
  };
  auto with_equal = [&](TokenKind plain, TokenKind equal) {
    next == '=' ? token(equal, 2) : token(plain, 1);
  };
  using enum TokenKind;
  switch (c) {
    case '(':
      return open_bracket(LeftParen, RightParen);
    case '[':
      return open_bracket(LeftBracket, RightBracket);
    case '{':
      return open_bracket(LeftBrace, RightBrace);
    case ')':
      return close_bracket(RightParen);
    case ']':
      return close_bracket(RightBracket);
    case '}':
      return close_bracket(RightBrace);
    case ',':
      return token(Comma, 1);
    case ';':
      return token(Semicolon, 1);
    case '~':
      return token(Tilde, 1);
    case ':':
      // Directly in a field a colon starts the format spec, even before `=`.
      if (!brackets_.empty() && brackets_.back().is_field) {
        token(Colon, 1);
        fstrings_.back().in_text = true;
        return;
      }
      return with_equal(Colon, ColonEqual);
    case '.':
      return next == '.' && start[2] == '.' ? token(Ellipsis, 3) : token(Dot, 1);
    case '+':
      return with_equal(Plus, PlusEqual);
    case '-':
      return next == '>' ? token(Arrow, 2) : with_equal(Minus, MinusEqual);
    case '*':
      if (next == '*') return start[2] == '=' ? token(DoubleStarEqual, 3) : token(DoubleStar, 2);
      return with_equal(Star, StarEqual);
    case '/':
      if (next == '/') return start[2] == '=' ? token(DoubleSlashEqual, 3) : token(DoubleSlash, 2);
      return with_equal(Slash, SlashEqual);
    case '%':
      return with_equal(Percent, PercentEqual);
    case '@':
      return with_equal(At, AtEqual);
    case '&':
      return with_equal(Ampersand, AmpersandEqual);
    case '|':
      return with_equal(Pipe, PipeEqual);
    case '^':
      return with_equal(Caret, CaretEqual);
    case '=':
      return with_equal(Equal, EqualEqual);
    case '<':
      if (next == '<') return start[2] == '=' ? token(LeftShiftEqual, 3) : token(LeftShift, 2);
      if (next == '>') {
        if (options_.language_level >= 3)
          error(start, start + 2, "the operator `<>` is not part of Python 3")
              .hint("use `!=`")
              .fixit(span_of(start, start + 2), "!=");
        return token(NotEqual, 2);
      }
      return with_equal(Less, LessEqual);
    case '>':
      if (next == '>') return start[2] == '=' ? token(RightShiftEqual, 3) : token(RightShift, 2);
      return with_equal(Greater, GreaterEqual);
    case '!':
      return with_equal(Exclamation, NotEqual);
    case '?':
      if (options_.cython) return token(Question, 1);
      break;
    case '`':
      if (options_.language_level < 3) return token(Backquote, 1);
      break;
    default:
      break;
  }
  lex_invalid_character();
}

void Lexer::open_bracket(TokenKind kind, TokenKind closer) {
  const char* start = cursor_++;
  if (brackets_.size() >= options_.max_bracket_depth) {
    error(start, cursor_, "too many nested parentheses");
    return give_up();
  }
  brackets_.push_back({closer, *start, false, offset_of(start)});
  push(kind, start, cursor_);
}

namespace {

char closing_character(TokenKind kind) {
  return kind == TokenKind::RightParen ? ')' : kind == TokenKind::RightBracket ? ']' : '}';
}

}  // namespace

// The parser always sees balanced brackets: missing closers are made up (empty and kInvalid).
void Lexer::close_bracket(TokenKind kind) {
  const char* start = cursor_++;
  // Brackets outside of the f-string that is being read are out of reach.
  size_t floor = fstrings_.empty() ? 0 : fstrings_.back().brackets;
  if (brackets_.size() > floor && brackets_.back().closer == kind) {
    bool is_field = brackets_.back().is_field;
    brackets_.pop_back();
    push(kind, start, cursor_);
    if (is_field) {
      fstrings_.back().in_text = true;
      --fstrings_.back().field_depth;
    }
    return;
  }
  bool in_field = brackets_.size() > floor && brackets_.back().is_field;
  if (brackets_.size() == floor || in_field) {
    std::string prefix;
    if (in_field)
      prefix = (fstrings_.back().string_flags & kStringTemplate) ? "t-string: " : "f-string: ";
    error(start, cursor_, fmt::format("{}unmatched '{}'", prefix, *start));
    push(TokenKind::Error, start, cursor_, kInvalid);
    return;
  }
  const Bracket open = brackets_.back();
  uint32_t open_line = file_.line_of(open.offset);
  std::string where;
  if (open_line != file_.line_of(offset_of(start))) where = fmt::format(" on line {}", open_line);
  error(start, cursor_,
        fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}'{}", *start,
                    open.open, where))
      .label(fmt::format("expected '{}'", closing_character(open.closer)))
      .label({open.offset, open.offset + 1, file_.id()}, std::string("opened here"));
  // Either the inner bracket was forgotten, or this one is a slip for its closer.
  size_t match = brackets_.size();
  while (match > floor && brackets_[match - 1].closer != kind) --match;
  if (match == floor) {
    push(open.closer, start, cursor_, kInvalid);
    brackets_.pop_back();
    return;
  }
  while (brackets_.size() > match) {
    push(brackets_.back().closer, start, start, kInvalid);
    brackets_.pop_back();
  }
  cursor_ = start;
  close_bracket(kind);
}

// A statement keyword at the start of a line cannot be inside an expression: a bracket was
// forgotten above. Without this, the rest of the file would be one line.
bool Lexer::recover_at_statement(Name name) {
  switch (name.id) {
    case names::kDef.id:
    case names::kClass.id:
    case names::kImport.id:
    case names::kReturn.id:
    case names::kWhile.id:
    case names::kWith.id:
    case names::kTry.id:
    case names::kRaise.id:
    case names::kDel.id:
    case names::kPass.id:
    case names::kBreak.id:
    case names::kContinue.id:
    case names::kGlobal.id:
    case names::kNonlocal.id:
    case names::kAssert.id:
    case names::kFinally.id:
      break;
    case names::kCdef.id:
    case names::kCpdef.id:
    case names::kCtypedef.id:
    case names::kCimport.id:
      if (options_.cython && *cursor_ == ' ' && byte_is(cursor_[1], kIdentifierStart)) break;
      return false;
    default:
      return false;
  }
  // After `async` or a dot the word is part of a mistake that the parser explains better.
  if (!buffer_.tokens_.empty()) {
    TokenKind before = buffer_.tokens_.back().kind;
    if (before == TokenKind::KwAsync || before == TokenKind::Dot) return false;
  }
  report_never_closed();
  const Token& last = buffer_.tokens_.back();
  const char* at = begin_ + last.end();
  close_everything(at);
  pending_flags_ = 0;
  push(TokenKind::Newline, at, at, kInvalid);
  cursor_ = line_start_;
  at_line_start_ = true;
  return true;
}

void Lexer::report_never_closed() {
  const Bracket& open = brackets_.back();
  engine_
      .error(diag::Kind::syntax_error, {open.offset, open.offset + 1, file_.id()},
             "'{}' was never closed", open.open)
      .hint("add the missing '{}'", closing_character(open.closer));
}

// Ends all open brackets and f-strings with empty tokens.
void Lexer::close_everything(const char* at) {
  pending_flags_ = 0;
  while (!brackets_.empty() || !fstrings_.empty()) {
    if (!fstrings_.empty() && brackets_.size() == fstrings_.back().brackets) {
      end_fstring(at, 0, kInvalid);
      continue;
    }
    push(brackets_.back().closer, at, at, kInvalid);
    brackets_.pop_back();
  }
}

void Lexer::finish() {
  uint8_t invalid = gave_up_ ? kInvalid : 0;
  const char* at = gave_up_ ? cursor_ : end_;
  if (!brackets_.empty()) {
    if (!gave_up_) report_never_closed();
    invalid = kInvalid;
  }
  close_everything(at);
  std::vector<Token>& tokens = buffer_.tokens_;
  if (!tokens.empty() && tokens.back().kind != TokenKind::Newline &&
      tokens.back().kind != TokenKind::Dedent && tokens.back().kind != TokenKind::Indent)
    push(TokenKind::Newline, at, at, invalid);
  for (; indents_.size() > 1; indents_.pop_back()) push(TokenKind::Dedent, at, at, invalid);
  pending_flags_ = 0;
  push(TokenKind::EndOfFile, at, at, gave_up_ ? kInvalid : 0);
}

}  // namespace hpyc::lex
