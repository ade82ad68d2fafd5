// Operators, comparisons, and expressions as conditions.
#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::ConstantKind;

namespace {

ir::BinaryOp ir_operator(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add:
      return ir::BinaryOp::add;
    case BinaryOperator::Subtract:
      return ir::BinaryOp::subtract;
    case BinaryOperator::Multiply:
      return ir::BinaryOp::multiply;
    case BinaryOperator::MatrixMultiply:
      return ir::BinaryOp::matmultiply;
    case BinaryOperator::Divide:
      return ir::BinaryOp::truedivide;
    case BinaryOperator::FloorDivide:
      return ir::BinaryOp::floordivide;
    case BinaryOperator::Modulo:
      return ir::BinaryOp::remainder;
    case BinaryOperator::Power:
      return ir::BinaryOp::power;
    case BinaryOperator::LeftShift:
      return ir::BinaryOp::lshift;
    case BinaryOperator::RightShift:
      return ir::BinaryOp::rshift;
    case BinaryOperator::BitOr:
      return ir::BinaryOp::or_;
    case BinaryOperator::BitXor:
      return ir::BinaryOp::xor_;
    case BinaryOperator::BitAnd:
      return ir::BinaryOp::and_;
  }
  HPYC_UNREACHABLE("not an operator");
}

std::optional<ir::CompareOp> rich_comparison(CompareOperator op) {
  switch (op) {
    case CompareOperator::Less:
      return ir::CompareOp::lt;
    case CompareOperator::LessEqual:
      return ir::CompareOp::le;
    case CompareOperator::Equal:
      return ir::CompareOp::eq;
    case CompareOperator::NotEqual:
      return ir::CompareOp::ne;
    case CompareOperator::Greater:
      return ir::CompareOp::gt;
    case CompareOperator::GreaterEqual:
      return ir::CompareOp::ge;
    default:
      return std::nullopt;
  }
}

}  // namespace

// Without `from __future__ import division`, language level 2 divides int literals by `//`.
BinaryOperator FunctionLowerer::op_of(const BinOp& node, const Operand& left,
                                      const Operand& right) const {
  const auto is_integer = [](const Operand& operand) {
    return operand.constant && operand.constant->kind == ir::ConstantKind::integer;
  };
  if (node.op == BinaryOperator::Divide && !shared_.sema.future.division && is_integer(left) &&
      is_integer(right))
    return BinaryOperator::FloorDivide;
  return node.op;
}

Operand FunctionLowerer::binary(const BinOp& node, Operand left) {
  Operand right = operand(node.right);
  if (left.constant && right.constant)
    if (auto folded = fold_binary(op_of(node, left, right), *left.constant, *right.constant))
      return Operand::of(std::move(*folded));
  at(&node);
  ir::BinaryOp op = ir_operator(op_of(node, left, right));
  ValueId a = materialise(left);
  ValueId b = materialise(right);
  return Operand::of(b_.binary(op, a, b));
}

ir::ValueId FunctionLowerer::inplace(BinaryOperator op, ValueId left, const Operand& right) {
  return b_.inplace(ir_operator(op), left, materialise(right));
}

Operand FunctionLowerer::expr(const UnaryOp& node) {
  if (node.op == UnaryOperator::Not) {
    if (auto truth = constant_truth(node.operand))
      return Operand::of(singleton_constant(*truth ? ConstantKind::false_ : ConstantKind::true_));
    // `not a < b` needs no object for the comparison.
    if (const auto* compare = dyn_as<Compare>(node.operand);
        compare != nullptr && compare->ops.size() == 1) {
      ValueId left = value(compare->left);
      Operand right = comparator(compare->ops[0], compare->comparators[0]);
      at(compare);
      return Operand::of(b_.box_bool(b_.not_(compare_boolean(compare->ops[0], left, right))));
    }
  }
  Operand inner = operand(node.operand);
  if (inner.constant)
    if (auto folded = fold_unary(node.op, *inner.constant)) return Operand::of(std::move(*folded));
  ValueId argument = materialise(inner);
  at(&node);
  switch (node.op) {
    case UnaryOperator::Not:
      return Operand::of(b_.box_bool(b_.not_(b_.truth(argument))));
    case UnaryOperator::Minus:
      return Operand::of(b_.unary(ir::UnaryOp::negative, argument));
    case UnaryOperator::Plus:
      return Operand::of(b_.unary(ir::UnaryOp::positive, argument));
    case UnaryOperator::Invert:
      return Operand::of(b_.unary(ir::UnaryOp::invert, argument));
  }
  HPYC_UNREACHABLE("not an operator");
}

