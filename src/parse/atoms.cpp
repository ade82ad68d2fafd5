// Atoms: names, numbers, parenthesised expressions, displays and comprehensions.
#include <charconv>

#include "lex/literals.h"
#include "parse/parser_impl.h"

namespace hpyc::parse {

ast::Expr* Parser::parse_atom() {
  switch (cur_->kind) {
    case K::Name: {
      if (cython_) {
        if (at_name(names::kSizeof) && peek().is(K::LeftParen)) return parse_sizeof();
        if (at_name(names::kNew) && peek().is(K::Name)) return parse_new();
        if (at_name(names::kNull)) {
          auto* result = make<ast::NullLiteral>(here());
          advance();
          return result;
        }
      }
      auto* result = make<ast::NameExpr>(here(), cur_->name);
      advance();
      return result;
    }
    case K::Integer:
    case K::Float:
    case K::Imaginary:
      return parse_number();
    case K::String:
    case K::FStringStart:
    case K::TStringStart:
      return parse_strings();
    case K::KwNone: {
      auto* result = make<ast::NoneLiteral>(here());
      advance();
      return result;
    }
    case K::KwTrue:
    case K::KwFalse: {
      auto* result = make<ast::BoolLiteral>(here(), at(K::KwTrue));
      advance();
      return result;
    }
    case K::Ellipsis: {
      auto* result = make<ast::EllipsisLiteral>(here());
      advance();
      return result;
    }
    case K::LeftParen:
      return parse_group();
    case K::LeftBracket:
      return parse_list_display();
    case K::LeftBrace:
      return parse_brace_display();
    case K::Backquote:
      return parse_backquote();
    case K::Dot:
      // Cython lets `. . .` and `...` with spaces be an ellipsis; Python does not.
      return fail_expression();
    case K::KwLambda:
    case K::KwNot:
      // `1 + lambda: 0`, `-not x`: these do not bind as tightly as the operator before them.
      fail_keyword("needs parentheses here");
      return error_expr();
    default:
      return fail_expression();
  }
}

ast::Expr* Parser::parse_number() {
  SourceSpan span = here();
  std::string_view text = text_of(*cur_);
  K kind = cur_->kind;
  bool invalid = cur_->has(lex::kInvalid);
  advance();
  if (invalid) return make<ast::ErrorExpr>(span);
  if (kind == K::Integer) {
    // Short decimal literals are most of all; the others go through the general decoder.
    if (text.size() <= 18 && (text[0] != '0' || text.size() == 1)) {
      int64_t value = 0;
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error == std::errc() && end == text.data() + text.size())
        return make<ast::IntLiteral>(span, keep(text), uint8_t{10}, true, value);
    }
    lex::IntLiteral literal = lex::decode_int(text);
    bool fits = literal.fits_u64 && literal.value <= static_cast<uint64_t>(INT64_MAX);
    return make<ast::IntLiteral>(span, keep(literal.digits), literal.radix, fits,
                                 fits ? static_cast<int64_t>(literal.value) : int64_t{0},
                                 literal.is_unsigned, literal.long_count);
  }
  std::string digits;
  for (char c : text)
    if (c != '_') digits += c;
  if (kind == K::Float) return make<ast::FloatLiteral>(span, lex::decode_float(text), keep(digits));
  digits.pop_back();  // j
  return make<ast::ImagLiteral>(span, lex::decode_imaginary(text), keep(digits));
}

ast::Expr* Parser::parse_group() {
  Token open = *cur_;
  uint32_t begin = open.offset;
  advance();
  if (accept(K::RightParen))
    return make<ast::Tuple>(span_from(begin), ast::NodeList<ast::Expr>{}, true);
  if (at(K::KwYield)) {
    ast::Expr* value = parse_yield();
    expect_close(K::RightParen, value);
    return value;
  }
  ast::Expr* first = parse_star_named_expression();
  if (at(K::Comma)) {
    List<ast::Expr> elements;
    elements.push_back(first);
    const ast::Node* last = nullptr;
    while (accept(K::Comma)) {
      last = nullptr;
      if (at(K::RightParen)) break;
      elements.push_back(parse_star_named_expression());
      last = elements.back();
    }
    if (at_comprehension() && last != nullptr)
      fail({first->span.begin, elements.back()->span.end, file_id_},
           "did you forget parentheses around the comprehension target?");
    expect_close(K::RightParen, last);
    return make<ast::Tuple>(span_from(begin), freeze(elements), true);
  }
  if (at_comprehension()) {
    if (first->kind == ast::NodeKind::Starred)
      report(first->span, "iterable unpacking cannot be used in comprehension");
    ast::NodeList<ast::ComprehensionFor> clauses = parse_comprehension_clauses();
    expect_close(K::RightParen, clauses.empty() ? nullptr : clauses.back());
    return make<ast::GeneratorExp>(span_from(begin), first, clauses);
  }
  expect_close(K::RightParen, first);
  if (first->kind == ast::NodeKind::Starred) {
    report(first->span, "cannot use starred expression here");
    return ast::as<ast::Starred>(first)->value;
  }
  return first;
}

