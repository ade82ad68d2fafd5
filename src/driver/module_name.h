// The dotted name of the module that a source file becomes.
#pragma once

#include <string>
#include <string_view>

namespace hpyc::driver {

enum class Suffix : uint8_t { py, pyx, pxd, pxi, other };
Suffix suffix_of(std::string_view path);

struct ModulePlace {
  std::string name;         // "pkg.sub.module"; "pkg" for pkg/__init__.py
  std::string source_name;  // "pkg/sub/module.py": the path from the outermost package on
};

// A folder is a package if it has an __init__ file. `path` need not exist.
ModulePlace find_module_place(const std::string& path);

// An identifier, or several joined by dots.
bool is_module_name(std::string_view name);
// The nearest valid name: "my-script" → "my_script".
std::string valid_module_name(std::string_view name);

}  // namespace hpyc::driver
