// What the user sees: diagnostics of all files, timings.
#pragma once

#include <memory>
#include <vector>

#include "driver/options.h"
#include "driver/pipeline.h"

namespace hpyc::driver {

using Compilations = std::vector<std::unique_ptr<Compilation>>;

// Text goes to the standard error; each file as soon as it is its turn.
void print_diagnostics(const Compilation& compilation, const Options& options);
// JSON and SARIF: one document for the whole run, to the standard output.
void print_document(const Compilations& compilations, const Options& options);
bool is_document(diag::Format format);

void print_timings(const Compilations& compilations);

}  // namespace hpyc::driver
