#include <algorithm>

#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::ConstantKind;
using ir::Opcode;

namespace {

bool has_stars(NodeList<Argument> arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const Argument* argument) {
    return argument->argument_kind == ArgumentKind::Starred ||
           argument->argument_kind == ArgumentKind::DoubleStarred;
  });
}

}  // namespace

// Evaluating it neither runs code nor changes anything.
bool FunctionLowerer::is_inert(const Expr* expression) const {
  switch (expression->kind) {
    case NodeKind::NoneLiteral:
    case NodeKind::BoolLiteral:
    case NodeKind::EllipsisLiteral:
    case NodeKind::IntLiteral:
    case NodeKind::FloatLiteral:
    case NodeKind::ImagLiteral:
    case NodeKind::StringLiteral:
    case NodeKind::BytesLiteral:
      return true;
    case NodeKind::NameExpr:
      return frame_ != Frame::class_;  // a namespace may be any mapping
    case NodeKind::UnaryOp:
      return is_inert(as<UnaryOp>(expression)->operand) &&
             isa<IntLiteral>(as<UnaryOp>(expression)->operand);
    case NodeKind::Tuple:
    case NodeKind::List: {
      NodeList<Expr> elements =
          isa<Tuple>(expression) ? as<Tuple>(expression)->elements : as<List>(expression)->elements;
      return std::all_of(elements.begin(), elements.end(),
                         [&](const Expr* element) { return is_inert(element); });
    }
    default:
      return false;
  }
}

namespace {

// The builtin types that have a method of this name which is worth no bound method.
uint8_t method_owners(std::string_view name) {
  static constexpr std::pair<std::string_view, uint8_t> kOwners[] = {
      {"add", ir::kOwnerSet},
      {"append", ir::kOwnerList},
      {"discard", ir::kOwnerSet},
      {"endswith", ir::kOwnerStr},
      {"extend", ir::kOwnerList},
      {"get", ir::kOwnerDict},
      {"index", ir::kOwnerList | ir::kOwnerStr},
      {"insert", ir::kOwnerList},
      {"join", ir::kOwnerStr},
      {"pop", ir::kOwnerList | ir::kOwnerDict | ir::kOwnerSet},
      {"remove", ir::kOwnerList | ir::kOwnerSet},
      {"replace", ir::kOwnerStr},
      {"setdefault", ir::kOwnerDict},
      {"split", ir::kOwnerStr},
      {"startswith", ir::kOwnerStr},
      {"update", ir::kOwnerDict | ir::kOwnerSet},
  };
  for (const auto& [method, owners] : kOwners)
    if (method == name) return owners;
  return 0;
}

}  // namespace

bool FunctionLowerer::has_inert_arguments(const Call& node) const {
  return std::all_of(node.arguments.begin(), node.arguments.end(),
                     [&](const Argument* argument) { return is_inert(argument->value); });
}

// `a.f(…)` where looking the method up after the arguments is the same as before them, as Python
// does: then no bound method need be made. Either the arguments do nothing, or the receiver may
// turn out to be of a builtin type, which nobody can change. Otherwise the attribute comes first.
bool FunctionLowerer::is_method_call(const Call& node) const {
  const auto* attribute = dyn_as<Attribute>(node.callee);
  if (attribute == nullptr || has_stars(node.arguments) || sees_handled(node) ||
      looks_at_frame(node))
    return false;
  return has_inert_arguments(node) ||
         (method_owners(text(attribute->attribute.name)) != 0 &&
          std::all_of(node.arguments.begin(), node.arguments.end(), [](const Argument* argument) {
            return argument->argument_kind == ArgumentKind::Positional;
          }));
}

// Whether a call below a handler may reach code that asks what is being handled. Most builtins do
// not.
bool FunctionLowerer::sees_handled(const Call& node) const {
  if (handled_ == ir::kNoValue) return false;
  const auto* name = dyn_as<NameExpr>(node.callee);
  if (name == nullptr || !shared_.sema.is_builtin(*name)) return true;
  static constexpr std::string_view kIndifferent[] = {
      "abs",   "bool",  "bytes", "callable",   "chr",        "dict",  "float", "frozenset",
      "hash",  "id",    "int",   "isinstance", "issubclass", "len",   "list",  "ord",
      "print", "range", "repr",  "set",        "str",        "tuple", "type"};
  std::string_view callee = text(name->id);
  return !callee.ends_with("Error") && !callee.ends_with("Exception") &&
         std::find(std::begin(kIndifferent), std::end(kIndifferent), callee) ==
             std::end(kIndifferent);
}

