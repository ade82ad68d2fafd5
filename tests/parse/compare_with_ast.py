"""Compares the trees of hpyc-parse with those of CPython's ast module on the standard library.

Every file that CPython compiles must be accepted and give the same tree: kinds, names, constants,
operators and positions (line, column, end line, end column). Files that CPython rejects are listed
with our verdict.

    python compare_with_ast.py HPYC_PARSE [--limit N] [--seed S] [FILE_OR_DIRECTORY…]
"""

import argparse
import ast
import json
import pathlib
import random
import subprocess
import sys
import sysconfig
import warnings

BINARY = {
    "+": "Add", "-": "Sub", "*": "Mult", "@": "MatMult", "/": "Div", "//": "FloorDiv", "%": "Mod",
    "**": "Pow", "<<": "LShift", ">>": "RShift", "|": "BitOr", "^": "BitXor", "&": "BitAnd",
}
UNARY = {"~": "Invert", "not": "Not", "+": "UAdd", "-": "USub"}
COMPARE = {
    "==": "Eq", "!=": "NotEq", "<": "Lt", "<=": "LtE", ">": "Gt", ">=": "GtE", "is": "Is",
    "is not": "IsNot", "in": "In", "not in": "NotIn",
}
CONVERSION = {"none": -1, "s": 115, "r": 114, "a": 97}


