#include "ir/verify.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ir/parse.h"

namespace hpyc::ir {
namespace {

struct Case {
  const char* name;
  Stage stage;
  const char* body;   // blocks of `function @f`, one parameter
  const char* error;  // part of the one expected error; "" for none
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

std::vector<std::string> errors_of(const std::string& body, Stage stage) {
  const std::string text =
      "module \"m\" source \"m.py\"\n"
      "constant #0 = name \"x\"\nconstant #1 = tuple (#0, #0)\n"
      "function @f kind python name \"f\" qualname \"f\" line 1 signature(0,1,0) {\n" +
      body +
      "}\n"
      "function @g kind specialised result num {\n"
      "b0(%0 a: i64, %1 b: obj borrowed):\n  %2: num owned = num.i64 %0\n  return %2\n}\n"
      "function @h kind python name \"h\" qualname \"h\" line 2 signature(0,1,0) captures 1 {\n"
      "b0(%0 x: obj borrowed, %1 a: obj borrowed):\n  return %1\n}\n";
  const ParseResult result = parse_module(text);
  if (!result.module) return {"parse error " + to_string(result.error)};
  return verify(*result.module, FunctionId{0}, stage);
}

class VerifyTest : public testing::TestWithParam<Case> {};

TEST_P(VerifyTest, FindsTheError) {
  const std::vector<std::string> errors = errors_of(GetParam().body, GetParam().stage);
  std::string all;
  for (const std::string& error : errors) all += error + "\n";
  if (*GetParam().error == '\0') {
    EXPECT_EQ(all, "");
  } else {
    EXPECT_EQ(errors.size(), 1u) << all;
    EXPECT_NE(all.find(GetParam().error), std::string::npos) << all;
  }
}

constexpr Stage kLowered = Stage::lowered;
constexpr Stage kOptimised = Stage::optimised;
constexpr Stage kOwned = Stage::owned;

#define ENTRY "b0(%0 x: obj borrowed):\n"
#define RETURN "  %99: obj:NoneType immortal = none\n  return %99\n"

INSTANTIATE_TEST_SUITE_P(
    Structure, VerifyTest,
    testing::Values(
        Case{"good", kLowered, ENTRY RETURN, ""},
        Case{"no_terminator", kLowered, ENTRY "  %1: obj:NoneType immortal = none\n",
             "b0: the block does not end in a terminator"},
        Case{"empty_block", kLowered, ENTRY "  jump b1()\nb1():\n",
             "b1: the block does not end in a terminator"},
        Case{"terminator_in_the_middle", kLowered, ENTRY "  return %0\n" RETURN,
             "a terminator in the middle"},
        Case{"parameters_differ", kLowered, "b0():\n" RETURN,
             "0 parameters, but 1 in the signature"},
        Case{"entry_owned", kLowered, "b0(%0: obj owned):\n" RETURN, "parameter %0 is owned"},
        Case{"parameter_borrowed", kLowered,
             ENTRY "  jump b1(%0)\nb1(%1: obj borrowed):\n  return %1\n",
             "parameter %1 is borrowed"},
        Case{"entry_is_target", kLowered, ENTRY "  jump b0(%0)\n", "the entry block is a target"},
        Case{"edge_arguments", kLowered, ENTRY "  jump b1()\nb1(%1: obj owned):\n  return %1\n",
             "b1 takes 1 arguments"},
        Case{"edge_representation", kLowered, ENTRY "  jump b1(%0)\nb1(%1: num owned):\n" RETURN,
             "argument %0 of b1 must be num"},
        Case{"item_missing", kLowered,
             ENTRY "  next %0, b1(), b2()\nb1():\n" RETURN "b2():\n  unreachable\n",
             "b1 takes 0 arguments"},
        Case{"item_representation", kLowered,
             ENTRY "  next %0, b1(), b2()\nb1(%1: num owned):\n" RETURN "b2():\n  unreachable\n",
             "the item's parameter has another representation"},
        Case{"operand_representation", kLowered,
             ENTRY "  %1: i64 = const.i64 1\n  %2: obj owned = getitem %0, %1\n" RETURN,
             "operand %1 is i64"},
        Case{"operand_count", kLowered, ENTRY "  %1: obj owned = getitem %0\n" RETURN,
             "number of operands"},
        Case{"result_count", kLowered, ENTRY "  truth %0\n" RETURN, "0 results instead of 1"},
        Case{"unpack_count", kLowered, ENTRY "  %1: obj owned = unpack %0, 2\n" RETURN,
             "1 results instead of 2"},
        Case{"result_representation", kLowered, ENTRY "  %1: obj owned = truth %0\n" RETURN,
             "result %1 must be boolean trivial"},
        Case{"result_ownership", kLowered, ENTRY "  %1: obj borrowed = iter %0\n" RETURN,
             "result %1 must be obj owned"},
        Case{"defined_later", kLowered,
             ENTRY "  %1: obj owned = iter %2\n  %2: obj owned = iter %0\n" RETURN,
             "%2 is not defined here"},
        Case{"not_dominating", kLowered,
             ENTRY "  %1: boolean = truth %0\n  branch %1, b1(), b2()\n"
                   "b1():\n  %2: obj owned = iter %0\n  jump b2()\n"
                   "b2():\n  return %2\n",
             "b2: `return %2`: %2 is not defined here"},
        Case{"loop_dominates", kLowered,
             ENTRY "  jump b1(%0)\nb1(%1: obj owned):\n  next %1, b2(), b3()\n"
                   "b2(%2: obj owned):\n  jump b1(%2)\nb3():\n  return %1\n",
             ""},
        Case{"handler_parameters", kLowered,
             ENTRY "  jump b1(%0)\nb1(%1: obj owned) handler b2:\n  return %1\n"
                   "b2(%2: obj owned):\n  return %2\n",
             "the handler has parameters"},
        Case{"dup_too_early", kLowered, ENTRY "  %1: obj owned = dup %0\n  return %1\n",
             "only the ownership pass makes these"},
        Case{"raise_goes_on", kLowered, ENTRY "  %1: obj? immortal = null\n  raise %0, %1\n" RETURN,
             "not followed by `unreachable`"},
        Case{"direct_count", kLowered, ENTRY "  %1: num owned = call.direct %0, @g\n" RETURN,
             "@g takes 2 arguments"},
        Case{"direct_representation", kLowered,
             ENTRY "  %1: num owned = call.direct %0, %0, @g\n" RETURN, "argument 0 must be i64"},
        Case{"direct_good", kLowered,
             ENTRY "  %1: i64 = const.i64 1\n  %2: num owned = call.direct %1, %0, @g\n" RETURN,
             ""},
        Case{"direct_result", kLowered,
             ENTRY "  %1: i64 = const.i64 1\n  %2: obj owned = call.direct %1, %0, @g\n" RETURN,
             "result %2 must be num owned"},
        Case{"return_representation", kLowered, ENTRY "  %1: i64 = const.i64 1\n  return %1\n",
             "the function returns obj"},
        Case{"return_nothing", kLowered, ENTRY "  return\n", "number of operands"},
        Case{"keyword_names", kLowered, ENTRY "  %1: obj owned = call.kw %0, %0, %0, #0\n" RETURN,
             "the keyword names are no tuple"},
        Case{"keyword_count", kLowered, ENTRY "  %1: obj owned = call.kw %0, %0, #1\n" RETURN,
             "more keyword names than arguments"},
        Case{"closure_without_cells", kLowered,
             ENTRY "  %1: obj? immortal = null\n"
                   "  %2: obj:function owned = make.closure %1, %1, %1, @h\n" RETURN,
             "the function captures 1 variables"},
        Case{"function_with_captures", kLowered,
             ENTRY "  %1: obj? immortal = null\n"
                   "  %2: obj:function owned = make.function %1, %1, %1, @h\n" RETURN,
             "the function captures 1 variables"},
        Case{"closure", kLowered,
             ENTRY "  %1: obj? immortal = null\n"
                   "  %2: obj:function owned = make.closure %1, %1, %1, %0, @h\n" RETURN,
             ""},
        Case{"odd_dict", kLowered, ENTRY "  %1: obj:dict owned = build.dict %0\n" RETURN,
             "a key without a value"}));

INSTANTIATE_TEST_SUITE_P(
    Nullness, VerifyTest,
    testing::Values(
        Case{"unchecked", kOptimised,
             ENTRY "  %1: obj? immortal = null\n  %2: boolean = truth %1\n" RETURN,
             "%1 may be null"},
        Case{"unchecked_but_early", kLowered,
             ENTRY "  %1: obj? immortal = null\n  %2: boolean = truth %1\n" RETURN, ""},
        Case{"unchecked_return", kOptimised, ENTRY "  %1: obj? immortal = null\n  return %1\n",
             "%1 may be null"},
        Case{"content_of_a_cell", kOptimised,
             ENTRY "  %1: obj? owned = cell.peek %0, 0\n  %2: boolean = truth %1\n" RETURN,
             "%1 may be null"},
        Case{"checked", kOptimised,
             ENTRY
             "  %1: obj? immortal = null\n  check.bound %1, #0\n  %2: boolean = truth %1\n" RETURN,
             ""},
        Case{"checked_on_one_path", kOptimised,
             ENTRY "  %1: obj? immortal = null\n  %2: boolean = truth %0\n  branch %2, b1(), b2()\n"
                   "b1():\n  check.bound %1, #0\n  jump b2()\nb2():\n  return %1\n",
             "%1 may be null"},
        Case{"checked_on_both_paths", kOptimised,
             ENTRY "  %1: obj? immortal = null\n  %2: boolean = truth %0\n  branch %2, b1(), b2()\n"
                   "b1():\n  check.bound %1, #0\n  jump b3()\n"
                   "b2():\n  check.bound %1, #0\n  jump b3()\nb3():\n  return %1\n",
             ""},
        Case{"null_to_non_null_parameter", kOptimised,
             ENTRY "  %1: obj? immortal = null\n  jump b1(%1)\nb1(%2: obj owned):\n  return %2\n",
             "%1 may be null"}));

INSTANTIATE_TEST_SUITE_P(
    Ownership, VerifyTest,
    testing::Values(
        Case{"moved", kOwned, ENTRY "  %1: obj owned = iter %0\n  return %1\n", ""},
        Case{"leak_at_return", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  %2: obj owned = dup %0\n  return %2\n",
             "%1 is not released"},
        Case{"double_close", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  close %1\n  close %1\n  %2: obj owned = dup %0\n"
                   "  return %2\n",
             "%1 is"},
        Case{"use_after_close", kOwned,
             ENTRY
             "  %1: obj owned = iter %0\n  close %1\n  %2: obj owned = iter %1\n  return %2\n",
             "%1 is used after it was consumed"},
        Case{"borrowed_returned", kOwned, ENTRY "  return %0\n", "%0 is borrowed"},
        Case{"borrowed_closed", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  close %0\n  return %1\n", "%0 is borrowed"},
        Case{"constant_not_closed", kOwned,
             ENTRY "  %1: obj constant = const #0\n  %2: obj owned = dup %1\n  return %2\n",
             "%1 is not released"},
        Case{"constant_closed", kOwned,
             ENTRY "  %1: obj constant = const #0\n  %2: obj owned = dup %1\n  close %1\n"
                   "  return %2\n",
             ""},
        Case{"constant_moved", kOwned,
             ENTRY "  %1: obj constant = const #0\n  jump b1(%1)\nb1(%2: obj owned):\n  close %1\n"
                   "  return %2\n",
             "%1 is constant and cannot be consumed"},
        Case{"leak_on_one_branch", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  %2: boolean = truth %0\n  branch %2, b1(), b2()\n"
                   "b1():\n  close %1\n  jump b2()\n"
                   "b2():\n  %3: obj owned = dup %0\n  return %3\n",
             "%1 is held on entry from"},
        Case{"leak_in_loop", kOwned,
             ENTRY "  jump b1()\nb1():\n  %1: boolean = truth %0\n  branch %1, b2(), b3()\n"
                   "b2():\n  %2: obj owned = iter %0\n  jump b1()\n"
                   "b3():\n  %3: obj owned = dup %0\n  return %3\n",
             "%2 is held on entry from b2 but not from b0"},
        Case{"argument_given_twice", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  jump b1(%1, %1)\n"
                   "b1(%2: obj owned, %3: obj owned):\n  close %2\n  return %3\n",
             "%1 is consumed already"},
        Case{"parameter_forgotten", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  jump b1(%1)\n"
                   "b1(%2: obj owned):\n  %3: obj owned = dup %0\n  return %3\n",
             "%2 is not released"},
        Case{"other_edge_forgotten", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  %2: boolean = truth %0\n"
                   "  branch %2, b1(%1), b2()\nb1(%3: obj owned):\n  return %3\n"
                   "b2():\n  %4: obj owned = dup %0\n  return %4\n",
             "%1 is not released"},
        Case{"null_is_nobodys", kOwned,
             ENTRY "  %1: obj? immortal = null\n  jump b1(%1)\nb1(%2: obj? owned):\n  close %2\n"
                   "  %3: obj owned = dup %0\n  return %3\n",
             ""},
        Case{"failing_path_needs_nothing", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  %2: obj? immortal = null\n  raise %1, %2\n"
                   "  unreachable\n",
             ""},
        Case{"handler_sees_no_covered_definition", kOwned,
             ENTRY "  jump b1()\nb1() handler b2:\n  %1: obj owned = iter %0\n  jump b3(%1)\n"
                   "b2():\n  return %1\nb3(%2: obj owned):\n  return %2\n",
             "%1 is not defined here"},
        Case{"no_such_variable", kOwned, ENTRY "  variable.store %0, 0\n" RETURN,
             "the variable does not exist"},
        Case{"handler_needs_value", kOwned,
             ENTRY "  %1: obj owned = iter %0\n  jump b1()\n"
                   "b1() handler b2:\n  %2: boolean = truth %0\n  close %1\n"
                   "  %3: obj owned = iter %0\n  return %3\nb2():\n  return %1\n",
             "%1 is used after it was consumed"}));

// Errors of the C++ structures that the text cannot express.
TEST(VerifyStructureTest, NumbersOutOfRangeAreFound) {
  const ParseResult good = parse_module(
      "module \"m\" source \"m\"\nfunction @f kind module_body {\nb0():\n  jump b1()\n"
      "b1():\n  %0: obj:NoneType immortal = none\n  return %0\n}\n");
  ASSERT_TRUE(good.module.has_value());
  ASSERT_TRUE(verify(*good.module, Stage::lowered).empty());
  const auto errors_after = [&](auto damage) {
    Module module = *good.module;
    damage(module.functions[0]);
    return verify(module, Stage::owned).size();
  };
  EXPECT_GE(errors_after([](Function& f) { f.blocks.clear(); }), 1u);
  EXPECT_GE(errors_after([](Function& f) { f.blocks[0].ops[0].targets[0].target = BlockId{9}; }),
            1u);
  EXPECT_GE(errors_after([](Function& f) { f.blocks[0].ops[0].targets.clear(); }), 1u);
  EXPECT_GE(errors_after([](Function& f) { f.blocks[0].handler = BlockId{7}; }), 1u);
  EXPECT_GE(errors_after([](Function& f) { f.blocks[1].ops[1].operands[0] = ValueId{5}; }), 1u);
  EXPECT_GE(errors_after([](Function& f) { f.blocks[1].ops[1].operands[0] = kNoValue; }), 1u);
  EXPECT_GE(errors_after([](Function& f) { f.blocks[1].ops[0].opcode = Opcode::const_obj; }), 1u);
  EXPECT_GE(errors_after([](Function& f) {
              f.blocks[1].ops.insert(f.blocks[1].ops.begin(), f.blocks[1].ops[0]);
            }),
            1u);
  EXPECT_GE(errors_after([](Function& f) { f.parameters.push_back({"p", ValueId{77}}); }), 1u);
  EXPECT_GE(errors_after([](Function& f) { f.origin = FunctionId{4}; }), 1u);
}

}  // namespace
}  // namespace hpyc::ir
