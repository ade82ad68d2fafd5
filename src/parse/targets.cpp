// What may stand left of `=`, after `for`, `as` and `del`.
#include "parse/parser_impl.h"

namespace hpyc::parse {

std::string_view Parser::describe(const ast::Expr* expr) {
  using enum ast::NodeKind;
  switch (expr->kind) {
    case Attribute:
      return "attribute";
    case Subscript:
      return "subscript";
    case Starred:
      return "starred";
    case NameExpr:
      return "name";
    case List:
      return "list";
    case Tuple:
      return "tuple";
    case Lambda:
      return "lambda";
    case Call:
    case CppNew:
      return "function call";
    case BoolOp:
    case BinOp:
    case UnaryOp:
      return "expression";
    case GeneratorExp:
      return "generator expression";
    case Yield:
    case YieldFrom:
      return "yield expression";
    case Await:
      return "await expression";
    case ListComp:
      return "list comprehension";
    case SetComp:
      return "set comprehension";
    case DictComp:
      return "dict comprehension";
    case Dict:
      return "dict literal";
    case Set:
      return "set display";
    case FString:
      return "f-string expression";
    case TString:
      return "t-string expression";
    case BoolLiteral:
      return ast::as<ast::BoolLiteral>(expr)->value ? "True" : "False";
    case NoneLiteral:
      return "None";
    case EllipsisLiteral:
      return "ellipsis";
    case Compare:
      return "comparison";
    case IfExp:
      return "conditional expression";
    case NamedExpr:
      return "named expression";
    case IntLiteral:
    case FloatLiteral:
    case ImagLiteral:
    case StringLiteral:
    case BytesLiteral:
    case CharLiteral:
    case NullLiteral:
      return "literal";
    case CCast:
      return "type cast";
    case CAddressOf:
      return "address";
    case CSizeofExpr:
    case CSizeofType:
      return "sizeof";
    default:
      return "expression";
  }
}

bool Parser::check_target(const ast::Expr* target, TargetUse use) {
  using enum ast::NodeKind;
  auto check_all = [&](ast::NodeList<ast::Expr> elements) {
    bool valid = true;
    const ast::Expr* star = nullptr;
    for (const ast::Expr* element : elements) {
      if (element->kind == Starred && use != TargetUse::Delete) {
        if (star != nullptr) {
          report(element->span, "multiple starred expressions in assignment")
              .label(star->span, "the first one");
          valid = false;
        }
        star = element;
        valid &= check_target(ast::as<ast::Starred>(element)->value, use);
      } else {
        valid &= check_target(element, use);
      }
      if (!valid) break;  // one report is enough for one target list
    }
    return valid;
  };
  switch (target->kind) {
    case NameExpr:
      if (ast::as<ast::NameExpr>(target)->id == names::kDunderDebug) {
        report(target->span,
               use == TargetUse::Delete ? "cannot delete __debug__" : "cannot assign to __debug__");
        return false;
      }
      return true;
    case Attribute:
    case Subscript:
    case ErrorExpr:
      return true;
    case Tuple:
      return check_all(ast::as<ast::Tuple>(target)->elements);
    case List:
      return check_all(ast::as<ast::List>(target)->elements);
    case Starred:
      if (use == TargetUse::Delete) break;
      report(target->span, "starred assignment target must be in a list or tuple");
      return false;
    case Call:
    case CCast:
      // In C++ a call may give a reference: `deref(iterator) = x`. Types decide that.
      if (cython_) return true;
      break;
    default:
      break;
  }
  report(target->span,
         fmt::format("cannot {} {}", use == TargetUse::Delete ? "delete" : "assign to",
                     describe(target)));
  return false;
}

ast::Expr* Parser::parse_for_targets() {
  uint32_t begin = cur_->offset;
  auto parse_one = [this]() -> ast::Expr* {
    if (!at(K::Star)) return parse_bitwise_or();
    uint32_t star = cur_->offset;
    advance();
    ast::Expr* value = parse_bitwise_or();
    return make<ast::Starred>(span_from(star), value);
  };
  ast::Expr* target = parse_one();
  if (at(K::Comma)) target = finish_tuple(begin, target, parse_one);
  if (!stopped_ && !at_for_from()) check_target(target, TargetUse::For);
  return target;
}

}  // namespace hpyc::parse
