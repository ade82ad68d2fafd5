// Operations that are C expressions: literals and arithmetic on scalars.
#pragma once

#include <string>

#include "ir/ir.h"

namespace hpyc::emit {

class Variables;

// Written out at every use: scalar constants, None, True, the null handle …
bool is_literal(ir::Opcode opcode);
// A num that is an unboxed int or float for sure: nothing to release.
bool is_unmanaged_number(const ir::Value& value);
// Scalar or unmanaged result, no effect, never fails: may be written where its only use is.
bool is_expression(ir::Opcode opcode);

// Binding strength, weakest first.
enum class Precedence : uint8_t {
  comma,
  assignment,
  conditional,
  or_,
  and_,
  bit_or,
  bit_xor,
  bit_and,
  equality,
  relational,
  shift,
  additive,
  multiplicative,
  unary,
  postfix,
};

struct Expression {
  std::string text;
  Precedence precedence = Precedence::postfix;
};

// C text of an operation without effects; folded operands are written out.
class ExpressionPrinter {
 public:
  ExpressionPrinter(const ir::Module& module, const ir::Function& function,
                    const Variables& variables)
      : module_(module), function_(function), variables_(variables) {}

  // A value as an operand of something that binds as `outer` or weaker.
  std::string operand(ir::ValueId value, Precedence outer = Precedence::assignment) const;
  Expression expression(const ir::Op& op) const;
  // The value as a condition, negated or not.
  std::string condition(ir::ValueId value, bool negated) const;

 private:
  Expression value(ir::ValueId value) const;
  Expression binary(const ir::Op& op, const char* symbol, Precedence precedence) const;

  const ir::Module& module_;
  const ir::Function& function_;
  const Variables& variables_;
};

}  // namespace hpyc::emit
