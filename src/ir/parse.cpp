#include "ir/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "ir/op_info.h"

namespace hpyc::ir {
namespace {

// Words are letters, digits, '_' and '.'; everything else is punctuation. '#' followed by a digit
// is a constant; ';' starts a comment up to the end of the line.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  ParseResult run() {
    ParseResult result;
    if (parse()) {
      result.module = std::move(module_);
    } else {
      result.error = std::move(error_);
    }
    return result;
  }

 private:
  struct FunctionUse {
    uint32_t function;  // where
    uint32_t block;     // kNoId: the function's origin
    uint32_t op;
    bool second;  // the immediate is the operation's second
    std::string symbol;
    size_t at;
  };

  // ---- scanning -------------------------------------------------------------------------------

  bool fail(std::string message) { return fail_at(at_, std::move(message)); }
  bool fail_at(size_t at, std::string message) {
    if (failed_) return false;
    failed_ = true;
    error_.message = std::move(message);
    error_.line = 1;
    size_t start = 0;
    for (size_t i = 0; i < at && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++error_.line;
        start = i + 1;
      }
    }
    error_.column = static_cast<uint32_t>(at - start + 1);
    return false;
  }

  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (c == ';') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        break;
      }
    }
  }
  // Operations end with their line, so the end matters there.
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool at_line_end() {
    skip_blanks();
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == ';';
  }
  bool peek(std::string_view token) {
    skip_blanks();
    return text_.substr(at_, token.size()) == token;
  }
  bool accept(std::string_view token) {
    if (!peek(token)) return false;
    at_ += token.size();
    return true;
  }
  bool expect(std::string_view token) {
    return accept(token) || fail(fmt::format("expected '{}'", token));
  }
  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  }
  std::string_view peek_word() {
    skip_blanks();
    size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  std::string_view word() {
    const std::string_view result = peek_word();
    at_ += result.size();
    return result;
  }
  bool accept_word(std::string_view expected) {
    if (peek_word() != expected) return false;
    at_ += expected.size();
    return true;
  }
  bool expect_word(std::string_view expected) {
    return accept_word(expected) || fail(fmt::format("expected '{}'", expected));
  }

  bool unsigned_number(uint32_t& number) {
    skip_blanks();
    const size_t start = at_;
    uint64_t value = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      value = value * 10 + static_cast<uint64_t>(text_[at_] - '0');
      if (value >= kNoId) return fail_at(start, "number too large");
      ++at_;
    }
    if (at_ == start) return fail("expected a number");
    number = static_cast<uint32_t>(value);
    return true;
  }
  // The number of a thing of which the text holds at most one for each of its characters, which
  // bounds the memory that a wrong number can cost.
  bool id_number(uint32_t& number) {
    const size_t start = at_;
    if (!unsigned_number(number)) return false;
    return number < text_.size() || fail_at(start, "number too large");
  }
  bool integer(int64_t& number) {
    skip_blanks();
    const size_t start = at_;
    const bool negative = accept("-");
    uint64_t value = 0;
    const uint64_t limit = (uint64_t{1} << 63) - (negative ? 0 : 1);
    const size_t digits = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      const auto digit = static_cast<uint64_t>(text_[at_] - '0');
      if (value > (limit - digit) / 10) return fail_at(start, "number too large");
      value = value * 10 + digit;
      ++at_;
    }
    if (at_ == digits) return fail("expected an integer");
    number = static_cast<int64_t>(negative ? ~value + 1 : value);
    return true;
  }
  bool real(double& number) {
    skip_blanks();
    size_t end = at_;
    while (end < text_.size() && (is_word(text_[end]) || text_[end] == '-' || text_[end] == '+')) {
      ++end;
    }
    const std::string digits(text_.substr(at_, end - at_));
    if (digits == "nan" || digits == "-nan") {
      const double nan = std::numeric_limits<double>::quiet_NaN();
      number = std::copysign(nan, digits[0] == '-' ? -1.0 : 1.0);
      at_ = end;
      return true;
    }
    char* stop = nullptr;
    number = std::strtod(digits.c_str(), &stop);
    if (digits.empty() || *stop != '\0') return fail("expected a number");
    at_ = end;
    return true;
  }

  static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }
  bool quoted(std::string& out) {
    if (!expect("\"")) return false;
    out.clear();
    for (;;) {
      if (at_ >= text_.size() || text_[at_] == '\n') return fail("unterminated string");
      const char c = text_[at_++];
      if (c == '"') return true;
      if (c != '\\') {
        out += c;
        continue;
      }
      if (at_ >= text_.size()) return fail("unterminated string");
      const char escape = text_[at_++];
      if (escape == 'n') {
        out += '\n';
      } else if (escape == '"' || escape == '\\') {
        out += escape;
      } else if (escape == 'x' && at_ + 1 < text_.size() && hex_digit(text_[at_]) >= 0 &&
                 hex_digit(text_[at_ + 1]) >= 0) {
        out += static_cast<char>(hex_digit(text_[at_]) * 16 + hex_digit(text_[at_ + 1]));
        at_ += 2;
      } else {
        return fail("unknown escape in a string");
      }
    }
  }

  // ---- the module -----------------------------------------------------------------------------

  bool parse() {
    skip_space();
    if (!expect_word("module") || !quoted(module_.name) || !expect_word("source") ||
        !quoted(module_.source_name)) {
      return false;
    }
    if (accept_word("doc") && !constant_use(module_.docstring)) return false;
    if (accept_word("future_annotations")) module_.uses_future_annotations = true;
    if (accept_word("cython")) module_.is_cython = true;
    if (accept_word("stop_iteration_passes")) module_.stop_iteration_passes = true;
    for (skip_space(); accept_word("constant"); skip_space()) {
      if (!constant()) return false;
    }
    if (module_.docstring != kNoConstant && index(module_.docstring) >= module_.constants.size()) {
      return fail("the docstring's constant does not exist");
    }
    for (skip_space(); accept_word("function"); skip_space()) {
      if (!function()) return false;
    }
    if (at_ < text_.size()) return fail("expected 'function' or the end");
    return resolve_functions();
  }

  bool constant_use(ConstantId& id) {
    uint32_t number = 0;
    if (!expect("#") || !unsigned_number(number)) return false;
    id = ConstantId{number};
    return true;
  }
  bool defined_constant(ConstantId& id) {
    skip_blanks();
    const size_t start = at_;
    if (!constant_use(id)) return false;
    return index(id) < module_.constants.size() || fail_at(start, "unknown constant");
  }

  bool constant() {
    ConstantId id{};
    skip_blanks();
    const size_t start = at_;
    if (!constant_use(id)) return false;
    if (index(id) != module_.constants.size()) {
      return fail_at(start, fmt::format("expected constant #{}", module_.constants.size()));
    }
    if (!expect("=")) return false;
    Constant constant;
    skip_blanks();
    const size_t kind_at = at_;
    const auto kind = constant_kind_from_text(word());
    if (!kind) return fail_at(kind_at, "unknown kind of constant");
    constant.kind = *kind;
    switch (constant.kind) {
      case ConstantKind::name:
      case ConstantKind::str:
      case ConstantKind::bytes:
      case ConstantKind::integer:
        if (!quoted(constant.text)) return false;
        break;
      case ConstantKind::float_:
      case ConstantKind::complex_:
        if (!real(constant.number)) return false;
        break;
      case ConstantKind::tuple:
        if (!expect("(")) return false;
        while (!accept(")")) {
          if (!constant.items.empty() && !expect(",")) return false;
          ConstantId item{};
          if (!defined_constant(item)) return false;
          constant.items.push_back(item);
        }
        break;
      default:
        break;
    }
    module_.constants.push_back(std::move(constant));
    return at_line_end() || fail("expected the end of the line");
  }

  bool symbol(std::string& out) {
    if (!expect("@")) return false;
    out = word();
    return !out.empty() || fail("expected a function's symbol");
  }

  bool type(Type& type) {
    skip_blanks();
    const size_t start = at_;
    const auto rep = rep_from_text(word());
    if (!rep) return fail_at(start, "expected a representation: obj, num, i64 …");
    type.rep = *rep;
    if (accept(":")) {
      const size_t py_at = at_;
      const auto py = py_type_from_text(word());
      if (!py) return fail_at(py_at, "unknown Python type");
      type.py = *py;
    }
    if (accept("?")) type.maybe_null = true;
    return true;
  }

  // `%3 name: type ownership`
  bool definition(ValueId& id) {
    skip_blanks();
    const size_t start = at_;
    uint32_t number = 0;
    if (!expect("%") || !id_number(number)) return false;
    id = ValueId{number};
    if (number >= values_.size()) values_.resize(number + 1);
    if (values_[number].defined) return fail_at(start, fmt::format("%{} is defined twice", number));
    values_[number].defined = true;
    Value& value = values_[number].value;
    if (peek("\"")) {
      if (!quoted(value.name)) return false;
    } else {
      value.name = word();
    }
    if (!expect(":") || !type(value.type)) return false;
    if (const auto ownership = ownership_from_text(peek_word())) {
      value.ownership = *ownership;
      word();
    }
    return true;
  }

  bool value_use(ValueId& id) {
    skip_blanks();
    const size_t start = at_;
    uint32_t number = 0;
    if (!expect("%") || !id_number(number)) return false;
    id = ValueId{number};
    if (number >= values_.size()) values_.resize(number + 1);
    if (values_[number].first_use == 0) values_[number].first_use = start + 1;
    return true;
  }

  bool block_use(BlockId& id) {
    skip_blanks();
    const size_t start = at_;
    uint32_t number = 0;
    if (!expect("b") || !id_number(number)) return false;
    id = BlockId{number};
    block_uses_.emplace_back(number, start);
    return true;
  }

  bool function() {
    Function function;
    const auto self = static_cast<uint32_t>(module_.functions.size());
    skip_blanks();
    const size_t start = at_;
    if (!symbol(function.symbol)) return false;
    if (!symbols_.emplace(function.symbol, self).second) {
      return fail_at(start, fmt::format("@{} is defined twice", function.symbol));
    }
    while (!accept("{")) {
      skip_blanks();
      const size_t word_at = at_;
      const std::string_view key = word();
      if (key == "kind") {
        skip_blanks();
        const size_t kind_at = at_;
        const auto kind = function_kind_from_text(word());
        if (!kind) return fail_at(kind_at, "unknown kind of function");
        function.kind = *kind;
      } else if (key == "name") {
        if (!quoted(function.name)) return false;
      } else if (key == "qualname") {
        if (!quoted(function.qualname)) return false;
      } else if (key == "line") {
        if (!unsigned_number(function.first_line)) return false;
      } else if (key == "signature") {
        if (!signature(function.signature)) return false;
      } else if (key == "captures") {
        if (!unsigned_number(function.captures)) return false;
      } else if (key == "result") {
        function.result = {};
        if (!type(function.result)) return false;
      } else if (key == "doc") {
        if (!defined_constant(function.docstring)) return false;
      } else if (key == "origin") {
        FunctionUse use{self, kNoId, 0, false, {}, at_};
        if (!symbol(use.symbol)) return false;
        function_uses_.push_back(std::move(use));
      } else if (key == "no_python") {
        function.no_python = true;
      } else if (key == "escapes") {
        function.escapes = true;
      } else if (auto suspends = suspends_from_text(key)) {
        function.suspends = *suspends;
      } else if (key == "variables") {
        if (!expect("(")) return false;
        do {
          if (!quoted(function.variables.emplace_back())) return false;
        } while (accept(","));
        if (!expect(")")) return false;
      } else {
        return fail_at(word_at, "expected a property of the function or '{'");
      }
    }
    if (!body(function, self)) return false;
    module_.functions.push_back(std::move(function));
    return true;
  }

  bool signature(Signature& signature) {
    if (!expect("(") || !unsigned_number(signature.positional_only) || !expect(",") ||
        !unsigned_number(signature.positional) || !expect(",") ||
        !unsigned_number(signature.keyword_only)) {
      return false;
    }
    while (accept(",")) {
      if (accept("**")) {
        signature.var_keyword = true;
      } else if (accept("*")) {
        signature.var_positional = true;
      } else {
        return fail("expected '*' or '**'");
      }
    }
    return expect(")");
  }

  bool body(Function& function, uint32_t self) {
    values_.clear();
    block_uses_.clear();
    for (skip_space(); !accept("}"); skip_space()) {
      const size_t start = at_;
      uint32_t number = 0;
      if (!expect("b") || !unsigned_number(number)) return false;
      if (number != function.blocks.size()) {
        return fail_at(start, fmt::format("expected block b{}", function.blocks.size()));
      }
      if (!block(function, self)) return false;
    }
    for (const auto& [block, at] : block_uses_) {
      if (block >= function.blocks.size())
        return fail_at(at, fmt::format("unknown block b{}", block));
    }
    for (size_t i = 0; i < values_.size(); ++i) {
      if (!values_[i].defined && values_[i].first_use != 0) {
        return fail_at(values_[i].first_use - 1, fmt::format("%{} is not defined", i));
      }
      function.values.push_back(std::move(values_[i].value));
    }
    if (function.blocks.empty()) return true;
    for (ValueId parameter : function.blocks[0].parameters) {
      function.parameters.push_back({function.value(parameter).name, parameter});
    }
    return true;
  }

  bool block(Function& function, uint32_t self) {
    const auto number = static_cast<uint32_t>(function.blocks.size());
    Block block;
    if (!expect("(")) return false;
    while (!accept(")")) {
      if (!block.parameters.empty() && !expect(",")) return false;
      ValueId id{};
      if (!definition(id)) return false;
      block.parameters.push_back(id);
    }
    if (accept_word("handler") && !block_use(block.handler)) return false;
    if (!expect(":")) return false;
    for (skip_space(); !peek("}") && !at_block(); skip_space()) {
      if (at_ >= text_.size()) return fail("expected an operation or '}'");
      Op op;
      if (!operation(op, self, number, static_cast<uint32_t>(block.ops.size()))) return false;
      block.ops.push_back(std::move(op));
    }
    function.blocks.push_back(std::move(block));
    return true;
  }

  // `b3(` starts the next block; no operation's text looks like that.
  bool at_block() {
    const std::string_view name = peek_word();
    return name.size() >= 2 && name[0] == 'b' &&
           std::all_of(name.begin() + 1, name.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  bool operation(Op& op, uint32_t function, uint32_t block, uint32_t number) {
    if (peek("%")) {
      do {
        ValueId id{};
        if (!definition(id)) return false;
        op.results.push_back(id);
      } while (accept(","));
      if (!expect("=")) return false;
    }
    skip_blanks();
    const size_t start = at_;
    const std::string_view name = word();
    const auto opcode = opcode_from_text(name);
    if (!opcode) return fail_at(start, fmt::format("unknown operation '{}'", name));
    op.opcode = *opcode;
    const SubKind kind = sub_kind(op.opcode);
    if (kind != SubKind::none) {
      skip_blanks();
      const size_t sub_at = at_;
      const auto sub = sub_from_text(kind, word());
      if (!sub) return fail_at(sub_at, fmt::format("unknown kind of '{}'", name));
      op.sub = *sub;
    }
    if (accept_word("known")) op.known_types = true;
    bool first = true;
    while (!at_line_end() && !peek("!")) {
      if (!first && !expect(",")) return false;
      first = false;
      if (!argument(op, function, block, number)) return false;
    }
    if (accept("!") && !unsigned_number(op.line)) return false;
    if (immediates_ != immediate_letters(op.opcode).size()) {
      return fail_at(start, fmt::format("'{}' takes {} immediates", name,
                                        immediate_letters(op.opcode).size()));
    }
    immediates_ = 0;
    return at_line_end() || fail("expected the end of the line");
  }

  static std::string immediate_letters(Opcode opcode) {
    std::string letters;
    for (char letter : info(opcode).immediates) {
      if (letter != 's' && letter != 'c' && letter != 'K') letters += letter;
    }
    return letters;
  }

  bool argument(Op& op, uint32_t function, uint32_t block, uint32_t number) {
    skip_blanks();
    if (peek("%")) {
      ValueId id{};
      if (!value_use(id)) return false;
      op.operands.push_back(id);
      return true;
    }
    if (at_block()) {
      Edge edge;
      if (!block_use(edge.target) || !expect("(")) return false;
      while (!accept(")")) {
        if (!edge.arguments.empty() && !expect(",")) return false;
        ValueId id{};
        if (!value_use(id)) return false;
        edge.arguments.push_back(id);
      }
      op.targets.push_back(std::move(edge));
      return true;
    }
    const std::string letters = immediate_letters(op.opcode);
    if (immediates_ >= letters.size()) return fail("expected a value, a block or the end");
    const char letter = letters[immediates_++];
    if (letter == 'd') return real(op.fimm);
    // Values of the second integer-like immediate go to imm2.
    int64_t& place = immediates_ == 1 ? op.imm : op.imm2;
    if (letter == 'k') {
      ConstantId id{};
      if (!defined_constant(id)) return false;
      place = index(id);
      return true;
    }
    if (letter == 'F') {
      FunctionUse use{function, block, number, immediates_ == 2, {}, at_};
      if (!symbol(use.symbol)) return false;
      function_uses_.push_back(std::move(use));
      return true;
    }
    return integer(place);
  }

  bool resolve_functions() {
    for (const FunctionUse& use : function_uses_) {
      const auto found = symbols_.find(use.symbol);
      if (found == symbols_.end()) {
        return fail_at(use.at, fmt::format("unknown function @{}", use.symbol));
      }
      Function& function = module_.functions[use.function];
      if (use.block == kNoId) {
        function.origin = FunctionId{found->second};
      } else {
        Op& op = function.blocks[use.block].ops[use.op];
        (use.second ? op.imm2 : op.imm) = found->second;
      }
    }
    return true;
  }

  struct ParsedValue {
    Value value;
    bool defined = false;
    size_t first_use = 0;  // position + 1
  };

  std::string_view text_;
  size_t at_ = 0;
  bool failed_ = false;
  ParseError error_;
  Module module_;
  std::vector<ParsedValue> values_;
  std::vector<std::pair<uint32_t, size_t>> block_uses_;
  std::vector<FunctionUse> function_uses_;
  std::unordered_map<std::string, uint32_t> symbols_;
  size_t immediates_ = 0;  // seen so far in the operation
};

}  // namespace

std::string to_string(const ParseError& error) {
  return fmt::format("{}:{}: {}", error.line, error.column, error.message);
}

ParseResult parse_module(std::string_view text) { return Parser(text).run(); }

}  // namespace hpyc::ir
