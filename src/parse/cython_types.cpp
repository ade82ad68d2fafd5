// C types, declarators and parameters, and the expressions that contain them.
//
// Cython decides between type and expression by looking at tokens only; so does this file.
#include "parse/parser_impl.h"

namespace hpyc::parse {
namespace {

bool is_sign_or_length(Name name) {
  return name == names::kShort || name == names::kLong || name == names::kSigned ||
         name == names::kUnsigned;
}

struct BasicName {
  Name name;
  ast::BasicType type;
  bool takes_modifiers;
};

constexpr BasicName kBasicNames[] = {
    {names::kVoid, ast::BasicType::Void, true},
    {names::kChar, ast::BasicType::Char, true},
    {names::kInt, ast::BasicType::Int, true},
    {names::kFloat, ast::BasicType::Float, true},
    {names::kDouble, ast::BasicType::Double, true},
    {names::kBint, ast::BasicType::Bint, true},
    {names::kPyUnicode, ast::BasicType::PyUnicode, false},
    {names::kPyUcs4, ast::BasicType::PyUcs4, false},
    {names::kPyHashT, ast::BasicType::PyHashT, false},
    {names::kPySsizeT, ast::BasicType::PySsizeT, false},
    {names::kSsizeT, ast::BasicType::SsizeT, false},
    {names::kSizeT, ast::BasicType::SizeT, false},
    {names::kPtrdiffT, ast::BasicType::PtrdiffT, false},
    {names::kPyTss, ast::BasicType::PyTssT, false},
};

const BasicName* find_basic(Name name) {
  if (!lex::is_cython_keyword(name)) return nullptr;
  for (const BasicName& entry : kBasicNames)
    if (entry.name == name) return &entry;
  return nullptr;
}

bool is_basic_start(const Token& token) {
  return token.is(K::Name) && (is_sign_or_length(token.name) || find_basic(token.name) != nullptr);
}

bool is_calling_convention(std::string_view word) {
  return word == "__stdcall" || word == "__cdecl" || word == "__fastcall";
}

// The operators that a cppclass may declare.
constexpr std::string_view kOperators[] = {
    "+",  "-", "*",  "/",  "%",  "++", "--", "~", "|",  "&",  "^", "<<",
    ">>", ",", "==", "!=", ">=", ">",  "<=", "<", "[]", "()", "!", "="};

}  // namespace

bool Parser::at_basic_c_type() const { return is_basic_start(*cur_); }

bool Parser::at_calling_convention() const {
  return at(K::Name) && is_calling_convention(text_of(*cur_));
}

bool Parser::looking_at_expression() const {
  uint32_t index = position_;
  auto token = [&](uint32_t i) -> const Token& {
    return i < token_count_ ? tokens_[i] : tokens_[token_count_ - 1];
  };
  while (true) {
    if (is_basic_start(token(index))) return false;
    if (!token(index).is(K::Name)) return true;
    ++index;
    while (token(index).is(K::Dot)) index += 2;
    switch (token(index).kind) {
      case K::Name:
        return false;
      case K::Star:
      case K::DoubleStar: {
        K after = token(index + 1).kind;
        return after != K::RightParen && after != K::RightBracket && after != K::Comma &&
               after != K::Star;
      }
      case K::LeftParen:
        return !token(index + 1).is(K::Star);
      case K::LeftBracket:
        if (token(index + 1).is(K::RightBracket)) return false;
        ++index;  // a nested template argument decides
        continue;
      default:
        return true;
    }
  }
}

// ------------------------------------------------------------------------------- base types

ast::CType* Parser::parse_c_type(bool may_be_omitted) {
  return at(K::LeftParen) ? parse_c_parenthesized_type() : parse_c_simple_type(may_be_omitted);
}

ast::CType* Parser::parse_basic_c_type() {
  uint32_t begin = cur_->offset;
  ast::BasicType basic = ast::BasicType::Int;
  ast::Signedness signedness = ast::Signedness::Default;
  int8_t longness = 0;
  if (const BasicName* entry = find_basic(cur_->name);
      entry != nullptr && !entry->takes_modifiers) {
    basic = entry->type;
    advance();
  } else {
    while (at(K::Name) && is_sign_or_length(cur_->name)) {
      if (at_name(names::kUnsigned))
        signedness = ast::Signedness::Unsigned;
      else if (at_name(names::kSigned))
        signedness = ast::Signedness::Signed;
      else if (at_name(names::kShort))
        longness = -1;
      else if (longness < 2)
        ++longness;
      advance();
    }
    if (at(K::Name)) {
      entry = find_basic(cur_->name);
      if (entry != nullptr && entry->takes_modifiers) {
        basic = entry->type;
        advance();
      }
    }
  }
  bool is_complex = accept_name(names::kComplex);
  return make<ast::CBasicType>(span_from(begin), basic, signedness, longness, is_complex);
}

ast::CType* Parser::parse_c_simple_type(bool may_be_omitted) {
  uint32_t begin = cur_->offset;
  bool is_const = false;
  bool is_volatile = false;
  while (at_name(names::kConst) || at_name(names::kVolatile)) {
    bool& flag = at_name(names::kConst) ? is_const : is_volatile;
    if (flag) report(here(), fmt::format("Duplicate '{}'", text_of(*cur_)));
    flag = true;
    advance();
  }
  if (is_const || is_volatile) {
    ast::CType* base = parse_c_type(may_be_omitted);
    SourceSpan span = span_from(begin);
    // `const int[:]` is a view of const int.
    if (const auto* view = ast::dyn_as<ast::CMemoryViewType>(base)) {
      auto* item = make<ast::CQualifiedType>(span, is_const, is_volatile, view->base);
      return make<ast::CMemoryViewType>(span, item, view->axes);
    }
    return make<ast::CQualifiedType>(span, is_const, is_volatile, base);
  }
  if (!at(K::Name)) {
    fail_unexpected();
    return make<ast::CImplicitType>(here().at_begin());
  }
  if (at_basic_c_type()) return parse_c_type_suffix(begin, parse_basic_c_type());
  if (may_be_omitted && !peek().is(K::Name) && !peek().is(K::Dot)) {
    // Make sure that this is not the name of the variable or function itself.
    bool is_type = false;
    switch (peek().kind) {
      case K::LeftParen: {
        const Token& inner = peek(2);
        is_type = inner.is(K::Star) || inner.is(K::DoubleStar) || inner.is(K::Ampersand) ||
                  (inner.is(K::Name) && is_calling_convention(text_of(inner)));
        break;
      }
      case K::Star:
      case K::DoubleStar:
      case K::LeftBracket:
      case K::Ampersand:
        is_type = true;
        break;
      default:
        break;
    }
    if (!is_type) return make<ast::CImplicitType>(here().at_begin());
  }
  SmallVector<ast::Identifier, 4> path;
  path.push_back(take_identifier());
  while (at(K::Dot)) {
    advance();
    path.push_back(expect_identifier());
  }
  return parse_c_type_suffix(begin, make<ast::CNameType>(span_from(begin), freeze(path)));
}

ast::CType* Parser::parse_c_type_suffix(uint32_t begin, ast::CType* base) {
  if (at(K::LeftBracket)) {
    const Token& first = peek();
    bool is_view = first.is(K::Colon) || (first.is(K::Integer) && peek(2).is(K::Colon));
    if (is_view) {
      advance();
      List<ast::Expr> axes;
      while (!at(K::RightBracket) && !stopped_) {
        ast::Expr* axis = parse_slice();
        if (axis->kind != ast::NodeKind::Slice && !stopped_)
          report(axis->span,
                 "An axis specification in memoryview declaration does not have a ':'.");
        axes.push_back(axis);
        if (!accept(K::Comma)) break;
      }
      expect_close(K::RightBracket);
      base = make<ast::CMemoryViewType>(span_from(begin), base, freeze(axes));
    } else {
      while (at(K::LeftBracket)) {
        ast::NodeList<ast::Argument> arguments = parse_template_arguments();
        base = make<ast::CTemplateType>(span_from(begin), base, arguments);
      }
    }
  }
  while (at(K::Dot)) {
    advance();
    ast::Identifier name = expect_identifier();
    base = make<ast::CNestedType>(span_from(begin), base, name);
    while (at(K::LeftBracket)) {
      ast::NodeList<ast::Argument> arguments = parse_template_arguments();
      base = make<ast::CTemplateType>(span_from(begin), base, arguments);
    }
  }
  return base;
}

ast::NodeList<ast::Argument> Parser::parse_template_arguments() {
  using enum ast::ArgumentKind;
  advance();
  List<ast::Argument> arguments;
  bool keyword_seen = false;
  while (!at(K::RightBracket) && !stopped_) {
    uint32_t begin = cur_->offset;
    if (at(K::Star) || at(K::DoubleStar)) {
      report(here(), "Argument expansion not allowed here.");
      advance();
    }
    ast::Identifier keyword;
    if (at(K::Name) && peek().is(K::Equal)) {
      keyword = take_identifier();
      advance();
      keyword_seen = true;
    }
    ast::Expr* value;
    if (looking_at_expression()) {
      value = parse_expression();
    } else {
      uint32_t type_begin = cur_->offset;
      ast::CType* type = parse_complete_c_type();
      value = make<ast::CTypeExpr>(span_from(type_begin), type);
    }
    if (!keyword && keyword_seen) report(value->span, "Non-keyword arg following keyword arg");
    arguments.push_back(
        make<ast::Argument>(span_from(begin), keyword ? Keyword : Positional, keyword, value));
    if (!accept(K::Comma)) break;
  }
  expect_close(K::RightBracket);
  return freeze(arguments);
}

ast::CType* Parser::parse_c_parenthesized_type() {
  Token open = *cur_;
  if (!deeper()) {
    --expression_depth_;
    return make<ast::CImplicitType>(here().at_begin());
  }
  advance();
  ast::CType* type = parse_complete_c_type();
  if (at(K::Comma)) {
    List<ast::CType> components;
    components.push_back(type);
    while (accept(K::Comma)) {
      if (at(K::RightParen)) break;
      components.push_back(parse_complete_c_type());
    }
    expect_close(K::RightParen);
    type = make<ast::CTupleType>(span_from(open.offset), freeze(components));
  } else {
    expect_close(K::RightParen);
  }
  --expression_depth_;
  return parse_c_type_suffix(open.offset, type);
}

ast::CType* Parser::parse_complete_c_type() {
  uint32_t begin = cur_->offset;
  if (!deeper()) {
    --expression_depth_;
    return make<ast::CImplicitType>(here().at_begin());
  }
  ast::CType* base = parse_c_type(false);
  DeclaratorMode mode;
  mode.must_be_empty = true;
  ast::CDeclarator* declarator = parse_declarator(mode);
  --expression_depth_;
  const auto* name = ast::dyn_as<ast::CNameDeclarator>(declarator);
  if (name != nullptr && !name->name) return base;
  return make<ast::CDeclaredType>(span_from(begin), base, declarator);
}

// ------------------------------------------------------------------------------- declarators

ast::CallingConvention Parser::parse_calling_convention() {
  if (!at_calling_convention()) return ast::CallingConvention::Default;
  std::string_view word = text_of(*cur_);
  advance();
  return word == "__stdcall" ? ast::CallingConvention::Stdcall
         : word == "__cdecl" ? ast::CallingConvention::Cdecl
                             : ast::CallingConvention::Fastcall;
}

bool Parser::parse_c_name(std::string_view& cname) {
  if (!at(K::String)) return false;
  cname = parse_plain_string();
  return true;
}

ast::CDeclarator* Parser::parse_declarator(const DeclaratorMode& mode) {
  uint32_t begin = cur_->offset;
  ast::CDeclarator* result;
  if (!deeper()) {
    --expression_depth_;
    return make<ast::CNameDeclarator>(here().at_begin());
  }
  if (at(K::LeftParen)) {
    const Token& inner = peek();
    bool is_parameter_list =
        inner.is(K::RightParen) || (inner.is(K::Name) && !is_calling_convention(text_of(inner)));
    if (is_parameter_list) {
      auto* empty = make<ast::CNameDeclarator>(here().at_begin());
      result = parse_function_declarator(begin, empty, mode);
    } else {
      advance();
      DeclaratorMode inner_mode = mode;
      inner_mode.convention_allowed = true;
      inner_mode.assignable = false;
      result = parse_declarator(inner_mode);
      expect_close(K::RightParen);
    }
  } else {
    result = parse_simple_declarator(mode);
  }
  while (at(K::LeftBracket) || at(K::LeftParen)) {
    if (at(K::LeftParen)) {
      result = parse_function_declarator(begin, result, mode);
      continue;
    }
    advance();
    ast::Expr* dimension = at(K::RightBracket) ? nullptr : parse_star_expressions();
    expect_close(K::RightBracket);
    result = make<ast::CArrayDeclarator>(span_from(begin), result, dimension);
  }
  // `cdef int x[3] = …`: an initialiser after the suffix belongs to the name.
  if (mode.assignable && at(K::Equal) && result->kind != ast::NodeKind::CNameDeclarator) {
    auto* name = const_cast<ast::CNameDeclarator*>(ast::name_declarator_of(result));
    if (name->default_value == nullptr) {
      advance();
      name->default_value = parse_expression();
    }
  }
  --expression_depth_;
  return result;
}

ast::Identifier Parser::parse_operator_name() {
  // cur_ is behind `operator`.
  uint32_t begin = tokens_[position_ - 1].offset;
  std::string op;
  if (at(K::Name)) {
    op = " " + std::string(text_of(*cur_));
    if (op != " bool")
      report(here(), fmt::format("Overloading operator '{}' not yet supported.", text_of(*cur_)));
    advance();
  } else {
    K first = cur_->kind;
    op = text_of(*cur_);
    advance();
    if (first == K::LeftParen && accept(K::RightParen))
      op = "()";
    else if (first == K::LeftBracket && accept(K::RightBracket))
      op = "[]";
    else if ((first == K::Plus || first == K::Minus || first == K::Pipe || first == K::Ampersand) &&
             accept(first))
      op += op;
    else if (first == K::Exclamation && accept(K::Equal))
      op += "=";
    bool supported = false;
    for (std::string_view known : kOperators) supported |= op == known;
    if (!supported && !stopped_)
      report(span_from(begin), fmt::format("Overloading operator '{}' not yet supported.", op));
  }
  return {context_.interner().intern("operator" + op), span_from(begin)};
}

ast::CDeclarator* Parser::parse_simple_declarator(const DeclaratorMode& mode) {
  uint32_t begin = cur_->offset;
  SourceSpan convention_span = here();
  ast::CallingConvention convention = parse_calling_convention();
  bool convention_misplaced =
      convention != ast::CallingConvention::Default && !mode.convention_allowed;
  if (at(K::Star) || at(K::DoubleStar)) {
    bool is_double = at(K::DoubleStar);
    advance();
    bool is_const = false;
    bool is_volatile = false;
    while (at_name(names::kConst) || at_name(names::kVolatile) || at_name(names::kRestrict)) {
      is_const |= at_name(names::kConst);
      is_volatile |= at_name(names::kVolatile);
      advance();
    }
    ast::CDeclarator* inner = parse_declarator(mode);
    auto* pointer =
        make<ast::CPointerDeclarator>(span_from(begin), is_const, is_volatile, inner, convention);
    if (is_double)
      pointer = make<ast::CPointerDeclarator>(span_from(begin), false, false, pointer, convention);
    return pointer;
  }
  if (at(K::Ampersand)) {
    advance();
    bool is_rvalue = at(K::Ampersand) && !cur_->has(lex::kSpaceBefore);
    if (is_rvalue) advance();
    ast::CDeclarator* inner = parse_declarator(mode);
    return make<ast::CReferenceDeclarator>(span_from(begin), is_rvalue, inner);
  }
  ast::Identifier name;
  bool has_cname = false;
  std::string_view cname;
  ast::Expr* default_value = nullptr;
  if (at(K::Name)) {
    bool is_operator =
        at_name(names::kOperator) && mode.is_extern && mode.must_have_name &&
        !(peek().is(K::Equal) && !peek(2).is(K::LeftParen) && !peek(2).is(K::LeftBracket)) &&
        !peek().is(K::Newline) && !(peek().is(K::LeftParen) && !peek(2).is(K::RightParen));
    if (mode.must_be_empty) report(here(), "Declarator should be empty");
    name = take_identifier();
    if (is_operator) name = parse_operator_name();
    has_cname = parse_c_name(cname);
    if (mode.assignable && at(K::Equal) && !is_operator) {
      advance();
      default_value = parse_expression();
    }
    if (convention_misplaced && !at(K::LeftParen))
      report(convention_span,
             fmt::format("{} on something that is not a function", file_.text(convention_span)));
  } else if (mode.must_have_name && !stopped_) {
    if (statement_ends() || at(K::Comma) || at(K::RightParen) || at(K::Equal) || at(K::Colon))
      report(here().at_begin(), "Empty declarator").label("a name is expected here");
    else
      fail_unexpected();
  }
  return make<ast::CNameDeclarator>(span_from(begin), name, has_cname, cname, default_value,
                                    convention);
}

ast::CDeclarator* Parser::parse_function_declarator(uint32_t begin, ast::CDeclarator* inner,
                                                    const DeclaratorMode& mode) {
  advance();
  ast::Parameters* parameters = parse_c_parameters(mode);
  expect_close(K::RightParen, parameters->items.empty() ? nullptr : parameters->items.back());
  bool is_nogil = accept_name(names::kNogil);
  ast::ExceptionClause clause = ast::ExceptionClause::Default;
  ast::Expr* exception_value = nullptr;
  parse_exception_clause(clause, exception_value);
  is_nogil |= accept_name(names::kNogil);
  bool is_with_gil = false;
  if (at(K::KwWith)) {
    advance();
    is_with_gil = true;
    if (!accept_name(names::kGil)) fail_unexpected();
  }
  return make<ast::CFuncDeclarator>(span_from(begin), inner, parameters, clause, exception_value,
                                    is_nogil || mode.is_nogil || is_with_gil, is_with_gil);
}

void Parser::parse_exception_clause(ast::ExceptionClause& clause, ast::Expr*& value) {
  using enum ast::ExceptionClause;
  if (accept_name(names::kNoexcept)) {
    clause = NoExcept;
    return;
  }
  if (!accept(K::KwExcept)) return;
  if (accept(K::Star)) {
    clause = Always;
  } else if (at(K::Plus)) {
    uint32_t plus_end = cur_->end();
    advance();
    clause = Cpp;
    if (accept(K::Star)) {
      clause = CppStar;
    } else if (at(K::Name)) {
      if (at_name(names::kNogil)) {
        if (cur_->offset == plus_end)
          report(here(),
                 "'except +nogil' defines an exception handling function. Use 'except + "
                 "nogil' for the 'nogil' modifier.");
      } else {
        clause = CppHandler;
        uint32_t begin = cur_->offset;
        value = parse_dotted_value();
        value->span = span_from(begin);
      }
    }
  } else {
    clause = accept(K::Question) ? ValueCheck : Value;
    value = parse_expression();
  }
}

// ------------------------------------------------------------------------------- parameters

ast::Parameters* Parser::parse_c_parameters(const DeclaratorMode& mode) {
  uint32_t begin = cur_->offset;
  List<ast::Parameter> items;
  bool has_c_varargs = false;
  while (!at(K::RightParen) && !stopped_) {
    if (accept(K::Ellipsis)) {
      has_c_varargs = true;
      break;
    }
    if (at(K::Star) || at(K::DoubleStar) || at(K::Slash)) {
      fail_here("invalid syntax")
          .label("a C function has positional parameters only")
          .note("variable arguments of C are written `...`");
      break;
    }
    items.push_back(parse_typed_parameter(ast::ParameterKind::PositionalOrKeyword, false, true,
                                          !options_.is_pxd || mode.is_inline));
    if (!accept(K::Comma)) break;
  }
  return make<ast::Parameters>(span_from(begin), freeze(items), has_c_varargs);
}

ast::Parameter* Parser::parse_typed_parameter(ast::ParameterKind kind, bool in_python_function,
                                              bool annotated, bool allow_default) {
  uint32_t begin = cur_->offset;
  ast::CType* type = parse_c_type(in_python_function);
  DeclaratorMode mode;
  mode.must_have_name = in_python_function;
  ast::CDeclarator* declarator = parse_declarator(mode);
  ast::Identifier name = ast::name_declarator_of(declarator)->name;
  if (type->kind == ast::NodeKind::CImplicitType &&
      declarator->kind == ast::NodeKind::CNameDeclarator) {
    type = nullptr;
    declarator = nullptr;
  }
  ast::NoneCheck none_check = ast::NoneCheck::Default;
  if (at(K::KwNot) || at(K::KwOr)) {
    none_check = at(K::KwNot) ? ast::NoneCheck::NotNone : ast::NoneCheck::OrNone;
    SourceSpan word = here();
    advance();
    if (!accept(K::KwNone)) {
      if (!stopped_) fail_here("Expected 'None'");
    } else if (!in_python_function) {
      report(word, fmt::format("'{} None' only allowed in Python functions", file_.text(word)));
    }
  }
  ast::Expr* annotation = nullptr;
  if (annotated && accept(K::Colon)) annotation = parse_expression();
  SourceSpan span = span_from(begin);
  ast::Expr* default_value = nullptr;
  bool has_hidden_default = false;
  if (at(K::Equal)) {
    SourceSpan equal = here();
    advance();
    K after = peek().kind;
    if ((at(K::Star) || at(K::Question)) && (after == K::Comma || after == K::RightParen)) {
      has_hidden_default = true;
      advance();
    } else if (at(K::Comma) || at(K::RightParen)) {
      report(equal, "expected default value expression");
      default_value = error_expr();
    } else {
      if (!allow_default)
        report(span, "default values cannot be specified in pxd files, use ? or *");
      default_value = parse_expression();
    }
  }
  return make<ast::Parameter>(span, kind, name, type, declarator, none_check, annotation,
                              default_value, has_hidden_default);
}

void Parser::name_untyped_parameters(const ast::CDeclarator* declarator) {
  const ast::CFuncDeclarator* function = ast::function_declarator_of(declarator);
  if (function == nullptr) return;
  for (ast::Parameter* item : function->parameters->items) {
    if (item->name || item->c_type == nullptr) continue;
    if (item->declarator->kind != ast::NodeKind::CNameDeclarator) continue;
    if (const auto* type = ast::dyn_as<ast::CNameType>(item->c_type)) {
      if (type->path.size() != 1) continue;
      item->name = type->path[0];
    } else if (item->c_type->kind == ast::NodeKind::CBasicType) {
      item->name = {context_.interner().intern(file_.text(item->c_type->span)), item->c_type->span};
    } else {
      continue;
    }
    item->c_type = nullptr;
    item->declarator = nullptr;
  }
}

// ------------------------------------------------------------------------------- expressions

ast::Expr* Parser::parse_cast() {
  uint32_t begin = cur_->offset;
  advance();
  ast::CType* type = parse_complete_c_type();
  bool is_checked = accept(K::Question);
  if (!accept(K::Greater)) {
    if (!stopped_) fail_here("expected '>'").label("at the end of the type of this cast");
  }
  ast::Expr* operand = parse_unary();
  return make<ast::CCast>(span_from(begin), type, is_checked, operand);
}

ast::Expr* Parser::parse_sizeof() {
  uint32_t begin = cur_->offset;
  advance();
  advance();
  if (looking_at_expression()) {
    ast::Expr* operand = parse_expression();
    expect_close(K::RightParen, operand);
    return make<ast::CSizeofExpr>(span_from(begin), operand);
  }
  ast::CType* type = parse_complete_c_type();
  expect_close(K::RightParen);
  return make<ast::CSizeofType>(span_from(begin), type);
}

ast::Expr* Parser::parse_new() {
  uint32_t begin = cur_->offset;
  advance();
  ast::CType* type = parse_c_type(false);
  ast::NodeList<ast::Argument> arguments;
  if (at(K::LeftParen)) {
    Token open = *cur_;
    advance();
    arguments = parse_arguments(open, true);
  } else if (!stopped_) {
    fail_here("expected '('").label("`new` needs the arguments of the constructor");
  }
  return make<ast::CppNew>(span_from(begin), type, arguments);
}

ast::Expr* Parser::parse_backquote() {
  uint32_t begin = cur_->offset;
  if (!deeper()) {
    --expression_depth_;
    return error_expr();
  }
  advance();
  uint32_t value_begin = cur_->offset;
  ast::Expr* value = parse_expression();
  if (at(K::Comma)) value = finish_tuple(value_begin, value, [this] { return parse_expression(); });
  expect(K::Backquote);
  --expression_depth_;
  return make<ast::Backquote>(span_from(begin), value);
}

}  // namespace hpyc::parse
