"""Arrays of a Python program in worker processes, and back."""

import asyncio
import dataclasses
import gc
import importlib.util
import math
import os
import random
import signal
import sys
import textwrap
import threading
import unittest
from array import array as plain_array

import guest

from terrarium import MarshalError, Pipeline

HAS_NUMPY = importlib.util.find_spec("numpy") is not None
LENGTH = 1 << 17
KILLS = 6
KINDS = ["?", "i1", "u1", "<i2", ">i2", "<u4", "<i8", ">u8", "<f2", "<f4", ">f4", "<f8", ">f8"]
WHERE = """
def lies(array):
    while type(array).__name__ == "ndarray":
        array = array.base
    return type(array).__name__
def node(item):
    return [lies(array) for array in item] if type(item) in (list, tuple) else lies(item)
"""

GIVES_BACK = """
import time, numpy
from terrarium import Pipeline
def shared():
    return next(int(line.split()[1]) >> 10 for line in open("/proc/self/status") if line.startswith("RssShmem:"))
def await_less(most):
    end = time.monotonic() + 30
    while shared() >= most:
        assert time.monotonic() < end, shared()
        time.sleep(0.01)
pipeline = Pipeline().add_node("node", source="def node(array): return array, array + 1", isolation="process")
given = pipeline.run_sync([numpy.ones(1 << 23)])
print(given[0].nbytes >> 20 <= shared())
del given
await_less(34)
del pipeline
await_less(2)
"""


@dataclasses.dataclass
class Scene:
    name: str
    image: object
    depths: tuple


def apart(source, items, **settings):
    return Pipeline().add_node("node", source=source, isolation="process", **settings).run_sync(items)


def mappings():
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as lines:
        return sum("memfd:terrarium" in line for line in lines)


