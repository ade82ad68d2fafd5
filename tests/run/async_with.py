# run: python>=3.10 messages>=3.11
"""async with."""

import sys


class Wait:
    def __init__(self, value=None):
        self.value = value

    def __await__(self):
        return (yield self.value)


def run(coroutine):
    out = []
    try:
        while True:
            out.append(coroutine.send(len(out) or None))
    except StopIteration as e:
        return e.value, out
    except Exception as e:
        return type(e), str(e), repr(e.__cause__), repr(e.__context__), out


class Manager:
    def __init__(self, log, name="m", suppress=False, error=None):
        self.log, self.name, self.suppress, self.error = log, name, suppress, error

    async def __aenter__(self):
        self.log.append(("enter", self.name))
        await Wait("enter")
        if self.error == "enter":
            raise LookupError("enter")
        return self.name

    async def __aexit__(self, kind, e, traceback):
        self.log.append(("exit", self.name, kind, str(e), traceback is None, repr(sys.exc_info()[1])))
        await Wait("exit")
        if self.error == "exit":
            raise LookupError("exit")
        return self.suppress


async def body(log, what, **options):
    x = 1
    async with Manager(log, **options) as name:
        x = 2
        log.append(name)
        if what == "raise":
            raise ValueError("body")
        if what == "return":
            return await Wait("returning")
        x = 3
    return x


def test_ways_through():
    out = []
    for what in ("end", "raise", "return"):
        for suppress in (False, True, [], "yes"):
            for error in (None, "enter", "exit"):
                log = []
                out.append((run(body(log, what, suppress=suppress, error=error)), log))
    return out


async def several(log, suppress):
    async with Manager(log, "a") as a, Manager(log, "b", suppress) as b, Manager(log, "c"):
        log.append(a + b)
        raise KeyError("x")
    return "after"


def test_several_managers():
    log = []
    return run(several(log, True)), run(several(log, False)), log


async def in_loop(log):
    out = []
    for i in range(5):
        async with Manager(log, i):
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
    async for i in items():
        async with Manager(log, suppress=True):
            1 / i
        out.append(("after", i))
    return out


async def items():
    yield 0
    yield 1


def test_leaving_loops():
    log = []
    return run(in_loop(log)), log


async def in_handler(log):
    try:
        raise OSError("handled")
    except OSError:
        async with Manager(log, "in handler"):
            pass
        async with Manager(log, "suppresses", True):
            raise ValueError("inside")
        log.append(repr(sys.exc_info()[1]))
    try:
        async with Manager(log, "raises"):
            raise TypeError("passes")
    except TypeError as e:
        async with Manager(log, error="exit"):
            raise KeyError(1)


def test_in_handlers():
    log = []
    return run(in_handler(log)), log


async def to_targets(log):
    class T:
        pass

    t = T()
    async with Manager(log, "x") as t.x, Manager(log, (1, [2, 3])) as (a, [*b]):
        pass
    async with Manager(log, (1,)) as (a, c):
        pass


def test_targets():
    log = []
    return run(to_targets(log)), log


class Nothing:
    pass


class OnlyEnter:
    async def __aenter__(self):
        pass


class OnlyExit:
    async def __aexit__(self, *a):
        pass


class Plain:
    def __init__(self, entered=None, left=None):
        self.entered, self.left = entered, left

    def __aenter__(self):
        return self.entered or Wait("plain enter")

    def __aexit__(self, *a):
        return self.left or Wait("plain exit")


class OnInstance:
    def __init__(self):
        self.__aenter__ = self.__aexit__ = None


class Synchronous:
    def __enter__(self):
        return 1

    def __exit__(self, *a):
        pass


class Property:
    @property
    def __aenter__(self):
        raise LookupError("property")

    __aexit__ = None


async def uses(manager, fail=False):
    async with manager as x:
        if fail:
            raise OSError("body")
    return x


def test_what_is_no_manager():
    managers = [5, Nothing(), OnlyEnter(), OnlyExit(), OnInstance(), Synchronous(), Plain(5), Plain(None, 5), Plain(iter(())), Plain(), Property()]
    return [run(uses(m, fail)) for m in managers for fail in (False, True)]


class AwaitFails:
    def __await__(self):
        raise LookupError("await")


def test_errors_of_await():
    return run(uses(Plain(AwaitFails()))), run(uses(Plain(None, AwaitFails()))), run(uses(Plain(None, AwaitFails()), True))


class StoreExit:
    def __init__(self, log):
        self.log = log

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, traceback):
        self.log.append((kind, traceback.tb_frame.f_code.co_name if traceback else None))
        return True


async def generator(log):
    async with StoreExit(log):
        for i in range(3):
            yield i
    log.append("after")


async def uses_generator(log):
    g = generator(log)
    out = [await g.asend(None), await g.asend(None)]
    try:
        await g.athrow(ValueError("thrown"))
    except StopAsyncIteration:
        out.append("stopped")
    g = generator(log)
    await g.asend(None)
    try:
        await g.aclose()
    except BaseException as e:
        out.append(repr(e))
    return out


def test_in_asynchronous_generators():
    log = []
    return run(uses_generator(log)), log


CALLS = (
    "run(body([], 'raise', suppress=True))",
    "run(body([], 'raise'))",
    "run(uses(5))",
    "run(uses(Plain()))",
)
