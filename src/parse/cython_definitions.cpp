// C definitions of Cython: cdef, cpdef and ctypedef in all their forms.
#include "parse/parser_impl.h"

namespace hpyc::parse {

void Parser::expect_declaration_end() {
  if (stopped_) return;
  accept(K::Semicolon);
  if (accept(K::Newline) || at(K::EndOfFile)) return;
  fail_unexpected();
}

bool Parser::at_struct_word() const {
  if (!at(K::Name)) return false;
  if (!at_name(names::kStruct) && !at_name(names::kUnion) && !at_name(names::kEnum) &&
      !at_name(names::kPacked))
    return false;
  // A variable may have such a name: `cdef struct = 1`.
  return peek().is(K::Name) || peek().is(K::Colon) || peek().is(K::KwClass) || peek().is(K::String);
}

ast::CDeclFlags Parser::parse_visibility(ast::CDeclFlags flags) {
  using enum ast::Visibility;
  while (at(K::Name)) {
    ast::Visibility wanted;
    if (at_name(names::kExtern))
      wanted = Extern;
    else if (at_name(names::kPublic))
      wanted = Public;
    else if (at_name(names::kReadonly))
      wanted = Readonly;
    else
      break;
    if (flags.visibility != Private && flags.visibility != wanted) {
      constexpr std::string_view kNames[] = {"private", "public", "readonly", "extern"};
      report(here(), fmt::format("Conflicting visibility options '{}' and '{}'",
                                 kNames[static_cast<size_t>(flags.visibility)], text_of(*cur_)));
    }
    flags.visibility = wanted;
    advance();
  }
  if (at_name(names::kApi) && !peek().is(K::Equal) && !peek().is(K::Newline)) {
    flags.is_api = true;
    if (flags.visibility != Private && flags.visibility != Public)
      report(here(), fmt::format("Cannot combine 'api' with '{}'",
                                 flags.visibility == Extern ? "extern" : "readonly"));
    advance();
  }
  return flags;
}

ast::Stmt* Parser::parse_cdef(ast::NodeList<ast::Expr> decorators) {
  uint32_t begin = cur_->offset;
  reject_in_level(level_ == Level::Module || level_ == Level::ModulePxd ||
                      level_ == Level::Function || level_ == Level::CClass ||
                      level_ == Level::CClassPxd,
                  "cdef statement not allowed here");
  DeclContext declaration = declaration_;
  declaration.flags.is_cpdef |= at_name(names::kCpdef);
  declaration.in_cdef_block = true;
  advance();
  return parse_cdef_body(begin, declaration, decorators);
}

ast::Stmt* Parser::parse_cdef_body(uint32_t begin, DeclContext declaration,
                                   ast::NodeList<ast::Expr> decorators) {
  bool is_cpdef = declaration.flags.is_cpdef;
  declaration.flags = parse_visibility(declaration.flags);
  bool at_module = level_ == Level::Module || level_ == Level::ModulePxd;
  auto no_decorators = [&] {
    if (!decorators.empty())
      report(decorators[0]->span, "Decorators can only be followed by functions or classes");
  };
  if (at(K::KwFrom) && declaration.flags.visibility == ast::Visibility::Extern) {
    no_decorators();
    if (is_cpdef) report(here(), "cdef extern blocks cannot be declared cpdef");
    return parse_extern_block(begin, declaration);
  }
  if (at(K::KwImport)) {  // the old spelling `cdef import from`
    advance();
    return parse_extern_block(begin, declaration);
  }
  if (at(K::Colon) || (at_name(names::kNogil) && peek().is(K::Colon))) {
    no_decorators();
    if (is_cpdef) report(here(), "cdef blocks cannot be declared cpdef");
    return parse_cdef_block(begin, declaration);
  }
  if (at(K::KwClass)) {
    if (!at_module) report(here(), "Extension type definition not allowed here");
    if (is_cpdef) report(here(), "Extension types cannot be declared cpdef");
    return parse_c_class(begin, declaration, decorators);
  }
  if (at_name(names::kCppclass) && peek().is(K::Name))
    return parse_cppclass(begin, declaration, false, decorators);
  if (at_struct_word()) {
    if (!at_module) report(here(), "C struct/union/enum definition not allowed here");
    if (at_name(names::kEnum)) return parse_c_enum(begin, declaration, decorators);
    if (is_cpdef) report(here(), "C struct/union cannot be declared cpdef");
    return parse_c_struct(begin, declaration, decorators);
  }
  if (at_name(names::kFused) && peek().is(K::Name) && peek(2).is(K::Colon))
    return parse_fused(begin, declaration, decorators);
  return parse_c_function_or_variable(begin, declaration, decorators);
}

ast::NodeList<ast::Stmt> Parser::parse_declaration_block(std::string_view owner,
                                                         uint32_t owner_offset,
                                                         const DeclContext& declaration) {
  DeclContext outer = declaration_;
  declaration_ = declaration;
  declaration_.in_cdef_block = true;
  ast::NodeList<ast::Stmt> body = parse_block(owner, owner_offset, level_);
  declaration_ = outer;
  return body;
}

ast::Stmt* Parser::parse_cdef_block(uint32_t begin, const DeclContext& outer) {
  DeclContext declaration = outer;
  bool is_nogil = accept_name(names::kNogil);
  declaration.is_nogil |= is_nogil;
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_declaration_block("'cdef' block", begin, declaration);
  return make<ast::CdefBlock>(span_from(begin), declaration.flags, is_nogil, body);
}

ast::Stmt* Parser::parse_extern_block(uint32_t begin, DeclContext declaration) {
  declaration.flags.visibility = ast::Visibility::Extern;
  expect(K::KwFrom);
  bool has_header = !accept(K::Star);
  std::string_view header;
  if (has_header) header = parse_plain_string();
  bool has_namespace = false;
  std::string_view cpp_namespace;
  if (accept_name(names::kNamespace)) {
    has_namespace = true;
    cpp_namespace = parse_plain_string();
  }
  bool is_nogil = accept_name(names::kNogil);
  declaration.is_nogil |= is_nogil;
  expect_colon();
  ast::NodeList<ast::Stmt> body =
      parse_declaration_block("'cdef extern' block", begin, declaration);
  const ast::StringLiteral* verbatim = ast::docstring_of(body);
  if (verbatim != nullptr) body = body.subspan(1);
  return make<ast::CExternBlock>(span_from(begin), declaration.flags, has_header, header,
                                 has_namespace, cpp_namespace, is_nogil, verbatim, body);
}

ast::Stmt* Parser::parse_c_function_or_variable(uint32_t begin, DeclContext declaration,
                                                ast::NodeList<ast::Expr> decorators) {
  while (at_name(names::kInline) && !peek().is(K::Equal) && !peek().is(K::Newline)) {
    declaration.flags.is_inline = true;
    advance();
  }
  ast::CType* type = parse_c_type(true);
  DeclaratorMode mode;
  mode.must_have_name = true;
  mode.assignable = true;
  mode.is_extern =
      declaration.flags.visibility == ast::Visibility::Extern || declaration.in_cppclass;
  mode.is_nogil = declaration.is_nogil;
  mode.is_inline = declaration.flags.is_inline;
  ast::CDeclarator* declarator = parse_declarator(mode);
  bool is_const_method = declaration.in_cppclass && accept_name(names::kConst);
  if (at(K::Arrow)) {
    report(here(),
           "Return type annotation is not allowed in cdef/cpdef signatures. Please define it "
           "before the function name, as in C signatures.");
    advance();
    parse_expression();
  }
  const ast::CFuncDeclarator* function = ast::function_declarator_of(declarator);
  // A function whose colon was forgotten is followed by a block.
  bool missing_colon = function != nullptr && at(K::Newline) && peek().is(K::Indent);
  if (at(K::Colon) || missing_colon) {
    if (level_ == Level::Function || level_ == Level::Other || level_ == Level::Class)
      report(span_from(begin), "C function definition not allowed here");
    else if (function == nullptr)
      fail_unexpected();
    expect_colon();
    name_untyped_parameters(declarator);
    ast::NodeList<ast::Stmt> body = parse_block("function definition", begin, Level::Function);
    return make<ast::CFuncDef>(span_from(begin), decorators, declaration.flags, type, declarator,
                               is_const_method, body);
  }
  List<ast::CDeclarator> declarators;
  declarators.push_back(declarator);
  while (accept(K::Comma)) {
    if (at(K::Newline)) break;
    declarators.push_back(parse_declarator(mode));
  }
  SourceSpan span = span_from(begin);
  expect_declaration_end();
  return make<ast::CVarDef>(span, decorators, declaration.flags, type, freeze(declarators),
                            is_const_method);
}

ast::Stmt* Parser::parse_ctypedef() {
  uint32_t begin = cur_->offset;
  reject_in_level(level_ == Level::Module || level_ == Level::ModulePxd || declaration_.in_cppclass,
                  "ctypedef statement not allowed here");
  advance();
  DeclContext declaration = declaration_;
  declaration.flags = parse_visibility(declaration.flags);
  declaration.flags.is_typedef = true;
  if (at(K::KwClass)) return parse_c_class(begin, declaration, {});
  if (at_struct_word()) {
    if (at_name(names::kEnum)) return parse_c_enum(begin, declaration, {});
    return parse_c_struct(begin, declaration, {});
  }
  if (at_name(names::kFused) && peek().is(K::Name) && peek(2).is(K::Colon))
    return parse_fused(begin, declaration, {});
  ast::CType* type = parse_c_type(true);
  DeclaratorMode mode;
  mode.must_have_name = true;
  mode.is_extern = declaration.flags.visibility == ast::Visibility::Extern;
  mode.is_nogil = declaration.is_nogil;
  ast::CDeclarator* declarator = parse_declarator(mode);
  SourceSpan span = span_from(begin);
  expect_declaration_end();
  return make<ast::CTypedef>(span, declaration.flags, type, declarator);
}

ast::Stmt* Parser::parse_c_class(uint32_t begin, const DeclContext& declaration,
                                 ast::NodeList<ast::Expr> decorators) {
  using enum ast::Visibility;
  advance();  // class
  uint32_t name_begin = cur_->offset;
  ast::DottedName path = parse_dotted_name();
  SourceSpan name_span = span_from(name_begin);
  ast::CDeclFlags flags = declaration.flags;
  if (path.size() > 1 && flags.visibility != Extern)
    report(name_span, "Qualified class name only allowed for 'extern' C class");
  ast::Identifier as_name;
  if (accept(K::KwAs)) as_name = expect_identifier();
  ast::NodeList<ast::Argument> bases;
  if (at(K::LeftParen)) {
    Token open = *cur_;
    advance();
    bases = parse_arguments(open, false);
    for (const ast::Argument* base : bases)
      if (base->argument_kind == ast::ArgumentKind::Keyword)
        report(base->span, "C classes cannot take keyword bases.");
  }
  ast::Identifier object_struct;
  ast::Identifier type_object;
  ast::CheckSize check_size = ast::CheckSize::Default;
  if (at(K::LeftBracket)) {
    if (flags.visibility != Public && flags.visibility != Extern && !flags.is_api)
      report(here(), "Name options only allowed for 'public', 'api', or 'extern' C class");
    advance();
    while (at(K::Name)) {
      std::string_view option = text_of(*cur_);
      if (option == "object") {
        advance();
        object_struct = expect_identifier();
      } else if (option == "type") {
        advance();
        type_object = expect_identifier();
      } else if (option == "check_size") {
        advance();
        std::string_view value = text_of(*cur_);
        if (value == "ignore")
          check_size = ast::CheckSize::Ignore;
        else if (value == "warn")
          check_size = ast::CheckSize::Warn;
        else if (value == "error")
          check_size = ast::CheckSize::Error;
        else
          report(here(), fmt::format("Expected one of ignore, warn or error, found '{}'", value));
        expect_identifier();
      } else {
        fail_here("Expected 'object', 'type' or 'check_size'");
      }
      if (!accept(K::Comma)) break;
    }
    expect_close(K::RightBracket);
  }
  bool has_body = false;
  ast::NodeList<ast::Stmt> body;
  if (at(K::Colon) || (at(K::Newline) && peek().is(K::Indent)) || stopped_) {
    has_body = true;
    expect_colon();
    body =
        parse_block("class definition", begin, options_.is_pxd ? Level::CClassPxd : Level::CClass);
  }
  SourceSpan span = span_from(begin);
  if (!stopped_) {
    switch (flags.visibility) {
      case Extern:
        if (path.size() < 2) report(name_span, "Module name required for 'extern' C class");
        if (type_object)
          report(type_object.span,
                 "Type object name specification not allowed for 'extern' C class");
        break;
      case Public:
        if (!object_struct)
          report(name_span, "Object struct name specification required for 'public' C class");
        if (!type_object)
          report(name_span, "Type object name specification required for 'public' C class");
        break;
      case Private:
        if (flags.is_api && !object_struct)
          report(name_span, "Object struct name specification required for 'api' C class");
        if (flags.is_api && !type_object)
          report(name_span, "Type object name specification required for 'api' C class");
        break;
      case Readonly:
        report(name_span, "Invalid class visibility 'readonly'");
        break;
    }
  }
  if (!has_body) expect_declaration_end();
  return make<ast::CClassDef>(span, decorators, flags, path, as_name, bases, object_struct,
                              type_object, check_size, has_body, body);
}

template <class ParseLine>
void Parser::parse_lines(std::string_view owner, uint32_t owner_offset, ParseLine parse_line) {
  bool header_broken = stopped_;
  if (stopped_) recover_line();
  auto parse_one = [&] {
    statement_begin_ = position_;
    uint32_t before = position_;
    if (at(K::KwPass)) {
      advance();
      expect_declaration_end();
    } else {
      parse_line();
    }
    if (stopped_) {
      recover_line();
      accept(K::Newline);
      if (accept(K::Indent)) {
        Statements skipped;
        parse_statements_to_dedent(skipped);
      }
    }
    if (position_ == before && !at(K::EndOfFile) && !at(K::Dedent)) advance();
  };
  if (!at(K::Newline)) {
    if (!header_broken && !at(K::EndOfFile)) parse_one();
    return;
  }
  advance();
  if (!accept(K::Indent)) {
    if (!header_broken)
      engine_.error(diag::Kind::indentation_error, here(),
                    "expected an indented block after {} on line {}", owner, line_of(owner_offset));
    return;
  }
  while (!at(K::Dedent) && !at(K::EndOfFile)) {
    if (at(K::Indent)) {
      engine_.error(diag::Kind::indentation_error, here().at_end(), "unexpected indent");
      Statements skipped;
      advance();
      auto diagnostics = engine_.mark();
      parse_statements_to_dedent(skipped);
      engine_.rewind(diagnostics);
      continue;
    }
    parse_one();
  }
  accept(K::Dedent);
}

ast::Stmt* Parser::parse_c_struct(uint32_t begin, const DeclContext& declaration,
                                  ast::NodeList<ast::Expr> decorators) {
  bool is_packed = accept_name(names::kPacked);
  ast::StructKind kind = at_name(names::kUnion) ? ast::StructKind::Union : ast::StructKind::Struct;
  if (at_name(names::kStruct) || at_name(names::kUnion))
    advance();
  else
    fail_unexpected();
  ast::Identifier name = expect_identifier();
  std::string_view cname;
  bool has_cname = parse_c_name(cname);
  bool has_body = at(K::Colon) || stopped_ || (at(K::Newline) && peek().is(K::Indent));
  Statements members;
  SourceSpan span;
  if (has_body) {
    expect_colon();
    bool header_broken = stopped_;
    DeclContext member;
    member.flags.visibility = declaration.flags.visibility;
    parse_lines("struct definition", begin,
                [&] { members.push_back(parse_c_function_or_variable(cur_->offset, member, {})); });
    span = span_from(begin);
    if (members.empty() && !header_broken &&
        declaration.flags.visibility != ast::Visibility::Extern)
      report(name.span,
             "Empty struct or union definition not allowed outside a 'cdef extern from' "
             "block");
  } else {
    span = span_from(begin);
    expect_declaration_end();
  }
  return make<ast::CStructDef>(span, decorators, declaration.flags, kind, is_packed, name,
                               has_cname, cname, has_body,
                               ast::NodeList<ast::Stmt>(context_.arena().copy_span(members)));
}

void Parser::parse_enum_line(List<ast::CEnumItem>& items) {
  do {
    if (at(K::Newline)) break;
    uint32_t begin = cur_->offset;
    ast::Identifier name = expect_identifier();
    std::string_view cname;
    bool has_cname = parse_c_name(cname);
    ast::Expr* value = nullptr;
    if (accept(K::Equal)) value = parse_expression();
    items.push_back(make<ast::CEnumItem>(span_from(begin), name, has_cname, cname, value));
  } while (accept(K::Comma));
  expect_declaration_end();
}

ast::Stmt* Parser::parse_c_enum(uint32_t begin, const DeclContext& declaration,
                                ast::NodeList<ast::Expr> decorators) {
  SourceSpan word = here();
  advance();
  bool is_scoped = false;
  if (at(K::KwClass) || (at_name(names::kStruct) && peek().is(K::Name))) {
    is_scoped = true;
    advance();
  }
  ast::Identifier name;
  std::string_view cname;
  bool has_cname = false;
  if (at(K::Name)) {
    name = take_identifier();
    has_cname = parse_c_name(cname);
  } else if (is_scoped) {
    fail_here("Unnamed scoped enum not allowed");
  }
  ast::CType* underlying = nullptr;
  if (is_scoped && at(K::LeftParen)) {
    advance();
    underlying = parse_c_type(false);
    expect_close(K::RightParen);
  }
  if (at(K::Newline) && !peek().is(K::Indent) &&
      declaration.flags.visibility == ast::Visibility::Extern && !stopped_) {
    fail_here("expected ':'");
  } else {
    expect_colon();
  }
  bool header_broken = stopped_;
  const ast::StringLiteral* docstring = nullptr;
  List<ast::CEnumItem> items;
  parse_lines("enum definition", begin, [&] {
    if (at(K::String) && items.empty() && docstring == nullptr) {
      docstring = ast::dyn_as<ast::StringLiteral>(parse_strings());
      expect_declaration_end();
      return;
    }
    parse_enum_line(items);
  });
  if (items.empty() && !header_broken && declaration.flags.visibility != ast::Visibility::Extern)
    report(word, "Empty enum definition not allowed outside a 'cdef extern from' block");
  return make<ast::CEnumDef>(span_from(begin), decorators, declaration.flags, is_scoped, name,
                             has_cname, cname, underlying, docstring, freeze(items));
}

ast::Stmt* Parser::parse_fused(uint32_t begin, const DeclContext& declaration,
                               ast::NodeList<ast::Expr> decorators) {
  if (level_ != Level::Module && level_ != Level::ModulePxd)
    report(here(), "Fused type definition not allowed here");
  advance();
  ast::Identifier name = expect_identifier();
  expect_colon();
  bool header_broken = stopped_;
  List<ast::CType> types;
  parse_lines("fused type definition", begin, [&] {
    types.push_back(parse_complete_c_type());
    expect_declaration_end();
  });
  if (types.empty() && !header_broken) report(name.span, "Need at least one type");
  return make<ast::CFusedDef>(span_from(begin), decorators, declaration.flags, name, freeze(types));
}

ast::Stmt* Parser::parse_cppclass(uint32_t begin, DeclContext declaration, bool is_struct,
                                  ast::NodeList<ast::Expr> decorators) {
  advance();  // cppclass, struct or union
  ast::Identifier name = expect_identifier();
  std::string_view cname;
  bool has_cname = parse_c_name(cname);
  if (at(K::Dot)) fail_here("Qualified class name not allowed C++ class");
  bool is_template = at(K::LeftBracket);
  List<ast::CppTemplateParam> templates;
  if (is_template) {
    advance();
    do {
      uint32_t param_begin = cur_->offset;
      ast::Identifier param = expect_identifier();
      bool is_optional = accept(K::Equal);
      if (is_optional) expect(K::Star);
      templates.push_back(make<ast::CppTemplateParam>(span_from(param_begin), param, is_optional));
    } while (accept(K::Comma));
    expect_close(K::RightBracket);
  }
  List<ast::CType> bases;
  if (at(K::LeftParen)) {
    advance();
    while (!at(K::RightParen) && !stopped_) {
      bases.push_back(parse_c_type(false));
      if (!accept(K::Comma)) break;
    }
    expect_close(K::RightParen);
  }
  if (at(K::LeftBracket)) fail_here("Name options not allowed for C++ class");
  bool is_nogil = accept_name(names::kNogil);
  bool has_body = at(K::Colon) || stopped_ || (at(K::Newline) && peek().is(K::Indent));
  Statements body;
  SourceSpan span;
  if (has_body) {
    expect_colon();
    DeclContext member;
    member.flags.visibility = declaration.flags.visibility;
    member.is_nogil = declaration.is_nogil || is_nogil;
    member.in_cppclass = true;
    DeclContext outer = declaration_;
    declaration_ = member;
    parse_lines("C++ class definition", begin, [&] {
      if (at(K::String)) {  // a docstring is only a comment here
        parse_strings();
        expect_declaration_end();
        return;
      }
      body.push_back(parse_cppclass_member(member));
    });
    declaration_ = outer;
    span = span_from(begin);
  } else {
    span = span_from(begin);
    expect_declaration_end();
  }
  return make<ast::CppClassDef>(span, decorators, declaration.flags, is_struct, name, has_cname,
                                cname, is_template, freeze(templates), freeze(bases), is_nogil,
                                has_body,
                                ast::NodeList<ast::Stmt>(context_.arena().copy_span(body)));
}

ast::Stmt* Parser::parse_cppclass_member(const DeclContext& declaration) {
  ast::NodeList<ast::Expr> decorators;
  if (at(K::At)) decorators = parse_decorators();
  uint32_t begin = cur_->offset;
  if (at_name(names::kCppclass) && peek().is(K::Name))
    return parse_cppclass(begin, declaration, false, decorators);
  if (at_name(names::kCtypedef)) return parse_ctypedef();
  if (at_struct_word()) {
    if (at_name(names::kEnum)) return parse_c_enum(begin, declaration, decorators);
    accept_name(names::kPacked);
    return parse_cppclass(begin, declaration, true, decorators);
  }
  return parse_c_function_or_variable(begin, declaration, decorators);
}

ast::Stmt* Parser::parse_property() {
  uint32_t begin = cur_->offset;
  advance();
  ast::Identifier name = expect_identifier();
  expect_colon();
  ast::NodeList<ast::Stmt> body = parse_block("'property' block", begin, Level::Property);
  return make<ast::CPropertyDef>(span_from(begin), name, body);
}

}  // namespace hpyc::parse
