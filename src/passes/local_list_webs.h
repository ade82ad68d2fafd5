// Which values of a function are lists that it has made for itself, and for which of them the
// native form pays. docs/internals/optimisation.md, "local-lists".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ir/analysis.h"
#include "ir/ir.h"
#include "passes/global_facts.h"

namespace hpyc::passes {

// A method of lists that has an operation of its own.
struct ListMethod {
  std::string_view name;
  size_t arguments;
  ir::Opcode opcode;
  bool gives_none;
};

struct ListMethodCall {
  const ListMethod* method;
  ir::ValueId receiver;
  ir::ValueId loaded;     // the attribute it is called by; kNoValue: looked up by the call itself
  size_t first_argument;  // operand of the call
};

// A `for` loop over a list: `iter` and the only `next` on its result.
struct ListLoop {
  ir::ValueId iterator;
  ir::BlockId header, body;
};

struct Place {
  ir::BlockId block = ir::kNoBlock;
  uint32_t op = 0;
};

class ListWebs {
 public:
  ListWebs(const ir::Module& module, const GlobalFacts& facts, const ir::Function& function);

  bool any() const { return any_; }
  bool is_list(ir::ValueId value) const { return list_[index(value)]; }
  // Whether `list` might be something other than the builtin, so that what it made is no list.
  bool foreign() const { return foreign_; }

  const ir::Op* definition(ir::ValueId value) const;
  Place place(ir::ValueId value) const { return places_[index(value)]; }
  size_t use_count(ir::ValueId value) const { return uses_[index(value)].size(); }
  bool is_opcode(ir::ValueId value, ir::Opcode opcode) const {
    const ir::Op* op = definition(value);
    return op != nullptr && op->opcode == opcode;
  }
  // The operation is a supported call of a list's method.
  std::optional<ListMethodCall> method_call(const ir::Op& op) const;
  // The attribute of a list is only called, by supported calls.
  bool is_only_called(ir::ValueId attribute) const;
  std::optional<ListLoop> loop(ir::ValueId iterator) const;
  // The operands of `range(…)` when the list is `list(range(…))`, both in one go.
  const ir::Op* range_call(const ir::Op& list_call) const;
  bool is_back_edge(const ListLoop& loop, ir::BlockId from) const {
    return dominators_.dominates(loop.body, from);
  }
  // An operand that the operation handles in its native form.
  bool is_native(const ir::Op& op, size_t operand) const;

 private:
  struct Use {
    ir::BlockId block;
    uint32_t op;
    uint32_t operand;
    ir::ValueId parameter = ir::kNoValue;  // an argument of an edge, for this one
  };
  struct Web {
    std::vector<ir::ValueId> values;
    std::vector<Place> creators;
  };
  enum class Kind : uint8_t {
    neutral,     // costs nothing
    minor,       // gains little
    feeds,       // an operand for another list
    iterate,     // `for`
    native,      // what the native form is for
    escape,      // an object is needed
    impossible,  // an object or null is needed
  };

  void index_function();
  void find_candidates();
  bool stays_candidate(ir::ValueId value) const;
  bool is_creator(const ir::Op& op) const;
  bool is_update(const ir::Op& op) const;
  std::vector<Web> webs() const;
  void choose();
  bool pays(const Web& web) const;
  Kind kind(ir::ValueId value, const Use& use) const;
  bool is_numeric(ir::ValueId value) const;
  std::vector<bool> blocks_after(const Web& web, const std::vector<Place>& escapes) const;
  bool is_cold(ir::BlockId block) const { return !returns_[index(block)]; }
  const ir::Op& at(const Use& use) const { return function_.block(use.block).ops[use.op]; }
  std::string_view name(int64_t constant) const {
    return module_.constants[static_cast<size_t>(constant)].text;
  }

  const ir::Module& module_;
  const GlobalFacts& facts_;
  const ir::Function& function_;
  ir::Cfg cfg_;
  ir::DominatorTree dominators_;
  ir::LoopForest loops_;
  std::vector<Place> places_;
  std::vector<std::vector<Use>> uses_;              // operands and arguments
  std::vector<std::vector<ir::ValueId>> incoming_;  // of block parameters
  std::vector<bool> parameter_;                     // of a block but the entry, no item
  std::vector<bool> list_;                          // candidates, in the end the chosen ones
  std::vector<bool> returns_;                       // blocks that a return can be reached from
  bool any_ = false;
  bool foreign_ = false;
};

}  // namespace hpyc::passes
