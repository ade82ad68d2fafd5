// What the table of operations says about an operation, in a form that passes can ask for.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ir/ir.h"

namespace hpyc::ir {

// The table as stages of the pipeline see it: which invariants hold.
enum class Stage : uint8_t {
  lowered,    // fresh from lowering: checks of unbound locals may be redundant, no dup, no close
  optimised,  // `unbound` has run: an operand that must not be null is known to be non-null
  owned,      // `ownership` has run: dup and close are explicit and linear
};

// One operand position of an operation.
struct OperandSpec {
  char letter = 'a';      // o n i f b r l a, lower case
  bool consumed = false;  // upper case in the table
  bool nullable = false;  // '?': may be the null handle
};

// The operand positions of an operation: `count` fixed ones, then, if `variadic`, any number more
// like the last entry of the list.
struct OperandList {
  OperandSpec specs[5];
  uint8_t fixed = 0;
  bool variadic = false;

  // The rule for operand `index`; only for an index that the operation can have.
  const OperandSpec& operator[](size_t index) const { return specs[index < fixed ? index : fixed]; }
  bool accepts(size_t count) const { return variadic ? count >= fixed : count == fixed; }
};
const OperandList& operand_list(Opcode opcode);

// What the `c` or `K` immediate in Op::sub names.
enum class SubKind : uint8_t { none, binary, unary, compare, known };
SubKind sub_kind(Opcode opcode);
std::string_view sub_text(const Op& op);  // "" without a sub-kind
std::optional<uint8_t> sub_from_text(SubKind kind, std::string_view text);

// Position of the immediates `k F i z` in imm and imm2; `s` and `d` and the sub-kind take none.
bool has_immediate(Opcode opcode, char letter);

// The error kind of this very operation: the table's, but for call.direct by the callee's result.
ErrorKind error_of(const Module& module, const Op& op);
inline bool is_fallible(const Module& module, const Op& op) {
  return error_of(module, op) != ErrorKind::never;
}
// May run Python code: the table's effects, refined by known_types.
Effects effects_of(const Module& module, const Op& op);
// An error of this operation makes no traceback entry: it is raised again, or the call has a frame
// of its own (`framed`).
bool is_untraced(const Op& op);
// A dead operation of this kind can be dropped.
bool is_removable(const Module& module, const Op& op);

size_t result_count(const Module& module, const Op& op);
// Type and ownership of result number `index`, from the table, the operands and the constants.
Value result_value(const Module& module, const Function& function, const Op& op, size_t index);
// The value that `next`, `range.next` and `local.next` pass to the body block's first parameter.
Value item_value(Opcode opcode);
// 1 for the body edge of `next` and its kin, whose first parameter is not among the arguments.
inline size_t implicit_arguments(const Op& op, size_t target) {
  return target == 0 && (op.opcode == Opcode::next || op.opcode == Opcode::range_next ||
                         op.opcode == Opcode::local_next)
             ? 1
             : 0;
}
size_t target_count(Opcode opcode);
// The operands are the arguments of function `imm`.
inline bool is_direct_call(Opcode opcode) {
  return opcode == Opcode::call_direct || opcode == Opcode::call_escaping;
}

// Reads or writes memory variable `imm`.
inline bool is_variable_op(Opcode opcode) {
  return opcode == Opcode::variable_load || opcode == Opcode::variable_store;
}

// Leaves a generator until it is resumed.
inline bool is_yield(Opcode opcode) {
  return opcode == Opcode::yield || opcode == Opcode::yield_from || opcode == Opcode::await;
}

// Handles, numbers, range states and lists have something to release; scalars have not.
inline bool is_managed(Rep rep) {
  return rep == Rep::obj || rep == Rep::num || rep == Rep::range || rep == Rep::list;
}
// The null handle, or the null list.
inline bool is_null(Opcode opcode) {
  return opcode == Opcode::null || opcode == Opcode::local_null;
}
inline bool is_tracked(const Value& value) {
  return value.ownership == Ownership::owned || value.ownership == Ownership::constant;
}
PyType python_type(ConstantKind kind);

std::string_view text(Rep rep);
std::string_view text(PyType type);
std::string_view text(Ownership ownership);
std::string_view text(FunctionKind kind);
std::string_view text(Suspends suspends);
std::string_view text(ConstantKind kind);
std::optional<Rep> rep_from_text(std::string_view text);
std::optional<PyType> py_type_from_text(std::string_view text);
std::optional<Ownership> ownership_from_text(std::string_view text);
std::optional<FunctionKind> function_kind_from_text(std::string_view text);
std::optional<Suspends> suspends_from_text(std::string_view text);
std::optional<ConstantKind> constant_kind_from_text(std::string_view text);

}  // namespace hpyc::ir
