// Any text: the parser answers, the verifier judges, and what is well formed goes through printing
// (which must parse again to the same text) and the structural passes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ir/error_ladder.h"
#include "ir/parse.h"
#include "ir/print.h"
#include "ir/verify.h"
#include "passes/pass_manager.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hpyc;
  const ir::ParseResult result =
      ir::parse_module(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!result.module) {
    if (result.error.message.empty()) std::abort();
    return 0;
  }
  ir::Module module = *result.module;
  const std::string text = ir::print(module);
  if (!ir::verify(module, ir::Stage::optimised).empty()) return 0;
  const ir::ParseResult again = ir::parse_module(text);
  if (!again.module || ir::print(*again.module) != text) std::abort();
  passes::PassContext context;
  context.options.verify = false;
  for (const char* name : {"unbound", "simplify-cfg", "constant-hoist", "ownership"}) {
    passes::run_pass(*passes::find_pass(name), module, context);
  }
  if (!ir::verify(module, ir::Stage::owned).empty()) std::abort();
  for (const ir::Function& function : module.functions) ir::ErrorLadder(module, function);
  return 0;
}
