// Parameters of `def` and `lambda`, and type parameters (PEP 695, 696).
#include "parse/parser_impl.h"

namespace hpyc::parse {

ast::Parameters* Parser::parse_parameters(K terminator, bool is_lambda) {
  using enum ast::ParameterKind;
  uint32_t begin = cur_->offset;
  List<ast::Parameter> items;
  bool slash_seen = false;
  bool star_seen = false;
  bool bare_star_pending = false;  // needs a named parameter after it
  SourceSpan bare_star;
  bool double_star_seen = false;
  bool default_seen = false;
  while (!at(terminator) && !stopped_) {
    SourceSpan start = here();
    if (double_star_seen) {
      report(start, "arguments cannot follow var-keyword argument");
      double_star_seen = false;  // once is enough
    }
    if (at(K::Slash)) {
      if (slash_seen)
        report(start, "/ may appear only once");
      else if (star_seen)
        report(start, "/ must be ahead of *");
      else if (items.empty())
        report(start, "at least one argument must precede /");
      slash_seen = true;
      if (!star_seen)
        for (ast::Parameter* item : items) item->parameter_kind = PositionalOnly;
      advance();
      if (at(K::Star)) {
        report(here(), "expected comma between / and *");
        continue;
      }
    } else if (at(K::Star)) {
      if (star_seen) report(start, "* argument may appear only once");
      star_seen = true;
      advance();
      if (at(K::Comma) || at(terminator)) {
        bare_star_pending = true;
        bare_star = start;
      } else {
        items.push_back(parse_parameter(VarPositional, is_lambda));
        items.back()->span.begin = start.begin;
        if (at(K::Equal)) {
          report(here(), "var-positional argument cannot have default value");
          advance();
          parse_expression();
        }
      }
    } else if (at(K::DoubleStar)) {
      advance();
      items.push_back(parse_parameter(VarKeyword, is_lambda));
      items.back()->span.begin = start.begin;
      double_star_seen = true;
      if (bare_star_pending) {
        report(bare_star, "named arguments must follow bare *");
        bare_star_pending = false;
      }
      if (at(K::Equal)) {
        report(here(), "var-keyword argument cannot have default value");
        advance();
        parse_expression();
      }
    } else if (at(K::LeftParen) && !cython_) {
      fail_here(is_lambda ? "Lambda expression parameters cannot be parenthesized"
                          : "Function parameters cannot be parenthesized");
    } else {
      ast::Parameter* item =
          parse_parameter(star_seen ? KeywordOnly : PositionalOrKeyword, is_lambda);
      items.push_back(item);
      bare_star_pending = false;
      if (item->default_value != nullptr || item->has_hidden_default)
        default_seen = true;
      else if (default_seen && !star_seen)
        report(item->span, "parameter without a default follows parameter with a default");
    }
    if (!accept(K::Comma)) break;
  }
  if (bare_star_pending) report(bare_star, "named arguments must follow bare *");
  return make<ast::Parameters>(span_from(begin), freeze(items));
}

ast::Parameter* Parser::parse_parameter(ast::ParameterKind kind, bool is_lambda) {
  using enum ast::ParameterKind;
  bool variadic = kind == VarPositional || kind == VarKeyword;
  if (cython_ && !variadic) return parse_typed_parameter(kind, true, !is_lambda);
  uint32_t begin = cur_->offset;
  ast::Identifier name = expect_identifier();
  ast::Expr* annotation = nullptr;
  if (!is_lambda && accept(K::Colon))
    annotation = kind == VarPositional ? parse_star_expression() : parse_expression();
  // CPython's position of a parameter does not include the default.
  SourceSpan span = span_from(begin);
  ast::Expr* default_value = nullptr;
  if (!variadic && at(K::Equal)) {
    SourceSpan equal = here();
    advance();
    if (at(K::Comma) || at(K::RightParen) || at(K::Colon)) {
      report(equal, "expected default value expression");
      default_value = error_expr();
    } else {
      default_value = parse_expression();
    }
  }
  return make<ast::Parameter>(span, kind, name, nullptr, nullptr, ast::NoneCheck::Default,
                              annotation, default_value, false);
}

ast::NodeList<ast::TypeParam> Parser::parse_type_params() {
  using enum ast::TypeParamKind;
  if (!at(K::LeftBracket)) return {};
  advance();
  List<ast::TypeParam> params;
  const ast::Node* last = nullptr;
  bool default_seen = false;
  if (at(K::RightBracket)) report(here(), "Type parameter list cannot be empty");
  while (!at(K::RightBracket) && !stopped_) {
    uint32_t begin = cur_->offset;
    ast::TypeParamKind kind = TypeVar;
    if (accept(K::Star))
      kind = TypeVarTuple;
    else if (accept(K::DoubleStar))
      kind = ParamSpec;
    ast::Identifier name = expect_identifier();
    ast::Expr* bound = nullptr;
    if (at(K::Colon)) {
      SourceSpan colon = here();
      advance();
      bound = parse_expression();
      if (kind != TypeVar) {
        bool is_constraints = bound->kind == ast::NodeKind::Tuple;
        report(colon, fmt::format("cannot use {} with {}", is_constraints ? "constraints" : "bound",
                                  kind == TypeVarTuple ? "TypeVarTuple" : "ParamSpec"));
      }
    }
    ast::Expr* default_value = nullptr;
    if (accept(K::Equal))
      default_value = kind == TypeVarTuple ? parse_star_expression() : parse_expression();
    auto* param = make<ast::TypeParam>(span_from(begin), kind, name, bound, default_value);
    if (default_value != nullptr)
      default_seen = true;
    else if (default_seen)
      report(param->span,
             fmt::format("non-default type parameter '{}' follows default type parameter",
                         context_.interner().view(name.name)));
    params.push_back(param);
    last = param;
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  expect_close(K::RightBracket, last);
  return freeze(params);
}

}  // namespace hpyc::parse
