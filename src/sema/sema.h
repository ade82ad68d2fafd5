// Semantic analysis: the tree is not changed; facts are in side tables indexed by Node::index.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ast/context.h"
#include "diag/diagnostic.h"
#include "sema/directives.h"
#include "sema/scope.h"

namespace hpyc::sema {

// Features of `from __future__ import …` that still change something.
struct FutureFeatures {
  bool annotations = false;
  bool barry_as_bdfl = false;
  // Language level 2 has these only when it asks for them.
  bool absolute_import = true;
  bool division = true;
  bool generator_stop = true;
};

struct AnalyzeOptions {
  // Directives of the command line and of the build script, as (name, value); those in comments of
  // the file win over them.
  std::vector<std::pair<std::string, std::string>> directives;
  // The source is Cython's (.pyx): it may use more names than Python's.
  bool is_cython = false;
  // Report constructs that are not compiled yet. Off: only the rules of the language are checked.
  bool check_supported = true;
};

class SemaResult {
 public:
  SemaResult(Interner& interner, uint32_t node_count)
      : scopes_of_(node_count), symbols_of_(node_count), interner_(&interner) {}

  std::vector<Scope> scopes;  // scopes[0] is the module
  Directives directives;
  FutureFeatures future;
  bool is_cython = false;
  // No construct was refused. Errors of other kinds are in the diagnostic engine only.
  bool supported = true;

  const Scope& module() const { return scopes[0]; }
  const Scope& scope(ScopeId id) const { return scopes[id.index()]; }
  Scope& scope(ScopeId id) { return scopes[id.index()]; }

  // The scope that a FunctionDef, ClassDef, Lambda, comprehension, Module … opens.
  ScopeId scope_of(const ast::Node* node) const { return scopes_of_[node->index]; }
  // The variable of a NameExpr, and the one that a Parameter, FunctionDef, ClassDef, ImportAlias,
  // ExceptHandler, MatchAs … binds; nullptr for other nodes.
  const Symbol* symbol_of(const ast::Node* node) const {
    SymbolRef ref = symbols_of_[node->index];
    return ref.scope ? &scope(ref.scope).symbols[ref.index] : nullptr;
  }
  SymbolRef symbol_ref_of(const ast::Node* node) const { return symbols_of_[node->index]; }

  // Rules of Python 2 where they differ.
  bool is_level_2() const { return directives.language_level < 3; }

  // A use of a builtin: nothing in this module binds the name.
  bool is_builtin(const ast::NameExpr& node) const;
  // The name under which the interpreter has a builtin: Cython source may use some of Python 2's.
  // With a dot: of that module.
  std::string_view builtin_name(const ast::NameExpr& node) const;

  // `__x` within a class becomes `_Class__x`.
  Name mangle(const Scope& scope, Name name) const { return mangle(scope.private_name, name); }
  Name mangle(Name class_name, Name name) const;

  std::string_view text(Name name) const { return interner_->view(name); }
  Interner& interner() const { return *interner_; }

  // The scope of a bound or default of a type parameter, or of the value of a `type` statement.
  ScopeId annotation_scope_of(const ast::Expr* expression) const {
    auto found = annotation_scopes_.find(expression);
    return found == annotation_scopes_.end() ? ScopeId{} : found->second;
  }
  void set_annotation_scope_of(const ast::Expr* expression, ScopeId id) {
    annotation_scopes_.insert_or_assign(expression, id);
  }
  // What an expression, decorator or import of the module `cython` is: see sema/cython_module.h.
  // nullptr: nothing of it.
  const std::string* cython_path(const ast::Node* node) const {
    auto found = cython_paths_.find(node);
    return found == cython_paths_.end() ? nullptr : &found->second;
  }
  void set_cython_path(const ast::Node* node, std::string path) {
    cython_paths_.insert_or_assign(node, std::move(path));
  }

  void set_scope_of(const ast::Node* node, ScopeId id) { scopes_of_[node->index] = id; }
  void set_symbol_of(const ast::Node* node, SymbolRef ref) { symbols_of_[node->index] = ref; }

 private:
  std::vector<ScopeId> scopes_of_;
  std::vector<SymbolRef> symbols_of_;
  FlatMap<const ast::Node*, std::string> cython_paths_;
  FlatMap<const ast::Expr*, ScopeId> annotation_scopes_;
  Interner* interner_;
};

// Reports what is wrong with the module; the result is complete even then.
SemaResult analyze(const ast::Module& module, ast::Context& context, const AnalyzeOptions& options,
                   diag::DiagnosticEngine& engine);

// One line a scope and one a symbol, indented; for tests and --dump=scopes.
std::string dump_scopes(const SemaResult& result);

// A string of the source that is nearly `name`, or empty.
std::string_view closest_name(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace hpyc::sema
