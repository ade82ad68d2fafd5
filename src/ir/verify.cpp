#include "ir/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ir/analysis.h"
#include "ir/print.h"

namespace hpyc::ir {
namespace {

constexpr size_t kMaximumErrors = 50;  // for a function

char letter_of(Rep rep) {
  switch (rep) {
    case Rep::none:
      return '-';
    case Rep::obj:
      return 'o';
    case Rep::num:
      return 'n';
    case Rep::i64:
      return 'i';
    case Rep::f64:
      return 'f';
    case Rep::boolean:
      return 'b';
    case Rep::range:
      return 'r';
    case Rep::list:
      return 'l';
  }
  return '-';
}

Ownership parameter_ownership(Rep rep, bool entry) {
  if (!is_managed(rep)) return Ownership::trivial;
  return entry ? Ownership::borrowed : Ownership::owned;
}

class Verifier {
 public:
  Verifier(const Module& module, FunctionId id, Stage stage)
      : module_(module), function_(module.function(id)), stage_(stage) {}

  std::vector<std::string> take() { return std::move(errors_); }

  // Each step relies on those before it.
  bool structure() {
    if (function_.blocks.empty()) {
      report("the function has no blocks");
      return false;
    }
    numbers();
    if (!errors_.empty()) return false;
    blocks();
    return errors_.empty();
  }

  void flow() {
    const Cfg cfg(function_);
    if (!cfg.predecessors[0].empty()) report("the entry block is a target");
    dominance(cfg);
    if (errors_.empty() && stage_ >= Stage::optimised) nullness(cfg);
  }

  void ownership() { Ownerships(*this).run(); }

 private:
  void report(std::string_view message) {
    if (errors_.size() == kMaximumErrors) return;
    errors_.push_back(fmt::format("@{}: {}", function_.symbol, message));
  }
  void report(size_t block, std::string_view message) {
    report(fmt::format("b{}: {}", block, message));
  }
  void report(size_t block, const Op& op, std::string_view message) {
    report(block, fmt::format("`{}`: {}", print(module_, function_, op), message));
  }

  bool known(ValueId value) const { return index(value) < function_.values.size(); }
  bool known(BlockId block) const { return index(block) < function_.blocks.size(); }

  // Every number names something, so that later checks and the printer can follow them.
  void numbers() {
    const auto values = [&](size_t block, const std::vector<ValueId>& list, std::string_view what) {
      for (ValueId value : list) {
        if (!known(value)) {
          report(block, fmt::format("{} %{} does not exist", what, index(value)));
        }
      }
    };
    for (size_t b = 0; b < function_.blocks.size(); ++b) {
      const Block& block = function_.blocks[b];
      values(b, block.parameters, "parameter");
      if (block.handler != kNoBlock && !known(block.handler)) {
        report(b, "the handler does not exist");
      }
      for (const Op& op : block.ops) {
        values(b, op.operands, "operand");
        values(b, op.results, "result");
        for (const Edge& edge : op.targets) {
          values(b, edge.arguments, "argument");
          if (!known(edge.target)) {
            report(b, fmt::format("target b{} does not exist", index(edge.target)));
          }
        }
      }
    }
    for (const Parameter& parameter : function_.parameters) {
      if (!known(parameter.value)) report("a parameter of the function does not exist");
    }
  }

  void blocks() {
    std::vector<bool> defined(function_.values.size());
    const auto define = [&](size_t block, ValueId value) {
      if (defined[index(value)]) {
        report(block, fmt::format("%{} is defined twice", index(value)));
      }
      defined[index(value)] = true;
    };
    entry();
    for (size_t b = 0; b < function_.blocks.size(); ++b) {
      const Block& block = function_.blocks[b];
      for (ValueId id : block.parameters) {
        define(b, id);
        const Value& value = function_.value(id);
        if (value.ownership != parameter_ownership(value.type.rep, b == 0)) {
          report(b, fmt::format("parameter %{} is {}", index(id), text(value.ownership)));
        }
      }
      if (block.handler != kNoBlock && !function_.block(block.handler).parameters.empty()) {
        report(b, "the handler has parameters");
      }
      if (block.ops.empty() || !is_terminator(block.ops.back().opcode)) {
        report(b, "the block does not end in a terminator");
      }
      for (size_t i = 0; i < block.ops.size(); ++i) {
        const Op& op = block.ops[i];
        for (ValueId result : op.results) define(b, result);
        if (is_terminator(op.opcode) && i + 1 != block.ops.size()) {
          report(b, op, "a terminator in the middle of a block");
        }
        if (error_of(module_, op) == ErrorKind::always &&
            (i + 2 != block.ops.size() || block.ops[i + 1].opcode != Opcode::unreachable)) {
          report(b, op, "not followed by `unreachable`");
        }
        operation(b, op);
      }
    }
  }

