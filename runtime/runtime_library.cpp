#include "runtime_library.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <unordered_set>
#include <vector>

namespace hpyc::runtime {
namespace {

enum Kind { kMacro, kInclude, kCode };

struct Item {
  int kind;
  int file;
  bool after;                   // belongs to the second part
  std::string_view conditions;  // one a line, outermost first
  std::string_view text;
};
struct SymbolItem {
  std::string_view name;
  unsigned item;
};
#include "runtime_items.inc"

constexpr size_t kItemCount = std::size(kItems);

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool is_word_start(char c) { return is_word(c) && !std::isdigit(static_cast<unsigned char>(c)); }

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\n"), last = text.find_last_not_of(" \t\n");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, last - first + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// ---- conditions on the ABI
// -----------------------------------------------------------------------------------------
enum class Truth { no, yes, unknown };

// What is known of the file that is printed: its ABI, if it is for one only, and its module.
struct Facts {
  std::optional<Abi> only;
  bool has_cells = false, is_cython = false;
};

// Evaluates `#if` expressions made of names of ABIs and of the module's properties, && || ! and
// parentheses; anything else is unknown.
class ConditionEvaluator {
 public:
  ConditionEvaluator(std::string_view text, const Facts& facts) : text_(text), facts_(facts) {}

  Truth evaluate() {
    Truth result = either();
    skip();
    return text_.empty() && !confused_ ? result : Truth::unknown;
  }

