// The embedded runtime library as the emitter asks for it.
#pragma once

#include <string>
#include <vector>

#include "emit/emit.h"

namespace hpyc::driver {

emit::RuntimeText runtime_text(const std::vector<std::string>& symbols, emit::Abi abi);

}  // namespace hpyc::driver
