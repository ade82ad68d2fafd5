#include "ast/field_text.h"

#include <fmt/format.h>

#include <iterator>

namespace hpyc::ast {
namespace {

template <class Enum, size_t N>
std::string_view look_up(Enum value, const std::string_view (&table)[N]) {
  return table[static_cast<size_t>(value)];
}

// Length of the UTF-8 sequence at the start of `text`, 0 if there is no valid one. Surrogates,
// three bytes each in WTF-8, count as valid.
size_t sequence_length(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  auto continues = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if (byte(0) < 0x80) return 1;
  if (byte(0) >= 0xC2 && byte(0) < 0xE0) return continues(1) ? 2 : 0;
  if (byte(0) >= 0xE0 && byte(0) < 0xF0) return continues(1) && continues(2) ? 3 : 0;
  if (byte(0) >= 0xF0 && byte(0) < 0xF5)
    return continues(1) && continues(2) && continues(3) ? 4 : 0;
  return 0;
}

bool is_surrogate(std::string_view sequence) {
  return sequence.size() == 3 && sequence[0] == '\xED' && (sequence[1] & 0x20) != 0;
}

unsigned surrogate_value(std::string_view sequence) {
  return 0xD000u | ((sequence[1] & 0x3Fu) << 6) | (sequence[2] & 0x3Fu);
}

// Appends `text` in double quotes. `is_json` chooses between \u00NN and \xNN, `is_bytes` escapes
// all that is not ASCII.
std::string quote_with(std::string_view text, bool is_json, bool is_bytes) {
  std::string out = "\"";
  while (!text.empty()) {
    char c = text[0];
    size_t length = sequence_length(text);
    if (is_bytes && static_cast<unsigned char>(c) >= 0x80) length = 0;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (length == 0 || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      length = 1;
      fmt::format_to(std::back_inserter(out), "\\{}{:02x}", is_json ? "u00" : "x",
                     static_cast<unsigned char>(c));
    } else if (is_surrogate(text.substr(0, length))) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", surrogate_value(text));
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  out += '"';
  return out;
}

}  // namespace

std::string_view text_of(StringPrefix value) { return look_up(value, {"none", "u"}); }
std::string_view text_of(Conversion value) { return look_up(value, {"none", "s", "r", "a"}); }
std::string_view text_of(ArgumentKind value) {
  return look_up(value, {"positional", "starred", "keyword", "double-starred"});
}
std::string_view text_of(ParameterKind value) {
  return look_up(value, {"positional-only", "positional-or-keyword", "var-positional",
                         "keyword-only", "var-keyword"});
}
std::string_view text_of(NoneCheck value) {
  return look_up(value, {"default", "not-none", "or-none"});
}
std::string_view text_of(TypeParamKind value) {
  return look_up(value, {"type-var", "type-var-tuple", "param-spec"});
}
std::string_view text_of(Signedness value) {
  return look_up(value, {"default", "signed", "unsigned"});
}
std::string_view text_of(CallingConvention value) {
  return look_up(value, {"default", "stdcall", "cdecl", "fastcall"});
}
std::string_view text_of(ExceptionClause value) {
  return look_up(value, {"default", "noexcept", "value", "value-check", "always", "cpp",
                         "cpp-handler", "cpp-star"});
}
std::string_view text_of(Visibility value) {
  return look_up(value, {"private", "public", "readonly", "extern"});
}
std::string_view text_of(CheckSize value) {
  return look_up(value, {"default", "ignore", "warn", "error"});
}
std::string_view text_of(StructKind value) { return look_up(value, {"struct", "union"}); }

std::string quote(std::string_view text) { return quote_with(text, false, false); }
std::string quote_bytes(std::string_view bytes) { return quote_with(bytes, false, true); }
std::string quote_json(std::string_view text) { return quote_with(text, true, false); }
std::string quote_json_bytes(std::string_view bytes) { return quote_with(bytes, true, true); }

}  // namespace hpyc::ast
