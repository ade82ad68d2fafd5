#include "emit/function.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "emit/c_text.h"
#include "emit/calls.h"
#include "emit/expression.h"
#include "emit/flow.h"
#include "emit/ladder.h"
#include "emit/scopes.h"
#include "emit/structure.h"
#include "emit/symbols.h"
#include "emit/variables.h"
#include "ir/op_info.h"

namespace hpyc::emit {
namespace {

using ir::BlockId;
using ir::ErrorKind;
using ir::index;
using ir::Op;
using ir::Opcode;
using ir::Rep;
using ir::ValueId;

constexpr size_t kColumnLimit = 100;

Rep result_rep(const ir::Function& function) {
  return function.escapes && function.result.rep == Rep::boolean ? Rep::i64 : function.result.rep;
}

// `return …;` of the error exit.
std::string error_return(const ir::Function& function) {
  if (function.escapes)
    return result_rep(function) == Rep::f64 ? "return hpyc_escaped_f64();"
                                            : "return hpyc_escaped_i64();";
  switch (function.result.rep) {
    case Rep::obj:
      return "return HPy_NULL;";
    case Rep::num:
      return "return hpyc_num_error();";
    case Rep::list:
      return "return NULL;";
    case Rep::none:
      return "return;";
    default:
      return "return -1;";
  }
}

// Without names for a forward declaration.
std::string declaration(const ir::Function& function, const std::vector<std::string>& names) {
  std::string out = fmt::format("static {}{} {}(HPyContext *ctx", function.escapes ? "inline " : "",
                                c_type(result_rep(function)), ascii_identifier(function.symbol));
  const auto& parameters = function.blocks[0].parameters;
  for (size_t i = 0; i < parameters.size(); ++i) {
    out += fmt::format(", {}", c_type(function.value(parameters[i]).type.rep));
    if (i < names.size()) out += " " + names[i];
  }
  return out + ")";
}

std::string step_name(const ir::Function& function) {
  return ascii_identifier(function.symbol) + "_step";
}

class FunctionEmitter {
 public:
  FunctionEmitter(const ir::Module& module, ir::FunctionId id, Tables& tables,
                  const EmitOptions& options)
      : module_(module),
        id_(id),
        function_(module.function(id)),
        options_(options),
        tables_(tables),
        flow_(function_),
        variables_(module, function_, flow_),
        items_(structure(function_, flow_)),
        scopes_(module, function_, variables_, items_),
        expressions_(module, function_, variables_),
        calls_(module, function_, variables_, expressions_, tables) {}

  std::string run() {
    // Rungs name variables, so that the body comes first; declarations stand before it.
    print_items(items_, 1);
    std::string body = std::move(out_);
    out_.clear();
    print_ladder();
    std::string exits = std::move(out_);
    out_.clear();
    std::vector<std::string> names;
    for (ValueId value : function_.blocks[0].parameters) names.push_back(variable(value).name);
    if (!function_.is_suspendable()) {
      out_ = declaration(function_, names) + " {\n";
      print_declarations();
      return out_ + body + exits + "}\n";
    }
    out_ = fmt::format(
        "static HPy {}(HPyContext *ctx, HPy hpyc_self, hpyc_frame *hpyc_state, int hpyc_at, HPy "
        "hpyc_sent) {{\n",
        step_name(function_));
    print_declarations();
    if (resumes_ != 0) {
      line("switch (hpyc_at) {", 1);
      for (uint32_t i = 1; i <= resumes_; ++i)
        short_line(fmt::format("case {0}: goto resume_{0};", i), 2);
      line("}", 1);
    }
    return out_ + body + exits + "}\n" + creation(names);
  }

