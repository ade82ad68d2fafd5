// Compound statements: blocks, control flow, functions, classes.
#include "parse/parser_impl.h"

namespace hpyc::parse {

ast::NodeList<ast::Stmt> Parser::parse_block(std::string_view owner, uint32_t owner_offset,
                                             Level level) {
  // After a broken header the block is parsed all the same.
  bool header_broken = stopped_;
  if (stopped_) recover_line();
  Level outer_level = level_;
  DeclContext outer_declaration = declaration_;
  level_ = level;
  if (level != outer_level) declaration_ = {};
  Statements list;
  auto report_missing = [&] {
    // A line that is deeper all the same: the lexer has given up counting, and said so.
    if (!at(K::EndOfFile) &&
        file_.line_column(cur_->offset).byte_column > file_.line_column(owner_offset).byte_column)
      return;
    engine_.error(diag::Kind::indentation_error, here(),
                  "expected an indented block after {} on line {}", owner, line_of(owner_offset));
  };
  if (at(K::Newline)) {
    advance();
    if (accept(K::Indent))
      parse_statements_to_dedent(list);
    else if (!header_broken)
      report_missing();
  } else if (at(K::EndOfFile) || at(K::Dedent)) {
    if (!header_broken) report_missing();
  } else if (!header_broken) {
    uint32_t begin = cur_->offset;
    parse_simple_statements(list);
    if (stopped_) {
      recover_line();
      accept(K::Newline);
      list.push_back(make<ast::ErrorStmt>(span_from(begin)));
      if (accept(K::Indent)) parse_statements_to_dedent(list);
    }
  }
  level_ = outer_level;
  declaration_ = outer_declaration;
  return context_.arena().copy_span(list);
}

void Parser::expect_colon() {
  if (accept(K::Colon) || stopped_) return;
  if (at(K::Newline) || at(K::EndOfFile)) {
    if (in_unclosed_bracket()) {
      fail_unexpected();
      return;
    }
    SourceSpan gap{previous_end_, previous_end_, file_id_};
    report(mark_here(), "expected ':'").fixit(gap, ":");
    return;
  }
  K previous = position_ > 0 ? tokens_[position_ - 1].kind : K::Newline;
  switch (previous) {
    case K::KwElse:
      if (at(K::KwIf)) {
        fail_here("expected ':'").hint("did you mean `elif`?");
        return;
      }
      [[fallthrough]];
    case K::KwTry:
    case K::KwFinally:
    case K::KwExcept:
      fail_here("expected ':'");
      return;
    default:
      fail_unexpected();
  }
}

ast::Stmt* Parser::parse_compound_statement() {
  // In a `cdef …:` block lines are declarations, even if they start with `class` or `(`.
  if (declaration_.in_cdef_block) {
    bool plain = at(K::KwPass) || at(K::At) || at(K::String);
    if (!plain) return parse_cython_statement();
  }
  switch (cur_->kind) {
    case K::KwIf:
      return parse_if();
    case K::KwWhile:
      return parse_while();
    case K::KwFor:
      return parse_for(cur_->offset, false);
    case K::KwTry:
      return parse_try();
    case K::KwWith:
      return parse_with(cur_->offset, false);
    case K::KwDef:
      return parse_function(cur_->offset, false, {});
    case K::KwClass:
      return parse_class({});
    case K::At:
      return parse_decorated();
    case K::KwAsync:
      return parse_async({});
    case K::Name:
      if (cur_->name == names::kMatch && at_match_statement()) return parse_match();
      return cython_ ? parse_cython_statement() : nullptr;
    default:
      return nullptr;
  }
}

ast::NodeList<ast::Stmt> Parser::parse_else() {
  if (!at(K::KwElse)) return {};
  uint32_t begin = cur_->offset;
  statement_begin_ = position_;
  advance();
  expect_colon();
  return parse_block("'else' statement", begin);
}

ast::Stmt* Parser::parse_if() {
  uint32_t begin = cur_->offset;
  List<ast::IfBranch> branches;
  do {
    uint32_t branch_begin = cur_->offset;
    std::string_view owner = at(K::KwIf) ? "'if' statement" : "'elif' statement";
    statement_begin_ = position_;
    advance();
    ast::Expr* condition = parse_named_expression();
    expect_colon();
    ast::NodeList<ast::Stmt> body = parse_block(owner, branch_begin);
    branches.push_back(make<ast::IfBranch>(span_from(branch_begin), condition, body));
  } while (at(K::KwElif));
  ast::NodeList<ast::Stmt> orelse = parse_else();
  return make<ast::If>(span_from(begin), freeze(branches), orelse);
}

ast::Stmt* Parser::parse_while() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* condition = parse_named_expression();
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'while' statement", begin);
  ast::NodeList<ast::Stmt> orelse = parse_else();
  return make<ast::While>(span_from(begin), condition, body, orelse);
}

