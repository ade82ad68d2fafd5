#include "emit/symbols.h"

#include "base/assert.h"

namespace hpyc::emit {

using ir::Opcode;
using ir::Rep;

std::string vocabulary_name(const ir::Op& op) {
  std::string name = "hpyc_";
  for (char c : ir::info(op.opcode).text) name += c == '.' ? '_' : c;
  switch (op.opcode) {
    case Opcode::binary:
    case Opcode::inplace:
    case Opcode::binary_imm:
    case Opcode::inplace_imm:
    case Opcode::num_binary:
    case Opcode::num_inplace:
    case Opcode::i64_binary:
    case Opcode::i64_checked:
    case Opcode::f64_binary:
    case Opcode::f64_divide:
    case Opcode::f64_checked:
      name += '_';
      name += ir::text(static_cast<ir::BinaryOp>(op.sub));
      break;
    case Opcode::unary:
    case Opcode::num_unary:
    case Opcode::f64_unary:
      name += '_';
      name += ir::text(static_cast<ir::UnaryOp>(op.sub));
      break;
    default:
      break;
  }
  return name;
}

std::string_view close_name(const ir::Value& value) {
  if (value.ownership == ir::Ownership::constant) return "hpyc_const_close";
  switch (value.type.rep) {
    case Rep::obj:
      return value.type.maybe_null ? "hpyc_close_nullable" : "HPy_Close";
    case Rep::num:
      return "hpyc_num_close";
    case Rep::range:
      return "hpyc_range_close";
    case Rep::list:
      return value.type.maybe_null ? "hpyc_local_close_nullable" : "hpyc_local_close";
    default:
      HPYC_UNREACHABLE("nothing to release");
  }
}

std::string_view dup_name(const ir::Type& type) {
  if (type.rep == Rep::num) return "hpyc_num_dup";
  if (type.rep == Rep::list) return type.maybe_null ? "hpyc_local_dup_nullable" : "hpyc_local_dup";
  return type.maybe_null ? "hpyc_dup_nullable" : "HPy_Dup";
}

std::string_view compare_constant(uint8_t sub) {
  constexpr std::string_view kNames[] = {"HPy_LT", "HPy_LE", "HPy_EQ",
                                         "HPy_NE", "HPy_GT", "HPy_GE"};
  return kNames[sub];
}

std::string_view c_type(Rep rep) {
  switch (rep) {
    case Rep::none:
      return "void";
    case Rep::obj:
      return "HPy";
    case Rep::num:
      return "hpyc_num";
    case Rep::i64:
      return "int64_t";
    case Rep::f64:
      return "double";
    case Rep::boolean:
      return "int";
    case Rep::range:
      return "hpyc_range";
    case Rep::list:
      return "hpyc_list";
  }
  HPYC_UNREACHABLE("representation");
}

}  // namespace hpyc::emit
