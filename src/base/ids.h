// Typed 32-bit indices: an id of one table cannot be used with another.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace hpyc {

// Tag is any (possibly incomplete) type, e.g. `using BlockId = Id<struct BlockTag>;`.
template <typename Tag>
struct Id {
  static constexpr uint32_t kInvalid = 0xFFFFFFFFu;

  uint32_t value = kInvalid;

  constexpr Id() = default;
  constexpr explicit Id(uint32_t v) : value(v) {}

  constexpr bool valid() const { return value != kInvalid; }
  constexpr explicit operator bool() const { return valid(); }
  constexpr uint32_t index() const { return value; }

  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

template <typename Tag>
size_t hash_value(Id<Tag> id) {  // boost's hashed containers find this one
  return std::hash<uint32_t>{}(id.value);
}

}  // namespace hpyc

template <typename Tag>
struct std::hash<hpyc::Id<Tag>> {
  size_t operator()(hpyc::Id<Tag> id) const noexcept { return std::hash<uint32_t>{}(id.value); }
};
