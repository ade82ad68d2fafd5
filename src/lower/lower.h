// Syntax tree and semantic facts → IR.
#pragma once

#include <optional>
#include <string>

#include "ast/nodes.h"
#include "base/source_map.h"
#include "diag/diagnostic.h"
#include "ir/ir.h"
#include "sema/sema.h"

namespace hpyc::lower {

struct LowerOptions {
  std::string module_name;  // full dotted name
  std::string source_name;  // as tracebacks show it
};

// nullopt when errors have been reported (in this run or before), or sema refused a construct.
std::optional<ir::Module> lower_module(const ast::Module& module, const sema::SemaResult& sema,
                                       const SourceMap& sources, const LowerOptions& options,
                                       diag::DiagnosticEngine& engine);

}  // namespace hpyc::lower