 private:
  void skip() { text_ = text_.substr(std::min(text_.find_first_not_of(" \t"), text_.size())); }
  bool take(std::string_view token) {
    skip();
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  Truth either() {
    Truth left = both();
    while (take("||")) {
      Truth right = both();
      left = left == Truth::yes || right == Truth::yes ? Truth::yes
             : left == Truth::no && right == Truth::no ? Truth::no
                                                       : Truth::unknown;
    }
    return left;
  }
  Truth both() {
    Truth left = single();
    while (take("&&")) {
      Truth right = single();
      left = left == Truth::no || right == Truth::no     ? Truth::no
             : left == Truth::yes && right == Truth::yes ? Truth::yes
                                                         : Truth::unknown;
    }
    return left;
  }
  Truth single() {
    if (take("!")) {
      Truth inner = single();
      return inner == Truth::unknown ? inner : inner == Truth::yes ? Truth::no : Truth::yes;
    }
    if (take("(")) {
      Truth inner = either();
      if (!take(")")) confused_ = true;
      return inner;
    }
    skip();
    size_t end = 0;
    while (end < text_.size() && is_word(text_[end])) end++;
    std::string_view name = text_.substr(0, end);
    text_.remove_prefix(end);
    auto truth = [](bool value) { return value ? Truth::yes : Truth::no; };
    if (name == "HPYC_CELL_COUNT") return truth(facts_.has_cells);
    if (name == "HPYC_CYTHON") return truth(facts_.is_cython);
    const std::optional<Abi> abi = facts_.only;
    if (abi) {
      if (name == "HPYC_CAPI") return truth(abi == Abi::capi);
      if (name == "HPYC_DIRECT") return truth(abi == Abi::capi || abi == Abi::cpython);
      if (name == "HPYC_CONTEXT") return truth(abi == Abi::universal || abi == Abi::hybrid);
      if (name == "HPYC_UNIVERSAL") return truth(abi == Abi::universal);
      if (name == "HPYC_HYBRID") return truth(abi == Abi::hybrid);
    }
    // Only the C API is there in other interpreters' versions.
    Truth otherwise = name == "HPYC_EMULATED" && abi && abi != Abi::capi ? Truth::no : Truth::unknown;
    // The rest of an expression on something else is not understood: skip it up to a parenthesis or
    // the end.
    int depth = 0;
    while (!text_.empty() && !(depth == 0 && (text_[0] == ')' || text_.starts_with("&&") ||
                                              text_.starts_with("||")))) {
      depth += text_[0] == '(' ? 1 : text_[0] == ')' ? -1 : 0;
      text_.remove_prefix(1);
    }
    return otherwise;
  }

  std::string_view text_;
  const Facts& facts_;
  bool confused_ = false;
};

// Resolves the known conditions inside an item's text.
std::string prune(std::string_view text, const Facts& facts) {
  if (text.find("\n#") == std::string_view::npos) return std::string(text);
  struct Group {
    bool parent_active, resolved, taken, active;
  };
  std::string out;
  std::vector<Group> groups;
  bool active = true;
  for (std::string_view line : lines_of(text)) {
    std::string_view bare = trimmed(line);
    if (bare.starts_with("#if")) {
      Truth truth = bare.starts_with("#if ") ? ConditionEvaluator(bare.substr(4), facts).evaluate()
                                             : Truth::unknown;
      groups.push_back({active, truth != Truth::unknown, truth == Truth::yes, true});
      if (truth == Truth::no) active = false;
      if (truth != Truth::unknown) continue;
    } else if (bare.starts_with("#elif") || bare.starts_with("#else")) {
      Group& group = groups.back();
      if (group.resolved) {
        Truth truth = group.taken ? Truth::no
                      : bare.starts_with("#else")
                          ? Truth::yes
                          : ConditionEvaluator(bare.substr(6), facts).evaluate();
        if (truth == Truth::unknown) {  // the remaining branches form a group of their own
          group.resolved = false;
          active = group.parent_active;
          if (active) out += "#if " + std::string(bare.substr(6)) + "\n";
          continue;
        }
        group.taken = group.taken || truth == Truth::yes;
        active = group.parent_active && truth == Truth::yes;
        continue;
      }
    } else if (bare.starts_with("#endif")) {
      Group group = groups.back();
      groups.pop_back();
      active = group.parent_active;
      if (group.resolved) continue;
    }
    if (active) out.append(line).push_back('\n');
  }
  if (!out.empty()) out.pop_back();
  return out;
}

// ---- the lists
// -----------------------------------------------------------------------------------------------------
// A list macro is printed with the rows that are used: one whose prefix + key is referred to.
enum List { kNames, kObjects, kKnown, kKnownCalls, kKnownNumCalls, kMethods, kListCount };
struct ListInfo {
  std::string_view name;
  std::string_view prefix;
  int key;  // which column identifies the row
};
constexpr std::array<ListInfo, kListCount> kLists = {
    {{"HPYC_RUNTIME_NAMES", "HPYC_N_", 0},
     {"HPYC_RUNTIME_OBJECTS", "HPYC_O_", 0},
     {"HPYC_KNOWN_FUNCTIONS", "HPYC_KNOWN_", 0},
     {"HPYC_KNOWN_CALLS", "hpyc_known_", 0},
     {"HPYC_KNOWN_NUM_CALLS", "hpyc_known_num_", 0},
     {"HPYC_KNOWN_METHODS", "HPYC_METHOD_", 1}}};

std::vector<std::string_view> arguments_of(std::string_view text) {
  std::vector<std::string_view> arguments;
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i <= text.size(); i++) {
    if (i == text.size() || (text[i] == ',' && depth == 0)) {
      arguments.push_back(trimmed(text.substr(start, i - start)));
      start = i + 1;
    } else {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    }
  }
  return arguments;
}

// The rows `X(…)` of a list macro.
std::vector<std::string_view> rows_of(std::string_view text) {
  std::vector<std::string_view> rows;
  size_t at = text.find(')') + 1;
  while ((at = text.find("X(", at)) != std::string_view::npos) {
    size_t end = text.find(')', at);
    rows.push_back(text.substr(at, end - at + 1));
    at = end;
  }
  return rows;
}

std::vector<std::string_view> columns(std::string_view row) {
  return arguments_of(row.substr(2, row.size() - 3));
}

// ---- closure
// -------------------------------------------------------------------------------------------------------
class Closure {
 public:
  explicit Closure(const Facts& facts)
      : facts_(facts), texts_(kItemCount), included_(kItemCount), excluded_(kItemCount) {
    for (size_t i = 0; i < kItemCount; i++) {
      for (std::string_view condition : lines_of(kItems[i].conditions))
        if (ConditionEvaluator(condition, facts_).evaluate() == Truth::no)
          excluded_[i] = true;
      for (int list = 0; list < kListCount; list++)
        if (kItems[i].kind == kMacro && macro_name(kItems[i].text) == kLists[list].name)
          list_items_[list] = i;
    }
  }

