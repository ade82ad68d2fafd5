// The statements that Cython adds to Python's, other than C definitions.
#include "parse/parser_impl.h"

namespace hpyc::parse {

ast::Stmt* Parser::parse_cython_statement() {
  if (at(K::Name)) {
    Name word = cur_->name;
    if (word == names::kCdef || word == names::kCpdef) return parse_cdef({});
    if (word == names::kCtypedef) return parse_ctypedef();
    if (word == names::kCompileIf && (starts_expression(peek().kind)))
      return parse_compile_time_if();
    if (word == names::kDefineConstant && peek().is(K::Name)) return nullptr;
    if (word == names::kProperty && level_ == Level::CClass && peek().is(K::Name))
      return parse_property();
  }
  if (!declaration_.in_cdef_block) return nullptr;
  return parse_cdef_body(cur_->offset, declaration_, {});
}

ast::Stmt* Parser::parse_cimport() {
  uint32_t begin = cur_->offset;
  advance();
  ast::NodeList<ast::ImportAlias> aliases = parse_import_aliases();
  return make<ast::CImport>(span_from(begin), aliases);
}

ast::Stmt* Parser::parse_include() {
  uint32_t begin = cur_->offset;
  reject_in_level(level_ == Level::Module || level_ == Level::ModulePxd,
                  "include statement not allowed here");
  advance();
  std::string_view path = parse_plain_string();
  auto* result = make<ast::Include>(span_from(begin), path);
  if (options_.include_loader && !stopped_) {
    if (auto body = options_.include_loader(path, result->span)) {
      result->is_loaded = true;
      result->body = *body;
    }
  }
  return result;
}

ast::Stmt* Parser::parse_compile_time_def() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Identifier name = expect_identifier();
  expect(K::Equal);
  uint32_t value_begin = cur_->offset;
  ast::Expr* value = parse_expression();
  if (at(K::Comma)) value = finish_tuple(value_begin, value, [this] { return parse_expression(); });
  return make<ast::CompileTimeDef>(span_from(begin), name, value);
}

ast::Stmt* Parser::parse_compile_time_if() {
  uint32_t begin = cur_->offset;
  List<ast::IfBranch> branches;
  do {
    uint32_t branch_begin = cur_->offset;
    std::string_view owner = at_name(names::kCompileIf) ? "'IF' statement" : "'ELIF' statement";
    statement_begin_ = position_;
    advance();
    ast::Expr* condition = parse_expression();
    expect_colon();
    ast::NodeList<ast::Stmt> body = parse_block(owner, branch_begin, level_);
    branches.push_back(make<ast::IfBranch>(span_from(branch_begin), condition, body));
  } while (at_name(names::kCompileElif));
  ast::NodeList<ast::Stmt> orelse;
  if (at_name(names::kCompileElse)) {
    uint32_t else_begin = cur_->offset;
    statement_begin_ = position_;
    advance();
    expect_colon();
    orelse = parse_block("'ELSE' statement", else_begin, level_);
  }
  return make<ast::CompileTimeIf>(span_from(begin), freeze(branches), orelse);
}

ast::Stmt* Parser::parse_print() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* stream = nullptr;
  List<ast::Expr> values;
  bool has_trailing_comma = false;
  if (accept(K::RightShift)) {
    stream = parse_expression();
    if (at(K::Comma)) {
      advance();
      has_trailing_comma = statement_ends();
    }
  }
  while (!statement_ends() && !stopped_) {
    has_trailing_comma = false;
    values.push_back(parse_expression());
    if (!accept(K::Comma)) break;
    has_trailing_comma = true;
  }
  return make<ast::Print>(span_from(begin), stream, freeze(values), has_trailing_comma);
}

ast::Stmt* Parser::parse_exec() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* body = parse_bitwise_or();
  ast::Expr* globals = nullptr;
  ast::Expr* locals = nullptr;
  if (accept(K::KwIn)) {
    globals = parse_expression();
    if (accept(K::Comma)) locals = parse_expression();
  }
  return make<ast::Exec>(span_from(begin), body, globals, locals);
}

bool Parser::at_for_from() const {
  if (!cython_ || stopped_) return false;
  return at(K::KwFrom) || at(K::Less) || at(K::LessEqual) || at(K::Greater) || at(K::GreaterEqual);
}