 private:
  // What a call of a generator does: the body gets the parameters when it starts.
  std::string creation(const std::vector<std::string>& names) {
    tables_.need_frame(static_cast<uint32_t>(names.size()) + 1, 1);
    std::string passed = "NULL";
    if (!names.empty()) {
      passed = "(HPy[]){";
      for (size_t i = 0; i < names.size(); ++i) passed += (i == 0 ? "" : ", ") + names[i];
      passed += "}";
    }
    return fmt::format("{} {{\n  return hpyc_generator(ctx, {}, {}, {}, {}, {});\n}}\n",
                       declaration(function_, names), step_name(function_), index(id_), driver(),
                       passed, names.size());
  }
  std::string_view driver() const {
    switch (function_.suspends) {
      case ir::Suspends::coroutine:
        return "HPYC_DRIVER_COROUTINE";
      case ir::Suspends::async_generator:
        return "HPYC_DRIVER_ASYNC";
      default:
        break;
    }
    bool delegates = std::ranges::any_of(function_.blocks, [](const ir::Block& block) {
      return std::ranges::any_of(block.ops,
                                 [](const Op& op) { return op.opcode == Opcode::yield_from; });
    });
    return delegates ? "HPYC_DRIVER_DELEGATING" : "HPYC_DRIVER_PLAIN";
  }

  // ---- generators
  // -----------------------------------------------------------------------------------

  // What is alive goes to the frame, and comes back from there when the function is entered again.
  void print_yield(BlockId block, size_t i, uint32_t indent) {
    const Op& op = function_.block(block).ops[i];
    std::vector<std::string> saves, loads;
    uint32_t objects = 1, numbers = 0;
    auto object = [&](const std::string& name) {
      saves.push_back(
          fmt::format("hpyc_frame_keep(ctx, hpyc_self, hpyc_state, {}, {});", objects, name));
      loads.push_back(
          fmt::format("{} = hpyc_frame_take(ctx, hpyc_self, hpyc_state, {});", name, objects));
      ++objects;
    };
    for (const std::string& name : variables_.memory()) object(name);
    std::vector<VariableId> done;
    for (ValueId value : variables_.live_across(block, i)) {
      if (std::ranges::count(done, variables_.of(value)) != 0) continue;
      done.push_back(variables_.of(value));
      const std::string& name = variable(value).name;
      const ir::Value& v = function_.value(value);
      if (v.ownership == ir::Ownership::constant) {
        saves.push_back(fmt::format("hpyc_const_close(ctx, {});", name));
        loads.push_back(fmt::format("{} = {};", name, calls_.call(*variables_.definition(value))));
        continue;
      }
      switch (v.type.rep) {
        case Rep::obj:
          object(name);
          continue;
        case Rep::num:
        case Rep::range: {
          const char* kind = v.type.rep == Rep::num ? "num" : "range";
          saves.push_back(fmt::format("hpyc_frame_keep_{}(ctx, hpyc_self, hpyc_state, {}, {}, {});",
                                      kind, objects, numbers, name));
          loads.push_back(
              fmt::format("{} = hpyc_frame_take_{}(ctx, hpyc_self, hpyc_state, {}, {});", name,
                          kind, objects, numbers));
          ++objects;
          numbers += v.type.rep == Rep::num ? 1 : 3;
          continue;
        }
        case Rep::f64:
          saves.push_back(fmt::format("hpyc_state->numbers[{}].d = {};", numbers, name));
          loads.push_back(fmt::format("{} = hpyc_state->numbers[{}].d;", name, numbers++));
          continue;
        case Rep::i64:
        case Rep::boolean:
          saves.push_back(fmt::format("hpyc_state->numbers[{}].i = {};", numbers, name));
          loads.push_back(fmt::format("{} = ({})hpyc_state->numbers[{}].i;", name,
                                      c_type(v.type.rep), numbers++));
          continue;
        default:
          HPYC_UNREACHABLE("cannot live across a yield");
      }
    }
    tables_.need_frame(objects, std::max(numbers, 1u));
    ++resumes_;
    for (const std::string& text : saves) short_line(text, indent);
    std::string given = expressions_.operand(op.operands[0], Precedence::comma);
    // A coroutine hands out nothing but what it awaits.
    std::string leave = op.opcode == Opcode::yield || function_.suspends == ir::Suspends::coroutine
                            ? fmt::format("return {};", given)
                            : fmt::format(
                                  "return hpyc_generator_delegate(ctx, hpyc_self, "
                                  "hpyc_state, {});",
                                  given);
    line(fmt::format("hpyc_state->resume = {}; {}", resumes_, leave), indent);
    line(fmt::format("resume_{}:;", resumes_), indent > 1 ? indent - 1 : 0);
    for (const std::string& text : loads) short_line(text, indent);
    line(fmt::format("{} = hpyc_generator_resumed(ctx, hpyc_self, hpyc_state, hpyc_sent); {}",
                     target(op.results[0]), check("NULL", variable(op.results[0]).name, block, i)),
         indent);
  }

