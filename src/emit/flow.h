// What the structurer asks about a control-flow graph.
#pragma once

#include <vector>

#include "ir/analysis.h"
#include "ir/ir.h"

namespace hpyc::emit {

struct Flow {
  explicit Flow(const ir::Function& function);

  ir::Cfg cfg;
  ir::DominatorTree dominators;
  ir::LoopForest loops;
  std::vector<std::vector<ir::BlockId>> predecessors;  // one entry an edge; no error edges
  std::vector<bool> is_handler;

  const std::vector<ir::BlockId>& order() const { return cfg.order; }
  uint32_t position(ir::BlockId block) const { return cfg.position[index(block)]; }
  bool is_back_edge(ir::BlockId from, ir::BlockId to) const {
    return position(from) >= position(to);
  }
  // Headers of loops; kNoBlock when there is none.
  ir::BlockId loop_of(ir::BlockId block) const { return header(loops.innermost[index(block)]); }
  ir::BlockId outer_loop(ir::BlockId header) const;
  bool is_header(ir::BlockId block) const { return loop_of(block) == block; }
  bool loop_contains(ir::BlockId header, ir::BlockId block) const;

 private:
  ir::BlockId header(uint32_t loop) const {
    return loop == ir::kNoId ? ir::kNoBlock : loops.loops[loop].header;
  }
};

}  // namespace hpyc::emit
