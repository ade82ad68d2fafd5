#include "lex/literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <limits>

namespace hpyc::lex {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class StringDecoder {
 public:
  // `next`: the character after the body, which a backslash at its end belongs to.
  StringDecoder(std::string_view body, uint16_t flags, bool braces, char next, SourceSpan base,
                diag::DiagnosticEngine& engine)
      : body_(body), braces_(braces), next_(next), base_(base), engine_(engine) {
    raw_ = (flags & kStringRaw) != 0;
    // ur'' of Python 2 keeps backslashes but reads \uXXXX.
    raw_unicode_ = raw_ && (flags & kStringUnicode) != 0;
    if (flags & kStringChar)
      result_.kind = StringKind::c_char;
    else if (flags & kStringBytes)
      result_.kind = StringKind::bytes;
  }

  DecodedString run() {
    bool bytes = result_.kind != StringKind::text;
    std::string& out = result_.value;
    out.reserve(body_.size());
    while (at_ < body_.size()) {
      size_t stop = at_;
      while (stop < body_.size() && !is_special(body_[stop])) ++stop;
      out.append(body_.substr(at_, stop - at_));
      at_ = stop;
      if (at_ == body_.size()) break;
      char c = body_[at_];
      if (c == '\\') {
        if (raw_)
          raw_backslash();
        else
          escape();
      } else if (static_cast<unsigned char>(c) >= 0x80) {
        size_t end = at_;
        while (end < body_.size() && static_cast<unsigned char>(body_[end]) >= 0x80) ++end;
        if (bytes) {
          error(at_, end, "bytes can only contain ASCII literal characters")
              .hint("write the bytes as `\\xhh`, or encode a string");
        } else {
          result_.ascii = false;
          out.append(body_.substr(at_, end - at_));
        }
        at_ = end;
      } else {  // a brace of an f-string: {{ or }}
        out += c;
        at_ += at_ + 1 < body_.size() && body_[at_ + 1] == c ? 2 : 1;
      }
    }
    if (result_.kind == StringKind::c_char && result_.valid && out.size() != 1)
      error(0, body_.size(), fmt::format("invalid character literal: '{}'", body_))
          .label("expected exactly one character");
    return std::move(result_);
  }

 private:
  bool is_special(char c) const {
    return c == '\\' || static_cast<unsigned char>(c) >= 0x80 ||
           (braces_ && (c == '{' || c == '}'));
  }

  SourceSpan span(size_t from, size_t to) const {
    return {base_.begin + static_cast<uint32_t>(from), base_.begin + static_cast<uint32_t>(to),
            base_.file};
  }

  diag::Builder error(size_t from, size_t to, std::string message) {
    result_.valid = false;
    return engine_.error(diag::Kind::syntax_error, span(from, to), std::move(message));
  }

  void put(char32_t code_point) {
    if (result_.kind != StringKind::text) {
      result_.value += static_cast<char>(code_point & 0xFF);
      if ((code_point & 0xFF) >= 0x80) result_.ascii = false;
      return;
    }
    if (code_point >= 0x80) result_.ascii = false;
    if (code_point >= 0xD800 && code_point < 0xE000) result_.has_surrogates = true;
    append_code_point(result_.value, code_point);
  }

  void raw_backslash() {
    if (raw_unicode_ && at_ + 1 < body_.size() && (body_[at_ + 1] == 'u' || body_[at_ + 1] == 'U'))
      return escape();
    result_.value += '\\';
    ++at_;
  }

  void escape() {
    size_t start = at_++;
    if (at_ == body_.size()) {  // only before an end that the lexer reported, or a field
      unknown_escape(start);
      return;
    }
    char c = body_[at_++];
    bool text = result_.kind == StringKind::text;
    switch (c) {
      case '\n':
        return;
      case '\\':
      case '\'':
      case '"':
        return put(static_cast<char32_t>(c));
      case 'a':
        return put('\a');
      case 'b':
        return put('\b');
      case 'f':
        return put('\f');
      case 'n':
        return put('\n');
      case 'r':
        return put('\r');
      case 't':
        return put('\t');
      case 'v':
        return put('\v');
      case 'x':
        return hex_escape(start, 2, text ? "truncated \\xXX escape" : "invalid \\x escape");
      case 'u':
        if (text) return hex_escape(start, 4, "truncated \\uXXXX escape");
        break;
      case 'U':
        if (text) return hex_escape(start, 8, "truncated \\UXXXXXXXX escape");
        break;
      case 'N':
        if (text) return named_escape(start);
        break;
      default:
        if (c >= '0' && c <= '7') return octal_escape(start);
        break;
    }
    --at_;
    unknown_escape(start);
  }

