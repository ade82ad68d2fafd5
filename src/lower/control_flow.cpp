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

// The iterator of a loop, at the line that is set now.
ir::ValueId FunctionLowerer::begin_iteration(const Expr* iterated, bool is_async) {
  const uint32_t line = b_.line();
  ValueId object = materialise(iterable(iterated));
  b_.set_line(line);
  return b_.emit(is_async ? Opcode::async_iter : Opcode::iter, {object});
}

// At a loop's header: the next item, and on in the block `inside`.
ir::ValueId FunctionLowerer::next_item(ValueId iterator, bool is_async, BlockId inside,
                                       BlockId exhausted) {
  ValueId item;
  if (is_async) {
    item = next_awaited(iterator, exhausted);
    b_.jump(inside);
  } else {
    item = b_.add_block_parameter(inside);
    b_.next(iterator, inside, exhausted);
  }
  continue_in(inside);
  return item;
}

// An error of `__anext__` or of the wait may be the loop's end. It is not handled: nothing sees it.
ir::ValueId FunctionLowerer::next_awaited(ValueId iterator, BlockId exhausted) {
  const BlockId outside = b_.handler();
  const BlockId before = b_.block();
  BlockId failed = b_.create_block();
  b_.set_handler(failed);
  start_block();
  ValueId item = suspend(Opcode::await, b_.emit(Opcode::async_next, {iterator}));
  b_.set_handler(outside);
  start_block();
  const BlockId here = b_.block();
  b_.begin_handler(failed, before);
  ValueId error = b_.emit(Opcode::error_catch, {handled_or_null()});
  BlockId raised = b_.create_block();
  b_.branch(b_.emit(Opcode::async_ended, {error}), exhausted, raised);
  continue_in(raised);
  reraise(error);
  b_.set_block(here);
  return item;
}

void FunctionLowerer::stmt(const For& node) {
  ValueId iterator = begin_iteration(node.iterable, node.is_async);
  BlockId header = b_.create_block();
  BlockId inside = b_.create_block();
  BlockId exhausted = b_.create_block();
  BlockId after = b_.create_block();
  b_.jump(header);
  b_.set_block(header);
  ValueId item = next_item(iterator, node.is_async, inside, exhausted);
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
