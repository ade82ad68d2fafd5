#include "emit/variables.h"

#include <algorithm>
#include <numeric>

#include "base/assert.h"
#include "emit/expression.h"
#include "ir/op_info.h"

namespace hpyc::emit {

using ir::BlockId;
using ir::index;
using ir::Op;
using ir::Opcode;
using ir::Rep;
using ir::ValueId;

namespace {

constexpr uint32_t kMaxExpressionSize = 8;

class BitMatrix {
 public:
  BitMatrix(size_t rows, size_t columns) : words_((columns + 63) / 64), bits_(rows * words_) {}
  bool test(size_t row, size_t column) const {
    return bits_[row * words_ + column / 64] >> (column % 64) & 1;
  }
  void set(size_t row, size_t column) {
    bits_[row * words_ + column / 64] |= uint64_t{1} << (column % 64);
  }
  // row |= other's row & ~mask's row; whether anything changed.
  bool add(size_t row, const BitMatrix& other, size_t other_row, const BitMatrix* mask,
           size_t mask_row) {
    uint64_t changed = 0;
    for (size_t i = 0; i < words_; ++i) {
      uint64_t& word = bits_[row * words_ + i];
      uint64_t more = other.bits_[other_row * words_ + i];
      if (mask) more &= ~mask->bits_[mask_row * words_ + i];
      changed |= more & ~word;
      word |= more;
    }
    return changed != 0;
  }

 private:
  size_t words_;
  std::vector<uint64_t> bits_;
};

// A point in a block: operation i reads its operands at 2i, assigns its results at 2i + 1, and is
// done (error exit, arguments of edges) at 2i + 2. Parameters are assigned at -1.
struct Point {
  BlockId block;
  int32_t at;
};

}  // namespace

ValueId implicit_result(const ir::Function& function, const Op& terminator) {
  if (terminator.targets.empty() || ir::implicit_arguments(terminator, 0) == 0) return ir::kNoValue;
  return function.block(terminator.targets[0].target).parameters[0];
}

class Variables::Builder {
 public:
  Builder(Variables& out, const ir::Module& module, const ir::Function& function, const Flow& flow)
      : out_(out),
        module_(module),
        function_(function),
        flow_(flow),
        value_count_(function.values.size()),
        points_(value_count_),
        birth_(value_count_, Point{BlockId{0}, -1}),
        live_in_(function.blocks.size(), value_count_),
        live_out_(function.blocks.size(), value_count_) {}

  void run() {
    count_uses();
    fold();
    bool handlers = std::ranges::any_of(
        flow_.order(), [&](BlockId b) { return function_.block(b).handler != ir::kNoBlock; });
    collect_points();
    if (handlers) find_liveness();  // tells what handlers need
    add_error_points();
    find_liveness();
    coalesce();
    make_variables();
    if (function_.is_suspendable()) find_yields();
  }

 private:
  template <typename F>
  void for_each_op(F&& f) {
    for (BlockId block : flow_.order()) {
      const auto& ops = function_.block(block).ops;
      for (size_t i = 0; i < ops.size(); ++i) f(block, i, ops[i]);
    }
  }

  // ---- uses and folding ------------------------------------------------------------------------

  void count_uses() {
    out_.definition_.assign(value_count_, nullptr);
    out_.uses_.assign(value_count_, 0);
    out_.folded_.assign(value_count_, false);
    for_each_op([&](BlockId block, size_t i, const Op& op) {
      for (ValueId result : op.results) {
        out_.definition_[index(result)] = &op;
        birth_[index(result)] = {block, static_cast<int32_t>(2 * i + 1)};
      }
      for (ValueId operand : op.operands) ++out_.uses_[index(operand)];
      for (const ir::Edge& edge : op.targets)
        for (ValueId argument : edge.arguments) ++out_.uses_[index(argument)];
    });
    for (BlockId block : flow_.order())
      for (ValueId parameter : function_.block(block).parameters)
        birth_[index(parameter)] = {block, -1};
    // Operations without effect whose result nobody needs: later ones first, as they need earlier.
    for (size_t b = flow_.order().size(); b-- > 0;) {
      const auto& ops = function_.block(flow_.order()[b]).ops;
      for (size_t i = ops.size(); i-- > 0;)
        if (out_.is_dead(ops[i]))
          for (ValueId operand : ops[i].operands) --out_.uses_[index(operand)];
    }
  }

