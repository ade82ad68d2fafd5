#include "diag/diagnostic.h"

#include <algorithm>
#include <iterator>

namespace hpyc::diag {
namespace {

struct KindRow {
  std::string_view slug;
  Severity severity;
  std::string_view headline;
};

constexpr KindRow kKinds[] = {
#define HPYC_DIAG(name, slug, severity, headline) {slug, Severity::severity, headline},
#include "diag/kinds.def"
#undef HPYC_DIAG
};
static_assert(std::size(kKinds) == static_cast<size_t>(Kind::count_));

}  // namespace

std::string_view slug(Kind kind) { return kKinds[static_cast<size_t>(kind)].slug; }
Severity default_severity(Kind kind) { return kKinds[static_cast<size_t>(kind)].severity; }
std::string_view headline(Kind kind) { return kKinds[static_cast<size_t>(kind)].headline; }

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
    case Severity::help:
      return "help";
  }
  return "error";
}

Builder& Builder::label(std::string text) {
  diagnostic_->label = std::move(text);
  return *this;
}
Builder& Builder::label(SourceSpan span, std::string text) {
  diagnostic_->secondary.push_back({span, std::move(text)});
  return *this;
}
Builder& Builder::note(std::string text) {
  diagnostic_->notes.push_back(std::move(text));
  return *this;
}
Builder& Builder::hint(std::string text) {
  diagnostic_->hints.push_back(std::move(text));
  return *this;
}
Builder& Builder::fixit(SourceSpan span, std::string replacement) {
  diagnostic_->fixits.push_back({span, std::move(replacement)});
  return *this;
}

Builder DiagnosticEngine::add(Kind kind, Severity severity, SourceSpan span, std::string message) {
  if (severity == Severity::warning && warnings_as_errors_) severity = Severity::error;
  if (severity == Severity::error) {
    ++error_count_;
    if (error_limit_ != 0 && error_count_ > error_limit_) {
      ++suppressed_;
      discarded_ = {};
      return Builder(&discarded_);
    }
  } else if (severity == Severity::warning) {
    ++warning_count_;
  }
  Diagnostic& diagnostic = diagnostics_.emplace_back();
  diagnostic.kind = kind;
  diagnostic.severity = severity;
  diagnostic.message = std::move(message);
  diagnostic.span = span;
  return Builder(&diagnostic);
}

std::vector<const Diagnostic*> DiagnosticEngine::sorted() const {
  std::vector<const Diagnostic*> list;
  list.reserve(diagnostics_.size());
  for (const Diagnostic& diagnostic : diagnostics_) list.push_back(&diagnostic);
  // What has no place (invalid file: the largest id) comes last.
  std::stable_sort(list.begin(), list.end(), [](const Diagnostic* a, const Diagnostic* b) {
    if (a->span.file != b->span.file) return a->span.file < b->span.file;
    return a->span.begin < b->span.begin;
  });
  // Duplicates have the same begin, but others may stand between them.
  std::vector<const Diagnostic*> unique;
  unique.reserve(list.size());
  size_t group = 0;
  for (const Diagnostic* diagnostic : list) {
    if (!unique.empty() && (unique.back()->span.file != diagnostic->span.file ||
                            unique.back()->span.begin != diagnostic->span.begin))
      group = unique.size();
    bool seen = std::any_of(unique.begin() + static_cast<std::ptrdiff_t>(group), unique.end(),
                            [&](const Diagnostic* other) {
                              return other->kind == diagnostic->kind &&
                                     other->span == diagnostic->span &&
                                     other->message == diagnostic->message;
                            });
    if (!seen) unique.push_back(diagnostic);
  }
  return unique;
}

void DiagnosticEngine::clear() {
  diagnostics_.clear();
  error_count_ = warning_count_ = suppressed_ = 0;
}

void DiagnosticEngine::rewind(const Mark& mark) {
  while (diagnostics_.size() > mark.size) diagnostics_.pop_back();
  error_count_ = mark.errors;
  warning_count_ = mark.warnings;
  suppressed_ = mark.suppressed;
}

}  // namespace hpyc::diag
