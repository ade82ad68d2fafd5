// Every data/NAME.ir starts with a comment `; run: PASS PASS …`. The module after these passes is
// compared with data/NAME.expected. With HPYC_UPDATE set in the environment, the expected files
// are written instead: read them before they are accepted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ir/parse.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/pass_manager.h"

namespace hpyc::passes {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(HPYC_TEST_DATA) / "data")) {
    if (entry.path().extension() == ".ir") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class PassFileTest : public testing::TestWithParam<std::string> {};

TEST_P(PassFileTest, GivesTheExpectedModule) {
  const fs::path source = fs::path(HPYC_TEST_DATA) / "data" / (GetParam() + ".ir");
  const fs::path expected = fs::path(source).replace_extension(".expected");
  const std::string text = read(source);
  constexpr std::string_view kRun = "; run: ";
  ASSERT_EQ(text.substr(0, kRun.size()), kRun);
  ir::ParseResult parsed = ir::parse_module(text);
  ASSERT_TRUE(parsed.module.has_value()) << to_string(parsed.error);
  ir::Module module = *std::move(parsed.module);
  for (const std::string& error : ir::verify(module, ir::Stage::lowered)) ADD_FAILURE() << error;
  ASSERT_FALSE(HasFailure());

  PassContext context;
  context.options.verify = false;  // here, so that a failure is not the end of the program
  std::istringstream names(text.substr(kRun.size(), text.find('\n') - kRun.size()));
  for (std::string name; names >> name;) {
    const Pass* pass = find_pass(name);
    ASSERT_NE(pass, nullptr) << name;
    run_pass(*pass, module, context);
    for (const std::string& error : ir::verify(module, pass->stage)) ADD_FAILURE() << error;
  }
  const std::string result = ir::print(module);
  EXPECT_TRUE(ir::parse_module(result).module.has_value());
  if (std::getenv("HPYC_UPDATE") != nullptr) {
    std::ofstream(expected, std::ios::binary) << result;
    return;
  }
  EXPECT_EQ(result, read(expected));
}

INSTANTIATE_TEST_SUITE_P(Files, PassFileTest, testing::ValuesIn(files()), [](const auto& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace hpyc::passes
