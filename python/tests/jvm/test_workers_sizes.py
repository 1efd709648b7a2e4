"""What is too large for a worker process, and what is not."""

import asyncio
import importlib.util
import sys
import textwrap
import types
import unittest
from unittest import mock

import guest

from terrarium import MarshalError, Pipeline, _memory, _wire

HAS_NUMPY = importlib.util.find_spec("numpy") is not None
SMALL = 1 << 20
HUGE = 3 << 30
"""More than a buffer of Java's can hold; nobody touches so much memory here."""

LIMITED = f"""
import os, terrarium._wire
terrarium._wire._LONGEST = {SMALL}
"""
SIZES = LIMITED + "def node(size): return b'x' * size if size else os.getpid()"

FULL_HEAP = """
import asyncio
from terrarium import ExecutionError, Pipeline
size = Pipeline().add_node("node", source="def node(item): return len(item)", isolation="process")
made = Pipeline().add_node("node", source="def node(size): return bytes(size)", isolation="process")
large = bytes(100 << 20)
for run in (
    lambda: size.run_sync([b"1", large]), lambda: asyncio.run(size.run([large])), lambda: made.run_sync([100 << 20])
):
    try:
        run()
    except ExecutionError as error:
        print(error.item, error.type, error)
print(made.run_sync([2]), size.run_sync([b"12"]))
"""


STAYS_SMALL = """
import time
from terrarium import Pipeline
def own():
    return next(int(line.split()[1]) >> 10 for line in open("/proc/self/status") if line.startswith("RssAnon:"))
pipeline = Pipeline().add_node("node", source="def node(size): return bytes(size)", isolation="process")
before = own()
for _ in range(14):
    pipeline.run_sync([48 << 20])
grown = own() - before
end = time.monotonic() + 60
while own() - before > 350 and time.monotonic() < end:
    time.sleep(0.05)
print(grown < 1000, own() - before <= 350, grown)
"""


def node(source, **policies):
    return Pipeline().add_node("node", source=textwrap.dedent(source), isolation="process", **policies)


class SizesTest(unittest.TestCase):
    def test_a_worker_refuses_what_it_cannot_give_and_lives_on(self):
        before, after = node(SIZES, on_error="skip").run_sync([0, SMALL, 0])

        with self.assertRaisesRegex(
            MarshalError,
            rf"^Node \w+ failed on item 1: the value at \$ of an output of its worker process cannot be converted: its "
            rf"pickle takes {SMALL + 9} bytes, and {SMALL} bytes at most travel .*: give it in parts, as NumPy arrays",
        ):
            node(SIZES).run_sync([0, SMALL])

        self.assertEqual(before, after)

    def test_what_a_worker_cannot_take_is_told_by_its_item(self):
        pipeline = node("def node(item): return len(item)")
        for large in (bytes(SMALL), [bytes(SMALL >> 1)] * 2 + [bytearray(SMALL >> 1)], {"text": "é" * (SMALL >> 1)}):
            with (
                self.subTest(type(large)),
                mock.patch.object(_wire, "_LONGEST", SMALL),
                self.assertRaisesRegex(
                    MarshalError, r"failed on item 2: the value at \$ of the item .* takes \d+ bytes, and 1048576 bytes"
                ),
            ):
                pipeline.run_sync([b"", b"1", large])

    @unittest.skipUnless(HAS_NUMPY, "needs NumPy")
    def test_an_array_for_which_there_is_no_shared_memory_is_told_by_its_size(self):
        source = LIMITED + "import numpy\ndef node(size): return numpy.zeros(size, 'u1')"

        with self.assertRaisesRegex(MarshalError, "an array for which there is no shared memory takes 314572800 bytes"):
            node(source, limits={"memory_gb": 0.45}).run_sync([300 << 20])

    @unittest.skipUnless(HAS_NUMPY, "needs NumPy")
    def test_takes_an_array_larger_than_a_buffer_of_javas(self):
        import numpy

        with mock.patch.object(_memory, "put", lambda *_: None):
            size, last = node("def node(array): return array.nbytes, int(array[-1])").run_sync(
                [numpy.empty(HUGE, "u1")]
            )

        self.assertEqual((size, last), (HUGE, 0))

    @unittest.skipUnless(HAS_NUMPY, "needs NumPy")
    def test_gives_an_array_larger_than_a_buffer_of_javas(self):
        source = """
            import numpy, terrarium._shared
            def put(array, memory):
                memory[array.nbytes - 1] = 7
            terrarium._shared.put = put
            def node(size): return numpy.empty(size, "u1")
        """

        result = node(source).run_sync([HUGE])

        self.assertEqual((result.nbytes, int(result[0]), int(result[-1])), (HUGE, 0, 7))

    @unittest.skipUnless(HAS_NUMPY, "needs NumPy")
    def test_java_says_what_is_too_large_for_it_to_read(self):
        source = """
            import numpy, terrarium._shared
            terrarium._shared.put = lambda *_: None
            def node(size): return numpy.empty(size, "u1")
        """

        with self.assertRaisesRegex(
            MarshalError, f"the array has {HUGE} bytes, more than the 2147483647 that Java can"
        ):
            node(source).add_node("TextProcessorNode").run_sync([HUGE])

    def test_a_full_java_heap_is_told_by_node_and_item_and_what_to_do(self):
        done = guest.run(FULL_HEAP, prepared=False, TERRARIUM_JVM_OPTIONS="-Xmx64m")

        told = "OutOfMemoryError Node {} failed on item {}: The Java heap is full: give it more by " + (
            "TERRARIUM_JVM_OPTIONS=-Xmx…, or less input at a time"
        )
        self.assertEqual(
            done.out.splitlines(),
            [
                "1 " + told.format("node_0", 1),
                "0 " + told.format("node_0", 0),
                "0 " + told.format("node_0", 0),
                "b'\\x00\\x00' 2",
            ],
        )

    @unittest.skipUnless(sys.platform == "linux", "reads /proc")
    def test_what_large_values_took_of_the_java_heap_is_given_back(self):
        done = guest.run(STAYS_SMALL, prepared=False)

        self.assertRegex(done.out, "^True True")

    def test_a_limit_of_memory_is_told_with_the_exception_itself(self):
        with self.assertRaises(MemoryError) as raised:
            node("def node(size): return bytes(size)", limits={"memory_gb": 0.3}).run_sync([1 << 30])

        self.assertIn("its memory is limited to 0.3 GB", raised.exception.__notes__)

    def test_an_item_whose_module_the_worker_has_not_is_told_as_such(self):
        module = types.ModuleType("made_here")
        exec("class Thing: pass", module.__dict__)
        told = (
            r"failed on item 0: the value at \$ of the item for its worker process cannot be converted: the worker process "
            r"finds no module 'made_here', which the item needs: have its folder on sys.path"
        )
        with mock.patch.dict(sys.modules, made_here=module), self.assertRaisesRegex(MarshalError, told):
            asyncio.run(node("def node(item): return 1").run([module.Thing()]))

    def test_what_pickling_raises_is_raised_itself_also_of_an_item_before_its_turn(self):
        with self.assertRaisesRegex(ValueError, "^not me$") as raised:
            node("def node(item): return item").run_sync([1, Unwilling()])

        self.assertRegex(raised.exception.__notes__[0], r"^Node \w+ failed on item 1$")


class Unwilling:
    def __reduce__(self):
        raise ValueError("not me")


if __name__ == "__main__":
    unittest.main()
