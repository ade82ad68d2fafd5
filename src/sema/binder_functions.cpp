// Functions, classes, type parameters and calls' arguments.
#include <fmt/format.h>

#include <algorithm>

#include "lex/names.h"
#include "sema/binder.h"

namespace hpyc::sema {

using namespace ast;
namespace names = lex::names;

void Binder::defaults(const Parameters* parameters) {
  if (parameters == nullptr) return;
  // Defaults of positional parameters come first, also where they are written later.
  for (const Parameter* p : parameters->items)
    if (p->parameter_kind != ParameterKind::KeywordOnly) visit_optional(p->default_value);
  for (const Parameter* p : parameters->items)
    if (p->parameter_kind == ParameterKind::KeywordOnly) visit_optional(p->default_value);
}

// With postponed evaluation an annotation is only text: it uses no names.
void Binder::annotation(const Expr* expression) {
  if (expression == nullptr) return;
  // A star is allowed in `*args: *Ts`.
  if (const auto* starred = dyn_as<Starred>(expression)) expression = starred->value;
  if (!result_.future.annotations) {
    visit(expression);
    return;
  }
  walk(expression, [&](const Node* node) {
    const char* what = nullptr;
    if (isa<Yield>(node) || isa<YieldFrom>(node)) what = "yield expression";
    if (isa<Await>(node)) what = "await expression";
    if (isa<NamedExpr>(node)) what = "named expression";
    if (what != nullptr)
      error(node->span, fmt::format("{} cannot be used within an annotation", what));
  });
}

void Binder::annotations(const FunctionDef& node) {
  if (node.parameters != nullptr)
    for (const Parameter* p : node.parameters->items) annotation(p->annotation);
  annotation(node.returns);
}

void Binder::parameters(const Parameters* parameters) {
  if (parameters == nullptr) return;
  for (const Parameter* p : parameters->items) define(p->name, kParameter, p);
}

void Binder::function_body(const FunctionDef& node, ScopeId outer) {
  Position saved = position_;
  ScopeId previous = current_;
  Name private_name = result_.scope(outer).private_name;
  ScopeId id = enter(ScopeKind::function, &node, node.name.name, private_name);
  result_.set_scope_of(&node, id);
  current().is_async_function = node.is_async;
  if (node.is_async) current().is_coroutine = true;
  std::vector<const Return*> returns;
  std::swap(returns, value_returns_);
  parameters(node.parameters);
  body(node.body);
  if (node.is_async && current().is_generator)
    for (const Return* statement : value_returns_)
      error(statement->span, "'return' with value in async generator");
  std::swap(returns, value_returns_);
  leave(previous, saved);
}

void Binder::stmt(const FunctionDef& node) {
  define(node.name, kAssigned, &node);
  defaults(node.parameters);
  DeclaredTypes types;
  decorators(node.decorators, &types);
  Position saved = position_;
  ScopeId outer = current_;
  if (!node.type_params.empty())
    enter_type_parameters(&node, node.name.name, current().private_name, node.type_params);
  annotations(node);
  function_body(node, current_);
  declare_types(result_.scope_of(&node), types);
  if (current_ != outer) leave(outer, saved);
}

void Binder::expr(const Lambda& node) {
  defaults(node.parameters);
  Position saved = position_;
  ScopeId previous = current_;
  ScopeId id = enter(ScopeKind::lambda, &node, Name{}, current().private_name);
  result_.set_scope_of(&node, id);
  position_.restriction = saved.restriction;
  parameters(node.parameters);
  visit(node.body);
  leave(previous, saved);
}

void Binder::stmt(const ClassDef& node) {
  define(node.name, kAssigned, &node);
  decorators(node.decorators, nullptr);
  Position saved = position_;
  ScopeId outer = current_;
  if (!node.type_params.empty())
    enter_type_parameters(&node, node.name.name, node.name.name, node.type_params);
  arguments(node.arguments);
  Position inner = position_;
  ScopeId previous = current_;
  ScopeId id = enter(ScopeKind::class_, &node, node.name.name, node.name.name);
  result_.set_scope_of(&node, id);
  body(node.body);
  leave(previous, inner);
  if (current_ != outer) leave(outer, saved);
}

void Binder::stmt(const TypeAlias& node) {
  define(node.name, kAssigned, &node);
  Position saved = position_;
  ScopeId outer = current_;
  if (!node.type_params.empty())
    enter_type_parameters(&node, node.name.name, current().private_name, node.type_params);
  type_expression(ScopeKind::type_alias, node.value, node.name.name, node.value, "a type alias");
  if (current_ != outer) leave(outer, saved);
}

ScopeId Binder::enter_type_parameters(const Node* node, Name name, Name private_name,
                                      NodeList<TypeParam> list) {
  bool in_class = current().kind == ScopeKind::class_;
  ScopeId id = enter(ScopeKind::type_parameters, node, name, private_name);
  current().can_see_class = in_class;
  position_.restriction = "the definition of a generic";
  type_parameters(list);
  return id;
}

void Binder::type_parameters(NodeList<TypeParam> list) {
  bool seen_default = false;
  for (const TypeParam* p : list) {
    define(p->name, kTypeParameter | kAssigned, p);
    bool is_variable = p->type_param_kind == TypeParamKind::TypeVar;
    if (p->bound != nullptr)
      type_expression(ScopeKind::type_variable, p->bound, p->name.name, p->bound,
                      isa<Tuple>(p->bound) ? "a TypeVar constraint" : "a TypeVar bound");
    if (p->default_value != nullptr) {
      seen_default = true;
      type_expression(ScopeKind::type_variable, p->default_value, p->name.name, p->default_value,
                      is_variable                                      ? "a TypeVar default"
                      : p->type_param_kind == TypeParamKind::ParamSpec ? "a ParamSpec default"
                                                                       : "a TypeVarTuple default");
    } else if (seen_default) {
      error(p->span, fmt::format("non-default type parameter '{}' follows default type parameter",
                                 result_.text(p->name.name)));
    }
  }
}

void Binder::type_expression(ScopeKind kind, const Node* node, Name name, const Expr* value,
                             const char* restriction) {
  Position saved = position_;
  ScopeId previous = current_;
  bool in_class = current().kind == ScopeKind::class_ || current().can_see_class;
  result_.set_annotation_scope_of(value, enter(kind, node, name, current().private_name));
  current().can_see_class = in_class;
  position_.restriction = restriction;
  if (const auto* starred = dyn_as<Starred>(value))
    visit(starred->value);
  else
    visit(value);
  leave(previous, saved);
}

// Positional arguments are evaluated before keywords, wherever they stand.
void Binder::arguments(NodeList<Argument> list) {
  for (const Argument* argument : list)
    if (argument->argument_kind == ArgumentKind::Positional ||
        argument->argument_kind == ArgumentKind::Starred)
      visit(argument->value);
  SmallVector<Name, 8> seen;
  for (const Argument* argument : list) {
    if (argument->argument_kind == ArgumentKind::Keyword) {
      Name keyword = argument->keyword.name;
      check_debug_store(keyword, argument->keyword.span);
      if (std::find(seen.begin(), seen.end(), keyword) != seen.end())
        error(argument->span, fmt::format("keyword argument repeated: {}", result_.text(keyword)));
      seen.push_back(keyword);
      visit(argument->value);
    } else if (argument->argument_kind == ArgumentKind::DoubleStarred) {
      visit(argument->value);
    }
  }
}

}  // namespace hpyc::sema
