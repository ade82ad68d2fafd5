// Escaping clones of functions that compute with numbers only, and their dispatch.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/assert.h"
#include "ir/op_info.h"
#include "ir/rewrite.h"
#include "passes/numeric_variant.h"
#include "passes/passes.h"

namespace hpyc::passes {

using namespace ir;

namespace {

Rep rep_of(AbstractKind kind) {
  switch (kind) {
    case AbstractKind::f64:
      return Rep::f64;
    case AbstractKind::boolean:
      return Rep::boolean;
    default:
      return Rep::i64;
  }
}

// Appends operations to one block of a function.
class Emitter {
 public:
  Emitter(const Module& module, Function& function) : module_(module), function_(function) {}

  void set_block(BlockId block) { block_ = block; }
  void set_line(uint32_t line) { line_ = line; }
  Function& function() { return function_; }

  BlockId create_block() {
    function_.blocks.emplace_back();
    return BlockId{static_cast<uint32_t>(function_.blocks.size() - 1)};
  }

  ValueId scalar(Rep rep, std::string name = {}) {
    return new_value(function_, Value{Type{rep}, Ownership::trivial, std::move(name)});
  }

  ValueId emit(Opcode opcode, std::vector<ValueId> operands, int64_t imm = 0, int64_t imm2 = 0,
               uint8_t sub = 0) {
    Op op = make_operation(module_, function_, opcode, line_, std::move(operands), imm, sub, imm2);
    const ValueId result = op.results.empty() ? kNoValue : op.results[0];
    append(std::move(op));
    return result;
  }
  template <class Sub>
  ValueId emit_sub(Opcode opcode, Sub sub, std::vector<ValueId> operands) {
    return emit(opcode, std::move(operands), 0, 0, static_cast<uint8_t>(sub));
  }
  ValueId i64(int64_t value) { return emit(Opcode::const_i64, {}, value); }

  void terminate(Opcode opcode, std::vector<ValueId> operands, std::vector<Edge> targets) {
    Op op;
    op.opcode = opcode;
    op.line = line_;
    op.operands = std::move(operands);
    op.targets = std::move(targets);
    append(std::move(op));
  }
  void append(Op op) { function_.block(block_).ops.push_back(std::move(op)); }

 private:
  const Module& module_;
  Function& function_;
  BlockId block_{0};
  uint32_t line_ = 0;
};

// The body of one clone.
class CloneBuilder {
 public:
  CloneBuilder(Module& module, NumericVariants& variants, Variant& variant, bool recursive)
      : module_(module),
        variants_(variants),
        variant_(variant),
        general_(module.function(variant.function)),
        clone_(module.function(variant.clone)),
        emitter_(module, clone_),
        recursive_(recursive) {}

  void build() {
    order_blocks();
    values_.assign(general_.values.size(), kNoValue);
    blocks_.assign(general_.blocks.size(), kNoBlock);
    clone_.values.clear();
    clone_.blocks.clear();
    for (const uint32_t b : order_) blocks_[b] = emitter_.create_block();
    for (size_t i = 0; i < general_.parameters.size(); ++i) {
      const Parameter& parameter = general_.parameters[i];
      const ValueId value = emitter_.scalar(rep_of(variant_.parameters[i]), parameter.name);
      values_[index(parameter.value)] = value;
      clone_.parameters.push_back({parameter.name, value});
      clone_.blocks[0].parameters.push_back(value);
    }
    create_parameters();
    for (const uint32_t b : order_) build_block(b);
    remove_dead_operations(module_, clone_);
    compact(clone_);
  }

 private:
  struct Loop {
    ValueId current = kNoValue;  // parameter of the header's clone
    ValueId next = kNoValue;     // current + step, made at the start of the body
  };
  struct Range {
    ValueId start, stop, step;
    int64_t step_value;
  };

  const Abstract& abstract(ValueId value) const { return variant_.values[index(value)]; }
  bool is_cold(uint32_t block) const {
    return variants_.is_cold(variant_.function, BlockId{block});
  }

