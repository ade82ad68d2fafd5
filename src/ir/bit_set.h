// A set of small numbers of fixed capacity.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hpyc::ir {

class BitSet {
 public:
  BitSet() = default;
  explicit BitSet(size_t capacity, bool full = false)
      : words_((capacity + 63) / 64, full ? ~uint64_t{0} : 0) {}

  bool test(size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  void set(size_t i) { words_[i / 64] |= uint64_t{1} << (i % 64); }
  void reset(size_t i) { words_[i / 64] &= ~(uint64_t{1} << (i % 64)); }
  bool empty() const {
    for (uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  // Union, intersection, difference; the first two tell whether this set changed.
  bool merge(const BitSet& other) {
    uint64_t change = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      change |= other.words_[i] & ~words_[i];
      words_[i] |= other.words_[i];
    }
    return change != 0;
  }
  bool intersect(const BitSet& other) {
    uint64_t change = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      change |= words_[i] & ~other.words_[i];
      words_[i] &= other.words_[i];
    }
    return change != 0;
  }
  void subtract(const BitSet& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }
  // Ascending.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(i * 64 + static_cast<size_t>(std::countr_zero(word)));
      }
    }
  }
  friend bool operator==(const BitSet&, const BitSet&) = default;

 private:
  std::vector<uint64_t> words_;
};

}  // namespace hpyc::ir
