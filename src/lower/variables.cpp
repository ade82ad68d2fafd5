// Reading, writing and deleting variables, by where they live. Variables that functions or classes
// inside of this one use are in cells.
#include <algorithm>

#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using ir::Opcode;
using sema::Scope;
using sema::ScopeKind;
using sema::Storage;
using sema::Symbol;
using sema::SymbolRef;

// Memory shows what the variable holds to handlers; everything else reads the value itself.
void FunctionLowerer::write_local(SymbolRef ref, ValueId value) {
  b_.write(variable_of(ref), value);
  if (int64_t number = memory_.number(local_key(ref)); number >= 0)
    b_.emit(Opcode::variable_store, {value}, number);
}

// What a variable of a declared type is about to hold.
void FunctionLowerer::check_type(SymbolRef ref, ValueId value, bool is_parameter) {
  const Symbol* symbol = &shared_.sema.scope(ref.scope).symbols[ref.index];
  const std::string_view name = text(symbol->name);
  if (symbol->storage == Storage::free)
    symbol = shared_.sema.scope(symbol->owner).find(symbol->name);
  if (symbol == nullptr || symbol->type.is_object()) return;
  ValueId type = builtin(symbol->type.builtin);
  b_.emit(Opcode::check_type, {value, type},
          ir::index(shared_.module.name_constant(is_parameter ? name : "")));
}

void FunctionLowerer::start_memory(ast::NodeList<ast::Stmt> statements) {
  memory_.find(shared_.sema, statements);
  for (LocalKey key : memory_.all()) {
    const SymbolRef ref = symbol_of(key);
    const Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
    b_.function().variables.emplace_back(text(symbol.name));
    if (symbol.is(sema::kParameter)) write_local(ref, b_.read(variable_of(ref)));
  }
}

ir::Variable FunctionLowerer::variable_of(SymbolRef ref) {
  auto [it, added] = variables_.try_emplace(local_key(ref));
  if (added) {
    const Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
    it->second = b_.declare_variable(text(symbol.name));
  }
  return it->second;
}

// ---- cells

SymbolRef FunctionLowerer::owner_of(const Symbol& symbol) const {
  const Scope& owner = shared_.sema.scope(symbol.owner);
  if (owner.kind == ScopeKind::class_) return {symbol.owner, kClassCell};
  return {symbol.owner, owner.table.at(symbol.name)};
}

// The variables that the frame of a function or class takes from those around it, sorted by name.
std::vector<FunctionLowerer::Capture> FunctionLowerer::captures_of(sema::ScopeId id) const {
  std::vector<Capture> captures;
  for (const Symbol& symbol : shared_.sema.scope(id).symbols)
    if (symbol.storage == Storage::free || symbol.is(sema::kFreeInClass))
      captures.push_back({text(symbol.name), owner_of(symbol)});
  std::ranges::sort(captures, {}, &Capture::name);
  return captures;
}

// The cells of `captures_of` as this frame holds them.
FunctionLowerer::Values FunctionLowerer::captured_cells(sema::ScopeId id) {
  Values cells;
  for (const Capture& capture : captures_of(id))
    cells.push_back(cells_.at(local_key(capture.owner)));
  return cells;
}

// The parameters for what this frame captures: before all others.
void FunctionLowerer::receive_cells() {
  for (const Capture& capture : captures_of(scope_)) {
    cells_[local_key(capture.owner)] = add_parameter(capture.name);
    ++b_.function().captures;
  }
}

ir::ValueId FunctionLowerer::make_cell(SymbolRef ref, ValueId content) {
  ValueId cell = b_.emit(Opcode::cell_new, {content}, ref.index == kClassCell ? ir::kCellClass : 0);
  if (ref.index != kClassCell)
    b_.function().value(cell).name = text(shared_.sema.scope(ref.scope).symbols[ref.index].name);
  cells_[local_key(ref)] = cell;
  return cell;
}

// Cells of the captured variables of a scope, of parameters with what was passed.
void FunctionLowerer::make_cells(sema::ScopeId id) {
  const Scope& scope = shared_.sema.scope(id);
  for (uint32_t i = 0; i < scope.symbols.size(); ++i) {
    if (!scope.symbols[i].is(sema::kCaptured)) continue;
    bool passed = scope.symbols[i].is(sema::kParameter);
    make_cell({id, i}, passed ? b_.read(variable_of({id, i})) : b_.null());
  }
}

// Where a symbol lives, as seen from this frame.
FunctionLowerer::Location FunctionLowerer::locate(SymbolRef ref) {
  const Scope& scope = shared_.sema.scope(ref.scope);
  const Symbol& symbol = scope.symbols[ref.index];
  // Annotation scopes in a class look into its namespace first, but bind nothing there.
  const bool in_class = scope.kind == ScopeKind::class_ || scope.can_see_class;
  switch (symbol.storage) {
    case Storage::local:
    case Storage::cell:
      if (scope.kind == ScopeKind::module && !symbol.is(sema::kPrivate)) return {Place::global};
      if (scope.kind == ScopeKind::class_) return {Place::name};
      break;
    case Storage::free:
      ref = owner_of(symbol);
      break;
    case Storage::global_implicit:
      return {in_class ? Place::name : Place::global};
    default:
      return {Place::global};
  }
  auto cell = cells_.find(local_key(ref));
  if (cell == cells_.end()) return {Place::local, ref};
  // A comprehension is part of the frame, so the variables around it are not free in it.
  sema::ScopeId frame = ref.scope;
  while (sema::is_inlined(shared_.sema.scope(frame).kind)) frame = shared_.sema.scope(frame).parent;
  int64_t use = frame != scope_ ? ir::kCellFree : 0;
  if (ref.index == kClassCell) use = ir::kCellFree | ir::kCellClass;
  return {in_class ? Place::name_or_cell : Place::cell, ref, cell->second, use};
}

