# What is awaited is handed out; in asynchronous generators it is delegated to.
async def waits(x):
    return await x


async def loop(items):
    async for i, j in items:
        if i:
            break
    else:
        j = None
    return j


async def manages(a, b):
    async with a as x, b:
        await x
    return x


async def in_handler(x):
    try:
        await x
    except ValueError:
        await x


async def items(n):
    for i in range(n):
        sent = yield await i


async def comprehension(x):
    return [await i async for i in x if i]


expression = lambda x: (await y for y in x)
asynchronous = lambda x: (y async for y in x)