ast::Stmt* Parser::parse_for(uint32_t begin, bool is_async) {
  uint32_t keyword = cur_->offset;
  advance();
  ast::Expr* target = parse_for_targets();
  if (!is_async && at_for_from()) return parse_for_from(begin, target);
  if (!at(K::KwIn) && !stopped_) {
    if (at(K::Newline) || at(K::Colon))
      fail_here("expected 'in' after for-loop variables");
    else
      fail_unexpected();
  }
  accept(K::KwIn);
  ast::Expr* iterable = parse_star_expressions();
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'for' statement", keyword);
  ast::NodeList<ast::Stmt> orelse = parse_else();
  return make<ast::For>(span_from(begin), is_async, target, iterable, body, orelse);
}

ast::WithItem* Parser::parse_with_item() {
  uint32_t begin = cur_->offset;
  ast::Expr* context = parse_expression();
  ast::Expr* target = nullptr;
  if (accept(K::KwAs)) {
    target = parse_star_expression();
    if (!stopped_) check_target(target, TargetUse::With);
  }
  return make<ast::WithItem>(span_from(begin), context, target);
}

bool Parser::parse_parenthesized_with_items(List<ast::WithItem>& items) {
  // `with (` starts a list of items only if the matching `)` is followed by `:`.
  uint32_t depth = 0;
  bool has_as = false;
  uint32_t index = position_;
  for (;; ++index) {
    switch (tokens_[index].kind) {
      case K::LeftParen:
      case K::LeftBracket:
      case K::LeftBrace:
        ++depth;
        continue;
      case K::RightParen:
      case K::RightBracket:
      case K::RightBrace:
        if (--depth > 0) continue;
        break;
      case K::KwAs:
        has_as |= depth == 1;
        continue;
      case K::Newline:
      case K::EndOfFile:
        return false;
      default:
        continue;
    }
    break;
  }
  bool colon_follows = tokens_[index + 1].is(K::Colon);
  if (!colon_follows && !(has_as && tokens_[index + 1].is(K::Newline))) return false;
  Checkpoint start = mark();
  advance();
  const ast::Node* last = nullptr;
  while (!at(K::RightParen) && !stopped_) {
    items.push_back(parse_with_item());
    last = items.back();
    if (!accept(K::Comma)) break;
    last = nullptr;
  }
  if (!items.empty() && at(K::RightParen)) {
    advance();
    return true;
  }
  if (has_as) {  // it cannot be anything else, so the mistake is in here
    expect_close(K::RightParen, last);
    return true;
  }
  // A generator expression, walrus, yield or star: one ordinary expression in parentheses.
  rewind(start);
  items.clear();
  return false;
}

ast::Stmt* Parser::parse_with(uint32_t begin, bool is_async) {
  uint32_t keyword = cur_->offset;
  advance();
  if (!is_async && at_gil_item()) return parse_gil_block(begin);
  List<ast::WithItem> items;
  if (!at(K::LeftParen) || !parse_parenthesized_with_items(items)) {
    while (!stopped_) {
      items.push_back(parse_with_item());
      if (!accept(K::Comma)) break;
      if (!is_async && at_gil_item()) {
        ast::Stmt* inner = parse_gil_block(cur_->offset);
        Statements body{inner};
        return make<ast::With>(span_from(begin), false, freeze(items),
                               ast::NodeList<ast::Stmt>(context_.arena().copy_span(body)));
      }
    }
  }
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'with' statement", keyword);
  return make<ast::With>(span_from(begin), is_async, freeze(items), body);
}

