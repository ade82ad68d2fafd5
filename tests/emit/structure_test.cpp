#include "emit/structure.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "emit/flow.h"
#include "ir/parse.h"

namespace hpyc::emit {
namespace {

using ir::BlockId;
using ir::index;
using ir::Opcode;

// Each block as "target, target"; empty: return. Conditions are constants, which nothing here
// reads.
ir::Function make_function(const std::vector<std::vector<uint32_t>>& blocks) {
  ir::Function function;
  function.values.push_back({{ir::Rep::boolean}, ir::Ownership::trivial, ""});
  for (const auto& targets : blocks) {
    ir::Block& block = function.blocks.emplace_back();
    ir::Op& last = block.ops.emplace_back();
    last.opcode = targets.empty()       ? Opcode::unreachable
                  : targets.size() == 1 ? Opcode::jump
                                        : Opcode::branch;
    if (targets.size() == 2) last.operands.push_back(ir::ValueId{0});
    for (uint32_t target : targets) last.targets.push_back({BlockId{target}, {}});
  }
  return function;
}

std::string structured(const std::vector<std::vector<uint32_t>>& blocks) {
  ir::Function function = make_function(blocks);
  Items items = structure(function, Flow(function));
  std::string text = dump(items);
  std::string out;  // without moves: there are no arguments
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at) + 1;
    std::string line = text.substr(at, end - at);
    if (line.find("moves") == std::string::npos) out += line;
    at = end;
  }
  return out;
}

TEST(StructureTest, IfElseFallsTogether) {
  EXPECT_EQ(structured({{1, 2}, {3}, {3}, {}}), "b0\nif b0\n  b1\nelse\n  b2\nb3\nleave b3\n");
}

TEST(StructureTest, ReturnNeedsNoElse) {
  EXPECT_EQ(structured({{1, 2}, {}, {}}), "b0\nif b0\n  b1\n  leave b1\nb2\nleave b2\n");
}

TEST(StructureTest, EmptyArmIsNegated) {
  EXPECT_EQ(structured({{2, 1}, {2}, {}}), "b0\nif not b0\n  b1\nb2\nleave b2\n");
}

TEST(StructureTest, LoopLeavesByBreakAndContinuesByItself) {
  EXPECT_EQ(structured({{1}, {2, 3}, {1}, {}}),
            "b0\nloop b1\n  b1\n  if not b1\n    break\n  b2\nb3\nleave b3\n");
}

TEST(StructureTest, BreakOutOfAnIf) {
  // while a: if b: break
  EXPECT_EQ(
      structured({{1}, {2, 4}, {4, 3}, {1}, {}}),
      "b0\nloop b1\n  b1\n  if not b1\n    break\n  b2\n  if b2\n    break\n  b3\nb4\nleave b4\n");
}

TEST(StructureTest, LoopElseIsJumpedOver) {
  // while a: if b: break; else: c
  std::string text = structured({{1}, {2, 3}, {4, 1}, {4}, {}});
  EXPECT_NE(text.find("goto b4"), std::string::npos);
  EXPECT_NE(text.find("label b4\nb4\n"), std::string::npos);
}

TEST(StructureTest, ContinueOfTheOuterLoopIsGoto) {
  // 1: outer header, 2: inner header, 3: inner body with continue of the outer loop
  std::string text = structured({{1}, {2, 5}, {3, 4}, {1, 2}, {1}, {}});
  EXPECT_NE(text.find("loop b1"), std::string::npos);
  EXPECT_NE(text.find("loop b2"), std::string::npos);
}

TEST(StructureTest, LongChainsOfElifStayNarrow) {
  std::vector<std::vector<uint32_t>> blocks;
  uint32_t count = 60, end = 2 * count;
  for (uint32_t i = 0; i < count; ++i) {
    blocks.push_back({2 * i + 1, i + 1 < count ? 2 * i + 2 : end});
    blocks.push_back({end});
  }
  blocks.push_back({});
  std::string text = structured(blocks);
  EXPECT_EQ(text.find(std::string(2 * 14, ' ')), std::string::npos) << text;
}

// ---- the structured form does what the graph does
// ------------------------------------------------

struct Instruction {
  enum Kind { block, jump, branch } kind;
  uint32_t target = 0;  // block number, or place
  bool when = true;
  uint32_t condition = 0;  // block whose terminator decides
};

// Items as code with jumps.
class Assembler {
 public:
  explicit Assembler(size_t blocks) : labels_(blocks, ir::kNoId) {}

  std::vector<Instruction> run(const Items& items) {
    assemble(items, {});
    for (auto [place, block] : gotos_) {
      EXPECT_NE(labels_[block], ir::kNoId) << "goto without label";
      code_[place].target = labels_[block];
    }
    return code_;
  }

