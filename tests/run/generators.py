"""Generators: yield, send, throw, close, yield from, generator expressions."""


def countdown(n):
    while n > 0:
        yield n
        n -= 1


def test_items_in_a_loop():
    out = []
    for i in countdown(4):
        out.append(i)
    return out, list(countdown(0)), sum(countdown(10))


def squares(stop):
    total = 0.5
    for i in range(stop):
        total += i * i
        yield total
    return "end"


def test_numbers_survive_a_yield():
    return list(squares(5)), list(squares(0)), max(squares(4))


def counts_on(start, step):
    i = start
    while True:
        i = i + step
        yield i


def test_numbers_become_large_or_other_objects():
    g = counts_on(2**62, 2**61)
    h = counts_on(0.5, 1)
    t = counts_on("a", "b")
    return [next(g) for _ in range(4)], [next(h) for _ in range(2)], [next(t) for _ in range(3)]


def echo(first):
    got = yield first
    while got is not None:
        got = yield [got]
    return "done"


def test_send_and_return_value():
    g = echo(1)
    out = [next(g), g.send(2), g.send("x")]
    try:
        g.send(None)
    except StopIteration as e:
        out.append(e.value)
    try:
        next(g)
    except StopIteration as e:
        out.append(e.value)
    return out


def test_send_to_a_generator_that_has_not_started():
    g = echo(1)
    try:
        g.send(5)
    except TypeError as e:
        return str(e), next(g)


def catches():
    log = []
    while True:
        try:
            log.append((yield list(log)))
        except ValueError as e:
            log.append(str(e))
        except KeyError as e:
            return ["key", e.args, log]
        finally:
            log.append("f")


def test_throw():
    g = catches()
    out = [next(g), g.throw(ValueError("one")), g.send(7), g.throw(ValueError)]
    try:
        g.throw(KeyError("k"))
    except StopIteration as e:
        out.append(e.value)
    g = catches()
    try:
        g.throw(OSError("early"))
    except OSError as e:
        out.append(str(e))
    out.append(list(g))
    g = catches()
    next(g)
    try:
        g.throw(OSError("late"))
    except OSError as e:
        out.append(str(e))
    return out


def closes(log):
    try:
        log.append("start")
        yield 1
        log.append("not reached")
    finally:
        log.append("finally")


def refuses():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


def swallows():
    try:
        yield 1
    except GeneratorExit:
        return


def test_close():
    log = []
    g = closes(log)
    g.close()
    out = [list(g), list(log)]
    g = closes(log)
    next(g)
    out.append(g.close())
    g.close()
    out.append(list(log))
    for _ in closes(log):
        break
    out.append(len(log) >= 4)
    g = swallows()
    next(g)
    g.close()
    g = refuses()
    next(g)
    try:
        g.close()
    except RuntimeError as e:
        out.append(str(e))
    return out


def test_dropped_generators_are_closed():
    log = []
    g = closes(log)
    next(g)
    del g
    return log


def raises_stop():
    yield 1
    raise StopIteration("mine")


def test_stop_iteration_of_the_body():
    g = raises_stop()
    next(g)
    try:
        next(g)
    except RuntimeError as e:
        return str(e), repr(e.__cause__), list(g)


def enters_itself():
    yield next(this[0])


this = []


def test_already_executing():
    g = enters_itself()
    this.append(g)
    try:
        next(g)
    except ValueError as e:
        return str(e)
    finally:
        this.clear()


def inner(log):
    try:
        got = yield "a"
        log.append(got)
        yield "b"
    except ValueError as e:
        log.append(str(e))
        yield "caught"
    finally:
        log.append("inner finally")
    return "result"


def outer(log):
    value = yield from inner(log)
    log.append(value)
    yield from [1, 2]
    yield from ()
    return (yield from range(2)), "outer"


def test_yield_from():
    log = []
    g = outer(log)
    out = [next(g), g.send("sent"), next(g), next(g), next(g), next(g)]
    try:
        next(g)
    except StopIteration as e:
        out.append(e.value)
    return out, log


def test_throw_and_close_reach_the_inner_generator():
    log = []
    g = outer(log)
    out = [next(g), g.throw(ValueError("v")), list(g)]
    g = outer(log)
    next(g)
    g.close()
    g = outer(log)
    next(g)
    try:
        g.throw(KeyError("k"))
    except KeyError as e:
        out.append(repr(e))
    return out, log


def from_no_iterable():
    try:
        yield from 5
    except TypeError as e:
        yield str(e)


def test_yield_from_what_is_not_iterable():
    return list(from_no_iterable())


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right

    def walk(self, *more, scale=1, **named):
        for child in self:
            yield child * scale
        yield more
        yield sorted(named.items())


def test_methods_and_recursion():
    tree = Node(4, Node(2, Node(1), Node(3)), Node(6, Node(5)))
    return list(tree), list(tree.walk(1, 2, scale=10, k=3))


