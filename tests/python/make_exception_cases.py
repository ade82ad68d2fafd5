"""Writes tests/run/exception_combinations.py: every way into and out of try, except, else and finally.

    python make_exception_cases.py > ../run/exception_combinations.py

Standard library only. A function has one shape of handler and finally; what its body does is its argument.
"""

HANDLERS = {
    "none": [],
    "passes": ["except KeyError:", "    log.append('handled')"],
    "named": ["except KeyError as error:", "    log.append(str(error))"],
    "raises_again": ["except KeyError:", "    log.append(seen())", "    raise"],
    "raises_named": ["except KeyError as error:", "    raise error"],
    "raises_other": ["except KeyError:", "    raise IndexError('other')"],
    "raises_from": ["except KeyError as error:", "    raise IndexError('other') from error"],
    "raises_from_none": ["except KeyError:", "    raise IndexError('other') from None"],
    "fails": ["except KeyError as error:", "    log.append([][1])"],
    "returns": ["except KeyError:", "    return ['handler', log]"],
    "breaks": ["except KeyError:", "    break"],
    "continues": ["except KeyError as error:", "    continue"],
    "two": [
        "except (IndexError, KeyError) as error:", "    log.append(repr(error))",
        "except ValueError:", "    log.append('value')", "    value = 'from handler'",
        "except:", "    log.append('any')", "    raise",
    ],
}  # fmt: skip
ELSE = ["else:", "    log.append('else')", "    if action == 'else raises': raise ValueError('in else')"]
FINALLIES = {
    "none": [],
    "passes": ["finally:", "    log.append(('finally', value, seen()))"],
    "raises": ["finally:", "    raise OSError('in finally')"],
    "returns": ["finally:", "    return ['finally', value, log]"],
    "breaks": ["finally:", "    log.append('finally')", "    break"],
    "continues": ["finally:", "    log.append('finally')", "    continue"],
    "branches": ["finally:", "    if turn == 1:", "        return log", "    log.append(value)"],
    "tries": [
        "finally:", "    try:", "        log.append(value)", "        raise TypeError('inner')",
        "    except TypeError as inner:", "        log.append(type(inner.__context__).__name__)",
    ],
}  # fmt: skip
ACTIONS = ["falls through", "key", "value", "deep", "base", "returns", "breaks", "continues", "else raises", "unbound"]
BODY = [
    "log.append('body')",
    "value = turn",
    "if action == 'key': raise KeyError('k')",
    "elif action == 'value': raise ValueError('v')",
    "elif action == 'deep': deep('d')",
    "elif action == 'base': raise SystemExit(3)",
    "elif action == 'returns': return ['body', log]",
    "elif action == 'breaks': break",
    "elif action == 'continues': continue",
    "elif action == 'unbound': del value",
]
HEAD = '''"""Combinations of try, except, else and finally; written by tests/python/make_exception_cases.py."""

import sys


def seen():
    kind = sys.exc_info()[0]
    return kind and kind.__name__


def deep(text):
    try:
        raise KeyError(text)
    finally:
        seen()
'''


def indented(lines, depth):
    """The lines as a block."""
    return ["    " * depth + line for line in lines]


def combination(name, handler, end, with_else):
    """One function: a loop with a try statement, and what follows it."""
    lines = [f"def {name}(action):", "    log = []", "    value = None", "    for turn in range(3):"]
    lines += ["        log.append(turn)", "        try:"] + indented(BODY, 3)
    lines += indented(handler + (ELSE if with_else and handler else []) + end, 2)
    lines += ["        log.append(('after', seen()))", "        log.append(value)", "    return log + [value, seen()]"]
    return lines


def nested(name, inner, outer, end):
    """A try statement in the body of another, in its handler, or in its finally."""
    lines = [f"def {name}(action):", "    log = []", "    value = None", "    for turn in range(2):"]
    lines += ["        try:", "            try:"] + indented(BODY, 4) + indented(inner, 3)
    lines += ["            log.append('between')"] + indented(outer, 2)
    if not end or end is FINALLIES["none"]:
        end = ["finally:", "    log.append(seen())"]
    lines += indented(end, 2)
    lines += ["    return log"]
    return lines


def in_handler(name, inner, end):
    """A try statement in a handler."""
    lines = [f"def {name}(action):", "    log = []", "    value = None", "    for turn in range(2):"]
    lines += ["        try:", "            raise ValueError('outer')", "        except ValueError as outer:"]
    lines += ["            try:"] + indented(BODY, 4) + indented(inner + (end or ["finally:", "    log.append(seen())"]), 3)
    lines += ["            log.append((seen(), str(outer)))", "        log.append(seen())", "    return log"]
    return lines


def main():
    """Print the module."""
    out = [HEAD]
    names = []
    for h, handler in HANDLERS.items():
        for e, end in FINALLIES.items():
            if not handler and not end:
                continue
            if e not in ("none", "passes") and h not in ("none", "named", "raises_other", "two"):
                continue
            name = f"handler_{h}_finally_{e}"
            out += ["", *combination(name, handler, end, e in ("none", "passes")), ""]
            names.append(name)
    for h in ("raises_other", "raises_again", "two", "continues", "fails"):
        for e in ("passes", "returns"):
            name = f"nested_{h}_{e}"
            outer = HANDLERS["two"] if h != "two" else HANDLERS["raises_from"]
            out += ["", *nested(name, HANDLERS[h] + FINALLIES["passes"], outer, FINALLIES[e]), ""]
            names.append(name)
    for h in ("none", "named", "raises_other", "raises_again", "returns", "fails"):
        for e in ("none", "tries"):
            name = f"in_handler_{h}_{e}"
            out += ["", *in_handler(name, HANDLERS[h], FINALLIES[e]), ""]
            names.append(name)
    out += ["", "CALLS = ["]
    out += [f"    {name + '(' + repr(action) + ')'!r}," for name in names for action in ACTIONS]
    out += ["]"]
    print("\n".join(out))


main()
