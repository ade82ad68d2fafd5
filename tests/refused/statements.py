"""Statements and expressions that the compiler cannot translate yet."""


def generator():
    yield 1  # refused: generators (yield)


def generator_expression(items):
    return sum(item for item in items)  # refused: generator expressions


async def coroutine(other):  # refused: coroutines (async def)
    async for item in other:  # refused: async for
        print(item)
    async with other:  # refused: async with
        return await other
