// Lists that a function makes for itself become arrays of unboxed items, which no Python code can
// see. Where an object is needed after all, `local.object` makes it, and from then on the list
// works on that object: so the choice, made in local_list_webs.cpp, is one of speed alone.
#include <utility>
#include <vector>

#include "ir/op_info.h"
#include "ir/rewrite.h"
#include "passes/local_list_webs.h"
#include "passes/passes.h"

namespace hpyc::passes {

using namespace ir;

namespace {

class LocalLists {
 public:
  LocalLists(const Module& module, const ListWebs& webs, const Function& before, Function& function)
      : module_(module), webs_(webs), before_(before), function_(function) {}

  void run() {
    for (uint32_t v = 0; v < before_.values.size(); ++v)
      if (webs_.is_list(ValueId{v}))
        function_.values[v].type = Type{Rep::list, PyType::any, before_.values[v].type.maybe_null};
    null_ = append(make(Opcode::null, 0, {}));
    null_list_ = append(make(Opcode::local_null, 0, {}));
    std::vector<Op> nulls = std::move(ops_);
    find_loops();
    for (uint32_t b = 0; b < function_.blocks.size(); ++b) rewrite_block(BlockId{b});
    for (const Loop& loop : loops_) pass_index(loop);
    auto& entry = function_.blocks[0].ops;
    entry.insert(entry.begin(), nulls.begin(), nulls.end());
  }

 private:
  struct Loop : ListLoop {
    ValueId list, current, start, next;  // start, next: values for `current`
  };

  // ---- helpers ----------------------------------------------------------------------------------
  Op make(Opcode opcode, uint32_t line, std::vector<ValueId> operands, int64_t imm = 0,
          uint8_t sub = 0) {
    return make_operation(module_, function_, opcode, line, std::move(operands), imm, sub);
  }
  ValueId append(Op op) {
    const ValueId result = op.results.empty() ? kNoValue : op.results[0];
    ops_.push_back(std::move(op));
    return result;
  }
  // In place of `old`, with its results.
  void replace(const Op& old, Opcode opcode, std::vector<ValueId> operands, int64_t imm = 0) {
    Op op;
    op.opcode = opcode;
    op.line = old.line;
    op.sub = old.sub;
    op.operands = std::move(operands);
    op.imm = imm;
    op.results = old.results;
    if (result_count(module_, op) == 0) op.results.clear();
    ops_.push_back(std::move(op));
  }
  // The same for an operation whose result is a number; users box it where they must.
  void replace_number(const Op& old, Opcode opcode, std::vector<ValueId> operands) {
    const ValueId number = append(make(opcode, old.line, std::move(operands)));
    replace(old, Opcode::box_num, {number});
  }

  bool is_list(ValueId value) const {
    return index(value) < before_.values.size() && webs_.is_list(value);
  }
  // An ordinary object: that of a list, or the value itself.
  ValueId object(ValueId value, uint32_t line) {
    return is_list(value) ? append(make(Opcode::local_object, line, {value})) : value;
  }
  ValueId number(ValueId value, uint32_t line) {
    return append(make(Opcode::num_from, line, {object(value, line)}));
  }
  // A value as an item.
  ValueId item(ValueId value, uint32_t line) {
    const Op* op = webs_.definition(value);
    if (op != nullptr && op->opcode == Opcode::box_bool)
      return append(make(Opcode::local_bool, line, {op->operands[0]}));
    if (op != nullptr && (op->opcode == Opcode::none || op->opcode == Opcode::false_ ||
                          op->opcode == Opcode::true_)) {
      const int64_t which = op->opcode == Opcode::none ? 0 : op->opcode == Opcode::false_ ? 1 : 2;
      return append(make(Opcode::local_literal, line, {}, which));
    }
    return append(make(Opcode::local_value, line, {object(value, line)}));
  }

