"""Does the rows of arrays that a Python program gives to nodes in processes of their own, as `from_python` does."""

import atexit
from multiprocessing.shared_memory import SharedMemory
from time import perf_counter_ns

from elsewhere import BYTES, SHAPE, serve_shared
from from_python import check, serve
from helpers import exchanged, piped

from terrarium import Pipeline, _jvm

NODES = "def same(array): return array\ndef plus(array): return array + 1"


def apart_rows():
    import numpy

    array, read = numpy.arange(SHAPE[0], dtype="float64"), numpy.zeros(SHAPE[0])
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

    def touched(word, expected):
        async def nanos(count):
            return [touch() for _ in range(count)]

        def touch():
            start = perf_counter_ns()
            given[:] = array
            check(exchanged(pipe, word), "done")
            read[:] = given if word == "same" else made
            taken = perf_counter_ns() - start
            require(read, expected)
            return taken

        return nanos

    def in_session(word, expected):
        async def nanos(count):
            async with pipeline(word).session() as session:
                await session.send(array)  # what is given and what is made has memory from now on
                return [await taken_by(session.send) for _ in range(count)]

        async def taken_by(send):
            start = perf_counter_ns()
            (output,) = await send(array)
            read[:] = output
            taken = perf_counter_ns() - start
            del output
            require(read, expected)
            return taken

        return nanos

    def in_runs(word, expected):
        opened = pipeline(word)

        async def nanos(count):
            return [await taken_by() for _ in range(count)]

        async def taken_by():
            start = perf_counter_ns()
            read[:] = await opened.run(array)
            taken = perf_counter_ns() - start
            require(read, expected)
            return taken

        return nanos

    rows = {
        "apart-same": (in_session("same", array), touched("same", array)),
        "apart-plus": (in_session("plus", array + 1), touched("plus", array + 1)),
        "apart-run": (in_runs("same", array), touched("same", array)),
    }
    atexit.register(end)
    return rows


def pipeline(word):
    return Pipeline().add_node(word, source=NODES, isolation="process")


def require(read, expected):
    if (read[:: 1 << 10] != expected[:: 1 << 10]).any():
        raise ValueError("it gave another array")
    read[:] = 0


if __name__ == "__main__":
    _jvm.java()  # whose start is no part of a row's warming up
    serve({"apart": apart_rows})