  // ---- lines
  // -------------------------------------------------------------------------------------

  void line(std::string_view text, uint32_t indent) {
    out_.append(indent * 2, ' ');
    out_ += text;
    out_ += '\n';
    joinable_ = false;
  }
  // Short statements of a kind (releases, moves) share a line.
  void short_line(std::string_view text, uint32_t indent) {
    size_t start = out_.size() < 2 ? 0 : out_.rfind('\n', out_.size() - 2) + 1;
    if (joinable_ && out_.size() - start + text.size() < kColumnLimit) {
      out_.pop_back();
      out_ += ' ';
      out_ += text;
      out_ += '\n';
    } else {
      line(text, indent);
    }
    joinable_ = true;
  }

  void source_line(uint32_t number, uint32_t indent) {
    if (number == 0 || number == last_line_) return;
    last_line_ = number;
    if (options_.source_comments && number <= options_.source_lines.size()) {
      std::string text(options_.source_lines[number - 1]);
      text.erase(0, std::min(text.find_first_not_of(" \t\f"), text.size()));
      for (size_t at = 0; (at = text.find("*/", at)) != std::string::npos;) text[at + 1] = '|';
      for (size_t at = 0; (at = text.find("/*", at)) != std::string::npos;) text[at] = '|';
      for (char& c : text)
        if (c == '\\' || c == '?') c = c == '\\' ? '|' : c;
      line(fmt::format("/* {}: {} */", number, text), indent);
    }
    if (options_.line_directives)
      out_ += fmt::format("#line {} {}\n", number, c_string(module_.source_name, 0)),
          joinable_ = false;
  }

  // ---- values
  // ------------------------------------------------------------------------------------

  const Variable& variable(ValueId value) const { return variables_[variables_.of(value)]; }

  // `x`, or `HPy x` where it is declared by its first assignment.
  std::string target(ValueId value) {
    const Variable& v = variable(value);
    if (!scopes_.declare_at_assignment(variables_.of(value))) return v.name;
    return fmt::format("{} {}", c_type(v.rep), v.name);
  }

  // ---- errors
  // --------------------------------------------------------------------------------------

  std::string error_label(BlockId block, size_t op) {
    std::vector<Ladder::Release> releases;
    for (ValueId value : variables_.live_at_error(block, op))
      releases.push_back({variables_.of(value), close_name(function_.value(value))});
    return ladder_.label(releases, function_.block(block).handler);
  }

  // The macro that checks `text`, the variable or call of an operation.
  std::string check(const char* macro, const std::string& text, BlockId block, size_t i) {
    const Op& op = function_.block(block).ops[i];
    std::string label = error_label(block, i);
    if (function_.escapes) return fmt::format("HPYC_CHECK_{}({}, {});", macro, text, label);
    uses_line_ = true;
    return fmt::format("HPYC_TRY_{}({}, {}, {});", macro, text, op.line, label);
  }

  // The exception keeps its traceback as it is: line 0 says so to the bottom rungs.
  bool has_untraced_errors() const {
    return std::ranges::any_of(function_.blocks, [](const ir::Block& block) {
      return std::ranges::any_of(block.ops, [](const Op& op) { return ir::is_untraced(op); });
    });
  }

  // `hpyc_variable_clear(ctx, &x); ` for each memory variable.
  std::string clear_memory() const {
    std::string out;
    for (const std::string& name : variables_.memory())
      out += fmt::format("hpyc_variable_clear(ctx, &{}); ", name);
    return out;
  }

  void print_ladder() {
    if (ladder_.empty()) return;
    const char* traced = has_untraced_errors() ? "if (hpyc_line) " : "";
    ladder_.print(
        variables_,
        [&](const std::string& text) {
          // A rung that nobody jumps to shares the line of the one above.
          size_t start = out_.size() < 2 ? 0 : out_.rfind('\n', out_.size() - 2) + 1;
          if (text[0] == ' ' && !out_.empty() && out_.size() - start + text.size() < kColumnLimit) {
            out_.pop_back();
            out_ += text.substr(1) + "\n";
          } else {
            out_ += text + "\n";
          }
        },
        [&](BlockId handler) {
          std::string text;
          if (!function_.escapes) {
            ir::FunctionId reported = function_.origin == ir::kNoFunction ? id_ : function_.origin;
            text = fmt::format("{}hpyc_traceback(ctx, {}, hpyc_line); ", traced, index(reported));
          }
          return text + (handler == ir::kNoBlock ? clear_memory() + error_return(function_)
                                                 : fmt::format("goto {};", label(handler)));
        });
  }

