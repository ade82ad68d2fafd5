// A range of bytes in one source file.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/ids.h"

namespace hpyc {

using FileId = Id<struct FileTag>;

// Half-open [begin, end), byte offsets into SourceFile::text(). An empty range marks a point.
// An invalid file marks a place that the user did not write (generated code).
struct SourceSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  FileId file;

  constexpr bool valid() const { return file.valid(); }
  constexpr uint32_t length() const { return end - begin; }

  // The smallest span that covers both; an invalid operand is ignored.
  constexpr SourceSpan merge(SourceSpan other) const {
    if (!valid()) return other;
    if (!other.valid() || other.file != file) return *this;
    return {std::min(begin, other.begin), std::max(end, other.end), file};
  }
  constexpr SourceSpan at_begin() const { return {begin, begin, file}; }
  constexpr SourceSpan at_end() const { return {end, end, file}; }

  friend constexpr bool operator==(SourceSpan, SourceSpan) = default;
};
static_assert(sizeof(SourceSpan) == 12);

}  // namespace hpyc
