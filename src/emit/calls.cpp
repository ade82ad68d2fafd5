#include "emit/calls.h"

#include <fmt/format.h>

#include "emit/c_text.h"
#include "emit/symbols.h"
#include "emit/variables.h"
#include "ir/op_info.h"

namespace hpyc::emit {

using ir::Op;
using ir::Opcode;
using ir::Rep;

namespace {

// Operations whose operands go into an array, from the operand with this number on.
struct ArrayForm {
  bool used = false;
  size_t first = 0;  // operands before it are arguments of their own
  const char* type = "HPy";
  size_t not_counted = 0;  // array elements that the count leaves out: the callee
  size_t per_item = 1;
};

ArrayForm array_form(Opcode opcode) {
  switch (opcode) {
    case Opcode::call:
    case Opcode::call_kw:
    case Opcode::call_known:
      return {true, 0, "HPy", 1, 1};
    case Opcode::call_method:
    case Opcode::call_method_kw:
      return {true, 0, "HPy", 0, 1};
    case Opcode::make_closure:
      return {true, 3, "HPy", 0, 1};
    case Opcode::call_loaded:
      return {true, 1, "HPy", 0, 1};
    case Opcode::call_known_num:
    case Opcode::range_begin:
      return {true, 1, "hpyc_num", 0, 1};
    case Opcode::local_range:
      return {true, 2, "hpyc_num", 0, 1};
    case Opcode::local_make:
      return {true, 0, "hpyc_num", 0, 1};
    case Opcode::build_dict:
      return {true, 0, "HPy", 0, 2};
    case Opcode::build_tuple:
    case Opcode::build_list:
    case Opcode::build_set:
    case Opcode::build_string:
      return {true, 0, "HPy", 0, 1};
    default:
      return {};
  }
}

}  // namespace

std::string CallPrinter::operand(const Op& op, size_t i) const {
  std::string text = expressions_.operand(op.operands[i]);
  return function_.value(op.operands[i]).type.rep == Rep::range ? "&" + text : text;
}

std::string CallPrinter::array(const Op& op, size_t from, const char* type) const {
  if (from == op.operands.size()) return "NULL";
  std::string out = fmt::format("({}[]){{", type);
  for (size_t i = from; i < op.operands.size(); ++i) {
    if (i > from) out += ", ";
    out += operand(op, i);
  }
  return out + "}";
}

void CallPrinter::add_immediates(const Op& op, std::string& out) {
  int64_t next = op.imm;
  for (char letter : ir::info(op.opcode).immediates) {
    switch (letter) {
      case 'k':
        out += ", " + tables_.constant(ir::ConstantId{static_cast<uint32_t>(next)});
        next = op.imm2;
        break;
      case 'F':
      case 'i':
        out += ", " + c_integer(next);
        next = op.imm2;
        break;
      case 'z':
        // Conversions of f-strings read as the letters they are.
        out += op.opcode == Opcode::format && next > 0x20 && next < 0x7f
                   ? fmt::format(", '{}'", static_cast<char>(next))
                   : fmt::format(", {}", next);
        next = op.imm2;
        break;
      case 's':
        out += fmt::format(", {}", tables_.new_site());
        break;
      case 'd':
        out += ", " + c_double(op.fimm);
        break;
      case 'K':
        out += fmt::format(", HPYC_KNOWN_{}", ir::info(static_cast<ir::KnownFunction>(op.sub)).id);
        break;
      case 'c':
        break;  // part of the name, or the last argument
    }
  }
  if (ir::sub_kind(op.opcode) == ir::SubKind::compare)
    out += fmt::format(", {}", compare_constant(op.sub));
}

std::string CallPrinter::call(const Op& op, const std::string& result) {
  std::string out;
  if (op.opcode == Opcode::call_direct || op.opcode == Opcode::call_escaping)
    out = ascii_identifier(module_.functions[static_cast<size_t>(op.imm)].symbol);
  else
    out = vocabulary_name(op);
  if (op.opcode == Opcode::check_bound && function_.value(op.operands[0]).type.rep == Rep::list)
    out = "hpyc_local_check_bound";
  if (op.opcode == Opcode::argument)  // slot 0 is what goes in and out
    return fmt::format("hpyc_frame_take(ctx, hpyc_self, hpyc_state, {})", op.imm + 1);
  if (op.opcode == Opcode::check_stack && function_.escapes) out += "_escaping";
  out += "(ctx";
  const bool in_memory = ir::is_variable_op(op.opcode);
  if (in_memory) out += ", &" + variables_.memory()[static_cast<size_t>(op.imm)];
  ArrayForm form = array_form(op.opcode);
  size_t plain = form.used ? form.first : op.operands.size();
  for (size_t i = 0; i < plain; ++i) out += ", " + operand(op, i);
  if (form.used) {
    size_t count = (op.operands.size() - form.first - form.not_counted) / form.per_item;
    out += fmt::format(", {}, {}", array(op, form.first, form.type), count);
  }
  if (op.opcode != Opcode::call_direct && op.opcode != Opcode::call_escaping && !in_memory)
    add_immediates(op, out);
  if (!result.empty()) out += ", " + result;
  return out + ")";
}

}  // namespace hpyc::emit
