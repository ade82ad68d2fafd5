// Reporting of mistakes, and getting back on track after them.
#include <algorithm>
#include <array>

#include "parse/parser_impl.h"

namespace hpyc::parse {
namespace {

// Words that start statements, and words that stand within them: what a misspelled word may have
// been meant to be.
constexpr std::string_view kStatementWords[] = {
    "assert", "async",  "await",   "break", "class", "continue", "def",  "del",    "elif",
    "else",   "except", "finally", "for",   "from",  "global",   "if",   "import", "nonlocal",
    "pass",   "raise",  "return",  "try",   "while", "with",     "yield"};
constexpr std::string_view kInnerWords[] = {"and",    "as", "await", "else",   "for", "from", "if",
                                            "import", "in", "is",    "lambda", "not", "or"};
constexpr std::string_view kCythonStatementWords[] = {"cdef", "cpdef", "cimport", "ctypedef",
                                                      "include"};
constexpr std::string_view kCythonInnerWords[] = {
    "cimport", "class", "enum", "except", "extern", "inline", "nogil", "noexcept", "struct"};

// Optimal string alignment distance, at most `limit` + 1.
unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit) {
  constexpr size_t kMaximum = 16;
  if (a.size() > kMaximum || b.size() > kMaximum) return limit + 1;
  std::array<std::array<unsigned, kMaximum + 1>, kMaximum + 1> d{};
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<unsigned>(i);
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<unsigned>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      unsigned cost = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

bool starts_expression(K kind) {
  switch (kind) {
    case K::Name:
    case K::Integer:
    case K::Float:
    case K::Imaginary:
    case K::String:
    case K::FStringStart:
    case K::TStringStart:
    case K::KwFalse:
    case K::KwNone:
    case K::KwTrue:
    case K::KwAwait:
    case K::KwLambda:
    case K::KwNot:
    case K::LeftParen:
    case K::LeftBracket:
    case K::LeftBrace:
    case K::Ellipsis:
    case K::Plus:
    case K::Minus:
    case K::Tilde:
      return true;
    default:
      return false;
  }
}

diag::Builder Parser::report(SourceSpan span, std::string message) {
  if (stopped_ || in_unclosed_bracket()) {
    discarded_ = {};
    return diag::Builder(&discarded_);
  }
  return engine_.error(diag::Kind::syntax_error, span, std::move(message));
}

diag::Builder Parser::fail(SourceSpan span, std::string message) {
  // The lexer has reported what an Error token stands for, and brackets that are never closed.
  bool silent = stopped_ || at(K::Error) || in_unclosed_bracket();
  stopped_ = true;
  cur_ = &stop_token_;
  if (silent) {
    discarded_ = {};
    return diag::Builder(&discarded_);
  }
  return engine_.error(diag::Kind::syntax_error, span, std::move(message));
}

ast::Expr* Parser::fail_expression() {
  fail_unexpected();
  return error_expr();
}

std::string_view Parser::similar_keyword(std::string_view word, bool starts_statement) const {
  if (word.size() < 2) return {};
  if (cython_ && lex::is_cython_keyword(context_.interner().find(word))) return {};
  unsigned limit = word.size() <= 5 ? 1 : 2;
  std::string_view best;
  unsigned best_score = 2 * limit + 1;
  auto consider = [&](std::span<const std::string_view> keywords) {
    for (std::string_view keyword : keywords) {
      unsigned distance = edit_distance(word, keyword, limit);
      if (distance > limit) continue;
      // Swapped letters are likelier than a wrong one, and that than a missing one.
      unsigned score = 2 * distance - (keyword.size() == word.size() ? 1 : 0);
      if (distance == 0) score = 0;
      if (score >= best_score) continue;
      best = keyword;
      best_score = score;
    }
  };
  if (starts_statement)
    consider(kStatementWords);
  else
    consider(kInnerWords);
  if (cython_ && starts_statement) consider(kCythonStatementWords);
  if (cython_ && !starts_statement) consider(kCythonInnerWords);
  if (best.empty() && starts_statement && word == "elseif") return "elif";
  return best_score == 0 ? std::string_view() : best;  // spelled as it should be
}

bool Parser::in_unclosed_bracket() {
  // Only asked after a mistake. A bracket that is open at a Newline, or closed by an empty token,
  // was never closed, and the lexer has said so.
  if (!unclosed_known_) {
    unclosed_known_ = true;
    SmallVector<uint32_t, 16> open;
    for (uint32_t i = 0; i < token_count_; ++i) {
      switch (tokens_[i].kind) {
        case K::LeftParen:
        case K::LeftBracket:
        case K::LeftBrace:
          open.push_back(i);
          break;
        case K::RightParen:
        case K::RightBracket:
        case K::RightBrace:
          if (open.empty()) break;
          // An empty one is what the lexer puts where it gives a bracket up.
          if (tokens_[i].length == 0) unclosed_brackets_.push_back({open.back(), i});
          open.pop_back();
          break;
        case K::Newline:
        case K::EndOfFile:
          if (!open.empty()) unclosed_brackets_.push_back({open.front(), i});
          open.clear();
          break;
        default:
          break;
      }
    }
  }
  // They are in the order of their ends; around a position are at most as many as brackets nest.
  auto bracket = std::lower_bound(
      unclosed_brackets_.begin(), unclosed_brackets_.end(), position_,
      [](const UnclosedBracket& a, uint32_t position) { return a.newline < position; });
  constexpr int kMaximumNesting = 256;
  for (int i = 0; i < kMaximumNesting && bracket != unclosed_brackets_.end(); ++i, ++bracket)
    if (bracket->open < position_) return true;
  return false;
}

void Parser::fail_unexpected() {
  if (stopped_ || at(K::Error)) {
    fail_here({});
    return;
  }
  const Token& token = *cur_;
  const Token& first = tokens_[statement_begin_];
  std::string found;
  switch (token.kind) {
    case K::EndOfFile:
    case K::Newline:
    case K::Indent:
    case K::Dedent:
      found = fmt::format("unexpected {}", token.is(K::Newline) ? std::string_view("end of line")
                                                                : lex::to_string(token.kind));
      break;
    default:
      found = fmt::format("unexpected `{}`", text_of(token).substr(0, 40));
  }
  std::string_view first_keyword;
  if (first.is(K::Name) && position_ > statement_begin_ && position_ <= statement_begin_ + 3)
    first_keyword = similar_keyword(text_of(first), true);
  std::string_view previous_keyword;
  if (position_ > statement_begin_ + 1 && tokens_[position_ - 1].is(K::Name))
    previous_keyword = similar_keyword(text_of(tokens_[position_ - 1]), false);
  std::string_view own_keyword;
  if (token.is(K::Name) && position_ > statement_begin_)
    own_keyword = similar_keyword(text_of(token), false);
  K kind = token.kind;
  diag::Builder builder = fail_here("invalid syntax");
  builder.label(found);
  bool is_declaration =
      first.is(K::Name) && (first.name == names::kCdef || first.name == names::kCpdef ||
                            first.name == names::kCimport || first.name == names::kCtypedef);
  if (is_declaration && !cython_)
    builder.note("`{}` is a statement of Cython, but this is a Python file", text_of(first));
  else if (!first_keyword.empty())
    builder.hint("did you mean `{}`?", first_keyword)
        .fixit(span_of(first), std::string(first_keyword));
  else if (!own_keyword.empty())
    builder.hint("did you mean `{}`?", own_keyword);
  else if (!previous_keyword.empty())
    builder.hint("did you mean `{}`?", previous_keyword);
  else if (lex::is_keyword(kind) && position_ > statement_begin_)
    builder.note("`{}` is a keyword, so it cannot be a name", lex::to_string(kind));
}

void Parser::fail_keyword(std::string_view label) {
  K kind = cur_->kind;
  fail_here("invalid syntax").label("`{}` {}", lex::to_string(kind), label);
}

void Parser::fail_missing_comma(const ast::Node* last_element) {
  SourceSpan span{last_element->span.begin, cur_->end(), file_id_};
  SourceSpan gap{previous_end_, previous_end_, file_id_};
  fail(span, "invalid syntax. Perhaps you forgot a comma?").fixit(gap, ",");
}

void Parser::recover_line() {
  stopped_ = false;
  while (tokens_[position_].kind != K::Newline && tokens_[position_].kind != K::EndOfFile) {
    // A block that opens or closes before the end of the line: the mistake was at its border.
    if (tokens_[position_].kind == K::Dedent) break;
    ++position_;
  }
  cur_ = &tokens_[position_];
}

bool Parser::deeper() {
  if (++expression_depth_ <= options_.max_expression_depth) [[likely]]
    return true;
  if (!stopped_)
    fail_here("too many nested expressions")
        .label("nested more than {} deep here", options_.max_expression_depth);
  return false;
}

}  // namespace hpyc::parse