  // ---- loops ------------------------------------------------------------------------------------
  // `next` on a list counts an index, a parameter of the loop's header.
  void find_loops() {
    for (const Block& block : before_.blocks)
      for (const Op& op : block.ops) {
        if (op.opcode != Opcode::iter || !is_list(op.operands[0])) continue;
        const auto found = webs_.loop(op.results[0]);
        if (!found) continue;
        Loop loop{*found, op.operands[0], kNoValue, kNoValue, kNoValue};
        Value value;
        value.type.rep = Rep::i64;
        loop.current = new_value(function_, value);
        loop.start = new_value(function_, value);
        loop.next = new_value(function_, value);
        function_.block(loop.header).parameters.push_back(loop.current);
        loops_.push_back(loop);
      }
  }
  const Loop* loop_of(ValueId iterator) const {
    for (const Loop& loop : loops_)
      if (loop.iterator == iterator) return &loop;
    return nullptr;
  }
  void begin_loop(const Op& op, const Loop& loop) {
    if (webs_.foreign()) {
      function_.value(loop.iterator).type.maybe_null = true;
      replace(op, Opcode::local_iter, {loop.list});
    }
    Op start = make(Opcode::const_i64, op.line, {});
    start.results[0] = loop.start;
    append(std::move(start));
  }
  void begin_body(const Loop& loop, uint32_t line) {
    ValueId& parameter = function_.block(loop.body).parameters[0];
    const ValueId old = parameter;
    Value number = item_value(Opcode::local_next);
    number.name = function_.value(old).name;
    parameter = new_value(function_, number);
    Op next =
        make(Opcode::i64_binary, line, {loop.current, append(make(Opcode::const_i64, line, {}, 1))},
             0, static_cast<uint8_t>(BinaryOp::add));
    next.results[0] = loop.next;
    append(std::move(next));
    Op box = make(Opcode::box_num, line, {parameter});
    box.results[0] = old;
    append(std::move(box));
  }
  void pass_index(const Loop& loop) {
    for (uint32_t b = 0; b < function_.blocks.size(); ++b)
      for (Edge& edge : function_.blocks[b].ops.back().targets)
        if (edge.target == loop.header)
          edge.arguments.push_back(webs_.is_back_edge(loop, BlockId{b}) ? loop.next : loop.start);
  }

  // ---- rewriting --------------------------------------------------------------------------------
  void rewrite_block(BlockId id) {
    ops_.clear();
    const std::vector<Op>& old = before_.block(id).ops;
    for (const Loop& loop : loops_)
      if (loop.body == id) begin_body(loop, old.front().line);
    for (size_t i = 0; i < old.size(); ++i) {
      const Op& op = old[i];
      if (fuse_truth(op, i + 1 < old.size() ? &old[i + 1] : nullptr)) {
        ++i;
        continue;
      }
      if (i + 1 < old.size() && is_range_of_list(op, old[i + 1])) continue;
      if (!rewrite_op(op)) keep(op);
    }
    function_.block(id).ops = std::move(ops_);
    ops_.clear();
  }

  // Operations that have no native form: lists are objects there.
  void keep(const Op& op) {
    Op copy = op;
    if (op.opcode == Opcode::keep && is_dropped_method(op.operands[0])) return;
    for (ValueId& operand : copy.operands)
      if (op.opcode != Opcode::check_bound && op.opcode != Opcode::keep)
        operand = object(operand, op.line);
    if (op.opcode == Opcode::next)
      if (const Loop* loop = loop_of(op.operands[0])) {
        copy.opcode = Opcode::local_next;
        copy.operands = {webs_.foreign() ? loop->iterator : null_, loop->list, loop->current};
      }
    for (size_t t = 0; t < copy.targets.size(); ++t) {
      Edge& edge = copy.targets[t];
      const auto& parameters = before_.block(edge.target).parameters;
      const size_t implicit = implicit_arguments(op, t);
      for (size_t k = 0; k < edge.arguments.size(); ++k) {
        ValueId& argument = edge.arguments[k];
        if (!is_list(parameters[k + implicit]))
          argument = object(argument, op.line);
        else if (!is_list(argument))
          argument = null_list_;
      }
    }
    ops_.push_back(std::move(copy));
  }

  // A bound method of a list that is only called.
  bool is_dropped_method(ValueId value) const {
    const Op* load = webs_.definition(value);
    return load != nullptr && !webs_.foreign() &&
           (load->opcode == Opcode::getattr || load->opcode == Opcode::method_load) &&
           is_list(load->operands[0]) && webs_.is_native(*load, 0);
  }

