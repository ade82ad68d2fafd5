#include "passes/global_facts.h"

#include <vector>

namespace hpyc::passes {

using namespace ir;

namespace {

constexpr KnownFunction kAllKnown[] = {
#define HPYC_KNOWN(id, module, attribute, c_name) KnownFunction::id,
#include "ir/known_functions.def"
#undef HPYC_KNOWN
};

std::optional<std::string_view> known_module(std::string_view name) {
  for (const KnownFunction known : kAllKnown)
    if (info(known).module == name && name != "builtins") return info(known).module;
  return std::nullopt;
}

}  // namespace

std::optional<KnownFunction> find_known(std::string_view module_name, std::string_view attribute) {
  for (const KnownFunction known : kAllKnown)
    if (info(known).module == module_name && info(known).attribute == attribute &&
        !info(known).c_name.empty())
      return known;
  return std::nullopt;
}

GlobalFacts::GlobalFacts(const Module& module) : module_(module) {
  for (const Function& function : module.functions) {
    std::vector<const Op*> definition(function.values.size(), nullptr);
    for (const Block& block : function.blocks)
      for (const Op& op : block.ops)
        for (const ValueId result : op.results) definition[index(result)] = &op;
    for (const Block& block : function.blocks) {
      for (const Op& op : block.ops) {
        if (op.opcode != Opcode::global_store && op.opcode != Opcode::global_delete) continue;
        const auto [entry, first] = facts_.try_emplace(static_cast<uint32_t>(op.imm));
        if (!first || op.opcode == Opcode::global_delete) {
          entry->second = GlobalFact{};
          continue;
        }
        const Op* source = definition[index(op.operands[0])];
        if (source == nullptr) continue;
        GlobalFact& fact = entry->second;
        if (source->opcode == Opcode::make_function) {
          fact.kind = GlobalFact::Kind::function;
          fact.function = FunctionId{static_cast<uint32_t>(source->imm)};
        } else if (source->opcode == Opcode::import_name && source->imm2 == 0) {
          const auto name = known_module(module.constants[static_cast<size_t>(source->imm)].text);
          if (name) {
            fact.kind = GlobalFact::Kind::module;
            fact.module_name = *name;
          }
        } else if (source->opcode == Opcode::import_from) {
          const Op* imported = definition[index(source->operands[0])];
          if (imported == nullptr || imported->opcode != Opcode::import_name) continue;
          const auto known = find_known(module.constants[static_cast<size_t>(imported->imm)].text,
                                        module.constants[static_cast<size_t>(source->imm)].text);
          if (known) {
            fact.kind = GlobalFact::Kind::known;
            fact.known = *known;
          }
        }
      }
    }
  }
}

std::optional<GlobalFact> GlobalFacts::find(ConstantId name) const {
  if (const auto found = facts_.find(index(name)); found != facts_.end()) return found->second;
  if (const auto known = find_known("builtins", module_.constants[index(name)].text)) {
    GlobalFact fact;
    fact.kind = GlobalFact::Kind::builtin;
    fact.known = *known;
    return fact;
  }
  return std::nullopt;
}

}  // namespace hpyc::passes
