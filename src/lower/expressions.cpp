// Dispatch, names, literals, attributes and subscripts.
#include "ast/chains.h"
#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::Constant;
using ir::ConstantKind;
using ir::Opcode;

// Chains `a.b(c)[d] + e` are as deep as they are long: no recursion on their left part.
Operand FunctionLowerer::operand(const Expr* expression) {
  SmallVector<const Expr*, 8> chain;
  while (const Expr* left = left_of(expression)) {
    if (shared_.sema.cython_path(expression) != nullptr) break;
    chain.push_back(expression);
    if (const auto* call = dyn_as<Call>(expression)) {
      if (auto special = frame_builtin(*call)) {
        chain.pop_back();
        Operand result = Operand::of(*special);
        for (; !chain.empty(); chain.pop_back()) result = link(chain.back(), std::move(result));
        return result;
      }
      // `a.f(x)` is one link: its receiver comes next.
      if (is_method_call(*call)) left = as<Attribute>(left)->value;
    }
    expression = left;
  }
  Operand result =
      shared_.sema.cython_path(expression) != nullptr
          ? cython_expression(expression)
          : dispatch_expr(expression, [&](const auto& node) -> Operand { return expr(node); });
  for (; !chain.empty(); chain.pop_back()) result = link(chain.back(), std::move(result));
  return result;
}

// `cython.compiled`, and the value of `cython.declare(type, value)`.
Operand FunctionLowerer::cython_expression(const Expr* expression) {
  if (const auto* call = dyn_as<Call>(expression)) return operand(call->arguments[1]->value);
  return Operand::of(singleton_constant(ConstantKind::true_));
}

// The value of a chain's next link, given that of its left part.
Operand FunctionLowerer::link(const Expr* node, Operand left) {
  switch (node->kind) {
    case NodeKind::BinOp:
      return binary(*as<BinOp>(node), std::move(left));
    case NodeKind::Attribute: {
      const auto* attribute = as<Attribute>(node);
      return Operand::of(b_.getattr(materialise(left), mangled(attribute->attribute.name),
                                    attribute_line(*attribute)));
    }
    case NodeKind::Subscript: {
      Item place = item(*as<Subscript>(node), materialise(left));
      at(node);
      return Operand::of(get_item(place));
    }
    case NodeKind::Call: {
      const auto* call_node = as<Call>(node);
      if (is_method_call(*call_node))
        return Operand::of(
            call_method(*call_node, *as<Attribute>(call_node->callee), materialise(left)));
      return Operand::of(call(*call_node, materialise(left)));
    }
    default:
      HPYC_UNREACHABLE("not a link of a chain");
  }
}

FunctionLowerer::Values FunctionLowerer::values(NodeList<Expr> expressions) {
  Values result;
  result.reserve(expressions.size());
  for (const Expr* expression : expressions) result.push_back(value(expression));
  return result;
}

// A long attribute access is reported where its name stands, as CPython does.
uint32_t FunctionLowerer::attribute_line(const Attribute& node) const {
  return shared_.line_of(node.attribute.span);
}

Operand FunctionLowerer::expr(const NameExpr& node) {
  if (node.id == lex::names::kDunderDebug)
    return Operand::of(singleton_constant(ConstantKind::true_));
  at(&node);
  if (std::string_view present = shared_.sema.builtin_name(node); present != text(node.id))
    return Operand::of(builtin(present));
  return Operand::of(load_symbol(shared_.sema.symbol_ref_of(&node)));
}

Operand FunctionLowerer::expr(const NamedExpr& node) {
  ValueId assigned = value(node.value);
  at(node.target);
  store_binding(node.target, assigned);
  return Operand::of(assigned);
}

Operand FunctionLowerer::expr(const NoneLiteral&) {
  return Operand::of(singleton_constant(ConstantKind::none));
}
Operand FunctionLowerer::expr(const BoolLiteral& node) {
  return Operand::of(singleton_constant(node.value ? ConstantKind::true_ : ConstantKind::false_));
}
Operand FunctionLowerer::expr(const EllipsisLiteral&) {
  return Operand::of(singleton_constant(ConstantKind::ellipsis));
}
Operand FunctionLowerer::expr(const IntLiteral& node) {
  return Operand::of(integer_constant(node));
}
Operand FunctionLowerer::expr(const FloatLiteral& node) {
  return Operand::of(float_constant(node.value));
}
Operand FunctionLowerer::expr(const ImagLiteral& node) {
  Constant constant{ConstantKind::complex_};
  constant.number = node.value;
  return Operand::of(std::move(constant));
}
Operand FunctionLowerer::expr(const StringLiteral& node) {
  return Operand::of(str_constant(node.value));
}
Operand FunctionLowerer::expr(const BytesLiteral& node) {
  Constant constant{ConstantKind::bytes};
  constant.text = node.value;
  return Operand::of(std::move(constant));
}

// ---- subscripts

Operand FunctionLowerer::expr(const Slice& node) {
  ValueId lower = node.lower != nullptr ? value(node.lower) : b_.none();
  ValueId upper = value_or_null(node.upper);
  ValueId step = value_or_null(node.step);
  at(&node);
  return Operand::of(b_.emit(Opcode::build_slice, {lower, upper, step}));
}

FunctionLowerer::Item FunctionLowerer::item(const Subscript& node, ValueId object) {
  Item place;
  place.object = object;
  if (const auto* slice = dyn_as<Slice>(node.index); slice != nullptr && slice->step == nullptr) {
    place.is_slice = true;
    place.lower = value_or_null(slice->lower);
    place.upper = value_or_null(slice->upper);
    return place;
  }
  if (isa<Starred>(node.index)) {  // `a[*b]` is `a[(*b,)]`
    Expr* const element = node.index;
    place.key = materialise(tuple_of(NodeList<Expr>(&element, 1), node.index));
    return place;
  }
  place.key = value(node.index);
  return place;
}

ir::ValueId FunctionLowerer::get_item(const Item& place) {
  if (place.is_slice) return b_.emit(Opcode::getslice, {place.object, place.lower, place.upper});
  return b_.getitem(place.object, place.key);
}

void FunctionLowerer::set_item(const Item& place, ValueId stored) {
  if (place.is_slice)
    b_.emit(Opcode::setslice, {place.object, place.lower, place.upper, stored});
  else
    b_.setitem(place.object, place.key, stored);
}

void FunctionLowerer::delete_item(const Item& place) {
  if (place.is_slice)
    b_.emit(Opcode::delslice, {place.object, place.lower, place.upper});
  else
    b_.emit(Opcode::delitem, {place.object, place.key});
}

}  // namespace hpyc::lower
