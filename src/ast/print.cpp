#include "ast/print.h"

#include <fmt/format.h>

#include <iterator>
#include <variant>
#include <vector>

#include "ast/field_text.h"
#include "ast/reflect.h"

namespace hpyc::ast {
namespace {

bool is_default(bool value) { return !value; }
bool is_default(std::string_view value) { return value.empty(); }
bool is_default(Name value) { return !value.valid(); }
bool is_default(const Identifier& value) { return !value; }
bool is_default(double) { return false; }
bool is_default(ParameterKind value) { return value == ParameterKind::PositionalOrKeyword; }
template <class T>
requires std::is_enum_v<T>
bool is_default(T value) {
  // Operators have no default: their first enumerator is as good as the others.
  if constexpr (requires { spelling(value); })
    return false;
  else
    return static_cast<int>(value) == 0;
}
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) bool is_default(T value) {
  return value == 0;
}
template <class T>
bool is_default(std::span<T> value) {
  return value.empty();
}
template <class T>
requires is_node_pointer<T>
bool is_default(T value) { return value == nullptr; }
bool is_default(const CDeclFlags& flags) {
  return flags.visibility == Visibility::Private && !flags.is_cpdef && !flags.is_api &&
         !flags.is_inline && !flags.is_typedef;
}

// What is still to be written: text, or a node at an indentation.
struct Pending {
  const Node* node = nullptr;
  int indent = 0;
  std::string text;
};

// Nodes that begin a line of their own when they stand in a list.
bool starts_line(const Node* node) {
  switch (node->kind) {
    case NodeKind::IfBranch:
    case NodeKind::ExceptHandler:
    case NodeKind::MatchCase:
    case NodeKind::DirectiveComment:
    case NodeKind::CEnumItem:
      return true;
    default:
      return category_of(node->kind) == Category::Stmt;
  }
}

std::string position_text(const Node* node, const SourceFile& file) {
  LineColumn begin = file.line_column(node->span.begin);
  LineColumn end = file.line_column(node->span.end);
  return fmt::format("@{}:{}-{}:{}", begin.line, begin.byte_column - 1, end.line,
                     end.byte_column - 1);
}

class Printer {
 public:
  Printer(const Interner& interner, const PrintOptions& options)
      : interner_(interner), options_(options) {}

  std::string run(const Node* root) {
    pending_.push_back({root, 0, {}});
    while (!pending_.empty()) {
      Pending next = std::move(pending_.back());
      pending_.pop_back();
      if (next.node == nullptr) {
        out_ += next.text;
        continue;
      }
      pieces_.clear();
      indent_ = next.indent;
      write_node(next.node);
      pending_.insert(pending_.end(), std::make_move_iterator(pieces_.rbegin()),
                      std::make_move_iterator(pieces_.rend()));
    }
    out_ += '\n';
    return std::move(out_);
  }

 private:
  // Everything below appends to `pieces_`.
  void put(std::string_view text) {
    if (pieces_.empty() || pieces_.back().node != nullptr) pieces_.push_back({});
    pieces_.back().text += text;
  }
  void put_child(const Node* node, int indent) { pieces_.push_back({node, indent, {}}); }

  void write_node(const Node* node) {
    if (!write_leaf(node)) {
      put("(");
      put(kind_name(node->kind));
      write_position(node);
      dispatch(node, [&]<class T>(const T& typed) {
        for_each_field(typed, [&](const char* name, const auto& value) {
          if (options_.skip_defaults && is_default(value)) return;
          put(" ");
          put(name);
          put("=");
          separator_ = std::string_view(name) == "names" ? "," : ".";
          write_value(value);
        });
      });
      put(")");
    }
  }

  void write_position(const Node* node) {
    if (options_.positions != nullptr) put(position_text(node, *options_.positions));
  }

