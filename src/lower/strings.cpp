// f-strings.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::Opcode;

void FunctionLowerer::flush_text(Values& pieces, std::string& pending) {
  if (pending.empty()) return;
  pieces.push_back(b_.constant(str_constant(pending)));
  pending.clear();
}

// Formats the fields in order; `pending` is literal text that is not yet among the pieces.
void FunctionLowerer::format_pieces(NodeList<Node> parts, Values& pieces, std::string& pending) {
  for (const Node* part : parts) {
    if (const auto* literal = dyn_as<FStringText>(part)) {
      pending += literal->value;
      continue;
    }
    const auto* field = as<FStringField>(part);
    if (field->is_debug) pending += field->debug_text;
    flush_text(pieces, pending);
    ValueId formatted = value(field->value);
    int64_t conversion = 0;
    switch (field->conversion) {
      case Conversion::None:
        // `{x=}` shows the representation.
        if (field->is_debug && !field->has_format_spec) conversion = 'r';
        break;
      case Conversion::Str:
        conversion = 's';
        break;
      case Conversion::Repr:
        conversion = 'r';
        break;
      case Conversion::Ascii:
        conversion = 'a';
        break;
    }
    ValueId spec = field->format_spec.empty() ? b_.null() : joined(field->format_spec);
    at(field);
    pieces.push_back(b_.emit(Opcode::format, {formatted, spec}, conversion));
  }
}

ir::ValueId FunctionLowerer::joined(NodeList<Node> parts) {
  Values pieces;
  std::string pending;
  format_pieces(parts, pieces, pending);
  flush_text(pieces, pending);
  if (pieces.empty()) return b_.constant(str_constant(""));
  if (pieces.size() == 1) return pieces[0];
  return b_.build(Opcode::build_string, pieces);
}

Operand FunctionLowerer::expr(const FString& node) {
  if (node.parts.empty()) return Operand::of(str_constant(""));
  if (const auto* literal = dyn_as<FStringText>(node.parts[0]);
      literal != nullptr && node.parts.size() == 1)
    return Operand::of(str_constant(literal->value));
  return Operand::of(joined(node.parts));
}

}  // namespace hpyc::lower
