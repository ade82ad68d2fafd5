"""Compares the scopes and symbols of hpyc with those of CPython's symtable module.

    compare_with_symtable.py TOOL [--limit N] [FILE…]

TOOL is hpyc-lower. Without files: the standard library of the Python that runs this, with a limit
every n-th file of it. Files that
this Python does not compile are skipped. Exit status 1 when a file differs.

From 3.12 on, CPython lists the variables of inlined comprehensions in the scope around as well,
so files with comprehensions are compared with 3.11 and older only.
"""

import _symtable
import argparse
import os
import subprocess
import sys
import symtable
import sysconfig

STORAGE = {1: "local", 2: "global explicit", 3: "global implicit", 4: "free", 5: "cell"}
FLAGS = [
    (1, "declared-global"),
    (2, "assigned"),
    (4, "parameter"),
    (8, "declared-nonlocal"),
    (16, "used"),
    (64, "free-in-class"),
    (128, "imported"),
    (256, "annotated"),
    (512, "iteration"),
]
# Names that only the implementation of CPython needs.
INTERNAL = {"__classdict__", "__type_params__", "__conditional_annotations__"}
if sys.version_info >= (3, 12):
    FLAGS.append((1024, "type-parameter"))
KINDS = {"TypeVar bound": "type variable", "type parameter": "type parameters"}
COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}


def expected(table):
    kind = table.get_type()
    kind = getattr(kind, "value", kind)
    symbols = set()
    for name, flags in table._table.symbols.items():
        if name.startswith(".") or name in INTERNAL:
            continue
        storage = STORAGE[(flags >> _symtable.SCOPE_OFF) & 15]
        if storage == "free":
            flags &= ~64  # set or not, depending on the version; it says nothing new
        words = [text for bit, text in FLAGS if flags & bit]
        symbols.add(" ".join([f"{name}: {storage}", *words]))
    children = [expected(child) for child in table.get_children()]
    return (f"{KINDS.get(kind, kind)} {table.get_name()}", symbols, children)


def found(text):
    root = None
    stack = []
    for line in text.splitlines():
        stripped = line.lstrip(" ")
        depth = (len(line) - len(stripped)) // 2
        if stripped.startswith("- "):
            stack[-1][1].add(stripped[2:])
            continue
        scope = (stripped, set(), [])
        del stack[depth:]
        if stack:
            stack[-1][2].append(scope)
        else:
            root = scope
        stack.append(scope)
    return root


def differences(want, have, path=""):
    path = f"{path}/{want[0]}"
    if want[0] != have[0]:
        yield f"{path}: scope is called {have[0]!r}"
    for symbol in sorted(want[1] - have[1]):
        yield f"{path}: CPython has   {symbol}"
    for symbol in sorted(have[1] - want[1]):
        yield f"{path}: hpyc has      {symbol}"
    if len(want[2]) != len(have[2]):
        yield f"{path}: {len(want[2])} scopes in CPython, {len(have[2])} in hpyc"
    for one, other in zip(want[2], have[2]):
        yield from differences(one, other, path)


def has_comprehension(scope):
    return scope[0].split()[-1] in COMPREHENSIONS or any(map(has_comprehension, scope[2]))


def standard_library():
    for folder, _, names in os.walk(sysconfig.get_paths()["stdlib"]):
        if "site-packages" not in folder:
            yield from (os.path.join(folder, name) for name in names if name.endswith(".py"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    tool, files = arguments.tool, sorted(arguments.files or standard_library())
    if arguments.limit and len(files) > arguments.limit:
        files = files[:: len(files) // arguments.limit + 1]
    compared = different = skipped = scopes = 0
    for path in files:
        try:
            with open(path, "rb") as file:
                table = symtable.symtable(file.read(), path, "exec")
            want = expected(table)
        except (SyntaxError, ValueError, RecursionError, OverflowError):
            skipped += 1
            continue
        if sys.version_info >= (3, 12) and has_comprehension(want):
            skipped += 1
            continue
        run = subprocess.run([tool, "--scopes", "--rules", path], capture_output=True, text=True)
        have = found(run.stdout)
        if have is None:
            print(f"{path}: no scopes: {run.stderr.strip()[:300]}")
            different += 1
            continue
        compared += 1
        lines = list(differences(want, have))
        scopes += run.stdout.count("\n")
        if lines:
            different += 1
            print(path, *lines[:8], sep="\n  ")
    print(f"{compared} files compared, {different} differ, {skipped} skipped; "
          f"{scopes} scopes and symbols")
    return 1 if different or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
