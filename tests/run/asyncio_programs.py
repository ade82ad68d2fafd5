# run: python>=3.11
"""Programs on asyncio: tasks, queues, timeouts, cancellation, context managers."""

import asyncio
import contextlib


def run(coroutine):
    return asyncio.run(coroutine)


async def worker(queue, out, number):
    while True:
        item = await queue.get()
        try:
            if item is None:
                return number
            await asyncio.sleep(0)
            out.append(item * item)
        finally:
            queue.task_done()


async def queues():
    queue = asyncio.Queue(3)
    out = []
    workers = [asyncio.create_task(worker(queue, out, i)) for i in range(3)]
    for i in range(10):
        await queue.put(i)
    for _ in workers:
        await queue.put(None)
    results = await asyncio.gather(*workers)
    await queue.join()
    return sorted(out), results


def test_queues():
    return run(queues())


async def waits_too_long():
    out = []
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.001)
    except asyncio.TimeoutError as e:
        out.append(repr(e))
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(5)
    except TimeoutError as e:
        out.append(repr(e))
    out.append(await asyncio.wait_for(asyncio.sleep(0, "in time"), 5))
    return out


def test_timeouts():
    return run(waits_too_long())


async def cleans_up(log):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        log.append(repr(e))
        await asyncio.sleep(0)
        raise
    finally:
        log.append("finally")


async def refuses_once(log):
    for i in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            log.append(i)
    return "refused"


async def cancels():
    log = []
    task = asyncio.create_task(cleans_up(log))
    await asyncio.sleep(0)
    task.cancel("why")
    try:
        await task
    except asyncio.CancelledError as e:
        log.append((e.args, task.cancelled()))
    task = asyncio.create_task(refuses_once(log))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    log.append(await task)
    task = asyncio.create_task(cleans_up(log))
    await asyncio.sleep(0)
    task.cancel()
    results = await asyncio.gather(task, fails("x"), return_exceptions=True)
    log.append([type(r) for r in results])
    shielded = asyncio.create_task(asyncio.sleep(0.001, "shielded"))
    outer = asyncio.shield(shielded)
    await asyncio.sleep(0)
    outer.cancel()
    log.append(await shielded)
    return log


def test_cancellation():
    return run(cancels())


async def fails(text):
    await asyncio.sleep(0)
    raise ValueError(text)


async def in_groups():
    out = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails("one"))
            group.create_task(fails("two"))
            group.create_task(cleans_up(out))
    except* ValueError as e:
        out.append(sorted(str(x) for x in e.exceptions))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0, i)) for i in range(3)]
    out.append([t.result() for t in tasks])
    return out


def test_task_groups():
    return run(in_groups())


@contextlib.asynccontextmanager
async def managed(name, log):
    log.append("enter " + name)
    try:
        yield name
    except KeyError as e:
        log.append(("swallow", repr(e)))
    finally:
        await asyncio.sleep(0)
        log.append("exit " + name)


async def managers():
    log = []
    async with managed("a", log) as a, managed("b", log) as b:
        log.append(a + b)
        raise KeyError(5)
    async with contextlib.AsyncExitStack() as stack:
        for name in "xyz":
            await stack.enter_async_context(managed(name, log))
        stack.push_async_callback(asyncio.sleep, 0)
        log.append("in")
    try:
        async with managed("c", log):
            raise OSError("passes")
    except OSError as e:
        log.append(str(e))
    async with contextlib.aclosing(numbers(5)) as items:
        async for i in items:
            log.append(i)
            if i:
                break
    return log


async def numbers(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        await asyncio.sleep(0)


def test_context_managers():
    return run(managers())


async def synchronised():
    lock, event, condition, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Condition(), asyncio.Semaphore(2)
    out = []

    async def waits(name):
        await event.wait()
        async with semaphore, lock:
            out.append(name)
        async with condition:
            condition.notify_all()

    tasks = [asyncio.create_task(waits(i)) for i in range(4)]
    await asyncio.sleep(0)
    event.set()
    async with condition:
        await condition.wait_for(lambda: len(out) == 4)
    await asyncio.wait(tasks)
    return sorted(out)


def test_synchronisation():
    return run(synchronised())


async def finishing():
    out = []
    for next_one in asyncio.as_completed([asyncio.sleep(0.02, "second"), asyncio.sleep(0, "first")]):
        out.append(await next_one)
    done, pending = await asyncio.wait([asyncio.ensure_future(fails("done"))])
    out += [repr(t.exception()) for t in done]
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, "future")
    out.append(await future)
    out.append(await asyncio.to_thread(sum, [1, 2]))
    return out


def test_futures():
    return run(finishing())


async def lines(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def talks():
    server = await asyncio.start_server(lines, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        out = []
        for text in b"one\n", b"two\n":
            writer.write(text)
            out.append(await reader.readline())
        writer.close()
        await writer.wait_closed()
    return out


def test_streams():
    return run(talks())


async def unfinished(log):
    items = numbers(3)
    async for i in items:
        log.append(i)
        break
    return log


def test_generators_are_closed_by_the_loop():
    return run(unfinished([]))


async def uncaught():
    await asyncio.gather(fails("a"), asyncio.sleep(0))


def test_errors_leave_the_loop():
    try:
        run(uncaught())
    except ValueError as e:
        return str(e)


async def names():
    task = asyncio.create_task(asyncio.sleep(0), name="t")
    other = asyncio.create_task(fails("x"))
    text = repr(other.get_coro()).split(" at ")[0]
    await task
    try:
        await other
    except ValueError:
        pass
    return task.get_name(), text, other.get_coro().__qualname__


def test_tasks_know_their_coroutines():
    return run(names())


CALLS = (
    "run(queues())",
    "run(managers())",
    "asyncio.run(fails('x'))",
)