  void fold() {
    std::vector<uint32_t> size(value_count_, 1);
    for (BlockId block : flow_.order()) {
      const auto& ops = function_.block(block).ops;
      for (size_t i = 0; i < ops.size(); ++i) {
        const Op& op = ops[i];
        if (op.results.size() != 1 || out_.is_dead(op)) continue;
        ValueId result = op.results[0];
        if (is_literal(op.opcode)) {
          out_.folded_[index(result)] = true;
        } else if (op.opcode == Opcode::dup) {
          // `return HPy_Dup(ctx, x);`
          out_.folded_[index(result)] = i + 2 == ops.size() &&
                                        ops[i + 1].opcode == Opcode::return_ &&
                                        ops[i + 1].operands[0] == result;
        } else if (is_expression(op.opcode) && out_.uses_[index(result)] == 1 &&
                   !ir::is_tracked(function_.value(result))) {
          for (ValueId operand : op.operands)
            if (out_.folded_[index(operand)]) size[index(result)] += size[index(operand)];
          out_.folded_[index(result)] =
              size[index(result)] <= kMaxExpressionSize && can_move(ops, i, result);
        }
      }
    }
  }

  // Whether the only use is in this block and nothing on the way releases what the expression
  // reads.
  bool can_move(const std::vector<Op>& ops, size_t from, ValueId result) const {
    std::vector<ValueId> managed;
    for (ValueId operand : ops[from].operands)
      out_.for_each_leaf(operand, [&](ValueId leaf) {
        if (ir::is_managed(function_.value(leaf).type.rep)) managed.push_back(leaf);
      });
    for (size_t i = from + 1; i < ops.size(); ++i) {
      const Op& op = ops[i];
      auto uses = [&](ValueId v) { return std::ranges::count(op.operands, v) > 0; };
      if (uses(result)) return true;
      for (const ir::Edge& edge : op.targets)
        // The item of the loop may overwrite what the expression reads.
        if (std::ranges::count(edge.arguments, result) > 0)
          return op.opcode == Opcode::jump || op.opcode == Opcode::branch;
      if (std::ranges::any_of(managed, uses)) {
        const ir::OperandList& rules = ir::operand_list(op.opcode);
        for (size_t k = 0; k < op.operands.size(); ++k)
          if (std::ranges::count(managed, op.operands[k]) > 0 &&
              (rules[k].consumed || rules[k].letter == 'r'))
            return false;
      }
    }
    return false;
  }

  // ---- liveness
  // ----------------------------------------------------------------------------------

  void add_use(ValueId value, BlockId block, size_t at) {
    out_.for_each_leaf(value, [&](ValueId leaf) { add_point(leaf, block, at); });
  }

  // Only the last use in a block matters.
  void add_point(ValueId value, BlockId block, size_t at) {
    auto& points = points_[index(value)];
    if (!points.empty() && points.back().block == block)
      points.back().at = std::max(points.back().at, static_cast<int32_t>(at));
    else
      points.push_back({block, static_cast<int32_t>(at)});
  }

  void collect_points() {
    for_each_op([&](BlockId block, size_t i, const Op& op) {
      if (out_.is_dead(op) || is_folded_away(op)) return;
      for (ValueId operand : op.operands) add_use(operand, block, 2 * i);
      size_t at = op.opcode == Opcode::jump ? 2 * i : 2 * i + 2;
      for (const ir::Edge& edge : op.targets)
        for (ValueId argument : edge.arguments) add_use(argument, block, at);
    });
  }

  bool is_folded_away(const Op& op) const {
    return op.results.size() == 1 && out_.folded_[index(op.results[0])];
  }

