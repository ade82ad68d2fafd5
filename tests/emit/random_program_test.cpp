// Random functions are compiled to C against a mock of the runtime and run, with a failure at every
// operation in turn; what they do is compared with an interpreter of the IR, and the mock sees
// every leak, double release and use after release. The C compiler's warnings are errors.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "emit/emit.h"
#include "ir/builder.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "mock_interpreter.h"
#include "passes/passes.h"

namespace hpyc::emit {
namespace {

using ir::BlockId;
using ir::FunctionBuilder;
using ir::Opcode;
using ir::Rep;
using ir::ValueId;
using ir::Variable;

class Generator {
 public:
  Generator(uint32_t seed, ir::Module& module, ir::FunctionId function)
      : random_(seed), b_(module, function) {}

  void run() {
    b_.function().signature.positional = 2;
    for (uint32_t i = 0; i < 4; ++i) {
      objects_.push_back(b_.declare_variable(fmt::format("{}", "xyzw"[i])));
      std::string name = fmt::format("v{}", i);
      b_.write(objects_[i], i < 2 ? b_.add_parameter(name) : b_.global_load("g"));
    }
    for (uint32_t i = 0; i < 3; ++i) {
      numbers_.push_back(b_.declare_variable("n", {Rep::i64}));
      b_.write(numbers_[i], b_.i64(i + 1));
    }
    statements(4);
    if (is_alive()) {
      ValueId sum = b_.read(numbers_[0]);
      for (uint32_t i = 1; i < 3; ++i)
        sum = b_.family(Opcode::i64_binary, ir::BinaryOp::xor_, {sum, b_.read(numbers_[i])});
      b_.return_(b_.emit(Opcode::box_i64, {sum}));
    } else if (!b_.terminated()) {
      b_.unreachable();
    }
    b_.finish();
  }

 private:
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }
  Variable object() { return objects_[below(4)]; }
  Variable number() { return numbers_[below(3)]; }
  void next_line() { b_.set_line(b_.line() + 1); }

  ValueId load() {
    ValueId value = b_.read(object());
    b_.check_bound(value, "v");
    return value;
  }

  ValueId integer(int depth) {
    if (depth <= 0 || below(3) == 0) return below(4) == 0 ? b_.i64(below(9)) : b_.read(number());
    ir::BinaryOp op = below(2) ? ir::BinaryOp::subtract : ir::BinaryOp::xor_;
    ValueId left = integer(depth - 1);
    return b_.family(Opcode::i64_binary, op, {left, integer(depth - 1)});
  }

  ValueId expression(int depth) {
    next_line();
    if (depth <= 0) return load();
    switch (below(12)) {
      case 0:
        return b_.int_constant(below(3));
      case 1:
        return b_.none();
      case 2: {
        ValueId left = expression(depth - 1);
        return b_.binary(ir::BinaryOp::add, left, expression(depth - 1));
      }
      case 3: {
        ValueId callee = b_.global_load("g");
        ValueId first = expression(depth - 1);
        ValueId arguments[] = {first, below(3) == 0 ? first : expression(depth - 1)};
        return b_.call(callee, arguments);
      }
      case 4: {
        ValueId n = b_.emit(Opcode::num_from, {expression(depth - 1)});
        ValueId m = below(2) == 0 ? n : b_.emit(Opcode::num_from, {expression(depth - 1)});
        return b_.emit(Opcode::box_num, {b_.family(Opcode::num_binary, ir::BinaryOp::add, {n, m})});
      }
      case 5: {
        std::vector<ValueId> parts = b_.unpack(expression(depth - 1), 2);
        return parts[below(2)];
      }
      case 6: {
        ValueId o = expression(depth - 1);
        return b_.emit(Opcode::getslice, {o, b_.null(), load()});
      }
      case 7:
        return b_.emit(Opcode::box_i64, {integer(2)});
      default:
        return load();
    }
  }

  ValueId condition() {
    next_line();
    switch (below(4)) {
      case 0:
        return b_.not_(b_.is_none(expression(1)));
      case 1: {
        ValueId left = integer(2);
        ValueId less = b_.family(Opcode::i64_compare, ir::CompareOp::lt, {left, integer(2)});
        return below(2) ? less : b_.not_(less);
      }
      default:
        return b_.truth(expression(1));
    }
  }