  // The commonest leaves are written as in the source.
  bool write_leaf(const Node* node) {
    switch (node->kind) {
      case NodeKind::NameExpr:
        put(interner_.view(as<NameExpr>(node)->id));
        break;
      case NodeKind::NoneLiteral:
        put("None");
        break;
      case NodeKind::BoolLiteral:
        put(as<BoolLiteral>(node)->value ? "True" : "False");
        break;
      case NodeKind::EllipsisLiteral:
        put("...");
        break;
      case NodeKind::NullLiteral:
        put("NULL");
        break;
      case NodeKind::IntLiteral: {
        const auto* literal = as<IntLiteral>(node);
        if (literal->radix != 10)
          put(literal->radix == 16 ? "0x" : literal->radix == 8 ? "0o" : "0b");
        put(literal->digits);
        if (literal->is_unsigned) put("U");
        for (int i = 0; i < literal->longness; ++i) put("L");
        break;
      }
      case NodeKind::FloatLiteral:
        put(as<FloatLiteral>(node)->text);
        break;
      case NodeKind::ImagLiteral:
        put(as<ImagLiteral>(node)->text);
        put("j");
        break;
      case NodeKind::StringLiteral: {
        const auto* literal = as<StringLiteral>(node);
        if (literal->prefix == StringPrefix::Unicode) put("u");
        put(quote(literal->value));
        if (literal->bytes_value != literal->value) {
          put("/b");
          put(quote_bytes(literal->bytes_value));
        }
        break;
      }
      case NodeKind::BytesLiteral:
        put("b");
        put(quote_bytes(as<BytesLiteral>(node)->value));
        break;
      default:
        return false;
    }
    write_position(node);
    return true;
  }

  void write_value(bool value) { put(value ? "true" : "false"); }
  void write_value(std::string_view value) { put(quote(value)); }
  void write_value(Name value) { put(interner_.view(value)); }
  void write_value(const Identifier& value) { put(interner_.view(value.name)); }
  void write_value(double value) { put(fmt::format("{}", value)); }
  template <class T>
  requires std::is_enum_v<T>
  void write_value(T value) { put(text_of(value)); }
  template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void write_value(T value) {
    put(fmt::format("{}", static_cast<int64_t>(value)));
  }
  void write_value(const CDeclFlags& flags) {
    std::string text(text_of(flags.visibility));
    if (flags.is_cpdef) text += "|cpdef";
    if (flags.is_api) text += "|api";
    if (flags.is_inline) text += "|inline";
    if (flags.is_typedef) text += "|typedef";
    put(text);
  }
  template <class T>
  requires is_node_pointer<T>
  void write_value(T value) {
    if (value == nullptr)
      put("null");
    else
      put_child(value, indent_);
  }
  template <class T>
  void write_value(std::span<T> values) {
    if constexpr (std::is_same_v<T, const Identifier>) {
      for (size_t i = 0; i < values.size(); ++i) {
        if (i > 0) put(separator_);
        put(interner_.view(values[i].name));
      }
    } else if constexpr (std::is_same_v<T, const CompareOperator>) {
      put("[");
      for (size_t i = 0; i < values.size(); ++i) {
        if (i > 0) put(" ");
        put(values[i] == CompareOperator::IsNot   ? "is-not"
            : values[i] == CompareOperator::NotIn ? "not-in"
                                                  : spelling(values[i]));
      }
      put("]");
    } else {
      put("[");
      for (size_t i = 0; i < values.size(); ++i) {
        const Node* child = values[i];
        if (starts_line(child)) {
          put("\n");
          put(std::string(static_cast<size_t>(indent_ + 2), ' '));
          put_child(child, indent_ + 2);
        } else {
          if (i > 0) put(" ");
          put_child(child, indent_);
        }
      }
      put("]");
    }
  }

  const Interner& interner_;
  const PrintOptions& options_;
  std::string out_;
  std::vector<Pending> pending_;
  std::vector<Pending> pieces_;
  int indent_ = 0;
  std::string_view separator_;  // between identifiers: dotted names or lists
};

class JsonWriter {
 public:
  JsonWriter(const Interner& interner, const PrintOptions& options)
      : interner_(interner), options_(options) {}

