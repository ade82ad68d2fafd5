# run: python>=3.10 messages>=3.11
"""Coroutines: await, send, throw, close, errors of misuse, names, warnings."""

import types


class Awaitable:
    """Hands out the values, then returns what was sent."""

    def __init__(self, *values):
        self.values = values

    def __await__(self):
        sent = []
        for value in self.values:
            sent.append((yield value))
        return sent


def drive(coroutine, *sent):
    """What it hands out, and how it ends."""
    out = []
    try:
        out.append(coroutine.send(None))
        for value in sent:
            out.append(coroutine.send(value))
    except StopIteration as e:
        out.append(("returned", e.value))
    except Exception as e:
        out.append((type(e), str(e)))
    coroutine.close()
    return out


async def nothing():
    pass


async def returns(x, *more, y=2, **rest):
    return x, more, y, rest


async def waits(*values):
    got = await Awaitable(*values)
    return [got, await nothing(), await returns(1, 2, z=3)]


def test_await_passes_values_both_ways():
    return drive(nothing()), drive(returns(5)), drive(waits(1, 2, 3), "a", "b", "c"), drive(waits())


async def nested(n):
    if n == 0:
        return await Awaitable("bottom")
    return [n, await nested(n - 1)]


def test_await_of_coroutines():
    return drive(nested(5), "sent")


async def numbers(n):
    total = 0
    ratio = 0.5
    for i in range(n):
        total += i + len(await Awaitable(total))
        ratio = ratio * 2 + total
    return total, ratio


def test_numbers_survive_an_await():
    return drive(numbers(4), 1, 2, 3, 4)


async def in_expressions(a):
    x = (await returns(1))[0] + (await returns(2))[0] * 10
    y = [await returns(i) for i in range(2)]
    z = {await Awaitable(): f"{await returns(3)}" for _ in ()}
    print(await returns(4), end=f"{(await returns(5))[2]}\n")
    return x, y, z, (await returns(0)) and (await returns(7)), -(await number(3)), not await number(0)


async def number(n):
    return n


def test_await_is_an_expression():
    return drive(in_expressions(1))


async def catches(log):
    while True:
        try:
            log.append(await Awaitable(len(log)))
        except ValueError as e:
            log.append(("caught", str(e)))
        except KeyError:
            return log
        finally:
            log.append("finally")


def test_throw():
    log = []
    c = catches(log)
    out = [c.send(None), c.throw(ValueError("one")), c.send("two"), c.throw(ValueError)]
    try:
        c.throw(KeyError)
    except StopIteration as e:
        out.append(e.value)
    try:
        c.throw(OSError("late"))
    except RuntimeError as e:
        out.append(str(e))
    c = catches([])
    try:
        c.throw(OSError("early"))
    except OSError as e:
        out.append(str(e))
    return out


class Delegate:
    """An iterator with throw and close of its own."""

    def __init__(self, log):
        self.log = log

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def send(self, value):
        self.log.append(("send", value))
        return "sent"

    def throw(self, *e):
        self.log.append(("throw", repr(e[0])))
        if len(self.log) > 3:
            raise StopIteration("result")
        return "thrown"

    def close(self):
        self.log.append("close")


async def delegates(log):
    return ["got", await Delegate(log)]


def test_delegation():
    log = []
    c = delegates(log)
    out = [c.send(None), c.send(5), c.throw(ValueError("v")), c.send(6)]
    try:
        c.throw(TypeError("t"))
    except StopIteration as e:
        out.append(e.value)
    c = delegates(log)
    c.send(None)
    c.close()
    return out, log


async def ignores_exit():
    while True:
        try:
            await Awaitable(1)
        except GeneratorExit:
            pass


async def cleans_up(log):
    try:
        await Awaitable(1)
    finally:
        log.append("cleaned")


def test_close():
    log = []
    c = cleans_up(log)
    c.close()
    out = [list(log)]
    c = cleans_up(log)
    c.send(None)
    out += [c.close(), c.close(), list(log)]
    c = ignores_exit()
    c.send(None)
    try:
        c.close()
    except RuntimeError as e:
        out.append(str(e))
    try:
        c.throw(ValueError("end"))
    except ValueError as e:
        out.append(str(e))
    c = cleans_up(log)
    c.send(None)
    del c
    return out, log


def test_reuse():
    out = []
    c = nothing()
    drive(c)
    for use in (lambda: c.send(None), lambda: c.throw(ValueError), lambda: drive(awaits(c))):
        try:
            out.append(use())
        except RuntimeError as e:
            out.append(str(e))
    c = waits(1)
    try:
        c.send(5)
    except TypeError as e:
        out.append(str(e))
    c.close()
    c = waits(1)
    c.send(None)
    out.append(drive(awaits(c)))
    c.close()
    return out


async def awaits(x):
    return await x


async def descends(n):
    return await descends(n + 1)


def generator_descends(n):
    yield from generator_descends(n + 1)


def test_endless_recursion():
    out = []
    for f in (lambda: descends(0).send(None), lambda: list(generator_descends(0))):
        try:
            out.append(f())
        except RecursionError as e:
            out.append(type(e))
    return out, drive(nested(50), 1)


class NoIterator:
    def __await__(self):
        return 5


class ACoroutine:
    def __await__(self):
        return nothing_made


nothing_made = nothing()
nothing_made.close()


class Raises:
    def __await__(self):
        raise LookupError("no")


class Disabled:
    __await__ = None


def plain_generator():
    yield 1


def test_what_cannot_be_awaited():
    return [drive(awaits(x)) for x in (5, None, "s", [], NoIterator(), ACoroutine(), Raises(), Disabled(), plain_generator())]


