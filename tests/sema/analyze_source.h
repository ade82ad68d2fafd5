// Text → semantic facts, for tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ast/context.h"
#include "diag/load_source.h"
#include "lex/lexer.h"
#include "parse/parser.h"
#include "sema/sema.h"

namespace hpyc::test {

struct Analyzed {
  std::string scopes;
  std::vector<std::string> errors;
  sema::Directives directives;
};

inline Analyzed analyze_source(std::string_view text, const sema::AnalyzeOptions& options = {}) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, "test.py", text, engine);
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::LexOptions lex_options;
  parse::ParseOptions parse_options;
  lex_options.cython = parse_options.cython = options.is_cython;
  lex_options.language_level = parse_options.language_level =
      parse::language_level_of(text).value_or(3);
  lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
  ast::Module* module = parse::parse_module(*file, tokens, context, parse_options, engine);
  sema::SemaResult sema = sema::analyze(*module, context, options, engine);
  Analyzed result;
  result.scopes = sema::dump_scopes(sema);
  result.directives = sema.directives;
  for (const diag::Diagnostic* d : engine.sorted())
    if (d->severity == diag::Severity::error) result.errors.push_back(d->message);
  return result;
}

}  // namespace hpyc::test
