// The match statement and its patterns.
#include "parse/parser_impl.h"

namespace hpyc::parse {

// `match` is a name in most places. It starts a statement if an expression follows that cannot
// continue the name; where it could (`match (x)`, `match [x]`, `match -x`, `match *a, b`), the line
// must end with a colon. One look along the line decides, so this stays linear.
bool Parser::at_match_statement() const {
  const Token& next = peek();
  bool ambiguous = false;
  switch (next.kind) {
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
    case K::KwLambda:
    case K::KwAwait:
    case K::LeftBrace:
    case K::Tilde:
    case K::Ellipsis:
      break;
    case K::KwNot:
      if (peek(2).is(K::KwIn)) return false;
      break;
    case K::LeftParen:
    case K::LeftBracket:
    case K::Plus:
    case K::Minus:
    case K::Star:
      ambiguous = true;
      break;
    case K::Less:
    case K::Ampersand:
      if (!cython_) return false;
      ambiguous = true;
      break;
    default:
      return false;
  }
  if (!ambiguous) return true;
  uint32_t index = position_ + 1;
  while (tokens_[index].kind != K::Newline && tokens_[index].kind != K::EndOfFile) ++index;
  return tokens_[index - 1].is(K::Colon);
}

ast::Stmt* Parser::parse_match() {
  uint32_t begin = cur_->offset;
  advance();
  uint32_t subject_begin = cur_->offset;
  ast::Expr* subject = parse_star_named_expression();
  if (at(K::Comma))
    subject =
        finish_tuple(subject_begin, subject, [this] { return parse_star_named_expression(); });
  else if (subject->kind == ast::NodeKind::Starred)
    report(subject->span, "cannot use starred expression here");
  expect_colon();
  bool header_broken = stopped_;
  if (stopped_) recover_line();
  List<ast::MatchCase> cases;
  if (at(K::Newline)) {
    advance();
    if (at(K::Indent)) {
      advance();
      while (!at(K::Dedent) && !at(K::EndOfFile)) {
        statement_begin_ = position_;
        if (at_name(names::kCase)) {
          cases.push_back(parse_case());
          continue;
        }
        uint32_t before = position_;
        if (accept(K::Newline)) continue;
        engine_.error(diag::Kind::syntax_error, here(), "expected 'case'")
            .label("only `case` blocks are allowed in a `match` statement");
        // Skip what is there, without its own messages: it is misplaced as a whole.
        Statements skipped;
        auto diagnostics = engine_.mark();
        parse_statement_into(skipped);
        engine_.rewind(diagnostics);
        if (position_ == before) advance();
      }
      accept(K::Dedent);
    } else if (!header_broken) {
      engine_.error(diag::Kind::indentation_error, here(),
                    "expected an indented block after 'match' statement on line {}",
                    line_of(begin));
    }
  } else if (!header_broken) {
    fail_unexpected();
  }
  return make<ast::Match>(span_from(begin), subject, freeze(cases));
}

ast::MatchCase* Parser::parse_case() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Pattern* pattern = parse_patterns();
  ast::Expr* guard = nullptr;
  if (accept(K::KwIf)) guard = parse_named_expression();
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'case' statement", begin, level_);
  return make<ast::MatchCase>(span_from(begin), pattern, guard, body);
}

void Parser::check_stars(ast::NodeList<ast::Pattern> patterns) {
  bool seen = false;
  for (const ast::Pattern* pattern : patterns) {
    if (pattern->kind != ast::NodeKind::MatchStar) continue;
    if (seen) report(pattern->span, "multiple starred names in sequence pattern");
    seen = true;
  }
}

ast::Pattern* Parser::parse_patterns() {
  uint32_t begin = cur_->offset;
  ast::Pattern* first = parse_maybe_star_pattern();
  if (!at(K::Comma) && first->kind != ast::NodeKind::MatchStar) return first;
  List<ast::Pattern> patterns;
  patterns.push_back(first);
  if (!at(K::Comma) && !stopped_) fail_unexpected();
  while (accept(K::Comma)) {
    if (at(K::Colon) || at(K::KwIf)) break;
    patterns.push_back(parse_maybe_star_pattern());
  }
  ast::NodeList<ast::Pattern> list = freeze(patterns);
  check_stars(list);
  return make<ast::MatchSequence>(span_from(begin), list);
}

ast::Pattern* Parser::parse_maybe_star_pattern() {
  if (!at(K::Star)) return parse_as_pattern();
  uint32_t begin = cur_->offset;
  advance();
  ast::Identifier name;
  if (at_name(names::kUnderscore))
    advance();
  else
    name = parse_capture_target();
  return make<ast::MatchStar>(span_from(begin), name);
}

