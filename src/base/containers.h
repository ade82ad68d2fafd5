// The containers of the compiler: one place to change when a better one comes along.
#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hpyc {

// Open addressing; references are invalidated by insertion. The order of iteration is unspecified:
// never let it reach the output.
template <typename K, typename V, typename Hash = boost::hash<K>, typename Eq = std::equal_to<K>>
using FlatMap = boost::unordered_flat_map<K, V, Hash, Eq>;

template <typename K, typename Hash = boost::hash<K>, typename Eq = std::equal_to<K>>
using FlatSet = boost::unordered_flat_set<K, Hash, Eq>;

// The first N elements live inside the object.
template <typename T, size_t N>
using SmallVector = boost::container::small_vector<T, N>;

// Lets maps with std::string keys be asked with a std::string_view.
struct StringHash {
  using is_transparent = void;
  using is_avalanching = void;
  size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};
template <typename V>
using StringMap = boost::unordered_flat_map<std::string, V, StringHash, std::equal_to<>>;
using StringSet = boost::unordered_flat_set<std::string, StringHash, std::equal_to<>>;

}  // namespace hpyc
