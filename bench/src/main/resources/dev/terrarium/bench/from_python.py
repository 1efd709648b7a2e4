"""Does the rows of the Python package's figures, as it is told on standard input.

A line names a row, one of its sides and how many runs; the answer is the processor's nanoseconds that the process took,
then the nanoseconds of each run; or `- ` and a reason. Both sides run on one event loop. What comes of a run is checked
after its time.
"""

import asyncio
import ctypes
import os
import select
import subprocess
import sys
import threading
from itertools import repeat
from pathlib import Path
from time import perf_counter_ns, process_time_ns

import pipelines
import workload

from terrarium import Pipeline, _jvm, nodes

CALLS = 10_000
COUNT = 200_000
INTS = list(range(1_000, 1_100))
VALUES = {
    "int": 1_234_567,
    "float": 0.5,
    "str": "twenty characters at",
    "list": list(range(1_000, 1_010)),
    "dict": {f"joint_{i}": i + 0.5 for i in range(10)},
}

SPIN = """
import os, sys, time
while os.read(0, 1):
    os.write(1, b"b")
    end = time.perf_counter_ns() + 60_000_000
    while time.perf_counter_ns() < end:
        pass
    os.write(1, b"e")
"""
"""Says that it begins, computes for 60 ms, and says that it ends, each time that it is told to."""


class Triple:
    def process(self, x):
        return x * 3


def check(outputs, expected):
    if outputs != expected:
        raise ValueError("it gave %.200r in place of %.200r" % (outputs, expected))


def side(run, expected):
    """One side of a row, whose work is a function."""

    async def nanos(count):
        taken = []
        for _ in repeat(None, count):
            start = perf_counter_ns()
            outputs = run()
            taken.append(perf_counter_ns() - start)
            check(outputs, expected)
        return taken

    return nanos


def awaited(run, expected):
    """One side of a row, whose work is a coroutine function."""

    async def nanos(count):
        taken = []
        for _ in repeat(None, count):
            start = perf_counter_ns()
            outputs = await run()
            taken.append(perf_counter_ns() - start)
            check(outputs, expected)
        return taken

    return nanos


def java_chain():
    return Pipeline([nodes.MultiplyNode(factor=3), nodes.AddNode(addend=1), nodes.PassThrough()])


def loop(kinds, items):
    """The plain loop: nodes made anew, item by item."""
    chain = [kind() for kind in kinds]
    outputs = []
    for item in items:
        for node in chain:
            item = node.process(item)
        outputs.append(item)
    return outputs


# Runs


def run_rows():
    rows = {}
    plain = [Triple, pipelines.Next, pipelines.PassThrough]
    nexts = [pipelines.Next] * 3
    for count in (100, 1_000):
        items = list(range(1_000, 1_000 + count))
        java, python = java_chain(), Pipeline(nexts)
        add(rows, f"run-java-3x{count}", java, items, lambda items=items: loop(plain, items))
        add(rows, f"run-python-3x{count}", python, items, lambda items=items: loop(nexts, items))
    functions = Pipeline([lambda x: x + 1, lambda x: x + 1, lambda x: x + 1])
    first, second, third = functions
    add(rows, "run-functions-3x100", functions, INTS, lambda: [third(second(first(x))) for x in INTS])
    add(rows, "run-own-3x100", Pipeline(nexts), INTS, lambda: loop(nexts, INTS), "python")
    rows["run-session"] = session, None
    return rows


def add(rows, name, pipeline, items, plain, runtime="jvm"):
    expected = plain()
    beside = side(plain, expected)
    rows[name] = awaited(lambda: pipeline.run(items, runtime), expected), beside
    rows[name + "-sync"] = side(lambda: pipeline.run_sync(items, runtime), expected), beside


async def session(count):
    taken = []
    async with java_chain().session() as opened:
        for item in range(count):
            start = perf_counter_ns()
            outputs = await opened.send(item)
            taken.append(perf_counter_ns() - start)
            check(outputs, [item * 3 + 1])
    return taken


# Values through a Java node and back


def seam_rows():
    rows = {}
    reading, passing = Pipeline(["Copy"]), Pipeline([nodes.PassThrough()])
    for kind, value in VALUES.items():
        items = many(kind, 1_000 if kind in ("list", "dict") else 10_000)
        rows["seam-" + kind] = batch(reading, items), None
        rows["seam-same-" + kind] = batch(passing, many(kind, 10_000)), None
        rows["seam-alone-" + kind] = side(lambda value=value: reading.run_sync([value]), value), None
    rows["seam-alone-awaited"] = awaited(lambda: reading.run([VALUES["int"]]), VALUES["int"]), None
    return rows


def batch(pipeline, items):
    return side(lambda: pipeline.run_sync(items), items)


def many(kind, count):
    """So many values that are objects of their own."""
    value = VALUES[kind]
    if kind == "str":
        return [f"{value[:-5]}{i:05}" for i in range(count)]
    if kind in ("int", "float"):
        return [value + i for i in range(count)]
    return [type(value)(value) for _ in range(count)]


# Calls


def call_rows():
    increment = Pipeline(["Increment"]).run_sync([0])
    expected = workload.call_many(lambda x: x + 1, 1)
    beside = c_side("floor_callback") if len(sys.argv) > 1 else None
    return {"call-increment": (side(lambda: workload.call_many(increment, CALLS), expected), beside)}


