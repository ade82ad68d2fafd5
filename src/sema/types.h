// Declared types of variables.
#pragma once

#include <cstdint>
#include <string_view>

namespace hpyc::sema {

enum class TypeKind : uint8_t {
  object,   // any Python object
  builtin,  // None, or an object of exactly this builtin type
};

struct Type {
  TypeKind kind = TypeKind::object;
  std::string_view builtin{};  // its name

  bool is_object() const { return kind == TypeKind::object; }
};

// The builtin types that variables can be declared with, or an object; false for other names.
bool find_python_type(std::string_view name, Type& out);

}  // namespace hpyc::sema
