// match: patterns become tests and branches; names are bound when the whole pattern has matched.
#include <algorithm>

#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::CompareOp;
using ir::Opcode;

namespace {

bool is_wildcard(const Pattern* pattern) {
  const auto* capture = dyn_as<MatchAs>(pattern);
  return capture != nullptr && capture->pattern == nullptr && !capture->name;
}

}  // namespace

void FunctionLowerer::stmt(const Match& node) {
  ValueId subject = value(node.subject);
  BlockId after = b_.create_block();
  for (const MatchCase* match_case : node.cases) {
    BlockId next = b_.create_block();
    Captures captures;
    pattern(match_case->pattern, subject, next, captures);
    for (const Capture& capture : captures) {
      at(capture.node);
      store_binding(capture.node, capture.value);
    }
    if (match_case->guard != nullptr) {
      BlockId chosen = b_.create_block();
      condition(match_case->guard, chosen, next);
      continue_in(chosen);
    }
    if (!is_dead()) body(match_case->body);
    if (!is_dead()) jump(after);
    continue_in(next);
    if (is_dead()) break;
  }
  if (!is_dead()) jump(after);
  continue_in(after);
}

// Goes on where the test holds.
void FunctionLowerer::require(ValueId test, BlockId otherwise) {
  BlockId matched = b_.create_block();
  b_.branch(test, matched, otherwise);
  continue_in(matched);
}

void FunctionLowerer::pattern(const Pattern* node, ValueId subject, BlockId otherwise,
                              Captures& captures) {
  at(node);
  switch (node->kind) {
    case NodeKind::MatchValue: {
      ValueId wanted = value(as<MatchValue>(node)->value);
      at(node);
      require(b_.compare_truth(CompareOp::eq, subject, wanted), otherwise);
      break;
    }
    case NodeKind::MatchSingleton:
      require(b_.is(subject, value(as<MatchSingleton>(node)->value)), otherwise);
      break;
    case NodeKind::MatchSequence:
      sequence_pattern(*as<MatchSequence>(node), subject, otherwise, captures);
      break;
    case NodeKind::MatchMapping:
      mapping_pattern(*as<MatchMapping>(node), subject, otherwise, captures);
      break;
    case NodeKind::MatchClass:
      class_pattern(*as<MatchClass>(node), subject, otherwise, captures);
      break;
    case NodeKind::MatchAs: {
      const auto* capture = as<MatchAs>(node);
      if (capture->pattern != nullptr) pattern(capture->pattern, subject, otherwise, captures);
      if (capture->name) captures.push_back({capture, subject});
      break;
    }
    case NodeKind::MatchOr:
      alternatives(*as<MatchOr>(node), subject, otherwise, captures);
      break;
    default:
      HPYC_UNREACHABLE("not a pattern");
  }
}

// All alternatives bind the same names, maybe in another order.
void FunctionLowerer::alternatives(const MatchOr& node, ValueId subject, BlockId otherwise,
                                   Captures& captures) {
  BlockId matched = b_.create_block();
  Captures bound;
  std::vector<ir::Variable> variables;
  for (size_t i = 0; i < node.patterns.size(); ++i) {
    const bool last = i + 1 == node.patterns.size();
    BlockId next = last ? otherwise : b_.create_block();
    Captures own;
    pattern(node.patterns[i], subject, next, own);
    if (i == 0) {
      bound = own;
      for (size_t k = 0; k < own.size(); ++k) variables.push_back(b_.declare_variable(""));
    }
    for (const Capture& capture : own) {
      const Name name = shared_.sema.symbol_of(capture.node)->name;
      for (size_t k = 0; k < bound.size(); ++k)
        if (shared_.sema.symbol_of(bound[k].node)->name == name)
          b_.write(variables[k], capture.value);
    }
    b_.jump(matched);
    if (last) break;
    continue_in(next);
    if (is_dead()) break;
  }
  continue_in(matched);
  for (size_t k = 0; k < bound.size(); ++k)
    captures.push_back({bound[k].node, b_.read(variables[k])});
}

