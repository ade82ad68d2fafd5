#include <gtest/gtest.h>

#include "ir/error_ladder.h"
#include "ir/parse.h"
#include "ir/verify.h"

namespace hpyc::ir {
namespace {

class LadderTest : public testing::Test {
 protected:
  void parse(const std::string& body) {
    ParseResult result = parse_module(
        "module \"m\" source \"m\"\nconstant #0 = name \"a\"\n"
        "function @f kind python signature(0,1,0) {\n" +
        body + "}\n");
    ASSERT_TRUE(result.module.has_value()) << to_string(result.error);
    module_ = *std::move(result.module);
    for (const std::string& error : verify(module_, Stage::owned)) ADD_FAILURE() << error;
  }
  // What is released, in order, when an operation fails: "%3 %1", "" for nothing.
  std::string released(const ErrorLadder& ladder, uint32_t block, size_t op) {
    std::string text;
    for (ValueId value : ladder.values(ladder.at(BlockId{block}, op))) {
      text += (text.empty() ? "%" : " %") + std::to_string(index(value));
    }
    return text;
  }
  Module module_;
};

TEST_F(LadderTest, HeldValuesAreReleasedYoungestFirst) {
  parse(R"(b0(%0 x: obj borrowed):
  %1: obj owned = getattr %0, #0
  %2: obj constant = const #0
  %3: obj owned = getitem %1, %2
  close %2
  %4: boolean = truth %3
  close %3
  %5: obj owned = binary add %1, %0
  close %1
  return %5
)");
  const ErrorLadder ladder(module_, module_.functions[0]);
  EXPECT_EQ(released(ladder, 0, 0), "");
  EXPECT_EQ(ladder.at(BlockId{0}, 1), kNoId);  // const cannot fail
  EXPECT_EQ(released(ladder, 0, 2), "%2 %1");
  EXPECT_EQ(released(ladder, 0, 4), "%3 %1");
  EXPECT_EQ(released(ladder, 0, 6), "%1");  // borrowed for the last time: still held
  EXPECT_EQ(ladder.nodes().size(), 4u);     // root, %1, %2 and %3 on top of %1
  EXPECT_EQ(ladder.uses(ladder.at(BlockId{0}, 6)), 1u);
}

TEST_F(LadderTest, SetsFollowTheEdges) {
  parse(R"(b0(%0 x: obj borrowed):
  %1: obj owned = iter %0
  %2: obj owned = dup %0
  jump b1(%2)
b1(%3: obj owned):
  next %1, b2(), b3()
b2(%4: obj owned):
  %5: obj owned = binary add %3, %4
  close %4
  close %3
  jump b1(%5)
b3():
  close %1
  %6: obj owned = getattr %3, #0
  close %3
  return %6
)");
  const ErrorLadder ladder(module_, module_.functions[0]);
  EXPECT_EQ(released(ladder, 1, 0), "%3 %1");
  EXPECT_EQ(released(ladder, 2, 0), "%4 %3 %1");
  EXPECT_EQ(released(ladder, 3, 1), "%3");
}

TEST_F(LadderTest, HandlerKeepsWhatItNeeds) {
  parse(R"(b0(%0 x: obj borrowed):
  %1: obj owned = iter %0
  %2: obj owned = iter %0
  jump b1()
b1() handler b3:
  %3: boolean = truth %2
  close %2
  jump b2()
b2():
  return %1
b3():
  %4: boolean = truth %1
  return %1
)");
  const ErrorLadder ladder(module_, module_.functions[0]);
  const uint32_t node = ladder.at(BlockId{1}, 0);
  EXPECT_EQ(ladder.nodes()[node].handler, BlockId{3});
  EXPECT_EQ(released(ladder, 1, 0), "%2");
  EXPECT_EQ(released(ladder, 3, 0), "%1");
  EXPECT_EQ(ladder.nodes()[ladder.at(BlockId{3}, 0)].handler, kNoBlock);
}

}  // namespace
}  // namespace hpyc::ir
