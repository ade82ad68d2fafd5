// Reading source files with the errors reported.
#pragma once

#include <string>

#include "base/source_map.h"
#include "diag/diagnostic.h"

namespace hpyc::diag {

// Null after an error that leaves no text (missing file, directory, unknown encoding, …). Bad bytes
// are reported and the file is returned, so that other errors show too. `span` is where the file
// was asked for (include, cimport), or invalid.
SourceFile* load_source(SourceMap& sources, const std::string& path, DiagnosticEngine& engine,
                        SourceSpan span = {});

// The same for text in memory.
SourceFile* add_source(SourceMap& sources, std::string name, std::string_view bytes,
                       DiagnosticEngine& engine);

}  // namespace hpyc::diag
