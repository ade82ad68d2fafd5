#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <functional>

#include "base/assert.h"
#include "ir/ir.h"
#include "ir/op_info.h"

namespace hpyc::ir {
namespace {

constexpr OpInfo kOps[] = {
#define HPYC_OP(id, text, operands, result, error, effects, immediates) \
  {#id, text, operands, ResultKind::result, ErrorKind::error, Effects::effects, immediates},
#include "ir/ops.def"
#undef HPYC_OP
};
constexpr size_t kOpCount = std::size(kOps);

constexpr KnownFunctionInfo kKnown[] = {
#define HPYC_KNOWN(id, module, attribute, c_name) {#id, module, attribute, c_name},
#include "ir/known_functions.def"
#undef HPYC_KNOWN
};

constexpr std::string_view kBinaryOps[] = {
    "add",         "subtract", "multiply", "truedivide", "floordivide", "remainder", "power",
    "matmultiply", "lshift",   "rshift",   "and",        "or",          "xor"};
constexpr std::string_view kUnaryOps[] = {"negative", "positive", "invert", "absolute"};
constexpr std::string_view kCompareOps[] = {"lt", "le", "eq", "ne", "gt", "ge"};
constexpr std::string_view kReps[] = {"none", "obj",     "num",   "i64",
                                      "f64",  "boolean", "range", "list"};
constexpr std::string_view kPyTypes[] = {"any",      "int", "float", "number",  "bool",
                                         "NoneType", "str", "bytes", "list",    "tuple",
                                         "dict",     "set", "slice", "function"};
constexpr std::string_view kOwnerships[] = {"trivial", "owned", "constant", "immortal", "borrowed"};
constexpr std::string_view kFunctionKinds[] = {"module_body", "python", "class_body",
                                               "specialised"};
constexpr std::string_view kSuspends[] = {"never", "generator", "coroutine", "async_generator"};
constexpr std::string_view kConstantKinds[] = {"name",  "str",     "bytes",   "integer",
                                               "float", "complex", "tuple",   "none",
                                               "true",  "false",   "ellipsis"};

constexpr OperandList parse_operands(std::string_view letters) {
  OperandList list;
  for (size_t i = 0; i < letters.size(); ++i) {
    OperandSpec spec;
    const char c = letters[i];
    spec.consumed = c >= 'A' && c <= 'Z';
    spec.letter = spec.consumed ? static_cast<char>(c - 'A' + 'a') : c;
    if (i + 1 < letters.size() && letters[i + 1] == '?') {
      spec.nullable = true;
      ++i;
    }
    if (i + 1 < letters.size() && letters[i + 1] == '*') {
      list.variadic = true;
      list.specs[list.fixed] = spec;
      return list;
    }
    list.specs[list.fixed++] = spec;
  }
  return list;
}

constexpr auto kOperandLists = [] {
  std::array<OperandList, kOpCount> lists{};
  for (size_t i = 0; i < kOpCount; ++i) lists[i] = parse_operands(kOps[i].operands);
  return lists;
}();

template <typename Enum, size_t N>
std::optional<Enum> find_text(const std::string_view (&table)[N], std::string_view text) {
  for (size_t i = 0; i < N; ++i) {
    if (table[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

size_t combine(size_t seed, size_t value) {
  return seed ^ (value + 0x9e3779b97f4a7c15ull + (seed << 6) + (seed >> 2));
}

size_t hash_of(const Constant& constant) {
  size_t hash = static_cast<size_t>(constant.kind);
  hash = combine(hash, std::hash<std::string>{}(constant.text));
  hash = combine(hash, std::bit_cast<uint64_t>(constant.number));
  for (ConstantId item : constant.items) hash = combine(hash, index(item));
  return hash;
}

}  // namespace

const OpInfo& info(Opcode opcode) { return kOps[static_cast<size_t>(opcode)]; }
const KnownFunctionInfo& info(KnownFunction function) {
  return kKnown[static_cast<size_t>(function)];
}
const OperandList& operand_list(Opcode opcode) {
  return kOperandLists[static_cast<size_t>(opcode)];
}

std::optional<Opcode> opcode_from_text(std::string_view text) {
  static const auto* const table = [] {
    auto* map = new std::unordered_map<std::string_view, Opcode>;
    for (size_t i = 0; i < kOpCount; ++i) map->emplace(kOps[i].text, static_cast<Opcode>(i));
    return map;
  }();
  const auto found = table->find(text);
  if (found == table->end()) return std::nullopt;
  return found->second;
}

std::string_view text(BinaryOp op) { return kBinaryOps[static_cast<size_t>(op)]; }
std::string_view text(UnaryOp op) { return kUnaryOps[static_cast<size_t>(op)]; }
std::string_view text(CompareOp op) { return kCompareOps[static_cast<size_t>(op)]; }
std::string_view text(Rep rep) { return kReps[static_cast<size_t>(rep)]; }
std::string_view text(PyType type) { return kPyTypes[static_cast<size_t>(type)]; }
std::string_view text(Ownership o) { return kOwnerships[static_cast<size_t>(o)]; }
std::string_view text(FunctionKind kind) { return kFunctionKinds[static_cast<size_t>(kind)]; }
std::string_view text(Suspends suspends) { return kSuspends[static_cast<size_t>(suspends)]; }
std::string_view text(ConstantKind kind) { return kConstantKinds[static_cast<size_t>(kind)]; }

std::optional<Rep> rep_from_text(std::string_view t) { return find_text<Rep>(kReps, t); }
std::optional<PyType> py_type_from_text(std::string_view t) {
  return find_text<PyType>(kPyTypes, t);
}
std::optional<Ownership> ownership_from_text(std::string_view t) {
  return find_text<Ownership>(kOwnerships, t);
}
std::optional<FunctionKind> function_kind_from_text(std::string_view t) {
  return find_text<FunctionKind>(kFunctionKinds, t);
}
std::optional<Suspends> suspends_from_text(std::string_view t) {
  return find_text<Suspends>(kSuspends, t);
}
std::optional<ConstantKind> constant_kind_from_text(std::string_view t) {
  return find_text<ConstantKind>(kConstantKinds, t);
}

bool is_terminator(Opcode opcode) {
  switch (opcode) {
    case Opcode::jump:
    case Opcode::branch:
    case Opcode::next:
    case Opcode::range_next:
    case Opcode::local_next:
    case Opcode::escape:
    case Opcode::return_:
    case Opcode::unreachable:
      return true;
    default:
      return false;
  }
}

size_t target_count(Opcode opcode) {
  switch (opcode) {
    case Opcode::jump:
      return 1;
    case Opcode::branch:
    case Opcode::next:
    case Opcode::range_next:
    case Opcode::local_next:
      return 2;
    default:
      return 0;
  }
}

SubKind sub_kind(Opcode opcode) {
  switch (opcode) {
    case Opcode::binary:
    case Opcode::inplace:
    case Opcode::binary_imm:
    case Opcode::inplace_imm:
    case Opcode::num_binary:
    case Opcode::num_inplace:
    case Opcode::i64_binary:
    case Opcode::i64_checked:
    case Opcode::f64_checked:
    case Opcode::f64_binary:
    case Opcode::f64_divide:
      return SubKind::binary;
    case Opcode::unary:
    case Opcode::num_unary:
    case Opcode::f64_unary:
      return SubKind::unary;
    default:
      break;
  }
  // What is left with a `c` are the comparisons; new families are to be added above.
  if (has_immediate(opcode, 'c')) return SubKind::compare;
  if (has_immediate(opcode, 'K')) return SubKind::known;
  return SubKind::none;
}

std::string_view sub_text(const Op& op) {
  switch (sub_kind(op.opcode)) {
    case SubKind::none:
      return "";
    case SubKind::binary:
      return op.sub < std::size(kBinaryOps) ? kBinaryOps[op.sub] : "?";
    case SubKind::unary:
      return op.sub < std::size(kUnaryOps) ? kUnaryOps[op.sub] : "?";
    case SubKind::compare:
      return op.sub < std::size(kCompareOps) ? kCompareOps[op.sub] : "?";
    case SubKind::known:
      return op.sub < std::size(kKnown) ? kKnown[op.sub].id : "?";
  }
  HPYC_UNREACHABLE("sub-kind");
}

std::optional<uint8_t> sub_from_text(SubKind kind, std::string_view text) {
  switch (kind) {
    case SubKind::none:
      return std::nullopt;
    case SubKind::binary:
      return find_text<uint8_t>(kBinaryOps, text);
    case SubKind::unary:
      return find_text<uint8_t>(kUnaryOps, text);
    case SubKind::compare:
      return find_text<uint8_t>(kCompareOps, text);
    case SubKind::known:
      for (size_t i = 0; i < std::size(kKnown); ++i) {
        if (kKnown[i].id == text) return static_cast<uint8_t>(i);
      }
      return std::nullopt;
  }
  HPYC_UNREACHABLE("sub-kind");
}

bool has_immediate(Opcode opcode, char letter) {
  return info(opcode).immediates.find(letter) != std::string_view::npos;
}

ErrorKind error_of(const Module& module, const Op& op) {
  if (op.opcode != Opcode::call_direct) return info(op.opcode).error;
  // A callee with a scalar result or none is known not to fail.
  if (static_cast<uint64_t>(op.imm) >= module.functions.size()) return ErrorKind::null;
  switch (module.functions[static_cast<size_t>(op.imm)].result.rep) {
    case Rep::obj:
      return ErrorKind::null;
    case Rep::num:
      return ErrorKind::num;
    default:
      return ErrorKind::never;
  }
}

Effects effects_of(const Module& module, const Op& op) {
  const Effects effects = info(op.opcode).effects;
  if (effects != Effects::python) return effects;
  if (op.known_types) return Effects::reads;
  if (op.opcode == Opcode::call_direct && static_cast<uint64_t>(op.imm) < module.functions.size() &&
      module.functions[static_cast<size_t>(op.imm)].no_python) {
    return Effects::reads;
  }
  return effects;
}

bool is_untraced(const Op& op) {
  const bool is_call =
      op.opcode == Opcode::call || op.opcode == Opcode::call_kw || op.opcode == Opcode::call_ex;
  return op.opcode == Opcode::error_raise || (is_call && op.line == 0);
}

bool is_removable(const Module& module, const Op& op) {
  return !is_terminator(op.opcode) && info(op.opcode).effects <= Effects::reads &&
         !is_fallible(module, op);
}

size_t result_count(const Module& module, const Op& op) {
  switch (info(op.opcode).result) {
    case ResultKind::none:
      return 0;
    case ResultKind::callee:
      return static_cast<uint64_t>(op.imm) < module.functions.size() &&
                     module.functions[static_cast<size_t>(op.imm)].result.rep == Rep::none
                 ? 0
                 : 1;
    case ResultKind::many:
      if (op.opcode == Opcode::class_prepare) return 4;
      if (op.opcode == Opcode::with_enter || op.opcode == Opcode::async_enter ||
          op.opcode == Opcode::group_split)
        return 2;
      if (op.opcode == Opcode::unpack || op.opcode == Opcode::local_unpack)
        return static_cast<size_t>(op.imm);
      return static_cast<size_t>(op.imm + 1 + op.imm2);
    default:
      return 1;
  }
}

PyType python_type(ConstantKind kind) {
  switch (kind) {
    case ConstantKind::name:
    case ConstantKind::str:
      return PyType::str;
    case ConstantKind::bytes:
      return PyType::bytes;
    case ConstantKind::integer:
      return PyType::int_;
    case ConstantKind::float_:
      return PyType::float_;
    case ConstantKind::tuple:
      return PyType::tuple;
    case ConstantKind::none:
      return PyType::none_type;
    case ConstantKind::true_:
    case ConstantKind::false_:
      return PyType::bool_;
    case ConstantKind::complex_:
    case ConstantKind::ellipsis:
      break;
  }
  return PyType::any;
}

namespace {

PyType result_py_type(const Module& module, const Function& function, const Op& op, size_t index) {
  switch (op.opcode) {
    case Opcode::const_obj:
      return static_cast<uint64_t>(op.imm) < module.constants.size()
                 ? python_type(module.constants[static_cast<size_t>(op.imm)].kind)
                 : PyType::any;
    case Opcode::none:
      return PyType::none_type;
    case Opcode::true_:
    case Opcode::false_:
    case Opcode::box_bool:
      return PyType::bool_;
    case Opcode::build_slice:
      return PyType::slice;
    case Opcode::build_tuple:
    case Opcode::list_to_tuple:
      return PyType::tuple;
    case Opcode::match_rest:
      return PyType::dict;
    case Opcode::build_list:
      return PyType::list;
    case Opcode::build_set:
      return PyType::set;
    case Opcode::build_dict:
    case Opcode::globals_dict:
      return PyType::dict;
    case Opcode::build_string:
      return PyType::str;
    case Opcode::make_function:
    case Opcode::make_closure:
      return PyType::function;
    case Opcode::box_i64:
    case Opcode::num_i64:
      return PyType::int_;
    case Opcode::box_f64:
    case Opcode::num_f64:
      return PyType::float_;
    case Opcode::num_from:
    case Opcode::box_num:
      return op.operands.empty() || ir::index(op.operands[0]) >= function.values.size()
                 ? PyType::any
                 : function.value(op.operands[0]).type.py;
    case Opcode::unpack_star:
      return index == static_cast<size_t>(op.imm) ? PyType::list : PyType::any;
    case Opcode::class_prepare:
      return index == 1 ? PyType::tuple : index == 3 ? PyType::dict : PyType::any;
    default:
      return PyType::any;
  }
}

}  // namespace

Value result_value(const Module& module, const Function& function, const Op& op, size_t index) {
  const auto make = [&](Rep rep, Ownership ownership) {
    Value value;
    value.type.rep = rep;
    value.type.py = result_py_type(module, function, op, index);
    value.type.maybe_null = is_null(op.opcode) || op.opcode == Opcode::method_load ||
                            op.opcode == Opcode::local_method || op.opcode == Opcode::local_iter ||
                            op.opcode == Opcode::cell_peek || op.opcode == Opcode::variable_load ||
                            op.opcode == Opcode::handled_save;
    value.ownership = ownership;
    return value;
  };
  switch (info(op.opcode).result) {
    case ResultKind::none:
      break;
    case ResultKind::owned:
    case ResultKind::many:
      return make(Rep::obj, Ownership::owned);
    case ResultKind::constant:
      return make(Rep::obj, Ownership::constant);
    case ResultKind::immortal:
      return make(Rep::obj, Ownership::immortal);
    case ResultKind::num: {
      // A number made from a scalar never holds an object.
      const bool scalar = op.opcode == Opcode::num_i64 || op.opcode == Opcode::num_f64 ||
                          op.opcode == Opcode::local_literal || op.opcode == Opcode::local_bool;
      return make(Rep::num, scalar ? Ownership::immortal : Ownership::owned);
    }
    case ResultKind::i64:
      return make(Rep::i64, Ownership::trivial);
    case ResultKind::f64:
      return make(Rep::f64, Ownership::trivial);
    case ResultKind::boolean:
      return make(Rep::boolean, Ownership::trivial);
    case ResultKind::range:
      return make(Rep::range, Ownership::owned);
    case ResultKind::list:
      return make(Rep::list, is_null(op.opcode) ? Ownership::immortal : Ownership::owned);
    case ResultKind::same: {
      Value value = function.value(op.operands[0]);
      value.ownership = is_managed(value.type.rep) ? Ownership::owned : Ownership::trivial;
      return value;
    }
    case ResultKind::callee: {
      HPYC_ASSERT(static_cast<uint64_t>(op.imm) < module.functions.size(), "call.direct target");
      Value value;
      value.type = module.functions[static_cast<size_t>(op.imm)].result;
      value.ownership = is_managed(value.type.rep) ? Ownership::owned : Ownership::trivial;
      return value;
    }
  }
  HPYC_UNREACHABLE("operation without results");
}

Value item_value(Opcode opcode) {
  Value value;
  value.type.rep = opcode == Opcode::next ? Rep::obj : Rep::num;
  value.ownership = Ownership::owned;
  return value;
}

bool operator==(const Constant& a, const Constant& b) {
  return a.kind == b.kind && a.text == b.text && a.items == b.items &&
         std::bit_cast<uint64_t>(a.number) == std::bit_cast<uint64_t>(b.number);
}

ConstantId Module::constant(const Constant& value) {
  for (; indexed_constants < constants.size(); ++indexed_constants) {
    constant_index.emplace(hash_of(constants[indexed_constants]),
                           static_cast<uint32_t>(indexed_constants));
  }
  const size_t hash = hash_of(value);
  const auto [first, last] = constant_index.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (constants[it->second] == value) return ConstantId{it->second};
  }
  const auto id = static_cast<uint32_t>(constants.size());
  constants.push_back(value);
  constant_index.emplace(hash, id);
  ++indexed_constants;
  return ConstantId{id};
}

ConstantId Module::name_constant(std::string_view text) {
  Constant constant;
  constant.kind = ConstantKind::name;
  constant.text = text;
  return this->constant(constant);
}

}  // namespace hpyc::ir
