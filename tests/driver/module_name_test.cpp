#include "driver/module_name.h"

#include <gtest/gtest.h>

namespace hpyc::driver {
namespace {

TEST(ModuleNameTest, IdentifiersJoinedByDots) {
  for (const char* name : {"a", "_x1", "pkg.sub.mod"}) EXPECT_TRUE(is_module_name(name)) << name;
  for (const char* name : {"", ".", "a.", ".a", "a..b", "1a", "a-b", "é"})
    EXPECT_FALSE(is_module_name(name)) << name;
}

TEST(ModuleNameTest, SuggestionsAreValid) {
  EXPECT_EQ(valid_module_name("my-script"), "my_script");
  EXPECT_EQ(valid_module_name("2to3.x y"), "_2to3.x_y");
  for (const char* name : {"", ".", "a..b", "é", "1", "a.-", "---"})
    EXPECT_TRUE(is_module_name(valid_module_name(name))) << name << valid_module_name(name);
}

TEST(ModuleNameTest, SuffixesAreThoseOfTheFileName) {
  EXPECT_EQ(suffix_of("a/b.py"), Suffix::py);
  EXPECT_EQ(suffix_of("a.py/b"), Suffix::other);
  EXPECT_EQ(suffix_of("x.PYX"), Suffix::other);
  EXPECT_EQ(suffix_of("x.pyx"), Suffix::pyx);
  EXPECT_EQ(suffix_of("x.pxi"), Suffix::pxi);
  EXPECT_EQ(suffix_of("x.pxd"), Suffix::pxd);
}

TEST(ModuleNameTest, OutsideOfPackagesItIsTheStem) {
  ModulePlace place = find_module_place("/no/such/folder/mod.py");
  EXPECT_EQ(place.name, "mod");
  EXPECT_EQ(place.source_name, "mod.py");
}

}  // namespace
}  // namespace hpyc::driver
