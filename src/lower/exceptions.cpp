// try, with, raise, and what leaves them.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::CompareOp;
using ir::Opcode;

// ---- leaving

// Goes on in a new block: it has the error handler that is set now.
void FunctionLowerer::start_block() {
  BlockId block = b_.create_block();
  b_.jump(block);
  continue_in(block);
}

// Leaves the contexts from the innermost on. A `finally` on the way takes over: what remains is
// done behind it.
void FunctionLowerer::leave(Exit exit, ValueId result) {
  const BlockId handler = b_.handler();
  const ValueId handled = handled_;
  const auto stop = [&] {
    b_.set_handler(handler);
    handled_ = handled;
  };
  for (size_t k = contexts_.size(); k-- > 0;) {
    Context& context = contexts_[k];
    const bool jumps = exit.kind == Exit::Kind::breaks || exit.kind == Exit::Kind::continues;
    if (jumps && k == exit.loop) break;
    if (context.kind == Context::Kind::handler) {
      end_handling(context);
    } else if (context.kind == Context::Kind::finally) {
      size_t number = 0;
      while (number < context.exits.size() && context.exits[number] != exit) ++number;
      if (number == context.exits.size()) context.exits.push_back(exit);
      b_.write(context.code, b_.i64(static_cast<int64_t>(number)));
      if (!returned_) returned_ = b_.declare_variable("");
      b_.write(*returned_, result != ir::kNoValue ? result : b_.none());
      b_.jump(context.entry);
      return stop();
    }
  }
  switch (exit.kind) {
    case Exit::Kind::returns:
      return_value(result);
      break;
    case Exit::Kind::breaks:
      b_.jump(contexts_[exit.loop].break_block);
      break;
    case Exit::Kind::continues:
      b_.jump(contexts_[exit.loop].continue_block);
      break;
    case Exit::Kind::falls_through:
      HPYC_UNREACHABLE("nothing to leave");
  }
  stop();
}

// ---- handlers

// In a handler: these variables have the values that they had at the error. Those that are not in
// memory are not read any more; what they held before goes.
void FunctionLowerer::load_memory(const Keys& assigned) {
  for (LocalKey key : assigned) {
    const int64_t number = memory_.number(key);
    ValueId held = number < 0 ? b_.null() : b_.emit(Opcode::variable_load, {}, number);
    b_.write(variable_of(symbol_of(key)), held);
  }
}

// Starts the handler of what was entered from `before`: from here on, the error is being handled.
void FunctionLowerer::begin_handler(BlockId handler, BlockId before, const Keys& assigned) {
  b_.begin_handler(handler, before);
  load_memory(assigned);
  Context context;
  context.kind = Context::Kind::handler;
  context.handler_outside = b_.handler();
  context.handled_outside = handled_;
  context.saved = b_.emit(Opcode::handled_save);
  context.exception =
      b_.emit(Opcode::error_catch, {handled_ != ir::kNoValue ? handled_ : b_.null()});
  b_.emit(Opcode::handled_set, {context.exception});
  handled_ = context.exception;
  contexts_.push_back(std::move(context));
}

// On the way out of a handler: the next operations belong to what is around it.
void FunctionLowerer::end_handling(const Context& context) {
  b_.set_handler(context.handler_outside);
  handled_ = context.handled_outside;
  start_block();
  b_.emit(Opcode::handled_restore, {context.saved});
  if (context.clause != nullptr) unbind_symbol(shared_.sema.symbol_ref_of(context.clause));
}

void FunctionLowerer::leave_handler() {
  b_.set_handler(contexts_.back().handler_outside);
  handled_ = contexts_.back().handled_outside;
  contexts_.pop_back();
}

FunctionLowerer::Cover FunctionLowerer::open_cover() {
  b_.set_handler(contexts_.back().handler_outside);
  Cover cover{b_.create_block(), b_.block()};
  b_.set_handler(cover.cleanup);
  start_block();
  return cover;
}

void FunctionLowerer::close_cover(const Cover& cover, const ExceptHandler* clause) {
  const Context& context = contexts_.back();
  const BlockId here = b_.block();
  const BlockId handler = b_.handler();
  const ValueId handled = handled_;
  b_.set_handler(context.handler_outside);
  b_.begin_handler(cover.cleanup, cover.before);
  ValueId error = b_.emit(Opcode::error_catch, {context.exception});
  b_.emit(Opcode::handled_restore, {context.saved});
  handled_ = context.handled_outside;
  if (clause != nullptr) unbind_symbol(shared_.sema.symbol_ref_of(clause));
  reraise(error);
  b_.set_block(here);
  b_.set_handler(handler);
  handled_ = handled;
}

// The end of a handler under a cover. `unhandled`: what comes here goes on outwards.
void FunctionLowerer::finish_handler(ValueId exception, const Cover& cover, bool unhandled,
                                     BlockId after) {
  if (unhandled) {
    end_handling(contexts_.back());
    reraise(exception);
  }
  handled_ = exception;
  close_cover(cover, nullptr);
  leave_handler();
  continue_in(after);
}

