"""Run the tests of one module of CPython's test package and say what becomes of each, one JSON line a method.

    python run_methods.py MODULE FOLDER SKIPPED [COMPILED…]

FOLDER comes before the test package's own folder (empty: nothing does), so a compiled module in it is what is run.
SKIPPED is a JSON file: names of methods that are not run (again). COMPILED are modules that must be extensions.
"""

import sys

HERE = sys.path.pop(0)

import json
import os
import unittest


class Report(unittest.TestResult):
    """Says what happens while it happens: the process may end in the middle."""

    def __init__(self, say, skipped):
        super().__init__()
        self.say = say
        self.skipped = skipped
        self.seen = {}
        self.names = {}
        self.problem = None

    def name_of(self, test):
        """The method's name; the same test twice gets a number."""
        name = self.names.get(id(test))
        if name is None:
            name = test.id()
            self.seen[name] = self.seen.get(name, 0) + 1
            if self.seen[name] > 1:
                name += "#%d" % self.seen[name]
            self.names[id(test)] = name
        return name

    def startTest(self, test):
        super().startTest(test)
        self.problem = None
        self.done = False
        self.say({"begin": self.name_of(test)})

    def close(self, test, outcome, detail=""):
        """One answer a method."""
        self.done = True
        self.say({"method": self.name_of(test), "outcome": outcome, "detail": detail[-6000:]})

    def stopTest(self, test):
        if not self.done:
            self.close(test, *(self.problem or ("passed",)))
        super().stopTest(test)

    def addSuccess(self, test):
        pass

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.problem = ("failed", "unexpected success")

    def addSkip(self, test, reason):
        if isinstance(test, unittest.TestCase) and self.problem is None:
            self.problem = ("skipped", reason)

    def trouble(self, test, err):
        text = self._exc_info_to_string(err, test)
        if isinstance(test, unittest.TestCase):
            if self.problem is None or self.problem[0] == "skipped":
                self.problem = ("failed", text)
        else:
            # The set-up of a class or module: its methods are never begun.
            self.say({"fixture": test.id(), "detail": text[-6000:]})

    def addFailure(self, test, err):
        self.trouble(test, err)

    def addError(self, test, err):
        self.trouble(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.trouble(test, err)


def drop(suite, report):
    """Leave out what was run already."""
    kept = []
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            drop(test, report)
            kept.append(test)
        elif report.name_of(test) not in report.skipped:
            kept.append(test)
    suite._tests[:] = kept


def load_copies():
    """Let a compiled module be imported again, as tests do that want a fresh one; names of what is compiled.

    Its C variables exist once for a file, so every import after the first gets a copy of the file.
    """
    import importlib.machinery
    import shutil
    import tempfile

    specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    seen = {spec.origin for spec in specs if spec is not None}
    loaded = {spec.name for spec in specs if spec is not None and (spec.origin or "").endswith(".so")}

    def fresh(name, path):
        loaded.add(name)
        if path not in seen:
            seen.add(path)
            return path
        folder = tempfile.mkdtemp()
        return shutil.copy(path, os.path.join(folder, os.path.basename(path)))

    create = importlib.machinery.ExtensionFileLoader.create_module

    def create_module(self, spec):
        here = spec.origin
        spec.origin = fresh(spec.name, here)
        try:
            return create(self, spec)
        finally:
            spec.origin = here

    importlib.machinery.ExtensionFileLoader.create_module = create_module
    universal = sys.modules.get("hpy.universal")
    if universal is not None:
        load = universal._load_bootstrap
        universal._load_bootstrap = lambda name, full, package, path, *rest: load(
            name, full, package, fresh(name, path), *rest
        )
    return loaded


def main():
    """Import, load, run."""
    module_name, folder, skipped = sys.argv[1:4]
    compiled = sys.argv[4:]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)
    with open(skipped, encoding="utf-8") as file:
        skipped = set(json.load(file))
    sys.argv[1:] = []

    def say(answer, write=answers.write, flush=answers.flush, dumps=json.dumps):
        write(dumps(answer) + "\n")
        flush()

    import importlib

    try:
        import hpy.universal  # before `load_copies`
    except ImportError:
        pass
    loaded = load_copies()
    library = os.environ.pop("HPYC_LIBRARY", None)
    if library:
        for name in list(sys.modules):
            if any(name == other or name.startswith(other + ".") for other in compiled):
                del sys.modules[name]
        sys.path.insert(0, library)
    import test.support

    test.support.use_resources = []
    if folder:
        importlib.import_module(module_name.rpartition(".")[0]).__path__.insert(0, folder)
    say({"begin": "import"})
    try:
        module = importlib.import_module(module_name)
    except BaseException as error:
        import traceback

        outcome = "skipped" if isinstance(error, unittest.SkipTest) else "failed"
        say({"method": "import", "outcome": outcome, "detail": traceback.format_exc()[-6000:]})
        say({"end": True})
        return
    say({"method": "import", "outcome": "passed", "detail": ""})
    suite = unittest.TestSuite([unittest.defaultTestLoader.loadTestsFromModule(module)])
    report = Report(say, skipped)
    drop(suite, report)
    suite.run(report)
    # Some are imported by tests only.
    missing = [name for name in compiled if name not in loaded]
    if missing:
        say({"method": "import", "outcome": "failed", "detail": "not compiled: %s" % ", ".join(missing)})
    say({"end": True})
    # Threads and finalizers of tests must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
