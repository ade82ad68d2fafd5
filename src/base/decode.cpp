// Bytes of a source file → UTF-8 text, as PEP 263 says.
#include <iconv.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/source_map.h"

namespace hpyc {
namespace {

// Further bad bytes of a file say nothing new.
constexpr size_t kMaxProblems = 20;

enum class Encoding : uint8_t { utf8, ascii, latin1, latin9, cp1252 };

const char* canonical_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "utf-8";
    case Encoding::ascii:
      return "ascii";
    case Encoding::latin1:
      return "iso-8859-1";
    case Encoding::latin9:
      return "iso-8859-15";
    case Encoding::cp1252:
      return "cp1252";
  }
  return "utf-8";
}

std::optional<Encoding> find_encoding(std::string_view name) {
  std::string key;
  for (char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)))
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  // Editors append line-ending conventions: utf-8-unix, latin-1-dos.
  for (std::string_view suffix : {"unix", "dos", "mac"})
    if (key.size() > suffix.size() && key.ends_with(suffix)) {
      key.resize(key.size() - suffix.size());
      break;
    }
  struct Alias {
    std::string_view key;
    Encoding encoding;
  };
  static constexpr Alias kAliases[] = {
      {"utf8", Encoding::utf8},
      {"utf", Encoding::utf8},
      {"u8", Encoding::utf8},
      {"utf8sig", Encoding::utf8},
      {"cp65001", Encoding::utf8},
      {"ascii", Encoding::ascii},
      {"usascii", Encoding::ascii},
      {"646", Encoding::ascii},
      {"latin1", Encoding::latin1},
      {"latin", Encoding::latin1},
      {"l1", Encoding::latin1},
      {"iso88591", Encoding::latin1},
      {"isolatin1", Encoding::latin1},
      {"88591", Encoding::latin1},
      {"8859", Encoding::latin1},
      {"cp819", Encoding::latin1},
      {"latin9", Encoding::latin9},
      {"l9", Encoding::latin9},
      {"iso885915", Encoding::latin9},
      {"cp1252", Encoding::cp1252},
      {"windows1252", Encoding::cp1252},
      {"1252", Encoding::cp1252},
  };
  for (const Alias& alias : kAliases)
    if (alias.key == key) return alias.encoding;
  return std::nullopt;
}

struct Cookie {
  std::string_view name;
  size_t offset;
};

