// Calls of well-known functions of the library, by the name they are called by: the operation
// checks at run time that the callee is that very function and calls it generally if it is not.
// Loops over `range(…)` become counting loops in the same way.
#include <utility>
#include <vector>

#include "ir/analysis.h"
#include "ir/op_info.h"
#include "ir/rewrite.h"
#include "passes/global_facts.h"
#include "passes/passes.h"

namespace hpyc::passes {

using namespace ir;

namespace {

class KnownCalls {
 public:
  KnownCalls(const Module& module, const GlobalFacts& facts, Function& function)
      : module_(module), facts_(facts), function_(function) {}

  void run() {
    index_function();
    // Loops first: they use up the calls of `range`.
    for (uint32_t b = 0; b < function_.blocks.size(); ++b) rewrite_range_loop(BlockId{b});
    for (Block& block : function_.blocks) rewrite_calls(block);
  }

 private:
  struct Place {
    BlockId block = kNoBlock;
    uint32_t op = 0;
  };

  void index_function() {
    places_.assign(function_.values.size(), {});
    uses_.assign(function_.values.size(), 0);
    predecessors_.assign(function_.blocks.size(), 0);
    for (uint32_t b = 0; b < function_.blocks.size(); ++b) {
      const Block& block = function_.blocks[b];
      for (uint32_t i = 0; i < block.ops.size(); ++i) {
        for (const ValueId result : block.ops[i].results) places_[index(result)] = {BlockId{b}, i};
        for (const ValueId operand : block.ops[i].operands) ++uses_[index(operand)];
        for (const Edge& edge : block.ops[i].targets) {
          ++predecessors_[index(edge.target)];
          for (const ValueId argument : edge.arguments) ++uses_[index(argument)];
        }
      }
    }
  }

  const Op* definition(ValueId value) const {
    if (index(value) >= places_.size()) return nullptr;
    const Place place = places_[index(value)];
    return place.block == kNoBlock ? nullptr : &function_.block(place.block).ops[place.op];
  }

  // The library function that a value is, going by its name.
  std::optional<KnownFunction> known(ValueId callee) const {
    const Op* op = definition(callee);
    if (op == nullptr) return std::nullopt;
    if (op->opcode == Opcode::global_load) {
      const auto fact = facts_.find(ConstantId{static_cast<uint32_t>(op->imm)});
      if (fact &&
          (fact->kind == GlobalFact::Kind::builtin || fact->kind == GlobalFact::Kind::known))
        return fact->known;
    } else if (op->opcode == Opcode::getattr) {
      const Op* base = definition(op->operands[0]);
      if (base == nullptr || base->opcode != Opcode::global_load) return std::nullopt;
      const auto fact = facts_.find(ConstantId{static_cast<uint32_t>(base->imm)});
      if (fact && fact->kind == GlobalFact::Kind::module)
        return find_known(fact->module_name, module_.constants[static_cast<size_t>(op->imm)].text);
    }
    return std::nullopt;
  }

  Op make(Opcode opcode, uint32_t line, std::vector<ValueId> operands, uint8_t sub = 0) {
    return make_operation(module_, function_, opcode, line, std::move(operands), 0, sub);
  }

  // call → iter → next, with nothing in between, becomes range.begin → range.next.
  void rewrite_range_loop(BlockId header) {
    if (function_.block(header).ops.empty()) return;
    const Op& next = function_.block(header).ops.back();
    if (next.opcode != Opcode::next) return;
    const ValueId iterator = next.operands[0];
    const Op* iter = definition(iterator);
    if (iter == nullptr || iter->opcode != Opcode::iter || uses_[index(iterator)] != 1) return;
    const ValueId sequence = iter->operands[0];
    const Op* call = definition(sequence);
    if (call == nullptr || call->opcode != Opcode::call || uses_[index(sequence)] != 1) return;
    const Place iter_place = places_[index(iterator)], call_place = places_[index(sequence)];
    const size_t arguments = call->operands.size() - 1;
    if (known(call->operands[0]) != KnownFunction::range || arguments < 1 || arguments > 3 ||
        call_place.block != iter_place.block || call_place.op + 1 != iter_place.op) {
      return;
    }
    const BlockId body = next.targets[0].target;
    if (predecessors_[index(body)] != 1) return;

    std::vector<Op> replacement;
    std::vector<ValueId> operands{call->operands[0]};
    for (size_t i = 1; i <= arguments; ++i) {
      replacement.push_back(make(Opcode::num_from, call->line, {call->operands[i]}));
      operands.push_back(replacement.back().results[0]);
    }
    replacement.push_back(make(Opcode::range_begin, call->line, std::move(operands)));
    const ValueId range = replacement.back().results[0];

    Op& terminator = function_.block(header).ops.back();
    terminator.opcode = Opcode::range_next;
    terminator.operands[0] = range;
    // The item arrives as a number; the object that the body uses is made from it.
    Block& body_block = function_.block(body);
    const ValueId item = body_block.parameters[0];
    Value number = item_value(Opcode::range_next);
    number.name = function_.value(item).name;
    const ValueId parameter = new_value(function_, number);
    body_block.parameters[0] = parameter;
    Op box = make(Opcode::box_num, terminator.line, {parameter});
    box.results[0] = item;
    body_block.ops.insert(body_block.ops.begin(), std::move(box));

    std::vector<Op>& ops = function_.block(call_place.block).ops;
    ops.erase(ops.begin() + call_place.op, ops.begin() + call_place.op + 2);
    ops.insert(ops.begin() + call_place.op, replacement.begin(), replacement.end());
    index_function();
  }

