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
    case NodeKind::MatchSequence:
      for (const Pattern* p : as<MatchSequence>(node)->patterns) pattern(p, captured);
      break;
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

namespace {

// Keys that are equal have the same text: 1, 1.0, True and 1 + 0j are one key.
struct PatternKey {
  std::string identity;  // empty: not known before run time
  std::string shown;
};

PatternKey pattern_key(const Expr* key) {
  bool negative = false;
  if (const auto* unary = dyn_as<UnaryOp>(key); unary != nullptr) {
    if (unary->op != UnaryOperator::Minus) return {};
    negative = true;
    key = unary->operand;
  }
  auto number = [&](double value, std::string shown) -> PatternKey {
    value = negative && value != 0 ? -value : value;
    if (negative && value != 0) shown.insert(0, 1, '-');
    return {fmt::format("number {}", value == 0 ? 0.0 : value), shown};
  };
  switch (key->kind) {
    case NodeKind::IntLiteral: {
      const auto* literal = as<IntLiteral>(key);
      if (!literal->fits_int64)
        return {
            fmt::format("integer {}{} {}", negative ? "-" : "", literal->radix, literal->digits),
            std::string(literal->digits)};
      if (literal->value > (int64_t{1} << 53))
        return {fmt::format("integer {}{}", negative ? "-" : "", literal->value),
                fmt::format("{}{}", negative ? "-" : "", literal->value)};
      return number(static_cast<double>(literal->value), fmt::format("{}", literal->value));
    }
    case NodeKind::FloatLiteral: {
      double value = as<FloatLiteral>(key)->value;
      std::string shown = fmt::format("{}", value);
      if (shown.find_first_of(".en") == shown.npos) shown += ".0";
      return number(value, shown);
    }
    case NodeKind::ImagLiteral: {
      double value = as<ImagLiteral>(key)->value;
      std::string shown = fmt::format("{}j", value);
      if (value == 0) return number(0, shown);
      return {fmt::format("imaginary {}{}", negative ? "-" : "", value), shown};
    }
    case NodeKind::BoolLiteral: {
      bool value = as<BoolLiteral>(key)->value;
      return number(value ? 1 : 0, value ? "True" : "False");
    }
    case NodeKind::NoneLiteral:
      return {"None", "None"};
    case NodeKind::StringLiteral:
      return {fmt::format("str {}", as<StringLiteral>(key)->value),
              fmt::format("'{}'", as<StringLiteral>(key)->value)};
    case NodeKind::BytesLiteral:
      return {fmt::format("bytes {}", as<BytesLiteral>(key)->value),
              fmt::format("b'{}'", as<BytesLiteral>(key)->value)};
    default:
      return {};
  }
}

}  // namespace

void Binder::mapping_keys(const MatchMapping& node) {
  std::vector<std::string> seen;
  for (const PatternEntry* entry : node.entries) {
    PatternKey key = pattern_key(entry->key);
    if (key.identity.empty()) continue;
    if (std::find(seen.begin(), seen.end(), key.identity) != seen.end()) {
      error(node.span, fmt::format("mapping pattern checks duplicate key ({})", key.shown));
      return;
    }
    seen.push_back(std::move(key.identity));
  }
}

}  // namespace hpyc::sema
