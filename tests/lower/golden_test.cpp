// Every data/NAME.py lowers to data/NAME.ir. After a change that is meant, run the test with
// HPYC_UPDATE_GOLDEN=1 and read the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "diag/load_source.h"
#include "diag/render.h"
#include "ir/parse.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "lower_source.h"

namespace hpyc {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const auto& entry : fs::directory_iterator(fs::path(HPYC_TEST_DATA) / "data"))
    if (entry.path().extension() == ".py") result.push_back(entry.path().stem().string());
  std::sort(result.begin(), result.end());
  return result;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, LowersToTheRecordedIr) {
  fs::path source = fs::path(HPYC_TEST_DATA) / "data" / (GetParam() + ".py");
  fs::path golden = fs::path(HPYC_TEST_DATA) / "data" / (GetParam() + ".ir");
  test::Lowered lowered = test::lower_source(contents(source), GetParam());
  ASSERT_TRUE(lowered.module) << lowered.messages;
  for (const std::string& problem : ir::verify(*lowered.module, ir::Stage::lowered))
    ADD_FAILURE() << problem;
  std::string text = ir::print(*lowered.module);
  if (std::getenv("HPYC_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << text;
  EXPECT_EQ(text, contents(golden));
}

INSTANTIATE_TEST_SUITE_P(Lower, Golden, testing::ValuesIn(names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace hpyc
