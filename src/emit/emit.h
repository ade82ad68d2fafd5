// IR after all passes → one C file.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"

namespace hpyc::emit {

enum class Abi : uint8_t { all, capi, cpython, universal, hybrid };

// The part of the runtime library that a module needs.
struct RuntimeText {
  std::string before;  // behind the module's counts and enums, before its functions
  std::string after;   // at the end of the file
};
// `symbols`: identifiers that the module's own code uses, sorted.
using RuntimeProvider =
    std::function<RuntimeText(const std::vector<std::string>& symbols, Abi abi)>;

struct EmitOptions {
  Abi abi = Abi::all;  // a single one: the others' code is left out
  std::string compiler_version = "0";
  RuntimeProvider runtime;       // without one, the file is not complete
  bool line_directives = false;  // #line, so that debuggers and gcc show the Python source
  bool source_comments = false;  // the source line above its operations
  std::vector<std::string_view> source_lines;  // for the comments; index 0 is line 1
};

// Operations must be in the form of Stage::owned (dup and close explicit). The text depends on the
// arguments only.
std::string emit_module(const ir::Module& module, const EmitOptions& options = {});

}  // namespace hpyc::emit