  // `if l[i]:` makes no object of an item that is no number.
  bool fuse_truth(const Op& op, const Op* next) {
    if (op.opcode != Opcode::getitem || !is_list(op.operands[0]) || !webs_.is_native(op, 0) ||
        next == nullptr || next->opcode != Opcode::truth || next->operands[0] != op.results[0] ||
        webs_.use_count(op.results[0]) != 1) {
      return false;
    }
    const ValueId key = number(op.operands[1], op.line);
    replace(*next, Opcode::local_get_truth, {op.operands[0], key});
    return true;
  }
  // Called together with the list.
  bool is_range_of_list(const Op& op, const Op& next) const {
    return next.opcode == Opcode::call_known && is_list(next.results[0]) &&
           webs_.range_call(next) == webs_.definition(next.operands[1]) &&
           op.opcode == Opcode::call && op.results[0] == next.operands[1];
  }

  bool rewrite_op(const Op& op) {
    if (!op.results.empty() && is_list(op.results[0]) && makes_list(op)) return true;
    for (size_t i = 0; i < op.operands.size(); ++i)
      if (is_list(op.operands[i]) && webs_.is_native(op, i)) return rewrite_native(op, i);
    // A call by an attribute that was looked up before does not name the list.
    if (op.opcode != Opcode::call) return false;
    const auto call = webs_.method_call(op);
    if (!call || !is_list(call->receiver) || !webs_.is_only_called(call->loaded)) return false;
    rewrite_method(op, *call);
    return true;
  }

  bool makes_list(const Op& op) {
    const auto& operands = op.operands;
    switch (op.opcode) {
      case Opcode::build_list: {
        std::vector<ValueId> items;
        items.reserve(operands.size());
        for (const ValueId operand : operands) items.push_back(item(operand, op.line));
        replace(op, Opcode::local_make, std::move(items));
        return true;
      }
      case Opcode::call_known:
        if (const Op* range = webs_.range_call(op)) {
          std::vector<ValueId> list{operands[0], range->operands[0]};
          for (size_t i = 1; i < range->operands.size(); ++i)
            list.push_back(number(range->operands[i], range->line));
          replace(op, Opcode::local_range, std::move(list));
        } else {
          replace(op, is_list(operands[1]) ? Opcode::local_list_local : Opcode::local_list,
                  operands);
        }
        return true;
      case Opcode::binary:
        if (static_cast<BinaryOp>(op.sub) == BinaryOp::add) {
          replace(op, Opcode::local_add, operands);
        } else {
          const bool reversed = is_list(operands[1]);
          const ValueId count = number(operands[reversed ? 0 : 1], op.line);
          replace(op, Opcode::local_multiply, {operands[reversed ? 1 : 0], count}, reversed);
        }
        return true;
      case Opcode::inplace:
        if (static_cast<BinaryOp>(op.sub) == BinaryOp::multiply)
          replace(op, Opcode::local_inplace_multiply, {operands[0], number(operands[1], op.line)});
        else
          replace(
              op,
              is_list(operands[1]) ? Opcode::local_inplace_add : Opcode::local_inplace_add_object,
              operands);
        return true;
      default:
        return false;
    }
  }

