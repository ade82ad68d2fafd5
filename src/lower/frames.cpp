// Calls of builtins that look at the frame of their caller. Compiled code has no such frame, so
// what they would find there is handed to them, if the callee turns out to be the very builtin.
#include <algorithm>

#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::KnownFunction;
using ir::Opcode;
using sema::Storage;
using sema::Symbol;

namespace {

struct FrameBuiltin {
  std::string_view name;
  KnownFunction known;
  size_t arguments;
  size_t most_arguments;
};
constexpr FrameBuiltin kFrameBuiltins[] = {
    {"globals", KnownFunction::globals, 0, 0}, {"locals", KnownFunction::locals, 0, 0},
    {"vars", KnownFunction::vars, 0, 0},       {"dir", KnownFunction::dir, 0, 0},
    {"eval", KnownFunction::eval, 1, 3},       {"exec", KnownFunction::exec, 1, 3},
};

}  // namespace

std::optional<ir::ValueId> FunctionLowerer::frame_builtin(const Call& node) {
  const auto* callee = dyn_as<NameExpr>(node.callee);
  if (callee == nullptr) return std::nullopt;
  if (callee->id == lex::names::kSuper && node.arguments.empty()) return call_super(node, *callee);
  const std::string_view name = text(callee->id);
  const auto* builtin = std::ranges::find(kFrameBuiltins, name, &FrameBuiltin::name);
  if (builtin == std::end(kFrameBuiltins) || node.arguments.size() < builtin->arguments ||
      node.arguments.size() > builtin->most_arguments ||
      !std::ranges::all_of(node.arguments, [](const Argument* argument) {
        return argument->argument_kind == ArgumentKind::Positional;
      }))
    return std::nullopt;

  ValueId function = value(callee);
  Values passed;
  for (const Argument* argument : node.arguments) passed.push_back(value(argument->value));
  at(&node);
  ir::Variable result = b_.declare_variable("");
  BlockId same = b_.create_block();
  BlockId other = b_.create_block();
  BlockId after = b_.create_block();
  b_.branch(b_.emit(Opcode::is_known, {function}, 0, 0, static_cast<uint8_t>(builtin->known)), same,
            other);
  continue_in(other);
  b_.write(result, b_.call(function, passed));
  b_.jump(after);
  continue_in(same);
  const sema::ScopeId used_in = shared_.sema.symbol_ref_of(callee).scope;
  switch (builtin->known) {
    case KnownFunction::globals:
      b_.write(result, b_.emit(Opcode::globals_dict));
      break;
    case KnownFunction::dir: {
      ValueId keys = b_.call_method(frame_locals(used_in), "keys", {});
      ValueId list = b_.build(Opcode::build_list, {});
      b_.emit(Opcode::list_extend, {list, keys});
      b_.call_method(list, "sort", {});
      b_.write(result, list);
      break;
    }
    case KnownFunction::eval:
    case KnownFunction::exec:
      b_.write(result, evaluate(function, passed, used_in));
      break;
    default:
      b_.write(result, frame_locals(used_in));
  }
  b_.jump(after);
  continue_in(after);
  return b_.read(result);
}

// eval() or exec(): None stands for the namespaces of the caller, too. Texts are compiled with the
// `__future__` flags of the caller's frame.
ir::ValueId FunctionLowerer::evaluate(ValueId function, Values passed, sema::ScopeId used_in) {
  const auto call = [&] {
    const uint32_t line = b_.line();
    ValueId framed = b_.emit(Opcode::framed, {function}, index(id_), line);
    b_.set_line(0);
    ValueId value = b_.call(framed, passed);
    b_.set_line(line);
    return value;
  };
  ir::Variable result = b_.declare_variable("");
  BlockId after = b_.create_block();
  if (passed.size() > 1) {
    BlockId given = b_.create_block();
    BlockId absent = b_.create_block();
    b_.branch(b_.is_none(passed[1]), absent, given);
    continue_in(given);
    b_.write(result, call());
    b_.jump(after);
    continue_in(absent);
  }
  ir::Variable local = b_.declare_variable("");
  if (passed.size() > 2) {
    BlockId given = b_.create_block();
    BlockId absent = b_.create_block();
    BlockId chosen = b_.create_block();
    b_.branch(b_.is_none(passed[2]), absent, given);
    continue_in(given);
    b_.write(local, passed[2]);
    b_.jump(chosen);
    continue_in(absent);
    b_.write(local, frame_locals(used_in));
    b_.jump(chosen);
    continue_in(chosen);
  } else {
    b_.write(local, frame_locals(used_in));
  }
  passed.resize(1);
  passed.push_back(b_.emit(Opcode::globals_dict));
  passed.push_back(b_.read(local));
  b_.write(result, call());
  b_.jump(after);
  continue_in(after);
  return b_.read(result);
}

