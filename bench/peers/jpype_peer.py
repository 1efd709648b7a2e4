"""JPype: Python calls Java."""

import pathlib
import sys

import jpype
from serve import check, in_two, until_end

here = pathlib.Path(__file__).parent
jpype.startJVM("--enable-native-access=ALL-UNNAMED", classpath=[str(here / "jpype.jar")])
java = jpype.JClass("JPypeSide")

MAP = {f"joint_{i}": i + 0.5 for i in range(10)}
LIST = [1_000_000 + 7919 * i for i in range(1000)]
TEXT = "x" * 100


def call(count):
    f = java.identity
    for i in range(1_000_000, 1_000_000 + count):
        back = f(i)
    check(back == i)


def text(count):
    f = java.text
    for _ in range(count):
        back = str(f(TEXT))
    check(back == TEXT)


def real_dict(count):
    for _ in range(count):
        back = {str(k): float(v) for k, v in java.map(jpype.java.util.HashMap(MAP)).items()}
    check(back == MAP)


def real_list(count):
    for _ in range(count):
        back = [int(x) for x in java.list(jpype.java.util.ArrayList(LIST))]
    check(back == LIST)


def list_array(count):
    for _ in range(count):
        back = list(java.array(LIST))
    check(back == LIST)


def callback(count):
    f = java.increment
    for _ in range(count):
        back = f(12345)
    check(back == 12346)


def exception(count):
    for _ in range(count):
        try:
            java.fail()
        except jpype.JException as e:
            shown = type(e).__name__, str(e), e.stacktrace()
    check("42" in shown[2])


def generator(count):
    for _ in range(count):
        for x in java.numbers(1000):
            last = int(x)
        check(last == 999)


def pipeline(count):
    a, b, c = [node.process for node in (java.Node(1), java.Node(2), java.Node(3))]
    for _ in range(count):
        out = [c(b(a(x))) for x in (1, 2, 3)]
    check(out == [7, 8, 9])


def main():
    if sys.argv[1:] == ["start"]:
        print(java.identity(42), flush=True)
        return
    rows = {"call": call, "str": text, "dict": real_dict, "list": real_list, "list-array": list_array}
    rows |= {"callback": callback, "exception": exception, "exception-text": exception, "generator": generator, "pipeline": pipeline}
    rows["call-two-threads"] = lambda count: in_two(count, call)
    missing = {}
    try:
        import jpype.nio
        import numpy as np

        memory = java.MEMORY
        source = np.zeros(1 << 20)

        def array_sum(count):
            for _ in range(count):
                check(np.sum(np.frombuffer(memory, np.float64)) == 0)

        def array_copy(count):
            for _ in range(count):
                check(java.last(jpype.JArray(jpype.JDouble)(source)) == 0)

        def array_view(count):
            for _ in range(count):
                check(java.last(jpype.nio.convertToDirectBuffer(source.view(np.uint8).data)) == 0)

        numbers = np.array(LIST, np.int64)

        def array_longs(count):
            for _ in range(count):
                back = np.array(java.array(jpype.JArray(jpype.JLong)(numbers)))
            check(back[-1] == LIST[-1])

        rows |= {"array-longs": array_longs, "array-sum": array_sum, "array-copy": array_copy, "array-view": array_view}
    except ImportError:
        missing |= dict.fromkeys(("array-longs", "array-sum", "array-copy", "array-view"), "no NumPy")
    until_end("JPype " + jpype.__version__, rows, missing)


main()
