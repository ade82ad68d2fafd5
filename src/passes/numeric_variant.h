// Abstract evaluation of functions on unboxed numbers: which functions, called with small ints and
// floats, compute with nothing but numbers? Used by the pass `specialise`.
#pragma once

#include <deque>
#include <vector>

#include "ir/ir.h"
#include "passes/global_facts.h"

namespace hpyc::passes {

// What a value of the general function is when the parameters are unboxed numbers.
struct Abstract {
  enum class Kind : uint8_t {
    bottom,    // not reached yet, or the result of a call not analysed yet
    i64,       // exact int that fits in int64
    f64,       // exact float
    boolean,   // True or False
    none,      // None
    function,  // the function of this module `payload`
    known,     // the known function `payload`
    module,    // the library module bound to the global with name constant `payload`
    range,     // range object made by the call that defines value `payload`
    iterator,  // its iterator, made by the operation that defines value `payload`
    other,     // anything else
  };
  Kind kind = Kind::bottom;
  uint32_t payload = 0;

  bool is_scalar() const { return kind == Kind::i64 || kind == Kind::f64 || kind == Kind::boolean; }
  friend bool operator==(const Abstract&, const Abstract&) = default;
};
using AbstractKind = Abstract::Kind;

// What must hold at run time for a variant to be right.
struct Assumption {
  enum class Kind : uint8_t { function, known, attribute };
  Kind kind{};
  ir::ConstantId global{};     // name of the global
  ir::ConstantId attribute{};  // kind attribute: name of its attribute
  uint32_t target = 0;         // FunctionId or KnownFunction
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

// A function together with the kinds (i64 or f64) of its parameters.
struct Variant {
  ir::FunctionId function{};
  std::vector<AbstractKind> parameters;
  bool failed = false;
  Abstract result;                         // bottom, i64, f64, boolean or none
  std::vector<Abstract> values;            // by value of the general function
  std::vector<bool> reached;               // by block
  std::vector<uint32_t> callees;           // indexes of other variants, without repetitions
  std::vector<Assumption> assumptions;     // its own; those of the callees come on top
  ir::FunctionId clone = ir::kNoFunction;  // set by the pass
};

class NumericVariants {
 public:
  explicit NumericVariants(const ir::Module& module);

  // Asks for a variant of every function that may profit, and finds out which ones hold.
  void analyse();

  const ir::Module& module() const { return module_; }
  std::deque<Variant>& variants() { return variants_; }
  const std::deque<Variant>& variants() const { return variants_; }
  // The variant for these parameters, or nullptr.
  Variant* find(ir::FunctionId function, const std::vector<AbstractKind>& parameters);
  // Blocks that never reach a `return`: they raise, or loop for ever.
  bool is_cold(ir::FunctionId function, ir::BlockId block) const {
    return cold_[index(function)][index(block)];
  }
  // Worth a clone of its own: loops, or calls specialised functions.
  bool is_worthwhile(const Variant& variant) const;
  // The operation that defines a value, or nullptr for parameters.
  const ir::Op* definition(ir::FunctionId function, ir::ValueId value) const {
    return definitions_[index(function)][index(value)];
  }
  // The library function `module.attribute` that a call.method calls, or nothing.
  std::optional<ir::KnownFunction> module_function(const Variant& variant, const ir::Op& op) const;
  // A constant int that is exact as a double.
  bool is_small_constant(ir::FunctionId function, ir::ValueId value) const;

 private:
  void index_function(const ir::Function& function);
  std::vector<AbstractKind> guess_parameters(const ir::Function& function) const;
  uint32_t request(ir::FunctionId function, std::vector<AbstractKind> parameters);
  bool analyse(uint32_t variant);
  bool transfer(Variant& variant, uint32_t self, const ir::Op& op);
  Abstract transfer_global(Variant& variant, ir::ConstantId name);
  Abstract transfer_call(Variant& variant, const ir::Op& op);
  Abstract transfer_known(const Variant& variant, const ir::Op& op, ir::KnownFunction known,
                          const std::vector<AbstractKind>& arguments) const;
  Abstract transfer_binary(const Variant& variant, const ir::Op& op) const;
  bool comparable(const Variant& variant, ir::ValueId a, ir::ValueId b) const;

  const ir::Module& module_;
  GlobalFacts facts_;
  std::deque<Variant> variants_;
  std::vector<std::vector<const ir::Op*>> definitions_;
  std::vector<std::vector<bool>> cold_;
};

}  // namespace hpyc::passes
