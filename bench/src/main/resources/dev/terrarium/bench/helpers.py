"""Does the rows of the helpers for asyncio, and beside them those of what Python itself has, as `from_python` does.

No JVM is started here.
"""

import asyncio
import atexit
import contextlib
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.shared_memory import SharedMemory

from elsewhere import BYTES, OUTPUTS, SHAPE, Echo, Model, require_gpu, same, serve_pipe, serve_shared
from from_python import VALUES, awaited, check, serve, side

from terrarium import InferenceThread, asyncify, mpify

SPAWN = multiprocessing.get_context("spawn")
AT_ONCE = 100
WARM = 20
ONE_THREAD = ThreadPoolExecutor(1)


def in_pool(pool, function, *args):
    return asyncio.get_running_loop().run_in_executor(pool, function, *args)


def helper_rows():
    same_later, thread = asyncify(same), InferenceThread().start()
    echo, pool = mpify(Echo), ProcessPoolExecutor(1, SPAWN)
    atexit.register(pool.shutdown)
    pipe = piped(serve_pipe)
    threads = {
        "asyncify": (lambda: same_later(7), lambda: in_pool(None, same, 7)),
        "asyncify-to-thread": (lambda: same_later(7), lambda: asyncio.to_thread(same, 7)),
        "inference": (lambda: thread.run(same, 7), lambda: in_pool(None, same, 7)),
    }
    rows = {
        f"helpers-{name}-{where}": tuple(placed(awaited(run, 7), where == "apart") for run in sides)
        for name, sides in threads.items()
        for where in ("together", "apart")
    }
    rows |= {
        "helpers-mpify-many": (
            awaited(lambda: all_of(echo.same(n) for n in range(AT_ONCE)), list(range(AT_ONCE))),
            awaited(lambda: all_of(in_pool(pool, same, n) for n in range(AT_ONCE)), list(range(AT_ONCE))),
        ),
    }
    for kind in ("int", "dict"):
        ours = awaited(lambda value=VALUES[kind]: echo.same(value), VALUES[kind])
        others = {
            "pool": awaited(lambda value=VALUES[kind]: in_pool(pool, same, value), VALUES[kind]),
            "pipe-awaited": awaited(lambda value=VALUES[kind]: received(pipe, value), VALUES[kind]),
            "pipe": side(lambda value=VALUES[kind]: exchanged(pipe, value), VALUES[kind]),
        }
        for name, other in others.items():
            rows[f"helpers-mpify-{kind}-{name}"] = ours, other
    return rows


def placed(nanos, is_apart):
    """The same with all threads of this process on one processor, or all but the loop's on another one.

    The loop's executor has one thread: of several another one would be woken each time, and new ones be made meanwhile.
    Two threads that wake each other take several times as long on two processors that halt as on one, and the system
    leaves them as they happened to begin; so that a ratio would say where each side's are.
    """

    async def there(count):
        everywhere = processors(is_apart)
        loops, others = {everywhere[0]}, {everywhere[-1 if is_apart else 0]}
        asyncio.get_running_loop().set_default_executor(ONE_THREAD)
        await nanos(1)  # all threads are there now
        place(loops, others)
        try:
            await nanos(WARM)
            return await nanos(count)
        finally:
            place(everywhere, everywhere)

    return there


def processors(is_apart):
    if not hasattr(os, "sched_setaffinity"):
        raise OSError("this system lets no program choose processors")
    there = sorted(os.sched_getaffinity(0))
    if is_apart and len(there) == 1:
        raise OSError("there is one processor")
    return there


def place(loops, others):
    for thread in map(int, os.listdir("/proc/self/task")):
        with contextlib.suppress(ProcessLookupError):  # it has ended
            os.sched_setaffinity(thread, loops if thread == threading.get_native_id() else others)


async def all_of(calls):
    return await asyncio.gather(*calls)


def piped(target, *args):
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=target, args=(theirs, *args), daemon=True)
    process.start()
    theirs.close()
    return ours


def exchanged(pipe, value):
    pipe.send(value)
    return pipe.recv()


async def received(pipe, value):
    pipe.send(value)
    return await in_pool(None, pipe.recv)


# Arrays


def array_rows():
    import numpy

    array = numpy.arange(SHAPE[0], dtype="float64")
    echo = mpify(Echo)
    blocks = [SharedMemory(create=True, size=BYTES) for _ in range(2)]
    given, made = (numpy.ndarray(SHAPE, "float64", block.buf) for block in blocks)
    pipe = piped(serve_shared, *(block.name for block in blocks))
    given[:] = made[:] = 0

    def end():
        nonlocal given, made
        rows.clear()
        del given, made
        pipe.close()
        for block in blocks:
            block.close()
            block.unlink()

    def beside(word, result):
        def run():
            given[:] = array
            check(exchanged(pipe, word), "done")
            return result

        return run

    rows = {
        "helpers-array-same": (arrays(lambda: echo.same(array), array), plain_arrays(beside("same", given), array)),
        "helpers-array-plus": (arrays(lambda: echo.plus(array), array + 1), plain_arrays(beside("plus", made), array + 1)),
    }
    atexit.register(end)
    return rows


def arrays(run, expected):
    """One side of a row, which gives an array."""

    async def nanos(count):
        return [await taken_by(run, expected) for _ in range(count)]

    return nanos


def plain_arrays(run, expected):
    async def awaited_run():
        return run()

    return arrays(awaited_run, expected)


async def taken_by(run, expected):
    from time import perf_counter_ns

    start = perf_counter_ns()
    output = await run()
    taken = perf_counter_ns() - start
    if output.shape != expected.shape or (output[:: 1 << 10] != expected[:: 1 << 10]).any():
        raise ValueError("it gave another array")
    return taken


# A model on a GPU, while another thread computes


def gpu_rows():
    require_gpu()
    model, thread, elsewhere = Model(), InferenceThread().start(), mpify(Model)
    later, alone = asyncify(model.forward), side(model.forward, OUTPUTS)
    return {
        "helpers-gpu-asyncify": (beside_work(awaited(later, OUTPUTS)), beside_work(alone)),
        "helpers-gpu-inference": (beside_work(awaited(lambda: thread.run(model.forward), OUTPUTS)), beside_work(alone)),
        "helpers-gpu-mpify": (beside_work(awaited(elsewhere.forward, OUTPUTS)), beside_work(alone)),
    }


def beside_work(nanos):
    """The same, while another thread of this process computes in Python."""

    async def both(count):
        is_over = threading.Event()
        worker = threading.Thread(target=compute, args=(is_over,))
        worker.start()
        try:
            return await nanos(count)
        finally:
            is_over.set()
            worker.join()

    return both


def compute(is_over):
    number = 0
    while not is_over.is_set():
        for _ in range(1_000):
            number += 1


GROUPS = {"helpers-array": array_rows, "helpers-gpu": gpu_rows, "helpers": helper_rows}

if __name__ == "__main__":
    serve(GROUPS)
