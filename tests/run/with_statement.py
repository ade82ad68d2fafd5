"""The with statement. Where `__exit__` fails, the body is on the same line: Pythons before 3.10 report its line."""

import io
import sys


class Manager:
    log = []

    def __init__(self, name, swallow=False, enter=None, exit=None):
        self.name = name
        self.swallow = swallow
        self.enter = enter
        self.exit = exit

    def __enter__(self):
        Manager.log.append("enter " + self.name)
        if self.enter is not None:
            raise self.enter
        return self.name

    def __exit__(self, kind, value, tb):
        Manager.log.append(("exit " + self.name, kind and kind.__name__, repr(value), tb is not None, seen()))
        if self.exit is not None:
            raise self.exit
        return self.swallow


def seen():
    kind = sys.exc_info()[0]
    return kind and kind.__name__


def logged(function, *args):
    Manager.log = []
    try:
        result = function(*args)
    except Exception as error:
        result = (repr(error), repr(error.__context__))
    return (result, Manager.log)


def act(action):
    if action == "raise":
        raise ValueError("body")


def simple(action, **options):
    for turn in range(2):
        with Manager("a", **options) as name:
            Manager.log.append(name)
            if action == "raise":
                raise ValueError("body")
            if action == "return":
                return "returned"
            if action == "break":
                break
            if action == "continue":
                continue
            Manager.log.append("end")
        Manager.log.append("after")
    return "done"


def two(action, first, second):
    value = "before"
    with Manager("a", **first) as a, Manager("b", **second) as b:
        value = (a, b)
        act(action)
        value = "set"
    return value


def parenthesised(action):
    with (
        Manager("a") as a,
        Manager("b", swallow=True),
        Manager("c") as c,
    ):
        act(action)
    return a + c


ACTIONS = ["none", "raise", "return", "break", "continue"]
CALLS = ["logged(simple, %r)" % action for action in ACTIONS]
CALLS += ["logged(lambda: simple(%r, swallow=True))" % action for action in ACTIONS]
CALLS += ["logged(lambda: simple(%r, swallow=[]))" % action for action in ACTIONS]
CALLS += ["logged(lambda: simple(%r, enter=KeyError('enter')))" % action for action in ACTIONS]
CALLS += ["logged(lambda: simple(%r, exit=KeyError('exit')))" % action for action in ACTIONS]
OPTIONS = ["{}", "{'swallow': 1}", "{'enter': KeyError(1)}", "{'exit': IndexError(2)}"]
CALLS += [
    "logged(two, %r, %s, %s)" % (action, a, b) for action in ("none", "raise") for a in OPTIONS for b in OPTIONS
]
CALLS += ["logged(parenthesised, 'none')", "logged(parenthesised, 'raise')"]


class OnlyExit:
    def __exit__(self, *args):
        return True


class OnlyEnter:
    def __enter__(self):
        return 1


class OnInstance:
    def __init__(self):
        self.__enter__ = lambda: 1
        self.__exit__ = lambda *a: None


class Static:
    @staticmethod
    def __enter__():
        return "static"

    @classmethod
    def __exit__(cls, *args):
        return [cls.__name__]


class Callable:
    def __call__(self, *args):
        return ("called", len(args))


class WithCallables:
    __enter__ = Callable()
    __exit__ = Callable()


class Bound:
    def __init__(self, *what):
        self.what = what

    def __call__(self, *args):
        return (self.what, len(args))


class Descriptor:
    def __get__(self, instance, owner):
        return Bound(type(instance).__name__, owner.__name__)


class WithDescriptors:
    __enter__ = Descriptor()
    __exit__ = Descriptor()


class BadTruth:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return self

    def __bool__(self):
        raise OSError("truth")


class Inherits(Manager):
    def __enter__(self):
        return ("sub", Manager.__enter__(self))


def use(manager):
    with manager as value:
        return value