// Whether the callee, by its name, is something of the standard library that looks at the frame of
// its caller: for the name of the module, for file and line. Only a frame is made of it; a call of
// something else of that name means the same.
bool FunctionLowerer::looks_at_frame(const Call& node) const {
  static constexpr std::string_view kLooking[] = {"DocFileSuite",
                                                  "DocTestSuite",
                                                  "Enum",
                                                  "Flag",
                                                  "IntEnum",
                                                  "IntFlag",
                                                  "NamedTuple",
                                                  "NewType",
                                                  "ParamSpec",
                                                  "StrEnum",
                                                  "TypeAliasType",
                                                  "TypeVar",
                                                  "TypeVarTuple",
                                                  "TypedDict",
                                                  "_getframe",
                                                  "_getframemodulename",
                                                  "breakpoint",
                                                  "currentframe",
                                                  "extract_stack",
                                                  "format_stack",
                                                  "make_dataclass",
                                                  "namedtuple",
                                                  "print_stack",
                                                  "set_trace",
                                                  "stack",
                                                  "testfile",
                                                  "testmod",
                                                  "walk_stack",
                                                  "warn"};
  static constexpr std::string_view kLogging[] = {"critical",  "debug", "error",
                                                  "exception", "info",  "warning"};
  const auto among = [](const auto& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  if (const auto* name = dyn_as<NameExpr>(node.callee)) {
    const std::string_view callee = text(name->id);
    return among(kLooking, callee) || callee == "compile" ||
           (callee == "type" && node.arguments.size() >= 3);
  }
  const auto* attribute = dyn_as<Attribute>(node.callee);
  if (attribute == nullptr) return false;
  const std::string_view method = text(attribute->attribute.name);
  return among(kLooking, method) || (among(kLogging, method) && !node.arguments.empty());
}

// The callee of the call that follows at this line, as it has to be called.
ir::ValueId FunctionLowerer::callee_of(const Call& node, ValueId callee) {
  const bool framed = looks_at_frame(node);
  if (framed) callee = b_.emit(Opcode::framed, {callee}, index(id_), b_.line());
  if (sees_handled(node)) callee = b_.emit(Opcode::handling, {callee, handled_});
  if (framed) b_.set_line(0);
  return callee;
}

// Positional values, then keyword values, with the names of the latter.
void FunctionLowerer::plain_arguments(NodeList<Argument> list, Values& passed,
                                      std::vector<ir::ConstantId>& names) {
  for (const Argument* argument : list)
    if (argument->argument_kind == ArgumentKind::Positional)
      passed.push_back(value(argument->value));
  for (const Argument* argument : list) {
    if (argument->argument_kind != ArgumentKind::Keyword) continue;
    passed.push_back(value(argument->value));
    names.push_back(shared_.module.name_constant(text(argument->keyword.name)));
  }
}

ir::ValueId FunctionLowerer::call_method(const Call& node, const Attribute& attribute,
                                         ValueId self) {
  Values passed;
  ir::Constant names{ConstantKind::tuple};
  std::string_view name = mangled(attribute.attribute.name);
  if (!has_inert_arguments(node)) {
    const int64_t name_constant = index(shared_.module.name_constant(name));
    b_.set_line(attribute_line(attribute));
    passed = {b_.emit(Opcode::method_load, {self}, method_owners(name), name_constant), self};
    plain_arguments(node.arguments, passed, names.items);
    b_.set_line(attribute_line(attribute));
    return b_.emit(Opcode::call_loaded, passed, name_constant);
  }
  plain_arguments(node.arguments, passed, names.items);
  b_.set_line(attribute_line(attribute));
  if (names.items.empty()) return b_.call_method(self, name, passed);
  return b_.call_method_kw(self, name, passed, shared_.module.constant(names));
}

ir::ValueId FunctionLowerer::call(const Call& node, ValueId callee) {
  if (has_stars(node.arguments)) return call_with_stars(node, callee);
  Values passed;
  ir::Constant names{ConstantKind::tuple};
  plain_arguments(node.arguments, passed, names.items);
  if (const auto* attribute = dyn_as<Attribute>(node.callee))
    b_.set_line(attribute_line(*attribute));
  else
    at(&node);
  const uint32_t line = b_.line();
  callee = callee_of(node, callee);
  ValueId result = names.items.empty() ? b_.call(callee, passed)
                                       : b_.call_kw(callee, passed, shared_.module.constant(names));
  b_.set_line(line);
  return result;
}

// Appends the positional arguments of a call or class to a list.
void FunctionLowerer::list_elements(ValueId list, NodeList<Argument> arguments, ValueId callee) {
  for (const Argument* argument : arguments) {
    if (argument->argument_kind == ArgumentKind::Positional) {
      b_.emit(Opcode::list_append, {list, value(argument->value)});
    } else if (argument->argument_kind == ArgumentKind::Starred) {
      ValueId items = value(argument->value);
      at(argument);
      b_.emit(Opcode::call_star_args, {callee, list, items});
    }
  }
}

ir::ValueId FunctionLowerer::call_with_stars(const Call& node, ValueId callee) {
  Values leading;
  const Argument* only_star = nullptr;
  bool any_star = false;
  bool any_keyword = false;
  uint32_t positional = 0;
  for (const Argument* argument : node.arguments) {
    bool is_star = argument->argument_kind == ArgumentKind::Starred;
    if (is_star) only_star = argument;
    any_star = any_star || is_star;
    if (is_star || argument->argument_kind == ArgumentKind::Positional)
      ++positional;
    else
      any_keyword = true;
  }
  if (positional != 1) only_star = nullptr;

  // `f(*a, **b)`: b is evaluated before a is iterated over.
  ValueId single = only_star != nullptr ? value(only_star->value) : ir::kNoValue;
  ValueId list = ir::kNoValue;
  ValueId tuple = ir::kNoValue;
  if (only_star == nullptr) {
    if (any_star) {
      // The run before the first star makes the list.
      size_t first = 0;
      while (node.arguments[first]->argument_kind == ArgumentKind::Positional) {
        leading.push_back(value(node.arguments[first]->value));
        ++first;
      }
      at(&node);
      list = b_.build(Opcode::build_list, leading);
      list_elements(list, node.arguments.subspan(first), callee);
    } else {
      for (const Argument* argument : node.arguments)
        if (argument->argument_kind == ArgumentKind::Positional)
          leading.push_back(value(argument->value));
      at(&node);
      tuple = leading.empty() ? b_.constant(ir::Constant{ConstantKind::tuple})
                              : b_.build(Opcode::build_tuple, leading);
    }
  }
  ValueId dict = any_keyword ? keyword_dict(node.arguments, callee) : b_.null();
  at(&node);
  if (only_star != nullptr) {
    list = b_.build(Opcode::build_list, {});
    b_.emit(Opcode::call_star_args, {callee, list, single});
  }
  if (any_star) tuple = b_.emit(Opcode::list_to_tuple, {list});
  const uint32_t line = b_.line();
  callee = callee_of(node, callee);
  ValueId result = b_.emit(Opcode::call_ex, {callee, tuple, dict});
  b_.set_line(line);
  return result;
}

// The keyword arguments of a call or (without callee) of a class as a new dict.
ir::ValueId FunctionLowerer::keyword_dict(NodeList<Argument> arguments, ValueId callee) {
  ValueId dict = ir::kNoValue;
  Values run;
  auto merge = [&](ValueId mapping) {
    if (callee == ir::kNoValue) callee = b_.global_load("__build_class__");  // for messages
    b_.emit(Opcode::dict_merge, {callee, dict, mapping});
  };
  auto flush = [&] {
    if (run.empty()) return;
    ValueId built = b_.build(Opcode::build_dict, run);
    run.clear();
    if (dict == ir::kNoValue)
      dict = built;
    else
      merge(built);
  };
  for (const Argument* argument : arguments) {
    if (argument->argument_kind == ArgumentKind::Keyword) {
      ValueId given = value(argument->value);
      run.push_back(b_.name_constant(text(argument->keyword.name)));
      run.push_back(given);
    } else if (argument->argument_kind == ArgumentKind::DoubleStarred) {
      flush();
      if (dict == ir::kNoValue) dict = b_.build(Opcode::build_dict, {});
      ValueId mapping = value(argument->value);
      at(argument);
      merge(mapping);
    }
  }
  flush();
  return dict;
}

}  // namespace hpyc::lower
