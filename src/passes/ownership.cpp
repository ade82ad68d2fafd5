// Makes ownership explicit: from here on every owned value is consumed exactly once on each path.
//
// Backward over each block with the set of live values: the last use moves when it consumes, other
// consuming uses get a dup, and a value that dies at a borrowing use gets a close behind it. On an
// edge, values that the target does not need are closed, and arguments that live on are dup'ed;
// such code goes before a jump, to the head of a target with one predecessor, or to a block of its
// own. Constants, immortal and borrowed values are dup'ed before any consuming use. Errors need
// nothing here: emit releases what is held (ir/error_ladder.h).
#include <algorithm>
#include <utility>
#include <vector>

#include "ir/analysis.h"
#include "ir/op_info.h"
#include "ir/rewrite.h"
#include "passes/passes.h"

namespace hpyc::passes {
namespace {

using ir::Block;
using ir::BlockId;
using ir::Edge;
using ir::Function;
using ir::Op;
using ir::Opcode;
using ir::Ownership;
using ir::ValueId;

class OwnershipPass {
 public:
  explicit OwnershipPass(Function& function)
      : function_(function),
        cfg_(function),
        liveness_(function, cfg_, ir::is_tracked),
        live_(function.values.size()),
        is_null_(function.values.size()) {
    for (const Block& block : function.blocks) {
      for (const Op& op : block.ops) {
        if (ir::is_null(op.opcode)) is_null_[index(op.results[0])] = true;
      }
    }
  }

  void run() {
    const size_t count = function_.blocks.size();
    heads_.resize(count);
    for (BlockId b : cfg_.order) rewrite_block(b);
    for (size_t b = 0; b < count; ++b) {
      std::vector<Op>& ops = function_.blocks[b].ops;
      ops.insert(ops.begin(), std::make_move_iterator(heads_[b].begin()),
                 std::make_move_iterator(heads_[b].end()));
    }
    for (Split& split : splits_) {
      const BlockId added = split_edge(function_, split.from, split.target);
      function_.block(added).handler = ir::kNoBlock;  // nothing in it can fail
      std::vector<Op>& ops = function_.block(added).ops;
      ops.insert(ops.begin(), std::make_move_iterator(split.ops.begin()),
                 std::make_move_iterator(split.ops.end()));
    }
  }

 private:
  struct Split {
    BlockId from;
    uint32_t target;
    std::vector<Op> ops;
  };

  bool tracked(ValueId value) const { return is_tracked(function_.value(value)); }
  bool owned(ValueId value) const { return function_.value(value).ownership == Ownership::owned; }
  // The null handle and a number without an object own nothing, so they can be given away without a
  // dup.
  bool needs_dup(ValueId value) const {
    const ir::Value& v = function_.value(value);
    const bool scalar = v.type.rep == ir::Rep::num && v.ownership == Ownership::immortal;
    return v.ownership != Ownership::trivial && !scalar && !is_null_[index(value)];
  }

  Op make_close(ValueId value, uint32_t line) {
    Op op;
    op.opcode = Opcode::close;
    op.line = line;
    op.operands.push_back(value);
    return op;
  }
  // `maybe_null`: whether the place it is for takes a null handle.
  Op make_dup(ValueId value, uint32_t line, bool maybe_null) {
    ir::Value copy = function_.value(value);
    copy.ownership = Ownership::owned;
    copy.type.maybe_null &= maybe_null;
    Op op;
    op.opcode = Opcode::dup;
    op.line = line;
    op.operands.push_back(value);
    op.results.push_back(new_value(function_, std::move(copy)));
    return op;
  }

