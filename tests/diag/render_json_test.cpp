#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "diag/render.h"

namespace hpyc::diag {
namespace {

using Json = nlohmann::json;

TEST(RenderJson, HasTheDocumentedFields) {
  SourceMap sources;
  DiagnosticEngine engine;
  const SourceFile& file = sources.add("e.py", "x = é\ny <> z\n");
  engine.error(Kind::syntax_error, {9, 11, file.id()}, "no <>")
      .label("here")
      .label({0, 1, file.id()}, "there")
      .note("n")
      .hint("h")
      .fixit({9, 11, file.id()}, "!=");
  Json json = Json::parse(render(Format::json, engine, sources));
  Json expected = Json::parse(R"([{
    "file": "e.py", "line": 2, "column": 3, "end_line": 2, "end_column": 5,
    "severity": "error", "kind": "syntax-error", "message": "no <>", "label": "here",
    "notes": ["n"], "hints": ["h"],
    "labels": [{"file": "e.py", "line": 1, "column": 1, "end_line": 1, "end_column": 2,
                "text": "there"}],
    "fixits": [{"file": "e.py", "line": 2, "column": 3, "end_line": 2, "end_column": 5,
                "replacement": "!="}]}])");
  EXPECT_EQ(json, expected);
}

TEST(RenderJson, WithoutPlaceTheFieldsAreNull) {
  DiagnosticEngine engine;
  engine.error(Kind::cannot_read_file, {}, "m");
  Json json = Json::parse(render(Format::json, engine, SourceMap()));
  EXPECT_TRUE(json[0]["file"].is_null());
  EXPECT_TRUE(json[0]["line"].is_null());
}

TEST(RenderJson, NoDiagnosticsGiveAnEmptyArray) {
  EXPECT_EQ(render(Format::json, DiagnosticEngine(), SourceMap()), "[]\n");
}

TEST(RenderJson, InvalidUtf8InMessagesIsReplaced) {
  DiagnosticEngine engine;
  engine.error(Kind::syntax_error, {}, "bad \xFF");
  EXPECT_TRUE(Json::accept(render(Format::json, engine, SourceMap())));
}

TEST(RenderSarif, HasRulesResultsRegionsAndFixes) {
  SourceMap sources;
  DiagnosticEngine engine;
  const SourceFile& file = sources.add("dir/a b.py", "y <> z\n");
  engine.warning(Kind::invalid_escape, {0, 1, file.id()}, "w");
  engine.error(Kind::syntax_error, {2, 4, file.id()}, "no <>")
      .label({0, 1, file.id()}, "there")
      .fixit({2, 4, file.id()}, "!=");
  Json json = Json::parse(render(Format::sarif, engine, sources, {.tool_version = "1.2"}));
  EXPECT_EQ(json["version"], "2.1.0");
  const Json& run = json["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["name"], "hpyc");
  EXPECT_EQ(run["tool"]["driver"]["version"], "1.2");
  ASSERT_EQ(run["results"].size(), 2u);
  const Json& result = run["results"][1];
  EXPECT_EQ(result["ruleId"], "syntax-error");
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()]["id"],
            "syntax-error");
  EXPECT_EQ(result["level"], "error");
  const Json& place = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "dir/a%20b.py");
  EXPECT_EQ(place["region"]["startColumn"], 3);
  EXPECT_EQ(place["region"]["endColumn"], 5);
  EXPECT_EQ(result["relatedLocations"][0]["message"]["text"], "there");
  EXPECT_EQ(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
            "!=");
}

}  // namespace
}  // namespace hpyc::diag
