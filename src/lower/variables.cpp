// Reading, writing and deleting variables, by where they live.
#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using ir::Opcode;
using sema::ScopeKind;
using sema::Storage;

ir::Variable FunctionLowerer::variable_of(sema::ScopeId scope, uint32_t index) {
  LocalKey key = local_key(scope, index);
  if (auto it = variables_.find(key); it != variables_.end()) return it->second;
  const sema::Symbol& symbol = shared_.sema.scope(scope).symbols[index];
  ir::Variable variable = b_.declare_variable(text(symbol.name));
  variables_.emplace(key, variable);
  return variable;
}

// Memory shows what the variable holds to handlers; everything else reads the value itself.
void FunctionLowerer::write_local(sema::SymbolRef ref, ValueId value) {
  b_.write(variable_of(ref.scope, ref.index), value);
  if (int64_t number = memory_.number(local_key(ref.scope, ref.index)); number >= 0)
    b_.emit(Opcode::variable_store, {value}, number);
}

void FunctionLowerer::start_memory(ast::NodeList<ast::Stmt> statements) {
  memory_.find(shared_.sema, statements);
  for (LocalKey key : memory_.all()) {
    sema::ScopeId scope{static_cast<uint32_t>(key >> 32)};
    const auto index = static_cast<uint32_t>(key);
    const sema::Symbol& symbol = shared_.sema.scope(scope).symbols[index];
    b_.function().variables.emplace_back(text(symbol.name));
    if (symbol.is(sema::kParameter))
      write_local({scope, index}, b_.read(variable_of(scope, index)));
  }
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

void FunctionLowerer::store_symbol(sema::SymbolRef ref, ValueId value) {
  HPYC_ASSERT(ref.scope, "a name without a symbol");
  const sema::Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
  Location location = locate(shared_.sema, ref);
  switch (location.place) {
    case Place::local:
      write_local({location.scope, location.index}, value);
      break;
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
    case Place::local:
      load_symbol(ref);  // for the check
      write_local({location.scope, location.index}, b_.null());
      break;
    case Place::global:
      b_.named(Opcode::global_delete, {}, text(symbol.name));
      break;
    case Place::name:
      b_.named(Opcode::name_delete, {namespace_}, text(symbol.name));
      break;
  }
}

// `name = None`, `del name`: it may have been deleted before.
void FunctionLowerer::unbind_symbol(sema::SymbolRef ref) {
  Location location = locate(shared_.sema, ref);
  if (location.place == Place::local) {
    write_local({location.scope, location.index}, b_.null());
    return;
  }
  store_symbol(ref, b_.none());
  delete_symbol(ref);
}

}  // namespace hpyc::lower
