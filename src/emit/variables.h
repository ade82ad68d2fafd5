// Which values become C variables, which are written where they are used, and which share one.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emit/c_text.h"
#include "emit/flow.h"
#include "ir/error_ladder.h"
#include "ir/ir.h"

namespace hpyc::emit {

enum class VariableId : uint32_t {};
inline constexpr VariableId kNoVariable{ir::kNoId};
constexpr uint32_t index(VariableId id) { return static_cast<uint32_t>(id); }

struct Variable {
  std::string name;
  ir::Rep rep = ir::Rep::none;
  bool parameter = false;    // of the C function
  bool item = false;         // written through a pointer by the step of a loop
  uint32_t definitions = 0;  // places that assign it
};

class Variables {
 public:
  Variables(const ir::Module& module, const ir::Function& function, const Flow& flow);

  // Written as an expression at its uses; has no variable.
  bool is_folded(ir::ValueId value) const { return folded_[index(value)]; }
  // The operation that defines a value; null for block parameters.
  const ir::Op* definition(ir::ValueId value) const { return definition_[index(value)]; }
  // Needs no code: result unused, no effect.
  bool is_dead(const ir::Op& op) const;
  bool is_used(ir::ValueId value) const { return uses_[index(value)] > 0; }

  VariableId of(ir::ValueId value) const { return variable_of_[index(value)]; }
  Variable& operator[](VariableId id) { return variables_[index(id)]; }
  const Variable& operator[](VariableId id) const { return variables_[index(id)]; }
  size_t size() const { return variables_.size(); }
  UniqueNames& names() { return names_; }
  // The C variables of the function's memory variables.
  const std::vector<std::string>& memory() const { return memory_; }

  // The variables that an operand reads: its own, or those of a folded expression.
  template <typename F>
  void for_each_leaf(ir::ValueId value, F&& f) const {
    if (!is_folded(value)) {
      f(value);
      return;
    }
    for (ir::ValueId operand : definition(value)->operands) for_each_leaf(operand, f);
  }

  // Owned and constant values that an error at this operation must release, in order of birth.
  // Without those that the block's handler needs.
  std::vector<ir::ValueId> live_at_error(ir::BlockId block, size_t op) const;
  // Values with a variable that are needed after this `yield`, without its result.
  const std::vector<ir::ValueId>& live_across(ir::BlockId block, size_t op) const;

 private:
  class Builder;
  friend class Builder;

  const ir::Module& module_;
  ir::ErrorLadder errors_;
  std::vector<bool> folded_;
  std::vector<const ir::Op*> definition_;
  std::vector<uint32_t> uses_;
  std::vector<VariableId> variable_of_;
  std::vector<Variable> variables_;
  std::vector<std::string> memory_;
  std::map<std::pair<uint32_t, size_t>, std::vector<ir::ValueId>> yields_;  // by block, operation
  UniqueNames names_;
};

// The block parameter that `next` or `range.next` assigns; kNoValue for others.
ir::ValueId implicit_result(const ir::Function& function, const ir::Op& terminator);

}  // namespace hpyc::emit
