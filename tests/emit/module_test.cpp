#include <gtest/gtest.h>

#include <algorithm>

#include "emit/emit.h"
#include "ir/parse.h"
#include "ir/verify.h"
#include "passes/passes.h"

namespace hpyc::emit {
namespace {

// `owned`: dup and close are in the text already.
ir::Module parse(std::string_view text, bool owned = false) {
  ir::ParseResult result = ir::parse_module(text);
  EXPECT_TRUE(result.module) << to_string(result.error);
  if (!result.module) return {};
  if (owned) return std::move(*result.module);
  passes::PassContext context;
  passes::run_pass(*passes::find_pass("ownership"), *result.module, context);
  for (const std::string& error : ir::verify(*result.module, ir::Stage::owned))
    ADD_FAILURE() << error;
  return std::move(*result.module);
}

constexpr std::string_view kHead = R"(module "pkg.fib" source "pkg/fib.py"
constant #0 = name "fib"
constant #1 = integer "-7"
constant #2 = str "a\x00\"\x3f?/\xc3\xa9"
constant #3 = tuple (#1, #2)
constant #4 = integer "123456789012345678901234567890"
constant #5 = float 0.5
function @f0_module kind module_body name "<module>" qualname "<module>" line 0 signature(0,0,0) {
b0():
  %0: obj:NoneType immortal = none
  return %0
}
)";

std::string emit(std::string_view functions, const EmitOptions& options = {}) {
  return emit_module(parse(std::string(kHead) + std::string(functions)), options);
}

// The definition of one C function.
std::string function(const std::string& c, std::string_view start) {
  size_t at = c.find(start);
  if (at == std::string::npos) return "no " + std::string(start) + " in\n" + c;
  size_t end_of_line = c.find('\n', at);
  if (c[end_of_line - 1] == '}') return c.substr(at, end_of_line + 1 - at);
  return c.substr(at, c.find("\n}\n", at) + 3 - at);
}

constexpr std::string_view kFib =
    R"(function @f1_fib kind python name "fib" qualname "fib" line 1 signature(0,1,0) {
b0(%0 n: obj borrowed):
  %1: boolean = compare.imm.truth le %0, 1 !2
  branch %1, b1(), b2() !2
b1():
  return %0 !2
b2():
  %2: obj owned = global.load #0 !3
  %3: obj owned = binary.imm subtract %0, 1 !3
  %4: obj owned = call %2, %3 !3
  %5: obj owned = binary add %4, %0 !4
  return %5 !4
}
)";

TEST(ModuleTest, OneLineAnOperationAndASharedLadder) {
  EXPECT_EQ(function(emit(kFib), "static HPy f1_fib("),
            R"(static HPy f1_fib(HPyContext *ctx, HPy n) {
  int hpyc_line;
  int b1 = hpyc_compare_imm_truth(ctx, n, 1, HPy_LE); HPYC_TRY_NEG(b1, 2, e0);
  if (b1) return HPy_Dup(ctx, n);
  HPy t1 = hpyc_global_load(ctx, K_fib); HPYC_TRY_NULL(t1, 3, e0);
  HPy t2 = hpyc_binary_imm_subtract(ctx, n, 1); HPYC_TRY_NULL(t2, 3, e1);
  HPy t3 = hpyc_call(ctx, (HPy[]){t1, t2}, 1); HPYC_TRY_NULL(t3, 3, e2);
  HPy_Close(ctx, t1); HPy_Close(ctx, t2);
  HPy t4 = hpyc_binary_add(ctx, t3, n); HPYC_TRY_NULL(t4, 4, e3);
  HPy_Close(ctx, t3);
  return t4;
e2: HPy_Close(ctx, t2);
e1: HPy_Close(ctx, t1); goto e0;
e3: HPy_Close(ctx, t3);
e0: hpyc_traceback(ctx, 1, hpyc_line); return HPy_NULL;
}
)");
}

TEST(ModuleTest, EntryUnpacksTheArguments) {
  EXPECT_EQ(function(emit(kFib), "static HPy f1_fib_entry("),
            "static HPy f1_fib_entry(HPyContext *ctx, HPy function, const HPy *arguments) { "
            "return f1_fib(ctx, arguments[0]); }\n");
}

