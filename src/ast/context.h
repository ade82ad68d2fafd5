// Where trees are made: the arena of the nodes, the interner of their names, the node counter.
#pragma once

#include <utility>

#include "ast/nodes.h"
#include "base/arena.h"
#include "base/interner.h"

namespace hpyc::ast {

// One per module. Trees live as long as their context.
class Context {
 public:
  explicit Context(Interner& interner) : interner_(&interner) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // A node with its fields in the order in which the struct declares them; the rest is zero.
  template <class T, class... Fields>
  T* make(SourceSpan span, Fields&&... fields) {
    static_assert(std::is_trivially_destructible_v<T>);
    Node node{T::kKind, node_count_++, span};
    void* memory = arena_.allocate(sizeof(T), alignof(T));
    if constexpr (std::is_base_of_v<Expr, T>)
      return new (memory) T{Expr{node}, std::forward<Fields>(fields)...};
    else if constexpr (std::is_base_of_v<Stmt, T>)
      return new (memory) T{Stmt{node}, std::forward<Fields>(fields)...};
    else if constexpr (std::is_base_of_v<Pattern, T>)
      return new (memory) T{Pattern{node}, std::forward<Fields>(fields)...};
    else if constexpr (std::is_base_of_v<CType, T>)
      return new (memory) T{CType{node}, std::forward<Fields>(fields)...};
    else if constexpr (std::is_base_of_v<CDeclarator, T>)
      return new (memory) T{CDeclarator{node}, std::forward<Fields>(fields)...};
    else
      return new (memory) T{node, std::forward<Fields>(fields)...};
  }

  Arena& arena() { return arena_; }
  Interner& interner() { return *interner_; }
  const Interner& interner() const { return *interner_; }
  // Node::index is below it.
  uint32_t node_count() const { return node_count_; }

 private:
  Arena arena_;
  Interner* interner_;
  uint32_t node_count_ = 0;
};

}  // namespace hpyc::ast
