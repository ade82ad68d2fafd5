// The renderers for people: excerpts with carets, and one line per diagnostic.
#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <span>

#include "diag/render.h"

namespace hpyc::diag {
namespace {

// Longer lines are cut around the marks.
constexpr uint32_t kMaxLineWidth = 160;
constexpr uint32_t kContextBeforeMark = 40;

enum class Style : uint8_t { plain, bold, margin, error, warning, note, help, secondary };

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "\x1b[1m";
    case Style::margin:
      return "\x1b[1;34m";
    case Style::error:
      return "\x1b[1;31m";
    case Style::warning:
      return "\x1b[1;33m";
    case Style::note:
      return "\x1b[1;32m";
    case Style::help:
      return "\x1b[1;36m";
    case Style::secondary:
      return "\x1b[1;34m";
  }
  return "";
}

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Style::error;
    case Severity::warning:
      return Style::warning;
    case Severity::note:
      return Style::note;
    case Severity::help:
      return Style::help;
  }
  return Style::plain;
}

// One source line as shown: tabs expanded, control characters made harmless, and the display
// column of every byte.
struct ShownLine {
  std::string text;
  std::vector<uint32_t> columns;  // of each byte of the source line, plus one past the end
};

ShownLine show_line(std::string_view line, uint32_t tab_width) {
  ShownLine shown;
  shown.columns.reserve(line.size() + 1);
  uint32_t column = 0;
  for (size_t at = 0; at < line.size();) {
    utf8proc_int32_t code_point = 0;
    auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(line.data() + at),
                                   static_cast<utf8proc_ssize_t>(line.size() - at), &code_point);
    size_t bytes = length > 0 ? static_cast<size_t>(length) : 1;
    shown.columns.insert(shown.columns.end(), bytes, column);
    if (code_point == '\t') {
      uint32_t width = tab_width - column % tab_width;
      shown.text.append(width, ' ');
      column += width;
    } else if (length <= 0 || code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) {
      shown.text += "\xEF\xBF\xBD";
      column += 1;
    } else {
      // Bidirectional controls and their like have no width and could make the line read
      // differently from what it is.
      int width = utf8proc_charwidth(code_point);
      bool hidden = utf8proc_category(code_point) == UTF8PROC_CATEGORY_CF;
      if (hidden) {
        shown.text += "\xEF\xBF\xBD";
        width = 1;
      } else {
        shown.text.append(line.substr(at, bytes));
      }
      column += static_cast<uint32_t>(std::max(width, 0));
    }
    at += bytes;
  }
  shown.columns.push_back(column);
  return shown;
}

// The part of `text` in display columns [begin, end).
std::string cut_columns(std::string_view text, uint32_t begin, uint32_t end) {
  std::string out;
  uint32_t column = 0;
  for (size_t at = 0; at < text.size();) {
    utf8proc_int32_t code_point = 0;
    auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                   static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
    size_t bytes = length > 0 ? static_cast<size_t>(length) : 1;
    uint32_t width = static_cast<uint32_t>(std::max(utf8proc_charwidth(code_point), 0));
    if (column >= begin && column + width <= end) {
      out.append(text.substr(at, bytes));
    } else if (column < end && column + width > begin) {
      out.append(std::min(column + width, end) - std::max(column, begin), ' ');
    }
    column += width;
    at += bytes;
  }
  return out;
}

// A label on one line; several for a range over several lines.
struct Mark {
  uint32_t line;
  uint32_t begin_byte;  // within the line
  uint32_t end_byte;
  std::string_view text;
  bool primary;
  uint32_t begin = 0;  // display columns
  uint32_t end = 0;
};

class SnippetWriter {
 public:
  SnippetWriter(const SourceMap& sources, const RenderOptions& options)
      : sources_(sources), options_(options) {}

