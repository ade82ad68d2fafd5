#include "passes/numeric_variant.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "ir/op_info.h"

namespace hpyc::passes {

using namespace ir;

namespace {

// A module with more requests than this for one function is not worth the code.
constexpr size_t kMaxVariantsPerFunction = 3;

Abstract join(Abstract a, Abstract b) {
  if (a.kind == AbstractKind::bottom) return b;
  if (b.kind == AbstractKind::bottom || a == b) return a;
  return {AbstractKind::other};
}

bool is_number(const Abstract& value) {
  return value.kind == AbstractKind::i64 || value.kind == AbstractKind::f64;
}

template <class T>
void add_unique(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

std::optional<int64_t> small_integer(const Constant& constant) {
  if (constant.kind != ConstantKind::integer) return std::nullopt;
  int64_t value = 0;
  const char* end = constant.text.data() + constant.text.size();
  const auto [stop, error] = std::from_chars(constant.text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace

NumericVariants::NumericVariants(const Module& module) : module_(module), facts_(module) {
  definitions_.resize(module.functions.size());
  cold_.resize(module.functions.size());
  for (const Function& function : module.functions) index_function(function);
}

void NumericVariants::index_function(const Function& function) {
  const size_t id = static_cast<size_t>(&function - module_.functions.data());
  auto& definitions = definitions_[id];
  definitions.assign(function.values.size(), nullptr);
  std::vector<std::vector<uint32_t>> predecessors(function.blocks.size());
  std::vector<uint32_t> work;
  auto& cold = cold_[id];
  cold.assign(function.blocks.size(), true);
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    for (const Op& op : function.blocks[b].ops) {
      for (const ValueId result : op.results) definitions[index(result)] = &op;
      for (const Edge& edge : op.targets) predecessors[index(edge.target)].push_back(b);
      if (op.opcode == Opcode::return_) {
        cold[b] = false;
        work.push_back(b);
      }
    }
  }
  while (!work.empty()) {
    const uint32_t block = work.back();
    work.pop_back();
    for (const uint32_t predecessor : predecessors[block]) {
      if (!cold[predecessor]) continue;
      cold[predecessor] = false;
      work.push_back(predecessor);
    }
  }
}

bool NumericVariants::is_small_constant(FunctionId function, ValueId value) const {
  const Op* op = definition(function, value);
  if (op == nullptr || op->opcode != Opcode::const_obj) return false;
  const auto number = small_integer(module_.constants[static_cast<size_t>(op->imm)]);
  return number && *number >= -(int64_t{1} << 53) && *number <= int64_t{1} << 53;
}

std::vector<AbstractKind> NumericVariants::guess_parameters(const Function& function) const {
  const auto id = FunctionId{static_cast<uint32_t>(&function - module_.functions.data())};
  std::vector<int> float_hints(function.values.size()), int_hints(function.values.size());
  const auto constant_kind = [&](ValueId value) -> std::optional<ConstantKind> {
    const Op* op = definition(id, value);
    if (op == nullptr || op->opcode != Opcode::const_obj) return std::nullopt;
    return module_.constants[static_cast<size_t>(op->imm)].kind;
  };
  for (const Block& block : function.blocks) {
    for (const Op& op : block.ops) {
      const bool arithmetic = op.opcode == Opcode::binary || op.opcode == Opcode::inplace ||
                              op.opcode == Opcode::compare || op.opcode == Opcode::compare_truth;
      if (arithmetic) {
        for (size_t i = 0; i < 2; ++i) {
          const auto other = constant_kind(op.operands[1 - i]);
          const size_t value = index(op.operands[i]);
          if (other == ConstantKind::float_) float_hints[value] += 2;
          if (other == ConstantKind::integer) int_hints[value] += 1;
          if (op.opcode == Opcode::binary || op.opcode == Opcode::inplace) {
            const auto kind = static_cast<BinaryOp>(op.sub);
            if (kind == BinaryOp::truedivide) float_hints[value] += 2;
            if (kind == BinaryOp::remainder || kind == BinaryOp::floordivide ||
                kind >= BinaryOp::lshift) {
              int_hints[value] += 2;
            }
          }
        }
      } else if (op.opcode == Opcode::call) {
        const Op* callee = definition(id, op.operands[0]);
        if (callee == nullptr || callee->opcode != Opcode::global_load) continue;
        const auto fact = facts_.find(ConstantId{static_cast<uint32_t>(callee->imm)});
        if (!fact) continue;
        for (size_t i = 1; i < op.operands.size(); ++i) {
          if (fact->kind == GlobalFact::Kind::known) float_hints[index(op.operands[i])] += 2;
          if (fact->kind == GlobalFact::Kind::builtin && fact->known == KnownFunction::range) {
            int_hints[index(op.operands[i])] += 100;
          }
        }
      }
    }
  }
  std::vector<AbstractKind> kinds;
  for (const Parameter& parameter : function.parameters) {
    const size_t value = index(parameter.value);
    kinds.push_back(float_hints[value] > int_hints[value] ? AbstractKind::f64 : AbstractKind::i64);
  }
  return kinds;
}

Variant* NumericVariants::find(FunctionId function, const std::vector<AbstractKind>& parameters) {
  for (Variant& variant : variants_)
    if (variant.function == function && variant.parameters == parameters) return &variant;
  return nullptr;
}

uint32_t NumericVariants::request(FunctionId function, std::vector<AbstractKind> parameters) {
  size_t same = 0;
  for (uint32_t i = 0; i < variants_.size(); ++i) {
    if (variants_[i].function != function) continue;
    if (variants_[i].parameters == parameters) return i;
    ++same;
  }
  Variant variant;
  variant.function = function;
  variant.parameters = std::move(parameters);
  const Function& general = module_.function(function);
  variant.failed = same >= kMaxVariantsPerFunction || general.kind != FunctionKind::python ||
                   general.is_suspendable() || general.captures != 0 ||
                   general.signature.var_positional || general.signature.var_keyword ||
                   variant.parameters.size() != general.parameters.size();
  variants_.push_back(std::move(variant));
  return static_cast<uint32_t>(variants_.size() - 1);
}

void NumericVariants::analyse() {
  for (uint32_t f = 0; f < module_.functions.size(); ++f) {
    const Function& function = module_.functions[f];
    if (function.kind != FunctionKind::python) continue;
    request(FunctionId{f}, guess_parameters(function));
    request(FunctionId{f},
            std::vector<AbstractKind>(function.parameters.size(), AbstractKind::i64));
  }
  // Results only grow, so this ends; most variants fail in the first round.
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < variants_.size(); ++i)
      if (!variants_[i].failed && analyse(i)) changed = true;
  }
  for (Variant& variant : variants_)
    if (!variant.result.is_scalar() && variant.result.kind != AbstractKind::none)
      variant.failed = true;
  for (bool changed = true; changed;) {
    changed = false;
    for (Variant& variant : variants_) {
      if (variant.failed) continue;
      for (const uint32_t callee : variant.callees) {
        if (!variants_[callee].failed) continue;
        variant.failed = changed = true;
        break;
      }
    }
  }
}

// One analysis of a variant from scratch; returns whether its result or failure changed.
bool NumericVariants::analyse(uint32_t self) {
  Variant& variant = variants_[self];
  const Function& function = module_.function(variant.function);
  const Abstract before = variant.result;
  variant.values.assign(function.values.size(), {});
  variant.reached.assign(function.blocks.size(), false);
  variant.reached[0] = true;
  variant.callees.clear();
  variant.assumptions.clear();
  for (size_t i = 0; i < function.parameters.size(); ++i)
    variant.values[index(function.parameters[i].value)] = {variant.parameters[i]};
  for (bool changed = true; changed && !variant.failed;) {
    changed = false;
    for (uint32_t b = 0; b < function.blocks.size() && !variant.failed; ++b) {
      if (!variant.reached[b] || is_cold(variant.function, BlockId{b})) continue;
      if (function.blocks[b].handler != kNoBlock) variant.failed = true;
      for (const Op& op : function.blocks[b].ops) {
        if (!transfer(variant, self, op)) variant.failed = true;
        if (variant.failed) break;
        for (size_t t = 0; t < op.targets.size(); ++t) {
          const Edge& edge = op.targets[t];
          if (!variant.reached[index(edge.target)]) {
            variant.reached[index(edge.target)] = true;
            changed = true;
          }
          const auto& parameters = function.block(edge.target).parameters;
          const size_t implicit = implicit_arguments(op, t);
          for (size_t i = 0; i < parameters.size(); ++i) {
            Abstract& parameter = variant.values[index(parameters[i])];
            const Abstract incoming = i < implicit
                                          ? Abstract{AbstractKind::i64}
                                          : variant.values[index(edge.arguments[i - implicit])];
            const Abstract joined = join(parameter, incoming);
            if (joined == parameter) continue;
            parameter = joined;
            changed = true;
          }
        }
      }
    }
  }
  return variant.failed || variant.result != before;
}

bool NumericVariants::comparable(const Variant& variant, ValueId a, ValueId b) const {
  const Abstract left = variant.values[index(a)], right = variant.values[index(b)];
  if (!is_number(left) || !is_number(right)) return false;
  if (left.kind == right.kind) return true;
  // An int compares with a float exactly, which a conversion keeps only for ints up to 2**53.
  return is_small_constant(variant.function, left.kind == AbstractKind::i64 ? a : b);
}

Abstract NumericVariants::transfer_global(Variant& variant, ConstantId name) {
  const auto fact = facts_.find(name);
  if (!fact) return {AbstractKind::other};
  switch (fact->kind) {
    case GlobalFact::Kind::function:
      add_unique(variant.assumptions,
                 Assumption{Assumption::Kind::function, name, {}, index(fact->function)});
      return {AbstractKind::function, index(fact->function)};
    case GlobalFact::Kind::known:
    case GlobalFact::Kind::builtin:
      add_unique(variant.assumptions,
                 Assumption{Assumption::Kind::known, name, {}, static_cast<uint32_t>(fact->known)});
      return {AbstractKind::known, static_cast<uint32_t>(fact->known)};
    case GlobalFact::Kind::module:
      return {AbstractKind::module, index(name)};
    case GlobalFact::Kind::other:
      break;
  }
  return {AbstractKind::other};
}

std::optional<KnownFunction> NumericVariants::module_function(const Variant& variant,
                                                              const Op& op) const {
  const Abstract base = variant.values[index(op.operands[0])];
  if (base.kind != AbstractKind::module) return std::nullopt;
  return find_known(facts_.find(ConstantId{base.payload})->module_name,
                    module_.constants[static_cast<size_t>(op.imm)].text);
}

Abstract NumericVariants::transfer_call(Variant& variant, const Op& op) {
  const Abstract callee = variant.values[index(op.operands[0])];
  std::vector<AbstractKind> arguments;
  for (size_t i = 1; i < op.operands.size(); ++i) {
    const Abstract argument = variant.values[index(op.operands[i])];
    if (argument.kind == AbstractKind::bottom) return {};
    if (!is_number(argument)) return {AbstractKind::other};
    arguments.push_back(argument.kind);
  }
  if (callee.kind == AbstractKind::function) {
    const Signature& signature = module_.function(FunctionId{callee.payload}).signature;
    if (signature.positional != arguments.size() || signature.keyword_only != 0)
      return {AbstractKind::other};
    const uint32_t target = request(FunctionId{callee.payload}, std::move(arguments));
    if (variants_[target].failed) return {AbstractKind::other};
    add_unique(variant.callees, target);
    return variants_[target].result;
  }
  if (op.opcode == Opcode::call_method) {
    const auto known = module_function(variant, op);
    if (!known) return {AbstractKind::other};
    add_unique(
        variant.assumptions,
        Assumption{Assumption::Kind::attribute, ConstantId{callee.payload},
                   ConstantId{static_cast<uint32_t>(op.imm)}, static_cast<uint32_t>(*known)});
    return transfer_known(variant, op, *known, arguments);
  }
  if (callee.kind != AbstractKind::known) return {AbstractKind::other};
  return transfer_known(variant, op, static_cast<KnownFunction>(callee.payload), arguments);
}

Abstract NumericVariants::transfer_known(const Variant& variant, const Op& op, KnownFunction known,
                                         const std::vector<AbstractKind>& arguments) const {
  if (known == KnownFunction::range) {
    if (arguments.empty() || arguments.size() > 3) return {AbstractKind::other};
    for (const AbstractKind argument : arguments)
      if (argument != AbstractKind::i64) return {AbstractKind::other};
    // The direction must be known.
    if (arguments.size() == 3) {
      const Op* step = definition(variant.function, op.operands[3]);
      if (step == nullptr || step->opcode != Opcode::const_obj) return {AbstractKind::other};
      const auto value = small_integer(module_.constants[static_cast<size_t>(step->imm)]);
      if (!value || *value == 0) return {AbstractKind::other};
    }
    return {AbstractKind::range, index(op.results[0])};
  }
  if (arguments.size() != 1) return {AbstractKind::other};
  if (info(known).module == "math") return {AbstractKind::f64};
  if (known == KnownFunction::abs) return {arguments[0]};
  if (known == KnownFunction::float_) return {AbstractKind::f64};
  if (known == KnownFunction::int_ && arguments[0] == AbstractKind::i64) return {AbstractKind::i64};
  return {AbstractKind::other};
}

Abstract NumericVariants::transfer_binary(const Variant& variant, const Op& op) const {
  const Abstract a = variant.values[index(op.operands[0])];
  const Abstract b = variant.values[index(op.operands[1])];
  if (a.kind == AbstractKind::bottom || b.kind == AbstractKind::bottom) return {};
  const auto numeric = [](const Abstract& value) { return value.is_scalar(); };
  if (!numeric(a) || !numeric(b)) return {AbstractKind::other};
  const bool floating = a.kind == AbstractKind::f64 || b.kind == AbstractKind::f64;
  switch (static_cast<BinaryOp>(op.sub)) {
    case BinaryOp::truedivide:
      return {AbstractKind::f64};
    case BinaryOp::add:
    case BinaryOp::subtract:
    case BinaryOp::multiply:
    case BinaryOp::floordivide:
    case BinaryOp::remainder:
    case BinaryOp::power:
      return {floating ? AbstractKind::f64 : AbstractKind::i64};
    case BinaryOp::and_:
    case BinaryOp::or_:
    case BinaryOp::xor_:
      // bool & bool is a bool.
      if (a.kind == AbstractKind::boolean && b.kind == AbstractKind::boolean)
        return {AbstractKind::other};
      [[fallthrough]];
    case BinaryOp::lshift:
    case BinaryOp::rshift:
      return {floating ? AbstractKind::other : AbstractKind::i64};
    case BinaryOp::matmultiply:
      break;
  }
  return {AbstractKind::other};
}

// The effect of one operation; false when the variant cannot be compiled.
bool NumericVariants::transfer(Variant& variant, uint32_t, const Op& op) {
  const auto operand = [&](size_t i) { return variant.values[index(op.operands[i])]; };
  const auto define = [&](Abstract value) {
    Abstract& result = variant.values[index(op.results[0])];
    result = join(result, value);
    return result.kind != AbstractKind::other;
  };
  switch (op.opcode) {
    case Opcode::const_obj: {
      const Constant& constant = module_.constants[static_cast<size_t>(op.imm)];
      if (constant.kind == ConstantKind::float_) return define({AbstractKind::f64});
      return small_integer(constant) && define({AbstractKind::i64});
    }
    case Opcode::null:  // an unbound variable that is only kept
      define({AbstractKind::other});
      return true;
    case Opcode::none:
      return define({AbstractKind::none});
    case Opcode::true_:
    case Opcode::false_:
    case Opcode::const_bool:
      return define({AbstractKind::boolean});
    case Opcode::global_load:
      return define(transfer_global(variant, ConstantId{static_cast<uint32_t>(op.imm)}));
    case Opcode::getattr: {
      if (operand(0).kind != AbstractKind::module) return false;
      const auto global = ConstantId{operand(0).payload};
      const auto attribute = ConstantId{static_cast<uint32_t>(op.imm)};
      const auto known =
          find_known(facts_.find(global)->module_name, module_.constants[index(attribute)].text);
      if (!known) return false;
      add_unique(variant.assumptions, Assumption{Assumption::Kind::attribute, global, attribute,
                                                 static_cast<uint32_t>(*known)});
      return define({AbstractKind::known, static_cast<uint32_t>(*known)});
    }
    case Opcode::call:
    case Opcode::call_method:
      return define(transfer_call(variant, op));
    case Opcode::iter:
      if (operand(0).kind == AbstractKind::bottom) return true;
      return operand(0).kind == AbstractKind::range &&
             define({AbstractKind::iterator, index(op.results[0])});
    case Opcode::next:
      return operand(0).kind == AbstractKind::iterator || operand(0).kind == AbstractKind::bottom;
    case Opcode::binary:
    case Opcode::inplace:
      return define(transfer_binary(variant, op));
    case Opcode::unary: {
      const Abstract value = operand(0);
      if (value.kind == AbstractKind::bottom) return true;
      const auto kind = static_cast<UnaryOp>(op.sub);
      if (!is_number(value) || kind == UnaryOp::absolute) return false;
      if (kind == UnaryOp::invert && value.kind == AbstractKind::f64) return false;
      return define(value);
    }
    case Opcode::compare:
    case Opcode::compare_truth:
      if (operand(0).kind == AbstractKind::bottom || operand(1).kind == AbstractKind::bottom)
        return define({AbstractKind::boolean});
      return comparable(variant, op.operands[0], op.operands[1]) && define({AbstractKind::boolean});
    case Opcode::truth:
      return (operand(0).is_scalar() || operand(0).kind == AbstractKind::bottom) &&
             define({AbstractKind::boolean});
    case Opcode::not_:
    case Opcode::box_bool:
      return (operand(0).kind == AbstractKind::boolean ||
              operand(0).kind == AbstractKind::bottom) &&
             define({AbstractKind::boolean});
    case Opcode::return_: {
      if (op.operands.empty()) return false;
      variant.result = join(variant.result, operand(0));
      const AbstractKind kind = variant.result.kind;
      return variant.result.is_scalar() || kind == AbstractKind::none ||
             kind == AbstractKind::bottom;
    }
    case Opcode::keep:  // numbers have no finalizers
    case Opcode::jump:
    case Opcode::branch:
      return true;
    default:
      return false;
  }
}

bool NumericVariants::is_worthwhile(const Variant& variant) const {
  if (!variant.callees.empty()) return true;
  const Function& function = module_.function(variant.function);
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    if (!variant.reached[b]) continue;
    for (const Op& op : function.blocks[b].ops) {
      if (op.opcode == Opcode::next) return true;
      // Lowering numbers blocks in source order, so a backward edge is a loop.
      for (const Edge& edge : op.targets)
        if (index(edge.target) <= b) return true;
    }
  }
  return false;
}

}  // namespace hpyc::passes
