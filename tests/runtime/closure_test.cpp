// What the runtime library prints for a module: complete, minimal, deterministic, and C that
// compiles for every ABI.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "runtime/runtime_library.h"

namespace hpyc::runtime {
namespace {

constexpr std::array kAbis = {Abi::capi, Abi::cpython, Abi::universal, Abi::hybrid};

std::string text_of(std::vector<std::string_view> needed, std::optional<Abi> only = {}) {
  ClosureText text = closure_text(needed, only);
  return text.before + text.after;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 512> buffer{};
  while (pipe && fgets(buffer.data(), buffer.size(), pipe)) out += buffer.data();
  if (!pipe || pclose(pipe) != 0) return "";
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

// Compiler flags for an ABI, empty when its headers are not there.
std::string flags(Abi abi) {
  const char* chosen = std::getenv("HPYC_TEST_PYTHON");
  std::string python = chosen ? chosen : "python3";
  static const std::string include = output_of(
      python + " -c \"import sysconfig; print(sysconfig.get_path('include'))\" 2>/dev/null");
  static const std::string hpy =
      output_of(python +
                " -c \"import hpy.universal, hpy; print(list(hpy.__path__)[0] + "
                "'/devel/include')\" 2>/dev/null");
  if (include.empty() || (abi != Abi::capi && hpy.empty())) return "";
  switch (abi) {
    case Abi::capi:
      return "-I" + include;
    case Abi::cpython:
      return "-DHPY_ABI_CPYTHON -I" + include + " -isystem " + hpy;
    case Abi::universal:
      return "-DHPY_ABI_UNIVERSAL -isystem " + hpy;
    case Abi::hybrid:
      return "-DHPY_ABI_HYBRID -I" + include + " -isystem " + hpy;
  }
  return "";
}

std::string file_with(const std::vector<std::string_view>& needed, std::optional<Abi> only) {
  ClosureText text = closure_text(needed, only);
  return "#define HPYC_MODULE_NAME \"m\"\n#define HPYC_MODULE_INIT m\n#define HPYC_SOURCE_NAME "
         "\"m.py\"\n#define HPYC_DOC -1\n"
         "#define HPYC_FUNCTION_COUNT 1\n#define HPYC_CONSTANT_COUNT 1\n#define HPYC_SITE_COUNT "
         "1\n" +
         text.before +
         "static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT] = {{0}};\n"
         "static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT] = {{'n', 1, "
         "{\"m\"}}};\n"
         "static HPy f0_module(HPyContext *ctx) { return HPy_Dup(ctx, hpyc_none(ctx)); }\n" +
         text.after;
}

std::string compile(const std::string& text, Abi abi) {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("hpyc-closure-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "m.c") << text;
  std::string command = "gcc -std=gnu11 -fsyntax-only -Wall -Wextra -Werror " + flags(abi) + " " +
                        (folder / "m.c").string() + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  std::string out;
  std::array<char, 512> buffer{};
  while (fgets(buffer.data(), buffer.size(), pipe)) out += buffer.data();
  bool failed = pclose(pipe) != 0;
  std::filesystem::remove_all(folder);
  return failed ? out.substr(0, 2000) + "…" : "";
}

TEST(Closure, HoldsWhatASymbolNeedsAndNothingElse) {
  std::string text = text_of({"hpyc_num_binary_add"}, Abi::capi);
  EXPECT_TRUE(contains(text, "hpyc_num_add_("));
  EXPECT_TRUE(contains(text, "hpyc_num_slow("));
  EXPECT_FALSE(contains(text, "hpyc_num_floordivide_"));
  EXPECT_FALSE(contains(text, "hpyc_getslice"));
}

TEST(Closure, IsTheSameForAnyOrderOfTheSymbols) {
  EXPECT_EQ(text_of({"hpyc_getitem_num", "hpyc_call"}),
            text_of({"hpyc_call", "hpyc_getitem_num", "hpyc_call"}));
}

TEST(Closure, DropsTheOtherAbisWhenPrunedToOne) {
  std::string universal = text_of({"hpyc_getattr", "hpyc_next"}, Abi::universal);
  EXPECT_FALSE(contains(universal, "HPYC_DIRECT"));
  EXPECT_FALSE(contains(universal, "HPYC_UNIVERSAL"));
  EXPECT_FALSE(contains(universal, "PyObject_GetAttr"));
  std::string capi = text_of({"hpyc_getattr", "hpyc_next"}, Abi::capi);
  EXPECT_FALSE(contains(capi, "hpy.h"));
  EXPECT_FALSE(contains(capi, "HPYC_CAPI"));
  EXPECT_TRUE(contains(capi, "PyObject_GetAttr"));
}

TEST(Closure, ReducesTheListsToWhatIsUsed) {
  std::string text = text_of(
      {"hpyc_call_known", "hpyc_known_len", "hpyc_call_method", "HPYC_METHOD_append"}, Abi::capi);
  EXPECT_TRUE(contains(text, "X(len, \"builtins\", \"len\")"));
  EXPECT_FALSE(contains(text, "math_sin"));
  EXPECT_TRUE(contains(text, "hpyc_method_list_append"));
  EXPECT_FALSE(contains(text, "hpyc_method_list_insert"));
  EXPECT_FALSE(contains(text, "HPYC_O_help_import"));
}

TEST(Closure, HasNoCommentsAndNoBlankLines) {
  std::string text = text_of({"hpyc_call", "hpyc_traceback"});
  EXPECT_FALSE(contains(text, "\n\n"));
  EXPECT_FALSE(contains(text, "// "));
}

TEST(Closure, KnowsItsSymbols) {
  EXPECT_TRUE(has_symbol("hpyc_global_load"));
  EXPECT_TRUE(has_symbol("hpyc_known_len"));  // made by a macro of the runtime
  EXPECT_FALSE(has_symbol("hpyc_no_such_thing"));
}

// Every symbol's closure by itself. By default a part of the symbols, HPYC_TEST_ALL_CLOSURES=1: all
// of them.
TEST(Closure, OfEachSymbolCompilesAloneForEveryAbi) {
  size_t step = std::getenv("HPYC_TEST_ALL_CLOSURES") ? 1 : 41;
  std::set<std::pair<std::string, Abi>> done;
  size_t count = 0;
  for (size_t i = 0; i < symbols().size(); i += step) {
    std::string_view symbol = symbols()[i];
    if (!symbol.starts_with("hpyc_")) continue;
    for (Abi abi : kAbis) {
      if (flags(abi).empty()) continue;
      // Alternately the file for all ABIs and the one for this only.
      std::string text = file_with(
          {symbol}, (i / step + static_cast<size_t>(abi)) % 2 ? std::optional(abi) : std::nullopt);
      if (!done.insert({text, abi}).second) continue;
      count++;
      std::string errors = compile(text, abi);
      EXPECT_EQ(errors, "") << symbol << " for ABI " << static_cast<int>(abi);
    }
  }
  if (count == 0) GTEST_SKIP() << "no Python headers";
}

TEST(Closure, OfEverythingCompilesForEveryAbi) {
  std::vector<std::string_view> all(symbols().begin(), symbols().end());
  std::vector<std::string> tabled;
  for (const char* known :
       {"len", "abs", "min", "max", "isinstance", "int_", "math_sin", "math_sqrt"}) {
    tabled.push_back(std::string("hpyc_known_") + known);
    tabled.push_back(std::string("hpyc_known_num_") + known);
  }
  for (const char* method : {"append", "pop", "insert", "reverse", "get", "join"})
    tabled.push_back(std::string("HPYC_METHOD_") + method);
  all.insert(all.end(), tabled.begin(), tabled.end());
  for (Abi abi : kAbis) {
    if (flags(abi).empty()) continue;
    EXPECT_EQ(compile(file_with(all, std::nullopt), abi), "") << static_cast<int>(abi);
    EXPECT_EQ(compile(file_with(all, abi), abi), "") << static_cast<int>(abi);
  }
}

}  // namespace
}  // namespace hpyc::runtime
