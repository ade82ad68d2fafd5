// Lexes and parses arbitrary bytes. The first byte chooses the options; the tree is walked, printed
// and compared with itself, so that every node must be well formed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ast/print.h"
#include "ast/reflect.h"
#include "diag/load_source.h"
#include "lex/lexer.h"
#include "parse/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hpyc;
  if (size == 0) return 0;
  unsigned choice = data[0];
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  SourceMap sources;
  diag::DiagnosticEngine engine;
  SourceFile* file = diag::add_source(sources, "fuzz.pyx", bytes, engine);
  if (file == nullptr) return 0;
  parse::ParseOptions options;
  options.cython = (choice & 1) != 0;
  options.is_pxd = (choice & 6) == 6;
  options.language_level = (choice & 8) != 0 ? 2 : 3;
  lex::LexOptions lex_options;
  lex_options.cython = options.cython;
  lex_options.language_level = options.language_level;
  Interner interner = lex::make_interner();
  ast::Context context(interner);
  lex::TokenBuffer tokens = lex::lex(*file, lex_options, interner, engine);
  ast::Module* module = parse::parse_module(*file, tokens, context, options, engine);
  uint32_t count = 0;
  ast::walk(module, [&](const ast::Node* node) {
    ++count;
    bool inside = node->span.begin <= node->span.end && node->span.end <= file->size();
    if (!inside || node->index >= context.node_count()) std::abort();
  });
  // A node is in the tree once, so there are not more visits than nodes.
  if (count > context.node_count()) std::abort();
  if (!ast::structurally_equal(module, module)) std::abort();
  if (ast::print(module, interner).empty()) std::abort();
  return 0;
}
