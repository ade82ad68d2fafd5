#include <gtest/gtest.h>

#include <cmath>

#include "lex_testing.h"

namespace hpyc::lex {
namespace {

constexpr LexOptions kCython{.cython = true};

TEST(Numbers, FormsOfPython) {
  for (const char* text : {"0", "00", "0_0", "7", "1_000_000", "0xFf", "0X_1f", "0b1_0", "0B0",
                           "0o17", "0O_7", "123456789012345678901234567890"}) {
    Lexed lexed(text);
    EXPECT_EQ(lexed.dump(), std::string("Integer:") + text + " Newline EndOfFile");
    EXPECT_EQ(lexed.errors(), "") << text;
  }
  for (const char* text :
       {"1.", ".5", "1.5", "1e5", "1E+5", "1.e-5", "0.0", "1_0.0_1e1_0", "09.5", "09e1"}) {
    Lexed lexed(text);
    EXPECT_EQ(lexed.dump(), std::string("Float:") + text + " Newline EndOfFile");
    EXPECT_EQ(lexed.errors(), "") << text;
  }
  for (const char* text : {"1j", "1J", "1.5j", ".5j", "1e5j", "09j", "0j"}) {
    Lexed lexed(text);
    EXPECT_EQ(lexed.dump(), std::string("Imaginary:") + text + " Newline EndOfFile");
    EXPECT_EQ(lexed.errors(), "") << text;
  }
}

TEST(Numbers, DotsAfterThem) {
  EXPECT_EQ(dump("1..real"), "Float:1. Dot Name:real Newline EndOfFile");
  EXPECT_EQ(dump("1 .real"), "Integer:1 Dot Name:real Newline EndOfFile");
  EXPECT_EQ(dump("x[1:...]"),
            "Name:x LeftBracket Integer:1 Colon Ellipsis RightBracket Newline EndOfFile");
  EXPECT_EQ(dump("1...real"), "Float:1. Dot Dot Name:real Newline EndOfFile");
}

TEST(Numbers, Errors) {
  struct Case {
    const char* text;
    const char* message;
  };
  const char* kZeros =
      "1:1: error: leading zeros in decimal integer literals are not permitted; use an 0o prefix "
      "for octal integers\n";
  for (const Case& c : std::vector<Case>{
           {"1_", "1:1: error: invalid decimal literal\n"},
           {"1__0", "1:1: error: invalid decimal literal\n"},
           {"1_.5", "1:1: error: invalid decimal literal\n"},
           {"1._5", "1:1: error: invalid decimal literal\n"},
           {"1abc", "1:1: error: invalid decimal literal\n"},
           {"1e", "1:1: error: invalid decimal literal\n"},
           {"1e+", "1:1: error: invalid decimal literal\n"},
           {"1e5_", "1:1: error: invalid decimal literal\n"},
           {"1.real", "1:1: error: invalid decimal literal\n"},
           {"1jx", "1:1: error: invalid imaginary literal\n"},
           {"0x", "1:1: error: invalid hexadecimal literal\n"},
           {"0xg", "1:1: error: invalid hexadecimal literal\n"},
           {"0x1_", "1:1: error: invalid hexadecimal literal\n"},
           {"0o8", "1:3: error: invalid digit '8' in octal literal\n"},
           {"0o1_", "1:1: error: invalid octal literal\n"},
           {"0b2", "1:3: error: invalid digit '2' in binary literal\n"},
           {"0b12", "1:4: error: invalid digit '2' in binary literal\n"},
           {"0777", kZeros},
           {"0_7", kZeros},
           {"0129", kZeros},
           {"1L", "1:1: error: invalid decimal literal\n"},
       }) {
    EXPECT_EQ(errors(c.text), c.message) << c.text;
    Lexed lexed(std::string(c.text) + " + x");
    EXPECT_EQ(lexed.dump(), "Integer!:" + std::string(c.text) + " Plus Name:x Newline EndOfFile");
  }
}

TEST(Numbers, OctalFixItKeepsTheDigits) {
  Lexed lexed("0755");
  ASSERT_EQ(lexed.engine().sorted()[0]->fixits.size(), 1u);
  EXPECT_EQ(lexed.engine().sorted()[0]->fixits[0].replacement, "0o755");
  EXPECT_TRUE(Lexed("0789").engine().sorted()[0]->fixits.empty());
}

TEST(Numbers, KeywordDirectlyAfterOnlyWarns) {
  EXPECT_EQ(dump("1if x else y"), "Integer:1 KwIf Name:x KwElse Name:y Newline EndOfFile");
  EXPECT_EQ(errors("1if x else y"), "1:1: warning: invalid decimal literal\n");
  // The f is a hexadecimal digit.
  EXPECT_EQ(dump("0x1for x"), "Integer:0x1f KwOr Name:x Newline EndOfFile");
  EXPECT_EQ(errors("1or 2"), "1:1: warning: invalid decimal literal\n");
  EXPECT_EQ(errors("1jand 2"), "1:1: warning: invalid imaginary literal\n");
}

TEST(Numbers, SuffixesOfCython) {
  for (const char* text : {"1L", "1U", "1UL", "1ull", "1LL", "1lu", "0xFFu", "0x1L"}) {
    EXPECT_EQ(dump(text, kCython), std::string("Integer:") + text + " Newline EndOfFile");
    EXPECT_EQ(errors(text, kCython), "") << text;
  }
  EXPECT_EQ(errors("1LLL", kCython), "1:1: error: invalid decimal literal\n");
  EXPECT_EQ(errors("1UU", kCython), "1:1: error: invalid decimal literal\n");
}

TEST(Numbers, Python2OctalInLanguageLevelTwo) {
  EXPECT_EQ(errors("0777", {.cython = true, .language_level = 2}), "");
  EXPECT_NE(errors("0778", {.cython = true, .language_level = 2}), "");
  EXPECT_NE(errors("0777", kCython), "");
}

TEST(DecodeInt, RadixesAndSizes) {
  IntLiteral literal = decode_int("0x_FF");
  EXPECT_EQ(literal.radix, 16);
  EXPECT_EQ(literal.digits, "ff");
  EXPECT_TRUE(literal.fits_u64);
  EXPECT_EQ(literal.value, 255u);
  EXPECT_EQ(decode_int("0b1010").value, 10u);
  EXPECT_EQ(decode_int("0o17").value, 15u);
  EXPECT_EQ(decode_int("1_000").value, 1000u);
  EXPECT_EQ(decode_int("0_0").digits, "0");
  EXPECT_EQ(decode_int("0777").value, 511u);
  EXPECT_EQ(decode_int("18446744073709551615").value, UINT64_MAX);
  EXPECT_FALSE(decode_int("18446744073709551616").fits_u64);
}

TEST(DecodeInt, Suffixes) {
  IntLiteral literal = decode_int("0xAuLL");
  EXPECT_EQ(literal.value, 10u);
  EXPECT_TRUE(literal.is_unsigned);
  EXPECT_EQ(literal.long_count, 2);
  EXPECT_EQ(decode_int("5L").long_count, 1);
}

TEST(DecodeInt, DecimalTextOfLargeValues) {
  EXPECT_EQ(to_decimal(decode_int("0xFFFFFFFFFFFFFFFFFFFF")), "1208925819614629174706175");
  EXPECT_EQ(to_decimal(decode_int("0o7777777777777777777777777")), "37778931862957161709567");
  EXPECT_EQ(to_decimal(decode_int("0b1" + std::string(70, '0'))), "1180591620717411303424");
  EXPECT_EQ(to_decimal(decode_int("123456789012345678901234567890")),
            "123456789012345678901234567890");
  EXPECT_EQ(to_decimal(decode_int("0x10")), "16");
}

TEST(DecodeFloat, ExactAndExtreme) {
  EXPECT_EQ(decode_float("0.1"), 0.1);
  EXPECT_EQ(decode_float("1_0.5_0e0_1"), 105.0);
  EXPECT_EQ(decode_float("5e-324"), 5e-324);
  EXPECT_EQ(decode_float("1.7976931348623157e308"), 1.7976931348623157e308);
  EXPECT_TRUE(std::isinf(decode_float("1e400")));
  EXPECT_TRUE(std::isinf(decode_float("1" + std::string(400, '0') + ".")));
  EXPECT_EQ(decode_float("1e-400"), 0.0);
  EXPECT_EQ(decode_float("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(decode_float("0e999999999999999999999"), 0.0);
  EXPECT_TRUE(std::isinf(decode_float("1e999999999999999999999")));
  EXPECT_EQ(decode_imaginary("2.5j"), 2.5);
}

}  // namespace
}  // namespace hpyc::lex
