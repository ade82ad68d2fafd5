#pragma once

namespace hpyc::driver {

inline constexpr const char* kVersion = HPYC_VERSION;  // set by CMake

}  // namespace hpyc::driver
