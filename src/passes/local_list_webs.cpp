#include "passes/local_list_webs.h"

#include <algorithm>
#include <numeric>

#include "ir/op_info.h"

namespace hpyc::passes {

using namespace ir;

namespace {

constexpr ListMethod kMethods[] = {
    {"append", 1, Opcode::local_append, true},   {"pop", 0, Opcode::local_pop, false},
    {"pop", 1, Opcode::local_pop_at, false},     {"insert", 2, Opcode::local_insert, true},
    {"reverse", 0, Opcode::local_reverse, true}, {"clear", 0, Opcode::local_clear, true},
    {"sort", 0, Opcode::local_sort, true},       {"remove", 1, Opcode::local_remove, true},
    {"extend", 1, Opcode::local_extend, true},   {"copy", 0, Opcode::local_copy, false},
    {"count", 1, Opcode::local_count, false},    {"index", 1, Opcode::local_index, false}};

bool is_binary(const Op& op, BinaryOp kind) {
  return op.opcode == Opcode::binary && static_cast<BinaryOp>(op.sub) == kind;
}
bool is_inplace(const Op& op, BinaryOp kind) {
  return op.opcode == Opcode::inplace && static_cast<BinaryOp>(op.sub) == kind;
}
bool is_list_call(const Op& op) {
  return op.opcode == Opcode::call_known && op.operands.size() == 2 &&
         static_cast<KnownFunction>(op.sub) == KnownFunction::list;
}

double weight(uint32_t depth) {
  double result = 1;
  for (uint32_t i = 0; i < depth && i < 6; ++i) result *= 8;
  return result;
}

}  // namespace

ListWebs::ListWebs(const Module& module, const GlobalFacts& facts, const Function& function)
    : module_(module),
      facts_(facts),
      function_(function),
      cfg_(function),
      dominators_(cfg_),
      loops_(cfg_, dominators_) {
  index_function();
  find_candidates();
  choose();
}

void ListWebs::index_function() {
  const size_t count = function_.values.size();
  places_.resize(count);
  uses_.resize(count);
  incoming_.resize(count);
  parameter_.assign(count, false);
  for (uint32_t b = 0; b < function_.blocks.size(); ++b) {
    const Block& block = function_.blocks[b];
    if (!cfg_.reachable(BlockId{b})) continue;
    if (b != 0)
      for (const ValueId parameter : block.parameters) parameter_[index(parameter)] = true;
  }
  for (uint32_t b = 0; b < function_.blocks.size(); ++b) {
    const Block& block = function_.blocks[b];
    if (!cfg_.reachable(BlockId{b})) continue;
    for (uint32_t i = 0; i < block.ops.size(); ++i) {
      const Op& op = block.ops[i];
      for (const ValueId result : op.results) places_[index(result)] = {BlockId{b}, i};
      for (uint32_t k = 0; k < op.operands.size(); ++k)
        uses_[index(op.operands[k])].push_back({BlockId{b}, i, k, kNoValue});
      for (size_t t = 0; t < op.targets.size(); ++t) {
        const Edge& edge = op.targets[t];
        const auto& parameters = function_.block(edge.target).parameters;
        const size_t implicit = implicit_arguments(op, t);
        if (implicit != 0) parameter_[index(parameters[0])] = false;
        for (size_t k = 0; k < edge.arguments.size(); ++k) {
          const ValueId parameter = parameters[k + implicit];
          uses_[index(edge.arguments[k])].push_back(
              {BlockId{b}, i, static_cast<uint32_t>(k), parameter});
          incoming_[index(parameter)].push_back(edge.arguments[k]);
        }
      }
    }
  }
  // Backward from the returns: the other blocks end in an exception, or never.
  returns_.assign(function_.blocks.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t b = 0; b < function_.blocks.size(); ++b) {
      if (returns_[b] || !cfg_.reachable(BlockId{b})) continue;
      bool returns = function_.blocks[b].ops.back().opcode == Opcode::return_;
      for (const BlockId next : cfg_.successors[b]) returns = returns || returns_[index(next)];
      if (returns) returns_[b] = changed = true;
    }
  }
}