  // ---- operations
  // ----------------------------------------------------------------------------------

  void print_operations(BlockId block, uint32_t indent) {
    const auto& ops = function_.block(block).ops;
    for (size_t i = 0; i + 1 < ops.size(); ++i) {
      if (!prints(ops[i])) continue;
      source_line(ops[i].line, indent);
      if (ops[i].opcode == Opcode::close)
        short_line(close(ops[i].operands[0]), indent);
      else if (ir::is_yield(ops[i].opcode))
        print_yield(block, i, indent);
      else if (ir::info(ops[i].opcode).result == ir::ResultKind::many)
        many_results(block, i, indent);
      else
        line(statement(block, i), indent);
    }
  }

  bool prints(const Op& op) const {
    if (op.results.size() == 1 && variables_.is_folded(op.results[0])) return false;
    return !variables_.is_dead(op);
  }
  bool prints_nothing(BlockId block) const {
    const auto& ops = function_.block(block).ops;
    return std::none_of(ops.begin(), ops.end() - 1, [&](const Op& op) { return prints(op); });
  }

  std::string close(ValueId value) {
    std::string text = expressions_.operand(value);
    if (function_.value(value).type.rep == Rep::range) text = "&" + text;
    return fmt::format("{}(ctx, {});", close_name(function_.value(value)), text);
  }

  std::string statement(BlockId block, size_t i) {
    const Op& op = function_.block(block).ops[i];
    if (op.opcode == Opcode::call_escaping) {
      std::string call = calls_.call(op);
      const char* macro = variable(op.results[0]).rep == Rep::f64 ? "ESCAPED_F64" : "ESCAPED_I64";
      return fmt::format("{} = {}; {}", target(op.results[0]), call,
                         check(macro, variable(op.results[0]).name, block, i));
    }
    ErrorKind error = ir::error_of(module_, op);
    switch (error) {
      case ErrorKind::always:
        uses_line_ = true;
        return fmt::format("{}; HPYC_FAIL({}, {});", calls_.call(op),
                           ir::is_untraced(op) ? 0 : op.line, error_label(block, i));
      case ErrorKind::out: {
        std::string before;
        const std::string& name = variable(op.results[0]).name;
        if (scopes_.declare_at_assignment(variables_.of(op.results[0])))
          before = target(op.results[0]) + "; ";
        return before + check("NEG", calls_.call(op, "&" + name), block, i);
      }
      default:
        break;
    }
    // The result of a check may be of no interest.
    bool has_result =
        !op.results.empty() && needs_variable(module_, function_, variables_, op, op.results[0]);
    std::string value = is_expression(op.opcode) || op.opcode == Opcode::dup
                            ? expressions_.expression(op).text
                            : calls_.call(op);
    if (!has_result)
      return error == ErrorKind::never ? value + ";" : check(macro_of(op, error), value, block, i);
    std::string text = fmt::format("{} = {};", target(op.results[0]), value);
    if (error == ErrorKind::never) return text;
    return text + " " + check(macro_of(op, error), variable(op.results[0]).name, block, i);
  }

  const char* macro_of(const Op& op, ErrorKind error) const {
    switch (error) {
      case ErrorKind::null:
        return function_.value(op.results[0]).type.rep == Rep::list ? "LIST" : "NULL";
      case ErrorKind::num:
        return "NUM";
      default:
        return "NEG";
    }
  }

  // The vocabulary writes to an array, whose items become variables.
  void many_results(BlockId block, size_t i, uint32_t indent) {
    const Op& op = function_.block(block).ops[i];
    std::string array = variables_.names().numbered("results");
    line(fmt::format("HPy {}[{}]; {}", array, std::max<size_t>(op.results.size(), 1),
                     check("NEG", calls_.call(op, array), block, i)),
         indent);
    joinable_ = true;
    for (size_t k = 0; k < op.results.size(); ++k)
      short_line(fmt::format("{} = {}[{}];", target(op.results[k]), array, k), indent);
  }

