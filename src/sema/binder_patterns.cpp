// Patterns of `match`.
#include <fmt/format.h>

#include <algorithm>

#include "sema/binder.h"

namespace hpyc::sema {

using namespace ast;

void Binder::capture(const Identifier& name, const Node* node, PatternNames& captured) {
  if (!name) return;
  if (std::find(captured.names.begin(), captured.names.end(), name.name) != captured.names.end())
    error(name.span,
          fmt::format("multiple assignments to name '{}' in pattern", result_.text(name.name)));
  captured.names.push_back(name.name);
  define(name, kAssigned, node);
}

void Binder::pattern(const Pattern* node, PatternNames& captured) {
  switch (node->kind) {
    case NodeKind::MatchValue:
      visit(as<MatchValue>(node)->value);
      break;
    case NodeKind::MatchSequence: {
      uint32_t stars = 0;
      for (const Pattern* p : as<MatchSequence>(node)->patterns) {
        if (isa<MatchStar>(p) && ++stars == 2)
          error(node->span, "multiple starred names in sequence pattern");
        pattern(p, captured);
      }
      break;
    }
    case NodeKind::MatchMapping: {
      const auto* mapping = as<MatchMapping>(node);
      for (const PatternEntry* entry : mapping->entries) visit(entry->key);
      for (const PatternEntry* entry : mapping->entries) pattern(entry->pattern, captured);
      mapping_keys(*mapping);
      capture(mapping->rest, mapping, captured);
      break;
    }
    case NodeKind::MatchClass: {
      const auto* cls = as<MatchClass>(node);
      visit(cls->cls);
      for (const Pattern* p : cls->patterns) pattern(p, captured);
      for (size_t i = 0; i < cls->keywords.size(); ++i) {
        const PatternKeyword* keyword = cls->keywords[i];
        check_debug_store(keyword->name.name, keyword->name.span);
        for (size_t j = 0; j < i; ++j) {
          if (cls->keywords[j]->name.name == keyword->name.name) {
            error(keyword->span, fmt::format("attribute name repeated in class pattern: {}",
                                             result_.text(keyword->name.name)));
            break;
          }
        }
        pattern(keyword->pattern, captured);
      }
      break;
    }
    case NodeKind::MatchStar:
      capture(as<MatchStar>(node)->name, node, captured);
      break;
    case NodeKind::MatchAs: {
      const auto* as_pattern = as<MatchAs>(node);
      if (as_pattern->pattern != nullptr) pattern(as_pattern->pattern, captured);
      capture(as_pattern->name, node, captured);
      break;
    }
    case NodeKind::MatchOr:
      pattern_alternatives(*as<MatchOr>(node), captured);
      break;
    default:
      break;
  }
}

void Binder::pattern_alternatives(const MatchOr& node, PatternNames& captured) {
  std::vector<Name> before = captured.names;
  std::vector<Name> first;
  for (size_t i = 0; i < node.patterns.size(); ++i) {
    PatternNames alternative{before};
    pattern(node.patterns[i], alternative);
    std::vector<Name> bound(alternative.names.begin() + static_cast<ptrdiff_t>(before.size()),
                            alternative.names.end());
    std::sort(bound.begin(), bound.end(), [](Name a, Name b) { return a.id < b.id; });
    if (i == 0) {
      first = bound;
      captured.names = alternative.names;
    } else if (bound != first) {
      error(node.span, "alternative patterns bind different names");
      first = bound;
    }
    if (i + 1 < node.patterns.size()) check_irrefutable(node.patterns[i]);
  }
}

// A pattern that always matches, with others after it.
void Binder::check_irrefutable(const Pattern* node) {
  while (true) {
    if (const auto* as_pattern = dyn_as<MatchAs>(node)) {
      if (as_pattern->pattern != nullptr) {
        node = as_pattern->pattern;
        continue;
      }
      if (as_pattern->name)
        error(node->span, fmt::format("name capture '{}' makes remaining patterns unreachable",
                                      result_.text(as_pattern->name.name)));
      else
        error(node->span, "wildcard makes remaining patterns unreachable");
      return;
    }
    const auto* alternatives = dyn_as<MatchOr>(node);
    if (alternatives == nullptr || alternatives->patterns.empty()) return;
    node = alternatives->patterns.back();
  }
}

void Binder::mapping_keys(const MatchMapping& node) {
  for (size_t i = 0; i < node.entries.size(); ++i) {
    const Expr* key = node.entries[i]->key;
    for (size_t j = 0; j < i; ++j) {
      const Expr* other = node.entries[j]->key;
      std::string text;
      if (const auto* a = dyn_as<StringLiteral>(key)) {
        const auto* b = dyn_as<StringLiteral>(other);
        if (b != nullptr && a->value == b->value) text = fmt::format("'{}'", a->value);
      } else if (const auto* n = dyn_as<IntLiteral>(key)) {
        const auto* m = dyn_as<IntLiteral>(other);
        if (m != nullptr && n->fits_int64 && m->fits_int64 && n->value == m->value)
          text = fmt::format("{}", n->value);
      } else if (isa<NoneLiteral>(key) && isa<NoneLiteral>(other)) {
        text = "None";
      } else if (const auto* p = dyn_as<BoolLiteral>(key)) {
        const auto* q = dyn_as<BoolLiteral>(other);
        if (q != nullptr && p->value == q->value) text = p->value ? "True" : "False";
      }
      if (!text.empty()) {
        error(node.span, fmt::format("mapping pattern checks duplicate key ({})", text));
        break;
      }
    }
  }
}

}  // namespace hpyc::sema