const Op* ListWebs::definition(ValueId value) const {
  if (index(value) >= places_.size()) return nullptr;
  const Place place = places_[index(value)];
  return place.block == kNoBlock ? nullptr : &function_.block(place.block).ops[place.op];
}

// ---- candidates ---------------------------------------------------------------------------------

// Makes a new list, if its operands are candidates.
bool ListWebs::is_creator(const Op& op) const {
  const auto list = [&](size_t i) { return is_list(op.operands[i]); };
  if (op.opcode == Opcode::build_list || is_list_call(op)) return true;
  if (op.opcode == Opcode::getslice) return list(0);
  if (is_binary(op, BinaryOp::add)) return list(0) && list(1);
  if (is_binary(op, BinaryOp::multiply)) return list(0) != list(1);
  const auto call = method_call(op);
  return call && call->method->opcode == Opcode::local_copy && is_list(call->receiver);
}

// Gives the list it works on.
bool ListWebs::is_update(const Op& op) const {
  if (is_inplace(op, BinaryOp::add)) return is_list(op.operands[0]);
  return is_inplace(op, BinaryOp::multiply) && is_list(op.operands[0]) && !is_list(op.operands[1]);
}

bool ListWebs::stays_candidate(ValueId value) const {
  if (const Op* op = definition(value))
    return op->results.size() == 1 && (is_creator(*op) || is_update(*op));
  if (!parameter_[index(value)]) return false;
  return std::all_of(
      incoming_[index(value)].begin(), incoming_[index(value)].end(),
      [&](ValueId argument) { return is_list(argument) || is_opcode(argument, Opcode::null); });
}

// The greatest set in which every value is one: new lists, and parameters that get only these.
void ListWebs::find_candidates() {
  if (list_.empty()) {
    list_.assign(function_.values.size(), false);
    for (uint32_t v = 0; v < list_.size(); ++v) {
      const Op* op = definition(ValueId{v});
      list_[v] = function_.values[v].type.rep == Rep::obj &&
                 (op != nullptr ? op->results.size() == 1 : bool{parameter_[v]});
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t v = 0; v < list_.size(); ++v) {
      if (!list_[v] || stays_candidate(ValueId{v})) continue;
      list_[v] = false;
      changed = true;
    }
  }
}

std::vector<ListWebs::Web> ListWebs::webs() const {
  std::vector<uint32_t> parent(list_.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  for (uint32_t v = 0; v < list_.size(); ++v) {
    if (!list_[v]) continue;
    for (const ValueId argument : incoming_[v])
      if (is_list(argument)) parent[root(v)] = root(index(argument));
    const Op* op = definition(ValueId{v});
    if (op != nullptr && is_update(*op)) parent[root(v)] = root(index(op->operands[0]));
  }
  std::vector<Web> result;
  std::vector<uint32_t> number(list_.size(), kNoId);
  for (uint32_t v = 0; v < list_.size(); ++v) {
    if (!list_[v]) continue;
    uint32_t& at = number[root(v)];
    if (at == kNoId) {
      at = static_cast<uint32_t>(result.size());
      result.emplace_back();
    }
    result[at].values.push_back(ValueId{v});
    const Op* op = definition(ValueId{v});
    if (op != nullptr && !is_update(*op)) result[at].creators.push_back(places_[v]);
  }
  return result;
}

// Drops webs for which the native form does not pay, until the rest agrees: a list that is made
// from a dropped one is dropped too, and so is what it flows into.
void ListWebs::choose() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const Web& web : webs()) {
      const bool whole = std::all_of(web.values.begin(), web.values.end(),
                                     [&](ValueId value) { return is_list(value); });
      if (whole && pays(web)) continue;
      for (const ValueId value : web.values) list_[index(value)] = false;
      changed = true;
    }
    find_candidates();
  }
  for (uint32_t v = 0; v < list_.size(); ++v) {
    if (!list_[v]) continue;
    any_ = true;
    const Op* op = definition(ValueId{v});
    foreign_ = foreign_ || (op != nullptr && is_list_call(*op));
  }
}

