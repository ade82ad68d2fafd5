// Everything the compiler tells its user goes through here.
//
//   engine.error(Kind::syntax_error, span, "expected {}, found {}", a, b)
//       .label("here")                       // text at the primary span
//       .label(other, "opened here")         // secondary place, also in another file
//       .note("…").hint("did you mean `{}`?", name)
//       .fixit(span, "replacement");
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/span.h"

namespace hpyc {
class SourceMap;
}

namespace hpyc::diag {

enum class Severity : uint8_t { error, warning, note, help };

enum class Kind : uint16_t {
#define HPYC_DIAG(name, slug, severity, headline) name,
#include "diag/kinds.def"
#undef HPYC_DIAG
  count_,
};

std::string_view slug(Kind kind);
Severity default_severity(Kind kind);
std::string_view headline(Kind kind);  // format string, or empty
std::string_view to_string(Severity severity);

struct Label {
  SourceSpan span;
  std::string text;
};

// Replace the span by the text; an empty span inserts.
struct FixIt {
  SourceSpan span;
  std::string replacement;
};

struct Diagnostic {
  Kind kind = Kind::syntax_error;
  Severity severity = Severity::error;
  std::string message;
  SourceSpan span;    // may be invalid: about the whole run
  std::string label;  // at the primary span
  std::vector<Label> secondary;
  std::vector<std::string> notes;
  std::vector<std::string> hints;
  std::vector<FixIt> fixits;
};

// Adds to a diagnostic that is already recorded. Valid until the engine dies or is cleared.
class Builder {
 public:
  explicit Builder(Diagnostic* diagnostic) : diagnostic_(diagnostic) {}

  Builder& label(std::string text);
  template <typename... T>
  requires(sizeof...(T) > 0) Builder& label(fmt::format_string<T...> format, T&&... args) {
    return label(fmt::format(format, std::forward<T>(args)...));
  }
  Builder& label(SourceSpan span, std::string text);
  template <typename... T>
  requires(sizeof...(T) > 0) Builder& label(SourceSpan span, fmt::format_string<T...> format,
                                            T&&... args) {
    return label(span, fmt::format(format, std::forward<T>(args)...));
  }
  Builder& note(std::string text);
  template <typename... T>
  requires(sizeof...(T) > 0) Builder& note(fmt::format_string<T...> format, T&&... args) {
    return note(fmt::format(format, std::forward<T>(args)...));
  }
  Builder& hint(std::string text);
  template <typename... T>
  requires(sizeof...(T) > 0) Builder& hint(fmt::format_string<T...> format, T&&... args) {
    return hint(fmt::format(format, std::forward<T>(args)...));
  }
  Builder& fixit(SourceSpan span, std::string replacement);

 private:
  Diagnostic* diagnostic_;
};

class DiagnosticEngine {
 public:
  DiagnosticEngine() = default;
  DiagnosticEngine(const DiagnosticEngine&) = delete;
  DiagnosticEngine& operator=(const DiagnosticEngine&) = delete;

  // Free headline. Without arguments the text is taken as it is, braces included.
  Builder error(Kind kind, SourceSpan span, std::string message) {
    return add(kind, Severity::error, span, std::move(message));
  }
  template <typename... T>
  requires(sizeof...(T) > 0) Builder
      error(Kind kind, SourceSpan span, fmt::format_string<T...> format, T&&... args) {
    return add(kind, Severity::error, span, fmt::format(format, std::forward<T>(args)...));
  }
  Builder warning(Kind kind, SourceSpan span, std::string message) {
    return add(kind, Severity::warning, span, std::move(message));
  }
  template <typename... T>
  requires(sizeof...(T) > 0) Builder
      warning(Kind kind, SourceSpan span, fmt::format_string<T...> format, T&&... args) {
    return add(kind, Severity::warning, span, fmt::format(format, std::forward<T>(args)...));
  }
  // Headline and severity of the table.
  template <typename... T>
  Builder report(Kind kind, SourceSpan span, const T&... args) {
    return add(kind, default_severity(kind), span,
               fmt::vformat(headline(kind), fmt::make_format_args(args...)));
  }
  Builder add(Kind kind, Severity severity, SourceSpan span, std::string message);

  // Errors beyond the limit are counted, not kept; 0 means no limit.
  void set_error_limit(uint32_t limit) { error_limit_ = limit; }
  // Turns warnings that are reported from now on into errors.
  void set_warnings_as_errors(bool on) { warnings_as_errors_ = on; }

  bool has_errors() const { return error_count_ > 0; }
  uint32_t error_count() const { return error_count_; }
  uint32_t warning_count() const { return warning_count_; }
  // Errors that were counted but not kept.
  uint32_t suppressed_errors() const { return suppressed_; }

  // Sorted by file (in the order of the source map) and position, reports of equal position in the
  // order given; exact duplicates (kind, place, message) removed.
  std::vector<const Diagnostic*> sorted() const;

  void clear();

  // For parsers that try: forget what was reported since the mark.
  struct Mark {
    size_t size = 0;
    uint32_t errors = 0;
    uint32_t warnings = 0;
    uint32_t suppressed = 0;
  };
  Mark mark() const { return {diagnostics_.size(), error_count_, warning_count_, suppressed_}; }
  void rewind(const Mark& mark);

 private:
  std::deque<Diagnostic> diagnostics_;  // addresses stay valid while builders are in use
  Diagnostic discarded_;
  uint32_t error_count_ = 0;
  uint32_t warning_count_ = 0;
  uint32_t suppressed_ = 0;
  uint32_t error_limit_ = 0;
  bool warnings_as_errors_ = false;
};

}  // namespace hpyc::diag