def c_side(name):
    """The same loop over a C function; it checks its result itself."""
    library = ctypes.PyDLL(sys.argv[1])
    if library.floor_open(Path(workload.__file__).read_bytes()):
        raise RuntimeError("the C side could not prepare its rows")
    function = getattr(library, name)
    function.restype, function.argtypes = ctypes.c_longlong, [ctypes.c_longlong]

    async def nanos(count):
        taken = [function(CALLS) for _ in repeat(None, count)]
        if min(taken) < 0:
            raise ValueError(name + " had a wrong result")
        return taken

    return nanos


# Arrays


def array_rows():
    import numpy

    array = numpy.arange(1 << 20, dtype="float64")
    samples, sound = numpy.zeros((1, 1 << 21), "float32"), Pipeline(["Samples"])
    mixed = Pipeline([pipelines.PassThrough, nodes.PassThrough(), pipelines.PassThrough])
    return {
        "array-java": (same_memory(Pipeline([nodes.PassThrough()]), array), copied(array)),
        "array-mixed": (same_memory(mixed, array), copied(array)),
        "array-sound": (side(lambda: sound.run_sync([(samples, 48_000)]), samples.size), copied(samples)),
    }


def address(array):
    return array.__array_interface__["data"][0], array.shape, array.dtype, array.strides


def same_memory(pipeline, array):
    async def nanos(count):
        taken = []
        for _ in repeat(None, count):
            start = perf_counter_ns()
            output = pipeline.run_sync([array])
            taken.append(perf_counter_ns() - start)
            check(address(output), address(array))
        return taken

    return nanos


def copied(array):
    async def nanos(count):
        taken = []
        for _ in repeat(None, count):
            start = perf_counter_ns()
            output = array.copy()
            taken.append(perf_counter_ns() - start)
            if output.ctypes.data == array.ctypes.data or output.flat[-1] != array.flat[-1]:
                raise ValueError("it is no copy")
        return taken

    return nanos


# Streams


def streaming_rows():
    plain = [Triple, pipelines.Next, pipelines.PassThrough]
    nexts = [pipelines.Next] * 3
    return {
        "streaming-java": stream(java_chain(), plain),
        "streaming-python": stream(Pipeline(nexts), nexts),
    }


def stream(pipeline, kinds):
    async def source():
        for item in INTS:
            yield item

    async def ours():
        return [output async for output in pipeline.stream(source())]

    async def through():
        chain = [kind() for kind in kinds]
        async for item in source():
            for node in chain:
                item = node.process(item)
            yield item

    async def beside():
        return [output async for output in through()]

    expected = loop(kinds, INTS)
    return awaited(ours, expected), awaited(beside, expected)


# The GIL


def gil_rows():
    return {
        "gil-counting": (count_while_java_works, count_alone),
        "gil-counting-process": (count_while_java_works, count_while_a_process_works),
    }


def counted():
    start = perf_counter_ns()
    number = 0
    for _ in repeat(None, COUNT):
        number += 1
    taken = perf_counter_ns() - start
    check(number, COUNT)
    return taken


async def count_alone(count):
    return [counted() for _ in repeat(None, count)]


async def count_while_a_process_works(count):
    taken = []
    with subprocess.Popen(
        [sys.executable, "-c", SPIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        for _ in repeat(None, count):
            process.stdin.write(b"\n")
            process.stdout.read(1)
            taken.append(counted())
            if select.select([process.stdout], [], [], 0)[0]:
                raise ValueError("the process was through before Python had counted")
            process.stdout.read(1)
    return taken


async def count_while_java_works(count):
    begun = threading.Event()

    def begin(item):
        begun.set()
        return item

    pipeline = Pipeline([begin, "Spin60"])
    taken = []
    for _ in repeat(None, count):
        begun.clear()
        run = asyncio.ensure_future(pipeline.run([7]))
        await asyncio.sleep(0)
        while not begun.wait(0.001):
            await asyncio.sleep(0)
        taken.append(counted())
        await asyncio.sleep(0)
        if run.done():
            raise ValueError("Java was through before Python had counted")
        check(await run, 7)
    return taken


GROUPS = {
    "run": run_rows,
    "seam": seam_rows,
    "call": call_rows,
    "array": array_rows,
    "streaming": streaming_rows,
    "gil": gil_rows,
}


def serve(groups):
    """Does rows as it is told; `groups` makes those whose names begin so, the first that fits."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what else is printed is no answer
    events = asyncio.new_event_loop()
    rows = {}
    for line in sys.stdin:
        name, which, count = line.split()
        try:
            if name not in rows:
                rows.update(next(make for prefix, make in groups.items() if name.startswith(prefix))())
            nanos = rows[name][which == "beside"]
            start = process_time_ns()
            taken = events.run_until_complete(nanos(int(count)))
            answer = " ".join(map(str, [process_time_ns() - start, *taken]))
        except Exception as error:
            answer = "- " + f"{type(error).__name__}: {error}".replace("\n", " ")
        print(answer, file=answers, flush=True)
    events.close()


if __name__ == "__main__":
    _jvm.java()  # whose start is no part of a row's warming up
    serve(GROUPS)
