#include <gtest/gtest.h>

#include "ir/print.h"
#include "ir/verify.h"
#include "lower/constants.h"
#include "lower_source.h"

namespace hpyc {
namespace {

using test::lower_source;

std::string ir_of(std::string_view source) {
  test::Lowered lowered = lower_source(source);
  EXPECT_TRUE(lowered.module) << lowered.messages;
  if (!lowered.module) return {};
  for (const std::string& problem : ir::verify(*lowered.module, ir::Stage::lowered))
    ADD_FAILURE() << problem;
  return ir::print(*lowered.module);
}

size_t count(std::string_view text, std::string_view part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(LowerTest, LongChainsNeedNoStack) {
  EXPECT_EQ(count(ir_of("x = a" + repeated(" + a", 50000)), " = binary add"), 50000u);
  EXPECT_EQ(count(ir_of("x = a" + repeated(".a", 50000)), " = getattr"), 50000u);
  EXPECT_EQ(count(ir_of("x = a" + repeated(".f(1)", 50000)), " = call.method"), 50000u);
  EXPECT_EQ(count(ir_of("if a: b\n" + repeated("elif a: b\n", 3000)), " = truth"), 3001u);
}

TEST(LowerTest, ExpressionsNestAsDeepAsTheParserAllows) {
  ir_of("x = " + repeated("not ", 900) + "a");
  ir_of("x = " + repeated("-", 900) + "a");
  ir_of("x = " + repeated("a if b else ", 900) + "c");
  ir_of("x = " + repeated("lambda: ", 900) + "c");
  ir_of("if " + repeated("not ", 900) + "a: pass");
}

TEST(LowerTest, ListInTheMiddleOfAComparisonStaysAList) {
  EXPECT_EQ(count(ir_of("x = a in [1, 2] == b\n"), "build.list"), 1u);
  EXPECT_EQ(count(ir_of("if a in [1, 2] == b: pass\n"), "build.list"), 1u);
  EXPECT_EQ(count(ir_of("x = a in [1, 2]\n"), "build.list"), 0u);
}

TEST(LowerTest, DeepNestingOfFunctionsIsLoweredOneByOne) {
  std::string source;
  for (int i = 0; i < 90; ++i) source += std::string(static_cast<size_t>(i), ' ') + "def f():\n";
  source += std::string(90, ' ') + "return 1\n";
  EXPECT_EQ(count(ir_of(source), "function @"), 91u);
}

TEST(LowerTest, RefusedConstructsAreReportedTogether) {
  test::Lowered lowered =
      lower_source("x = (y for y in z)\ndef f():\n  yield\ntype T = int\ndel_ = t\"\"\n");
  EXPECT_FALSE(lowered.module);
  EXPECT_EQ(count(lowered.messages, "not supported yet: "), 4u) << lowered.messages;
}

TEST(LowerTest, CaptureByANestedFunctionIsRefused) {
  EXPECT_FALSE(lower_source("def f(x):\n  def g(): return x\n").module);
  EXPECT_FALSE(lower_source("def f(x):\n  return [lambda: y for y in x]\n").module);
  EXPECT_FALSE(lower_source("def f(x):\n  def g(): return [x for y in z]\n").module);
  EXPECT_TRUE(lower_source("def f(x):\n  return [x for y in x]\n").module);
}

TEST(LowerTest, OnlySuperWithArgumentsIsCompiled) {
  EXPECT_FALSE(lower_source("class A:\n  def f(self): super().f()\n").module);
  EXPECT_TRUE(lower_source("class A:\n  def f(self): super(A, self).f()\n").module);
}

TEST(LowerTest, MethodIsLookedUpBeforeArgumentsThatRunCode) {
  std::string text = ir_of("def f(a, g): a.b(g())\n");
  EXPECT_LT(text.find("= getattr"), text.find("= call"));
  EXPECT_EQ(count(text, "call.method"), 0u);
}

TEST(LowerTest, UnboundReadsAreChecked) {
  EXPECT_EQ(count(ir_of("def f(a):\n  if a: x = 1\n  return x\n"), "check.bound"), 1u);
  EXPECT_EQ(count(ir_of("def f(a):\n  x = 1\n  while a: x = x + a\n  return x\n"), "check.bound"),
            0u);
  // `del` checks, and so does the read after it.
  EXPECT_EQ(count(ir_of("def f(a):\n  del a\n  return a\n"), "check.bound"), 1u);
}

TEST(ConstantsTest, FoldsOnlyWhatCannotFail) {
  using ast::BinaryOperator;
  auto integer = [](int64_t value) { return lower::integer_constant(value); };
  EXPECT_FALSE(lower::fold_binary(BinaryOperator::FloorDivide, integer(1), integer(0)));
  EXPECT_FALSE(lower::fold_binary(BinaryOperator::LeftShift, integer(1), integer(-1)));
  EXPECT_FALSE(lower::fold_binary(BinaryOperator::Power, integer(2), integer(-1)));
  EXPECT_FALSE(lower::fold_binary(BinaryOperator::Power, integer(2), integer(1000)));
  EXPECT_EQ(lower::fold_binary(BinaryOperator::FloorDivide, integer(-7), integer(2))->text, "-4");
  EXPECT_EQ(lower::fold_binary(BinaryOperator::Modulo, integer(-7), integer(2))->text, "1");
  EXPECT_EQ(lower::fold_binary(BinaryOperator::Modulo, integer(7), integer(-2))->text, "-1");
  EXPECT_EQ(lower::fold_binary(BinaryOperator::RightShift, integer(-5), integer(1))->text, "-3");
  EXPECT_EQ(lower::fold_binary(BinaryOperator::Power, integer(2), integer(64))->text,
            "18446744073709551616");
  EXPECT_EQ(lower::fold_binary(BinaryOperator::Divide, integer(1), integer(4))->number, 0.25);
}

}  // namespace
}  // namespace hpyc
