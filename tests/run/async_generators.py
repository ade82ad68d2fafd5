# run: python>=3.10 messages>=3.11
"""Asynchronous generators and comprehensions."""

import sys


class Wait:
    def __init__(self, value=None):
        self.value = value

    def __await__(self):
        return (yield self.value)


def run(coroutine):
    """The result of a coroutine, and what it handed out meanwhile."""
    out = []
    try:
        while True:
            out.append(coroutine.send(len(out) or None))
    except StopIteration as e:
        return (e.value, out) if out else e.value
    except Exception as e:
        return type(e), str(e), out


async def ticks(n, log=None):
    total = 0.5
    try:
        for i in range(n):
            got = yield i, total
            total += 1 if got is None else got
            await Wait(i)
    finally:
        if log is not None:
            log.append(("end", total))


async def collect(items):
    out = []
    async for item in items:
        out.append(item)
    return out


def test_items():
    return run(collect(ticks(3))), run(collect(ticks(0)))


async def no_awaits(n):
    while n:
        yield n
        n -= 1
    return


async def never():
    return
    yield


def test_generators_without_awaits():
    return run(collect(no_awaits(3))), run(collect(never()))


async def sends():
    g = ticks(3)
    out = [await g.asend(None), await g.asend(10), await g.__anext__()]
    for use in (g.asend(1), g.asend(1), g.__anext__()):
        try:
            await use
        except StopAsyncIteration as e:
            out.append(e.args)
    g = ticks(3)
    try:
        await g.asend(5)
    except TypeError as e:
        out.append(str(e))
    return out


def test_asend():
    return run(sends())


async def catching(log):
    while True:
        try:
            log.append((yield len(log)))
        except ValueError as e:
            await Wait("in except")
            log.append(repr(e))
        except KeyError:
            return
        finally:
            log.append("f")


async def throws():
    log = []
    g = catching(log)
    out = [await g.asend(None), await g.athrow(ValueError("one")), await g.athrow(ValueError)]
    try:
        await g.athrow(KeyError)
    except StopAsyncIteration as e:
        out.append(("stop", e.args))
    g = catching(log)
    try:
        await g.athrow(OSError("early"))
    except OSError as e:
        out.append(str(e))
    g = catching(log)
    await g.__anext__()
    try:
        await g.athrow(OSError("late"))
    except OSError as e:
        out.append(str(e))
    return out, log


def test_athrow():
    return run(throws())


async def ignores_exit():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def awaits_in_exit(log):
    try:
        yield 1
    finally:
        log.append(await Wait("closing"))


async def closes():
    log = []
    g = ticks(3, log)
    out = [await g.aclose(), list(log)]
    g = ticks(3, log)
    await g.__anext__()
    out += [await g.aclose(), list(log), await g.aclose()]
    g = awaits_in_exit(log)
    await g.__anext__()
    await g.aclose()
    g = ignores_exit()
    await g.__anext__()
    try:
        await g.aclose()
    except RuntimeError as e:
        out.append(str(e))
    return out, log


def test_aclose():
    return run(closes())


async def stops(how):
    yield 1
    if how:
        raise StopIteration("si")
    raise StopAsyncIteration("sai")


async def fails(after):
    for i in range(after):
        yield i
    raise ValueError("failed")


def test_errors_in_the_body():
    return [run(collect(g)) for g in (stops(0), stops(1), fails(0), fails(2))]


async def loops(n):
    out = []
    async for i, t in ticks(n):
        if i == 1:
            continue
        if i == 3:
            break
        out.append(i)
    else:
        out.append("else")
    async for i in no_awaits(2):
        async for j in no_awaits(i):
            out.append((i, j))
    return out, i


def test_loops():
    return run(loops(3)), run(loops(5))


async def returns_from_a_loop():
    async for i in no_awaits(5):
        try:
            if i == 3:
                return i
        finally:
            await Wait(i)


def test_leaving_a_loop():
    return run(returns_from_a_loop())


async def number(n):
    await Wait(("n", n))
    return n


async def comprehensions():
    return (
        [i async for i in no_awaits(3)],
        {i async for i in no_awaits(3) if i != 2},
        {i: await number(i) async for i in no_awaits(2)},
        [await number(i) for i in range(2)],
        [(i, j) for i in range(2) async for j in no_awaits(i + 1) if await number(j)],
        [x for x in await number([1, 2])],
        [x for x in [1, 2] if await number(x) > 1],
        sum([x async for x in (y * 2 async for y in no_awaits(3))]),
    )


def test_comprehensions():
    return run(comprehensions())


async def expressions():
    a = (i async for i in no_awaits(2))
    b = (await number(i) for i in range(3))
    c = (i for i in await number([7, 8]))
    d = ((i, j) for i in range(2) async for j in no_awaits(2))
    return type(a).__name__, type(b).__name__, list(c), [x async for x in a], [x async for x in b], [x async for x in d], a.__name__, b.__qualname__


def test_generator_expressions():
    return run(expressions())


