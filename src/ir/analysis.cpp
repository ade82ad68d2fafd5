#include "ir/analysis.h"

#include <algorithm>

#include "ir/op_info.h"

namespace hpyc::ir {

Cfg::Cfg(const Function& function) {
  const size_t count = function.blocks.size();
  predecessors.resize(count);
  successors.resize(count);
  position.assign(count, kNoId);
  for (uint32_t b = 0; b < count; ++b) {
    const Block& block = function.blocks[b];
    if (!block.ops.empty()) {
      const std::vector<Edge>& targets = block.ops.back().targets;
      for (uint32_t t = 0; t < targets.size(); ++t) {
        successors[b].push_back(targets[t].target);
        predecessors[index(targets[t].target)].push_back({BlockId{b}, t});
      }
    }
    if (block.handler != kNoBlock) {
      successors[b].push_back(block.handler);
      predecessors[index(block.handler)].push_back({BlockId{b}, EdgeRef::kHandler});
    }
  }
  if (count == 0) return;
  struct Frame {
    uint32_t block;
    size_t next;
  };
  std::vector<bool> seen(count);
  std::vector<Frame> stack{{0, 0}};
  seen[0] = true;
  while (!stack.empty()) {
    Frame& frame = stack.back();
    // Last successor first, so that the first one comes next in the reverse.
    const std::vector<BlockId>& list = successors[frame.block];
    if (frame.next < list.size()) {
      const uint32_t to = index(list[list.size() - 1 - frame.next++]);
      if (!seen[to]) {
        seen[to] = true;
        stack.push_back({to, 0});
      }
      continue;
    }
    order.push_back(BlockId{frame.block});
    stack.pop_back();
  }
  std::reverse(order.begin(), order.end());
  for (uint32_t i = 0; i < order.size(); ++i) position[index(order[i])] = i;
}

DominatorTree::DominatorTree(const Cfg& cfg) : position_(cfg.position) {
  const size_t count = cfg.predecessors.size();
  idom_.assign(count, kNoBlock);
  children_.resize(count);
  enter_.assign(count, kNoId);
  leave_.assign(count, kNoId);
  if (cfg.order.empty()) return;
  // Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm".
  idom_[0] = BlockId{0};
  for (bool changed = true; changed;) {
    changed = false;
    for (BlockId block : cfg.order) {
      if (index(block) == 0) continue;
      BlockId dominator = kNoBlock;
      for (const EdgeRef& edge : cfg.predecessors[index(block)]) {
        if (idom_[index(edge.block)] == kNoBlock) continue;
        dominator = dominator == kNoBlock ? edge.block : common(dominator, edge.block);
      }
      if (idom_[index(block)] != dominator) {
        idom_[index(block)] = dominator;
        changed = true;
      }
    }
  }
  idom_[0] = kNoBlock;
  for (BlockId block : cfg.order) {
    if (index(block) != 0) children_[index(idom_[index(block)])].push_back(block);
  }
  uint32_t clock = 0;
  struct Frame {
    BlockId block;
    size_t next;
  };
  std::vector<Frame> stack{{BlockId{0}, 0}};
  enter_[0] = clock++;
  while (!stack.empty()) {
    Frame& frame = stack.back();
    const std::vector<BlockId>& list = children_[index(frame.block)];
    if (frame.next < list.size()) {
      const BlockId child = list[frame.next++];
      enter_[index(child)] = clock++;
      stack.push_back({child, 0});
      continue;
    }
    leave_[index(frame.block)] = clock++;
    stack.pop_back();
  }
}

BlockId DominatorTree::common(BlockId a, BlockId b) const {
  while (a != b) {
    while (position_[index(a)] > position_[index(b)]) a = idom_[index(a)];
    while (position_[index(b)] > position_[index(a)]) b = idom_[index(b)];
  }
  return a;
}

LoopForest::LoopForest(const Cfg& cfg, const DominatorTree& dominators) {
  innermost.assign(cfg.predecessors.size(), kNoId);
  const auto outermost = [&](uint32_t loop) {
    while (loops[loop].parent != kNoId) loop = loops[loop].parent;
    return loop;
  };
  // Headers of inner loops come later in the order, so inner loops are found first.
  for (auto it = cfg.order.rbegin(); it != cfg.order.rend(); ++it) {
    const BlockId header = *it;
    std::vector<BlockId> work;
    for (const EdgeRef& edge : cfg.predecessors[index(header)]) {
      if (dominators.dominates(header, edge.block)) work.push_back(edge.block);
    }
    if (work.empty()) continue;
    const auto number = static_cast<uint32_t>(loops.size());
    loops.push_back({header, kNoId, 1, {}});
    innermost[index(header)] = number;
    while (!work.empty()) {
      const BlockId block = work.back();
      work.pop_back();
      BlockId from = block;
      if (innermost[index(block)] == kNoId) {
        innermost[index(block)] = number;
      } else {
        const uint32_t outer = outermost(innermost[index(block)]);
        if (outer == number) continue;
        loops[outer].parent = number;
        from = loops[outer].header;
      }
      for (const EdgeRef& edge : cfg.predecessors[index(from)]) {
        if (cfg.reachable(edge.block)) work.push_back(edge.block);
      }
    }
  }
  // Outer loops first.
  std::reverse(loops.begin(), loops.end());
  const auto flip = [&](uint32_t& loop) {
    if (loop != kNoId) loop = static_cast<uint32_t>(loops.size()) - 1 - loop;
  };
  for (Loop& loop : loops) flip(loop.parent);
  for (uint32_t& loop : innermost) flip(loop);
  for (Loop& loop : loops) {
    loop.depth = loop.parent == kNoId ? 1 : loops[loop.parent].depth + 1;
    loop.blocks.push_back(loop.header);
  }
  for (BlockId block : cfg.order) {
    for (uint32_t loop = innermost[index(block)]; loop != kNoId; loop = loops[loop].parent) {
      if (loops[loop].header != block) loops[loop].blocks.push_back(block);
    }
  }
}

bool Availability::at(BlockId defining, BlockId block) {
  if (!dominators_.dominates(defining, block)) return false;
  const BlockId handler = function_.block(defining).handler;
  if (handler == kNoBlock) return true;
  if (of_ != defining) {
    of_ = defining;
    after_error_.assign(function_.blocks.size(), false);
    std::vector<BlockId> work{handler};
    after_error_[index(handler)] = true;
    while (!work.empty()) {
      const BlockId at = work.back();
      work.pop_back();
      for (BlockId next : cfg_.successors[index(at)]) {
        if (next == defining || after_error_[index(next)]) continue;
        after_error_[index(next)] = true;
        work.push_back(next);
      }
    }
  }
  return !after_error_[index(block)];
}

std::vector<Definition> definitions(const Function& function) {
  std::vector<Definition> result(function.values.size());
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    const Block& block = function.blocks[b];
    for (ValueId parameter : block.parameters) {
      result[index(parameter)] = {BlockId{b}, Definition::kParameter};
    }
    for (uint32_t i = 0; i < block.ops.size(); ++i) {
      for (ValueId value : block.ops[i].results) result[index(value)] = {BlockId{b}, i};
    }
  }
  return result;
}