  void entry() {
    const std::vector<ValueId>& parameters = function_.blocks[0].parameters;
    bool same = parameters.size() == function_.parameters.size();
    for (size_t i = 0; same && i < parameters.size(); ++i) {
      same = parameters[i] == function_.parameters[i].value;
    }
    if (!same) report("the entry block's parameters are not the function's");
    const Signature& signature = function_.signature;
    const size_t expected = size_t{function_.captures} + signature.positional +
                            signature.keyword_only + (signature.var_positional ? 1 : 0) +
                            (signature.var_keyword ? 1 : 0);
    if (function_.kind == FunctionKind::python && parameters.size() != expected) {
      report(fmt::format("{} parameters, but {} in the signature", parameters.size(), expected));
    }
    if (function_.kind == FunctionKind::class_body && parameters.size() != function_.captures + 1) {
      report("a class body has its captures and the namespace as parameters");
    }
    if (function_.captures != 0 && function_.kind != FunctionKind::python &&
        function_.kind != FunctionKind::class_body) {
      report("only functions and class bodies capture variables");
    }
    if (function_.kind == FunctionKind::python && function_.result.rep != Rep::obj) {
      report("a python function returns an object");
    }
    if (function_.is_suspendable() && function_.kind != FunctionKind::python) {
      report("only a python function makes a generator or coroutine");
    }
  }

  bool may_suspend(Opcode opcode) const {
    switch (opcode) {
      case Opcode::argument:
        return function_.is_suspendable();
      case Opcode::yield:
        return function_.is_suspendable() && function_.suspends != Suspends::coroutine;
      case Opcode::yield_from:
        return function_.suspends == Suspends::generator;
      case Opcode::await:
        return function_.is_suspendable() && function_.suspends != Suspends::generator;
      default:
        return true;
    }
  }

  void operation(size_t b, const Op& op) {
    if (!immediates(b, op)) return;  // what follows looks at the constants and functions
    if (!may_suspend(op.opcode)) report(b, op, "not in a function of this kind");
    if (op.opcode == Opcode::argument &&
        (op.imm < 0 || static_cast<size_t>(op.imm) >= function_.parameters.size())) {
      report(b, op, "no such parameter");
    }
    if (stage_ < Stage::owned && (op.opcode == Opcode::dup || op.opcode == Opcode::close)) {
      report(b, op, "only the ownership pass makes these");
    }
    operands(b, op);
    results(b, op);
    edges(b, op);
  }

  bool immediates(size_t b, const Op& op) {
    const size_t before = errors_.size();
    bool first = true;
    for (char letter : info(op.opcode).immediates) {
      if (letter == 's' || letter == 'd') continue;
      if (letter == 'c' || letter == 'K') {
        if (sub_text(op) == "?") report(b, op, "unknown sub-kind");
        continue;
      }
      const int64_t imm = first ? op.imm : op.imm2;
      first = false;
      if (letter == 'k' && static_cast<uint64_t>(imm) >= module_.constants.size()) {
        report(b, op, "the constant does not exist");
      }
      if (letter == 'F' && static_cast<uint64_t>(imm) >= module_.functions.size()) {
        report(b, op, "the function does not exist");
      }
    }
    if (is_variable_op(op.opcode) && static_cast<uint64_t>(op.imm) >= function_.variables.size()) {
      report(b, op, "the variable does not exist");
    }
    if (info(op.opcode).result == ResultKind::many &&
        (op.imm < 0 || op.imm2 < 0 || op.imm > (1 << 24) || op.imm2 > (1 << 24))) {
      report(b, op, "number of results");
    }
    if (errors_.size() != before) return false;
    if (op.opcode == Opcode::call_kw || op.opcode == Opcode::call_method_kw) {
      const int64_t names = op.opcode == Opcode::call_kw ? op.imm : op.imm2;
      const Constant& constant = module_.constants[static_cast<size_t>(names)];
      if (constant.kind != ConstantKind::tuple) {
        report(b, op, "the keyword names are no tuple");
      } else if (constant.items.size() >= op.operands.size()) {
        report(b, op, "more keyword names than arguments");
      }
    }
    return true;
  }

