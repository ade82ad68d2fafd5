#include "ir/builder.h"

#include <gtest/gtest.h>

#include "ir/print.h"
#include "ir/verify.h"

namespace hpyc::ir {
namespace {

class BuilderTest : public testing::Test {
 protected:
  FunctionId add(std::string symbol, uint32_t parameters = 0) {
    Function function;
    function.name = function.qualname = function.symbol = std::move(symbol);
    function.signature.positional = parameters;
    module_.functions.push_back(std::move(function));
    return FunctionId{static_cast<uint32_t>(module_.functions.size() - 1)};
  }
  // The blocks of a function, as text, once it is found well formed.
  std::string body(FunctionId id) {
    for (const std::string& error : verify(module_, id, Stage::lowered)) ADD_FAILURE() << error;
    const std::string text = print(module_, module_.function(id));
    return text.substr(text.find('\n') + 1);
  }

  Module module_;
};

TEST_F(BuilderTest, ResultTypesComeFromTheTable) {
  const FunctionId id = add("f", 1);
  FunctionBuilder b(module_, id);
  const ValueId x = b.add_parameter("x");
  const ValueId n = b.emit(Opcode::num_from, {x});
  const ValueId two = b.emit(Opcode::num_i64, {b.i64(2)});
  const ValueId sum = b.family(Opcode::num_binary, BinaryOp::add, {n, two}, 7);
  b.return_(b.emit(Opcode::box_num, {sum}), 8);
  b.finish();
  EXPECT_EQ(body(id),
            "b0(%0 x: obj borrowed):\n"
            "  %1: num owned = num.from %0\n"
            "  %2: i64 = const.i64 2\n"
            "  %3: num:int immortal = num.i64 %2\n"
            "  %4: num owned = num.binary add %1, %3 !7\n"
            "  %5: obj owned = box.num %4\n"
            "  return %5 !8\n"
            "}\n");
}

TEST_F(BuilderTest, OperationsTakeTheCurrentLine) {
  const FunctionId id = add("f");
  FunctionBuilder b(module_, id);
  b.set_line(3);
  const ValueId g = b.global_load("g");
  b.set_line(4);
  b.return_(b.call(g, {}));
  b.finish();
  EXPECT_EQ(body(id),
            "b0():\n"
            "  %0: obj owned = global.load #0 !3\n"
            "  %1: obj owned = call %0 !4\n"
            "  return %1 !4\n"
            "}\n");
}

// i = x; while i: i = i - 1; return i
TEST_F(BuilderTest, VariableChangedInLoopBecomesParameterOfHeader) {
  const FunctionId id = add("f", 1);
  FunctionBuilder b(module_, id);
  const ValueId x = b.add_parameter("x");
  const Variable i = b.declare_variable("i");
  const Variable unchanged = b.declare_variable("unchanged");
  b.write(i, x);
  b.write(unchanged, x);
  const BlockId header = b.create_block();
  const BlockId body_block = b.create_block();
  const BlockId end = b.create_block();
  b.jump(header);
  b.set_block(header);
  b.branch(b.truth(b.read(i)), body_block, end);
  b.seal(body_block);
  b.seal(end);
  b.set_block(body_block);
  b.read(unchanged);
  b.write(i, b.binary_imm(BinaryOp::subtract, b.read(i), 1));
  b.jump(header);
  b.seal(header);
  b.set_block(end);
  b.emit(Opcode::setattr, {b.read(unchanged), b.read(i)}, index(module_.name_constant("a")));
  b.return_(b.read(i));
  b.finish();
  EXPECT_EQ(body(id),
            "b0(%0 x: obj borrowed):\n"
            "  jump b1(%0)\n"
            "b1(%1 i: obj owned):\n"
            "  %2: boolean = truth %1\n"
            "  branch %2, b2(), b3()\n"
            "b2():\n"
            "  %3 i: obj owned = binary.imm subtract %1, 1\n"
            "  jump b1(%3)\n"
            "b3():\n"
            "  setattr %0, %1, #0\n"
            "  return %1\n"
            "}\n");
}

TEST_F(BuilderTest, ReadOfUnwrittenVariableIsTheNullHandle) {
  const FunctionId id = add("f");
  FunctionBuilder b(module_, id);
  const Variable x = b.declare_variable("x");
  const ValueId value = b.read(x);
  b.check_bound(value, "x", 2);
  b.return_(value, 2);
  b.finish();
  EXPECT_EQ(body(id),
            "b0():\n"
            "  %0: obj? immortal = null\n"
            "  check.bound %0, #0 !2\n"
            "  return %0 !2\n"
            "}\n");
}

TEST_F(BuilderTest, VariableWrittenOnOneBranchMayBeNullAfterIt) {
  const FunctionId id = add("f", 1);
  FunctionBuilder b(module_, id);
  const ValueId c = b.add_parameter("c");
  const Variable x = b.declare_variable("x");
  const BlockId yes = b.create_block();
  const BlockId join = b.create_block();
  b.branch(b.truth(c), yes, join);
  b.seal(yes);
  b.set_block(yes);
  b.write(x, b.none());
  b.jump(join);
  b.seal(join);
  b.set_block(join);
  const ValueId value = b.read(x);
  b.check_bound(value, "x");
  b.return_(value);
  b.finish();
  EXPECT_EQ(body(id),
            "b0(%0 c: obj borrowed):\n"
            "  %1: obj? immortal = null\n"
            "  %2: boolean = truth %0\n"
            "  branch %2, b1(), b2(%1)\n"
            "b1():\n"
            "  %3: obj:NoneType immortal = none\n"
            "  jump b2(%3)\n"
            "b2(%4 x: obj? owned):\n"
            "  check.bound %4, #0\n"
            "  return %4\n"
            "}\n");
}

// for item in x: for inner in item: last = inner; return last
TEST_F(BuilderTest, NestedLoopsPassTheItemAndTheVariables) {
  const FunctionId id = add("f", 1);
  FunctionBuilder b(module_, id);
  const ValueId x = b.add_parameter("x");
  const Variable last = b.declare_variable("last");
  b.write(last, x);
  const BlockId outer = b.create_block(), outer_body = b.create_block(),
                outer_end = b.create_block(), inner = b.create_block(),
                inner_body = b.create_block();
  const ValueId iterator = b.emit(Opcode::iter, {x});
  b.jump(outer);
  b.set_block(outer);
  const ValueId item = b.add_block_parameter(outer_body, {Rep::obj}, "item");
  b.next(iterator, outer_body, outer_end);
  b.seal(outer_body);
  b.seal(outer_end);
  b.set_block(outer_body);
  const ValueId inner_iterator = b.emit(Opcode::iter, {item});
  b.jump(inner);
  b.set_block(inner);
  const ValueId inner_item = b.add_block_parameter(inner_body, {Rep::obj}, "inner");
  b.next(inner_iterator, inner_body, outer);
  b.seal(inner_body);
  b.seal(outer);
  b.set_block(inner_body);
  b.write(last, inner_item);
  b.jump(inner);
  b.seal(inner);
  b.set_block(outer_end);
  b.return_(b.read(last));
  b.finish();
  EXPECT_EQ(body(id),
            "b0(%0 x: obj borrowed):\n"
            "  %1: obj owned = iter %0\n"
            "  jump b1(%0)\n"
            "b1(%2 last: obj owned):\n"
            "  next %1, b2(), b3()\n"
            "b2(%3 item: obj owned):\n"
            "  %4: obj owned = iter %3\n"
            "  jump b4(%2)\n"
            "b3():\n"
            "  return %2\n"
            "b4(%5 last: obj owned):\n"
            "  next %4, b5(), b1(%5)\n"
            "b5(%6 inner: obj owned):\n"
            "  jump b4(%6)\n"
            "}\n");
}

TEST_F(BuilderTest, CodeAfterReturnIsDropped) {
  const FunctionId id = add("f");
  FunctionBuilder b(module_, id);
  const Variable x = b.declare_variable("x");
  b.return_(b.none());
  EXPECT_TRUE(b.terminated());
  b.write(x, b.global_load("never"));
  b.global_store("y", b.read(x));
  const BlockId later = b.create_block();
  b.jump(later);
  b.seal(later);
  b.set_block(later);
  b.return_(b.read(x));
  b.finish();
  EXPECT_EQ(body(id),
            "b0():\n"
            "  %0: obj:NoneType immortal = none\n"
            "  return %0\n"
            "}\n");
}

TEST_F(BuilderTest, FunctionsMayBeAddedWhileBuilding) {
  const FunctionId outer = add("outer");
  FunctionBuilder b(module_, outer);
  b.none();
  for (int i = 0; i < 20; ++i) {
    const FunctionId inner = add("inner" + std::to_string(i));
    FunctionBuilder c(module_, inner);
    c.return_(c.none());
    c.finish();
    const ValueId null = b.null();
    b.global_store("g", b.make_function(inner, null, null, null));
  }
  b.return_(b.none());
  b.finish();
  EXPECT_TRUE(verify(module_, outer, Stage::lowered).empty());
  EXPECT_EQ(module_.functions.size(), 21u);
}

// A variable written at the start and read after very many branches must not recurse.
TEST_F(BuilderTest, ManyJoinsNeedNoStack) {
  const FunctionId id = add("f", 1);
  FunctionBuilder b(module_, id);
  const ValueId x = b.add_parameter("x");
  const Variable v = b.declare_variable("v");
  b.write(v, b.getattr(x, "a"));
  for (int i = 0; i < 20000; ++i) {
    const BlockId yes = b.create_block();
    const BlockId join = b.create_block();
    b.branch(b.is_none(x), yes, join);
    b.seal(yes);
    b.set_block(yes);
    b.jump(join);
    b.seal(join);
    b.set_block(join);
  }
  b.return_(b.read(v));
  b.finish();
  for (const Block& block : module_.function(id).blocks) {
    if (&block == &module_.function(id).blocks[0]) continue;
    EXPECT_TRUE(block.parameters.empty());
  }
  EXPECT_TRUE(verify(module_, id, Stage::optimised).empty());
}

TEST(ModuleTest, EqualConstantsAreOne) {
  Module module;
  const ConstantId name = module.name_constant("x");
  Constant str;
  str.kind = ConstantKind::str;
  str.text = "x";
  EXPECT_NE(index(module.constant(str)), index(name));
  EXPECT_EQ(index(module.name_constant("x")), index(name));
  Constant zero;
  zero.kind = ConstantKind::float_;
  Constant minus_zero = zero;
  minus_zero.number = -0.0;
  EXPECT_NE(index(module.constant(zero)), index(module.constant(minus_zero)));
  EXPECT_EQ(module.constants.size(), 4u);
}

}  // namespace
}  // namespace hpyc::ir
