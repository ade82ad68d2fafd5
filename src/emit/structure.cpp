#include "emit/structure.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"

namespace hpyc::emit {
namespace {

using ir::BlockId;
using ir::index;
using ir::kNoBlock;
using ir::Opcode;

// Arms of an if deeper than this end with a goto, so that a long elif chain does not march to the
// right margin.
constexpr uint32_t kMaxDepth = 8;

class Structurer {
 public:
  Structurer(const ir::Function& function, const Flow& flow)
      : function_(function),
        flow_(flow),
        merges_(function.blocks.size()),
        after_loop_(function.blocks.size()),
        placed_(function.blocks.size()),
        labelled_(function.blocks.size()) {
    place_blocks();
  }

  Items run() {
    Items items;
    emit(BlockId{0}, {}, items);
    for (BlockId block : flow_.order())
      if (flow_.is_handler[index(block)]) labelled_[index(block)] = true;
    remove_labels(items);
    return items;
  }

 private:
  // What surrounds the place where code goes.
  struct Context {
    BlockId next = kNoBlock;    // runs when the code falls off its end
    BlockId header = kNoBlock;  // the innermost loop
    BlockId follow = kNoBlock;  // where `break` leads
    uint32_t depth = 0;
  };

  size_t forward_predecessors(BlockId block) const {
    return std::ranges::count_if(flow_.predecessors[index(block)],
                                 [&](BlockId p) { return !flow_.is_back_edge(p, block); });
  }
  bool is_merge(BlockId block) const {
    return forward_predecessors(block) != 1 || flow_.is_handler[index(block)];
  }

  // Code that ends soon may stay where the loop jumps to it.
  bool ends_soon(BlockId block) const {
    if (flow_.is_header(block)) return false;
    const ir::Op& last = function_.block(block).ops.back();
    if (ends_function(last.opcode)) return true;
    return last.opcode == Opcode::jump && is_merge(last.targets[0].target);
  }

  void place_blocks() {
    for (BlockId block : flow_.order()) {
      BlockId dominator = flow_.dominators.immediate_dominator(block);
      if (dominator == kNoBlock) continue;
      // The outermost loop that the dominator is in and the block is not.
      BlockId left = kNoBlock;
      for (BlockId l = flow_.loop_of(dominator); l != kNoBlock; l = flow_.outer_loop(l))
        if (!flow_.loop_contains(l, block)) left = l;
      bool merge = is_merge(block);
      if (left != kNoBlock && (merge || dominator == left || !ends_soon(block))) {
        after_loop_[index(left)].push_back(block);
      } else if (merge) {
        merges_[index(dominator)].push_back(block);
      } else {
        continue;
      }
      placed_[index(block)] = true;
    }
  }

  void emit(BlockId block, Context context, Items& out) {
    // The last part of a sequence is done by the loop, so that long functions need no deep stack.
    for (;;) {
      std::vector<BlockId> parts;
      bool loop = flow_.is_header(block);
      if (loop) {
        parts = after_loop_[index(block)];
        Context inside;
        inside.next = block;
        inside.header = block;
        inside.follow = parts.empty() ? context.next : parts[0];
        inside.depth = context.depth + 1;
        out.push_back({ItemKind::label, block, 0, false, {}, {}});
        Item item{ItemKind::loop, block, 0, false, {}, {}};
        emit_parts(block, inside, merges_[index(block)], item.body);
        out.push_back(std::move(item));
      } else {
        parts = merges_[index(block)];
        Context first = context;
        if (!parts.empty()) first.next = parts[0];
        BlockId tail = emit_block(block, first, out);
        if (tail != kNoBlock) {
          if (parts.empty()) {
            block = tail;
            continue;
          }
          emit(tail, first, out);
        }
      }
      if (parts.empty()) return;
      emit_all_but_last(parts, context, out);
      block = parts.back();
      start(block, out);
    }
  }

  void emit_all_but_last(const std::vector<BlockId>& parts, const Context& context, Items& out) {
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      Context here = context;
      here.next = parts[i + 1];
      start(parts[i], out);
      emit(parts[i], here, out);
    }
  }

