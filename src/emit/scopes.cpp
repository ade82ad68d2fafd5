#include "emit/scopes.h"

#include "ir/op_info.h"

namespace hpyc::emit {

using ir::BlockId;
using ir::Op;
using ir::ValueId;

bool needs_variable(const ir::Module& module, const ir::Function& function,
                    const Variables& variables, const Op& op, ValueId result) {
  if (variables.is_used(result) || ir::is_managed(function.value(result).type.rep)) return true;
  ir::ErrorKind error = ir::error_of(module, op);
  return error != ir::ErrorKind::never && error != ir::ErrorKind::neg;
}

Scopes::Scopes(const ir::Module& module, const ir::Function& function, const Variables& variables,
               const Items& items)
    : module_(module), function_(function), variables_(variables), uses_(variables.size()) {
  all_at_top_ = function.is_suspendable();  // resuming jumps to anywhere
  for (const ir::Block& block : function.blocks) all_at_top_ |= block.handler != ir::kNoBlock;
  scopes_.push_back({});
  walk(items, 0);
}

bool Scopes::declare_at_assignment(VariableId id) const {
  const Variable& variable = variables_[id];
  const Uses& uses = uses_[index(id)];
  return !all_at_top_ && !variable.parameter && variable.definitions == 1 && uses.scope != kNone &&
         uses.scope == uses.assignment;
}

void Scopes::walk(const Items& items, uint32_t scope) {
  for (const Item& item : items) {
    const auto& ops = function_.block(item.block).ops;
    switch (item.kind) {
      case ItemKind::operations:
        for (size_t i = 0; i + 1 < ops.size(); ++i) operation(item.block, i, scope);
        break;
      case ItemKind::step:
        operation(item.block, ops.size() - 1, scope);
        write(implicit_result(function_, ops.back()), scope);
        break;
      case ItemKind::if_:
      case ItemKind::leave:
        for (ValueId operand : ops.back().operands) read(operand, scope);
        break;
      case ItemKind::moves: {
        const ir::Edge& edge = ops.back().targets[item.edge];
        const auto& parameters = function_.block(edge.target).parameters;
        size_t skip = parameters.size() - edge.arguments.size();
        for (size_t k = 0; k < edge.arguments.size(); ++k) {
          ValueId parameter = parameters[k + skip];
          if (!variables_.is_used(parameter) &&
              !ir::is_managed(function_.value(parameter).type.rep))
            continue;
          read(edge.arguments[k], scope);
          write(parameter, scope);
        }
        break;
      }
      default:
        break;
    }
    for (const Items* inner : {&item.body, &item.otherwise}) {
      if (inner->empty()) continue;
      scopes_.push_back({scope, scopes_[scope].depth + 1});
      walk(*inner, static_cast<uint32_t>(scopes_.size() - 1));
    }
  }
}

void Scopes::operation(BlockId block, size_t i, uint32_t scope) {
  const Op& op = function_.block(block).ops[i];
  if (variables_.is_dead(op)) return;
  if (op.results.size() == 1 && variables_.is_folded(op.results[0])) return;
  for (ValueId operand : op.operands) read(operand, scope);
  for (ValueId result : op.results)
    if (needs_variable(module_, function_, variables_, op, result)) write(result, scope);
  for (ValueId value : variables_.live_at_error(block, i)) refer(variables_.of(value), 0);
}

void Scopes::read(ValueId value, uint32_t scope) {
  variables_.for_each_leaf(value, [&](ValueId leaf) { refer(variables_.of(leaf), scope); });
}

void Scopes::write(ValueId value, uint32_t scope) {
  refer(variables_.of(value), scope);
  uses_[index(variables_.of(value))].assignment = scope;
}

void Scopes::refer(VariableId id, uint32_t scope) {
  uint32_t& common = uses_[index(id)].scope;
  if (common == kNone) {
    common = scope;
    return;
  }
  while (common != scope) {
    uint32_t& deeper = scopes_[common].depth >= scopes_[scope].depth ? common : scope;
    deeper = scopes_[deeper].parent;
  }
}

}  // namespace hpyc::emit