  void statements(int depth) {
    for (uint32_t count = 1 + below(4); count > 0 && is_alive(); --count) statement(depth);
  }

  bool is_alive() { return !b_.terminated() && b_.reachable(b_.block()); }
  void jump(BlockId target) {
    if (is_alive())
      b_.jump(target);
    else if (!b_.terminated())
      b_.unreachable();
  }

  void statement(int depth) {
    next_line();
    switch (depth <= 0 ? below(7) : below(15)) {
      case 0:
        b_.write(object(), expression(2));
        break;
      case 1:
        b_.write(number(), integer(2));
        break;
      case 2:
        swap(objects_);
        break;
      case 3:
        swap(numbers_);
        break;
      case 4:
        if (below(4) == 0) b_.write_null(object());
        b_.global_store("g", expression(1));
        break;
      case 5:
        expression(2);
        break;
      case 6:
        if (below(3) == 0) {
          if (below(2) == 0)
            b_.return_(expression(1));
          else
            b_.raise(expression(1), b_.null());
        }
        break;
      case 7:
      case 8:
      case 9:
        if_statement(depth);
        break;
      case 10:
      case 11:
        while_statement(depth);
        break;
      case 12:
        for_statement(depth);
        break;
      default:
        if (!jumps_.empty()) b_.jump(jumps_[below(static_cast<uint32_t>(jumps_.size()))]);
    }
  }

  // Two or three variables in a circle.
  void swap(const std::vector<Variable>& variables) {
    uint32_t count = 2 + below(2);
    std::vector<ValueId> values;
    for (uint32_t i = 0; i < count; ++i) values.push_back(b_.read(variables[i]));
    for (uint32_t i = 0; i < count; ++i) b_.write(variables[i], values[(i + 1) % count]);
  }

  void if_statement(int depth) {
    BlockId yes = b_.create_block(), no = b_.create_block(), join = b_.create_block();
    b_.branch(condition(), yes, no);
    b_.seal(yes);
    b_.seal(no);
    b_.set_block(yes);
    statements(depth - 1);
    jump(join);
    b_.set_block(no);
    if (below(2) == 0) statements(depth - 1);
    jump(join);
    b_.seal(join);
    b_.set_block(join);
  }

  void while_statement(int depth) {
    BlockId header = b_.create_block(), body = b_.create_block(), end = b_.create_block();
    b_.jump(header);
    b_.set_block(header);
    b_.global_store("g", b_.none());  // something that fails in the end
    b_.branch(condition(), body, end);
    b_.seal(body);
    b_.set_block(body);
    loop_body(depth, header, end);
  }

  void for_statement(int depth) {
    BlockId header = b_.create_block(), body = b_.create_block(), end = b_.create_block();
    bool counted = below(2) == 0;
    ValueId n = counted ? b_.emit(Opcode::num_from, {load()}) : ir::kNoValue;
    ValueId state = counted ? b_.emit(Opcode::range_begin, {b_.global_load("range"), n})
                            : b_.emit(Opcode::iter, {expression(1)});
    b_.jump(header);
    b_.set_block(header);
    ValueId item = b_.add_block_parameter(body, {counted ? Rep::num : Rep::obj}, "item");
    if (counted)
      b_.range_next(state, body, end);
    else
      b_.next(state, body, end);
    b_.set_block(body);
    b_.seal(body);
    if (below(4) != 0) b_.write(object(), counted ? b_.emit(Opcode::box_num, {item}) : item);
    loop_body(depth, header, end);
  }

  void loop_body(int depth, BlockId header, BlockId end) {
    jumps_.push_back(end);
    jumps_.push_back(header);
    statements(depth - 1);
    jumps_.resize(jumps_.size() - 2);
    jump(header);
    b_.seal(header);
    b_.seal(end);
    b_.set_block(end);
  }