  void rewrite_block(BlockId b) {
    const ir::BitSet& out = liveness_.live_out(b);
    std::vector<ValueId> marked;  // what live_ holds, and more
    const auto mark = [&](ValueId value) {
      live_[index(value)] = true;
      marked.push_back(value);
    };
    out.for_each([&](size_t number) { mark(liveness_.value(number)); });

    std::vector<Op> ops = std::move(function_.block(b).ops);
    std::vector<Op> reversed;  // the new operations, last one first
    // A block that raises needs no closes: the error edge releases what is held there.
    const bool fails = ops.back().opcode == Opcode::unreachable;
    for (size_t i = ops.size(); i-- > 0;) {
      Op& op = ops[i];
      if (is_terminator(op.opcode)) {
        rewrite_edges(b, op, reversed, mark);
        if (op.opcode == Opcode::return_) {
          rewrite_operands(op, reversed, mark, false);
          continue;
        }
        for (ValueId operand : op.operands) {
          if (tracked(operand) && !live_[index(operand)]) mark(operand);
        }
        if (op.opcode != Opcode::jump) reversed.push_back(std::move(op));
        continue;
      }
      for (ValueId result : op.results) {
        if (tracked(result) && !live_[index(result)] && !fails) {
          reversed.push_back(make_close(result, op.line));
        }
        live_[index(result)] = false;
      }
      if (op.opcode == Opcode::keep) {
        // Its work is done when the value is alive up to here.
        const ValueId value = op.operands[0];
        if (!tracked(value) || live_[index(value)]) continue;
        if (!fails) reversed.push_back(make_close(value, op.line));
        mark(value);
        continue;
      }
      rewrite_operands(op, reversed, mark, fails);
    }
    std::reverse(reversed.begin(), reversed.end());
    Block& block = function_.block(b);
    block.ops = std::move(reversed);
    for (ValueId parameter : block.parameters) {
      if (tracked(parameter) && !live_[index(parameter)] && !fails) {
        heads_[index(b)].push_back(make_close(parameter, block.ops.front().line));
      }
    }
    for (ValueId value : marked) live_[index(value)] = false;
  }

  static bool ends_in_failure(const Block& block) {
    return block.ops.back().opcode == Opcode::unreachable;
  }

  // Appends the operation and what its operands need, last one first.
  template <typename Mark>
  void rewrite_operands(Op& op, std::vector<Op>& reversed, Mark mark, bool fails) {
    const ir::OperandList& list = operand_list(op.opcode);
    const std::vector<ValueId> operands = op.operands;
    std::vector<Op> before;
    std::vector<Op> after;
    for (size_t i = 0; i < operands.size(); ++i) {
      const ValueId value = operands[i];
      if (std::find(operands.begin(), operands.begin() + static_cast<ptrdiff_t>(i), value) !=
          operands.begin() + static_cast<ptrdiff_t>(i)) {
        continue;  // seen at an earlier position
      }
      size_t taker = operands.size();  // the position that may take the value itself
      bool borrows = false;
      for (size_t k = i; k < operands.size(); ++k) {
        if (operands[k] != value) continue;
        if (list[k].consumed) {
          taker = k;
        } else {
          borrows = true;
        }
      }
      const bool last = tracked(value) && !live_[index(value)];
      if (!last || !owned(value) || borrows) taker = operands.size();
      for (size_t k = i; k < operands.size(); ++k) {
        if (operands[k] != value || !list[k].consumed || k == taker || !needs_dup(value)) continue;
        before.push_back(make_dup(value, op.line, list[k].nullable));
        op.operands[k] = before.back().results[0];
      }
      if (!last || taker != operands.size() || fails) continue;
      // A value that is only dup'ed can go before the operation.
      (borrows ? after : before).push_back(make_close(value, op.line));
    }
    for (size_t i = after.size(); i-- > 0;) reversed.push_back(std::move(after[i]));
    reversed.push_back(std::move(op));
    for (size_t i = before.size(); i-- > 0;) reversed.push_back(std::move(before[i]));
    for (ValueId value : operands) {
      if (tracked(value) && !live_[index(value)]) mark(value);
    }
  }

  // What each edge of a terminator needs: closes of what the target does not use, dups of
  // arguments. Marks everything that is live before the edges.
  template <typename Mark>
  void rewrite_edges(BlockId b, Op& op, std::vector<Op>& reversed, Mark mark) {
    // Everything alive on some edge.
    std::vector<ValueId> alive;
    const auto add = [&](ValueId value) {
      if (tracked(value)) alive.push_back(value);
    };
    liveness_.live_out(b).for_each(
        [&](size_t number) { alive.push_back(liveness_.value(number)); });
    if (op.opcode != Opcode::return_) {
      for (ValueId operand : op.operands) add(operand);
    }
    for (const Edge& edge : op.targets) {
      for (ValueId argument : edge.arguments) add(argument);
    }
    // In order of birth, younger ones first, like scopes that end.
    std::sort(alive.begin(), alive.end(), [](ValueId x, ValueId y) { return y < x; });
    alive.erase(std::unique(alive.begin(), alive.end()), alive.end());

    for (uint32_t t = 0; t < op.targets.size(); ++t) {
      std::vector<Op> closes;
      std::vector<Op> dups = rewrite_arguments(op, t);
      const Edge& edge = op.targets[t];
      for (ValueId value : alive) {
        if (liveness_.is_live_in(edge.target, value)) continue;
        if (std::find(edge.arguments.begin(), edge.arguments.end(), value) !=
            edge.arguments.end()) {
          continue;  // moved
        }
        closes.push_back(make_close(value, op.line));
      }
      place(b, op, t, std::move(dups), std::move(closes), reversed);
    }
    for (ValueId value : alive) {
      if (!live_[index(value)]) mark(value);
    }
  }