  void rewrite_calls(Block& block) {
    std::vector<Op> ops;
    bool changed = false;
    // `known` looks operations up by place, so the block keeps its list until the end.
    for (const Op& op : block.ops) {
      if (rewrite_module_call(op, ops)) {
        changed = true;
        continue;
      }
      const auto callee = op.opcode == Opcode::call ? known(op.operands[0]) : std::nullopt;
      if (!callee) {
        ops.push_back(op);
        continue;
      }
      const size_t arguments = op.operands.size() - 1;
      if (*callee == KnownFunction::len && arguments == 1) {
        ops.push_back(make(Opcode::call_len, op.line, op.operands));
      } else if (info(*callee).module == "math" && arguments == 1) {
        ops.push_back(make(Opcode::num_from, op.line, {op.operands[1]}));
        ops.push_back(make(Opcode::call_known_num, op.line, {op.operands[0], ops.back().results[0]},
                           static_cast<uint8_t>(*callee)));
      } else if (*callee != KnownFunction::range) {
        Op direct = op;
        direct.opcode = Opcode::call_known;
        direct.sub = static_cast<uint8_t>(*callee);
        ops.push_back(std::move(direct));
        changed = true;
        continue;
      } else {
        ops.push_back(op);
        continue;
      }
      Op box = make(Opcode::box_num, op.line, {ops.back().results[0]});
      box.results = op.results;
      ops.push_back(std::move(box));
      changed = true;
    }
    if (changed) {
      block.ops = std::move(ops);
      index_function();
    }
  }

  // math.sin(x) where `math` is an imported module: the attribute, then the call.
  bool rewrite_module_call(const Op& op, std::vector<Op>& ops) {
    if (op.opcode != Opcode::call_method || op.operands.size() != 2) return false;
    const Op* base = definition(op.operands[0]);
    if (base == nullptr || base->opcode != Opcode::global_load) return false;
    const auto fact = facts_.find(ConstantId{static_cast<uint32_t>(base->imm)});
    if (!fact || fact->kind != GlobalFact::Kind::module) return false;
    const auto known =
        find_known(fact->module_name, module_.constants[static_cast<size_t>(op.imm)].text);
    if (!known) return false;
    Op attribute = make(Opcode::getattr, op.line, {op.operands[0]});
    attribute.imm = op.imm;
    const ValueId callee = attribute.results[0];
    ops.push_back(std::move(attribute));
    ops.push_back(make(Opcode::num_from, op.line, {op.operands[1]}));
    const ValueId argument = ops.back().results[0];
    ops.push_back(
        make(Opcode::call_known_num, op.line, {callee, argument}, static_cast<uint8_t>(*known)));
    Op box = make(Opcode::box_num, op.line, {ops.back().results[0]});
    box.results = op.results;
    ops.push_back(std::move(box));
    return true;
  }

  const Module& module_;
  const GlobalFacts& facts_;
  Function& function_;
  std::vector<Place> places_;
  std::vector<uint32_t> uses_;
  std::vector<uint32_t> predecessors_;
};

}  // namespace

void run_known_calls(Module& module, PassContext&) {
  const GlobalFacts facts(module);
  for (Function& function : module.functions)
    if (function.kind != FunctionKind::specialised) KnownCalls(module, facts, function).run();
}

}  // namespace hpyc::passes
