// Random functions go through the passes and are then walked along random paths, counting
// references: on every way out, normal or by an error at any operation, each must be released once.
#include <gtest/gtest.h>

#include <random>

#include "ir/builder.h"
#include "ir/error_ladder.h"
#include "ir/op_info.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/passes.h"

namespace hpyc::passes {
namespace {

using ir::BlockId;
using ir::FunctionBuilder;
using ir::FunctionId;
using ir::Opcode;
using ir::ValueId;
using ir::Variable;

class Generator {
 public:
  Generator(uint32_t seed, ir::Module& module) : random_(seed), b_(module, FunctionId{0}) {}

  void run() {
    const uint32_t parameters = below(3);
    b_.function().signature.positional = parameters;
    for (uint32_t i = 0; i < 5; ++i) {
      variables_.push_back(b_.declare_variable("v" + std::to_string(i)));
      if (i < parameters) b_.write(variables_[i], b_.add_parameter("v" + std::to_string(i)));
    }
    statements(4);
    if (!b_.terminated()) b_.return_(b_.none());
    b_.finish();
  }

 private:
  uint32_t below(uint32_t bound) { return random_() % bound; }
  Variable variable() { return variables_[below(static_cast<uint32_t>(variables_.size()))]; }

  ValueId load() {
    const Variable v = variable();
    const ValueId value = b_.read(v);
    b_.check_bound(value, "v");
    return value;
  }

  ValueId expression(int depth) {
    if (depth <= 0) return load();
    switch (below(11)) {
      case 0:
        return b_.int_constant(below(3));
      case 1:
        return b_.none();
      case 2:
        return b_.binary(ir::BinaryOp::add, expression(depth - 1), expression(depth - 1));
      case 3: {
        const ValueId callee = b_.global_load("g");
        const ValueId first = expression(depth - 1);
        const ValueId arguments[] = {first, below(3) == 0 ? first : expression(depth - 1)};
        return b_.call(callee, arguments);
      }
      case 4: {
        const ValueId n = b_.emit(Opcode::num_from, {expression(depth - 1)});
        const ValueId m = below(2) == 0 ? n : b_.emit(Opcode::num_from, {expression(depth - 1)});
        return b_.emit(Opcode::box_num, {b_.family(Opcode::num_binary, ir::BinaryOp::add, {n, m})});
      }
      case 5: {
        const std::vector<ValueId> parts = b_.unpack(expression(depth - 1), 2);
        return parts[below(2)];
      }
      case 6:
        return b_.emit(Opcode::getslice, {expression(depth - 1), b_.null(), load()});
      default:
        return load();
    }
  }

  ValueId condition() {
    const ValueId value = expression(1);
    return below(3) == 0 ? b_.not_(b_.is_none(value)) : b_.truth(value);
  }

  void statements(int depth) {
    for (uint32_t count = 1 + below(4); count > 0; --count) statement(depth);
  }

  void statement(int depth) {
    switch (depth <= 0 ? below(5) : below(12)) {
      case 0:
      case 1:
        b_.write(variable(), expression(2));
        break;
      case 2: {
        const Variable from = variable();
        b_.write(variable(), b_.read(from));  // may pass null on
        break;
      }
      case 3:
        expression(2);
        break;
      case 4:
        if (below(3) == 0) b_.write_null(variable());
        b_.global_store("g", expression(1));
        break;
      case 5:
        if (below(2) == 0) {
          b_.return_(expression(1));
        } else {
          b_.raise(expression(1), b_.null());
        }
        break;
      case 6:
      case 7:
        if_statement(depth);
        break;
      case 8:
      case 9:
        while_statement(depth);
        break;
      case 10:
        for_statement(depth);
        break;
      default:
        if (!breaks_.empty()) b_.jump(breaks_[below(static_cast<uint32_t>(breaks_.size()))]);
    }
  }

  void if_statement(int depth) {
    const BlockId yes = b_.create_block(), no = b_.create_block(), join = b_.create_block();
    b_.branch(condition(), yes, no);
    b_.seal(yes);
    b_.seal(no);
    b_.set_block(yes);
    statements(depth - 1);
    b_.jump(join);
    b_.set_block(no);
    if (below(2) == 0) statements(depth - 1);
    b_.jump(join);
    b_.seal(join);
    b_.set_block(join);
  }

  void while_statement(int depth) {
    const BlockId header = b_.create_block(), body = b_.create_block(), end = b_.create_block();
    b_.jump(header);
    b_.set_block(header);
    b_.branch(condition(), body, end);
    loop_body(depth, header, body, end);
  }

  void for_statement(int depth) {
    const BlockId header = b_.create_block(), body = b_.create_block(), end = b_.create_block();
    const bool counted = below(2) == 0;
    const ValueId n = counted ? b_.emit(Opcode::num_from, {load()}) : ir::kNoValue;
    const ValueId state = counted ? b_.emit(Opcode::range_begin, {b_.global_load("range"), n})
                                  : b_.emit(Opcode::iter, {expression(1)});
    b_.jump(header);
    b_.set_block(header);
    const ValueId item = b_.add_block_parameter(body, {counted ? ir::Rep::num : ir::Rep::obj});
    if (counted) {
      b_.range_next(state, body, end);
    } else {
      b_.next(state, body, end);
    }
    b_.set_block(body);
    b_.seal(body);
    if (below(4) != 0) {
      b_.write(variable(), counted ? b_.emit(Opcode::box_num, {item}) : item);
    }
    loop_body(depth, header, ir::kNoBlock, end);
  }

