// Statement lists and simple statements.
#include "parse/parser_impl.h"

namespace hpyc::parse {

void Parser::parse_statement_into(Statements& list) {
  if (accept(K::Newline)) return;
  statement_begin_ = position_;
  uint32_t before = position_;
  if (at(K::Indent)) {
    engine_.error(diag::Kind::indentation_error, here().at_end(), "unexpected indent");
    advance();
    parse_statements_to_dedent(list);
    return;
  }
  uint32_t begin = cur_->offset;
  if (ast::Stmt* compound = parse_compound_statement())
    list.push_back(compound);
  else
    parse_simple_statements(list);
  if (stopped_) {
    recover_line();
    accept(K::Newline);
    list.push_back(make<ast::ErrorStmt>(span_from(begin)));
    // The block of a broken header still has statements worth checking.
    if (accept(K::Indent)) parse_statements_to_dedent(list);
  }
  if (position_ == before && !at(K::EndOfFile) && !at(K::Dedent)) advance();
}

void Parser::parse_statements_to_dedent(Statements& list) {
  if (++statement_depth_ > options_.max_statement_depth) {
    if (statement_depth_ == options_.max_statement_depth + 1)
      report(here(), "too many nested blocks")
          .label("nested more than {} deep here", options_.max_statement_depth);
    uint32_t depth = 1;
    while (depth > 0 && !at(K::EndOfFile)) {
      if (at(K::Indent)) ++depth;
      if (at(K::Dedent)) --depth;
      advance();
    }
  } else {
    while (!at(K::Dedent) && !at(K::EndOfFile)) parse_statement_into(list);
    accept(K::Dedent);
  }
  --statement_depth_;
}

void Parser::parse_simple_statements(Statements& list) {
  while (true) {
    statement_begin_ = position_;
    ast::Stmt* statement = parse_simple_statement();
    if (stopped_) return;
    list.push_back(statement);
    if (!at(K::Semicolon)) break;
    advance();
    if (at(K::Newline) || at(K::EndOfFile)) break;
  }
  expect_statement_end();
}

void Parser::expect_statement_end() {
  if (accept(K::Newline) || at(K::EndOfFile)) return;
  fail_unexpected();
}

ast::Stmt* Parser::parse_simple_statement() {
  switch (cur_->kind) {
    case K::KwPass: {
      auto* result = make<ast::Pass>(here());
      advance();
      return result;
    }
    case K::KwBreak: {
      auto* result = make<ast::Break>(here());
      advance();
      return result;
    }
    case K::KwContinue: {
      auto* result = make<ast::Continue>(here());
      advance();
      return result;
    }
    case K::KwReturn:
      return parse_return();
    case K::KwRaise:
      return parse_raise();
    case K::KwDel:
      return parse_delete();
    case K::KwAssert:
      return parse_assert();
    case K::KwGlobal:
    case K::KwNonlocal:
      return parse_global_or_nonlocal();
    case K::KwImport:
      return parse_import();
    case K::KwFrom:
      return parse_from_import();
    case K::Name:
      if (at_name(names::kType) && peek().is(K::Name) &&
          (peek(2).is(K::Equal) || peek(2).is(K::LeftBracket)))
        return parse_type_alias();
      if (print_is_statement_) {
        if (at_name(names::kPrint)) return parse_print();
        if (at_name(names::kExec)) return parse_exec();
      }
      if (cython_) {
        bool alone = peek().is(K::Newline);
        if (at_name(names::kCimport) && (peek().is(K::Name) || alone)) return parse_cimport();
        if (at_name(names::kInclude) && (peek().is(K::String) || alone)) return parse_include();
        if (at_name(names::kDefineConstant) && peek().is(K::Name)) return parse_compile_time_def();
      }
      return parse_expression_statement();
    case K::KwElse:
    case K::KwElif:
    case K::KwExcept:
    case K::KwFinally:
      fail_keyword("belongs to no statement here");
      return make<ast::ErrorStmt>(here());
    default:
      return parse_expression_statement();
  }
}

ast::Stmt* Parser::parse_expression_statement() {
  uint32_t begin = cur_->offset;
  ast::Expr* first = parse_yield_or_star_expressions();
  switch (cur_->kind) {
    case K::Equal:
      return parse_assignment(begin, first);
    case K::Colon:
      return parse_annotated_assignment(
          begin, first, first->kind == ast::NodeKind::NameExpr && first->span.begin == begin);
    case K::Newline:
    case K::Semicolon:
      break;
    default:
      if (lex::is_augmented_assignment(cur_->kind)) {
        using enum ast::BinaryOperator;
        // In the order of the token kinds.
        constexpr ast::BinaryOperator kOperators[] = {
            Add,   Subtract,  Multiply,   Divide, FloorDivide, Modulo, MatrixMultiply,
            Power, LeftShift, RightShift, BitAnd, BitOr,       BitXor};
        ast::BinaryOperator op =
            kOperators[static_cast<size_t>(cur_->kind) - static_cast<size_t>(K::PlusEqual)];
        bool valid =
            first->kind == ast::NodeKind::NameExpr || first->kind == ast::NodeKind::Attribute ||
            first->kind == ast::NodeKind::Subscript || first->kind == ast::NodeKind::ErrorExpr ||
            (cython_ && first->kind == ast::NodeKind::Call);
        if (!valid)
          report(first->span, fmt::format("'{}' is an illegal expression for augmented assignment",
                                          describe(first)));
        advance();
        ast::Expr* value = parse_yield_or_star_expressions();
        return make<ast::AugAssign>(span_from(begin), first, op, value);
      }
      if (const auto* name = ast::dyn_as<ast::NameExpr>(first);
          name != nullptr && starts_expression(cur_->kind) && first->span.begin == begin) {
        if (name->id == names::kPrint || name->id == names::kExec) {
          std::string_view word = name->id == names::kPrint ? "print" : "exec";
          fail({begin, cur_->end(), file_id_},
               fmt::format("Missing parentheses in call to '{}'. Did you mean {}(...)?", word,
                           word));
        }
      }
      break;
  }
  if (first->kind == ast::NodeKind::Starred)
    report(first->span, "can't use starred expression here");
  return make<ast::ExprStmt>(span_from(begin), first);
}

ast::Stmt* Parser::parse_assignment(uint32_t begin, ast::Expr* first) {
  List<ast::Expr> targets;
  ast::Expr* value = first;
  while (accept(K::Equal)) {
    targets.push_back(value);
    value = parse_yield_or_star_expressions();
  }
  if (!stopped_) {
    for (ast::Expr* target : targets) {
      using enum ast::NodeKind;
      if (target->kind == Yield || target->kind == YieldFrom) {
        report(target->span, "assignment to yield expression not possible");
        break;
      }
      bool suggest = false;
      if (targets.size() == 1) {
        switch (target->kind) {
          case Call:
            suggest = !cython_;
            break;
          case BinOp:
          case Await:
          case IntLiteral:
          case FloatLiteral:
          case ImagLiteral:
          case StringLiteral:
          case BytesLiteral:
          case FString:
          case EllipsisLiteral:
          case Dict:
          case Set:
          case ListComp:
          case SetComp:
          case DictComp:
            suggest = true;
            break;
          case UnaryOp:
            suggest = ast::as<ast::UnaryOp>(target)->op != ast::UnaryOperator::Not;
            break;
          default:
            break;
        }
      }
      if (suggest) {
        report(target->span,
               fmt::format("cannot assign to {} here. Maybe you meant '==' instead of '='?",
                           describe(target)));
        break;
      }
      if (!check_target(target, TargetUse::Assign)) break;
    }
    if (value->kind == ast::NodeKind::Starred)
      report(value->span, "can't use starred expression here");
  }
  return make<ast::Assign>(span_from(begin), freeze(targets), value);
}

ast::Stmt* Parser::parse_annotated_assignment(uint32_t begin, ast::Expr* target, bool is_simple) {
  SourceSpan colon = here();
  advance();
  // `for x in y:`-like lines with a misspelled keyword end here too; the missing annotation is
  // reported then, with a hint.
  ast::Expr* annotation = parse_expression();
  if (!stopped_) {
    switch (target->kind) {
      case ast::NodeKind::NameExpr:
      case ast::NodeKind::Attribute:
      case ast::NodeKind::Subscript:
        break;
      case ast::NodeKind::List:
      case ast::NodeKind::Tuple:
        report(target->span,
               fmt::format("only single target (not {}) can be annotated", describe(target)));
        break;
      default:
        report(target->span.merge(colon), "illegal target for annotation");
        break;
    }
  }
  ast::Expr* value = nullptr;
  if (accept(K::Equal)) value = parse_yield_or_star_expressions();
  return make<ast::AnnAssign>(span_from(begin), target, annotation, value, is_simple);
}

ast::Stmt* Parser::parse_return() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* value = nullptr;
  if (!statement_ends()) {
    value = parse_star_expressions();
    if (value->kind == ast::NodeKind::Starred)
      report(value->span, "can't use starred expression here");
  }
  return make<ast::Return>(span_from(begin), value);
}

