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
  test::Lowered lowered = lower_source("cdef int x\ndel_ = t\"\"\n", "test", {true, 3});
  EXPECT_FALSE(lowered.module);
  EXPECT_EQ(count(lowered.messages, "not supported yet: "), 2u) << lowered.messages;
}

TEST(LowerTest, Level2DividesIntLiteralsByFloor) {
  const auto divided = [](const char* text, int level) {
    return ir::print(*lower_source(text, "test", {false, level}).module);
  };
  EXPECT_EQ(count(divided("x = -7 / 2\n", 2), "integer \"-4\""), 1u);
  EXPECT_EQ(count(divided("x = -7 / 2\n", 3), "= float"), 1u);
  EXPECT_EQ(count(divided("from __future__ import division\nx = 7 / 2\n", 2), "= float"), 1u);
  EXPECT_EQ(count(divided("x = y / 2\n", 2), "truedivide"), 1u);
}

TEST(LowerTest, Level2ImportsModulesOfThePackageFirst) {
  const auto imported = [](const char* text, const char* name, int level) {
    return ir::print(*lower_source(text, name, {false, level}).module);
  };
  EXPECT_EQ(count(imported("import a, b.c\n", "p.m", 2), ", -1 !"), 2u);
  EXPECT_EQ(count(imported("import a\n", "m", 2), ", -1 !"), 0u);
  EXPECT_EQ(count(imported("import a\n", "p.m", 3), ", -1 !"), 0u);
  EXPECT_EQ(count(imported("from . import a\n", "p.m", 2), ", -1 !"), 0u);
  EXPECT_EQ(
      count(imported("from __future__ import absolute_import\nimport a\n", "p.m", 2), ", -1 !"),
      0u);
}

TEST(LowerTest, FunctionsOfTheModuleAloneAreNoGlobals) {
  std::string text = ir::print(
      *lower_source("x = f(1)\ncdef f(a, list b=None): return g(a)\ncpdef g(object a): pass\n",
                    "test", {true, 3})
           .module);
  EXPECT_EQ(count(text, "global.store"), 2u);  // x and g
  EXPECT_EQ(count(text, "check.type"), 1u);    // of b
  // Made before the first statement.
  EXPECT_LT(text.find("cell.store"), text.find("cell.load"));
}

TEST(LowerTest, DecoratorsOfTheModuleCythonAreNotEvaluated) {
  std::string text = ir::print(
      *lower_source(
           "import cython\n@cython.boundscheck(False)\n@other\ndef f(): return cython.compiled\n")
           .module);
  EXPECT_EQ(count(text, "import.name"), 0u);
  EXPECT_EQ(count(text, "global.load"), 1u);
  EXPECT_EQ(count(text, "= true"), 1u);
}

TEST(LowerTest, TypeParametersOfFunctionsAreEvaluatedLater) {
  std::string text = ir_of("def f[T: B](x: T): return T\n");
  EXPECT_EQ(count(text, "name \"T\" qualname \"T\""), 1u);  // the function that gives B
  EXPECT_EQ(count(text, "python.text"), 1u);
  EXPECT_EQ(count(text, "setattr"), 1u);
  EXPECT_EQ(count(text, "captures 1"), 1u);  // f takes T
}

TEST(LowerTest, GeneratorsTakeTheirParametersOver) {
  std::string text = ir_of("def f(x, y):\n  z = yield x\n  return z, y\n");
  EXPECT_EQ(count(text, " generator {"), 1u);
  EXPECT_EQ(count(text, "= argument "), 2u);
  EXPECT_EQ(count(text, "= yield "), 1u);
  // Whether or not a yield is reached.
  EXPECT_EQ(count(ir_of("def f():\n  return 1\n  yield\n"), " generator {"), 1u);
  // The iterator is made outside.
  text = ir_of("x = (y for y in z)\n");
  EXPECT_EQ(count(text, "python name \"<genexpr>\""), 1u);
  EXPECT_LT(text.find("= iter "), text.find("= argument 0"));
}