TEST(ModuleTest, EntryOfAClosureOpensItsCells) {
  const std::string c = emit(
      R"(function @f1_g kind python name "g" qualname "f.<locals>.g" line 9 signature(0,1,0) captures 2 {
b0(%0 x: obj borrowed, %1 y: obj borrowed, %2 a: obj borrowed):
  %3: obj owned = cell.load %1, #0, 1 !9
  cell.store %0, %2, 0 !9
  return %3 !9
}
)");
  EXPECT_EQ(function(c, "static HPy f1_g_entry("),
            R"(static HPy f1_g_entry(HPyContext *ctx, HPy function, const HPy *arguments) {
  HPy cells[2];
  hpyc_closure_open(ctx, function, cells, 2);
  HPy result = f1_g(ctx, cells[0], cells[1], arguments[0]);
  hpyc_closure_close(ctx, cells, 2);
  return result;
}
)");
  EXPECT_NE(c.find("0, 1, 0, 0, 9, (const int[]){K_a}, 2, (const int[]){K_x, K_y}},"),
            std::string::npos)
      << c;
  EXPECT_NE(c.find("#define HPYC_CELL_COUNT 2\n"), std::string::npos) << c;
}

TEST(ModuleTest, TablesHoldWhatIsUsedAndNothingElse) {
  std::string c =
      emit(R"(function @f1_g kind python name "g" qualname "C.g" line 9 signature(1,2,1,*,**) {
b0(%0 a: obj borrowed, %1 b: obj borrowed, %2 k: obj borrowed, %3 args: obj borrowed, %4 kw: obj borrowed):
  %5: obj:tuple constant = const #3
  %6: obj:int constant = const #4
  %7: obj owned = build.tuple %5, %6 !9
  return %7 !9
}
)");
  EXPECT_NE(c.find("enum { K_int_minus_7, K_str1, K_tuple1, K_long1, K__module_, K_g, K_C_g, K_a, "
                   "K_b, K_k, K_args,\n       K_kw };\n"),
            std::string::npos)
      << c;
  EXPECT_NE(c.find("{'i', 0, {.integer = -7}}, {'s', 8, {\"a\\000\\\"?\\?/\\303\\251\"}},\n"
                   "    {'t', 2, {.items = (const int[]){K_int_minus_7, K_str1}}},"),
            std::string::npos)
      << c;
  EXPECT_NE(c.find("{'l', 0, {\"0x18ee90ff6c373e0ee4e3f0ad2\"}}"), std::string::npos) << c;
  EXPECT_NE(c.find("    {f1_g_entry, K_g, K_C_g, -1, 1, 2, 1, 3, 9, (const int[]){K_a, K_b, K_k, "
                   "K_args, K_kw}},\n"),
            std::string::npos)
      << c;
  EXPECT_NE(c.find("#define HPYC_CONSTANT_COUNT 12\n"), std::string::npos) << c;
  EXPECT_NE(c.find("#define HPYC_MODULE_NAME \"pkg.fib\"\n#define HPYC_MODULE_INIT fib\n"),
            std::string::npos);
}

TEST(ModuleTest, ScalarsAreExpressions) {
  std::string c = emit(
      R"(function @f1_s kind specialised name "s" qualname "s" line 1 signature(0,0,0) result i64 {
b0(%0 a: i64, %1 b: i64):
  %2: i64 = const.i64 2
  %3: i64 = i64.binary add %0, %1
  %4: i64 = i64.binary multiply %3, %2
  %5: i64 = i64.binary subtract %0, %4
  %6: i64 = const.i64 -5
  %7: boolean = i64.compare lt %5, %6
  branch %7, b1(), b2()
b1():
  %8: i64 = i64.binary subtract %5, %3
  %9: i64 = i64.binary and %8, %2
  return %9
b2():
  return %6
}
)");
  EXPECT_EQ(function(c, "static int64_t f1_s("),
            R"(static int64_t f1_s(HPyContext *ctx, int64_t a, int64_t b) {
  int64_t i1 = a + b;
  int64_t i2 = a - i1 * 2;
  if (i2 < -5) return (i2 - i1) & 2;
  return -5;
}
)");
}