  void operands(size_t b, const Op& op) {
    if (op.opcode == Opcode::return_) {
      const bool nothing = function_.result.rep == Rep::none;
      if (op.operands.size() != (nothing ? 0 : 1)) {
        report(b, op, "number of operands");
      } else if (!nothing && function_.value(op.operands[0]).type.rep != function_.result.rep) {
        report(b, op, fmt::format("the function returns {}", text(function_.result.rep)));
      }
      return;
    }
    if (is_direct_call(op.opcode)) {
      const std::vector<Parameter>& parameters =
          module_.functions[static_cast<size_t>(op.imm)].parameters;
      const Function& callee = module_.functions[static_cast<size_t>(op.imm)];
      if (parameters.size() != op.operands.size()) {
        report(b, op, fmt::format("@{} takes {} arguments", callee.symbol, parameters.size()));
        return;
      }
      for (size_t i = 0; i < parameters.size(); ++i) {
        if (index(parameters[i].value) >= callee.values.size()) continue;  // reported there
        const Rep wanted = callee.value(parameters[i].value).type.rep;
        if (function_.value(op.operands[i]).type.rep != wanted) {
          report(b, op, fmt::format("argument {} must be {}", i, text(wanted)));
        }
      }
      return;
    }
    const OperandList& list = operand_list(op.opcode);
    if (!list.accepts(op.operands.size())) {
      report(b, op, "number of operands");
      return;
    }
    for (size_t i = 0; i < op.operands.size(); ++i) {
      const char actual = letter_of(function_.value(op.operands[i]).type.rep);
      const char wanted = list[i].letter;
      if (wanted == 'a' ? actual == '-' : actual != wanted) {
        report(b, op,
               fmt::format("operand %{} is {}", index(op.operands[i]),
                           text(function_.value(op.operands[i]).type.rep)));
      }
    }
    if (op.opcode == Opcode::make_function || op.opcode == Opcode::make_closure) {
      const uint32_t captures = module_.functions[static_cast<size_t>(op.imm)].captures;
      if (op.operands.size() != 3 + size_t{captures}) {
        report(b, op, fmt::format("the function captures {} variables", captures));
      }
    }
    if (op.opcode == Opcode::build_dict && op.operands.size() % 2 != 0) {
      report(b, op, "a key without a value");
    }
    const size_t callees = op.opcode == Opcode::local_range ? 2 : 1;
    if ((op.opcode == Opcode::range_begin || op.opcode == Opcode::local_range) &&
        (op.operands.size() <= callees || op.operands.size() > callees + 3)) {
      report(b, op, "a range has 1 to 3 arguments");
    }
  }

  void results(size_t b, const Op& op) {
    const size_t count = result_count(module_, op);
    if (op.results.size() != count) {
      report(b, op, fmt::format("{} results instead of {}", op.results.size(), count));
      return;
    }
    if (info(op.opcode).result == ResultKind::same && op.operands.empty()) return;
    for (size_t i = 0; i < count; ++i) {
      const Value expected = result_value(module_, function_, op, i);
      const Value& actual = function_.value(op.results[i]);
      if (actual.type.rep != expected.type.rep || actual.ownership != expected.ownership) {
        report(b, op,
               fmt::format("result %{} must be {} {}", index(op.results[i]),
                           text(expected.type.rep), text(expected.ownership)));
      }
    }
  }

  void edges(size_t b, const Op& op) {
    if (op.targets.size() != target_count(op.opcode)) {
      report(b, op, "number of targets");
      return;
    }
    for (size_t t = 0; t < op.targets.size(); ++t) {
      const Edge& edge = op.targets[t];
      const std::vector<ValueId>& parameters = function_.block(edge.target).parameters;
      const size_t first = implicit_arguments(op, t);
      if (parameters.size() != first + edge.arguments.size()) {
        report(b, op, fmt::format("b{} takes {} arguments", index(edge.target), parameters.size()));
        continue;
      }
      if (first == 1 && function_.value(parameters[0]).type.rep != item_value(op.opcode).type.rep) {
        report(b, op, "the item's parameter has another representation");
      }
      for (size_t i = 0; i < edge.arguments.size(); ++i) {
        const Rep wanted = function_.value(parameters[first + i]).type.rep;
        if (function_.value(edge.arguments[i]).type.rep != wanted) {
          report(b, op,
                 fmt::format("argument %{} of b{} must be {}", index(edge.arguments[i]),
                             index(edge.target), text(wanted)));
        }
      }
    }
  }

