#include "sema/directives.h"

#include <algorithm>
#include <vector>

#include "sema/sema.h"

namespace hpyc::sema {
namespace {

const std::vector<std::string_view>& known_directives() {
  static const std::vector<std::string_view> names = {
      "language_level",
#define HPYC_DIRECTIVE_BOOL(field, name, default_value) name,
#define HPYC_DIRECTIVE_TEXT(field, name, default_value) name,
#define HPYC_DIRECTIVE_IGNORED(name) name,
#include "sema/directives.def"
  };
  return names;
}

// Levenshtein distance, cut off at the lengths that names have.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substitute, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

bool set_bool(bool& field, std::string_view name, std::string_view value, SourceSpan span,
              diag::DiagnosticEngine& engine) {
  if (value == "True" || value == "true" || value == "1") {
    field = true;
  } else if (value == "False" || value == "false" || value == "0") {
    field = false;
  } else {
    engine.error(diag::Kind::invalid_directive, span,
                 "{} directive must be set to True or False, got '{}'", name, value);
    return false;
  }
  return true;
}

}  // namespace

std::string_view closest_name(std::string_view name, const std::vector<std::string_view>& known) {
  std::string_view best;
  size_t best_distance = std::max<size_t>(1, name.size() / 3) + 1;
  for (std::string_view candidate : known) {
    size_t d = distance(name, candidate);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

bool Directives::is_known(std::string_view name) {
  return std::ranges::find(known_directives(), name) != known_directives().end();
}

bool Directives::set(std::string_view name, std::string_view value, SourceSpan span,
                     diag::DiagnosticEngine& engine) {
  if (name == "language_level") {
    if (value == "2") {
      language_level = 2;
    } else if (value == "3" || value == "3str") {
      language_level = 3;
    } else {
      engine.error(diag::Kind::invalid_directive, span,
                   "language_level directive must be 2, 3 or 3str, got '{}'", value);
      return false;
    }
    return true;
  }
#define HPYC_DIRECTIVE_BOOL(field, text, default_value) \
  if (name == text) return set_bool(field, name, value, span, engine);
#define HPYC_DIRECTIVE_TEXT(field, text, default_value) \
  if (name == text) {                                   \
    field = value;                                      \
    return true;                                        \
  }
#define HPYC_DIRECTIVE_IGNORED(text) \
  if (name == text) return true;
#include "sema/directives.def"
  // `warn.all=True` sets a group.
  if (name.ends_with(".all")) {
    std::string_view group = name.substr(0, name.size() - 3);
    for (std::string_view known : known_directives())
      if (known.starts_with(group)) return true;
  }
  auto error = engine.error(diag::Kind::unknown_directive, span, "unknown directive '{}'", name);
  if (std::string_view closest = closest_name(name, known_directives()); !closest.empty())
    error.hint("did you mean '{}'?", closest);
  return false;
}

}  // namespace hpyc::sema
