# run: python>=3.11
"""Asynchronous comprehensions inside of other comprehensions."""


async def items(n):
    while n:
        yield n
        n -= 1


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


async def lists():
    return [[j async for j in items(i)] for i in range(3)], {i: {j async for j in items(i)} for i in range(3)}


async def generators():
    e = ([j async for j in items(i)] for i in range(3))
    return type(e).__name__, [x async for x in e]


def test_lists():
    return run(lists())


def test_generator_expressions():
    return run(generators())


CALLS = ("run(lists())",)
