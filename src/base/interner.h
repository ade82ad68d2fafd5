// Strings as 32-bit ids: equal text ⇔ equal id.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace hpyc {

// Name{} is "no name"; its view is the empty string, and interning "" gives it back.
struct Name {
  uint32_t id = 0;

  constexpr bool valid() const { return id != 0; }
  constexpr explicit operator bool() const { return valid(); }
  // No operator<: the order of ids depends on what was read first. Where the order shows in the
  // output, sort by Interner::view (see NameTextLess).
  friend constexpr bool operator==(Name, Name) = default;
};
static_assert(sizeof(Name) == 4);

inline size_t hash_value(Name name) { return std::hash<uint32_t>{}(name.id); }

// One interner per compilation, shared by its files. Not thread-safe.
class Interner {
 public:
  // The n-th text of `seed` gets id n + 1, so stages can have constants for well-known names. A
  // compilation uses lex::make_interner(), which passes the table of src/lex/names.def.
  explicit Interner(std::span<const std::string_view> seed = {});
  Interner(Interner&&) = default;
  Interner& operator=(Interner&&) = default;

  Name intern(std::string_view text);
  // Name{} when the text was never interned.
  Name find(std::string_view text) const;
  // NUL-terminated, valid as long as the interner.
  std::string_view view(Name name) const { return texts_[name.id]; }
  // Count of distinct texts, the empty one included; ids are below it.
  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }

 private:
  struct Slot {
    uint32_t hash;
    uint32_t id;  // 0: free
  };
  static uint32_t hash_of(std::string_view text);
  void grow();

  Arena arena_;
  std::vector<std::string_view> texts_;
  std::vector<Slot> slots_;  // power of two, linear probing, at most half full
};

// The deterministic order of names.
struct NameTextLess {
  const Interner* interner;
  bool operator()(Name a, Name b) const { return interner->view(a) < interner->view(b); }
};

}  // namespace hpyc

template <>
struct std::hash<hpyc::Name> {
  size_t operator()(hpyc::Name name) const noexcept { return std::hash<uint32_t>{}(name.id); }
};
