#include "driver/report.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "driver/version.h"

namespace hpyc::driver {
namespace {

bool environment(const char* name) {
  const char* value = std::getenv(name);
  return value && *value;
}

bool use_color(Color color) {
  if (color != Color::automatic) return color == Color::always;
  if (environment("NO_COLOR")) return false;
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) && terminal && std::strcmp(terminal, "dumb") != 0;
}

bool is_utf8_terminal() {
  if (!isatty(STDERR_FILENO)) return false;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (!environment(name)) continue;
    std::string value = std::getenv(name);
    std::ranges::transform(value, value.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

diag::RenderOptions render_options(const Options& options) {
  diag::RenderOptions result;
  result.color = use_color(options.color);
  result.unicode = is_utf8_terminal();
  result.tool_version = kVersion;
  return result;
}

// Copies a file's diagnostics into those of the whole run.
void merge(const Compilation& from, SourceMap& sources, diag::DiagnosticEngine& engine) {
  std::vector<FileId> ids;
  for (uint32_t i = 0; i < from.sources.size(); ++i) {
    const SourceFile& file = from.sources.file(FileId{i});
    ids.push_back(sources.add(file.name(), file.text()).id());
  }
  auto place = [&](SourceSpan span) {
    if (span.valid()) span.file = ids[span.file.index()];
    return span;
  };
  for (const diag::Diagnostic* d : from.engine.sorted()) {
    auto builder = engine.add(d->kind, d->severity, place(d->span), d->message);
    if (!d->label.empty()) builder.label(d->label);
    for (const diag::Label& label : d->secondary) builder.label(place(label.span), label.text);
    for (const std::string& note : d->notes) builder.note(note);
    for (const std::string& hint : d->hints) builder.hint(hint);
    for (const diag::FixIt& fix : d->fixits) builder.fixit(place(fix.span), fix.replacement);
  }
}

}  // namespace

bool is_document(diag::Format format) {
  return format == diag::Format::json || format == diag::Format::sarif;
}

void print_diagnostics(const Compilation& compilation, const Options& options) {
  std::string text = diag::render(options.diagnostics, compilation.engine, compilation.sources,
                                  render_options(options));
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_document(const Compilations& compilations, const Options& options) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  for (const auto& compilation : compilations) merge(*compilation, sources, engine);
  std::string text = diag::render(options.diagnostics, engine, sources, render_options(options));
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!text.empty() && text.back() != '\n') std::fputc('\n', stdout);
}

void print_timings(const Compilations& compilations) {
  std::vector<Timing> sums;
  double total = 0;
  for (const auto& compilation : compilations) {
    size_t at = 0;
    for (const Timing& timing : compilation->timings) {
      // Steps come in the same order for each file; a pass may be there twice.
      auto found =
          std::find_if(sums.begin() + static_cast<ptrdiff_t>(std::min(at, sums.size())), sums.end(),
                       [&](const Timing& t) { return t.stage == timing.stage; });
      if (found == sums.end()) found = sums.insert(sums.end(), {timing.stage, 0});
      found->seconds += timing.seconds;
      at = static_cast<size_t>(found - sums.begin()) + 1;
      if (timing.stage[0] != ' ') total += timing.seconds;
    }
  }
  for (const Timing& sum : sums)
    fmt::print(stderr, "{:<24} {:9.3f} ms {:5.1f} %\n", sum.stage, sum.seconds * 1e3,
               total > 0 ? sum.seconds / total * 100 : 0);
  fmt::print(stderr, "{:<24} {:9.3f} ms\n", "total", total * 1e3);
}

}  // namespace hpyc::driver
