// What only language level 2 has: statements and expressions of Python 2.
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::Opcode;

// A builtin, whatever the module may call by its name; or `module.attribute`.
ir::ValueId FunctionLowerer::builtin(std::string_view name) {
  if (size_t dot = name.find('.'); dot != name.npos) {
    ValueId module = b_.named(Opcode::import_name, {b_.null()}, name.substr(0, dot));
    return b_.getattr(module, name.substr(dot + 1), b_.line());
  }
  const sema::Symbol* symbol = shared_.sema.module().find(shared_.sema.interner().intern(name));
  const bool hidden =
      shared_.sema.module().has_star_import ||
      (symbol != nullptr && (symbol->flags & (sema::kBound | sema::kGlobalDeclaration)) != 0);
  if (!hidden) return b_.global_load(name);
  ValueId module = b_.named(Opcode::import_name, {b_.null()}, "builtins");
  return b_.getattr(module, name, b_.line());
}

// `print` with what Python 2 prints between and behind: spaces, and a newline or a space.
void FunctionLowerer::stmt(const Print& node) {
  ir::Constant names{ir::ConstantKind::tuple};
  ValueId stream = value_or_null(node.stream);
  Values passed = values(node.values);
  at(&node);
  if (node.stream != nullptr) {
    names.items.push_back(shared_.module.name_constant("file"));
    passed.push_back(stream);
  }
  if (node.has_trailing_comma) {
    names.items.push_back(shared_.module.name_constant("end"));
    passed.push_back(b_.str_constant(" "));
  }
  ValueId function = builtin("print");
  if (names.items.empty())
    b_.call(function, passed);
  else
    b_.call_kw(function, passed, shared_.module.constant(names));
}

// Without a namespace, or with None, the module's own one.
void FunctionLowerer::stmt(const Exec& node) {
  NodeList<Expr> parts;
  if (const auto* tuple = dyn_as<Tuple>(node.body); tuple != nullptr && node.globals == nullptr)
    parts = tuple->elements;  // exec(code, globals, locals)
  Values passed;
  if (parts.size() == 2 || parts.size() == 3) {
    passed = values(parts);
  } else {
    passed.push_back(value(node.body));
    if (node.globals != nullptr) passed.push_back(value(node.globals));
    if (node.locals != nullptr) passed.push_back(value(node.locals));
  }
  at(&node);
  if (passed.size() == 1) {
    passed.push_back(b_.emit(Opcode::globals_dict));
  } else {
    ir::Variable space = b_.declare_variable("");
    b_.write(space, passed[1]);
    BlockId absent = b_.create_block();
    BlockId after = b_.create_block();
    b_.branch(b_.is_none(passed[1]), absent, after);
    continue_in(absent);
    b_.write(space, b_.emit(Opcode::globals_dict));
    b_.jump(after);
    continue_in(after);
    passed[1] = b_.read(space);
  }
  b_.call(builtin("exec"), passed);
}

Operand FunctionLowerer::expr(const Backquote& node) {
  ValueId shown = value(node.value);
  at(&node);
  return Operand::of(b_.call(builtin("repr"), std::span<const ValueId>(&shown, 1)));
}

// `raise type, value, traceback`.
ir::ValueId FunctionLowerer::paired_exception(const Raise& node, ValueId type) {
  ValueId given = value(node.value);
  ValueId traceback = value_or_null(node.traceback);
  at(&node);
  ValueId exception = b_.emit(Opcode::raise_pair, {type, given});
  if (node.traceback == nullptr) return exception;
  BlockId present = b_.create_block();
  BlockId after = b_.create_block();
  b_.branch(b_.is_none(traceback), after, present);
  continue_in(present);
  b_.call_method(exception, "with_traceback", std::span<const ValueId>(&traceback, 1));
  b_.jump(after);
  continue_in(after);
  return exception;
}

}  // namespace hpyc::lower
