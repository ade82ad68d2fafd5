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

inline Lowered lower_source(std::string_view text, const std::string& name = "test") {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, name + ".py", text, engine);
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::TokenBuffer tokens = lex::lex(*file, {}, interner, engine);
  ast::Module* module = parse::parse_module(*file, tokens, context, {}, engine);
  sema::SemaResult sema = sema::analyze(*module, context, {}, engine);
  Lowered result;
  result.module = lower::lower_module(*module, sema, sources, {name, name + ".py"}, engine);
  result.messages = diag::render(diag::Format::one_line, engine, sources);
  return result;
}

}  // namespace hpyc::test
