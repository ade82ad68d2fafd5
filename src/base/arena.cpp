#include "base/arena.h"

#include <algorithm>

namespace hpyc {
namespace {

constexpr size_t kFirstBlock = 4 * 1024;
constexpr size_t kLargestBlock = 1024 * 1024;

}  // namespace

void* Arena::allocate_slow(size_t size, size_t alignment) {
  // Blocks double, so that small arenas stay small and large ones have few blocks. A request that
  // would waste most of a block gets one of its own, and the current block stays in use.
  size_t block = std::min(kLargestBlock, kFirstBlock << std::min<size_t>(blocks_.size(), 8));
  size_t needed = size + alignment - 1;
  bool dedicated = needed > block / 4;
  if (dedicated) block = needed;
  blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
  uintptr_t base = reinterpret_cast<uintptr_t>(blocks_.back().get());
  uintptr_t start = (base + (alignment - 1)) & ~(uintptr_t{alignment} - 1);
  if (!dedicated) {
    cursor_ = start + size;
    limit_ = base + block;
  }
  bytes_used_ += size;
  return reinterpret_cast<void*>(start);
}

}  // namespace hpyc
