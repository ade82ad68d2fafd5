// The parser's class. Its methods are in one .cpp per construct family.
//
// How errors work: a method that meets a fatal mistake calls fail(), which reports and *stops* the
// cursor: from then on the current token is one that nothing accepts, so every loop and every
// expect() falls through and the methods return without checks. The statement level then calls
// recover_line(), which lets the cursor run again behind the broken line. Mistakes that do not
// hinder parsing are only reported, with report().
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "ast/context.h"
#include "base/containers.h"
#include "diag/diagnostic.h"
#include "lex/token.h"
#include "parse/parser.h"

namespace hpyc::parse {

using K = lex::TokenKind;
using lex::Token;
namespace names = lex::names;

// Where a statement stands; decides which declarations are allowed.
enum class Level : uint8_t {
  Module,
  ModulePxd,
  Function,
  Class,      // of Python
  CClass,     // cdef class
  CClassPxd,  // cdef class in a pxd
  Property,
  Other  // body of a control structure
};

// What declarations inherit from the `cdef …:` blocks around them.
struct DeclContext {
  ast::CDeclFlags flags;
  bool in_cdef_block = false;  // `cdef` is not repeated
  bool is_nogil = false;
  bool in_cppclass = false;
};

template <class T>
using List = SmallVector<T*, 8>;

class Parser {
 public:
  Parser(const SourceFile& file, const lex::TokenBuffer& tokens, ast::Context& context,
         const ParseOptions& options, diag::DiagnosticEngine& engine);

  ast::Module* parse_module();

 private:
  // ----------------------------------------------------------------------- cursor (parser.cpp)
  bool at(K kind) const { return cur_->kind == kind; }
  bool at_name(Name name) const { return cur_->kind == K::Name && cur_->name == name; }
  const Token& peek(uint32_t count = 1) const {
    if (stopped_) return stop_token_;
    uint32_t index = position_ + count;
    return index < token_count_ ? tokens_[index] : tokens_[token_count_ - 1];
  }
  void advance() {
    if (stopped_) return;
    if (cur_->kind > K::Dedent) previous_end_ = cur_->end();
    if (position_ + 1 < token_count_) cur_ = &tokens_[++position_];
  }
  bool accept(K kind) {
    if (cur_->kind != kind) return false;
    advance();
    return true;
  }
  bool accept_name(Name name) {
    if (!at_name(name)) return false;
    advance();
    return true;
  }
  // Fails with "expected 'x'" unless the token is there.
  bool expect(K kind);
  // A closing bracket. `last_element` stands before it, if no comma is between: then the comma may
  // have been forgotten.
  bool expect_close(K kind, const ast::Node* last_element = nullptr);
  ast::Identifier expect_identifier(std::string_view message = {});
  ast::Identifier take_identifier();
  SourceSpan here() const { return {cur_->offset, cur_->end(), file_id_}; }
  // The current token, or the point where the line ends.
  SourceSpan mark_here() const { return cur_->kind > K::Newline ? here() : here().at_begin(); }
  SourceSpan span_of(const Token& token) const { return {token.offset, token.end(), file_id_}; }
  SourceSpan span_from(uint32_t begin) const {
    return {begin, previous_end_ > begin ? previous_end_ : begin, file_id_};
  }
  std::string_view text_of(const Token& token) const { return buffer_.text(token); }
  uint32_t line_of(uint32_t offset) const { return file_.line_of(offset); }

  struct Checkpoint {
    uint32_t position;
    uint32_t previous_end;
    diag::DiagnosticEngine::Mark diagnostics;
    bool stopped;
  };
  Checkpoint mark() const { return {position_, previous_end_, engine_.mark(), stopped_}; }
  void rewind(const Checkpoint& checkpoint);

  // ----------------------------------------------------------------------- nodes
  template <class T, class... Fields>
  T* make(SourceSpan span, Fields&&... fields) {
    return context_.make<T>(span, std::forward<Fields>(fields)...);
  }
  template <class T>
  ast::NodeList<T> freeze(const List<T>& list) {
    return context_.arena().copy_span(list);
  }
  std::span<const ast::Identifier> freeze(const SmallVector<ast::Identifier, 4>& list) {
    return context_.arena().copy_span(list);
  }
  std::string_view keep(std::string_view text) { return context_.arena().copy_string(text); }

