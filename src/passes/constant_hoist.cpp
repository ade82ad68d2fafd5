// Loading a constant costs a call in ABIs with a context, so it is done once: outside of loops,
// and not again where an earlier load of the same constant is available. In the other ABIs a
// constant is a variable, and where it is loaded makes no difference.
#include <map>
#include <utility>
#include <vector>

#include "ir/analysis.h"
#include "ir/rewrite.h"
#include "passes/passes.h"

namespace hpyc::passes {
namespace {

using ir::Block;
using ir::BlockId;
using ir::Function;
using ir::Op;
using ir::Opcode;

void hoist_out_of_loops(Function& function, const ir::Cfg& cfg, const ir::DominatorTree& dominators,
                        const ir::LoopForest& loops) {
  if (loops.loops.empty()) return;
  ir::Availability availability(function, cfg, dominators);
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    BlockId target{b};
    for (uint32_t loop = loops.innermost[b]; loop != ir::kNoId;
         loop = loops.innermost[index(target)]) {
      target = dominators.immediate_dominator(loops.loops[loop].header);
    }
    if (target == BlockId{b}) continue;
    // The loop may also be reached from a handler of that block's errors.
    while (!availability.at(target, BlockId{b}) && target != BlockId{0})
      target = dominators.immediate_dominator(target);
    std::vector<Op> moved;
    std::vector<Op> kept;
    for (Op& op : function.blocks[b].ops) {
      (op.opcode == Opcode::const_obj ? moved : kept).push_back(std::move(op));
    }
    function.blocks[b].ops = std::move(kept);
    std::vector<Op>& ops = function.block(target).ops;
    ops.insert(ops.end() - 1, std::make_move_iterator(moved.begin()),
               std::make_move_iterator(moved.end()));
  }
}

// Uses of a constant take the load that dominates them, if there is one already.
void share(Function& function, const ir::Cfg& cfg, const ir::DominatorTree& dominators) {
  struct Load {
    BlockId block;
    ir::ValueId value;
  };
  std::map<int64_t, std::vector<Load>> loads;
  ir::Replacements replacements(function.values.size());
  ir::Availability availability(function, cfg, dominators);
  // In reverse post-order dominators come first.
  for (BlockId b : cfg.order) {
    std::erase_if(function.block(b).ops, [&](const Op& op) {
      if (op.opcode != Opcode::const_obj) return false;
      std::vector<Load>& list = loads[op.imm];
      for (const Load& load : list) {
        if (load.block != b && !availability.at(load.block, b)) continue;
        replacements.set(op.results[0], load.value);
        return true;
      }
      list.push_back({b, op.results[0]});
      return false;
    });
  }
  replacements.apply(function);
}

}  // namespace

void run_constant_hoist(ir::Module& module, PassContext&) {
  for (Function& function : module.functions) {
    const ir::Cfg cfg(function);
    const ir::DominatorTree dominators(cfg);
    hoist_out_of_loops(function, cfg, dominators, ir::LoopForest(cfg, dominators));
    share(function, cfg, dominators);
  }
}

}  // namespace hpyc::passes
