#include "driver/module_name.h"

#include <algorithm>
#include <filesystem>

namespace hpyc::driver {
namespace {

namespace fs = std::filesystem;

bool is_package(const fs::path& folder) {
  std::error_code ignored;
  for (const char* name : {"__init__.py", "__init__.pyx", "__init__.pxd"})
    if (fs::exists(folder / name, ignored)) return true;
  return false;
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// ASCII only: the C name of a module's initialisation is an identifier.
bool is_word(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::ranges::all_of(text, is_word_char);
}

}  // namespace

Suffix suffix_of(std::string_view path) {
  std::string_view file = path.substr(path.find_last_of('/') + 1);
  size_t dot = file.rfind('.');
  if (dot == std::string_view::npos) return Suffix::other;
  std::string_view suffix = file.substr(dot);
  if (suffix == ".py") return Suffix::py;
  if (suffix == ".pyx") return Suffix::pyx;
  if (suffix == ".pxd") return Suffix::pxd;
  if (suffix == ".pxi") return Suffix::pxi;
  return Suffix::other;
}

ModulePlace find_module_place(const std::string& path) {
  std::error_code ignored;
  fs::path full = fs::absolute(path, ignored).lexically_normal();
  ModulePlace place;
  place.source_name = full.filename().string();
  place.name = full.stem().string();
  bool init = place.name == "__init__";
  for (fs::path folder = full.parent_path(); is_package(folder) && folder.has_filename();
       folder = folder.parent_path()) {
    std::string part = folder.filename().string();
    place.source_name = part + "/" + place.source_name;
    place.name = init ? part : part + "." + place.name;
    init = false;
  }
  return place;
}

bool is_module_name(std::string_view name) {
  for (size_t at = 0; at <= name.size();) {
    size_t end = std::min(name.find('.', at), name.size());
    if (!is_word(name.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

std::string valid_module_name(std::string_view name) {
  std::string out;
  for (char c : name) {
    bool starts = out.empty() || out.back() == '.';
    if (c == '.') {
      if (!starts) out += c;
    } else if (is_word_char(c)) {
      if (starts && c >= '0' && c <= '9') out += '_';
      out += c;
    } else if (out.empty() || out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out.empty() ? "module" : out;
}

}  // namespace hpyc::driver
