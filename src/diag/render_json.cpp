// The renderers for tools: the schema of docs/internals/diagnostics.md, and SARIF 2.1.0.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "diag/render.h"

namespace hpyc::diag {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json place(SourceSpan span, const SourceMap& sources) {
  Json json = Json::object();
  if (!sources.contains(span.file)) {
    for (const char* key : {"file", "line", "column", "end_line", "end_column"})
      json[key] = nullptr;
    return json;
  }
  const SourceFile& file = sources.file(span.file);
  LineColumn begin = file.line_column(span.begin);
  LineColumn end = file.line_column(std::max(span.begin, span.end));
  json["file"] = file.name();
  json["line"] = begin.line;
  json["column"] = begin.column;
  json["end_line"] = end.line;
  json["end_column"] = end.column;
  return json;
}

Json sarif_region(SourceSpan span, const SourceMap& sources) {
  const SourceFile& file = sources.file(span.file);
  LineColumn begin = file.line_column(span.begin);
  LineColumn end = file.line_column(std::max(span.begin, span.end));
  return {{"startLine", begin.line},
          {"startColumn", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column}};
}

// SARIF wants URIs; a relative path is one when its special characters are escaped.
std::string uri_of(std::string_view path) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = path.starts_with("/") ? "file://" : "";
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 (c != '\0' && std::string_view("-._~/!$&'()*+,;=@").find(c) != std::string::npos);
    if (plain) {
      uri += c;
    } else {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 15];
    }
  }
  return uri;
}

Json sarif_location(SourceSpan span, const SourceMap& sources) {
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(sources.file(span.file).name())}}},
            {"region", sarif_region(span, sources)}}}};
}

const char* sarif_level(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    default:
      return "note";
  }
}

}  // namespace

std::string render_json(const DiagnosticList& list, const SourceMap& sources) {
  Json array = Json::array();
  for (const Diagnostic* diagnostic : list) {
    Json json = place(diagnostic->span, sources);
    json["severity"] = to_string(diagnostic->severity);
    json["kind"] = slug(diagnostic->kind);
    json["message"] = diagnostic->message;
    json["label"] = diagnostic->label;
    json["notes"] = diagnostic->notes;
    json["hints"] = diagnostic->hints;
    Json& labels = json["labels"] = Json::array();
    for (const Label& label : diagnostic->secondary) {
      Json entry = place(label.span, sources);
      entry["text"] = label.text;
      labels.push_back(std::move(entry));
    }
    Json& fixits = json["fixits"] = Json::array();
    for (const FixIt& fix : diagnostic->fixits) {
      Json entry = place(fix.span, sources);
      entry["replacement"] = fix.replacement;
      fixits.push_back(std::move(entry));
    }
    array.push_back(std::move(json));
  }
  return dump(array);
}

std::string render_sarif(const DiagnosticList& list, const SourceMap& sources,
                         const RenderOptions& options) {
  std::vector<Kind> kinds;
  for (const Diagnostic* diagnostic : list) kinds.push_back(diagnostic->kind);
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());

  Json rules = Json::array();
  for (Kind kind : kinds)
    rules.push_back({{"id", slug(kind)},
                     {"defaultConfiguration", {{"level", sarif_level(default_severity(kind))}}}});

  Json results = Json::array();
  for (const Diagnostic* diagnostic : list) {
    std::string text = diagnostic->message;
    for (const std::string& note : diagnostic->notes) text += "\nnote: " + note;
    for (const std::string& hint : diagnostic->hints) text += "\nhelp: " + hint;
    Json result = {{"ruleId", slug(diagnostic->kind)},
                   {"ruleIndex",
                    std::lower_bound(kinds.begin(), kinds.end(), diagnostic->kind) - kinds.begin()},
                   {"level", sarif_level(diagnostic->severity)},
                   {"message", {{"text", text}}}};
    if (sources.contains(diagnostic->span.file)) {
      Json location = sarif_location(diagnostic->span, sources);
      if (!diagnostic->label.empty()) location["message"] = {{"text", diagnostic->label}};
      result["locations"] = Json::array({std::move(location)});
    }
    Json related = Json::array();
    for (const Label& label : diagnostic->secondary) {
      if (!sources.contains(label.span.file)) continue;
      Json location = sarif_location(label.span, sources);
      location["message"] = {{"text", label.text}};
      related.push_back(std::move(location));
    }
    if (!related.empty()) result["relatedLocations"] = std::move(related);
    Json changes = Json::array();
    for (const FixIt& fix : diagnostic->fixits) {
      if (!sources.contains(fix.span.file)) continue;
      changes.push_back(
          {{"artifactLocation", {{"uri", uri_of(sources.file(fix.span.file).name())}}},
           {"replacements", Json::array({{{"deletedRegion", sarif_region(fix.span, sources)},
                                          {"insertedContent", {{"text", fix.replacement}}}}})}});
    }
    if (!changes.empty())
      result["fixes"] = Json::array({{{"artifactChanges", std::move(changes)}}});
    results.push_back(std::move(result));
  }

  Json sarif = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                {"version", "2.1.0"},
                {"runs", Json::array({{{"tool",
                                        {{"driver",
                                          {{"name", "hpyc"},
                                           {"version", options.tool_version},
                                           {"rules", std::move(rules)}}}}},
                                       {"columnKind", "unicodeCodePoints"},
                                       {"results", std::move(results)}}})}};
  return dump(sarif);
}

}  // namespace hpyc::diag
