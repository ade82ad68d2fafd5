// Passes, their pipeline, and what runs them: timing, dumps and the verifier in between.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "ir/op_info.h"

namespace hpyc::passes {

struct PassOptions {
  std::vector<std::string> disabled;    // names of optional passes: --disable-pass=NAME
  std::vector<std::string> dump_after;  // names of passes; "all": each of them
  // Gets the module after each pass in dump_after.
  std::function<void(std::string_view pass, const ir::Module& module)> dump;
#ifdef HPYC_DEBUG
  bool verify = true;
#else
  bool verify = false;
#endif
};

struct PassTiming {
  std::string_view pass;
  double seconds = 0;
};

struct PassContext {
  PassOptions options;
  std::vector<PassTiming> timings;  // in order of execution, for --time-passes
};

struct Pass {
  std::string_view name;
  std::string_view description;            // one line, for --help and the manual
  bool optional = true;                    // may be switched off
  ir::Stage stage = ir::Stage::optimised;  // what the verifier asks for afterwards
  void (*run)(ir::Module& module, PassContext& context) = nullptr;
};

// All passes in the order in which they run; one may be there more than once. See pipeline.cpp.
std::span<const Pass> pipeline();
// The first of that name; null if there is none.
const Pass* find_pass(std::string_view name);

// Names in the options that are no passes or cannot be disabled: sentences for the user.
std::vector<std::string> check_options(const PassOptions& options);

// Runs the pipeline. With options.verify, a module that a pass has broken is an internal error that
// names the pass and the function.
void run_pipeline(ir::Module& module, PassContext& context);
// Runs one pass, with verification, timing and dump.
void run_pass(const Pass& pass, ir::Module& module, PassContext& context);

}  // namespace hpyc::passes