void FunctionLowerer::sequence_pattern(const MatchSequence& node, ValueId subject,
                                       BlockId otherwise, Captures& captures) {
  const size_t size = node.patterns.size();
  size_t star = size;
  bool only_wildcards = true;
  for (size_t i = 0; i < size; ++i) {
    if (const auto* starred = dyn_as<MatchStar>(node.patterns[i])) {
      star = i;
      only_wildcards = only_wildcards && !starred->name;
    } else {
      only_wildcards = only_wildcards && is_wildcard(node.patterns[i]);
    }
  }
  const bool open = star != size;
  require(b_.emit(Opcode::match_sequence, {subject}, static_cast<int64_t>(open ? size - 1 : size),
                  open ? 1 : 0),
          otherwise);
  if (only_wildcards) return;
  if (open && !as<MatchStar>(node.patterns[star])->name) {
    // Only the items that are looked at.
    for (size_t i = 0; i < size; ++i) {
      if (i == star || is_wildcard(node.patterns[i])) continue;
      at(&node);
      ValueId item =
          i < star ? b_.getitem(subject, b_.int_constant(static_cast<int64_t>(i)))
                   : b_.emit(Opcode::match_from_end, {subject}, static_cast<int64_t>(size - i));
      pattern(node.patterns[i], item, otherwise, captures);
    }
    return;
  }
  Values items = open ? b_.emit_many(Opcode::unpack_star, {subject}, static_cast<int64_t>(star),
                                     static_cast<int64_t>(size - star - 1))
                      : b_.unpack(subject, static_cast<uint32_t>(size));
  for (size_t i = 0; i < size; ++i) {
    if (i == star)
      captures.push_back({node.patterns[i], items[i]});
    else
      pattern(node.patterns[i], items[i], otherwise, captures);
  }
}

void FunctionLowerer::mapping_pattern(const MatchMapping& node, ValueId subject, BlockId otherwise,
                                      Captures& captures) {
  const size_t size = node.entries.size();
  require(b_.emit(Opcode::match_mapping, {subject}, static_cast<int64_t>(size)), otherwise);
  if (size == 0 && !node.rest) return;
  Values keys;
  for (const PatternEntry* entry : node.entries) keys.push_back(value(entry->key));
  at(&node);
  ValueId tuple = b_.build(Opcode::build_tuple, keys);
  Values items;
  if (size > 0) {
    ValueId found = b_.emit(Opcode::match_keys, {subject, tuple});
    require(b_.not_(b_.is_none(found)), otherwise);
    items = b_.unpack(found, static_cast<uint32_t>(size));
  }
  if (node.rest) captures.push_back({&node, b_.emit(Opcode::match_rest, {subject, tuple})});
  for (size_t i = 0; i < size; ++i)
    pattern(node.entries[i]->pattern, items[i], otherwise, captures);
}

void FunctionLowerer::class_pattern(const MatchClass& node, ValueId subject, BlockId otherwise,
                                    Captures& captures) {
  ValueId cls = value(node.cls);
  ir::Constant names{ir::ConstantKind::tuple};
  for (const PatternKeyword* keyword : node.keywords)
    names.items.push_back(shared_.module.name_constant(mangled(keyword->name.name)));
  at(&node);
  const size_t positional = node.patterns.size();
  ValueId found = b_.emit(Opcode::match_class, {subject, cls}, static_cast<int64_t>(positional),
                          static_cast<int64_t>(ir::index(shared_.module.constant(names))));
  require(b_.not_(b_.is_none(found)), otherwise);
  const size_t size = positional + node.keywords.size();
  if (size == 0) return;
  Values items = b_.unpack(found, static_cast<uint32_t>(size));
  for (size_t i = 0; i < size; ++i)
    pattern(i < positional ? node.patterns[i] : node.keywords[i - positional]->pattern, items[i],
            otherwise, captures);
}

}  // namespace hpyc::lower