  // Reverse post-order of the blocks that the clone reaches; cold ones are leaves.
  void order_blocks() {
    position_.assign(general_.blocks.size(), 0);
    std::vector<uint8_t> state(general_.blocks.size());
    std::vector<std::pair<uint32_t, size_t>> stack{{0, 0}};
    state[0] = 1;
    while (!stack.empty()) {
      auto& [block, next] = stack.back();
      const auto& targets = general_.blocks[block].ops.back().targets;
      if (is_cold(block) || next == targets.size()) {
        order_.push_back(block);
        stack.pop_back();
        continue;
      }
      const uint32_t target = index(targets[next++].target);
      if (state[target] != 0) continue;
      state[target] = 1;
      stack.push_back({target, 0});
    }
    std::reverse(order_.begin(), order_.end());
    for (uint32_t i = 0; i < order_.size(); ++i) position_[order_[i]] = i;
  }

  // Parameters of blocks: the scalar ones, and the counter of the loops over a range.
  void create_parameters() {
    for (const uint32_t b : order_) {
      if (is_cold(b) || b == 0) continue;
      const Block& block = general_.blocks[b];
      Block& copy = clone_.block(blocks_[b]);
      for (const ValueId parameter : block.parameters) {
        if (items_.contains(index(parameter)) || !abstract(parameter).is_scalar()) continue;
        const ValueId value =
            emitter_.scalar(rep_of(abstract(parameter).kind), general_.value(parameter).name);
        values_[index(parameter)] = value;
        copy.parameters.push_back(value);
      }
      const Op& terminator = block.ops.back();
      if (terminator.opcode != Opcode::next) continue;
      const uint32_t body = index(terminator.targets[0].target);
      const ValueId item = general_.blocks[body].parameters[0];
      Loop loop;
      loop.current = emitter_.scalar(Rep::i64, general_.value(item).name);
      copy.parameters.push_back(loop.current);
      items_.insert({index(item), b});
      values_[index(item)] = loop.current;
      loops_.insert({b, loop});
    }
  }

  void build_block(uint32_t b) {
    const Block& block = general_.blocks[b];
    emitter_.set_block(blocks_[b]);
    if (is_cold(b)) {
      emitter_.terminate(Opcode::escape, {}, {});
      return;
    }
    // The item of a loop over a range: the next value is computed before the body.
    if (!block.parameters.empty() && b != 0) {
      if (const auto item = items_.find(index(block.parameters[0])); item != items_.end()) {
        Loop& loop = loops_.at(item->second);
        const Range& range = range_of(item->second);
        emitter_.set_line(general_.blocks[item->second].ops.back().line);
        // current < stop, so a step of one cannot overflow.
        const bool unit = range.step_value == 1 || range.step_value == -1;
        loop.next = emitter_.emit_sub(unit ? Opcode::i64_binary : Opcode::i64_checked,
                                      BinaryOp::add, {loop.current, range.step});
      }
    }
    bool checked = !recursive_;
    for (const Op& op : block.ops) {
      emitter_.set_line(op.line);
      if (!checked && op.opcode == Opcode::call &&
          abstract(op.operands[0]).kind == AbstractKind::function) {
        emitter_.emit(Opcode::check_stack, {});
        checked = true;
      }
      build_op(b, op);
    }
  }

  const Range& range_of(uint32_t header) const {
    const ValueId iterator = general_.blocks[header].ops.back().operands[0];
    return ranges_.at(abstract(iterator).payload);
  }

  ValueId scalar(ValueId value) const {
    const ValueId mapped = values_[index(value)];
    HPYC_ASSERT(mapped != kNoValue, "value without a scalar form");
    return mapped;
  }
  ValueId as_i64(ValueId value) {
    const ValueId mapped = scalar(value);
    return abstract(value).kind == AbstractKind::boolean
               ? emitter_.emit(Opcode::bool_to_i64, {mapped})
               : mapped;
  }
  ValueId as_f64(ValueId value) {
    if (abstract(value).kind == AbstractKind::f64) return scalar(value);
    return emitter_.emit(Opcode::i64_to_f64, {as_i64(value)});
  }
  ValueId as_boolean(ValueId value) {
    const ValueId mapped = scalar(value);
    switch (abstract(value).kind) {
      case AbstractKind::boolean:
        return mapped;
      case AbstractKind::f64:
        return emitter_.emit(Opcode::f64_truth, {mapped});
      default:
        return emitter_.emit_sub(Opcode::i64_compare, CompareOp::ne, {mapped, emitter_.i64(0)});
    }
  }

