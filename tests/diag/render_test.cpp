#include "diag/render.h"

#include <gtest/gtest.h>

namespace hpyc::diag {
namespace {

class Render : public testing::Test {
 protected:
  const SourceFile& add(std::string_view text, std::string name = "e.pyx") {
    return sources.add(std::move(name), text);
  }
  // The span of the n-th occurrence of `text`.
  SourceSpan find(const SourceFile& file, std::string_view text, int n = 1) {
    size_t at = file.text().find(text);
    while (--n > 0) at = file.text().find(text, at + 1);
    return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + text.size()), file.id()};
  }
  std::string snippet(RenderOptions options = {}) {
    return render(Format::snippet, engine, sources, options);
  }

  SourceMap sources;
  DiagnosticEngine engine;
};

TEST_F(Render, SecondaryLabelNoteAndHint) {
  const SourceFile& file = add("def f():\n    cdef int lenght = 3\n    return length\n");
  engine.error(Kind::syntax_error, find(file, "length"), "undeclared name not builtin: length")
      .label("not found")
      .label(find(file, "lenght"), "similar name")
      .note("a note\nof two lines")
      .hint("did you mean `lenght`?");
  EXPECT_EQ(snippet(), R"(error[syntax-error]: undeclared name not builtin: length
 --> e.pyx:3:12
  |
2 |     cdef int lenght = 3
  |              ------ similar name
3 |     return length
  |            ^^^^^^ not found
  |
  = note: a note
          of two lines
  = help: did you mean `lenght`?
)");
}

TEST_F(Render, LabelsOfOneLineAreStacked) {
  const SourceFile& file = add("aaa + bb * c\n");
  engine.error(Kind::syntax_error, find(file, "aaa"), "m")
      .label("first")
      .label(find(file, "bb"), "second")
      .label(find(file, "c"), "third");
  EXPECT_EQ(snippet(), R"(error[syntax-error]: m
 --> e.pyx:1:1
  |
1 | aaa + bb * c
  | ^^^   --   - third
  | |     |
  | |     second
  | first
)");
}

TEST_F(Render, GapsOfManyLinesAreElided) {
  const SourceFile& file = add("a\n1\nb\n2\n3\n4\n5\n6\nc\n");
  engine.error(Kind::syntax_error, find(file, "c"), "m")
      .label(find(file, "a"), "A")
      .label(find(file, "b"), "B");
  EXPECT_EQ(snippet(), R"(error[syntax-error]: m
 --> e.pyx:9:1
  |
1 | a
  | - A
2 | 1
3 | b
  | - B
...
9 | c
  | ^
)");
}

TEST_F(Render, RangeOverSeveralLinesMarksItsEnds) {
  const SourceFile& file = add("x = (a,\n     b,\n     c)\n");
  engine.error(Kind::syntax_error, {4, 24, file.id()}, "m").label("all of it");
  EXPECT_EQ(snippet(), R"(error[syntax-error]: m
 --> e.pyx:1:5
  |
1 | x = (a,
  |     ^^^
2 |      b,
3 |      c)
  |      ^^ all of it
)");
}

TEST_F(Render, TabsAndWideCharactersKeepTheCaretAligned) {
  const SourceFile& file = add("\tx = '漢字' + bad\n");
  engine.error(Kind::syntax_error, find(file, "bad"), "m");
  EXPECT_EQ(snippet(),
            "error[syntax-error]: m\n --> e.pyx:1:13\n  |\n"
            "1 |     x = '漢字' + bad\n"
            "  |                  ^^^\n");
}

TEST_F(Render, ControlCharactersDoNotReachTheTerminal) {
  const SourceFile& file = add("a \x1b[31m \u202E b\n");
  engine.error(Kind::syntax_error, find(file, "b"), "m");
  std::string text = snippet();
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("\u202E"), std::string::npos);
}

TEST_F(Render, EndOfFileAndEmptySpansHaveACaret) {
  const SourceFile& file = add("x = (");
  engine.error(Kind::syntax_error, {5, 5, file.id()}, "m").label("here");
  EXPECT_EQ(snippet(),
            "error[syntax-error]: m\n --> e.pyx:1:6\n  |\n1 | x = (\n"
            "  |      ^ here\n");
}

TEST_F(Render, LongLinesAreCutAroundTheMark) {
  std::string line(5000, 'x');
  line += " bad " + std::string(5000, 'y') + "\n";
  const SourceFile& file = add(line);
  engine.error(Kind::syntax_error, find(file, "bad"), "m");
  std::string text = snippet();
  EXPECT_LT(text.size(), 600u);
  size_t code = text.find("1 | ");
  size_t marks = text.find("  | ", code);
  size_t bad = text.find(" bad ") + 1 - code;
  EXPECT_EQ(text.find("^^^") - marks, bad);
}

TEST_F(Render, OtherFilesFollowThePrimaryOne) {
  const SourceFile& header = add("cdef int f()\n", "m.pxd");
  const SourceFile& file = add("cdef f():\n    pass\n", "m.pyx");
  engine.error(Kind::syntax_error, find(file, "f()"), "m").label(find(header, "f()"), "declared");
  EXPECT_EQ(snippet(), R"(error[syntax-error]: m
 --> m.pyx:1:6
  |
1 | cdef f():
  |      ^^^
 ::: m.pxd:1:10
  |
1 | cdef int f()
  |          --- declared
)");
}

TEST_F(Render, FixItIsShownWhereThereIsNoHint) {
  const SourceFile& file = add("a <> b\n");
  engine.error(Kind::syntax_error, find(file, "<>"), "m").fixit(find(file, "<>"), "!=");
  EXPECT_NE(snippet().find("  = help: replace `<>` by `!=`\n"), std::string::npos);
}

TEST_F(Render, NoPlaceNoExcerpt) {
  engine.error(Kind::cannot_read_file, {}, "file not found: 'x'").hint("h");
  EXPECT_EQ(snippet(), "error[cannot-read-file]: file not found: 'x'\n  = help: h\n");
}

TEST_F(Render, ColorWrapsButDoesNotChangeTheText) {
  const SourceFile& file = add("a <> b\n");
  engine.error(Kind::syntax_error, find(file, "<>"), "m").label("l").note("n");
  std::string plain = snippet();
  std::string colored = snippet({.color = true});
  EXPECT_NE(colored.find("\x1b[1;31merror[syntax-error]\x1b[0m"), std::string::npos);
  std::string stripped;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b')
      i = colored.find('m', i);
    else
      stripped += colored[i];
  }
  EXPECT_EQ(stripped, plain);
}

TEST_F(Render, OneLineIsWhatEditorsRead) {
  const SourceFile& file = add("a = é <> b\n");
  engine.error(Kind::syntax_error, find(file, "<>"), "first\nsecond").note("not shown");
  engine.error(Kind::cannot_read_file, {}, "nowhere");
  EXPECT_EQ(render(Format::one_line, engine, sources),
            "e.pyx:1:7: error: first second\nhpyc: error: nowhere\n");
}

TEST_F(Render, SuppressedErrorsAreCountedAtTheEnd) {
  const SourceFile& file = add("abc\n");
  engine.set_error_limit(1);
  for (uint32_t i = 0; i < 3; ++i) engine.error(Kind::syntax_error, {i, i + 1, file.id()}, "m");
  EXPECT_EQ(render(Format::one_line, engine, sources),
            "e.pyx:1:1: error: m\nhpyc: note: too many errors; 2 more not shown\n");
}

}  // namespace
}  // namespace hpyc::diag
