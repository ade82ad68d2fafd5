// Construction of functions: operations with results typed by the table, and SSA form for local
// variables on the fly (Braun et al., "Simple and Efficient Construction of SSA Form").
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "ir/op_info.h"

namespace hpyc::ir {

enum class Variable : uint32_t {};

// Builds one function of a module. Other functions may be added to the module meanwhile.
//
// Blocks: create_block(), fill it after set_block(); every block that is a target must be sealed
// once all jumps to it have been emitted (a loop header after its back edges). seal_all() or
// finish() seals what is left. Operations emitted after a terminator go to a fresh unreachable
// block, which finish() drops, so dead code in the source needs no care.
class FunctionBuilder {
 public:
  FunctionBuilder(Module& module, FunctionId function);
  FunctionBuilder(const FunctionBuilder&) = delete;
  FunctionBuilder& operator=(const FunctionBuilder&) = delete;

  Module& module() { return module_; }
  Function& function() { return module_.functions[index(function_)]; }
  FunctionId id() const { return function_; }

  // Adds a parameter (borrowed; in order). The entry block exists from the start.
  ValueId add_parameter(std::string_view name, Type type = {Rep::obj});
  BlockId entry() const { return BlockId{0}; }

  BlockId create_block();
  // An explicit parameter; before any variable is read in the block. For the item of `next` and
  // `range.next` this is the first one of the body block.
  ValueId add_block_parameter(BlockId block, Type type = {Rep::obj}, std::string_view name = {});
  void set_block(BlockId block) { block_ = block; }
  BlockId block() const { return block_; }
  void seal(BlockId block);
  void seal_all();
  void set_handler(BlockId handler) { handler_ = handler; }  // of blocks created from now on
  BlockId handler() const { return handler_; }
  // Starts to fill a handler. The blocks that it covers were entered from `before` only, whose
  // variables it sees: those that are assigned under its cover must be written again.
  void begin_handler(BlockId handler, BlockId before);
  bool terminated() { return terminated(block_); }
  bool terminated(BlockId block);
  bool reachable(BlockId block) {
    return index(block) == 0 || !predecessors_[index(block)].empty();
  }

  // The line of the operations to come, unless they are given one (0: this one).
  void set_line(uint32_t line) { line_ = line; }
  uint32_t line() const { return line_; }

  // ---- locals ---------------------------------------------------------------------------------
  Variable declare_variable(std::string_view name, Type type = {Rep::obj});
  void write(Variable variable, ValueId value);
  // The value that reaches this point; a `null` value (maybe_null) where none was written.
  ValueId read(Variable variable);
  void write_null(Variable variable) { write(variable, null()); }  // `del`

  // ---- operations -----------------------------------------------------------------------------
  // Any operation: results typed by the table. emit() is for at most one result (kNoValue: none).
  ValueId emit(Opcode opcode, std::span<const ValueId> operands, int64_t imm = 0, int64_t imm2 = 0,
               uint8_t sub = 0, uint32_t line = 0);
  ValueId emit(Opcode opcode, std::initializer_list<ValueId> operands = {}, int64_t imm = 0,
               int64_t imm2 = 0, uint8_t sub = 0, uint32_t line = 0) {
    return emit(opcode, std::span(operands.begin(), operands.size()), imm, imm2, sub, line);
  }
  std::vector<ValueId> emit_many(Opcode opcode, std::initializer_list<ValueId> operands,
                                 int64_t imm = 0, int64_t imm2 = 0, uint32_t line = 0);

  ValueId constant(ConstantId constant, uint32_t line = 0) {
    return emit(Opcode::const_obj, {}, index(constant), 0, 0, line);
  }
  ValueId constant(const Constant& value) { return constant(module_.constant(value)); }
  ValueId name_constant(std::string_view text) { return constant(module_.name_constant(text)); }
  ValueId str_constant(std::string_view text);
  ValueId int_constant(int64_t value);
  ValueId none() { return emit(Opcode::none); }
  ValueId true_() { return emit(Opcode::true_); }
  ValueId false_() { return emit(Opcode::false_); }
  ValueId null();  // one for the whole function, in its entry block
  bool is_null(ValueId value) const { return value == null_; }
  ValueId i64(int64_t value) { return emit(Opcode::const_i64, {}, value); }
  ValueId f64(double value);
  ValueId boolean(bool value) { return emit(Opcode::const_bool, {}, value ? 1 : 0); }

