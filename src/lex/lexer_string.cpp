// Strings, f-strings and t-strings.
#include <fmt/format.h>

#include <cstring>

#include "lex/lexer_impl.h"

namespace hpyc::lex {
namespace {

uint16_t flag_of_letter(char c) {
  switch (c) {
    case 'r':
    case 'R':
      return kStringRaw;
    case 'b':
    case 'B':
      return kStringBytes;
    case 'u':
    case 'U':
      return kStringUnicode;
    case 'f':
    case 'F':
      return kStringFormat;
    case 't':
    case 'T':
      return kStringTemplate;
    case 'c':
    case 'C':
      return kStringChar;
    default:
      return 0;
  }
}

char letter_of_flag(uint16_t flag) {
  switch (flag) {
    case kStringRaw:
      return 'r';
    case kStringBytes:
      return 'b';
    case kStringUnicode:
      return 'u';
    case kStringFormat:
      return 'f';
    default:
      return 't';
  }
}

const char* noun_of(uint16_t string_flags) {
  if (string_flags & kStringFormat) return "f-string";
  if (string_flags & kStringTemplate) return "t-string";
  return "string";
}

uint32_t quote_length(uint16_t string_flags) { return (string_flags & kStringTriple) ? 3 : 1; }

bool is_triple(const char* at) { return at[1] == at[0] && at[2] == at[0]; }

}  // namespace

// `start` is a short name and cursor_ the quote after it. False if the name is no prefix.
bool Lexer::lex_prefixed_string(const char* start) {
  uint16_t flags = 0;
  for (const char* at = start; at != cursor_; ++at) {
    uint16_t flag = flag_of_letter(*at);
    if (flag == 0 || (flags & flag) != 0) return false;
    flags |= flag;
  }
  if (flags & kStringChar) {
    if (!options_.cython || flags != kStringChar) return false;
  }
  constexpr uint16_t kExclusive[][2] = {
      {kStringUnicode, kStringBytes},  {kStringUnicode, kStringRaw},
      {kStringUnicode, kStringFormat}, {kStringUnicode, kStringTemplate},
      {kStringBytes, kStringFormat},   {kStringBytes, kStringTemplate},
      {kStringFormat, kStringTemplate}};
  for (const auto& [a, b] : kExclusive) {
    if ((flags & a) == 0 || (flags & b) == 0) continue;
    if (options_.cython && flags == (kStringUnicode | kStringRaw)) break;
    error(start, cursor_,
          fmt::format("'{}' and '{}' prefixes are incompatible", letter_of_flag(a),
                      letter_of_flag(b)));
    // Read it as an ordinary string of this extent; the flags keep the length of the prefix.
    lex_string(start, static_cast<uint16_t>(flags & ~(kStringFormat | kStringTemplate)));
    Token& token = buffer_.tokens_.back();
    if (token.kind == TokenKind::String) {
      token.string_flags |= flags;
      token.flags |= kInvalid;
    }
    return true;
  }
  lex_string(start, flags);
  return true;
}

void Lexer::report_unterminated(const char* start, uint16_t string_flags, const char* end,
                                bool escaped_quote) {
  bool triple = (string_flags & kStringTriple) != 0;
  // At the end of the file, the last line that has text counts.
  uint32_t line = file_.line_of(offset_of(end == end_ && end > start ? end - 1 : end));
  // The part that opens the string is where the mistake is; the rest of the file is no news.
  const char* opening = start;
  while (*opening != '"' && *opening != '\'') ++opening;
  opening += quote_length(string_flags);
  auto builder = error(start, triple ? opening : end,
                       fmt::format("unterminated {}{} literal (detected at line {})",
                                   triple ? "triple-quoted " : "", noun_of(string_flags), line));
  if (escaped_quote) builder.hint("perhaps you escaped the end quote");
}

// cursor_ is at the opening quote.
void Lexer::lex_string(const char* start, uint16_t string_flags) {
  char quote = *cursor_;
  if (quote_ends_fstring(cursor_)) {
    // Inside a field of an f-string with the same quotes: more likely its end than a new string.
    const char* at = cursor_;
    const FString& fstring = fstrings_.back();
    const bool triple = (fstring.string_flags & kStringTriple) != 0;
    bool closes = false;
    for (const char* search = at + (triple ? 3 : 1); search != end_; ++search) {
      if (*search == '\\' && search + 1 != end_) {
        ++search;
      } else if (*search == quote && (!triple || is_triple(search))) {
        closes = true;
        break;
      } else if (*search == '\n' && !triple) {
        break;
      }
    }
    if (!closes) {
      if (start != at)  // `{a b"`: the letter is a name then
        push(TokenKind::Name, start, at).name =
            interner_.intern({start, static_cast<size_t>(at - start)});
      const char* prefix = (fstring.string_flags & kStringTemplate) ? "t-string" : "f-string";
      error(at, at + 1, fmt::format("{}: expecting '}}'", prefix));
      uint32_t outer = fstring.brackets;
      while (brackets_.size() > outer) {
        push(brackets_.back().closer, at, at, kInvalid);
        brackets_.pop_back();
      }
      uint32_t length = quote_length(fstring.string_flags);
      cursor_ = at + length;
      end_fstring(at, length, kInvalid);
      return;
    }
  }
  if (quote == '"') string_flags |= kStringDoubleQuote;
  if (is_triple(cursor_)) string_flags |= kStringTriple;
  const char* body = cursor_ + quote_length(string_flags);
  if (string_flags & (kStringFormat | kStringTemplate))
    return begin_fstring(start, string_flags, body);

  bool triple = (string_flags & kStringTriple) != 0;
  uint8_t flags = 0;
  bool escaped_quote = false;
  const char* at = body;
  for (;; ++at) {
    while (!byte_is(*at, kStringStop)) ++at;
    char c = *at;
    if (c == quote) {
      if (!triple) {
        cursor_ = at + 1;
        break;
      }
      if (is_triple(at)) {
        cursor_ = at + 3;
        break;
      }
    } else if (c == '\\') {
      flags |= kHasEscape;
      // An escaped quote or newline does not end the string, not even a raw one.
      if (at + 1 != end_) {
        ++at;
        if (*at == quote) escaped_quote = true;
        if (static_cast<unsigned char>(*at) >= 0x80) flags |= kNonAscii;
      }
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      flags |= kNonAscii;
    } else if ((c == '\n' && !triple) || at == end_) {
      report_unterminated(start, string_flags, at, escaped_quote && !triple);
      flags |= kInvalid;
      cursor_ = at;
      break;
    }
  }
  push(TokenKind::String, start, cursor_, flags).string_flags = string_flags;
}

// Whether a quote at `at` would end the f-string in whose field we are.
bool Lexer::quote_ends_fstring(const char* at) const {
  if (fstrings_.empty()) return false;
  const FString& fstring = fstrings_.back();
  if (fstring.in_text || *at != fstring.quote) return false;
  return is_triple(at) == ((fstring.string_flags & kStringTriple) != 0);
}

void Lexer::begin_fstring(const char* start, uint16_t string_flags, const char* body) {
  if (fstrings_.size() >= options_.max_fstring_depth) {
    error(start, body, fmt::format("too many nested {}s", noun_of(string_flags)));
    cursor_ = body;
    return give_up();
  }
  cursor_ = body;
  push((string_flags & kStringFormat) ? TokenKind::FStringStart : TokenKind::TStringStart, start,
       body)
      .string_flags = string_flags;
  FString& fstring = fstrings_.emplace_back();
  fstring.start = offset_of(start);
  fstring.brackets = static_cast<uint32_t>(brackets_.size());
  fstring.string_flags = string_flags;
  fstring.quote = body[-1];
  fstring.in_text = true;
  fstring.field_depth = 0;
}

void Lexer::end_fstring(const char* at, uint32_t length, uint8_t flags) {
  uint16_t string_flags = fstrings_.back().string_flags;
  fstrings_.pop_back();
  push((string_flags & kStringFormat) ? TokenKind::FStringEnd : TokenKind::TStringEnd, at,
       at + length, flags)
      .string_flags = string_flags;
}

// From the opening quotes, the end of a field, or the colon of a format spec up to what ends the
// text.
void Lexer::lex_fstring_text() {
  // CPython's limit for fields within format specs.
  constexpr uint32_t kMaxFieldDepth = 3;
  FString& fstring = fstrings_.back();
  const uint16_t string_flags = fstring.string_flags;
  const bool raw = (string_flags & kStringRaw) != 0;
  const bool triple = (string_flags & kStringTriple) != 0;
  const bool in_spec = fstring.field_depth > 0;
  const char* start = cursor_;
  const char* at = start;
  uint8_t flags = in_spec ? kInFormatSpec : 0;
  pending_flags_ = 0;

  auto push_middle = [&] {
    if (at == start) return;
    push((string_flags & kStringFormat) ? TokenKind::FStringMiddle : TokenKind::TStringMiddle,
         start, at, flags)
        .string_flags = string_flags;
  };
  auto close_fields = [&] {
    for (uint32_t outer = fstring.brackets; brackets_.size() > outer; brackets_.pop_back())
      push(brackets_.back().closer, at, at, kInvalid);
  };
  // A string that ends where it must not: closes its fields too.
  auto break_off = [&] {
    push_middle();
    close_fields();
    cursor_ = at;
    end_fstring(at, 0, kInvalid);
  };
  auto unterminated = [&] {
    report_unterminated(begin_ + fstring.start, string_flags, at, false);
    break_off();
  };

  for (;; ++at) {
    while (!byte_is(*at, kStringStop)) ++at;
    char c = *at;
    if (c == fstring.quote) {
      if (triple && !is_triple(at)) continue;
      push_middle();
      uint32_t length = triple ? 3 : 1;
      if (in_spec) {
        error(at, at + length,
              fmt::format("{}: expecting '}}', or format specs", noun_of(string_flags)));
        close_fields();
      }
      cursor_ = at + length;
      return end_fstring(at, length, in_spec ? kInvalid : 0);
    }
    switch (c) {
      case '{': {
        if (at[1] == '{' && !in_spec) {
          ++at;
          flags |= kHasEscape;
          break;
        }
        push_middle();
        cursor_ = at + 1;
        if (fstring.field_depth >= kMaxFieldDepth) {
          error(at, at + 1,
                fmt::format("{}: expressions nested too deeply", noun_of(string_flags)));
          return give_up();
        }
        if (brackets_.size() >= options_.max_bracket_depth) {
          error(at, at + 1, "too many nested parentheses");
          return give_up();
        }
        ++fstring.field_depth;
        fstring.in_text = false;
        brackets_.push_back({TokenKind::RightBrace, '{', true, offset_of(at)});
        push(TokenKind::LeftBrace, at, at + 1);
        return;
      }
      case '}':
        if (in_spec) {
          push_middle();
          cursor_ = at;
          fstring.in_text = false;
          return;  // the brace is read as the end of the field
        }
        flags |= kHasEscape;
        if (at[1] == '}')
          ++at;
        else
          error(at, at + 1, fmt::format("{}: single '}}' is not allowed", noun_of(string_flags)))
              .hint("write `}}}}` for a brace");
        break;
      case '\\': {
        flags |= kHasEscape;
        if (at + 1 == end_) break;
        char next = at[1];
        // A backslash does not escape braces.
        if (next == '{' || next == '}') break;
        if (!raw && next == 'N' && at[2] == '{') {
          // The braces belong to the name. A malformed one is left to the decoder.
          at += 2;
          while (at[1] != '}' && at[1] != '\n' && at[1] != fstring.quote && at + 1 != end_) ++at;
          if (at[1] == '}') ++at;
          break;
        }
        if (static_cast<unsigned char>(next) >= 0x80) flags |= kNonAscii;
        ++at;
        break;
      }
      case '\n':
        if (triple) break;
        if (in_spec) {
          error(at, at + 1,
                fmt::format("{}: newlines are not allowed in format specifiers for single quoted "
                            "{}s",
                            noun_of(string_flags), noun_of(string_flags)));
          const char* next = at + 1;
          while (byte_is(*next, kBlank) || *next == '\n') ++next;
          if (*next != '}') return break_off();
          // Some versions of Python allow just this; the text ends at the newline.
          push_middle();
          cursor_ = at;
          fstring.in_text = false;
          return;
        }
        return unterminated();
      case '\0':
        if (at == end_) return unterminated();
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x80) flags |= kNonAscii;
        break;
    }
  }
}

}  // namespace hpyc::lex
