"""What ends a run from without, and what nodes raise that is not meant for them, alike in each runtime."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import unittest
from unittest import mock

import guest
import runtimes

from terrarium import ExecutionError, MarshalError, Pipeline, nodes

PATIENCE = 60


class Awaits:
    """Awaits what never comes."""

    def __init__(self):
        self.begun = threading.Event()
        self.calls = []

    async def process(self, item):
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.calls.append("cancelled")

    async def cleanup(self):
        await asyncio.sleep(0)
        self.calls.append("cleaned up")


class AwaitsInGenerator(Awaits):
    async def process(self, item):
        self.begun.set()
        try:
            yield await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.calls.append("cancelled")


class AwaitsAtFirst(Awaits):
    async def initialize(self):
        async for _ in AwaitsInGenerator.process(self, None):
            pass


class AwaitsInStream(Awaits):
    is_streaming = True

    async def process(self, items):
        async for item in items:
            await Awaits.process(self, item)


class AwaitsTwice(Awaits):
    """Takes its cancellation for a failure, and would go on."""

    async def process(self, item):
        try:
            await super().process(item)
        except asyncio.CancelledError:
            return item


class Blocks(Awaits):
    """Is in code that nothing stops."""

    def __init__(self):
        super().__init__()
        self.go = threading.Event()
        self.ended = threading.Event()

    def process(self, item):
        self.begun.set()
        self.go.wait(PATIENCE)
        return item

    def cleanup(self):
        self.ended.set()


async def cancelled(node, start, **settings):
    """Cancels a run in which a node is at work; returns how long that took."""
    task = asyncio.create_task(start(Pipeline().add_node(node, **settings)))
    await asyncio.to_thread(node.begun.wait, PATIENCE)
    since = time.monotonic()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return time.monotonic() - since
    raise AssertionError("it was not cancelled")


async def run(pipeline):
    return await pipeline.run([1, 2, 3], runtime="python")


async def stream(pipeline):
    return [value async for value in pipeline.stream([1, 2, 3], runtime="python")]


async def session(pipeline):
    async with pipeline.session(runtime="python") as talk:
        await talk.send(1)


class AwaitingTest(unittest.TestCase):
    def test_a_node_that_awaits_is_cancelled_at_once_and_cleans_up(self):
        for kind in (Awaits, AwaitsInGenerator, AwaitsAtFirst, AwaitsInStream, AwaitsTwice):
            for settings in ({}, {"on_error": "skip"}, {"retry": {"attempts": 3}}):
                if settings and kind is AwaitsInStream:
                    continue
                for start in (run, stream):
                    patience = mock.patch("terrarium._engine._PATIENCE", PATIENCE)
                    with self.subTest(kind.__name__, **settings, by=start.__name__), patience:
                        node = kind()

                        took = asyncio.run(cancelled(node, start, **settings))

                        self.assertEqual(["cancelled", "cleaned up"], node.calls)
                        self.assertLess(took, PATIENCE)

    def test_a_session_ends_with_it(self):
        node = Awaits()
        cleaned = threading.Event()
        node.cleanup = cleaned.set

        asyncio.run(cancelled(node, session))

        self.assertTrue(cleaned.wait(PATIENCE))
        self.assertEqual(["cancelled"], node.calls)

    def test_nothing_is_said_of_what_was_cancelled(self):
        said = []

        async def main():
            asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(context))
            for start in (run, stream, session):
                await cancelled(Awaits(), start)
            await asyncio.sleep(0)
            gc.collect()

        asyncio.run(main())

        self.assertEqual([], said)


class BlockingTest(unittest.TestCase):
    def test_one_that_blocks_is_waited_for_a_bounded_time_and_ends_later(self):
        for start in (run, stream):
            with self.subTest(start.__name__), mock.patch("terrarium._engine._PATIENCE", 0.05):
                node = Blocks()

                took = asyncio.run(cancelled(node, start))

                self.assertLess(took, PATIENCE)
                self.assertFalse(node.ended.is_set())
                node.go.set()
                self.assertTrue(node.ended.wait(PATIENCE))

    def test_a_second_cancellation_does_not_wait(self):
        node = Blocks()

        async def main():
            task = asyncio.create_task(run(Pipeline([node])))
            await asyncio.to_thread(node.begun.wait, PATIENCE)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        with mock.patch("terrarium._engine._PATIENCE", PATIENCE):
            asyncio.run(main())
        node.go.set()
        self.assertTrue(node.ended.wait(PATIENCE))


class InterruptTest(unittest.TestCase):
    SCRIPT = """
        import asyncio, signal
        from terrarium import Pipeline

        signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell has its background ignore

        class Node:
            async def process(self, item):
                print("at work", flush=True)
                await asyncio.sleep(600)
            def cleanup(self):
                print("cleaned up", flush=True)

        asyncio.run(Pipeline([Node]).run([1, 2], runtime="python"))
    """

    def test_ctrl_c_ends_the_program(self):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(self.SCRIPT)],
            env={**os.environ, "PYTHONPATH": guest.SOURCE.as_posix()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            self.assertEqual("at work\n", process.stdout.readline())
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)

        self.assertEqual("cleaned up\n", out)
        self.assertIn("KeyboardInterrupt", err)
        self.assertEqual(-signal.SIGINT, process.returncode)

    def test_an_interrupt_while_the_run_begins_waits_for_the_clean_up(self):
        start = threading.Thread.start
        cleaned = threading.Event()

        class Node:
            async def process(self, item):
                await asyncio.sleep(600)

            def cleanup(self):
                cleaned.set()

        def interrupted(thread):
            start(thread)
            if thread.name == "terrarium-run":
                raise KeyboardInterrupt

        with mock.patch("threading.Thread.start", interrupted), self.assertRaises(KeyboardInterrupt):
            asyncio.run(Pipeline([Node]).run([1, 2], runtime="python"))

        self.assertTrue(cleaned.is_set())


class RaisedTest(unittest.TestCase):
    """What a node raises that elsewhere is meant for somebody else."""

    def raised(self, kind, runtime, node=None):
        def raises(item):
            raise kind("said")

        with self.assertRaises(BaseException) as caught:
            Pipeline(["PassThrough", node or raises]).run_sync([1], runtime=runtime)
        return caught.exception

    def test_an_exception_has_one_note(self):
        for runtime in runtimes.there():
            self.assertEqual(["Node raises_1 failed on item 0"], self.raised(OSError, runtime).__notes__)

    def test_a_keyboard_interrupt_arrives_as_itself(self):
        for runtime in runtimes.there():
            error = self.raised(KeyboardInterrupt, runtime)

            self.assertIs(KeyboardInterrupt, type(error))
            self.assertEqual(["Node raises_1 failed on item 0"], error.__notes__)

    def test_what_is_no_exception_is_told_by_one(self):
        def generates(item):
            yield item
            raise GeneratorExit("said")

        for runtime in runtimes.there():
            for kind, name in (
                (GeneratorExit, "GeneratorExit"),
                (SystemExit, "SystemExit"),
                (asyncio.CancelledError, "asyncio.exceptions.CancelledError"),
            ):
                with self.subTest(runtime, kind=name):
                    error = self.raised(kind, runtime)

                    self.assertIs(ExecutionError, type(error))
                    self.assertEqual(f"Node raises_1 failed on item 0: {name}: said", str(error))
            error = self.raised(None, runtime, generates)
            self.assertEqual("Node generates_1 failed on item 0: GeneratorExit: said", str(error))

    def test_an_object_in_two_runs_is_told_as_that(self):
        for runtime in runtimes.there():
            with self.subTest(runtime):
                node = Blocks()

                async def main(node=node, runtime=runtime):
                    first = asyncio.create_task(Pipeline([node]).run([1], runtime=runtime))
                    await asyncio.to_thread(node.begun.wait, PATIENCE)
                    with self.assertRaisesRegex(ExecutionError, "is at work in another run of this pipeline") as caught:
                        await Pipeline([node]).run([1], runtime=runtime)
                    self.assertEqual(["Node Blocks_0 could not start"], caught.exception.__notes__)
                    node.go.set()
                    return await first

                self.assertEqual(1, asyncio.run(main()))


class SurrogatesTest(unittest.TestCase):
    """A text that is none in Java."""

    TEXT = "a\ud800"

    def test_it_passes_between_python_nodes(self):
        seen = []

        def sees(item):
            seen.append(item)
            return item

        for runtime in runtimes.there():
            self.assertEqual([1, self.TEXT], Pipeline([sees, sees]).run_sync([1, self.TEXT], runtime=runtime))
            self.assertEqual(self.TEXT, asyncio.run(Pipeline([sees, "PassThrough"]).run(self.TEXT, runtime=runtime)))
        self.assertEqual({1, self.TEXT}, set(seen))

    def test_a_java_node_refuses_it_by_name_and_item(self):
        runtimes.require_java()

        with self.assertRaisesRegex(MarshalError, r"^Node TextTransformNode_0 failed on item 1: .*a lone surrogate"):
            Pipeline([nodes.TextTransformNode("uppercase")]).run_sync(["x", self.TEXT])


if __name__ == "__main__":
    unittest.main()
