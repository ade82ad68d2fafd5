// Spelling of C: literals, identifiers, layout of long lists.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/containers.h"

namespace hpyc::emit {

// A string literal with its quotes. Any byte may occur in `bytes`. A long one is split into
// adjacent literals on lines of their own, each indented by `indent` spaces.
std::string c_string(std::string_view bytes, size_t indent = 4);

// An expression of type int or int64_t.
std::string c_integer(int64_t value);
// An expression of type double with exactly this value; needs <math.h> for infinities and NaN.
std::string c_double(double value);

// ASCII letters, digits and underscores; other code points become `u` + hexadecimal digits. May
// start with a digit or be empty.
std::string ascii_identifier(std::string_view text);

// A word that a generated file must not use as the name of a variable: keywords, names of the
// vocabulary, lower-case macros of system headers.
bool is_reserved_word(std::string_view word);

// Hands out identifiers that are valid in C, readable and distinct.
class UniqueNames {
 public:
  // For a local variable: `n`, `n_2`, `max_flips_1`. A name with digits or underscores always gets
  // a suffix, so that it never meets a macro of a header or another name that got one.
  std::string variable(std::string_view hint);
  // prefix + text, followed by `_2`, `_3` … if taken.
  std::string prefixed(std::string_view prefix, std::string_view text);
  // prefix + the next number from 1.
  std::string numbered(std::string_view prefix);

 private:
  StringSet taken_;
  StringMap<uint32_t> next_;
};

// Joins items with ", " and breaks lines at 100 columns, continuation lines indented.
std::string wrap_list(std::string_view head, const std::vector<std::string>& items,
                      std::string_view tail, size_t indent);

}  // namespace hpyc::emit
