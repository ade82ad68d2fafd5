#include "lower/unparse.h"

#include <fmt/format.h>

#include <cmath>

#include "ast/reflect.h"
#include "lower/constants.h"

namespace hpyc::lower {

using namespace ast;

namespace {

// Binding strength, loosest first.
enum Level {
  kTuple,
  kTest,
  kOr,
  kAnd,
  kNot,
  kCompare,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kArithmetic,
  kTerm,
  kFactor,
  kPower,
  kAwait,
  kAtom,
};

Level level_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
      return kArithmetic;
    case BinaryOperator::Multiply:
    case BinaryOperator::MatrixMultiply:
    case BinaryOperator::Divide:
    case BinaryOperator::FloorDivide:
    case BinaryOperator::Modulo:
      return kTerm;
    case BinaryOperator::Power:
      return kPower;
    case BinaryOperator::LeftShift:
    case BinaryOperator::RightShift:
      return kShift;
    case BinaryOperator::BitOr:
      return kBitOr;
    case BinaryOperator::BitXor:
      return kBitXor;
    case BinaryOperator::BitAnd:
      return kBitAnd;
  }
  return kAtom;
}

Level next(Level level) { return static_cast<Level>(level + 1); }

std::string float_text(double value, bool imaginary) {
  if (std::isinf(value)) return "1e309";
  std::string text = fmt::format("{}", value);
  if (!imaginary && text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

// repr() of a string or bytes object.
std::string quoted(std::string_view text, bool is_bytes) {
  char quote = text.find('\'') != text.npos && text.find('"') == text.npos ? '"' : '\'';
  std::string out(1, quote);
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == quote || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7f || (is_bytes && byte >= 0x80)) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + quote;
}

class Unparser {
 public:
  explicit Unparser(const sema::SemaResult& sema) : sema_(sema) {}
  std::string take() { return std::move(out_); }

  void write(const Expr* node, Level level) {
    dispatch_expr(node, [&](const auto& typed) { expr(typed, level); });
  }

 private:
  template <class T>
  void expr(const T&, Level) {
    out_ += "...";  // Cython's own expressions are refused before
  }
  void open(bool needed) {
    if (needed) out_ += '(';
  }
  void close(bool needed) {
    if (needed) out_ += ')';
  }
  void list(NodeList<Expr> elements) {
    for (size_t i = 0; i < elements.size(); ++i) {
      if (i > 0) out_ += ", ";
      write(elements[i], kTest);
    }
  }

  void expr(const NameExpr& node, Level) { out_ += sema_.text(node.id); }
  void expr(const NoneLiteral&, Level) { out_ += "None"; }
  void expr(const BoolLiteral& node, Level) { out_ += node.value ? "True" : "False"; }
  void expr(const EllipsisLiteral&, Level) { out_ += "..."; }
  void expr(const IntLiteral& node, Level) { out_ += integer_constant(node).text; }
  void expr(const FloatLiteral& node, Level) { out_ += float_text(node.value, false); }
  void expr(const ImagLiteral& node, Level) { out_ += float_text(node.value, true) + "j"; }
  void expr(const StringLiteral& node, Level) {
    if (node.prefix == StringPrefix::Unicode) out_ += 'u';
    out_ += quoted(node.value, false);
  }
  void expr(const BytesLiteral& node, Level) { out_ += "b" + quoted(node.value, true); }
  void expr(const FString& node, Level) {
    std::string inner;
    std::swap(inner, out_);
    format_parts(node.parts);
    std::swap(inner, out_);
    out_ += "f" + quoted(inner, false);
  }

  void format_parts(NodeList<Node> parts) {
    for (const Node* part : parts) {
      if (const auto* text = dyn_as<FStringText>(part)) {
        for (char c : text->value) {
          out_ += c;
          if (c == '{' || c == '}') out_ += c;
        }
        continue;
      }
      const auto* field = as<FStringField>(part);
      if (field->is_debug) out_ += field->debug_text;
      size_t start = out_.size();
      write(field->value, next(kTest));
      std::string value = out_.substr(start);
      out_.resize(start);
      out_ += value.starts_with('{') ? "{ " : "{";
      out_ += value;
      Conversion conversion = field->conversion;
      if (field->is_debug && conversion == Conversion::None && !field->has_format_spec)
        conversion = Conversion::Repr;
      if (conversion == Conversion::Str) out_ += "!s";
      if (conversion == Conversion::Repr) out_ += "!r";
      if (conversion == Conversion::Ascii) out_ += "!a";
      if (field->has_format_spec) {
        out_ += ':';
        format_parts(field->format_spec);
      }
      out_ += '}';
    }
  }

  void expr(const UnaryOp& node, Level level) {
    Level own = node.op == UnaryOperator::Not ? kNot : kFactor;
    open(level > own);
    out_ += node.op == UnaryOperator::Not ? "not " : spelling(node.op);
    write(node.operand, own);
    close(level > own);
  }

  void expr(const BinOp& node, Level level) {
    // Left-deep chains of one strength, without recursion.
    SmallVector<const BinOp*, 8> chain{&node};
    SmallVector<bool, 8> parens{level > level_of(node.op)};
    const Expr* left = node.left;
    while (const auto* inner = dyn_as<BinOp>(left)) {
      const BinOp* outer = chain.back();
      Level needed = level_of(outer->op);
      if (outer->op == BinaryOperator::Power) needed = next(needed);
      chain.push_back(inner);
      parens.push_back(needed > level_of(inner->op));
      left = inner->left;
    }
    for (size_t i = 0; i < chain.size(); ++i) open(parens[i]);
    const BinOp* innermost = chain.back();
    bool is_power = innermost->op == BinaryOperator::Power;
    write(left, is_power ? next(kPower) : level_of(innermost->op));
    for (size_t i = chain.size(); i-- > 0;) {
      const BinOp* link = chain[i];
      out_ += fmt::format(" {} ", spelling(link->op));
      Level own = level_of(link->op);
      write(link->right, link->op == BinaryOperator::Power ? own : next(own));
      close(parens[i]);
    }
  }

  void expr(const BoolOp& node, Level level) {
    Level own = node.op == BoolOperator::And ? kAnd : kOr;
    open(level > own);
    for (size_t i = 0; i < node.values.size(); ++i) {
      if (i > 0) out_ += fmt::format(" {} ", spelling(node.op));
      write(node.values[i], next(own));
    }
    close(level > own);
  }

  void expr(const Compare& node, Level level) {
    open(level > kCompare);
    write(node.left, next(kCompare));
    for (size_t i = 0; i < node.ops.size(); ++i) {
      out_ += fmt::format(" {} ", spelling(node.ops[i]));
      write(node.comparators[i], next(kCompare));
    }
    close(level > kCompare);
  }

  void expr(const IfExp& node, Level level) {
    open(level > kTest);
    write(node.then_value, next(kTest));
    out_ += " if ";
    write(node.condition, next(kTest));
    out_ += " else ";
    write(node.else_value, kTest);
    close(level > kTest);
  }

  void expr(const Lambda& node, Level level) {
    open(level > kTest);
    out_ += "lambda";
    if (node.parameters != nullptr && !node.parameters->items.empty()) {
      out_ += ' ';
      parameters(*node.parameters);
    }
    out_ += ": ";
    write(node.body, kTest);
    close(level > kTest);
  }

  void parameters(const Parameters& list) {
    ParameterKind previous = ParameterKind::PositionalOrKeyword;
    bool first = true;
    bool seen_star = false;
    auto separate = [&] {
      if (!first) out_ += ", ";
      first = false;
    };
    for (const Parameter* p : list.items) {
      ParameterKind kind = p->parameter_kind;
      if (previous == ParameterKind::PositionalOnly && kind != ParameterKind::PositionalOnly) {
        separate();
        out_ += '/';
      }
      if (kind == ParameterKind::KeywordOnly && !seen_star) {
        separate();
        out_ += '*';
        seen_star = true;
      }
      separate();
      if (kind == ParameterKind::VarPositional) {
        out_ += '*';
        seen_star = true;
      }
      if (kind == ParameterKind::VarKeyword) out_ += "**";
      out_ += sema_.text(p->name.name);
      if (p->default_value != nullptr) {
        out_ += '=';
        write(p->default_value, kTest);
      }
      previous = kind;
    }
    if (previous == ParameterKind::PositionalOnly) {
      separate();
      out_ += '/';
    }
  }

  void expr(const NamedExpr& node, Level level) {
    open(level > kTuple);
    write(node.target, kAtom);
    out_ += " := ";
    write(node.value, kAtom);
    close(level > kTuple);
  }

  void expr(const Tuple& node, Level level) {
    if (node.elements.empty()) {
      out_ += "()";
      return;
    }
    open(level > kTuple);
    list(node.elements);
    if (node.elements.size() == 1) out_ += ',';
    close(level > kTuple);
  }
  void expr(const List& node, Level) {
    out_ += '[';
    list(node.elements);
    out_ += ']';
  }
  void expr(const Set& node, Level) {
    out_ += '{';
    list(node.elements);
    out_ += '}';
  }
  void expr(const Dict& node, Level) {
    out_ += '{';
    for (size_t i = 0; i < node.items.size(); ++i) {
      if (i > 0) out_ += ", ";
      if (node.items[i]->key != nullptr) {
        write(node.items[i]->key, kTest);
        out_ += ": ";
        write(node.items[i]->value, kTest);
      } else {
        out_ += "**";
        write(node.items[i]->value, kBitOr);
      }
    }
    out_ += '}';
  }

  void clauses(NodeList<ComprehensionFor> list) {
    for (const ComprehensionFor* clause : list) {
      out_ += clause->is_async ? " async for " : " for ";
      write(clause->target, kTuple);
      out_ += " in ";
      write(clause->iterable, next(kTest));
      for (const Expr* condition : clause->conditions) {
        out_ += " if ";
        write(condition, next(kTest));
      }
    }
  }
  void expr(const ListComp& node, Level) { bracketed('[', node.element, node.clauses, ']'); }
  void expr(const SetComp& node, Level) { bracketed('{', node.element, node.clauses, '}'); }
  void expr(const GeneratorExp& node, Level) { bracketed('(', node.element, node.clauses, ')'); }
  void bracketed(char before, const Expr* element, NodeList<ComprehensionFor> list, char after) {
    out_ += before;
    write(element, kTest);
    clauses(list);
    out_ += after;
  }
  void expr(const DictComp& node, Level) {
    out_ += '{';
    write(node.key, kTest);
    out_ += ": ";
    write(node.value, kTest);
    clauses(node.clauses);
    out_ += '}';
  }

  void expr(const Call& node, Level) {
    write(node.callee, kAtom);
    if (node.arguments.size() == 1 && isa<GeneratorExp>(node.arguments[0]->value) &&
        node.arguments[0]->argument_kind == ArgumentKind::Positional) {
      write(node.arguments[0]->value, kAtom);
      return;
    }
    out_ += '(';
    bool first = true;
    for (bool keywords : {false, true}) {
      for (const Argument* argument : node.arguments) {
        bool is_keyword = argument->argument_kind == ArgumentKind::Keyword ||
                          argument->argument_kind == ArgumentKind::DoubleStarred;
        if (is_keyword != keywords) continue;
        if (!first) out_ += ", ";
        first = false;
        switch (argument->argument_kind) {
          case ArgumentKind::Positional:
            write(argument->value, kTest);
            break;
          case ArgumentKind::Starred:
            out_ += '*';
            write(argument->value, kBitOr);
            break;
          case ArgumentKind::Keyword:
            out_ += sema_.text(argument->keyword.name);
            out_ += '=';
            write(argument->value, kTest);
            break;
          case ArgumentKind::DoubleStarred:
            out_ += "**";
            write(argument->value, kTest);
            break;
        }
      }
    }
    out_ += ')';
  }

  void expr(const Attribute& node, Level) {
    write(node.value, kAtom);
    if (isa<IntLiteral>(node.value)) out_ += ' ';
    out_ += '.';
    out_ += sema_.text(node.attribute.name);
  }
  void expr(const Subscript& node, Level) {
    write(node.value, kAtom);
    out_ += '[';
    write(node.index, kTuple);
    out_ += ']';
  }
  void expr(const Slice& node, Level) {
    if (node.lower != nullptr) write(node.lower, kTest);
    out_ += ':';
    if (node.upper != nullptr) write(node.upper, kTest);
    if (node.step != nullptr) {
      out_ += ':';
      write(node.step, kTest);
    }
  }
  void expr(const Starred& node, Level) {
    out_ += '*';
    write(node.value, kBitOr);
  }
  void expr(const Await& node, Level level) {
    open(level > kAwait);
    out_ += "await ";
    write(node.value, kAtom);
    close(level > kAwait);
  }

  const sema::SemaResult& sema_;
  std::string out_;
};

}  // namespace

std::string unparse(const Expr* expression, const sema::SemaResult& sema) {
  Unparser unparser(sema);
  unparser.write(expression, kTest);
  return unparser.take();
}

}  // namespace hpyc::lower
