#include "sema/binder.h"

#include <fmt/format.h>

#include "lex/names.h"

namespace hpyc::sema {

using namespace ast;
namespace names = lex::names;

// ---- scopes and symbols

ScopeId Binder::enter(ScopeKind kind, const Node* node, Name name, Name private_name) {
  ScopeId id{static_cast<uint32_t>(result_.scopes.size())};
  Scope scope;
  scope.kind = kind;
  scope.parent = current_;
  scope.node = node;
  scope.name = name;
  scope.private_name = private_name;
  result_.scopes.push_back(std::move(scope));
  if (current_) result_.scope(current_).children.push_back(id);
  current_ = id;
  Position position;
  position.iterable_depth = position_.iterable_depth;
  position_ = position;
  return id;
}

void Binder::leave(ScopeId previous, const Position& position) {
  current_ = previous;
  position_ = position;
}

uint16_t Binder::flags_of(ScopeId scope, Name name) const {
  const Scope& s = result_.scope(scope);
  const Symbol* symbol = s.find(result_.mangle(s, name));
  return symbol ? symbol->flags : 0;
}

SymbolRef Binder::add(ScopeId scope_id, Name name, uint16_t flags, SourceSpan span) {
  Scope& scope = result_.scope(scope_id);
  Name mangled = result_.mangle(scope, name);
  auto [it, is_new] = scope.table.try_emplace(mangled, static_cast<uint32_t>(scope.symbols.size()));
  if (is_new) {
    Symbol symbol;
    symbol.name = mangled;
    symbol.first = span;
    scope.symbols.push_back(symbol);
  }
  SymbolRef ref{scope_id, it->second};
  Symbol& symbol = scope.symbols[ref.index];
  if ((flags & kParameter) != 0 && symbol.is(kParameter))
    error(span,
          fmt::format("duplicate argument '{}' in function definition", result_.text(mangled)));
  if ((flags & kTypeParameter) != 0 && symbol.is(kTypeParameter))
    error(span, fmt::format("duplicate type parameter '{}'", result_.text(mangled)));
  if (position_.iteration_target && scope_id == current_) {
    if (symbol.is(kGlobalDeclaration) || symbol.is(kNonlocalDeclaration))
      error(span, fmt::format("comprehension inner loop cannot rebind assignment expression "
                              "target '{}'",
                              result_.text(mangled)));
    flags |= kIterationVariable;
  }
  symbol.flags |= flags;
  // A `global` anywhere makes the name a known one of the module.
  if ((flags & kGlobalDeclaration) != 0 && scope_id.index() != 0) {
    Name global = mangled;
    Scope& module = result_.scopes[0];
    auto [entry, fresh] =
        module.table.try_emplace(global, static_cast<uint32_t>(module.symbols.size()));
    if (fresh) {
      Symbol created;
      created.name = global;
      created.first = span;
      module.symbols.push_back(created);
    }
    module.symbols[entry->second].flags |= kGlobalDeclaration;
  }
  return ref;
}

void Binder::define(Name name, uint16_t flags, SourceSpan span, const Node* node) {
  if (!name) return;
  check_debug_store(name, span);
  SymbolRef ref = add(current_, name, flags, span);
  if (node != nullptr) result_.set_symbol_of(node, ref);
}

void Binder::check_debug_store(Name name, SourceSpan span) {
  if (name == names::kDunderDebug) error(span, "cannot assign to __debug__");
}

void Binder::declare(const Stmt& statement, std::span<const Identifier> identifiers, bool global) {
  const char* word = global ? "global" : "nonlocal";
  for (const Identifier& identifier : identifiers) {
    std::string_view text = result_.text(identifier.name);
    uint16_t flags = flags_of(current_, identifier.name);
    if (!global && current_.index() == 0) {
      error(statement.span, "nonlocal declaration not allowed at module level");
      return;
    }
    if ((flags & kParameter) != 0)
      error(identifier.span, fmt::format("name '{}' is parameter and {}", text, word));
    else if ((flags & kUsed) != 0)
      error(identifier.span, fmt::format("name '{}' is used prior to {} declaration", text, word));
    else if ((flags & kAnnotated) != 0)
      error(identifier.span, fmt::format("annotated name '{}' can't be {}", text, word));
    else if ((flags & kAssigned) != 0)
      error(identifier.span,
            fmt::format("name '{}' is assigned to before {} declaration", text, word));
    SymbolRef ref = add(current_, identifier.name,
                        global ? kGlobalDeclaration : kNonlocalDeclaration, identifier.span);
    result_.scope(ref.scope).symbols[ref.index].declaration = identifier.span;
  }
}

// ---- statements

void Binder::bind(const Module& module) {
  ScopeId id = enter(ScopeKind::module, &module, Name{}, Name{});
  result_.set_scope_of(&module, id);
  future_imports(module);
  cython_.find_imports(module.body);
  body(module.body);
}

// Only a docstring and other `from __future__` imports may come before.
void Binder::future_imports(const Module& module) {
  for (const Stmt* statement : module.body) {
    if (const auto* expression = dyn_as<ExprStmt>(statement); statement == module.body[0] &&
                                                              expression != nullptr &&
                                                              isa<StringLiteral>(expression->value))
      continue;
    const auto* import = dyn_as<ImportFrom>(statement);
    if (import == nullptr || import->level != 0 || import->module.size() != 1 ||
        import->module[0].name != names::kFuture)
      break;
    future_end_ = import->span.end;
    if (import->is_star) error(import->span, "future feature * is not defined");
    for (const ImportAlias* alias : import->aliases) {
      std::string_view feature = result_.text(alias->path[0].name);
      if (feature == "annotations") {
        result_.future.annotations = true;
      } else if (feature == "barry_as_FLUFL") {
        result_.future.barry_as_bdfl = true;
      } else if (feature == "absolute_import") {
        result_.future.absolute_import = true;
      } else if (feature == "division") {
        result_.future.division = true;
      } else if (feature == "generator_stop") {
        result_.future.generator_stop = true;
      } else if (feature == "braces") {
        error(alias->span, "not a chance");
      } else {
        static const std::vector<std::string_view> known = {
            "nested_scopes",  "generators",     "division",         "absolute_import",
            "with_statement", "print_function", "unicode_literals", "generator_stop",
            "barry_as_FLUFL", "annotations"};
        bool found = false;
        for (std::string_view k : known) found = found || k == feature;
        if (!found) {
          auto report =
              error(alias->span, fmt::format("future feature {} is not defined", feature));
          if (std::string_view closest = closest_name(feature, known); !closest.empty())
            report.hint("did you mean '{}'?", closest);
        }
      }
    }
  }
}

void Binder::body(NodeList<Stmt> statements) {
  for (const Stmt* statement : statements) visit(statement);
}

void Binder::visit(const Stmt* statement) {
  dispatch_stmt(statement, [&](const auto& node) { stmt(node); });
}

void Binder::loop_body(NodeList<Stmt> statements) {
  Position saved = position_;
  position_.in_loop = true;
  position_.break_forbidden = false;
  body(statements);
  position_ = saved;
}

void Binder::stmt(const ExprStmt& node) { visit(node.value); }

void Binder::stmt(const Assign& node) {
  if (cython_.is_used() && cython_declaration(node)) return;
  for (const Expr* t : node.targets) target(t, Access::store);
  visit(node.value);
}

void Binder::stmt(const AugAssign& node) {
  target(node.target, Access::store);
  visit(node.value);
}

void Binder::stmt(const AnnAssign& node) {
  if (const auto* name = dyn_as<NameExpr>(node.target)) {
    uint16_t flags = flags_of(current_, name->id);
    if ((flags & (kGlobalDeclaration | kNonlocalDeclaration)) != 0 && current_.index() != 0 &&
        node.is_simple)
      error(node.span, fmt::format("annotated name '{}' can't be {}", result_.text(name->id),
                                   (flags & kGlobalDeclaration) != 0 ? "global" : "nonlocal"));
    if (node.is_simple)
      define(name->id, kAnnotated | kAssigned, name->span, name);
    else if (node.value != nullptr)
      define(name->id, kAssigned, name->span, name);
    else
      check_debug_store(name->id, name->span);
  } else {
    target(node.target, Access::store);
  }
  annotation(node.annotation);
  visit_optional(node.value);
}

void Binder::stmt(const Break& node) {
  if (position_.break_forbidden)
    error(node.span, "'break', 'continue' and 'return' cannot appear in an except* block");
  else if (!position_.in_loop)
    error(node.span, "'break' outside loop");
}

void Binder::stmt(const Continue& node) {
  if (position_.break_forbidden)
    error(node.span, "'break', 'continue' and 'return' cannot appear in an except* block");
  else if (!position_.in_loop)
    error(node.span, "'continue' not properly in loop");
}

void Binder::stmt(const Return& node) {
  if (current().kind != ScopeKind::function)
    error(node.span, "'return' outside function");
  else if (position_.return_forbidden)
    error(node.span, "'break', 'continue' and 'return' cannot appear in an except* block");
  if (node.value != nullptr) {
    value_returns_.push_back(&node);
    visit(node.value);
  }
}

void Binder::stmt(const Raise& node) {
  visit_optional(node.exception);
  visit_optional(node.cause);
  visit_optional(node.value);
  visit_optional(node.traceback);
}

void Binder::stmt(const Print& node) {
  visit_optional(node.stream);
  for (const Expr* value : node.values) visit(value);
}

void Binder::stmt(const Exec& node) {
  visit(node.body);
  visit_optional(node.globals);
  visit_optional(node.locals);
}

void Binder::stmt(const Delete& node) {
  for (const Expr* t : node.targets) target(t, Access::remove);
}

void Binder::stmt(const Assert& node) {
  visit(node.condition);
  visit_optional(node.message);
}

void Binder::stmt(const Global& node) { declare(node, node.names, true); }
void Binder::stmt(const Nonlocal& node) { declare(node, node.names, false); }

void Binder::stmt(const Import& node) {
  for (const ImportAlias* alias : node.aliases) {
    if (cython_.is_import(*alias) && current().kind == ScopeKind::module)
      result_.set_cython_path(alias, "");
    else if (alias->as_name)
      define(alias->as_name, kImported, alias);
    else if (!alias->path.empty())
      define(alias->path[0], kImported, alias);
  }
}

void Binder::stmt(const ImportFrom& node) {
  if (node.level == 0 && node.module.size() == 1 && node.module[0].name == names::kFuture &&
      node.span.end > future_end_)
    error(node.span, "from __future__ imports must occur at the beginning of the file");
  if (node.level == 0 && cython_.is_import(node.module) && current().kind == ScopeKind::module) {
    result_.set_cython_path(&node, "");
    return;
  }
  if (node.is_star) {
    if (current().kind != ScopeKind::module)
      error(node.span, "import * only allowed at module level");
    else
      current().has_star_import = true;
    return;
  }
  for (const ImportAlias* alias : node.aliases)
    define(alias->as_name ? alias->as_name : alias->path[0], kImported, alias);
}

void Binder::stmt(const If& node) {
  for (const IfBranch* branch : node.branches) {
    visit(branch->condition);
    body(branch->body);
  }
  body(node.orelse);
}

void Binder::stmt(const While& node) {
  visit(node.condition);
  loop_body(node.body);
  body(node.orelse);
}

void Binder::stmt(const For& node) {
  if (node.is_async) {
    if (!current().is_async_function) error(node.span, "'async for' outside async function");
    current().is_coroutine = true;
  }
  target(node.target, Access::store);
  visit(node.iterable);
  loop_body(node.body);
  body(node.orelse);
}

void Binder::stmt(const With& node) {
  if (node.is_async) {
    if (!current().is_async_function) error(node.span, "'async with' outside async function");
    current().is_coroutine = true;
  }
  for (const WithItem* item : node.items) {
    if (const auto* call = dyn_as<Call>(item->context))
      if (auto path = cython_path(call->callee); path && is_block_directive(*path)) {
        result_.set_cython_path(item, *path);
        continue;
      }
    visit(item->context);
    if (item->target != nullptr) target(item->target, Access::store);
  }
  body(node.body);
}

void Binder::stmt(const Try& node) {
  // The order of CPython's symbol table, which decides what is "used prior to global declaration".
  body(node.body);
  body(node.orelse);
  for (const ExceptHandler* handler : node.handlers) {
    visit_optional(handler->type);
    if (handler->name) define(handler->name, kAssigned, handler);
    if (handler->py2_target != nullptr) target(handler->py2_target, Access::store);
    Position saved = position_;
    if (node.is_star) position_.break_forbidden = position_.return_forbidden = true;
    body(handler->body);
    position_ = saved;
  }
  body(node.finally_body);
}

void Binder::stmt(const Match& node) {
  visit(node.subject);
  for (size_t i = 0; i < node.cases.size(); ++i) {
    const MatchCase* match_case = node.cases[i];
    PatternNames captured;
    pattern(match_case->pattern, captured);
    if (match_case->guard == nullptr && i + 1 < node.cases.size())
      check_irrefutable(match_case->pattern);
    visit_optional(match_case->guard);
    body(match_case->body);
  }
}

}  // namespace hpyc::sema