TEST(ModuleTest, EscapingFunctionsReturnTheEscapeValue) {
  std::string c = emit(
      R"(function @f1_s kind specialised name "s" qualname "s" line 1 signature(0,0,0) escapes result i64 {
b0(%0 n: i64):
  check.stack !1
  %1: i64 = const.i64 1
  %2: i64 = i64.checked subtract %0, %1 !2
  %3: i64 = call.escaping %2, @f1_s !2
  %4: i64 = i64.checked add %3, %0 !2
  return %4
}
)");
  EXPECT_EQ(function(c, "static inline int64_t f1_s("),
            R"(static inline int64_t f1_s(HPyContext *ctx, int64_t n) {
  HPYC_CHECK_NEG(hpyc_check_stack_escaping(ctx), e0);
  int64_t i1; HPYC_CHECK_NEG(hpyc_i64_checked_subtract(ctx, n, 1, &i1), e0);
  int64_t i2 = f1_s(ctx, i1); HPYC_CHECK_ESCAPED_I64(i2, e0);
  int64_t i3; HPYC_CHECK_NEG(hpyc_i64_checked_add(ctx, i2, n, &i3), e0);
  return i3;
e0: return hpyc_escaped_i64();
}
)");
}

TEST(ModuleTest, ErrorsOfABlockWithAHandlerGoThere) {
  ir::Module module =
      parse(std::string(kHead) +
                R"(function @f1_h kind python name "h" qualname "h" line 1 signature(0,1,0) {
b0(%0 x: obj borrowed):
  %1: obj owned = iter %0 !2
  jump b1() !2
b1() handler b2:
  %2: obj owned = iter %1 !3
  %3: obj owned = iter %2 !4
  close %1
  close %2
  return %3 !4
b2():
  return %1 !5
}
)",
            true);
  std::string c = emit_module(module);
  EXPECT_EQ(function(c, "static HPy f1_h("), R"(static HPy f1_h(HPyContext *ctx, HPy x) {
  HPy t1, t2, t3;
  int hpyc_line;
  t1 = hpyc_iter(ctx, x); HPYC_TRY_NULL(t1, 2, e0);
  t2 = hpyc_iter(ctx, t1); HPYC_TRY_NULL(t2, 3, e1);
  t3 = hpyc_iter(ctx, t2); HPYC_TRY_NULL(t3, 4, e2);
  HPy_Close(ctx, t1); HPy_Close(ctx, t2);
  return t3;
L1:;
  return t1;
e0: hpyc_traceback(ctx, 1, hpyc_line); return HPy_NULL;
e2: HPy_Close(ctx, t2);
e1: hpyc_traceback(ctx, 1, hpyc_line); goto L1;
}
)");
}

TEST(ModuleTest, RuntimeIsAskedForTheSymbolsInUse) {
  std::vector<std::string> symbols;
  EmitOptions options;
  options.runtime = [&](const std::vector<std::string>& names, Abi abi) {
    symbols = names;
    EXPECT_EQ(abi, Abi::universal);
    return RuntimeText{"// before\n", "// after\n"};
  };
  options.abi = Abi::universal;
  std::string c = emit(R"(function @f1_m kind python name "m" qualname "m" line 1 signature(0,1,0) {
b0(%0 x: obj borrowed):
  %1: obj owned = call.method %0, %0, #0 !1
  %2: num owned = num.from %0
  %3: num owned = call.known.num abs %1, %2 !1
  %4: obj owned = box.num %3 !1
  return %4 !1
}
)",
                       options);
  EXPECT_TRUE(std::ranges::is_sorted(symbols));
  for (const char* name : {"hpyc_call_method", "HPYC_METHOD_fib", "hpyc_known_num_abs", "HPy_Close",
                           "HPYC_KNOWN_abs", "hpyc_traceback", "HPYC_UNLIKELY", "hpyc_functions"})
    EXPECT_TRUE(std::ranges::binary_search(symbols, name)) << name;
  EXPECT_NE(c.find("// before\n"), std::string::npos);
  EXPECT_TRUE(c.ends_with("// after\n"));
  EXPECT_NE(c.find("universal ABI only"), std::string::npos);
}

TEST(ModuleTest, LineDirectivesAndSourceComments) {
  EmitOptions options;
  options.line_directives = options.source_comments = true;
  options.source_lines = {"def fib(n):", "  if n <= 1: return n  /* \\", "  return fib(n)",
                          "  + n"};
  std::string c = emit(kFib, options);
  EXPECT_NE(c.find("#line 2 \"pkg/fib.py\"\n"), std::string::npos) << c;
  EXPECT_NE(c.find("  /* 2: if n <= 1: return n  |* | */\n"), std::string::npos) << c;
}

TEST(ModuleTest, SameInputSameText) {
  EXPECT_EQ(emit(kFib), emit(kFib));
  EXPECT_EQ(emit(kFib).find("/work"), std::string::npos);
}

}  // namespace
}  // namespace hpyc::emit