ast::CForFromRange* Parser::parse_for_from_range(ast::Expr*& target) {
  using enum ast::CompareOperator;
  uint32_t begin = cur_->offset;
  ast::Expr* start = nullptr;
  if (accept(K::KwFrom)) {
    start = parse_bitwise_or();
  } else {  // for 0 <= i < n
    start = target;
    begin = target->span.begin;
    target = nullptr;
  }
  auto parse_relation = [&]() {
    ast::CompareOperator relation = Less;
    switch (cur_->kind) {
      case K::Less:
        break;
      case K::LessEqual:
        relation = LessEqual;
        break;
      case K::Greater:
        relation = Greater;
        break;
      case K::GreaterEqual:
        relation = GreaterEqual;
        break;
      default:
        if (!stopped_) fail_here("Expected one of '<', '<=', '>' '>='");
        break;
    }
    advance();
    return relation;
  };
  ast::CompareOperator start_relation = parse_relation();
  SourceSpan name_span = here();
  ast::Identifier name = expect_identifier();
  ast::CompareOperator stop_relation = parse_relation();
  ast::Expr* stop = parse_bitwise_or();
  ast::Expr* step = nullptr;
  if (accept_name(names::kBy)) step = parse_bitwise_or();
  if (!stopped_) {
    bool upwards = start_relation == Less || start_relation == LessEqual;
    bool stop_upwards = stop_relation == Less || stop_relation == LessEqual;
    if (upwards != stop_upwards) report(name_span, "Relation directions in for-from do not match");
    const auto* target_name = target != nullptr ? ast::dyn_as<ast::NameExpr>(target) : nullptr;
    if (target_name != nullptr && target_name->id != name.name)
      report(name_span, "Variable name in for-from loop bounds does not match that of the loop");
  }
  if (target == nullptr) target = make<ast::NameExpr>(name_span, name.name);
  return make<ast::CForFromRange>(span_from(begin), start, start_relation, stop_relation, stop,
                                  step);
}

ast::Stmt* Parser::parse_for_from(uint32_t begin, ast::Expr* target) {
  ast::CForFromRange* range = parse_for_from_range(target);
  if (!stopped_) check_target(target, TargetUse::For);
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'for' statement", begin);
  ast::NodeList<ast::Stmt> orelse = parse_else();
  return make<ast::ForFrom>(span_from(begin), target, range, body, orelse);
}

bool Parser::at_gil_item() const {
  if (!cython_ || (!at_name(names::kNogil) && !at_name(names::kGil))) return false;
  K next = peek().kind;
  return next == K::Colon || next == K::Comma || next == K::LeftParen || next == K::Newline;
}

ast::Stmt* Parser::parse_gil_block(uint32_t begin) {
  // One level per item; deeper() has reported when there are too many.
  ast::Stmt* result;
  if (deeper())
    result = parse_gil_items(begin);
  else
    result = make<ast::ErrorStmt>(here().at_begin());
  --expression_depth_;
  return result;
}

ast::Stmt* Parser::parse_gil_items(uint32_t begin) {
  uint32_t keyword = cur_->offset;
  bool is_nogil = at_name(names::kNogil);
  advance();
  ast::Expr* condition = nullptr;
  if (at(K::LeftParen)) {
    advance();
    condition = parse_expression();
    expect_close(K::RightParen, condition);
  }
  if (accept(K::Comma)) {
    // The items that follow are inside.
    ast::Stmt* inner;
    uint32_t inner_begin = cur_->offset;
    if (at_gil_item()) {
      inner = parse_gil_block(inner_begin);
    } else {
      List<ast::WithItem> items;
      ast::Stmt* nested = nullptr;
      while (!stopped_) {
        items.push_back(parse_with_item());
        if (!accept(K::Comma)) break;
        if (at_gil_item()) {
          nested = parse_gil_block(cur_->offset);
          break;
        }
      }
      ast::NodeList<ast::Stmt> body;
      if (nested != nullptr) {
        Statements list{nested};
        body = context_.arena().copy_span(list);
      } else {
        expect_colon();
        body = parse_block("'with' statement", begin);
      }
      inner = make<ast::With>(span_from(inner_begin), false, freeze(items), body);
    }
    Statements list{inner};
    return make<ast::GilBlock>(span_from(begin), is_nogil, condition,
                               ast::NodeList<ast::Stmt>(context_.arena().copy_span(list)));
  }
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'with' statement", keyword);
  return make<ast::GilBlock>(span_from(begin), is_nogil, condition, body);
}

}  // namespace hpyc::parse
