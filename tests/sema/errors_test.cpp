// The cases of data/errors.txt: `=== message` and the source that it is about.
// compare_with_compile.py checks the messages against CPython.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "analyze_source.h"

namespace hpyc {
namespace {

struct Case {
  std::string message;
  std::string source;
};

std::vector<Case> cases() {
  std::ifstream file(std::string(HPYC_TEST_DATA) + "/data/errors.txt");
  std::vector<Case> result;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("=== ")) {
      std::string message = line.substr(4);
      if (size_t at = message.find("  @"); at != message.npos) message.resize(at);
      result.push_back({message, {}});
    } else if (!result.empty()) {
      result.back().source += line + "\n";
    }
  }
  return result;
}

TEST(SemaErrorsTest, EachCaseHasItsOneMessage) {
  sema::AnalyzeOptions options;
  options.check_supported = false;
  std::vector<Case> all = cases();
  ASSERT_GT(all.size(), 80u);
  for (const Case& c : all) {
    test::Analyzed result = test::analyze_source(c.source, options);
    ASSERT_FALSE(result.errors.empty()) << c.source;
    for (const std::string& message : result.errors) EXPECT_EQ(message, c.message) << c.source;
  }
}

TEST(SemaErrorsTest, AllErrorsOfAFileAreReported) {
  test::Analyzed result =
      test::analyze_source("return 1\nbreak\ndef f(a, a):\n  global a\n  nonlocal z\n");
  EXPECT_EQ(result.errors,
            (std::vector<std::string>{"'return' outside function", "'break' outside loop",
                                      "duplicate argument 'a' in function definition",
                                      "name 'a' is parameter and global",
                                      "no binding for nonlocal 'z' found"}));
}

TEST(DirectivesTest, CommentsSetThem) {
  test::Analyzed result = test::analyze_source("# cython: binding=False, cdivision=True\nx = 1\n");
  EXPECT_TRUE(result.errors.empty());
  EXPECT_FALSE(result.directives.binding);
  EXPECT_TRUE(result.directives.cdivision);
}

TEST(DirectivesTest, CommentsWinOverOptions) {
  sema::AnalyzeOptions options;
  options.directives = {{"binding", "True"}, {"profile", "True"}};
  test::Analyzed result = test::analyze_source("# cython: binding=False\n", options);
  EXPECT_FALSE(result.directives.binding);
  EXPECT_TRUE(result.directives.profile);
}

TEST(DirectivesTest, UnknownNamesAndBadValuesAreErrors) {
  EXPECT_EQ(test::analyze_source("# cython: bindin=True\n").errors,
            (std::vector<std::string>{"unknown directive 'bindin'"}));
  EXPECT_EQ(
      test::analyze_source("# cython: binding=maybe\n").errors,
      (std::vector<std::string>{"binding directive must be set to True or False, got 'maybe'"}));
}

}  // namespace
}  // namespace hpyc
