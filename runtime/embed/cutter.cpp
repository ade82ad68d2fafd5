#include "cutter.h"

#include <cctype>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

namespace hpyc::embed {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string trim(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\n"), last = text.find_last_not_of(" \t\n");
  return first == std::string_view::npos ? "" : std::string(text.substr(first, last - first + 1));
}

// Replaces comments by nothing, keeping line ends, so that line numbers stay.
std::string strip_comments(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      while (i < text.size() && text[i] != '\n') i++;
      while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
      if (i < text.size()) out += '\n';
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      size_t end = text.find("*/", i + 2);
      for (; i < end; i++)
        if (text[i] == '\n') out += '\n';
      i++;
    } else if (c == '"' || c == '\'') {
      out += c;
      for (i++; i < text.size() && text[i] != c; i++) {
        out += text[i];
        if (text[i] == '\\') out += text[++i];
      }
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string without_attributes(std::string_view text) {
  std::string out;
  constexpr std::string_view kAttribute = "__attribute__";
  for (size_t i = 0; i < text.size();) {
    if (text.substr(i, kAttribute.size()) == kAttribute) {
      i += kAttribute.size();
      int depth = 0;
      do {
        depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        i++;
      } while (depth > 0 && i < text.size());
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string word_before(std::string_view text, size_t end) {
  while (end > 0 && !is_word(text[end - 1])) end--;
  size_t start = end;
  while (start > 0 && is_word(text[start - 1])) start--;
  return std::string(text.substr(start, end - start));
}

std::string word_at(std::string_view text, size_t start) {
  size_t end = start;
  while (end < text.size() && is_word(text[end])) end++;
  return std::string(text.substr(start, end - start));
}

// Names of enumerators: words after `{` or `,` at depth 1 that are not calls of list macros.
void enumerator_names(std::string_view text, std::vector<std::string>& names) {
  int depth = 0;
  bool expected = false;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (c == '{' || c == '(') depth++;
    if (c == '}' || c == ')') depth--;
    if (depth == 1 && (c == '{' || c == ',' || c == ')')) {
      expected = true;
    } else if (expected && is_word(c)) {
      std::string word = word_at(text, i);
      i += word.size() - 1;
      if (i + 1 < text.size() && text[i + 1] == '(') continue;
      names.push_back(word);
      expected = false;
    }
  }
}

// The runtime is printed with full lines: it is read here, in runtime/; what a reader of a generated
// file looks for are the functions of the module.
std::string filled(const std::string& text) {
  constexpr size_t kWidth = 116;
  std::string out;
  size_t width = 0;
  std::stringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::string bare = trim(line);
    if (bare[0] == '#') {
      out += "\n" + bare;
      width = kWidth;
    } else if (!out.empty() && width + 1 + bare.size() <= kWidth) {
      out += " " + bare;
      width += 1 + bare.size();
    } else {
      out += out.empty() ? bare : "\n  " + bare;
      width = out.find('\n') == std::string::npos ? bare.size() : bare.size() + 2;
    }
  }
  return out;
}

struct CodeShape {
  bool is_function = false;
  bool is_invocation = false;
};

// The names that an invocation of one of our own macros makes with ##, for items like `DEFINE(len,
// f)`.
std::vector<std::string> pasted_names(const std::string& macro, const std::string& invocation) {
  size_t open = macro.find('('), close = macro.find(')');
  std::vector<std::string> parameters, arguments, names;
  auto split = [](const std::string& list, std::vector<std::string>& out) {
    int depth = 0;
    std::string part;
    for (char c : list) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        out.push_back(trim(part));
        part.clear();
      } else {
        part += c;
      }
    }
    out.push_back(trim(part));
  };
  split(macro.substr(open + 1, close - open - 1), parameters);
  size_t start = invocation.find('(');
  split(invocation.substr(start + 1, invocation.size() - start - 2), arguments);
  for (size_t at = macro.find("##"); at != std::string::npos; at = macro.find("##", at + 2)) {
    std::string left = word_before(macro, at), right = word_at(macro, at + 2);
    for (size_t i = 0; i < parameters.size() && i < arguments.size(); i++) {
      if (left == parameters[i]) left = arguments[i];
      if (right == parameters[i]) right = arguments[i];
    }
    names.push_back(left + right);
  }
  return names;
}

// What an item of code defines.
std::vector<std::string> code_names(const std::string& raw, const CodeShape& shape) {
  std::string text = without_attributes(raw);
  std::vector<std::string> names;
  size_t parenthesis = text.find('(');
  if (shape.is_invocation) {
    size_t comma = text.find_first_of(",)", parenthesis);
    names.push_back(trim(std::string_view(text).substr(parenthesis + 1, comma - parenthesis - 1)));
    return names;
  }
  if (shape.is_function) {
    names.push_back(word_before(text, parenthesis));
    return names;
  }
  bool is_typedef = text.starts_with("typedef");
  if (text.find("enum") != std::string::npos && text.find("enum") <= 8) {
    enumerator_names(text, names);
    if (!is_typedef) return names;
  }
  size_t pointer = text.find("(*");
  if (is_typedef && text.find('{') == std::string::npos && pointer != std::string::npos) {
    names.push_back(word_at(text, pointer + 2));
    return names;
  }
  // Declarators at depth 0: the word before `=`, `[`, `(`, `,` or `;`.
  int depth = 0;
  bool initialiser = false;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i];
    if (c == '"' || c == '\'') {
      for (i++; i < text.size() && text[i] != c; i++)
        if (text[i] == '\\') i++;
      continue;
    }
    if (depth == 0 && !initialiser && (c == '=' || c == '[' || c == ',' || c == ';' || c == '(')) {
      names.push_back(word_before(text, i));
      initialiser = true;
    }
    if (depth == 0 && c == ',') initialiser = false;
    if (c == '{' || c == '(' || c == '[') depth++;
    if (c == '}' || c == ')' || c == ']') depth--;
    if (depth == 0 && is_typedef && c == ')') break;
  }
  return names;
}