class Ours:
    """hpyc's JSON as nested tuples in the terms of CPython's ast."""

    def many(self, nodes):
        return [self(node) for node in nodes or []]

    def __call__(self, node):
        if node is None:
            return None
        return getattr(self, node["kind"])(node, tuple(node["span"]))

    # Expressions
    def NameExpr(self, n, at):
        return ("Name", at, n["id"])

    def NoneLiteral(self, n, at):
        return ("Constant", at, repr(None))

    def BoolLiteral(self, n, at):
        return ("Constant", at, repr(bool(n.get("value"))))

    def EllipsisLiteral(self, n, at):
        return ("Constant", at, repr(...))

    def IntLiteral(self, n, at):
        value = int(n["digits"], n["radix"])
        assert not n.get("fits_int64") or n.get("value", 0) == value
        assert bool(n.get("fits_int64")) == (value < 2**63)
        return ("Constant", at, hex(value))

    def FloatLiteral(self, n, at):
        assert float(n["value"]) == float(n["text"])
        return ("Constant", at, repr(float(n["text"])))

    def ImagLiteral(self, n, at):
        return ("Constant", at, repr(complex(n["text"] + "j")))

    def StringLiteral(self, n, at):
        return ("Constant", at, repr(merge_surrogates(n.get("value", ""))), n.get("prefix"))

    def BytesLiteral(self, n, at):
        return ("Constant", at, repr(n.get("value", "").encode("latin-1")))

    def FString(self, n, at):
        return ("JoinedStr", at, self.fstring(n.get("parts")))

    def fstring(self, parts):
        """Text and fields; what `{x=}` shows counts as text."""
        result = []

        def text(value):
            if result and isinstance(result[-1], str):
                result[-1] += value
            elif value:
                result.append(value)

        for part in parts or []:
            if part["kind"] == "FStringText":
                text(part["value"])
                continue
            conversion = part.get("conversion", "none")
            if part.get("is_debug"):
                text(part["debug_text"])
                if conversion == "none" and not part.get("has_format_spec"):
                    conversion = "r"
            spec = None
            if part.get("has_format_spec"):
                spec = self.fstring(part.get("format_spec"))
            value = strip_positions(self(part["value"]))
            result.append(("FormattedValue", value, CONVERSION[conversion], spec))
        return result

    def UnaryOp(self, n, at):
        return ("UnaryOp", at, UNARY[n["op"]], self(n["operand"]))

    def BinOp(self, n, at):
        return ("BinOp", at, self(n["left"]), BINARY[n["op"]], self(n["right"]))

    def BoolOp(self, n, at):
        return ("BoolOp", at, n["op"].capitalize(), self.many(n["values"]))

    def Compare(self, n, at):
        return ("Compare", at, self(n["left"]), [COMPARE[op] for op in n["ops"]],
                self.many(n["comparators"]))

    def IfExp(self, n, at):
        return ("IfExp", at, self(n["condition"]), self(n["then_value"]), self(n["else_value"]))

    def Lambda(self, n, at):
        return ("Lambda", at, self(n["parameters"]), self(n["body"]))

    def NamedExpr(self, n, at):
        return ("NamedExpr", at, self(n["target"]), self(n["value"]))

    def Await(self, n, at):
        return ("Await", at, self(n["value"]))

    def Yield(self, n, at):
        return ("Yield", at, self(n.get("value")))

    def YieldFrom(self, n, at):
        return ("YieldFrom", at, self(n["value"]))

    def Tuple(self, n, at):
        return ("Tuple", at, self.many(n.get("elements")))

    def List(self, n, at):
        return ("List", at, self.many(n.get("elements")))

    def Set(self, n, at):
        return ("Set", at, self.many(n.get("elements")))

    def Dict(self, n, at):
        items = n.get("items") or []
        return ("Dict", at, [self(i.get("key")) for i in items], [self(i["value"]) for i in items])

    def ComprehensionFor(self, n, at):
        return ("comprehension", self(n["target"]), self(n["iterable"]),
                self.many(n.get("conditions")), bool(n.get("is_async")))

    def ListComp(self, n, at):
        return ("ListComp", at, self(n["element"]), self.many(n["clauses"]))

    def SetComp(self, n, at):
        return ("SetComp", at, self(n["element"]), self.many(n["clauses"]))

    def DictComp(self, n, at):
        return ("DictComp", at, self(n["key"]), self(n["value"]), self.many(n["clauses"]))

    def GeneratorExp(self, n, at):
        return ("GeneratorExp", at, self(n["element"]), self.many(n["clauses"]))

    def arguments_of_call(self, arguments):
        args, keywords = [], []
        for a in arguments or []:
            at = tuple(a["span"])
            kind = a.get("argument_kind", "positional")
            value = self(a["value"])
            if kind == "positional":
                args.append(value)
            elif kind == "starred":
                args.append(("Starred", at, value))
            else:
                keywords.append(("keyword", at, a.get("keyword"), value))
        return args, keywords

    def Call(self, n, at):
        return ("Call", at, self(n["callee"]), *self.arguments_of_call(n.get("arguments")))

    def Attribute(self, n, at):
        return ("Attribute", at, self(n["value"]), n["attribute"])

    def Subscript(self, n, at):
        return ("Subscript", at, self(n["value"]), self(n["index"]))

    def Slice(self, n, at):
        return ("Slice", at, self(n.get("lower")), self(n.get("upper")), self(n.get("step")))

    def Starred(self, n, at):
        return ("Starred", at, self(n["value"]))

    # Functions and classes
    def Parameters(self, n, at):
        groups = {}
        for p in n.get("items") or []:
            kind = p.get("parameter_kind", "positional-or-keyword")
            groups.setdefault(kind, []).append(p)
        positional = groups.get("positional-only", []) + groups.get("positional-or-keyword", [])
        return (
            "arguments",
            [self.arg(p) for p in groups.get("positional-only", [])],
            [self.arg(p) for p in groups.get("positional-or-keyword", [])],
            [self.arg(p) for p in groups.get("var-positional", [])],
            [self.arg(p) for p in groups.get("keyword-only", [])],
            [self(p.get("default_value")) for p in groups.get("keyword-only", [])],
            [self.arg(p) for p in groups.get("var-keyword", [])],
            [self(p["default_value"]) for p in positional if p.get("default_value")],
        )

    def arg(self, p):
        # The star is part of our span.
        return ("arg", p["name"], self(p.get("annotation")))

    def TypeParam(self, n, at):
        kind = {"type-var-tuple": "TypeVarTuple", "param-spec": "ParamSpec"}.get(
            n.get("type_param_kind"), "TypeVar")
        return (kind, at, n["name"], self(n.get("bound")), self(n.get("default_value")))

    def FunctionDef(self, n, at):
        kind = "AsyncFunctionDef" if n.get("is_async") else "FunctionDef"
        return (kind, at, n["name"], self.many(n.get("decorators")),
                self.many(n.get("type_params")), self(n["parameters"]), self(n.get("returns")),
                self.many(n["body"]))

    def ClassDef(self, n, at):
        return ("ClassDef", at, n["name"], self.many(n.get("decorators")),
                self.many(n.get("type_params")), *self.arguments_of_call(n.get("arguments")),
                self.many(n["body"]))

    # Statements
    def ExprStmt(self, n, at):
        return ("Expr", at, self(n["value"]))

    def Assign(self, n, at):
        return ("Assign", at, self.many(n["targets"]), self(n["value"]))

    def AugAssign(self, n, at):
        return ("AugAssign", at, self(n["target"]), BINARY[n["op"]], self(n["value"]))

    def AnnAssign(self, n, at):
        return ("AnnAssign", at, self(n["target"]), self(n["annotation"]), self(n.get("value")),
                int(bool(n.get("is_simple"))))

    def TypeAlias(self, n, at):
        return ("TypeAlias", at, n["name"], self.many(n.get("type_params")), self(n["value"]))

    def Pass(self, n, at):
        return ("Pass", at)

    def Break(self, n, at):
        return ("Break", at)

    def Continue(self, n, at):
        return ("Continue", at)

    def Return(self, n, at):
        return ("Return", at, self(n.get("value")))

    def Raise(self, n, at):
        return ("Raise", at, self(n.get("exception")), self(n.get("cause")))

    def Delete(self, n, at):
        return ("Delete", at, self.many(n["targets"]))

    def Assert(self, n, at):
        return ("Assert", at, self(n["condition"]), self(n.get("message")))

    def Global(self, n, at):
        return ("Global", at, n["names"])

    def Nonlocal(self, n, at):
        return ("Nonlocal", at, n["names"])

    def ImportAlias(self, n, at):
        return ("alias", at, ".".join(n["path"]), n.get("as_name"))

    def Import(self, n, at):
        return ("Import", at, self.many(n["aliases"]))

    def ImportFrom(self, n, at):
        names = "*" if n.get("is_star") else self.many(n["aliases"])
        return ("ImportFrom", at, ".".join(n.get("module") or []), names, n.get("level", 0))

    def If(self, n, at):
        orelse = self.many(n.get("orelse"))
        for branch in reversed(n["branches"]):
            begin = branch["span"][:2]
            node = ("If", (*begin, *at[2:]), self(branch["condition"]), self.many(branch["body"]),
                    orelse)
            orelse = [node]
        return node

    def While(self, n, at):
        return ("While", at, self(n["condition"]), self.many(n["body"]),
                self.many(n.get("orelse")))

    def For(self, n, at):
        return ("AsyncFor" if n.get("is_async") else "For", at, self(n["target"]),
                self(n["iterable"]), self.many(n["body"]), self.many(n.get("orelse")))

    def With(self, n, at):
        items = [(self(i["context"]), self(i.get("target"))) for i in n["items"]]
        return ("AsyncWith" if n.get("is_async") else "With", at, items, self.many(n["body"]))

    def ExceptHandler(self, n, at):
        return ("ExceptHandler", at, self(n.get("type")), n.get("name"), self.many(n["body"]))

    def Try(self, n, at):
        return ("TryStar" if n.get("is_star") else "Try", at, self.many(n["body"]),
                self.many(n.get("handlers")), self.many(n.get("orelse")),
                self.many(n.get("finally_body")))

    def Match(self, n, at):
        cases = [(self(c["pattern"]), self(c.get("guard")), self.many(c["body"]))
                 for c in n["cases"]]
        return ("Match", at, self(n["subject"]), cases)

    # Patterns
    def MatchValue(self, n, at):
        return ("MatchValue", at, self(n["value"]))

    def MatchSingleton(self, n, at):
        return ("MatchSingleton", at, self(n["value"])[2])

    def MatchSequence(self, n, at):
        return ("MatchSequence", at, self.many(n.get("patterns")))

    def MatchMapping(self, n, at):
        entries = n.get("entries") or []
        return ("MatchMapping", at, [self(e["key"]) for e in entries],
                [self(e["pattern"]) for e in entries], n.get("rest"))

    def MatchClass(self, n, at):
        keywords = n.get("keywords") or []
        return ("MatchClass", at, self(n["cls"]), self.many(n.get("patterns")),
                [k["name"] for k in keywords], [self(k["pattern"]) for k in keywords])

    def MatchStar(self, n, at):
        return ("MatchStar", at, n.get("name"))

    def MatchAs(self, n, at):
        return ("MatchAs", at, self(n.get("pattern")), n.get("name"))

    def MatchOr(self, n, at):
        return ("MatchOr", at, self.many(n["patterns"]))

    def Module(self, n, at):
        return ("Module", self.many(n.get("body")))


