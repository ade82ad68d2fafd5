"""A long-lived process that times one configuration, one repeat per request.

Requests are JSON lines on standard input, answers JSON lines on the original standard
output; what the measured program prints is caught apart. Runs in any Python from 3.8 on,
without hpyc: standard library only.
"""

import sys

if __name__ == "__main__":
    sys.path.pop(0)

import hashlib
import importlib
import json
import os
import re
import time
import timeit
import traceback


def describe(value, depth=0, seen=()):
    """A text that is equal for equal results, also where they are instances.

    Floats are shown exactly; addresses never appear, as they differ between processes.
    """
    if depth > 50 or any(value is other for other in seen):
        return "..."
    seen = seen + (value,)
    kind = type(value)
    if value is None or kind in (bool, int, float, complex, str, bytes, bytearray, range):
        return repr(value)
    if kind in (list, tuple):
        inner = ", ".join([describe(item, depth + 1, seen) for item in value])
        return "%s(%s)" % (kind.__name__, inner)
    if kind in (set, frozenset):
        inner = ", ".join(sorted([describe(item, depth + 1, seen) for item in value]))
        return "%s(%s)" % (kind.__name__, inner)
    if kind is dict:
        pairs = [
            describe(k, depth + 1, seen) + ": " + describe(v, depth + 1, seen)
            for k, v in value.items()
        ]
        return "dict(%s)" % ", ".join(pairs)
    if isinstance(value, type):
        return "class " + value.__qualname__
    return "%s{%s}" % (kind.__name__, ", ".join(_fields(value, depth, seen)))


def _fields(value, depth, seen):
    """Attributes of an instance, in `__dict__` and `__slots__`; its repr if it has neither."""
    names = list(getattr(value, "__dict__", ()))
    has_slots = False
    for base in type(value).__mro__:
        slots = base.__dict__.get("__slots__", ())
        slots = (slots,) if isinstance(slots, str) else tuple(slots)
        has_slots = has_slots or bool(slots)
        names += [slot for slot in slots if slot not in ("__dict__", "__weakref__")]
    if not names and not has_slots and not hasattr(value, "__dict__"):
        return [re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))]
    return [
        "%s=%s" % (name, describe(getattr(value, name), depth + 1, seen))
        for name in sorted(set(names))
        if hasattr(value, name)
    ]


class Worker:
    """State of the process: the imported module and what to call in it."""

    def __init__(self, output_path):
        self.output_path = output_path
        self.module = None
        self.calls = {}

    def handle(self, request):
        """Answer one request."""
        return getattr(self, "do_" + request.pop("do"))(**request)

    def do_load(self, path, module):
        """Import the module from one folder."""
        sys.path.insert(0, path)
        started = time.perf_counter()
        self.module = importlib.import_module(module)
        seconds = time.perf_counter() - started
        return {
            "import_seconds": seconds,
            "file": getattr(self.module, "__file__", None),
            "python": sys.version,
            "pid": os.getpid(),
        }

    def _call(self, expression):
        if expression not in self.calls:
            code = compile("lambda: (%s)" % expression, "<call>", "eval")
            self.calls[expression] = eval(code, vars(self.module))
        return self.calls[expression]

    def do_check(self, expression):
        """The first call: tell its time, its result and what was printed, for comparison."""
        before = self._printed()
        call = self._call(expression)
        started = time.perf_counter()
        result = call()
        seconds = time.perf_counter() - started
        text = describe(result)
        return {
            "seconds": seconds,
            "result": text if len(text) < 200 else text[:200] + "…",
            "digest": hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest(),
            "printed": hashlib.sha256(self._printed()[len(before) :]).hexdigest(),
        }

    def _printed(self):
        sys.stdout.flush()
        with open(self.output_path, "rb") as file:
            return file.read()

    def do_time(self, expression, number):
        """One repeat: `number` calls, timed as `timeit` does it (garbage collection off)."""
        timer = timeit.Timer("call()", globals={"call": self._call(expression)})
        cpu = time.process_time()
        seconds = timer.timeit(number)
        return {"seconds": seconds, "cpu_seconds": time.process_time() - cpu}

    def do_warm(self, expression, seconds, most):
        """Call by call until the time is used up or `most` are done: how it gets faster."""
        call = self._call(expression)
        clock = time.perf_counter
        times = []
        end = clock() + seconds
        while len(times) < most:
            started = clock()
            call()
            now = clock()
            times.append(now - started)
            if now >= end:
                break
        return {"seconds": times}

    def do_hello(self):
        """Say that the interpreter runs."""
        return {"python": sys.version}

    def do_quit(self):
        """End the process after this answer."""
        raise SystemExit


def main():
    """Serve requests until standard input ends."""
    output_path = sys.argv[1]
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    printed = os.open(output_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(printed, 1)
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    worker = Worker(output_path)
    for line in requests:
        try:
            answer = worker.handle(json.loads(line))
        except SystemExit:
            break
        except KeyboardInterrupt:
            break
        except BaseException as error:
            answer = {
                "error": "%s: %s" % (type(error).__name__, error),
                "traceback": traceback.format_exc(),
            }
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