struct Condition {
  std::vector<std::string> earlier;  // conditions of the branches before this one
  std::string current;
};

class Cutter {
 public:
  Cutter(const std::filesystem::path& root, Cut& cut) : root_(root), cut_(cut) {}

  void file(const std::filesystem::path& path) {
    if (!seen_.insert(path).second) return;
    std::ifstream in(root_ / path, std::ios::binary);
    if (!in) {
      cut_.error = "cannot read " + path.string();
      return;
    }
    std::stringstream buffer;
    buffer << in.rdbuf();
    std::vector<std::string> lines;
    std::stringstream stripped(strip_comments(buffer.str()));
    for (std::string line; std::getline(stripped, line);) lines.push_back(line);
    // Included files come first: their items must precede, and `files` gives the order.
    int index = -1;
    size_t condition_base = conditions_.size();
    std::string text;
    int depth = 0;
    bool function_body = false;
    for (size_t i = 0; i < lines.size() && cut_.error.empty(); i++) {
      std::string line = lines[i];
      std::string bare = trim(line);
      if (bare.empty()) continue;
      bool directive = bare[0] == '#';
      if (directive || text.empty()) {
        while (directive && bare.ends_with('\\') && i + 1 < lines.size()) {
          line += "\n" + lines[++i];
          bare = trim(line);
        }
      }
      if (directive && text.empty()) {
        if (bare.starts_with("#include \"")) {
          file(bare.substr(10, bare.rfind('"') - 10) == "hpy.h"
                   ? path
                   : std::filesystem::path(bare.substr(10, bare.rfind('"') - 10)));
          if (bare.find("\"hpy.h\"") == std::string::npos) continue;
        }
        if (index < 0) {
          index = static_cast<int>(cut_.files.size());
          cut_.files.push_back(path);
        }
        this->directive(bare, index);
        continue;
      }
      if (index < 0) {
        index = static_cast<int>(cut_.files.size());
        cut_.files.push_back(path);
      }
      size_t end = line.find_last_not_of(" \t");
      text += (text.empty() ? "" : "\n") + line.substr(0, end + 1);
      if (directive) continue;
      scan_depth(line, depth, function_body, text);
      char last = bare.back();
      CodeShape shape;
      if (depth == 0 && function_body && last == '}') {
        shape.is_function = true;
      } else if (depth == 0 && last == ')' && is_invocation(text)) {
        shape.is_invocation = true;
      } else if (!(depth == 0 && last == ';' && !function_body)) {
        continue;
      }
      std::vector<std::string> names = code_names(text, shape);
      if (shape.is_invocation)
        for (const Item& item : cut_.items)
          if (item.kind == ItemKind::macro && item.names[0] == word_at(text, 0) &&
              item.text.find("##") != std::string::npos)
            names = pasted_names(item.text, text);
      text = filled(text);
      add(ItemKind::code, text, names, index);
      text.clear();
      function_body = false;
    }
    if (cut_.error.empty() && !text.empty())
      cut_.error = path.string() + ": unfinished item: " + text.substr(0, 60);
    if (cut_.error.empty() && conditions_.size() != condition_base)
      cut_.error = path.string() + ": #if without #endif";
  }

