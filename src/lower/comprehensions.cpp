// Comprehensions run in the frame around them: their variables are locals of it under their own
// scope, so they neither leak nor clash.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::Opcode;

Operand FunctionLowerer::comprehension(const Expr& node, Collect kind,
                                       NodeList<ComprehensionFor> clauses, const Expr* element,
                                       const Expr* mapped) {
  // The first iterable belongs to the scope around.
  at(clauses[0]->iterable);
  ValueId iterator = begin_iteration(clauses[0]->iterable, clauses[0]->is_async);
  at(&node);
  Opcode opcode = kind == Collect::list  ? Opcode::build_list
                  : kind == Collect::set ? Opcode::build_set
                                         : Opcode::build_dict;
  ValueId result = b_.build(opcode, {});
  // At language level 2 those of lists have no scope.
  if (sema::ScopeId id = shared_.sema.scope_of(&node)) {
    // Variables are unbound at the start, whatever an earlier run left in them.
    const sema::Scope& own = shared_.sema.scope(id);
    for (uint32_t i = 0; i < own.symbols.size(); ++i) {
      const sema::Symbol& symbol = own.symbols[i];
      if ((symbol.storage == sema::Storage::local || symbol.storage == sema::Storage::cell) &&
          !symbol.is(sema::kCaptured))
        b_.write_null(variable_of({id, i}));
    }
    make_cells(id);
  }
  comprehension_clause(clauses, 0, iterator, kind, result, node, element, mapped);
  return Operand::of(result);
}

void FunctionLowerer::comprehension_clause(NodeList<ComprehensionFor> clauses, size_t index,
                                           ValueId iterator, Collect kind, ValueId result,
                                           const Expr& node, const Expr* element,
                                           const Expr* mapped) {
  const ComprehensionFor* clause = clauses[index];
  if (index > 0) {
    at(clause->iterable);
    iterator = begin_iteration(clause->iterable, clause->is_async);
  }
  BlockId header = b_.create_block();
  BlockId inside = b_.create_block();
  BlockId exhausted = b_.create_block();
  b_.jump(header);
  b_.set_block(header);
  at(clause);
  ValueId item = next_item(iterator, clause->is_async, inside, exhausted);
  store(clause->target, item);
  for (const Expr* tested : clause->conditions) {
    BlockId passed = b_.create_block();
    condition(tested, passed, header);
    continue_in(passed);
  }
  if (index + 1 < clauses.size()) {
    comprehension_clause(clauses, index + 1, ir::kNoValue, kind, result, node, element, mapped);
  } else {
    ValueId collected = value(element);
    ValueId second = mapped != nullptr ? value(mapped) : ir::kNoValue;
    at(element);
    switch (kind) {
      case Collect::list:
        b_.emit(Opcode::list_append, {result, collected});
        break;
      case Collect::set:
        b_.emit(Opcode::set_add, {result, collected});
        break;
      case Collect::dict:
        b_.emit(Opcode::dict_set, {result, collected, second});
        break;
      case Collect::yield:
        b_.emit(Opcode::yield, {collected});
        break;
    }
  }
  jump(header);
  b_.seal(header);
  continue_in(exhausted);
}

Operand FunctionLowerer::expr(const ListComp& node) {
  return comprehension(node, Collect::list, node.clauses, node.element, nullptr);
}
Operand FunctionLowerer::expr(const SetComp& node) {
  return comprehension(node, Collect::set, node.clauses, node.element, nullptr);
}
Operand FunctionLowerer::expr(const DictComp& node) {
  return comprehension(node, Collect::dict, node.clauses, node.key, node.value);
}

}  // namespace hpyc::lower
