// What suspends a function: `yield`, `yield from`, `await`; and generator expressions, whose bodies
// are functions with the first iterator as their only parameter.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::FunctionKind;
using ir::Opcode;

Operand FunctionLowerer::expr(const Yield& node) {
  ValueId given = node.value != nullptr ? value(node.value) : b_.none();
  at(&node);
  return Operand::of(b_.emit(Opcode::yield, {given}));
}

Operand FunctionLowerer::expr(const YieldFrom& node) {
  ValueId iterated = value(node.value);
  at(&node);
  return Operand::of(suspend(Opcode::yield_from, iterated));
}

Operand FunctionLowerer::expr(const Await& node) {
  ValueId awaited = value(node.value);
  at(&node);
  return Operand::of(suspend(Opcode::await, awaited));
}

// `yield from` or `await`: what runs meanwhile sees the exception that is being handled here.
ir::ValueId FunctionLowerer::suspend(Opcode opcode, ValueId other) {
  if (handled_ != ir::kNoValue)
    other = b_.emit(Opcode::suspending, {other, handled_}, opcode == Opcode::await ? 1 : 0);
  return b_.emit(opcode, {other});
}

void FunctionLowerer::generator_body(const GeneratorExp& node) {
  receive_cells();
  ValueId iterator = add_parameter(".0");
  b_.function().signature.positional_only = b_.function().signature.positional = 1;
  make_cells(scope_);
  comprehension_clause(node.clauses, 0, iterator, Collect::yield, ir::kNoValue, node, node.element,
                       nullptr);
  finish();
}

// The first iterable belongs to the scope around.
Operand FunctionLowerer::expr(const GeneratorExp& node) {
  at(node.clauses[0]->iterable);
  ValueId iterator = begin_iteration(node.clauses[0]->iterable, node.clauses[0]->is_async);
  ir::FunctionId id = shared_.add_function(&node, FunctionKind::python, "<genexpr>",
                                           qualname_prefix() + "<genexpr>", line_of(&node));
  at(&node);
  Values cells = captured_cells(shared_.sema.scope_of(&node));
  Values parts{b_.null(), b_.null(), b_.null()};
  parts.insert(parts.end(), cells.begin(), cells.end());
  ValueId function = cells.empty() ? b_.make_function(id, parts[0], parts[1], parts[2])
                                   : b_.make_closure(id, parts);
  return Operand::of(b_.call(function, std::span<const ValueId>(&iterator, 1)));
}

}  // namespace hpyc::lower
