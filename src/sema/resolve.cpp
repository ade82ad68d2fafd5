// Storage of symbols. Parents come before their children in the table of scopes, so every scope
// around is settled when a scope is.
#include <fmt/format.h>

#include "lex/names.h"
#include "sema/binder.h"

namespace hpyc::sema {

namespace names = lex::names;

namespace {

class Resolver {
 public:
  Resolver(SemaResult& result, diag::DiagnosticEngine& engine) : result_(result), engine_(engine) {}

  void run() {
    for (uint32_t i = 0; i < result_.scopes.size(); ++i) {
      // Capturing adds symbols to scopes around, never to this one: their count is fixed.
      for (uint32_t s = 0; s < result_.scopes[i].symbols.size(); ++s) settle(ScopeId{i}, s);
    }
  }

 private:
  void settle(ScopeId id, uint32_t index) {
    Scope& scope = result_.scope(id);
    Symbol& symbol = scope.symbols[index];
    if (symbol.storage != Storage::unresolved) return;
    if (symbol.is(kPrivate)) {
      symbol.storage = Storage::cell;
      return;
    }
    if (symbol.is(kGlobalDeclaration) && is_private(symbol.name)) {
      capture(id, index, ScopeId{0});
      return;
    }
    if (symbol.is(kGlobalDeclaration)) {
      if (symbol.is(kNonlocalDeclaration))
        engine_.error(diag::Kind::syntax_error, symbol.declaration,
                      "name '{}' is nonlocal and global", result_.text(symbol.name));
      symbol.storage = Storage::global_explicit;
      return;
    }
    if (symbol.is(kNonlocalDeclaration)) {
      ScopeId owner = find_owner(id, symbol.name);
      if (!owner) {
        // At module level and of a parameter it has been reported already.
        if (id.index() != 0 && !symbol.is(kParameter))
          engine_.error(diag::Kind::syntax_error, symbol.declaration,
                        "no binding for nonlocal '{}' found", result_.text(symbol.name));
        symbol.storage = Storage::local;
        return;
      }
      const Symbol* variable = result_.scope(owner).find(symbol.name);
      if (variable != nullptr && variable->is(kTypeParameter))
        engine_.error(diag::Kind::syntax_error, symbol.declaration,
                      "nonlocal binding not allowed for type parameter '{}'",
                      result_.text(symbol.name));
      capture(id, index, owner);
      return;
    }
    if ((symbol.flags & kBound) != 0) {
      symbol.storage = Storage::local;
      return;
    }
    if (scope.can_see_class) {
      const Scope* cls = &scope;
      while (cls->kind != ScopeKind::class_) cls = &result_.scope(cls->parent);
      if (const Symbol* attribute = cls->find(symbol.name)) {
        // Type parameters in between hide the attribute.
        if (!hidden_by_type_parameter(id, symbol.name)) {
          if (attribute->is(kGlobalDeclaration)) {
            symbol.storage = Storage::global_explicit;
            return;
          }
          if ((attribute->flags & kBound) != 0 && !attribute->is(kNonlocalDeclaration)) {
            symbol.storage = Storage::global_implicit;
            return;
          }
        }
      }
    }
    if (ScopeId owner = find_owner(id, symbol.name))
      capture(id, index, owner);
    else
      symbol.storage = Storage::global_implicit;
  }

  bool is_private(Name name) const {
    const Symbol* symbol = result_.module().find(name);
    return symbol != nullptr && symbol->is(kPrivate);
  }

  bool hidden_by_type_parameter(ScopeId id, Name name) const {
    for (ScopeId s = result_.scope(id).parent; result_.scope(s).kind != ScopeKind::class_;
         s = result_.scope(s).parent) {
      const Symbol* symbol = result_.scope(s).find(name);
      if (symbol != nullptr && (symbol->flags & kBound) != 0) return true;
    }
    return false;
  }

  // The scope around `id` whose variable `name` is visible in it; none: a global.
  ScopeId find_owner(ScopeId id, Name name) const {
    for (ScopeId s = result_.scope(id).parent; s; s = result_.scope(s).parent) {
      const Scope& scope = result_.scope(s);
      if (scope.kind == ScopeKind::module) return is_private(name) ? s : ScopeId{};
      if (scope.kind == ScopeKind::class_) {
        if (name == names::kDunderClass) return s;
        continue;
      }
      const Symbol* symbol = scope.find(name);
      if (symbol == nullptr) continue;
      switch (symbol->storage) {
        case Storage::local:
        case Storage::cell:
          return s;
        case Storage::free:
          return symbol->owner;
        case Storage::global_explicit:
          return {};
        default:
          break;
      }
    }
    return {};
  }

  void capture(ScopeId id, uint32_t index, ScopeId owner) {
    Symbol symbol = result_.scope(id).symbols[index];
    result_.scope(id).symbols[index].storage = Storage::free;
    result_.scope(id).symbols[index].owner = owner;
    bool leaves_frame = !is_inlined(result_.scope(id).kind);
    // The functions in between pass the variable on.
    for (ScopeId s = result_.scope(id).parent; s != owner; s = result_.scope(s).parent) {
      Scope& scope = result_.scope(s);
      Symbol* between = scope.find(symbol.name);
      leaves_frame = leaves_frame || !is_inlined(scope.kind);
      if (between == nullptr) {
        scope.table.emplace(symbol.name, static_cast<uint32_t>(scope.symbols.size()));
        Symbol passed;
        passed.name = symbol.name;
        passed.first = symbol.first;
        passed.storage = Storage::free;
        passed.owner = owner;
        scope.symbols.push_back(passed);
      } else if (scope.kind == ScopeKind::class_ &&
                 (between->flags & (kBound | kGlobalDeclaration))) {
        between->flags |= kFreeInClass;
        between->owner = owner;
      }
    }
    Scope& holder = result_.scope(owner);
    if (holder.kind == ScopeKind::class_) {  // `__class__`
      holder.has_class_cell = true;
    } else if (Symbol* variable = holder.find(symbol.name)) {
      variable->storage = Storage::cell;
      if (leaves_frame) variable->flags |= kCaptured;
    }
  }

  SemaResult& result_;
  diag::DiagnosticEngine& engine_;
};

}  // namespace

void resolve(SemaResult& result, diag::DiagnosticEngine& engine) { Resolver(result, engine).run(); }

}  // namespace hpyc::sema