  void write(const Diagnostic& diagnostic) {
    severity_ = diagnostic.severity;
    put(style_of(severity_),
        fmt::format("{}[{}]", to_string(diagnostic.severity), slug(diagnostic.kind)));
    put(Style::bold, fmt::format(": {}\n", diagnostic.message));
    margin_ = margin_width(diagnostic);
    bool has_excerpt = write_excerpts(diagnostic);
    std::vector<std::pair<std::string_view, std::string>> tail;
    for (const std::string& note : diagnostic.notes) tail.emplace_back("note", note);
    for (const std::string& hint : diagnostic.hints) tail.emplace_back("help", hint);
    if (diagnostic.hints.empty())
      for (const FixIt& fix : diagnostic.fixits) tail.emplace_back("help", describe(fix));
    if (has_excerpt && !tail.empty()) {
      put(Style::margin, std::string(margin_ + 1, ' ') + bar());
      out_ += '\n';
    }
    for (const auto& [word, text] : tail) {
      put(Style::margin, std::string(margin_ + 1, ' ') + "= ");
      put(Style::bold, fmt::format("{}: ", word));
      std::string indent(margin_ + 5 + word.size(), ' ');
      for (char c : text) {
        out_ += c;
        if (c == '\n') out_ += indent;
      }
      out_ += '\n';
    }
  }

  std::string take() { return std::move(out_); }

 private:
  const char* bar() const { return options_.unicode ? "│" : "|"; }

  void put(Style style, std::string_view text) {
    if (options_.color && style != Style::plain) {
      out_ += escape_of(style);
      out_ += text;
      out_ += "\x1b[0m";
    } else {
      out_ += text;
    }
  }

  std::string describe(const FixIt& fix) const {
    if (!sources_.contains(fix.span.file)) return fmt::format("insert `{}`", fix.replacement);
    std::string_view old = sources_.text(fix.span);
    if (old.empty()) return fmt::format("insert `{}`", fix.replacement);
    if (fix.replacement.empty()) return fmt::format("remove `{}`", old);
    return fmt::format("replace `{}` by `{}`", old, fix.replacement);
  }

  uint32_t margin_width(const Diagnostic& diagnostic) const {
    uint32_t last = 1;
    auto consider = [&](SourceSpan span) {
      if (sources_.contains(span.file))
        last = std::max(last, sources_.file(span.file).line_of(span.end));
    };
    consider(diagnostic.span);
    for (const Label& label : diagnostic.secondary) consider(label.span);
    return static_cast<uint32_t>(std::to_string(last).size());
  }

  static void add_marks(std::vector<Mark>& marks, const SourceFile& file, SourceSpan span,
                        std::string_view text, bool primary) {
    uint32_t begin = std::min(span.begin, file.size());
    uint32_t end = std::clamp(span.end, begin, file.size());
    uint32_t first = file.line_of(begin);
    uint32_t last = file.line_of(end);
    // A range that ends with a newline ends on the line before it.
    if (last > first && end == file.line_start(last)) {
      --last;
      end = file.line_start(last) + static_cast<uint32_t>(file.line_text(last).size());
    }
    uint32_t first_start = file.line_start(first);
    if (first == last) {
      marks.push_back(
          {first, begin - first_start, std::max(end, begin) - first_start, text, primary});
      return;
    }
    auto first_size = static_cast<uint32_t>(file.line_text(first).size());
    marks.push_back({first, begin - first_start, first_size, {}, primary});
    std::string_view last_line = file.line_text(last);
    size_t indent = last_line.find_first_not_of(" \t\f");
    uint32_t end_byte = end - file.line_start(last);
    if (indent == std::string_view::npos || indent >= end_byte) indent = 0;
    marks.push_back({last, static_cast<uint32_t>(indent), end_byte, text, primary});
  }

  bool write_excerpts(const Diagnostic& diagnostic) {
    if (!sources_.contains(diagnostic.span.file)) return false;
    std::vector<FileId> files{diagnostic.span.file};
    for (const Label& label : diagnostic.secondary)
      if (sources_.contains(label.span.file) &&
          std::find(files.begin(), files.end(), label.span.file) == files.end())
        files.push_back(label.span.file);
    for (FileId id : files) {
      const SourceFile& file = sources_.file(id);
      std::vector<Mark> marks;
      SourceSpan place = diagnostic.span;
      if (id == diagnostic.span.file)
        add_marks(marks, file, diagnostic.span, diagnostic.label, true);
      for (const Label& label : diagnostic.secondary) {
        if (label.span.file != id) continue;
        if (marks.empty()) place = label.span;
        add_marks(marks, file, label.span, label.text, false);
      }
      LineColumn position = file.line_column(place.begin);
      put(Style::margin,
          std::string(margin_, ' ') + (id == files.front() ? (options_.unicode ? "╭▸ " : "--> ")
                                                           : (options_.unicode ? "⸬  " : "::: ")));
      out_ += fmt::format("{}:{}:{}\n", file.name(), position.line, position.column);
      write_lines(file, marks);
    }
    return true;
  }

