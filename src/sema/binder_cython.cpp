// What the module `cython` means: decorators, directives, declarations.
#include "sema/binder.h"

namespace hpyc::sema {

using namespace ast;

void Binder::refuse_cython(SourceSpan span, std::string_view what) {
  engine_.report(diag::Kind::not_supported, span, what);
  result_.supported = false;
}

// A parameter or local variable may have the name of an import.
std::optional<std::string> Binder::cython_path(const Expr* expression) const {
  if (!cython_.is_used()) return std::nullopt;
  auto path = cython_.path_of(expression);
  if (!path) return path;
  while (const auto* attribute = dyn_as<Attribute>(expression)) expression = attribute->value;
  const Name name = as<NameExpr>(expression)->id;
  for (ScopeId id = current_; result_.scope(id).kind != ScopeKind::module;
       id = result_.scope(id).parent)
    if ((flags_of(id, name) & kBound) != 0) return std::nullopt;
  return path;
}

// An expression through the module, as a value.
bool Binder::cython_expression(const Expr* expression) {
  const auto* call = dyn_as<Call>(expression);
  auto path = cython_path(call != nullptr ? call->callee : expression);
  if (!path) return false;
  result_.set_cython_path(expression, *path);
  if (call == nullptr) {
    if (*path != "compiled") refuse_cython(expression->span, "cython." + *path + " as a value");
    return true;
  }
  if (*path == "declare" && call->arguments.size() == 2 &&
      call->arguments[1]->argument_kind == ArgumentKind::Positional) {
    Type ignored;
    declared_type(call->arguments[0]->value, ignored);
    visit(call->arguments[1]->value);
    return true;
  }
  refuse_cython(call->callee->span, "cython." + *path);
  return true;
}

bool Binder::declared_type(const Expr* expression, Type& out) {
  const auto* name = dyn_as<NameExpr>(expression);
  if (name != nullptr && find_python_type(result_.text(name->id), out)) return true;
  refuse_cython(expression->span, "variables of C types");
  return false;
}

void Binder::decorators(NodeList<Expr> list, DeclaredTypes* types) {
  for (const Expr* decorator : list) {
    const auto* call = dyn_as<Call>(decorator);
    auto path = cython_path(call != nullptr ? call->callee : decorator);
    if (!path) {
      visit(decorator);
      continue;
    }
    result_.set_cython_path(decorator, *path);
    const CythonRole role = role_of_decorator(*path);
    if (role == CythonRole::refused || (role == CythonRole::locals && types == nullptr)) {
      refuse_cython(decorator->span, "cython." + *path);
    } else if (role == CythonRole::locals && call != nullptr) {
      for (const Argument* argument : call->arguments) {
        Type type;
        if (argument->argument_kind == ArgumentKind::Keyword &&
            declared_type(argument->value, type))
          types->push_back({argument->keyword.name, type});
      }
    }
  }
}

void Binder::declare_types(ScopeId id, const DeclaredTypes& types) {
  Scope& scope = result_.scope(id);
  for (auto [name, type] : types)
    if (Symbol* symbol = scope.find(result_.mangle(scope, name))) symbol->type = type;
}

// `name = cython.declare(type, value)`: a variable of this type; one of a module is not in its
// dict.
bool Binder::cython_declaration(const Assign& node) {
  const auto* call = dyn_as<Call>(node.value);
  if (call == nullptr || call->arguments.empty()) return false;
  auto path = cython_path(call->callee);
  if (!path || *path != "declare" || node.targets.size() != 1) return false;
  const auto* name = dyn_as<NameExpr>(node.targets[0]);
  if (name == nullptr || call->arguments.size() > 2) return false;
  Type type;
  if (!declared_type(call->arguments[0]->value, type)) return true;
  result_.set_cython_path(&node, *path);
  result_.set_cython_path(call, *path);
  const bool is_global = current().kind == ScopeKind::module;
  define(name->id, is_global ? kAssigned | kPrivate | kCaptured : kAssigned, name->span, name);
  SymbolRef ref = result_.symbol_ref_of(name);
  result_.scope(ref.scope).symbols[ref.index].type = type;
  if (call->arguments.size() == 2) visit(call->arguments[1]->value);
  return true;
}

// `x`, `object x`, `list x`; the parser takes the first for a type.
bool Binder::c_parameter(const Parameter& parameter, Identifier& name, Type& type) {
  // An annotation of a C function declares a type.
  if (parameter.none_check != NoneCheck::Default || parameter.annotation != nullptr) return false;
  name = parameter.name;
  if (parameter.c_type == nullptr) return true;
  const auto* named = dyn_as<CNameType>(parameter.c_type);
  const bool plain = parameter.declarator != nullptr && isa<CNameDeclarator>(parameter.declarator);
  if (named == nullptr || named->path.size() != 1 || !plain) return false;
  if (!name) {
    name = named->path[0];
    return true;
  }
  return find_python_type(result_.text(named->path[0].name), type);
}

// Functions of the module alone, as long as all that they take and return are objects.
void Binder::stmt(const CFuncDef& node) {
  const CFuncDeclarator* function = function_declarator_of(node.declarator);
  const CNameDeclarator* declared = name_declarator_of(node.declarator);
  const auto* result = dyn_as<CNameType>(node.type);
  const bool gives_object =
      isa<CImplicitType>(node.type) || (result != nullptr && result->path.size() == 1 &&
                                        result_.text(result->path[0].name) == "object");
  const bool plain = function == node.declarator && function != nullptr && gives_object &&
                     current().kind == ScopeKind::module &&
                     function->exception_clause == ExceptionClause::Default &&
                     !function->is_nogil && !function->is_with_gil && !declared->has_cname &&
                     node.flags.visibility == Visibility::Private && !node.flags.is_api &&
                     !node.flags.is_typedef && !function->parameters->has_c_varargs;
  if (!plain) {
    refuse_cython(node.span, "cdef functions with C types");
    return;
  }
  const uint16_t hidden = node.flags.is_cpdef ? 0 : kPrivate | kCaptured;
  define(declared->name, kAssigned | hidden, &node);
  defaults(function->parameters);
  decorators(node.decorators, nullptr);
  Position saved = position_;
  ScopeId previous = current_;
  ScopeId id = enter(ScopeKind::function, &node, declared->name.name, Name{});
  result_.set_scope_of(&node, id);
  for (const Parameter* parameter : function->parameters->items) {
    Identifier name;
    Type type;
    if (!c_parameter(*parameter, name, type)) {
      refuse_cython(parameter->span, "parameters with C types");
      continue;
    }
    define(name, kParameter, parameter);
    SymbolRef ref = result_.symbol_ref_of(parameter);
    if (ref.scope) result_.scope(ref.scope).symbols[ref.index].type = type;
  }
  std::vector<const Return*> returns;
  std::swap(returns, value_returns_);
  body(node.body);
  std::swap(returns, value_returns_);
  if (current().is_generator) refuse_cython(node.span, "cdef functions that are generators");
  leave(previous, saved);
}

void Binder::cython_import(NodeList<ImportAlias> aliases) {
  for (const ImportAlias* alias : aliases)
    if (!cython_.is_import(*alias)) refuse_cython(alias->span, "cimport");
}

void Binder::stmt(const CImport& node) {
  cython_import(node.aliases);
  result_.set_cython_path(&node, "");
}

void Binder::stmt(const CImportFrom& node) {
  if (node.level != 0 || !cython_.is_import(node.module)) refuse_cython(node.span, "cimport");
  result_.set_cython_path(&node, "");
}

}  // namespace hpyc::sema
