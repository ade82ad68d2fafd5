#include "base/interner.h"

#include <cstring>

#include "base/assert.h"

namespace hpyc {
namespace {

uint64_t load64(const char* at) {
  uint64_t value;
  std::memcpy(&value, at, 8);
  return value;
}
uint64_t load32(const char* at) {
  uint32_t value;
  std::memcpy(&value, at, 4);
  return value;
}
uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

constexpr uint64_t kSeed0 = 0x9E3779B97F4A7C15ull;
constexpr uint64_t kSeed1 = 0xD6E8FEB86659FD93ull;

}  // namespace

// Identifiers are short: one or two overlapping loads cover most of them.
uint32_t Interner::hash_of(std::string_view text) {
  const char* at = text.data();
  size_t left = text.size();
  uint64_t hash = kSeed0 ^ left;
  while (left > 16) {
    hash = mix(load64(at) ^ kSeed1, load64(at + 8) ^ hash);
    at += 16;
    left -= 16;
  }
  uint64_t a = 0, b = 0;
  if (left >= 8) {
    a = load64(at);
    b = load64(at + left - 8);
  } else if (left >= 4) {
    a = load32(at);
    b = load32(at + left - 4);
  } else if (left > 0) {
    auto byte = [&](size_t i) { return static_cast<uint64_t>(static_cast<unsigned char>(at[i])); };
    a = byte(0) << 16 | byte(left / 2) << 8 | byte(left - 1);
  }
  hash = mix(a ^ kSeed1, b ^ hash);
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

Interner::Interner(std::span<const std::string_view> seed) {
  texts_.reserve(1024);
  texts_.push_back("");
  slots_.resize(2048);
  for (std::string_view text : seed) {
    uint32_t expected = size();
    Name name = intern(text);
    HPYC_ASSERT(name.id == expected, "the seed of the interner has a duplicate");
    static_cast<void>(expected), static_cast<void>(name);
  }
}

Name Interner::intern(std::string_view text) {
  if (text.empty()) return Name{};
  uint32_t hash = hash_of(text);
  size_t mask = slots_.size() - 1;
  size_t at = hash & mask;
  while (slots_[at].id != 0) {
    if (slots_[at].hash == hash && texts_[slots_[at].id] == text) return Name{slots_[at].id};
    at = (at + 1) & mask;
  }
  uint32_t id = size();
  texts_.push_back(arena_.copy_string(text));
  slots_[at] = {hash, id};
  if (texts_.size() * 2 > slots_.size()) grow();
  return Name{id};
}

Name Interner::find(std::string_view text) const {
  if (text.empty()) return Name{};
  uint32_t hash = hash_of(text);
  size_t mask = slots_.size() - 1;
  for (size_t at = hash & mask; slots_[at].id != 0; at = (at + 1) & mask)
    if (slots_[at].hash == hash && texts_[slots_[at].id] == text) return Name{slots_[at].id};
  return Name{};
}

void Interner::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == 0) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].id != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace hpyc
