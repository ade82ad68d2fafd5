// Assignments, targets of every shape, and deletion.
#include "lower/function_lowerer.h"
#include "lower/unparse.h"

namespace hpyc::lower {

using namespace ast;
using ir::Opcode;

void FunctionLowerer::stmt(const Assign& node) {
  // `x = cython.declare(type)` only declares.
  if (shared_.sema.cython_path(&node) != nullptr && as<Call>(node.value)->arguments.size() < 2)
    return;
  if (node.targets.size() == 1 && store_pairwise(node.targets[0], node.value)) return;
  ValueId assigned = value(node.value);
  for (const Expr* target : node.targets) store(target, assigned);
}

// `a, b = b, a`: no tuple. All values are evaluated before the first target is stored to.
bool FunctionLowerer::store_pairwise(const Expr* target, const Expr* value) {
  auto elements_of = [](const Expr* e) -> std::optional<NodeList<Expr>> {
    if (const auto* tuple = dyn_as<Tuple>(e)) return tuple->elements;
    if (const auto* list = dyn_as<List>(e)) return list->elements;
    return std::nullopt;
  };
  auto targets = elements_of(target);
  auto sources = elements_of(value);
  if (!targets || !sources || targets->size() != sources->size() || targets->empty()) return false;
  for (size_t i = 0; i < targets->size(); ++i)
    if (isa<Starred>((*targets)[i]) || isa<Starred>((*sources)[i])) return false;
  Values assigned = values(*sources);
  for (size_t i = 0; i < targets->size(); ++i) store((*targets)[i], assigned[i]);
  return true;
}

void FunctionLowerer::store(const Expr* target, ValueId assigned) {
  switch (target->kind) {
    case NodeKind::NameExpr:
      at(target);
      store_binding(target, assigned);
      break;
    case NodeKind::Attribute: {
      const auto* attribute = as<Attribute>(target);
      ValueId object = value(attribute->value);
      b_.set_line(attribute_line(*attribute));
      b_.setattr(object, mangled(attribute->attribute.name), assigned);
      break;
    }
    case NodeKind::Subscript: {
      const auto* subscript = as<Subscript>(target);
      ValueId object = value(subscript->value);
      Item place = item(*subscript, object);
      at(target);
      set_item(place, assigned);
      break;
    }
    case NodeKind::Tuple:
      store_elements(as<Tuple>(target)->elements, target, assigned);
      break;
    case NodeKind::List:
      store_elements(as<List>(target)->elements, target, assigned);
      break;
    default:
      HPYC_UNREACHABLE("not a target");
  }
}

void FunctionLowerer::store_elements(NodeList<Expr> targets, const Expr* node, ValueId assigned) {
  at(node);
  size_t star = targets.size();
  for (size_t i = 0; i < targets.size(); ++i)
    if (isa<Starred>(targets[i])) star = i;
  Values items;
  if (star == targets.size()) {
    items = b_.unpack(assigned, static_cast<uint32_t>(targets.size()));
  } else {
    items = b_.emit_many(Opcode::unpack_star, {assigned}, static_cast<int64_t>(star),
                         static_cast<int64_t>(targets.size() - star - 1));
  }
  for (size_t i = 0; i < targets.size(); ++i) {
    const auto* starred = dyn_as<Starred>(targets[i]);
    store(starred != nullptr ? starred->value : targets[i], items[i]);
  }
}

// The target is evaluated once, before the value.
void FunctionLowerer::stmt(const AugAssign& node) {
  switch (node.target->kind) {
    case NodeKind::NameExpr: {
      sema::SymbolRef ref = shared_.sema.symbol_ref_of(node.target);
      at(node.target);
      ValueId old = load_symbol(ref);
      Operand right = operand(node.value);
      at(&node);
      ValueId result = inplace(node.op, old, right);
      at(node.target);
      store_symbol(ref, result);
      break;
    }
    case NodeKind::Attribute: {
      const auto* attribute = as<Attribute>(node.target);
      ValueId object = value(attribute->value);
      uint32_t line = attribute_line(*attribute);
      std::string_view name = mangled(attribute->attribute.name);
      ValueId old = b_.getattr(object, name, line);
      Operand right = operand(node.value);
      at(&node);
      ValueId result = inplace(node.op, old, right);
      b_.setattr(object, name, result, line);
      break;
    }
    case NodeKind::Subscript: {
      const auto* subscript = as<Subscript>(node.target);
      ValueId object = value(subscript->value);
      Item place = item(*subscript, object);
      at(subscript);
      ValueId old = get_item(place);
      Operand right = operand(node.value);
      at(&node);
      ValueId result = inplace(node.op, old, right);
      at(subscript);
      set_item(place, result);
      break;
    }
    default:
      HPYC_UNREACHABLE("not a target of an augmented assignment");
  }
}

// ---- annotations

namespace {

bool has_annotations(NodeList<Stmt> statements) {
  for (const Stmt* statement : statements) {
    switch (statement->kind) {
      case NodeKind::AnnAssign:
        return true;
      case NodeKind::If:
        for (const IfBranch* branch : as<If>(statement)->branches)
          if (has_annotations(branch->body)) return true;
        if (has_annotations(as<If>(statement)->orelse)) return true;
        break;
      case NodeKind::For:
        if (has_annotations(as<For>(statement)->body) ||
            has_annotations(as<For>(statement)->orelse))
          return true;
        break;
      case NodeKind::While:
        if (has_annotations(as<While>(statement)->body) ||
            has_annotations(as<While>(statement)->orelse))
          return true;
        break;
      case NodeKind::With:
        if (has_annotations(as<With>(statement)->body)) return true;
        break;
      case NodeKind::Try: {
        const auto* node = as<Try>(statement);
        if (has_annotations(node->body) || has_annotations(node->orelse) ||
            has_annotations(node->finally_body))
          return true;
        for (const ExceptHandler* handler : node->handlers)
          if (has_annotations(handler->body)) return true;
        break;
      }
      case NodeKind::Match:
        for (const MatchCase* match_case : as<Match>(statement)->cases)
          if (has_annotations(match_case->body)) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

constexpr std::string_view kAnnotations = "__annotations__";

}  // namespace

// A module or class with annotated names has a dict `__annotations__` from the start.
void FunctionLowerer::setup_annotations(NodeList<Stmt> statements) {
  if (!has_annotations(statements)) return;
  ValueId space = frame_ == Frame::class_ ? namespace_ : b_.emit(Opcode::globals_dict);
  BlockId missing = b_.create_block();
  BlockId after = b_.create_block();
  b_.branch(b_.contains(b_.name_constant(kAnnotations), space), after, missing);
  continue_in(missing);
  ValueId dict = b_.build(Opcode::build_dict, {});
  if (frame_ == Frame::class_)
    b_.named(Opcode::name_store, {namespace_, dict}, kAnnotations);
  else
    b_.global_store(kAnnotations, dict);
  b_.jump(after);
  continue_in(after);
}

ir::ValueId FunctionLowerer::annotation(const Expr* expression) {
  if (shared_.sema.future.annotations)
    return b_.constant(str_constant(unparse(expression, shared_.sema)));
  if (const auto* starred = dyn_as<Starred>(expression)) {  // `*args: *Ts`
    ValueId unpacked = value(starred->value);
    at(starred);
    return b_.unpack(unpacked, 1)[0];
  }
  return value(expression);
}

void FunctionLowerer::stmt(const AnnAssign& node) {
  if (node.value != nullptr) store(node.target, value(node.value));
  bool evaluated = frame_ != Frame::function;
  if (const auto* name = dyn_as<NameExpr>(node.target)) {
    if (!evaluated) return;
    if (node.is_simple) {
      ValueId annotated = annotation(node.annotation);
      at(&node);
      ValueId dict = frame_ == Frame::class_
                         ? b_.named(Opcode::name_load, {namespace_}, kAnnotations)
                         : b_.global_load(kAnnotations);
      b_.setitem(dict, b_.name_constant(mangled(name->id)), annotated);
      return;
    }
  } else if (node.value == nullptr) {
    // What the target refers to is evaluated, and that is all.
    if (const auto* attribute = dyn_as<Attribute>(node.target)) {
      operand(attribute->value);
    } else if (const auto* subscript = dyn_as<Subscript>(node.target)) {
      item(*subscript, value(subscript->value));
    }
  }
  if (evaluated && !shared_.sema.future.annotations) operand(node.annotation);
}

// ---- deletion

void FunctionLowerer::stmt(const Delete& node) {
  for (const Expr* target : node.targets) remove(target);
}

void FunctionLowerer::remove(const Expr* target) {
  switch (target->kind) {
    case NodeKind::NameExpr:
      at(target);
      delete_symbol(shared_.sema.symbol_ref_of(target));
      break;
    case NodeKind::Attribute: {
      const auto* attribute = as<Attribute>(target);
      ValueId object = value(attribute->value);
      b_.named(Opcode::delattr, {object}, mangled(attribute->attribute.name),
               attribute_line(*attribute));
      break;
    }
    case NodeKind::Subscript: {
      const auto* subscript = as<Subscript>(target);
      ValueId object = value(subscript->value);
      Item place = item(*subscript, object);
      at(target);
      delete_item(place);
      break;
    }
    case NodeKind::Tuple:
      for (const Expr* element : as<Tuple>(target)->elements) remove(element);
      break;
    case NodeKind::List:
      for (const Expr* element : as<List>(target)->elements) remove(element);
      break;
    default:
      HPYC_UNREACHABLE("not a target of del");
  }
}

}  // namespace hpyc::lower
