// Nodes that only Cython source (.pyx, .pxd, .pxi) has: C types and declarators, C definitions,
// and the few statements and expressions that Cython adds. Included by ast/nodes.h.
#pragma once

#include "ast/nodes.h"

namespace hpyc::ast {

// ------------------------------------------------------------------------------- C base types
//
// A C declaration is `base type` + `declarator`, as in C: `int *x[3]` has the base type `int` and
// the declarator Pointer(Array(Name x, 3)).

enum class BasicType : uint8_t {
  Void,
  Char,
  Int,
  Float,
  Double,
  Bint,
  PyUnicode,  // Py_UNICODE
  PyUcs4,     // Py_UCS4
  PyHashT,    // Py_hash_t
  PySsizeT,   // Py_ssize_t
  SsizeT,     // ssize_t
  SizeT,      // size_t
  PtrdiffT,   // ptrdiff_t
  PyTssT      // Py_tss_t
};
enum class Signedness : uint8_t { Default, Signed, Unsigned };

std::string_view spelling(BasicType type);

// ('signed' | 'unsigned' | 'short' | 'long')* basic_name? 'complex'?              unsigned long
// long
struct CBasicType : CType {
  BasicType basic;
  Signedness signedness;
  int8_t longness;  // -1 short, 0, 1 long, 2 long long
  bool is_complex;
  HPYC_AST_FIELDS(CBasicType, basic, signedness, longness, is_complex)
};

// dotted_name                                                                     np.ndarray
struct CNameType : CType {
  DottedName path;
  HPYC_AST_FIELDS(CNameType, path)
};

// ('const' | 'volatile')+ base                                                    const char
struct CQualifiedType : CType {
  bool is_const;
  bool is_volatile;
  CType* base;
  HPYC_AST_FIELDS(CQualifiedType, is_const, is_volatile, base)
};

// base '[' arguments ']'             vector[int]     np.ndarray[double, ndim=2, mode="c"]
// A type among the arguments is a CTypeExpr; `T` alone is a NameExpr.
struct CTemplateType : CType {
  CType* base;
  NodeList<Argument> arguments;
  HPYC_AST_FIELDS(CTemplateType, base, arguments)
};

// base '[' axes ']'                                                               int[:, ::1]
struct CMemoryViewType : CType {
  CType* base;
  NodeList<Expr> axes;  // Slices
  HPYC_AST_FIELDS(CMemoryViewType, base, axes)
};

// base '.' NAME after template arguments vector[int].iterator
struct CNestedType : CType {
  CType* base;
  Identifier name;
  HPYC_AST_FIELDS(CNestedType, base, name)
};

// '(' type ',' type … ')'                                                         (int, double)
struct CTupleType : CType {
  NodeList<CType> components;
  HPYC_AST_FIELDS(CTupleType, components)
};

// base with an abstract declarator, where a complete type is needed (casts, sizeof, template
// arguments, parenthesised types)                                                 int* int(*)(int)
struct CDeclaredType : CType {
  CType* base;
  CDeclarator* declarator;  // its innermost CNameDeclarator has no name
  HPYC_AST_FIELDS(CDeclaredType, base, declarator)
};

// No type written: `cdef x`, `cdef f(x)`. A Python object, or `self` in a cdef class.
struct CImplicitType : CType {
  HPYC_AST_FIELDS(CImplicitType)
};

// ------------------------------------------------------------------------------- declarators

enum class CallingConvention : uint8_t { Default, Stdcall, Cdecl, Fastcall };

// NAME? STRING? ('=' default)?                                                    x "c_name" = 3
// The innermost declarator. C++ operators have names such as "operator+=" and "operator bool".
struct CNameDeclarator : CDeclarator {
  Identifier name;  // absent in abstract declarators
  bool has_cname;
  std::string_view cname;
  Expr* default_value;  // initialiser of a variable
  CallingConvention convention;
  HPYC_AST_FIELDS(CNameDeclarator, name, has_cname, cname, default_value, convention)
};

// convention? '*' 'const'? inner                                                  *const p
struct CPointerDeclarator : CDeclarator {
  bool is_const;
  bool is_volatile;
  CDeclarator* inner;
  CallingConvention convention;
  HPYC_AST_FIELDS(CPointerDeclarator, is_const, is_volatile, inner, convention)
};

// ('&' | '&&') inner
struct CReferenceDeclarator : CDeclarator {
  bool is_rvalue;
  CDeclarator* inner;
  HPYC_AST_FIELDS(CReferenceDeclarator, is_rvalue, inner)
};

// inner '[' dimension? ']'                                                        a[10]
struct CArrayDeclarator : CDeclarator {
  CDeclarator* inner;
  Expr* dimension;
  HPYC_AST_FIELDS(CArrayDeclarator, inner, dimension)
};

enum class ExceptionClause : uint8_t {
  Default,     // nothing written
  NoExcept,    // noexcept
  Value,       // except -1
  ValueCheck,  // except? -1
  Always,      // except *
  Cpp,         // except +
  CppHandler,  // except +handler (in `exception_value`)
  CppStar      // except +*
};

// inner '(' parameters ')' 'nogil'? exception_clause? 'nogil'? ('with' 'gil')?    f(int x) except
// -1
struct CFuncDeclarator : CDeclarator {
  CDeclarator* inner;
  Parameters* parameters;
  ExceptionClause exception_clause;
  Expr* exception_value;
  bool is_nogil;  // here, or by the enclosing block
  bool is_with_gil;
  HPYC_AST_FIELDS(CFuncDeclarator, inner, parameters, exception_clause, exception_value, is_nogil,
                  is_with_gil)
};

// The innermost declarator.
const CNameDeclarator* name_declarator_of(const CDeclarator* declarator);

// The function declarator that declares the name itself (`f(int x)`, not `(*f)(int x)`), or null.
const CFuncDeclarator* function_declarator_of(const CDeclarator* declarator);

// ------------------------------------------------------------------------------- expressions

// 'NULL'
struct NullLiteral : Expr {
  HPYC_AST_FIELDS(NullLiteral)
};

// c'x'
struct CharLiteral : Expr {
  uint8_t value;
  HPYC_AST_FIELDS(CharLiteral, value)
};

// '<' type '?'? '>' operand                                                       <int*>p   <A?>x
struct CCast : Expr {
  CType* type;
  bool is_checked;
  Expr* operand;
  HPYC_AST_FIELDS(CCast, type, is_checked, operand)
};

// '&' operand
struct CAddressOf : Expr {
  Expr* operand;
  HPYC_AST_FIELDS(CAddressOf, operand)
};

// 'sizeof' '(' expression ')'. A type that reads as an expression (`sizeof(T)`) is one.
struct CSizeofExpr : Expr {
  Expr* operand;
  HPYC_AST_FIELDS(CSizeofExpr, operand)
};

// 'sizeof' '(' type ')'                                                           sizeof(int*)
struct CSizeofType : Expr {
  CType* type;
  HPYC_AST_FIELDS(CSizeofType, type)
};

// 'new' type '(' arguments ')'                                                    new
// vector[int](3)
struct CppNew : Expr {
  CType* type;
  NodeList<Argument> arguments;
  HPYC_AST_FIELDS(CppNew, type, arguments)
};

// A type where an expression is expected: an argument of a template.
struct CTypeExpr : Expr {
  CType* type;
  HPYC_AST_FIELDS(CTypeExpr, type)
};

// start ('<' | '<=') target ('<' | '<=') stop ('by' step)? after 'for' target 'from', as the
// iterable of a ComprehensionFor                                                           [i for i
// from 0 <= i < n]
struct CForFromRange : Expr {
  Expr* start;
  CompareOperator start_relation;  // start RELATION target
  CompareOperator stop_relation;   // target RELATION stop
  Expr* stop;
  Expr* step;
  HPYC_AST_FIELDS(CForFromRange, start, start_relation, stop_relation, stop, step)
};

// '`' expression '`' at language level 2: repr()
struct Backquote : Expr {
  Expr* value;
  HPYC_AST_FIELDS(Backquote, value)
};

// ------------------------------------------------------------------------------- C definitions

enum class Visibility : uint8_t { Private, Public, Readonly, Extern };

// What stands between `cdef` and the type, including what enclosing `cdef …:` blocks say.
struct CDeclFlags {
  Visibility visibility = Visibility::Private;
  bool is_cpdef = false;
  bool is_api = false;
  bool is_inline = false;
  bool is_typedef = false;  // introduced by `ctypedef`
};

// 'cdef' flags type declarator (',' declarator)*                                  cdef int a, *b =
// NULL Also function declarations without body (pxd, extern), members of structs.
struct CVarDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  CType* type;
  NodeList<CDeclarator> declarators;
  bool is_const_method;
  HPYC_AST_FIELDS(CVarDef, decorators, flags, type, declarators, is_const_method)
};

