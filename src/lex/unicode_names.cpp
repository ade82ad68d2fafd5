// Character names for \N{...}; the table is made by tools/generate_unicode_names.py.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "lex/literals.h"

namespace hpyc::lex {
namespace {

#include "lex/unicode_names_data.inc"

constexpr int kEntrySize = 10;
constexpr size_t kLongestName = 100;  // the longest known one has 88 letters
static_assert(sizeof(kNameTable) == kNameCount * kEntrySize + 1);

uint64_t hash_name(std::string_view name) {
  uint64_t value = 0xCBF29CE484222325u;
  for (char c : name) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  value ^= value >> 32;
  value *= 0xD6E8FEB86659FD93u;
  value ^= value >> 32;
  return value >> 25;
}

uint64_t entry_at(size_t index) {
  auto digit = [](char c) -> uint64_t {
    if (c >= 'a') return static_cast<uint64_t>(c - 'a') + 36;
    if (c >= 'A') return static_cast<uint64_t>(c - 'A') + 10;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return static_cast<uint64_t>(c - '0');
  };
  uint64_t value = 0;
  for (int i = 0; i < kEntrySize; ++i)
    value = value << 6 | digit(kNameTable[index * kEntrySize + static_cast<size_t>(i)]);
  return value;
}

// The longest of `parts` that `text` starts with; it is removed. -1 when none does.
template <size_t N>
int take_part(std::string_view& text, const std::array<std::string_view, N>& parts) {
  int best = -1;
  size_t length = 0;
  for (size_t i = 0; i < N; ++i) {
    if (!text.starts_with(parts[i])) continue;
    if (best >= 0 && parts[i].size() <= length) continue;
    best = static_cast<int>(i);
    length = parts[i].size();
  }
  if (best >= 0) text.remove_prefix(length);
  return best;
}

bool lookup_hangul(std::string_view rest, char32_t* code_point) {
  static constexpr std::array<std::string_view, 19> kLeads = {"G", "GG", "N", "D",  "DD", "R", "M",
                                                              "B", "BB", "S", "SS", "",   "J", "JJ",
                                                              "C", "K",  "T", "P",  "H"};
  static constexpr std::array<std::string_view, 21> kVowels = {
      "A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
      "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
  static constexpr std::array<std::string_view, 28> kTails = {
      "",   "G",  "GG", "GS", "N",  "NJ", "NH", "D",  "L", "LG", "LM", "LB", "LS", "LT",
      "LP", "LH", "M",  "B",  "BS", "S",  "SS", "NG", "J", "C",  "K",  "T",  "P",  "H"};
  int lead = take_part(rest, kLeads);
  int vowel = take_part(rest, kVowels);
  int tail = take_part(rest, kTails);
  if (lead < 0 || vowel < 0 || tail < 0 || !rest.empty()) return false;
  *code_point = static_cast<char32_t>(0xAC00 + (lead * 21 + vowel) * 28 + tail);
  return true;
}

bool is_unified_ideograph(uint32_t c) {
  constexpr uint32_t kRanges[][2] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0x20000, 0x2A6DF},
                                     {0x2A700, 0x2B739}, {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1},
                                     {0x2CEB0, 0x2EBE0}, {0x2EBF0, 0x2EE5D}, {0x30000, 0x3134A},
                                     {0x31350, 0x323AF}};
  for (const auto& [first, last] : kRanges)
    if (c >= first && c <= last) return true;
  return false;
}

bool lookup_ideograph(std::string_view hex, char32_t* code_point) {
  if (hex.size() != 4 && hex.size() != 5) return false;
  uint32_t value = 0;
  for (char c : hex) {
    if (c >= '0' && c <= '9')
      value = value * 16 + static_cast<uint32_t>(c - '0');
    else if (c >= 'A' && c <= 'F')
      value = value * 16 + static_cast<uint32_t>(c - 'A' + 10);
    else
      return false;
  }
  if (!is_unified_ideograph(value)) return false;
  *code_point = value;
  return true;
}

}  // namespace

bool lookup_unicode_name(std::string_view name, char32_t* code_point) {
  if (name.empty() || name.size() > kLongestName) return false;
  std::string upper(name);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  std::string_view text = upper;
  constexpr std::string_view kHangul = "HANGUL SYLLABLE ";
  constexpr std::string_view kIdeograph = "CJK UNIFIED IDEOGRAPH-";
  if (text.starts_with(kHangul)) return lookup_hangul(text.substr(kHangul.size()), code_point);
  if (text.starts_with(kIdeograph))
    return lookup_ideograph(text.substr(kIdeograph.size()), code_point);

  uint64_t wanted = hash_name(text);
  size_t low = 0, high = kNameCount;
  while (low < high) {
    size_t middle = (low + high) / 2;
    uint64_t entry = entry_at(middle);
    if (entry >> 21 == wanted) {
      *code_point = static_cast<char32_t>(entry & 0x1FFFFF);
      return true;
    }
    if (entry >> 21 < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

}  // namespace hpyc::lex