// ---- uses ---------------------------------------------------------------------------------------

std::optional<ListMethodCall> ListWebs::method_call(const Op& op) const {
  ListMethodCall call{nullptr, kNoValue, kNoValue, 1};
  int64_t name_constant = op.imm;
  if (op.opcode == Opcode::call_method) {
    call.receiver = op.operands[0];
  } else if (op.opcode == Opcode::call_loaded) {
    const Op* load = definition(op.operands[0]);
    if (load == nullptr || load->opcode != Opcode::method_load ||
        load->operands[0] != op.operands[1])
      return std::nullopt;
    call.loaded = op.operands[0];
    call.receiver = op.operands[1];
    call.first_argument = 2;
  } else if (op.opcode == Opcode::call) {
    const Op* load = definition(op.operands[0]);
    if (load == nullptr || load->opcode != Opcode::getattr) return std::nullopt;
    call.loaded = op.operands[0];
    call.receiver = load->operands[0];
    name_constant = load->imm;
  } else {
    return std::nullopt;
  }
  const size_t arguments = op.operands.size() - call.first_argument;
  for (const ListMethod& method : kMethods) {
    if (method.name != name(name_constant) || method.arguments != arguments) continue;
    if (method.gives_none && use_count(op.results[0]) != 0) return std::nullopt;
    call.method = &method;
    return call;
  }
  return std::nullopt;
}

bool ListWebs::is_only_called(ValueId attribute) const {
  const auto& uses = uses_[index(attribute)];
  return std::all_of(uses.begin(), uses.end(), [&](const Use& use) {
    if (use.parameter != kNoValue || use.operand != 0) return false;
    if (at(use).opcode == Opcode::keep) return true;
    const auto call = method_call(at(use));
    if (!call || call->loaded != attribute) return false;
    return call->method->opcode != Opcode::local_copy || is_list(at(use).results[0]);
  });
}

std::optional<ListLoop> ListWebs::loop(ValueId iterator) const {
  const auto& uses = uses_[index(iterator)];
  if (uses.size() != 1 || uses[0].parameter != kNoValue) return std::nullopt;
  const Op& next = at(uses[0]);
  if (next.opcode != Opcode::next) return std::nullopt;
  const ListLoop loop{iterator, uses[0].block, next.targets[0].target};
  if (cfg_.predecessors[index(loop.body)].size() != 1) return std::nullopt;
  // One that never repeats may have become a part of the block before it.
  if (places_[index(iterator)].block == loop.header) return std::nullopt;
  // The index starts at 0 where the loop is entered, and counts on where it is repeated.
  for (const auto& edge : cfg_.predecessors[index(loop.header)]) {
    if (edge.target == EdgeRef::kHandler) return std::nullopt;
    if (!is_back_edge(loop, edge.block) && dominators_.dominates(loop.header, edge.block))
      return std::nullopt;
  }
  return loop;
}

const Op* ListWebs::range_call(const Op& list_call) const {
  const ValueId sequence = list_call.operands[1];
  const Op* call = definition(sequence);
  if (call == nullptr || call->opcode != Opcode::call || use_count(sequence) != 1) return nullptr;
  const Place of_list = places_[index(list_call.results[0])], of_range = places_[index(sequence)];
  if (of_list.block != of_range.block || of_range.op + 1 != of_list.op) return nullptr;
  const Op* callee = definition(call->operands[0]);
  if (callee == nullptr || callee->opcode != Opcode::global_load) return nullptr;
  const auto fact = facts_.find(ConstantId{static_cast<uint32_t>(callee->imm)});
  if (!fact || fact->kind != GlobalFact::Kind::builtin || fact->known != KnownFunction::range)
    return nullptr;
  const size_t arguments = call->operands.size() - 1;
  return arguments >= 1 && arguments <= 3 ? call : nullptr;
}