  // ---- structure
  // -----------------------------------------------------------------------------------

  std::string label(BlockId block) {
    auto [at, added] = labels_.try_emplace(index(block), labels_.size() + 1);
    return fmt::format("L{}", at->second);
  }

  void print_items(const Items& items, uint32_t indent) {
    for (size_t i = 0; i < items.size(); ++i) {
      const Item& item = items[i];
      switch (item.kind) {
        case ItemKind::operations:
          print_operations(item.block, indent);
          break;
        case ItemKind::step:
          print_step(item.block, indent);
          break;
        case ItemKind::moves:
          print_moves(item.block, item.edge, indent);
          break;
        case ItemKind::if_:
          print_if(item, indent);
          break;
        case ItemKind::loop:
          print_loop(item, indent);
          break;
        case ItemKind::label:
          line(label(item.block) + ":;", indent > 1 ? indent - 1 : 0);
          break;
        case ItemKind::goto_:
          line(fmt::format("goto {};", label(item.block)), indent);
          break;
        case ItemKind::break_:
          line("break;", indent);
          break;
        case ItemKind::continue_:
          line("continue;", indent);
          break;
        case ItemKind::leave:
          print_leave(item.block, indent);
          break;
      }
    }
  }

  void print_step(BlockId block, uint32_t indent) {
    const auto& ops = function_.block(block).ops;
    const Op& op = ops.back();
    source_line(op.line, indent);
    uses_step_ = true;
    ValueId item = implicit_result(function_, op);
    std::string before;
    if (scopes_.declare_at_assignment(variables_.of(item))) before = target(item) + " = {0}; ";
    std::string call = calls_.call(op, "&" + variable(item).name);
    line(before + check("NEG", "step = " + call, block, ops.size() - 1), indent);
  }

  std::string condition(BlockId block, bool negated) {
    const Op& op = function_.block(block).ops.back();
    if (op.opcode == Opcode::branch) return expressions_.condition(op.operands[0], negated);
    return negated ? "!step" : "step";
  }

  // Prints items to a string.
  std::string capture(const Items& items, uint32_t indent) {
    std::string saved = std::move(out_);
    out_.clear();
    joinable_ = false;
    print_items(items, indent);
    std::string text = std::move(out_);
    out_ = std::move(saved);
    joinable_ = false;
    return text;
  }

  void print_if(const Item& item, uint32_t indent) {
    source_line(function_.block(item.block).ops.back().line, indent);
    bool negated = item.negated;
    bool after_step = item.block != ir::kNoBlock && out_.size() > 1 &&
                      function_.block(item.block).ops.back().opcode != Opcode::branch;
    const Items* first = &item.body;
    const Items* second = &item.otherwise;
    std::string body = capture(*first, indent + 1);
    if (body.empty()) {  // blocks may turn out to need no code
      std::swap(first, second);
      negated = !negated;
      body = capture(*first, indent + 1);
      if (body.empty()) {
        const Op& op = function_.block(item.block).ops.back();
        if (op.opcode == Opcode::branch)
          variables_.for_each_leaf(op.operands[0], [&](ValueId leaf) {
            line(fmt::format("(void){};", variable(leaf).name), indent);
          });
        return;
      }
    }
    std::string head = fmt::format("if ({})", condition(item.block, negated));
    // else { if … } without anything around it reads as else if. Nothing may be printed twice: each
    // inline cache has one site.
    const Items& rest = *second;
    bool chain = rest.size() == 2 && rest[0].kind == ItemKind::operations &&
                 prints_nothing(rest[0].block) && rest[1].kind == ItemKind::if_;
    std::string otherwise = rest.empty() ? "" : capture(rest, chain ? indent : indent + 1);
    chain = chain && otherwise.starts_with(std::string(indent * 2, ' ') + "if (");
    if (otherwise.empty() && std::ranges::count(body, '\n') == 1 &&
        body.size() + head.size() < kColumnLimit && body.find("#line") == std::string::npos) {
      std::string statement = body.substr(2 * (indent + 1), body.size() - 2 * (indent + 1) - 1);
      bool simple = std::ranges::count(statement, ';') == 1 &&
                    (statement.starts_with("goto ") || statement.starts_with("return") ||
                     statement == "break;" || statement == "continue;");
      std::string text = simple ? head + " " + statement : head + " { " + statement + " }";
      size_t start = out_.size() < 2 ? 0 : out_.rfind('\n', out_.size() - 2) + 1;
      if (after_step && simple && out_.size() - start + text.size() < kColumnLimit) {
        out_.pop_back();
        out_ += " " + text + "\n";
      } else {
        line(text, indent);
      }
      return;
    }
    line(head + " {", indent);
    out_ += body;
    if (chain) {
      out_.append(indent * 2, ' ');
      out_ += "} else " + otherwise.substr(indent * 2);
      joinable_ = false;
      return;
    }
    if (!otherwise.empty()) {
      line("} else {", indent);
      out_ += otherwise;
    }
    line("}", indent);
  }

