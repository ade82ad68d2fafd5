#include "base/source_map.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace hpyc {
namespace {

TEST(SourceMap, LinesAndColumnsAreOneBased) {
  SourceMap map;
  const SourceFile& file = map.add("a.py", "ab\n\ncd");
  EXPECT_EQ(file.line_count(), 3u);
  EXPECT_EQ(file.line_text(1), "ab");
  EXPECT_EQ(file.line_text(2), "");
  EXPECT_EQ(file.line_text(3), "cd");
  LineColumn at = file.line_column(5);
  EXPECT_EQ(at.line, 3u);
  EXPECT_EQ(at.column, 2u);
  at = file.line_column(2);  // the newline belongs to its line
  EXPECT_EQ(at.line, 1u);
  EXPECT_EQ(at.column, 3u);
  at = file.line_column(6);  // end of file
  EXPECT_EQ(at.line, 3u);
  EXPECT_EQ(at.column, 3u);
}

TEST(SourceMap, ColumnsCountCodePointsAndBytes) {
  SourceMap map;
  const SourceFile& file = map.add("a.py", "é😀x");
  LineColumn at = file.line_column(6);
  EXPECT_EQ(at.column, 3u);
  EXPECT_EQ(at.byte_column, 7u);
}

TEST(SourceMap, EmptyFileHasOneLine) {
  SourceMap map;
  const SourceFile& file = map.add("empty.py", "");
  EXPECT_EQ(file.line_count(), 1u);
  EXPECT_EQ(file.line_column(0).line, 1u);
}

TEST(SourceMap, FilesKeepTheirAddresses) {
  SourceMap map;
  const SourceFile* first = &map.add("0.py", "x");
  for (int i = 1; i < 100; ++i) map.add(std::to_string(i) + ".py", "y");
  EXPECT_EQ(first, &map.file(FileId{0}));
  EXPECT_EQ(map.file(FileId{42}).name(), "42.py");
}

TEST(ReadFile, SaysWhatIsWrong) {
  auto folder =
      std::filesystem::temp_directory_path() / ("hpyc_base_test_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  std::string path = (folder / "a.py").string();
  EXPECT_EQ(read_file(path).status, ReadStatus::not_found);
  EXPECT_EQ(read_file(folder.string()).status, ReadStatus::is_directory);
  std::ofstream(path, std::ios::binary) << std::string(100000, 'x') << '\0' << "\r\n";
  ReadResult read = read_file(path);
  EXPECT_EQ(read.status, ReadStatus::ok);
  EXPECT_EQ(read.bytes.size(), 100003u);
  EXPECT_EQ(read_file(path + "/b").status, ReadStatus::not_found);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hpyc