ast::Stmt* Parser::parse_try() {
  uint32_t begin = cur_->offset;
  advance();
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'try' statement", begin);
  List<ast::ExceptHandler> handlers;
  bool any_star = false;
  bool any_plain = false;
  bool mixed_reported = false;
  while (at(K::KwExcept)) {
    if (!handlers.empty() && handlers.back()->type == nullptr && !any_star)
      report(handlers.back()->span.at_begin(), "default 'except:' must be last");
    SourceSpan start = here();
    bool is_star = false;
    handlers.push_back(parse_except(is_star));
    (is_star ? any_star : any_plain) = true;
    if (any_star && any_plain && !mixed_reported) {
      mixed_reported = true;
      report(start, "cannot have both 'except' and 'except*' on the same 'try'");
    }
  }
  if (handlers.empty() && !at(K::KwFinally))
    report(here().at_begin(), "expected 'except' or 'finally' block")
        .label({begin, begin + 3, file_id_}, "this `try` has none");
  ast::NodeList<ast::Stmt> orelse = parse_else();
  ast::NodeList<ast::Stmt> finally_body;
  if (at(K::KwFinally)) {
    uint32_t finally_begin = cur_->offset;
    statement_begin_ = position_;
    advance();
    expect_colon();
    finally_body = parse_block("'finally' statement", finally_begin);
  }
  return make<ast::Try>(span_from(begin), body, any_star, freeze(handlers), orelse, finally_body);
}

ast::ExceptHandler* Parser::parse_except(bool& is_star) {
  uint32_t begin = cur_->offset;
  statement_begin_ = position_;
  advance();
  is_star = accept(K::Star);
  ast::Expr* type = nullptr;
  ast::Identifier name;
  ast::Expr* py2_target = nullptr;
  if (!at(K::Colon) && !at(K::Newline)) {
    uint32_t type_begin = cur_->offset;
    type = parse_expression();
    if ((at(K::Comma) || at(K::KwAs)) && options_.language_level < 3) {
      advance();
      py2_target = parse_expression();
      if (const auto* target = ast::dyn_as<ast::NameExpr>(py2_target)) {
        name = {target->id, target->span};
        py2_target = nullptr;
      } else if (!stopped_) {
        check_target(py2_target, TargetUse::Assign);
      }
    } else if (at(K::Comma)) {
      type = finish_tuple(type_begin, type, [this] { return parse_expression(); });
      if (at(K::KwAs))
        report(type->span, "multiple exception types must be parenthesized when using 'as'");
    }
    if (accept(K::KwAs)) {
      name = expect_identifier();
      if (at(K::Dot) || at(K::LeftBracket) || at(K::LeftParen))
        fail({name.span.begin, cur_->end(), file_id_},
             fmt::format("cannot use except{} statement with {}", is_star ? "*" : "",
                         at(K::Dot)           ? "attribute"
                         : at(K::LeftBracket) ? "subscript"
                                              : "function call"));
    }
  } else if (is_star) {
    report(here(), "expected one or more exception types");
  }
  expect_colon();
  ast::NodeList<ast::Stmt> body =
      parse_block(is_star ? "'except*' statement" : "'except' statement", begin);
  return make<ast::ExceptHandler>(span_from(begin), type, name, py2_target, body);
}

ast::NodeList<ast::Expr> Parser::parse_decorators() {
  List<ast::Expr> decorators;
  while (accept(K::At)) {
    decorators.push_back(parse_named_expression());
    if (!accept(K::Newline)) {
      fail_unexpected();
      break;
    }
  }
  return freeze(decorators);
}

