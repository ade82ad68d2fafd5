#include "mock_interpreter.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "base/assert.h"

namespace hpyc::emit {
namespace {

using ir::index;
using ir::Op;
using ir::Opcode;
using ir::ValueId;

uint32_t mix(uint32_t a, uint32_t b) { return (a ^ b) * 2654435761u ^ (a >> 15) ^ (b << 7); }

class Interpreter {
 public:
  Interpreter(const ir::Module& module, const ir::Function& function, int fail_at)
      : module_(module), function_(function), values_(function.values.size()), fail_at_(fail_at) {}

  // Payload of the result; nullopt after an error.
  std::optional<int64_t> run() {
    set(function_.blocks[0].parameters[0], 10);
    set(function_.blocks[0].parameters[1], 13);
    block_ = ir::BlockId{0};
    for (;;) {
      for (const Op& op : function_.block(block_).ops) {
        if (!step(op)) {
          trace_ = mix(trace_, op.line);  // the traceback
          return std::nullopt;
        }
        if (returned_) return *returned_;
      }
    }
  }

  uint32_t trace() const { return trace_; }
  int events() const { return events_; }

 private:
  int64_t get(ValueId id) const { return values_[index(id)]; }
  uint32_t payload(const Op& op, size_t i) const {
    return static_cast<uint32_t>(get(op.operands[i]));
  }
  void set(ValueId id, int64_t value) { values_[index(id)] = value; }

  bool event(uint32_t kind) {
    trace_ = mix(trace_, kind);
    return ++events_ >= fail_at_;
  }
  bool result(const Op& op, uint32_t value, size_t i = 0) {
    trace_ = mix(trace_, value);
    set(op.results[i], value);
    return true;
  }
  bool operation(const Op& op, uint32_t kind, uint32_t a, uint32_t b) {
    return !event(kind) && result(op, mix(mix(kind, a), b));
  }
  std::optional<bool> test(uint32_t kind, uint32_t p) {
    if (event(kind)) return std::nullopt;
    return (mix(trace_, p) >> 9 & 1) != 0;
  }

  void follow(const ir::Edge& edge, std::optional<uint32_t> item = std::nullopt) {
    std::vector<int64_t> arguments;
    if (item) arguments.push_back(*item);
    for (ValueId argument : edge.arguments) arguments.push_back(get(argument));
    const auto& parameters = function_.block(edge.target).parameters;
    for (size_t i = 0; i < parameters.size(); ++i) set(parameters[i], arguments[i]);
    block_ = edge.target;
  }

  // False after an error.
  bool step(const Op& op) {
    switch (op.opcode) {
      case Opcode::none:
        set(op.results[0], 6);
        return true;
      case Opcode::null:
        set(op.results[0], 0);
        return true;
      case Opcode::const_obj:
        set(op.results[0],
            std::stoll(module_.constants[static_cast<size_t>(op.imm)].text) * 2 + 20);
        return true;
      case Opcode::const_i64:
        set(op.results[0], op.imm);
        return true;
      case Opcode::i64_binary:
        set(op.results[0], static_cast<ir::BinaryOp>(op.sub) == ir::BinaryOp::subtract
                               ? get(op.operands[0]) - get(op.operands[1])
                               : get(op.operands[0]) ^ get(op.operands[1]));
        return true;
      case Opcode::i64_compare:
        set(op.results[0], get(op.operands[0]) < get(op.operands[1]));
        return true;
      case Opcode::not_:
        set(op.results[0], !get(op.operands[0]));
        return true;
      case Opcode::is_none:
        set(op.results[0], get(op.operands[0]) == 6);
        return true;
      case Opcode::num_from:
        set(op.results[0], get(op.operands[0]));
        return true;
      case Opcode::binary:
        return operation(op, 1, payload(op, 0), payload(op, 1));
      case Opcode::global_load:
        return operation(op, 2, 0, 0);
      case Opcode::call: {
        uint32_t sum = payload(op, 0);
        for (size_t i = 1; i < op.operands.size(); ++i) sum = mix(sum, payload(op, i));
        return operation(op, 3, sum, 0);
      }
      case Opcode::getslice:
        return operation(op, 4, payload(op, 0), mix(payload(op, 1), payload(op, 2)));
      case Opcode::iter:
        return operation(op, 5, payload(op, 0), 0);
      case Opcode::num_binary:
        return operation(op, 6, payload(op, 0), payload(op, 1));
      case Opcode::box_num:
        return !event(7) && result(op, payload(op, 0));
      case Opcode::box_i64:
        return !event(8) && result(op, payload(op, 0));
      case Opcode::truth: {
        auto value = test(9, payload(op, 0));
        if (value) set(op.results[0], *value);
        return value.has_value();
      }
      case Opcode::unpack: {
        if (event(10)) return false;
        for (uint32_t i = 0; i < op.results.size(); ++i) result(op, mix(payload(op, 0), i), i);
        return true;
      }
      case Opcode::check_bound:
        if (event(11)) return false;
        trace_ = mix(trace_, payload(op, 0));
        return payload(op, 0) != 0;
      case Opcode::global_store:
        trace_ = mix(trace_, payload(op, 0));
        return !event(12);
      case Opcode::raise:
        trace_ = mix(trace_, mix(payload(op, 0), payload(op, 1)));
        event(13);
        return false;
      case Opcode::range_begin: {
        uint32_t p = mix(payload(op, 0), payload(op, 1));
        if (event(15)) return false;
        set(op.results[0], p);
        return true;
      }
      case Opcode::jump:
        follow(op.targets[0]);
        return true;
      case Opcode::branch:
        follow(op.targets[get(op.operands[0]) ? 0 : 1]);
        return true;
      case Opcode::next: {
        auto more = test(14, payload(op, 0));
        if (!more) return false;
        uint32_t item = trace_;
        if (*more) trace_ = mix(trace_, item);
        step_to(op, *more, item);
        return true;
      }
      case Opcode::range_next: {
        uint32_t state = payload(op, 0);
        auto more = test(16, state);
        state = mix(state, 1);
        set(op.operands[0], state);
        if (!more) return false;
        if (*more) trace_ = mix(trace_, state);
        step_to(op, *more, state);
        return true;
      }
      case Opcode::return_:
        returned_ = get(op.operands[0]);
        return true;
      default:
        HPYC_UNREACHABLE("operation that the mock does not know");
    }
  }
  void step_to(const Op& op, bool more, uint32_t item) {
    if (more)
      follow(op.targets[0], item);
    else
      follow(op.targets[1]);
  }

  const ir::Module& module_;
  const ir::Function& function_;
  std::vector<int64_t> values_;
  ir::BlockId block_{0};
  int fail_at_;
  int events_ = 0;
  uint32_t trace_ = 17;
  std::optional<int64_t> returned_;
};

}  // namespace

std::string interpret(const ir::Module& module, uint32_t function, int fail_at) {
  Interpreter run(module, module.functions[function], fail_at);
  auto value = run.run();
  // The two arguments stay alive, and nothing else does.
  return fmt::format("{} {} {} {} {} 2 0\n", function, fail_at, run.events(), run.trace(),
                     value ? static_cast<uint32_t>(*value) : 0);
}

}  // namespace hpyc::emit