void FunctionLowerer::reraise(ValueId exception) {
  b_.emit(Opcode::error_raise, {exception});
  b_.unreachable();
}

// ---- statements

void FunctionLowerer::stmt(const Raise& node) {
  if (node.exception == nullptr) {
    at(&node);
    reraise(handled_ != ir::kNoValue ? handled_ : b_.emit(Opcode::handled_current));
    return;
  }
  ValueId exception = value(node.exception);
  if (node.value != nullptr) exception = paired_exception(node, exception);
  ValueId cause = value_or_null(node.cause);
  at(&node);
  if (handled_ == ir::kNoValue) {
    b_.raise(exception, cause);
  } else {
    b_.emit(Opcode::raise_handling, {exception, cause, handled_});
    b_.unreachable();
  }
}

void FunctionLowerer::stmt(const Try& node) {
  auto inside = [&] {
    if (node.handlers.empty())
      body(node.body);
    else if (node.is_star)
      try_except_star(node);
    else
      try_except(node);
  };
  if (node.finally_body.empty()) {
    inside();
    return;
  }
  auto finally = [&] { body(node.finally_body); };
  protect(memory_.before_end(&node), inside, finally, [&](BlockId) { finally(); });
}

void FunctionLowerer::try_except(const Try& node) {
  BlockId after = b_.create_block();
  Cover region = guarded_body(node, after);
  begin_handler(region.cleanup, region.before, memory_.in_body(&node));
  const ValueId exception = handled_;
  Cover cover = open_cover();
  bool catches_all = false;
  for (const ExceptHandler* clause : node.handlers) {
    BlockId next = ir::kNoBlock;
    if (clause->type != nullptr) {
      ValueId types = value(clause->type);
      at(clause);
      BlockId chosen = b_.create_block();
      next = b_.create_block();
      b_.branch(b_.emit(Opcode::error_matches, {exception, types}), chosen, next);
      continue_in(chosen);
    }
    std::optional<Cover> named;
    if (clause->py2_target != nullptr) {
      at(clause);
      store(clause->py2_target, exception);
    } else if (clause->name && shared_.sema.is_level_2()) {
      at(clause);
      store_binding(clause, exception);
    } else if (clause->name) {
      named = open_cover();
      contexts_.back().clause = clause;
      at(clause);
      store_binding(clause, exception);
    }
    body(clause->body);
    if (!is_dead()) {
      end_handling(contexts_.back());
      jump(after);
    }
    if (named) {
      contexts_.back().clause = nullptr;
      close_cover(*named, clause);
    }
    b_.set_handler(cover.cleanup);
    handled_ = exception;
    if (next == ir::kNoBlock) {
      catches_all = true;
      break;
    }
    continue_in(next);
  }
  finish_handler(exception, cover, !catches_all, after);
}

// The body of a statement with handlers, and its `else`. Returns where the handler starts.
FunctionLowerer::Cover FunctionLowerer::guarded_body(const Try& node, BlockId after) {
  const BlockId outside = b_.handler();
  Cover region{b_.create_block(), b_.block()};
  b_.set_handler(region.cleanup);
  start_block();
  body(node.body);
  b_.set_handler(outside);
  if (!is_dead()) {
    start_block();
    body(node.orelse);
    if (!is_dead()) jump(after);
  }
  return region;
}

// Each clause gets its part of the group. What clauses raise and what is left over is raised at the
// end, as one group.
void FunctionLowerer::try_except_star(const Try& node) {
  BlockId after = b_.create_block();
  Cover region = guarded_body(node, after);
  begin_handler(region.cleanup, region.before, memory_.in_body(&node));
  const ValueId exception = handled_;
  Cover cover = open_cover();
  ValueId raised = b_.build(Opcode::build_list, {});
  ir::Variable rest = b_.declare_variable("");
  b_.write(rest, exception);
  for (const ExceptHandler* clause : node.handlers) {
    ValueId types = value(clause->type);
    at(clause);
    Values parts = b_.emit_many(Opcode::group_split, {b_.read(rest), types});
    b_.write(rest, parts[1]);
    BlockId chosen = b_.create_block();
    BlockId next = b_.create_block();
    BlockId failed = b_.create_block();
    b_.branch(b_.is_none(parts[0]), next, chosen);
    continue_in(chosen);
    b_.emit(Opcode::handled_set, {parts[0]});
    handled_ = parts[0];
    BlockId before = b_.block();
    b_.set_handler(failed);
    start_block();
    const auto unbind = [&] {
      if (clause->name) unbind_symbol(shared_.sema.symbol_ref_of(clause));
    };
    if (clause->name) store_binding(clause, parts[0]);
    body(clause->body);
    b_.set_handler(cover.cleanup);
    if (!is_dead()) {
      start_block();
      b_.emit(Opcode::handled_set, {exception});
      unbind();
      jump(next);
    }
    b_.begin_handler(failed, before);
    load_memory(memory_.in_body(clause));
    ValueId error = b_.emit(Opcode::error_catch, {parts[0]});
    b_.emit(Opcode::handled_set, {exception});
    handled_ = exception;
    unbind();
    b_.emit(Opcode::list_append, {raised, error});
    b_.jump(next);
    continue_in(next);
  }
  b_.emit(Opcode::list_append, {raised, b_.read(rest)});
  ValueId remaining = b_.emit(Opcode::group_reraise, {exception, raised});
  BlockId done = b_.create_block();
  BlockId goes_on = b_.create_block();
  b_.branch(b_.is_none(remaining), done, goes_on);
  continue_in(done);
  end_handling(contexts_.back());
  jump(after);
  b_.set_handler(cover.cleanup);
  continue_in(goes_on);
  end_handling(contexts_.back());
  reraise(remaining);
  close_cover(cover, nullptr);
  leave_handler();
  continue_in(after);
}

