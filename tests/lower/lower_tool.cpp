// hpyc-lower: source files → scopes, diagnostics or IR, as text. For tests and for looking at what
// the front half of the compiler makes of a file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "diag/load_source.h"
#include "diag/render.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "lex/lexer.h"
#include "lower/lower.h"
#include "parse/parser.h"
#include "sema/sema.h"

namespace {

using namespace hpyc;

struct Settings {
  bool scopes = false;
  bool sema_only = false;
  bool rules_only = false;  // do not refuse what is not compiled yet
  bool quiet = false;
  bool snippets = false;
};

// "ok", "rejected" (an error), "refused" (not supported yet) or "broken" (the verifier complains).
const char* run(const std::string& path, const Settings& settings) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::load_source(sources, path, engine);
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  const char* result = "ok";
  if (file == nullptr) return "rejected";
  std::string extension = std::filesystem::path(path).extension().string();
  lex::LexOptions lex_options;
  parse::ParseOptions options;
  options.cython = lex_options.cython = extension != ".py";
  options.is_pxd = extension == ".pxd";
  if (auto level = parse::language_level_of(file->text()))
    options.language_level = lex_options.language_level = *level;
  lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
  ast::Module* module = parse::parse_module(*file, tokens, context, options, engine);
  bool parsed = !engine.has_errors();
  sema::AnalyzeOptions analyze_options;
  analyze_options.check_supported = !settings.rules_only;
  analyze_options.is_cython = options.cython;
  sema::SemaResult sema = sema::analyze(*module, context, analyze_options, engine);
  if (settings.scopes && parsed) fmt::print("{}", sema::dump_scopes(sema));
  if (engine.has_errors()) {
    result = "refused";
    for (const diag::Diagnostic* d : engine.sorted())
      if (d->severity == diag::Severity::error && d->kind != diag::Kind::not_supported)
        result = "rejected";
  } else if (!settings.sema_only && !settings.scopes && !settings.rules_only) {
    lower::LowerOptions lower_options{std::filesystem::path(path).stem().string(),
                                      std::filesystem::path(path).filename().string()};
    auto lowered = lower::lower_module(*module, sema, sources, lower_options, engine);
    HPYC_ASSERT(lowered.has_value(), "a supported module is lowered");
    if (!settings.quiet) fmt::print("{}", ir::print(*lowered));
    for (const std::string& problem : ir::verify(*lowered, ir::Stage::lowered)) {
      fmt::print("{}: {}\n", path, problem);
      result = "broken";
    }
  }
  if (!settings.quiet) {
    auto format = settings.snippets ? diag::Format::snippet : diag::Format::one_line;
    fmt::print(stderr, "{}", diag::render(format, engine, sources));
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Source files to IR, as text"};
  Settings settings;
  std::vector<std::string> paths;
  app.add_flag("--scopes", settings.scopes, "print the scopes and their symbols, no IR");
  app.add_flag("--sema", settings.sema_only, "stop after semantic analysis");
  app.add_flag("--rules", settings.rules_only, "report errors, but refuse nothing; no IR");
  app.add_flag("--quiet,-q", settings.quiet, "one line a file: its result");
  app.add_flag("--snippets", settings.snippets, "diagnostics with the source they are about");
  app.add_option("files", paths)->required();
  CLI11_PARSE(app, argc, argv);
  bool fine = true;
  for (const std::string& path : paths) {
    std::string result = run(path, settings);
    if (settings.quiet) {
      fmt::print("{}\t{}\n", result, path);
      std::fflush(stdout);
    }
    fine = fine && result == "ok";
  }
  return fine ? 0 : 1;
}
