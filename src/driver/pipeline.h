// One source file through the stages of the compiler.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.h"
#include "diag/diagnostic.h"
#include "driver/options.h"

namespace hpyc::driver {

struct Timing {
  std::string stage;
  double seconds = 0;
};

// What came of one source file. Independent of other files, so that they can run at a time.
struct Compilation {
  std::string path;
  SourceMap sources;
  diag::DiagnosticEngine engine;
  std::string module_name;
  std::string c_text;  // empty after errors or when stopped early
  std::string dumps;
  std::vector<Timing> timings;
};

// Fills in everything but `path`. Errors go to the engine.
void compile(Compilation& compilation, const Options& options);

}  // namespace hpyc::driver