// ---- comparisons

// The right side of the last comparison: a list display after `in` need not be a list.
Operand FunctionLowerer::comparator(CompareOperator op, const Expr* expression) {
  if (op == CompareOperator::In || op == CompareOperator::NotIn) return iterable(expression);
  return operand(expression);
}

ir::ValueId FunctionLowerer::compare_boolean(CompareOperator op, ValueId left,
                                             const Operand& right) {
  switch (op) {
    case CompareOperator::Is:
    case CompareOperator::IsNot: {
      bool is_none = right.constant && right.constant->kind == ConstantKind::none;
      ValueId same = is_none ? b_.is_none(left) : b_.is(left, materialise(right));
      return op == CompareOperator::Is ? same : b_.not_(same);
    }
    case CompareOperator::In:
      return b_.contains(left, materialise(right));
    case CompareOperator::NotIn:
      return b_.not_(b_.contains(left, materialise(right)));
    default: {
      ir::CompareOp compared = *rich_comparison(op);
      return b_.compare_truth(compared, left, materialise(right));
    }
  }
}

Operand FunctionLowerer::expr(const Compare& node) {
  ValueId left = value(node.left);
  size_t count = node.ops.size();
  if (count == 1) {
    Operand right = comparator(node.ops[0], node.comparators[0]);
    at(&node);
    if (auto rich = rich_comparison(node.ops[0]))
      return Operand::of(b_.compare(*rich, left, materialise(right)));
    return Operand::of(b_.box_bool(compare_boolean(node.ops[0], left, right)));
  }
  ir::Variable result = b_.declare_variable("");
  BlockId end = b_.create_block();
  for (size_t i = 0; i < count; ++i) {
    bool is_last = i + 1 == count;
    Operand right =
        is_last ? comparator(node.ops[i], node.comparators[i]) : operand(node.comparators[i]);
    at(&node);
    ValueId right_value = materialise(right);
    if (!is_last) right.value = right_value;
    auto rich = rich_comparison(node.ops[i]);
    ValueId compared;
    ValueId truth = ir::kNoValue;
    if (rich) {
      compared = b_.compare(*rich, left, right_value);
    } else {
      truth = compare_boolean(node.ops[i], left, right);
      compared = b_.box_bool(truth);
    }
    b_.write(result, compared);
    if (is_last) {
      b_.jump(end);
    } else {
      BlockId next = b_.create_block();
      b_.branch(rich ? b_.truth(compared) : truth, next, end);
      continue_in(next);
      left = right_value;
    }
  }
  continue_in(end);
  return Operand::of(b_.read(result));
}

void FunctionLowerer::compare_condition(const Compare& node, BlockId if_true, BlockId if_false) {
  ValueId left = value(node.left);
  for (size_t i = 0; i < node.ops.size(); ++i) {
    bool is_last = i + 1 == node.ops.size();
    Operand right =
        is_last ? comparator(node.ops[i], node.comparators[i]) : operand(node.comparators[i]);
    at(&node);
    ValueId next_left = is_last ? ir::kNoValue : materialise(right);
    ValueId truth = compare_boolean(node.ops[i], left, right);
    if (is_last) {
      b_.branch(truth, if_true, if_false);
    } else {
      BlockId next = b_.create_block();
      b_.branch(truth, next, if_false);
      continue_in(next);
      left = next_left;
    }
  }
}

// ---- conditions