  bool rewrite_native(const Op& op, size_t position) {
    const auto& operands = op.operands;
    const ValueId list = operands[position];
    const uint32_t line = op.line;
    switch (op.opcode) {
      case Opcode::getitem:
        replace_number(op, Opcode::local_get, {list, number(operands[1], line)});
        return true;
      case Opcode::setitem: {
        const ValueId key = number(operands[1], line);
        replace(op, Opcode::local_set, {list, key, item(operands[2], line)});
        return true;
      }
      case Opcode::delitem:
        replace(op, Opcode::local_delete, {list, number(operands[1], line)});
        return true;
      case Opcode::getslice:
      case Opcode::setslice:
      case Opcode::delslice:
        rewrite_slice(op);
        return true;
      case Opcode::call_len:
        replace(op, Opcode::local_len, operands);
        return true;
      case Opcode::truth:
        replace(op, Opcode::local_truth, operands);
        return true;
      case Opcode::list_append:
        replace(op, Opcode::local_append, {null_, list, item(operands[1], line)});
        return true;
      case Opcode::is_none:
        replace(op, Opcode::local_is_none, operands);
        return true;
      case Opcode::is:
        replace(op, Opcode::local_is, operands);
        return true;
      case Opcode::unpack:
        replace(op, Opcode::local_unpack, operands, op.imm);
        return true;
      case Opcode::contains:
        replace(op, Opcode::local_contains, {item(operands[0], line), list});
        return true;
      case Opcode::compare_truth:
        replace(op, Opcode::local_compare, operands);
        return true;
      case Opcode::compare: {
        Op compare = make(Opcode::local_compare, line, operands, 0, op.sub);
        replace(op, Opcode::box_bool, {append(std::move(compare))});
        return true;
      }
      case Opcode::iter:
        begin_loop(op, *loop_of(op.results[0]));
        return true;
      case Opcode::getattr:
      case Opcode::method_load:
        if (!webs_.foreign()) return true;
        function_.value(op.results[0]).type.maybe_null = true;
        replace(op, Opcode::local_method, {list},
                op.opcode == Opcode::method_load ? op.imm2 : op.imm);
        return true;
      default:
        rewrite_method(op, *webs_.method_call(op));
        return true;
    }
  }

  void rewrite_slice(const Op& op) {
    std::vector<ValueId> operands{op.operands[0]};
    int64_t given = 0;
    for (size_t i = 1; i < 3; ++i) {
      if (webs_.is_opcode(op.operands[i], Opcode::null)) {
        const ValueId zero = append(make(Opcode::const_i64, op.line, {}));
        operands.push_back(append(make(Opcode::num_i64, op.line, {zero})));
      } else {
        operands.push_back(number(op.operands[i], op.line));
        given |= static_cast<int64_t>(i);
      }
    }
    if (op.opcode == Opcode::getslice) return replace(op, Opcode::local_slice, operands, given);
    if (op.opcode == Opcode::delslice)
      return replace(op, Opcode::local_delete_slice, operands, given);
    operands.push_back(op.operands[3]);
    replace(op, is_list(op.operands[3]) ? Opcode::local_set_slice : Opcode::local_set_slice_object,
            operands, given);
  }

  void rewrite_method(const Op& op, const ListMethodCall& call) {
    const bool looked_up = call.loaded != kNoValue && webs_.foreign();
    std::vector<ValueId> operands{looked_up ? call.loaded : null_, call.receiver};
    Opcode opcode = call.method->opcode;
    for (size_t i = call.first_argument; i < op.operands.size(); ++i) {
      const ValueId argument = op.operands[i];
      const OperandSpec& spec = operand_list(opcode)[operands.size()];
      if (opcode == Opcode::local_extend) {
        if (!is_list(argument)) opcode = Opcode::local_extend_object;
        operands.push_back(argument);
      } else if (spec.consumed || opcode == Opcode::local_remove || opcode == Opcode::local_count ||
                 opcode == Opcode::local_index) {
        operands.push_back(item(argument, op.line));
      } else {
        operands.push_back(number(argument, op.line));
      }
    }
    if (info(opcode).result == ResultKind::num)
      replace_number(op, opcode, std::move(operands));
    else
      replace(op, opcode, std::move(operands));
  }

  const Module& module_;
  const ListWebs& webs_;
  const Function& before_;
  Function& function_;
  ValueId null_, null_list_;
  std::vector<Loop> loops_;
  std::vector<Op> ops_;
};

bool makes_lists(const Function& function) {
  for (const Block& block : function.blocks)
    for (const Op& op : block.ops)
      if (op.opcode == Opcode::build_list || op.opcode == Opcode::call_known) return true;
  return false;
}

}  // namespace

void run_local_lists(Module& module, PassContext&) {
  const GlobalFacts facts(module);
  for (Function& function : module.functions) {
    if (function.kind == FunctionKind::specialised || function.is_suspendable() ||
        !makes_lists(function))
      continue;
    const Function before = function;
    const ListWebs webs(module, facts, before);
    if (webs.any()) LocalLists(module, webs, before, function).run();
  }
}

}  // namespace hpyc::passes
