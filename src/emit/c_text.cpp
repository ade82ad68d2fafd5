#include "emit/c_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hpyc::emit {
namespace {

constexpr size_t kColumnLimit = 100;
constexpr size_t kStringPiece = 400;  // source characters of one literal

// Sorted. Besides keywords: macros of <errno.h>, <stdio.h>, <windows.h> and GNU predefined ones
// that consist of lower-case letters only, and names that emitted functions use themselves.
constexpr std::array kReservedWords = std::to_array<std::string_view>({
    "alignas",  "alignof",  "alloca",    "and",    "asm",      "assert",    "auto",      "bool",
    "break",    "case",     "cdecl",     "char",   "complex",  "const",     "constexpr", "continue",
    "ctx",      "default",  "do",        "double", "else",     "enum",      "environ",   "errno",
    "extern",   "false",    "far",       "float",  "for",      "fortran",   "goto",      "huge",
    "hyper",    "if",       "imaginary", "inline", "int",      "interface", "linux",     "long",
    "main",     "major",    "makedev",   "minor",  "near",     "nogc",      "noreturn",  "not",
    "nullptr",  "offsetof", "or",        "pascal", "register", "restrict",  "return",    "short",
    "signed",   "signgam",  "sizeof",    "small",  "static",   "stderr",    "stdin",     "stdout",
    "step",     "struct",   "switch",    "true",   "typedef",  "typeof",    "union",     "unix",
    "unsigned", "void",     "volatile",  "while",  "xor",
});
static_assert(std::ranges::is_sorted(kReservedWords));

bool is_ascii_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Decodes one code point of valid UTF-8 (or WTF-8); a stray byte stands for itself.
uint32_t next_code_point(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  uint32_t first = byte(at);
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (length == 1 || at + length > text.size()) {
    ++at;
    return first;
  }
  uint32_t code = first & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) code = code << 6 | (byte(at + i) & 0x3F);
  at += length;
  return code;
}

}  // namespace

std::string c_string(std::string_view bytes, size_t indent) {
  std::string out = "\"";
  size_t piece = 0;
  char previous = 0;
  for (char c : bytes) {
    if (piece >= kStringPiece) {
      out += "\"\n";
      out.append(indent, ' ');
      out += '"';
      piece = 0;
      previous = 0;
    }
    size_t before = out.size();
    unsigned char u = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      case '?':
        out += previous == '?' ? "\\?" : "?";
        break;  // no trigraphs
      default:
        // Three octal digits never run into a digit that follows, unlike \x.
        if (u < 0x20 || u >= 0x7F)
          out += fmt::format("\\{:03o}", u);
        else
          out += c;
    }
    previous = c;
    piece += out.size() - before;
  }
  out += '"';
  return out;
}

std::string c_integer(int64_t value) {
  if (value == INT64_MIN) return "INT64_MIN";
  if (value >= -INT32_MAX && value <= INT32_MAX) return fmt::format("{}", value);
  if (value < 0) return fmt::format("-INT64_C({})", -value);
  return fmt::format("INT64_C({})", value);
}

std::string c_double(double value) {
  if (std::isnan(value)) return "NAN";
  if (std::isinf(value)) return value < 0 ? "-HUGE_VAL" : "HUGE_VAL";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string ascii_identifier(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    char c = text[at];
    if (is_ascii_alnum(c) || c == '_') {
      out += c;
      ++at;
    } else {
      uint32_t code = next_code_point(text, at);
      out += code < 0x80 ? std::string("_") : fmt::format("u{:x}", code);
    }
  }
  return out;
}

bool is_reserved_word(std::string_view word) {
  return std::ranges::binary_search(kReservedWords, word);
}

std::string UniqueNames::variable(std::string_view hint) {
  bool plain = !hint.empty() &&
               std::ranges::all_of(hint, [](char c) { return c >= 'a' && c <= 'z'; }) &&
               !is_reserved_word(hint);
  if (plain && taken_.emplace(hint).second) return std::string(hint);
  std::string base = ascii_identifier(hint);
  if (base.empty() || (base[0] >= '0' && base[0] <= '9') || base[0] == '_') base = "v" + base;
  uint32_t& next = next_[base];
  if (next == 0) next = plain ? 2 : 1;
  for (;;) {
    std::string name = fmt::format("{}_{}", base, next++);
    if (taken_.emplace(name).second) return name;
  }
}

std::string UniqueNames::prefixed(std::string_view prefix, std::string_view text) {
  std::string name = fmt::format("{}{}", prefix, ascii_identifier(text));
  if (taken_.emplace(name).second) return name;
  for (uint32_t i = 2;; ++i) {
    std::string other = fmt::format("{}_{}", name, i);
    if (taken_.emplace(other).second) return other;
  }
}

std::string UniqueNames::numbered(std::string_view prefix) {
  uint32_t& next = next_[std::string(prefix)];
  for (;;) {
    std::string name = fmt::format("{}{}", prefix, ++next);
    if (taken_.emplace(name).second) return name;
  }
}

std::string wrap_list(std::string_view head, const std::vector<std::string>& items,
                      std::string_view tail, size_t indent) {
  std::string out(head);
  size_t column = head.size();
  for (size_t i = 0; i < items.size(); ++i) {
    size_t length = items[i].size() + (i + 1 < items.size() ? 1 : tail.size());
    if (i > 0) {
      if (column + 1 + length > kColumnLimit) {
        out += '\n';
        out.append(indent, ' ');
        column = indent;
      } else {
        out += ' ';
        ++column;
      }
    }
    out += items[i];
    if (i + 1 < items.size()) out += ',';
    column += length;
  }
  out += tail;
  return out;
}

}  // namespace hpyc::emit