  void refer(std::string_view name) {
    if (!names_.insert(std::string(name)).second) return;
    for (int list = 0; list < kListCount; list++) {
      if (!name.starts_with(kLists[list].prefix)) continue;
      std::string_view key = name.substr(kLists[list].prefix.size());
      if (list == kKnownCalls && key.starts_with("num_")) continue;
      use_row(list, key);
      if (list == kKnownCalls || list == kKnownNumCalls) use_row(kKnown, key);
    }
    auto range =
        std::equal_range(std::begin(kSymbolItems), std::end(kSymbolItems), SymbolItem{name, 0},
                         [](const SymbolItem& a, const SymbolItem& b) { return a.name < b.name; });
    for (auto it = range.first; it != range.second; ++it) include(it->item);
  }

  // Items of the second part, and their closure.
  void include_definition() {
    for (size_t i = 0; i < kItemCount; i++)
      if (kItems[i].after) include(i);
    settle();
  }

  void settle() {
    while (!pending_.empty()) {
      size_t item = pending_.back();
      pending_.pop_back();
      scan(text(item));
      if (!facts_.only) scan(kItems[item].conditions);
    }
    // Includes and pragmas: those of abi.h always, others with the first item of their file.
    std::set<int> files;
    for (size_t i = 0; i < kItemCount; i++)
      if (included_[i] && kItems[i].kind != kInclude) files.insert(kItems[i].file);
    for (size_t i = 0; i < kItemCount; i++)
      if (kItems[i].kind == kInclude && !excluded_[i] &&
          (kItems[i].file == 0 || files.contains(kItems[i].file)))
        include(i);
    if (!pending_.empty()) settle();
  }

  ClosureText print() {
    ClosureText out;
    print_part(false, out.before);
    print_part(true, out.after);
    return out;
  }

 private:
  static std::string_view macro_name(std::string_view text) {
    size_t start = text.find("define") + 6;
    while (text[start] == ' ') start++;
    size_t end = start;
    while (end < text.size() && is_word(text[end])) end++;
    return text.substr(start, end - start);
  }

  void include(size_t item) {
    if (included_[item] || excluded_[item]) return;
    included_[item] = true;
    for (int list = 0; list < kListCount; list++)
      if (list_items_[list] == item) return;  // its rows are not references
    pending_.push_back(item);
  }

  std::string_view text(size_t item) {
    if (texts_[item].empty()) texts_[item] = prune(kItems[item].text, facts_);
    return texts_[item];
  }

  void use_row(int list, std::string_view key) {
    for (std::string_view row : rows_of(kItems[list_items_[list]].text)) {
      std::vector<std::string_view> parts = columns(row);
      if (parts[kLists[list].key] != key || !used_rows_[list].insert(std::string(row)).second)
        continue;
      if (list == kMethods) {
        refer("hpyc_method_" + std::string(parts[0]) + "_" + std::string(parts[1]));
        refer("HPYC_METHOD_TYPE_" + std::string(parts[0]));
      } else if (list != kKnownCalls && list != kKnownNumCalls) {
        refer("HPYC_STORED_COUNT");
      }
    }
  }

  // Every word of the text that is not in a string; names that our own macros make with ##.
  void scan(std::string_view text) {
    for (size_t i = 0; i < text.size(); i++) {
      char c = text[i];
      if (c == '"' || c == '\'') {
        for (i++; i < text.size() && text[i] != c; i++)
          if (text[i] == '\\') i++;
      } else if (is_word_start(c)) {
        size_t end = i;
        while (end < text.size() && is_word(text[end])) end++;
        std::string_view word = text.substr(i, end - i);
        refer(word);
        if (end < text.size() && text[end] == '(') {
          paste(word, text.substr(end + 1));
          // HPy's macros name the implementation after the definition.
          if (word.starts_with("HPyDef_"))
            refer(std::string(text.substr(end + 1, text.find(',', end) - end - 1)) + "_impl");
        }
        i = end - 1;
      } else if (std::isdigit(static_cast<unsigned char>(c))) {
        while (i + 1 < text.size() && is_word(text[i + 1])) i++;
      }
    }
  }

