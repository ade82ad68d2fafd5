// What the module's own code says about its global names. A fact is a guess about run time (other
// code may rebind a global), so whoever uses one must guard it.
#pragma once

#include <optional>
#include <unordered_map>

#include "ir/ir.h"

namespace hpyc::passes {

struct GlobalFact {
  enum class Kind : uint8_t {
    other,     // stored more than once, or something unknown
    builtin,   // never stored by this module: `known` if it is one of the known functions
    function,  // bound once, to `function`
    known,     // bound once, by an import, to the library function `known`
    module,    // bound once, by `import`, to the library module `module_name`
  };
  Kind kind = Kind::other;
  ir::FunctionId function = ir::kNoFunction;
  ir::KnownFunction known{};
  std::string_view module_name;  // as in known_functions.def
};

class GlobalFacts {
 public:
  explicit GlobalFacts(const ir::Module& module);

  // The fact about the global whose name is this constant; nothing for a name that is neither
  // bound by the module nor a known builtin.
  std::optional<GlobalFact> find(ir::ConstantId name) const;

 private:
  const ir::Module& module_;
  std::unordered_map<uint32_t, GlobalFact> facts_;  // by constant
};

// The known function `attribute` of library module `module_name` that can be called directly, if
// there is one.
std::optional<ir::KnownFunction> find_known(std::string_view module_name,
                                            std::string_view attribute);

}  // namespace hpyc::passes