  void define(const Op& op, ValueId value) {
    values_[index(op.results[0])] = value;
    const std::string& name = general_.value(op.results[0]).name;
    if (!name.empty() && clone_.value(value).name.empty()) clone_.value(value).name = name;
  }

  Edge edge(uint32_t from, const Edge& old, size_t implicit) {
    const uint32_t target = index(old.target);
    Edge result{blocks_[target], {}};
    if (is_cold(target)) return result;
    const auto& parameters = general_.blocks[target].parameters;
    for (size_t i = implicit; i < parameters.size(); ++i)
      if (abstract(parameters[i]).is_scalar())
        result.arguments.push_back(scalar(old.arguments[i - implicit]));
    if (const auto loop = loops_.find(target); loop != loops_.end()) {
      const bool back = position_[from] >= position_[target];
      result.arguments.push_back(back ? loop->second.next : range_of(target).start);
    }
    return result;
  }

  void build_call(const Op& op) {
    const Abstract callee = abstract(op.operands[0]);
    if (callee.kind == AbstractKind::function) {
      std::vector<AbstractKind> kinds;
      std::vector<ValueId> arguments;
      for (size_t i = 1; i < op.operands.size(); ++i) {
        kinds.push_back(abstract(op.operands[i]).kind);
        arguments.push_back(scalar(op.operands[i]));
      }
      const Variant* target = variants_.find(FunctionId{callee.payload}, kinds);
      ValueId result =
          emitter_.emit(Opcode::call_escaping, std::move(arguments), index(target->clone));
      if (target->result.kind == AbstractKind::boolean)
        result = emitter_.emit_sub(Opcode::i64_compare, CompareOp::ne, {result, emitter_.i64(0)});
      if (target->result.is_scalar()) define(op, result);
      return;
    }
    const auto known = op.opcode == Opcode::call_method
                           ? *variants_.module_function(variant_, op)
                           : static_cast<KnownFunction>(callee.payload);
    const auto argument = [&](size_t i) { return op.operands[i + 1]; };
    if (known == KnownFunction::range) {
      const size_t count = op.operands.size() - 1;
      Range range{};
      range.start = count == 1 ? emitter_.i64(0) : scalar(argument(0));
      range.stop = scalar(argument(count == 1 ? 0 : 1));
      range.step_value = 1;
      if (count == 3) {
        const Op* step = variants_.definition(variant_.function, argument(2));
        range.step_value = std::stoll(module_.constants[static_cast<size_t>(step->imm)].text);
        range.step = scalar(argument(2));
      } else {
        range.step = emitter_.i64(1);
      }
      ranges_.insert({index(op.results[0]), range});
      return;
    }
    if (info(known).module == "math") {
      define(op, emitter_.emit_sub(Opcode::f64_math_checked, known, {as_f64(argument(0))}));
    } else if (known == KnownFunction::float_) {
      define(op, as_f64(argument(0)));
    } else if (known == KnownFunction::int_) {
      define(op, as_i64(argument(0)));
    } else if (abstract(argument(0)).kind == AbstractKind::f64) {
      define(op, emitter_.emit_sub(Opcode::f64_unary, UnaryOp::absolute, {scalar(argument(0))}));
    } else {
      // abs without a branch: mask = x >> 63; (x ^ mask) - mask.
      const ValueId value = scalar(argument(0));
      const ValueId mask =
          emitter_.emit_sub(Opcode::i64_checked, BinaryOp::rshift, {value, emitter_.i64(63)});
      const ValueId flipped = emitter_.emit_sub(Opcode::i64_binary, BinaryOp::xor_, {value, mask});
      define(op, emitter_.emit_sub(Opcode::i64_checked, BinaryOp::subtract, {flipped, mask}));
    }
  }