  // ----------------------------------------------------------------------- errors (recovery.cpp)
  diag::Builder fail(SourceSpan span, std::string message);
  diag::Builder fail_here(std::string message) { return fail(mark_here(), std::move(message)); }
  diag::Builder report(SourceSpan span, std::string message);
  // "invalid syntax" with the most helpful explanation that the place allows.
  void fail_unexpected();
  // "invalid syntax" at a keyword, with a label that begins with its spelling.
  void fail_keyword(std::string_view label);
  void fail_missing_comma(const ast::Node* last_element);
  void recover_line();
  bool in_unclosed_bracket();
  ast::Expr* error_expr() { return make<ast::ErrorExpr>(here().at_begin()); }
  ast::Expr* fail_expression();
  // The keyword that the word was perhaps meant to be, or nothing.
  std::string_view similar_keyword(std::string_view word, bool starts_statement) const;
  bool deeper();  // false after an error when nested too deep; pair with --expression_depth_

  // ----------------------------------------------------------------------- expressions
  ast::Expr* parse_expression();        // a if b else c, lambda
  ast::Expr* parse_named_expression();  // also n := e
  ast::Expr* parse_star_expression();
  ast::Expr* parse_star_named_expression();
  ast::Expr* parse_star_expressions();  // a, *b → Tuple
  ast::Expr* parse_disjunction();
  ast::Expr* parse_conjunction();
  ast::Expr* parse_inversion();
  ast::Expr* parse_comparison();
  ast::Expr* parse_binary(int above);
  ast::Expr* parse_bitwise_or() { return parse_binary(0); }
  ast::Expr* parse_unary();
  ast::Expr* parse_power();
  ast::Expr* parse_primary();
  ast::Expr* parse_postfix(uint32_t begin, ast::Expr* value);
  ast::Expr* parse_lambda();
  ast::Expr* parse_yield();
  ast::Expr* parse_yield_or_star_expressions();
  ast::Expr* parse_subscript_index();
  ast::Expr* parse_slice();
  ast::NodeList<ast::Argument> parse_arguments(const Token& open, bool allow_generator);
  // Elements of a tuple whose first was parsed; stops before what cannot start an expression.
  template <class ParseElement>
  ast::Expr* finish_tuple(uint32_t begin, ast::Expr* first, ParseElement parse_element);

  // ----------------------------------------------------------------------- atoms
  ast::Expr* parse_atom();
  ast::Expr* parse_number();
  ast::Expr* parse_group();
  ast::Expr* parse_list_display();
  ast::Expr* parse_brace_display();
  ast::NodeList<ast::ComprehensionFor> parse_comprehension_clauses();
  bool at_comprehension() const { return at(K::KwFor) || (at(K::KwAsync) && peek().is(K::KwFor)); }

  // ----------------------------------------------------------------------- strings
  ast::Expr* parse_strings();
  ast::Node* parse_replacement_field();
  // After a mistake within an f-string: the text around it is not affected.
  void resume_at_string_end(K end);
  std::string about_string(std::string_view message) const;
  // Appends the parts up to (not including) the token that ends them.
  void parse_fstring_parts(List<ast::Node>& parts, std::string& text, SourceSpan& text_span);
  void flush_text(List<ast::Node>& parts, std::string& text, SourceSpan text_span);
  std::string_view parse_plain_string();  // one string where a name or path is to be

  // ----------------------------------------------------------------------- targets
  enum class TargetUse : uint8_t { Assign, For, With, Delete };
  // Reports what is not assignable within `target`; false if anything was.
  bool check_target(const ast::Expr* target, TargetUse use);
  ast::Expr* parse_for_targets();
  static std::string_view describe(const ast::Expr* expr);

  // ----------------------------------------------------------------------- parameters
  ast::Parameters* parse_parameters(K terminator, bool is_lambda);
  ast::Parameter* parse_parameter(ast::ParameterKind kind, bool is_lambda);
  ast::NodeList<ast::TypeParam> parse_type_params();

  // ----------------------------------------------------------------------- statements
  using Statements = SmallVector<ast::Stmt*, 8>;
  void parse_statement_into(Statements& list);
  void parse_statements_to_dedent(Statements& list);
  void parse_simple_statements(Statements& list);
  ast::Stmt* parse_compound_statement();  // nullptr when the line is a simple statement
  ast::Stmt* parse_simple_statement();
  ast::Stmt* parse_expression_statement();
  ast::Stmt* parse_annotated_assignment(uint32_t begin, ast::Expr* target, bool is_simple);
  ast::Stmt* parse_assignment(uint32_t begin, ast::Expr* first);
  ast::Stmt* parse_return();
  ast::Stmt* parse_raise();
  ast::Stmt* parse_delete();
  ast::Stmt* parse_assert();
  ast::Stmt* parse_global_or_nonlocal();
  ast::Stmt* parse_import();
  ast::Stmt* parse_from_import();
  ast::Stmt* parse_type_alias();
  ast::NodeList<ast::ImportAlias> parse_import_aliases();
  ast::DottedName parse_dotted_name();
  void expect_statement_end();
  bool statement_ends() const { return at(K::Newline) || at(K::Semicolon) || at(K::EndOfFile); }

