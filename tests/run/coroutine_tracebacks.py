# run: python>=3.11
"""Tracebacks through coroutines and asynchronous generators."""


class Wait:
    def __await__(self):
        return (yield)


def drive(coroutine):
    while True:
        coroutine.send(None)


async def fails(n):
    await Wait()
    if n == 0:
        raise ValueError("deep")
    await fails(n - 1)


async def fails_around():
    try:
        await fails(1)
    except ValueError as e:
        raise KeyError("around") from e


def test_chained():
    drive(fails_around())


def test_thrown_in():
    c = fails(3)
    c.send(None)
    c.send(None)
    c.throw(OSError("thrown"))


def test_thrown_in_before_the_start():
    fails(1).throw(OSError("thrown"))


async def not_awaitable():
    x = 1
    await x


def test_wrong_await():
    drive(not_awaitable())


async def items(n):
    for i in range(n):
        yield i
    await fails(0)


async def loop():
    async for i in items(2):
        pass


def test_async_for():
    drive(loop())


async def not_iterable():
    return [x async for x in 5]


def test_wrong_async_for():
    drive(not_iterable())


class Manager:
    def __init__(self, error=None):
        self.error = error

    async def __aenter__(self):
        await Wait()

    async def __aexit__(self, kind, e, traceback):
        await Wait()
        if self.error:
            raise self.error


async def raises_inside():
    async with Manager():
        await fails(0)


def test_async_with():
    drive(raises_inside())


async def exit_fails():
    async with Manager(LookupError("exit")):
        raise ValueError("body")


def test_exit_fails():
    drive(exit_fails())


async def reraises():
    try:
        async with Manager():
            try:
                await fails(0)
            finally:
                await Wait()
    except ValueError:
        await Wait()
        raise


def test_raised_again():
    drive(reraises())


CALLS = (
    "drive(fails(2))",
    "drive(fails_around())",
    "drive(loop())",
)
