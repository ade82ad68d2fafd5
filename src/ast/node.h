// Base types of the syntax tree: kinds, categories, casts and the value types that nodes share.
//
// Nodes are plain structs, allocated in an arena, trivially destructible and immutable once the
// parser has returned them. Later stages keep their facts in side tables indexed by `Node::index`.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "base/assert.h"
#include "base/interner.h"
#include "base/span.h"

namespace hpyc::ast {

enum class NodeKind : uint8_t {
#define HPYC_AST_NODE(Kind) Kind,
#include "ast/node_kinds.def"
};

// Number of node kinds.
inline constexpr unsigned kNodeKindCount = 0
#define HPYC_AST_NODE(Kind) +1
#include "ast/node_kinds.def"
    ;

enum class Category : uint8_t { Expr, Stmt, Pattern, CType, CDeclarator, Part };

// The name of a kind as in the source of this compiler ("BinOp").
std::string_view kind_name(NodeKind kind);
Category category_of(NodeKind kind);

// Root of all nodes. `index` is dense: 0 … Context::node_count() - 1 within one tree.
struct Node {
  NodeKind kind;
  uint32_t index;
  SourceSpan span;
};

struct Expr : Node {};
struct Stmt : Node {};
struct Pattern : Node {};
struct CType : Node {};
struct CDeclarator : Node {};

template <class T>
using NodeList = std::span<T* const>;

// An occurrence of a name in the source. Falsy when absent.
struct Identifier {
  Name name{};
  SourceSpan span{};

  explicit operator bool() const { return name.valid(); }
};

// A dotted name: `a.b.c`.
using DottedName = std::span<const Identifier>;

#define HPYC_AST_NODE(Kind) struct Kind;
#include "ast/node_kinds.def"

// Each node struct T has `static constexpr NodeKind kKind` and lists its fields, in source order
// where that makes sense, with HPYC_AST_FIELDS; ast/reflect.h builds everything generic on that.
template <class Owner, class T>
struct Field {
  using Type = T;
  const char* name;
  T Owner::*member;
};

template <class Owner, class T>
constexpr Field<Owner, T> make_field(const char* name, T Owner::*member) {
  return {name, member};
}

#define HPYC_AST_PARENS ()
#define HPYC_AST_EXPAND(...) HPYC_AST_EXPAND3(HPYC_AST_EXPAND3(HPYC_AST_EXPAND3(__VA_ARGS__)))
#define HPYC_AST_EXPAND3(...) HPYC_AST_EXPAND2(HPYC_AST_EXPAND2(HPYC_AST_EXPAND2(__VA_ARGS__)))
#define HPYC_AST_EXPAND2(...) __VA_ARGS__
#define HPYC_AST_FIELD_LIST(Owner, name, ...)  \
  ::hpyc::ast::make_field(#name, &Owner::name) \
      __VA_OPT__(, HPYC_AST_FIELD_AGAIN HPYC_AST_PARENS(Owner, __VA_ARGS__))
#define HPYC_AST_FIELD_AGAIN() HPYC_AST_FIELD_LIST

#define HPYC_AST_FIELDS(Struct, ...)                                                               \
  static constexpr NodeKind kKind = NodeKind::Struct;                                              \
  static constexpr auto fields() {                                                                 \
    return std::make_tuple(__VA_OPT__(HPYC_AST_EXPAND(HPYC_AST_FIELD_LIST(Struct, __VA_ARGS__)))); \
  }

template <class T>
bool isa(const Node* node) {
  return node->kind == T::kKind;
}

// `node` as a T; it must be one.
template <class T>
const T* as(const Node* node) {
  HPYC_ASSERT(node->kind == T::kKind, "wrong kind of node");
  return static_cast<const T*>(node);
}

// `node` as a T, or nullptr when it is of another kind or absent.
template <class T>
const T* dyn_as(const Node* node) {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

}  // namespace hpyc::ast