  void build_binary(const Op& op) {
    const auto kind = static_cast<BinaryOp>(op.sub);
    const ValueId a = op.operands[0], b = op.operands[1];
    const bool floating =
        abstract(a).kind == AbstractKind::f64 || abstract(b).kind == AbstractKind::f64;
    if (!floating) {
      const std::vector<ValueId> operands{as_i64(a), as_i64(b)};
      if (kind == BinaryOp::truedivide)
        define(op, emitter_.emit(Opcode::i64_truedivide, operands));
      else if (kind == BinaryOp::and_ || kind == BinaryOp::or_ || kind == BinaryOp::xor_)
        define(op, emitter_.emit_sub(Opcode::i64_binary, kind, operands));
      else
        define(op, emitter_.emit_sub(Opcode::i64_checked, kind, operands));
      return;
    }
    const std::vector<ValueId> operands{as_f64(a), as_f64(b)};
    const bool total =
        kind == BinaryOp::add || kind == BinaryOp::subtract || kind == BinaryOp::multiply;
    define(op, emitter_.emit_sub(total ? Opcode::f64_binary : Opcode::f64_checked, kind, operands));
  }

  void build_unary(const Op& op) {
    const auto kind = static_cast<UnaryOp>(op.sub);
    const ValueId value = scalar(op.operands[0]);
    if (kind == UnaryOp::positive) {
      define(op, value);
    } else if (abstract(op.operands[0]).kind == AbstractKind::f64) {
      define(op, emitter_.emit_sub(Opcode::f64_unary, kind, {value}));
    } else if (kind == UnaryOp::invert) {
      define(op, emitter_.emit_sub(Opcode::i64_binary, BinaryOp::xor_, {value, emitter_.i64(-1)}));
    } else {
      define(op,
             emitter_.emit_sub(Opcode::i64_checked, BinaryOp::subtract, {emitter_.i64(0), value}));
    }
  }

  void build_op(uint32_t b, const Op& op) {
    switch (op.opcode) {
      case Opcode::const_obj: {
        const Constant& constant = module_.constants[static_cast<size_t>(op.imm)];
        if (constant.kind == ConstantKind::float_) {
          Op copy;
          copy.opcode = Opcode::const_f64;
          copy.line = op.line;
          copy.fimm = constant.number;
          copy.results.push_back(emitter_.scalar(Rep::f64));
          values_[index(op.results[0])] = copy.results[0];
          emitter_.append(std::move(copy));
        } else {
          define(op, emitter_.i64(std::stoll(constant.text)));
        }
        return;
      }
      case Opcode::true_:
      case Opcode::false_:
        define(op, emitter_.emit(Opcode::const_bool, {}, op.opcode == Opcode::true_));
        return;
      case Opcode::const_bool:
        define(op, emitter_.emit(Opcode::const_bool, {}, op.imm));
        return;
      case Opcode::null:
      case Opcode::keep:
      case Opcode::none:
      case Opcode::global_load:
      case Opcode::getattr:
        return;
      case Opcode::iter:
        ranges_.insert({index(op.results[0]), ranges_.at(abstract(op.operands[0]).payload)});
        return;
      case Opcode::call:
      case Opcode::call_method:
        return build_call(op);
      case Opcode::binary:
      case Opcode::inplace:
        return build_binary(op);
      case Opcode::unary:
        return build_unary(op);
      case Opcode::compare:
      case Opcode::compare_truth: {
        const ValueId left = op.operands[0], right = op.operands[1];
        const bool floating =
            abstract(left).kind == AbstractKind::f64 || abstract(right).kind == AbstractKind::f64;
        const auto kind = static_cast<CompareOp>(op.sub);
        define(op,
               floating
                   ? emitter_.emit_sub(Opcode::f64_compare, kind, {as_f64(left), as_f64(right)})
                   : emitter_.emit_sub(Opcode::i64_compare, kind, {scalar(left), scalar(right)}));
        return;
      }
      case Opcode::truth:
      case Opcode::box_bool:
        define(op, as_boolean(op.operands[0]));
        return;
      case Opcode::not_:
        define(op, emitter_.emit(Opcode::not_, {scalar(op.operands[0])}));
        return;
      case Opcode::return_: {
        ValueId result;
        if (variant_.result.kind == AbstractKind::none)
          result = emitter_.i64(0);
        else if (variant_.result.kind == AbstractKind::f64)
          result = scalar(op.operands[0]);
        else
          result = as_i64(op.operands[0]);
        emitter_.terminate(Opcode::return_, {result}, {});
        return;
      }
      case Opcode::jump:
        emitter_.terminate(Opcode::jump, {}, {edge(b, op.targets[0], 0)});
        return;
      case Opcode::branch:
        emitter_.terminate(Opcode::branch, {scalar(op.operands[0])},
                           {edge(b, op.targets[0], 0), edge(b, op.targets[1], 0)});
        return;
      case Opcode::next: {
        const Range& range = range_of(b);
        const ValueId more = emitter_.emit_sub(Opcode::i64_compare,
                                               range.step_value > 0 ? CompareOp::lt : CompareOp::gt,
                                               {loops_.at(b).current, range.stop});
        emitter_.terminate(Opcode::branch, {more},
                           {edge(b, op.targets[0], 1), edge(b, op.targets[1], 0)});
        return;
      }
      default:
        HPYC_UNREACHABLE("operation of a numeric variant");
    }
  }

