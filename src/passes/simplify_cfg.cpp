// Merges and threads blocks, folds branches on known conditions, and drops what is dead.
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
using ir::ValueId;

// branch on a constant or with equal edges → jump; branch on `not` → swapped.
bool fold_branches(Function& function) {
  bool changed = false;
  const std::vector<ir::Definition> defined = ir::definitions(function);
  const auto definition = [&](ValueId value) -> const Op* {
    const ir::Definition& place = defined[index(value)];
    if (place.block == ir::kNoBlock || place.op == ir::Definition::kParameter) return nullptr;
    return &function.block(place.block).ops[place.op];
  };
  for (Block& block : function.blocks) {
    Op& op = block.ops.back();
    if (op.opcode != Opcode::branch) continue;
    for (const Op* condition = definition(op.operands[0]);
         condition != nullptr && condition->opcode == Opcode::not_;
         condition = definition(op.operands[0])) {
      op.operands[0] = condition->operands[0];
      std::swap(op.targets[0], op.targets[1]);
      changed = true;
    }
    const Op* condition = definition(op.operands[0]);
    const bool known = condition != nullptr && condition->opcode == Opcode::const_bool;
    const bool equal = op.targets[0].target == op.targets[1].target &&
                       op.targets[0].arguments == op.targets[1].arguments;
    if (!known && !equal) continue;
    Edge target = std::move(op.targets[known && condition->imm == 0 ? 1 : 0]);
    op.opcode = Opcode::jump;
    op.operands.clear();
    op.targets.clear();
    op.targets.push_back(std::move(target));
    changed = true;
  }
  return changed;
}

// An edge to a block that only jumps on goes to that block's target at once.
bool thread_edges(Function& function) {
  bool changed = false;
  // Parameters of a skipped block that are used elsewhere must stay defined.
  std::vector<bool> used_elsewhere(function.values.size());
  for (const Block& block : function.blocks) {
    const bool only_jump = block.ops.size() == 1 && block.ops[0].opcode == Opcode::jump;
    for (const Op& op : block.ops) {
      for (ValueId operand : op.operands) used_elsewhere[index(operand)] = true;
      for (const Edge& edge : op.targets) {
        for (ValueId argument : edge.arguments) {
          bool own = false;
          for (ValueId parameter : block.parameters) own |= parameter == argument;
          if (!only_jump || !own) used_elsewhere[index(argument)] = true;
        }
      }
    }
  }
  const auto skippable = [&](BlockId id) {
    const Block& block = function.block(id);
    if (index(id) == 0 || block.ops.size() != 1 || block.ops[0].opcode != Opcode::jump)
      return false;
    if (block.ops[0].targets[0].target == id) return false;
    for (ValueId parameter : block.parameters) {
      if (used_elsewhere[index(parameter)]) return false;
    }
    return true;
  };
  const auto skip = [&](const Edge& edge) {
    const Block& middle = function.block(edge.target);
    Edge onwards = middle.ops[0].targets[0];
    for (ValueId& argument : onwards.arguments) {
      for (size_t i = 0; i < middle.parameters.size(); ++i) {
        if (middle.parameters[i] != argument) continue;
        argument = edge.arguments[i];
        break;
      }
    }
    return onwards;
  };
  for (Block& block : function.blocks) {
    Op& op = block.ops.back();
    for (size_t t = 0; t < op.targets.size(); ++t) {
      if (implicit_arguments(op, t) != 0) continue;
      Edge edge = op.targets[t];
      std::vector<BlockId> passed;
      while (skippable(edge.target) &&
             std::find(passed.begin(), passed.end(), edge.target) == passed.end()) {
        passed.push_back(edge.target);
        edge = skip(edge);
      }
      // Empty blocks that form an endless loop stay as they are.
      if (passed.empty() || skippable(edge.target)) continue;
      op.targets[t] = std::move(edge);
      changed = true;
    }
  }
  return changed;
}

// A block whose only predecessor jumps to it becomes part of that one.
bool merge_blocks(Function& function) {
  const ir::Cfg cfg(function);
  ir::Replacements replacements(function.values.size());
  bool changed = false;
  for (BlockId b : cfg.order) {
    Block& block = function.block(b);
    while (!block.ops.empty() && block.ops.back().opcode == Opcode::jump) {
      Edge edge = block.ops.back().targets[0];
      Block& next = function.block(edge.target);
      if (edge.target == b || index(edge.target) == 0 || next.handler != block.handler ||
          cfg.predecessors[index(edge.target)].size() != 1 || next.ops.empty()) {
        break;
      }
      for (size_t i = 0; i < next.parameters.size(); ++i) {
        replacements.set(next.parameters[i], edge.arguments[i]);
        ir::Value& value = function.value(replacements.resolve(edge.arguments[i]));
        if (value.name.empty()) value.name = function.value(next.parameters[i]).name;
      }
      block.ops.pop_back();
      for (Op& op : next.ops) block.ops.push_back(std::move(op));
      next.ops.clear();
      next.parameters.clear();
      next.ops.emplace_back();  // unreachable now, and kept well formed
      next.ops.back().opcode = Opcode::unreachable;
      next.handler = ir::kNoBlock;
      changed = true;
    }
  }
  replacements.apply(function);
  return changed;
}

void run(const ir::Module& module, Function& function) {
  ir::remove_unreachable_blocks(function);
  for (bool again = true; again;) {
    again = fold_branches(function);
    again |= thread_edges(function);
    again |= ir::remove_unreachable_blocks(function);
    again |= merge_blocks(function);
    again |= ir::remove_unreachable_blocks(function);
    again |= ir::remove_trivial_parameters(function);
    again |= ir::remove_dead_operations(module, function);
  }
  ir::propagate_maybe_null(function);
}

}  // namespace

void run_simplify_cfg(ir::Module& module, PassContext&) {
  for (Function& function : module.functions) run(module, function);
}

}  // namespace hpyc::passes
