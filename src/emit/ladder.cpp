#include "emit/ladder.h"

#include <fmt/format.h>

namespace hpyc::emit {

std::string Ladder::label_text(uint32_t rung) { return fmt::format("e{}", rung); }

uint32_t Ladder::root(ir::BlockId handler) {
  for (uint32_t r : roots_)
    if (rungs_[r].handler == handler) return r;
  roots_.push_back(static_cast<uint32_t>(rungs_.size()));
  rungs_.push_back({.handler = handler});
  return roots_.back();
}

std::string Ladder::label(const std::vector<Release>& releases, ir::BlockId handler) {
  uint32_t at = root(handler);
  for (const Release& release : releases) {
    uint32_t next = ir::kNoId;
    for (uint32_t child : rungs_[at].children)
      if (rungs_[child].release == release) next = child;
    if (next == ir::kNoId) {
      next = static_cast<uint32_t>(rungs_.size());
      rungs_.push_back({.parent = at, .release = release, .handler = handler});
      rungs_[at].children.push_back(next);
    }
    at = next;
  }
  rungs_[at].jumped = true;
  return label_text(at);
}

}  // namespace hpyc::emit