bool ListWebs::is_native(const Op& op, size_t operand) const {
  const auto list = [&](size_t i) { return is_list(op.operands[i]); };
  const auto is_result_list = [&] { return is_list(op.results[0]); };
  switch (op.opcode) {
    case Opcode::getitem:
    case Opcode::setitem:
    case Opcode::delitem:
      // Slices with a step are objects.
      return operand == 0 && function_.value(op.operands[1]).type.py != PyType::slice;
    case Opcode::getslice:
      return operand == 0 && is_result_list();
    case Opcode::setslice:
      return operand == 0 || (operand == 3 && list(0));
    case Opcode::delslice:
    case Opcode::truth:
    case Opcode::list_append:
    case Opcode::is_none:
    case Opcode::unpack:
      return operand == 0;
    case Opcode::call_len:
    case Opcode::contains:
      return operand == 1;
    case Opcode::call_known:
      return operand == 1 && is_list_call(op) && is_result_list();
    case Opcode::iter:
      return loop(op.results[0]).has_value();
    case Opcode::compare_truth:
    case Opcode::compare:
    case Opcode::is:
      return list(0) && list(1);
    case Opcode::binary:
      return is_result_list();
    case Opcode::inplace:
      return is_result_list() && (operand == 0 || is_inplace(op, BinaryOp::add));
    case Opcode::getattr:
    case Opcode::method_load:
      return is_only_called(op.results[0]);
    case Opcode::call_method:
    case Opcode::call_loaded:
    case Opcode::call: {
      const auto call = method_call(op);
      if (!call || !is_list(call->receiver)) return false;
      if (call->method->opcode == Opcode::local_copy && !is_result_list()) return false;
      if (call->loaded != kNoValue && !is_only_called(call->loaded)) return false;
      return operand < call->first_argument || call->method->opcode == Opcode::local_extend;
    }
    default:
      return false;
  }
}

// ---- choice -------------------------------------------------------------------------------------

// It is likely that this value is held unboxed.
bool ListWebs::is_numeric(ValueId value) const {
  const Op* op = definition(value);
  if (op == nullptr) return false;
  const auto call = method_call(*op);
  if (call && is_list(call->receiver)) return true;
  switch (op->opcode) {
    case Opcode::getitem:
      return is_list(op->operands[0]);
    case Opcode::box_num:
    case Opcode::box_bool:
    case Opcode::true_:
    case Opcode::false_:
    case Opcode::inplace:
      return true;
    case Opcode::binary:
      return static_cast<BinaryOp>(op->sub) != BinaryOp::remainder;
    case Opcode::const_obj:
      return function_.value(value).type.py == PyType::int_ ||
             function_.value(value).type.py == PyType::float_;
    default:
      return false;
  }
}

ListWebs::Kind ListWebs::kind(ValueId value, const Use& use) const {
  const Op& op = at(use);
  if (use.parameter != kNoValue) {
    if (is_list(use.parameter)) return Kind::neutral;
    return function_.value(value).type.maybe_null ? Kind::impossible : Kind::escape;
  }
  if (op.opcode == Opcode::check_bound || op.opcode == Opcode::keep) return Kind::neutral;
  if (!is_native(op, use.operand)) {
    const bool nullable = operand_list(op.opcode)[use.operand].nullable;
    return nullable && function_.value(value).type.maybe_null ? Kind::impossible : Kind::escape;
  }
  switch (op.opcode) {
    case Opcode::iter:
      return Kind::iterate;
    case Opcode::list_append:
      return is_numeric(op.operands[1]) ? Kind::native : Kind::minor;
    case Opcode::getattr:
    case Opcode::method_load:
      return Kind::neutral;
    case Opcode::inplace:
      return use.operand == 0 ? Kind::minor : Kind::feeds;
    case Opcode::binary:
    case Opcode::call_known:
    case Opcode::compare:
    case Opcode::compare_truth:
      return Kind::feeds;
    case Opcode::setslice:
      return use.operand == 0 ? Kind::native : Kind::feeds;
    case Opcode::is:
    case Opcode::is_none:
    case Opcode::truth:
    case Opcode::call_len:
      return Kind::minor;
    default:
      break;
  }
  const auto call = method_call(op);
  if (call && call->method->opcode == Opcode::local_append)
    return is_numeric(op.operands[call->first_argument]) ? Kind::native : Kind::minor;
  if (call && call->method->opcode == Opcode::local_extend && use.operand >= call->first_argument)
    return Kind::feeds;
  return Kind::native;
}

