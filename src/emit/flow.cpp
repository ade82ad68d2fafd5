#include "emit/flow.h"

namespace hpyc::emit {

using ir::BlockId;
using ir::index;

Flow::Flow(const ir::Function& function)
    : cfg(function),
      dominators(cfg),
      loops(cfg, dominators),
      predecessors(function.blocks.size()),
      is_handler(function.blocks.size()) {
  for (BlockId block : cfg.order) {
    const ir::Block& b = function.block(block);
    for (const ir::Edge& edge : b.ops.back().targets)
      predecessors[index(edge.target)].push_back(block);
    if (b.handler != ir::kNoBlock) is_handler[index(b.handler)] = true;
  }
}

BlockId Flow::outer_loop(BlockId header_block) const {
  return header(loops.loops[loops.innermost[index(header_block)]].parent);
}

bool Flow::loop_contains(BlockId header_block, BlockId block) const {
  for (BlockId l = loop_of(block); l != ir::kNoBlock; l = outer_loop(l))
    if (l == header_block) return true;
  return false;
}

}  // namespace hpyc::emit