  void loop_body(int depth, BlockId header, BlockId body, BlockId end) {
    if (body != ir::kNoBlock) {
      b_.seal(body);
      b_.set_block(body);
    }
    breaks_.push_back(end);
    breaks_.push_back(header);
    statements(depth - 1);
    breaks_.resize(breaks_.size() - 2);
    b_.jump(header);
    b_.seal(header);
    b_.seal(end);
    b_.set_block(end);
  }

  std::mt19937 random_;
  FunctionBuilder b_;
  std::vector<Variable> variables_;
  std::vector<BlockId> breaks_;  // targets of break and continue
};

// Follows one path and counts: +1 where something to release is born, −1 where it is consumed.
class Walk {
 public:
  Walk(const ir::Module& module, const ir::ErrorLadder& ladder, uint32_t seed)
      : module_(module),
        f_(module.functions[0]),
        ladder_(ladder),
        random_(seed),
        count_(f_.values.size()) {}

  // How often something was put to the test.
  static inline size_t error_exits = 0;
  static inline size_t returns = 0;

  // Empty, or what went wrong.
  std::string run() {
    uint32_t block = 0;
    for (size_t steps = 0; steps < 400; ++steps) {
      const ir::Block& here = f_.blocks[block];
      uint32_t next = ir::kNoId;
      for (size_t i = 0; i < here.ops.size(); ++i) {
        const ir::Op& op = here.ops[i];
        const ir::OperandList& list = operand_list(op.opcode);
        for (size_t k = 0; k < op.operands.size(); ++k) {
          if (is_tracked(f_.value(op.operands[k])) && count_[index(op.operands[k])] != 1) {
            return wrong(op, "uses what is not held");
          }
        }
        for (size_t k = 0; k < op.operands.size(); ++k) {
          if (list[k].consumed) release(op.operands[k]);
        }
        const ir::ErrorKind error = error_of(module_, op);
        if (error == ir::ErrorKind::always ||
            (error != ir::ErrorKind::never && random_() % 40 == 0)) {
          const std::vector<ValueId> values = ladder_.values(ladder_.at(BlockId{block}, i));
          for (ValueId value : values) release(value);
          if (values.size() >= 2) ++error_exits;
          return end(op);
        }
        for (ValueId result : op.results) acquire(result);
        if (op.opcode == Opcode::return_) {
          ++returns;
          return end(op);
        }
        if (op.targets.empty()) continue;
        const size_t taken = random_() % op.targets.size();
        next = index(op.targets[taken].target);
        for (ValueId argument : op.targets[taken].arguments) release(argument);
        for (ValueId parameter : f_.blocks[next].parameters) acquire(parameter);
      }
      block = next;
    }
    return "";
  }

 private:
  void acquire(ValueId value) {
    if (is_tracked(f_.value(value))) ++count_[index(value)];
  }
  void release(ValueId value) {
    if (is_tracked(f_.value(value))) --count_[index(value)];
  }
  std::string wrong(const ir::Op& op, std::string_view what) {
    return "`" + ir::print(module_, f_, op) + "` " + std::string(what);
  }
  std::string end(const ir::Op& op) {
    for (size_t i = 0; i < count_.size(); ++i) {
      if (count_[i] != 0) {
        return wrong(op, "leaves %" + std::to_string(i) + " with " + std::to_string(count_[i]));
      }
    }
    return "";
  }

  const ir::Module& module_;
  const ir::Function& f_;
  const ir::ErrorLadder& ladder_;
  std::mt19937 random_;
  std::vector<int> count_;
};

void check(uint32_t seed, bool simplify, bool hoist) {
  ir::Module module;
  module.functions.emplace_back();
  module.functions[0].symbol = "f";
  module.functions[0].kind = ir::FunctionKind::python;
  Generator(seed, module).run();
  const auto verified = [&](ir::Stage stage, std::string_view after) {
    for (const std::string& error : ir::verify(module, stage)) {
      ADD_FAILURE() << "seed " << seed << " after " << after << ": " << error;
    }
    return !testing::Test::HasFailure();
  };
  if (!verified(ir::Stage::lowered, "building")) return;
  PassContext context;
  context.options.verify = false;
  const auto run = [&](std::string_view name) {
    run_pass(*find_pass(name), module, context);
    return verified(find_pass(name)->stage, name);
  };
  if (!run("unbound")) return;
  if (simplify && !run("simplify-cfg")) return;
  if (hoist && !run("constant-hoist")) return;
  if (!run("ownership")) {
    GTEST_LOG_(INFO) << ir::print(module);
    return;
  }
  const ir::ErrorLadder ladder(module, module.functions[0]);
  for (uint32_t i = 0; i < 20; ++i) {
    const std::string error = Walk(module, ladder, seed * 1000 + i).run();
    ASSERT_EQ(error, "") << "seed " << seed << "\n" << ir::print(module);
  }
}

TEST(RandomFunctionTest, ReferencesAreReleasedOnceOnEveryPath) {
  for (uint32_t seed = 1; seed <= 400 && !HasFailure(); ++seed) {
    check(seed, (seed & 1) != 0, (seed & 2) != 0);
  }
  EXPECT_GT(Walk::error_exits, 500u);
  EXPECT_GT(Walk::returns, 500u);
}

}  // namespace
}  // namespace hpyc::passes