  void print_loop(const Item& item, uint32_t indent) {
    const Items& body = item.body;
    bool is_while = body.size() >= 2 && body[0].kind == ItemKind::operations &&
                    prints_nothing(body[0].block) && body[1].kind == ItemKind::if_ &&
                    body[1].body.size() == 1 && body[1].body[0].kind == ItemKind::break_ &&
                    body[1].otherwise.empty();
    last_line_ = 0;  // after the loop, and at its start again, another line is current
    if (is_while) {
      line(fmt::format("while ({}) {{", condition(body[1].block, !body[1].negated)), indent);
      print_items(Items(body.begin() + 2, body.end()), indent + 1);
    } else {
      line("for (;;) {", indent);
      print_items(body, indent + 1);
    }
    line("}", indent);
    last_line_ = 0;
  }

  void print_leave(BlockId block, uint32_t indent) {
    const auto& ops = function_.block(block).ops;
    const Op& op = ops.back();
    switch (op.opcode) {
      case Opcode::return_:
        source_line(op.line, indent);
        if (!variables_.memory().empty()) {
          std::string clear = clear_memory();
          clear.pop_back();
          line(clear, indent);
        }
        if (function_.is_suspendable()) {
          line(fmt::format("return hpyc_generator_return(ctx, hpyc_self, hpyc_state, {});",
                           expressions_.operand(op.operands[0], Precedence::comma)),
               indent);
          return;
        }
        line(op.operands.empty()
                 ? "return;"
                 : fmt::format("return {};",
                               expressions_.operand(op.operands[0], Precedence::comma)),
             indent);
        return;
      case Opcode::escape:
        line(error_return(function_), indent);
        return;
      case Opcode::unreachable: {
        bool after_failure =
            ops.size() > 1 && ir::info(ops[ops.size() - 2].opcode).error == ErrorKind::always;
        if (!after_failure) line("__builtin_unreachable();", indent);
        return;
      }
      default:
        HPYC_UNREACHABLE("not the end of a function");
    }
  }

  // All arguments are read before any parameter is written.
  void print_moves(BlockId block, size_t edge_number, uint32_t indent) {
    struct Move {
      VariableId to;
      std::string from;
      std::vector<VariableId> reads;
    };
    const ir::Edge& edge = function_.block(block).ops.back().targets[edge_number];
    const auto& parameters = function_.block(edge.target).parameters;
    size_t skip = parameters.size() - edge.arguments.size();
    std::vector<Move> moves;
    for (size_t k = 0; k < edge.arguments.size(); ++k) {
      ValueId parameter = parameters[k + skip], argument = edge.arguments[k];
      VariableId to = variables_.of(parameter);
      if (!scopes_.is_referenced(to)) continue;
      if (!variables_.is_folded(argument) && variables_.of(argument) == to) continue;
      Move move{to, expressions_.operand(argument), {}};
      variables_.for_each_leaf(argument,
                               [&](ValueId leaf) { move.reads.push_back(variables_.of(leaf)); });
      moves.push_back(std::move(move));
    }
    while (!moves.empty()) {
      auto is_free = [&](const Move& move) {
        return std::ranges::none_of(moves, [&](const Move& other) {
          return &other != &move && std::ranges::count(other.reads, move.to) > 0;
        });
      };
      auto ready = std::ranges::find_if(moves, is_free);
      if (ready == moves.end()) {  // a cycle: a value that blocks others waits in a variable
        auto blocks = [&](const Move& move) {
          return std::ranges::any_of(moves, [&](const Move& other) {
            return &other != &move && std::ranges::count(move.reads, other.to) > 0;
          });
        };
        Move& waiting = *std::ranges::find_if(moves, blocks);
        std::string name = variables_.names().numbered("swap");
        Rep rep = variables_[waiting.to].rep;
        line(fmt::format("{} {} = {};", c_type(rep), name, waiting.from), indent);
        waiting.from = name;
        waiting.reads.clear();
        continue;
      }
      const Variable& v = variables_[ready->to];
      std::string text = fmt::format("{} = {};", v.name, ready->from);
      if (scopes_.declare_at_assignment(ready->to))
        line(fmt::format("{} {}", c_type(v.rep), text), indent);
      else
        short_line(text, indent);
      moves.erase(ready);
    }
  }

