// Analyses of one function. Each is a snapshot: it is out of date once the function changes.
// None of them recurses, so functions of any size are fine.
#pragma once

#include <functional>
#include <vector>

#include "ir/bit_set.h"
#include "ir/ir.h"

namespace hpyc::ir {

// An edge by its source: target number `target` of the terminator, or the handler of the block.
struct EdgeRef {
  static constexpr uint32_t kHandler = kNoId;
  BlockId block;
  uint32_t target;
};

struct Cfg {
  explicit Cfg(const Function& function);

  std::vector<std::vector<EdgeRef>> predecessors;  // one entry an edge
  std::vector<std::vector<BlockId>> successors;    // in order of the targets, then the handler
  std::vector<BlockId> order;                      // reverse post-order, reachable blocks only
  std::vector<uint32_t> position;                  // in order; kNoId: unreachable

  bool reachable(BlockId block) const { return position[index(block)] != kNoId; }
};

class DominatorTree {
 public:
  explicit DominatorTree(const Cfg& cfg);

  BlockId immediate_dominator(BlockId block) const {
    return idom_[index(block)];
  }                                             // entry: kNoBlock
  bool dominates(BlockId a, BlockId b) const {  // reflexive; false for unreachable blocks
    return enter_[index(a)] <= enter_[index(b)] && leave_[index(b)] <= leave_[index(a)] &&
           enter_[index(a)] != kNoId && enter_[index(b)] != kNoId;
  }
  // The nearest block that dominates both.
  BlockId common(BlockId a, BlockId b) const;
  const std::vector<BlockId>& children(BlockId block) const { return children_[index(block)]; }

 private:
  std::vector<BlockId> idom_;
  std::vector<std::vector<BlockId>> children_;
  std::vector<uint32_t> enter_, leave_, position_;
};

// Natural loops. Blocks of irreducible cycles belong to no loop.
class LoopForest {
 public:
  struct Loop {
    BlockId header;
    uint32_t parent = kNoId;  // index in loops
    uint32_t depth = 1;
    std::vector<BlockId> blocks;  // inner loops' blocks included, header first
  };
  LoopForest(const Cfg& cfg, const DominatorTree& dominators);

  std::vector<Loop> loops;          // outer loops before inner ones
  std::vector<uint32_t> innermost;  // by block; kNoId: in no loop
  uint32_t depth(BlockId block) const {
    const uint32_t loop = innermost[index(block)];
    return loop == kNoId ? 0 : loops[loop].depth;
  }
};

// Where a value that is defined in a block can be used. An error leaves a block early, so what is
// reached through its handler does not see the definition, even where the block dominates.
class Availability {
 public:
  Availability(const Function& function, const Cfg& cfg, const DominatorTree& dominators)
      : function_(function), cfg_(cfg), dominators_(dominators) {}
  // Whether the definitions of `defining` are there at the start of `block` (another one).
  bool at(BlockId defining, BlockId block);

 private:
  const Function& function_;
  const Cfg& cfg_;
  const DominatorTree& dominators_;
  // Blocks reached from the handler of `of_` without passing `of_`.
  BlockId of_ = kNoBlock;
  std::vector<bool> after_error_;
};

// Where values are defined.
struct Definition {
  static constexpr uint32_t kParameter = kNoId;
  BlockId block = kNoBlock;  // kNoBlock: nowhere
  uint32_t op = kParameter;  // index in the block's ops
};
std::vector<Definition> definitions(const Function& function);

// Values live at the start and the end of blocks. Arguments of edges are used at the end of the
// edge's source; a handler's live values are live throughout the blocks it covers.
class Liveness {
 public:
  using Filter = std::function<bool(const Value&)>;
  Liveness(const Function& function, const Cfg& cfg, const Filter& filter = {});

  // Sets are over dense numbers of the values that are live across a block boundary.
  const BitSet& live_in(BlockId block) const { return in_[index(block)]; }
  const BitSet& live_out(BlockId block) const { return out_[index(block)]; }
  uint32_t number(ValueId value) const { return number_[index(value)]; }  // kNoId: local to a block
  ValueId value(size_t number) const { return values_[number]; }
  size_t count() const { return values_.size(); }
  bool is_live_in(BlockId block, ValueId value) const {
    return number(value) != kNoId && live_in(block).test(number(value));
  }
  bool is_live_out(BlockId block, ValueId value) const {
    return number(value) != kNoId && live_out(block).test(number(value));
  }

 private:
  std::vector<uint32_t> number_;
  std::vector<ValueId> values_;
  std::vector<BitSet> in_, out_;
};

// Which values that may be null have passed a check.bound on every path.
class CheckedValues {
 public:
  CheckedValues(const Function& function, const Cfg& cfg);

  // Steps through one block; `at(v)` holds for the place before the operation to come.
  class Cursor {
   public:
    bool at(ValueId value) const {
      const uint32_t number = owner_->number_[index(value)];
      return number != kNoId && set_.test(number);
    }
    void step(const Op& op);

   private:
    friend class CheckedValues;
    const CheckedValues* owner_;
    BitSet set_;
  };
  Cursor start(BlockId block) const;

 private:
  std::vector<uint32_t> number_;
  size_t count_ = 0;
  std::vector<BitSet> in_;
};

}  // namespace hpyc::ir
