"""Statements and expressions that the compiler cannot translate yet."""


def generator():
    yield 1  # refused: generators (yield)


def generator_expression(items):
    return sum(item for item in items)  # refused: generator expressions


def counter():
    count = 0

    def step():  # refused: closures (this function uses count of the function around it)
        nonlocal count
        count += 1
        return count

    return step


def adder(n):
    return lambda x: x + n  # refused: closures (this lambda uses n of the function around it)


async def coroutine(other):  # refused: coroutines (async def)
    async for item in other:  # refused: async for
        print(item)
    async with other:  # refused: async with
        return await other


class WithClassCell:
    def kind(self):
        return __class__  # refused: __class__ in a method


def in_frame():
    x = 1
    return locals(), eval("x")  # refused: locals() without arguments; eval() without a namespace
