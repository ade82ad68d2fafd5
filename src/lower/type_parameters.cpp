// Type parameters and the `type` statement (PEP 695, 696). Their objects evaluate bounds, defaults
// and values when these are asked for; only the interpreter's own syntax makes such objects. So a
// text with the same names is run, in which each expression is a call of a compiled function.
#include <fmt/format.h>

#include <algorithm>

#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::FunctionKind;
using ir::Opcode;

namespace {

// The scope of type parameters around that of their function, class or alias.
const sema::Scope* parameter_scope(const sema::SemaResult& sema, sema::ScopeId inner) {
  const sema::Scope& scope = sema.scope(sema.scope(inner).parent);
  return scope.kind == sema::ScopeKind::type_parameters ? &scope : nullptr;
}

}  // namespace

// What an expression of an annotation scope is later: a function without parameters.
ir::ValueId FunctionLowerer::evaluator(const Expr* expression, Name name) {
  const sema::ScopeId id = shared_.sema.annotation_scope_of(expression);
  ir::FunctionId function =
      shared_.add_function(expression, FunctionKind::python, text(name),
                           qualname_prefix() + std::string(text(name)), line_of(expression), id);
  at(expression);
  Values cells = captured_cells(id);
  if (shared_.sema.scope(id).can_see_class) cells.push_back(namespace_cell_);
  if (cells.empty()) return b_.make_function(function, b_.null(), b_.null(), b_.null());
  Values parts{b_.null(), b_.null(), b_.null()};
  parts.insert(parts.end(), cells.begin(), cells.end());
  return b_.make_closure(function, parts);
}

// Whether expressions that are evaluated later look into the namespace of this class.
bool FunctionLowerer::needs_namespace_cell() const {
  const auto is_evaluated_later = [&](sema::ScopeId id) {
    const sema::ScopeKind kind = shared_.sema.scope(id).kind;
    return kind == sema::ScopeKind::type_alias || kind == sema::ScopeKind::type_variable;
  };
  return std::ranges::any_of(scope().children, [&](sema::ScopeId id) {
    const sema::Scope& child = shared_.sema.scope(id);
    return is_evaluated_later(id) || (child.kind == sema::ScopeKind::type_parameters &&
                                      std::ranges::any_of(child.children, is_evaluated_later));
  });
}

void FunctionLowerer::evaluator_body(const Expr& expression) {
  receive_cells();
  if (scope().can_see_class) {
    namespace_cell_ = add_parameter("__classdict__");
    ++b_.function().captures;
    ir::ConstantId name = shared_.module.name_constant("__classdict__");
    namespace_ = b_.emit(Opcode::cell_load, {namespace_cell_}, ir::index(name),
                         ir::kCellFree | ir::kCellClass);
  }
  const auto* starred = dyn_as<Starred>(&expression);
  ValueId result = value(starred != nullptr ? starred->value : &expression);
  at(&expression);
  if (starred != nullptr) result = b_.unpack(result, 1)[0];  // the default of a TypeVarTuple
  return_value(result);
  finish();
}

// The text between brackets; adds the functions that it calls, `x0`, `x1`, ….
std::string FunctionLowerer::type_parameter_text(NodeList<TypeParam> list,
                                                 std::string_view evaluator_prefix,
                                                 Values& evaluators) {
  std::string out;
  const auto called = [&](const Expr* expression, Name name) {
    evaluators.push_back(evaluator(expression, name));
    return fmt::format("{}{}()", evaluator_prefix, evaluators.size() - 1);
  };
  for (const TypeParam* p : list) {
    if (!out.empty()) out += ", ";
    if (p->type_param_kind == TypeParamKind::TypeVarTuple) out += "*";
    if (p->type_param_kind == TypeParamKind::ParamSpec) out += "**";
    out += text(p->name.name);
    if (p->bound != nullptr) {
      const std::string bound = called(p->bound, p->name.name);
      out += isa<Tuple>(p->bound) ? fmt::format(": (*{},)", bound) : ": " + bound;
    }
    if (p->default_value != nullptr) out += " = " + called(p->default_value, p->name.name);
  }
  return out;
}

// A beginning of names that none of the parameters has.
std::string FunctionLowerer::unused_prefix(NodeList<TypeParam> list, Name other) const {
  std::string prefix = "x";
  const auto clashes = [&](Name name) { return name.valid() && text(name).starts_with(prefix); };
  while (clashes(other) ||
         std::ranges::any_of(list, [&](const TypeParam* p) { return clashes(p->name.name); }))
    prefix += "x";
  return prefix;
}