class Theirs:
    """CPython's ast as the same tuples."""

    def many(self, nodes):
        return [self(node) for node in nodes]

    def __call__(self, node):
        if node is None:
            return None
        at = None
        if hasattr(node, "lineno"):
            at = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        return getattr(self, type(node).__name__)(node, at)

    def Name(self, n, at):
        return ("Name", at, n.id)

    def Constant(self, n, at):
        if isinstance(n.value, bool) or not isinstance(n.value, int):
            value = repr(n.value)
        else:
            value = hex(n.value)
        if isinstance(n.value, str):
            return ("Constant", at, repr(merge_surrogates(n.value)), n.kind)
        return ("Constant", at, value)

    def JoinedStr(self, n, at):
        return ("JoinedStr", at, self.fstring(n.values))

    def fstring(self, parts):
        result = []
        for part in parts:
            if isinstance(part, ast.Constant):
                if result and isinstance(result[-1], str):
                    result[-1] += part.value
                elif part.value:
                    result.append(part.value)
            else:
                spec = None
                if part.format_spec is not None:
                    spec = self.fstring(part.format_spec.values)
                # Positions within f-strings differ from one version of CPython to the next.
                value = strip_positions(self(part.value))
                result.append(("FormattedValue", value, part.conversion, spec))
        return result

    def UnaryOp(self, n, at):
        return ("UnaryOp", at, type(n.op).__name__, self(n.operand))

    def BinOp(self, n, at):
        return ("BinOp", at, self(n.left), type(n.op).__name__, self(n.right))

    def BoolOp(self, n, at):
        return ("BoolOp", at, type(n.op).__name__, self.many(n.values))

    def Compare(self, n, at):
        return ("Compare", at, self(n.left), [type(op).__name__ for op in n.ops],
                self.many(n.comparators))

    def IfExp(self, n, at):
        return ("IfExp", at, self(n.test), self(n.body), self(n.orelse))

    def Lambda(self, n, at):
        return ("Lambda", at, self(n.args), self(n.body))

    def NamedExpr(self, n, at):
        return ("NamedExpr", at, self(n.target), self(n.value))

    def Await(self, n, at):
        return ("Await", at, self(n.value))

    def Yield(self, n, at):
        return ("Yield", at, self(n.value))

    def YieldFrom(self, n, at):
        return ("YieldFrom", at, self(n.value))

    def Tuple(self, n, at):
        return ("Tuple", at, self.many(n.elts))

    def List(self, n, at):
        return ("List", at, self.many(n.elts))

    def Set(self, n, at):
        return ("Set", at, self.many(n.elts))

    def Dict(self, n, at):
        return ("Dict", at, self.many(n.keys), self.many(n.values))

    def comprehension(self, n, at):
        return ("comprehension", self(n.target), self(n.iter), self.many(n.ifs), bool(n.is_async))

    def ListComp(self, n, at):
        return ("ListComp", at, self(n.elt), self.many(n.generators))

    def SetComp(self, n, at):
        return ("SetComp", at, self(n.elt), self.many(n.generators))

    def DictComp(self, n, at):
        return ("DictComp", at, self(n.key), self(n.value), self.many(n.generators))

    def GeneratorExp(self, n, at):
        return ("GeneratorExp", at, self(n.elt), self.many(n.generators))

    def keyword(self, n, at):
        return ("keyword", at, n.arg, self(n.value))

    def Call(self, n, at):
        return ("Call", at, self(n.func), self.many(n.args), self.many(n.keywords))

    def Attribute(self, n, at):
        return ("Attribute", at, self(n.value), n.attr)

    def Subscript(self, n, at):
        return ("Subscript", at, self(n.value), self(n.slice))

    def Slice(self, n, at):
        return ("Slice", at, self(n.lower), self(n.upper), self(n.step))

    def Starred(self, n, at):
        return ("Starred", at, self(n.value))

    def arguments(self, n, at):
        return ("arguments", self.many(n.posonlyargs), self.many(n.args),
                self.many([n.vararg] if n.vararg else []), self.many(n.kwonlyargs),
                self.many(n.kw_defaults), self.many([n.kwarg] if n.kwarg else []),
                self.many(n.defaults))

    def arg(self, n, at):
        return ("arg", n.arg, self(n.annotation))

    def TypeVar(self, n, at):
        return ("TypeVar", at, n.name, self(n.bound), self(getattr(n, "default_value", None)))

    def TypeVarTuple(self, n, at):
        return ("TypeVarTuple", at, n.name, None, self(getattr(n, "default_value", None)))

    def ParamSpec(self, n, at):
        return ("ParamSpec", at, n.name, None, self(getattr(n, "default_value", None)))

    def FunctionDef(self, n, at):
        return (type(n).__name__, at, n.name, self.many(n.decorator_list),
                self.many(getattr(n, "type_params", [])), self(n.args), self(n.returns),
                self.many(n.body))

    AsyncFunctionDef = FunctionDef

    def ClassDef(self, n, at):
        return ("ClassDef", at, n.name, self.many(n.decorator_list),
                self.many(getattr(n, "type_params", [])), self.many(n.bases),
                self.many(n.keywords), self.many(n.body))

    def Expr(self, n, at):
        return ("Expr", at, self(n.value))

    def Assign(self, n, at):
        return ("Assign", at, self.many(n.targets), self(n.value))

    def AugAssign(self, n, at):
        return ("AugAssign", at, self(n.target), type(n.op).__name__, self(n.value))

    def AnnAssign(self, n, at):
        return ("AnnAssign", at, self(n.target), self(n.annotation), self(n.value), n.simple)

    def TypeAlias(self, n, at):
        return ("TypeAlias", at, n.name.id, self.many(n.type_params), self(n.value))

    def Pass(self, n, at):
        return (type(n).__name__, at)

    Break = Continue = Pass

    def Return(self, n, at):
        return ("Return", at, self(n.value))

    def Raise(self, n, at):
        return ("Raise", at, self(n.exc), self(n.cause))

    def Delete(self, n, at):
        return ("Delete", at, self.many(n.targets))

    def Assert(self, n, at):
        return ("Assert", at, self(n.test), self(n.msg))

    def Global(self, n, at):
        return (type(n).__name__, at, n.names)

    Nonlocal = Global

    def alias(self, n, at):
        return ("alias", at, n.name, n.asname)

    def Import(self, n, at):
        return ("Import", at, self.many(n.names))

    def ImportFrom(self, n, at):
        names = "*" if n.names[0].name == "*" else self.many(n.names)
        return ("ImportFrom", at, n.module or "", names, n.level)

    def If(self, n, at):
        # Iterative along `elif`, which may be long.
        return ("If", at, self(n.test), self.many(n.body), self.many(n.orelse))

    def While(self, n, at):
        return ("While", at, self(n.test), self.many(n.body), self.many(n.orelse))

    def For(self, n, at):
        return (type(n).__name__, at, self(n.target), self(n.iter), self.many(n.body),
                self.many(n.orelse))

    AsyncFor = For

    def With(self, n, at):
        items = [(self(i.context_expr), self(i.optional_vars)) for i in n.items]
        return (type(n).__name__, at, items, self.many(n.body))

    AsyncWith = With

    def ExceptHandler(self, n, at):
        return ("ExceptHandler", at, self(n.type), n.name, self.many(n.body))

    def Try(self, n, at):
        return (type(n).__name__, at, self.many(n.body), self.many(n.handlers),
                self.many(n.orelse), self.many(n.finalbody))

    TryStar = Try

    def Match(self, n, at):
        cases = [(self(c.pattern), self(c.guard), self.many(c.body)) for c in n.cases]
        return ("Match", at, self(n.subject), cases)

    def MatchValue(self, n, at):
        return ("MatchValue", at, self(n.value))

    def MatchSingleton(self, n, at):
        return ("MatchSingleton", at, repr(n.value))

    def MatchSequence(self, n, at):
        return ("MatchSequence", at, self.many(n.patterns))

    def MatchMapping(self, n, at):
        return ("MatchMapping", at, self.many(n.keys), self.many(n.patterns), n.rest)

    def MatchClass(self, n, at):
        return ("MatchClass", at, self(n.cls), self.many(n.patterns), n.kwd_attrs,
                self.many(n.kwd_patterns))

    def MatchStar(self, n, at):
        return ("MatchStar", at, n.name)

    def MatchAs(self, n, at):
        return ("MatchAs", at, self(n.pattern), n.name)

    def MatchOr(self, n, at):
        return ("MatchOr", at, self.many(n.patterns))

    def Module(self, n, at):
        return ("Module", self.many(n.body))


