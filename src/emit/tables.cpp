#include "emit/tables.h"

#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <optional>

#include "base/assert.h"

namespace hpyc::emit {

using ir::Constant;
using ir::ConstantId;
using ir::ConstantKind;
using ir::FunctionKind;
using ir::index;

namespace {

std::optional<int64_t> small_integer(const std::string& text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return std::nullopt;
}

std::string hexadecimal(const std::string& decimal) {
  bool negative = decimal[0] == '-';
  boost::multiprecision::cpp_int value(negative ? decimal.substr(1) : decimal);
  return (negative ? "-0x" : "0x") + value.str(0, std::ios_base::hex);
}

}  // namespace

std::string entry_name(const ir::Function& function) {
  return ascii_identifier(function.symbol) + "_entry";
}

Tables::Tables(const ir::Module& module) : module_(module), text_(module.constants.size()) {}

const std::string& Tables::constant(ConstantId id) {
  if (!text_[index(id)].empty()) return text_[index(id)];
  const Constant c = at(id);
  for (ConstantId item : c.items) constant(item);  // a row refers to rows before it
  auto make = [&]() -> std::string {
    switch (c.kind) {
      case ConstantKind::name:
        return names_.prefixed("K_", c.text);
      case ConstantKind::str:
        return names_.numbered("K_str");
      case ConstantKind::bytes:
        return names_.numbered("K_bytes");
      case ConstantKind::integer:
        if (c.text.size() > 20) return names_.numbered("K_long");
        return names_.prefixed("K_int_", c.text[0] == '-' ? "minus_" + c.text.substr(1) : c.text);
      case ConstantKind::float_:
        return names_.numbered("K_float");
      case ConstantKind::complex_:
        return names_.numbered("K_complex");
      case ConstantKind::tuple:
        return names_.numbered("K_tuple");
      case ConstantKind::none:
        return names_.prefixed("K_", "None");
      case ConstantKind::true_:
        return names_.prefixed("K_", "True");
      case ConstantKind::false_:
        return names_.prefixed("K_", "False");
      case ConstantKind::ellipsis:
        return names_.prefixed("K_", "Ellipsis");
    }
    HPYC_UNREACHABLE("constant");
  };
  text_[index(id)] = make();
  order_.push_back(id);
  return text_[index(id)];
}

const std::string& Tables::name_constant(const std::string& text) {
  if (name_ids_.empty())
    for (uint32_t i = 0; i < module_.constants.size(); ++i)
      if (module_.constants[i].kind == ConstantKind::name)
        name_ids_.emplace(module_.constants[i].text, ConstantId{i});
  auto found = name_ids_.find(text);
  if (found == name_ids_.end()) {
    ConstantId id{static_cast<uint32_t>(module_.constants.size() + extra_.size())};
    extra_.push_back({.kind = ConstantKind::name, .text = text});
    text_.emplace_back();
    found = name_ids_.emplace(text, id).first;
  }
  return constant(found->second);
}

size_t Tables::function_rows() const {
  size_t rows = module_.functions.size();
  while (rows > 1 && module_.functions[rows - 1].kind == FunctionKind::specialised) --rows;
  return rows;
}

// Whether compiled code asks if an object is this function.
bool Tables::is_guarded(const ir::Function& function) {
  if (guarded_.empty()) {
    guarded_.resize(module_.functions.size());
    for (const ir::Function& f : module_.functions)
      for (const ir::Block& block : f.blocks)
        for (const ir::Op& op : block.ops)
          if (op.opcode == ir::Opcode::is_function)
            guarded_[static_cast<size_t>(op.imm)] = true;
          else if (op.opcode == ir::Opcode::global_is_function)
            guarded_[static_cast<size_t>(op.imm2)] = true;
  }
  return guarded_[static_cast<size_t>(&function - module_.functions.data())];
}

// HPYC_GENERATOR, HPYC_COROUTINE; both for an asynchronous generator.
static int suspension(ir::Suspends suspends) {
  switch (suspends) {
    case ir::Suspends::never:
      return 0;
    case ir::Suspends::generator:
      return 8;
    case ir::Suspends::coroutine:
      return 16;
    case ir::Suspends::async_generator:
      return 24;
  }
  return 0;
}

std::string Tables::function_row(const ir::Function& function) {
  if (function.kind == FunctionKind::specialised) return "{0}";
  auto name = [&](const std::string& text) { return name_constant(text); };
  // In this order, whatever the order in which a compiler evaluates arguments.
  std::string simple = name(function.name);
  std::string qualified = name(function.qualname);
  bool python = function.kind == FunctionKind::python;
  const ir::Signature& s = function.signature;
  std::string parameters = "NULL";
  std::string cells;
  if (python && !function.parameters.empty()) {
    std::vector<std::string> items;
    for (const ir::Parameter& p : function.parameters) items.push_back(name(p.name));
    const auto first = items.begin() + function.captures;
    const std::vector<std::string> captured(items.begin(), first);
    items.erase(items.begin(), first);
    if (!items.empty()) parameters = wrap_list("(const int[]){", items, "}", 8);
    if (!captured.empty())
      cells =
          fmt::format(", {}, {}", captured.size(), wrap_list("(const int[]){", captured, "}", 8));
  }
  std::string doc = function.docstring == ir::kNoConstant ? "-1" : constant(function.docstring);
  return fmt::format("{{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}{}}}",
                     python ? entry_name(function) : "NULL", simple, qualified, doc,
                     s.positional_only, s.positional, s.keyword_only,
                     (s.var_positional ? 1 : 0) | (s.var_keyword ? 2 : 0) |
                         (is_guarded(function) ? 4 : 0) | suspension(function.suspends),
                     function.first_line, parameters, cells);
}

std::string Tables::function_table() {
  std::string out = "static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT] = {\n";
  for (size_t i = 0; i < function_rows(); ++i)
    out += "    " + function_row(module_.functions[i]) + ",\n";
  return out + "};\n";
}

std::string Tables::constant_enum() const {
  if (order_.empty()) return "";
  std::vector<std::string> items;
  for (ConstantId id : order_) items.push_back(text_[index(id)]);
  return wrap_list("enum { ", items, " };\n", 7);
}

std::string Tables::constant_row(const Constant& c) {
  auto text = [&](char kind) {
    return fmt::format("{{'{}', {}, {{{}}}}}", kind, c.text.size(), c_string(c.text, 8));
  };
  switch (c.kind) {
    case ConstantKind::name:
      return text('n');
    case ConstantKind::str:
      return text('s');
    case ConstantKind::bytes:
      return text('b');
    case ConstantKind::integer:
      if (auto value = small_integer(c.text))
        return fmt::format("{{'i', 0, {{.integer = {}}}}}", c_integer(*value));
      return fmt::format("{{'l', 0, {{{}}}}}", c_string(hexadecimal(c.text), 8));
    case ConstantKind::float_:
      return fmt::format("{{'f', 0, {{.number = {}}}}}", c_double(c.number));
    case ConstantKind::complex_:
      return fmt::format("{{'c', 0, {{.number = {}}}}}", c_double(c.number));
    case ConstantKind::tuple: {
      if (c.items.empty()) return "{'t', 0, {NULL}}";
      std::vector<std::string> items;
      for (ConstantId item : c.items) items.push_back(constant(item));
      return wrap_list(fmt::format("{{'t', {}, {{.items = (const int[]){{", items.size()), items,
                       "}}}", 8);
    }
    case ConstantKind::none:
      return "{'N', 0, {0}}";
    case ConstantKind::true_:
      return "{'T', 0, {0}}";
    case ConstantKind::false_:
      return "{'F', 0, {0}}";
    case ConstantKind::ellipsis:
      return "{'E', 0, {0}}";
  }
  HPYC_UNREACHABLE("constant");
}

std::string Tables::constant_table() {
  std::string out =
      "static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT] = {\n";
  if (order_.empty()) return out + "    {'N', 0, {0}},\n};\n";
  // Short rows share lines.
  std::string line = "   ";
  for (ConstantId id : order_) {
    std::string row = constant_row(at(id)) + ",";
    if (line.size() + 1 + row.size() > 100 && line.size() > 3) {
      out += line + "\n";
      line = "   ";
    }
    line += " " + row;
  }
  return out + line + "\n};\n";
}

}  // namespace hpyc::emit
