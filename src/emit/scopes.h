// Where C variables are declared: at their only assignment when that is in a block of C around all
// their uses, else at the top of the function. What error exits release is used at the function's
// end.
#pragma once

#include <vector>

#include "emit/structure.h"
#include "emit/variables.h"
#include "ir/ir.h"

namespace hpyc::emit {

class Scopes {
 public:
  Scopes(const ir::Module& module, const ir::Function& function, const Variables& variables,
         const Items& items);

  bool is_referenced(VariableId id) const { return uses_[index(id)].scope != kNone; }
  bool declare_at_assignment(VariableId id) const;

 private:
  static constexpr uint32_t kNone = ir::kNoId;
  struct Scope {
    uint32_t parent = kNone;
    uint32_t depth = 0;
  };
  struct Uses {
    uint32_t scope = kNone;       // the innermost one around all of them
    uint32_t assignment = kNone;  // scope of the last assignment seen
  };

  void walk(const Items& items, uint32_t scope);
  void operation(ir::BlockId block, size_t i, uint32_t scope);
  void read(ir::ValueId value, uint32_t scope);
  void write(ir::ValueId value, uint32_t scope);
  void refer(VariableId id, uint32_t scope);

  const ir::Module& module_;
  const ir::Function& function_;
  const Variables& variables_;
  bool all_at_top_ = false;  // control comes from the function's end into handlers anywhere
  std::vector<Scope> scopes_;
  std::vector<Uses> uses_;
};

// Whether the result of an operation is kept in a variable.
bool needs_variable(const ir::Module& module, const ir::Function& function,
                    const Variables& variables, const ir::Op& op, ir::ValueId result);

}  // namespace hpyc::emit
