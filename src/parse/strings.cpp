// String literals, f-strings and t-strings.
#include "lex/literals.h"
#include "parse/parser_impl.h"

namespace hpyc::parse {
namespace {

bool is_string_token(K kind) {
  return kind == K::String || kind == K::FStringStart || kind == K::TStringStart;
}

// The source between the quotes.
std::string_view body_of(const Token& token, std::string_view text) {
  text.remove_prefix(token.prefix_length() + token.quote_length());
  if (text.size() >= token.quote_length()) text.remove_suffix(token.quote_length());
  return text;
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

// If there is a \xNN or octal escape at `body[at]`, its length, else 0.
size_t byte_escape(std::string_view body, size_t at, unsigned& value) {
  if (body[at] != '\\' || at + 1 >= body.size()) return 0;
  if (body[at + 1] == 'x') {
    if (at + 3 >= body.size()) return 0;
    int high = digit_value(body[at + 2]);
    int low = digit_value(body[at + 3]);
    if (high > 15 || low > 15) return 0;
    value = static_cast<unsigned>(high * 16 + low);
    return 4;
  }
  size_t length = 1;
  value = 0;
  while (length < 4 && at + length < body.size() && body[at + length] >= '0' &&
         body[at + length] <= '7') {
    value = value * 8 + static_cast<unsigned>(body[at + length] - '0');
    ++length;
  }
  return length > 1 ? length : 0;
}

}  // namespace

void Parser::flush_text(List<ast::Node>& parts, std::string& text, SourceSpan text_span) {
  if (!text.empty()) parts.push_back(make<ast::FStringText>(text_span, keep(text)));
  text.clear();
}

void Parser::parse_fstring_parts(List<ast::Node>& parts, std::string& text, SourceSpan& text_span) {
  while (!stopped_) {
    if (at(K::FStringMiddle) || at(K::TStringMiddle)) {
      if (text.empty()) text_span = here();
      text_span.end = cur_->end();
      if (!cur_->has(lex::kInvalid))
        text += lex::decode_string_literal(buffer_, *cur_, engine_).value;
      advance();
    } else if (at(K::LeftBrace)) {
      flush_text(parts, text, text_span);
      parts.push_back(parse_replacement_field());
    } else {
      return;
    }
  }
}

void Parser::resume_at_string_end(K end) {
  uint32_t depth = 0;
  for (uint32_t i = position_; i < token_count_; ++i) {
    K kind = tokens_[i].kind;
    if (kind == K::Newline || kind == K::EndOfFile) return;
    if (kind == K::FStringStart || kind == K::TStringStart) ++depth;
    if (kind != K::FStringEnd && kind != K::TStringEnd) continue;
    if (depth > 0) {
      --depth;
      continue;
    }
    if (kind != end) return;
    position_ = i;
    cur_ = &tokens_[i];
    stopped_ = false;
    return;
  }
}

std::string Parser::about_string(std::string_view message) const {
  return fmt::format("{}: {}", string_word_, message);
}

ast::Node* Parser::parse_replacement_field() {
  uint32_t begin = cur_->offset;
  Token open = *cur_;
  advance();
  uint32_t text_begin = open.end();
  uint32_t expression_begin = cur_->offset;
  switch (cur_->kind) {
    case K::RightBrace:
    case K::Exclamation:
    case K::Colon:
    case K::Equal:
      fail_here(fmt::format("{}: valid expression required before '{}'", string_word_,
                            lex::to_string(cur_->kind)));
      break;
    case K::KwLambda:
      fail_here(about_string("lambda expressions are not allowed without parentheses"));
      break;
    default:
      break;
  }
  if (!deeper()) {
    --expression_depth_;
    return make<ast::FStringField>(span_from(begin), error_expr());
  }
  ast::Expr* value = parse_yield_or_star_expressions();
  --expression_depth_;
  if (value->kind == ast::NodeKind::Starred)
    report(value->span, "can't use starred expression here");
  std::string_view expression_text;
  std::string_view debug_text;
  bool is_debug = false;
  ast::Conversion conversion = ast::Conversion::None;
  bool has_format_spec = false;
  ast::NodeList<ast::Node> format_spec;
  if (!stopped_) {
    expression_text = keep(file_.text({expression_begin, previous_end_, file_id_}));
    if (accept(K::Equal)) {
      is_debug = true;
      debug_text = keep(file_.text({text_begin, cur_->offset, file_id_}));
    }
    if (accept(K::Exclamation)) {
      if (at(K::Name)) {
        std::string_view letter = text_of(*cur_);
        if (letter == "s")
          conversion = ast::Conversion::Str;
        else if (letter == "r")
          conversion = ast::Conversion::Repr;
        else if (letter == "a")
          conversion = ast::Conversion::Ascii;
        else
          report(here(),
                 fmt::format("{}: invalid conversion character '{}': expected 's', 'r', or 'a'",
                             string_word_, letter));
        if (cur_->has(lex::kSpaceBefore))
          report(here(),
                 about_string("conversion type must come right after the exclamation mark"));
        advance();
      } else if (at(K::Colon) || at(K::RightBrace)) {
        report(here(), about_string("missing conversion character"));
      } else {
        fail_here(about_string("invalid conversion character"));
      }
    }
    if (accept(K::Colon)) {
      has_format_spec = true;
      List<ast::Node> parts;
      std::string text;
      SourceSpan text_span = here();
      parse_fstring_parts(parts, text, text_span);
      flush_text(parts, text, text_span);
      format_spec = freeze(parts);
    }
    if (!accept(K::RightBrace)) {
      if (has_format_spec)
        fail_here(about_string("expecting '}', or format specs"));
      else if (conversion != ast::Conversion::None)
        fail_here(about_string("expecting ':' or '}'"));
      else if (is_debug)
        fail_here(about_string("expecting '!', or ':', or '}'"));
      else if (at(K::FStringEnd) || at(K::TStringEnd) || at(K::Newline) || at(K::EndOfFile))
        fail_here(about_string("expecting '}'"));
      else
        fail_here(about_string("expecting '=', or '!', or ':', or '}'"));
    }
  }
  return make<ast::FStringField>(span_from(begin), value, expression_text, is_debug, debug_text,
                                 conversion, has_format_spec, format_spec);
}

ast::Expr* Parser::parse_strings() {
  uint32_t begin = cur_->offset;
  // One plain literal without escapes: nothing to decode or to join.
  const Token& first = *cur_;
  constexpr uint16_t kSpecial = lex::kStringBytes | lex::kStringChar;
  if (first.is(K::String) && !is_string_token(peek().kind) && !first.has(lex::kHasEscape) &&
      !first.has(lex::kInvalid) && (first.string_flags & kSpecial) == 0) {
    std::string_view value = keep(body_of(first, text_of(first)));
    ast::StringPrefix prefix = (first.string_flags & lex::kStringUnicode)
                                   ? ast::StringPrefix::Unicode
                                   : ast::StringPrefix::None;
    advance();
    return make<ast::StringLiteral>(span_from(begin), value, prefix, value);
  }

  std::string text;        // decoded text or bytes
  std::string bytes_text;  // the same for use as a C string
  SourceSpan text_span = here();
  List<ast::Node> parts;
  uint32_t plain_count = 0, bytes_count = 0, char_count = 0, format_count = 0, template_count = 0;
  ast::StringPrefix prefix = (first.string_flags & lex::kStringUnicode) ? ast::StringPrefix::Unicode
                                                                        : ast::StringPrefix::None;
  while (is_string_token(cur_->kind)) {
    if (at(K::String)) {
      const Token& token = *cur_;
      if (token.string_flags & lex::kStringChar)
        ++char_count;
      else if (token.string_flags & lex::kStringBytes)
        ++bytes_count;
      else
        ++plain_count;
      if (text.empty()) text_span = here();
      text_span.end = token.end();
      if (!token.has(lex::kInvalid)) {
        std::string_view body = body_of(token, text_of(token));
        lex::DecodedString decoded;
        if (options_.language_level < 3 && (token.string_flags & lex::kStringBytes) &&
            token.has(lex::kNonAscii)) {
          // At language level 2, characters that are not ASCII stand for their bytes in the file.
          for (size_t start = 0; start < body.size();) {
            bool ascii = static_cast<unsigned char>(body[start]) < 0x80;
            size_t end = start;
            while (end < body.size() && (static_cast<unsigned char>(body[end]) < 0x80) == ascii)
              ++end;
            std::string_view run = body.substr(start, end - start);
            if (ascii)
              decoded.value +=
                  lex::decode_string_body(run, token.string_flags, false, false, here(), engine_)
                      .value;
            else
              decoded.value += run;
            start = end;
          }
        } else {
          decoded = lex::decode_string_literal(buffer_, token, engine_);
        }
        text += decoded.value;
        if (cython_ && token.has(lex::kHasEscape) &&
            (token.string_flags & (lex::kStringRaw | lex::kStringBytes | lex::kStringUnicode)) ==
                0) {
          // As a C string, \xNN and octal escapes are bytes.
          size_t start = 0;
          auto diagnostics = engine_.mark();
          auto decode_until = [&](size_t end) {
            if (end > start)
              bytes_text +=
                  lex::decode_string_body(body.substr(start, end - start), token.string_flags,
                                          false, false, here(), engine_)
                      .value;
          };
          for (size_t i = 0; i < body.size();) {
            unsigned value = 0;
            if (size_t length = byte_escape(body, i, value)) {
              decode_until(i);
              bytes_text += static_cast<char>(value & 0xFF);
              i += length;
              start = i;
            } else {
              i += body[i] == '\\' ? 2 : 1;
            }
          }
          decode_until(body.size());
          engine_.rewind(diagnostics);
        } else {
          bytes_text += decoded.value;
        }
      }
      advance();
    } else {
      bool is_template = at(K::TStringStart);
      ++(is_template ? template_count : format_count);
      K end = is_template ? K::TStringEnd : K::FStringEnd;
      advance();
      std::string_view outer_word = string_word_;
      string_word_ = is_template ? "t-string" : "f-string";
      parse_fstring_parts(parts, text, text_span);
      string_word_ = outer_word;
      if (stopped_) resume_at_string_end(end);
      if (!accept(end)) {
        if (!stopped_) fail_unexpected();
        break;
      }
    }
  }
  SourceSpan span = span_from(begin);
  uint32_t texts = plain_count + format_count;
  if (bytes_count > 0 && texts > 0) report(span, "cannot mix bytes and nonbytes literals");
  if (template_count > 0 && texts + bytes_count > 0)
    report(span, "cannot mix t-string literals with string or bytes literals");
  if (char_count > 0) {
    if (char_count + texts + bytes_count + template_count > 1)
      report(span, "cannot join a C character with other literals");
    else if (text.size() != 1)
      report(span, "a C character literal must be one byte").label("this has {}", text.size());
    return make<ast::CharLiteral>(span, text.empty() ? uint8_t{0} : static_cast<uint8_t>(text[0]));
  }
  if (template_count > 0 || format_count > 0) {
    flush_text(parts, text, text_span);
    if (template_count > 0) return make<ast::TString>(span, freeze(parts));
    return make<ast::FString>(span, freeze(parts));
  }
  if (bytes_count > 0) return make<ast::BytesLiteral>(span, keep(text));
  std::string_view value = keep(text);
  return make<ast::StringLiteral>(span, value, prefix,
                                  bytes_text == text ? value : keep(bytes_text));
}

std::string_view Parser::parse_plain_string() {
  if (!at(K::String)) {
    fail_here("expected a string");
    return {};
  }
  ast::Expr* literal = parse_strings();
  if (const auto* text = ast::dyn_as<ast::StringLiteral>(literal)) return text->value;
  if (const auto* bytes = ast::dyn_as<ast::BytesLiteral>(literal)) return bytes->value;
  fail(literal->span, "expected a plain string");
  return {};
}

}  // namespace hpyc::parse