  void start(BlockId block, Items& out) {
    if (!flow_.is_header(block))  // a loop brings its own label
      out.push_back({ItemKind::label, block, 0, false, {}, {}});
  }

  // The body of a loop: the header as an ordinary block, then the merges it dominates.
  void emit_parts(BlockId block, const Context& context, const std::vector<BlockId>& parts,
                  Items& out) {
    Context first = context;
    if (!parts.empty()) first.next = parts[0];
    BlockId tail = emit_block(block, first, out);
    if (tail != kNoBlock) emit(tail, first, out);
    if (parts.empty()) return;
    emit_all_but_last(parts, context, out);
    start(parts.back(), out);
    emit(parts.back(), context, out);
  }

  // Operations and terminator. Returns the block whose code comes next in the same sequence.
  BlockId emit_block(BlockId block, const Context& context, Items& out) {
    out.push_back({ItemKind::operations, block, 0, false, {}, {}});
    const ir::Op& last = function_.block(block).ops.back();
    switch (last.opcode) {
      case Opcode::jump: {
        out.push_back({ItemKind::moves, block, 0, false, {}, {}});
        BlockId target = last.targets[0].target;
        if (!placed_[index(target)] && !flow_.is_back_edge(block, target)) return target;
        jump_to(target, context, out);
        return kNoBlock;
      }
      case Opcode::branch:
        emit_branch(block, context, out);
        return kNoBlock;
      case Opcode::next:
      case Opcode::range_next:
      case Opcode::local_next:
        out.push_back({ItemKind::step, block, 0, false, {}, {}});
        emit_branch(block, context, out);
        return kNoBlock;
      default:
        out.push_back({ItemKind::leave, block, 0, false, {}, {}});
        return kNoBlock;
    }
  }

  Items arm(BlockId block, uint8_t edge, const Context& context) {
    Items items;
    if (!function_.block(block).ops.back().targets[edge].arguments.empty())
      items.push_back({ItemKind::moves, block, edge, false, {}, {}});
    BlockId target = function_.block(block).ops.back().targets[edge].target;
    if (!placed_[index(target)] && !flow_.is_back_edge(block, target))
      emit(target, context, items);
    else
      jump_to(target, context, items);
    return items;
  }

  void emit_branch(BlockId block, const Context& context, Items& out) {
    constexpr uint8_t when_true = 0, when_false = 1;
    Context inside = context;
    ++inside.depth;
    if (inside.depth > kMaxDepth) inside.next = kNoBlock;
    // The arm that ends, if any, is nested and the other one follows the if at the outer depth.
    bool no_first = leaves(block, when_false) && !leaves(block, when_true);
    Items yes, no;
    bool yes_ends, no_ends;
    if (no_first) {
      no = arm(block, when_false, inside);
      no_ends = terminates(no);
      yes = arm(block, when_true, no_ends ? context : inside);
      yes_ends = terminates(yes);
    } else {
      yes = arm(block, when_true, inside);
      yes_ends = terminates(yes);
      no = arm(block, when_false, yes_ends ? context : inside);
      no_ends = terminates(no);
    }
    if (yes_ends && no_ends && (no_first || 2 * weight(no) < weight(yes))) yes_ends = false;
    auto splice = [&](Items& from) {
      out.insert(out.end(), std::make_move_iterator(from.begin()),
                 std::make_move_iterator(from.end()));
    };
    if (yes_ends) {
      out.push_back({ItemKind::if_, block, 0, false, std::move(yes), {}});
      splice(no);
    } else if (no_ends) {
      out.push_back({ItemKind::if_, block, 0, true, std::move(no), {}});
      splice(yes);
    } else if (yes.empty() && !no.empty()) {
      out.push_back({ItemKind::if_, block, 0, true, std::move(no), {}});
    } else {
      out.push_back({ItemKind::if_, block, 0, false, std::move(yes), std::move(no)});
    }
  }

