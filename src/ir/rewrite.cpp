#include "ir/rewrite.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "ir/analysis.h"
#include "ir/op_info.h"

namespace hpyc::ir {
namespace {

// Calls `visit(parameter, argument)` for every argument of every edge.
template <typename Visit>
void for_each_argument(const Function& function, Visit visit) {
  for (const Block& block : function.blocks) {
    if (block.ops.empty()) continue;
    const Op& terminator = block.ops.back();
    for (size_t t = 0; t < terminator.targets.size(); ++t) {
      const Edge& edge = terminator.targets[t];
      const std::vector<ValueId>& parameters = function.block(edge.target).parameters;
      const size_t first = implicit_arguments(terminator, t);
      for (size_t i = 0; i < edge.arguments.size() && first + i < parameters.size(); ++i) {
        visit(parameters[first + i], edge.arguments[i]);
      }
    }
  }
}

// Parameters that are an item of `next` or of the function: not replaceable, not removable.
std::vector<bool> fixed_parameters(const Function& function) {
  std::vector<bool> fixed(function.values.size());
  if (function.blocks.empty()) return fixed;
  for (ValueId parameter : function.blocks[0].parameters) fixed[index(parameter)] = true;
  for (const Block& block : function.blocks) {
    if (block.ops.empty()) continue;
    const Op& terminator = block.ops.back();
    for (size_t t = 0; t < terminator.targets.size(); ++t) {
      if (implicit_arguments(terminator, t) == 0) continue;
      const std::vector<ValueId>& parameters =
          function.block(terminator.targets[t].target).parameters;
      if (!parameters.empty()) fixed[index(parameters[0])] = true;
    }
  }
  return fixed;
}

// Removes the parameters of blocks for which `doomed` holds, with their arguments.
template <typename Doomed>
void remove_parameters(Function& function, Doomed doomed) {
  for (Block& block : function.blocks) {
    if (block.ops.empty()) continue;
    Op& terminator = block.ops.back();
    for (size_t t = 0; t < terminator.targets.size(); ++t) {
      Edge& edge = terminator.targets[t];
      const std::vector<ValueId>& parameters = function.block(edge.target).parameters;
      const size_t first = implicit_arguments(terminator, t);
      size_t kept = 0;
      for (size_t i = 0; i < edge.arguments.size(); ++i) {
        if (first + i < parameters.size() && doomed(parameters[first + i])) continue;
        edge.arguments[kept++] = edge.arguments[i];
      }
      edge.arguments.resize(kept);
    }
  }
  for (Block& block : function.blocks) std::erase_if(block.parameters, doomed);
}

void remap(std::vector<ValueId>& values, const std::vector<ValueId>& map) {
  for (ValueId& value : values) value = map[index(value)];
}

}  // namespace

void Replacements::set(ValueId from, ValueId to) {
  HPYC_ASSERT(resolve(to) != from, "a value is replaced by itself");
  to_[index(from)] = to;
  any_ = true;
}

ValueId Replacements::resolve(ValueId value) {
  ValueId root = value;
  while (contains(root)) root = to_[index(root)];
  while (contains(value)) value = std::exchange(to_[index(value)], root);  // path compression
  return root;
}

void Replacements::apply(Function& function) {
  if (!any_) return;
  for (Block& block : function.blocks) {
    for (Op& op : block.ops) {
      for (ValueId& operand : op.operands) operand = resolve(operand);
      for (Edge& edge : op.targets) {
        for (ValueId& argument : edge.arguments) argument = resolve(argument);
      }
    }
  }
}

bool remove_trivial_parameters(Function& function) {
  Replacements replacements(function.values.size());
  const std::vector<bool> fixed = fixed_parameters(function);
  struct Seen {
    ValueId only = kNoValue;
    bool several = false;
  };
  bool changed = false;
  for (bool again = true; again;) {
    again = false;
    std::vector<Seen> seen(function.values.size());
    for_each_argument(function, [&](ValueId parameter, ValueId argument) {
      argument = replacements.resolve(argument);
      Seen& s = seen[index(parameter)];
      if (argument == parameter || s.several || s.only == argument) return;
      if (s.only == kNoValue) {
        s.only = argument;
      } else {
        s.several = true;
      }
    });
    for (uint32_t i = 0; i < seen.size(); ++i) {
      if (fixed[i] || seen[i].several || seen[i].only == kNoValue) continue;
      const ValueId parameter{i};
      if (replacements.contains(parameter)) continue;
      const ValueId target = replacements.resolve(seen[i].only);
      if (target == parameter) continue;
      replacements.set(parameter, target);
      again = changed = true;
      Value& value = function.value(target);
      if (value.name.empty()) value.name = function.value(parameter).name;
    }
  }
  if (!changed) return false;
  remove_parameters(function, [&](ValueId value) { return replacements.contains(value); });
  replacements.apply(function);
  return true;
}

bool remove_unreachable_blocks(Function& function) {
  const size_t count = function.blocks.size();
  if (count == 0) return false;
  std::vector<bool> reached(count);
  std::vector<BlockId> work{BlockId{0}};
  reached[0] = true;
  const auto reach = [&](BlockId target) {
    if (target == kNoBlock || reached[index(target)]) return;
    reached[index(target)] = true;
    work.push_back(target);
  };
  while (!work.empty()) {
    const Block& block = function.block(work.back());
    work.pop_back();
    reach(block.handler);
    if (block.ops.empty()) continue;
    for (const Edge& edge : block.ops.back().targets) reach(edge.target);
  }
  std::vector<BlockId> map(count, kNoBlock);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (!reached[i]) continue;
    if (kept != i) function.blocks[kept] = std::move(function.blocks[i]);
    map[i] = BlockId{kept++};
  }
  if (kept == count) return false;
  function.blocks.resize(kept);
  for (Block& block : function.blocks) {
    if (block.handler != kNoBlock) block.handler = map[index(block.handler)];
    if (block.ops.empty()) continue;
    for (Edge& edge : block.ops.back().targets) edge.target = map[index(edge.target)];
  }
  return true;
}