def use_and_raise(manager):
    with manager as value:
        raise ValueError(value)
    return "swallowed"


for _maker in ("OnlyExit()", "OnlyEnter()", "OnInstance()", "5", "None", "Static()", "WithCallables()", "BadTruth()"):
    CALLS.append("use(%s)" % _maker if _maker != "BadTruth()" else "type(use(BadTruth())).__name__")
    CALLS.append("use_and_raise(%s)" % _maker if _maker != "BadTruth()" else "bad_truth()")
CALLS += ["use(WithDescriptors())", "use_and_raise(WithDescriptors())", "logged(use, Inherits('i'))"]


def bad_truth():
    with BadTruth(): raise ValueError("body")


class Thing:
    pass


def test_targets():
    thing = Thing()
    items = [0, 0]
    with Manager("a") as thing.name:
        with Manager("b") as items[1]:
            with Static() as (x, y, *rest):
                return (thing.name, items, x, y, rest)


def test_target_fails():
    Manager.log = []
    try:
        with Manager("ab") as (x, y, z):
            pass
    except ValueError as error:
        return (str(error), Manager.log)


def test_target_swallowed():
    with Manager("ab", swallow=True) as (x, y, z):
        pass
    return "fine"


def test_file():
    with io.StringIO("text\nmore") as file:
        lines = [line for line in file]
    return (lines, file.closed)


def test_nested_in_try():
    Manager.log = []
    try:
        with Manager("a"):
            try:
                with Manager("b"):
                    raise ValueError("inner")
            finally:
                Manager.log.append("finally")
    except ValueError as error:
        Manager.log.append(str(error))
    return Manager.log


def test_in_handler():
    Manager.log = []
    try:
        raise KeyError("handled")
    except KeyError:
        with Manager("a"):
            Manager.log.append(seen())
        try:
            with Manager("b"):
                raise ValueError("inner")
        except ValueError as error:
            return (Manager.log, repr(error.__context__), repr(error.__context__.__context__))


def test_exit_raises_context():
    with Manager("a", exit=KeyError("from exit")): raise ValueError("body")


def test_exit_raises_normally():
    with Manager("a", exit=KeyError("from exit")): pass


def test_enter_raises():
    with Manager("a", enter=KeyError("from enter")):
        pass


def test_raises_through():
    with Manager("a"), Manager("b"):
        act("raise")


def test_bare_raise_in_exit():
    class Reraises:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            raise

    with Reraises(): raise ValueError("body")


def test_bare_raise_in_exit_normal():
    class Reraises:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            raise

    with Reraises(): pass


def test_variables_after():
    total = 0
    for i in range(4):
        with Manager("a", swallow=True):
            total += i
            if i == 2:
                raise ValueError
            total += 10
    return total


def test_unbound_after():
    with Manager("a", swallow=True):
        raise ValueError
        x = 1
    return x


def test_unbound_target():
    with Manager("a", swallow=True) as a, Manager("b", enter=ValueError()) as b:
        pass
    return (a, b)


def test_manager_expression_fails():
    with Manager("a", swallow=True), nothing as b:
        pass
    return "swallowed"


def lock_like(n):
    counts = {}
    for i in range(n):
        with Manager("a"):
            if i % 3 == 0:
                continue
            counts[i] = counts.get(i, 0) + 1
    else:
        with Manager("b"):
            return counts


def test_lock_like():
    return lock_like(7)


with Manager("module") as module_value:
    module_body = (module_value, seen())


class InClass:
    with Manager("class", swallow=True) as name:
        value = 1
        raise ValueError


def test_module_level():
    return (module_body, InClass.name, InClass.value)


def test_constants_of_a_loop_behind_a_with():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return True

    found = []
    number = 0
    with Manager():
        number += 1
        if number:
            raise ValueError
    while number < 3:
        with Manager():
            found.append("text")
            number += 1
        found.append("more")
    if number:
        with Manager():
            found.append("text")
    return found