// ('cdef' | 'cpdef') flags type declarator ':' body                               cdef int f(int x)
// except -1: …
struct CFuncDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  CType* type;
  CDeclarator* declarator;
  bool is_const_method;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(CFuncDef, decorators, flags, type, declarator, is_const_method, body)
};

enum class CheckSize : uint8_t { Default, Ignore, Warn, Error };

// 'cdef' flags 'class' dotted_name ('as' NAME)? ('(' bases ')')? ('[' options ']')? (':' body)?
struct CClassDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  DottedName path;  // module path and name
  Identifier as_name;
  NodeList<Argument> bases;
  Identifier object_struct;  // [object NAME]
  Identifier type_object;    // [type NAME]
  CheckSize check_size;      // [check_size NAME]
  bool has_body;             // otherwise a forward declaration
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(CClassDef, decorators, flags, path, as_name, bases, object_struct, type_object,
                  check_size, has_body, body)
};

// 'property' NAME ':' body (with __get__, __set__, __del__)
struct CPropertyDef : Stmt {
  Identifier name;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(CPropertyDef, name, body)
};

// 'cdef' flags 'nogil'? ':' declarations. The declarations repeat the flags.
struct CdefBlock : Stmt {
  CDeclFlags flags;
  bool is_nogil;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(CdefBlock, flags, is_nogil, body)
};

