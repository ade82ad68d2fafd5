#include "ir/analysis.h"

#include <gtest/gtest.h>

#include "ir/parse.h"
#include "ir/print.h"
#include "ir/rewrite.h"
#include "ir/verify.h"

namespace hpyc::ir {
namespace {

Module parse(std::string_view body) {
  const std::string text =
      "module \"m\" source \"m\"\nfunction @f kind python signature(0,1,0) {\n" +
      std::string(body) + "}\n";
  ParseResult result = parse_module(text);
  if (!result.module) {
    ADD_FAILURE() << to_string(result.error);
    return {};
  }
  return *std::move(result.module);
}

// Two nested loops; b7 is unreachable.
constexpr std::string_view kNested = R"(b0(%0 x: obj borrowed):
  %1: obj owned = iter %0
  jump b1()
b1():
  next %1, b2(), b6()
b2(%2: obj owned):
  %3: obj owned = iter %2
  jump b3()
b3():
  next %3, b4(), b5()
b4(%4: obj owned):
  %5: boolean = truth %4
  branch %5, b3(), b6()
b5():
  jump b1()
b6():
  return %0
b7():
  jump b6()
)";

BlockId b(uint32_t number) { return BlockId{number}; }

TEST(AnalysisTest, OrderHoldsReachableBlocksWithPredecessorsFirst) {
  const Module module = parse(kNested);
  const Cfg cfg(module.functions[0]);
  EXPECT_EQ(cfg.order.size(), 7u);
  EXPECT_EQ(cfg.order[0], b(0));
  EXPECT_FALSE(cfg.reachable(b(7)));
  EXPECT_LT(cfg.position[3], cfg.position[4]);
  EXPECT_EQ(cfg.predecessors[6].size(), 3u);
}

TEST(AnalysisTest, Dominators) {
  const Module module = parse(kNested);
  const DominatorTree tree{Cfg(module.functions[0])};
  EXPECT_EQ(tree.immediate_dominator(b(0)), kNoBlock);
  EXPECT_EQ(tree.immediate_dominator(b(6)), b(1));
  EXPECT_EQ(tree.immediate_dominator(b(5)), b(3));
  EXPECT_TRUE(tree.dominates(b(1), b(4)));
  EXPECT_TRUE(tree.dominates(b(4), b(4)));
  EXPECT_FALSE(tree.dominates(b(4), b(6)));
  EXPECT_FALSE(tree.dominates(b(0), b(7)));
  EXPECT_EQ(tree.common(b(4), b(5)), b(3));
  EXPECT_EQ(tree.common(b(4), b(6)), b(1));
}

TEST(AnalysisTest, Loops) {
  const Module module = parse(kNested);
  const Cfg cfg(module.functions[0]);
  const LoopForest forest(cfg, DominatorTree(cfg));
  ASSERT_EQ(forest.loops.size(), 2u);
  EXPECT_EQ(forest.loops[0].header, b(1));
  EXPECT_EQ(forest.loops[1].header, b(3));
  EXPECT_EQ(forest.loops[1].parent, 0u);
  EXPECT_EQ(forest.depth(b(4)), 2u);
  EXPECT_EQ(forest.depth(b(5)), 1u);
  EXPECT_EQ(forest.depth(b(6)), 0u);
  EXPECT_EQ(forest.loops[0].blocks.size(), 5u);
  EXPECT_EQ(forest.loops[1].blocks.size(), 2u);
}

TEST(AnalysisTest, LivenessReachesAroundLoops) {
  const Module module = parse(kNested);
  const Function& f = module.functions[0];
  const Liveness liveness(f, Cfg(f));
  EXPECT_TRUE(liveness.is_live_in(b(4), ValueId{1}));  // the outer iterator, in the inner loop
  EXPECT_FALSE(liveness.is_live_in(b(6), ValueId{1}));
  EXPECT_TRUE(liveness.is_live_out(b(2), ValueId{3}));
  EXPECT_FALSE(liveness.is_live_in(b(5), ValueId{3}));
  EXPECT_EQ(liveness.number(ValueId{2}), kNoId);  // used in its own block only
  EXPECT_TRUE(liveness.is_live_in(b(1), ValueId{0}));
}

TEST(AnalysisTest, LivenessFilterLeavesValuesOut) {
  const Module module = parse(kNested);
  const Function& f = module.functions[0];
  const Liveness liveness(f, Cfg(f), is_tracked);
  EXPECT_EQ(liveness.number(ValueId{0}), kNoId);
  EXPECT_EQ(liveness.count(), 2u);
}

TEST(RewriteTest, UnreachableBlocksGoAndNumbersFollow) {
  Module module = parse(kNested);
  Function& f = module.functions[0];
  EXPECT_TRUE(remove_unreachable_blocks(f));
  EXPECT_EQ(f.blocks.size(), 7u);
  EXPECT_FALSE(remove_unreachable_blocks(f));
  EXPECT_TRUE(verify(module, Stage::lowered).empty());
}

TEST(RewriteTest, DeadOperationsAndParametersGo) {
  Module module = parse(R"(b0(%0 x: obj borrowed):
  %1: num owned = num.from %0
  %2: i64 = const.i64 1
  %3: obj owned = iter %0
  jump b1(%0, %1)
b1(%4: obj owned, %5: num owned):
  %6: boolean = truth %0
  branch %6, b1(%4, %5), b2()
b2():
  return %0
)");
  Function& f = module.functions[0];
  EXPECT_TRUE(remove_dead_operations(module, f));
  compact(f);
  EXPECT_EQ(print(module, f).substr(print(module, f).find('\n') + 1), R"(b0(%0 x: obj borrowed):
  %1: obj owned = iter %0
  jump b1()
b1():
  %2: boolean = truth %0
  branch %2, b1(), b2()
b2():
  return %0
}
)");
}

