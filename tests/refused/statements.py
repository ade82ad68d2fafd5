"""Statements and expressions that the compiler cannot translate yet."""


async def coroutine(other):  # refused: coroutines (async def)
    async for item in other:  # refused: async for
        print(item)
    async with other:  # refused: async with
        return await other
