// Any bytes through the decoder, the lexer, the literal decoders and the renderers; then the
// invariants that the parser relies on.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "diag/load_source.h"
#include "diag/render.h"
#include "lex/lexer.h"
#include "lex/literals.h"

using namespace hpyc;

namespace {

void check(bool condition, const char* message) {
  if (!condition) HPYC_UNREACHABLE(message);
}

void check_tokens(const lex::TokenBuffer& buffer) {
  using enum lex::TokenKind;
  std::vector<lex::TokenKind> open;
  int indents = 0;
  uint32_t position = 0;
  check(buffer.size() > 0 && buffer[buffer.size() - 1].is(EndOfFile), "no end of file");
  for (const lex::Token& token : buffer.tokens()) {
    check(token.end() <= buffer.file().size(), "token beyond the file");
    if (!token.is(Indent)) {
      check(token.offset >= position, "tokens overlap");
      position = token.end();
    }
    switch (token.kind) {
      case LeftParen:
        open.push_back(RightParen);
        break;
      case LeftBracket:
        open.push_back(RightBracket);
        break;
      case LeftBrace:
        open.push_back(RightBrace);
        break;
      case FStringStart:
        open.push_back(FStringEnd);
        break;
      case TStringStart:
        open.push_back(TStringEnd);
        break;
      case RightParen:
      case RightBracket:
      case RightBrace:
      case FStringEnd:
      case TStringEnd:
        check(!open.empty() && open.back() == token.kind, "brackets are not balanced");
        open.pop_back();
        break;
      case Newline:
        check(open.empty(), "newline inside brackets");
        break;
      case Indent:
        ++indents;
        break;
      case Dedent:
        check(--indents >= 0, "dedent without indent");
        break;
      case EndOfFile:
        check(indents == 0 && open.empty(), "open blocks at the end");
        break;
      default:
        break;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (bool cython : {false, true}) {
    SourceMap sources;
    diag::DiagnosticEngine engine;
    Interner interner = lex::make_interner();
    SourceFile* file = diag::add_source(sources, "fuzz.py", bytes, engine);
    if (!file) return 0;
    lex::LexOptions options{.cython = cython, .language_level = cython ? 2 : 3};
    lex::TokenBuffer buffer = lex::lex(*file, options, interner, engine);
    check_tokens(buffer);
    bool errors = engine.has_errors();
    for (const lex::Token& token : buffer.tokens()) {
      using enum lex::TokenKind;
      check(errors || !file->clean() || !token.has(lex::kInvalid),
            "invalid token without an error");
      switch (token.kind) {
        case String:
        case FStringMiddle:
        case TStringMiddle:
          static_cast<void>(lex::decode_string_literal(buffer, token, engine));
          break;
        case Integer:
          if (!token.has(lex::kInvalid) && token.length < 1000)
            static_cast<void>(lex::to_decimal(lex::decode_int(buffer.text(token))));
          break;
        case Float:
          static_cast<void>(lex::decode_float(buffer.text(token)));
          break;
        case Imaginary:
          static_cast<void>(lex::decode_imaginary(buffer.text(token)));
          break;
        default:
          break;
      }
    }
    if (bytes.size() < 20000)
      for (diag::Format format : {diag::Format::snippet, diag::Format::json})
        static_cast<void>(diag::render(format, engine, sources));
  }
  return 0;
}