bool remove_dead_operations(const Module& module, Function& function) {
  // Which value each argument feeds and which operation defines each value.
  const size_t count = function.values.size();
  std::vector<bool> needed(count);
  std::vector<ValueId> work;
  const auto need = [&](ValueId value) {
    if (needed[index(value)]) return;
    needed[index(value)] = true;
    work.push_back(value);
  };
  struct Place {
    uint32_t block = kNoId;
    uint32_t op = 0;
  };
  std::vector<Place> places(count);
  std::vector<std::pair<ValueId, ValueId>> flows;  // parameter ← argument
  for_each_argument(function, [&](ValueId parameter, ValueId argument) {
    flows.emplace_back(parameter, argument);
  });
  std::sort(flows.begin(), flows.end());
  const std::vector<bool> fixed = fixed_parameters(function);
  for (uint32_t i = 0; i < count; ++i) {
    if (fixed[i]) need(ValueId{i});
  }
  for (uint32_t b = 0; b < function.blocks.size(); ++b) {
    const std::vector<Op>& ops = function.blocks[b].ops;
    for (uint32_t i = 0; i < ops.size(); ++i) {
      for (ValueId result : ops[i].results) places[index(result)] = {b, i};
      if (is_removable(module, ops[i])) continue;
      for (ValueId operand : ops[i].operands) need(operand);
    }
  }
  while (!work.empty()) {
    const ValueId value = work.back();
    work.pop_back();
    const Place place = places[index(value)];
    if (place.block != kNoId) {
      for (ValueId operand : function.blocks[place.block].ops[place.op].operands) need(operand);
      continue;
    }
    for (auto it = std::lower_bound(flows.begin(), flows.end(), std::pair{value, ValueId{0}});
         it != flows.end() && it->first == value; ++it) {
      need(it->second);
    }
  }
  bool changed = false;
  bool dead_parameters = false;
  for (Block& block : function.blocks) {
    const size_t before = block.ops.size();
    std::erase_if(block.ops, [&](const Op& op) {
      return is_removable(module, op) &&
             std::none_of(op.results.begin(), op.results.end(),
                          [&](ValueId result) { return needed[index(result)]; });
    });
    changed |= block.ops.size() != before;
    for (ValueId parameter : block.parameters) dead_parameters |= !needed[index(parameter)];
  }
  if (dead_parameters) {
    remove_parameters(function, [&](ValueId value) { return !needed[index(value)]; });
  }
  return changed || dead_parameters;
}

