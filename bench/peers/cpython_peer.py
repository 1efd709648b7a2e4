"""CPython alone: the same work without a border."""

import sys
import traceback

import workload
from serve import check, in_two, until_end

MAP = {f"joint_{i}": i + 0.5 for i in range(10)}
LIST = [1_000_000 + 7919 * i for i in range(1000)]
TEXT = "x" * 100


def call(count):
    f = workload.identity
    for i in range(1_000_000, 1_000_000 + count):
        check_it = f(i)
    check(check_it == i)


def passing(value):
    def work(count):
        f = workload.identity
        for _ in range(count):
            back = f(value)
        check(back is value)

    return work


def callback(count):
    check(workload.call_many(lambda x: x + 1, count) == 12346)


def exception(count):
    for _ in range(count):
        try:
            workload.fail()
        except ValueError as e:
            shown = type(e).__name__, str(e), traceback.extract_tb(e.__traceback__)
    check(shown[2][-1].name == "fail")


def exception_text(count):
    for _ in range(count):
        try:
            workload.fail()
        except ValueError as e:
            shown = type(e).__name__, str(e), "".join(traceback.format_exception(type(e), e, e.__traceback__))
    check(shown[2].endswith("42\n"))


def generator(count):
    for _ in range(count):
        for x in workload.numbers(1000):
            pass
        check(x == 999)


def pipeline(count):
    a, b, c = workload.nodes
    for _ in range(count):
        out = [c.process(b.process(a.process(x))) for x in (1, 2, 3)]
    check(out == [7, 8, 9])


def main():
    if sys.argv[1:] == ["start"]:
        print(workload.identity(42), flush=True)
        return
    rows = {"call": call, "dict": passing(MAP), "list": passing(LIST), "str": passing(TEXT), "callback": callback}
    rows |= {"exception": exception, "exception-text": exception_text, "generator": generator, "pipeline": pipeline}
    rows["call-two-threads"] = lambda count: in_two(count, call)
    missing = {"list-array": ""}
    try:
        import numpy as np

        memory = bytearray(8 << 20)
        source = np.frombuffer(memory, np.float64)

        def array_sum(count):
            for _ in range(count):
                check(np.sum(np.frombuffer(memory, np.float64)) == 0)

        longs = np.array(LIST, np.int64)

        def array_longs(count):
            for _ in range(count):
                check(longs.copy().copy()[-1] == LIST[-1])

        def array_copy(count):
            for _ in range(count):
                check(source.copy()[-1] == 0)

        def array_view(count):
            for _ in range(count):
                check(memoryview(source)[-1] == 0)

        rows |= {"array-longs": array_longs, "array-sum": array_sum, "array-copy": array_copy, "array-view": array_view}
    except ImportError:
        missing |= dict.fromkeys(("array-longs", "array-sum", "array-copy", "array-view"), "no NumPy")
    until_end("CPython " + sys.version.split()[0], rows, missing)


main()