ast::Stmt* Parser::parse_decorated() {
  uint32_t begin = cur_->offset;
  ast::NodeList<ast::Expr> decorators = parse_decorators();
  while (stopped_) {
    // The definition below is worth parsing for its own sake.
    recover_line();
    accept(K::Newline);
    if (at(K::At)) decorators = parse_decorators();
  }
  statement_begin_ = position_;
  switch (cur_->kind) {
    case K::KwDef:
      return parse_function(cur_->offset, false, decorators);
    case K::KwClass:
      return parse_class(decorators);
    case K::KwAsync:
      return parse_async(decorators);
    case K::Name:
      if (cython_ && (at_name(names::kCdef) || at_name(names::kCpdef)))
        return parse_cdef(decorators);
      if (cython_ && declaration_.in_cdef_block)
        return parse_cdef_body(cur_->offset, declaration_, decorators);
      break;
    default:
      break;
  }
  fail_here("invalid syntax").label("expected a function or class after the decorator");
  return make<ast::ErrorStmt>(span_from(begin));
}

ast::Stmt* Parser::parse_async(ast::NodeList<ast::Expr> decorators) {
  uint32_t begin = cur_->offset;
  advance();
  if (at(K::KwDef)) return parse_function(begin, true, decorators);
  if (decorators.empty()) {
    if (at(K::KwFor)) return parse_for(begin, true);
    if (at(K::KwWith)) return parse_with(begin, true);
  }
  fail_unexpected();
  return make<ast::ErrorStmt>(span_from(begin));
}

ast::Stmt* Parser::parse_function(uint32_t begin, bool is_async,
                                  ast::NodeList<ast::Expr> decorators) {
  uint32_t keyword = cur_->offset;
  if (cython_) reject_in_level(level_ != Level::ModulePxd, "def statement not allowed here");
  advance();
  ast::Identifier name = expect_identifier();
  ast::NodeList<ast::TypeParam> type_params = parse_type_params();
  ast::Parameters* parameters = nullptr;
  if (at(K::LeftParen)) {
    advance();
    parameters = parse_parameters(K::RightParen, false);
    expect_close(K::RightParen, parameters->items.empty() ? nullptr : parameters->items.back());
  } else {
    if (!stopped_) {
      auto builder = fail_here("expected '('");
      if (cython_)
        builder.hint(
            "C declarations start with `cdef` or `cpdef`; for Python functions use "
            "annotations");
    }
    parameters = make<ast::Parameters>(here().at_begin());
  }
  ast::Expr* returns = nullptr;
  if (accept(K::Arrow)) returns = parse_expression();
  if (cython_ && (at_name(names::kNogil) || at_name(names::kNoexcept) || at_name(names::kInline))) {
    report(here(), fmt::format("Cannot use cdef modifier '{}' in Python function signature. Use a "
                               "decorator instead.",
                               text_of(*cur_)));
    advance();
  }
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("function definition", keyword, Level::Function);
  return make<ast::FunctionDef>(span_from(begin), decorators, is_async, name, type_params,
                                parameters, returns, body);
}

ast::Stmt* Parser::parse_class(ast::NodeList<ast::Expr> decorators) {
  uint32_t begin = cur_->offset;
  if (cython_)
    reject_in_level(level_ == Level::Module || level_ == Level::Function ||
                        level_ == Level::Class || level_ == Level::Other,
                    "class definition not allowed here");
  advance();
  ast::Identifier name = expect_identifier();
  ast::NodeList<ast::TypeParam> type_params = parse_type_params();
  ast::NodeList<ast::Argument> arguments;
  if (at(K::LeftParen)) {
    Token open = *cur_;
    advance();
    arguments = parse_arguments(open, false);
  }
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("class definition", begin, Level::Class);
  return make<ast::ClassDef>(span_from(begin), decorators, name, type_params, arguments, body);
}

bool Parser::reject_in_level(bool allowed, std::string_view message) {
  if (!allowed) report(here(), std::string(message));
  return !allowed;
}

}  // namespace hpyc::parse
