import asyncio
import contextlib
import os
import pathlib
import sys
import types
import unittest

from terrarium import Emit, ExecutionError, ManifestError
from terrarium._driver import Driver
from terrarium._folders import enter, leave
from terrarium._nodes import check, check_living, describe, find, find_in


class Gain:
    """Scales what it gets.

    More of it.
    """

    def __init__(self, factor: float, *, offset=0):
        self.factor, self.offset = factor, offset

    def process(self, item):
        return item * self.factor + self.offset


class RaisesInConstructor:
    def __init__(self, value=1):
        raise TypeError("from the constructor itself")


class Life:
    def __init__(self):
        self.calls = []

    def initialize(self):
        self.calls.append("initialize")

    def process(self, item):
        self.calls.append(item)

    def flush(self):
        self.calls.append("flush")
        return len(self.calls)

    def cleanup(self):
        self.calls.append("cleanup")


class AsyncLife(Life):
    async def initialize(self):
        self.loop = asyncio.get_running_loop()
        super().initialize()

    async def aprocess(self, item):
        assert asyncio.get_running_loop() is self.loop
        await asyncio.sleep(0)
        return item + 1

    async def flush(self):
        assert asyncio.get_running_loop() is self.loop
        yield "left"

    async def cleanup(self):
        assert asyncio.get_running_loop() is self.loop
        super().cleanup()


def outputs(factory, *items, **params):
    driver = Driver(factory, params)
    try:
        driver.initialize()
        return [out for item in items for out in driver.run(item)] + list(driver.flush())
    finally:
        driver.close()


class FindTest(unittest.TestCase):
    def setUp(self):
        module = types.ModuleType("a_node_module")
        module.Gain = Gain
        module.number = 1
        sys.modules["a_node_module"] = module
        self.addCleanup(sys.modules.pop, "a_node_module")

    def test_finds_a_class(self):
        self.assertIs(Gain, find("a_node_module:Gain"))

    def test_says_what_is_wrong_with_the_reference(self):
        for reference, expected in (
            ("Gain", "not of the form"),
            (":Gain", "not of the form"),
            ("no_such_module:Gain", "no module named 'no_such_module'"),
            ("no_such_package.sub:Gain", "no module named 'no_such_package'"),
            ("a_node_module:Missing", "has no 'Missing'"),
            ("a_node_module:number", "neither a class nor a function"),
        ):
            with self.subTest(reference), self.assertRaisesRegex(ManifestError, expected) as caught:
                find(reference)
            self.assertEqual("node_type", caught.exception.faults[0][0])

    def test_says_what_was_meant(self):
        for reference, expected in (
            ("a_node_module:Gian", "module 'a_node_module' has no 'Gian'; did you mean 'Gain'?"),
            ("a_node_module:gain", "module 'a_node_module' has no 'gain'; did you mean 'Gain'?"),
            ("a_node_module:Volume", "module 'a_node_module' has no 'Volume'"),
            ("test_node:Gain", "did you mean 'test_nodes'"),
            ("json.decodr:JSONDecoder", "did you mean 'decoder'"),
            ("a_node_module.sub:Gain", "'a_node_module' is a module and no package"),
            ("a_node_module.py:Gain", "'a_node_module.py' is a file: name its module, as in 'a_node_module:Gain'"),
            ("nodes/gain.py:Gain", "'nodes/gain.py' is a file: name its module, as in 'nodes.gain:Gain'"),
        ):
            with self.subTest(reference), self.assertRaises(ManifestError) as caught:
                find(reference)
            self.assertIn(expected, str(caught.exception))

    def test_says_what_a_module_has_when_nothing_is_near(self):
        module = sys.modules["a_node_module"]
        exec("class One:\n  def process(self, x): return x\ndef two(x): return x", module.__dict__)

        with self.assertRaises(ManifestError) as caught:
            find("a_node_module:Missing")

        self.assertEqual("module 'a_node_module' has no 'Missing'; it has One, two", str(caught.exception))

    def test_tells_the_folders_that_somebody_chose_and_counts_the_others(self):
        folder = str(pathlib.Path("chosen").absolute())
        enter([folder])
        self.addCleanup(leave, [folder])

        with self.assertRaises(ManifestError) as caught:
            find("no_such_module_at_all:Node")

        self.assertIn(f"; looked in {folder!r}", str(caught.exception))
        self.assertRegex(str(caught.exception), r" and \d+ of the interpreter's own$")
        self.assertNotIn(os.path.dirname(os.__file__), str(caught.exception))

    def test_an_import_that_fails_inside_the_module_is_raised_as_it_is(self):
        with self.assertRaises(ModuleNotFoundError):
            find("importing_what_is_missing:Node")


