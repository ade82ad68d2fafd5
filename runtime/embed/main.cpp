// Build-time tool: writes the runtime as C++ tables for runtime_library.cpp.
//   hpyc_embed_runtime ROOT OUTPUT FIRST-PART SECOND-PART
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cutter.h"

namespace {

using hpyc::embed::Item;

std::string c_literal(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n') {
      out += "\\n\"\n    \"";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5)
    return std::fputs("usage: hpyc_embed_runtime ROOT OUTPUT FIRST SECOND\n", stderr), 2;
  hpyc::embed::Cut cut = hpyc::embed::cut_files(argv[1], {argv[3], argv[4]});
  if (!cut.error.empty()) return std::cerr << argv[1] << ": " << cut.error << "\n", 1;
  std::stringstream out;
  out << "constexpr Item kItems[] = {\n";
  std::vector<std::pair<std::string, size_t>> symbols;
  for (size_t i = 0; i < cut.items.size(); i++) {
    const Item& item = cut.items[i];
    bool second = cut.files[item.file] == argv[4];
    std::string conditions;
    for (const std::string& condition : item.conditions) conditions += condition + "\n";
    if (!conditions.empty()) conditions.pop_back();
    out << "    {" << static_cast<int>(item.kind) << ", " << item.file << ", " << second << ", "
        << c_literal(conditions) << ",\n    " << c_literal(item.text) << "},\n";
    for (const std::string& name : item.names) symbols.emplace_back(name, i);
  }
  out << "};\nconstexpr SymbolItem kSymbolItems[] = {\n";
  std::sort(symbols.begin(), symbols.end());
  for (const auto& [name, item] : symbols) out << "    {\"" << name << "\", " << item << "},\n";
  out << "};\nconstexpr std::string_view kSymbols[] = {\n";
  std::string previous;
  for (const auto& [name, item] : symbols) {
    if (name != previous) out << "    \"" << name << "\",\n";
    previous = name;
  }
  out << "};\n";
  std::ofstream file(argv[2], std::ios::binary);
  file << out.str();
  return file.good() ? 0 : 1;
}