void compact(Function& function) {
  std::vector<ValueId> map(function.values.size(), kNoValue);
  std::vector<Value> values;
  values.reserve(function.values.size());
  const auto define = [&](ValueId value) {
    if (map[index(value)] != kNoValue) return;
    map[index(value)] = ValueId{static_cast<uint32_t>(values.size())};
    values.push_back(std::move(function.value(value)));
  };
  for (const Block& block : function.blocks) {
    for (ValueId parameter : block.parameters) define(parameter);
    for (const Op& op : block.ops) {
      for (ValueId result : op.results) define(result);
    }
  }
  function.values = std::move(values);
  for (Parameter& parameter : function.parameters) {
    parameter.value = map[index(parameter.value)];
  }
  for (Block& block : function.blocks) {
    remap(block.parameters, map);
    for (Op& op : block.ops) {
      remap(op.operands, map);
      remap(op.results, map);
      for (Edge& edge : op.targets) remap(edge.arguments, map);
    }
  }
}

bool propagate_maybe_null(Function& function) {
  const std::vector<bool> fixed = fixed_parameters(function);
  std::vector<bool> is_parameter(function.values.size());
  for (const Block& block : function.blocks) {
    for (ValueId parameter : block.parameters) {
      is_parameter[index(parameter)] = !fixed[index(parameter)];
    }
  }
  // Optimistic: parameters are null only if a null reaches them.
  std::vector<std::pair<ValueId, ValueId>> flows;  // argument → parameter
  std::vector<bool> maybe_null(function.values.size());
  std::vector<ValueId> work;
  // An argument that has passed a check on the way is not null.
  const Cfg cfg(function);
  const CheckedValues checked(function, cfg);
  for (BlockId b : cfg.order) {
    const Op& terminator = function.block(b).ops.back();
    if (terminator.targets.empty()) continue;
    CheckedValues::Cursor cursor = checked.start(b);
    for (const Op& op : function.block(b).ops) cursor.step(op);
    for (size_t t = 0; t < terminator.targets.size(); ++t) {
      const Edge& edge = terminator.targets[t];
      const std::vector<ValueId>& parameters = function.block(edge.target).parameters;
      const size_t first = implicit_arguments(terminator, t);
      for (size_t i = 0; i < edge.arguments.size(); ++i) {
        if (!cursor.at(edge.arguments[i])) {
          flows.emplace_back(edge.arguments[i], parameters[first + i]);
        }
      }
    }
  }
  std::sort(flows.begin(), flows.end());
  for (uint32_t i = 0; i < function.values.size(); ++i) {
    if (is_parameter[i] || !function.values[i].type.maybe_null) continue;
    maybe_null[i] = true;
    work.push_back(ValueId{i});
  }
  while (!work.empty()) {
    const ValueId value = work.back();
    work.pop_back();
    for (auto it = std::lower_bound(flows.begin(), flows.end(), std::pair{value, ValueId{0}});
         it != flows.end() && it->first == value; ++it) {
      if (maybe_null[index(it->second)]) continue;
      maybe_null[index(it->second)] = true;
      work.push_back(it->second);
    }
  }
  bool changed = false;
  for (uint32_t i = 0; i < function.values.size(); ++i) {
    if (!is_parameter[i] || function.values[i].type.maybe_null == maybe_null[i]) continue;
    function.values[i].type.maybe_null = maybe_null[i];
    changed = true;
  }
  return changed;
}

