#include <gtest/gtest.h>

#include <set>

#include "diag/diagnostic.h"

namespace hpyc::diag {
namespace {

SourceSpan at(uint32_t begin, uint32_t end, uint32_t file = 0) {
  return {begin, end, FileId{file}};
}

TEST(DiagnosticEngine, SortsByFileAndPosition) {
  DiagnosticEngine engine;
  engine.error(Kind::syntax_error, {}, "nowhere");
  engine.error(Kind::syntax_error, at(5, 6, 1), "third");
  engine.error(Kind::syntax_error, at(9, 10), "second");
  engine.warning(Kind::syntax_error, at(1, 2), "first");
  auto list = engine.sorted();
  ASSERT_EQ(list.size(), 4u);
  EXPECT_EQ(list[0]->message, "first");
  EXPECT_EQ(list[1]->message, "second");
  EXPECT_EQ(list[2]->message, "third");
  EXPECT_EQ(list[3]->message, "nowhere");
  EXPECT_EQ(engine.error_count(), 3u);
  EXPECT_EQ(engine.warning_count(), 1u);
}

TEST(DiagnosticEngine, DropsExactDuplicatesOnly) {
  DiagnosticEngine engine;
  engine.error(Kind::syntax_error, at(1, 2), "a");
  engine.error(Kind::syntax_error, at(1, 2), "b");
  engine.error(Kind::syntax_error, at(1, 2), "a");
  engine.error(Kind::syntax_error, at(1, 3), "a");
  engine.error(Kind::syntax_error, at(2, 3), "a");
  EXPECT_EQ(engine.sorted().size(), 4u);
}

TEST(DiagnosticEngine, TextWithoutArgumentsIsNoFormat) {
  DiagnosticEngine engine;
  engine.error(Kind::syntax_error, at(0, 1), "expecting '}'").label("a {brace}").hint("{x}");
  EXPECT_EQ(engine.sorted()[0]->message, "expecting '}'");
  EXPECT_EQ(engine.sorted()[0]->label, "a {brace}");
  EXPECT_EQ(engine.sorted()[0]->hints[0], "{x}");
}

TEST(DiagnosticEngine, ArgumentsAreFormatted) {
  DiagnosticEngine engine;
  engine.error(Kind::syntax_error, at(0, 1), "expected {}, found {}", "a", 3)
      .label(at(2, 3), "{} here", "b")
      .note("{}!", 1);
  EXPECT_EQ(engine.sorted()[0]->message, "expected a, found 3");
  EXPECT_EQ(engine.sorted()[0]->secondary[0].text, "b here");
  EXPECT_EQ(engine.sorted()[0]->notes[0], "1!");
}

TEST(DiagnosticEngine, ReportUsesTheTable) {
  DiagnosticEngine engine;
  engine.report(Kind::not_supported, at(0, 1), "try");
  EXPECT_EQ(engine.sorted()[0]->message, "not supported yet: try");
  EXPECT_EQ(engine.sorted()[0]->severity, Severity::error);
}

TEST(DiagnosticEngine, LimitCountsWhatItDrops) {
  DiagnosticEngine engine;
  engine.set_error_limit(2);
  for (uint32_t i = 0; i < 5; ++i)
    engine.error(Kind::syntax_error, at(i, i + 1), "e").label("still usable");
  engine.warning(Kind::syntax_error, at(9, 10), "w");
  EXPECT_EQ(engine.error_count(), 5u);
  EXPECT_EQ(engine.suppressed_errors(), 3u);
  EXPECT_EQ(engine.sorted().size(), 3u);
}

TEST(DiagnosticEngine, WarningsCanBeErrors) {
  DiagnosticEngine engine;
  engine.set_warnings_as_errors(true);
  engine.warning(Kind::invalid_escape, at(0, 1), "w");
  EXPECT_TRUE(engine.has_errors());
}

TEST(DiagnosticEngine, RewindForgets) {
  DiagnosticEngine engine;
  engine.error(Kind::syntax_error, at(0, 1), "kept");
  auto mark = engine.mark();
  engine.error(Kind::syntax_error, at(1, 2), "dropped");
  engine.warning(Kind::syntax_error, at(1, 2), "dropped");
  engine.rewind(mark);
  EXPECT_EQ(engine.error_count(), 1u);
  EXPECT_EQ(engine.warning_count(), 0u);
  EXPECT_EQ(engine.sorted().size(), 1u);
}

TEST(DiagnosticEngine, BuildersStayValidWhileOthersReport) {
  DiagnosticEngine engine;
  Builder first = engine.error(Kind::syntax_error, at(0, 1), "first");
  for (uint32_t i = 1; i < 1000; ++i) engine.error(Kind::syntax_error, at(i, i), "more");
  first.note("late");
  EXPECT_EQ(engine.sorted()[0]->notes.size(), 1u);
}

TEST(Kinds, SlugsAreUniqueLowerCaseWords) {
  std::set<std::string_view> seen;
  for (int i = 0; i < static_cast<int>(Kind::count_); ++i) {
    std::string_view text = slug(static_cast<Kind>(i));
    EXPECT_TRUE(seen.insert(text).second) << text;
    EXPECT_FALSE(text.empty());
    for (char c : text) EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}

}  // namespace
}  // namespace hpyc::diag