 private:
  struct Loop {
    std::vector<uint32_t>* breaks = nullptr;
    uint32_t start = 0;
  };
  uint32_t place() const { return static_cast<uint32_t>(code_.size()); }

  void assemble(const Items& items, Loop loop) {
    for (const Item& item : items) {
      uint32_t block = item.block == ir::kNoBlock ? 0 : index(item.block);
      switch (item.kind) {
        case ItemKind::operations:
          code_.push_back({Instruction::block, block});
          break;
        case ItemKind::label:
          labels_[block] = place();
          break;
        case ItemKind::goto_:
          gotos_.emplace_back(place(), block);
          code_.push_back({Instruction::jump});
          break;
        case ItemKind::break_:
          loop.breaks->push_back(place());
          code_.push_back({Instruction::jump});
          break;
        case ItemKind::continue_:
          code_.push_back({Instruction::jump, loop.start});
          break;
        case ItemKind::if_: {
          uint32_t test = place();
          code_.push_back({Instruction::branch, 0, item.negated, block});
          assemble(item.body, loop);
          uint32_t skip = place();
          if (!item.otherwise.empty()) code_.push_back({Instruction::jump});
          code_[test].target = place();
          assemble(item.otherwise, loop);
          if (!item.otherwise.empty()) code_[skip].target = place();
          break;
        }
        case ItemKind::loop: {
          std::vector<uint32_t> breaks;
          uint32_t start = place();
          assemble(item.body, {&breaks, start});
          code_.push_back({Instruction::jump, start});
          for (uint32_t at : breaks) code_[at].target = place();
          break;
        }
        default:
          break;
      }
    }
  }

  std::vector<Instruction> code_;
  std::vector<uint32_t> labels_;
  std::vector<std::pair<uint32_t, uint32_t>> gotos_;
};

bool is_reducible(const ir::Function& function, const Flow& flow) {
  for (BlockId block : flow.order())
    for (const ir::Edge& edge : function.block(block).ops.back().targets)
      if (flow.is_back_edge(block, edge.target) && !flow.dominators.dominates(edge.target, block))
        return false;
  return true;
}

// The decision of the n-th visit to a block.
bool decide(uint32_t seed, uint32_t step, uint32_t block) {
  uint32_t x = (seed * 2654435761u) ^ (step * 40503u + block * 69069u);
  return (x ^ x >> 13) >> 5 & 1;
}

TEST(StructureTest, RandomGraphsKeepTheirPaths) {
  std::mt19937 random(7);
  uint32_t tried = 0;
  for (uint32_t round = 0; round < 20000; ++round) {
    uint32_t count = 3 + random() % 12;
    std::vector<std::vector<uint32_t>> blocks(count);
    for (uint32_t b = 0; b < count; ++b) {
      // Mostly forward, so that many graphs are reducible; never to the entry.
      auto target = [&]() -> uint32_t {
        if (random() % 5 == 0) return 1 + random() % (count - 1);
        return std::min(count - 1, b + 1 + static_cast<uint32_t>(random() % 3));
      };
      uint32_t kind = random() % 8;
      if (b + 1 == count || kind == 0) continue;
      blocks[b].push_back(target());
      if (kind > 2) blocks[b].push_back(target());
    }
    ir::Function function = make_function(blocks);
    Flow flow(function);
    if (!is_reducible(function, flow)) continue;
    ++tried;
    Items items = structure(function, flow);
    std::vector<Instruction> code = Assembler(count).run(items);
    for (uint32_t seed = 1; seed <= 4; ++seed) {
      std::vector<uint32_t> expected, actual;
      uint32_t block = 0;
      while (expected.size() < 60) {
        expected.push_back(block);
        const auto& targets = function.blocks[block].ops.back().targets;
        if (targets.empty()) break;
        uint32_t step = static_cast<uint32_t>(expected.size());
        size_t which = targets.size() == 2 && !decide(seed, step, block);
        block = index(targets[which].target);
      }
      for (uint32_t at = 0; at < code.size() && actual.size() < 60;) {
        const Instruction& i = code[at];
        uint32_t step = static_cast<uint32_t>(actual.size());
        if (i.kind == Instruction::block) {
          actual.push_back(i.target);
          ++at;
          if (function.blocks[i.target].ops.back().targets.empty()) break;
        } else if (i.kind == Instruction::jump) {
          at = i.target;
        } else {
          at = decide(seed, step, i.condition) == i.when ? i.target : at + 1;
        }
      }
      ASSERT_EQ(expected, actual) << dump(items);
    }
  }
  EXPECT_GT(tried, 3000u);
}

}  // namespace
}  // namespace hpyc::emit
