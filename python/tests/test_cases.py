"""Every manifest of `cases`, in each runtime that there is."""

import asyncio
import logging
import pathlib
import unittest

from case_faults import FAULTS
from cases import CASES
from runtimes import require_java

from terrarium import ManifestError
from terrarium._runs import choose

FOLDER = str(pathlib.Path(__file__).parent)


def plain(value):
    """What a value is in JSON: a tuple is a list."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def kinds(value):
    """The types within a value: 1, 1.0 and True are equal, and not the same."""
    if isinstance(value, list):
        return [kinds(each) for each in value]
    return {key: kinds(each) for key, each in value.items()} if isinstance(value, dict) else type(value)


async def each(items):
    for item in items:
        yield item


class Runs:
    runtime = ""

    def setUp(self):
        logger = logging.getLogger("terrarium")
        self.addCleanup(logger.setLevel, logger.level)
        logger.setLevel(logging.ERROR)

    def opened(self, case):
        chosen, opened = choose(self.runtime, case.text, {}, [FOLDER])
        self.addCleanup(opened.close)
        self.assertEqual(self.runtime, chosen)
        return opened

    def of(self, is_right):
        return [case for case in [*CASES, *FAULTS] if is_right(case)]

    def assert_same(self, expected, outputs):
        self.assertEqual(expected, plain(outputs))
        self.assertEqual(kinds(expected), kinds(plain(outputs)))

    def assert_fails(self, case, error):
        names = [kind.__name__ for kind in type(error).__mro__]
        self.assertIn(case.error, names, repr(error))
        self.assertIn(case.says, str(error))
        if case.error not in ("ExecutionError", "MarshalError"):
            self.assertRegex(error.__notes__[0], r"Node \w+ (failed (on item \d|while \w+)|could not start)")

    def test_a_list_gives_what_the_table_says(self):
        for case in self.of(lambda case: case.outputs is not None):
            with self.subTest(case.name):
                self.assert_same(case.outputs, self.opened(case).run(case.items))

    def test_a_list_gives_the_same_beside_an_event_loop(self):
        for case in self.of(lambda case: case.outputs is not None):
            with self.subTest(case.name):
                self.assert_same(case.outputs, asyncio.run(self.start(case)))

    async def start(self, case):
        return await self.opened(case).start(case.items)

    def test_a_stream_gives_what_the_table_says(self):
        for case in self.of(lambda case: case.outputs is not None and case.items is not None):
            with self.subTest(case.name):
                expected = case.outputs if case.streamed is None else case.streamed

                self.assert_same(expected, asyncio.run(self.stream(case)))

    async def stream(self, case):
        return [value async for value in self.opened(case).stream(each(case.items))]

    def test_a_session_gives_each_items_outputs_with_it(self):
        for case in self.of(lambda case: case.outputs is not None and case.items is not None and not case.ends_early):
            with self.subTest(case.name):
                expected = case.outputs if case.streamed is None else case.streamed

                self.assert_same(expected, asyncio.run(self.converse(case)))

    async def converse(self, case):
        session = self.opened(case).session()
        parts = [await session.send(item) for item in case.items]
        return [value for part in [*parts, await session.finish()] for value in part]

    def test_what_is_raised_arrives_as_it_is(self):
        for case in self.of(lambda case: case.error and not case.faults):
            with self.subTest(case.name):
                with self.assertRaises(Exception) as run:
                    self.opened(case).run(case.items)
                self.assert_fails(case, run.exception)
                with self.assertRaises(Exception) as start:
                    asyncio.run(self.start(case))
                self.assert_fails(case, start.exception)

    def test_a_stream_raises_the_same(self):
        for case in self.of(lambda case: case.error and not case.faults and case.items):
            with self.subTest(case.name):
                with self.assertRaises(Exception) as caught:
                    asyncio.run(self.stream(case))
                self.assert_fails(case, caught.exception)

    def test_faults_have_their_paths_and_sentences(self):
        for case in self.of(lambda case: case.faults):
            with self.subTest(case.name):
                with self.assertRaises(ManifestError) as caught:
                    self.opened(case)
                told = [f"{path}: {message}" for path, message in caught.exception.faults]
                self.assertEqual(list(case.faults), told)
                for fault in case.faults:
                    self.assertIn(fault, str(caught.exception))


class PythonTest(Runs, unittest.TestCase):
    runtime = "python"


class JavaTest(Runs, unittest.TestCase):
    runtime = "jvm"

    @classmethod
    def setUpClass(cls):
        require_java()


if __name__ == "__main__":
    unittest.main()