@types.coroutine
def old_style(x):
    got = yield x
    return [got]


def test_coroutines_made_of_generators():
    return drive(awaits(old_style("x")), "got")


async def itself(box):
    return box[0].send(None)


def test_running_coroutine():
    box = []
    box.append(itself(box))
    out = drive(box[0])
    box.clear()
    return out


async def raises_stop(how):
    if how:
        raise StopIteration("inside")
    raise StopAsyncIteration("inside")


def test_stop_iteration_becomes_an_error():
    out = [drive(raises_stop(0))]
    try:
        raises_stop(1).send(None)
    except RuntimeError as e:
        out += [str(e), repr(e.__cause__), repr(e.__context__)]
    return out


async def unbound(flag):
    if flag:
        x = 1
    await Awaitable(1)
    return x


def test_unbound_variables():
    return drive(unbound(True), 0), drive(unbound(False), 0)


async def outer(x):
    async def inner():
        nonlocal x
        x += 1
        await Awaitable(x)
        return x

    first = await inner()
    return first, await inner(), x, [await f() for f in (inner, inner)]


class C:
    async def method(self, x):
        return type(self).__name__, x, await self.other()

    @classmethod
    async def other(cls):
        return __class__.__name__

    @staticmethod
    async def static(x=1):
        return x

    async def __call__(self):
        return super().__hash__() == hash(self)


def test_closures_and_methods():
    return drive(outer(1), 0, 0, 0, 0), drive(C().method(5)), drive(C.static()), drive(C()())


def test_inspection():
    import collections.abc
    import inspect

    c = waits(1, 2)
    out = [inspect.getcoroutinestate(c), type(c).__name__, c.__name__, c.__qualname__, repr(c).split(" at ")[0]]
    c.send(None)
    out += [inspect.getcoroutinestate(c), c.cr_running, type(c.cr_await).__name__, inspect.iscoroutine(c), inspect.isawaitable(c)]
    out += [isinstance(c, collections.abc.Coroutine), isinstance(c, collections.abc.Generator), c.cr_code.co_name]
    c.close()
    out += [inspect.getcoroutinestate(c), c.cr_await, c.cr_frame]
    m = C().method(1)
    out += [m.__name__, m.__qualname__]
    m.close()
    return out


def test_coroutine_functions_are_known():
    import asyncio
    import inspect

    functions = [waits, C.method, C().method, C.static, C.other, plain_generator, drive, lambda: 1]
    tests = [inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction, asyncio.iscoroutinefunction]
    return [[test(f) for test in tests] for f in functions]


def named(x):
    import functools

    @functools.wraps(x)
    async def wrapper(*a):
        return await x(*a)

    return wrapper


def test_names_that_are_changed():
    f = named(returns)
    c = f(1)
    out = [c.__name__, c.__qualname__, drive(c)]
    f.__name__ = "other"
    c = f(1)
    out += [c.__name__, c.__qualname__]
    c.close()
    c.__name__ = "changed"
    return out, c.__name__


def test_never_awaited():
    import warnings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        returns(1)
        C().method(1)
        c = waits(1)
        c.close()
        c = waits(1)
        c.send(None)
        del c
    return [(w.category, str(w.message)) for w in caught]


def test_origin_tracking():
    import sys

    before = sys.get_coroutine_origin_tracking_depth()
    sys.set_coroutine_origin_tracking_depth(2)
    try:
        c = returns(1)
        origin = c.cr_origin
        c.close()
    finally:
        sys.set_coroutine_origin_tracking_depth(before)
    return type(origin)


async def fails_deep(n):
    if n == 0:
        raise ValueError("deep")
    await fails_deep(n - 1)


async def handled_inside():
    import sys

    async def seen():
        await Awaitable("seen")
        return repr(sys.exc_info()[1])

    out = [await seen()]
    try:
        raise ValueError("first")
    except ValueError:
        out.append(await seen())
        try:
            raise KeyError("second")
        except KeyError:
            out.append(await seen())
        out.append(await seen())
        try:
            await fails_deep(0)
        except ValueError as e:
            out.append(repr(e.__context__))
    out.append(await seen())
    return out


def test_handled_exceptions_are_seen_by_what_is_awaited():
    return drive(handled_inside(), *range(9))


async def returns_in_finally(x):
    for i in range(3):
        try:
            await Awaitable(i)
            if i == x:
                return await Awaitable("return")
            if i == x - 10:
                break
        finally:
            await Awaitable("finally")
    else:
        return "else"
    return "broken"


def test_await_in_finally():
    return [drive(returns_in_finally(x), *"abcdefghi") for x in (0, 1, 5, 11)]


async def matches(x):
    match await number(x):
        case 1:
            return "one"
        case [a, *b] if await number(a):
            return a, b
        case _:
            return "other"


async def walrus(x):
    out = []
    while (n := await number(x)) > 0:
        out.append(n)
        x -= 1
    assert await number(1), await number(2)
    del x
    with_default = lambda a=await number(5): a
    return out, with_default(), (await number(1) if await number(0) else await number(2))


async def asserts():
    assert await number(0), await number("message")


def test_statements_with_await():
    return drive(matches(1)), drive(matches([1, 2, 3])), drive(matches([0, 2])), drive(walrus(3)), drive(asserts())


CALLS = (
    "drive(waits(1, 2), 'x', 'y')",
    "drive(nested(3), None)",
    "drive(returns())",
    "drive(returns(1, b=2, y=3))",
    "drive(awaits(Raises()))",
    "drive(awaits(1.5))",
    "isinstance(waits.__code__.co_flags & 0x80, int) and waits.__code__.co_flags & 0x1a0",
)
