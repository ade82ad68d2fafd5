// Control-flow graph → nested ifs and loops.
//
// The tree of dominators gives the nesting: a block with one predecessor goes where its
// predecessor jumps to it, a merge behind the construct of its dominator, and what leaves a loop
// behind the loop. A jump is nothing when its target follows, `break` or `continue` when the
// innermost loop fits, and `goto` otherwise.
#pragma once

#include <vector>

#include "emit/flow.h"
#include "ir/ir.h"

namespace hpyc::emit {

enum class ItemKind : uint8_t {
  operations,  // all operations of `block` but the terminator
  step,        // the call that a terminator makes: next, range.next
  moves,       // arguments of edge number `edge` of `block` → parameters of its target
  if_,         // terminator of `block`: body, otherwise
  loop,        // for (;;) with the header `block`
  label,       // `block` starts here
  goto_,
  break_,
  continue_,
  leave,  // return, escape or unreachable of `block`
};

struct Item;
using Items = std::vector<Item>;

struct Item {
  ItemKind kind;
  ir::BlockId block = ir::kNoBlock;  // goto_: the target
  uint8_t edge = 0;
  bool negated = false;  // if_: the body runs when the condition is false
  Items body;
  Items otherwise;
};

// Labels are only where a goto or an error handler needs one.
Items structure(const ir::Function& function, const Flow& flow);

// Whether control never reaches the end of the list.
bool terminates(const Items& items);

// For tests: one line an item, nesting by indentation.
std::string dump(const Items& items);

}  // namespace hpyc::emit
