#include "emit/c_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hpyc::emit {
namespace {

TEST(CStringTest, EscapesWhatCWouldRead) {
  EXPECT_EQ(c_string("a\"b\\c\n\t\r"), R"("a\"b\\c\n\t\r")");
}

TEST(CStringTest, BytesAreOctalSoThatDigitsMayFollow) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(c_string("\0001\xff"
                     "f\x7f"sv),
            R"("\0001\377f\177")");
  EXPECT_EQ(c_string("é"), R"("\303\251")");
}

TEST(CStringTest, HasNoTrigraphs) {
  EXPECT_EQ(c_string("a?"
                     "?/b?"
                     "?"
                     "?"),
            "\"a?\\?/b?\\?\\?\"");
}

TEST(CStringTest, LongTextIsSplitIntoLines) {
  std::string text = c_string(std::string(1000, 'x'), 2);
  size_t longest = 0;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  EXPECT_LT(longest, 500u);
  EXPECT_NE(text.find("x\"\n  \"x"), std::string::npos);
}

TEST(CNumberTest, IntegersOfEverySize) {
  EXPECT_EQ(c_integer(0), "0");
  EXPECT_EQ(c_integer(-2147483647), "-2147483647");
  EXPECT_EQ(c_integer(-2147483648ll), "-INT64_C(2147483648)");
  EXPECT_EQ(c_integer(INT64_MAX), "INT64_C(9223372036854775807)");
  EXPECT_EQ(c_integer(INT64_MIN), "INT64_MIN");
}

TEST(CNumberTest, DoublesAreExactAndDoubles) {
  EXPECT_EQ(c_double(1), "1.0");
  EXPECT_EQ(c_double(0.1), "0.1");
  EXPECT_EQ(c_double(-0.0), "-0.0");
  EXPECT_EQ(c_double(1e300), "1e+300");
  EXPECT_EQ(std::strtod(c_double(5e-324).c_str(), nullptr), 5e-324);
  EXPECT_EQ(c_double(-INFINITY), "-HUGE_VAL");
  EXPECT_EQ(c_double(NAN), "NAN");
}

TEST(UniqueNamesTest, VariablesAreReadableAndDistinct) {
  UniqueNames names;
  EXPECT_EQ(names.variable("total"), "total");
  EXPECT_EQ(names.variable("total"), "total_2");
  EXPECT_EQ(names.variable("total"), "total_3");
  EXPECT_EQ(names.variable("max_flips"), "max_flips_1");
  EXPECT_EQ(names.variable("t1"), "t1_1");
  EXPECT_EQ(names.numbered("t"), "t1");
  EXPECT_EQ(names.variable("café"), "cafue9_1");
}

TEST(UniqueNamesTest, WordsOfCAndOfHeadersAreNotVariables) {
  UniqueNames names;
  for (const char* word : {"int", "errno", "unix", "ctx", "step", "stdin", "bool", "restrict"})
    EXPECT_EQ(names.variable(word), std::string(word) + "_1") << word;
  EXPECT_EQ(names.variable("EOF"), "EOF_1");
  EXPECT_EQ(names.variable("_private"), "v_private_1");
}

TEST(UniqueNamesTest, ConstantsOfTheSameSpellingDiffer) {
  UniqueNames names;
  EXPECT_EQ(names.prefixed("K_", "a-b"), "K_a_b");
  EXPECT_EQ(names.prefixed("K_", "a_b"), "K_a_b_2");
  EXPECT_EQ(names.prefixed("K_", "a_b_2"), "K_a_b_2_2");
}

TEST(WrapListTest, BreaksAtTheColumnLimit) {
  std::vector<std::string> items(30, "abcdefgh");
  std::string text = wrap_list("  HPy ", items, ";\n", 4);
  EXPECT_EQ(text.substr(0, 20), "  HPy abcdefgh, abcd");
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    EXPECT_LE(end - at, 100u);
    at = end + 1;
  }
  EXPECT_NE(text.find(",\n    abc"), std::string::npos);
}

}  // namespace
}  // namespace hpyc::emit
