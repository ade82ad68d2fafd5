// Deep and long input: no stack overflow, one clear error where there is a limit, and no more than
// linear time.
#include <gtest/gtest.h>

#include "ast/print.h"
#include "ast/reflect.h"
#include "diag/load_source.h"
#include "lex/lexer.h"
#include "parse/parser.h"

namespace hpyc::parse {
namespace {

struct Outcome {
  uint32_t errors = 0;
  std::string first_message;
  uint32_t nodes = 0;
  uint32_t walked = 0;
};

Outcome parse_text(const std::string& text, bool cython = false) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, "long.py", text, engine);
  lex::LexOptions lex_options;
  lex_options.cython = cython;
  ParseOptions options;
  options.cython = cython;
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
  ast::Module* module = parse_module(*file, tokens, context, options, engine);
  Outcome outcome;
  outcome.errors = engine.error_count();
  auto sorted = engine.sorted();
  if (!sorted.empty()) outcome.first_message = sorted.front()->message;
  outcome.nodes = context.node_count();
  ast::walk(module, [&](const ast::Node*) { ++outcome.walked; });
  if (outcome.errors == 0 && outcome.nodes < 10000) {
    EXPECT_TRUE(ast::structurally_equal(module, module));
    EXPECT_FALSE(ast::print(module, interner).empty());
  }
  return outcome;
}

std::string repeat(std::string_view unit, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += unit;
  return text;
}

constexpr int kLong = 100000;

TEST(LongChains, of_operators_parse_without_recursion) {
  for (const char* unit : {"+a", "*a", " and a", " or a", " < a", "|a", "<<a", ", a"}) {
    Outcome outcome = parse_text("x = a" + repeat(unit, kLong) + "\n");
    EXPECT_EQ(outcome.errors, 0u) << unit << outcome.first_message;
    EXPECT_GE(outcome.walked, static_cast<uint32_t>(kLong)) << unit;
  }
}

TEST(LongChains, of_postfix_operations_parse_without_recursion) {
  for (const char* unit : {".a", "()", "[0]"})
    EXPECT_EQ(parse_text("x = a" + repeat(unit, kLong) + "\n").errors, 0u) << unit;
}

TEST(LongChains, of_elif_parse_without_recursion) {
  std::string text = "if a: pass\n" + repeat("elif a: pass\n", kLong);
  EXPECT_EQ(parse_text(text).errors, 0u);
}

TEST(LongChains, of_assignment_targets_parse_without_recursion) {
  EXPECT_EQ(parse_text(repeat("x = ", kLong) + "1\n").errors, 0u);
}

TEST(LongChains, of_string_literals_are_joined) {
  EXPECT_EQ(parse_text("x = (" + repeat("'a' ", kLong) + ")\n").errors, 0u);
}

TEST(LongChains, of_decorators_parse_without_recursion) {
  EXPECT_EQ(parse_text(repeat("@a\n", kLong) + "def f(): pass\n").errors, 0u);
}

TEST(DepthLimit, gives_one_error_for_each_kind_of_nesting) {
  struct {
    const char* open;
    const char* close;
  } kinds[] = {{"-", ""},     {"not ", ""},         {"lambda: ", ""},      {"(", ")"},
               {"[", "]"},    {"{", "}"},           {"f(", ")"},           {"a[", "]"},
               {"a ** ", ""}, {"b if c else ", ""}, {"[x for x in ", "]"}, {"(yield ", ")"}};
  for (auto [open, close] : kinds) {
    Outcome outcome = parse_text("x = " + repeat(open, 5000) + "a" + repeat(close, 5000) + "\n");
    EXPECT_EQ(outcome.errors, 1u) << open << ": " << outcome.first_message;
    EXPECT_NE(outcome.first_message.find("too many nested"), std::string::npos)
        << open << ": " << outcome.first_message;
  }
}

TEST(DepthLimit, holds_for_cython_types_and_casts) {
  for (const char* open : {"<int>", "&", "<(int, "}) {
    Outcome outcome = parse_text("x = " + repeat(open, 5000) + "a\n", true);
    EXPECT_GE(outcome.errors, 1u) << open;
  }
  EXPECT_EQ(parse_text("cdef int " + repeat("*", 5000) + "x\n", true).errors, 1u);
  EXPECT_GE(parse_text("cdef " + repeat("a[", 5000) + "\n", true).errors, 1u);
  EXPECT_GE(parse_text("cdef int " + repeat("(*", 5000) + "\n", true).errors, 1u);
}

TEST(DepthLimit, holds_for_patterns) {
  for (const char* open : {"[", "(", "A("}) {
    Outcome outcome = parse_text("match x:\n case " + repeat(open, 5000) + "a\n");
    EXPECT_GE(outcome.errors, 1u) << open;
  }
}

TEST(DepthLimit, of_statements_gives_one_error) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += std::string(static_cast<size_t>(i), ' ') + "if a:\n";
  text += std::string(500, ' ') + "pass\n";
  Outcome outcome = parse_text(text);
  EXPECT_EQ(outcome.errors, 1u) << outcome.first_message;
}

TEST(DepthLimit, of_just_below_is_accepted) {
  EXPECT_EQ(parse_text("x = " + repeat("(", 150) + "a" + repeat(")", 150) + "\n").errors, 0u);
  EXPECT_EQ(parse_text("x = " + repeat("-", 900) + "a\n").errors, 0u);
}

TEST(NodeIndices, are_dense_for_a_tree_without_backtracking) {
  Outcome outcome =
      parse_text("def f(a, *b):\n  return [x + 1 for x in a if x], {**b}, f'{a!r}'\n");
  EXPECT_EQ(outcome.errors, 0u);
  EXPECT_EQ(outcome.nodes, outcome.walked);
}

TEST(LanguageLevel, is_read_from_leading_comments) {
  EXPECT_EQ(language_level_of("# cython: language_level=2\nx"), 2);
  EXPECT_EQ(language_level_of("# a\n#cython: boundscheck=False, language_level = 3str\n"), 3);
  EXPECT_EQ(language_level_of("x = 1\n# cython: language_level=2\n"), std::nullopt);
  EXPECT_EQ(language_level_of(""), std::nullopt);
}

TEST(Include, is_loaded_through_the_hook) {
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, "a.pyx", "include 'b.pxi'\n", engine);
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::TokenBuffer tokens = lex::lex(*file, {.cython = true}, interner, engine);
  ParseOptions options;
  options.cython = true;
  std::string asked;
  options.include_loader = [&](std::string_view path, SourceSpan span) {
    asked = path;
    ast::Stmt* pass = context.make<ast::Pass>(span);
    return std::optional(ast::NodeList<ast::Stmt>(context.arena().copy_span({pass})));
  };
  ast::Module* module = parse_module(*file, tokens, context, options, engine);
  EXPECT_EQ(asked, "b.pxi");
  EXPECT_EQ(ast::print(module, interner),
            "(Module language_level=3 body=[\n  (Include path=\"b.pxi\" is_loaded=true body=[\n"
            "    (Pass)])])\n");
}

}  // namespace
}  // namespace hpyc::parse