  void write_margin(std::string_view number) {
    put(Style::margin, fmt::format("{:>{}} {}", number, margin_, bar()));
  }

  void write_lines(const SourceFile& file, std::vector<Mark>& marks) {
    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark& a, const Mark& b) { return a.line < b.line; });
    write_margin("");
    out_ += '\n';
    uint32_t previous = 0;
    for (size_t first = 0; first < marks.size();) {
      size_t last = first;
      while (last < marks.size() && marks[last].line == marks[first].line) ++last;
      uint32_t line = marks[first].line;
      if (previous != 0 && line == previous + 2)
        write_line(file, previous + 1, {});
      else if (previous != 0 && line > previous + 2)
        put(Style::margin, options_.unicode ? "…\n" : "...\n");
      write_line(file, line, std::span<Mark>(marks).subspan(first, last - first));
      previous = line;
      first = last;
    }
  }

  void write_line(const SourceFile& file, uint32_t line, std::span<Mark> marks) {
    ShownLine shown = show_line(file.line_text(line), options_.tab_width);
    uint32_t width = shown.columns.back();
    uint32_t begin = 0;
    uint32_t end = width;
    auto column_of = [&](uint32_t byte) {
      return shown.columns[std::min<size_t>(byte, shown.columns.size() - 1)];
    };
    for (Mark& mark : marks) {
      mark.begin = column_of(mark.begin_byte);
      mark.end = std::max(column_of(mark.end_byte), mark.begin + 1);
    }
    if (width > kMaxLineWidth) {
      uint32_t leftmost = width;
      for (const Mark& mark : marks) leftmost = std::min(leftmost, mark.begin);
      if (marks.empty()) leftmost = 0;
      begin = leftmost > kContextBeforeMark ? leftmost - kContextBeforeMark : 0;
      end = std::min(width, begin + kMaxLineWidth);
    }
    write_margin(std::to_string(line));
    std::string text =
        begin == 0 && end == width ? shown.text : cut_columns(shown.text, begin, end);
    uint32_t shift = 0;
    if (begin > 0) {
      text.insert(0, "...");
      shift = 3;
    }
    if (end < width) text += "...";
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (!text.empty()) out_ += ' ';
    out_ += text;
    out_ += '\n';
    if (marks.empty()) return;
    for (Mark& mark : marks) {
      auto clip = [&](uint32_t column) {
        return std::clamp(column, begin, end + 1) - begin + shift;
      };
      mark.begin = clip(mark.begin);
      mark.end = std::max(clip(mark.end), mark.begin + 1);
    }
    write_marks(marks);
  }

  // A row of carets; the rightmost label beside it, the others below with a bar up to their mark:
  //   ^^^^^ -- ---- third
  //   |     |
  //   |     second
  //   first
  void write_marks(std::span<Mark> marks) {
    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
    uint32_t width = 0;
    for (const Mark& mark : marks) width = std::max(width, mark.end);
    std::string row(width, ' ');
    std::vector<bool> primary(width, false);
    for (bool pass : {false, true})  // the primary mark wins where marks overlap
      for (const Mark& mark : marks)
        if (mark.primary == pass)
          for (uint32_t i = mark.begin; i < mark.end; ++i) {
            row[i] = pass ? '^' : '-';
            primary[i] = pass;
          }
    write_margin("");
    out_ += ' ';
    for (size_t i = 0; i < row.size();) {
      size_t end = i;
      while (end < row.size() && (row[end] == row[i])) ++end;
      std::string_view run = std::string_view(row).substr(i, end - i);
      if (row[i] == ' ')
        out_ += run;
      else
        put(primary[i] ? style_of(severity_) : Style::secondary, run);
      i = end;
    }
    // Beside the row: the last mark's label, if no other mark reaches beyond its start.
    std::vector<const Mark*> pending;
    for (const Mark& mark : marks)
      if (!mark.text.empty()) pending.push_back(&mark);
    if (!pending.empty() && pending.back()->end == width) {
      bool alone = std::none_of(marks.begin(), marks.end(), [&](const Mark& mark) {
        return &mark != pending.back() && mark.end > pending.back()->begin;
      });
      if (alone || pending.size() == 1) {
        out_ += ' ';
        put_label(*pending.back());
        pending.pop_back();
      }
    }
    out_ += '\n';
    if (pending.empty()) return;
    write_connectors(pending, pending.size());
    out_ += '\n';
    for (size_t i = pending.size(); i-- > 0;) {
      write_connectors(pending, i);
      uint32_t at = connector_end_;
      out_.append(pending[i]->begin > at ? pending[i]->begin - at : 0, ' ');
      put_label(*pending[i]);
      out_ += '\n';
    }
  }

  // The margin, and a bar below each of the first `count` marks.
  void write_connectors(const std::vector<const Mark*>& pending, size_t count) {
    write_margin("");
    out_ += ' ';
    connector_end_ = 0;
    for (size_t i = 0; i < count; ++i) {
      const Mark& mark = *pending[i];
      if (mark.begin < connector_end_) continue;
      // A bar at the place of the label that this row shows would collide with it.
      if (count < pending.size() && mark.begin >= pending[count]->begin) continue;
      out_.append(mark.begin - connector_end_, ' ');
      put(mark.primary ? style_of(severity_) : Style::secondary, bar());
      connector_end_ = mark.begin + 1;
    }
  }

  void put_label(const Mark& mark) {
    put(mark.primary ? style_of(severity_) : Style::secondary, mark.text);
  }

  const SourceMap& sources_;
  const RenderOptions& options_;
  std::string out_;
  Severity severity_ = Severity::error;
  uint32_t margin_ = 1;
  uint32_t connector_end_ = 0;
};

}  // namespace

