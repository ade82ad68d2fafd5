// Tuples, lists, sets and dicts.
#include <algorithm>

#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::ConstantKind;
using ir::Opcode;

namespace {

// From here on a list of constants is copied from a tuple, not filled item by item.
constexpr size_t kLongDisplay = 8;
// A longer dict display is filled pair by pair, for the sake of the C stack.
constexpr size_t kLongDict = 16;

bool has_star(NodeList<Expr> elements) {
  return std::any_of(elements.begin(), elements.end(),
                     [](const Expr* element) { return isa<Starred>(element); });
}

}  // namespace

// A tuple constant if all items are constants.
std::optional<ir::ConstantId> FunctionLowerer::constant_tuple(
    const std::vector<Operand>& operands) {
  for (const Operand& o : operands)
    if (!o.constant) return std::nullopt;
  ir::Constant tuple{ConstantKind::tuple};
  for (const Operand& o : operands) tuple.items.push_back(shared_.module.constant(*o.constant));
  return shared_.module.constant(tuple);
}

// A new list with all elements, stars included.
ir::ValueId FunctionLowerer::list_of(NodeList<Expr> elements, const Expr* node) {
  Values leading;
  size_t i = 0;
  for (; i < elements.size() && !isa<Starred>(elements[i]); ++i)
    leading.push_back(value(elements[i]));
  at(node);
  ValueId list = b_.build(Opcode::build_list, leading);
  for (; i < elements.size(); ++i) {
    if (const auto* starred = dyn_as<Starred>(elements[i])) {
      ValueId items = value(starred->value);
      at(node);
      b_.emit(Opcode::list_extend, {list, items});
    } else {
      ValueId element = value(elements[i]);
      at(node);
      b_.emit(Opcode::list_append, {list, element});
    }
  }
  return list;
}

Operand FunctionLowerer::tuple_of(NodeList<Expr> elements, const Expr* node) {
  if (has_star(elements)) {
    ValueId list = list_of(elements, node);
    return Operand::of(b_.emit(Opcode::list_to_tuple, {list}));
  }
  std::vector<Operand> operands;
  operands.reserve(elements.size());
  for (const Expr* element : elements) operands.push_back(operand(element));
  if (std::all_of(operands.begin(), operands.end(),
                  [](const Operand& o) { return o.constant.has_value(); })) {
    ir::Constant tuple{ConstantKind::tuple};
    for (const Operand& o : operands) tuple.items.push_back(shared_.module.constant(*o.constant));
    return Operand::of(std::move(tuple));
  }
  Values items;
  for (const Operand& o : operands) items.push_back(materialise(o));
  at(node);
  return Operand::of(b_.build(Opcode::build_tuple, items));
}

Operand FunctionLowerer::expr(const Tuple& node) { return tuple_of(node.elements, &node); }

Operand FunctionLowerer::expr(const List& node) {
  if (has_star(node.elements)) return Operand::of(list_of(node.elements, &node));
  std::vector<Operand> operands;
  operands.reserve(node.elements.size());
  for (const Expr* element : node.elements) operands.push_back(operand(element));
  if (operands.size() >= kLongDisplay) {
    if (auto constants = constant_tuple(operands)) {
      at(&node);
      ValueId list = b_.build(Opcode::build_list, {});
      b_.emit(Opcode::list_extend, {list, b_.constant(*constants)});
      return Operand::of(list);
    }
  }
  Values items;
  for (const Operand& o : operands) items.push_back(materialise(o));
  at(&node);
  return Operand::of(b_.build(Opcode::build_list, items));
}

// A list display that is only iterated over or searched may be a tuple.
Operand FunctionLowerer::iterable(const Expr* expression) {
  if (const auto* list = dyn_as<List>(expression); list != nullptr && !has_star(list->elements))
    return tuple_of(list->elements, expression);
  return operand(expression);
}

Operand FunctionLowerer::expr(const Set& node) {
  Values leading;
  size_t i = 0;
  for (; i < node.elements.size() && !isa<Starred>(node.elements[i]); ++i)
    leading.push_back(value(node.elements[i]));
  at(&node);
  ValueId set = b_.build(Opcode::build_set, leading);
  for (; i < node.elements.size(); ++i) {
    const auto* starred = dyn_as<Starred>(node.elements[i]);
    ValueId element = value(starred != nullptr ? starred->value : node.elements[i]);
    at(&node);
    b_.emit(starred != nullptr ? Opcode::set_update : Opcode::set_add, {set, element});
  }
  return Operand::of(set);
}

Operand FunctionLowerer::expr(const Dict& node) {
  ValueId dict = ir::kNoValue;
  for (size_t i = 0; i < node.items.size();) {
    // A run of pairs up to the next `**`.
    size_t end = i;
    while (end < node.items.size() && node.items[end]->key != nullptr) ++end;
    size_t pairs = end - i;
    if (pairs > 0 && dict == ir::kNoValue && pairs < kLongDict) {
      Values items;
      for (; i < end; ++i) {
        items.push_back(value(node.items[i]->key));
        items.push_back(value(node.items[i]->value));
      }
      at(&node);
      dict = b_.build(Opcode::build_dict, items);
      continue;
    }
    if (dict == ir::kNoValue) {
      at(&node);
      dict = b_.build(Opcode::build_dict, {});
    }
    for (; i < end; ++i) {
      ValueId key = value(node.items[i]->key);
      ValueId item = value(node.items[i]->value);
      at(&node);
      b_.emit(Opcode::dict_set, {dict, key, item});
    }
    if (i < node.items.size()) {
      ValueId mapping = value(node.items[i]->value);
      at(&node);
      b_.emit(Opcode::dict_update, {dict, mapping});
      ++i;
    }
  }
  if (dict == ir::kNoValue) {
    at(&node);
    dict = b_.build(Opcode::build_dict, {});
  }
  return Operand::of(dict);
}

}  // namespace hpyc::lower
