// Transformations that keep the meaning of a function: the tools of the builder and the passes.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "ir/ir.h"

namespace hpyc::ir {

// Values to be replaced by others, chains included; applied in one sweep.
class Replacements {
 public:
  explicit Replacements(size_t values) : to_(values, kNoValue) {}
  void set(ValueId from, ValueId to);
  ValueId resolve(ValueId value);
  bool contains(ValueId value) const {
    return index(value) < to_.size() && to_[index(value)] != kNoValue;
  }
  bool empty() const { return !any_; }
  void apply(Function& function);  // operands and edge arguments

 private:
  std::vector<ValueId> to_;
  bool any_ = false;
};

// Block parameters whose arguments are all the same value (or the parameter itself) are replaced
// by it, until there are none. Returns whether anything changed.
bool remove_trivial_parameters(Function& function);

// Empties blocks that no path from the entry reaches and drops them; blocks are renumbered.
bool remove_unreachable_blocks(Function& function);

// Drops operations without effect whose results nobody uses, and block parameters nobody uses.
bool remove_dead_operations(const Module& module, Function& function);

// Renumbers values in the order of their definition and forgets those without one.
void compact(Function& function);

// Block parameters may be null exactly when one of their arguments may be (and has not passed a
// check.bound before the jump).
// Returns whether anything changed. Parameters of functions keep what they have.
bool propagate_maybe_null(Function& function);

// Old → new numbers of a copy.
struct CloneMap {
  std::vector<ValueId> values;
  std::vector<BlockId> blocks;
};

// A copy of a function under another symbol, appended to the module; numbers stay the same.
// References to the module's functions are invalid afterwards.
FunctionId clone_function(Module& module, FunctionId source, std::string_view symbol);

// Appends copies of all blocks of `source` to `destination`, for inlining. Values that `map`
// already gives (sized as source.values, e.g. parameters → arguments) are replaced; parameters of
// source's entry block that are mapped are dropped from its copy.
void clone_blocks(Function& destination, const Function& source, CloneMap& map);

// Splits an edge by a new block without operations but a jump and returns it. The edge's arguments
// move to the new block's jump; an item of `next` is passed on through a parameter.
BlockId split_edge(Function& function, BlockId from, uint32_t target);

// A fresh value.
ValueId new_value(Function& function, Value value);

// An operation with at most one result, typed by the table; it stands in no block yet.
Op make_operation(const Module& module, Function& function, Opcode opcode, uint32_t line,
                  std::vector<ValueId> operands, int64_t imm = 0, uint8_t sub = 0,
                  int64_t imm2 = 0);

}  // namespace hpyc::ir