  std::vector<Op> rewrite_arguments(Op& op, uint32_t t) {
    std::vector<Op> dups;
    Edge& edge = op.targets[t];
    const std::vector<ValueId>& parameters = function_.block(edge.target).parameters;
    const size_t first = implicit_arguments(op, t);
    std::vector<ValueId> moved;
    for (size_t i = 0; i < edge.arguments.size(); ++i) {
      const ValueId value = edge.arguments[i];
      if (!needs_dup(value)) continue;
      if (owned(value) && !liveness_.is_live_in(edge.target, value) &&
          std::find(moved.begin(), moved.end(), value) == moved.end()) {
        moved.push_back(value);
        continue;
      }
      const bool maybe_null = function_.value(parameters[first + i]).type.maybe_null;
      dups.push_back(make_dup(value, op.line, maybe_null));
      edge.arguments[i] = dups.back().results[0];
    }
    return dups;
  }

  void place(BlockId b, Op& op, uint32_t t, std::vector<Op> dups, std::vector<Op> closes,
             std::vector<Op>& reversed) {
    const BlockId target = op.targets[t].target;
    if (op.opcode == Opcode::jump) {
      reversed.push_back(std::move(op));
      for (size_t i = closes.size(); i-- > 0;) reversed.push_back(std::move(closes[i]));
      for (size_t i = dups.size(); i-- > 0;) reversed.push_back(std::move(dups[i]));
      return;
    }
    if (dups.empty() && closes.empty()) return;
    if (dups.empty() && cfg_.predecessors[index(target)].size() == 1) {
      if (ends_in_failure(function_.block(target))) return;
      std::vector<Op>& head = heads_[index(target)];
      head.insert(head.end(), std::make_move_iterator(closes.begin()),
                  std::make_move_iterator(closes.end()));
      return;
    }
    for (Op& close : closes) dups.push_back(std::move(close));
    splits_.push_back({b, t, std::move(dups)});
  }

  Function& function_;
  ir::Cfg cfg_;
  ir::Liveness liveness_;
  std::vector<bool> live_;              // by value; of the block being rewritten
  std::vector<bool> is_null_;           // results of `null`
  std::vector<std::vector<Op>> heads_;  // operations to be put before each block's own
  std::vector<Split> splits_;
};

}  // namespace

namespace {

// Blocks that cannot fail need no handler. A function is left from a block of its own, so that
// what only a handler would need ends before.
void prepare_handlers(const ir::Module& module, Function& function) {
  const size_t count = function.blocks.size();
  for (size_t b = 0; b < count; ++b) {
    Block& block = function.blocks[b];
    if (block.handler == ir::kNoBlock) continue;
    if (std::none_of(block.ops.begin(), block.ops.end(),
                     [&](const Op& op) { return ir::is_fallible(module, op); })) {
      block.handler = ir::kNoBlock;
      continue;
    }
    if (block.ops.back().opcode != Opcode::return_) continue;
    Block end;
    end.ops.push_back(std::move(block.ops.back()));
    Op jump;
    jump.opcode = Opcode::jump;
    jump.line = end.ops[0].line;
    jump.targets.push_back({BlockId{static_cast<uint32_t>(function.blocks.size())}, {}});
    block.ops.back() = std::move(jump);
    function.blocks.push_back(std::move(end));
  }
}

}  // namespace

void run_ownership(ir::Module& module, PassContext&) {
  for (Function& function : module.functions) {
    prepare_handlers(module, function);
    ir::remove_unreachable_blocks(function);
    OwnershipPass(function).run();
  }
}

}  // namespace hpyc::passes
