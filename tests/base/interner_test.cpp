#include "base/interner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace hpyc {
namespace {

TEST(Interner, EqualTextGivesEqualNames) {
  Interner interner;
  Name a = interner.intern("spam");
  std::string copy = "spam";
  EXPECT_EQ(interner.intern(copy), a);
  EXPECT_NE(interner.intern("eggs"), a);
  EXPECT_EQ(interner.view(a), "spam");
}

TEST(Interner, EmptyTextIsNoName) {
  Interner interner;
  EXPECT_FALSE(interner.intern("").valid());
  EXPECT_EQ(interner.view(Name{}), "");
}

TEST(Interner, FindDoesNotAdd) {
  Interner interner;
  EXPECT_FALSE(interner.find("spam").valid());
  uint32_t before = interner.size();
  interner.find("eggs");
  EXPECT_EQ(interner.size(), before);
  Name name = interner.intern("spam");
  EXPECT_EQ(interner.find("spam"), name);
}

TEST(Interner, ManyNamesOfEveryLengthStayDistinct) {
  Interner interner;
  std::vector<Name> names;
  for (int i = 0; i < 50000; ++i) {
    std::string text = std::string(static_cast<size_t>(i % 40), 'x') + std::to_string(i);
    names.push_back(interner.intern(text));
  }
  for (int i = 0; i < 50000; ++i) {
    std::string text = std::string(static_cast<size_t>(i % 40), 'x') + std::to_string(i);
    ASSERT_EQ(interner.view(names[i]), text);
    ASSERT_EQ(interner.intern(text), names[i]);
  }
  EXPECT_EQ(interner.size(), 50001u);
}

TEST(Interner, SeedGetsTheFirstIds) {
  constexpr std::string_view kSeed[] = {"alpha", "beta"};
  Interner interner(kSeed);
  EXPECT_EQ(interner.intern("alpha").id, 1u);
  EXPECT_EQ(interner.intern("beta").id, 2u);
}

TEST(Interner, TextOrderDoesNotDependOnIds) {
  Interner interner;
  std::vector<Name> names{interner.intern("b"), interner.intern("c"), interner.intern("a")};
  std::sort(names.begin(), names.end(), NameTextLess{&interner});
  EXPECT_EQ(interner.view(names[0]), "a");
  EXPECT_EQ(interner.view(names[2]), "c");
}

}  // namespace
}  // namespace hpyc