  void octal_escape(size_t start) {
    --at_;
    char32_t value = 0;
    for (int i = 0; i < 3 && at_ < body_.size() && body_[at_] >= '0' && body_[at_] <= '7'; ++i)
      value = value * 8 + static_cast<char32_t>(body_[at_++] - '0');
    if (value > 0xFF && !warned_) {
      warned_ = true;
      engine_.warning(diag::Kind::invalid_escape, span(start, at_),
                      "invalid octal escape sequence '{}'", body_.substr(start, at_ - start));
    }
    put(value);
  }

  void hex_escape(size_t start, size_t digits, const char* message) {
    char32_t value = 0;
    size_t end = at_;
    while (end < body_.size() && end < at_ + digits && hex_value(body_[end]) >= 0)
      value = value * 16 + static_cast<char32_t>(hex_value(body_[end++]));
    size_t count = end - at_;
    at_ = end;
    if (count != digits) {
      error(start, end, message).label("{} hexadecimal digits are needed", digits);
      return;
    }
    if (value > 0x10FFFF) {
      error(start, end, "illegal Unicode character").label("beyond U+10FFFF");
      return;
    }
    put(value);
  }

  void named_escape(size_t start) {
    size_t close =
        at_ < body_.size() && body_[at_] == '{' ? body_.find('}', at_) : std::string_view::npos;
    if (close == std::string_view::npos || close == at_ + 1) {
      error(start, std::min(body_.size(), close == at_ + 1 ? at_ + 2 : at_),
            "malformed \\N character escape")
          .hint("write `\\N{NAME}` with the Unicode name of the character");
      if (close == at_ + 1) at_ += 2;
      return;
    }
    std::string_view name = body_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    char32_t code_point = 0;
    if (lookup_unicode_name(name, &code_point))
      put(code_point);
    else
      error(start, at_, "unknown Unicode character name").label("no character has this name");
  }

  // The backslash stays. One warning per literal is enough to find them all.
  void unknown_escape(size_t start) {
    result_.value += '\\';
    if (warned_) return;
    warned_ = true;
    size_t end = std::min(start + 2, body_.size());
    while (end < body_.size() && (static_cast<unsigned char>(body_[end]) & 0xC0) == 0x80) ++end;
    std::string sequence(body_.substr(start, end - start));
    if (end == start + 1) {  // a replacement field follows
      sequence += next_;
      ++end;
    }
    engine_
        .warning(diag::Kind::invalid_escape, span(start, end), "invalid escape sequence '{}'",
                 sequence)
        .hint("write `\\{}` or use a raw string", sequence)
        .fixit(span(start, start), "\\");
  }

  std::string_view body_;
  bool braces_;
  char next_;
  bool raw_ = false;
  bool raw_unicode_ = false;
  bool warned_ = false;
  SourceSpan base_;
  diag::DiagnosticEngine& engine_;
  size_t at_ = 0;
  DecodedString result_;
};

}  // namespace