// 'cdef' 'extern' 'from' ('*' | STRING) ('namespace' STRING)? 'nogil'? ':' declarations
struct CExternBlock : Stmt {
  CDeclFlags flags;
  bool has_header;          // false for `*`
  std::string_view header;  // as written, with <> if any
  bool has_namespace;
  std::string_view cpp_namespace;
  bool is_nogil;
  const StringLiteral* verbatim;  // C code to include, or null
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(CExternBlock, flags, has_header, header, has_namespace, cpp_namespace, is_nogil,
                  verbatim, body)
};

enum class StructKind : uint8_t { Struct, Union };

// flags 'packed'? ('struct' | 'union') NAME STRING? (':' members)?
struct CStructDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  StructKind struct_kind;
  bool is_packed;
  Identifier name;
  bool has_cname;
  std::string_view cname;
  bool has_body;
  NodeList<Stmt> members;  // CVarDef
  HPYC_AST_FIELDS(CStructDef, decorators, flags, struct_kind, is_packed, name, has_cname, cname,
                  has_body, members)
};

// NAME STRING? ('=' value)?
struct CEnumItem : Node {
  Identifier name;
  bool has_cname;
  std::string_view cname;
  Expr* value;
  HPYC_AST_FIELDS(CEnumItem, name, has_cname, cname, value)
};

// flags 'enum' ('class' | 'struct')? NAME? STRING? ('(' type ')')? ':' items
struct CEnumDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  bool is_scoped;
  Identifier name;
  bool has_cname;
  std::string_view cname;
  CType* underlying_type;  // null: int
  const StringLiteral* docstring;
  NodeList<CEnumItem> items;
  HPYC_AST_FIELDS(CEnumDef, decorators, flags, is_scoped, name, has_cname, cname, underlying_type,
                  docstring, items)
};

