// Endless recursion must end in RecursionError, not at the end of the C stack: every function that
// may call something, and so itself in the end, checks the stack when it is entered.
#include <algorithm>

#include "ir/op_info.h"
#include "passes/passes.h"

namespace hpyc::passes {

using namespace ir;

void run_check_stack(Module& module, PassContext&) {
  for (Function& function : module.functions) {
    if (function.kind != FunctionKind::python || function.blocks.empty()) continue;
    const bool calls =
        std::any_of(function.blocks.begin(), function.blocks.end(), [&](const Block& block) {
          return std::any_of(block.ops.begin(), block.ops.end(), [&](const Op& op) {
            return effects_of(module, op) == Effects::python;
          });
        });
    if (!calls) continue;
    Op check;
    check.opcode = Opcode::check_stack;
    check.line = function.first_line;
    std::vector<Op>& entry = function.blocks[0].ops;
    entry.insert(entry.begin(), std::move(check));
  }
}

}  // namespace hpyc::passes