// `# … coding: name` or `# … coding=name` in one line that has nothing but a comment.
std::optional<Cookie> cookie_of_line(std::string_view line, size_t offset) {
  size_t at = line.find_first_not_of(" \t\f");
  if (at == std::string_view::npos || line[at] != '#') return std::nullopt;
  while ((at = line.find("coding", at)) != std::string_view::npos) {
    at += 6;
    if (at >= line.size() || (line[at] != ':' && line[at] != '=')) continue;
    size_t begin = at + 1;
    while (begin < line.size() && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
    size_t end = begin;
    while (end < line.size() &&
           (std::isalnum(static_cast<unsigned char>(line[end])) ||
            std::strchr("-_.", line[end]) != nullptr) &&
           line[end] != '\0')
      ++end;
    if (end > begin) return Cookie{line.substr(begin, end - begin), offset + begin};
  }
  return std::nullopt;
}

std::optional<Cookie> find_cookie(std::string_view bytes) {
  size_t start = 0;
  for (int line_number = 0; line_number < 2 && start < bytes.size(); ++line_number) {
    size_t end = bytes.find_first_of("\r\n", start);
    if (end == std::string_view::npos) end = bytes.size();
    std::string_view line = bytes.substr(start, end - start);
    if (auto cookie = cookie_of_line(line, start)) return cookie;
    // The second line counts only below a blank or comment line.
    size_t first = line.find_first_not_of(" \t\f");
    if (first != std::string_view::npos && line[first] != '#') return std::nullopt;
    start = end;
    if (start < bytes.size() && bytes[start] == '\r') ++start;
    if (start < bytes.size() && bytes[start] == '\n') ++start;
  }
  return std::nullopt;
}

void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

constexpr uint16_t kCp1252High[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The code point of a byte ≥ 0x80, or 0 if the encoding has none there.
uint32_t decode_byte(Encoding encoding, unsigned char byte) {
  switch (encoding) {
    case Encoding::latin1:
      return byte;
    case Encoding::latin9:
      switch (byte) {
        case 0xA4:
          return 0x20AC;
        case 0xA6:
          return 0x0160;
        case 0xA8:
          return 0x0161;
        case 0xB4:
          return 0x017D;
        case 0xB8:
          return 0x017E;
        case 0xBC:
          return 0x0152;
        case 0xBD:
          return 0x0153;
        case 0xBE:
          return 0x0178;
        default:
          return byte;
      }
    case Encoding::cp1252:
      return byte < 0xA0 ? kCp1252High[byte - 0x80] : byte;
    default:
      return 0;
  }
}

// The length of the well-formed UTF-8 sequence at `at`, or 0.
size_t utf8_sequence(const unsigned char* at, size_t left) {
  unsigned char c = at[0];
  auto continuation = [&](size_t i) { return i < left && (at[i] & 0xC0) == 0x80; };
  if (c >= 0xC2 && c <= 0xDF) return continuation(1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    if (!continuation(1) || !continuation(2)) return 0;
    if (c == 0xE0 && at[1] < 0xA0) return 0;   // overlong
    if (c == 0xED && at[1] >= 0xA0) return 0;  // surrogate
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (!continuation(1) || !continuation(2) || !continuation(3)) return 0;
    if (c == 0xF0 && at[1] < 0x90) return 0;
    if (c == 0xF4 && at[1] >= 0x90) return 0;
    return 4;
  }
  return 0;
}

std::string hex_byte(unsigned char byte) {
  constexpr char kDigits[] = "0123456789abcdef";
  return std::string("0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

// An encoding that only the C library knows; ASCII must be part of it, as in the interpreter.
class LibraryEncoding {
 public:
  explicit LibraryEncoding(std::string_view name) {
    std::string dashes(name);
    for (char& c : dashes)
      if (c == '_') c = '-';
    for (const std::string& candidate : {std::string(name), dashes}) {
      handle_ = iconv_open("UTF-8", candidate.c_str());
      if (handle_ == kNone) continue;
      constexpr std::string_view kProbe = "\t\n #\"'()=[]azAZ09_{}~";
      std::string decoded;
      decode(kProbe, [&](std::string_view text, bool) { decoded += text; });
      if (decoded == kProbe) return;
      close();
    }
  }
  LibraryEncoding(const LibraryEncoding&) = delete;
  LibraryEncoding& operator=(const LibraryEncoding&) = delete;
  ~LibraryEncoding() { close(); }
  bool known() const { return handle_ != kNone; }

  // Calls sink(text, is_good) for what was decoded, and for each byte that the encoding has not.
  template <class Sink>
  void decode(std::string_view bytes, Sink sink) {
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    auto* from = const_cast<char*>(bytes.data());  // the interface of POSIX; it only reads
    size_t left = bytes.size();
    while (left != 0) {
      std::array<char, 4096> buffer;
      char* to = buffer.data();
      size_t room = buffer.size();
      const size_t status = iconv(handle_, &from, &left, &to, &room);
      sink(std::string_view(buffer.data(), buffer.size() - room), true);
      if (status != static_cast<size_t>(-1) || errno == E2BIG) continue;
      sink(std::string_view(from, 1), false);
      ++from;
      --left;
      iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    }
  }

 private:
  static inline const iconv_t kNone = reinterpret_cast<iconv_t>(-1);

  void close() {
    if (handle_ != kNone) iconv_close(handle_);
    handle_ = kNone;
  }

  iconv_t handle_ = kNone;
};

bool is_plain(std::string_view bytes) {
  size_t at = 0;
  uint64_t high = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    high |= word;
  }
  unsigned char rest = 0;
  for (; at < bytes.size(); ++at) rest |= static_cast<unsigned char>(bytes[at]);
  if ((high & 0x8080808080808080ull) != 0 || (rest & 0x80) != 0) return false;
  return bytes.empty() || (std::memchr(bytes.data(), '\r', bytes.size()) == nullptr &&
                           std::memchr(bytes.data(), '\0', bytes.size()) == nullptr);
}

}  // namespace

DecodedText decode_source(std::string_view bytes) {
  DecodedText result;
  auto problem = [&](DecodeProblem::Kind kind, size_t offset, std::string detail) {
    if (result.problems.size() < kMaxProblems)
      result.problems.push_back({kind, static_cast<uint32_t>(offset), std::move(detail)});
  };

  bool has_mark = bytes.starts_with("\xEF\xBB\xBF");
  if (has_mark) bytes.remove_prefix(3);
  Encoding encoding = Encoding::utf8;
  std::string library_name;
  std::string decoded;  // by the C library
  if (auto cookie = find_cookie(bytes)) {
    if (auto found = find_encoding(cookie->name)) {
      if (has_mark && *found != Encoding::utf8)
        problem(DecodeProblem::Kind::conflicting_encoding, cookie->offset,
                std::string(cookie->name));
      else
        encoding = *found;
    } else if (LibraryEncoding library(cookie->name); library.known()) {
      library_name = cookie->name;
      if (has_mark)
        problem(DecodeProblem::Kind::conflicting_encoding, cookie->offset, library_name);
      else
        library.decode(bytes, [&](std::string_view text, bool is_good) {
          if (!is_good) {
            problem(DecodeProblem::Kind::invalid_bytes, decoded.size(),
                    hex_byte(static_cast<unsigned char>(text[0])));
            text = "\xEF\xBF\xBD";
          }
          decoded += text;
        });
    } else {
      problem(DecodeProblem::Kind::unknown_encoding, cookie->offset, std::string(cookie->name));
    }
  }
  result.encoding = library_name.empty() ? canonical_name(encoding) : library_name;
  if (!decoded.empty()) bytes = decoded;
  if (is_plain(bytes)) {
    result.text = bytes;
    return result;
  }

  std::string& out = result.text;
  out.reserve(bytes.size() + bytes.size() / 8 + 1);
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  bool in_bad_run = false;  // one report for neighbouring bad bytes
  for (size_t at = 0; at < bytes.size();) {
    unsigned char c = data[at];
    if (c < 0x80) {
      in_bad_run = false;
      ++at;
      if (c == '\r') {
        if (at < bytes.size() && data[at] == '\n') ++at;
        out += '\n';
      } else if (c == '\0') {
        problem(DecodeProblem::Kind::nul_byte, out.size(), hex_byte(c));
        out += ' ';
      } else {
        out += static_cast<char>(c);
      }
      continue;
    }
    if (encoding == Encoding::utf8) {
      if (size_t length = utf8_sequence(data + at, bytes.size() - at)) {
        out.append(bytes.substr(at, length));
        at += length;
        in_bad_run = false;
        continue;
      }
    } else if (uint32_t code_point = decode_byte(encoding, c)) {
      append_utf8(out, code_point);
      ++at;
      in_bad_run = false;
      continue;
    }
    if (!in_bad_run) problem(DecodeProblem::Kind::invalid_bytes, out.size(), hex_byte(c));
    in_bad_run = true;
    out += "\xEF\xBF\xBD";
    ++at;
  }
  return result;
}

}  // namespace hpyc