  void dominance(const Cfg& cfg) {
    const DominatorTree dominators(cfg);
    Availability availability(function_, cfg, dominators);
    const std::vector<Definition> defined = definitions(function_);
    for (BlockId b : cfg.order) {
      const Block& block = function_.block(b);
      for (uint32_t i = 0; i < block.ops.size(); ++i) {
        const Op& op = block.ops[i];
        const auto check = [&](ValueId value) {
          const Definition& definition = defined[index(value)];
          const bool fine = definition.block == kNoBlock ? false
                            : definition.block == b
                                ? definition.op == Definition::kParameter || definition.op < i
                                : availability.at(definition.block, b);
          if (!fine) {
            report(index(b), op, fmt::format("%{} is not defined here", index(value)));
          }
        };
        for (ValueId operand : op.operands) check(operand);
        for (const Edge& edge : op.targets) {
          for (ValueId argument : edge.arguments) check(argument);
        }
      }
    }
  }

  void nullness(const Cfg& cfg) {
    const CheckedValues checked(function_, cfg);
    for (BlockId b : cfg.order) {
      CheckedValues::Cursor cursor = checked.start(b);
      for (const Op& op : function_.block(b).ops) {
        const auto maybe_null = [&](ValueId value) {
          return function_.value(value).type.maybe_null && !cursor.at(value);
        };
        const OperandList& list = operand_list(op.opcode);
        for (size_t i = 0; i < op.operands.size(); ++i) {
          bool nullable =
              list[i].nullable || op.opcode == Opcode::dup || op.opcode == Opcode::close;
          if (is_direct_call(op.opcode)) {
            const Function& callee = module_.functions[static_cast<size_t>(op.imm)];
            const ValueId parameter = callee.parameters[i].value;
            nullable =
                index(parameter) >= callee.values.size() || callee.value(parameter).type.maybe_null;
          }
          if (!nullable && maybe_null(op.operands[i])) {
            report(index(b), op, fmt::format("%{} may be null", index(op.operands[i])));
          }
        }
        for (size_t t = 0; t < op.targets.size(); ++t) {
          const Edge& edge = op.targets[t];
          const std::vector<ValueId>& parameters = function_.block(edge.target).parameters;
          const size_t first = implicit_arguments(op, t);
          for (size_t i = 0; i < edge.arguments.size(); ++i) {
            if (!function_.value(parameters[first + i]).type.maybe_null &&
                maybe_null(edge.arguments[i])) {
              report(index(b), op, fmt::format("%{} may be null", index(edge.arguments[i])));
            }
          }
        }
        cursor.step(op);
      }
    }
  }

  // Walks all blocks with the set of values that have to be released.
  struct Ownerships {
    explicit Ownerships(Verifier& verifier) : v(verifier), held(verifier.function_.values.size()) {}

    Verifier& v;
    std::vector<bool> held;           // at the place looked at
    std::vector<ValueId> candidates;  // everything that `held` may hold now

    void hold(ValueId value) {
      if (!is_tracked(v.function_.value(value))) return;
      held[index(value)] = true;
      candidates.push_back(value);
    }
    std::vector<ValueId> sorted() {
      std::vector<ValueId> list;
      for (ValueId value : candidates) {
        if (held[index(value)]) list.push_back(value);
      }
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      return list;
    }
    void consume(size_t b, const Op& op, ValueId id, bool close) {
      const Value& value = v.function_.value(id);
      if (value.ownership == Ownership::trivial) return;
      const bool fine =
          value.ownership == Ownership::owned || (value.ownership == Ownership::constant && close);
      if (!fine) {
        if (!is_null(id) && value.type.rep != Rep::num) {
          v.report(
              b, op,
              fmt::format("%{} is {} and cannot be consumed", index(id), text(value.ownership)));
        }
        return;
      }
      if (!held[index(id)]) v.report(b, op, fmt::format("%{} is consumed already", index(id)));
      held[index(id)] = false;
    }
    bool is_null(ValueId id) const {
      const Definition& definition = defined[index(id)];
      return definition.block != kNoBlock && definition.op != Definition::kParameter &&
             ir::is_null(v.function_.block(definition.block).ops[definition.op].opcode);
    }
    void use(size_t b, const Op& op, ValueId id) {
      if (is_tracked(v.function_.value(id)) && !held[index(id)]) {
        v.report(b, op, fmt::format("%{} is used after it was consumed", index(id)));
      }
    }

    std::vector<Definition> defined;

