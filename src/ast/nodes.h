// The syntax tree of Python 3.14. Nodes that only Cython source has are in ast/cython_nodes.h.
//
// Each struct says which syntax makes it and gives an example. Absent optional children are
// nullptr; absent lists are empty. Parentheses leave no trace except where a comment says so.
// Whether a name, attribute, subscript, tuple, list or starred expression is loaded, stored or
// deleted follows from its parent; the parser has checked that targets are of an assignable kind.
#pragma once

#include "ast/node.h"

namespace hpyc::ast {

// ------------------------------------------------------------------------------- operators

enum class UnaryOperator : uint8_t { Invert, Not, Plus, Minus };
enum class BinaryOperator : uint8_t {
  Add,
  Subtract,
  Multiply,
  MatrixMultiply,
  Divide,
  FloorDivide,
  Modulo,
  Power,
  LeftShift,
  RightShift,
  BitOr,
  BitXor,
  BitAnd
};
enum class BoolOperator : uint8_t { And, Or };
enum class CompareOperator : uint8_t {
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Is,
  IsNot,
  In,
  NotIn
};

// The spelling in the source ("+", "not in", …).
std::string_view spelling(UnaryOperator op);
std::string_view spelling(BinaryOperator op);
std::string_view spelling(BoolOperator op);
std::string_view spelling(CompareOperator op);

// ------------------------------------------------------------------------------- literals

// NAME                                                                            x
struct NameExpr : Expr {
  Name id;
  HPYC_AST_FIELDS(NameExpr, id)
};

// 'None'
struct NoneLiteral : Expr {
  HPYC_AST_FIELDS(NoneLiteral)
};

// 'True' | 'False'
struct BoolLiteral : Expr {
  bool value;
  HPYC_AST_FIELDS(BoolLiteral, value)
};

// '...'
struct EllipsisLiteral : Expr {
  HPYC_AST_FIELDS(EllipsisLiteral)
};

// INTEGER                                                                         0xff_ff
// `digits` has neither prefix nor underscores nor suffix and is to be read in base `radix`.
// In Cython: suffixes U, L, LL (any case), and `0777` at language level 2.
struct IntLiteral : Expr {
  std::string_view digits;
  uint8_t radix;    // 2, 8, 10 or 16
  bool fits_int64;  // then `value` is the value
  int64_t value;
  bool is_unsigned;  // suffix U
  uint8_t longness;  // number of L in the suffix
  HPYC_AST_FIELDS(IntLiteral, digits, radix, fits_int64, value, is_unsigned, longness)
};

// FLOAT                                                                           1_0.5e3
// `text` is the source text without underscores.
struct FloatLiteral : Expr {
  double value;
  std::string_view text;
  HPYC_AST_FIELDS(FloatLiteral, text, value)
};

// IMAGINARY                                                                       2.5j
// `text` is the source text without underscores and without the final j.
struct ImagLiteral : Expr {
  double value;
  std::string_view text;
  HPYC_AST_FIELDS(ImagLiteral, text, value)
};

enum class StringPrefix : uint8_t { None, Unicode };

// STRING+                                                                         "a" r'b' u"c"
// `value` is decoded, in UTF-8 where lone surrogates are encoded like other code points (WTF-8);
// it may contain NUL. Adjacent literals are joined. In Cython, an unprefixed literal may also
// become a C string: `bytes_value` then has `\xff` as one byte; it equals `value` when there is
// no such escape.
struct StringLiteral : Expr {
  std::string_view value;
  StringPrefix prefix;  // of the first literal
  std::string_view bytes_value;
  HPYC_AST_FIELDS(StringLiteral, value, prefix, bytes_value)
};

// BYTES+                                                                          b"a\x00"
struct BytesLiteral : Expr {
  std::string_view value;
  HPYC_AST_FIELDS(BytesLiteral, value)
};

// (FSTRING | STRING)+  with at least one f-string                                 f"{x!r:>{w}}" "y"
// Parts are FStringText (never empty, never two in a row) and FStringField.
struct FString : Expr {
  NodeList<Node> parts;
  HPYC_AST_FIELDS(FString, parts)
};

// TSTRING+                                                                        t"{x}"
struct TString : Expr {
  NodeList<Node> parts;
  HPYC_AST_FIELDS(TString, parts)
};

// Literal text within an f-string, t-string or format specification, decoded like StringLiteral.
struct FStringText : Node {
  std::string_view value;
  HPYC_AST_FIELDS(FStringText, value)
};

enum class Conversion : uint8_t { None, Str, Repr, Ascii };

// '{' expression '='? ('!' NAME)? (':' format_spec)? '}'                          {x + 1 = !r:>10}
// With '=', `debug_text` is the source from after '{' up to the '!', ':' or '}', to be put before
// the value. `expression_text` is the source of the expression (what a t-string records).
struct FStringField : Node {
  Expr* value;
  std::string_view expression_text;
  bool is_debug;
  std::string_view debug_text;
  Conversion conversion;  // as written; a debug field without format converts with repr()
  bool has_format_spec;
  NodeList<Node> format_spec;  // FStringText and FStringField
  HPYC_AST_FIELDS(FStringField, value, expression_text, is_debug, debug_text, conversion,
                  has_format_spec, format_spec)
};

// ------------------------------------------------------------------------------- expressions

// ('not' | '-' | '+' | '~') operand                                               -x
struct UnaryOp : Expr {
  UnaryOperator op;
  Expr* operand;
  HPYC_AST_FIELDS(UnaryOp, op, operand)
};

// left operator right                                                             a + b
struct BinOp : Expr {
  Expr* left;
  BinaryOperator op;
  Expr* right;
  HPYC_AST_FIELDS(BinOp, left, op, right)
};

// value ('and' value)+ | value ('or' value)+                                      a and b and c
struct BoolOp : Expr {
  BoolOperator op;
  NodeList<Expr> values;  // at least two
  HPYC_AST_FIELDS(BoolOp, op, values)
};

// operand (operator operand)+                                                     a < b <= c
struct Compare : Expr {
  Expr* left;
  std::span<const CompareOperator> ops;
  NodeList<Expr> comparators;  // as many as `ops`
  HPYC_AST_FIELDS(Compare, left, ops, comparators)
};

// then_value 'if' condition 'else' else_value                                     a if c else b
struct IfExp : Expr {
  Expr* then_value;
  Expr* condition;
  Expr* else_value;
  HPYC_AST_FIELDS(IfExp, then_value, condition, else_value)
};

// 'lambda' parameters? ':' body                                                   lambda x, *y: x
struct Lambda : Expr {
  Parameters* parameters;
  Expr* body;
  HPYC_AST_FIELDS(Lambda, parameters, body)
};

// NAME ':=' value                                                                 (n := f())
struct NamedExpr : Expr {
  NameExpr* target;
  Expr* value;
  HPYC_AST_FIELDS(NamedExpr, target, value)
};

// 'await' value                                                                   await f()
struct Await : Expr {
  Expr* value;
  HPYC_AST_FIELDS(Await, value)
};

// 'yield' value?                                                                  yield a, b
struct Yield : Expr {
  Expr* value;  // may be null
  HPYC_AST_FIELDS(Yield, value)
};

// 'yield' 'from' value                                                            yield from it
struct YieldFrom : Expr {
  Expr* value;
  HPYC_AST_FIELDS(YieldFrom, value)
};

// '(' elements ')' | elements                                                     a, *b
struct Tuple : Expr {
  NodeList<Expr> elements;
  bool is_parenthesized;
  HPYC_AST_FIELDS(Tuple, elements, is_parenthesized)
};

// '[' elements ']'                                                                [a, *b]
struct List : Expr {
  NodeList<Expr> elements;
  HPYC_AST_FIELDS(List, elements)
};

// '{' elements '}'                                                                {a, *b}
struct Set : Expr {
  NodeList<Expr> elements;
  HPYC_AST_FIELDS(Set, elements)
};

// '{' items '}'                                                                   {k: v, **d}
struct Dict : Expr {
  NodeList<DictItem> items;
  HPYC_AST_FIELDS(Dict, items)
};

// key ':' value | '**' value                                                      k: v
struct DictItem : Node {
  Expr* key;  // null for '**' value
  Expr* value;
  HPYC_AST_FIELDS(DictItem, key, value)
};

// 'async'? 'for' target 'in' iterable ('if' condition)*                           for x in y if x
struct ComprehensionFor : Node {
  Expr* target;
  Expr* iterable;
  NodeList<Expr> conditions;
  bool is_async;
  HPYC_AST_FIELDS(ComprehensionFor, target, iterable, conditions, is_async)
};

// '[' element clauses ']'                                                         [x for x in y]
struct ListComp : Expr {
  Expr* element;
  NodeList<ComprehensionFor> clauses;
  HPYC_AST_FIELDS(ListComp, element, clauses)
};

// '{' element clauses '}'                                                         {x for x in y}
struct SetComp : Expr {
  Expr* element;
  NodeList<ComprehensionFor> clauses;
  HPYC_AST_FIELDS(SetComp, element, clauses)
};

// '{' key ':' value clauses '}'                                                   {k: v for k in y}
struct DictComp : Expr {
  Expr* key;
  Expr* value;
  NodeList<ComprehensionFor> clauses;
  HPYC_AST_FIELDS(DictComp, key, value, clauses)
};

// '(' element clauses ')'                                                         (x for x in y)
struct GeneratorExp : Expr {
  Expr* element;
  NodeList<ComprehensionFor> clauses;
  HPYC_AST_FIELDS(GeneratorExp, element, clauses)
};

// callee '(' arguments ')'                                                        f(a, *b, k=c,
// **d)
struct Call : Expr {
  Expr* callee;
  NodeList<Argument> arguments;  // in source order
  HPYC_AST_FIELDS(Call, callee, arguments)
};

enum class ArgumentKind : uint8_t { Positional, Starred, Keyword, DoubleStarred };

// An argument of a call, class header or C template.
// value | '*' value | NAME '=' value | '**' value
struct Argument : Node {
  ArgumentKind argument_kind;
  Identifier keyword;  // for Keyword only
  Expr* value;
  HPYC_AST_FIELDS(Argument, argument_kind, keyword, value)
};

// value '.' NAME                                                                  a.b
struct Attribute : Expr {
  Expr* value;
  Identifier attribute;
  HPYC_AST_FIELDS(Attribute, value, attribute)
};

// value '[' index ']'                                                             a[i, 1:2]
// Several indices make an unparenthesised Tuple, whose elements may be Slice and Starred.
struct Subscript : Expr {
  Expr* value;
  Expr* index;
  HPYC_AST_FIELDS(Subscript, value, index)
};

// lower? ':' upper? (':' step?)?                                                  1:n:2
struct Slice : Expr {
  Expr* lower;
  Expr* upper;
  Expr* step;
  HPYC_AST_FIELDS(Slice, lower, upper, step)
};

// '*' value (in displays, subscripts, targets and expression lists)               *rest
struct Starred : Expr {
  Expr* value;
  HPYC_AST_FIELDS(Starred, value)
};

// Where an expression should be but is not; a diagnostic was reported.
struct ErrorExpr : Expr {
  HPYC_AST_FIELDS(ErrorExpr)
};

// ------------------------------------------------------------------------------- functions

enum class ParameterKind : uint8_t {
  PositionalOnly,
  PositionalOrKeyword,
  VarPositional,
  KeywordOnly,
  VarKeyword
};

// What `not None` / `or None` after a typed parameter of Cython says.
enum class NoneCheck : uint8_t { Default, NotNone, OrNone };

// '*'? '**'? NAME (':' annotation)? ('=' default)?                                x: int = 0
// In Cython: type declarator ('not' 'None' | 'or' 'None')? …                      int *x=NULL
// C function declarators may leave the name away.
struct Parameter : Node {
  ParameterKind parameter_kind;
  Identifier name;          // may be absent in C declarators
  CType* c_type;            // Cython, null when untyped
  CDeclarator* declarator;  // Cython, null when `c_type` is; holds the same name
  NoneCheck none_check;
  Expr* annotation;
  Expr* default_value;
  bool has_hidden_default;  // `=*` or `=?` in a pxd: optional, value unknown
  HPYC_AST_FIELDS(Parameter, parameter_kind, name, c_type, declarator, none_check, annotation,
                  default_value, has_hidden_default)
};

// Parameters in source order; the markers '/' and '*' are in the kinds. Kinds never decrease.
struct Parameters : Node {
  NodeList<Parameter> items;
  bool has_c_varargs;  // C function: final '...'
  HPYC_AST_FIELDS(Parameters, items, has_c_varargs)
};

enum class TypeParamKind : uint8_t { TypeVar, TypeVarTuple, ParamSpec };

// NAME (':' bound)? ('=' default)? | '*' NAME … | '**' NAME …                     T: int = bool
struct TypeParam : Node {
  TypeParamKind type_param_kind;
  Identifier name;
  Expr* bound;  // a Tuple means constraints
  Expr* default_value;
  HPYC_AST_FIELDS(TypeParam, type_param_kind, name, bound, default_value)
};

// ('@' decorator)* 'async'? 'def' NAME type_params? '(' parameters ')' ('->' returns)? ':' body
// The span starts at 'def' or 'async', as CPython's does.
struct FunctionDef : Stmt {
  NodeList<Expr> decorators;
  bool is_async;
  Identifier name;
  NodeList<TypeParam> type_params;
  Parameters* parameters;
  Expr* returns;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(FunctionDef, decorators, is_async, name, type_params, parameters, returns, body)
};

// ('@' decorator)* 'class' NAME type_params? ('(' arguments ')')? ':' body        class A(B, m=C):
// …
struct ClassDef : Stmt {
  NodeList<Expr> decorators;
  Identifier name;
  NodeList<TypeParam> type_params;
  NodeList<Argument> arguments;  // bases and keywords
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(ClassDef, decorators, name, type_params, arguments, body)
};

// ------------------------------------------------------------------------------- simple statements

// expression                                                                      f(x)
struct ExprStmt : Stmt {
  Expr* value;
  HPYC_AST_FIELDS(ExprStmt, value)
};

// (target '=')+ value                                                             a = b, *c = d
struct Assign : Stmt {
  NodeList<Expr> targets;
  Expr* value;
  HPYC_AST_FIELDS(Assign, targets, value)
};

// target operator'=' value                                                        a += 1
struct AugAssign : Stmt {
  Expr* target;
  BinaryOperator op;
  Expr* value;
  HPYC_AST_FIELDS(AugAssign, target, op, value)
};

// target ':' annotation ('=' value)?                                              x: int = 1
struct AnnAssign : Stmt {
  Expr* target;  // NameExpr, Attribute or Subscript
  Expr* annotation;
  Expr* value;     // may be null
  bool is_simple;  // the target is a name without parentheses
  HPYC_AST_FIELDS(AnnAssign, target, annotation, value, is_simple)
};

// 'type' NAME type_params? '=' value                                              type L[T] =
// list[T]
struct TypeAlias : Stmt {
  Identifier name;
  NodeList<TypeParam> type_params;
  Expr* value;
  HPYC_AST_FIELDS(TypeAlias, name, type_params, value)
};

// 'pass'
struct Pass : Stmt {
  HPYC_AST_FIELDS(Pass)
};

// 'break'
struct Break : Stmt {
  HPYC_AST_FIELDS(Break)
};

// 'continue'
struct Continue : Stmt {
  HPYC_AST_FIELDS(Continue)
};

// 'return' value?                                                                 return a, b
struct Return : Stmt {
  Expr* value;
  HPYC_AST_FIELDS(Return, value)
};

// 'raise' (exception ('from' cause)?)?                                            raise E from x
// Cython at language level 2: 'raise' exception (',' value (',' traceback)?)?
struct Raise : Stmt {
  Expr* exception;
  Expr* cause;
  Expr* value;
  Expr* traceback;
  HPYC_AST_FIELDS(Raise, exception, cause, value, traceback)
};

// 'del' targets                                                                   del a, b[0]
struct Delete : Stmt {
  NodeList<Expr> targets;
  HPYC_AST_FIELDS(Delete, targets)
};

// 'assert' condition (',' message)?                                               assert x, "why"
struct Assert : Stmt {
  Expr* condition;
  Expr* message;
  HPYC_AST_FIELDS(Assert, condition, message)
};

// 'global' NAME (',' NAME)*                                                       global a, b
struct Global : Stmt {
  std::span<const Identifier> names;
  HPYC_AST_FIELDS(Global, names)
};

// 'nonlocal' NAME (',' NAME)*                                                     nonlocal a, b
struct Nonlocal : Stmt {
  std::span<const Identifier> names;
  HPYC_AST_FIELDS(Nonlocal, names)
};

// dotted_name ('as' NAME)?                                                        a.b as c
// In `from m import …`, `path` has one element.
struct ImportAlias : Node {
  DottedName path;
  Identifier as_name;
  HPYC_AST_FIELDS(ImportAlias, path, as_name)
};

// 'import' alias (',' alias)*                                                     import a.b, c as
// d
struct Import : Stmt {
  NodeList<ImportAlias> aliases;
  HPYC_AST_FIELDS(Import, aliases)
};

// 'from' '.'* dotted_name? 'import' ('*' | '('? aliases ')'?)                     from .a import b
struct ImportFrom : Stmt {
  uint32_t level;  // number of leading dots
  DottedName module;
  bool is_star;  // then `aliases` is empty
  NodeList<ImportAlias> aliases;
  HPYC_AST_FIELDS(ImportFrom, level, module, is_star, aliases)
};

// ------------------------------------------------------------------------------- compound
// statements

// One 'if' or 'elif' with its body.
struct IfBranch : Node {
  Expr* condition;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(IfBranch, condition, body)
};

// 'if' condition ':' body ('elif' condition ':' body)* ('else' ':' orelse)?
struct If : Stmt {
  NodeList<IfBranch> branches;  // at least one
  NodeList<Stmt> orelse;
  HPYC_AST_FIELDS(If, branches, orelse)
};

// 'while' condition ':' body ('else' ':' orelse)?
struct While : Stmt {
  Expr* condition;
  NodeList<Stmt> body;
  NodeList<Stmt> orelse;
  HPYC_AST_FIELDS(While, condition, body, orelse)
};

// 'async'? 'for' target 'in' iterable ':' body ('else' ':' orelse)?
struct For : Stmt {
  bool is_async;
  Expr* target;
  Expr* iterable;
  NodeList<Stmt> body;
  NodeList<Stmt> orelse;
  HPYC_AST_FIELDS(For, is_async, target, iterable, body, orelse)
};

// context ('as' target)?                                                          open(p) as f
struct WithItem : Node {
  Expr* context;
  Expr* target;
  HPYC_AST_FIELDS(WithItem, context, target)
};

// 'async'? 'with' '('? items ')'? ':' body                                        with a as b, c: …
struct With : Stmt {
  bool is_async;
  NodeList<WithItem> items;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(With, is_async, items, body)
};

// 'except' '*'? (type ('as' NAME)?)? ':' body                                     except E as e: …
// Several types make a Tuple. Language level 2: 'except' type (',' | 'as') target; a target that is
// no name is in `py2_target`.
struct ExceptHandler : Node {
  Expr* type;
  Identifier name;
  Expr* py2_target;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(ExceptHandler, type, name, py2_target, body)
};

// 'try' ':' body handler* ('else' ':' orelse)? ('finally' ':' finally_body)?
struct Try : Stmt {
  NodeList<Stmt> body;
  bool is_star;  // handlers are `except*`
  NodeList<ExceptHandler> handlers;
  NodeList<Stmt> orelse;
  NodeList<Stmt> finally_body;
  HPYC_AST_FIELDS(Try, body, is_star, handlers, orelse, finally_body)
};

// 'match' subject ':' case+
struct Match : Stmt {
  Expr* subject;
  NodeList<MatchCase> cases;
  HPYC_AST_FIELDS(Match, subject, cases)
};

// 'case' pattern ('if' guard)? ':' body
struct MatchCase : Node {
  Pattern* pattern;
  Expr* guard;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(MatchCase, pattern, guard, body)
};

// A statement that could not be parsed; a diagnostic was reported.
struct ErrorStmt : Stmt {
  HPYC_AST_FIELDS(ErrorStmt)
};

// ------------------------------------------------------------------------------- patterns

// A number, string, complex number or dotted name, compared with ==               case 1 + 2j:
struct MatchValue : Pattern {
  Expr* value;
  HPYC_AST_FIELDS(MatchValue, value)
};

// 'None' | 'True' | 'False', compared with `is`                                   case None:
struct MatchSingleton : Pattern {
  Expr* value;  // NoneLiteral or BoolLiteral
  HPYC_AST_FIELDS(MatchSingleton, value)
};

// '[' patterns ']' | '(' patterns ')' | patterns                                  case [a, *_]:
struct MatchSequence : Pattern {
  NodeList<Pattern> patterns;  // at most one MatchStar
  HPYC_AST_FIELDS(MatchSequence, patterns)
};

// key ':' pattern within a mapping pattern
struct PatternEntry : Node {
  Expr* key;
  Pattern* pattern;
  HPYC_AST_FIELDS(PatternEntry, key, pattern)
};

// '{' entries ('**' NAME)? '}'                                                    case {"k": v,
// **rest}:
struct MatchMapping : Pattern {
  NodeList<PatternEntry> entries;
  Identifier rest;
  HPYC_AST_FIELDS(MatchMapping, entries, rest)
};

// NAME '=' pattern within a class pattern
struct PatternKeyword : Node {
  Identifier name;
  Pattern* pattern;
  HPYC_AST_FIELDS(PatternKeyword, name, pattern)
};

// class '(' patterns keywords ')'                                                 case P(0, y=1):
struct MatchClass : Pattern {
  Expr* cls;
  NodeList<Pattern> patterns;
  NodeList<PatternKeyword> keywords;
  HPYC_AST_FIELDS(MatchClass, cls, patterns, keywords)
};

// '*' (NAME | '_') within a sequence pattern; `_` has no name
struct MatchStar : Pattern {
  Identifier name;
  HPYC_AST_FIELDS(MatchStar, name)
};

// pattern 'as' NAME | NAME | '_'
// A capture has no pattern; the wildcard `_` has neither pattern nor name.
struct MatchAs : Pattern {
  Pattern* pattern;
  Identifier name;
  HPYC_AST_FIELDS(MatchAs, pattern, name)
};

// pattern ('|' pattern)+                                                          case 1 | 2:
struct MatchOr : Pattern {
  NodeList<Pattern> patterns;
  HPYC_AST_FIELDS(MatchOr, patterns)
};

// Where a pattern should be but is not; a diagnostic was reported.
struct ErrorPattern : Pattern {
  HPYC_AST_FIELDS(ErrorPattern)
};

// ------------------------------------------------------------------------------- module

// '# cython: key=value' or '# distutils: key=value' before the first statement
struct DirectiveComment : Node {
  std::string_view tool;  // "cython" or "distutils"
  std::string_view key;
  std::string_view value;
  HPYC_AST_FIELDS(DirectiveComment, tool, key, value)
};

// The root of a tree.
struct Module : Node {
  NodeList<DirectiveComment> directives;
  NodeList<Stmt> body;
  int language_level;  // 2 or 3: the one that the text was parsed with
  HPYC_AST_FIELDS(Module, directives, language_level, body)
};

// The docstring of a module, class or function body, or nullptr.
const StringLiteral* docstring_of(NodeList<Stmt> body);

}  // namespace hpyc::ast

#include "ast/cython_nodes.h"  // IWYU pragma: export
