#include "ast/node.h"

#include <iterator>
#include <vector>

#include "ast/reflect.h"

namespace hpyc::ast {
namespace {

constexpr std::string_view kKindNames[] = {
#define HPYC_AST_NODE(Kind) #Kind,
#include "ast/node_kinds.def"
};

constexpr Category kCategories[] = {
#define HPYC_AST_EXPR(Kind) Category::Expr,
#define HPYC_AST_STMT(Kind) Category::Stmt,
#define HPYC_AST_PATTERN(Kind) Category::Pattern,
#define HPYC_AST_CTYPE(Kind) Category::CType,
#define HPYC_AST_DECLARATOR(Kind) Category::CDeclarator,
#define HPYC_AST_PART(Kind) Category::Part,
#include "ast/node_kinds.def"
};

static_assert(std::size(kKindNames) == kNodeKindCount);

// The tree is one of plain data; growth of the common nodes is to be a decision.
#define HPYC_AST_NODE(Kind) static_assert(std::is_trivially_destructible_v<Kind>);
#include "ast/node_kinds.def"
static_assert(sizeof(Node) == 20);
static_assert(sizeof(NameExpr) == 24);
static_assert(sizeof(BinOp) <= 48);
static_assert(sizeof(Call) <= 48);

}  // namespace

std::string_view kind_name(NodeKind kind) { return kKindNames[static_cast<size_t>(kind)]; }
Category category_of(NodeKind kind) { return kCategories[static_cast<size_t>(kind)]; }

std::string_view spelling(UnaryOperator op) {
  constexpr std::string_view table[] = {"~", "not", "+", "-"};
  return table[static_cast<size_t>(op)];
}

std::string_view spelling(BinaryOperator op) {
  constexpr std::string_view table[] = {"+",  "-",  "*",  "@", "/", "//", "%",
                                        "**", "<<", ">>", "|", "^", "&"};
  return table[static_cast<size_t>(op)];
}

std::string_view spelling(BoolOperator op) { return op == BoolOperator::And ? "and" : "or"; }

std::string_view spelling(CompareOperator op) {
  constexpr std::string_view table[] = {"==", "!=", "<",      "<=", ">",
                                        ">=", "is", "is not", "in", "not in"};
  return table[static_cast<size_t>(op)];
}

std::string_view spelling(BasicType type) {
  constexpr std::string_view table[] = {
      "void",    "char",      "int",        "float",   "double", "bint",      "Py_UNICODE",
      "Py_UCS4", "Py_hash_t", "Py_ssize_t", "ssize_t", "size_t", "ptrdiff_t", "Py_tss_t"};
  return table[static_cast<size_t>(type)];
}

const StringLiteral* docstring_of(NodeList<Stmt> body) {
  if (body.empty()) return nullptr;
  const auto* statement = dyn_as<ExprStmt>(body.front());
  return statement != nullptr ? dyn_as<StringLiteral>(statement->value) : nullptr;
}

const CNameDeclarator* name_declarator_of(const CDeclarator* declarator) {
  while (true) {
    switch (declarator->kind) {
      case NodeKind::CPointerDeclarator:
        declarator = as<CPointerDeclarator>(declarator)->inner;
        break;
      case NodeKind::CReferenceDeclarator:
        declarator = as<CReferenceDeclarator>(declarator)->inner;
        break;
      case NodeKind::CArrayDeclarator:
        declarator = as<CArrayDeclarator>(declarator)->inner;
        break;
      case NodeKind::CFuncDeclarator:
        declarator = as<CFuncDeclarator>(declarator)->inner;
        break;
      default:
        return as<CNameDeclarator>(declarator);
    }
  }
}

const CFuncDeclarator* function_declarator_of(const CDeclarator* declarator) {
  while (true) {
    switch (declarator->kind) {
      case NodeKind::CPointerDeclarator:
        declarator = as<CPointerDeclarator>(declarator)->inner;
        break;
      case NodeKind::CReferenceDeclarator:
        declarator = as<CReferenceDeclarator>(declarator)->inner;
        break;
      case NodeKind::CArrayDeclarator:
        declarator = as<CArrayDeclarator>(declarator)->inner;
        break;
      case NodeKind::CFuncDeclarator: {
        const auto* function = as<CFuncDeclarator>(declarator);
        if (function->inner->kind == NodeKind::CNameDeclarator) return function;
        declarator = function->inner;
        break;
      }
      default:
        return nullptr;
    }
  }
}

void walk(const Node* root, void* data, void (*visitor)(void* data, const Node* node)) {
  std::vector<const Node*> pending{root};
  std::vector<const Node*> children;
  while (!pending.empty()) {
    const Node* node = pending.back();
    pending.pop_back();
    visitor(data, node);
    children.clear();
    for_each_child(node, [&](const Node* child) { children.push_back(child); });
    pending.insert(pending.end(), children.rbegin(), children.rend());
  }
}

}  // namespace hpyc::ast
