// The textual form of the IR: docs/internals/ir.md describes it, parse.h reads it back.
#pragma once

#include <string>
#include <string_view>

#include "ir/ir.h"

namespace hpyc::ir {

std::string print(const Module& module);
// Without the surrounding module: constants and functions are referred to by number and symbol.
std::string print(const Module& module, const Function& function);
std::string print(const Module& module, const Function& function, const Op& op);  // one line
std::string quote(std::string_view bytes);  // "…" with escapes, ASCII only

}  // namespace hpyc::ir
