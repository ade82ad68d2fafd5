// Trees as text, and comparison of trees. None of these recurses.
#pragma once

#include <string>

#include "ast/context.h"
#include "base/source_map.h"

namespace hpyc::ast {

struct PrintOptions {
  // Adds `@line:column-line:column` to each node (columns are 0-based and count UTF-8 bytes, as
  // those of CPython's ast).
  const SourceFile* positions = nullptr;
  // Leaves out fields that are empty, null, false or zero.
  bool skip_defaults = true;
};

// An S-expression; stable, so tests and tools may rely on it:
//   (Assign targets=[(NameExpr id=x)] value=(IntLiteral digits="1" radix=10 …))
// Short nodes are on one line, others are broken and indented by two.
std::string print(const Node* root, const Interner& interner, const PrintOptions& options = {});

// {"kind": "Assign", "span": [begin, end], "targets": […], …}
std::string to_json(const Node* root, const Interner& interner, const PrintOptions& options = {});

// Same structure and values; spans and node indices do not count.
bool structurally_equal(const Node* left, const Node* right);

}  // namespace hpyc::ast
