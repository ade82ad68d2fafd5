#include <gtest/gtest.h>

#include "ast/print.h"
#include "ast/reflect.h"
#include "lex/names.h"

namespace hpyc::ast {
namespace {

class AstTest : public testing::Test {
 protected:
  Interner interner_ = lex::make_interner();
  Context context_{interner_};

  NameExpr* name(std::string_view text) {
    return context_.make<NameExpr>(SourceSpan{}, interner_.intern(text));
  }
  BinOp* sum(Expr* left, Expr* right) {
    return context_.make<BinOp>(SourceSpan{}, left, BinaryOperator::Add, right);
  }
  template <class T>
  NodeList<T> list(std::initializer_list<T*> nodes) {
    return context_.arena().copy_span<T*>(nodes);
  }
  std::string text(const Node* node) { return print(node, interner_); }
};

TEST_F(AstTest, indices_count_nodes_up_from_zero) {
  EXPECT_EQ(name("a")->index, 0u);
  EXPECT_EQ(name("b")->index, 1u);
  EXPECT_EQ(context_.node_count(), 2u);
}

TEST_F(AstTest, casts_know_the_kind) {
  const Node* node = sum(name("a"), name("b"));
  EXPECT_TRUE(isa<BinOp>(node));
  EXPECT_EQ(dyn_as<NameExpr>(node), nullptr);
  EXPECT_EQ(dyn_as<NameExpr>(static_cast<const Node*>(nullptr)), nullptr);
  EXPECT_EQ(interner_.view(as<NameExpr>(as<BinOp>(node)->left)->id), "a");
}

TEST_F(AstTest, categories_follow_the_table) {
  EXPECT_EQ(category_of(NodeKind::Call), Category::Expr);
  EXPECT_EQ(category_of(NodeKind::Print), Category::Stmt);
  EXPECT_EQ(category_of(NodeKind::MatchOr), Category::Pattern);
  EXPECT_EQ(category_of(NodeKind::CImplicitType), Category::CType);
  EXPECT_EQ(category_of(NodeKind::CFuncDeclarator), Category::CDeclarator);
  EXPECT_EQ(category_of(NodeKind::Argument), Category::Part);
  EXPECT_EQ(kind_name(NodeKind::CppTemplateParam), "CppTemplateParam");
}

TEST_F(AstTest, children_come_in_the_order_of_fields_and_absent_ones_are_skipped) {
  auto* slice = context_.make<Slice>(SourceSpan{}, name("low"), nullptr, name("step"));
  std::string seen;
  for_each_child(slice, [&](const Node* child) {
    seen += interner_.view(as<NameExpr>(child)->id);
    seen += ' ';
  });
  EXPECT_EQ(seen, "low step ");
}

TEST_F(AstTest, dispatch_calls_the_overload_of_the_kind) {
  struct Visitor {
    std::string operator()(const BinOp&) { return "sum"; }
    std::string operator()(const Node&) { return "other"; }
  };
  EXPECT_EQ(dispatch(sum(name("a"), name("b")), Visitor{}), "sum");
  EXPECT_EQ(dispatch_expr(name("a"), Visitor{}), "other");
}

TEST_F(AstTest, printing_leaves_out_defaults_and_escapes_text) {
  EXPECT_EQ(text(sum(name("a"), name("b"))), "(BinOp left=a op=+ right=b)\n");
  auto* literal = context_.make<StringLiteral>(SourceSpan{}, std::string_view("a\"\n\xED\xA0\x80é"),
                                               StringPrefix::Unicode);
  literal->bytes_value = literal->value;
  EXPECT_EQ(text(literal), "u\"a\\\"\\n\\ud800é\"\n");
  auto* bytes = context_.make<BytesLiteral>(SourceSpan{}, std::string_view("é\0", 3));
  EXPECT_EQ(text(bytes), "b\"\\xc3\\xa9\\x00\"\n");
}

TEST_F(AstTest, json_has_kind_span_and_fields) {
  auto* node = context_.make<NameExpr>(SourceSpan{3, 4, {}}, interner_.intern("a"));
  EXPECT_EQ(to_json(node, interner_), R"({"kind":"NameExpr","span":[3,4],"id":"a"})");
  auto* bytes = context_.make<BytesLiteral>(SourceSpan{}, std::string_view("\xC3\xA9\n"));
  EXPECT_EQ(to_json(bytes, interner_),
            R"({"kind":"BytesLiteral","span":[0,0],"value":"\u00c3\u00a9\n"})");
}

TEST_F(AstTest, equality_is_of_structure_not_of_place) {
  auto* left = sum(name("a"), name("b"));
  auto* right = sum(name("a"), name("b"));
  right->span = {10, 20, {}};
  EXPECT_TRUE(structurally_equal(left, right));
  EXPECT_FALSE(structurally_equal(left, sum(name("a"), name("c"))));
  EXPECT_FALSE(structurally_equal(left, name("a")));
  auto* minus = sum(name("a"), name("b"));
  minus->op = BinaryOperator::Subtract;
  EXPECT_FALSE(structurally_equal(left, minus));
}

TEST_F(AstTest, deep_trees_are_walked_printed_and_compared_without_recursion) {
  auto build = [&] {
    Expr* tree = name("a");
    for (int i = 0; i < 100000; ++i) tree = sum(tree, name("b"));
    return tree;
  };
  Expr* one = build();
  Expr* two = build();
  uint32_t count = 0;
  walk(one, [&](const Node*) { ++count; });
  EXPECT_EQ(count, 200001u);
  EXPECT_TRUE(structurally_equal(one, two));
  EXPECT_GT(text(one).size(), 200000u);
  EXPECT_GT(to_json(one, interner_).size(), 200000u);
}

TEST_F(AstTest, docstring_is_the_string_that_stands_first) {
  auto* literal = context_.make<StringLiteral>(SourceSpan{}, std::string_view("doc"));
  Stmt* statement = context_.make<ExprStmt>(SourceSpan{}, literal);
  Stmt* pass = context_.make<Pass>(SourceSpan{});
  EXPECT_EQ(docstring_of(list<Stmt>({statement, pass})), literal);
  EXPECT_EQ(docstring_of(list<Stmt>({pass, statement})), nullptr);
  EXPECT_EQ(docstring_of({}), nullptr);
}

TEST_F(AstTest, declarators_are_unwrapped_to_name_and_function) {
  // int *f(void): a pointer to what f returns
  auto* f = context_.make<CNameDeclarator>(SourceSpan{});
  f->name = {interner_.intern("f"), {}};
  auto* function = context_.make<CFuncDeclarator>(SourceSpan{}, f);
  auto* pointer = context_.make<CPointerDeclarator>(SourceSpan{}, false, false, function);
  EXPECT_EQ(name_declarator_of(pointer), f);
  EXPECT_EQ(function_declarator_of(pointer), function);
  // int (*f)(void): f is a pointer, not a function
  auto* star = context_.make<CPointerDeclarator>(SourceSpan{}, false, false, f);
  auto* call = context_.make<CFuncDeclarator>(SourceSpan{}, star);
  EXPECT_EQ(name_declarator_of(call), f);
  EXPECT_EQ(function_declarator_of(call), nullptr);
}

}  // namespace
}  // namespace hpyc::ast