ast::Stmt* Parser::parse_raise() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* exception = nullptr;
  ast::Expr* cause = nullptr;
  ast::Expr* value = nullptr;
  ast::Expr* traceback = nullptr;
  if (!statement_ends()) {
    exception = parse_expression();
    if (accept(K::KwFrom)) {
      cause = parse_expression();
    } else if (at(K::Comma) && (cython_ || options_.language_level < 3)) {
      advance();
      value = parse_expression();
      if (accept(K::Comma)) traceback = parse_expression();
    }
  }
  return make<ast::Raise>(span_from(begin), exception, cause, value, traceback);
}

ast::Stmt* Parser::parse_delete() {
  uint32_t begin = cur_->offset;
  advance();
  List<ast::Expr> targets;
  while (true) {
    if (at(K::Star)) {
      uint32_t star = cur_->offset;
      advance();
      ast::Expr* value = parse_bitwise_or();
      targets.push_back(make<ast::Starred>(span_from(star), value));
    } else {
      targets.push_back(parse_expression());
    }
    if (!accept(K::Comma)) break;
    if (statement_ends()) break;
  }
  if (!stopped_) {
    for (ast::Expr* target : targets)
      if (!check_target(target, TargetUse::Delete)) break;
  }
  return make<ast::Delete>(span_from(begin), freeze(targets));
}

