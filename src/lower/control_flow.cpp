// Statements that steer control flow.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::Opcode;

void FunctionLowerer::body(NodeList<Stmt> statements) {
  for (const Stmt* statement : statements) {
    if (is_dead()) return;  // nothing jumps into the middle of a list
    visit(statement);
  }
}

void FunctionLowerer::visit(const Stmt* statement) {
  at(statement);
  dispatch_stmt(statement, [&](const auto& node) { stmt(node); });
}

void FunctionLowerer::stmt(const ExprStmt& node) { operand(node.value); }

void FunctionLowerer::stmt(const Break&) { b_.jump(loops_.back().break_block); }

void FunctionLowerer::stmt(const Continue&) { b_.jump(loops_.back().continue_block); }

void FunctionLowerer::stmt(const Return& node) {
  ValueId result = node.value != nullptr ? value(node.value) : b_.none();
  at(&node);
  return_value(result);
}

void FunctionLowerer::stmt(const Raise& node) {
  if (node.exception == nullptr) {
    at(&node);
    ValueId handled = b_.emit(Opcode::exception_handled);
    b_.set_line(0);  // the traceback gets no entry for it, as in CPython
    b_.emit(Opcode::raise_again, {handled});
    b_.unreachable();
    return;
  }
  ValueId exception = value(node.exception);
  ValueId cause = value_or_null(node.cause);
  at(&node);
  b_.raise(exception, cause);
}

void FunctionLowerer::stmt(const Assert& node) {
  BlockId fails = b_.create_block();
  BlockId after = b_.create_block();
  condition(node.condition, after, fails);
  continue_in(fails);
  if (!is_dead()) {
    ValueId message = value_or_null(node.message);
    at(&node);
    b_.raise_assertion(message);
  }
  continue_in(after);
}

void FunctionLowerer::stmt(const If& node) {
  BlockId after = b_.create_block();
  for (const IfBranch* branch : node.branches) {
    BlockId then = b_.create_block();
    BlockId otherwise = b_.create_block();
    condition(branch->condition, then, otherwise);
    continue_in(then);
    body(branch->body);
    if (!is_dead()) jump(after);
    continue_in(otherwise);
    if (is_dead()) break;
  }
  body(node.orelse);
  if (!is_dead()) jump(after);
  continue_in(after);
}

void FunctionLowerer::stmt(const While& node) {
  BlockId header = b_.create_block();
  BlockId inside = b_.create_block();
  BlockId exhausted = b_.create_block();
  BlockId after = b_.create_block();
  b_.jump(header);
  b_.set_block(header);
  condition(node.condition, inside, exhausted);
  continue_in(inside);
  loops_.push_back({header, after});
  body(node.body);
  loops_.pop_back();
  at(&node);
  if (!is_dead()) jump(header);
  b_.seal(header);
  continue_in(exhausted);
  body(node.orelse);
  if (!is_dead()) jump(after);
  continue_in(after);
}

void FunctionLowerer::stmt(const For& node) {
  ValueId iterated = materialise(iterable(node.iterable));
  at(&node);
  ValueId iterator = b_.emit(Opcode::iter, {iterated});
  BlockId header = b_.create_block();
  BlockId inside = b_.create_block();
  BlockId exhausted = b_.create_block();
  BlockId after = b_.create_block();
  ValueId item = b_.add_block_parameter(inside);
  b_.jump(header);
  b_.set_block(header);
  b_.next(iterator, inside, exhausted);
  continue_in(inside);
  store(node.target, item);
  loops_.push_back({header, after});
  body(node.body);
  loops_.pop_back();
  at(&node);
  if (!is_dead()) jump(header);
  b_.seal(header);
  continue_in(exhausted);
  body(node.orelse);
  if (!is_dead()) jump(after);
  continue_in(after);
}

}  // namespace hpyc::lower
