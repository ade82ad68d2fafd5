"""Statements and expressions that the compiler cannot translate yet."""


def handled(value):
    try:  # refused: try … except
        return 1 / value
    except ZeroDivisionError:
        return None


def cleaned_up(value):
    try:  # refused: try … finally
        return value()
    finally:
        print("end")


def managed(path):
    with open(path) as file:  # refused: the with statement
        return file.read()


def generator():
    yield 1  # refused: generators (yield)


def generator_expression(items):
    return sum(item for item in items)  # refused: generator expressions


async def coroutine(other):  # refused: coroutines (async def)
    async for item in other:  # refused: async for
        print(item)
    async with other:  # refused: async with
        return await other