// Runs `statement` in a function of the evaluators and gives what it returns.
ir::ValueId FunctionLowerer::run_type_syntax(const std::string& statement,
                                             const std::string& result, std::string_view prefix,
                                             NodeList<TypeParam> list, const Values& evaluators) {
  const bool has_default =
      std::ranges::any_of(list, [](const TypeParam* p) { return p->default_value != nullptr; });
  std::string names;
  for (size_t i = 0; i < evaluators.size(); ++i)
    names += fmt::format("{}{}{}", i == 0 ? "" : ", ", prefix, i);
  // The first line is for interpreters that do not know the syntax.
  const std::string whole = fmt::format("# {}\ndef f({}):\n  {}\n  return {}\n",
                                        has_default ? "3.13 defaults of type parameters"
                                                    : "3.12 type parameters and the type statement",
                                        names, statement, result);
  ir::ConstantId constant = shared_.module.constant(str_constant(whole));
  ValueId function = b_.emit(Opcode::python_text, {}, ir::index(constant));
  return b_.call(function, evaluators);
}

void FunctionLowerer::bind_type_parameters(NodeList<TypeParam> list, ValueId tuple) {
  Values items = b_.unpack(tuple, static_cast<uint32_t>(list.size()));
  for (size_t i = 0; i < list.size(); ++i) store_binding(list[i], items[i]);
}

// The scope of type parameters is a part of the frame around it.
void FunctionLowerer::open_type_parameters(sema::ScopeId id) {
  const sema::Scope& own = shared_.sema.scope(id);
  for (uint32_t i = 0; i < own.symbols.size(); ++i)
    if (own.symbols[i].storage == sema::Storage::local && !own.symbols[i].is(sema::kCaptured))
      b_.write_null(variable_of({id, i}));
  make_cells(id);
}

// Makes and binds the type parameters of a function or class; their tuple.
ir::ValueId FunctionLowerer::type_parameters(const Stmt& node, NodeList<TypeParam> list) {
  const sema::ScopeId inner = shared_.sema.scope_of(&node);
  HPYC_ASSERT(parameter_scope(shared_.sema, inner) != nullptr, "no scope of type parameters");
  open_type_parameters(shared_.sema.scope(inner).parent);
  Values evaluators;
  const std::string prefix = unused_prefix(list, Name{});
  const std::string inside = type_parameter_text(list, prefix, evaluators);
  at(&node);
  ValueId tuple = run_type_syntax(fmt::format("def {}_[{}](): pass", prefix, inside),
                                  prefix + "_.__type_params__", prefix, list, evaluators);
  bind_type_parameters(list, tuple);
  return tuple;
}

// The base class that a generic class has after those that it names.
ir::ValueId FunctionLowerer::generic_base(const ClassDef& node, ValueId tuple) {
  at(&node);
  Values arguments = b_.unpack(tuple, static_cast<uint32_t>(node.type_params.size()));
  for (size_t i = 0; i < arguments.size(); ++i)
    if (node.type_params[i]->type_param_kind == TypeParamKind::TypeVarTuple)
      arguments[i] = b_.unpack(arguments[i], 1)[0];
  ValueId typing = b_.named(Opcode::import_name, {b_.null()}, "typing");
  ValueId generic = b_.getattr(typing, "Generic", line_of(&node));
  return b_.getitem(generic, b_.build(Opcode::build_tuple, arguments));
}

void FunctionLowerer::stmt(const TypeAlias& node) {
  const sema::ScopeId inner = shared_.sema.annotation_scope_of(node.value);
  const bool is_generic = !node.type_params.empty();
  if (is_generic) open_type_parameters(shared_.sema.scope(inner).parent);
  Values evaluators;
  const std::string prefix = unused_prefix(node.type_params, node.name.name);
  std::string inside = type_parameter_text(node.type_params, prefix, evaluators);
  if (is_generic) inside = "[" + inside + "]";
  evaluators.push_back(evaluator(node.value, node.name.name));
  at(&node);
  const std::string name(text(node.name.name));
  ValueId alias = run_type_syntax(
      fmt::format("type {}{} = {}{}()", name, inside, prefix, evaluators.size() - 1), name, prefix,
      node.type_params, evaluators);
  if (is_generic)
    bind_type_parameters(node.type_params, b_.getattr(alias, "__type_params__", line_of(&node)));
  store_binding(&node, alias);
}

}  // namespace hpyc::lower
