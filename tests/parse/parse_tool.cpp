// hpyc-parse: lexes and parses files. Says per file whether it was accepted and how fast; prints
// trees on request. For tests and for looking at what the parser makes of a file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "ast/print.h"
#include "diag/load_source.h"
#include "diag/render.h"
#include "lex/lexer.h"
#include "parse/parser.h"

namespace {

using namespace hpyc;
namespace fs = std::filesystem;

struct Settings {
  bool dump = false;
  bool json = false;
  bool positions = false;
  bool errors = false;
  bool quiet = false;
  int level = 3;
  int repeat = 1;
};

struct Totals {
  uint64_t files = 0;
  uint64_t accepted = 0;
  uint64_t lines = 0;
  uint64_t tokens = 0;
  double lex_seconds = 0;
  double parse_seconds = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool is_source(const fs::path& path) {
  std::string extension = path.extension().string();
  return extension == ".py" || extension == ".pyx" || extension == ".pxd" || extension == ".pxi";
}

void parse_file(const fs::path& path, const Settings& settings, Totals& totals) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::load_source(sources, path.string(), engine);
  ++totals.files;
  if (file == nullptr) {
    fmt::print("rejected\t{}\n", path.string());
    if (settings.errors) fmt::print("{}", diag::render(diag::Format::one_line, engine, sources));
    return;
  }
  std::string extension = path.extension().string();
  parse::ParseOptions options;
  options.cython = extension != ".py";
  options.is_pxd = extension == ".pxd";
  options.language_level = parse::language_level_of(file->text()).value_or(settings.level);
  lex::LexOptions lex_options;
  lex_options.cython = options.cython;
  lex_options.language_level = options.language_level;
  for (int i = 0; i < settings.repeat; ++i) {
    if (i > 0) engine.clear();
    Interner interner = lex::make_interner();
    ast::Context context(interner);
    auto start = std::chrono::steady_clock::now();
    lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
    totals.lex_seconds += seconds_since(start);
    start = std::chrono::steady_clock::now();
    ast::Module* module = parse::parse_module(*file, tokens, context, options, engine);
    totals.parse_seconds += seconds_since(start);
    totals.lines += file->line_count();
    totals.tokens += tokens.size();
    if (i > 0) continue;
    if (!engine.has_errors()) ++totals.accepted;
    if (!settings.quiet)
      fmt::print("{}\t{}\n", engine.has_errors() ? "rejected" : "accepted", path.string());
    if (settings.errors) fmt::print("{}", diag::render(diag::Format::one_line, engine, sources));
    ast::PrintOptions print_options;
    if (settings.positions) print_options.positions = file;
    if (settings.dump) fmt::print("{}", ast::print(module, interner, print_options));
    if (settings.json) {
      print_options.positions = file;
      print_options.skip_defaults = true;
      fmt::print("{}\n", ast::to_json(module, interner, print_options));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  std::vector<std::string> paths;
  bool from_stdin = false;
  CLI::App app("Lexes and parses Python and Cython files");
  app.add_option("paths", paths, "Files and directories (searched for .py, .pyx, .pxd, .pxi)");
  app.add_flag("--dump", settings.dump, "Print the tree of each file");
  app.add_flag("--json", settings.json, "Print the tree of each file as one line of JSON");
  app.add_flag("--positions", settings.positions, "Add positions to --dump");
  app.add_flag("--errors", settings.errors, "Print the diagnostics");
  app.add_flag("--quiet", settings.quiet, "No line per file");
  app.add_flag("--stdin", from_stdin, "Read paths from standard input, one a line");
  app.add_option("--level", settings.level, "Language level for files that do not say");
  app.add_option("--repeat", settings.repeat, "Parse each file so often, for timing");
  CLI11_PARSE(app, argc, argv);

  Totals totals;
  auto visit = [&](const std::string& name) {
    if (!fs::is_directory(name)) {
      parse_file(name, settings, totals);
      return;
    }
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(name))
      if (entry.is_regular_file() && is_source(entry.path())) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    for (const fs::path& path : found) parse_file(path, settings, totals);
  };
  for (const std::string& name : paths) visit(name);
  if (from_stdin) {
    // One answer per line, at once: other programs hold a conversation with this one.
    for (std::string line; std::getline(std::cin, line);) {
      visit(line);
      std::fflush(stdout);
    }
    return 0;
  }
  double total = totals.lex_seconds + totals.parse_seconds;
  fmt::print(stderr,
             "{} of {} files accepted; {} lines, {} tokens; lexer {:.3f} s, parser {:.3f} s, "
             "{:.0f} lines/s\n",
             totals.accepted, totals.files, totals.lines, totals.tokens, totals.lex_seconds,
             totals.parse_seconds, total > 0 ? static_cast<double>(totals.lines) / total : 0.0);
  return totals.accepted == totals.files ? 0 : 1;
}
