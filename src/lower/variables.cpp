// Reading, writing and deleting variables, by where they live.
#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using ir::Opcode;
using sema::ScopeKind;
using sema::Storage;

ir::Variable FunctionLowerer::variable_of(sema::ScopeId scope, uint32_t index) {
  uint64_t key = static_cast<uint64_t>(scope.index()) << 32 | index;
  if (auto it = variables_.find(key); it != variables_.end()) return it->second;
  const sema::Symbol& symbol = shared_.sema.scope(scope).symbols[index];
  ir::Variable variable = b_.declare_variable(text(symbol.name));
  variables_.emplace(key, variable);
  return variable;
}

namespace {

enum class Place : uint8_t { local, global, name };

struct Location {
  Place place;
  sema::ScopeId scope;  // of a local
  uint32_t index = 0;
};

// Captured variables are those of a comprehension in the same frame: sema refuses others.
Location locate(const sema::SemaResult& sema, sema::SymbolRef ref) {
  const sema::Scope& scope = sema.scope(ref.scope);
  const sema::Symbol& symbol = scope.symbols[ref.index];
  switch (symbol.storage) {
    case Storage::local:
    case Storage::cell:
      if (scope.kind == ScopeKind::module) return {Place::global, {}};
      if (scope.kind == ScopeKind::class_) return {Place::name, {}};
      return {Place::local, ref.scope, ref.index};
    case Storage::free: {
      const sema::Scope& owner = sema.scope(symbol.owner);
      return {Place::local, symbol.owner, owner.table.at(symbol.name)};
    }
    case Storage::global_implicit:
      return {scope.kind == ScopeKind::class_ ? Place::name : Place::global, {}};
    default:
      return {Place::global, {}};
  }
}

}  // namespace

ir::ValueId FunctionLowerer::load_symbol(sema::SymbolRef ref) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  const sema::Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
  std::string_view name = text(symbol.name);
  Location location = locate(shared_.sema, ref);
  switch (location.place) {
    case Place::local: {
      ValueId value = b_.read(variable_of(location.scope, location.index));
      if (b_.function().value(value).type.maybe_null) b_.check_bound(value, name);
      return value;
    }
    case Place::global:
      return b_.global_load(name);
    case Place::name:
      return b_.named(Opcode::name_load, {namespace_}, name);
  }
  HPYC_UNREACHABLE("not a place");
}

// A variable holds its object until it is rebound or the function returns: a finalizer or a weak
// reference would tell. `next`: what it will hold, or the value that is returned.
void FunctionLowerer::keep(ir::Variable variable, ValueId next) {
  if (b_.terminated()) return;
  const ValueId value = b_.read(variable);
  if (value == next || b_.function().value(value).ownership == ir::Ownership::borrowed) return;
  if (b_.is_null(value)) return;
  b_.emit(Opcode::keep, {value});
}

void FunctionLowerer::keep_all(ValueId result) {
  if (b_.terminated()) return;
  const auto& symbols = scope().symbols;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    if (symbols[i].storage == Storage::local) keep(variable_of(scope_, i), result);
  }
}

void FunctionLowerer::return_value(ValueId result) {
  keep_all(result);
  b_.return_(result);
}

void FunctionLowerer::store_symbol(sema::SymbolRef ref, ValueId value) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  const sema::Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
  Location location = locate(shared_.sema, ref);
  switch (location.place) {
    case Place::local: {
      const ir::Variable variable = variable_of(location.scope, location.index);
      // Those of a comprehension end with their last use.
      if (location.scope == scope_) keep(variable, value);
      b_.write(variable, value);
      break;
    }
    case Place::global:
      b_.global_store(text(symbol.name), value);
      break;
    case Place::name:
      b_.named(Opcode::name_store, {namespace_, value}, text(symbol.name));
      break;
  }
}

void FunctionLowerer::delete_symbol(sema::SymbolRef ref) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  const sema::Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
  Location location = locate(shared_.sema, ref);
  switch (location.place) {
    case Place::local: {
      const ir::Variable variable = variable_of(location.scope, location.index);
      load_symbol(ref);  // for the check
      keep(variable, ir::kNoValue);
      b_.write_null(variable);
      break;
    }
    case Place::global:
      b_.named(Opcode::global_delete, {}, text(symbol.name));
      break;
    case Place::name:
      b_.named(Opcode::name_delete, {namespace_}, text(symbol.name));
      break;
  }
}

}  // namespace hpyc::lower