def in_a_plain_function(items):
    return (i * 2 async for i in items)


async def uses_it():
    return [x async for x in in_a_plain_function(no_awaits(3))]


def test_generator_expression_in_a_plain_function():
    return run(uses_it())


async def captured(n):
    x = n
    functions = [lambda: (i, x) async for i in no_awaits(n)]
    x += 1
    return [f() for f in functions]


def test_variables_of_comprehensions():
    return run(captured(2))


def test_inspection():
    import collections.abc
    import inspect

    g = ticks(2)
    out = [type(g).__name__, g.__name__, g.__qualname__, isinstance(g, collections.abc.AsyncGenerator), inspect.isasyncgen(g)]
    out += [inspect.isasyncgenfunction(ticks), inspect.iscoroutinefunction(ticks), inspect.isgeneratorfunction(ticks)]
    out += [g.ag_running, g.ag_await, g.ag_code.co_name, ticks.__code__.co_flags & 0x2A0]
    a = g.__anext__()
    out += [type(a).__name__, a.send(None) if False else None]
    a.close()
    return out


async def two_at_once():
    g = ticks(2)
    first = g.asend(None)
    try:
        first.send(None)
    except StopIteration as e:
        value = e.value
    second = g.asend(None)
    out = [value, second.send(None), g.ag_running]
    third = g.asend(None)
    try:
        third.send(None)
    except RuntimeError as e:
        out.append(str(e))
    second.close()
    return out


def test_asend_while_running():
    return run(two_at_once())


def test_hooks():
    log = []
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(lambda g: log.append(("first", g.__name__)), lambda g: log.append(("last", g.__name__)))
    try:
        g = ticks(3)
        try:
            g.asend(None).send(None)
        except StopIteration as e:
            log.append(e.value)
        del g
        run(collect(ticks(1)))
    finally:
        sys.set_asyncgen_hooks(*before)
    return log


async def in_handler():
    out = []
    try:
        raise ValueError("handled")
    except ValueError:
        async for i in sees_handled():
            out.append(i)
    out += [i async for i in sees_handled()]
    return out


async def sees_handled():
    yield repr(sys.exc_info()[1])
    await Wait()
    yield repr(sys.exc_info()[1])


def test_handled_exceptions():
    return run(in_handler())


class Counter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Wait(("next", self.n))
        return self.n


class Plain(Counter):
    def __anext__(self):
        self.n -= 1
        if self.n < 0:
            raise StopAsyncIteration("at once")
        return Wait(self.n)


class Custom(Counter):
    def __anext__(self):
        self.n -= 1
        return Ready(self.n)


class Ready:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(self.n) if self.n >= 0 else StopAsyncIteration


def test_iterators():
    return [run(collect(c(3))) for c in (Counter, Plain, Custom)]


class Bad:
    """An asynchronous iterator with what is wrong."""

    def __init__(self, iterator=None, item=None, error=None):
        self.given = iterator, item, error

    def __aiter__(self):
        iterator, item, error = self.given
        if error == "aiter":
            raise LookupError("aiter")
        return self if iterator is None else iterator

    def __anext__(self):
        if self.given[2] == "anext":
            raise LookupError("anext")
        return self.given[1]


class WrongAwait:
    def __init__(self, result):
        self.result = result

    def __await__(self):
        if self.result is LookupError:
            raise self.result("await")
        return self.result


class NoneIter:
    __aiter__ = None


class Derived(Counter):
    __anext__ = None


async def uses(items):
    try:
        async for _ in items:
            return "item"
    except Exception as e:
        return type(e), str(e), repr(e.__cause__), repr(e.__context__)
    return "end"


def test_what_is_no_asynchronous_iterator():
    finished = number(1)
    finished.close()
    all = [
        5,
        [],
        NoneIter(),
        Bad(iterator=5),
        Bad(iterator=[]),
        Bad(item=5),
        Bad(item=None),
        Bad(error="aiter"),
        Bad(error="anext"),
        Bad(item=WrongAwait(5)),
        Bad(item=WrongAwait(LookupError)),
        Bad(item=WrongAwait(finished)),
        Bad(item=iter([])),
        Derived(1),
        (i for i in ()),
        Counter,
    ]
    return [run(uses(x)) for x in all]


async def in_comprehension(x):
    return [i async for i in x]


def test_errors_in_comprehensions():
    return [run(in_comprehension(x)) for x in (5, Bad(item=5), Bad(error="anext"), fails(1))]


async def two_loops(a, b):
    async for x in a:
        try:
            async for y in b:
                yield x, y
        except ValueError as e:
            yield str(e)


def test_generators_in_generators():
    return run(collect(two_loops(no_awaits(2), Counter(2)))), run(collect(two_loops(no_awaits(2), fails(1))))


CALLS = (
    "run(collect(ticks(2)))",
    "run(collect(in_a_plain_function(Counter(2))))",
    "run(uses('x'))",
    "run(uses(ticks(1)))",
    "type(ticks(1)).__name__",
)