TEST(RewriteTest, SplitEdgePassesTheItemOn) {
  Module module = parse(R"(b0(%0 x: obj borrowed):
  jump b1(%0)
b1(%1: obj owned):
  next %0, b2(%1), b3()
b2(%2 item: obj owned, %3: obj owned):
  jump b1(%2)
b3():
  return %0
)");
  Function& f = module.functions[0];
  EXPECT_EQ(split_edge(f, b(1), 0), b(4));
  EXPECT_EQ(print(module, f, f.blocks[1].ops[0]), "next %0, b4(), b3()");
  EXPECT_EQ(print(module, f, f.blocks[4].ops[0]), "jump b2(%4, %1)");
  for (const std::string& error : verify(module, Stage::lowered)) ADD_FAILURE() << error;
}

TEST(RewriteTest, ClonedBlocksUseTheGivenValues) {
  Module module = parse(kNested);
  const Function source = module.functions[0];
  Module target_module = parse("b0(%0 y: obj borrowed):\n  return %0\n");
  Function& target = target_module.functions[0];
  CloneMap map;
  map.values.assign(source.values.size(), kNoValue);
  map.values[0] = ValueId{0};
  clone_blocks(target, source, map);
  EXPECT_EQ(target.blocks.size(), 9u);
  EXPECT_TRUE(target.block(map.blocks[0]).parameters.empty());
  EXPECT_EQ(target.block(map.blocks[0]).ops[0].operands[0], ValueId{0});
  target.blocks[0].ops[0] = Op{};
  target.blocks[0].ops[0].opcode = Opcode::jump;
  target.blocks[0].ops[0].targets.push_back({map.blocks[0], {}});
  for (const std::string& error : verify(target_module, Stage::lowered)) ADD_FAILURE() << error;
}

TEST(RewriteTest, ClonedFunctionRemembersItsOrigin) {
  Module module = parse(kNested);
  const FunctionId clone = clone_function(module, FunctionId{0}, "f_clone");
  EXPECT_EQ(module.function(clone).origin, FunctionId{0});
  EXPECT_EQ(module.function(clone).blocks.size(), module.functions[0].blocks.size());
  const FunctionId again = clone_function(module, clone, "f_again");
  EXPECT_EQ(module.function(again).origin, FunctionId{0});
}

}  // namespace
}  // namespace hpyc::ir
