"""Pipelines made in Python that run in a JVM of this process."""

import asyncio
import math
import os
import subprocess
import sys
import threading
import unittest
import warnings

import case_nodes
import guest
from runtimes import require_java

import terrarium
from terrarium import Node, Pipeline, nodes


class Keeps(Node):
    """What could not be pickled."""

    def __init__(self, factor):
        self.factor = factor
        self.lock = threading.Lock()
        self.calls = []

    def process(self, item):
        with self.lock:
            self.calls.append(item)
            return item * self.factor

    def cleanup(self):
        self.calls.append("cleanup")


class JavaPipelinesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_java()

    def test_objects_classes_and_functions_are_nodes_beside_java_nodes(self):
        async def later(item):
            await asyncio.sleep(0)
            return item + 1

        keeps = Keeps(3)
        pipeline = Pipeline(
            [keeps, later, case_nodes.Double, nodes.AddNode(1), "case_nodes:Format"], name="of all sorts"
        )

        self.assertEqual(["Result: 9", "Result: 15"], asyncio.run(pipeline.run([1, 2])))
        self.assertEqual("jvm", pipeline.last_runtime)
        self.assertEqual([1, 2, "cleanup"], keeps.calls)

    def test_auto_takes_the_jvm_without_a_word(self):
        pipeline = Pipeline(["PassThrough"])
        with warnings.catch_warnings():
            warnings.simplefilter("error")

            self.assertEqual(1, pipeline.run_sync(1, runtime="auto"))
        self.assertEqual("jvm", pipeline.last_runtime)

    def test_the_main_thread_keeps_its_stack(self):
        deep = """
from terrarium._jvm import java
java()
error = None
for _ in range(20_000):
    before, error = error, ValueError()
    error.__cause__ = before
error = before = None
print("alive")
"""
        done = subprocess.run(
            [sys.executable, "-c", deep],
            env={**os.environ, "PYTHONPATH": str(guest.SOURCE)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        self.assertEqual((0, "alive\n"), (done.returncode, done.stdout), done.stderr)

    def test_nan_stays_nan(self):
        self.assertTrue(math.isnan(Pipeline(["PassThrough", Keeps(1)]).run_sync(math.nan)))

    def test_the_same_pipeline_gives_the_same_in_both(self):
        pipeline = Pipeline([case_nodes.Counter, nodes.BufferNode(2), nodes.Echo()])

        outputs = [pipeline.run_sync(["a", "b", "c"], runtime=runtime) for runtime in ("jvm", "python", "jvm")]

        self.assertEqual(outputs[1:], outputs[:-1])

    def test_progress_ends_with_all(self):
        told = []

        asyncio.run(Pipeline([case_nodes.Double]).run([1, 2], on_progress=lambda *at: told.append(at)))

        self.assertEqual((2, 2), told[-1])

    def test_a_program_takes_part_by_the_data_nodes(self):
        source, sink = nodes.DataSourceNode(), nodes.DataSinkNode(buffer_output=True)

        async def main():
            run = asyncio.create_task(Pipeline([source, nodes.AddNode(1), sink]).run())
            source.push(4)
            taken = await asyncio.to_thread(sink.take, 10)
            source.end()
            return taken, await run

        self.assertEqual((5, None), asyncio.run(main()))

    def test_streams_and_sessions(self):
        async def items():
            for item in (1, 2, 3):
                yield item

        async def main():
            pipeline = Pipeline([nodes.BufferNode(2)])
            streamed = [value async for value in pipeline.stream(items())]
            async with pipeline.session() as session:
                sent = [await session.send(item) for item in (1, 2, 3)]
            return streamed, sent, session.rest

        self.assertEqual(([[1, 2], [3]], [[], [[1, 2]], []], [[3]]), asyncio.run(main()))

    def test_manifests_are_executed(self):
        manifest = Pipeline([nodes.AddNode(1)]).serialize()

        self.assertEqual([2, 3], asyncio.run(terrarium.execute_pipeline_with_input(manifest, [1, 2])))
        self.assertTrue(terrarium.is_available())

    def test_a_stream_that_is_left_stops_the_run_and_cleans_up(self):
        keeps = Keeps(1)

        async def endless():
            while True:
                yield 1

        async def main():
            outputs = Pipeline([keeps]).stream(endless())
            first = await outputs.__anext__()
            await outputs.aclose()
            return first

        self.assertEqual(1, asyncio.run(main()))


if __name__ == "__main__":
    unittest.main()
