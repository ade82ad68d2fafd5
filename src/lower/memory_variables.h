// Which local variables of a function are memory variables: those whose value at the place of an
// error may be read later. SSA values alone do not tell what a variable held when a handler starts.
#pragma once

#include <vector>

#include "ast/nodes.h"
#include "base/containers.h"
#include "sema/sema.h"

namespace hpyc::lower {

// A local variable: scope and index of its symbol.
using LocalKey = uint64_t;
inline LocalKey local_key(sema::SymbolRef ref) {
  return static_cast<LocalKey>(ref.scope.index()) << 32 | ref.index;
}

inline sema::SymbolRef symbol_of(LocalKey key) {
  return {sema::ScopeId{static_cast<uint32_t>(key >> 32)}, static_cast<uint32_t>(key)};
}

// The variable of the frame that a symbol stands for: a comprehension may use one of the function
// around it. Without a scope when it lives in a cell.
sema::SymbolRef frame_symbol(const sema::SemaResult& sema, sema::SymbolRef ref);

class MemoryVariables {
 public:
  using Keys = std::vector<LocalKey>;

  // Of a function whose body is `statements`; finds nothing where nothing is caught.
  void find(const sema::SemaResult& sema, ast::NodeList<ast::Stmt> statements);

  // In the order of their numbers in ir::Function::variables.
  const Keys& all() const { return all_; }
  // The number of a variable; -1 if it is none.
  int64_t number(LocalKey key) const {
    auto it = numbers_.find(key);
    return it == numbers_.end() ? -1 : it->second;
  }
  // All locals, memory variables or not, that are assigned where the handlers of a `try` watch, or
  // in a clause of `except*`.
  const Keys& in_body(const ast::Node* node) const { return found(bodies_, node); }
  // Those that are assigned before the `finally` of a `try`, or within a `with`.
  const Keys& before_end(const ast::Node* node) const { return found(wholes_, node); }

 private:
  using Regions = FlatMap<const ast::Node*, Keys>;
  static const Keys& found(const Regions& regions, const ast::Node* node) {
    static const Keys nothing;
    auto it = regions.find(node);
    return it == regions.end() ? nothing : it->second;
  }

  Keys all_;
  FlatMap<LocalKey, int64_t> numbers_;
  Regions bodies_;
  Regions wholes_;
};

}  // namespace hpyc::lower
