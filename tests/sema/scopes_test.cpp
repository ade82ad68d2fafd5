// A few cases by hand; compare_with_symtable.py compares whole libraries with CPython.
#include <gtest/gtest.h>

#include "analyze_source.h"

namespace hpyc {
namespace {

TEST(ScopesTest, VariablesOfNestedFunctions) {
  EXPECT_EQ(test::analyze_source("def f(a, b):\n"
                                 "  def g():\n"
                                 "    nonlocal b\n"
                                 "    b = a + c\n",
                                 {{}, false})
                .scopes,
            "module top\n"
            "  - f: local assigned\n"
            "  function f\n"
            "    - a: cell parameter\n"
            "    - b: cell parameter\n"
            "    - g: local assigned\n"
            "    function g\n"
            "      - b: free assigned declared-nonlocal\n"
            "      - a: free used\n"
            "      - c: global implicit used\n");
}

TEST(ScopesTest, ListComprehensionsOfLevel2HaveNoScope) {
  EXPECT_EQ(test::analyze_source(
                "# cython: language_level=2\ndef f(a):\n  [x for x in a]\n  {y for y in a}\n")
                .scopes,
            "module top\n"
            "  - f: local assigned\n"
            "  function f\n"
            "    - a: local parameter used\n"
            "    - x: local assigned used\n"
            "    function setcomp\n"
            "      - y: local assigned used iteration\n");
}

TEST(ScopesTest, VariablesOfTheModuleAloneAreCells) {
  EXPECT_EQ(test::analyze_source("import cython\n"
                                 "a = cython.declare(list)\n"
                                 "def f():\n"
                                 "  global a\n"
                                 "  a = []\n"
                                 "  return lambda: a\n")
                .scopes,
            "module top\n"
            "  - a: cell declared-global assigned private\n"
            "  - f: local assigned\n"
            "  function f\n"
            "    - a: free declared-global assigned\n"
            "    function lambda\n"
            "      - a: free used\n");
}

TEST(ScopesTest, PrivateNamesAreMangled) {
  EXPECT_EQ(test::analyze_source("class _A:\n  __x = 1\n  def f(self): return __x, __y__\n").scopes,
            "module top\n"
            "  - _A: local assigned\n"
            "  class _A\n"
            "    - _A__x: local assigned\n"
            "    - f: local assigned\n"
            "    function f\n"
            "      - self: local parameter\n"
            "      - _A__x: global implicit used\n"
            "      - __y__: global implicit used\n");
}

TEST(ScopesTest, ClassVariablesAreNotSeenByMethods) {
  std::string scopes =
      test::analyze_source("def f(x):\n  class A:\n    x = 1\n    def g(self): return x\n",
                           {{}, false})
          .scopes;
  EXPECT_NE(scopes.find("    class A\n      - x: local assigned free-in-class\n"),
            std::string::npos)
      << scopes;
}

TEST(ScopesTest, NamedExpressionInComprehensionBindsOutside) {
  std::string scopes = test::analyze_source("def f(y):\n  return [x := z for z in y], x\n").scopes;
  EXPECT_NE(scopes.find("    - x: cell assigned used\n"), std::string::npos) << scopes;
  EXPECT_NE(scopes.find("      - x: free assigned declared-nonlocal\n"), std::string::npos)
      << scopes;
}

}  // namespace
}  // namespace hpyc
