// Function definitions, lambdas, decorators.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::FunctionKind;
using ir::Opcode;

// ---- the body

void FunctionLowerer::parameters(const Parameters* parameters) {
  if (parameters == nullptr) return;
  ir::Signature signature;
  auto add = [&](ParameterKind kind) {
    for (const Parameter* p : parameters->items) {
      if (p->parameter_kind != kind) continue;
      sema::SymbolRef ref = shared_.sema.symbol_ref_of(p);
      std::string_view name = text(shared_.sema.symbol_of(p)->name);
      ValueId passed = add_parameter(name);
      b_.write(variable_of(ref), passed);
      parameters_.push_back(ref);
      switch (kind) {
        case ParameterKind::PositionalOnly:
          ++signature.positional_only;
          ++signature.positional;
          break;
        case ParameterKind::PositionalOrKeyword:
          ++signature.positional;
          break;
        case ParameterKind::KeywordOnly:
          ++signature.keyword_only;
          break;
        case ParameterKind::VarPositional:
          signature.var_positional = true;
          break;
        case ParameterKind::VarKeyword:
          signature.var_keyword = true;
          break;
      }
    }
  };
  add(ParameterKind::PositionalOnly);
  add(ParameterKind::PositionalOrKeyword);
  add(ParameterKind::KeywordOnly);
  add(ParameterKind::VarPositional);
  add(ParameterKind::VarKeyword);
  b_.function().signature = signature;
}

// The body of a generator runs after the call, so it takes over what was passed.
ir::ValueId FunctionLowerer::add_parameter(std::string_view name) {
  ValueId passed = b_.add_parameter(name);
  if (!b_.function().is_suspendable()) return passed;
  ValueId taken =
      b_.emit(Opcode::argument, {}, static_cast<int64_t>(b_.function().parameters.size()) - 1);
  b_.function().value(taken).name = name;
  return taken;
}

void FunctionLowerer::function_body(const FunctionDef& node) {
  function_body(node, node.parameters, node.body);
}

void FunctionLowerer::function_body(const CFuncDef& node) {
  function_body(node, function_declarator_of(node.declarator)->parameters, node.body);
}

void FunctionLowerer::function_body(const Node& node, const Parameters* list,
                                    NodeList<Stmt> statements) {
  if (const StringLiteral* docstring = docstring_of(statements))
    b_.function().docstring = shared_.module.constant(str_constant(docstring->value));
  receive_cells();
  parameters(list);
  for (sema::SymbolRef ref : parameters_) {
    at(&node);
    check_type(ref, b_.read(variable_of(ref)), isa<FunctionDef>(&node));
  }
  make_cells(scope_);
  start_memory(statements);
  body(statements);
  finish();
}

// They are there from the start of the module.
void FunctionLowerer::make_c_functions(NodeList<Stmt> statements) {
  for (const Stmt* statement : statements) {
    const auto* def = dyn_as<CFuncDef>(statement);
    if (def == nullptr) continue;
    const Name name = name_declarator_of(def->declarator)->name.name;
    store_binding(def, make_function(*def, name, text(name),
                                     function_declarator_of(def->declarator)->parameters, nullptr));
  }
}

void FunctionLowerer::lambda_body(const Lambda& node) {
  receive_cells();
  parameters(node.parameters);
  make_cells(scope_);
  ValueId result = value(node.body);
  at(node.body);
  return_value(result);
  finish();
}

// ---- the definition

