#include "lex/lexer.h"

#include <gtest/gtest.h>

#include "lex_testing.h"

namespace hpyc::lex {
namespace {

constexpr LexOptions kCython{.cython = true};
constexpr LexOptions kCython2{.cython = true, .language_level = 2};

TEST(Lexer, EmptyFileHasOnlyItsEnd) {
  EXPECT_EQ(dump(""), "EndOfFile");
  EXPECT_EQ(dump("\n  \n\t# comment\n\n"), "EndOfFile");
  EXPECT_EQ(dump("# comment without newline"), "EndOfFile");
}

TEST(Lexer, MissingLastNewlineIsMadeUp) {
  EXPECT_EQ(dump("x"), "Name:x Newline EndOfFile");
  EXPECT_EQ(dump("if x:\n  y"), "KwIf Name:x Colon Newline Indent Name:y Newline Dedent EndOfFile");
  Lexed lexed("x");
  EXPECT_EQ(lexed[1].length, 0u);
}

TEST(Lexer, KeywordsHaveKindsAndNames) {
  for (uint32_t i = 0; i < 35; ++i) {
    auto kind = static_cast<TokenKind>(static_cast<uint32_t>(TokenKind::KwFalse) + i);
    Lexed lexed(to_string(kind));
    EXPECT_EQ(lexed[0].kind, kind);
    EXPECT_EQ(lexed.name(0), to_string(kind));
    EXPECT_TRUE(is_keyword(kind));
  }
  EXPECT_EQ(dump("iff false none Def"), "Name:iff Name:false Name:none Name:Def Newline EndOfFile");
}

TEST(Lexer, SoftAndCythonKeywordsAreNames) {
  Lexed lexed("match case type _ cdef nogil DEF print spam", kCython);
  for (size_t i = 0; i < 9; ++i) EXPECT_EQ(lexed[i].kind, TokenKind::Name);
  EXPECT_TRUE(lexed[0].is_name(names::kMatch));
  EXPECT_TRUE(is_soft_keyword(lexed[3].name));
  EXPECT_FALSE(is_soft_keyword(lexed[4].name));
  EXPECT_TRUE(is_cython_keyword(lexed[4].name));
  EXPECT_TRUE(is_cython_keyword(lexed[6].name));
  EXPECT_FALSE(is_cython_keyword(lexed[7].name));
  EXPECT_FALSE(is_cython_keyword(lexed[8].name));
}

TEST(Lexer, EveryOperatorIsReadAlone) {
  for (int i = static_cast<int>(TokenKind::LeftParen); i <= static_cast<int>(TokenKind::CaretEqual);
       ++i) {
    auto kind = static_cast<TokenKind>(i);
    std::string text(to_string(kind));
    Lexed lexed("a " + text + " b", kCython2);
    if (kind == TokenKind::RightParen || kind == TokenKind::RightBracket ||
        kind == TokenKind::RightBrace)
      continue;
    EXPECT_EQ(lexed[1].kind, kind) << text;
    EXPECT_EQ(lexed.text(1), text);
  }
}

TEST(Lexer, LongestOperatorWins) {
  EXPECT_EQ(dump("a**=b//=c<<=d>>=e"),
            "Name:a DoubleStarEqual Name:b DoubleSlashEqual Name:c LeftShiftEqual Name:d "
            "RightShiftEqual Name:e Newline EndOfFile");
  EXPECT_EQ(dump("a->b:=c...d..e"),
            "Name:a Arrow Name:b ColonEqual Name:c Ellipsis Name:d Dot Dot Name:e Newline "
            "EndOfFile");
  EXPECT_EQ(dump("x<-y"), "Name:x Less Minus Name:y Newline EndOfFile");
}

TEST(Lexer, PositionsAndFlags) {
  Lexed lexed("ab  =c\n  \\\n +d");
  EXPECT_EQ(lexed[0].offset, 0u);
  EXPECT_TRUE(lexed[0].has(kFirstOnLine));
  EXPECT_FALSE(lexed[0].has(kSpaceBefore));
  EXPECT_EQ(lexed[1].offset, 4u);
  EXPECT_TRUE(lexed[1].has(kSpaceBefore));
  EXPECT_FALSE(lexed[2].has(kSpaceBefore));
  EXPECT_EQ(lexed[3].kind, TokenKind::Newline);
  EXPECT_EQ(lexed[3].offset, 6u);
  EXPECT_EQ(lexed[4].kind, TokenKind::Indent);
}

TEST(Lexer, BracketsJoinLines) {
  EXPECT_EQ(dump("f(\n  a,\n# comment\nb)\nc"),
            "Name:f LeftParen Name:a Comma Name:b RightParen Newline Name:c Newline EndOfFile");
}

TEST(Lexer, BackslashJoinsLines) {
  EXPECT_EQ(dump("a + \\\n   b\n"), "Name:a Plus Name:b Newline EndOfFile");
  EXPECT_EQ(errors("a \\b\n"),
            "1:3: error: unexpected character after line continuation character\n");
  EXPECT_EQ(errors("a \\\n"),
            "1:3: error: unexpected end of file after line continuation character\n");
  EXPECT_EQ(errors("a \\"),
            "1:3: error: unexpected end of file after line continuation character\n");
  // White space after it is reported, and read as what was meant.
  Lexed lexed("a + \\  \n b\n");
  EXPECT_EQ(lexed.dump(), "Name:a Plus Name:b Newline EndOfFile");
  EXPECT_EQ(lexed.engine().sorted()[0]->fixits.size(), 1u);
}

TEST(Lexer, CommentsAreKeptApart) {
  Lexed lexed("# cython: language_level=3\nx = 1  # type: int\n  # last");
  const auto& comments = lexed.buffer().comments();
  ASSERT_EQ(comments.size(), 3u);
  EXPECT_EQ(lexed.buffer().text(comments[0]), "# cython: language_level=3");
  EXPECT_TRUE(comments[0].own_line);
  EXPECT_EQ(comments[0].next_token, 0u);
  EXPECT_EQ(lexed.buffer().text(comments[1]), "# type: int");
  EXPECT_FALSE(comments[1].own_line);
  EXPECT_EQ(comments[1].next_token, 3u);
  EXPECT_TRUE(comments[2].own_line);
  EXPECT_EQ(lexed.buffer().text(comments[2]), "# last");
}

TEST(Lexer, NewlinesOfAllSystems) {
  EXPECT_EQ(dump("a\r\nb\rc"), "Name:a Newline Name:b Newline Name:c Newline EndOfFile");
}

TEST(Indentation, BlocksNestAndEnd) {
  EXPECT_EQ(dump("if a:\n  if b:\n    c\n\n  # d\nd\n"),
            "KwIf Name:a Colon Newline Indent KwIf Name:b Colon Newline Indent Name:c Newline "
            "Dedent Dedent Name:d Newline EndOfFile");
}

TEST(Indentation, FormFeedStartsTheCountAnew) {
  EXPECT_EQ(dump("if a:\n    \f  b\n  c\n"),
            "KwIf Name:a Colon Newline Indent Name:b Newline Name:c Newline Dedent EndOfFile");
}

TEST(Indentation, TabsGoToMultiplesOfEight) {
  EXPECT_EQ(errors("if a:\n        if b:\n        \tc\n"), "");
  EXPECT_EQ(errors("if a:\n\tb\n        c\n"),
            "3:1: error: inconsistent use of tabs and spaces in indentation\n");
  EXPECT_EQ(errors("if a:\n        b\n\tc\n"),
            "3:1: error: inconsistent use of tabs and spaces in indentation\n");
  EXPECT_EQ(errors("if a:\n        if b:\n\t\tc\n"),
            "3:1: error: inconsistent use of tabs and spaces in indentation\n");
}

TEST(Indentation, MismatchIsReportedOnceAndTheBlockGoesOn) {
  Lexed lexed("if a:\n        b\n    c\n    d\ne\n");
  EXPECT_EQ(lexed.errors(), "3:1: error: unindent does not match any outer indentation level\n");
  EXPECT_EQ(lexed.dump(),
            "KwIf Name:a Colon Newline Indent Name:b Newline Name:c Newline Name:d Newline Dedent "
            "Name:e Newline EndOfFile");
}

TEST(Indentation, DepthIsLimited) {
  std::string text;
  for (size_t i = 0; i < 100; ++i) text += std::string(i, ' ') + "if 1:\n";
  EXPECT_EQ(errors(text), "");
  text += std::string(100, ' ') + "x\n";
  EXPECT_EQ(errors(text), "101:1: error: too many levels of indentation\n");
}

TEST(Indentation, ContinuationInTheIndentTakesTheFirstPart) {
  EXPECT_EQ(dump("if a:\n    \\\n  b\n    c\n"),
            "KwIf Name:a Colon Newline Indent Name:b Newline Name:c Newline Dedent EndOfFile");
}

TEST(Identifiers, UnicodeNamesAreNormalised) {
  Lexed lexed("ﬁn = é + e\u0301");
  EXPECT_EQ(lexed.name(0), "fin");
  EXPECT_TRUE(lexed[0].has(kNormalized));
  EXPECT_TRUE(lexed[0].has(kNonAscii));
  EXPECT_EQ(lexed[2].name, lexed[4].name);
  EXPECT_FALSE(lexed[2].has(kNormalized));
}

TEST(Identifiers, NormalisingDoesNotMakeKeywords) {
  Lexed lexed("𝐝𝐞𝐟");
  EXPECT_EQ(lexed[0].kind, TokenKind::Name);
  EXPECT_EQ(lexed[0].name, names::kDef);
}

TEST(Identifiers, MixOfAsciiAndOthers) {
  EXPECT_EQ(dump("aé1_ß = x蟒"), "Name:aé1_ß Equal Name:x蟒 Newline EndOfFile");
  EXPECT_EQ(errors("ªº = ℘ + ℮x·y"), "");
}

TEST(Identifiers, InvalidCharacters) {
  EXPECT_EQ(errors("x = €"), "1:5: error: invalid character '€' (U+20AC)\n");
  EXPECT_EQ(errors("x²"), "1:2: error: invalid character '²' (U+00B2)\n");
  EXPECT_EQ(errors("a $ b"), "1:3: error: invalid character '$'\n");
  EXPECT_EQ(errors("a \x01"), "1:3: error: invalid non-printable character U+0001\n");
  EXPECT_EQ(errors("a ? b"), "1:3: error: invalid character '?'\n");
  EXPECT_EQ(dump("x = €€€ + 1"), "Name:x Equal Error!:€€€ Plus Integer:1 Newline EndOfFile");
}

TEST(Identifiers, NoBreakSpaceIsReportedAndReadAsSpace) {
  Lexed lexed("a\u00A0= 1");
  EXPECT_EQ(lexed.errors(), "1:2: error: invalid non-printable character U+00A0\n");
  EXPECT_EQ(lexed.dump(), "Name:a Equal Integer:1 Newline EndOfFile");
}

TEST(Identifiers, TypographicQuotesGetAHint) {
  Lexed lexed("x = “");
  EXPECT_EQ(lexed.engine().sorted()[0]->hints[0], "did you mean `\"`?");
}

TEST(Identifiers, BadBytesAreReportedOnlyByTheDecoder) {
  Lexed lexed("x = \xFF\n");
  EXPECT_EQ(lexed.errors(), "");
  EXPECT_EQ(lexed.dump(), "Name:x Equal Error!:\uFFFD Newline EndOfFile");
}

TEST(Brackets, NeverClosed) {
  Lexed lexed("x = (1,\n  [2\n");
  EXPECT_EQ(lexed.errors(), "2:3: error: '[' was never closed\n");
  EXPECT_EQ(lexed.dump(),
            "Name:x Equal LeftParen Integer:1 Comma LeftBracket Integer:2 RightBracket! "
            "RightParen! Newline! EndOfFile");
}

TEST(Brackets, AStatementKeywordEndsAnOpenBracket) {
  Lexed lexed("x = foo(1,\n  # why\ndef f():\n  pass\n");
  EXPECT_EQ(lexed.errors(), "1:8: error: '(' was never closed\n");
  EXPECT_EQ(lexed.dump(),
            "Name:x Equal Name:foo LeftParen Integer:1 Comma RightParen! Newline! KwDef Name:f "
            "LeftParen RightParen Colon Newline Indent KwPass Newline Dedent EndOfFile");
}

TEST(Brackets, KeywordsOfExpressionsDoNot) {
  EXPECT_EQ(errors("x = (a\nif b\nelse c\nfor d\nin e\nand not f or\nlambda: g is\nawait h)\n"),
            "");
}

TEST(Brackets, Unmatched) {
  EXPECT_EQ(errors("x = )"), "1:5: error: unmatched ')'\n");
  EXPECT_EQ(errors("(]"),
            "1:2: error: closing parenthesis ']' does not match opening parenthesis '('\n");
  EXPECT_EQ(
      errors("(\n]"),
      "2:1: error: closing parenthesis ']' does not match opening parenthesis '(' on line 1\n");
}

TEST(Brackets, TokensStayBalanced) {
  EXPECT_EQ(dump("(a]"), "LeftParen Name:a RightParen! Newline EndOfFile");
  EXPECT_EQ(dump("(a[b)"),
            "LeftParen Name:a LeftBracket Name:b RightBracket! RightParen Newline EndOfFile");
}

TEST(Brackets, DepthIsLimited) {
  EXPECT_EQ(errors(std::string(200, '(') + std::string(200, ')')), "");
  EXPECT_EQ(errors(std::string(201, '[') + std::string(201, ']')),
            "1:201: error: too many nested parentheses\n");
}

TEST(Cython, QuestionMarkAndBackquote) {
  EXPECT_EQ(dump("<Foo?>x", kCython), "Less Name:Foo Question Greater Name:x Newline EndOfFile");
  EXPECT_EQ(dump("`x`", kCython2), "Backquote Name:x Backquote Newline EndOfFile");
  EXPECT_EQ(errors("`", kCython), "1:1: error: invalid character '`'\n");
}

TEST(Cython, OldNotEqual) {
  EXPECT_EQ(errors("a <> b", kCython2), "");
  EXPECT_EQ(errors("a <> b"), "1:3: error: the operator `<>` is not part of Python 3\n");
  EXPECT_EQ(dump("a <> b"), "Name:a NotEqual Name:b Newline EndOfFile");
}

TEST(Cython, CdefEndsAnOpenBracketInCythonOnly) {
  EXPECT_EQ(errors("x = (1,\ncdef int y\n", kCython), "1:5: error: '(' was never closed\n");
  EXPECT_EQ(errors("x = (1,\ncdef)\n"), "");
}

TEST(Tokens, AugmentedAssignmentKnowsItsOperator) {
  EXPECT_EQ(binary_of_augmented(TokenKind::PlusEqual), TokenKind::Plus);
  EXPECT_EQ(binary_of_augmented(TokenKind::DoubleStarEqual), TokenKind::DoubleStar);
  EXPECT_EQ(binary_of_augmented(TokenKind::RightShiftEqual), TokenKind::RightShift);
}

}  // namespace
}  // namespace hpyc::lex