  ValueId binary(BinaryOp op, ValueId a, ValueId b, uint32_t line = 0) {
    return emit(Opcode::binary, {a, b}, 0, 0, static_cast<uint8_t>(op), line);
  }
  ValueId inplace(BinaryOp op, ValueId a, ValueId b, uint32_t line = 0) {
    return emit(Opcode::inplace, {a, b}, 0, 0, static_cast<uint8_t>(op), line);
  }
  ValueId binary_imm(BinaryOp op, ValueId a, int64_t b, uint32_t line = 0) {
    return emit(Opcode::binary_imm, {a}, b, 0, static_cast<uint8_t>(op), line);
  }
  ValueId inplace_imm(BinaryOp op, ValueId a, int64_t b, uint32_t line = 0) {
    return emit(Opcode::inplace_imm, {a}, b, 0, static_cast<uint8_t>(op), line);
  }
  ValueId unary(UnaryOp op, ValueId a, uint32_t line = 0) {
    return emit(Opcode::unary, {a}, 0, 0, static_cast<uint8_t>(op), line);
  }
  ValueId compare(CompareOp op, ValueId a, ValueId b, uint32_t line = 0) {
    return emit(Opcode::compare, {a, b}, 0, 0, static_cast<uint8_t>(op), line);
  }
  ValueId compare_truth(CompareOp op, ValueId a, ValueId b, uint32_t line = 0) {
    return emit(Opcode::compare_truth, {a, b}, 0, 0, static_cast<uint8_t>(op), line);
  }
  ValueId compare_imm_truth(CompareOp op, ValueId a, int64_t b, uint32_t line = 0) {
    return emit(Opcode::compare_imm_truth, {a}, b, 0, static_cast<uint8_t>(op), line);
  }
  // The families with a sub-kind on unboxed representations: num.binary, i64.compare, f64.unary …
  template <typename Sub>
  ValueId family(Opcode opcode, Sub sub, std::initializer_list<ValueId> operands,
                 uint32_t line = 0) {
    return emit(opcode, operands, 0, 0, static_cast<uint8_t>(sub), line);
  }
  ValueId is(ValueId a, ValueId b) { return emit(Opcode::is, {a, b}); }
  ValueId is_none(ValueId a) { return emit(Opcode::is_none, {a}); }
  ValueId contains(ValueId item, ValueId container, uint32_t line = 0) {
    return emit(Opcode::contains, {item, container}, 0, 0, 0, line);
  }
  ValueId truth(ValueId a, uint32_t line = 0) { return emit(Opcode::truth, {a}, 0, 0, 0, line); }
  ValueId not_(ValueId a) { return emit(Opcode::not_, {a}); }
  ValueId box_bool(ValueId a) { return emit(Opcode::box_bool, {a}); }
  void check_bound(ValueId value, std::string_view name, uint32_t line = 0) {
    emit(Opcode::check_bound, {value}, index(module_.name_constant(name)), 0, 0, line);
  }

  // Operations whose first immediate is a name: getattr, setattr, global.load, name.store …
  ValueId named(Opcode opcode, std::initializer_list<ValueId> operands, std::string_view name,
                uint32_t line = 0) {
    return emit(opcode, operands, index(module_.name_constant(name)), 0, 0, line);
  }
  ValueId getattr(ValueId object, std::string_view name, uint32_t line = 0) {
    return named(Opcode::getattr, {object}, name, line);
  }
  void setattr(ValueId object, std::string_view name, ValueId value, uint32_t line = 0) {
    named(Opcode::setattr, {object, value}, name, line);
  }
  ValueId global_load(std::string_view name, uint32_t line = 0) {
    return named(Opcode::global_load, {}, name, line);
  }
  void global_store(std::string_view name, ValueId value, uint32_t line = 0) {
    named(Opcode::global_store, {value}, name, line);
  }
  ValueId getitem(ValueId object, ValueId key, uint32_t line = 0) {
    return emit(Opcode::getitem, {object, key}, 0, 0, 0, line);
  }
  void setitem(ValueId object, ValueId key, ValueId value, uint32_t line = 0) {
    emit(Opcode::setitem, {object, key, value}, 0, 0, 0, line);
  }

