// The entry points of all passes, one file each, named as the pass. docs/internals/passes.md.
#pragma once

#include "ir/ir.h"
#include "passes/pass_manager.h"

namespace hpyc::passes {

void run_unbound(ir::Module& module, PassContext& context);
void run_simplify_cfg(ir::Module& module, PassContext& context);
void run_specialise(ir::Module& module, PassContext& context);
void run_known_calls(ir::Module& module, PassContext& context);
void run_keep_alive(ir::Module& module, PassContext& context);
void run_local_lists(ir::Module& module, PassContext& context);
void run_unbox(ir::Module& module, PassContext& context);
void run_check_stack(ir::Module& module, PassContext& context);
void run_constant_hoist(ir::Module& module, PassContext& context);
void run_ownership(ir::Module& module, PassContext& context);

}  // namespace hpyc::passes
