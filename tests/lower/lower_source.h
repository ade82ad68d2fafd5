// Text → IR, for tests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ast/context.h"
#include "diag/load_source.h"
#include "diag/render.h"
#include "lex/lexer.h"
#include "lower/lower.h"
#include "parse/parser.h"
#include "sema/sema.h"

namespace hpyc::test {

struct Lowered {
  std::optional<ir::Module> module;
  std::string messages;  // one line a diagnostic
};

struct Language {
  bool cython = false;
  int level = 3;
};

inline Lowered lower_source(std::string_view text, const std::string& name = "test",
                            Language language = {}) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, name + ".py", text, engine);
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::LexOptions lex_options;
  parse::ParseOptions parse_options;
  sema::AnalyzeOptions analyze_options;
  lex_options.cython = parse_options.cython = analyze_options.is_cython = language.cython;
  lex_options.language_level = parse_options.language_level = language.level;
  lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
  ast::Module* module = parse::parse_module(*file, tokens, context, parse_options, engine);
  sema::SemaResult sema = sema::analyze(*module, context, analyze_options, engine);
  Lowered result;
  result.module = lower::lower_module(*module, sema, sources, {name, name + ".py"}, engine);
  result.messages = diag::render(diag::Format::one_line, engine, sources);
  return result;
}

}  // namespace hpyc::test
