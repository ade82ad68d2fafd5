// hpyc-lex-dump [--cython] [--values] FILE…: the tokens of files, for comparison with other lexers.
//   F name
//   T Kind line column end_line end_column      columns are 0-based and count code points
//   V value                                     with --values, after a string or number
//   C line column length_in_bytes               comments, after the tokens
//   D diagnostic                                one line each, at the end
#include <fmt/format.h>

#include <cstdio>
#include <cstring>

#include "base/source_map.h"
#include "diag/load_source.h"
#include "diag/render.h"
#include "lex/lexer.h"
#include "lex/literals.h"

using namespace hpyc;

namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

void print_value(const lex::TokenBuffer& buffer, const lex::Token& token,
                 diag::DiagnosticEngine& engine) {
  if (token.has(lex::kInvalid)) return;
  using enum lex::TokenKind;
  std::string_view text = buffer.text(token);
  switch (token.kind) {
    case String:
      fmt::print("V {}\n", hex(lex::decode_string_literal(buffer, token, engine).value));
      break;
    case FStringMiddle:
    case TStringMiddle:
      static_cast<void>(lex::decode_string_literal(buffer, token, engine));
      break;
    case Integer:
      fmt::print("V {}\n", lex::to_decimal(lex::decode_int(text)));
      break;
    case Float:
      fmt::print("V {:a}\n", lex::decode_float(text));
      break;
    case Imaginary:
      fmt::print("V {:a}\n", lex::decode_imaginary(text));
      break;
    default:
      break;
  }
}

}  // namespace

int main(int argc, char** argv) {
  lex::LexOptions options;
  bool values = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--cython") == 0) {
      options.cython = true;
      continue;
    }
    if (std::strcmp(argv[i], "--values") == 0) {
      values = true;
      continue;
    }
    SourceMap sources;
    diag::DiagnosticEngine engine;
    Interner interner = lex::make_interner();
    fmt::print("F {}\n", argv[i]);
    if (SourceFile* file = diag::load_source(sources, argv[i], engine)) {
      lex::TokenBuffer buffer = lex::lex(*file, options, interner, engine);
      for (const lex::Token& token : buffer.tokens()) {
        LineColumn begin = file->line_column(token.offset);
        LineColumn end = file->line_column(token.end());
        fmt::print("T {} {} {} {} {}\n", lex::kind_name(token.kind), begin.line, begin.column - 1,
                   end.line, end.column - 1);
        if (values) print_value(buffer, token, engine);
      }
      for (const lex::Comment& comment : buffer.comments()) {
        LineColumn begin = file->line_column(comment.offset);
        fmt::print("C {} {} {}\n", begin.line, begin.column - 1, comment.length);
      }
    }
    std::string report = diag::render(diag::Format::one_line, engine, sources);
    for (size_t at = 0; at < report.size();) {
      size_t end = report.find('\n', at);
      fmt::print("D {}\n", report.substr(at, end - at));
      at = end + 1;
    }
  }
  return 0;
}
