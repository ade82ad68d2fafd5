// Scopes and symbols: which variable a name means, by the rules of CPython's symbol table.
#pragma once

#include <cstdint>
#include <vector>

#include "ast/node.h"
#include "base/containers.h"
#include "base/ids.h"
#include "base/interner.h"
#include "base/span.h"
#include "sema/types.h"

namespace hpyc::sema {

using ScopeId = Id<struct ScopeTag>;

enum class ScopeKind : uint8_t {
  module,
  function,
  lambda,
  class_,
  list_comprehension,
  set_comprehension,
  dict_comprehension,
  generator_expression,
  type_parameters,  // of a generic function, class or type alias (PEP 695)
  type_alias,       // the value of a `type` statement
  type_variable,    // a bound, constraints or a default of a type parameter
};

constexpr bool is_comprehension(ScopeKind kind) {
  return kind >= ScopeKind::list_comprehension && kind <= ScopeKind::generator_expression;
}
// Comprehensions, and definitions of type parameters, that run in the frame around them.
constexpr bool is_inlined(ScopeKind kind) {
  return (is_comprehension(kind) && kind != ScopeKind::generator_expression) ||
         kind == ScopeKind::type_parameters;
}
// Scopes whose variables inner scopes can capture: everything but modules and classes.
constexpr bool is_function_like(ScopeKind kind) {
  return kind != ScopeKind::module && kind != ScopeKind::class_;
}

// Where a variable of a scope lives.
enum class Storage : uint8_t {
  unresolved,
  local,            // in a module: global; in a class: the namespace
  global_explicit,  // declared by `global`
  global_implicit,  // module globals, then builtins; in a class body: its namespace first
  free,             // of an enclosing function (Symbol::owner)
  cell,             // local, and captured by an inner scope
};

// What a scope does with a name.
enum SymbolFlag : uint16_t {
  kGlobalDeclaration = 1 << 0,
  kAssigned = 1 << 1,  // also by del, def, class, for, with, except, match
  kParameter = 1 << 2,
  kNonlocalDeclaration = 1 << 3,
  kUsed = 1 << 4,
  kFreeInClass = 1 << 5,  // a class assigns it, and its methods capture an outer variable so named
  kImported = 1 << 6,
  kAnnotated = 1 << 7,
  kIterationVariable = 1 << 8,  // target of a comprehension's `for`
  kTypeParameter = 1 << 9,
  kDeleted = 1 << 10,
  kCaptured = 1 << 11,  // by a function or class inside, which runs in a frame of its own
  kPrivate = 1 << 12,   // a variable of the module that is not in its dict
  kBound = kAssigned | kParameter | kImported | kTypeParameter,
};

struct Symbol {
  Name name;  // mangled
  uint16_t flags = 0;
  Storage storage = Storage::unresolved;
  ScopeId owner;           // of a free variable, or one free in a class: the scope that holds it
  SourceSpan first;        // first occurrence
  Type type;               // as declared
  SourceSpan declaration;  // the `global` or `nonlocal` statement

  bool is(SymbolFlag flag) const { return (flags & flag) != 0; }
};

struct Scope {
  ScopeKind kind{};
  ScopeId parent;  // invalid for the module
  const ast::Node* node = nullptr;
  Name name;                    // of the function or class
  Name private_name;            // name of the innermost class around: mangles `__x`
  std::vector<Symbol> symbols;  // in order of first occurrence
  FlatMap<Name, uint32_t> table;
  std::vector<ScopeId> children;

  bool is_async_function = false;
  bool is_generator = false;  // contains `yield`
  bool is_coroutine = false;  // contains `await`, `async for`, …
  bool has_star_import = false;
  bool has_class_cell = false;  // a class: functions in it use `__class__` or `super`
  bool can_see_class = false;   // an annotation scope in a class, whose namespace comes first
  const ast::Node* first_yield = nullptr;

  const Symbol* find(Name mangled) const {
    auto it = table.find(mangled);
    return it == table.end() ? nullptr : &symbols[it->second];
  }
  Symbol* find(Name mangled) {
    auto it = table.find(mangled);
    return it == table.end() ? nullptr : &symbols[it->second];
  }
};

// A symbol by its place.
struct SymbolRef {
  ScopeId scope;
  uint32_t index = 0;
};

}  // namespace hpyc::sema