// ---- access

ir::ValueId FunctionLowerer::load_symbol(SymbolRef ref) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  std::string_view name = text(shared_.sema.scope(ref.scope).symbols[ref.index].name);
  Location location = locate(ref);
  switch (location.place) {
    case Place::local: {
      ValueId value = b_.read(variable_of(location.variable));
      if (b_.function().value(value).type.maybe_null) b_.check_bound(value, name);
      return value;
    }
    case Place::cell:
      return b_.emit(Opcode::cell_load, {location.cell},
                     ir::index(shared_.module.name_constant(name)), location.use);
    case Place::global:
      return b_.global_load(name);
    case Place::name:
      return b_.named(Opcode::name_load, {namespace_}, name);
    case Place::name_or_cell:
      return b_.emit(Opcode::name_load_cell, {namespace_, location.cell},
                     ir::index(shared_.module.name_constant(name)), location.use);
  }
  HPYC_UNREACHABLE("not a place");
}

// A variable holds its object until it is rebound or the function returns: a finalizer or a weak
// reference would tell. `next`: what it will hold, or the value that is returned.
void FunctionLowerer::keep(SymbolRef ref, ValueId next) {
  // Memory holds its object itself.
  if (b_.terminated() || memory_.number(local_key(ref)) >= 0) return;
  const ValueId value = b_.read(variable_of(ref));
  if (value == next || b_.function().value(value).ownership == ir::Ownership::borrowed) return;
  if (b_.is_null(value)) return;
  b_.emit(Opcode::keep, {value});
}

void FunctionLowerer::keep_all(ValueId result) {
  if (b_.terminated()) return;
  const auto& symbols = scope().symbols;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    const SymbolRef ref{scope_, i};
    if (auto cell = cells_.find(local_key(ref)); cell != cells_.end())
      b_.emit(Opcode::keep, {cell->second});
    else if (symbols[i].storage == Storage::local || symbols[i].storage == Storage::cell)
      keep(ref, result);
  }
}

void FunctionLowerer::return_value(ValueId result) {
  keep_all(result);
  b_.return_(result);
}

// The null handle when it is unbound. Only for variables of functions.
ir::ValueId FunctionLowerer::peek_symbol(SymbolRef ref) {
  Location location = locate(ref);
  if (location.place == Place::local) return b_.read(variable_of(location.variable));
  HPYC_ASSERT(location.place == Place::cell, "not a variable of a function");
  return b_.emit(Opcode::cell_peek, {location.cell}, location.use & ir::kCellClass);
}

void FunctionLowerer::store_symbol(SymbolRef ref, ValueId value) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  std::string_view name = text(shared_.sema.scope(ref.scope).symbols[ref.index].name);
  Location location = locate(ref);
  check_type(ref, value, false);
  switch (location.place) {
    case Place::local:
      // Those of a comprehension end with their last use.
      if (location.variable.scope == scope_) keep(location.variable, value);
      write_local(location.variable, value);
      break;
    case Place::cell:
    case Place::name_or_cell:
      b_.emit(Opcode::cell_store, {location.cell, value}, location.use & ir::kCellClass);
      break;
    case Place::global:
      b_.global_store(name, value);
      break;
    case Place::name:
      b_.named(Opcode::name_store, {namespace_, value}, name);
      break;
  }
}

void FunctionLowerer::delete_symbol(SymbolRef ref) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  std::string_view name = text(shared_.sema.scope(ref.scope).symbols[ref.index].name);
  Location location = locate(ref);
  switch (location.place) {
    case Place::local:
      load_symbol(ref);  // for the check
      keep(location.variable, ir::kNoValue);
      write_local(location.variable, b_.null());
      break;
    case Place::cell:
    case Place::name_or_cell:
      b_.emit(Opcode::cell_clear, {location.cell}, ir::index(shared_.module.name_constant(name)),
              location.use);
      break;
    case Place::global:
      b_.named(Opcode::global_delete, {}, name);
      break;
    case Place::name:
      b_.named(Opcode::name_delete, {namespace_}, name);
      break;
  }
}

// `name = None`, `del name`: it may have been deleted before.
void FunctionLowerer::unbind_symbol(SymbolRef ref) {
  Location location = locate(ref);
  if (location.place == Place::local) {
    write_local(location.variable, b_.null());
    return;
  }
  store_symbol(ref, b_.none());
  delete_symbol(ref);
}

}  // namespace hpyc::lower