    void run() {
      const Function& function = v.function_;
      defined = definitions(function);
      const Cfg cfg(function);
      struct State {
        bool known = false;
        BlockId from;
        std::vector<ValueId> held;
      };
      std::vector<State> states(function.blocks.size());
      states[0].known = true;
      // A handler finds the values it needs; emit releases the others on the way.
      for (const Block& covered : function.blocks) {
        if (covered.handler == kNoBlock || states[index(covered.handler)].known) continue;
        const Liveness liveness(function, cfg, is_tracked);
        State& state = states[index(covered.handler)];
        state = {true, covered.handler, {}};
        liveness.live_in(covered.handler).for_each([&](size_t number) {
          state.held.push_back(liveness.value(number));
        });
        std::sort(state.held.begin(), state.held.end());
      }
      const auto flow = [&](BlockId from, BlockId to, std::vector<ValueId> list) {
        State& state = states[index(to)];
        if (!state.known) {
          state = {true, from, std::move(list)};
          return;
        }
        std::vector<ValueId> difference;
        std::set_symmetric_difference(state.held.begin(), state.held.end(), list.begin(),
                                      list.end(), std::back_inserter(difference));
        for (ValueId value : difference) {
          std::erase(state.held, value);  // reported once
          const bool here = std::binary_search(list.begin(), list.end(), value);
          v.report(index(to),
                   fmt::format("%{} is held on entry from b{} but not from b{}", index(value),
                               index(here ? from : state.from), index(here ? state.from : from)));
        }
      };
      for (BlockId b : cfg.order) {
        const Block& block = function.block(b);
        candidates = states[index(b)].held;
        for (ValueId value : candidates) held[index(value)] = true;
        for (ValueId parameter : block.parameters) hold(parameter);
        for (const Op& op : block.ops) {
          if (block.handler != kNoBlock && is_fallible(v.module_, op)) {
            for (ValueId value : states[index(block.handler)].held) use(index(b), op, value);
          }
          operation(b, op, flow);
        }
        for (ValueId value : candidates) held[index(value)] = false;
      }
    }

    template <typename Flow>
    void operation(BlockId b, const Op& op, Flow flow) {
      const OperandList& list = operand_list(op.opcode);
      for (size_t i = 0; i < op.operands.size(); ++i) {
        if (!list[i].consumed) use(index(b), op, op.operands[i]);
      }
      for (size_t i = 0; i < op.operands.size(); ++i) {
        if (list[i].consumed) {
          consume(index(b), op, op.operands[i], op.opcode == Opcode::close);
        }
      }
      for (ValueId result : op.results) hold(result);
      if (op.opcode == Opcode::return_ || op.opcode == Opcode::escape) {
        for (ValueId value : sorted()) {
          v.report(index(b), op, fmt::format("%{} is not released", index(value)));
        }
      }
      for (const Edge& edge : op.targets) {
        std::vector<ValueId> taken;
        for (ValueId argument : edge.arguments) {
          const bool was_held = held[index(argument)];
          consume(index(b), op, argument, false);
          if (was_held && !held[index(argument)]) taken.push_back(argument);
        }
        flow(b, edge.target, sorted());
        for (ValueId value : taken) held[index(value)] = true;
      }
    }
  };

  const Module& module_;
  const Function& function_;
  Stage stage_;
  std::vector<std::string> errors_;
};

}  // namespace

std::vector<std::string> verify(const Module& module, FunctionId function, Stage stage) {
  Verifier verifier(module, function, stage);
  if (verifier.structure()) verifier.flow();
  std::vector<std::string> errors = verifier.take();
  if (errors.empty() && stage == Stage::owned) errors = verify_ownership(module, function);
  return errors;
}

std::vector<std::string> verify_ownership(const Module& module, FunctionId function) {
  Verifier verifier(module, function, Stage::owned);
  verifier.ownership();
  return verifier.take();
}

std::vector<std::string> verify(const Module& module, Stage stage) {
  std::vector<std::string> errors;
  std::unordered_map<std::string, uint32_t> symbols;
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    const Function& function = module.functions[i];
    if (!symbols.emplace(function.symbol, i).second) {
      errors.push_back(fmt::format("@{}: the symbol is not unique", function.symbol));
    }
    if (function.origin != kNoFunction && index(function.origin) >= module.functions.size()) {
      errors.push_back(fmt::format("@{}: the origin does not exist", function.symbol));
    }
    if (function.docstring != kNoConstant && index(function.docstring) >= module.constants.size()) {
      errors.push_back(fmt::format("@{}: the docstring does not exist", function.symbol));
    }
    std::vector<std::string> more = verify(module, FunctionId{i}, stage);
    errors.insert(errors.end(), more.begin(), more.end());
  }
  return errors;
}

}  // namespace hpyc::ir
