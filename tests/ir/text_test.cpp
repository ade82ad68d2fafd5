#include <gtest/gtest.h>

#include "ir/parse.h"
#include "ir/print.h"
#include "ir/verify.h"

namespace hpyc::ir {
namespace {

// Every kind of constant, header, terminator and immediate, in the form that print() gives.
constexpr std::string_view kEverything =
    R"(module "pkg.m" source "m.py" doc #2 future_annotations
constant #0 = name "fib"
constant #1 = integer "-123456789012345678901234567890"
constant #2 = str "a\"\\\n\xc3\xa9"
constant #3 = bytes "\x00\xff"
constant #4 = float 0.1
constant #5 = float -0
constant #6 = complex inf
constant #7 = float nan
constant #8 = none
constant #9 = true
constant #10 = false
constant #11 = ellipsis
constant #12 = tuple (#0, #1)
constant #13 = tuple ()
function @f0_module kind module_body name "<module>" qualname "<module>" line 0 signature(0,0,0) {
b0():
  %0: obj? immortal = null
  %1: obj:function owned = make.function %0, %0, %0, @f1_fib !1
  global.store %1, #0 !1
  %2: boolean = global.is.function #0, @f1_fib
  %3: obj:NoneType immortal = none
  return %3
}
function @f1_fib kind python name "fib" qualname "fib" line 1 signature(1,2,1,*,**) doc #2 variables("n", "\xc3\xa9") {
b0(%0 n: obj borrowed, %1 "\xc3\xa9": obj borrowed, %2: obj borrowed, %3 args: obj borrowed, %4 kw: obj borrowed):
  %5: boolean = compare.imm.truth le %0, -1 !2
  branch %5, b1(), b2(%0) !2
b1():
  %6 first: obj owned, %7: obj:list owned, %8: obj owned = unpack.star %0, 1, 1 !3
  %9: obj owned = call.method.kw %6, %7, #0, #12 !3
  %10: num owned = call.known.num abs %9, %11 !3
  %12: obj owned = import.name %9, #0, 2
  return %9 !3
b2(%13: obj owned) handler b6:
  %14: obj owned = iter %13 !4
  jump b3() !4
b3():
  next %14, b4(%13), b5() !4
b4(%15 item: obj owned, %16: obj owned):
  jump b3() !4
b5():
  raise %13, %14 !5
  unreachable !5
b6():
  %17: f64 = const.f64 1e+300
  %18: i64 = const.i64 -9223372036854775808
  %11: num:int owned = num.i64 %18
  %19: num owned = num.binary add known %11, %11
  %20: obj? owned = variable.load 1
  variable.store %20, 0
  unreachable
}
function @f2_inner kind python name "inner" qualname "outer.<locals>.inner" line 7 signature(0,1,0) captures 1 {
b0(%0 x: obj borrowed, %1 a: obj borrowed):
  %2: obj? immortal = null
  %3: obj owned = cell.new %2, 2
  %4: obj owned = cell.load %0, #0, 1 !8
  %5: obj? owned = cell.peek %0, 0
  %6: obj:function owned = make.closure %2, %2, %2, %0, @f2_inner !9
  return %4
}
function @f3_fib_i64 kind specialised name "fib" qualname "fib" line 1 signature(0,1,0) result i64 origin @f1_fib no_python escapes {
b0(%0 n: i64):
  %1: i64 = i64.checked subtract %0, %0 !2
  %2: i64 = call.escaping %1, @f3_fib_i64 !2
  escape
}
)";

TEST(TextTest, PrintingWhatWasParsedGivesTheSameText) {
  const ParseResult result = parse_module(kEverything);
  ASSERT_TRUE(result.module.has_value()) << to_string(result.error);
  EXPECT_EQ(print(*result.module), kEverything);
}

TEST(TextTest, ParsedPropertiesAreThoseOfTheText) {
  const ParseResult result = parse_module(kEverything);
  ASSERT_TRUE(result.module.has_value()) << to_string(result.error);
  const Module& module = *result.module;
  EXPECT_EQ(module.name, "pkg.m");
  EXPECT_TRUE(module.uses_future_annotations);
  EXPECT_EQ(module.constants[2].text, "a\"\\\n\xc3\xa9");
  EXPECT_EQ(module.constants[3].text, std::string("\0\xff", 2));
  EXPECT_EQ(module.constants[12].items.size(), 2u);
  EXPECT_EQ(module.functions[0].blocks[0].ops[3].imm2, 1);
  const Function& fib = module.functions[1];
  EXPECT_EQ(fib.parameters.size(), 5u);
  EXPECT_EQ(fib.parameters[1].name, "\xc3\xa9");
  EXPECT_TRUE(fib.signature.var_keyword);
  EXPECT_EQ(index(fib.blocks[2].handler), 6u);
  EXPECT_EQ(fib.blocks[3].ops[0].targets[0].arguments.size(), 1u);
  EXPECT_EQ(fib.blocks[1].ops[3].imm2, 2);
  EXPECT_TRUE(fib.blocks[6].ops[3].known_types);
  EXPECT_EQ(module.functions[2].captures, 1u);
  EXPECT_EQ(index(module.functions[3].origin), 1u);
  EXPECT_TRUE(module.functions[3].escapes);
}

