#include "ir/error_ladder.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "ir/analysis.h"
#include "ir/op_info.h"

namespace hpyc::ir {
namespace {

// The values held at a place, oldest first, and the tree nodes that release each prefix. Nodes are
// made only when an operation needs them.
class Held {
 public:
  void push(ValueId value) { values_.push_back(value); }
  void remove(ValueId value) {
    // What dies is mostly young.
    for (size_t i = values_.size(); i-- > 0;) {
      if (values_[i] != value) continue;
      values_.erase(values_.begin() + static_cast<ptrdiff_t>(i));
      if (nodes_.size() > i) nodes_.resize(i);
      return;
    }
  }
  // `make(parent, value)` gives the node.
  template <typename Make>
  uint32_t node(uint32_t root, Make make) {
    if (root_ != root) nodes_.clear();
    root_ = root;
    while (nodes_.size() < values_.size()) {
      const uint32_t parent = nodes_.empty() ? root : nodes_.back();
      nodes_.push_back(make(parent, values_[nodes_.size()]));
    }
    return nodes_.empty() ? root : nodes_.back();
  }
  const std::vector<ValueId>& values() const { return values_; }
  explicit Held(std::vector<ValueId> values = {}) : values_(std::move(values)) {}

 private:
  std::vector<ValueId> values_;
  std::vector<uint32_t> nodes_;
  uint32_t root_ = kNoId;
};

}  // namespace

ErrorLadder::ErrorLadder(const Module& module, const Function& function) {
  places_.resize(function.blocks.size());
  for (size_t b = 0; b < function.blocks.size(); ++b) {
    places_[b].assign(function.blocks[b].ops.size(), kNoId);
  }
  if (function.blocks.empty()) return;
  const Cfg cfg(function);
  const bool handlers = std::any_of(function.blocks.begin(), function.blocks.end(),
                                    [](const Block& block) { return block.handler != kNoBlock; });
  const Liveness liveness(function, cfg,
                          [&](const Value& value) { return handlers && is_tracked(value); });

  std::map<BlockId, uint32_t> roots;
  const auto root = [&](BlockId handler) {
    const auto [it, added] = roots.emplace(handler, static_cast<uint32_t>(nodes_.size()));
    if (added) {
      nodes_.push_back({kNoValue, kNoId, handler});
      uses_.push_back(0);
    }
    return it->second;
  };
  std::unordered_map<uint64_t, uint32_t> known;  // (parent, value) → node
  const auto make = [&](uint32_t parent, ValueId value) {
    const uint64_t key = static_cast<uint64_t>(parent) << 32 | index(value);
    const auto [it, added] = known.emplace(key, static_cast<uint32_t>(nodes_.size()));
    if (added) {
      nodes_.push_back({value, parent, nodes_[parent].handler});
      uses_.push_back(0);
    }
    return it->second;
  };

  std::vector<std::vector<ValueId>> entry(function.blocks.size());
  std::vector<bool> seen(function.blocks.size());
  for (BlockId b : cfg.order) {
    const Block& block = function.block(b);
    Held held(std::move(entry[index(b)]));
    const auto born = [&](ValueId value) {
      if (is_tracked(function.value(value))) held.push(value);
    };
    if (index(b) != 0) {
      for (ValueId parameter : block.parameters) born(parameter);
    }
    for (size_t i = 0; i < block.ops.size(); ++i) {
      const Op& op = block.ops[i];
      const OperandList& list = operand_list(op.opcode);
      for (size_t k = 0; k < op.operands.size(); ++k) {
        if (list[k].consumed) held.remove(op.operands[k]);
      }
      if (is_fallible(module, op)) {
        uint32_t node;
        if (block.handler == kNoBlock) {
          node = held.node(root(kNoBlock), make);
        } else {
          node = root(block.handler);
          for (ValueId value : held.values()) {
            if (!liveness.is_live_in(block.handler, value)) node = make(node, value);
          }
        }
        places_[index(b)][i] = node;
        ++uses_[node];
      }
      for (ValueId result : op.results) born(result);
      for (const Edge& edge : op.targets) {
        if (seen[index(edge.target)]) continue;
        seen[index(edge.target)] = true;
        std::vector<ValueId> list_on_edge = held.values();
        for (ValueId argument : edge.arguments) std::erase(list_on_edge, argument);
        entry[index(edge.target)] = std::move(list_on_edge);
      }
      if (i + 1 == block.ops.size() && block.handler != kNoBlock && !seen[index(block.handler)]) {
        seen[index(block.handler)] = true;
        liveness.live_in(block.handler).for_each([&](size_t number) {
          entry[index(block.handler)].push_back(liveness.value(number));
        });
      }
    }
  }
}

std::vector<ValueId> ErrorLadder::values(uint32_t node) const {
  std::vector<ValueId> result;
  for (; nodes_[node].value != kNoValue; node = nodes_[node].parent) {
    result.push_back(nodes_[node].value);
  }
  return result;
}

}  // namespace hpyc::ir
