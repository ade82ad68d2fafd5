#include "diag/load_source.h"

#include <gtest/gtest.h>

#include "diag/render.h"

namespace hpyc::diag {
namespace {

std::string load_text(std::string_view bytes, bool* usable = nullptr) {
  SourceMap sources;
  DiagnosticEngine engine;
  SourceFile* file = add_source(sources, "a.py", bytes, engine);
  if (usable) *usable = file != nullptr;
  return render(Format::one_line, engine, sources);
}

TEST(LoadSource, MissingFileAndDirectory) {
  SourceMap sources;
  DiagnosticEngine engine;
  EXPECT_EQ(load_source(sources, "no/such/file.py", engine), nullptr);
  EXPECT_EQ(load_source(sources, ".", engine), nullptr);
  EXPECT_EQ(render(Format::one_line, engine, sources),
            "hpyc: error: file not found: 'no/such/file.py'\n"
            "hpyc: error: cannot read '.': it is a directory\n");
}

TEST(LoadSource, BadBytesAreReportedAtTheirPlaceAndTheTextIsKept) {
  bool usable = false;
  EXPECT_EQ(load_text("x = 1\ny = '\xE9'\n", &usable),
            "a.py:2:6: error: byte 0xe9 is not valid utf-8\n");
  EXPECT_TRUE(usable);
}

TEST(LoadSource, UnknownEncodingLeavesNoText) {
  bool usable = true;
  EXPECT_EQ(load_text("# coding: klingon\n", &usable),
            "a.py:1:11: error: unknown encoding: klingon\n");
  EXPECT_FALSE(usable);
}

TEST(LoadSource, MarkAgainstCookie) {
  EXPECT_EQ(load_text("\xEF\xBB\xBF# coding: latin-1\n"),
            "a.py:1:11: error: encoding problem: latin-1 with a UTF-8 byte order mark\n");
}

TEST(LoadSource, NullBytes) {
  EXPECT_EQ(load_text(std::string_view("x\0", 2)),
            "a.py:1:2: error: source code cannot contain null bytes\n");
}

}  // namespace
}  // namespace hpyc::diag