class FitTest(unittest.TestCase):
    def refusal(self, source):
        module = types.ModuleType("of_nodes")
        exec(source, module.__dict__)
        try:
            find_in(module, "node")
        except ManifestError as error:
            return str(error)
        return None

    def test_a_class_without_a_function_for_items_is_refused(self):
        expected = "'node' has neither process(item) nor aprocess(item)"
        self.assertEqual(expected, self.refusal("class node:\n  def run(self, x): return x"))
        self.assertEqual(expected, self.refusal("class node: pass"))
        self.assertEqual(expected, self.refusal("class node(dict): process = None"))

    def test_what_takes_no_item_is_refused(self):
        for_item = "'node' takes no item: give the function a parameter for it, as in def node(item)"
        self.assertEqual(for_item, self.refusal("def node(): return 1"))
        self.assertEqual(for_item, self.refusal("def node(*, item): return 1"))
        self.assertEqual(for_item, self.refusal("async def node(): return 1"))
        self.assertEqual(
            "'node' takes no item: give its process a parameter for it, as in def process(self, item)",
            self.refusal("class node:\n  def process(self): return 1"),
        )
        self.assertEqual(
            "'node' takes no item: give its aprocess a parameter for it, as in def aprocess(self, item)",
            self.refusal("class node:\n  async def aprocess(self): return 1\n  def process(self, x): return x"),
        )

    def test_what_may_take_items_is_found(self):
        for source in (
            "def node(item, factor=2): return item",
            "def node(*items): return items",
            "node = len",
            "import functools\nnode = functools.partial(pow, 2)",
            "class node:\n  def __call__(self, x): return x",
            "class node:\n  @staticmethod\n  def process(x): return x",
            "class node:\n  is_source = True\n  def process(self): return [1]",
            "def node(): return [1]\nnode.is_source = True",
            "class node:\n  def __init__(self): self.process = lambda x: x",
            "class node:\n  def __init__(self, **given): self.__dict__.update(given)",
            "class node:\n  def __init__(self): setattr(self, 'process', len)",
            "class node:\n  def __getattr__(self, name): return len",
            "class node:\n  def __new__(cls): return len",
            "class node:\n  __slots__ = ('process',)\n  def __init__(self): self.process = len",
            "from dataclasses import dataclass\n@dataclass\nclass node:\n  process: object",
            "class base:\n  def process(self, x): return x\nclass node(base): pass",
            "class meta(type):\n  def __call__(cls): return len\nclass node(metaclass=meta): pass",
        ):
            with self.subTest(source):
                self.assertIsNone(self.refusal(source))

    def test_what_is_called_otherwise_than_it_is_written_is_refused(self):
        for source, expected in (
            (
                "class node:\n  process = 5",
                "has a process of the type int, which cannot be called: write def process(self, item)",
            ),
            (
                "class node:\n  def process(self, a, b): return a",
                "has a process that takes more than an item: write def process(self, item), and take the rest in __init__",
            ),
            (
                "class node:\n  async def aprocess(self, a, *, b): return a",
                "has an aprocess that takes more than an item: write def aprocess(self, item), and take the rest in __init__",
            ),
            (
                "class node:\n  is_source = True\n  def process(self, item): return [1]",
                "makes items of its own, so its process is called without an item: write def process(self)",
            ),
            (
                "class node:\n  def process(self, x): return x\n  def initialize(self, a): pass",
                "has an initialize that takes arguments, but is called without any: write def initialize(self)",
            ),
            (
                "class node:\n  def process(self, x): return x\n  def flush(): pass",
                "has a flush that takes no arguments, not even self: write def flush(self)",
            ),
            (
                "class node:\n  def process(self, x): return x\n  cleanup = 'all'",
                "has a cleanup of the type str, which cannot be called: write def cleanup(self)",
            ),
            (
                "class node:\n  is_streaming = 'yes'\n  def process(self, x): return x",
                "has is_streaming = 'yes', which is neither True nor False: write is_streaming = True",
            ),
            (
                "def node(x): return x\nnode.is_source = 1",
                "has is_source = 1, which is neither True nor False: write is_source = True",
            ),
            (
                "import abc\nclass node(abc.ABC):\n  @abc.abstractmethod\n  def process(self, x): pass",
                "is abstract, so no object can be made of it: name a class that defines process",
            ),
        ):
            with self.subTest(source):
                self.assertEqual(f"'node' {expected}", self.refusal(source))

    def test_every_fault_of_a_class_is_told_at_once(self):
        told = self.refusal("class node:\n  process = 5\n  flush = 6\n  is_streaming = 'no'")

        self.assertEqual(3, len(told.split("; it has ")), told)

    def test_what_may_be_called_after_all_is_found(self):
        process = "class node:\n  def process(self, x): return x\n"
        for source in (
            "class node:\n  aprocess = None\n  def process(self, x): return x",
            "class node:\n  def process(self, x, y=1, *, z=2): return x",
            "class node:\n  def process(*all): return all",
            "class node:\n  process = len",
            "class node:\n  @property\n  def process(self): return len",
            "import functools\nclass node:\n  process = functools.partialmethod(max, 2)",
            "class node:\n  process = 5\n  def __init__(self): self.process = len",
            "class node:\n  process: object = None\n  def __call__(self, x): return x",
            process + "  flush = cleanup = None",
            process + "  def flush(self, force=False): pass",
            process + "  @classmethod\n  def initialize(cls): pass",
            process + "  @staticmethod\n  def cleanup(): pass",
            process + "  def flush(self, z): pass\n  def initialize(self): self.flush = list",
            process + "  @property\n  def is_streaming(self): return True",
            process + "  is_streaming = 0",
            "class node:\n  is_streaming = True\n  def process(self, stream): return stream",
            "import abc\nclass node(abc.ABC):\n  @abc.abstractmethod\n  def process(self, x): pass\n"
            "  def __new__(cls): return len",
        ):
            with self.subTest(source):
                self.assertIsNone(self.refusal(source))

    def test_an_object_is_looked_at_as_its_class_is(self):
        made = type("Made", (), {"process": lambda self, item: item, "flush": lambda self, left: left})()

        with self.assertRaisesRegex(ManifestError, "'a' has a flush that takes arguments"):
            check_living(made, "a")
        made.flush = list
        check_living(made, "a")

    def test_an_object_that_can_be_called_but_takes_no_item_is_refused(self):
        def nothing():
            return 1

        with self.assertRaisesRegex(ManifestError, "'a' takes no item"):
            check_living(nothing, "a")
        check_living(Gain(2), "a")
        check_living(Gain, "a")