  std::string run(const Node* root) {
    pending_.push_back({root, 0, {}});
    while (!pending_.empty()) {
      Pending next = std::move(pending_.back());
      pending_.pop_back();
      if (next.node == nullptr) {
        out_ += next.text;
        continue;
      }
      pieces_.clear();
      write_node(next.node);
      pending_.insert(pending_.end(), std::make_move_iterator(pieces_.rbegin()),
                      std::make_move_iterator(pieces_.rend()));
    }
    return std::move(out_);
  }

 private:
  void put(std::string_view text) {
    if (pieces_.empty() || pieces_.back().node != nullptr) pieces_.push_back({});
    pieces_.back().text += text;
  }
  void put_child(const Node* node) { pieces_.push_back({node, 0, {}}); }

  void write_node(const Node* node) {
    put(fmt::format("{{\"kind\":\"{}\"", kind_name(node->kind)));
    if (options_.positions != nullptr) {
      LineColumn begin = options_.positions->line_column(node->span.begin);
      LineColumn end = options_.positions->line_column(node->span.end);
      put(fmt::format(",\"span\":[{},{},{},{}]", begin.line, begin.byte_column - 1, end.line,
                      end.byte_column - 1));
    } else {
      put(fmt::format(",\"span\":[{},{}]", node->span.begin, node->span.end));
    }
    dispatch(node, [&]<class T>(const T& typed) {
      for_each_field(typed, [&](const char* name, const auto& value) {
        if (options_.skip_defaults && is_default(value)) return;
        put(fmt::format(",\"{}\":", name));
        value_is_bytes_ =
            std::is_same_v<T, BytesLiteral> || std::string_view(name) == "bytes_value";
        write_value(value);
      });
    });
    put("}");
  }

  void write_value(bool value) { put(value ? "true" : "false"); }
  void write_value(std::string_view value) {
    put(value_is_bytes_ ? quote_json_bytes(value) : quote_json(value));
  }
  void write_value(Name value) { put(quote_json(interner_.view(value))); }
  void write_value(const Identifier& value) {
    if (value)
      put(quote_json(interner_.view(value.name)));
    else
      put("null");
  }
  void write_value(double value) { put(quote_json(fmt::format("{}", value))); }
  template <class T>
  requires std::is_enum_v<T>
  void write_value(T value) { put(quote_json(text_of(value))); }
  template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void write_value(T value) {
    put(fmt::format("{}", static_cast<int64_t>(value)));
  }
  void write_value(const CDeclFlags& flags) {
    put(
        fmt::format("{{\"visibility\":\"{}\",\"is_cpdef\":{},\"is_api\":{},\"is_inline\":{},\"is_"
                    "typedef\":{}}}",
                    text_of(flags.visibility), flags.is_cpdef, flags.is_api, flags.is_inline,
                    flags.is_typedef));
  }
  template <class T>
  requires is_node_pointer<T>
  void write_value(T value) {
    if (value == nullptr)
      put("null");
    else
      put_child(value);
  }
  template <class T>
  void write_value(std::span<T> values) {
    put("[");
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) put(",");
      if constexpr (std::is_same_v<T, const Identifier> || std::is_same_v<T, const CompareOperator>)
        write_value(values[i]);
      else
        put_child(values[i]);
    }
    put("]");
  }

  const Interner& interner_;
  const PrintOptions& options_;
  std::string out_;
  std::vector<Pending> pending_;
  std::vector<Pending> pieces_;
  bool value_is_bytes_ = false;
};

}  // namespace

std::string print(const Node* root, const Interner& interner, const PrintOptions& options) {
  return Printer(interner, options).run(root);
}

std::string to_json(const Node* root, const Interner& interner, const PrintOptions& options) {
  return JsonWriter(interner, options).run(root);
}

}  // namespace hpyc::ast
