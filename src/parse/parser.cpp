#include "parse/parser.h"

#include <cctype>

#include "parse/parser_impl.h"

namespace hpyc::parse {

Parser::Parser(const SourceFile& file, const lex::TokenBuffer& tokens, ast::Context& context,
               const ParseOptions& options, diag::DiagnosticEngine& engine)
    : file_(file),
      buffer_(tokens),
      tokens_(tokens.tokens().data()),
      token_count_(static_cast<uint32_t>(tokens.size())),
      file_id_(file.id()),
      context_(context),
      options_(options),
      engine_(engine),
      cython_(options.cython),
      cur_(tokens_),
      level_(options.is_pxd ? Level::ModulePxd : Level::Module),
      print_is_statement_(options.language_level < 3) {
  stop_token_.kind = K::Error;
  if (cython_) treat_await_as_name();
}

// In Cython, `async` and `await` are names outside of `async def`. Then the parser runs on a copy
// of the tokens in which they are.
void Parser::treat_await_as_name() {
  SmallVector<uint32_t, 8> async_functions;  // their indentation depths
  uint32_t depth = 0;
  for (uint32_t i = 0; i + 1 < token_count_; ++i) {
    bool is_name = false;
    const Token& next = tokens_[i + 1];
    switch (tokens_[i].kind) {
      case K::Indent:
        ++depth;
        break;
      case K::Dedent:
        if (depth > 0) --depth;
        while (!async_functions.empty() && async_functions.back() >= depth)
          async_functions.pop_back();
        break;
      case K::Newline:
        if (!async_functions.empty() && async_functions.back() == depth && !next.is(K::Indent))
          async_functions.pop_back();  // the body was on the line
        break;
      case K::KwAsync:
        if (next.is(K::KwDef))
          async_functions.push_back(depth);
        else
          is_name = async_functions.empty() && !next.is(K::KwFor) && !next.is(K::KwWith);
        break;
      case K::KwAwait:
        is_name = async_functions.empty();
        break;
      default:
        break;
    }
    if (!is_name) continue;
    if (rewritten_tokens_.empty()) {
      rewritten_tokens_ = buffer_.tokens();
      tokens_ = rewritten_tokens_.data();
      cur_ = tokens_;
    }
    rewritten_tokens_[i].kind = K::Name;
  }
}

void Parser::rewind(const Checkpoint& checkpoint) {
  position_ = checkpoint.position;
  previous_end_ = checkpoint.previous_end;
  stopped_ = checkpoint.stopped;
  cur_ = stopped_ ? &stop_token_ : &tokens_[position_];
  engine_.rewind(checkpoint.diagnostics);
}

bool Parser::expect(K kind) {
  if (cur_->kind == kind) [[likely]] {
    advance();
    return true;
  }
  if (at(K::Newline) || at(K::EndOfFile) || at(K::Semicolon))
    fail_here(fmt::format("expected '{}'", lex::to_string(kind)));
  else
    fail_unexpected();
  return false;
}

bool Parser::expect_close(K kind, const ast::Node* last_element) {
  if (cur_->kind == kind) [[likely]] {
    advance();
    return true;
  }
  if (stopped_) return false;
  if (last_element != nullptr && starts_expression(cur_->kind)) {
    fail_missing_comma(last_element);
    return false;
  }
  fail_unexpected();
  return false;
}

ast::Identifier Parser::take_identifier() {
  ast::Identifier result{cur_->name, here()};
  advance();
  return result;
}

ast::Identifier Parser::expect_identifier(std::string_view message) {
  if (at(K::Name)) [[likely]]
    return take_identifier();
  if (!message.empty())
    fail_here(std::string(message));
  else if (lex::is_keyword(cur_->kind))
    fail_keyword("is a keyword, so it cannot be a name");
  else
    fail_unexpected();
  return {};
}

ast::Module* Parser::parse_module() {
  ast::NodeList<ast::DirectiveComment> directives = parse_directive_comments();
  Statements body;
  while (!at(K::EndOfFile)) {
    if (at(K::Dedent)) {  // left over after a broken block
      advance();
      continue;
    }
    parse_statement_into(body);
  }
  return make<ast::Module>({0, file_.size(), file_id_}, directives,
                           context_.arena().copy_span(body), options_.language_level);
}

namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
    text.remove_suffix(1);
  return text;
}

struct DirectiveLine {
  std::string_view tool;
  std::string_view rest;
};

// `# cython: …` or `# distutils: …`; empty tool otherwise.
DirectiveLine split_directive_line(std::string_view comment) {
  std::string_view text = comment;
  while (!text.empty() && text.front() == '#') text.remove_prefix(1);
  text = trim(text);
  for (std::string_view tool : {"cython", "distutils"}) {
    if (!text.starts_with(tool)) continue;
    std::string_view rest = trim(text.substr(tool.size()));
    if (rest.starts_with(':')) return {tool, trim(rest.substr(1))};
  }
  return {};
}

}  // namespace

ast::NodeList<ast::DirectiveComment> Parser::parse_directive_comments() {
  List<ast::DirectiveComment> result;
  for (const lex::Comment& comment : buffer_.comments()) {
    if (comment.next_token > 0) break;
    DirectiveLine line = split_directive_line(buffer_.text(comment));
    if (line.tool.empty()) continue;
    SourceSpan span{comment.offset, comment.offset + comment.length, file_id_};
    // Several directives may share a line; values of distutils may contain commas.
    std::string_view rest = line.rest;
    while (!rest.empty()) {
      size_t end = line.tool == "cython" ? rest.find(',') : std::string_view::npos;
      std::string_view entry = trim(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      if (entry.empty()) continue;
      size_t equal = entry.find('=');
      if (equal == std::string_view::npos) {
        report(span, fmt::format("Expected \"=\" in option \"{}\"", entry));
        continue;
      }
      result.push_back(make<ast::DirectiveComment>(span, keep(line.tool),
                                                   keep(trim(entry.substr(0, equal))),
                                                   keep(trim(entry.substr(equal + 1)))));
    }
  }
  return freeze(result);
}

ast::Module* parse_module(const SourceFile& file, const lex::TokenBuffer& tokens,
                          ast::Context& context, const ParseOptions& options,
                          diag::DiagnosticEngine& engine) {
  return Parser(file, tokens, context, options, engine).parse_module();
}

std::optional<int> language_level_of(std::string_view source_text) {
  std::optional<int> level;
  if (source_text.starts_with("\xEF\xBB\xBF")) source_text.remove_prefix(3);
  while (!source_text.empty()) {
    size_t end = source_text.find_first_of("\r\n");
    std::string_view line = trim(source_text.substr(0, end));
    source_text = end == std::string_view::npos ? std::string_view() : source_text.substr(end + 1);
    if (line.empty()) continue;
    if (line.front() != '#') break;
    DirectiveLine directive = split_directive_line(line);
    if (directive.tool != "cython") continue;
    for (std::string_view rest = directive.rest; !rest.empty();) {
      size_t comma = rest.find(',');
      std::string_view entry = rest.substr(0, comma);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      size_t equal = entry.find('=');
      if (equal == std::string_view::npos || trim(entry.substr(0, equal)) != "language_level")
        continue;
      std::string_view value = trim(entry.substr(equal + 1));
      if (value == "2") level = 2;
      if (value == "3" || value == "3str") level = 3;
    }
  }
  return level;
}

}  // namespace hpyc::parse
