// Chooses the representation of numbers: values that are computed with become `num` (unboxed small
// ints and floats), with conversions only where an object is needed. A num may hold any object, so
// the choice is one of speed alone; see docs/internals/optimisation.md for the rules.
#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ir/analysis.h"
#include "ir/op_info.h"
#include "ir/rewrite.h"
#include "passes/passes.h"

namespace hpyc::passes {

using namespace ir;

namespace {

bool is_arithmetic(Opcode opcode) { return opcode == Opcode::binary || opcode == Opcode::inplace; }

// Exact numeric types, as a lattice: unknown yet < int, float < number < any.
enum class Exact : uint8_t { unknown, int_, float_, number, any };

Exact join(Exact a, Exact b) {
  if (a == b || b == Exact::unknown) return a;
  if (a == Exact::unknown) return b;
  return a == Exact::any || b == Exact::any ? Exact::any : Exact::number;
}

PyType py_type(Exact exact) {
  switch (exact) {
    case Exact::int_:
      return PyType::int_;
    case Exact::float_:
      return PyType::float_;
    case Exact::number:
      return PyType::number;
    default:
      return PyType::any;
  }
}

class Unbox {
 public:
  Unbox(const Module& module, Function& function) : module_(module), function_(function) {}

  void run() {
    if (function_.blocks.empty()) return;
    index_function();
    infer();
    choose();
    if (drop_keeps()) {
      definition_.clear();
      remove_dead_operations(module_, function_);
      index_function();
      infer();
      choose();
    }
    rewrite();
  }

 private:
  // ---- facts --------------------------------------------------------------------------------
  struct Use {
    uint32_t block;
    const Op* op;
    uint32_t operand;
  };

  void index_function() {
    const size_t count = function_.values.size();
    definition_.assign(count, nullptr);
    uses_.assign(count, {});
    incoming_.assign(count, {});
    outgoing_.assign(count, {});
    is_parameter_.assign(count, false);
    for (uint32_t b = 0; b < function_.blocks.size(); ++b) {
      if (b != 0)
        for (const ValueId parameter : function_.blocks[b].parameters)
          is_parameter_[index(parameter)] = true;
      for (const Op& op : function_.blocks[b].ops) {
        for (const ValueId result : op.results) definition_[index(result)] = &op;
        for (uint32_t i = 0; i < op.operands.size(); ++i)
          uses_[index(op.operands[i])].push_back({b, &op, i});
        for (size_t t = 0; t < op.targets.size(); ++t) {
          const Edge& edge = op.targets[t];
          const auto& parameters = function_.block(edge.target).parameters;
          const size_t implicit = implicit_arguments(op, t);
          if (implicit != 0) is_parameter_[index(parameters[0])] = false;  // the item
          for (size_t i = 0; i < edge.arguments.size(); ++i) {
            const ValueId parameter = parameters[i + implicit];
            incoming_[index(parameter)].push_back(edge.arguments[i]);
            outgoing_[index(edge.arguments[i])].push_back(parameter);
          }
        }
      }
    }
  }

  const Op* definition(ValueId value) const { return definition_[index(value)]; }

