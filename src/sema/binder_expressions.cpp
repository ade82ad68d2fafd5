#include <fmt/format.h>

#include "ast/chains.h"
#include "lex/names.h"
#include "sema/binder.h"

namespace hpyc::sema {

using namespace ast;
namespace names = lex::names;

void Binder::visit(const Expr* expression) {
  SmallVector<const Expr*, 8> chain;
  while (const Expr* left = left_of(expression)) {
    if (cython_.is_used() && cython_expression(expression)) break;
    chain.push_back(expression);
    expression = left;
  }
  if (result_.cython_path(expression) == nullptr)
    dispatch_expr(expression, [&](const auto& node) { expr(node); });
  for (; !chain.empty(); chain.pop_back()) link(*chain.back());
}

void Binder::link(const Expr& node) {
  switch (node.kind) {
    case NodeKind::BinOp:
      visit(as<BinOp>(&node)->right);
      break;
    case NodeKind::Subscript: {
      const Expr* index = as<Subscript>(&node)->index;
      if (const auto* starred = dyn_as<Starred>(index))
        visit(starred->value);
      else
        visit(index);
      break;
    }
    case NodeKind::Call:
      arguments(as<Call>(&node)->arguments);
      break;
    default:
      break;
  }
}

void Binder::name_load(const NameExpr& node) {
  if (!node.id) return;
  if (cython_.is_used() && cython_expression(&node)) return;
  SymbolRef ref = add(current_, node.id, kUsed, node.span);
  result_.set_symbol_of(&node, ref);
  // A method that mentions `super` may call it without arguments, which needs the class.
  if (node.id == names::kSuper && is_function_like(current().kind))
    add(current_, names::kDunderClass, kUsed, node.span);
}

void Binder::elements(NodeList<Expr> expressions) {
  for (const Expr* element : expressions) {
    if (const auto* starred = dyn_as<Starred>(element))
      visit(starred->value);
    else
      visit(element);
  }
}

void Binder::expr(const Starred& node) {
  error(node.span, "can't use starred expression here");
  visit(node.value);
}

void Binder::expr(const BoolOp& node) {
  for (const Expr* value : node.values) visit(value);
}

void Binder::expr(const Compare& node) {
  visit(node.left);
  for (const Expr* value : node.comparators) visit(value);
}

void Binder::expr(const IfExp& node) {
  visit(node.condition);
  visit(node.then_value);
  visit(node.else_value);
}

void Binder::expr(const Dict& node) {
  for (const DictItem* item : node.items) visit_optional(item->key);
  for (const DictItem* item : node.items) visit(item->value);
}

void Binder::expr(const Slice& node) {
  visit_optional(node.lower);
  visit_optional(node.upper);
  visit_optional(node.step);
}

void Binder::format_parts(NodeList<Node> parts) {
  for (const Node* part : parts) {
    if (const auto* field = dyn_as<FStringField>(part)) {
      visit(field->value);
      format_parts(field->format_spec);
    }
  }
}

// ---- targets

void Binder::target(const Expr* expression, Access access) {
  bool is_store = access == Access::store;
  switch (expression->kind) {
    case NodeKind::NameExpr: {
      const auto* name = as<NameExpr>(expression);
      if (!name->id) return;
      if (is_store) {
        define(name->id, kAssigned, name->span, name);
      } else {
        if (name->id == names::kDunderDebug) error(name->span, "cannot delete __debug__");
        SymbolRef ref = add(current_, name->id, kAssigned | kDeleted, name->span);
        result_.set_symbol_of(name, ref);
      }
      break;
    }
    case NodeKind::Attribute: {
      const auto* attribute = as<Attribute>(expression);
      if (is_store) check_debug_store(attribute->attribute.name, attribute->span);
      visit(expression);
      break;
    }
    case NodeKind::Tuple:
      target_elements(as<Tuple>(expression)->elements, access, expression->span);
      break;
    case NodeKind::List:
      target_elements(as<List>(expression)->elements, access, expression->span);
      break;
    case NodeKind::Starred:
      if (is_store) error(expression->span, "starred assignment target must be in a list or tuple");
      target(as<Starred>(expression)->value, access);
      break;
    default:
      visit(expression);
  }
}

// The parser has counted the stars.
void Binder::target_elements(NodeList<Expr> expressions, Access access, SourceSpan span) {
  for (size_t i = 0; i < expressions.size(); ++i) {
    const auto* starred = dyn_as<Starred>(expressions[i]);
    if (starred == nullptr) {
      target(expressions[i], access);
      continue;
    }
    if (access == Access::store && (i >= 256 || expressions.size() - i - 1 >= (1u << 23)))
      error(span, "too many expressions in star-unpacking assignment");
    target(starred->value, access);
  }
}

// ---- scopes within expressions

bool Binder::check_restriction(SourceSpan span, const char* what) {
  if (position_.restriction == nullptr) return true;
  error(span, fmt::format("{} cannot be used within {}", what, position_.restriction));
  return false;
}

// `:=` within a comprehension binds in the function or module around it.
bool Binder::bind_named_expression(const NameExpr& target) {
  std::string_view text = result_.text(target.id);
  for (ScopeId id = current_; id; id = result_.scope(id).parent) {
    Scope& scope = result_.scope(id);
    if (is_comprehension(scope.kind)) {
      if ((flags_of(id, target.id) & kIterationVariable) != 0) {
        error(target.span, fmt::format("assignment expression cannot rebind comprehension "
                                       "iteration variable '{}'",
                                       text));
        return false;
      }
      continue;
    }
    if (scope.kind == ScopeKind::class_) {
      error(target.span,
            "assignment expression within a comprehension cannot be used in a class body");
      return false;
    }
    if (scope.kind >= ScopeKind::type_parameters) {
      bool generic = scope.kind == ScopeKind::type_parameters;
      error(target.span,
            fmt::format("assignment expression within a comprehension cannot be used {} {}",
                        generic ? "within" : "in", position_.restriction));
      return false;
    }
    bool is_global =
        scope.kind == ScopeKind::module || (flags_of(id, target.id) & kGlobalDeclaration) != 0;
    SymbolRef here = add(current_, target.id, is_global ? kGlobalDeclaration : kNonlocalDeclaration,
                         target.span);
    result_.scope(here.scope).symbols[here.index].declaration = target.span;
    add(id, target.id, scope.kind == ScopeKind::module ? kGlobalDeclaration : kAssigned,
        target.span);
    return true;
  }
  return true;
}

void Binder::expr(const NamedExpr& node) {
  if (!is_comprehension(current().kind)) check_restriction(node.span, "named expression");
  if (position_.iterable_depth > 0) {
    error(node.span, "assignment expression cannot be used in a comprehension iterable expression");
    visit(node.value);
    return;
  }
  bool fine = true;
  if (is_comprehension(current().kind)) fine = bind_named_expression(*node.target);
  visit(node.value);
  if (fine) target(node.target, Access::store);
}

// Language level 2: a list comprehension has no scope of its own, so its variables stay.
void Binder::list_comprehension_in_place(NodeList<ComprehensionFor> clauses, const Expr* element) {
  for (const ComprehensionFor* clause : clauses) {
    visit(clause->iterable);
    target(clause->target, Access::store);
    for (const Expr* condition : clause->conditions) visit(condition);
  }
  visit(element);
}

void Binder::comprehension(const Expr& node, ScopeKind kind, const char* name,
                           NodeList<ComprehensionFor> clauses, const Expr* element,
                           const Expr* value) {
  if (clauses.empty()) return;
  if (kind == ScopeKind::list_comprehension && result_.is_level_2()) {
    list_comprehension_in_place(clauses, element);
    return;
  }
  // The first iterable is evaluated outside.
  ++position_.iterable_depth;
  visit(clauses[0]->iterable);
  --position_.iterable_depth;

  Position saved = position_;
  ScopeId previous = current_;
  ScopeId id = enter(kind, &node, result_.interner().intern(name), current().private_name);
  result_.set_scope_of(&node, id);
  position_.restriction = saved.restriction;
  for (size_t i = 0; i < clauses.size(); ++i) {
    const ComprehensionFor* clause = clauses[i];
    if (clause->is_async) current().is_coroutine = true;
    position_.iteration_target = true;
    target(clause->target, Access::store);
    position_.iteration_target = false;
    if (i > 0) {
      ++position_.iterable_depth;
      visit(clause->iterable);
      --position_.iterable_depth;
    }
    for (const Expr* condition : clause->conditions) visit(condition);
  }
  visit_optional(value);
  visit(element);
  bool is_async = current().is_coroutine && kind != ScopeKind::generator_expression;
  leave(previous, saved);
  if (is_async) {
    if (!current().is_async_function && !is_comprehension(current().kind))
      error(node.span, "asynchronous comprehension outside of an asynchronous function");
    current().is_coroutine = true;
  }
}

void Binder::expr(const ListComp& node) {
  comprehension(node, ScopeKind::list_comprehension, "listcomp", node.clauses, node.element,
                nullptr);
}
void Binder::expr(const SetComp& node) {
  comprehension(node, ScopeKind::set_comprehension, "setcomp", node.clauses, node.element, nullptr);
}
void Binder::expr(const DictComp& node) {
  comprehension(node, ScopeKind::dict_comprehension, "dictcomp", node.clauses, node.key,
                node.value);
}
void Binder::expr(const GeneratorExp& node) {
  comprehension(node, ScopeKind::generator_expression, "genexpr", node.clauses, node.element,
                nullptr);
}

void Binder::yield(const Expr& node, bool is_from) {
  if (!check_restriction(node.span, "yield expression")) return;
  Scope& scope = current();
  switch (scope.kind) {
    case ScopeKind::list_comprehension:
      error(node.span, "'yield' inside list comprehension");
      return;
    case ScopeKind::set_comprehension:
      error(node.span, "'yield' inside set comprehension");
      return;
    case ScopeKind::dict_comprehension:
      error(node.span, "'yield' inside dict comprehension");
      return;
    case ScopeKind::generator_expression:
      error(node.span, "'yield' inside generator expression");
      return;
    case ScopeKind::function:
    case ScopeKind::lambda:
      break;
    default:
      error(node.span, is_from ? "'yield from' outside function" : "'yield' outside function");
      return;
  }
  if (is_from && scope.is_async_function) error(node.span, "'yield from' inside async function");
  scope.is_generator = true;
  if (scope.first_yield == nullptr) scope.first_yield = &node;
}

void Binder::expr(const Yield& node) {
  visit_optional(node.value);
  yield(node, false);
}

void Binder::expr(const YieldFrom& node) {
  visit(node.value);
  yield(node, true);
}

void Binder::expr(const Await& node) {
  if (check_restriction(node.span, "await expression")) {
    Scope& scope = current();
    if (!is_function_like(scope.kind))
      error(node.span, "'await' outside function");
    else if (!scope.is_async_function && !is_comprehension(scope.kind))
      error(node.span, "'await' outside async function");
    scope.is_coroutine = true;
  }
  visit(node.value);
}

}  // namespace hpyc::sema