@unittest.skipUnless(HAS_NUMPY, "this Python has no NumPy")
class ArraysApartTest(unittest.TestCase):
    def assert_same(self, expected, given):
        import numpy

        self.assertIs(type(expected), type(given))
        self.assertEqual((expected.dtype, expected.shape), (given.dtype, given.shape))
        self.assertTrue(given.flags.c_contiguous and given.flags.writeable and given.flags.aligned)
        numpy.testing.assert_array_equal(expected, given)

    def layouts(self, kind):
        import numpy

        numbers = (numpy.arange(2 * LENGTH) % 97).astype(kind)
        frozen = numbers.copy()
        frozen.setflags(write=False)
        return [
            numbers,
            frozen,
            numbers[::2],
            numbers[::-1],
            numbers.reshape(2, 4, -1),
            numbers.reshape(4, -1).T,
            numpy.asfortranarray(numbers.reshape(4, -1)),
            numpy.broadcast_to(numbers[:8], (LENGTH, 8)),
        ]

    def test_come_and_go_as_they_are_whatever_their_type_and_layout(self):
        for kind in KINDS:
            arrays = self.layouts(kind)

            for expected, given in zip(arrays, apart("def node(array): return array", arrays), strict=True):
                with self.subTest(kind, shape=expected.shape, strides=expected.strides):
                    self.assert_same(expected, given)

    def test_are_made_there_and_come_back_as_they_are(self):
        import numpy

        source = "import numpy\ndef node(array): return numpy.ascontiguousarray(array) + numpy.array(1, array.dtype)"
        for kind in KINDS[1:]:
            arrays = self.layouts(kind)

            for expected, given in zip(arrays, apart(source, arrays), strict=True):
                self.assert_same(expected + numpy.array(1, expected.dtype), given)

    def test_keep_every_bit_of_what_is_no_number(self):
        import numpy

        bits = numpy.full(LENGTH, 0x7FF8_DEAD_BEEF_0001, "u8")

        given = apart("def node(array): return array, -array", [bits.view("f8")])

        self.assertTrue((given[0].view("u8") == bits).all())
        self.assertTrue(math.isnan(given[1][-1]))

    def test_lie_in_shared_memory_there_wherever_they_are_in_an_item(self):
        import numpy

        array = numpy.arange(LENGTH)

        self.assertEqual("_Lease", apart(WHERE, [array]))
        self.assertEqual(["_Lease", "_Lease", "bytearray"], apart(WHERE, [[array, array + 1, array[:3]]]))
        scene = "def node(scene): return node_of([scene.image, *scene.depths])\n" + WHERE.replace(
            "def node", "def node_of"
        )
        self.assertEqual(["_Lease"] * 3, apart(scene, [Scene("a", array, (array + 1, array + 2))]))

    def test_are_one_array_where_an_item_has_it_twice(self):
        import numpy

        array = numpy.arange(LENGTH)

        self.assertTrue(apart("def node(item): return item[0] is item[1]['b']", [[array, {"b": array}]]))

    def test_come_back_inside_other_values(self):
        import numpy

        source = (
            "def node(scene):\n    scene.image = scene.image * 2\n    return scene, {'depths': [scene.depths[0] + 1]}"
        )
        array = numpy.arange(LENGTH)

        scene, more = apart(source, [Scene("a", array, (array, array))])

        self.assertIs(Scene, type(scene))
        self.assert_same(array * 2, scene.image)
        self.assert_same(array, scene.depths[0])
        self.assertIs(scene.depths[0], scene.depths[1])
        self.assert_same(array + 1, more["depths"][0])

    def test_of_other_kinds_go_as_they_did(self):
        import numpy

        values = [
            numpy.arange(LENGTH).astype("c16")[:100],
            numpy.array(["a", None] * 10, object),
            numpy.zeros(LENGTH, [("a", "i4"), ("b", "f8")])[:100],
            plain_array("d", [1.0] * LENGTH),
            bytes(LENGTH * 8),
        ]

        for expected, given in zip(values, apart("def node(item): return item", values), strict=True):
            self.assertIs(type(expected), type(given))
            self.assertEqual(list(expected[:50]), list(given[:50]))

    def test_of_a_node_in_this_process_go_and_come_as_the_programs_do(self):
        import numpy

        pipeline = Pipeline().add_node(numpy.arange)
        pipeline.add_node("node", source="def node(array): return array * 2", isolation="process")
        pipeline.add_node("node", source="def node(array):\n    array += 1\n    return array", isolation="process")
        seen = []
        pipeline.add_node(lambda array: seen.append(type(array.base)) or array + 1)

        given = pipeline.run_sync([LENGTH, 3])

        self.assert_same(numpy.arange(LENGTH) * 2 + 2, given[0])
        self.assert_same(numpy.arange(3) * 2 + 2, given[1])

    def test_may_be_changed_by_the_program_without_harm_to_what_a_node_keeps(self):
        import numpy

        source = """
class node:
    def __init__(self): self.kept = []
    def process(self, item):
        if item is None:
            return [int(each.sum()) for each in self.kept]
        self.kept.append(item)
        return item
"""

        async def main():
            pipeline = Pipeline().add_node("node", source=source, isolation="process")
            async with pipeline.session() as session:
                for number in range(3):
                    (given,) = await session.send(numpy.full(LENGTH, number))
                    given[:] = -1
                return await session.send(None)

        self.assertEqual([[0, LENGTH, 2 * LENGTH]], asyncio.run(main()))

    def test_given_twice_are_two_arrays(self):
        import numpy

        source = "def node(array):\n    yield array\n    yield array\n    yield [array, array[: len(array) // 2]]"

        first, second, (whole, half) = apart(source, [numpy.zeros(2 * LENGTH)])
        for number, each in enumerate((first, second, whole, half)):
            numpy.add(each, number, out=each)

        self.assertEqual([0, 1, 2, 3], [int(each.max()) for each in (first, second, whole, half)])
        self.assertEqual([0, 1, 2, 3], [int(each.min()) for each in (first, second, whole, half)])

    def test_stay_what_they_are_when_their_worker_is_no_more(self):
        import numpy

        source = "import os\ndef node(item):\n    if item is None: os.kill(os.getpid(), 9)\n    return item, item * 2"

        async def main():
            pipeline = Pipeline().add_node("node", source=source, isolation="process", on_error="skip")
            async with pipeline.session() as session:
                return [await session.send(item) for item in (numpy.ones(LENGTH), None, numpy.zeros(LENGTH))]

        given = asyncio.run(main())
        gc.collect()

        self.assertEqual([1, 0, 1], [len(each) for each in given])
        for number, ((same, twice),) in ((1, given[0]), (0, given[2])):
            numpy.add(same, 1, out=same)
            self.assert_same(numpy.full(LENGTH, number + 1.0), same)
            self.assert_same(numpy.full(LENGTH, number * 2.0), twice)

    def test_are_right_or_told_to_be_lost_whenever_a_worker_is_killed(self):
        import numpy

        seed = int(os.environ.get("TERRARIUM_TEST_SEED", "0")) or random.randrange(1, 1 << 32)
        print(f"test_workers_arrays: TERRARIUM_TEST_SEED={seed}", file=sys.stderr)
        chance = random.Random(seed)
        kept, lost, number = [], 0, 0

        async def main():
            nonlocal lost, number
            source = "import os\ndef node(item): return os.getpid(), item, item * 2"
            pipeline = Pipeline().add_node("node", source=source, isolation="process", on_error="skip")
            async with pipeline.session() as session:
                process, _, _ = (await session.send(numpy.zeros(LENGTH)))[0]
                for _ in range(KILLS):
                    killed = process
                    killer = threading.Timer(0.02 * chance.random(), os.kill, (killed, signal.SIGKILL))
                    killer.start()
                    while process == killed:
                        number += 1
                        answer = await session.send(numpy.full(LENGTH, number))
                        lost += not answer
                        kept.extend((number, *each) for each in answer)
                        process = kept[-1][1] if answer else process

        asyncio.run(main())

        self.assertLessEqual(lost, KILLS, seed)
        self.assertEqual(number, len(kept) + lost)
        for expected, _, same, twice in kept:
            self.assertEqual((expected, expected), (same.min(), same.max()), seed)
            self.assertEqual((2 * expected, 2 * expected), (twice.min(), twice.max()), seed)

    def test_give_their_memory_back_when_they_are_no_more(self):
        done = guest.run(GIVES_BACK, prepared=False)

        self.assertEqual((0, "True\n"), (done.status, done.out), done.err)

    def test_of_many_items_take_no_more_memory_than_a_few(self):
        import numpy

        items = [numpy.full(LENGTH, number) for number in range(300)]
        before = mappings()

        given = apart("def node(array): return array + 1", items)

        self.assertEqual(list(range(1, 301)), [int(each[-1]) for each in given])
        self.assertLess(mappings() - before, 200)

    def test_go_through_the_socket_where_there_is_no_more_shared_memory(self):
        import numpy

        arrays = [numpy.full(LENGTH, number) for number in range(6)]

        where = apart(WHERE, [arrays, arrays[:1]], limits={"open_files": 24})
        given = apart("def node(arrays): return [each + 1 for each in arrays]", [arrays], limits={"open_files": 24})

        self.assertEqual([["bytearray"] * 6, ["_Lease"]], where)
        for number, each in enumerate(given):
            self.assert_same(arrays[number] + 1, each)

    def test_that_come_with_what_cannot_travel_leave_nothing(self):
        import numpy

        before = mappings()
        pipeline = Pipeline().add_node("node", source="def node(item): return len(item)", isolation="process")

        for _ in range(20):
            with self.assertRaisesRegex(MarshalError, r"\$\[1\].*_thread\.lock cannot travel between processes"):
                pipeline.run_sync([[numpy.ones(LENGTH), threading.Lock()]])

        self.assertLessEqual(mappings(), before)
        self.assertEqual(1, pipeline.run_sync([[numpy.ones(LENGTH)]]))

    def test_that_come_with_what_cannot_be_had_there_are_used_again(self):
        import numpy

        sys.modules["only_here"] = only = type(sys)("only_here")
        self.addCleanup(sys.modules.pop, "only_here")
        only.Here = type("Here", (), {"__module__": "only_here"})
        items = [[numpy.full(LENGTH, number), only.Here(), numpy.full(LENGTH, number)] for number in range(100)]
        items.append([numpy.ones(LENGTH)])
        before = mappings()

        given = apart("def node(item): return len(item)", items, on_error="skip", queue={"capacity": 1})

        self.assertEqual(1, given)
        self.assertLess(mappings() - before, 60)

    def test_of_several_threads_are_told_apart(self):
        import numpy

        def run(number, given):
            pipeline = Pipeline().add_node("node", source="def node(array): return array * 2", isolation="process")
            for step in range(10):
                given.append(int(pipeline.run_sync([numpy.full(LENGTH, number * step)])[-1]))

        results = [[] for _ in range(4)]
        threads = [threading.Thread(target=run, args=(number, given)) for number, given in enumerate(results)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual([[2 * number * step for step in range(10)] for number in range(4)], results)

    def test_are_asked_for_one_by_one_by_a_node_that_sees_the_stream(self):
        import numpy

        source = """
            class node:
                is_streaming = True
                async def process(self, items):
                    async for item in items:
                        yield item + 1
                        yield item
            """

        async def main():
            async def items():
                for number in range(20):
                    yield numpy.full(LENGTH, number)

            pipeline = Pipeline().add_node("node", source=textwrap.dedent(source), isolation="process")
            return [int(output[-1]) async for output in pipeline.stream(items())]

        self.assertEqual([each for number in range(20) for each in (number + 1, number)], asyncio.run(main()))


if __name__ == "__main__":
    unittest.main()
