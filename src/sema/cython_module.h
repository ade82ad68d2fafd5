// The module `cython`: a part of the language, not a module that is imported. `import cython`,
// `cimport cython` and `from cython import name` bind no variable; what is reached through them is
// a decorator, a directive or a type, known here by its dotted name within the module.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ast/nodes.h"
#include "base/containers.h"
#include "base/interner.h"
#include "sema/types.h"

namespace hpyc::sema {

class CythonModule {
 public:
  explicit CythonModule(const Interner& interner) : interner_(&interner) {}

  // Finds the imports at the level of the module, also below `if` and `try`.
  void find_imports(ast::NodeList<ast::Stmt> statements);
  bool is_used() const { return !names_.empty(); }

  // `cy.boundscheck` is "boundscheck", `cy` alone is "". Nothing: not of this module.
  std::optional<std::string> path_of(const ast::Expr* expression) const;

  // Statements of `from cython import …` and the like: all that they import is of this module.
  bool is_import(const ast::ImportAlias& alias) const;
  bool is_import(ast::DottedName module) const;

 private:
  void bind(Name name, std::string path) { names_.insert_or_assign(name, std::move(path)); }

  const Interner* interner_;
  FlatMap<Name, std::string> names_;
};

// What may stand before a function or class, or after `with`.
enum class CythonRole : uint8_t {
  accepted,  // concerns C types or Cython's own C text: nothing changes for Python objects
  locals,    // types of variables
  refused,
};
CythonRole role_of_decorator(std::string_view path);
// A directive that `with` may set for its body, without a meaning for Python objects.
bool is_block_directive(std::string_view path);

}  // namespace hpyc::sema