// The truth of an expression that is known before run time.
std::optional<bool> FunctionLowerer::constant_truth(const Expr* expression) const {
  switch (expression->kind) {
    case NodeKind::NoneLiteral:
      return false;
    case NodeKind::BoolLiteral:
      return as<BoolLiteral>(expression)->value;
    case NodeKind::EllipsisLiteral:
      return true;
    case NodeKind::IntLiteral: {
      const auto* literal = as<IntLiteral>(expression);
      return !literal->fits_int64 || literal->value != 0;
    }
    case NodeKind::FloatLiteral:
      return as<FloatLiteral>(expression)->value != 0;
    case NodeKind::StringLiteral:
      return !as<StringLiteral>(expression)->value.empty();
    case NodeKind::BytesLiteral:
      return !as<BytesLiteral>(expression)->value.empty();
    case NodeKind::NameExpr:
      if (as<NameExpr>(expression)->id == lex::names::kDunderDebug) return true;
      return std::nullopt;
    case NodeKind::UnaryOp: {
      const auto* unary = as<UnaryOp>(expression);
      if (unary->op != UnaryOperator::Not) return std::nullopt;
      auto truth = constant_truth(unary->operand);
      if (truth) return !*truth;
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

// Branches on the truth of an expression; no object is made for it where that can be avoided.
void FunctionLowerer::condition(const Expr* expression, BlockId if_true, BlockId if_false) {
  if (auto truth = constant_truth(expression)) {
    b_.jump(*truth ? if_true : if_false);
    return;
  }
  switch (expression->kind) {
    case NodeKind::UnaryOp:
      if (const auto* unary = as<UnaryOp>(expression); unary->op == UnaryOperator::Not) {
        condition(unary->operand, if_false, if_true);
        return;
      }
      break;
    case NodeKind::BoolOp: {
      const auto* node = as<BoolOp>(expression);
      bool is_and = node->op == BoolOperator::And;
      for (size_t i = 0; i < node->values.size(); ++i) {
        if (i + 1 == node->values.size()) {
          condition(node->values[i], if_true, if_false);
        } else {
          BlockId next = b_.create_block();
          condition(node->values[i], is_and ? next : if_true, is_and ? if_false : next);
          continue_in(next);
        }
      }
      return;
    }
    case NodeKind::Compare:
      compare_condition(*as<Compare>(expression), if_true, if_false);
      return;
    case NodeKind::IfExp: {
      const auto* node = as<IfExp>(expression);
      BlockId then = b_.create_block();
      BlockId otherwise = b_.create_block();
      condition(node->condition, then, otherwise);
      continue_in(then);
      condition(node->then_value, if_true, if_false);
      continue_in(otherwise);
      condition(node->else_value, if_true, if_false);
      return;
    }
    default:
      break;
  }
  Operand tested = operand(expression);
  if (tested.constant) {
    b_.jump(truth_of(*tested.constant) ? if_true : if_false);
    return;
  }
  at(expression);
  b_.branch(b_.truth(tested.value), if_true, if_false);
}

// Like condition(), but the edges for which `keep` is set also write the value to `result`. A
// value's truth is asked once, also where `and` and `or` are nested.
void FunctionLowerer::value_condition(const Expr* expression, ir::Variable result, BlockId if_true,
                                      bool keep_true, BlockId if_false, bool keep_false) {
  if (!keep_true && !keep_false) {
    condition(expression, if_true, if_false);
    return;
  }
  if (const auto* node = dyn_as<BoolOp>(expression)) {
    bool is_and = node->op == BoolOperator::And;
    for (size_t i = 0; i < node->values.size(); ++i) {
      const Expr* part = node->values[i];
      if (i + 1 == node->values.size()) {
        value_condition(part, result, if_true, keep_true, if_false, keep_false);
        continue;
      }
      BlockId next = b_.create_block();
      if (is_and)
        value_condition(part, result, next, false, if_false, keep_false);
      else
        value_condition(part, result, if_true, keep_true, next, false);
      continue_in(next);
    }
    return;
  }
  ValueId tested = value(expression);
  b_.write(result, tested);
  if (auto truth = constant_truth(expression)) {
    b_.jump(*truth ? if_true : if_false);
    return;
  }
  at(expression);
  b_.branch(b_.truth(tested), if_true, if_false);
}

Operand FunctionLowerer::expr(const BoolOp& node) {
  ir::Variable result = b_.declare_variable("");
  BlockId end = b_.create_block();
  bool is_and = node.op == BoolOperator::And;
  for (size_t i = 0; i < node.values.size(); ++i) {
    if (i + 1 == node.values.size()) {
      b_.write(result, value(node.values[i]));
      b_.jump(end);
    } else {
      BlockId next = b_.create_block();
      if (is_and)
        value_condition(node.values[i], result, next, false, end, true);
      else
        value_condition(node.values[i], result, end, true, next, false);
      continue_in(next);
    }
  }
  continue_in(end);
  return Operand::of(b_.read(result));
}

Operand FunctionLowerer::expr(const IfExp& node) {
  ir::Variable result = b_.declare_variable("");
  BlockId then = b_.create_block();
  BlockId otherwise = b_.create_block();
  BlockId end = b_.create_block();
  condition(node.condition, then, otherwise);
  continue_in(then);
  b_.write(result, value(node.then_value));
  b_.jump(end);
  continue_in(otherwise);
  b_.write(result, value(node.else_value));
  b_.jump(end);
  continue_in(end);
  return Operand::of(b_.read(result));
}

}  // namespace hpyc::lower