  std::mt19937 random_;
  FunctionBuilder b_;
  std::vector<Variable> objects_, numbers_;
  std::vector<BlockId> jumps_;  // targets of break and continue
};

ir::Module random_module(uint32_t seed, uint32_t count) {
  ir::Module module;
  module.name = "random";
  module.source_name = "random.py";
  auto add = [&](ir::FunctionKind kind, std::string symbol) {
    ir::Function& function = module.functions.emplace_back();
    function.name = function.qualname = function.symbol = std::move(symbol);
    function.kind = kind;
    return ir::FunctionId{static_cast<uint32_t>(module.functions.size() - 1)};
  };
  FunctionBuilder body(module, add(ir::FunctionKind::module_body, "f0_module"));
  body.return_(body.none());
  body.finish();
  for (uint32_t i = 1; i <= count; ++i)
    Generator(seed * 1000 + i, module, add(ir::FunctionKind::python, fmt::format("f{}", i))).run();
  return module;
}

void run_pass(std::string_view name, ir::Module& module) {
  passes::PassContext context;
  passes::run_pass(*passes::find_pass(name), module, context);
}

std::string run_program(const std::string& c, const std::string& flags) {
  namespace fs = std::filesystem;
  fs::path folder = fs::path(testing::TempDir()) / fmt::format("hpyc_emit_{}", getpid());
  fs::create_directories(folder);
  std::ofstream(folder / "program.c") << c;
  std::string compile = fmt::format(
      "{} -std=gnu11 -Wall -Wextra -Werror {} -I{}/data {}/program.c -o {}/program 2>&1",
      HPYC_TEST_CC, flags, HPYC_TEST_DATA, folder.string(), folder.string());
  std::string output;
  auto read = [&](const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    char buffer[4096];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, n);
    return pclose(pipe);
  };
  if (read(compile) == 0) read((folder / "program").string());
  fs::remove_all(folder);
  return output;
}

void check(uint32_t seed, bool simplify, const std::string& flags) {
  ir::Module module = random_module(seed, 40);
  run_pass("unbound", module);
  if (simplify) run_pass("simplify-cfg", module);
  std::string expected;
  for (uint32_t f = 1; f < module.functions.size(); ++f)
    for (int fail_at = 1; fail_at <= 60; ++fail_at) expected += interpret(module, f, fail_at);
  if (simplify) run_pass("constant-hoist", module);
  run_pass("ownership", module);
  EmitOptions options;
  options.runtime = [](const std::vector<std::string>&, Abi) {
    return RuntimeText{"#include \"mock_runtime.h\"\n", "#include \"mock_runtime_end.h\"\n"};
  };
  std::string c = emit_module(module, options);
  std::string actual = run_program(c, flags);
  if (actual == expected) return;
  size_t same = 0;
  while (same < actual.size() && same < expected.size() && actual[same] == expected[same]) ++same;
  size_t start = expected.rfind('\n', same) + 1;
  uint32_t f = static_cast<uint32_t>(std::atoi(expected.c_str() + start));
  ADD_FAILURE() << "seed " << seed << "\nexpected " << expected.substr(start, 60) << "\nactual   "
                << actual.substr(std::min(start, actual.size()), 2000) << "\n"
                << (f ? ir::print(module, module.functions[f]) : "");
  if (const char* keep = std::getenv("HPYC_KEEP_C")) std::ofstream(keep) << c;
}

// HPYC_SEED=n for other programs than the usual ones.
uint32_t first_seed() {
  const char* text = std::getenv("HPYC_SEED");
  return text ? static_cast<uint32_t>(std::atoi(text)) : 1;
}

TEST(RandomProgramTest, BehavesAsTheInterpreter) {
  for (uint32_t seed = first_seed(); seed < first_seed() + 3 && !HasFailure(); ++seed)
    check(seed, false, "-O1");
}

TEST(RandomProgramTest, BehavesAsTheInterpreterAfterOtherPasses) {
  for (uint32_t seed = first_seed() + 10; seed < first_seed() + 13 && !HasFailure(); ++seed)
    check(seed, true, "-O2");
}

TEST(RandomProgramTest, CompilesWithoutWarningsWhenNotOptimised) { check(21, true, "-O0"); }

}  // namespace
}  // namespace hpyc::emit
