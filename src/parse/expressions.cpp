// Expressions above the level of atoms: operators, calls, subscripts, lambda, yield.
#include <array>

#include "parse/parser_impl.h"

namespace hpyc::parse {
namespace {

struct BinaryInfo {
  uint8_t precedence = 0;  // 0: not a binary operator
  ast::BinaryOperator op{};
};

constexpr auto kBinary = [] {
  std::array<BinaryInfo, 256> table{};
  auto set = [&](K kind, uint8_t precedence, ast::BinaryOperator op) {
    table[static_cast<size_t>(kind)] = {precedence, op};
  };
  using enum ast::BinaryOperator;
  set(K::Pipe, 1, BitOr);
  set(K::Caret, 2, BitXor);
  set(K::Ampersand, 3, BitAnd);
  set(K::LeftShift, 4, LeftShift);
  set(K::RightShift, 4, RightShift);
  set(K::Plus, 5, Add);
  set(K::Minus, 5, Subtract);
  set(K::Star, 6, Multiply);
  set(K::Slash, 6, Divide);
  set(K::DoubleSlash, 6, FloorDivide);
  set(K::Percent, 6, Modulo);
  set(K::At, 6, MatrixMultiply);
  return table;
}();

}  // namespace

ast::Expr* Parser::parse_expression() {
  if (!deeper()) {
    --expression_depth_;
    return error_expr();
  }
  ast::Expr* result;
  if (at(K::KwLambda)) {
    result = parse_lambda();
  } else {
    uint32_t begin = cur_->offset;
    result = parse_disjunction();
    if (at(K::KwIf)) {
      advance();
      ast::Expr* condition = parse_disjunction();
      if (accept(K::KwElse)) {
        ast::Expr* else_value = parse_expression();
        result = make<ast::IfExp>(span_from(begin), result, condition, else_value);
      } else if (at(K::Colon)) {
        fail_unexpected();
      } else {
        fail(span_from(begin), "expected 'else' after 'if' expression");
      }
    }
  }
  --expression_depth_;
  return result;
}

ast::Expr* Parser::parse_named_expression() {
  uint32_t begin = cur_->offset;
  if (at(K::Name) && peek().is(K::ColonEqual)) {
    auto* target = make<ast::NameExpr>(here(), cur_->name);
    advance();
    advance();
    ast::Expr* value = parse_expression();
    return make<ast::NamedExpr>(span_from(begin), target, value);
  }
  ast::Expr* value = parse_expression();
  if (at(K::ColonEqual)) {
    fail(value->span, fmt::format("cannot use assignment expressions with {}", describe(value)));
  } else if (at(K::Equal) && !in_unclosed_bracket()) {
    if (value->kind == ast::NodeKind::NameExpr)
      fail(span_from(begin).merge(here()),
           "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    else if (value->kind != ast::NodeKind::ErrorExpr)
      fail(value->span,
           fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?",
                       describe(value)));
  }
  return value;
}

ast::Expr* Parser::parse_star_expression() {
  if (!at(K::Star)) return parse_expression();
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* value = parse_bitwise_or();
  return make<ast::Starred>(span_from(begin), value);
}

ast::Expr* Parser::parse_star_named_expression() {
  return at(K::Star) ? parse_star_expression() : parse_named_expression();
}

ast::Expr* Parser::parse_star_expressions() {
  uint32_t begin = cur_->offset;
  ast::Expr* first = parse_star_expression();
  if (!at(K::Comma)) return first;
  return finish_tuple(begin, first, [this] { return parse_star_expression(); });
}

ast::Expr* Parser::parse_yield_or_star_expressions() {
  return at(K::KwYield) ? parse_yield() : parse_star_expressions();
}

ast::Expr* Parser::parse_disjunction() {
  uint32_t begin = cur_->offset;
  ast::Expr* first = parse_conjunction();
  if (!at(K::KwOr)) return first;
  List<ast::Expr> values;
  values.push_back(first);
  while (accept(K::KwOr)) values.push_back(parse_conjunction());
  return make<ast::BoolOp>(span_from(begin), ast::BoolOperator::Or, freeze(values));
}

ast::Expr* Parser::parse_conjunction() {
  uint32_t begin = cur_->offset;
  ast::Expr* first = parse_inversion();
  if (!at(K::KwAnd)) return first;
  List<ast::Expr> values;
  values.push_back(first);
  while (accept(K::KwAnd)) values.push_back(parse_inversion());
  return make<ast::BoolOp>(span_from(begin), ast::BoolOperator::And, freeze(values));
}

ast::Expr* Parser::parse_inversion() {
  if (!at(K::KwNot)) return parse_comparison();
  uint32_t begin = cur_->offset;
  ast::Expr* operand;
  if (deeper()) {
    advance();
    operand = parse_inversion();
  } else {
    operand = error_expr();
  }
  --expression_depth_;
  return make<ast::UnaryOp>(span_from(begin), ast::UnaryOperator::Not, operand);
}

ast::Expr* Parser::parse_comparison() {
  using enum ast::CompareOperator;
  uint32_t begin = cur_->offset;
  ast::Expr* left = parse_bitwise_or();
  SmallVector<ast::CompareOperator, 4> ops;
  List<ast::Expr> comparators;
  while (true) {
    ast::CompareOperator op;
    switch (cur_->kind) {
      case K::EqualEqual:
        op = Equal;
        break;
      case K::NotEqual:
        op = NotEqual;
        break;
      case K::Less:
        op = Less;
        break;
      case K::LessEqual:
        op = LessEqual;
        break;
      case K::Greater:
        op = Greater;
        break;
      case K::GreaterEqual:
        op = GreaterEqual;
        break;
      case K::KwIn:
        op = In;
        break;
      case K::KwIs:
        if (peek().is(K::KwNot)) {
          advance();
          op = IsNot;
        } else {
          op = Is;
        }
        break;
      case K::KwNot:
        if (!peek().is(K::KwIn)) goto done;
        advance();
        op = NotIn;
        break;
      default:
        goto done;
    }
    advance();
    ops.push_back(op);
    comparators.push_back(parse_bitwise_or());
  }
done:
  if (ops.empty()) return left;
  return make<ast::Compare>(span_from(begin), left,
                            std::span<const ast::CompareOperator>(context_.arena().copy_span(ops)),
                            freeze(comparators));
}

ast::Expr* Parser::parse_binary(int above) {
  uint32_t begin = cur_->offset;
  ast::Expr* left = parse_unary();
  while (true) {
    BinaryInfo info = kBinary[static_cast<size_t>(cur_->kind)];
    if (info.precedence <= above) return left;
    // `>` ends a template or cast only where types are parsed, so no operator is ambiguous here.
    K op = cur_->kind;
    advance();
    if ((op == K::Ampersand || op == K::Pipe) && at(op) && !cur_->has(lex::kSpaceBefore)) {
      SourceSpan both{cur_->offset - 1, cur_->end(), file_id_};
      std::string_view word = op == K::Pipe ? "or" : "and";
      fail(both, "invalid syntax").hint("did you mean `{}`?", word).fixit(both, std::string(word));
      return left;
    }
    ast::Expr* right = parse_binary(info.precedence);
    left = make<ast::BinOp>(span_from(begin), left, info.op, right);
  }
}

ast::Expr* Parser::parse_unary() {
  ast::UnaryOperator op;
  switch (cur_->kind) {
    case K::Plus:
      op = ast::UnaryOperator::Plus;
      break;
    case K::Minus:
      op = ast::UnaryOperator::Minus;
      break;
    case K::Tilde:
      op = ast::UnaryOperator::Invert;
      break;
    case K::Ampersand:
    case K::Less:
      if (cython_) {
        ast::Expr* result;
        if (!deeper()) {
          result = error_expr();
        } else if (at(K::Less)) {
          result = parse_cast();
        } else {
          uint32_t begin = cur_->offset;
          advance();
          ast::Expr* operand = parse_unary();
          result = make<ast::CAddressOf>(span_from(begin), operand);
        }
        --expression_depth_;
        return result;
      }
      return parse_power();
    default:
      return parse_power();
  }
  uint32_t begin = cur_->offset;
  ast::Expr* operand;
  if (deeper()) {
    advance();
    operand = parse_unary();
  } else {
    operand = error_expr();
  }
  --expression_depth_;
  return make<ast::UnaryOp>(span_from(begin), op, operand);
}

ast::Expr* Parser::parse_power() {
  uint32_t begin = cur_->offset;
  ast::Expr* base;
  if (at(K::KwAwait)) {
    advance();
    ast::Expr* value = parse_primary();
    base = make<ast::Await>(span_from(begin), value);
  } else {
    base = parse_primary();
  }
  if (!at(K::DoubleStar)) return base;
  ast::Expr* exponent;
  if (deeper()) {
    advance();
    exponent = parse_unary();
  } else {
    exponent = error_expr();
  }
  --expression_depth_;
  return make<ast::BinOp>(span_from(begin), base, ast::BinaryOperator::Power, exponent);
}

ast::Expr* Parser::parse_primary() {
  uint32_t begin = cur_->offset;
  return parse_postfix(begin, parse_atom());
}

ast::Expr* Parser::parse_postfix(uint32_t begin, ast::Expr* value) {
  while (true) {
    switch (cur_->kind) {
      case K::Dot: {
        advance();
        ast::Identifier attribute;
        if (at(K::Name)) {
          attribute = take_identifier();
        } else {
          attribute = expect_identifier();
        }
        value = make<ast::Attribute>(span_from(begin), value, attribute);
        break;
      }
      case K::LeftParen: {
        Token open = *cur_;
        advance();
        ast::NodeList<ast::Argument> arguments = parse_arguments(open, true);
        value = make<ast::Call>(span_from(begin), value, arguments);
        break;
      }
      case K::LeftBracket: {
        advance();
        ast::Expr* index = parse_subscript_index();
        expect_close(K::RightBracket, index);
        value = make<ast::Subscript>(span_from(begin), value, index);
        break;
      }
      default:
        return value;
    }
  }
}

ast::Expr* Parser::parse_slice() {
  uint32_t begin = cur_->offset;
  ast::Expr* lower = nullptr;
  if (at(K::Star)) return parse_star_expression();
  if (!at(K::Colon)) {
    lower = parse_named_expression();
    if (!at(K::Colon)) return lower;
  }
  advance();
  ast::Expr* upper = nullptr;
  ast::Expr* step = nullptr;
  auto ends = [this] { return at(K::Colon) || at(K::Comma) || at(K::RightBracket); };
  if (!ends()) upper = parse_expression();
  if (accept(K::Colon) && !ends()) step = parse_expression();
  return make<ast::Slice>(span_from(begin), lower, upper, step);
}

ast::Expr* Parser::parse_subscript_index() {
  uint32_t begin = cur_->offset;
  ast::Expr* first = parse_slice();
  if (!at(K::Comma)) {
    // x[*a] is a tuple of one.
    if (first->kind != ast::NodeKind::Starred) return first;
    List<ast::Expr> elements;
    elements.push_back(first);
    return make<ast::Tuple>(span_from(begin), freeze(elements), false);
  }
  List<ast::Expr> elements;
  elements.push_back(first);
  while (accept(K::Comma)) {
    if (at(K::RightBracket)) break;
    elements.push_back(parse_slice());
  }
  return make<ast::Tuple>(span_from(begin), freeze(elements), false);
}

ast::NodeList<ast::Argument> Parser::parse_arguments(const Token& open, bool allow_generator) {
  using enum ast::ArgumentKind;
  List<ast::Argument> arguments;
  bool keyword_seen = false;
  bool double_star_seen = false;
  const ast::Node* last = nullptr;
  while (!at(K::RightParen) && !stopped_) {
    uint32_t begin = cur_->offset;
    ast::Argument* argument;
    if (at(K::Star)) {
      advance();
      ast::Expr* value = parse_expression();
      argument = make<ast::Argument>(span_from(begin), Starred, ast::Identifier{}, value);
      if (double_star_seen)
        report(argument->span, "iterable argument unpacking follows keyword argument unpacking");
    } else if (at(K::DoubleStar)) {
      advance();
      ast::Expr* value = parse_expression();
      argument = make<ast::Argument>(span_from(begin), DoubleStarred, ast::Identifier{}, value);
      double_star_seen = true;
    } else if (at(K::Name) && peek().is(K::Equal)) {
      ast::Identifier keyword = take_identifier();
      SourceSpan equal = here();
      advance();
      ast::Expr* value;
      if (at(K::Comma) || at(K::RightParen)) {
        report(keyword.span.merge(equal), "expected argument value expression");
        value = error_expr();
      } else {
        value = parse_expression();
        if (at_comprehension())
          fail(keyword.span.merge(here()),
               "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
      }
      argument = make<ast::Argument>(span_from(begin), Keyword, keyword, value);
      keyword_seen = true;
    } else {
      ast::Expr* value;
      if (at(K::Name) && peek().is(K::ColonEqual)) {
        value = parse_named_expression();
      } else {
        value = parse_expression();
        if (at(K::ColonEqual)) {
          fail(value->span,
               fmt::format("cannot use assignment expressions with {}", describe(value)));
        } else if (at(K::Equal)) {
          ast::NodeKind kind = value->kind;
          if (kind == ast::NodeKind::BoolLiteral || kind == ast::NodeKind::NoneLiteral)
            fail(value->span.merge(here()), fmt::format("cannot assign to {}", describe(value)));
          else
            fail(value->span.merge(here()),
                 "expression cannot contain assignment, perhaps you meant \"==\"?");
        }
      }
      if (at_comprehension()) {
        ast::NodeList<ast::ComprehensionFor> clauses = parse_comprehension_clauses();
        bool alone = arguments.empty() && at(K::RightParen) && allow_generator;
        if (alone) {
          // The parentheses of the call are those of the generator expression.
          advance();
          SourceSpan span = span_from(open.offset);
          value = make<ast::GeneratorExp>(span, value, clauses);
          arguments.push_back(make<ast::Argument>(span, Positional, ast::Identifier{}, value));
          return freeze(arguments);
        }
        value = make<ast::GeneratorExp>(span_from(begin), value, clauses);
        report(value->span,
               allow_generator ? "Generator expression must be parenthesized" : "invalid syntax");
      }
      argument = make<ast::Argument>(span_from(begin), Positional, ast::Identifier{}, value);
      if (double_star_seen)
        report(argument->span, "positional argument follows keyword argument unpacking");
      else if (keyword_seen)
        report(argument->span, "positional argument follows keyword argument");
    }
    arguments.push_back(argument);
    last = argument;
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  expect_close(K::RightParen, last);
  return freeze(arguments);
}

ast::Expr* Parser::parse_lambda() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Parameters* parameters = parse_parameters(K::Colon, true);
  expect(K::Colon);
  ast::Expr* body = parse_expression();
  return make<ast::Lambda>(span_from(begin), parameters, body);
}

ast::Expr* Parser::parse_yield() {
  uint32_t begin = cur_->offset;
  advance();
  if (accept(K::KwFrom)) {
    ast::Expr* value = parse_expression();
    return make<ast::YieldFrom>(span_from(begin), value);
  }
  ast::Expr* value = nullptr;
  bool starts = starts_expression(cur_->kind) || at(K::Star) ||
                (cython_ && (at(K::Less) || at(K::Ampersand) || at(K::Backquote)));
  if (starts) value = parse_star_expressions();
  return make<ast::Yield>(span_from(begin), value);
}

}  // namespace hpyc::parse
