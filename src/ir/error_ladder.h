// What has to be released when an operation fails, for a function after the ownership pass.
#pragma once

#include <vector>

#include "ir/ir.h"

namespace hpyc::ir {

// The sets of values to release form a tree: a node releases one value and goes on with its
// parent, so operations with common values share the tail. Emit turns each node into a label.
//
// The set of an operation: owned and constant values defined before it and not consumed yet,
// without those that the operation itself consumes (consumed even when it fails) and without its
// results. Values are ordered by birth along the path, the youngest is released first. In a block
// with a handler, values that the handler needs are left out.
class ErrorLadder {
 public:
  struct Node {
    ValueId value = kNoValue;  // kNoValue: a root, nothing left to release
    uint32_t parent = kNoId;
    BlockId handler = kNoBlock;  // where the error goes then; kNoBlock: it leaves the function
  };
  ErrorLadder(const Module& module, const Function& function);

  // A parent comes before its children. Every node is needed by an operation or by a child.
  const std::vector<Node>& nodes() const { return nodes_; }
  // The node where the error exit of a fallible operation starts; kNoId for one that cannot fail
  // (and for unreachable blocks).
  uint32_t at(BlockId block, size_t op) const { return places_[index(block)][op]; }
  // Operations whose error exit starts there; 0: reached only through a child.
  uint32_t uses(uint32_t node) const { return uses_[node]; }
  // The values of a node and its parents, youngest first.
  std::vector<ValueId> values(uint32_t node) const;

 private:
  std::vector<Node> nodes_;
  std::vector<uint32_t> uses_;
  std::vector<std::vector<uint32_t>> places_;
};

}  // namespace hpyc::ir