class ParametersTest(unittest.TestCase):
    def test_describes_a_class(self):
        self.assertEqual(
            (
                "Scales what it gets.",
                False,
                (("factor", True, "float", ""), ("offset", False, "", "0")),
            ),
            describe(Gain),
        )

    def test_describes_a_function_without_its_item(self):
        def scale(item, factor=2, **others):
            return item * factor

        self.assertEqual(("", True, (("factor", False, "", "2"),)), describe(scale))

    def test_every_parameter_fault_is_told_at_once(self):
        with self.assertRaises(ManifestError) as caught:
            Driver(Gain, {"faktor": 1})

        self.assertEqual(
            (
                ("params.faktor", "Gain has no parameter 'faktor'; it takes factor, offset"),
                ("params.factor", "Gain needs the parameter 'factor'"),
            ),
            caught.exception.faults,
        )
        self.assertRaises(ManifestError, check, Gain, {"faktor": 1})
        check(Gain, {"factor": 1})

    def test_a_function_is_checked_before_it_runs(self):
        with self.assertRaises(ManifestError):
            Driver(lambda item, gain=1: item, {"volume": 1})

    def test_an_error_in_the_constructor_is_raised_as_it_is(self):
        with self.assertRaisesRegex(TypeError, "from the constructor itself"):
            Driver(RaisesInConstructor, {"value": 2})

    def test_a_class_that_cannot_process_is_refused(self):
        with self.assertRaisesRegex(ManifestError, "neither process"):
            Driver(type("Nothing", (), {}))