TEST(LowerTest, CallsOfAsynchronousFunctionsMakeWhatTheirBodyNeeds) {
  EXPECT_EQ(count(ir_of("async def f():\n  pass\n"), " coroutine {"), 1u);
  EXPECT_EQ(count(ir_of("async def f():\n  yield\n"), " async_generator {"), 1u);
  // A lambda or a class inside is another frame.
  EXPECT_EQ(count(ir_of("async def f():\n  return lambda: (yield)\n"), " coroutine {"), 1u);
  // Whoever awaits in a generator expression makes it asynchronous, but not in its first iterable.
  EXPECT_EQ(count(ir_of("async def f(x):\n  return (await y for y in x)\n"), " async_generator {"),
            1u);
  EXPECT_EQ(count(ir_of("async def f(x):\n  return (y for y in await x)\n"), " generator {"), 1u);
  EXPECT_EQ(count(ir_of("def f(x):\n  return (y async for y in x)\n"), " async_generator {"), 1u);
}

TEST(LowerTest, WhatSuspendsInAHandlerTakesTheExceptionAlong) {
  const std::string head = "async def f(x):\n  try:\n    await x\n";
  EXPECT_EQ(count(ir_of(head + "  finally:\n    pass\n"), "= suspending "), 0u);
  EXPECT_EQ(count(ir_of(head + "  except E:\n    await x\n"), "= suspending "), 1u);
  EXPECT_EQ(count(ir_of("def f(x):\n  try: x()\n  except E:\n    yield from x\n"), "= suspending "),
            1u);
}

TEST(LowerTest, OnlyVariablesOfOtherFramesNeedCells) {
  EXPECT_EQ(count(ir_of("def f(x):\n  return [x for y in x]\n"), "cell."), 0u);
  EXPECT_EQ(count(ir_of("def f(x):\n  z = x\n  def g(): return x\n  return z\n"), "cell.new"), 1u);
  // The comprehension is part of g, which captures x.
  EXPECT_EQ(count(ir_of("def f(x):\n  def g(z): return [x for y in z]\n"), "captures 1"), 1u);
  // One cell for each run of a comprehension, made before its loop.
  std::string text = ir_of("def f(x):\n  return [lambda: y for y in x]\n");
  EXPECT_EQ(count(text, "cell.new"), 1u);
  EXPECT_LT(text.find("cell.new"), text.find("next"));
}

TEST(LowerTest, FunctionsInBetweenPassCellsOn) {
  std::string text = ir_of("def f(x):\n  def g():\n    def h(): return x\n");
  EXPECT_EQ(count(text, "cell.new"), 1u);
  EXPECT_EQ(count(text, "make.closure"), 2u);
  EXPECT_EQ(count(text, "captures 1"), 2u);
}

TEST(LowerTest, ClassHasACellIfItsMethodsAskForIt) {
  EXPECT_EQ(count(ir_of("class A:\n  def f(self): return self\n"), "cell"), 0u);
  std::string text = ir_of("class A:\n  def f(self): super().f()\n");
  EXPECT_EQ(count(text, "call.super"), 1u);
  EXPECT_EQ(count(text, "class.check"), 1u);
  EXPECT_EQ(count(ir_of("class A:\n  def f(self): return __class__\n"), "class.check"), 1u);
}

TEST(LowerTest, FrameBuiltinsAreGuarded) {
  EXPECT_EQ(count(ir_of("def f(a): return locals()\n"), "is.known locals"), 1u);
  EXPECT_EQ(count(ir_of("def f(a): return eval(a)\n"), "is.known eval"), 1u);
  EXPECT_EQ(count(ir_of("def f(a): return eval(a, None)\n"), "is.known eval"), 1u);
  EXPECT_EQ(count(ir_of("def f(a): return eval(*a)\n"), "is.known"), 0u);
  EXPECT_EQ(count(ir_of("def f(a): return dir(a)\n"), "is.known"), 0u);
}

TEST(LowerTest, CalleesThatLookAtFramesGetOne) {
  EXPECT_EQ(count(ir_of("def f(): return namedtuple('a', 'b')\n"), "= framed %"), 1u);
  EXPECT_EQ(count(ir_of("def f(w): w.warn('a', stacklevel=2)\n"), "= framed %"), 1u);
  EXPECT_EQ(count(ir_of("def f(x): return type(x)\n"), "= framed %"), 0u);
  EXPECT_EQ(count(ir_of("def f(x): return type(x, (), {})\n"), "= framed %"), 1u);
  EXPECT_EQ(count(ir_of("def f(r): return r.compile('a')\n"), "= framed %"), 0u);
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
