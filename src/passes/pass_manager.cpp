#include "passes/pass_manager.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/assert.h"
#include "ir/print.h"
#include "ir/rewrite.h"
#include "ir/verify.h"

namespace hpyc::passes {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

void verify_after(std::string_view place, const ir::Module& module, ir::Stage stage) {
  const std::vector<std::string> errors = ir::verify(module, stage);
  if (errors.empty()) return;
  std::string message = fmt::format("the IR is broken {}:", place);
  for (const std::string& error : errors) message += "\n  " + error;
  internal_error(__FILE__, __LINE__, "run_pass", message.c_str());
}

}  // namespace

const Pass* find_pass(std::string_view name) {
  for (const Pass& pass : pipeline()) {
    if (pass.name == name) return &pass;
  }
  return nullptr;
}

std::vector<std::string> check_options(const PassOptions& options) {
  std::vector<std::string> errors;
  for (const std::string& name : options.disabled) {
    const Pass* pass = find_pass(name);
    if (pass == nullptr) {
      errors.push_back(fmt::format("there is no pass '{}'", name));
    } else if (!pass->optional) {
      errors.push_back(fmt::format("the pass '{}' cannot be disabled", name));
    }
  }
  for (const std::string& name : options.dump_after) {
    if (name != "all" && find_pass(name) == nullptr) {
      errors.push_back(fmt::format("there is no pass '{}'", name));
    }
  }
  return errors;
}

void run_pass(const Pass& pass, ir::Module& module, PassContext& context) {
  const auto start = std::chrono::steady_clock::now();
  pass.run(module, context);
  // Passes may leave unused numbers behind; dumps and later passes see dense ones.
  for (ir::Function& function : module.functions) {
    ir::remove_unreachable_blocks(function);
    ir::compact(function);
  }
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  context.timings.push_back({pass.name, time.count()});
  if (context.options.dump && (contains(context.options.dump_after, pass.name) ||
                               contains(context.options.dump_after, "all"))) {
    context.options.dump(pass.name, module);
  }
  if (context.options.verify) {
    verify_after(fmt::format("after the pass '{}'", pass.name), module, pass.stage);
  }
}

void run_pipeline(ir::Module& module, PassContext& context) {
  if (context.options.verify) verify_after("after lowering", module, ir::Stage::lowered);
  for (const Pass& pass : pipeline()) {
    if (pass.optional && contains(context.options.disabled, pass.name)) continue;
    run_pass(pass, module, context);
  }
}

}  // namespace hpyc::passes
