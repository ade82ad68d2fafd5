// Builds the scopes and their symbols, and checks the rules that depend on where something stands.
// One walk over the tree, in the order in which CPython's symbol table visits it.
#pragma once

#include <string_view>
#include <vector>

#include "ast/reflect.h"
#include "sema/cython_module.h"
#include "sema/sema.h"

namespace hpyc::sema {

// Nodes that only Cython source has: they bind nothing here, sema refuses them elsewhere.
template <class T>
inline constexpr bool is_cython_node = T::kKind >= ast::NodeKind::CVarDef
                                           ? T::kKind <= ast::NodeKind::Exec
                                           : (T::kKind >= ast::NodeKind::NullLiteral &&
                                              T::kKind <= ast::NodeKind::Backquote);

class Binder {
 public:
  Binder(SemaResult& result, diag::DiagnosticEngine& engine)
      : result_(result), engine_(engine), cython_(result.interner()) {}

  void bind(const ast::Module& module);

 private:
  enum class Access : uint8_t { store, remove };

  // What the position within a function or class allows; saved and restored around it.
  struct Position {
    bool in_loop = false;
    bool break_forbidden = false;  // in an except* handler, outside of loops that it contains
    bool return_forbidden = false;
    uint32_t iterable_depth = 0;        // inside the iterable of a comprehension
    bool iteration_target = false;      // in the target of a comprehension's `for`
    const char* restriction = nullptr;  // "an annotation": no yield, await, `:=` here
  };

  // ---- scopes and symbols (binder.cpp)
  Scope& current() { return result_.scope(current_); }
  ScopeId enter(ScopeKind kind, const ast::Node* node, Name name, Name private_name);
  void leave(ScopeId previous, const Position& position);
  SymbolRef add(ScopeId scope, Name name, uint16_t flags, SourceSpan span);
  void define(Name name, uint16_t flags, SourceSpan span, const ast::Node* node);
  void define(const ast::Identifier& name, uint16_t flags, const ast::Node* node) {
    define(name.name, flags, name.span, node);
  }
  uint16_t flags_of(ScopeId scope, Name name) const;
  void check_debug_store(Name name, SourceSpan span);
  void declare(const ast::Stmt& statement, std::span<const ast::Identifier> names, bool global);
  diag::Builder error(SourceSpan span, std::string message) {
    return engine_.error(diag::Kind::syntax_error, span, std::move(message));
  }

  // ---- statements (binder.cpp)
  void body(ast::NodeList<ast::Stmt> statements);
  void visit(const ast::Stmt* statement);
  void future_imports(const ast::Module& module);
  void loop_body(ast::NodeList<ast::Stmt> statements);

  template <class T>
  requires is_cython_node<T>
  void stmt(const T&) {}
  template <class T>
  requires is_cython_node<T>
  void expr(const T&) {}

  void stmt(const ast::ExprStmt& node);
  void stmt(const ast::Assign& node);
  void stmt(const ast::AugAssign& node);
  void stmt(const ast::AnnAssign& node);
  void stmt(const ast::TypeAlias& node);
  void stmt(const ast::Pass&) {}
  void stmt(const ast::Break& node);
  void stmt(const ast::Continue& node);
  void stmt(const ast::Return& node);
  void stmt(const ast::Raise& node);
  void stmt(const ast::Delete& node);
  void stmt(const ast::Assert& node);
  void stmt(const ast::Global& node);
  void stmt(const ast::Nonlocal& node);
  void stmt(const ast::Import& node);
  void stmt(const ast::ImportFrom& node);
  void stmt(const ast::If& node);
  void stmt(const ast::While& node);
  void stmt(const ast::For& node);
  void stmt(const ast::With& node);
  void stmt(const ast::Try& node);
  void stmt(const ast::Match& node);
  void stmt(const ast::FunctionDef& node);
  void stmt(const ast::ClassDef& node);
  void stmt(const ast::ErrorStmt&) {}
  void stmt(const ast::Print& node);
  void stmt(const ast::Exec& node);

  // ---- functions and classes (binder_functions.cpp)
  void defaults(const ast::Parameters* parameters);
  void annotations(const ast::FunctionDef& node);
  void annotation(const ast::Expr* expression);
  void parameters(const ast::Parameters* parameters);
  void function_body(const ast::FunctionDef& node, ScopeId outer);
  ScopeId enter_type_parameters(const ast::Node* node, Name name, Name private_name,
                                ast::NodeList<ast::TypeParam> parameters);
  void type_parameters(ast::NodeList<ast::TypeParam> parameters);
  void type_expression(ScopeKind kind, const ast::Node* node, Name name, const ast::Expr* value,
                       const char* restriction);
  void arguments(ast::NodeList<ast::Argument> arguments);