  ValueId call(ValueId callee, std::span<const ValueId> arguments, uint32_t line = 0);
  // `names` is a tuple constant; the last arguments are the keyword values.
  ValueId call_kw(ValueId callee, std::span<const ValueId> arguments, ConstantId names,
                  uint32_t line = 0);
  ValueId call_method(ValueId self, std::string_view name, std::span<const ValueId> arguments,
                      uint32_t line = 0);
  ValueId call_method_kw(ValueId self, std::string_view name, std::span<const ValueId> arguments,
                         ConstantId names, uint32_t line = 0);
  ValueId call_direct(FunctionId callee, std::span<const ValueId> arguments, uint32_t line = 0) {
    return emit(Opcode::call_direct, arguments, index(callee), 0, 0, line);
  }
  ValueId call_known(KnownFunction known, ValueId callee, std::span<const ValueId> arguments,
                     uint32_t line = 0);
  ValueId make_function(FunctionId function, ValueId defaults, ValueId keyword_defaults,
                        ValueId annotations, uint32_t line = 0) {
    return emit(Opcode::make_function, {defaults, keyword_defaults, annotations}, index(function),
                0, 0, line);
  }
  // `parts`: defaults, keyword defaults, annotations, then a cell for each capture.
  ValueId make_closure(FunctionId function, std::span<const ValueId> parts, uint32_t line = 0) {
    return emit(Opcode::make_closure, parts, index(function), 0, 0, line);
  }
  // build.tuple, build.list, build.set, build.dict (key, value, …), build.string.
  ValueId build(Opcode opcode, std::span<const ValueId> items, uint32_t line = 0) {
    return emit(opcode, items, 0, 0, 0, line);
  }
  std::vector<ValueId> unpack(ValueId value, uint32_t count, uint32_t line = 0) {
    return emit_many(Opcode::unpack, {value}, count, 0, line);
  }

  // ---- terminators ----------------------------------------------------------------------------
  void jump(BlockId target, std::span<const ValueId> arguments = {}, uint32_t line = 0);
  void branch(ValueId condition, BlockId if_true, BlockId if_false, uint32_t line = 0);
  // body's first parameter (made by add_block_parameter) is the item.
  void next(ValueId iterator, BlockId body, BlockId exhausted, uint32_t line = 0);
  void range_next(ValueId range, BlockId body, BlockId exhausted, uint32_t line = 0);
  void return_(ValueId value, uint32_t line = 0);
  void return_nothing(uint32_t line = 0);  // in functions with rep none
  void unreachable(uint32_t line = 0);
  void raise(ValueId exception, ValueId cause, uint32_t line = 0);  // and unreachable
  void raise_assertion(ValueId message, uint32_t line = 0);         // and unreachable
  // Any terminator; the edges' arguments are for explicit parameters only.
  void terminate(Opcode opcode, std::initializer_list<ValueId> operands, std::vector<Edge> targets,
                 uint32_t line = 0);

  // Seals the rest, removes trivial parameters and unreachable blocks, renumbers. To be called
  // once; values read before are no longer valid ids after it.
  void finish();

 private:
  struct Incoming {
    BlockId block;
    uint32_t target;  // index in the terminator's targets
  };
  struct BlockState {
    bool sealed = false;
    bool has_variables = false;
    std::vector<std::pair<Variable, ValueId>> incomplete;
  };
  struct Pending {
    BlockId block;
    uint32_t parameter;  // index in the block's parameters
    Variable variable;
  };

  ValueId new_value(Value value);
  Op& append(Op op);
  void reopen_if_terminated();
  ValueId lookup(Variable variable, BlockId block);
  ValueId add_variable_parameter(Variable variable, BlockId block);
  void complete_parameters();
  ValueId* definition(Variable variable, BlockId block);
  void define(Variable variable, BlockId block, ValueId value);

  Module& module_;
  FunctionId function_;
  BlockId block_{0};
  BlockId handler_ = kNoBlock;
  uint32_t line_ = 0;
  ValueId null_ = kNoValue;
  bool finished_ = false;
  std::vector<std::vector<Incoming>> predecessors_;
  std::vector<BlockState> states_;
  std::vector<Value> variables_;
  std::unordered_map<uint64_t, ValueId> definitions_;  // (block, variable) → value at its end
  std::vector<Pending> pending_;
};

}  // namespace hpyc::ir