ast::Expr* Parser::parse_list_display() {
  Token open = *cur_;
  uint32_t begin = open.offset;
  advance();
  List<ast::Expr> elements;
  const ast::Node* last = nullptr;
  while (!at(K::RightBracket) && !stopped_) {
    elements.push_back(parse_star_named_expression());
    last = elements.back();
    if (at_comprehension()) {
      if (elements.size() > 1) {
        fail({elements.front()->span.begin, last->span.end, file_id_},
             "did you forget parentheses around the comprehension target?");
        break;
      }
      if (last->kind == ast::NodeKind::Starred)
        report(last->span, "iterable unpacking cannot be used in comprehension");
      ast::NodeList<ast::ComprehensionFor> clauses = parse_comprehension_clauses();
      expect_close(K::RightBracket, clauses.empty() ? nullptr : clauses.back());
      return make<ast::ListComp>(span_from(begin), elements.front(), clauses);
    }
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  expect_close(K::RightBracket, last);
  return make<ast::List>(span_from(begin), freeze(elements));
}

ast::Expr* Parser::parse_brace_display() {
  Token open = *cur_;
  uint32_t begin = open.offset;
  advance();
  if (accept(K::RightBrace))
    return make<ast::Dict>(span_from(begin), ast::NodeList<ast::DictItem>{});

  // The first element decides between dict and set.
  List<ast::DictItem> items;
  List<ast::Expr> elements;
  enum class Display : uint8_t { Undecided, Dict, Set } display = Display::Undecided;
  const ast::Node* last = nullptr;
  while (!at(K::RightBrace) && !stopped_) {
    uint32_t item_begin = cur_->offset;
    if (at(K::DoubleStar) && display != Display::Set) {
      display = Display::Dict;
      advance();
      ast::Expr* value = parse_bitwise_or();
      items.push_back(make<ast::DictItem>(span_from(item_begin), nullptr, value));
      last = items.back();
      if (at_comprehension()) {
        fail(items.back()->span, "dict unpacking cannot be used in dict comprehension");
        break;
      }
    } else {
      ast::Expr* first = parse_star_named_expression();
      if (at(K::Colon) && display != Display::Set && first->kind != ast::NodeKind::Starred &&
          !(first->kind == ast::NodeKind::NamedExpr && first->span.begin == item_begin)) {
        display = Display::Dict;
        SourceSpan colon = here();
        advance();
        if (at(K::RightBrace) || at(K::Comma)) {
          fail(colon, "expression expected after dictionary key and ':'");
          break;
        }
        if (at(K::Star)) {
          fail_here("cannot use a starred expression in a dictionary value");
          break;
        }
        ast::Expr* value = parse_expression();
        if (at_comprehension()) {
          if (items.size() > 0) {
            fail_unexpected();
            break;
          }
          ast::NodeList<ast::ComprehensionFor> clauses = parse_comprehension_clauses();
          expect_close(K::RightBrace, clauses.empty() ? nullptr : clauses.back());
          return make<ast::DictComp>(span_from(begin), first, value, clauses);
        }
        items.push_back(make<ast::DictItem>(span_from(item_begin), first, value));
        last = items.back();
      } else if (display == Display::Dict) {
        if (!stopped_ && (at(K::Comma) || at(K::RightBrace)))
          fail(first->span, "':' expected after dictionary key");
        else
          fail_unexpected();
        break;
      } else {
        display = Display::Set;
        elements.push_back(first);
        last = first;
        if (at_comprehension()) {
          if (elements.size() > 1) {
            fail({elements.front()->span.begin, last->span.end, file_id_},
                 "did you forget parentheses around the comprehension target?");
            break;
          }
          if (first->kind == ast::NodeKind::Starred)
            report(first->span, "iterable unpacking cannot be used in comprehension");
          ast::NodeList<ast::ComprehensionFor> clauses = parse_comprehension_clauses();
          expect_close(K::RightBrace, clauses.empty() ? nullptr : clauses.back());
          return make<ast::SetComp>(span_from(begin), first, clauses);
        }
      }
    }
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  expect_close(K::RightBrace, last);
  if (display == Display::Set) return make<ast::Set>(span_from(begin), freeze(elements));
  return make<ast::Dict>(span_from(begin), freeze(items));
}

ast::NodeList<ast::ComprehensionFor> Parser::parse_comprehension_clauses() {
  List<ast::ComprehensionFor> clauses;
  while (at_comprehension()) {
    uint32_t begin = cur_->offset;
    bool is_async = accept(K::KwAsync);
    advance();  // for
    ast::Expr* target = parse_for_targets();
    ast::Expr* iterable;
    if (at_for_from()) {
      iterable = parse_for_from_range(target);
      if (!stopped_) check_target(target, TargetUse::For);
    } else {
      if (!at(K::KwIn) && !stopped_) fail_here("'in' expected after for-loop variables");
      accept(K::KwIn);
      iterable = parse_disjunction();
    }
    List<ast::Expr> conditions;
    while (accept(K::KwIf)) conditions.push_back(parse_disjunction());
    clauses.push_back(make<ast::ComprehensionFor>(span_from(begin), target, iterable,
                                                  freeze(conditions), is_async));
  }
  return freeze(clauses);
}

}  // namespace hpyc::parse
