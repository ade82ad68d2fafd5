// Constants of the source, and folding of operators on them where result and errors stay the same.
#pragma once

#include <optional>
#include <string>

#include "ast/nodes.h"
#include "ir/ir.h"

namespace hpyc::lower {

ir::Constant integer_constant(int64_t value);
ir::Constant integer_constant(const ast::IntLiteral& literal);
ir::Constant float_constant(double value);
ir::Constant str_constant(std::string_view text);
ir::Constant singleton_constant(ir::ConstantKind kind);

// The value of an integer constant that fits.
std::optional<int64_t> int64_of(const ir::Constant& constant);
bool truth_of(const ir::Constant& constant);

// nullopt: left to run time, because it raises, the result is large, or it needs more than is here.
std::optional<ir::Constant> fold_unary(ast::UnaryOperator op, const ir::Constant& operand);
std::optional<ir::Constant> fold_binary(ast::BinaryOperator op, const ir::Constant& left,
                                        const ir::Constant& right);

}  // namespace hpyc::lower