ast::Stmt* Parser::parse_assert() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Expr* condition = parse_named_expression();
  ast::Expr* message = nullptr;
  if (accept(K::Comma)) message = parse_named_expression();
  return make<ast::Assert>(span_from(begin), condition, message);
}

ast::Stmt* Parser::parse_global_or_nonlocal() {
  uint32_t begin = cur_->offset;
  bool is_global = at(K::KwGlobal);
  advance();
  SmallVector<ast::Identifier, 4> list;
  do {
    list.push_back(expect_identifier());
  } while (accept(K::Comma));
  if (is_global) return make<ast::Global>(span_from(begin), freeze(list));
  return make<ast::Nonlocal>(span_from(begin), freeze(list));
}

ast::DottedName Parser::parse_dotted_name() {
  SmallVector<ast::Identifier, 4> path;
  path.push_back(expect_identifier());
  while (accept(K::Dot)) path.push_back(expect_identifier());
  return freeze(path);
}

ast::NodeList<ast::ImportAlias> Parser::parse_import_aliases() {
  List<ast::ImportAlias> aliases;
  do {
    uint32_t begin = cur_->offset;
    ast::DottedName path = parse_dotted_name();
    ast::Identifier as_name;
    if (accept(K::KwAs)) as_name = expect_identifier();
    aliases.push_back(make<ast::ImportAlias>(span_from(begin), path, as_name));
  } while (accept(K::Comma));
  return freeze(aliases);
}

ast::Stmt* Parser::parse_import() {
  uint32_t begin = cur_->offset;
  advance();
  if (statement_ends()) {
    fail_here("Expected one or more names after 'import'");
    return make<ast::ErrorStmt>(span_from(begin));
  }
  ast::NodeList<ast::ImportAlias> aliases = parse_import_aliases();
  if (at(K::KwFrom))
    fail(span_from(begin).merge(here()), "Did you mean to use 'from ... import ...' instead?");
  return make<ast::Import>(span_from(begin), aliases);
}

ast::Stmt* Parser::parse_from_import() {
  uint32_t begin = cur_->offset;
  advance();
  uint32_t level = 0;
  while (at(K::Dot) || at(K::Ellipsis)) {
    level += at(K::Dot) ? 1 : 3;
    advance();
  }
  ast::DottedName module;
  bool at_cimport = cython_ && at_name(names::kCimport);
  if (level == 0 || (at(K::Name) && !at_cimport)) module = parse_dotted_name();
  at_cimport = cython_ && at_name(names::kCimport);
  if (at_cimport)
    advance();
  else
    expect(K::KwImport);
  bool is_star = false;
  List<ast::ImportAlias> aliases;
  if (at(K::Star)) {
    is_star = true;
    // CPython's tree has an alias for the star; here the flag says it.
    advance();
  } else {
    bool parenthesized = accept(K::LeftParen);
    if (statement_ends() || (parenthesized && at(K::RightParen)))
      fail_here("Expected one or more names after 'import'");
    const ast::Node* last = nullptr;
    while (!stopped_) {
      uint32_t alias_begin = cur_->offset;
      SmallVector<ast::Identifier, 4> path;
      path.push_back(expect_identifier());
      ast::Identifier as_name;
      if (accept(K::KwAs)) as_name = expect_identifier();
      aliases.push_back(make<ast::ImportAlias>(span_from(alias_begin), freeze(path), as_name));
      last = aliases.back();
      if (!at(K::Comma)) break;
      SourceSpan comma = here();
      advance();
      last = nullptr;
      if (parenthesized && at(K::RightParen)) break;
      if (!parenthesized && statement_ends()) {
        report(comma, "trailing comma not allowed without surrounding parentheses");
        break;
      }
    }
    if (parenthesized) expect_close(K::RightParen, last);
  }
  if (at_cimport)
    return make<ast::CImportFrom>(span_from(begin), level, module, is_star, freeze(aliases));
  if (level == 0 && module.size() == 1 && module[0].name == names::kFuture) {
    for (const ast::ImportAlias* alias : aliases)
      if (context_.interner().view(alias->path[0].name) == "print_function")
        print_is_statement_ = false;
  }
  return make<ast::ImportFrom>(span_from(begin), level, module, is_star, freeze(aliases));
}

ast::Stmt* Parser::parse_type_alias() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Identifier name = expect_identifier();
  ast::NodeList<ast::TypeParam> type_params = parse_type_params();
  expect(K::Equal);
  ast::Expr* value = parse_expression();
  return make<ast::TypeAlias>(span_from(begin), name, type_params, value);
}

}  // namespace hpyc::parse
