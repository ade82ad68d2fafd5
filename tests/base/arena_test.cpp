#include "base/arena.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/containers.h"
#include "base/ids.h"
#include "base/span.h"

namespace hpyc {
namespace {

struct Pair {
  int a;
  double b;
};

TEST(Arena, MakesAggregatesAndKeepsThem) {
  Arena arena;
  std::vector<Pair*> pairs;
  for (int i = 0; i < 100000; ++i) pairs.push_back(arena.make<Pair>(i, i * 0.5));
  for (int i = 0; i < 100000; ++i) {
    EXPECT_EQ(pairs[i]->a, i);
    EXPECT_EQ(pairs[i]->b, i * 0.5);
  }
  EXPECT_GE(arena.bytes_used(), 100000 * sizeof(Pair));
}

TEST(Arena, RespectsAlignment) {
  Arena arena;
  for (size_t alignment : {1u, 2u, 8u, 16u, 64u, 256u}) {
    arena.allocate(3, 1);
    auto address = reinterpret_cast<uintptr_t>(arena.allocate(10, alignment));
    EXPECT_EQ(address % alignment, 0u) << alignment;
  }
}

TEST(Arena, LargeRequestLeavesTheCurrentBlockInUse) {
  Arena arena;
  char* before = static_cast<char*>(arena.allocate(8, 8));
  arena.allocate(10 << 20, 8);
  char* after = static_cast<char*>(arena.allocate(8, 8));
  EXPECT_EQ(after, before + 8);
}

TEST(Arena, CopiesSpansAndStrings) {
  Arena arena;
  std::vector<int> source(1000);
  std::iota(source.begin(), source.end(), 0);
  std::span<int> copy = arena.copy_span(source);
  source.assign(1000, -1);
  EXPECT_EQ(copy.size(), 1000u);
  EXPECT_EQ(copy[999], 999);
  EXPECT_TRUE(arena.copy_span(std::vector<int>{}).empty());
  std::string text = "abc";
  std::string_view view = arena.copy_string(text);
  text = "xyz";
  EXPECT_EQ(view, "abc");
  EXPECT_EQ(view.data()[3], '\0');
}

TEST(Arena, MoveKeepsObjectsAlive) {
  Arena first;
  Pair* pair = first.make<Pair>(7, 1.0);
  Arena second = std::move(first);
  first.make<Pair>(8, 2.0);
  EXPECT_EQ(pair->a, 7);
  EXPECT_EQ(second.make<Pair>(9, 3.0)->a, 9);
}

TEST(Id, DefaultIsInvalidAndTypesHash) {
  using BlockId = Id<struct BlockTag>;
  EXPECT_FALSE(BlockId{}.valid());
  EXPECT_TRUE(BlockId{0}.valid());
  FlatMap<BlockId, int> map;
  map[BlockId{3}] = 4;
  EXPECT_EQ(map.at(BlockId{3}), 4);
}

TEST(SourceSpan, MergeCoversBothAndIgnoresInvalid) {
  SourceSpan a{5, 8, FileId{0}}, b{2, 6, FileId{0}};
  EXPECT_EQ(a.merge(b), (SourceSpan{2, 8, FileId{0}}));
  EXPECT_EQ(a.merge(SourceSpan{}), a);
  EXPECT_EQ(SourceSpan{}.merge(a), a);
}

}  // namespace
}  // namespace hpyc
