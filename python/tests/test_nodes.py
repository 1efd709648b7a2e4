import asyncio
import contextlib
import sys
import types
import unittest

from terrarium import Emit, ManifestError
from terrarium._driver import Driver
from terrarium._nodes import check, describe, find


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

    def test_an_import_that_fails_inside_the_module_is_raised_as_it_is(self):
        with self.assertRaises(ModuleNotFoundError):
            find("importing_what_is_missing:Node")


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

        with self.assertRaisesRegex(RuntimeError, "at work as another node"):
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
