// Expressions back to text, in the spelling of CPython's postponed annotations (PEP 563).
#pragma once

#include <string>

#include "ast/nodes.h"
#include "sema/sema.h"

namespace hpyc::lower {

std::string unparse(const ast::Expr* expression, const sema::SemaResult& sema);

}  // namespace hpyc::lower