  void paste(std::string_view macro, std::string_view rest) {
    auto range =
        std::equal_range(std::begin(kSymbolItems), std::end(kSymbolItems), SymbolItem{macro, 0},
                         [](const SymbolItem& a, const SymbolItem& b) { return a.name < b.name; });
    for (auto it = range.first; it != range.second; ++it) {
      const Item& item = kItems[it->item];
      if (item.kind != kMacro || item.text.find("##") == std::string_view::npos) continue;
      size_t depth = 1, end = 0;
      for (; end < rest.size() && depth > 0; end++)
        depth += rest[end] == '(' ? 1 : rest[end] == ')' ? -1 : 0;
      if (depth > 0) return;
      std::vector<std::string_view> arguments = arguments_of(rest.substr(0, end - 1));
      size_t open = item.text.find('('), close = item.text.find(')');
      std::vector<std::string_view> parameters =
          arguments_of(item.text.substr(open + 1, close - open - 1));
      std::string_view body = item.text.substr(close + 1);
      for (size_t i = 0; i < body.size(); i++) {
        if (!is_word(body[i])) continue;
        std::string name;
        bool pasted = false;
        for (;;) {
          size_t stop = i;
          while (stop < body.size() && is_word(body[stop])) stop++;
          std::string_view word = body.substr(i, stop - i);
          for (size_t p = 0; p < parameters.size() && p < arguments.size(); p++)
            if (word == parameters[p]) word = arguments[p];
          name += word;
          i = stop;
          if (!body.substr(i).starts_with("##")) break;
          pasted = true;
          i += 2;
        }
        if (pasted) refer(name);
      }
    }
  }

  std::string list_text(int list) {
    std::string out = "#define " + std::string(kLists[list].name) + "(X)";
    size_t width = out.size();
    for (std::string_view row : rows_of(kItems[list_items_[list]].text)) {
      if (!used_rows_[list].contains(std::string(row))) continue;
      if (width + row.size() > 118) {
        out += " \\\n ";
        width = 1;
      }
      out.append(" ").append(row);
      width += row.size() + 1;
    }
    return out;
  }

  void print_part(bool after, std::string& out) {
    std::vector<std::string_view> open;
    std::vector<bool> has_else;
    for (size_t i = 0; i < kItemCount; i++) {
      if (!included_[i] || kItems[i].after != after) continue;
      std::vector<std::string_view> wanted;
      for (std::string_view condition : lines_of(kItems[i].conditions))
        if (ConditionEvaluator(condition, facts_).evaluate() == Truth::unknown)
          wanted.push_back(condition);
      size_t common = 0;
      while (common < open.size() && common < wanted.size() && open[common] == wanted[common])
        common++;
      while (open.size() > common + 1) {
        out += "#endif\n";
        open.pop_back();
        has_else.pop_back();
      }
      if (open.size() > common) {
        if (wanted.size() > common && !has_else[common] &&
            complementary(open[common], wanted[common])) {
          out += "#else\n";
          open[common] = wanted[common];
          has_else[common] = true;
          common++;
        } else {
          out += "#endif\n";
          open.pop_back();
          has_else.pop_back();
        }
      }
      for (; common < wanted.size(); common++) {
        out.append("#if ").append(wanted[common]).append("\n");
        open.push_back(wanted[common]);
        has_else.push_back(false);
      }
      int list = -1;
      for (int k = 0; k < kListCount; k++)
        if (list_items_[k] == i) list = k;
      if (list >= 0) {
        out += list_text(list);
      } else {
        out += text(i);
      }
      out += '\n';
    }
    for (size_t k = 0; k < open.size(); k++) out += "#endif\n";
  }

  static bool complementary(std::string_view a, std::string_view b) {
    if (a.starts_with("!")) std::swap(a, b);
    if (!b.starts_with("!")) return false;
    b.remove_prefix(1);
    return a == b || "(" + std::string(a) + ")" == b;
  }

  const Facts facts_;
  std::vector<std::string> texts_;
  std::vector<bool> included_, excluded_;
  std::vector<size_t> pending_;
  std::unordered_set<std::string> names_;
  std::array<size_t, kListCount> list_items_{};
  std::array<std::set<std::string>, kListCount> used_rows_;
};

}  // namespace

ClosureText closure_text(std::span<const std::string_view> needed, std::optional<Abi> only) {
  auto has = [&](std::string_view name) { return std::ranges::find(needed, name) != needed.end(); };
  Closure closure(Facts{only, has("HPYC_CELL_COUNT"), has("HPYC_CYTHON")});
  for (std::string_view name : needed) closure.refer(name);
  closure.include_definition();
  return closure.print();
}

bool has_symbol(std::string_view name) {
  return std::binary_search(std::begin(kSymbols), std::end(kSymbols), name);
}

std::span<const std::string_view> symbols() { return kSymbols; }

}  // namespace hpyc::runtime
