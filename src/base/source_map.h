// The source files of one compilation: text, lines, and where a byte offset is for the user.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/span.h"

namespace hpyc {

// 1-based, as editors count. `column` counts code points and is for people; `byte_column` counts
// UTF-8 bytes.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
  uint32_t byte_column = 1;
};

// Text of one file. Invariants of text(): valid UTF-8 without byte order mark, without NUL bytes
// and without '\r' (all newline forms became '\n'); text().data() is NUL-terminated.
class SourceFile {
 public:
  SourceFile(FileId id, std::string name, std::string text);

  FileId id() const { return id_; }
  const std::string& name() const { return name_; }  // as the user gave it
  std::string_view text() const { return text_; }
  std::string_view text(SourceSpan span) const {
    return std::string_view(text_).substr(span.begin, span.end - span.begin);
  }
  uint32_t size() const { return static_cast<uint32_t>(text_.size()); }
  const std::string& encoding() const { return encoding_; }  // canonical name, "utf-8" normally
  void set_encoding(std::string encoding) { encoding_ = std::move(encoding); }

  // Whether decoding found nothing wrong; otherwise U+FFFD may stand for reported bytes.
  bool clean() const { return clean_; }
  void set_clean(bool clean) { clean_ = clean; }

  uint32_t line_count() const { return static_cast<uint32_t>(line_starts_.size()); }
  uint32_t line_of(uint32_t offset) const;  // 1-based
  LineColumn line_column(uint32_t offset) const;
  uint32_t line_start(uint32_t line) const { return line_starts_[line - 1]; }
  // Without the newline. `line` is 1-based and must exist.
  std::string_view line_text(uint32_t line) const;

 private:
  FileId id_;
  std::string name_;
  std::string text_;
  std::string encoding_ = "utf-8";
  bool clean_ = true;
  std::vector<uint32_t> line_starts_;
};

// A defect of a file's bytes. `offset` is into the decoded text.
struct DecodeProblem {
  enum class Kind : uint8_t {
    unknown_encoding,      // the coding cookie names an encoding that is not supported
    conflicting_encoding,  // UTF-8 byte order mark, but the cookie says otherwise
    invalid_bytes,         // not valid in the file's encoding
    nul_byte,
  };
  Kind kind;
  uint32_t offset = 0;
  std::string detail;  // encoding name, or the bytes as text ("0xff")
};

struct DecodedText {
  std::string text;  // fulfils the invariants of SourceFile; bad bytes became U+FFFD
  std::string encoding = "utf-8";
  std::vector<DecodeProblem> problems;
};

// PEP 263: byte order mark, coding cookie in the first two lines, UTF-8 otherwise. Native: utf-8,
// latin-1, ascii, iso-8859-15, cp1252 and their aliases.
DecodedText decode_source(std::string_view bytes);

enum class ReadStatus : uint8_t { ok, not_found, not_readable, is_directory, too_large };

struct ReadResult {
  ReadStatus status = ReadStatus::ok;
  std::string bytes;
  std::string reason;  // text for people when status is not ok
};
ReadResult read_file(const std::string& path);

// Files keep their address for the life of the map.
class SourceMap {
 public:
  // `bytes` go through decode_source; its problems are appended to `problems` if given.
  SourceFile& add(std::string name, std::string_view bytes,
                  std::vector<DecodeProblem>* problems = nullptr);

  const SourceFile& file(FileId id) const { return *files_[id.index()]; }
  bool contains(FileId id) const { return id.valid() && id.index() < files_.size(); }
  uint32_t size() const { return static_cast<uint32_t>(files_.size()); }

  LineColumn line_column(SourceSpan span) const { return file(span.file).line_column(span.begin); }
  std::string_view text(SourceSpan span) const { return file(span.file).text(span); }

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace hpyc