  bool leaves(BlockId block, uint8_t edge) const {
    BlockId target = function_.block(block).ops.back().targets[edge].target;
    Opcode last = function_.block(target).ops.back().opcode;
    return ends_function(last);
  }
  static bool ends_function(Opcode last) {
    return last == Opcode::return_ || last == Opcode::unreachable || last == Opcode::escape;
  }

  size_t weight(const Items& items) const {
    size_t sum = 0;
    for (const Item& item : items) {
      sum += item.kind == ItemKind::operations ? function_.block(item.block).ops.size() : 1;
      sum += weight(item.body) + weight(item.otherwise);
    }
    return sum;
  }

  void jump_to(BlockId target, const Context& context, Items& out) {
    if (target == context.next) return;
    if (context.header != kNoBlock && target == context.header) {
      out.push_back({ItemKind::continue_, target, 0, false, {}, {}});
    } else if (context.header != kNoBlock && target == context.follow) {
      out.push_back({ItemKind::break_, target, 0, false, {}, {}});
    } else {
      labelled_[index(target)] = true;
      out.push_back({ItemKind::goto_, target, 0, false, {}, {}});
    }
  }

  void remove_labels(Items& items) {
    std::erase_if(items, [&](const Item& item) {
      return item.kind == ItemKind::label && !labelled_[index(item.block)];
    });
    for (Item& item : items) {
      remove_labels(item.body);
      remove_labels(item.otherwise);
    }
  }

  const ir::Function& function_;
  const Flow& flow_;
  std::vector<std::vector<BlockId>> merges_;      // by dominator, in order
  std::vector<std::vector<BlockId>> after_loop_;  // by header
  std::vector<bool> placed_;                      // is in one of these lists
  std::vector<bool> labelled_;
};

// Whether a `break` of this loop (not of one inside) is among the items.
bool has_break(const Items& items) {
  return std::ranges::any_of(items, [](const Item& item) {
    if (item.kind == ItemKind::break_) return true;
    if (item.kind == ItemKind::loop) return false;
    return has_break(item.body) || has_break(item.otherwise);
  });
}

void dump(const Items& items, const std::string& indent, std::string& out) {
  for (const Item& item : items) {
    uint32_t block = item.block == kNoBlock ? 0 : index(item.block);
    switch (item.kind) {
      case ItemKind::operations:
        out += fmt::format("{}b{}\n", indent, block);
        break;
      case ItemKind::step:
        out += fmt::format("{}step b{}\n", indent, block);
        break;
      case ItemKind::moves:
        out += fmt::format("{}moves b{}.{}\n", indent, block, item.edge);
        break;
      case ItemKind::if_:
        out += fmt::format("{}if {}b{}\n", indent, item.negated ? "not " : "", block);
        dump(item.body, indent + "  ", out);
        if (!item.otherwise.empty()) {
          out += indent + "else\n";
          dump(item.otherwise, indent + "  ", out);
        }
        break;
      case ItemKind::loop:
        out += fmt::format("{}loop b{}\n", indent, block);
        dump(item.body, indent + "  ", out);
        break;
      case ItemKind::label:
        out += fmt::format("{}label b{}\n", indent, block);
        break;
      case ItemKind::goto_:
        out += fmt::format("{}goto b{}\n", indent, block);
        break;
      case ItemKind::break_:
        out += indent + "break\n";
        break;
      case ItemKind::continue_:
        out += indent + "continue\n";
        break;
      case ItemKind::leave:
        out += fmt::format("{}leave b{}\n", indent, block);
        break;
    }
  }
}

}  // namespace

bool terminates(const Items& items) {
  if (items.empty()) return false;
  const Item& last = items.back();
  switch (last.kind) {
    case ItemKind::goto_:
    case ItemKind::break_:
    case ItemKind::continue_:
    case ItemKind::leave:
      return true;
    case ItemKind::if_:
      return terminates(last.body) && terminates(last.otherwise);
    case ItemKind::loop:
      return !has_break(last.body);
    default:
      return false;
  }
}

Items structure(const ir::Function& function, const Flow& flow) {
  return Structurer(function, flow).run();
}

std::string dump(const Items& items) {
  std::string out;
  dump(items, "", out);
  return out;
}

}  // namespace hpyc::emit