 private:
  // `NAME(…)` alone.
  static bool is_invocation(const std::string& text) {
    size_t i = word_at(text, 0).size();
    if (i == 0 || i >= text.size() || text[i] != '(') return false;
    int depth = 0;
    for (; i < text.size(); i++) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth == 0) return i + 1 == text.size();
    }
    return false;
  }

  static void scan_depth(const std::string& line, int& depth, bool& function_body,
                         const std::string& text) {
    for (size_t i = 0; i < line.size(); i++) {
      char c = line[i];
      if (c == '"' || c == '\'') {
        for (i++; i < line.size() && line[i] != c; i++)
          if (line[i] == '\\') i++;
        continue;
      }
      if (c == '{' && depth == 0) {
        // A body follows a parameter list; `= {` and `struct {` do not.
        std::string before = trim(line.substr(0, i));
        if (before.empty()) before = trim(text.substr(0, text.size() - line.size()));
        function_body = before.ends_with(')');
      }
      if (c == '{' || c == '(') depth++;
      if (c == '}' || c == ')') depth--;
    }
  }

  void directive(const std::string& bare, int file) {
    std::string rest = trim(std::string_view(bare).substr(1));
    if (rest.starts_with("if")) {
      std::string condition = rest.starts_with("ifdef") ? "defined(" + trim(rest.substr(5)) + ")"
                              : rest.starts_with("ifndef")
                                  ? "!defined(" + trim(rest.substr(6)) + ")"
                                  : trim(rest.substr(2));
      conditions_.push_back({{}, condition});
    } else if (rest.starts_with("elif") || rest.starts_with("else")) {
      Condition& top = conditions_.back();
      top.earlier.push_back(top.current);
      top.current = rest.starts_with("elif") ? trim(rest.substr(4)) : "";
    } else if (rest.starts_with("endif")) {
      conditions_.pop_back();
    } else if (rest.starts_with("define")) {
      add(ItemKind::macro, bare, {word_at(rest, 7)}, file);
    } else if (rest != "pragma once") {
      add(ItemKind::include, bare, {}, file);
    }
  }

  void add(ItemKind kind, const std::string& text, std::vector<std::string> names, int file) {
    Item item{kind, text, {}, std::move(names), file};
    for (const Condition& condition : conditions_) {
      for (const std::string& earlier : condition.earlier)
        item.conditions.push_back(negation(earlier));
      if (!condition.current.empty()) item.conditions.push_back(condition.current);
    }
    cut_.items.push_back(std::move(item));
  }

  static std::string negation(const std::string& condition) {
    bool simple = true;
    for (char c : condition) simple = simple && (is_word(c) || c == '!');
    if (simple && condition[0] == '!') return condition.substr(1);
    return simple ? "!" + condition : "!(" + condition + ")";
  }

  const std::filesystem::path& root_;
  Cut& cut_;
  std::set<std::filesystem::path> seen_;
  std::vector<Condition> conditions_;
};

}  // namespace

Cut cut_files(const std::filesystem::path& root, const std::vector<std::string>& start) {
  Cut cut;
  Cutter cutter(root, cut);
  for (const std::string& path : start)
    if (cut.error.empty()) cutter.file(path);
  return cut;
}

}  // namespace hpyc::embed