void append_code_point(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

DecodedString decode_string_body(std::string_view body, uint16_t string_flags, bool is_middle,
                                 bool in_format_spec, SourceSpan base,
                                 diag::DiagnosticEngine& engine) {
  return StringDecoder(body, string_flags, is_middle && !in_format_spec, '{', base, engine).run();
}

DecodedString decode_string_literal(const TokenBuffer& buffer, const Token& token,
                                    diag::DiagnosticEngine& engine) {
  std::string_view body = buffer.text(token);
  SourceSpan base = buffer.span(token);
  bool middle = token.kind != TokenKind::String;
  if (!middle) {
    uint32_t before = token.prefix_length() + token.quote_length();
    // An unterminated literal has no closing quotes.
    uint32_t after = token.has(kInvalid) && !body.ends_with(body[token.prefix_length()])
                         ? 0
                         : token.quote_length();
    before = std::min<uint32_t>(before, token.length);
    after = std::min<uint32_t>(after, token.length - before);
    body = body.substr(before, body.size() - before - after);
    base.begin += before;
    base.end -= after;
  }
  bool bytes = (token.string_flags & (kStringBytes | kStringChar)) != 0;
  bool plain = !token.has(kHasEscape) && !token.has(kNonAscii);
  if (plain && !bytes) {
    DecodedString result;
    result.value = body;
    return result;
  }
  bool braces = middle && !token.has(kInFormatSpec);
  std::string_view rest = buffer.file().text().substr(base.end);
  return StringDecoder(body, token.string_flags, braces, rest.empty() ? '{' : rest[0], base, engine)
      .run();
}

IntLiteral decode_int(std::string_view text) {
  IntLiteral literal;
  if (text.size() > 1 && text[0] == '0') {
    char letter = static_cast<char>(text[1] | 0x20);
    if (letter == 'x' || letter == 'o' || letter == 'b') {
      literal.radix = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
      text.remove_prefix(2);
    }
  }
  for (char c : text) {
    char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if (c == '_') continue;
    if (lower == 'u')
      literal.is_unsigned = true;
    else if (lower == 'l')
      ++literal.long_count;
    else
      literal.digits += lower;
  }
  // A leading zero before other digits is Python 2's way to write octal.
  size_t significant = literal.digits.find_first_not_of('0');
  if (significant == std::string::npos) {
    literal.digits.assign(1, '0');
  } else {
    if (literal.radix == 10 && significant > 0) literal.radix = 8;
    literal.digits.erase(0, significant);
  }
  const char* end = literal.digits.data() + literal.digits.size();
  auto [stop, problem] = std::from_chars(literal.digits.data(), end, literal.value, literal.radix);
  literal.fits_u64 = problem == std::errc() && stop == end;
  if (!literal.fits_u64) literal.value = 0;
  return literal;
}

std::string to_decimal(const IntLiteral& literal) {
  if (literal.radix == 10) return literal.digits;
  if (literal.fits_u64) return std::to_string(literal.value);
  boost::multiprecision::cpp_int value;
  if (literal.radix == 2) {
    for (char c : literal.digits) value = value * 2 + (c - '0');
  } else {
    std::string text = literal.radix == 16 ? "0x" : "0";
    text.append(literal.digits);
    value = boost::multiprecision::cpp_int(text);
  }
  return value.str();
}

double decode_float(std::string_view text) {
  std::string digits;
  digits.reserve(text.size());
  for (char c : text)
    if (c != '_') digits += c;
  double value = 0;
  auto [stop, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  static_cast<void>(stop);
  if (problem == std::errc::result_out_of_range) {
    // Too large or too small? The decimal exponent of the first significant digit tells.
    size_t exponent_at = digits.find_first_of("eE");
    std::string_view mantissa = std::string_view(digits).substr(0, exponent_at);
    long long exponent = 0;
    if (exponent_at != std::string::npos) {
      std::string_view text_of = std::string_view(digits).substr(exponent_at + 1);
      bool negative = text_of.starts_with('-');
      if (negative || text_of.starts_with('+')) text_of.remove_prefix(1);
      for (char c : text_of) exponent = std::min(exponent * 10 + (c - '0'), 1'000'000'000'000LL);
      if (negative) exponent = -exponent;
    }
    size_t point = std::min(mantissa.find('.'), mantissa.size());
    size_t first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) return 0;
    long long magnitude =
        exponent + (first < point ? static_cast<long long>(point - first)
                                  : static_cast<long long>(point) - static_cast<long long>(first));
    return magnitude > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  }
  return value;
}

double decode_imaginary(std::string_view text) {
  text.remove_suffix(1);
  return decode_float(text);
}

}  // namespace hpyc::lex