def merge_surrogates(text):
    """JSON cannot tell a pair of surrogates from the character that they stand for."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def strip_positions(tree):
    if isinstance(tree, tuple):
        if len(tree) > 1 and isinstance(tree[1], tuple) and len(tree[1]) == 4 and all(
                isinstance(x, int) for x in tree[1]):
            tree = (tree[0], *tree[2:])
        return tuple(strip_positions(x) for x in tree)
    if isinstance(tree, list):
        return [strip_positions(x) for x in tree]
    return tree


def first_difference(ours, theirs, path="", at=None):
    if type(ours) is not type(theirs):
        return f"{path}: {short(ours)} != {short(theirs)} (at {at})"
    if isinstance(ours, (tuple, list)):
        if isinstance(ours, tuple) and len(theirs) > 1 and isinstance(theirs[1], tuple):
            at = theirs[1]
        label = ours[0] if ours and isinstance(ours[0], str) else ""
        for index, (x, y) in enumerate(zip(ours, theirs)):
            if x != y:
                return first_difference(x, y, f"{path}/{label}[{index}]", at)
        return f"{path}: {len(ours)} and {len(theirs)} items (at {at})"
    return f"{path}: {short(ours)} != {short(theirs)} (at {at})"


def short(value):
    text = repr(value)
    return text if len(text) < 120 else text[:117] + "..."


class Parser:
    def __init__(self, command):
        self.process = subprocess.Popen([command, "--stdin", "--json"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, encoding="utf-8",
                                        errors="surrogatepass")

    def __call__(self, path):
        """(accepted, tree or None)"""
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        verdict = self.process.stdout.readline()
        if not verdict:
            sys.exit(f"the parser died at {path}")
        if "\t" not in verdict:
            sys.exit(f"unexpected answer {verdict!r}")
        accepted = verdict.startswith("accepted")
        tree = self.process.stdout.readline() if accepted else None
        if not accepted:
            # A file that could not be decoded has no tree at all; ask for a known end.
            self.process.kill()
            self.__init__(self.process.args[0])
        return accepted, tree


def files_of(roots):
    for root in roots:
        root = pathlib.Path(root)
        if root.is_file():
            yield root
        else:
            for path in sorted(root.rglob("*.py")):
                if "site-packages" not in path.relative_to(root).parts:
                    yield path


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("parser", help="the hpyc-parse executable")
    arguments.add_argument("roots", nargs="*", help="default: the standard library")
    arguments.add_argument("--limit", type=int, help="take a random sample of so many files")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--verbose", action="store_true")
    options = arguments.parse_args()
    sys.setrecursionlimit(20000)
    warnings.simplefilter("ignore")
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)

    files = list(files_of(options.roots or [sysconfig.get_paths()["stdlib"]]))
    if options.limit is not None and options.limit < len(files):
        files = sorted(random.Random(options.seed).sample(files, options.limit))
    parser = Parser(options.parser)
    equal = failed = both_reject = 0
    for path in files:
        source = path.read_bytes()
        try:
            theirs = ast.parse(source)
            # Part of the checks of syntax is done by the compiler proper.
            compile(theirs, str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            theirs = None
            reason = error
        accepted, text = parser(path)
        if theirs is None:
            if not accepted:
                both_reject += 1
            print(f"CPython rejects {path} ({reason}); ours: "
                  f"{'accepted' if accepted else 'rejected'}")
            continue
        if not accepted:
            print(f"FAIL rejected: {path}")
            failed += 1
            continue
        ours = Ours()(json.loads(text))
        expected = Theirs()(theirs)
        if normalized(ours) == normalized(expected):
            equal += 1
        else:
            failed += 1
            print(f"FAIL {path}: {first_difference(normalized(ours), normalized(expected))}")
    print(f"{equal} equal, {failed} failed, {both_reject} rejected by both, of {len(files)} files")
    return 1 if failed else 0


def normalized(tree):
    """The kind of a string constant is "u" or nothing."""
    if isinstance(tree, tuple):
        if tree and tree[0] == "Constant" and len(tree) == 4:
            return (*tree[:3], tree[3] or None)
        if tree and tree[0] == "Constant" and len(tree) == 3 and tree[1] is not None and (
                isinstance(tree[1], str)):  # positions stripped
            return (*tree[:2], tree[2] or None)
        return tuple(normalized(x) for x in tree)
    if isinstance(tree, list):
        return [normalized(x) for x in tree]
    return tree


if __name__ == "__main__":
    sys.exit(main())