  void find_liveness() {
    size_t blocks = function_.blocks.size();
    BitMatrix defined(blocks, value_count_), upward(blocks, value_count_);
    for (uint32_t v = 0; v < value_count_; ++v) {
      defined.set(index(birth_[v].block), v);
      for (const Point& use : points_[v])
        if (use.block != birth_[v].block) upward.set(index(use.block), v);
    }
    for (size_t b = 0; b < blocks; ++b) live_in_.add(b, upward, b, nullptr, 0);
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t i = flow_.order().size(); i-- > 0;) {
        BlockId block = flow_.order()[i];
        size_t b = index(block);
        bool grew = false;
        for (const ir::Edge& edge : function_.block(block).ops.back().targets)
          grew |= live_out_.add(b, live_in_, index(edge.target), nullptr, 0);
        if (BlockId handler = function_.block(block).handler; handler != ir::kNoBlock)
          grew |= live_out_.add(b, live_in_, index(handler), nullptr, 0);
        if (grew) changed |= live_in_.add(b, live_out_, b, &defined, b);
      }
    }
  }

  // Alive right after the point (which is in the block where `at` counts).
  bool live_after(ValueId value, Point point) const {
    const Point& birth = birth_[index(value)];
    bool here = birth.block == point.block;
    if (here && birth.at > point.at) return false;
    if (!here && !live_in_.test(index(point.block), index(value))) return false;
    if (live_out_.test(index(point.block), index(value))) return true;
    return std::ranges::any_of(points_[index(value)], [&](const Point& use) {
      return use.block == point.block && use.at > point.at;
    });
  }

  // What an error releases, or a handler needs, is alive until after the operation.
  void add_error_points() {
    for_each_op([&](BlockId block, size_t i, const Op& op) {
      if (!ir::is_fallible(module_, op)) return;
      auto keep = [&](ValueId value) { add_point(value, block, 2 * i + 2); };
      std::ranges::for_each(out_.errors_.values(out_.errors_.at(block, i)), keep);
      if (BlockId handler = function_.block(block).handler; handler != ir::kNoBlock)
        for (uint32_t v = 0; v < value_count_; ++v)
          if (live_in_.test(index(handler), v)) keep(ValueId{v});
    });
  }

  // ---- sharing
  // -------------------------------------------------------------------------------------

  uint32_t root(uint32_t value) {
    while (parent_[value] != value) value = parent_[value] = parent_[parent_[value]];
    return value;
  }

  // The points at which a value's variable is assigned.
  std::vector<Point> assignments(ValueId value) const {
    std::vector<Point> out{birth_[index(value)]};
    for (const Point& point : implicit_)
      if (implicit_result(function_, function_.block(point.block).ops.back()) == value)
        out.push_back(point);
    return out;
  }

  bool interfere(ValueId a, ValueId b) const {
    const Point &x = birth_[index(a)], &y = birth_[index(b)];
    if (x.block == y.block && x.at == y.at) return true;  // assigned together
    auto clobbers = [&](ValueId writer, ValueId other) {
      for (const Point& point : assignments(writer))
        if (live_after(other, point)) return true;
      return false;
    };
    return clobbers(a, b) || clobbers(b, a);
  }

  void try_merge(ValueId a, ValueId b) {
    if (out_.folded_[index(a)] || out_.folded_[index(b)]) return;
    if (function_.value(a).type.rep != function_.value(b).type.rep) return;
    uint32_t x = root(index(a)), y = root(index(b));
    if (x == y) return;
    // A function's parameters stay as they are, scalars apart; two of them never share.
    for (uint32_t r : {x, y})
      for (ValueId v : members_[r])
        if (is_parameter(v) && ir::is_managed(function_.value(v).type.rep)) return;
    if (members_[x].size() * members_[y].size() > 4096) return;
    for (ValueId v : members_[x])
      for (ValueId w : members_[y])
        if (interfere(v, w)) return;
    if (index(members_[y][0]) < index(members_[x][0])) std::swap(x, y);
    parent_[y] = x;
    members_[x].insert(members_[x].end(), members_[y].begin(), members_[y].end());
    members_[y].clear();
  }

  bool is_parameter(ValueId value) const {
    return birth_[index(value)].block == BlockId{0} && birth_[index(value)].at == -1;
  }

  void coalesce() {
    parent_.resize(value_count_);
    std::iota(parent_.begin(), parent_.end(), 0);
    members_.resize(value_count_);
    for (uint32_t v = 0; v < value_count_; ++v) members_[v] = {ValueId{v}};
    for (BlockId block : flow_.order()) {
      const auto& ops = function_.block(block).ops;
      if (implicit_result(function_, ops.back()) != ir::kNoValue)
        implicit_.push_back({block, static_cast<int32_t>(2 * (ops.size() - 1) + 1)});
    }
    for (bool back_edges : {true, false})
      for (BlockId block : flow_.order())
        for (const ir::Edge& edge : function_.block(block).ops.back().targets) {
          if (flow_.is_back_edge(block, edge.target) != back_edges) continue;
          const auto& parameters = function_.block(edge.target).parameters;
          size_t skip = parameters.size() - edge.arguments.size();
          for (size_t k = 0; k < edge.arguments.size(); ++k)
            try_merge(parameters[k + skip], edge.arguments[k]);
        }
  }

  void make_variables() {
    out_.variable_of_.assign(value_count_, kNoVariable);
    std::vector<VariableId> of_root(value_count_, kNoVariable);
    auto make = [&](ValueId value) {
      uint32_t r = root(index(value));
      if (of_root[r] == kNoVariable) {
        of_root[r] = VariableId{static_cast<uint32_t>(out_.variables_.size())};
        Variable variable;
        variable.rep = function_.value(value).type.rep;
        variable.parameter =
            std::ranges::any_of(members_[r], [&](ValueId v) { return is_parameter(v); });
        variable.name = name(members_[r], variable.rep);
        for (ValueId v : members_[r]) {
          variable.definitions += definitions(v);
          variable.item |= assignments(v).size() > 1;
        }
        out_.variables_.push_back(std::move(variable));
      }
      out_.variable_of_[index(value)] = of_root[r];
    };
    // Parameters first: they get the plain names.
    for (BlockId block : flow_.order())
      for (ValueId parameter : function_.block(block).parameters) make(parameter);
    for_each_op([&](BlockId, size_t, const Op& op) {
      if (out_.is_dead(op) || is_folded_away(op)) return;
      for (ValueId result : op.results) make(result);
    });
    for (const std::string& name : function_.variables)
      out_.memory_.push_back(out_.names_.variable(name + "_kept"));
  }

  void find_yields() {
    for_each_op([&](BlockId block, size_t i, const Op& op) {
      if (!ir::is_yield(op.opcode)) return;
      std::vector<ValueId>& alive = out_.yields_[{index(block), i}];
      for (uint32_t v = 0; v < value_count_; ++v) {
        // The result is born here, and nothing else can be.
        const ValueId value{v};
        if (out_.variable_of_[v] == kNoVariable || value == op.results[0] || is_parameter(value))
          continue;
        if (live_after(value, {block, static_cast<int32_t>(2 * i + 1)})) alive.push_back(value);
      }
    });
  }

  uint32_t definitions(ValueId value) const {
    const Point& birth = birth_[index(value)];
    if (birth.at != -1) return 1;
    if (birth.block == BlockId{0}) return 1;
    return static_cast<uint32_t>(flow_.predecessors[index(birth.block)].size());
  }

  std::string name(const std::vector<ValueId>& members, Rep rep) {
    for (ValueId v : members)
      if (const std::string& hint = function_.value(v).name; !hint.empty())
        return out_.names_.variable(hint);
    switch (rep) {
      case Rep::num:
        return out_.names_.numbered("n");
      case Rep::i64:
        return out_.names_.numbered("i");
      case Rep::f64:
        return out_.names_.numbered("f");
      case Rep::boolean:
        return out_.names_.numbered("b");
      case Rep::range:
        return out_.names_.numbered("range");
      case Rep::list:
        return out_.names_.numbered("list");
      default:
        return out_.names_.numbered("t");
    }
  }

  Variables& out_;
  const ir::Module& module_;
  const ir::Function& function_;
  const Flow& flow_;
  size_t value_count_;
  std::vector<std::vector<Point>> points_;  // uses, by value
  std::vector<Point> birth_;
  BitMatrix live_in_;
  BitMatrix live_out_;
  std::vector<Point> implicit_;  // terminators that assign a parameter of their target
  std::vector<uint32_t> parent_;
  std::vector<std::vector<ValueId>> members_;
};

Variables::Variables(const ir::Module& module, const ir::Function& function, const Flow& flow)
    : module_(module), errors_(module, function) {
  Builder(*this, module, function, flow).run();
}

bool Variables::is_dead(const Op& op) const {
  if (op.results.empty() || op.opcode == Opcode::dup) return false;
  if (!ir::is_removable(module_, op)) return false;
  return std::ranges::all_of(op.results, [&](ValueId v) { return !is_used(v); });
}

const std::vector<ValueId>& Variables::live_across(BlockId block, size_t op) const {
  return yields_.at({index(block), op});
}

std::vector<ValueId> Variables::live_at_error(BlockId block, size_t op) const {
  uint32_t node = errors_.at(block, op);
  if (node == ir::kNoId) return {};
  std::vector<ValueId> values = errors_.values(node);
  std::ranges::reverse(values);
  return values;
}

}  // namespace hpyc::emit
