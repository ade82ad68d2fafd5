// Tokens → syntax tree.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "ast/context.h"
#include "diag/diagnostic.h"
#include "lex/token.h"

namespace hpyc::parse {

// Called at each `include "path"`; the statements that it returns become the body of the node.
// nullopt leaves the node unloaded (after an error was reported, or for a later stage to load).
using IncludeLoader =
    std::function<std::optional<ast::NodeList<ast::Stmt>>(std::string_view path, SourceSpan span)>;

struct ParseOptions {
  // .pyx, .pxd, .pxi: C declarations and the other statements of Cython are syntax.
  bool cython = false;
  // A .pxd: declarations only.
  bool is_pxd = false;
  // 2: print and exec statements, backquotes, `except E, v`.
  int language_level = 3;
  uint32_t max_expression_depth = 1000;
  // The lexer's limit of indentation is below; this one is for token streams from elsewhere.
  uint32_t max_statement_depth = 110;
  IncludeLoader include_loader;
};

// Never fails: what is wrong is reported, broken statements become ErrorStmt. The tree lives as
// long as `context`; it refers to nothing else but names of its interner.
ast::Module* parse_module(const SourceFile& file, const lex::TokenBuffer& tokens,
                          ast::Context& context, const ParseOptions& options,
                          diag::DiagnosticEngine& engine);

// The language level that the leading `# cython: language_level=…` comments ask for, if any. The
// level decides on tokens, so it must be known before lexing.
std::optional<int> language_level_of(std::string_view source_text);

}  // namespace hpyc::parse
