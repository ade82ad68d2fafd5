// Generic access to the fields of nodes, from the lists in the structs: traversal, dispatch, and
// what the printer, the comparison and the JSON writer are made of.
#pragma once

#include <type_traits>
#include <utility>

#include "ast/nodes.h"
#include "base/assert.h"

namespace hpyc::ast {

// Calls `visitor(const T&)` with the node as its own type. A visitor that lacks an overload for
// some kind does not compile; return types must agree.
template <class Visitor>
decltype(auto) dispatch(const Node* node, Visitor&& visitor) {
  switch (node->kind) {
#define HPYC_AST_NODE(Kind) \
  case NodeKind::Kind:      \
    return visitor(*static_cast<const Kind*>(node));
#include "ast/node_kinds.def"
  }
  HPYC_UNREACHABLE("not a node kind");
}

// The same for one category: only its kinds need handlers.
template <class Visitor>
decltype(auto) dispatch_expr(const Expr* node, Visitor&& visitor) {
  switch (node->kind) {
#define HPYC_AST_EXPR(Kind) \
  case NodeKind::Kind:      \
    return visitor(*static_cast<const Kind*>(node));
#include "ast/node_kinds.def"
    default:
      HPYC_UNREACHABLE("not an expression");
  }
}

template <class Visitor>
decltype(auto) dispatch_stmt(const Stmt* node, Visitor&& visitor) {
  switch (node->kind) {
#define HPYC_AST_STMT(Kind) \
  case NodeKind::Kind:      \
    return visitor(*static_cast<const Kind*>(node));
#include "ast/node_kinds.def"
    default:
      HPYC_UNREACHABLE("not a statement");
  }
}

template <class Visitor>
decltype(auto) dispatch_pattern(const Pattern* node, Visitor&& visitor) {
  switch (node->kind) {
#define HPYC_AST_PATTERN(Kind) \
  case NodeKind::Kind:         \
    return visitor(*static_cast<const Kind*>(node));
#include "ast/node_kinds.def"
    default:
      HPYC_UNREACHABLE("not a pattern");
  }
}

template <class Visitor>
decltype(auto) dispatch_ctype(const CType* node, Visitor&& visitor) {
  switch (node->kind) {
#define HPYC_AST_CTYPE(Kind) \
  case NodeKind::Kind:       \
    return visitor(*static_cast<const Kind*>(node));
#include "ast/node_kinds.def"
    default:
      HPYC_UNREACHABLE("not a C type");
  }
}

template <class Visitor>
decltype(auto) dispatch_declarator(const CDeclarator* node, Visitor&& visitor) {
  switch (node->kind) {
#define HPYC_AST_DECLARATOR(Kind) \
  case NodeKind::Kind:            \
    return visitor(*static_cast<const Kind*>(node));
#include "ast/node_kinds.def"
    default:
      HPYC_UNREACHABLE("not a declarator");
  }
}

// Calls `visitor(name, value)` for each field of a node of known type.
template <class T, class Visitor>
void for_each_field(const T& node, Visitor&& visitor) {
  std::apply([&](auto... field) { (visitor(field.name, node.*field.member), ...); }, T::fields());
}

template <class T>
inline constexpr bool is_node_pointer =
    std::is_pointer_v<T>&& std::is_base_of_v<Node, std::remove_cv_t<std::remove_pointer_t<T>>>;
template <class T>
struct IsNodeList : std::false_type {};
template <class T>
struct IsNodeList<std::span<T* const>> : std::is_base_of<Node, std::remove_cv_t<T>> {};

// Calls `visitor(const Node*)` for each child that is present, in field order.
template <class Visitor>
void for_each_child(const Node* node, Visitor&& visitor) {
  dispatch(node, [&]<class T>(const T& typed) {
    for_each_field(typed, [&]<class V>(const char*, const V& value) {
      if constexpr (is_node_pointer<V>) {
        if (value != nullptr) visitor(static_cast<const Node*>(value));
      } else if constexpr (IsNodeList<V>::value) {
        for (const Node* child : value) visitor(child);
      }
    });
  });
}

// Calls `visitor(const Node*)` for the node and everything below it, parents first, in source order
// of fields. Uses no recursion: trees of long operator chains are deep.
void walk(const Node* root, void* data, void (*visitor)(void* data, const Node* node));

template <class Visitor>
void walk(const Node* root, Visitor&& visitor) {
  walk(root, &visitor, [](void* data, const Node* node) {
    (*static_cast<std::remove_reference_t<Visitor>*>(data))(node);
  });
}

}  // namespace hpyc::ast
