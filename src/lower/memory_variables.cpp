#include "lower/memory_variables.h"

#include <algorithm>

#include "ast/reflect.h"

namespace hpyc::lower {

using namespace ast;

sema::SymbolRef frame_symbol(const sema::SemaResult& sema, sema::SymbolRef ref) {
  const sema::Symbol* symbol = &sema.scope(ref.scope).symbols[ref.index];
  if (symbol->storage == sema::Storage::free) {
    const sema::Scope& owner = sema.scope(symbol->owner);
    if (owner.kind == sema::ScopeKind::class_) return {};  // __class__
    ref = {symbol->owner, owner.table.at(symbol->name)};
    symbol = &owner.symbols[ref.index];
  }
  return symbol->is(sema::kCaptured) ? sema::SymbolRef{} : ref;
}

namespace {

// Names that some nodes read and assign.
struct Names {
  FlatMap<LocalKey, uint32_t> reads;
  FlatMap<LocalKey, uint32_t> writes;
  FlatMap<LocalKey, uint32_t> deletes;
  bool shows_all = false;  // locals() and its kin
};

struct Watch {
  const Node* node;  // Try or With
  bool in_loop;
};

// Lists the constructs that catch errors, and counts names. Works with a stack of its own: chains
// of operators may be long.
class Walker {
 public:
  Walker(const sema::SemaResult& sema, Names& names, std::vector<Watch>* watches)
      : sema_(sema), names_(names), watches_(watches) {}

  template <class T>
  void list(NodeList<T> nodes) {
    for (const Node* node : nodes) stack_.push_back({node, false, false});
    run();
  }
  void one(const Node* node) {
    if (node != nullptr) stack_.push_back({node, false, false});
    run();
  }

 private:
  struct Entry {
    const Node* node;
    bool is_target;
    bool in_loop;
  };

  void run() {
    while (!stack_.empty()) {
      Entry entry = stack_.back();
      stack_.pop_back();
      visit(entry);
    }
  }

  void push(const Node* node, bool in_loop, bool is_target = false) {
    if (node != nullptr) stack_.push_back({node, is_target, in_loop});
  }
  template <class T>
  void push_list(NodeList<T> nodes, bool in_loop, bool is_target = false) {
    for (const Node* node : nodes) push(node, in_loop, is_target);
  }
  void push_children(const Node* node, bool in_loop) {
    for_each_child(node, [&](const Node* child) { push(child, in_loop); });
  }

  void count(const Node* node, FlatMap<LocalKey, uint32_t>& counts) {
    sema::SymbolRef ref = sema_.symbol_ref_of(node);
    if (!ref.scope) return;
    ref = frame_symbol(sema_, ref);
    if (ref.scope) ++counts[local_key(ref)];
  }
  void write(const Node* node) { count(node, names_.writes); }

  // Targets of `del`.
  template <class T>
  void deleted(NodeList<T> targets) {
    for (const Node* target : targets) {
      if (isa<NameExpr>(target)) count(target, names_.deletes);
      if (isa<Tuple>(target)) deleted(as<Tuple>(target)->elements);
      if (isa<List>(target)) deleted(as<List>(target)->elements);
    }
  }

  bool shows_variables(const Call* call) const {
    static constexpr std::string_view kNames[] = {"dir", "eval", "exec", "locals", "vars"};
    const auto* name = dyn_as<NameExpr>(call->callee);
    return name != nullptr && std::ranges::find(kNames, sema_.text(name->id)) != std::end(kNames);
  }

  void visit(const Entry& entry) {
    const Node* node = entry.node;
    bool loop = entry.in_loop;
    switch (node->kind) {
      case NodeKind::NameExpr:
        count(node, entry.is_target ? names_.writes : names_.reads);
        return;
      case NodeKind::Tuple:
        push_list(as<Tuple>(node)->elements, loop, entry.is_target);
        return;
      case NodeKind::List:
        push_list(as<List>(node)->elements, loop, entry.is_target);
        return;
      case NodeKind::Starred:
        push(as<Starred>(node)->value, loop, entry.is_target);
        return;
      case NodeKind::Assign:
        push_list(as<Assign>(node)->targets, loop, true);
        push(as<Assign>(node)->value, loop);
        return;
      case NodeKind::AugAssign:
        push(as<AugAssign>(node)->target, loop, true);
        push(as<AugAssign>(node)->target, loop);
        push(as<AugAssign>(node)->value, loop);
        return;
      case NodeKind::AnnAssign:
        push(as<AnnAssign>(node)->target, loop, true);
        push(as<AnnAssign>(node)->value, loop);
        return;
      case NodeKind::NamedExpr:
        push(as<NamedExpr>(node)->target, loop, true);
        push(as<NamedExpr>(node)->value, loop);
        return;
      case NodeKind::Delete:
        push_list(as<Delete>(node)->targets, loop, true);
        push_list(as<Delete>(node)->targets, loop);
        deleted(as<Delete>(node)->targets);
        return;
      case NodeKind::For: {
        const auto* loop_node = as<For>(node);
        push(loop_node->target, true, true);
        push(loop_node->iterable, loop);
        push_list(loop_node->body, true);
        push_list(loop_node->orelse, loop);
        return;
      }
      case NodeKind::While:
        push(as<While>(node)->condition, loop);
        push_list(as<While>(node)->body, true);
        push_list(as<While>(node)->orelse, loop);
        return;
      case NodeKind::GeneratorExp:  // a frame of its own
        push(as<GeneratorExp>(node)->clauses[0]->iterable, loop);
        return;
      case NodeKind::ComprehensionFor:
        push(as<ComprehensionFor>(node)->target, loop, true);
        for_each_child(node, [&](const Node* child) {
          if (child != as<ComprehensionFor>(node)->target) push(child, loop);
        });
        return;
      case NodeKind::ImportAlias:
        write(node);
        return;
      case NodeKind::FunctionDef: {
        const auto* def = as<FunctionDef>(node);
        write(def);
        push_list(def->decorators, loop);
        push(def->parameters, loop);
        push(def->returns, loop);
        return;
      }
      case NodeKind::Lambda:
        push(as<Lambda>(node)->parameters, loop);
        return;
      case NodeKind::ClassDef:
        write(node);
        push_list(as<ClassDef>(node)->decorators, loop);
        push_list(as<ClassDef>(node)->arguments, loop);
        return;
      case NodeKind::TypeAlias:
        write(node);
        return;
      case NodeKind::WithItem:
        push(as<WithItem>(node)->context, loop);
        push(as<WithItem>(node)->target, loop, true);
        return;
      case NodeKind::ExceptHandler:
        write(node);
        push(as<ExceptHandler>(node)->py2_target, loop, true);
        break;
      case NodeKind::MatchAs:
      case NodeKind::MatchStar:
      case NodeKind::MatchMapping:
        write(node);
        break;
      case NodeKind::Call:
        names_.shows_all = names_.shows_all || shows_variables(as<Call>(node));
        break;
      case NodeKind::Try:
      case NodeKind::With:
        if (watches_ != nullptr) watches_->push_back({node, loop});
        break;
      default:
        break;
    }
    push_children(node, loop);
  }

