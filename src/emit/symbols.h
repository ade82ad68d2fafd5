// Names of the vocabulary: which C function or macro stands for an operation.
#pragma once

#include <string>
#include <string_view>

#include "ir/ir.h"

namespace hpyc::emit {

// hpyc_getattr, hpyc_num_binary_add …
std::string vocabulary_name(const ir::Op& op);
// What the release of a value of this ownership and type is called.
std::string_view close_name(const ir::Value& value);
std::string_view dup_name(const ir::Type& type);
// HPy_LT …
std::string_view compare_constant(uint8_t sub);
std::string_view c_type(ir::Rep rep);

}  // namespace hpyc::emit