// What `locals()` gives in scope `used_in`: the namespace of a module or class, a new dict of the
// bound variables of a function. In a comprehension, its variables are added to a new dict.
ir::ValueId FunctionLowerer::frame_locals(sema::ScopeId used_in) {
  std::vector<sema::ScopeId> comprehensions;
  for (sema::ScopeId id = used_in; id != scope_; id = shared_.sema.scope(id).parent)
    comprehensions.push_back(id);
  ValueId space = ir::kNoValue;
  if (frame_ == Frame::module) space = b_.emit(Opcode::globals_dict);
  if (frame_ == Frame::class_) space = namespace_;
  if (frame_ != Frame::function && comprehensions.empty()) return space;

  ValueId dict = b_.build(Opcode::build_dict, {});
  if (frame_ == Frame::function)
    for (sema::SymbolRef ref : frame_variables()) add_local(dict, ref);
  else
    b_.emit(Opcode::dict_update, {dict, space});
  for (size_t i = comprehensions.size(); i-- > 0;) {
    const std::vector<Symbol>& symbols = shared_.sema.scope(comprehensions[i]).symbols;
    for (uint32_t s = 0; s < symbols.size(); ++s)
      if (symbols[s].storage == Storage::local || symbols[s].storage == Storage::cell)
        add_local(dict, {comprehensions[i], s});
  }
  return dict;
}

void FunctionLowerer::add_local(ValueId dict, sema::SymbolRef ref) {
  const Symbol& symbol = shared_.sema.scope(ref.scope).symbols[ref.index];
  b_.named(Opcode::locals_add, {dict, peek_symbol(ref)}, text(symbol.name));
}

// The variables of this function in the interpreter's order: parameters, other locals, cells, free
// variables; the latter two sorted by name.
std::vector<sema::SymbolRef> FunctionLowerer::frame_variables() const {
  std::vector<sema::SymbolRef> variables = parameters_;
  std::vector<sema::SymbolRef> cells;
  std::vector<sema::SymbolRef> free;
  const std::vector<Symbol>& symbols = scope().symbols;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    if (symbols[i].is(sema::kParameter)) continue;
    if (symbols[i].storage == Storage::free)
      free.push_back({scope_, i});
    else if (symbols[i].is(sema::kCaptured))
      cells.push_back({scope_, i});
    else if (symbols[i].storage == Storage::local || symbols[i].storage == Storage::cell)
      variables.push_back({scope_, i});
  }
  const auto name = [&](sema::SymbolRef ref) { return text(symbols[ref.index].name); };
  for (auto* list : {&cells, &free}) {
    std::ranges::sort(*list, {}, name);
    variables.insert(variables.end(), list->begin(), list->end());
  }
  return variables;
}

// `super()` is `super(__class__, first argument)`, with the argument's present value.
ir::ValueId FunctionLowerer::call_super(const Call& node, const NameExpr& callee) {
  ValueId function = value(&callee);
  at(&node);
  ValueId cell = b_.null();
  ValueId first = b_.null();
  int64_t flags = 1;
  if (frame_ == Frame::function) {
    if (b_.function().signature.positional > 0) {
      flags = 0;
      first = peek_symbol(parameters_[0]);
    }
    const Symbol* own = scope().find(lex::names::kDunderClass);
    if (own != nullptr && own->storage == Storage::free) {
      Location location = locate({scope_, static_cast<uint32_t>(own - scope().symbols.data())});
      cell = location.cell;
      flags |= location.use & ir::kCellClass;
    }
  }
  return b_.emit(Opcode::call_super, {function, cell, first}, flags);
}

}  // namespace hpyc::lower
