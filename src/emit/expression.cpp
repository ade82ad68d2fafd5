#include "emit/expression.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "emit/c_text.h"
#include "emit/symbols.h"
#include "emit/variables.h"

namespace hpyc::emit {

using ir::BinaryOp;
using ir::CompareOp;
using ir::Op;
using ir::Opcode;
using ir::Rep;
using ir::ValueId;

namespace {

Precedence tighter(Precedence p) { return static_cast<Precedence>(static_cast<int>(p) + 1); }

struct Operator {
  const char* symbol;
  Precedence precedence;
};

Operator compare_operator(uint8_t sub) {
  switch (static_cast<CompareOp>(sub)) {
    case CompareOp::lt:
      return {"<", Precedence::relational};
    case CompareOp::le:
      return {"<=", Precedence::relational};
    case CompareOp::eq:
      return {"==", Precedence::equality};
    case CompareOp::ne:
      return {"!=", Precedence::equality};
    case CompareOp::gt:
      return {">", Precedence::relational};
    case CompareOp::ge:
      return {">=", Precedence::relational};
  }
  HPYC_UNREACHABLE("comparison");
}

// The C operator of exact arithmetic, or null when there is none with Python's meaning.
Operator arithmetic_operator(uint8_t sub) {
  switch (static_cast<BinaryOp>(sub)) {
    case BinaryOp::add:
      return {"+", Precedence::additive};
    case BinaryOp::subtract:
      return {"-", Precedence::additive};
    case BinaryOp::multiply:
      return {"*", Precedence::multiplicative};
    case BinaryOp::and_:
      return {"&", Precedence::bit_and};
    case BinaryOp::or_:
      return {"|", Precedence::bit_or};
    case BinaryOp::xor_:
      return {"^", Precedence::bit_xor};
    default:
      return {nullptr, Precedence::postfix};
  }
}

// Operators that gcc -Wall wants parentheses in: a & (b + c), (a & b) | c.
bool is_confusing(Precedence p) { return p >= Precedence::or_ && p <= Precedence::bit_and; }

}  // namespace

bool is_unmanaged_number(const ir::Value& value) {
  return value.type.rep == Rep::num && value.ownership == ir::Ownership::immortal;
}

bool is_literal(Opcode opcode) {
  switch (opcode) {
    case Opcode::none:
    case Opcode::true_:
    case Opcode::false_:
    case Opcode::ellipsis:
    case Opcode::not_implemented:
    case Opcode::null:
    case Opcode::local_null:
    case Opcode::local_literal:
    case Opcode::const_i64:
    case Opcode::const_f64:
    case Opcode::const_bool:
      return true;
    default:
      return false;
  }
}

bool is_expression(Opcode opcode) {
  switch (opcode) {
    case Opcode::is:
    case Opcode::is_none:
    case Opcode::not_:
    case Opcode::num_is_small:
    case Opcode::num_is_float:
    case Opcode::num_int:
    case Opcode::num_float:
    case Opcode::num_i64:
    case Opcode::num_f64:
    case Opcode::local_bool:
    case Opcode::i64_binary:
    case Opcode::i64_compare:
    case Opcode::i64_to_f64:
    case Opcode::bool_to_i64:
    case Opcode::f64_binary:
    case Opcode::f64_unary:
    case Opcode::f64_compare:
    case Opcode::f64_truth:
      return true;
    default:
      return false;
  }
}

Expression ExpressionPrinter::value(ValueId id) const {
  if (variables_.is_folded(id)) return expression(*variables_.definition(id));
  return {variables_[variables_.of(id)].name, Precedence::postfix};
}

std::string ExpressionPrinter::operand(ValueId id, Precedence outer) const {
  Expression e = value(id);
  if (e.precedence < outer) return "(" + e.text + ")";
  return std::move(e.text);
}

Expression ExpressionPrinter::binary(const Op& op, const char* symbol,
                                     Precedence precedence) const {
  Precedence left = precedence, right = tighter(precedence);
  if (is_confusing(precedence)) left = right = Precedence::unary;
  if (precedence == Precedence::equality || precedence == Precedence::relational)
    left = right = Precedence::shift;
  std::string b = operand(op.operands[1], right);
  std::string a = operand(op.operands[0], left);
  auto is_literal_int = [&](ValueId v) {
    return variables_.is_folded(v) && variables_.definition(v)->opcode == Opcode::const_i64;
  };
  if (is_literal_int(op.operands[0]) && is_literal_int(op.operands[1])) a = "(int64_t)" + a;
  if (b[0] == '-' && precedence == Precedence::additive) b = "(" + b + ")";
  return {fmt::format("{} {} {}", a, symbol, b), precedence};
}

Expression ExpressionPrinter::expression(const Op& op) const {
  auto arg = [&](size_t i) { return operand(op.operands[i]); };
  switch (op.opcode) {
    case Opcode::none:
    case Opcode::true_:
    case Opcode::false_:
    case Opcode::ellipsis:
    case Opcode::not_implemented:
      return {vocabulary_name(op) + "(ctx)", Precedence::postfix};
    case Opcode::null:
      return {"HPy_NULL", Precedence::postfix};
    case Opcode::local_null:
      return {"NULL", Precedence::postfix};
    case Opcode::local_literal:
      return {fmt::format("{}(ctx, {})", vocabulary_name(op), op.imm), Precedence::postfix};
    case Opcode::const_i64:
      return {c_integer(op.imm), op.imm < 0 ? Precedence::unary : Precedence::postfix};
    case Opcode::const_f64: {
      std::string text = c_double(op.fimm);
      Precedence p = text[0] == '-' ? Precedence::unary : Precedence::postfix;
      return {std::move(text), p};
    }
    case Opcode::const_bool:
      return {op.imm ? "1" : "0", Precedence::postfix};
    case Opcode::is:
      return {fmt::format("HPy_Is(ctx, {}, {})", arg(0), arg(1)), Precedence::postfix};
    case Opcode::is_none:
      return {fmt::format("HPy_Is(ctx, {}, hpyc_none(ctx))", arg(0)), Precedence::postfix};
    case Opcode::not_:
      return {"!" + operand(op.operands[0], Precedence::unary), Precedence::unary};
    case Opcode::num_is_small:
      return {operand(op.operands[0], Precedence::postfix) + ".tag == HPYC_SMALL",
              Precedence::equality};
    case Opcode::num_is_float:
      return {operand(op.operands[0], Precedence::postfix) + ".tag == HPYC_FLOAT",
              Precedence::equality};
    case Opcode::num_int:
      return {operand(op.operands[0], Precedence::postfix) + ".i", Precedence::postfix};
    case Opcode::num_float:
      return {operand(op.operands[0], Precedence::postfix) + ".d", Precedence::postfix};
    case Opcode::num_i64:
    case Opcode::num_f64:
    case Opcode::local_bool:
      return {fmt::format("{}(ctx, {})", vocabulary_name(op), arg(0)), Precedence::postfix};
    case Opcode::i64_compare:
    case Opcode::f64_compare: {
      // x != x is how NaN is found; as an expression, gcc warns of it.
      if (op.operands[0] == op.operands[1])
        return {fmt::format("{}(ctx, {}, {}, {})", vocabulary_name(op), arg(0), arg(1),
                            compare_constant(op.sub)),
                Precedence::postfix};
      Operator c = compare_operator(op.sub);
      return binary(op, c.symbol, c.precedence);
    }
    case Opcode::i64_binary:
    case Opcode::f64_binary: {
      Operator a = arithmetic_operator(op.sub);
      if (a.symbol) return binary(op, a.symbol, a.precedence);
      return {fmt::format("{}(ctx, {}, {})", vocabulary_name(op), arg(0), arg(1)),
              Precedence::postfix};
    }
    case Opcode::i64_to_f64:
      return {"(double)" + operand(op.operands[0], Precedence::unary), Precedence::unary};
    case Opcode::bool_to_i64:
      return {"(int64_t)" + operand(op.operands[0], Precedence::unary), Precedence::unary};
    case Opcode::f64_unary:
      if (static_cast<ir::UnaryOp>(op.sub) == ir::UnaryOp::negative) {
        std::string inner = operand(op.operands[0], Precedence::postfix);
        return {"-" + inner, Precedence::unary};
      }
      if (static_cast<ir::UnaryOp>(op.sub) == ir::UnaryOp::absolute)
        return {fmt::format("fabs({})", arg(0)), Precedence::postfix};
      return value(op.operands[0]);
    case Opcode::f64_truth:
      return {operand(op.operands[0], Precedence::unary) + " != 0.0", Precedence::equality};
    case Opcode::dup: {
      const ir::Type& type = function_.value(op.operands[0]).type;
      if (is_unmanaged_number(function_.value(op.operands[0]))) return value(op.operands[0]);
      return {fmt::format("{}(ctx, {})", dup_name(type), arg(0)), Precedence::postfix};
    }
    default:
      HPYC_UNREACHABLE("not an expression");
  }
}

std::string ExpressionPrinter::condition(ValueId id, bool negated) const {
  if (!negated) return operand(id, Precedence::comma);
  if (variables_.is_folded(id)) {
    const Op& op = *variables_.definition(id);
    if (op.opcode == Opcode::not_) return operand(op.operands[0], Precedence::comma);
    // Not for floats: !(a < b) is not a >= b when one is NaN.
    if (op.opcode == Opcode::i64_compare) {
      constexpr CompareOp kInverse[] = {CompareOp::ge, CompareOp::gt, CompareOp::ne,
                                        CompareOp::eq, CompareOp::le, CompareOp::lt};
      Op inverse = op;
      inverse.sub = static_cast<uint8_t>(kInverse[op.sub]);
      return expression(inverse).text;
    }
  }
  return "!" + operand(id, Precedence::unary);
}

}  // namespace hpyc::emit