class OutputsTest(unittest.TestCase):
    def test_a_function(self):
        def scale(item, factor=2):
            return item * factor

        self.assertEqual([2, 4], outputs(scale, 1, 2))
        self.assertEqual([3, 6], outputs(scale, 1, 2, factor=3))

    def test_a_class_with_parameters(self):
        self.assertEqual([7.0], outputs(Gain, 3, factor=2.0, offset=1))

    def test_none_is_nothing_and_an_emitted_none_is_one(self):
        self.assertEqual([None, 2], outputs({1: Emit(None), 2: 2}.get, 0, 1, 2))

    def test_lists_are_values(self):
        self.assertEqual([[1, 2], (3,)], outputs(lambda item: item, [1, 2], (3,)))

    def test_a_coroutine(self):
        async def later(item):
            await asyncio.sleep(0)
            return None if item == 1 else item

        self.assertEqual([0, 2], outputs(later, 0, 1, 2))

    def test_a_generator_is_flattened_lazily(self):
        seen = []

        def count(item):
            for number in range(item):
                seen.append(number)
                yield Emit(None) if number == 1 else number
            yield None

        driver = Driver(count)
        values = iter(driver.run(3))

        self.assertEqual(0, next(values))
        self.assertEqual([0], seen)
        self.assertEqual([None, 2], list(values))

    def test_an_async_generator_is_flattened_lazily(self):
        seen = []

        async def count(item):
            for number in range(item):
                seen.append(number)
                await asyncio.sleep(0)
                yield number

        driver = Driver(count)
        values = iter(driver.run(3))

        self.assertEqual(0, next(values))
        self.assertEqual([0], seen)
        self.assertEqual([1, 2], list(values))
        driver.close()

    def test_a_generator_left_early_is_closed(self):
        closed = []

        def endless(item):
            try:
                while True:
                    yield item
            finally:
                closed.append("sync")

        async def endless_async(item):
            try:
                while True:
                    yield item
            finally:
                await asyncio.sleep(0)
                closed.append("async")

        for function in (endless, endless_async):
            driver = Driver(function)
            with contextlib.closing(driver.run(1)) as values:
                self.assertEqual(1, next(values))
            driver.close()

        self.assertEqual(["sync", "async"], closed)

    def test_an_error_is_raised_as_itself(self):
        async def fails(item):
            raise KeyError(item)

        with self.assertRaises(KeyError):
            outputs(fails, 1)


class LifeTest(unittest.TestCase):
    def test_calls_come_in_order_and_cleanup_once(self):
        driver = Driver(Life)
        driver.initialize()
        out = [*driver.run("item"), *driver.flush()]
        driver.close()
        driver.close()

        self.assertEqual([3], out)
        self.assertEqual(["initialize", "item", "flush", "cleanup"], driver._node.calls)

    def test_all_of_it_may_be_async_and_shares_one_loop(self):
        driver = Driver(AsyncLife)
        driver.initialize()
        out = [*driver.run(1), *driver.run(2), *driver.flush()]
        driver.close()

        self.assertEqual([2, 3, "left"], out)
        self.assertEqual(["initialize", "cleanup"], driver._node.calls)

    def test_two_drivers_share_nothing(self):
        first, second = Driver(Life), Driver(Life)

        self.assertIsNot(first._node, second._node)

    def test_a_task_lives_between_items_and_is_cancelled_at_the_end(self):
        ended = []

        class Background:
            async def initialize(self):
                self.ticks = 0
                self.task = asyncio.ensure_future(self.tick())

            async def tick(self):
                try:
                    while True:
                        self.ticks += 1
                        await asyncio.sleep(0)
                except asyncio.CancelledError:
                    ended.append(self.ticks)
                    raise

            async def process(self, item):
                await asyncio.sleep(0)
                return self.ticks

        out = outputs(Background, 0, 0, 0)

        self.assertEqual(sorted(out), out)
        self.assertGreater(out[-1], out[0])
        self.assertEqual(1, len(ended))

    def test_an_interrupt_leaves_no_task_behind_that_awaits(self):
        seen = []

        async def waits(item):
            try:
                asyncio.get_running_loop().call_soon(interrupt)
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise

        def interrupt():
            raise KeyboardInterrupt

        driver = Driver(waits)
        self.assertRaises(KeyboardInterrupt, driver.run, 1)
        driver.close()

        self.assertEqual(["cancelled"], seen)

    def test_an_object_is_one_node_at_a_time_and_is_not_made_anew(self):
        life = Life()
        first = Driver(life)

        with self.assertRaisesRegex(ExecutionError, "at work in another run of this pipeline, or as another node"):
            Driver(life)
        first.close()
        Driver(life).close()

        self.assertEqual(["cleanup", "cleanup"], life.calls)
        with self.assertRaisesRegex(ManifestError, "has no parameter 'gain'; it takes none"):
            Driver(life, {"gain": 1})

    def test_the_loop_ends_although_cleanup_fails(self):
        class Failing(AsyncLife):
            async def cleanup(self):
                raise ValueError("cleanup")

        driver = Driver(Failing)
        driver.initialize()

        self.assertRaises(ValueError, driver.close)
        self.assertTrue(driver._node.loop.is_closed())

    def test_a_driver_works_inside_a_running_loop(self):
        async def later(item):
            await asyncio.sleep(0)
            return item

        async def main():
            return outputs(later, 1, 2)

        self.assertEqual([1, 2], asyncio.run(main()))


if __name__ == "__main__":
    unittest.main()
