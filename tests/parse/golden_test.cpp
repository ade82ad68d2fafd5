// Each file in data/ holds cases:
//
//   == name [cython] [pxd] [level2] [positions]
//   source
//   --
//   what the parser makes of it: diagnostics as `line:column: message`, then the tree unless there
//   was an error
//
// HPYC_UPDATE_GOLDEN=1 in the environment rewrites the files. Read the change before accepting it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ast/print.h"
#include "diag/load_source.h"
#include "lex/lexer.h"
#include "parse/parser.h"

namespace hpyc::parse {
namespace {

struct Case {
  std::string header;
  std::string source;
  std::string expected;

  bool has(const char* flag) const {
    return header.find(fmt::format("[{}]", flag)) != std::string::npos;
  }
};

std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::vector<Case> cases;
  bool in_source = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("== ")) {
      cases.push_back({line, {}, {}});
      in_source = true;
    } else if (cases.empty()) {
      continue;
    } else if (line == "--" && in_source) {
      in_source = false;
    } else {
      (in_source ? cases.back().source : cases.back().expected) += line + "\n";
    }
  }
  return cases;
}

std::string outcome_of(const Case& test) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, "case.py", test.source, engine);
  lex::LexOptions lex_options;
  lex_options.cython = test.has("cython") || test.has("pxd");
  lex_options.language_level = test.has("level2") ? 2 : 3;
  ParseOptions options;
  options.cython = lex_options.cython;
  options.is_pxd = test.has("pxd");
  options.language_level = lex_options.language_level;
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
  ast::Module* module = parse_module(*file, tokens, context, options, engine);
  std::string out;
  for (const diag::Diagnostic* diagnostic : engine.sorted()) {
    LineColumn at = file->line_column(diagnostic->span.begin);
    LineColumn end = file->line_column(diagnostic->span.end);
    out += fmt::format("{}:{}-{}{}: {}", at.line, at.column,
                       end.line == at.line ? "" : fmt::format("{}:", end.line), end.column,
                       diagnostic->message);
    if (!diagnostic->label.empty()) out += fmt::format(" [{}]", diagnostic->label);
    for (const std::string& hint : diagnostic->hints) out += fmt::format(" (hint: {})", hint);
    out += "\n";
  }
  ast::PrintOptions print_options;
  if (test.has("positions")) print_options.positions = file;
  if (!engine.has_errors()) out += ast::print(module, interner, print_options);
  return out;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, matches) {
  std::filesystem::path path = std::filesystem::path(HPYC_TEST_DATA) / "data" / GetParam();
  std::vector<Case> cases = read_cases(path);
  ASSERT_FALSE(cases.empty());
  bool update = std::getenv("HPYC_UPDATE_GOLDEN") != nullptr;
  for (Case& test : cases) {
    std::string actual = outcome_of(test) + "\n";
    if (update)
      test.expected = actual;
    else
      EXPECT_EQ(test.expected, actual) << test.header << "\n" << test.source;
  }
  if (!update) return;
  std::ofstream stream(path);
  for (const Case& test : cases)
    stream << test.header << "\n" << test.source << "--\n" << test.expected;
}

std::vector<std::string> data_files() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(HPYC_TEST_DATA) / "data"))
    if (entry.path().extension() == ".txt") files.push_back(entry.path().filename().string());
  std::sort(files.begin(), files.end());
  return files;
}

INSTANTIATE_TEST_SUITE_P(Data, Golden, testing::ValuesIn(data_files()), [](const auto& info) {
  return info.param.substr(0, info.param.find('.'));
});

}  // namespace
}  // namespace hpyc::parse
