// Cuts C files of the runtime into top-level items: functions, types, variables, macros, includes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hpyc::embed {

enum class ItemKind { macro, include, code };

struct Item {
  ItemKind kind{};
  std::string text;                     // without comments and blank lines
  std::vector<std::string> conditions;  // of the enclosing #if groups, outermost first
  std::vector<std::string> names;       // symbols that it defines
  int file = 0;                         // index into Cut::files
};

struct Cut {
  std::vector<std::filesystem::path> files;  // in the order of their items
  std::vector<Item> items;
  std::string error;  // not empty: what is wrong, with file and line
};

// Follows the includes of `start` that are written with quotes, relative to `root`.
Cut cut_files(const std::filesystem::path& root, const std::vector<std::string>& start);

}  // namespace hpyc::embed
