// Directives: switches of the language, under Cython's names. See directives.def.
#pragma once

#include <string>
#include <string_view>

#include "base/span.h"
#include "diag/diagnostic.h"

namespace hpyc::sema {

struct Directives {
  int language_level = 3;  // the text was parsed with it
#define HPYC_DIRECTIVE_BOOL(field, name, default_value) bool field = default_value;
#define HPYC_DIRECTIVE_TEXT(field, name, default_value) std::string field = default_value;
#include "sema/directives.def"

  static bool is_known(std::string_view name);
  // Sets the directive called `name`; an unknown name or a value of the wrong form is reported at
  // `span`. False after an error.
  bool set(std::string_view name, std::string_view value, SourceSpan span,
           diag::DiagnosticEngine& engine);
};

}  // namespace hpyc::sema