  // ---- declarations
  // --------------------------------------------------------------------------------

  void print_declarations() {
    if (!variables_.memory().empty()) {
      std::vector<std::string> names;
      for (const std::string& name : variables_.memory()) names.push_back(name + " = HPy_NULL");
      out_ += wrap_list("  HPy ", names, ";\n", 4);
    }
    for (Rep rep : {Rep::obj, Rep::num, Rep::i64, Rep::f64, Rep::boolean, Rep::range, Rep::list}) {
      std::vector<std::string> names;
      for (uint32_t v = 0; v < variables_.size(); ++v) {
        const Variable& variable = variables_[VariableId{v}];
        if (variable.rep == rep && !variable.parameter && scopes_.is_referenced(VariableId{v}) &&
            !scopes_.declare_at_assignment(VariableId{v}))
          // gcc does not see that the item of a loop is written whenever it is read.
          names.push_back(variable.item ? variable.name + " = {0}" : variable.name);
      }
      if (rep == Rep::boolean && uses_step_) names.push_back("step");
      if (rep == Rep::boolean && uses_line_) names.push_back("hpyc_line");
      if (!names.empty()) out_ += wrap_list(fmt::format("  {} ", c_type(rep)), names, ";\n", 4);
    }
  }

  const ir::Module& module_;
  ir::FunctionId id_;
  const ir::Function& function_;
  const EmitOptions& options_;
  Tables& tables_;
  Flow flow_;
  Variables variables_;
  Items items_;
  Scopes scopes_;
  ExpressionPrinter expressions_;
  CallPrinter calls_;
  Ladder ladder_;
  FlatMap<uint32_t, size_t> labels_;
  std::string out_;
  uint32_t last_line_ = 0;
  uint32_t resumes_ = 0;  // places where a generator is entered again
  bool joinable_ = false;
  bool uses_line_ = false;
  bool uses_step_ = false;
};

std::string entry(const ir::Function& function) {
  const uint32_t captures = function.captures;
  std::string arguments;
  for (size_t i = 0; i < captures; ++i) arguments += fmt::format(", cells[{}]", i);
  for (size_t i = captures; i < function.parameters.size(); ++i)
    arguments += fmt::format(", arguments[{}]", i - captures);
  std::string call = fmt::format("{}(ctx{})", ascii_identifier(function.symbol), arguments);
  // A generator has the names that the function has now.
  if (function.is_suspendable()) call = fmt::format("hpyc_named_as(ctx, {}, function)", call);
  if (captures != 0)
    return fmt::format(
        "static HPy {}(HPyContext *ctx, HPy function, const HPy *arguments) {{\n"
        "  HPy cells[{}];\n"
        "  hpyc_closure_open(ctx, function, cells, {});\n"
        "  HPy result = {};\n"
        "  hpyc_closure_close(ctx, cells, {});\n"
        "  return result;\n"
        "}}\n",
        entry_name(function), captures, captures, call, captures);
  return fmt::format(
      "static HPy {}(HPyContext *ctx, HPy function, const HPy *arguments) {{ return {}; }}\n",
      entry_name(function), call);
}

}  // namespace

std::string forward_declaration(const ir::Function& function) {
  return declaration(function, {}) + ";\n";
}

std::string emit_function(const ir::Module& module, ir::FunctionId id, Tables& tables,
                          const EmitOptions& options) {
  const ir::Function& function = module.function(id);
  std::string out = FunctionEmitter(module, id, tables, options).run();
  if (function.kind == ir::FunctionKind::python) out += entry(function);
  return out;
}

}  // namespace hpyc::emit