  // ----------------------------------------------------------------------- compound statements
  // `owner` names what the block belongs to, for the message when it is missing.
  ast::NodeList<ast::Stmt> parse_block(std::string_view owner, uint32_t owner_offset, Level level);
  ast::NodeList<ast::Stmt> parse_block(std::string_view owner, uint32_t owner_offset) {
    return parse_block(owner, owner_offset, Level::Other);
  }
  // ':' at the end of a header.
  void expect_colon();
  ast::Stmt* parse_if();
  ast::Stmt* parse_while();
  ast::Stmt* parse_for(uint32_t begin, bool is_async);
  ast::Stmt* parse_with(uint32_t begin, bool is_async);
  ast::WithItem* parse_with_item();
  bool parse_parenthesized_with_items(List<ast::WithItem>& items);
  ast::Stmt* parse_try();
  ast::ExceptHandler* parse_except(bool& is_star);
  ast::Stmt* parse_function(uint32_t begin, bool is_async, ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_class(ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_decorated();
  ast::NodeList<ast::Expr> parse_decorators();
  ast::Stmt* parse_async(ast::NodeList<ast::Expr> decorators);
  ast::NodeList<ast::Stmt> parse_else();

  // ----------------------------------------------------------------------- patterns
  bool at_match_statement() const;
  ast::Stmt* parse_match();
  ast::MatchCase* parse_case();
  ast::Pattern* parse_patterns();  // open sequence
  ast::Pattern* parse_maybe_star_pattern();
  ast::Pattern* parse_as_pattern();
  ast::Pattern* parse_or_pattern();
  ast::Pattern* parse_closed_pattern();
  ast::Pattern* parse_number_pattern();
  ast::Pattern* parse_name_pattern();
  ast::Pattern* parse_class_pattern(uint32_t begin, ast::Expr* cls);
  ast::Pattern* parse_sequence_pattern();
  ast::Pattern* parse_mapping_pattern();
  ast::Expr* parse_number_pattern_value();
  ast::Expr* parse_dotted_value();
  ast::Identifier parse_capture_target();
  ast::Pattern* error_pattern() { return make<ast::ErrorPattern>(here().at_begin()); }
  void check_stars(ast::NodeList<ast::Pattern> patterns);

  // ----------------------------------------------------------------------- Cython expressions
  ast::Expr* parse_cast();
  ast::Expr* parse_sizeof();
  ast::Expr* parse_new();
  ast::Expr* parse_backquote();
  // True when what follows reads as an expression, by Cython's rules, which look at tokens only.
  bool looking_at_expression() const;

  // ----------------------------------------------------------------------- C declarations
  struct DeclaratorMode {
    bool must_be_empty = false;
    bool must_have_name = false;
    bool assignable = false;
    bool is_extern = false;
    bool is_nogil = false;
    bool is_inline = false;
    bool convention_allowed = false;
  };
  // `may_be_omitted`: the name that follows may be that of the declared thing (`cdef x`).
  ast::CType* parse_c_type(bool may_be_omitted);
  ast::CType* parse_c_simple_type(bool may_be_omitted);
  ast::CType* parse_c_parenthesized_type();
  ast::CType* parse_c_type_suffix(uint32_t begin, ast::CType* base);
  ast::CType* parse_complete_c_type();  // base and abstract declarator
  ast::CType* parse_basic_c_type();
  bool at_basic_c_type() const;
  ast::CDeclarator* parse_declarator(const DeclaratorMode& mode);
  ast::CDeclarator* parse_simple_declarator(const DeclaratorMode& mode);
  ast::CDeclarator* parse_function_declarator(uint32_t begin, ast::CDeclarator* inner,
                                              const DeclaratorMode& mode);
  ast::Identifier parse_operator_name();
  ast::Parameters* parse_c_parameters(const DeclaratorMode& mode);
  // In a definition, a lone name in the parameter list is a name, not a type.
  void name_untyped_parameters(const ast::CDeclarator* declarator);
  bool at_calling_convention() const;
  ast::Parameter* parse_typed_parameter(ast::ParameterKind kind, bool in_python_function,
                                        bool annotated, bool allow_default = true);
  void parse_exception_clause(ast::ExceptionClause& clause, ast::Expr*& value);
  ast::CallingConvention parse_calling_convention();
  bool parse_c_name(std::string_view& cname);  // STRING?
  // The end of a declaration: a newline, perhaps after a semicolon.
  void expect_declaration_end();
  ast::NodeList<ast::Argument> parse_template_arguments();

  // ----------------------------------------------------------------------- C definitions
  // nullptr when the current token starts none.
  ast::Stmt* parse_cython_statement();
  ast::Stmt* parse_cdef(ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_cdef_body(uint32_t begin, DeclContext declaration,
                             ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_cdef_block(uint32_t begin, const DeclContext& declaration);
  ast::Stmt* parse_extern_block(uint32_t begin, DeclContext declaration);
  ast::Stmt* parse_c_function_or_variable(uint32_t begin, DeclContext declaration,
                                          ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_ctypedef();
  ast::Stmt* parse_c_class(uint32_t begin, const DeclContext& declaration,
                           ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_c_struct(uint32_t begin, const DeclContext& declaration,
                            ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_c_enum(uint32_t begin, const DeclContext& declaration,
                          ast::NodeList<ast::Expr> decorators);
  void parse_enum_line(List<ast::CEnumItem>& items);
  ast::Stmt* parse_fused(uint32_t begin, const DeclContext& declaration,
                         ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_cppclass(uint32_t begin, DeclContext declaration, bool is_struct,
                            ast::NodeList<ast::Expr> decorators);
  ast::Stmt* parse_cppclass_member(const DeclContext& declaration);
  ast::Stmt* parse_property();
  // A block whose statements are declarations that inherit `declaration`.
  ast::NodeList<ast::Stmt> parse_declaration_block(std::string_view owner, uint32_t owner_offset,
                                                   const DeclContext& declaration);
  // Lines of a block, each by `parse_line`.
  template <class ParseLine>
  void parse_lines(std::string_view owner, uint32_t owner_offset, ParseLine parse_line);
  bool at_struct_word() const;
  ast::CDeclFlags parse_visibility(ast::CDeclFlags flags);

  // ----------------------------------------------------------------------- Cython statements
  ast::Stmt* parse_cimport();
  ast::Stmt* parse_include();
  ast::Stmt* parse_compile_time_def();
  ast::Stmt* parse_compile_time_if();
  ast::Stmt* parse_print();
  ast::Stmt* parse_exec();
  // After the first expression of a `for`: what follows can only be the old loop form of Cython.
  bool at_for_from() const;
  ast::Stmt* parse_for_from(uint32_t begin, ast::Expr* target);
  ast::CForFromRange* parse_for_from_range(ast::Expr*& target);
  bool at_gil_item() const;
  ast::Stmt* parse_gil_block(uint32_t begin);
  ast::Stmt* parse_gil_items(uint32_t begin);
  bool reject_in_level(bool allowed, std::string_view message);

  ast::NodeList<ast::DirectiveComment> parse_directive_comments();
  void treat_await_as_name();

  const SourceFile& file_;
  const lex::TokenBuffer& buffer_;
  std::vector<Token> rewritten_tokens_;  // see treat_await_as_name()
  const Token* tokens_;
  uint32_t token_count_;
  FileId file_id_;
  ast::Context& context_;
  const ParseOptions& options_;
  diag::DiagnosticEngine& engine_;
  const bool cython_;

  const Token* cur_;
  uint32_t position_ = 0;
  uint32_t previous_end_ = 0;
  bool stopped_ = false;
  Token stop_token_;
  diag::Diagnostic discarded_;  // what suppressed reports write to

  uint32_t expression_depth_ = 0;
  uint32_t statement_depth_ = 0;
  uint32_t statement_begin_ = 0;  // index of the first token of the statement
  Level level_ = Level::Module;
  DeclContext declaration_;  // of the block around
  bool print_is_statement_ = false;
  struct UnclosedBracket {
    uint32_t open;     // index of its token
    uint32_t newline;  // and of the Newline at which it was given up
  };
  bool unclosed_known_ = false;  // whether `unclosed_brackets_` was computed
  std::vector<UnclosedBracket> unclosed_brackets_;
  std::string_view string_word_ = "f-string";  // or "t-string": for messages about the fields
};

// Whether a token of this kind can start an expression (of Python; Cython adds `<`, `&` and `).
bool starts_expression(K kind);

template <class ParseElement>
ast::Expr* Parser::finish_tuple(uint32_t begin, ast::Expr* first, ParseElement parse_element) {
  List<ast::Expr> elements;
  elements.push_back(first);
  while (accept(K::Comma)) {
    if (!starts_expression(cur_->kind) && !at(K::Star) &&
        !(cython_ && (at(K::Less) || at(K::Ampersand) || at(K::Backquote))))
      break;
    elements.push_back(parse_element());
  }
  return make<ast::Tuple>(span_from(begin), freeze(elements), false);
}

}  // namespace hpyc::parse
