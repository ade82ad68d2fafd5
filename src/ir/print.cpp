#include "ir/print.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "ir/op_info.h"

namespace hpyc::ir {
namespace {

using Buffer = fmt::memory_buffer;

template <typename... Args>
void put(Buffer& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9') || name[0] == '.') return false;
  for (char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.';
    if (!plain) return false;
  }
  return true;
}

void put_type(Buffer& out, const Type& type) {
  put(out, "{}", text(type.rep));
  if (type.py != PyType::any) put(out, ":{}", text(type.py));
  if (type.maybe_null) put(out, "?");
}

void put_definition(Buffer& out, const Function& function, ValueId id, std::string_view name) {
  const Value& value = function.value(id);
  put(out, "%{}", index(id));
  if (!name.empty()) put(out, " {}", is_plain_name(name) ? std::string(name) : quote(name));
  put(out, ": ");
  put_type(out, value.type);
  if (value.ownership != Ownership::trivial) put(out, " {}", text(value.ownership));
}

void put_number(Buffer& out, double number) {
  if (std::isnan(number)) {
    put(out, "{}", std::signbit(number) ? "-nan" : "nan");
  } else {
    put(out, "{}", number);
  }
}

std::string function_name(const Module& module, int64_t id) {
  if (static_cast<uint64_t>(id) >= module.functions.size()) return fmt::format("<{}>", id);
  return module.functions[static_cast<size_t>(id)].symbol;
}

void put_op(Buffer& out, const Module& module, const Function& function, const Op& op) {
  for (size_t i = 0; i < op.results.size(); ++i) {
    if (i != 0) put(out, ", ");
    put_definition(out, function, op.results[i], function.value(op.results[i]).name);
  }
  if (!op.results.empty()) put(out, " = ");
  put(out, "{}", info(op.opcode).text);
  if (sub_kind(op.opcode) != SubKind::none) put(out, " {}", sub_text(op));
  if (op.known_types) put(out, " known");
  const char* separator = " ";
  const auto next = [&] {
    put(out, "{}", separator);
    separator = ", ";
  };
  for (ValueId operand : op.operands) {
    next();
    put(out, "%{}", index(operand));
  }
  bool first = true;
  for (char letter : info(op.opcode).immediates) {
    if (letter == 's' || letter == 'c' || letter == 'K') continue;
    next();
    if (letter == 'd') {
      put_number(out, op.fimm);
      continue;
    }
    const int64_t imm = first ? op.imm : op.imm2;
    first = false;
    if (letter == 'k') {
      put(out, "#{}", imm);
    } else if (letter == 'F') {
      put(out, "@{}", function_name(module, imm));
    } else {
      put(out, "{}", imm);
    }
  }
  for (const Edge& edge : op.targets) {
    next();
    put(out, "b{}(", index(edge.target));
    for (size_t i = 0; i < edge.arguments.size(); ++i) {
      put(out, "{}%{}", i == 0 ? "" : ", ", index(edge.arguments[i]));
    }
    put(out, ")");
  }
  if (op.line != 0) put(out, " !{}", op.line);
}

void put_function(Buffer& out, const Module& module, const Function& function) {
  put(out, "function @{} kind {} name {} qualname {} line {} signature({},{},{}", function.symbol,
      text(function.kind), quote(function.name), quote(function.qualname), function.first_line,
      function.signature.positional_only, function.signature.positional,
      function.signature.keyword_only);
  if (function.signature.var_positional) put(out, ",*");
  if (function.signature.var_keyword) put(out, ",**");
  put(out, ")");
  if (function.captures != 0) put(out, " captures {}", function.captures);
  if (function.result != Type{Rep::obj}) {
    put(out, " result ");
    put_type(out, function.result);
  }
  if (function.docstring != kNoConstant) put(out, " doc #{}", index(function.docstring));
  if (function.origin != kNoFunction) {
    put(out, " origin @{}", function_name(module, index(function.origin)));
  }
  if (function.no_python) put(out, " no_python");
  if (function.escapes) put(out, " escapes");
  if (function.is_suspendable()) put(out, " {}", text(function.suspends));
  for (size_t i = 0; i < function.variables.size(); ++i)
    put(out, "{}{}", i == 0 ? " variables(" : ", ", quote(function.variables[i]));
  if (!function.variables.empty()) put(out, ")");
  put(out, " {{\n");
  for (size_t b = 0; b < function.blocks.size(); ++b) {
    const Block& block = function.blocks[b];
    put(out, "b{}(", b);
    for (size_t i = 0; i < block.parameters.size(); ++i) {
      if (i != 0) put(out, ", ");
      const ValueId id = block.parameters[i];
      const bool named = b == 0 && i < function.parameters.size();
      put_definition(out, function, id,
                     named ? function.parameters[i].name : function.value(id).name);
    }
    put(out, ")");
    if (block.handler != kNoBlock) put(out, " handler b{}", index(block.handler));
    put(out, ":\n");
    for (const Op& op : block.ops) {
      put(out, "  ");
      put_op(out, module, function, op);
      put(out, "\n");
    }
  }
  put(out, "}}\n");
}

void put_constant(Buffer& out, const Constant& constant) {
  put(out, "{}", text(constant.kind));
  switch (constant.kind) {
    case ConstantKind::name:
    case ConstantKind::str:
    case ConstantKind::bytes:
    case ConstantKind::integer:
      put(out, " {}", quote(constant.text));
      break;
    case ConstantKind::float_:
    case ConstantKind::complex_:
      put(out, " ");
      put_number(out, constant.number);
      break;
    case ConstantKind::tuple: {
      put(out, " (");
      for (size_t i = 0; i < constant.items.size(); ++i) {
        put(out, "{}#{}", i == 0 ? "" : ", ", index(constant.items[i]));
      }
      put(out, ")");
      break;
    }
    default:
      break;
  }
}

}  // namespace

std::string quote(std::string_view bytes) {
  std::string out = "\"";
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

std::string print(const Module& module) {
  Buffer out;
  put(out, "module {} source {}", quote(module.name), quote(module.source_name));
  if (module.docstring != kNoConstant) put(out, " doc #{}", index(module.docstring));
  if (module.uses_future_annotations) put(out, " future_annotations");
  if (module.is_cython) put(out, " cython");
  if (module.stop_iteration_passes) put(out, " stop_iteration_passes");
  put(out, "\n");
  for (size_t i = 0; i < module.constants.size(); ++i) {
    put(out, "constant #{} = ", i);
    put_constant(out, module.constants[i]);
    put(out, "\n");
  }
  for (const Function& function : module.functions) put_function(out, module, function);
  return fmt::to_string(out);
}

std::string print(const Module& module, const Function& function) {
  Buffer out;
  put_function(out, module, function);
  return fmt::to_string(out);
}

std::string print(const Module& module, const Function& function, const Op& op) {
  Buffer out;
  put_op(out, module, function, op);
  return fmt::to_string(out);
}

}  // namespace hpyc::ir