  Module& module_;
  NumericVariants& variants_;
  Variant& variant_;
  const Function& general_;
  Function& clone_;
  Emitter emitter_;
  bool recursive_;
  std::vector<uint32_t> order_;                   // blocks of the general function
  std::vector<uint32_t> position_;                // in order_
  std::vector<ValueId> values_;                   // general → clone
  std::vector<BlockId> blocks_;                   // general → clone
  std::unordered_map<uint32_t, Loop> loops_;      // by header
  std::unordered_map<uint32_t, uint32_t> items_;  // item parameter → header
  std::unordered_map<uint32_t, Range> ranges_;    // by the value of the range or its iterator
};

// Puts the dispatch in front of the general function.
class DispatchBuilder {
 public:
  DispatchBuilder(Module& module, Function& function)
      : function_(function), emitter_(module, function) {}

  void build(const Variant& variant, const std::vector<Assumption>& assumptions) {
    general_ = emitter_.create_block();
    const BlockId matched = emitter_.create_block();
    const BlockId run = emitter_.create_block();
    const BlockId done = emitter_.create_block();
    function_.block(general_).ops = std::move(function_.blocks[0].ops);
    function_.block(general_).handler = function_.blocks[0].handler;
    function_.blocks[0].ops.clear();
    emitter_.set_line(function_.first_line);

    emitter_.set_block(BlockId{0});
    std::vector<ValueId> numbers;
    ValueId condition = kNoValue;
    for (size_t i = 0; i < function_.parameters.size(); ++i) {
      numbers.push_back(emitter_.emit(Opcode::num_from, {function_.parameters[i].value}));
      const ValueId fits = emitter_.emit(
          variant.parameters[i] == AbstractKind::f64 ? Opcode::num_is_float : Opcode::num_is_small,
          {numbers.back()});
      condition = both(condition, fits);
    }
    leave(condition, matched);

    emitter_.set_block(matched);
    condition = emitter_.emit(Opcode::escape_allowed, {}, index(variant.function));
    for (const Assumption& assumption : assumptions) condition = both(condition, test(assumption));
    leave(condition, run);

    emitter_.set_block(run);
    std::vector<ValueId> arguments;
    for (size_t i = 0; i < numbers.size(); ++i)
      arguments.push_back(emitter_.emit(
          variant.parameters[i] == AbstractKind::f64 ? Opcode::num_float : Opcode::num_int,
          {numbers[i]}));
    const bool floating = variant.result.kind == AbstractKind::f64;
    const ValueId result =
        emitter_.emit(Opcode::call_direct, std::move(arguments), index(variant.clone));
    const ValueId escaped =
        emitter_.emit(floating ? Opcode::take_escape_f64 : Opcode::take_escape_i64, {result},
                      index(variant.function));
    emitter_.terminate(Opcode::branch, {escaped}, {Edge{general_, {}}, Edge{done, {}}});

    emitter_.set_block(done);
    emitter_.terminate(Opcode::return_, {box(variant.result.kind, result)}, {});
  }