namespace {

template <typename Visit>
void for_each_use(const Op& op, Visit visit) {
  for (ValueId operand : op.operands) visit(operand);
  for (const Edge& edge : op.targets) {
    for (ValueId argument : edge.arguments) visit(argument);
  }
}

}  // namespace

Liveness::Liveness(const Function& function, const Cfg& cfg, const Filter& filter) {
  const std::vector<Definition> defined = definitions(function);
  number_.assign(function.values.size(), kNoId);
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    for (const Op& op : function.blocks[b].ops) {
      for_each_use(op, [&](ValueId value) {
        if (defined[index(value)].block == BlockId{b} || number_[index(value)] != kNoId) return;
        if (filter && !filter(function.value(value))) return;
        number_[index(value)] = static_cast<uint32_t>(values_.size());
        values_.push_back(value);
      });
    }
  }
  const size_t count = function.blocks.size();
  in_.assign(count, BitSet(values_.size()));
  out_.assign(count, BitSet(values_.size()));
  if (values_.empty()) return;
  std::vector<BitSet> kill(count, BitSet(values_.size()));
  for (uint32_t i = 0; i < values_.size(); ++i) {
    const BlockId block = defined[index(values_[i])].block;
    if (block != kNoBlock) kill[index(block)].set(i);
  }
  std::vector<BitSet> use(count, BitSet(values_.size()));
  for (uint32_t b = 0; b < count; ++b) {
    for (const Op& op : function.blocks[b].ops) {
      for_each_use(op, [&](ValueId value) {
        if (number_[index(value)] != kNoId && defined[index(value)].block != BlockId{b}) {
          use[b].set(number_[index(value)]);
        }
      });
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (auto it = cfg.order.rbegin(); it != cfg.order.rend(); ++it) {
      const uint32_t b = index(*it);
      bool grown = false;
      for (BlockId successor : cfg.successors[b]) grown |= out_[b].merge(in_[index(successor)]);
      BitSet live = out_[b];
      live.subtract(kill[b]);
      live.merge(use[b]);
      changed |= in_[b].merge(live) || grown;
    }
  }
}

CheckedValues::CheckedValues(const Function& function, const Cfg& cfg) {
  number_.assign(function.values.size(), kNoId);
  for (const Block& block : function.blocks) {
    for (const Op& op : block.ops) {
      if (op.opcode != Opcode::check_bound || op.operands.empty()) continue;
      uint32_t& number = number_[index(op.operands[0])];
      if (number == kNoId) number = static_cast<uint32_t>(count_++);
    }
  }
  in_.assign(function.blocks.size(), BitSet(count_, true));
  if (count_ == 0 || in_.empty()) return;
  in_[0] = BitSet(count_);
  std::vector<BitSet> gen(function.blocks.size(), BitSet(count_));
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    for (const Op& op : function.blocks[b].ops) {
      if (op.opcode == Opcode::check_bound) gen[b].set(number_[index(op.operands[0])]);
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (BlockId block : cfg.order) {
      for (const EdgeRef& edge : cfg.predecessors[index(block)]) {
        if (!cfg.reachable(edge.block)) continue;
        BitSet out = in_[index(edge.block)];
        // On the way to a handler, none of the block's own checks is sure to have run.
        if (edge.target != EdgeRef::kHandler) out.merge(gen[index(edge.block)]);
        changed |= in_[index(block)].intersect(out);
      }
    }
  }
}

CheckedValues::Cursor CheckedValues::start(BlockId block) const {
  Cursor cursor;
  cursor.owner_ = this;
  cursor.set_ = in_[index(block)];
  return cursor;
}

void CheckedValues::Cursor::step(const Op& op) {
  if (op.opcode != Opcode::check_bound) return;
  const uint32_t number = owner_->number_[index(op.operands[0])];
  if (number != kNoId) set_.set(number);
}

}  // namespace hpyc::ir
