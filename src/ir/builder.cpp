#include "ir/builder.h"

#include <bit>
#include <utility>

#include "base/assert.h"
#include "ir/analysis.h"
#include "ir/rewrite.h"

namespace hpyc::ir {
namespace {

uint64_t definition_key(Variable variable, BlockId block) {
  return static_cast<uint64_t>(index(block)) << 32 | static_cast<uint32_t>(variable);
}

}  // namespace

FunctionBuilder::FunctionBuilder(Module& module, FunctionId function)
    : module_(module), function_(function) {
  HPYC_ASSERT(this->function().blocks.empty(), "a builder starts with an empty function");
  create_block();
  states_[0].sealed = true;
  line_ = this->function().first_line;
}

ValueId FunctionBuilder::new_value(Value value) {
  std::vector<Value>& values = function().values;
  values.push_back(std::move(value));
  return ValueId{static_cast<uint32_t>(values.size() - 1)};
}

ValueId FunctionBuilder::add_parameter(std::string_view name, Type type) {
  Value value;
  value.type = type;
  value.name = name;
  value.ownership = is_managed(type.rep) ? Ownership::borrowed : Ownership::trivial;
  const ValueId id = new_value(std::move(value));
  function().blocks[0].parameters.push_back(id);
  function().parameters.push_back({std::string(name), id});
  return id;
}

BlockId FunctionBuilder::create_block() {
  std::vector<Block>& blocks = function().blocks;
  blocks.emplace_back();
  blocks.back().handler = handler_;
  predecessors_.emplace_back();
  states_.emplace_back();
  return BlockId{static_cast<uint32_t>(blocks.size() - 1)};
}

ValueId FunctionBuilder::add_block_parameter(BlockId block, Type type, std::string_view name) {
  HPYC_ASSERT(index(block) != 0, "the entry's parameters are made by add_parameter");
  HPYC_ASSERT(!states_[index(block)].has_variables,
              "explicit parameters come before the variables read in the block");
  Value value;
  value.type = type;
  value.name = name;
  value.ownership = is_managed(type.rep) ? Ownership::owned : Ownership::trivial;
  const ValueId id = new_value(std::move(value));
  function().block(block).parameters.push_back(id);
  return id;
}

bool FunctionBuilder::terminated(BlockId block) {
  const std::vector<Op>& ops = function().block(block).ops;
  return !ops.empty() && is_terminator(ops.back().opcode);
}

void FunctionBuilder::reopen_if_terminated() {
  if (!terminated(block_)) return;
  block_ = create_block();
  states_[index(block_)].sealed = true;
}

// ---- locals -------------------------------------------------------------------------------------

Variable FunctionBuilder::declare_variable(std::string_view name, Type type) {
  Value value;
  value.type = type;
  value.name = name;
  value.ownership = is_managed(type.rep) ? Ownership::owned : Ownership::trivial;
  variables_.push_back(std::move(value));
  return Variable{static_cast<uint32_t>(variables_.size() - 1)};
}

ValueId* FunctionBuilder::definition(Variable variable, BlockId block) {
  const auto found = definitions_.find(definition_key(variable, block));
  return found == definitions_.end() ? nullptr : &found->second;
}

void FunctionBuilder::define(Variable variable, BlockId block, ValueId value) {
  definitions_[definition_key(variable, block)] = value;
}

void FunctionBuilder::write(Variable variable, ValueId value) {
  reopen_if_terminated();
  HPYC_ASSERT(value != kNoValue, "write of no value");
  HPYC_ASSERT(
      function().value(value).type.rep == variables_[static_cast<size_t>(variable)].type.rep,
      "a variable has one representation");
  Value& written = function().value(value);
  if (written.name.empty() && written.ownership == Ownership::owned) {
    written.name = variables_[static_cast<size_t>(variable)].name;
  }
  define(variable, block_, value);
}

ValueId FunctionBuilder::read(Variable variable) {
  reopen_if_terminated();
  const ValueId value = lookup(variable, block_);
  complete_parameters();
  return value;
}

ValueId FunctionBuilder::add_variable_parameter(Variable variable, BlockId block) {
  Value value = variables_[static_cast<size_t>(variable)];
  // Whether it may be null is known only when all its arguments are: finish() corrects it.
  value.type.maybe_null = value.type.rep == Rep::obj;
  const ValueId id = new_value(std::move(value));
  function().block(block).parameters.push_back(id);
  states_[index(block)].has_variables = true;
  define(variable, block, id);
  return id;
}

// Walks up single predecessors; at a join a parameter is made whose arguments
// complete_parameters() finds later, so nothing recurses.
ValueId FunctionBuilder::lookup(Variable variable, BlockId block) {
  std::vector<BlockId> path;
  ValueId value = kNoValue;
  for (BlockId at = block;;) {
    if (const ValueId* known = definition(variable, at)) {
      value = *known;
      break;
    }
    BlockState& state = states_[index(at)];
    if (!state.sealed) {
      value = add_variable_parameter(variable, at);
      states_[index(at)].incomplete.emplace_back(variable, value);
      break;
    }
    const std::vector<Incoming>& incoming = predecessors_[index(at)];
    if (incoming.empty()) {
      HPYC_ASSERT(variables_[static_cast<size_t>(variable)].type.rep == Rep::obj,
                  "an unboxed variable is read before it is written");
      value = null();
      path.push_back(at);
      break;
    }
    if (incoming.size() == 1) {
      path.push_back(at);
      at = incoming[0].block;
      continue;
    }
    value = add_variable_parameter(variable, at);
    const auto parameter = static_cast<uint32_t>(function().block(at).parameters.size() - 1);
    pending_.push_back({at, parameter, variable});
    break;
  }
  for (BlockId at : path) define(variable, at, value);
  return value;
}

void FunctionBuilder::complete_parameters() {
  while (!pending_.empty()) {
    const Pending pending = pending_.back();
    pending_.pop_back();
    // lookup() appends to pending_ and may add parameters, but no predecessors.
    for (size_t i = 0; i < predecessors_[index(pending.block)].size(); ++i) {
      const Incoming incoming = predecessors_[index(pending.block)][i];
      const ValueId value = lookup(pending.variable, incoming.block);
      Op& terminator = function().block(incoming.block).ops.back();
      std::vector<ValueId>& arguments = terminator.targets[incoming.target].arguments;
      const size_t position = pending.parameter - implicit_arguments(terminator, incoming.target);
      if (arguments.size() <= position) arguments.resize(position + 1, kNoValue);
      arguments[position] = value;
    }
  }
}

void FunctionBuilder::seal(BlockId block) {
  BlockState& state = states_[index(block)];
  HPYC_ASSERT(!state.sealed, "a block is sealed once");
  state.sealed = true;
  const std::vector<ValueId>& parameters = function().block(block).parameters;
  for (const auto& [variable, value] : state.incomplete) {
    uint32_t position = 0;
    while (parameters[position] != value) ++position;
    pending_.push_back({block, position, variable});
  }
  state.incomplete.clear();
  complete_parameters();
}

void FunctionBuilder::begin_handler(BlockId handler, BlockId before) {
  HPYC_ASSERT(!states_[index(handler)].sealed && predecessors_[index(handler)].empty(),
              "a handler is no target");
  predecessors_[index(handler)].push_back({before, EdgeRef::kHandler});
  states_[index(handler)].sealed = true;
  block_ = handler;
}

void FunctionBuilder::seal_all() {
  for (uint32_t i = 0; i < states_.size(); ++i) {
    if (!states_[i].sealed) seal(BlockId{i});
  }
}

// ---- operations ---------------------------------------------------------------------------------

Op& FunctionBuilder::append(Op op) {
  reopen_if_terminated();
  if (op.line == 0) op.line = line_;
  std::vector<Op>& ops = function().block(block_).ops;
  ops.push_back(std::move(op));
  return ops.back();
}

ValueId FunctionBuilder::emit(Opcode opcode, std::span<const ValueId> operands, int64_t imm,
                              int64_t imm2, uint8_t sub, uint32_t line) {
  HPYC_ASSERT(!is_terminator(opcode), "terminators have their own functions");
  HPYC_ASSERT(operand_list(opcode).accepts(operands.size()), "number of operands");
  Op op;
  op.opcode = opcode;
  op.sub = sub;
  op.line = line;
  op.operands.assign(operands.begin(), operands.end());
  op.imm = imm;
  op.imm2 = imm2;
  const size_t count = result_count(module_, op);
  HPYC_ASSERT(count <= 1 || info(opcode).result == ResultKind::many, "use emit_many");
  for (size_t i = 0; i < count; ++i) {
    op.results.push_back(new_value(result_value(module_, function(), op, i)));
  }
  const Op& added = append(std::move(op));
  return added.results.empty() ? kNoValue : added.results[0];
}

std::vector<ValueId> FunctionBuilder::emit_many(Opcode opcode,
                                                std::initializer_list<ValueId> operands,
                                                int64_t imm, int64_t imm2, uint32_t line) {
  emit(opcode, operands, imm, imm2, 0, line);
  return function().block(block_).ops.back().results;
}

ValueId FunctionBuilder::str_constant(std::string_view text) {
  Constant value;
  value.kind = ConstantKind::str;
  value.text = text;
  return constant(value);
}

ValueId FunctionBuilder::int_constant(int64_t number) {
  Constant value;
  value.kind = ConstantKind::integer;
  value.text = std::to_string(number);
  return constant(value);
}

ValueId FunctionBuilder::null() {
  if (null_ != kNoValue) return null_;
  Op op;
  op.opcode = Opcode::null;
  null_ = new_value(result_value(module_, function(), op, 0));
  op.results.push_back(null_);
  std::vector<Op>& ops = function().blocks[0].ops;
  ops.insert(ops.begin(), std::move(op));
  return null_;
}

ValueId FunctionBuilder::f64(double number) {
  const ValueId value = emit(Opcode::const_f64);
  function().block(block_).ops.back().fimm = number;
  return value;
}

namespace {

std::vector<ValueId> prepend(ValueId first, std::span<const ValueId> rest) {
  std::vector<ValueId> all;
  all.reserve(rest.size() + 1);
  all.push_back(first);
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

}  // namespace

ValueId FunctionBuilder::call(ValueId callee, std::span<const ValueId> arguments, uint32_t line) {
  return emit(Opcode::call, prepend(callee, arguments), 0, 0, 0, line);
}

ValueId FunctionBuilder::call_kw(ValueId callee, std::span<const ValueId> arguments,
                                 ConstantId names, uint32_t line) {
  return emit(Opcode::call_kw, prepend(callee, arguments), index(names), 0, 0, line);
}

ValueId FunctionBuilder::call_method(ValueId self, std::string_view name,
                                     std::span<const ValueId> arguments, uint32_t line) {
  return emit(Opcode::call_method, prepend(self, arguments), index(module_.name_constant(name)), 0,
              0, line);
}

ValueId FunctionBuilder::call_method_kw(ValueId self, std::string_view name,
                                        std::span<const ValueId> arguments, ConstantId names,
                                        uint32_t line) {
  return emit(Opcode::call_method_kw, prepend(self, arguments), index(module_.name_constant(name)),
              index(names), 0, line);
}

ValueId FunctionBuilder::call_known(KnownFunction known, ValueId callee,
                                    std::span<const ValueId> arguments, uint32_t line) {
  return emit(Opcode::call_known, prepend(callee, arguments), 0, 0, static_cast<uint8_t>(known),
              line);
}

// ---- terminators --------------------------------------------------------------------------------

void FunctionBuilder::terminate(Opcode opcode, std::initializer_list<ValueId> operands,
                                std::vector<Edge> targets, uint32_t line) {
  HPYC_ASSERT(is_terminator(opcode) && targets.size() == target_count(opcode), "terminator");
  Op op;
  op.opcode = opcode;
  op.line = line;
  op.operands.assign(operands.begin(), operands.end());
  op.targets = std::move(targets);
  const Op& added = append(std::move(op));
  for (uint32_t i = 0; i < added.targets.size(); ++i) {
    const uint32_t target = index(added.targets[i].target);
    HPYC_ASSERT(target != 0, "the entry block is no target");
    HPYC_ASSERT(!states_[target].sealed, "a jump to a sealed block");
    predecessors_[target].push_back({block_, i});
  }
}

void FunctionBuilder::jump(BlockId target, std::span<const ValueId> arguments, uint32_t line) {
  terminate(Opcode::jump, {}, {Edge{target, {arguments.begin(), arguments.end()}}}, line);
}

void FunctionBuilder::branch(ValueId condition, BlockId if_true, BlockId if_false, uint32_t line) {
  terminate(Opcode::branch, {condition}, {Edge{if_true, {}}, Edge{if_false, {}}}, line);
}

void FunctionBuilder::next(ValueId iterator, BlockId body, BlockId exhausted, uint32_t line) {
  HPYC_ASSERT(!function().block(body).parameters.empty(), "the body block takes the item");
  terminate(Opcode::next, {iterator}, {Edge{body, {}}, Edge{exhausted, {}}}, line);
}

void FunctionBuilder::range_next(ValueId range, BlockId body, BlockId exhausted, uint32_t line) {
  HPYC_ASSERT(!function().block(body).parameters.empty(), "the body block takes the item");
  terminate(Opcode::range_next, {range}, {Edge{body, {}}, Edge{exhausted, {}}}, line);
}

void FunctionBuilder::return_(ValueId value, uint32_t line) {
  terminate(Opcode::return_, {value}, {}, line);
}

void FunctionBuilder::return_nothing(uint32_t line) { terminate(Opcode::return_, {}, {}, line); }

void FunctionBuilder::unreachable(uint32_t line) { terminate(Opcode::unreachable, {}, {}, line); }

void FunctionBuilder::raise(ValueId exception, ValueId cause, uint32_t line) {
  emit(Opcode::raise, {exception, cause}, 0, 0, 0, line);
  unreachable(line);
}

void FunctionBuilder::raise_assertion(ValueId message, uint32_t line) {
  emit(Opcode::raise_assertion, {message}, 0, 0, 0, line);
  unreachable(line);
}

void FunctionBuilder::finish() {
  HPYC_ASSERT(!finished_, "finish() is called once");
  finished_ = true;
  seal_all();
  Function& f = function();
  remove_unreachable_blocks(f);
  for (uint32_t i = 0; i < f.blocks.size(); ++i) {
    HPYC_ASSERT(terminated(BlockId{i}), "a reachable block has no terminator");
  }
  remove_trivial_parameters(f);
  remove_dead_operations(module_, f);
  compact(f);
  propagate_maybe_null(f);
}

}  // namespace hpyc::ir