 private:
  ValueId both(ValueId a, ValueId b) {
    return a == kNoValue ? b : emitter_.emit(Opcode::both, {a, b});
  }
  void leave(ValueId condition, BlockId matched) {
    if (condition == kNoValue)
      emitter_.terminate(Opcode::jump, {}, {Edge{matched, {}}});
    else
      emitter_.terminate(Opcode::branch, {condition}, {Edge{matched, {}}, Edge{general_, {}}});
  }
  ValueId test(const Assumption& assumption) {
    const int64_t name = index(assumption.global);
    switch (assumption.kind) {
      case Assumption::Kind::function:
        return emitter_.emit(Opcode::global_is_function, {}, name, assumption.target);
      case Assumption::Kind::known:
        return emitter_.emit(Opcode::global_is_known, {}, name, 0,
                             static_cast<uint8_t>(assumption.target));
      case Assumption::Kind::attribute:
        return emitter_.emit(Opcode::global_attribute_is_known, {}, name, 0,
                             static_cast<uint8_t>(assumption.target));
    }
    HPYC_UNREACHABLE("assumption");
  }
  ValueId box(AbstractKind kind, ValueId result) {
    switch (kind) {
      case AbstractKind::f64:
        return emitter_.emit(Opcode::box_f64, {result});
      case AbstractKind::none:
        return emitter_.emit(Opcode::none, {});
      case AbstractKind::boolean:
        return emitter_.emit(
            Opcode::box_bool,
            {emitter_.emit_sub(Opcode::i64_compare, CompareOp::ne, {result, emitter_.i64(0)})});
      default:
        return emitter_.emit(Opcode::box_i64, {result});
    }
  }

  Function& function_;
  Emitter emitter_;
  BlockId general_ = kNoBlock;
};

// Variants reachable from `start` by calls, itself only if it is on a cycle.
std::vector<bool> reachable(const std::deque<Variant>& variants, uint32_t start) {
  std::vector<bool> seen(variants.size());
  std::vector<uint32_t> work{start};
  while (!work.empty()) {
    const uint32_t variant = work.back();
    work.pop_back();
    for (const uint32_t callee : variants[variant].callees) {
      if (seen[callee]) continue;
      seen[callee] = true;
      work.push_back(callee);
    }
  }
  return seen;
}

}  // namespace

void run_specialise(Module& module, PassContext&) {
  NumericVariants numeric(module);
  numeric.analyse();
  auto& variants = numeric.variants();

  // The first variant that holds serves the general function; others only their callers.
  std::vector<uint32_t> roots;
  std::vector<bool> wanted(variants.size()), served(module.functions.size());
  for (uint32_t i = 0; i < variants.size(); ++i) {
    const Variant& variant = variants[i];
    if (variant.failed || served[index(variant.function)] || !numeric.is_worthwhile(variant))
      continue;
    served[index(variant.function)] = true;
    roots.push_back(i);
    wanted[i] = true;
    const std::vector<bool> callees = reachable(variants, i);
    for (uint32_t c = 0; c < variants.size(); ++c) wanted[c] = wanted[c] || callees[c];
  }
  if (roots.empty()) return;

  module.functions.reserve(module.functions.size() + variants.size());
  for (uint32_t i = 0; i < variants.size(); ++i) {
    if (!wanted[i]) continue;
    Variant& variant = variants[i];
    const Function& general = module.function(variant.function);
    Function clone;
    clone.name = general.name;
    clone.qualname = general.qualname;
    clone.symbol = general.symbol + "_";
    for (const AbstractKind kind : variant.parameters)
      clone.symbol += kind == AbstractKind::f64 ? 'd' : 'i';
    clone.kind = FunctionKind::specialised;
    clone.result = Type{variant.result.kind == AbstractKind::f64 ? Rep::f64 : Rep::i64};
    clone.first_line = general.first_line;
    clone.no_python = true;
    clone.escapes = true;
    clone.origin = variant.function;
    variant.clone = FunctionId{static_cast<uint32_t>(module.functions.size())};
    module.functions.push_back(std::move(clone));
  }
  for (uint32_t i = 0; i < variants.size(); ++i) {
    if (!wanted[i]) continue;
    CloneBuilder(module, numeric, variants[i], reachable(variants, i)[i]).build();
  }
  for (const uint32_t root : roots) {
    std::vector<Assumption> assumptions = variants[root].assumptions;
    const std::vector<bool> callees = reachable(variants, root);
    for (uint32_t c = 0; c < variants.size(); ++c) {
      if (!callees[c]) continue;
      for (const Assumption& assumption : variants[c].assumptions)
        if (std::find(assumptions.begin(), assumptions.end(), assumption) == assumptions.end())
          assumptions.push_back(assumption);
    }
    DispatchBuilder(module, module.function(variants[root].function))
        .build(variants[root], assumptions);
  }
}

}  // namespace hpyc::passes
