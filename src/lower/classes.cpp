#include <algorithm>

#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::FunctionKind;
using ir::Opcode;

void FunctionLowerer::class_body(const ClassDef& node) {
  receive_cells();
  ValueId type_params = ir::kNoValue;
  if (!node.type_params.empty()) {
    type_params = add_parameter("__type_params__");
    ++b_.function().captures;
  }
  namespace_ = b_.add_parameter("namespace");
  ValueId cell = ir::kNoValue;
  if (scope().has_class_cell) cell = make_cell({scope_, kClassCell}, b_.null());
  // type.__new__ puts the class's own dict into it.
  if (needs_namespace_cell())
    namespace_cell_ = b_.emit(Opcode::cell_new, {namespace_}, ir::kCellClass);
  auto store_name = [&](std::string_view name, ValueId stored) {
    b_.named(Opcode::name_store, {namespace_, stored}, name);
  };
  store_name("__module__", b_.named(Opcode::name_load, {namespace_}, "__name__"));
  store_name("__qualname__", b_.str_constant(b_.function().qualname));
  if (type_params != ir::kNoValue) {
    ir::ConstantId name = shared_.module.name_constant("__type_params__");
    store_name("__type_params__",
               b_.emit(Opcode::cell_load, {type_params}, ir::index(name), ir::kCellFree));
  }
  setup_annotations(node.body);
  if (const StringLiteral* docstring = docstring_of(node.body)) {
    at(node.body[0]);
    store_name("__doc__", b_.str_constant(docstring->value));
  }
  body(node.body);
  if (namespace_cell_ != ir::kNoValue && !is_dead())
    store_name("__classdictcell__", namespace_cell_);
  if (scope().has_class_cell && !is_dead()) {
    store_name("__classcell__", cell);
    b_.return_(cell);
  }
  finish();
}

void FunctionLowerer::stmt(const ClassDef& node) {
  Values applied = decorators(node.decorators);
  uint32_t line = line_of(&node);
  uint32_t first_line = node.decorators.empty() ? line : line_of(node.decorators[0]);
  ir::FunctionId id = shared_.add_function(&node, FunctionKind::class_body, text(node.name.name),
                                           qualname_of(&node, node.name.name), first_line);

  ValueId type_params = ir::kNoValue;
  if (!node.type_params.empty()) type_params = type_parameters(node, node.type_params);
  bool has_star = false;
  bool has_keywords = false;
  Values bases;
  for (const Argument* argument : node.arguments) {
    has_star = has_star || argument->argument_kind == ArgumentKind::Starred;
    has_keywords = has_keywords || argument->argument_kind == ArgumentKind::Keyword ||
                   argument->argument_kind == ArgumentKind::DoubleStarred;
  }
  ValueId bases_tuple;
  if (has_star) {
    ValueId list = b_.build(Opcode::build_list, {});
    list_elements(list, node.arguments, b_.global_load("__build_class__"));
    if (type_params != ir::kNoValue)
      b_.emit(Opcode::list_append, {list, generic_base(node, type_params)});
    bases_tuple = b_.emit(Opcode::list_to_tuple, {list});
  } else {
    for (const Argument* argument : node.arguments)
      if (argument->argument_kind == ArgumentKind::Positional)
        bases.push_back(value(argument->value));
    if (type_params != ir::kNoValue) bases.push_back(generic_base(node, type_params));
    b_.set_line(line);
    bases_tuple = b_.build(Opcode::build_tuple, bases);
  }
  ValueId keywords = b_.null();
  if (has_keywords) keywords = keyword_dict(node.arguments, ir::kNoValue);

  b_.set_line(line);
  ir::ConstantId name = shared_.module.name_constant(text(node.name.name));
  Values prepared = b_.emit_many(Opcode::class_prepare, {bases_tuple, keywords}, ir::index(name));
  const sema::ScopeId body_scope = shared_.sema.scope_of(&node);
  Values passed = captured_cells(body_scope);
  if (type_params != ir::kNoValue) passed.push_back(b_.emit(Opcode::cell_new, {type_params}, 0));
  passed.push_back(prepared[2]);
  ValueId cell = b_.call_direct(id, passed);
  const bool may_name_metaclass =
      shared_.sema.is_level_2() &&
      !std::ranges::any_of(node.arguments, [&](const Argument* argument) {
        return argument->argument_kind == ArgumentKind::Keyword &&
               text(argument->keyword.name) == "metaclass";
      });
  if (may_name_metaclass)
    prepared[0] = b_.emit(Opcode::class_metaclass, {prepared[0], prepared[1], prepared[2]});
  ValueId cls = b_.emit(Opcode::class_create, {prepared[0], prepared[1], prepared[2], prepared[3]},
                        ir::index(name));
  if (shared_.sema.scope(body_scope).has_class_cell)
    b_.named(Opcode::class_check, {cls, cell}, text(node.name.name));
  cls = decorate(node.decorators, applied, cls);
  b_.set_line(line);
  store_binding(&node, cls);
}

}  // namespace hpyc::lower
