#include <gtest/gtest.h>

#include "base/source_map.h"

namespace hpyc {
namespace {

using ProblemKind = DecodeProblem::Kind;

TEST(Decode, Utf8IsTheDefault) {
  DecodedText text = decode_source("x = 'é'\n");
  EXPECT_EQ(text.text, "x = 'é'\n");
  EXPECT_EQ(text.encoding, "utf-8");
  EXPECT_TRUE(text.problems.empty());
}

TEST(Decode, ByteOrderMarkIsDropped) { EXPECT_EQ(decode_source("\xEF\xBB\xBFx").text, "x"); }

TEST(Decode, AllNewlineFormsBecomeLineFeeds) {
  EXPECT_EQ(decode_source("a\r\nb\rc\n\r\n").text, "a\nb\nc\n\n");
}

TEST(Decode, CookieOfTheFirstLine) {
  DecodedText text = decode_source("# -*- coding: latin-1 -*-\nx = '\xE9'\n");
  EXPECT_EQ(text.encoding, "iso-8859-1");
  EXPECT_EQ(text.text, "# -*- coding: latin-1 -*-\nx = 'é'\n");
}

TEST(Decode, CookieOfTheSecondLine) {
  EXPECT_EQ(decode_source("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80'").text,
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'€'");
  EXPECT_EQ(decode_source("\r\n#coding:latin1\r\n\xE9").text, "\n#coding:latin1\né");
}

TEST(Decode, CookieBelowCodeOrOnTheThirdLineIsNone) {
  EXPECT_EQ(decode_source("x = 1\n# coding: latin-1\n").encoding, "utf-8");
  EXPECT_EQ(decode_source("\n\n# coding: latin-1\n").encoding, "utf-8");
  EXPECT_EQ(decode_source("x = 'coding: latin-1'\n").encoding, "utf-8");
}

TEST(Decode, EncodingNamesAreNormalised) {
  for (const char* name : {"UTF8", "utf_8", "Utf-8", "utf-8-unix", "u8"})
    EXPECT_EQ(decode_source(std::string("# coding=") + name + "\n").encoding, "utf-8") << name;
  for (const char* name : {"Latin1", "ISO_8859-1", "iso-latin-1", "L1", "latin-1-dos"})
    EXPECT_EQ(decode_source(std::string("# coding=") + name + "\n").encoding, "iso-8859-1") << name;
  EXPECT_EQ(decode_source("# coding: iso-8859-15\n\xA4").text, "# coding: iso-8859-15\n€");
}

TEST(Decode, RareEncodingsAreThoseOfTheCLibrary) {
  const DecodedText cyrillic = decode_source("# coding: koi8-r\nx = '\xd0\xd1'\r\n");
  EXPECT_TRUE(cyrillic.problems.empty());
  EXPECT_EQ(cyrillic.text, "# coding: koi8-r\nx = '\u043f\u044f'\n");
  EXPECT_EQ(cyrillic.encoding, "koi8-r");
  const DecodedText japanese = decode_source("# coding: euc_jp\nx = '\xa4\xa2'\n");
  EXPECT_TRUE(japanese.problems.empty());
  EXPECT_EQ(japanese.text, "# coding: euc_jp\nx = '\u3042'\n");
}

TEST(Decode, BytesThatARareEncodingHasNotAreReportedWhereTheyAre) {
  const DecodedText text = decode_source("# coding: iso8859-7\nx = '\xff'\n");
  ASSERT_EQ(text.problems.size(), 1U);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::invalid_bytes);
  EXPECT_EQ(text.problems[0].offset, 25U);
  EXPECT_EQ(text.text, "# coding: iso8859-7\nx = '\uFFFD'\n");
}

TEST(Decode, EncodingsWithoutAsciiAreUnknown) {
  const DecodedText text = decode_source("# coding: utf-16\nx = 1\n");
  ASSERT_EQ(text.problems.size(), 1U);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::unknown_encoding);
}

TEST(Decode, UnknownEncodingIsReportedAtItsName) {
  DecodedText text = decode_source("# coding: klingon\n");
  ASSERT_EQ(text.problems.size(), 1u);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::unknown_encoding);
  EXPECT_EQ(text.problems[0].detail, "klingon");
  EXPECT_EQ(text.problems[0].offset, 10u);
}

TEST(Decode, MarkAndCookieMustAgree) {
  DecodedText text = decode_source("\xEF\xBB\xBF# coding: latin-1\n");
  ASSERT_EQ(text.problems.size(), 1u);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::conflicting_encoding);
}

TEST(Decode, InvalidBytesBecomeReplacementCharacters) {
  DecodedText text = decode_source("a\xFF\xFE b\xC3");
  EXPECT_EQ(text.text, "a\uFFFD\uFFFD b\uFFFD");
  ASSERT_EQ(text.problems.size(), 2u);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::invalid_bytes);
  EXPECT_EQ(text.problems[0].offset, 1u);
  EXPECT_EQ(text.problems[0].detail, "0xff");
  EXPECT_EQ(text.problems[1].offset, 9u);
}

TEST(Decode, OverlongFormsSurrogatesAndTooLargeAreInvalidUtf8) {
  for (const char* bytes : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                            "\xF0\x80\x80\x80", "\x80", "\xF8\x88\x80\x80\x80"})
    EXPECT_FALSE(decode_source(bytes).problems.empty());
  EXPECT_TRUE(decode_source("\xF4\x8F\xBF\xBF\xED\x9F\xBF\xEF\xBF\xBF").problems.empty());
}

TEST(Decode, AsciiCookieForbidsHighBytes) {
  DecodedText text = decode_source("# coding: ascii\n\xC3\xA9");
  ASSERT_EQ(text.problems.size(), 1u);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::invalid_bytes);
}

TEST(Decode, NullBytesAreReportedAndRemoved) {
  DecodedText text = decode_source(std::string_view("a\0b", 3));
  EXPECT_EQ(text.text, "a b");
  ASSERT_EQ(text.problems.size(), 1u);
  EXPECT_EQ(text.problems[0].kind, ProblemKind::nul_byte);
}

TEST(Decode, ProblemsOfAFileAreLimited) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += "\xFF ";
  EXPECT_EQ(decode_source(bytes).problems.size(), 20u);
}

}  // namespace
}  // namespace hpyc