TEST(TextTest, CommentsAndSpaceMayStandBetweenLines) {
  const ParseResult result = parse_module(
      "; a module\nmodule \"m\" source \"m.py\"\n\n"
      "function @f kind module_body { ; comment\n\n  b0():\n    ; nothing\n    unreachable ; "
      "end\n}\n");
  ASSERT_TRUE(result.module.has_value()) << to_string(result.error);
  EXPECT_EQ(result.module->functions[0].blocks[0].ops.size(), 1u);
}

struct BadCase {
  const char* body;
  const char* error;
};

class TextErrorTest : public testing::TestWithParam<BadCase> {};

TEST_P(TextErrorTest, IsReportedWithItsPlace) {
  const ParseResult result = parse_module(GetParam().body);
  EXPECT_FALSE(result.module.has_value());
  EXPECT_EQ(to_string(result.error), GetParam().error);
}

#define HEAD "module \"m\" source \"m\"\n"
#define BODY HEAD "function @f kind python {\nb0():\n"
INSTANTIATE_TEST_SUITE_P(
    Errors, TextErrorTest,
    testing::Values(
        BadCase{"", "1:1: expected 'module'"}, BadCase{"module \"m", "1:10: unterminated string"},
        BadCase{"module \"\\q\" source", "1:11: unknown escape in a string"},
        BadCase{HEAD "junk", "2:1: expected 'function' or the end"},
        BadCase{HEAD "constant #1 = none", "2:10: expected constant #0"},
        BadCase{HEAD "constant #0 = nothing", "2:15: unknown kind of constant"},
        BadCase{HEAD "constant #0 = tuple (#0)", "2:22: unknown constant"},
        BadCase{HEAD "function @f kind odd", "2:18: unknown kind of function"},
        BadCase{HEAD "function @f colour", "2:13: expected a property of the function or '{'"},
        BadCase{HEAD "function @f {\n}\nfunction @f {\n}", "4:10: @f is defined twice"},
        BadCase{BODY "  frobnicate\n}", "4:3: unknown operation 'frobnicate'"},
        BadCase{BODY "  %0: obj = none\n  %0: obj = none\n}", "5:3: %0 is defined twice"},
        BadCase{BODY "  return %7\n}", "4:10: %7 is not defined"},
        BadCase{BODY "  return %4000000000\n}", "4:11: number too large"},
        BadCase{BODY "  jump b9()\n}", "4:8: unknown block b9"},
        BadCase{BODY "  %0: obj = const\n}", "4:13: 'const' takes 1 immediates"},
        BadCase{BODY "  %0: obj = const #3\n}", "4:19: unknown constant"},
        BadCase{BODY "  %0: i64 = const.i64 9223372036854775808\n}", "4:23: number too large"},
        BadCase{BODY "  %0: f64 = const.f64 x\n}", "4:23: expected a number"},
        BadCase{BODY "  %0: obj = binary plus %0, %0\n}", "4:20: unknown kind of 'binary'"},
        BadCase{BODY "  %0: thing = none\n}", "4:7: expected a representation: obj, num, i64 …"},
        BadCase{BODY "  %0: obj:cat = none\n}", "4:11: unknown Python type"},
        BadCase{BODY "  %0: obj = call.direct @g\n}", "4:25: unknown function @g"},
        BadCase{BODY "  unreachable 5\n}", "4:15: expected a value, a block or the end"},
        BadCase{BODY "  unreachable", "4:14: expected an operation or '}'"},
        BadCase{HEAD "function @f {\nb1():\n}", "3:1: expected block b0"}));

// Whatever is cut off or changed in a good text, the parser answers; what it accepts, the printer
// and the verifier can take.
TEST(TextTest, DamagedTextIsNoDanger) {
  size_t accepted = 0;
  const auto check = [&](const std::string& text) {
    const ParseResult result = parse_module(text);
    if (!result.module) return;
    ++accepted;
    verify(*result.module, Stage::owned);
    const std::string printed = print(*result.module);
    const ParseResult again = parse_module(printed);
    if (!again.module) return;
    EXPECT_EQ(print(*again.module), printed);
  };
  for (size_t i = 0; i < kEverything.size(); i += 3) check(std::string(kEverything.substr(0, i)));
  const char replacements[] = "0 b%#@(\n";
  for (size_t i = 0; i < kEverything.size(); ++i) {
    std::string text(kEverything);
    text[i] = replacements[i % (sizeof(replacements) - 1)];
    check(text);
  }
  EXPECT_GT(accepted, 100u);
}

}  // namespace
}  // namespace hpyc::ir