  const sema::SemaResult& sema_;
  Names& names_;
  std::vector<Watch>* watches_;
  std::vector<Entry> stack_;
};

// Control never reaches the end of the list (or is not known to).
bool leaves_function(NodeList<Stmt> statements) {
  return !statements.empty() && (isa<Return>(statements.back()) || isa<Raise>(statements.back()));
}

bool has_jump(NodeList<Stmt> statements) {
  std::vector<const Node*> work(statements.begin(), statements.end());
  while (!work.empty()) {
    const Node* node = work.back();
    work.pop_back();
    if (isa<Break>(node) || isa<Continue>(node)) return true;
    if (isa<FunctionDef>(node) || isa<ClassDef>(node) || isa<Lambda>(node)) continue;
    for_each_child(node, [&](const Node* child) { work.push_back(child); });
  }
  return false;
}

uint32_t count_of(const FlatMap<LocalKey, uint32_t>& counts, LocalKey key) {
  auto it = counts.find(key);
  return it == counts.end() ? 0 : it->second;
}

MemoryVariables::Keys keys_of(const FlatMap<LocalKey, uint32_t>& counts) {
  MemoryVariables::Keys keys;
  for (const auto& [key, count] : counts) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

void MemoryVariables::find(const sema::SemaResult& sema, NodeList<Stmt> statements) {
  Names whole;
  std::vector<Watch> watches;
  Walker(sema, whole, &watches).list(statements);
  auto choose = [&](const Keys& assigned, const Names& watched, const Names& handlers, bool goes_on,
                    bool in_loop) {
    for (LocalKey key : assigned) {
      uint32_t reads = count_of(whole.reads, key);
      // In a loop, the next round may read it.
      uint32_t later = in_loop ? reads : reads - count_of(watched.reads, key);
      // What `del` took away must not be held any more by the variable that handlers see.
      const bool seen = count_of(handlers.reads, key) != 0 || (goes_on && later > 0) ||
                        whole.shows_all || count_of(watched.deletes, key) != 0;
      if (!seen) continue;
      if (numbers_.find(key) != numbers_.end()) continue;
      numbers_.emplace(key, static_cast<int64_t>(all_.size()));
      all_.push_back(key);
    }
  };
  for (const Watch& watch : watches) {
    Names inside;
    if (const auto* with = dyn_as<With>(watch.node)) {
      // The manager may swallow the error.
      Walker(sema, inside, nullptr).list(with->items);
      Walker(sema, inside, nullptr).list(with->body);
      Keys assigned = keys_of(inside.writes);
      choose(assigned, inside, Names{}, true, watch.in_loop);
      wholes_.emplace(watch.node, std::move(assigned));
      continue;
    }
    const auto* node = as<Try>(watch.node);
    Walker(sema, inside, nullptr).list(node->body);
    Names finally;
    Walker(sema, finally, nullptr).list(node->finally_body);
    if (!node->handlers.empty()) {
      Names handlers = finally;
      Walker(sema, handlers, nullptr).list(node->handlers);
      bool goes_on = node->is_star || std::any_of(node->handlers.begin(), node->handlers.end(),
                                                  [](const ExceptHandler* handler) {
                                                    return !leaves_function(handler->body);
                                                  });
      Keys assigned = keys_of(inside.writes);
      choose(assigned, inside, handlers, goes_on, watch.in_loop);
      bodies_.emplace(watch.node, std::move(assigned));
      // Errors of an `except*` clause wait until all clauses have run.
      for (const ExceptHandler* clause : node->handlers) {
        if (!node->is_star) break;
        Names body;
        Walker(sema, body, nullptr).list(clause->body);
        assigned = keys_of(body.writes);
        choose(assigned, Names{}, whole, true, true);
        bodies_.emplace(clause, std::move(assigned));
      }
    }
    if (!node->finally_body.empty()) {
      Walker(sema, inside, nullptr).list(node->handlers);
      Walker(sema, inside, nullptr).list(node->orelse);
      Keys assigned = keys_of(inside.writes);
      choose(assigned, inside, finally, has_jump(node->finally_body), watch.in_loop);
      wholes_.emplace(watch.node, std::move(assigned));
    }
  }
}

}  // namespace hpyc::lower
