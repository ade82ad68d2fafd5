#include "base/source_map.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/assert.h"

namespace hpyc {

SourceFile::SourceFile(FileId id, std::string name, std::string text)
    : id_(id), name_(std::move(name)), text_(std::move(text)) {
  line_starts_.reserve(text_.size() / 32 + 2);
  line_starts_.push_back(0);
  const char* begin = text_.data();
  const char* end = begin + text_.size();
  for (const char* at = begin;
       (at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at))));) {
    ++at;
    line_starts_.push_back(static_cast<uint32_t>(at - begin));
  }
}

uint32_t SourceFile::line_of(uint32_t offset) const {
  auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<uint32_t>(after - line_starts_.begin());
}

LineColumn SourceFile::line_column(uint32_t offset) const {
  offset = std::min(offset, size());
  LineColumn result;
  result.line = line_of(offset);
  uint32_t start = line_starts_[result.line - 1];
  result.byte_column = offset - start + 1;
  for (uint32_t at = start; at < offset; ++at)
    if ((static_cast<unsigned char>(text_[at]) & 0xC0) != 0x80) ++result.column;
  return result;
}

std::string_view SourceFile::line_text(uint32_t line) const {
  HPYC_ASSERT(line >= 1 && line <= line_count(), "no such line");
  uint32_t start = line_starts_[line - 1];
  uint32_t end = line < line_count() ? line_starts_[line] - 1 : size();
  return std::string_view(text_).substr(start, end - start);
}

ReadResult read_file(const std::string& path) {
  ReadResult result;
  auto fail = [&](ReadStatus status, std::string reason) {
    result.status = status;
    result.bytes.clear();
    result.reason = std::move(reason);
    return std::move(result);
  };
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) {
    bool missing = errno == ENOENT || errno == ENOTDIR;
    return fail(missing ? ReadStatus::not_found : ReadStatus::not_readable, std::strerror(errno));
  }
  if (S_ISDIR(info.st_mode)) return fail(ReadStatus::is_directory, std::strerror(EISDIR));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return fail(ReadStatus::not_readable, std::strerror(errno));
  // Offsets have 32 bits, and decoding may triple the size.
  constexpr size_t kLimit = size_t{1} << 30;
  result.bytes.resize(info.st_size > 0 ? std::min<size_t>(info.st_size, kLimit) + 1 : 4096);
  size_t used = 0;
  while (size_t got = std::fread(result.bytes.data() + used, 1, result.bytes.size() - used, file)) {
    used += got;
    if (used > kLimit) break;
    if (used == result.bytes.size()) result.bytes.resize(used * 2);
  }
  bool failed = std::ferror(file) != 0;
  int error = errno;
  std::fclose(file);
  if (failed) return fail(ReadStatus::not_readable, std::strerror(error));
  if (used > kLimit) return fail(ReadStatus::too_large, "larger than 1 GiB");
  result.bytes.resize(used);
  return result;
}

SourceFile& SourceMap::add(std::string name, std::string_view bytes,
                           std::vector<DecodeProblem>* problems) {
  DecodedText decoded = decode_source(bytes);
  FileId id(size());
  files_.push_back(std::make_unique<SourceFile>(id, std::move(name), std::move(decoded.text)));
  SourceFile& file = *files_.back();
  file.set_encoding(std::move(decoded.encoding));
  file.set_clean(decoded.problems.empty());
  if (problems)
    problems->insert(problems->end(), std::make_move_iterator(decoded.problems.begin()),
                     std::make_move_iterator(decoded.problems.end()));
  return file;
}

}  // namespace hpyc