// Blocks that are reached from an escape before a new list is made, at their start.
std::vector<bool> ListWebs::blocks_after(const Web& web, const std::vector<Place>& escapes) const {
  std::vector<bool> creates(function_.blocks.size()), after(function_.blocks.size());
  for (const Place& creator : web.creators) creates[index(creator.block)] = true;
  std::vector<BlockId> work;
  const auto leave = [&](BlockId block) {
    for (const BlockId next : cfg_.successors[index(block)]) {
      if (after[index(next)]) continue;
      after[index(next)] = true;
      if (!creates[index(next)]) work.push_back(next);
    }
  };
  for (const Place& escape : escapes) {
    const bool renewed =
        std::any_of(web.creators.begin(), web.creators.end(), [&](const Place& creator) {
          return creator.block == escape.block && creator.op > escape.op;
        });
    if (!renewed) leave(escape.block);
  }
  while (!work.empty()) {
    const BlockId block = work.back();
    work.pop_back();
    leave(block);
  }
  return after;
}

// The native form pays where items are read and written in loops, and no object is needed before
// that is done. An escape that a loop repeats is no gain: every round would make the object anew,
// or work on it by the general way.
bool ListWebs::pays(const Web& web) const {
  struct Cost {
    Place place;
    Kind kind;
  };
  std::vector<Cost> costs;
  std::vector<Place> escapes;
  uint32_t escape_depth = 0;
  // A display of numbers is worth it when it is iterated over again and again.
  bool display = true, numeric = true;
  uint32_t made_depth = 0;
  if (web.creators.empty()) return false;
  for (const Place& creator : web.creators) {
    const Op& op = function_.block(creator.block).ops[creator.op];
    display = display && op.opcode == Opcode::build_list;
    made_depth = std::max(made_depth, loops_.depth(creator.block));
    for (const ValueId operand : op.operands) numeric = numeric && is_numeric(operand);
  }
  for (const ValueId value : web.values) {
    for (const Use& use : uses_[index(value)]) {
      const Kind found = kind(value, use);
      const Place place{use.block, use.op};
      if (found == Kind::impossible) return false;
      if (found == Kind::neutral || (found == Kind::escape && is_cold(use.block))) continue;
      costs.push_back({place, found});
      if (found != Kind::escape) continue;
      escapes.push_back(place);
      escape_depth = std::max(escape_depth, loops_.depth(use.block));
    }
  }
  const std::vector<bool> after = blocks_after(web, escapes);
  // There was an escape, and since then no new list.
  const auto is_late = [&](const Place& place) {
    const auto last_before = [&](const std::vector<Place>& places) {
      int64_t last = -1;
      for (const Place& other : places)
        if (other.block == place.block && other.op < place.op)
          last = std::max(last, int64_t{other.op});
      return last;
    };
    const int64_t escape = last_before(escapes), creator = last_before(web.creators);
    return escape == creator ? bool{after[index(place.block)]} : escape > creator;
  };
  double gain = 0, loss = 0;
  uint32_t depth = 0;
  bool feeds = false;
  for (const Cost& cost : costs) {
    if (cost.kind == Kind::escape) continue;
    const uint32_t here = loops_.depth(cost.place.block) + (cost.kind == Kind::iterate ? 1 : 0);
    const bool late = !escapes.empty() && is_late(cost.place);
    (late ? loss : gain) += weight(here);
    feeds = feeds || cost.kind == Kind::feeds;
    const bool reason =
        cost.kind == Kind::native ||
        (cost.kind == Kind::iterate && (!display || (numeric && here > made_depth + 1)));
    if (!late && reason) depth = std::max(depth, here);
  }
  if (depth == 0) return feeds && escapes.empty();  // up to the list that it is for
  return escapes.empty() || (escape_depth < depth && gain >= 4 * loss);
}

}  // namespace hpyc::passes
