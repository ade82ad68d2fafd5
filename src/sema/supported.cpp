// The constructs that are not compiled yet. When one becomes supported, delete its line here.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "sema/binder.h"

namespace hpyc::sema {

using namespace ast;

namespace {

class SupportedChecker {
 public:
  SupportedChecker(SemaResult& result, diag::DiagnosticEngine& engine)
      : result_(result), engine_(engine) {}

  void run(const Module& module) {
    push_list(module.body, Frame::module);
    while (!stack_.empty()) {
      auto [node, frame] = stack_.back();
      stack_.pop_back();
      check(node, frame);
    }
  }

 private:
  enum class Frame : uint8_t { module, class_, function, comprehension };

  void refuse(SourceSpan span, std::string_view what) {
    engine_.report(diag::Kind::not_supported, span, what);
    result_.supported = false;
  }

  void push(const Node* node, Frame frame) {
    if (node != nullptr) stack_.emplace_back(node, frame);
  }
  template <class T>
  void push_list(NodeList<T> nodes, Frame frame) {
    for (const Node* node : nodes) push(node, frame);
  }
  void push_children(const Node* node, Frame frame) {
    for_each_child(node, [&](const Node* child) { push(child, frame); });
  }

  void check(const Node* node, Frame frame) {
    switch (node->kind) {
      case NodeKind::FunctionDef: {
        const auto* def = as<FunctionDef>(node);
        push_list(def->type_params, Frame::function);
        push_decorators(def->decorators, frame);
        push_parameters(def->parameters, frame);
        if (!result_.future.annotations) push(def->returns, frame);
        push_list(def->body, Frame::function);
        return;
      }
      case NodeKind::CFuncDef: {
        // The binder has looked at what it declares.
        const auto* def = as<CFuncDef>(node);
        if (const CFuncDeclarator* function = function_declarator_of(def->declarator))
          for (const Parameter* p : function->parameters->items) push(p->default_value, frame);
        push_decorators(def->decorators, frame);
        push_list(def->body, Frame::function);
        return;
      }
      case NodeKind::Lambda: {
        const auto* lambda = as<Lambda>(node);
        push_parameters(lambda->parameters, frame);
        push(lambda->body, Frame::function);
        return;
      }
      case NodeKind::ClassDef: {
        const auto* def = as<ClassDef>(node);
        push_list(def->type_params, Frame::function);
        push_decorators(def->decorators, frame);
        push_list(def->arguments, frame);
        push_list(def->body, Frame::class_);
        return;
      }
      case NodeKind::AnnAssign: {
        const auto* assign = as<AnnAssign>(node);
        push(assign->target, frame);
        push(assign->value, frame);
        // Annotations of locals are never evaluated.
        if (!result_.future.annotations && frame != Frame::function)
          push(assign->annotation, frame);
        return;
      }
      case NodeKind::ListComp:
      case NodeKind::SetComp:
      case NodeKind::DictComp:
      case NodeKind::GeneratorExp:
        push_children(node, Frame::comprehension);
        return;
      case NodeKind::Parameter:
        if (const auto* parameter = as<Parameter>(node); parameter->c_type != nullptr) {
          refuse(parameter->span, "parameters with C types");
          push(parameter->default_value, frame);
          return;
        }
        break;
      case NodeKind::Parameters:
        if (as<Parameters>(node)->has_c_varargs) refuse(node->span, "C variable arguments");
        break;
      case NodeKind::TypeAlias:
        push_children(node, Frame::function);
        return;
      case NodeKind::TString:
        refuse(node->span, "template strings (PEP 750)");
        break;
      default:
        if (const char* what = cython_construct(node->kind)) {
          refuse(node->span, what);
          return;
        }
        break;
    }
    push_children(node, frame);
  }

  void push_decorators(NodeList<Expr> list, Frame frame) {
    for (const Expr* decorator : list)
      if (result_.cython_path(decorator) == nullptr) push(decorator, frame);
  }

  void push_parameters(const Parameters* parameters, Frame frame) {
    if (parameters == nullptr) return;
    if (parameters->has_c_varargs) refuse(parameters->span, "C variable arguments");
    for (const Parameter* p : parameters->items) {
      if (p->c_type != nullptr) refuse(p->span, "parameters with C types");
      push(p->default_value, frame);
      if (!result_.future.annotations) push(p->annotation, frame);
    }
  }

  // The keyword that opens a compound statement.
  static SourceSpan keyword_span(const Node* node, uint32_t length) {
    SourceSpan span = node->span;
    span.end = std::min(span.end, span.begin + length);
    return span;
  }

  static const char* cython_construct(NodeKind kind) {
    switch (kind) {
      case NodeKind::NullLiteral:
        return "NULL";
      case NodeKind::CharLiteral:
        return "C character literals";
      case NodeKind::CCast:
        return "C casts";
      case NodeKind::CAddressOf:
        return "the address-of operator";
      case NodeKind::CSizeofExpr:
      case NodeKind::CSizeofType:
        return "sizeof";
      case NodeKind::CppNew:
        return "C++ new";
      case NodeKind::CTypeExpr:
        return "C types";
      case NodeKind::CVarDef:
        return "cdef declarations";
      case NodeKind::CClassDef:
        return "cdef classes";
      case NodeKind::CPropertyDef:
        return "the property statement";
      case NodeKind::CdefBlock:
        return "cdef blocks";
      case NodeKind::CExternBlock:
        return "cdef extern";
      case NodeKind::CStructDef:
        return "C structs and unions";
      case NodeKind::CEnumDef:
        return "C enums";
      case NodeKind::CFusedDef:
        return "fused types";
      case NodeKind::CTypedef:
        return "ctypedef";
      case NodeKind::CppClassDef:
        return "C++ classes";
      case NodeKind::Include:
        return "the include statement";
      case NodeKind::CompileTimeDef:
        return "the DEF statement";
      case NodeKind::CompileTimeIf:
        return "the IF statement";
      case NodeKind::ForFrom:
        return "for … from loops";
      case NodeKind::GilBlock:
        return "with gil and with nogil";
      default:
        return nullptr;
    }
  }

  SemaResult& result_;
  diag::DiagnosticEngine& engine_;
  std::vector<std::pair<const Node*, Frame>> stack_;
};

}  // namespace

void check_supported(const Module& module, SemaResult& result, diag::DiagnosticEngine& engine) {
  SupportedChecker(result, engine).run(module);
}

}  // namespace hpyc::sema
