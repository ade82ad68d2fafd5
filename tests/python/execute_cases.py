"""Run the cases of one run-test module and write what happened, one JSON line a case.

    python execute_cases.py MODE WORKER FOLDER SOURCE[@N]…

MODE is `outcomes`, `references` (leaks of references and memory, CPython) or `handles`
(leaks of HPy handles; needs HPY=debug). FOLDER holds the modules to import: each is the source
itself or a compiled extension. WORKER is the study's worker.py, whose `describe` is used.
Runs in every Python from 3.8 on; standard library only.
"""

import sys

sys.path.pop(0)

import ast
import gc
import importlib
import io
import json
import os
import re
import traceback

REPETITIONS = 30
ATTEMPTS = 3
BATCH = 25


def without_addresses(text):
    """Addresses differ from run to run."""
    return re.sub(r"0x[0-9a-fA-F]+", "0x", text)


class Cases:
    """The cases of one module: its functions `test_…` and the expressions in `CALLS`."""

    def __init__(self, module, source, describe):
        self.module = module
        self.source = source
        self.describe = describe
        with open(source, "rb") as file:
            tree = ast.parse(file.read())
        self.names = [
            statement.name
            for statement in tree.body
            if isinstance(statement, ast.FunctionDef) and statement.name.startswith("test_")
        ]
        # A text that occurs twice is one case: answers are found by name.
        self.names += ["CALLS: " + text for text in dict.fromkeys(getattr(module, "CALLS", ()))]

    def function(self, name):
        """Something without parameters that runs the case."""
        if name.startswith("CALLS: "):
            code = compile(name[len("CALLS: ") :].strip(), "<case>", "eval")
            return lambda: eval(code, vars(self.module))
        return getattr(self.module, name)

    def outcome(self, name):
        """Result or exception, and what was printed."""
        answer = {"case": name}
        keep, sys.stdout = sys.stdout, io.StringIO()
        try:
            try:
                answer["result"] = self.describe(self.function(name)())
            except BaseException as error:
                answer["exception"] = exception_facts(error, self.source)
            answer["printed"] = without_addresses(sys.stdout.getvalue())
        finally:
            sys.stdout = keep
        return answer


def exception_facts(error, source, depth=0):
    """Type, message, the traceback's entries in the tested file, and the chain."""
    base = os.path.splitext(os.path.basename(source))[0]
    frames = [
        [entry.name, entry.lineno]
        for entry in traceback.extract_tb(error.__traceback__)
        if os.path.splitext(os.path.basename(entry.filename))[0] == base
    ]
    facts = {
        "type": type(error).__name__,
        "message": without_addresses(str(error)),
        "args": without_addresses(repr(error.args)),
        "traceback": frames,
    }
    if depth < 5:
        for link in ("__cause__", "__context__"):
            other = getattr(error, link)
            if other is not None:
                facts[link] = exception_facts(other, source, depth + 1)
        facts["suppress"] = error.__suppress_context__
    return facts


def quietly(function):
    """Run once; results, exceptions and output are dropped."""
    keep, sys.stdout = sys.stdout, io.StringIO()
    try:
        try:
            function()
        except BaseException:
            pass
    finally:
        sys.stdout = keep


# --- references ---------------------------------------------------------------------------


def watched_objects(module):
    """Objects whose reference counts must not drift: what compiled code handles all the time."""
    import builtins

    watched = {}

    def watch(label, value, depth=0):
        watched.setdefault(id(value), (label, value))
        if depth < 2 and type(value) is tuple:
            for index, item in enumerate(value):
                watch("%s[%d]" % (label, index), item, depth + 1)
        if depth < 2 and isinstance(value, type) and value.__module__ == module.__name__:
            for name, item in list(vars(value).items()):
                watch("%s.%s" % (label, name), item, depth + 1)

    for value in (None, True, False, Ellipsis, NotImplemented, (), "", b"", frozenset()):
        watch(repr(value), value)
    for number in range(-5, 257):
        watch(repr(number), number)
    for name, value in vars(builtins).items():
        if name != "_":
            watch("builtins." + name, value)
    for name, value in list(vars(module).items()):
        watch(name, value)
    return list(watched.values())


