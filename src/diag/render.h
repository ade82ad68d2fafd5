// Diagnostics as text. Every function takes what DiagnosticEngine::sorted() returns.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.h"
#include "diag/diagnostic.h"

namespace hpyc::diag {

enum class Format : uint8_t { snippet, one_line, json, sarif };

struct RenderOptions {
  bool color = false;    // ANSI escapes
  bool unicode = false;  // box-drawing characters in the margin
  uint32_t tab_width = 4;
  std::string tool_version = "0";  // for SARIF
};

using DiagnosticList = std::vector<const Diagnostic*>;

// Excerpts with carets and labels, one blank line between diagnostics.
std::string render_snippets(const DiagnosticList& list, const SourceMap& sources,
                            const RenderOptions& options = {});
// file:line:col: error: message
std::string render_one_line(const DiagnosticList& list, const SourceMap& sources);
// Schema: docs/internals/diagnostics.md.
std::string render_json(const DiagnosticList& list, const SourceMap& sources);
std::string render_sarif(const DiagnosticList& list, const SourceMap& sources,
                         const RenderOptions& options = {});

std::string render(Format format, const DiagnosticEngine& engine, const SourceMap& sources,
                   const RenderOptions& options = {});

}  // namespace hpyc::diag
