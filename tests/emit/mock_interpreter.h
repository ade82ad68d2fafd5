// Runs IR with the meaning that data/mock_runtime.h gives to the operations.
#pragma once

#include <cstdint>
#include <string>

#include "ir/ir.h"

namespace hpyc::emit {

// The line that the compiled program prints for this function and failure.
std::string interpret(const ir::Module& module, uint32_t function, int fail_at);

}  // namespace hpyc::emit