def measure(watched):
    """Counts that grow if something leaks."""
    # The cache of type attributes refers to None in its free entries.
    getattr(sys, "_clear_type_cache", int)()
    gc.collect()
    counts = [sys.getrefcount(value) for _, value in watched]
    return counts, len(gc.get_objects()), sys.getallocatedblocks()


def leak(function, watched):
    """What grows (or shrinks) with every repetition, or `None`.

    Caches of the interpreter make single measurements noisy, so something counts only if
    it drifts in the same direction in every attempt.
    """
    for _ in range(5):
        quietly(function)
    drifts = None
    for _ in range(ATTEMPTS):
        counts, objects, blocks = measure(watched)
        for _ in range(REPETITIONS):
            quietly(function)
        new_counts, new_objects, new_blocks = measure(watched)
        found = {}
        for (label, _), old, new in zip(watched, counts, new_counts):
            if abs(new - old) >= REPETITIONS:
                found["references to " + label, new > old] = new - old
        if new_objects - objects >= REPETITIONS:
            found["objects", True] = new_objects - objects
        if new_blocks - blocks >= REPETITIONS:
            found["memory blocks", True] = new_blocks - blocks
        drifts = found if drifts is None else {key: drifts[key] for key in drifts if key in found}
        if not drifts:
            return None
    text = "; ".join(["%s: %+d" % (what, change) for (what, _), change in drifts.items()])
    return "%s in %d repetitions" % (text, REPETITIONS)


# --- handles ------------------------------------------------------------------------------


def handle_leak(function):
    """The message of HPy's leak detector, or `None`."""
    from hpy.debug import HPyLeakError, LeakDetector

    # A collection inside compiled code may run compiled finalizers, for which HPy's debug mode has no context
    # ("Wrong HPy Context!").
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            quietly(function)
            gc.collect()
        with LeakDetector():
            quietly(function)
    except HPyLeakError as error:
        return without_addresses(str(error))[:500]
    finally:
        gc.enable()
    return None


def search_leaks(cases, say, detect):
    """Look at many cases together, and at each alone only where they leak."""
    for start in range(0, len(cases.names), BATCH):
        names = cases.names[start : start + BATCH]
        functions = [cases.function(name) for name in names]

        def all_of_them(functions=functions):
            for function in functions:
                quietly(function)

        say({"begin": ", ".join(names)})
        if detect(all_of_them) is None:
            continue
        for name, function in zip(names, functions):
            say({"begin": name})
            say({"case": name, "leak": detect(function)})


def run_module(mode, source, first, say):
    """Import one module and run its cases from the given one on."""
    from worker import describe

    # Modules of the tests' own that cases import.
    support = os.path.join(os.path.dirname(os.path.abspath(source)), "support")
    if support not in sys.path:
        sys.path.append(support)
    say({"begin": "import"})
    keep, sys.stdout = sys.stdout, io.StringIO()
    answer = {"case": "import"}
    module = None
    try:
        try:
            module = importlib.import_module(os.path.splitext(os.path.basename(source))[0])
            answer["result"] = [module.__name__, module.__doc__, module.__package__]
        except BaseException as error:
            answer["exception"] = exception_facts(error, source)
        answer["printed"] = without_addresses(sys.stdout.getvalue())
    finally:
        sys.stdout = keep
    if mode == "outcomes" and not first:
        say(answer)
    if module is None:
        if mode != "outcomes":
            say({"case": "import", "leak": "cannot be imported: %r" % (answer["exception"],)})
        return
    cases = Cases(module, source, describe)
    if mode == "outcomes":
        for name in cases.names[first:]:
            say({"begin": name})
            say(cases.outcome(name))
    elif mode == "references":
        watched = watched_objects(module)
        search_leaks(cases, say, lambda function: leak(function, watched))
    else:
        search_leaks(cases, say, handle_leak)


def main():
    """Run the cases in the given mode."""
    mode, worker, folder = sys.argv[1:4]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # What C code prints must not mix with the answers.

    def say(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    sys.path[:0] = [folder, os.path.dirname(worker)]
    for argument in sys.argv[4:]:
        source, _, first = argument.partition("@")
        say({"source": source})
        run_module(mode, source, int(first or 0), say)
    say({"end": True})


if __name__ == "__main__":
    main()
