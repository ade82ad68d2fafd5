#include <gtest/gtest.h>

#include "lex_testing.h"

namespace hpyc::lex {
namespace {

constexpr LexOptions kCython{.cython = true};

std::string value(std::string_view literal, LexOptions options = {}) {
  Lexed lexed(literal, options);
  return lexed.decode(0).value;
}
// The messages of reading and decoding the first token.
std::string problems(std::string_view literal, LexOptions options = {}) {
  Lexed lexed(literal, options);
  static_cast<void>(lexed.decode(0));
  return lexed.errors();
}

TEST(Strings, PrefixesInAnyCaseAndOrder) {
  struct Case {
    const char* text;
    int flags;
  };
  for (const Case& c :
       std::vector<Case>{{"'x'", 0},
                         {"r'x'", kStringRaw},
                         {"B'x'", kStringBytes},
                         {"u'x'", kStringUnicode},
                         {"bR'x'", kStringBytes | kStringRaw},
                         {"Rb'x'", kStringBytes | kStringRaw},
                         {"rB\"x\"", kStringBytes | kStringRaw | kStringDoubleQuote},
                         {"'''x'''", kStringTriple},
                         {"r\"\"\"x\"\"\"", kStringRaw | kStringTriple | kStringDoubleQuote}}) {
    Lexed lexed(c.text);
    ASSERT_EQ(lexed.size(), 3u) << c.text;
    EXPECT_EQ(lexed[0].kind, TokenKind::String);
    EXPECT_EQ(lexed[0].string_flags, c.flags) << c.text;
    EXPECT_EQ(lexed.decode(0).value, "x");
  }
  EXPECT_EQ(dump("fR'x'"), "FStringStart:fR' FStringMiddle:x FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("rT'x'"), "TStringStart:rT' TStringMiddle:x TStringEnd:' Newline EndOfFile");
}

TEST(Strings, NamesBeforeQuotesThatAreNoPrefixes) {
  EXPECT_EQ(dump("rr'x'"), "Name:rr String:'x' Newline EndOfFile");
  EXPECT_EQ(dump("x'y'"), "Name:x String:'y' Newline EndOfFile");
  EXPECT_EQ(dump("c'y'"), "Name:c String:'y' Newline EndOfFile");
  EXPECT_EQ(dump("print'y'"), "Name:print String:'y' Newline EndOfFile");
}

TEST(Strings, IncompatiblePrefixes) {
  EXPECT_EQ(errors("ub'x'"), "1:1: error: 'u' and 'b' prefixes are incompatible\n");
  EXPECT_EQ(errors("fb'{x'"), "1:1: error: 'b' and 'f' prefixes are incompatible\n");
  EXPECT_EQ(errors("tf'x'"), "1:1: error: 'f' and 't' prefixes are incompatible\n");
  EXPECT_EQ(dump("ub'x' + y"), "String!:ub'x' Plus Name:y Newline EndOfFile");
  EXPECT_EQ(errors("ur'x'"), "1:1: error: 'u' and 'r' prefixes are incompatible\n");
}

TEST(Strings, CythonPrefixes) {
  Lexed lexed("c'x'", kCython);
  EXPECT_EQ(lexed[0].string_flags, kStringChar);
  EXPECT_EQ(lexed.decode(0).kind, StringKind::c_char);
  EXPECT_EQ(value("c'\\n'", kCython), "\n");
  EXPECT_EQ(problems("c'ab'", kCython), "1:3: error: invalid character literal: 'ab'\n");
  EXPECT_EQ(problems("c''", kCython), "1:3: error: invalid character literal: ''\n");
  EXPECT_EQ(value("ur'\\x\\u0041'", kCython), "\\xA");
}

TEST(Strings, Unterminated) {
  EXPECT_EQ(errors("x = 'abc\ny"),
            "1:5: error: unterminated string literal (detected at line 1)\n");
  EXPECT_EQ(errors("x = '''a\nb\n"),
            "1:5: error: unterminated triple-quoted string literal (detected at line 2)\n");
  EXPECT_EQ(errors("'a\\\nb\nc"), "1:1: error: unterminated string literal (detected at line 2)\n");
  EXPECT_EQ(errors("'"), "1:1: error: unterminated string literal (detected at line 1)\n");
  EXPECT_EQ(errors("'\\"), "1:1: error: unterminated string literal (detected at line 1)\n");
  EXPECT_EQ(dump("x = 'abc\ny"), "Name:x Equal String!:'abc Newline Name:y Newline EndOfFile");
  Lexed lexed("'it\\'\n");
  EXPECT_EQ(lexed.engine().sorted()[0]->hints[0], "perhaps you escaped the end quote");
}

TEST(Strings, QuotesInside) {
  EXPECT_EQ(dump("\"it's\" '\"' '''a'b''c'''"),
            "String:\"it's\" String:'\"' String:'''a'b''c''' Newline EndOfFile");
  EXPECT_EQ(dump("'' \"\" ''''''"), "String:'' String:\"\" String:'''''' Newline EndOfFile");
  EXPECT_EQ(dump(R"(r'\'' '\\')"), R"(String:r'\'' String:'\\' Newline EndOfFile)");
}

TEST(Escapes, Simple) {
  EXPECT_EQ(value(R"('\\\'\"\a\b\f\n\r\t\v')"), "\\'\"\a\b\f\n\r\t\v");
  EXPECT_EQ(value("'a\\\nb'"), "ab");
  EXPECT_EQ(value("'''a\r\nb'''"), "a\nb");
  EXPECT_EQ(value(R"(r'\n\'')"), "\\n\\'");
}

TEST(Escapes, Numeric) {
  EXPECT_EQ(value(R"('\0\12\101\x41')"), std::string("\0\nAA", 4));
  EXPECT_EQ(value(R"('\xe9\u20ac\U0001F600')"), "é€😀");
  EXPECT_EQ(value(R"(b'\xff\377\0')"), std::string("\xff\xff\0", 3));
  EXPECT_EQ(value(R"('\1234')"), "S4");
}

TEST(Escapes, SurrogatesAreKept) {
  Lexed lexed(R"('\ud83d\ude00')");
  DecodedString decoded = lexed.decode(0);
  EXPECT_TRUE(decoded.has_surrogates);
  EXPECT_EQ(decoded.value, "\xED\xA0\xBD\xED\xB8\x80");
}

TEST(Escapes, NamedCharacters) {
  EXPECT_EQ(value(R"('\N{BULLET}\N{bullet}')"), "••");
  EXPECT_EQ(value(R"('\N{LATIN SMALL LETTER E WITH ACUTE}')"), "é");
  EXPECT_EQ(value(R"('\N{LINE FEED}\N{NULL}')"), std::string("\n\0", 2));
  EXPECT_EQ(value(R"('\N{HANGUL SYLLABLE GAG}')"), "각");
  EXPECT_EQ(value(R"('\N{CJK UNIFIED IDEOGRAPH-4E2D}')"), "中");
  EXPECT_EQ(problems(R"('\N{NO SUCH THING}')"), "1:2: error: unknown Unicode character name\n");
  EXPECT_EQ(problems(R"('\N')"), "1:2: error: malformed \\N character escape\n");
  EXPECT_EQ(problems(R"('\N{}')"), "1:2: error: malformed \\N character escape\n");
  EXPECT_EQ(problems(R"('\N{BULLET')"), "1:2: error: malformed \\N character escape\n");
}

TEST(Escapes, Malformed) {
  EXPECT_EQ(problems(R"('ab\x4')"), "1:4: error: truncated \\xXX escape\n");
  EXPECT_EQ(problems(R"(b'\xg')"), "1:3: error: invalid \\x escape\n");
  EXPECT_EQ(problems(R"('\u123')"), "1:2: error: truncated \\uXXXX escape\n");
  EXPECT_EQ(problems(R"('\U1234567')"), "1:2: error: truncated \\UXXXXXXXX escape\n");
  EXPECT_EQ(problems(R"('\U00110000')"), "1:2: error: illegal Unicode character\n");
}

TEST(Escapes, UnknownOnesStayAndWarnOnce) {
  EXPECT_EQ(value(R"('\d\w')"), "\\d\\w");
  EXPECT_EQ(problems(R"('a\d\w')"), "1:3: warning: invalid escape sequence '\\d'\n");
  EXPECT_EQ(problems("'\\é'"), "1:2: warning: invalid escape sequence '\\é'\n");
  EXPECT_EQ(problems(R"(b'\u1234\N')"), "1:3: warning: invalid escape sequence '\\u'\n");
  EXPECT_EQ(problems(R"('\400')"), "1:2: warning: invalid octal escape sequence '\\400'\n");
  EXPECT_EQ(value(R"('\400')"), "\u0100");
  EXPECT_EQ(value(R"(b'\400')"), std::string("\0", 1));
  EXPECT_EQ(problems(R"(r'\d')"), "");
}

TEST(Escapes, BytesAreAscii) {
  EXPECT_EQ(problems("b'aéb'"), "1:4: error: bytes can only contain ASCII literal characters\n");
  EXPECT_EQ(problems("rb'é'"), "1:4: error: bytes can only contain ASCII literal characters\n");
}

TEST(Escapes, AsciiIsKnown) {
  EXPECT_TRUE(Lexed("'a\\n'").decode(0).ascii);
  EXPECT_FALSE(Lexed("'é'").decode(0).ascii);
  EXPECT_FALSE(Lexed("'\\xe9'").decode(0).ascii);
  EXPECT_FALSE(Lexed("b'\\xe9'").decode(0).ascii);
}

TEST(FStrings, PartsAndNesting) {
  EXPECT_EQ(dump("f'a{b}c'"),
            "FStringStart:f' FStringMiddle:a LeftBrace Name:b RightBrace FStringMiddle:c "
            "FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("f''"), "FStringStart:f' FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("f'{f'{1}'}'"),
            "FStringStart:f' LeftBrace FStringStart:f' LeftBrace Integer:1 RightBrace FStringEnd:' "
            "RightBrace FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("f'{a['b']}'"),
            "FStringStart:f' LeftBrace Name:a LeftBracket String:'b' RightBracket RightBrace "
            "FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("t\"{x}\""),
            "TStringStart:t\" LeftBrace Name:x RightBrace TStringEnd:\" Newline EndOfFile");
}

TEST(FStrings, ConversionDebugAndSpec) {
  Lexed lexed("f'{x!r:>{w}.{p}f}'");
  EXPECT_EQ(lexed.dump(),
            "FStringStart:f' LeftBrace Name:x Exclamation Name:r Colon FStringMiddle:> LeftBrace "
            "Name:w RightBrace FStringMiddle:. LeftBrace Name:p RightBrace FStringMiddle:f "
            "RightBrace FStringEnd:' Newline EndOfFile");
  EXPECT_TRUE(lexed[6].has(kInFormatSpec));
  EXPECT_EQ(dump("f'{x = }'"),
            "FStringStart:f' LeftBrace Name:x Equal RightBrace FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("f'{x=!r:5}'"),
            "FStringStart:f' LeftBrace Name:x Equal Exclamation Name:r Colon FStringMiddle:5 "
            "RightBrace FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("f'{x:=5}{x!=y}{(x:=5)}'"),
            "FStringStart:f' LeftBrace Name:x Colon FStringMiddle:=5 RightBrace LeftBrace Name:x "
            "NotEqual Name:y RightBrace LeftBrace LeftParen Name:x ColonEqual Integer:5 RightParen "
            "RightBrace FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(dump("f'{d[1:2]:x}'"),
            "FStringStart:f' LeftBrace Name:d LeftBracket Integer:1 Colon Integer:2 RightBracket "
            "Colon FStringMiddle:x RightBrace FStringEnd:' Newline EndOfFile");
}

TEST(FStrings, DoubledBraces) {
  Lexed lexed("f'{{a}}{b}}}'");
  EXPECT_EQ(lexed.dump(),
            "FStringStart:f' FStringMiddle:{{a}} LeftBrace Name:b RightBrace FStringMiddle:}} "
            "FStringEnd:' Newline EndOfFile");
  EXPECT_EQ(lexed.decode(1).value, "{a}");
  EXPECT_EQ(lexed.decode(5).value, "}");
  // In a spec a brace is always a field.
  EXPECT_EQ(dump("f'{1:{{1}}}'"),
            "FStringStart:f' LeftBrace Integer:1 Colon LeftBrace LeftBrace Integer:1 RightBrace "
            "RightBrace RightBrace FStringEnd:' Newline EndOfFile");
}

TEST(FStrings, EscapesInText) {
  Lexed lexed(R"(f'\n\N{BULLET}\'{x}\x41')");
  EXPECT_EQ(lexed.decode(1).value, "\n•'");
  EXPECT_EQ(lexed.decode(5).value, "A");
  Lexed raw(R"(rf'\n\N{x}')");
  EXPECT_EQ(raw.decode(1).value, "\\n\\N");
  EXPECT_EQ(raw[3].kind, TokenKind::Name);
  Lexed brace(R"(f'\{6}')");
  EXPECT_EQ(brace.decode(1).value, "\\");
  EXPECT_EQ(brace.errors(), "1:3: warning: invalid escape sequence '\\{'\n");
}

TEST(FStrings, LinesAndComments) {
  EXPECT_EQ(errors("f'''a\n{\nb  # c\n}\n'''"), "");
  EXPECT_EQ(errors("f'{\na # c\n}'"), "");
  EXPECT_EQ(errors("f'''{a:\n}'''"), "");
  EXPECT_EQ(errors("f'{a:\n}'"),
            "1:6: error: f-string: newlines are not allowed in format specifiers for single quoted "
            "f-strings\n");
  EXPECT_EQ(dump("f'''{a}'''\nb"),
            "FStringStart:f''' LeftBrace Name:a RightBrace FStringEnd:''' Newline Name:b Newline "
            "EndOfFile");
}

TEST(FStrings, Errors) {
  EXPECT_EQ(errors("f'}'"), "1:3: error: f-string: single '}' is not allowed\n");
  EXPECT_EQ(errors("f'{a'"), "1:5: error: f-string: expecting '}'\n");
  EXPECT_EQ(errors("f'{a b'"), "1:7: error: f-string: expecting '}'\n");
  EXPECT_EQ(errors("f'''{a'''"), "1:7: error: f-string: expecting '}'\n");
  EXPECT_EQ(errors("f'{a:'"), "1:6: error: f-string: expecting '}', or format specs\n");
  EXPECT_EQ(errors("f'{a)}'"), "1:5: error: f-string: unmatched ')'\n");
  EXPECT_EQ(errors("t'{a)}'"), "1:5: error: t-string: unmatched ')'\n");
  EXPECT_EQ(errors("f'{(a}'"),
            "1:6: error: closing parenthesis '}' does not match opening parenthesis '('\n");
  EXPECT_EQ(errors("f'{a\n"), "1:3: error: '{' was never closed\n");
  EXPECT_EQ(errors("f'a\n"), "1:1: error: unterminated f-string literal (detected at line 1)\n");
  EXPECT_EQ(errors("f'''a\n"),
            "1:1: error: unterminated triple-quoted f-string literal (detected at line 1)\n");
  EXPECT_EQ(errors("f'{a:{b:{c:{d}}}}'"), "1:12: error: f-string: expressions nested too deeply\n");
}

TEST(FStrings, TokensAreBalancedAfterErrors) {
  EXPECT_EQ(dump("(f'{a' + b)"),
            "LeftParen FStringStart:f' LeftBrace Name:a RightBrace! FStringEnd!:' Plus Name:b "
            "RightParen Newline EndOfFile");
  EXPECT_EQ(dump("f'{(a}' + b"),
            "FStringStart:f' LeftBrace LeftParen Name:a RightParen! RightBrace FStringEnd:' Plus "
            "Name:b Newline EndOfFile");
  EXPECT_EQ(dump("f'''{a\ndef f(): pass"),
            "FStringStart:f''' LeftBrace Name:a RightBrace! FStringEnd! Newline! KwDef Name:f "
            "LeftParen RightParen Colon KwPass Newline EndOfFile");
}

TEST(FStrings, DepthIsLimited) {
  auto nested = [](size_t depth) {
    std::string text;
    for (size_t i = 0; i < depth; ++i) text += "f'{";
    text += "1";
    for (size_t i = 0; i < depth; ++i) text += "}'";
    return text;
  };
  EXPECT_EQ(errors(nested(150)), "");
  EXPECT_EQ(errors(nested(151)), "1:451: error: too many nested f-strings\n");
}

}  // namespace
}  // namespace hpyc::lex
