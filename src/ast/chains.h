// Chains of operators, attributes, subscripts and calls (`a.b(c)[d] + e`): as deep on their left as
// they are long, so who walks the tree follows them in a loop.
#pragma once

#include "ast/nodes.h"

namespace hpyc::ast {

// The left part of a link of a chain, or nullptr.
inline const Expr* left_of(const Expr* node) {
  switch (node->kind) {
    case NodeKind::BinOp:
      return as<BinOp>(node)->left;
    case NodeKind::Attribute:
      return as<Attribute>(node)->value;
    case NodeKind::Subscript:
      return as<Subscript>(node)->value;
    case NodeKind::Call:
      return as<Call>(node)->callee;
    default:
      return nullptr;
  }
}

}  // namespace hpyc::ast