  const Constant* constant(ValueId value) const {
    const Op* op = definition(value);
    return op != nullptr && op->opcode == Opcode::const_obj
               ? &module_.constants[static_cast<size_t>(op->imm)]
               : nullptr;
  }
  std::optional<int64_t> int_constant(ValueId value) const {
    const Constant* found = constant(value);
    if (found == nullptr || found->kind != ConstantKind::integer) return std::nullopt;
    int64_t number = 0;
    const char* end = found->text.data() + found->text.size();
    const auto [stop, error] = std::from_chars(found->text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return number;
  }
  bool is_numeric_constant(ValueId value) const {
    const Constant* found = constant(value);
    return found != nullptr && (found->kind == ConstantKind::float_ || int_constant(value));
  }
  // An object that is made from a num.
  ValueId boxed_number(ValueId value) const {
    const Op* op = definition(value);
    return op != nullptr && op->opcode == Opcode::box_num ? op->operands[0] : kNoValue;
  }
  // Text and containers have operators of their own.
  bool is_no_number(ValueId value) const {
    switch (function_.value(value).type.py) {
      case PyType::str:
      case PyType::bytes:
      case PyType::list:
      case PyType::tuple:
      case PyType::dict:
      case PyType::set:
      case PyType::none_type:
        return true;
      default:
        return false;
    }
  }

  // ---- exact types --------------------------------------------------------------------------
  Exact initial(ValueId value) const {
    const Op* op = definition(value);
    if (op == nullptr) return is_parameter_[index(value)] ? Exact::unknown : Exact::any;
    if (is_arithmetic(op->opcode) || op->opcode == Opcode::unary || op->opcode == Opcode::box_num ||
        op->opcode == Opcode::num_from) {
      return Exact::unknown;
    }
    switch (function_.value(value).type.py) {
      case PyType::int_:
        return Exact::int_;
      case PyType::float_:
        return Exact::float_;
      default:
        return Exact::any;
    }
  }

  Exact result_type(const Op& op) const {
    const auto operand = [&](size_t i) { return exact_[index(op.operands[i])]; };
    if (op.opcode == Opcode::box_num || op.opcode == Opcode::num_from) return operand(0);
    if (op.opcode == Opcode::unary)
      return static_cast<UnaryOp>(op.sub) == UnaryOp::invert && operand(0) != Exact::int_ &&
                     operand(0) != Exact::unknown
                 ? Exact::any
                 : operand(0);
    const Exact a = operand(0), b = operand(1);
    if (a == Exact::unknown || b == Exact::unknown) return Exact::unknown;
    if (a == Exact::any || b == Exact::any) return Exact::any;
    switch (static_cast<BinaryOp>(op.sub)) {
      case BinaryOp::truedivide:
        return Exact::float_;
      case BinaryOp::add:
      case BinaryOp::subtract:
      case BinaryOp::multiply:
      case BinaryOp::floordivide:
      case BinaryOp::remainder:
        if (a == Exact::float_ || b == Exact::float_) return Exact::float_;
        return a == Exact::int_ && b == Exact::int_ ? Exact::int_ : Exact::number;
      case BinaryOp::lshift:
      case BinaryOp::rshift:
      case BinaryOp::and_:
      case BinaryOp::or_:
      case BinaryOp::xor_:
        return a == Exact::int_ && b == Exact::int_ ? Exact::int_ : Exact::any;
      default:
        return Exact::any;  // power may give a complex
    }
  }

  void infer() {
    exact_.resize(function_.values.size());
    for (uint32_t v = 0; v < exact_.size(); ++v) exact_[v] = initial(ValueId{v});
    for (bool changed = true; changed;) {
      changed = false;
      const auto raise_to = [&](ValueId value, Exact type) {
        const Exact joined = join(exact_[index(value)], type);
        if (joined == exact_[index(value)]) return;
        exact_[index(value)] = joined;
        changed = true;
      };
      for (uint32_t v = 0; v < exact_.size(); ++v) {
        const ValueId value{v};
        for (const ValueId argument : incoming_[v]) raise_to(value, exact_[index(argument)]);
        const Op* op = definition(value);
        if (op != nullptr && initial(value) == Exact::unknown) raise_to(value, result_type(*op));
      }
    }
    for (Exact& type : exact_)
      if (type == Exact::unknown) type = Exact::any;
  }

  // ---- choice -------------------------------------------------------------------------------
  bool is_number(ValueId value) const {
    return chosen_[index(value)] || boxed_number(value) != kNoValue;
  }

  // Somewhere this value would rather be a num.
  bool has_numeric_use(ValueId value) const {
    if (has_numeric_operation(value)) return true;
    // Or one block later: `best` in `if x > best: best = x`, which goes around the loop by way of
    // the parameter behind the `if`.
    for (const ValueId parameter : outgoing_[index(value)])
      if (chosen_[index(parameter)] || has_numeric_operation(parameter)) return true;
    return false;
  }
  bool has_numeric_operation(ValueId value) const {
    for (const Use& use : uses_[index(value)]) {
      switch (use.op->opcode) {
        case Opcode::binary:
        case Opcode::inplace:
        case Opcode::compare:
        case Opcode::compare_truth:
          if (!is_no_number(use.op->operands[1 - use.operand])) return true;
          break;
        case Opcode::unary:
        case Opcode::num_from:
        case Opcode::local_value:
        case Opcode::truth:
          return true;
        case Opcode::getitem:
        case Opcode::setitem:
          if (use.operand == 1) return true;
          break;
        default:
          break;
      }
    }
    return false;
  }

  bool wants_number(const Op& op, ValueId result) const {
    if (op.opcode == Opcode::unary) {
      return static_cast<UnaryOp>(op.sub) != UnaryOp::absolute && is_number(op.operands[0]);
    }
    const ValueId a = op.operands[0], b = op.operands[1];
    const auto kind = static_cast<BinaryOp>(op.sub);
    if (kind == BinaryOp::matmultiply || is_no_number(a) || is_no_number(b)) return false;
    if (is_number(a) || is_number(b)) return true;
    if (!has_numeric_use(result)) {
      // The start of a loop-carried value: x = 0, then x += 1.
      for (const ValueId parameter : outgoing_[index(result)])
        if (feeds(parameter, a) || feeds(parameter, b)) return has_number_source(parameter);
      return false;
    }
    if (is_numeric_constant(a) || is_numeric_constant(b)) return true;
    // Text has `+` and `%`, so a chain of these alone says nothing.
    return kind != BinaryOp::add && kind != BinaryOp::remainder;
  }
  static bool feeds(ValueId parameter, ValueId operand) { return parameter == operand; }

  bool has_number_source(ValueId parameter) const {
    for (const ValueId argument : incoming_[index(parameter)])
      if (is_number(argument) || is_numeric_constant(argument)) return true;
    return false;
  }

  bool parameter_wants_number(ValueId parameter) const {
    const Type& type = function_.value(parameter).type;
    if (type.rep != Rep::obj || type.maybe_null) return false;
    bool number = false;
    for (const ValueId argument : incoming_[index(parameter)]) {
      if (argument == parameter || is_numeric_constant(argument)) continue;
      if (is_no_number(argument) || function_.value(argument).type.maybe_null) return false;
      if (is_number(argument)) {
        number = true;
      } else {
        // A loop of its own: the value computed from this very parameter.
        const Op* op = definition(argument);
        const bool computed = op != nullptr && is_arithmetic(op->opcode) &&
                              (op->operands[0] == parameter || op->operands[1] == parameter);
        if (computed && !is_no_number(op->operands[0]) && !is_no_number(op->operands[1]) &&
            (has_number_source(parameter) || is_numeric_constant(op->operands[0]) ||
             is_numeric_constant(op->operands[1]))) {
          number = true;
        }
      }
    }
    return number && has_numeric_use(parameter);
  }

  void choose() {
    chosen_.assign(function_.values.size(), false);
    for (bool changed = true; changed;) {
      changed = false;
      for (uint32_t v = 0; v < chosen_.size(); ++v) {
        const ValueId value{v};
        if (chosen_[v] || function_.values[v].type.rep != Rep::obj) continue;
        const Op* op = definition(value);
        const bool computed =
            op != nullptr && (is_arithmetic(op->opcode) || op->opcode == Opcode::unary);
        if ((computed && wants_number(*op, value)) ||
            (is_parameter_[v] && parameter_wants_number(value))) {
          chosen_[v] = changed = true;
        }
      }
    }
  }

  // Numbers need not outlive their last use, and a variable that is only kept must not make a box.
  // Whether anything was dropped.
  bool drop_keeps() {
    find_only_kept();
    std::vector<bool> dropped(function_.values.size());
    std::vector<ValueId> work;
    for (uint32_t v = 0; v < dropped.size(); ++v) {
      if (!chosen_[v] && !is_used_as_number_only(ValueId{v})) continue;
      dropped[v] = true;
      work.push_back(ValueId{v});
    }
    while (!work.empty()) {
      const ValueId value = work.back();
      work.pop_back();
      for (const ValueId parameter : outgoing_[index(value)]) {
        if (dropped[index(parameter)] || !only_kept_[index(parameter)]) continue;
        dropped[index(parameter)] = true;
        work.push_back(parameter);
      }
    }
    size_t count = 0;
    for (Block& block : function_.blocks) {
      count += std::erase_if(block.ops, [&](const Op& op) {
        return op.opcode == Opcode::keep && dropped[index(op.operands[0])];
      });
    }
    return count != 0;
  }
  bool is_used_as_number_only(ValueId value) const {
    if (function_.value(value).type.rep != Rep::obj) return true;
    bool numeric = boxed_number(value) != kNoValue;
    for (const Use& use : uses_[index(value)]) {
      if (use.op->opcode == Opcode::keep) continue;
      if (!is_numeric_operation(*use.op, use.operand)) return false;
      numeric = true;
    }
    for (const ValueId parameter : outgoing_[index(value)]) {
      if (chosen_[index(parameter)])
        numeric = true;
      else if (!only_kept_[index(parameter)])
        return false;
    }
    return numeric;
  }
  // Block parameters that nothing but `keep` uses, there or where they are passed on to.
  void find_only_kept() {
    only_kept_.assign(function_.values.size(), false);
    for (uint32_t v = 0; v < only_kept_.size(); ++v)
      only_kept_[v] = is_parameter_[v] &&
                      std::all_of(uses_[v].begin(), uses_[v].end(),
                                  [](const Use& use) { return use.op->opcode == Opcode::keep; });
    for (bool changed = true; changed;) {
      changed = false;
      for (uint32_t v = 0; v < only_kept_.size(); ++v) {
        if (!only_kept_[v]) continue;
        for (const ValueId next : outgoing_[v])
          if (!only_kept_[index(next)]) only_kept_[v] = false;
        changed |= !only_kept_[v];
      }
    }
  }

  // ---- rewriting ----------------------------------------------------------------------------
  Op make(Opcode opcode, uint32_t line, std::vector<ValueId> operands, int64_t imm = 0,
          uint8_t sub = 0) {
    return make_operation(module_, function_, opcode, line, std::move(operands), imm, sub);
  }

  // Appends to the block under construction and returns the result.
  ValueId append(Op op) {
    const ValueId result = op.results.empty() ? kNoValue : op.results[0];
    ops_.push_back(std::move(op));
    return result;
  }

  // The unboxed form of a value, at this place.
  ValueId number(ValueId value, uint32_t line) {
    if (const ValueId source = boxed_number(value); source != kNoValue) return resolve(source);
    if (index(value) < numbers_.size() && numbers_[index(value)] != kNoValue)
      return numbers_[index(value)];
    const auto cached = local_numbers_.find(index(value));
    if (cached != local_numbers_.end()) return cached->second;
    ValueId result;
    if (const auto integer = int_constant(value)) {
      result = append(
          make(Opcode::num_i64, line, {append(make(Opcode::const_i64, line, {}, *integer))}));
    } else if (const Constant* found = constant(value);
               found != nullptr && found->kind == ConstantKind::float_) {
      Op scalar = make(Opcode::const_f64, line, {});
      scalar.fimm = found->number;
      result = append(make(Opcode::num_f64, line, {append(std::move(scalar))}));
    } else {
      result = append(make(Opcode::num_from, line, {value}));
    }
    local_numbers_.insert({index(value), result});
    return result;
  }

  // The boxed form of a value, at this place.
  ValueId object(ValueId value, uint32_t line) {
    if (index(value) >= chosen_.size()) return value;
    const ValueId source = number_source(value);
    if (source == kNoValue) return value;
    const auto cached = local_objects_.find(index(value));
    if (cached != local_objects_.end()) return cached->second;
    if (objects_[index(value)] != kNoValue) return objects_[index(value)];
    const ValueId result = append(make(Opcode::box_num, line, {source}));
    local_objects_.insert({index(value), result});
    return result;
  }
  ValueId number_source(ValueId value) const {
    if (chosen_[index(value)]) return numbers_[index(value)];
    const ValueId source = boxed_number(value);
    return source == kNoValue ? source : resolve(source);
  }

  // Counts the places where the unboxed form of an ordinary object will be asked for.
  bool needs_shared_number(ValueId value) const {
    if (function_.value(value).type.maybe_null || constant(value) != nullptr) return false;
    size_t count = 0;
    bool elsewhere = false;
    for (const Use& use : uses_[index(value)]) {
      if (!is_numeric_operation(*use.op, use.operand)) continue;
      ++count;
      elsewhere = elsewhere || use.block != block_of_[index(value)];
    }
    for (const ValueId parameter : outgoing_[index(value)])
      if (chosen_[index(parameter)]) ++count;
    return count >= 2 || (count == 1 && elsewhere);
  }

  // Will this operation work on nums?
  bool is_numeric_operation(const Op& op, uint32_t operand) const {
    switch (op.opcode) {
      case Opcode::binary:
      case Opcode::inplace:
      case Opcode::unary:
        return chosen_[index(op.results[0])];
      case Opcode::compare:
      case Opcode::compare_truth:
        return compares_numbers(op);
      case Opcode::num_from:
        return true;
      case Opcode::getitem:
      case Opcode::setitem:
        return operand == 1 && is_number(op.operands[1]);
      default:
        return false;
    }
  }
  bool compares_numbers(const Op& op) const {
    const ValueId a = op.operands[0], b = op.operands[1];
    return (is_number(a) && !is_no_number(b)) || (is_number(b) && !is_no_number(a)) ||
           orders_loads(op);
  }
  // Of two attributes or items that are needed for nothing else it is asked which one is larger:
  // they can be loaded as numbers. (What is compared for equality is often no number.)
  bool orders_loads(const Op& op) const {
    const auto kind = static_cast<CompareOp>(op.sub);
    if (op.opcode != Opcode::compare_truth || kind == CompareOp::eq || kind == CompareOp::ne)
      return false;
    for (const ValueId operand : op.operands)
      if (!is_load(operand) || uses_[index(operand)].size() != 1 ||
          !outgoing_[index(operand)].empty()) {
        return false;
      }
    return true;
  }
  // The result of an operation that can load a num.
  bool is_load(ValueId value) const {
    const Op* op = definition(value);
    if (op == nullptr || is_no_number(value)) return false;
    return op->opcode == Opcode::getattr ||
           (op->opcode == Opcode::getitem && is_index(op->operands[1]));
  }
  bool is_index(ValueId value) const { return is_number(value) || int_constant(value).has_value(); }
  // A load whose value is needed unboxed only.
  bool is_number_load(ValueId value) const {
    if (!is_load(value)) return false;
    for (const Use& use : uses_[index(value)])
      if (use.op->opcode == Opcode::compare || !is_numeric_operation(*use.op, use.operand))
        return false;
    for (const ValueId parameter : outgoing_[index(value)])
      if (!chosen_[index(parameter)]) return false;
    return !uses_[index(value)].empty() || !outgoing_[index(value)].empty();
  }
  // A number that is an object in one place only, where it is stored.
  bool stores_number(const Op& op, size_t operand) const {
    const ValueId value = op.operands[operand];
    if (!is_number(value) || shared_object_[index(value)]) return false;
    size_t objects = 0;
    for (const Use& use : uses_[index(value)])
      if (!is_numeric_operation(*use.op, use.operand) && use.op->opcode != Opcode::truth) ++objects;
    for (const ValueId parameter : outgoing_[index(value)])
      if (!chosen_[index(parameter)]) ++objects;
    return objects == 1;
  }

  void rewrite() {
    const Cfg cfg(function_);
    const DominatorTree dominators(cfg);
    const LoopForest loops(cfg, dominators);
    const size_t count = function_.values.size();
    numbers_.assign(count, kNoValue);
    objects_.assign(count, kNoValue);
    block_of_.assign(count, 0);
    for (uint32_t b = 0; b < function_.blocks.size(); ++b) {
      for (const ValueId parameter : function_.blocks[b].parameters)
        block_of_[index(parameter)] = b;
      for (const Op& op : function_.blocks[b].ops)
        for (const ValueId result : op.results) block_of_[index(result)] = b;
    }
    shared_number_.assign(count, false);
    shared_object_.assign(count, false);
    for (uint32_t v = 0; v < count; ++v) {
      const ValueId value{v};
      if (function_.values[v].type.rep != Rep::obj) continue;
      if (!is_number(value)) {
        if (is_number_load(value)) {
          Value number = function_.values[v];
          number.type = Type{Rep::num, PyType::any};
          numbers_[v] = new_value(function_, std::move(number));
        } else {
          shared_number_[v] = needs_shared_number(value);
        }
        continue;
      }
      // Box at the definition what an inner loop needs as an object.
      for (const Use& use : uses_[v])
        if (!is_numeric_operation(*use.op, use.operand) && use.op->opcode != Opcode::truth &&
            use.op->opcode != Opcode::local_value &&
            loops.depth(BlockId{use.block}) > loops.depth(BlockId{block_of_[v]})) {
          shared_object_[v] = true;
        }
      if (chosen_[v]) {
        Value number = function_.values[v];
        number.type = Type{Rep::num, py_type(exact_[v])};
        number.ownership = Ownership::owned;
        numbers_[v] = new_value(function_, std::move(number));
      }
    }
    // In reverse post-order, so that definitions are rewritten before their uses.
    for (const BlockId block : cfg.order) rewrite_block(block);
  }

  void after_definition(ValueId value, uint32_t line) {
    if (index(value) >= chosen_.size()) return;
    if (shared_number_[index(value)])
      numbers_[index(value)] = append(make(Opcode::num_from, line, {value}));
    if (shared_object_[index(value)])
      objects_[index(value)] = append(make(Opcode::box_num, line, {number_source(value)}));
  }

  void rewrite_block(BlockId id) {
    ops_.clear();
    local_numbers_.clear();
    local_objects_.clear();
    // What was found out before points into the old operations, so they stay alive.
    retired_.push_back(std::move(function_.block(id).ops));
    std::vector<Op> old = retired_.back();
    const uint32_t first_line = old.empty() ? 0 : old.front().line;
    const bool entry = index(id) == 0;
    for (size_t i = 0; i < function_.block(id).parameters.size(); ++i) {
      const ValueId parameter = function_.block(id).parameters[i];
      if (!entry && chosen_[index(parameter)])
        function_.block(id).parameters[i] = numbers_[index(parameter)];
      after_definition(parameter, first_line);
    }
    for (Op& op : old) {
      rewrite_op(op);
    }
    function_.block(id).ops = std::move(ops_);
    ops_.clear();
  }

  void finish(Op op) {
    const std::vector<ValueId> results = op.results;
    const uint32_t line = op.line;
    ops_.push_back(std::move(op));
    for (const ValueId result : results) after_definition(result, line);
  }

  void rewrite_edges(Op& op) {
    for (size_t t = 0; t < op.targets.size(); ++t) {
      Edge& edge = op.targets[t];
      const size_t implicit = implicit_arguments(op, t);
      // The target's parameters may have been replaced already, so go by what was recorded.
      for (size_t i = 0; i < edge.arguments.size(); ++i) {
        const ValueId parameter = parameter_of(edge.target, i + implicit);
        ValueId& argument = edge.arguments[i];
        const Rep wanted = function_.value(parameter).type.rep;
        const bool to_number =
            index(parameter) < chosen_.size() ? chosen_[index(parameter)] : wanted == Rep::num;
        if (to_number)
          argument = number(argument, op.line);
        else if (wanted == Rep::obj)
          argument = object(argument, op.line);
      }
    }
  }
  ValueId parameter_of(BlockId block, size_t i) const {
    return function_.block(block).parameters[i];
  }

  void rewrite_op(Op& op) {
    const uint32_t line = op.line;
    switch (op.opcode) {
      case Opcode::binary:
      case Opcode::inplace:
        return rewrite_binary(op);
      case Opcode::unary:
        if (chosen_[index(op.results[0])]) {
          Op copy = op;
          copy.opcode = Opcode::num_unary;
          copy.known_types = exact_[index(op.operands[0])] != Exact::any;
          copy.operands[0] = number(op.operands[0], line);
          copy.results[0] = numbers_[index(op.results[0])];
          return finish_number(op.results[0], std::move(copy));
        }
        break;
      case Opcode::compare:
      case Opcode::compare_truth:
        return rewrite_compare(op);
      case Opcode::truth:
        if (is_number(op.operands[0])) {
          op.opcode = Opcode::num_truth;
          op.known_types = exact_[index(op.operands[0])] != Exact::any;
          op.operands[0] = number(op.operands[0], line);
          return finish(std::move(op));
        }
        break;
      case Opcode::local_value: {
        // Unlike `num.from` it keeps a NaN as the object that it is, so only numbers will do.
        const ValueId value = op.operands[0];
        if (!is_number(value) && !is_numeric_constant(value)) break;
        const ValueId source = number(value, line);
        replaced_.insert({index(op.results[0]), source});
        return;
      }
      case Opcode::num_from: {
        // Of something that has an unboxed form already: its users take that one.
        const ValueId value = op.operands[0];
        if (!is_number(value) && !is_numeric_constant(value) &&
            (index(value) >= numbers_.size() || numbers_[index(value)] == kNoValue)) {
          break;
        }
        const ValueId source = number(value, line);
        replaced_.insert({index(op.results[0]), source});
        return;
      }
      case Opcode::box_num:
        // Made again where an object is needed.
        if (index(op.results[0]) < chosen_.size()) {
          after_definition(op.results[0], line);
          return;
        }
        break;
      case Opcode::getattr:
        if (is_numbers_source(op)) op.opcode = Opcode::getattr_as_num;
        break;
      case Opcode::setattr:
        if (!stores_number(op, 1)) break;
        op.operands[1] = number(op.operands[1], line);
        op.opcode = Opcode::setattr_from_num;
        break;
      case Opcode::getitem:
        if (!is_index(op.operands[1])) break;
        op.operands[1] = number(op.operands[1], line);
        op.opcode = is_numbers_source(op) ? Opcode::getitem_as_num : Opcode::getitem_num;
        break;
      case Opcode::setitem: {
        if (!is_index(op.operands[1])) break;
        const bool stores = stores_number(op, 2);
        op.operands[1] = number(op.operands[1], line);
        if (stores) op.operands[2] = number(op.operands[2], line);
        op.opcode = stores ? Opcode::setitem_from_num : Opcode::setitem_num;
        break;
      }
      default:
        break;
    }
    for (ValueId& operand : op.operands) operand = resolve(operand);
    for (ValueId& operand : op.operands)
      if (index(operand) < function_.values.size() &&
          function_.value(operand).type.rep == Rep::obj) {
        operand = object(operand, line);
      }
    rewrite_edges(op);
    if (op.opcode == Opcode::getattr_as_num || op.opcode == Opcode::getitem_as_num) {
      op.results[0] = numbers_[index(op.results[0])];
      ops_.push_back(std::move(op));
      return;
    }
    finish(std::move(op));
  }
  // A load that gives a num at once.
  bool is_numbers_source(const Op& op) const {
    const ValueId result = op.results[0];
    return numbers_[index(result)] != kNoValue && !shared_number_[index(result)] &&
           !chosen_[index(result)];
  }
  ValueId resolve(ValueId value) const {
    const auto found = replaced_.find(index(value));
    return found == replaced_.end() ? value : found->second;
  }

  void finish_number(ValueId old_result, Op op) {
    const uint32_t line = op.line;
    ops_.push_back(std::move(op));
    if (shared_object_[index(old_result)])
      objects_[index(old_result)] =
          append(make(Opcode::box_num, line, {numbers_[index(old_result)]}));
  }

  void rewrite_binary(Op& op) {
    const ValueId a = op.operands[0], b = op.operands[1], result = op.results[0];
    if (chosen_[index(result)]) {
      Op copy = op;
      copy.opcode = op.opcode == Opcode::binary ? Opcode::num_binary : Opcode::num_inplace;
      copy.known_types = exact_[index(a)] != Exact::any && exact_[index(b)] != Exact::any;
      copy.operands[0] = number(a, op.line);
      copy.operands[1] = number(b, op.line);
      copy.results[0] = numbers_[index(result)];
      return finish_number(result, std::move(copy));
    }
    const auto literal = int_constant(b);
    op.operands[0] = object(a, op.line);
    if (literal && *literal >= INT32_MIN && *literal <= INT32_MAX && !is_no_number(a)) {
      op.opcode = op.opcode == Opcode::binary ? Opcode::binary_imm : Opcode::inplace_imm;
      op.operands.pop_back();
      op.imm = *literal;
    } else {
      op.operands[1] = object(b, op.line);
    }
    finish(std::move(op));
  }

  void rewrite_compare(Op& op) {
    const ValueId a = op.operands[0], b = op.operands[1];
    const bool truth = op.opcode == Opcode::compare_truth;
    if (compares_numbers(op)) {
      Op copy = op;
      copy.opcode = Opcode::num_compare;
      copy.known_types = exact_[index(a)] != Exact::any && exact_[index(b)] != Exact::any;
      // An object result may be anything that a rich comparison returns, so only known types do.
      if (!truth && !copy.known_types) {
        op.operands = {object(a, op.line), object(b, op.line)};
        return finish(std::move(op));
      }
      copy.operands = {number(a, op.line), number(b, op.line)};
      if (truth) return finish(std::move(copy));
      Value boolean;
      boolean.type.rep = Rep::boolean;
      copy.results[0] = new_value(function_, boolean);
      const ValueId condition = append(std::move(copy));
      Op box = make(Opcode::box_bool, op.line, {condition});
      box.results = op.results;
      return finish(std::move(box));
    }
    const auto literal = int_constant(b);
    op.operands[0] = object(a, op.line);
    if (truth && literal && *literal >= INT32_MIN && *literal <= INT32_MAX && !is_no_number(a)) {
      op.opcode = Opcode::compare_imm_truth;
      op.operands.pop_back();
      op.imm = *literal;
    } else {
      op.operands[1] = object(b, op.line);
    }
    finish(std::move(op));
  }

  const Module& module_;
  Function& function_;
  std::vector<const Op*> definition_;
  std::vector<std::vector<Use>> uses_;
  std::vector<std::vector<ValueId>> incoming_;  // of parameters: the arguments
  std::vector<std::vector<ValueId>> outgoing_;  // the parameters it is an argument for
  std::vector<bool> is_parameter_;              // of a block other than the entry, no item
  std::vector<Exact> exact_;
  std::vector<bool> chosen_;  // becomes a num
  std::vector<bool> only_kept_;
  std::vector<uint32_t> block_of_;
  std::vector<bool> shared_number_, shared_object_;
  std::vector<ValueId> numbers_, objects_;  // the other form of a value, made at its definition
  std::unordered_map<uint32_t, ValueId> local_numbers_, local_objects_;  // made in this block
  std::unordered_map<uint32_t, ValueId> replaced_;  // num.from of numbers → the number
  std::vector<std::vector<Op>> retired_;
  std::vector<Op> ops_;
};

}  // namespace

void run_unbox(Module& module, PassContext&) {
  for (Function& function : module.functions)
    if (function.kind != FunctionKind::specialised) Unbox(module, function).run();
}

}  // namespace hpyc::passes