ast::Identifier Parser::parse_capture_target() {
  if (at_name(names::kUnderscore)) {
    report(here(), "cannot use '_' as a target");
    return take_identifier();
  }
  return expect_identifier();
}

ast::Pattern* Parser::parse_as_pattern() {
  if (!deeper()) {
    --expression_depth_;
    return error_pattern();
  }
  uint32_t begin = cur_->offset;
  ast::Pattern* pattern = parse_or_pattern();
  if (accept(K::KwAs)) {
    SourceSpan start = here();
    ast::Identifier name;
    if (at(K::Name) && !peek().is(K::Dot) && !peek().is(K::LeftParen) &&
        !peek().is(K::LeftBracket)) {
      name = parse_capture_target();
    } else {
      ast::Expr* wrong = parse_expression();
      if (!stopped_)
        fail(start.merge(wrong->span),
             fmt::format("cannot use {} as pattern target", describe(wrong)));
    }
    pattern = make<ast::MatchAs>(span_from(begin), pattern, name);
  }
  --expression_depth_;
  return pattern;
}

ast::Pattern* Parser::parse_or_pattern() {
  uint32_t begin = cur_->offset;
  ast::Pattern* first = parse_closed_pattern();
  if (!at(K::Pipe)) return first;
  List<ast::Pattern> patterns;
  patterns.push_back(first);
  while (accept(K::Pipe)) patterns.push_back(parse_closed_pattern());
  return make<ast::MatchOr>(span_from(begin), freeze(patterns));
}

ast::Pattern* Parser::parse_closed_pattern() {
  switch (cur_->kind) {
    case K::KwNone: {
      SourceSpan span = here();
      advance();
      return make<ast::MatchSingleton>(span, make<ast::NoneLiteral>(span));
    }
    case K::KwTrue:
    case K::KwFalse: {
      SourceSpan span = here();
      bool value = at(K::KwTrue);
      advance();
      return make<ast::MatchSingleton>(span, make<ast::BoolLiteral>(span, value));
    }
    case K::Integer:
    case K::Float:
    case K::Imaginary:
    case K::Minus:
      return parse_number_pattern();
    case K::String:
    case K::FStringStart:
    case K::TStringStart: {
      ast::Expr* value = parse_strings();
      if (value->kind == ast::NodeKind::FString || value->kind == ast::NodeKind::TString)
        report(value->span, "patterns may only match literals and attribute lookups");
      return make<ast::MatchValue>(value->span, value);
    }
    case K::Name:
      return parse_name_pattern();
    case K::LeftParen:
    case K::LeftBracket:
      return parse_sequence_pattern();
    case K::LeftBrace:
      return parse_mapping_pattern();
    default:
      fail_unexpected();
      return error_pattern();
  }
}

ast::Expr* Parser::parse_number_pattern_value() {
  uint32_t begin = cur_->offset;
  auto parse_signed = [&]() -> ast::Expr* {
    bool negative = accept(K::Minus);
    if (!at(K::Integer) && !at(K::Float) && !at(K::Imaginary)) return fail_expression();
    ast::Expr* value = parse_number();
    return negative ? make<ast::UnaryOp>(span_from(begin), ast::UnaryOperator::Minus, value)
                    : value;
  };
  ast::Expr* value = parse_signed();
  if (!at(K::Plus) && !at(K::Minus)) return value;
  // real ± imaginary
  const ast::Expr* real = value;
  if (const auto* negated = ast::dyn_as<ast::UnaryOp>(value)) real = negated->operand;
  if (real->kind == ast::NodeKind::ImagLiteral)
    report(value->span, "real number required in complex literal");
  ast::BinaryOperator op = at(K::Plus) ? ast::BinaryOperator::Add : ast::BinaryOperator::Subtract;
  advance();
  if (!at(K::Imaginary)) {
    if (at(K::Integer) || at(K::Float))
      fail_here("imaginary number required in complex literal");
    else
      fail_unexpected();
    return value;
  }
  ast::Expr* imaginary = parse_number();
  return make<ast::BinOp>(span_from(begin), value, op, imaginary);
}

ast::Pattern* Parser::parse_number_pattern() {
  uint32_t begin = cur_->offset;
  ast::Expr* value = parse_number_pattern_value();
  return make<ast::MatchValue>(span_from(begin), value);
}

ast::Expr* Parser::parse_dotted_value() {
  uint32_t begin = cur_->offset;
  ast::Expr* value = make<ast::NameExpr>(here(), cur_->name);
  advance();
  while (accept(K::Dot)) {
    ast::Identifier attribute = expect_identifier();
    value = make<ast::Attribute>(span_from(begin), value, attribute);
  }
  return value;
}

