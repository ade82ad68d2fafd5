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

void FunctionLowerer::stmt(const Break&) { leave_loop(Exit::Kind::breaks); }

void FunctionLowerer::stmt(const Continue&) { leave_loop(Exit::Kind::continues); }

void FunctionLowerer::leave_loop(Exit::Kind kind) {
  size_t loop = contexts_.size() - 1;
  while (contexts_[loop].kind != Context::Kind::loop) --loop;
  leave({kind, loop});
}

void FunctionLowerer::stmt(const Return& node) {
  ValueId result = node.value != nullptr ? value(node.value) : b_.none();
  at(&node);
  leave({Exit::Kind::returns}, result);
}

void FunctionLowerer::push_loop(BlockId continue_block, BlockId break_block) {
  Context loop;
  loop.continue_block = continue_block;
  loop.break_block = break_block;
  contexts_.push_back(std::move(loop));
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
  push_loop(header, after);
  body(node.body);
  contexts_.pop_back();
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
  push_loop(header, after);
  body(node.body);
  contexts_.pop_back();
  at(&node);
  if (!is_dead()) jump(header);
  b_.seal(header);
  continue_in(exhausted);
  body(node.orelse);
  if (!is_dead()) jump(after);
  continue_in(after);
}

}  // namespace hpyc::lower
