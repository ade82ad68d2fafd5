// The native compiler: hpyc-compiler translate | check.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <thread>

#include "driver/options.h"
#include "driver/output.h"
#include "driver/pipeline.h"
#include "driver/report.h"
#include "driver/version.h"
#include "passes/pass_manager.h"

namespace hpyc::driver {
namespace {

namespace fs = std::filesystem;

std::string output_path(const Compilation& compilation, const Options& options) {
  if (!options.output.empty()) return options.output;
  if (options.output_directory.empty())
    return fs::path(compilation.path).replace_extension(".c").string();
  std::string relative = compilation.module_name;
  std::ranges::replace(relative, '.', '/');
  return (fs::path(options.output_directory) / (relative + ".c")).string();
}

void write_output(Compilation& compilation, const Options& options,
                  std::vector<std::string>& written) {
  std::string path = output_path(compilation, options);
  std::string reason;
  if (std::ranges::count(written, path) > 0) {
    reason = "another source of this run has the same module name";
  } else {
    if (!options.output_directory.empty()) {
      std::error_code ignored;  // writing tells
      fs::create_directories(fs::path(path).parent_path(), ignored);
    }
    reason = write_file(path, compilation.c_text);
  }
  written.push_back(path);
  if (!reason.empty())
    compilation.engine.error(diag::Kind::cannot_write_file, {}, "cannot write '{}': {}", path,
                             reason);
}

// Compiles on all cores; calls `done` in the order of the command line, as early as possible.
template <typename Done>
void compile_all(Compilations& compilations, const Options& options, Done done) {
  size_t count = compilations.size();
  size_t workers = options.jobs ? options.jobs : std::thread::hardware_concurrency();
  if (count <= 1 || workers <= 1) {
    for (auto& compilation : compilations) {
      compile(*compilation, options);
      done(*compilation);
    }
    return;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<bool> ready(count);
  std::atomic<size_t> next{0};
  std::vector<std::jthread> pool;
  for (size_t w = 0; w < std::min(workers, count); ++w)
    pool.emplace_back([&] {
      for (size_t i; (i = next++) < count;) {
        compile(*compilations[i], options);
        std::lock_guard lock(mutex);
        ready[i] = true;
        changed.notify_one();
      }
    });
  for (size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready[i]; });
    lock.unlock();
    done(*compilations[i]);
  }
}

int run_sources(const Options& options) {
  Compilations compilations;
  for (const std::string& source : options.sources) {
    compilations.push_back(std::make_unique<Compilation>());
    compilations.back()->path = source;
  }
  bool writes = options.command == Command::translate && !options.stops && options.dumps.empty();
  if (options.command == Command::translate && !options.output.empty()) writes = !options.stops;
  bool failed = false;
  std::vector<std::string> written;
  compile_all(compilations, options, [&](Compilation& compilation) {
    std::fwrite(compilation.dumps.data(), 1, compilation.dumps.size(), stdout);
    if (writes && !compilation.engine.has_errors()) write_output(compilation, options, written);
    if (!is_document(options.diagnostics)) print_diagnostics(compilation, options);
    failed |= compilation.engine.has_errors();
  });
  if (is_document(options.diagnostics)) print_document(compilations, options);
  if (options.time_passes) print_timings(compilations);
  return failed ? kErrors : kSuccess;
}

int list_passes() {
  for (const passes::Pass& pass : passes::pipeline())
    fmt::print("{:<18} {}{}\n", pass.name, pass.description, pass.optional ? "" : " (always on)");
  return kSuccess;
}

int print_version() {
  fmt::print("hpyc {}\n", kVersion);
  return kSuccess;
}

}  // namespace

int main(int argc, const char* const* argv) {
  Options options;
  int status = kSuccess;
  if (!parse_command_line(argc, argv, options, status)) return status;
  install_signal_handlers();
  switch (options.command) {
    case Command::translate:
    case Command::check:
      return run_sources(options);
    case Command::list_passes:
      return list_passes();
    case Command::version:
      return print_version();
  }
  return kUsage;
}

}  // namespace hpyc::driver

int main(int argc, char** argv) { return hpyc::driver::main(argc, argv); }