// Evaluates defaults, then defaults of keyword-only parameters, then annotations.
ir::ValueId FunctionLowerer::make_function(const Node& node, Name name,
                                           std::string_view display_name,
                                           const Parameters* parameters, const Expr* returns) {
  std::vector<Operand> defaults;
  Values keyword_defaults;
  if (parameters != nullptr) {
    for (const Parameter* p : parameters->items)
      if (p->default_value != nullptr && p->parameter_kind != ParameterKind::KeywordOnly)
        defaults.push_back(operand(p->default_value));
  }
  ValueId defaults_tuple = b_.null();
  if (!defaults.empty()) {
    if (auto constant = constant_tuple(defaults)) {
      defaults_tuple = b_.constant(*constant);
    } else {
      Values loaded;
      for (const Operand& o : defaults) loaded.push_back(materialise(o));
      defaults_tuple = b_.build(Opcode::build_tuple, loaded);
    }
  }
  if (parameters != nullptr) {
    for (const Parameter* p : parameters->items) {
      if (p->default_value == nullptr || p->parameter_kind != ParameterKind::KeywordOnly) continue;
      ValueId given = value(p->default_value);
      keyword_defaults.push_back(b_.name_constant(mangled(p->name.name)));
      keyword_defaults.push_back(given);
    }
  }
  ValueId keyword_dict = b_.null();
  if (!keyword_defaults.empty()) keyword_dict = b_.build(Opcode::build_dict, keyword_defaults);

  const auto* generic = dyn_as<FunctionDef>(&node);
  if (generic != nullptr && generic->type_params.empty()) generic = nullptr;
  ValueId type_params = ir::kNoValue;
  if (generic != nullptr) type_params = type_parameters(*generic, generic->type_params);
  Values annotations;
  auto annotate = [&](std::string_view key, const Expr* expression) {
    if (expression == nullptr) return;
    ValueId annotated = annotation(expression);
    annotations.push_back(b_.name_constant(key));
    annotations.push_back(annotated);
  };
  if (parameters != nullptr) {
    // CPython's order: positional-only parameters come second.
    for (ParameterKind kind :
         {ParameterKind::PositionalOrKeyword, ParameterKind::PositionalOnly,
          ParameterKind::VarPositional, ParameterKind::KeywordOnly, ParameterKind::VarKeyword})
      for (const Parameter* p : parameters->items)
        if (p->parameter_kind == kind && p->annotation != nullptr)
          annotate(mangled(p->name.name), p->annotation);
  }
  annotate("return", returns);
  ValueId annotation_dict = b_.null();
  if (!annotations.empty()) annotation_dict = b_.build(Opcode::build_dict, annotations);

  uint32_t line = line_of(&node);
  uint32_t first_line = line;
  if (const auto* def = dyn_as<FunctionDef>(&node); def != nullptr && !def->decorators.empty())
    first_line = line_of(def->decorators[0]);
  std::string qualname =
      name.valid() ? qualname_of(&node, name) : qualname_prefix() + std::string(display_name);
  ir::FunctionId id = shared_.add_function(&node, FunctionKind::python, display_name,
                                           std::move(qualname), first_line);
  b_.set_line(line);
  Values cells = captured_cells(shared_.sema.scope_of(&node));
  Values parts{defaults_tuple, keyword_dict, annotation_dict};
  parts.insert(parts.end(), cells.begin(), cells.end());
  ValueId function = cells.empty() ? b_.make_function(id, parts[0], parts[1], parts[2])
                                   : b_.make_closure(id, parts);
  if (generic != nullptr) b_.setattr(function, "__type_params__", type_params);
  return function;
}

// Those of the module `cython` are no objects: their place stays empty.
FunctionLowerer::Values FunctionLowerer::decorators(NodeList<Expr> list) {
  Values result;
  for (const Expr* decorator : list)
    result.push_back(shared_.sema.cython_path(decorator) != nullptr ? ir::kNoValue
                                                                    : value(decorator));
  return result;
}

ir::ValueId FunctionLowerer::decorate(NodeList<Expr> list, const Values& decorators,
                                      ValueId decorated) {
  for (size_t i = list.size(); i-- > 0;) {
    if (decorators[i] == ir::kNoValue) continue;
    at(list[i]);
    decorated = b_.call(decorators[i], std::span<const ValueId>(&decorated, 1));
  }
  return decorated;
}

void FunctionLowerer::stmt(const FunctionDef& node) {
  Values applied = decorators(node.decorators);
  ValueId function =
      make_function(node, node.name.name, text(node.name.name), node.parameters, node.returns);
  function = decorate(node.decorators, applied, function);
  at(&node);
  store_binding(&node, function);
}

Operand FunctionLowerer::expr(const Lambda& node) {
  return Operand::of(make_function(node, Name{}, "<lambda>", node.parameters, nullptr));
}

}  // namespace hpyc::lower
