// Checks that a module is well formed. Passes may rely on what is checked here, and debug builds
// check it after each of them.
#pragma once

#include <string>
#include <vector>

#include "ir/ir.h"
#include "ir/op_info.h"

namespace hpyc::ir {

// One sentence an error, each naming the function, block and operation; empty if all is well.
// Structure: blocks end in one terminator, edges fit parameters, operands are defined on every
// path and have the representation that the table asks for, results are what the table says.
// From Stage::optimised on also: operands that may be null have been checked. From Stage::owned
// on also verify_ownership.
std::vector<std::string> verify(const Module& module, Stage stage);
std::vector<std::string> verify(const Module& module, FunctionId function, Stage stage);

// Linearity; the structure must be right. Every owned value is consumed exactly once on every path
// that leaves the function normally, constants are closed likewise, nothing is used after its
// consumption, and nothing but owned values (and the null handle) is consumed.
std::vector<std::string> verify_ownership(const Module& module, FunctionId function);

}  // namespace hpyc::ir
