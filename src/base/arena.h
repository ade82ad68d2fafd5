// A bump allocator: objects live until the arena dies and are never destroyed one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hpyc {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept { *this = std::move(other); }
  Arena& operator=(Arena&& other) noexcept {
    blocks_ = std::move(other.blocks_);
    cursor_ = std::exchange(other.cursor_, 0);
    limit_ = std::exchange(other.limit_, 0);
    bytes_used_ = std::exchange(other.bytes_used_, 0);
    other.blocks_.clear();
    return *this;
  }

  void* allocate(size_t size, size_t alignment) {
    uintptr_t start = (cursor_ + (alignment - 1)) & ~(uintptr_t{alignment} - 1);
    if (start + size > limit_ || cursor_ == 0) [[unlikely]]
      return allocate_slow(size, alignment);
    cursor_ = start + size;
    bytes_used_ += size;
    return reinterpret_cast<void*>(start);
  }

  // Aggregates and classes with constructors alike: arena.make<Node>(a, b).
  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena never runs destructors");
    void* memory = allocate(sizeof(T), alignof(T));
    if constexpr (std::is_constructible_v<T, Args...>)
      return ::new (memory) T(std::forward<Args>(args)...);
    else
      return ::new (memory) T{std::forward<Args>(args)...};
  }

  // An uninitialised array for trivially constructible element types, else value-initialised.
  template <typename T>
  std::span<T> make_array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena never runs destructors");
    if (count == 0) return {};
    T* first = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    std::uninitialized_default_construct_n(first, count);
    return {first, count};
  }

  template <typename T>
  std::span<T> copy_span(std::span<const T> source) {
    static_assert(std::is_trivially_destructible_v<T>, "the arena never runs destructors");
    if (source.empty()) return {};
    T* first = static_cast<T*>(allocate(sizeof(T) * source.size(), alignof(T)));
    std::uninitialized_copy(source.begin(), source.end(), first);
    return {first, source.size()};
  }
  // Any contiguous container: std::vector, SmallVector, std::array.
  template <typename Container>
  requires requires(const Container& c) { c.data(), c.size(); }
  auto copy_span(const Container& source) {
    using T = std::remove_cvref_t<decltype(*source.data())>;
    return copy_span<T>(std::span<const T>(source.data(), source.size()));
  }
  template <typename T>
  std::span<T> copy_span(std::initializer_list<T> source) {
    return copy_span<T>(std::span<const T>(source.begin(), source.size()));
  }

  // The copy is followed by a NUL that its length does not count.
  std::string_view copy_string(std::string_view text) {
    char* first = static_cast<char*>(allocate(text.size() + 1, 1));
    if (!text.empty()) std::memcpy(first, text.data(), text.size());
    first[text.size()] = '\0';
    return {first, text.size()};
  }

  size_t bytes_used() const { return bytes_used_; }

 private:
  void* allocate_slow(size_t size, size_t alignment);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  uintptr_t cursor_ = 0;
  uintptr_t limit_ = 0;
  size_t bytes_used_ = 0;
};

}  // namespace hpyc
