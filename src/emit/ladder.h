// The shared exits of a function for errors: labels that release one variable each and fall into
// (or jump to) the next.
//
// An error edge has a list of variables to release, in order of birth. The lists of a function are
// the paths of a trie of prefixes; its nodes are the rungs. A jump to a rung releases its variable,
// then those of its ancestors, then leaves the function or goes on in a handler.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/variables.h"

namespace hpyc::emit {

class Ladder {
 public:
  struct Release {
    VariableId variable;
    std::string_view function;  // HPy_Close …
    friend bool operator==(const Release&, const Release&) = default;
  };

  // The label to jump to. `handler`: kNoBlock leaves the function.
  std::string label(const std::vector<Release>& releases, ir::BlockId handler);
  bool empty() const { return rungs_.empty(); }

  // Calls `line` for each line of C, labels included. `leave(handler)` gives the statements of a
  // bottom rung.
  template <typename Line, typename Leave>
  void print(const Variables& variables, Line&& line, Leave&& leave) const {
    for (uint32_t root : roots_) {
      print_above(root, variables, line);
      std::string bottom = leave(rungs_[root].handler);
      line(rungs_[root].jumped ? label_text(root) + ": " + bottom : "  " + bottom);
    }
  }

 private:
  struct Rung {
    uint32_t parent = ir::kNoId;
    Release release{};
    ir::BlockId handler = ir::kNoBlock;
    std::vector<uint32_t> children;
    bool jumped = false;
  };
  static std::string label_text(uint32_t rung);
  uint32_t root(ir::BlockId handler);

  // The rungs that lead to this one; the last of them falls into it, the others jump.
  template <typename Line>
  void print_above(uint32_t rung, const Variables& variables, Line& line) const {
    const auto& children = rungs_[rung].children;
    for (size_t i = 0; i < children.size(); ++i) {
      uint32_t child = children[i];
      print_above(child, variables, line);
      const Release& release = rungs_[child].release;
      const Variable& variable = variables[release.variable];
      std::string text = rungs_[child].jumped ? label_text(child) + ": " : "  ";
      text += release.function;
      text += "(ctx, ";
      if (variable.rep == ir::Rep::range) text += "&";
      text += variable.name + ");";
      if (i + 1 < children.size()) {
        text += " goto " + label_text(rung) + ";";
        rungs_[rung].jumped = true;
      }
      line(text);
    }
  }

  mutable std::vector<Rung> rungs_;
  std::vector<uint32_t> roots_;
};

}  // namespace hpyc::emit
