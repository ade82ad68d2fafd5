// Reads the textual form of the IR, as print.h writes it or as tests are written by hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ir/ir.h"

namespace hpyc::ir {

struct ParseError {
  uint32_t line = 0;    // 1-based
  uint32_t column = 0;  // 1-based, in bytes
  std::string message;
};
std::string to_string(const ParseError& error);  // "3:14: expected …"

struct ParseResult {
  std::optional<Module> module;  // empty after an error
  ParseError error;
};

// Checks the grammar and that every name is defined; whether the module makes sense is the
// verifier's business.
ParseResult parse_module(std::string_view text);

}  // namespace hpyc::ir