// `inside` with `normal` behind it, however it is left but by an error, and then `exceptional`,
// which gets the block behind it all and by default raises again. The body of a `finally` is there
// twice.
template <class Inside, class Normal, class Exceptional>
void FunctionLowerer::protect(const Keys& assigned, Inside inside, Normal normal,
                              Exceptional exceptional) {
  const BlockId outside = b_.handler();
  const uint32_t line = b_.line();
  BlockId after = b_.create_block();
  BlockId entry = b_.create_block();
  BlockId handler = b_.create_block();
  BlockId before = b_.block();
  Context finally;
  finally.kind = Context::Kind::finally;
  finally.entry = entry;
  finally.code = b_.declare_variable("", ir::Type{ir::Rep::i64});
  const ir::Variable code = finally.code;
  contexts_.push_back(std::move(finally));
  b_.set_handler(handler);
  start_block();
  inside();
  b_.set_handler(outside);
  if (!is_dead()) leave({});
  std::vector<Exit> exits = std::move(contexts_.back().exits);
  contexts_.pop_back();

  if (!exits.empty()) {
    continue_in(entry);
    b_.set_line(line);
    ValueId number = exits.size() > 1 ? b_.read(code) : ir::kNoValue;
    normal();
    for (size_t i = 0; i < exits.size() && !is_dead(); ++i) {
      BlockId next = ir::kNoBlock;
      if (i + 1 < exits.size()) {
        BlockId taken = b_.create_block();
        next = b_.create_block();
        ValueId wanted = b_.i64(static_cast<int64_t>(i));
        b_.branch(b_.family(Opcode::i64_compare, CompareOp::eq, {number, wanted}), taken, next);
        continue_in(taken);
      }
      if (exits[i].kind == Exit::Kind::falls_through)
        b_.jump(after);
      else if (exits[i].kind == Exit::Kind::returns)
        leave(exits[i], b_.read(*returned_));
      else
        leave(exits[i]);
      if (next != ir::kNoBlock) continue_in(next);
    }
  }

  begin_handler(handler, before, assigned);
  const ValueId exception = handled_;
  Cover cover = open_cover();
  b_.set_line(line);
  exceptional(after);
  finish_handler(exception, cover, !is_dead(), after);
}

void FunctionLowerer::stmt(const With& node) { with_item(node, 0); }

void FunctionLowerer::with_item(const With& node, size_t number) {
  if (number == node.items.size()) {
    body(node.body);
    return;
  }
  const WithItem& item = *node.items[number];
  if (shared_.sema.cython_path(&item) != nullptr) {  // a directive
    with_item(node, number + 1);
    return;
  }
  ValueId manager = value(item.context);
  at(item.context);
  Values entered = b_.emit_many(node.is_async ? Opcode::async_enter : Opcode::with_enter,
                                {manager, handled_or_null()});
  const ValueId exit = entered[0];
  if (node.is_async) entered[1] = suspend(Opcode::await, entered[1]);
  auto inside = [&] {
    if (item.target != nullptr) store(item.target, entered[1]);
    with_item(node, number + 1);
  };
  auto normal = [&] {
    at(item.context);
    const bool inside_handler = handled_ != ir::kNoValue;
    ValueId called = inside_handler ? b_.emit(Opcode::handling, {exit, handled_}) : exit;
    if (node.is_async)
      suspend(Opcode::await, b_.emit(Opcode::async_leave, {called}));
    else
      b_.emit(Opcode::with_leave, {called});
  };
  auto exceptional = [&](BlockId after) {
    at(item.context);
    BlockId swallowed = b_.create_block();
    BlockId raised = b_.create_block();
    ValueId swallows;
    if (node.is_async)
      swallows = b_.emit(Opcode::truth,
                         {suspend(Opcode::await, b_.emit(Opcode::async_exit, {exit, handled_}))});
    else
      swallows = b_.emit(Opcode::with_exit, {exit, handled_});
    b_.branch(swallows, swallowed, raised);
    continue_in(swallowed);
    const ValueId exception = handled_;
    const BlockId handler = b_.handler();
    end_handling(contexts_.back());
    b_.jump(after);
    handled_ = exception;
    b_.set_handler(handler);
    continue_in(raised);
  };
  protect(memory_.before_end(&node), inside, normal, exceptional);
}

}  // namespace hpyc::lower
