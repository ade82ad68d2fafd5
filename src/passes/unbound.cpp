// Removes check.bound where the variable is bound on every path, and notes which values that
// may be null. Optimistic: in a loop, a variable is bound unless a path says otherwise.
#include <vector>

#include "ir/analysis.h"
#include "ir/rewrite.h"
#include "passes/passes.h"

namespace hpyc::passes {
namespace {

void run(ir::Function& function) {
  ir::propagate_maybe_null(function);
  const ir::Cfg cfg(function);
  const ir::CheckedValues checked(function, cfg);
  for (ir::BlockId b : cfg.order) {
    ir::CheckedValues::Cursor cursor = checked.start(b);
    std::erase_if(function.block(b).ops, [&](const ir::Op& op) {
      if (op.opcode != ir::Opcode::check_bound) return false;
      const ir::ValueId value = op.operands[0];
      const bool redundant = !function.value(value).type.maybe_null || cursor.at(value);
      cursor.step(op);
      return redundant;
    });
  }
}

}  // namespace

void run_unbound(ir::Module& module, PassContext&) {
  for (ir::Function& function : module.functions) run(function);
}

}  // namespace hpyc::passes
