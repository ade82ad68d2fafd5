#include "lower/lower.h"

#include <fmt/format.h>

#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::ConstantKind;
using ir::FunctionKind;
using ir::Opcode;

std::optional<ir::Module> lower_module(const Module& module, const sema::SemaResult& sema,
                                       const SourceMap& sources, const LowerOptions& options,
                                       diag::DiagnosticEngine& engine) {
  if (engine.has_errors() || !sema.supported) return std::nullopt;
  ir::Module result;
  result.name = options.module_name;
  result.source_name = options.source_name;
  result.uses_future_annotations = sema.future.annotations;
  result.is_cython = sema.is_cython;
  result.stop_iteration_passes = !sema.future.generator_stop;
  ModuleLowerer(sema, sources, result).run(module);
  return result;
}

std::string symbol_name(uint32_t index, std::string_view name) {
  std::string symbol = fmt::format("f{}_", index);
  for (char c : name) {
    bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (fine || c == '_')
      symbol += c;
    else if (c != '<' && c != '>')
      symbol += '_';
  }
  return symbol;
}

uint32_t ModuleLowerer::line_of(SourceSpan span) const {
  if (!sources.contains(span.file)) return 0;
  return sources.file(span.file).line_of(span.begin);
}

ir::FunctionId ModuleLowerer::add_function(const Node* node, FunctionKind kind,
                                           std::string_view name, std::string qualname,
                                           uint32_t line, sema::ScopeId annotation_scope) {
  auto index = static_cast<uint32_t>(module.functions.size());
  ir::Function function;
  function.name = name;
  function.qualname = std::move(qualname);
  function.symbol = kind == FunctionKind::module_body ? "f0_module" : symbol_name(index, name);
  function.kind = kind;
  function.first_line = line;
  module.functions.push_back(std::move(function));
  ir::FunctionId id{index};
  pending_.push_back({id, node, annotation_scope});
  return id;
}

void ModuleLowerer::run(const Module& node) {
  if (const StringLiteral* docstring = docstring_of(node.body))
    module.docstring = module.constant(str_constant(docstring->value));
  add_function(&node, FunctionKind::module_body, "<module>", "<module>", 1);
  while (!pending_.empty()) {
    PendingBody body = pending_.front();
    pending_.pop_front();
    if (body.scope) {
      FunctionLowerer(*this, body.id, body.scope)
          .evaluator_body(*static_cast<const Expr*>(body.node));
      continue;
    }
    FunctionLowerer lowerer(*this, body.id, sema.scope_of(body.node));
    switch (body.node->kind) {
      case NodeKind::Module:
        lowerer.module_body(*as<Module>(body.node));
        break;
      case NodeKind::FunctionDef:
        lowerer.function_body(*as<FunctionDef>(body.node));
        break;
      case NodeKind::CFuncDef:
        lowerer.function_body(*as<CFuncDef>(body.node));
        break;
      case NodeKind::Lambda:
        lowerer.lambda_body(*as<Lambda>(body.node));
        break;
      case NodeKind::ClassDef:
        lowerer.class_body(*as<ClassDef>(body.node));
        break;
      case NodeKind::GeneratorExp:
        lowerer.generator_body(*as<GeneratorExp>(body.node));
        break;
      default:
        HPYC_UNREACHABLE("not a body");
    }
  }
}

static ir::Suspends suspends_of(const sema::Scope& scope) {
  if (scope.kind == sema::ScopeKind::generator_expression)
    return scope.is_coroutine ? ir::Suspends::async_generator : ir::Suspends::generator;
  if (scope.is_async_function)
    return scope.is_generator ? ir::Suspends::async_generator : ir::Suspends::coroutine;
  return scope.is_generator ? ir::Suspends::generator : ir::Suspends::never;
}

FunctionLowerer::FunctionLowerer(ModuleLowerer& shared, ir::FunctionId id, sema::ScopeId scope)
    : shared_(shared), id_(id), b_(shared.module, id), scope_(scope) {
  b_.function().suspends = suspends_of(this->scope());
  switch (this->scope().kind) {
    case sema::ScopeKind::module:
      frame_ = Frame::module;
      break;
    case sema::ScopeKind::class_:
      frame_ = Frame::class_;
      break;
    default:
      frame_ = Frame::function;
  }
}

void FunctionLowerer::module_body(const Module& node) {
  make_cells(scope_);
  make_c_functions(node.body);
  setup_annotations(node.body);
  body(node.body);
  finish();
}

// The end of a body, reached or not.
void FunctionLowerer::finish() {
  if (!b_.terminated()) {
    if (frame_ == Frame::function) keep_all(ir::kNoValue);
    b_.return_(b_.none());
  }
  b_.finish();
  // What a loop's variable may be was not known when it was read.
  ir::Function& function = b_.function();
  for (ir::Block& block : function.blocks)
    std::erase_if(block.ops, [&](const ir::Op& op) {
      return op.opcode == Opcode::check_bound && !function.value(op.operands[0]).type.maybe_null;
    });
}

void FunctionLowerer::refused(const Node* node) {
  HPYC_UNREACHABLE(fmt::format("{} should have been refused", kind_name(node->kind)).c_str());
}

ir::ValueId FunctionLowerer::load(const ir::Constant& constant) {
  switch (constant.kind) {
    case ConstantKind::none:
      return b_.none();
    case ConstantKind::true_:
      return b_.true_();
    case ConstantKind::false_:
      return b_.false_();
    case ConstantKind::ellipsis:
      return b_.emit(Opcode::ellipsis);
    default:
      return b_.constant(constant);
  }
}

ir::ValueId FunctionLowerer::materialise(const Operand& operand) {
  return operand.constant ? load(*operand.constant) : operand.value;
}

// What stands before the names of functions and classes defined here.
std::string FunctionLowerer::qualname_prefix() {
  const ir::Function& function = b_.function();
  switch (frame_) {
    case Frame::module:
      return {};
    case Frame::class_:
      return function.qualname + ".";
    case Frame::function:
      return function.qualname + ".<locals>.";
  }
  return {};
}

std::string FunctionLowerer::qualname_of(const Node* node, Name name) {
  const sema::Symbol* symbol = shared_.sema.symbol_of(node);
  if (symbol != nullptr && symbol->storage == sema::Storage::global_explicit)
    return std::string(text(name));
  return qualname_prefix() + std::string(text(name));
}

}  // namespace hpyc::lower
