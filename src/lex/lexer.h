// Source text → tokens.
#pragma once

#include "diag/diagnostic.h"
#include "lex/token.h"

namespace hpyc::lex {

struct LexOptions {
  // .pyx/.pxd/.pxi: `?` and c'x' are tokens, numbers may have the suffixes U and L, ur'' is a
  // string.
  bool cython = false;
  // 2: backquotes, 0777 and `<>` are accepted (with `cython` only).
  int language_level = 3;
  uint32_t max_indent_depth = 100;
  uint32_t max_bracket_depth = 200;
  uint32_t max_fstring_depth = 150;
};

// Never fails: what is wrong is reported, and the tokens go on to the end of the file. `interner`
// comes from make_interner(). `file` must outlive the buffer.
TokenBuffer lex(const SourceFile& file, const LexOptions& options, Interner& interner,
                diag::DiagnosticEngine& engine);

}  // namespace hpyc::lex
