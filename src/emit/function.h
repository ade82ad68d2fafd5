// One IR function → C.
#pragma once

#include <string>
#include <string_view>

#include "emit/emit.h"
#include "emit/tables.h"
#include "ir/ir.h"

namespace hpyc::emit {

// `static HPy f1_fib(HPyContext *ctx, HPy);`
std::string forward_declaration(const ir::Function& function);

// The definition, and for functions that Python calls the entry behind it.
std::string emit_function(const ir::Module& module, ir::FunctionId id, Tables& tables,
                          const EmitOptions& options);

}  // namespace hpyc::emit