ast::Pattern* Parser::parse_name_pattern() {
  uint32_t begin = cur_->offset;
  const Token& next = peek();
  if (!next.is(K::Dot) && !next.is(K::LeftParen)) {
    if (cython_ && at_name(names::kNull)) {
      ast::Expr* null = make<ast::NullLiteral>(here());
      advance();
      return make<ast::MatchValue>(span_from(begin), null);
    }
    bool is_wildcard = at_name(names::kUnderscore);
    ast::Identifier name = take_identifier();
    if (is_wildcard) name = {};
    return make<ast::MatchAs>(span_from(begin), nullptr, name);
  }
  ast::Expr* value = parse_dotted_value();
  if (at(K::LeftParen)) return parse_class_pattern(begin, value);
  return make<ast::MatchValue>(span_from(begin), value);
}

ast::Pattern* Parser::parse_class_pattern(uint32_t begin, ast::Expr* cls) {
  advance();
  List<ast::Pattern> patterns;
  List<ast::PatternKeyword> keywords;
  const ast::Node* last = nullptr;
  while (!at(K::RightParen) && !stopped_) {
    if (at(K::Name) && peek().is(K::Equal)) {
      uint32_t keyword_begin = cur_->offset;
      ast::Identifier name = take_identifier();
      advance();
      ast::Pattern* value = parse_as_pattern();
      keywords.push_back(make<ast::PatternKeyword>(span_from(keyword_begin), name, value));
      last = keywords.back();
    } else {
      patterns.push_back(parse_as_pattern());
      last = patterns.back();
      if (!keywords.empty()) report(last->span, "positional patterns follow keyword patterns");
    }
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  expect_close(K::RightParen, last);
  return make<ast::MatchClass>(span_from(begin), cls, freeze(patterns), freeze(keywords));
}

ast::Pattern* Parser::parse_sequence_pattern() {
  Token open = *cur_;
  bool is_paren = open.is(K::LeftParen);
  K close = is_paren ? K::RightParen : K::RightBracket;
  advance();
  List<ast::Pattern> patterns;
  const ast::Node* last = nullptr;
  bool comma_seen = false;
  while (!at(close) && !stopped_) {
    patterns.push_back(parse_maybe_star_pattern());
    last = patterns.back();
    if (!accept(K::Comma)) break;
    comma_seen = true;
    last = nullptr;
  }
  bool is_group = is_paren && patterns.size() == 1 && !comma_seen &&
                  patterns[0]->kind != ast::NodeKind::MatchStar;
  if (is_paren && patterns.size() == 1 && !comma_seen && !is_group && at(close))
    fail_unexpected();  // (*a) needs a comma
  expect_close(close, last);
  if (is_group) return patterns[0];
  ast::NodeList<ast::Pattern> list = freeze(patterns);
  check_stars(list);
  return make<ast::MatchSequence>(span_from(open.offset), list);
}

ast::Pattern* Parser::parse_mapping_pattern() {
  Token open = *cur_;
  advance();
  List<ast::PatternEntry> entries;
  ast::Identifier rest;
  const ast::Node* last = nullptr;
  while (!at(K::RightBrace) && !stopped_) {
    if (rest) {
      fail_here("double star pattern '**' must be the final part of a mapping pattern");
      break;
    }
    uint32_t begin = cur_->offset;
    if (accept(K::DoubleStar)) {
      rest = parse_capture_target();
      last = nullptr;
    } else {
      ast::Expr* key;
      switch (cur_->kind) {
        case K::Integer:
        case K::Float:
        case K::Imaginary:
        case K::Minus:
          key = parse_number_pattern_value();
          break;
        case K::Name:
          if (peek().is(K::Dot)) {
            key = parse_dotted_value();
            break;
          }
          key = fail_expression();
          break;
        case K::String:
        case K::FStringStart:
        case K::TStringStart:
        case K::KwNone:
        case K::KwTrue:
        case K::KwFalse:
          key = parse_atom();
          if (key->kind == ast::NodeKind::FString || key->kind == ast::NodeKind::TString)
            report(key->span, "patterns may only match literals and attribute lookups");
          break;
        default:
          key = fail_expression();
          break;
      }
      expect(K::Colon);
      ast::Pattern* value = parse_as_pattern();
      entries.push_back(make<ast::PatternEntry>(span_from(begin), key, value));
      last = entries.back();
    }
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  expect_close(K::RightBrace, last);
  return make<ast::MatchMapping>(span_from(open.offset), freeze(entries), rest);
}

}  // namespace hpyc::parse
