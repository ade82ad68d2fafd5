#include "diag/load_source.h"

namespace hpyc::diag {
namespace {

void report_problem(const SourceFile& file, const DecodeProblem& problem,
                    DiagnosticEngine& engine) {
  uint32_t length = static_cast<uint32_t>(problem.detail.size());
  SourceSpan span{problem.offset, problem.offset, file.id()};
  switch (problem.kind) {
    case DecodeProblem::Kind::unknown_encoding:
      span.end += length;
      engine.error(Kind::source_encoding, span, "unknown encoding: {}", problem.detail)
          .hint("save the file as UTF-8; also known are latin-1, ascii, iso-8859-15 and cp1252");
      break;
    case DecodeProblem::Kind::conflicting_encoding:
      span.end += length;
      engine
          .error(Kind::source_encoding, span, "encoding problem: {} with a UTF-8 byte order mark",
                 problem.detail)
          .hint("remove the coding comment or write `utf-8` in it");
      break;
    case DecodeProblem::Kind::invalid_bytes: {
      span.end += 3;  // U+FFFD
      auto builder = engine.error(Kind::source_encoding, span, "byte {} is not valid {}",
                                  problem.detail, file.encoding());
      if (file.encoding() == "utf-8")
        builder.hint("save the file as UTF-8 or declare its encoding: `# -*- coding: latin-1 -*-`");
      break;
    }
    case DecodeProblem::Kind::nul_byte:
      span.end += 1;
      engine.error(Kind::source_encoding, span, "source code cannot contain null bytes");
      break;
  }
}

}  // namespace

SourceFile* add_source(SourceMap& sources, std::string name, std::string_view bytes,
                       DiagnosticEngine& engine) {
  std::vector<DecodeProblem> problems;
  SourceFile& file = sources.add(std::move(name), bytes, &problems);
  bool usable = true;
  for (const DecodeProblem& problem : problems) {
    report_problem(file, problem, engine);
    // The rest would be a list of bytes that are fine in the real encoding.
    if (problem.kind == DecodeProblem::Kind::unknown_encoding) {
      usable = false;
      break;
    }
  }
  return usable ? &file : nullptr;
}

SourceFile* load_source(SourceMap& sources, const std::string& path, DiagnosticEngine& engine,
                        SourceSpan span) {
  ReadResult read = read_file(path);
  switch (read.status) {
    case ReadStatus::ok:
      return add_source(sources, path, read.bytes, engine);
    case ReadStatus::not_found:
      engine.error(Kind::cannot_read_file, span, "file not found: '{}'", path);
      break;
    case ReadStatus::is_directory:
      engine.error(Kind::cannot_read_file, span, "cannot read '{}': it is a directory", path);
      break;
    case ReadStatus::not_readable:
    case ReadStatus::too_large:
      engine.error(Kind::cannot_read_file, span, "cannot read '{}': {}", path, read.reason);
      break;
  }
  return nullptr;
}

}  // namespace hpyc::diag
