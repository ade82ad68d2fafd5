#!/usr/bin/env python3
"""Compares the tokens of hpyc-lex-dump with those of Python's own tokenize.

    compare_with_tokenize.py HPYC_LEX_DUMP [--limit N] [FILE_OR_FOLDER…]

Without files: the standard library of the running Python. Compared are kinds, positions, comments,
and the values of string and number literals. Before Python 3.12 an f-string is one token; later its
parts are compared except for the extent of literal text.
"""

import argparse
import ast
import io
import pathlib
import subprocess
import sys
import sysconfig
import tokenize
import warnings

HAS_FSTRING_TOKENS = sys.version_info >= (3, 12)
# The tokenize module of old Pythons is not the tokenizer of the interpreter: its names have no
# combining characters.
KNOWN_DIFFERENCES = set() if HAS_FSTRING_TOKENS else {"test_unicode_identifiers.py"}
NUMBERS = {"Integer", "Float", "Imaginary"}
STARTS = {"FStringStart", "TStringStart"}
ENDS = {"FStringEnd", "TStringEnd"}
NAMES = {"Newline": "NEWLINE", "Indent": "INDENT", "Dedent": "DEDENT", "EndOfFile": "ENDMARKER",
         "String": "STRING", "FStringStart": "FSTRING_START", "FStringMiddle": "FSTRING_MIDDLE",
         "FStringEnd": "FSTRING_END", "TStringStart": "TSTRING_START",
         "TStringMiddle": "TSTRING_MIDDLE", "TStringEnd": "TSTRING_END"}  # fmt: skip
NAMES.update(dict.fromkeys(NUMBERS, "NUMBER"))
EXTENT_OF_NO_INTEREST = {"NEWLINE", "INDENT", "DEDENT", "ENDMARKER"}


def ours(lines):
    """(tokens, comments, diagnostics) of one file's dump; a token is [kind, start, end, value]."""
    tokens, comments, diagnostics = [], [], []
    depth = 0
    for line in lines:
        tag, _, rest = line.partition(" ")
        if tag == "T":
            kind, *numbers = rest.split()
            a, b, c, d = map(int, numbers)
            if not HAS_FSTRING_TOKENS and (kind in STARTS or depth):
                if kind in STARTS:
                    if not depth:
                        tokens.append(["STRING", (a, b), None, None])
                    depth += 1
                elif kind in ENDS:
                    depth -= 1
                    tokens[-1][2] = (c, d)
                continue
            if kind in NAMES:
                kind = NAMES[kind]
            elif kind == "Name" or kind.startswith("Kw"):
                kind = "NAME"
            else:
                kind = "OP"
            tokens.append([kind, (a, b), (c, d), None])
        elif tag == "V":
            if not depth:
                tokens[-1][3] = rest
        elif tag == "C":
            line_number, column, _ = map(int, rest.split())
            comments.append((line_number, column))
        elif tag == "D":
            diagnostics.append(rest)
    return tokens, comments, diagnostics


def theirs(data):
    tokens, comments = [], []
    depth = 0
    for token in tokenize.tokenize(io.BytesIO(data).readline):
        kind = tokenize.tok_name[token.type]
        if kind in ("ENCODING", "NL"):
            continue
        if kind == "COMMENT":
            if not depth or HAS_FSTRING_TOKENS:
                comments.append(token.start)
            continue
        value = None
        if kind == "STRING" and "f" not in token.string[:2].lower().split("'")[0].split('"')[0]:
            literal = ast.literal_eval(token.string)
            value = (literal if isinstance(literal, bytes)
                     else literal.encode("utf-8", "surrogatepass")).hex()
        elif kind == "NUMBER":
            value = ast.literal_eval(token.string)
        tokens.append([kind, token.start, token.end, value])
    return tokens, comments


def same(mine, other):
    if mine[0] != other[0] or mine[1] != other[1]:
        return False
    if mine[0] not in EXTENT_OF_NO_INTEREST and mine[2] != other[2]:
        return False
    if other[3] is None:
        return True
    if mine[0] == "STRING":
        return mine[3] == other[3]
    if isinstance(other[3], int):
        return int(mine[3]) == other[3]
    expected = other[3].imag if isinstance(other[3], complex) else other[3]
    return float.fromhex(mine[3]) == expected


def collect(paths):
    for path in map(pathlib.Path, paths):
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*.py") if "site-packages" not in p.parts)
        else:
            yield path


def is_valid(data):
    try:
        compile(data, "x", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        return True
    except (SyntaxError, ValueError):
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dump")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--limit", type=int, default=0, help="take every n-th file to stay below")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    files = list(collect(arguments.paths or [sysconfig.get_path("stdlib")]))
    if arguments.limit and len(files) > arguments.limit:
        files = files[:: len(files) // arguments.limit + 1]
    compared = skipped = token_count = failures = 0
    for first in range(0, len(files), 50):
        batch = files[first : first + 50]
        output = subprocess.run([arguments.dump, "--values", *map(str, batch)], check=True,
                                stdout=subprocess.PIPE, encoding="utf-8", errors="replace").stdout
        for path, dump in zip(batch, split_files(output)):
            data = path.read_bytes()
            mine, my_comments, diagnostics = ours(dump)
            errors = [d for d in diagnostics if ": error: " in d]
            unknown_encoding = any(": error: unknown encoding: " in d for d in diagnostics)
            if unknown_encoding or path.name in KNOWN_DIFFERENCES or not is_valid(data):
                skipped += 1
                continue
            problem = None
            if errors:
                problem = f"rejected: {errors[0]}"
            else:
                try:
                    other, comments = theirs(data)
                except (tokenize.TokenError, SyntaxError) as error:
                    print(f"skip {path}: tokenize itself fails: {error}")
                    continue
                if HAS_FSTRING_TOKENS:  # its text tokens end at braces, ours do not
                    mine = [t for t in mine if not t[0].endswith("STRING_MIDDLE")]
                    other = [t for t in other if not t[0].endswith("STRING_MIDDLE")]
                for a, b in zip(mine, other):
                    if not same(a, b):
                        problem = f"hpyc {a}, tokenize {b}"
                        break
                else:
                    if len(mine) != len(other):
                        problem = f"{len(mine)} tokens instead of {len(other)}"
                    elif HAS_FSTRING_TOKENS and my_comments != comments:
                        problem = "comments differ"
                    elif not HAS_FSTRING_TOKENS and not set(comments) <= set(my_comments):
                        problem = "comments differ"
                token_count += len(other)
            compared += 1
            if problem:
                failures += 1
                print(f"FAIL {path}: {problem}")
    print(f"{compared} files, {token_count} tokens compared, {failures} differences; "
          f"{skipped} files skipped (Python {sys.version.split()[0]})")
    sys.exit(1 if failures or not compared else 0)


def split_files(output):
    current = None
    for line in output.split("\n"):
        if line.startswith("F "):
            if current is not None:
                yield current
            current = []
        elif current is not None:
            current.append(line)
    if current is not None:
        yield current


if __name__ == "__main__":
    main()