FunctionId clone_function(Module& module, FunctionId source, std::string_view symbol) {
  Function copy = module.function(source);
  copy.symbol = symbol;
  if (copy.origin == kNoFunction) copy.origin = source;
  module.functions.push_back(std::move(copy));
  return FunctionId{static_cast<uint32_t>(module.functions.size() - 1)};
}

void clone_blocks(Function& destination, const Function& source, CloneMap& map) {
  map.values.resize(source.values.size(), kNoValue);
  std::vector<bool> given(source.values.size());
  for (size_t i = 0; i < given.size(); ++i) given[i] = map.values[i] != kNoValue;
  for (size_t i = 0; i < given.size(); ++i) {
    if (!given[i]) map.values[i] = new_value(destination, source.values[i]);
  }
  const auto first_variable = static_cast<int64_t>(destination.variables.size());
  destination.variables.insert(destination.variables.end(), source.variables.begin(),
                               source.variables.end());
  const auto first = static_cast<uint32_t>(destination.blocks.size());
  map.blocks.clear();
  for (uint32_t i = 0; i < source.blocks.size(); ++i) map.blocks.push_back(BlockId{first + i});
  for (size_t b = 0; b < source.blocks.size(); ++b) {
    Block copy = source.blocks[b];
    if (b == 0) {
      std::erase_if(copy.parameters, [&](ValueId value) { return given[index(value)]; });
    }
    remap(copy.parameters, map.values);
    if (copy.handler != kNoBlock) copy.handler = map.blocks[index(copy.handler)];
    for (Op& op : copy.ops) {
      if (is_variable_op(op.opcode)) op.imm += first_variable;
      remap(op.operands, map.values);
      remap(op.results, map.values);
      for (Edge& edge : op.targets) {
        remap(edge.arguments, map.values);
        edge.target = map.blocks[index(edge.target)];
      }
    }
    destination.blocks.push_back(std::move(copy));
  }
}

BlockId split_edge(Function& function, BlockId from, uint32_t target) {
  const BlockId added{static_cast<uint32_t>(function.blocks.size())};
  Block middle;
  middle.handler = function.block(from).handler;
  Op& terminator = function.block(from).ops.back();
  Edge& edge = terminator.targets[target];
  Op jump;
  jump.opcode = Opcode::jump;
  jump.line = terminator.line;
  Edge onwards{edge.target, {}};
  if (implicit_arguments(terminator, target) != 0) {
    Value item = item_value(terminator.opcode);
    const Value& parameter = function.value(function.block(edge.target).parameters[0]);
    item.type = parameter.type;
    item.name = parameter.name;
    const ValueId passed = new_value(function, std::move(item));
    middle.parameters.push_back(passed);
    onwards.arguments.push_back(passed);
  }
  onwards.arguments.insert(onwards.arguments.end(), edge.arguments.begin(), edge.arguments.end());
  jump.targets.push_back(std::move(onwards));
  middle.ops.push_back(std::move(jump));
  edge.target = added;
  edge.arguments.clear();
  function.blocks.push_back(std::move(middle));
  return added;
}

ValueId new_value(Function& function, Value value) {
  function.values.push_back(std::move(value));
  return ValueId{static_cast<uint32_t>(function.values.size() - 1)};
}

Op make_operation(const Module& module, Function& function, Opcode opcode, uint32_t line,
                  std::vector<ValueId> operands, int64_t imm, uint8_t sub, int64_t imm2) {
  Op op;
  op.opcode = opcode;
  op.line = line;
  op.operands = std::move(operands);
  op.imm = imm;
  op.imm2 = imm2;
  op.sub = sub;
  if (result_count(module, op) != 0)
    op.results.push_back(new_value(function, result_value(module, function, op, 0)));
  return op;
}

}  // namespace hpyc::ir