  // ---- expressions (binder_expressions.cpp)
  void visit(const ast::Expr* expression);
  void visit_optional(const ast::Expr* expression) {
    if (expression != nullptr) visit(expression);
  }
  void elements(ast::NodeList<ast::Expr> expressions);  // a star is allowed
  void target(const ast::Expr* expression, Access access);
  void target_elements(ast::NodeList<ast::Expr> expressions, Access access, SourceSpan span);
  void name_load(const ast::NameExpr& node);
  void comprehension(const ast::Expr& node, ScopeKind kind, const char* name,
                     ast::NodeList<ast::ComprehensionFor> clauses, const ast::Expr* element,
                     const ast::Expr* value);
  void list_comprehension_in_place(ast::NodeList<ast::ComprehensionFor> clauses,
                                   const ast::Expr* element);
  bool bind_named_expression(const ast::NameExpr& target);
  void format_parts(ast::NodeList<ast::Node> parts);
  void yield(const ast::Expr& node, bool is_from);
  bool check_restriction(SourceSpan span, const char* what);

  // One link of a chain `a.b(c)[d] + e`, whose left part has been visited.
  void link(const ast::Expr& node);
  void expr(const ast::NameExpr& node) { name_load(node); }
  void expr(const ast::NoneLiteral&) {}
  void expr(const ast::BoolLiteral&) {}
  void expr(const ast::EllipsisLiteral&) {}
  void expr(const ast::IntLiteral&) {}
  void expr(const ast::FloatLiteral&) {}
  void expr(const ast::ImagLiteral&) {}
  void expr(const ast::StringLiteral&) {}
  void expr(const ast::BytesLiteral&) {}
  void expr(const ast::ErrorExpr&) {}
  void expr(const ast::FString& node) { format_parts(node.parts); }
  void expr(const ast::TString& node) { format_parts(node.parts); }
  void expr(const ast::Backquote& node) { visit(node.value); }
  void expr(const ast::UnaryOp& node) { visit(node.operand); }
  void expr(const ast::BinOp& node) { link(node); }
  void expr(const ast::Call& node) { link(node); }
  void expr(const ast::Attribute& node) { link(node); }
  void expr(const ast::Subscript& node) { link(node); }
  void expr(const ast::BoolOp& node);
  void expr(const ast::Compare& node);
  void expr(const ast::IfExp& node);
  void expr(const ast::Lambda& node);
  void expr(const ast::NamedExpr& node);
  void expr(const ast::Await& node);
  void expr(const ast::Yield& node);
  void expr(const ast::YieldFrom& node);
  void expr(const ast::Tuple& node) { elements(node.elements); }
  void expr(const ast::List& node) { elements(node.elements); }
  void expr(const ast::Set& node) { elements(node.elements); }
  void expr(const ast::Dict& node);
  void expr(const ast::ListComp& node);
  void expr(const ast::SetComp& node);
  void expr(const ast::DictComp& node);
  void expr(const ast::GeneratorExp& node);
  void expr(const ast::Slice& node);
  void expr(const ast::Starred& node);

  // ---- patterns (binder_patterns.cpp)
  struct PatternNames {
    std::vector<Name> names;  // captured so far in this case
  };
  void pattern(const ast::Pattern* node, PatternNames& captured);
  void capture(const ast::Identifier& name, const ast::Node* node, PatternNames& captured);
  void check_irrefutable(const ast::Pattern* node);
  void pattern_alternatives(const ast::MatchOr& node, PatternNames& captured);
  void mapping_keys(const ast::MatchMapping& node);

  // ---- the module `cython` (binder_cython.cpp)
  using DeclaredTypes = SmallVector<std::pair<Name, Type>, 4>;
  bool cython_expression(const ast::Expr* expression);
  std::optional<std::string> cython_path(const ast::Expr* expression) const;
  void refuse_cython(SourceSpan span, std::string_view what);
  void decorators(ast::NodeList<ast::Expr> list, DeclaredTypes* types);
  bool declared_type(const ast::Expr* expression, Type& out);
  void declare_types(ScopeId id, const DeclaredTypes& types);
  bool cython_declaration(const ast::Assign& node);
  void cython_import(ast::NodeList<ast::ImportAlias> aliases);
  bool c_parameter(const ast::Parameter& parameter, ast::Identifier& name, Type& type);
  void stmt(const ast::CFuncDef& node);
  void stmt(const ast::CImport& node);
  void stmt(const ast::CImportFrom& node);

  SemaResult& result_;
  diag::DiagnosticEngine& engine_;
  CythonModule cython_;
  ScopeId current_;
  Position position_;
  std::vector<const ast::Return*> value_returns_;  // of the function around
  uint32_t future_end_ = 0;  // `from __future__` is allowed before this offset
};

// Settles the storage of every symbol once all scopes are known (resolve.cpp).
void resolve(SemaResult& result, diag::DiagnosticEngine& engine);

// Reports what is not compiled yet (supported.cpp).
void check_supported(const ast::Module& module, SemaResult& result, diag::DiagnosticEngine& engine);

}  // namespace hpyc::sema