std::string render_snippets(const DiagnosticList& list, const SourceMap& sources,
                            const RenderOptions& options) {
  SnippetWriter writer(sources, options);
  std::string out;
  for (const Diagnostic* diagnostic : list) {
    if (!out.empty()) out += '\n';
    writer.write(*diagnostic);
    out += writer.take();
  }
  return out;
}

std::string render_one_line(const DiagnosticList& list, const SourceMap& sources) {
  std::string out;
  for (const Diagnostic* diagnostic : list) {
    if (sources.contains(diagnostic->span.file)) {
      LineColumn position = sources.line_column(diagnostic->span);
      out += fmt::format("{}:{}:{}: ", sources.file(diagnostic->span.file).name(), position.line,
                         position.column);
    } else {
      out += "hpyc: ";
    }
    out += fmt::format("{}: ", to_string(diagnostic->severity));
    for (char c : diagnostic->message) out += c == '\n' ? ' ' : c;
    out += '\n';
  }
  return out;
}

std::string render(Format format, const DiagnosticEngine& engine, const SourceMap& sources,
                   const RenderOptions& options) {
  DiagnosticList list = engine.sorted();
  // Said last, as a diagnostic of its own, so that every format shows it.
  Diagnostic rest;
  if (engine.suppressed_errors() > 0) {
    rest.kind = Kind::too_many_errors;
    rest.severity = Severity::note;
    rest.message = fmt::format(fmt::runtime(headline(rest.kind)), engine.suppressed_errors());
    list.push_back(&rest);
  }
  switch (format) {
    case Format::snippet:
      return render_snippets(list, sources, options);
    case Format::one_line:
      return render_one_line(list, sources);
    case Format::json:
      return render_json(list, sources);
    case Format::sarif:
      return render_sarif(list, sources, options);
  }
  return {};
}

}  // namespace hpyc::diag