def test_generator_expressions():
    n = 3
    rows = [[1, 2], [3, 4], []]
    g = (x * n for row in rows for x in row if x != 2)
    n = 10
    out = [list(g), list(g), sum(i for i in range(5)), any(x > 3 for x in (1, 2)), dict((i, str(i)) for i in "ab")]
    out.append([list(x + y for y in "ab") for x in "cd"])
    out.append(list((lambda: i)() for i in range(3)))
    try:
        (x for x in 5)
    except TypeError as e:
        out.append(str(e))
    out.append(tuple((yield_, n) for yield_ in (1,)))
    return out


class Scope:
    items = [1, 2]
    copied = list(x for x in items)


def test_generator_expression_in_a_class():
    return Scope.copied


def test_closures_over_variables_of_a_generator():
    def make(n):
        def add(k):
            nonlocal n
            n += k
            return n

        yield add
        yield n
        add(100)
        yield n

    g = make(5)
    add = next(g)
    return add(2), next(g), next(g), add(1)


class Manager:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append("enter")
        return self

    def __exit__(self, kind, error, traceback):
        self.log.append(kind and kind.__name__)
        return kind is ValueError


def managed(log):
    with Manager(log) as m:
        got = yield m is not None
        log.append(got)
        yield "second"
    yield "after"


def test_with():
    log = []
    out = [list(managed(log))]
    g = managed(log)
    next(g)
    out.append(g.throw(ValueError))
    g = managed(log)
    next(g)
    g.close()
    return out, log


def in_handler():
    try:
        raise KeyError("first")
    except KeyError as e:
        got = yield repr(e)
        try:
            raise ValueError("second")
        except ValueError as f:
            yield repr(f.__context__), got
        yield repr(e)
    yield "out"
    try:
        raise
    except RuntimeError as e:
        yield str(e)


def test_yield_in_handlers():
    return list(in_handler())


def unbound(flag):
    if flag:
        x = 1
    yield 0
    yield x


def test_unbound_variables():
    try:
        list(unbound(False))
    except UnboundLocalError as e:
        return str(e), list(unbound(True))


def many(a, b, c, d=4):
    t = [a, b]
    s = {c: d}
    for i in range(2):
        for j, k in enumerate((a, b)):
            yield i, j, k, t, s
            t = t + [i * 10 + j]
    a, b = b, a
    yield a, b, c, d


def test_many_values_across_yields():
    return list(many(1, "b", 2.5)), [x for x in many(*"abcd")]


def expression():
    x = [(yield 1), (yield 2), (yield 3) or 4]
    y = f"{(yield 5)}-{(yield)}"
    z = {(yield 6): (yield 7)}
    return x, y, z, (yield 8) + 1 if (yield 9) else 0


def test_yield_within_expressions():
    g = expression()
    out = [next(g)]
    try:
        for i in range(20):
            out.append(g.send(i))
    except StopIteration as e:
        out.append(e.value)
    return out


def test_lambdas():
    f = lambda n: (yield n) or (yield n + 1)
    return list(f(3))


def never():
    return 5
    yield


def test_no_yield_is_reached():
    try:
        next(never())
    except StopIteration as e:
        return e.value, list(never())


def test_attributes():
    import inspect
    from collections.abc import Generator

    g = countdown(2)
    e = (x for x in "a")
    out = [g.__name__, g.__qualname__, e.__name__, e.__qualname__, isinstance(g, Generator), inspect.isgenerator(g)]
    out += [g.gi_running, g.gi_yieldfrom, repr(g).split(" at ")[0], iter(g) is g, type(g).__name__]
    out += [inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), Node.walk(Node(1)).__qualname__]
    g.close()
    return out + [inspect.getgeneratorstate(g), g.gi_frame is None]


def fails():
    yield 1
    raise KeyError("here")


def test_tracebacks():
    import sys
    import traceback

    if sys.version_info < (3, 11):
        return None
    try:
        list(fails())
    except KeyError as e:
        return [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)][1:]


def test_arguments_that_do_not_fit():
    try:
        countdown()
    except TypeError as e:
        return str(e)


def pipeline(source):
    evens = (x for x in source if x % 2 == 0)
    for x in evens:
        yield from (x, -x)


def test_pipelines():
    return list(pipeline(countdown(6))), sorted(pipeline(range(4)))


def primes(n):
    sieve = [True] * n
    for i in range(2, n):
        if sieve[i]:
            yield i
            for j in range(i * i, n, i):
                sieve[j] = False


def test_local_lists_in_generators():
    return list(primes(40))


def permutations(items):
    if len(items) <= 1:
        yield items
    else:
        for i in range(len(items)):
            for rest in permutations(items[:i] + items[i + 1 :]):
                yield items[i : i + 1] + rest


def test_recursive_generators():
    return ["".join(p) for p in permutations("abc")]


def test_deep_delegation():
    def nest(n):
        if n:
            yield from nest(n - 1)
        yield n

    return sum(nest(50))


def test_unpacking_and_stars():
    a, *b = countdown(4)
    return a, b, [*countdown(2)], (lambda *x: x)(*countdown(3))
