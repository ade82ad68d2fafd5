// Drops `keep` where nobody could tell when the object goes: constants, and values whose type has
// no finalizer, takes no weak reference and refers to no other object. Block parameters that only
// such values reach count as well.
#include <vector>

#include "ir/rewrite.h"
#include "passes/passes.h"

namespace hpyc::passes {

using namespace ir;

namespace {

bool is_inert(PyType type) {
  switch (type) {
    case PyType::int_:
    case PyType::float_:
    case PyType::number:
    case PyType::bool_:
    case PyType::str:
    case PyType::bytes:
    case PyType::none_type:
      return true;
    default:
      return false;
  }
}

class KeepAlive {
 public:
  explicit KeepAlive(Function& function) : function_(function) {}

  // Whether anything was dropped.
  bool run() {
    find_observable();
    bool dropped = false;
    for (Block& block : function_.blocks) {
      dropped |= std::erase_if(block.ops, [&](const Op& op) {
                   return op.opcode == Opcode::keep && !observable_[index(op.operands[0])];
                 }) != 0;
    }
    return dropped;
  }

 private:
  void find_observable() {
    observable_.assign(function_.values.size(), false);
    std::vector<std::vector<ValueId>> outgoing(function_.values.size());
    std::vector<ValueId> work;
    std::vector<bool> is_parameter(function_.values.size());
    std::vector<bool> is_null(function_.values.size());
    for (size_t b = 1; b < function_.blocks.size(); ++b)
      for (const ValueId parameter : function_.blocks[b].parameters)
        is_parameter[index(parameter)] = true;
    for (const Block& block : function_.blocks) {
      for (const Op& op : block.ops) {
        if (op.opcode == Opcode::null) is_null[index(op.results[0])] = true;
        for (size_t t = 0; t < op.targets.size(); ++t) {
          const Edge& edge = op.targets[t];
          const auto& parameters = function_.block(edge.target).parameters;
          const size_t implicit = implicit_arguments(op, t);
          // The item of a loop comes from outside.
          if (implicit != 0) is_parameter[index(parameters[0])] = false;
          for (size_t i = 0; i < edge.arguments.size(); ++i)
            outgoing[index(edge.arguments[i])].push_back(parameters[i + implicit]);
        }
      }
    }
    const auto mark = [&](ValueId value) {
      if (observable_[index(value)]) return;
      observable_[index(value)] = true;
      work.push_back(value);
    };
    for (uint32_t v = 0; v < function_.values.size(); ++v) {
      const Value& value = function_.values[v];
      if (is_parameter[v] || is_null[v] || is_inert(value.type.py)) continue;
      if (value.ownership == Ownership::owned || value.ownership == Ownership::borrowed)
        mark(ValueId{v});
    }
    while (!work.empty()) {
      const ValueId value = work.back();
      work.pop_back();
      for (const ValueId parameter : outgoing[index(value)]) mark(parameter);
    }
  }

  Function& function_;
  std::vector<bool> observable_;
};

}  // namespace

void run_keep_alive(Module& module, PassContext&) {
  for (Function& function : module.functions) {
    if (KeepAlive(function).run()) remove_dead_operations(module, function);
  }
}

}  // namespace hpyc::passes