// ('cdef' | 'ctypedef') 'fused' NAME ':' types
struct CFusedDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  Identifier name;
  NodeList<CType> types;
  HPYC_AST_FIELDS(CFusedDef, decorators, flags, name, types)
};

// 'ctypedef' flags type declarator                                                ctypedef int
// (*cb)(void*)
struct CTypedef : Stmt {
  CDeclFlags flags;
  CType* type;
  CDeclarator* declarator;
  HPYC_AST_FIELDS(CTypedef, flags, type, declarator)
};

// NAME ('=' '*')?
struct CppTemplateParam : Node {
  Identifier name;
  bool is_optional;
  HPYC_AST_FIELDS(CppTemplateParam, name, is_optional)
};

// 'cdef' 'cppclass' NAME STRING? ('[' templates ']')? ('(' bases ')')? 'nogil'? (':' body)?
// Members are CVarDef, CFuncDef, CppClassDef, CTypedef, CEnumDef.
struct CppClassDef : Stmt {
  NodeList<Expr> decorators;
  CDeclFlags flags;
  bool is_struct;  // a `struct` or `union` nested in a cppclass
  Identifier name;
  bool has_cname;
  std::string_view cname;
  bool is_template;
  NodeList<CppTemplateParam> templates;
  NodeList<CType> bases;
  bool is_nogil;
  bool has_body;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(CppClassDef, decorators, flags, is_struct, name, has_cname, cname, is_template,
                  templates, bases, is_nogil, has_body, body)
};

// ------------------------------------------------------------------------------- other statements

// 'cimport' alias (',' alias)*
struct CImport : Stmt {
  NodeList<ImportAlias> aliases;
  HPYC_AST_FIELDS(CImport, aliases)
};

// 'from' '.'* dotted_name? 'cimport' ('*' | '('? aliases ')'?)
struct CImportFrom : Stmt {
  uint32_t level;
  DottedName module;
  bool is_star;
  NodeList<ImportAlias> aliases;
  HPYC_AST_FIELDS(CImportFrom, level, module, is_star, aliases)
};

// 'include' STRING. When the parser was given an include hook, `body` is the included text.
struct Include : Stmt {
  std::string_view path;
  bool is_loaded;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(Include, path, is_loaded, body)
};

// 'DEF' NAME '=' value
struct CompileTimeDef : Stmt {
  Identifier name;
  Expr* value;
  HPYC_AST_FIELDS(CompileTimeDef, name, value)
};

// 'IF' condition ':' body ('ELIF' condition ':' body)* ('ELSE' ':' orelse)?
struct CompileTimeIf : Stmt {
  NodeList<IfBranch> branches;
  NodeList<Stmt> orelse;
  HPYC_AST_FIELDS(CompileTimeIf, branches, orelse)
};

// 'for' target 'from' lower ('<' | '<=') target ('<' | '<=') upper ('by' step)? ':' body …
// (or downwards with '>' and '>='); also `for lower <= target < upper`.
struct ForFrom : Stmt {
  Expr* target;
  CForFromRange* range;
  NodeList<Stmt> body;
  NodeList<Stmt> orelse;
  HPYC_AST_FIELDS(ForFrom, target, range, body, orelse)
};

// 'with' ('nogil' | 'gil') ('(' condition ')')? ':' body
struct GilBlock : Stmt {
  bool is_nogil;
  Expr* condition;
  NodeList<Stmt> body;
  HPYC_AST_FIELDS(GilBlock, is_nogil, condition, body)
};

// 'print' ('>>' stream ','?)? values ','? at language level 2
struct Print : Stmt {
  Expr* stream;
  NodeList<Expr> values;
  bool has_trailing_comma;  // no newline
  HPYC_AST_FIELDS(Print, stream, values, has_trailing_comma)
};

// 'exec' body ('in' globals (',' locals)?)? at language level 2
struct Exec : Stmt {
  Expr* body;
  Expr* globals;
  Expr* locals;
  HPYC_AST_FIELDS(Exec, body, globals, locals)
};

}  // namespace hpyc::ast
