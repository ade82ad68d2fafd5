// The intermediate representation: modules, functions, blocks, operations and values.
// Semantics of every operation and the C emission contract: docs/internals/ir.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ir/types.h"

namespace hpyc::ir {

enum class ValueId : uint32_t {};
enum class BlockId : uint32_t {};
enum class FunctionId : uint32_t {};
enum class ConstantId : uint32_t {};

inline constexpr uint32_t kNoId = 0xffffffffu;
inline constexpr ValueId kNoValue{kNoId};
inline constexpr BlockId kNoBlock{kNoId};
inline constexpr FunctionId kNoFunction{kNoId};
inline constexpr ConstantId kNoConstant{kNoId};

constexpr uint32_t index(ValueId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t index(BlockId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t index(FunctionId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t index(ConstantId id) { return static_cast<uint32_t>(id); }

enum class Opcode : uint8_t {
#define HPYC_OP(id, text, operands, result, error, effects, immediates) id,
#include "ir/ops.def"
#undef HPYC_OP
};

enum class KnownFunction : uint8_t {
#define HPYC_KNOWN(id, module, attribute, c_name) id,
#include "ir/known_functions.def"
#undef HPYC_KNOWN
};

// Sub-kinds of the operator families; the C name ends with the enumerator's text.
enum class BinaryOp : uint8_t {
  add,
  subtract,
  multiply,
  truedivide,
  floordivide,
  remainder,
  power,
  matmultiply,
  lshift,
  rshift,
  and_,
  or_,
  xor_,
};
enum class UnaryOp : uint8_t { negative, positive, invert, absolute };
enum class CompareOp : uint8_t { lt, le, eq, ne, gt, ge };  // numbered as HPy_LT … HPy_GE

// Builtin types by which method.load may put off a look-up: a set of bits.
enum MethodOwner : uint8_t { kOwnerList = 1, kOwnerDict = 2, kOwnerSet = 4, kOwnerStr = 8 };

// How a cell is used: a set of bits.
enum CellUse : uint8_t {
  kCellFree = 1,   // by an inner function or class: the error of an empty cell says so
  kCellClass = 2,  // it holds __class__, so type.__new__ fills it
};

enum class ResultKind : uint8_t {
  none,
  owned,
  constant,
  immortal,
  num,
  i64,
  f64,
  boolean,
  range,
  list,
  same,
  callee,
  many,
};
enum class ErrorKind : uint8_t { never, null, neg, num, out, always };
enum class Effects : uint8_t { pure, reads, writes, python };

struct OpInfo {
  std::string_view id;
  std::string_view text;
  std::string_view operands;  // signature letters, see ops.def
  ResultKind result;
  ErrorKind error;
  Effects effects;
  std::string_view immediates;
};

const OpInfo& info(Opcode opcode);
std::optional<Opcode> opcode_from_text(std::string_view text);
std::string_view text(BinaryOp op);
std::string_view text(UnaryOp op);
std::string_view text(CompareOp op);
struct KnownFunctionInfo {
  std::string_view id, module, attribute, c_name;
};
const KnownFunctionInfo& info(KnownFunction function);
bool is_terminator(Opcode opcode);

// A control-flow edge: the target block and the values for its parameters.
// For `next`, `range.next` and `local.next`, the item is passed implicitly as the first parameter
// of the body target; `arguments` holds the values for the remaining parameters.
struct Edge {
  BlockId target = kNoBlock;
  std::vector<ValueId> arguments;
};

struct Op {
  Opcode opcode{};
  uint8_t sub = 0;           // BinaryOp, UnaryOp, CompareOp or KnownFunction
  bool known_types = false;  // num ops: operands are exact ints or floats, so no Python code runs
  uint32_t line = 0;         // 1-based source line, 0: none
  std::vector<ValueId> operands;
  std::vector<ValueId> results;
  int64_t imm = 0;            // i, z, k, F: int64, small int, constant id, function id
  int64_t imm2 = 0;           // second immediate (kk, zz, kz)
  double fimm = 0;            // d
  std::vector<Edge> targets;  // terminators only
};

struct Value {
  Type type;
  Ownership ownership = Ownership::trivial;
  std::string name;  // the local variable it stands for, for readable C; may be empty
};

struct Block {
  std::vector<ValueId> parameters;  // owned parameters take ownership from the jump's arguments
  std::vector<Op> ops;              // the last one is a terminator
  BlockId handler = kNoBlock;       // where errors of this block go; kNoBlock: leave the function
};

struct Parameter {
  std::string name;
  ValueId value = kNoValue;  // parameter of the entry block
};

enum class FunctionKind : uint8_t {
  module_body,  // no parameters; the module's globals are its namespace
  python,       // def: parameters are borrowed objects, result is an object
  class_body,   // one parameter, the namespace, after the captures
  specialised,  // made by a pass: parameters and result of any representation, called directly only
};

// How Python callers pass arguments. Parameters are ordered: positional-only,
// positional-or-keyword, keyword-only, *args, **kwargs; Function::parameters has the same order.
struct Signature {
  uint32_t positional_only = 0;
  uint32_t positional = 0;  // positional-only ones included
  uint32_t keyword_only = 0;
  bool var_positional = false;
  bool var_keyword = false;
};

// What a call of a python function makes, to run its body; plain functions just run.
enum class Suspends : uint8_t { never, generator, coroutine, async_generator };

struct Function {
  std::string name;      // __name__
  std::string qualname;  // __qualname__
  std::string symbol;    // unique name in C and in the textual IR
  FunctionKind kind = FunctionKind::python;
  Signature signature;
  // So many of the first parameters are cells of variables of functions around this one, sorted by
  // name; the signature does not count them.
  uint32_t captures = 0;
  std::vector<Parameter> parameters;
  Type result{Rep::obj};
  ConstantId docstring = kNoConstant;
  uint32_t first_line = 0;
  bool no_python = false;  // proven: runs no Python code (specialised clones)
  // specialised, scalars only, no side effects: instead of failing it returns the escape value (see
  // docs/internals/ir.md, "Escaping functions"), and the outermost caller runs the general version.
  bool escapes = false;
  // A call makes an object that runs the body. The parameters are there for the call only; the
  // body gets them by `argument`.
  Suspends suspends = Suspends::never;
  FunctionId origin = kNoFunction;  // specialised: the function it was cloned from
  // Memory variables, by name: objects that may be null, null at first, released whenever the
  // function is left.
  std::vector<std::string> variables;
  std::vector<Block> blocks;  // blocks[0] is the entry; its parameters are the function's
  std::vector<Value> values;

  bool is_suspendable() const { return suspends != Suspends::never; }
  Block& block(BlockId id) { return blocks[index(id)]; }
  const Block& block(BlockId id) const { return blocks[index(id)]; }
  Value& value(ValueId id) { return values[index(id)]; }
  const Value& value(ValueId id) const { return values[index(id)]; }
};

enum class ConstantKind : uint8_t {
  name,      // interned str (identifier-like: attribute, global, keyword names)
  str,       // text: UTF-8, lone surrogates as WTF-8
  bytes,     // text: the bytes
  integer,   // text: decimal digits with optional '-'; fits in int64 or not
  float_,    // number
  complex_,  // number is the imaginary part (real part is 0)
  tuple,     // items
  none,
  true_,
  false_,
  ellipsis,  // only as items of tuples
};

struct Constant {
  ConstantKind kind{};
  std::string text;
  double number = 0;
  std::vector<ConstantId> items;
  friend bool operator==(const Constant&, const Constant&);  // floats by bit pattern
};

struct Module {
  std::string name;         // full dotted name
  std::string source_name;  // file name as tracebacks show it (no directory of the build machine)
  ConstantId docstring = kNoConstant;
  std::vector<Constant> constants;  // deduplicated, in order of first use
  std::vector<Function> functions;  // functions[0] is the module body
  bool uses_future_annotations = false;
  bool is_cython = false;              // of Cython source: wrong calls are told in Cython's words
  bool stop_iteration_passes = false;  // StopIteration leaves generators as it is (before PEP 479)
  std::unordered_multimap<size_t, uint32_t> constant_index;  // hash → constants[…], filled lazily
  size_t indexed_constants = 0;  // constants before this are in the index

  ConstantId constant(const Constant& value);       // adds or finds
  ConstantId name_constant(std::string_view text);  // interned str
  Function& function(FunctionId id) { return functions[index(id)]; }
  const Function& function(FunctionId id) const { return functions[index(id)]; }
};

}  // namespace hpyc::ir
