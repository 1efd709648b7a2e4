"""What a Python process gets of the JVM in it; all in one process."""

import asyncio
import gc
import json
import os
import sys
import threading
import time
import traceback
import unittest
from importlib import metadata
from random import Random
from unittest import mock

import terrarium
from terrarium import _java_runs, _jvm


def manifest(*nodes):
    described = [{"id": f"n{index}", **node} for index, node in enumerate(nodes)]
    connections = [{"from": f"n{index}", "to": f"n{index + 1}"} for index in range(len(nodes) - 1)]
    return json.dumps({"version": "v1", "metadata": {"name": "t"}, "nodes": described, "connections": connections})


def opened(*live, **policies):
    names = [f"Live{index}" for index in range(len(live))]
    nodes = [{"node_type": name, "runtime_hint": "cpython", **policies} for name in names]
    return _java_runs.open(manifest(*nodes), dict(zip(names, live)), [])


class HostTest(unittest.TestCase):
    def test_the_package_is_the_installed_one(self):
        self.assertTrue(os.path.realpath(terrarium.__file__).startswith(os.path.realpath(sys.prefix)))
        self.assertEqual(terrarium.__version__, metadata.version("terrarium-jvm"))

    def test_nothing_but_what_is_optional_is_required(self):
        required = metadata.requires("terrarium-jvm") or []

        self.assertEqual(3, len(required))
        self.assertTrue(all("extra ==" in each for each in required), required)

    def test_a_second_start_is_the_same_runtime(self):
        found = []
        threads = [threading.Thread(target=lambda: found.append(_jvm.java())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(8, len(found))
        self.assertEqual({id(_jvm.java())}, set(map(id, found)))
        self.assertGreaterEqual(int(_jvm.java().version().split(".")[0].split("+")[0]), 25)

    @unittest.skipUnless(os.path.exists("/proc/self/maps"), "only Linux tells what is mapped")
    def test_the_interpreter_is_the_one_there_was(self):
        _jvm.java()

        with open("/proc/self/maps", encoding="utf-8") as maps:
            libraries = {line.split()[-1] for line in maps if "/libpython3." in line}
        self.assertLessEqual(len(libraries), 1)


class RunsTest(unittest.TestCase):
    def test_java_and_live_python_nodes_work_together(self):
        both = manifest({"node_type": "MultiplyNode", "params": {"factor": 3}}, {"node_type": "Live"})
        pipeline = _java_runs.open(both, {"Live": lambda x: x + 1}, [])

        self.assertEqual([4, 7, 10], pipeline.run([1, 2, 3]))
        self.assertEqual([13], pipeline.run([4]))

    def test_objects_pass_as_themselves(self):
        things = [object(), {"a": [1]}, float("nan"), "ü", b"\0", None]

        def keep(thing):
            return terrarium.Emit(thing)

        seen = opened(keep, keep).run(things)

        self.assertEqual(list(map(id, things)), list(map(id, seen)))

    def test_an_exception_arrives_as_what_was_raised_with_its_place(self):
        own = KeyError("gone")

        def fail(_item):
            raise own

        try:
            opened(fail).run([1])
        except KeyError as error:
            caught = error
            frames = [frame.name for frame in traceback.extract_tb(error.__traceback__)]

        self.assertIs(own, caught)
        self.assertEqual("fail", frames[-1])
        self.assertIn("n0", caught.__notes__[0])

    def test_a_wrong_manifest_is_told_by_its_faults(self):
        with self.assertRaises(terrarium.ManifestError) as caught:
            _java_runs.open(manifest({"node_type": "MultiplyNod", "params": {}}), {}, [])

        self.assertIn("nodes", caught.exception.faults[0][0])
        self.assertIn("MultiplyNod", str(caught.exception))

    def test_python_goes_on_while_a_run_waits(self):
        begun, let_go = threading.Event(), threading.Event()

        def wait(item):
            begun.set()
            self.assertTrue(let_go.wait(60))
            return item

        pipeline = opened(wait)
        given = []
        thread = threading.Thread(target=lambda: given.extend(pipeline.run([7])))
        thread.start()
        self.assertTrue(begun.wait(60))
        let_go.set()
        thread.join(60)

        self.assertEqual([7], given)

    @unittest.skipUnless(os.path.isdir("/proc/self/task"), "only Linux tells the names of threads")
    def test_who_runs_a_pipeline_reads_what_python_gave_without_another_thread(self):
        readers = set()

        class Item(dict):
            def __iter__(self):  # without it, dict() asks for no keys
                return super().__iter__()

            def keys(self):
                with open(f"/proc/self/task/{threading.get_native_id()}/comm", encoding="utf-8") as name:
                    readers.add(name.read().strip())
                return super().keys()

        pipeline = _java_runs.open(manifest({"node_type": "TextProcessorNode"}), {}, [])
        for _ in range(2_000):  # those that take long have a thread of their own
            pipeline.run([Item({"text": "abc", "operations": ["length"]})])

        self.assertEqual(set(), {name for name in readers if name.startswith("python-")})
        self.assertTrue(readers)

    def test_runs_of_many_threads_do_not_meet(self):
        pipeline = opened(lambda x: x * 2)
        given = {}

        def work(number):
            given[number] = [pipeline.run([number, step]) for step in range(20)]

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual({n: [[n * 2, step * 2] for step in range(20)] for n in range(8)}, given)

    def test_a_run_is_awaited_on_the_callers_loop(self):
        async def both():
            pipeline = opened(lambda x: x + 1)
            return await asyncio.gather(*(pipeline.start([number]) for number in range(20)))

        self.assertEqual([[number + 1] for number in range(20)], asyncio.run(both()))

    def test_who_cancels_stops_the_run(self):
        begun, left = threading.Event(), threading.Event()

        def loop(_item):
            begun.set()
            try:
                while True:
                    time.sleep(0.001)
            finally:
                left.set()

        async def cancel():
            task = asyncio.ensure_future(self._awaited(opened(loop), [1]))
            while not begun.is_set():
                await asyncio.sleep(0.001)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task

        asyncio.run(cancel())
        self.assertTrue(left.wait(60))

    @staticmethod
    async def _awaited(pipeline, items):
        return await pipeline.start(items)

    def test_a_run_is_stopped_at_whatever_moment_it_is_cancelled(self):
        class Slow:
            def process(self, item):
                time.sleep(0.001)
                return item

        async def cancelled_after(seconds):
            run = asyncio.ensure_future(terrarium.Pipeline([Slow()]).run(list(range(20_000))))
            await asyncio.sleep(seconds)
            run.cancel()
            begun = time.monotonic()
            await asyncio.wait({run})
            return time.monotonic() - begun

        random = Random(7)
        for _ in range(80):
            moment = random.random() * 0.02
            with self.subTest(moment=moment), mock.patch.object(_java_runs, "_LONGEST_STOP", 60):
                self.assertLess(asyncio.run(cancelled_after(moment)), 60)

    def test_who_leaves_a_stream_finds_its_nodes_cleaned_up_and_nothing_left_to_do(self):
        cleaned, told = [], []

        class Node:
            def process(self, item):
                time.sleep(0.05)
                return item

            def cleanup(self):
                cleaned.append(True)

        async def items():
            number = 0
            while True:
                yield number
                number += 1
                await asyncio.sleep(0.001)

        async def leave():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda _, context: told.append(context))
            outputs = terrarium.Pipeline([Node]).stream(items())
            async for _ in outputs:
                break
            await outputs.aclose()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            gc.collect()
            return tasks

        for _ in range(5):
            self.assertEqual(set(), asyncio.run(leave()))

        gc.collect()
        self.assertEqual([True] * 5, cleaned)
        self.assertEqual([], told)

    def test_a_session_whose_item_has_failed_says_so_to_all_that_follow(self):
        def fail(item):
            raise ValueError(item)

        async def send():
            session = opened(fail).session()
            both = await asyncio.gather(session.send(1), session.send(2), return_exceptions=True)
            after = await asyncio.gather(session.send(3), session.finish(), return_exceptions=True)
            session.cancel()
            return [*both, *after]

        first, *others = asyncio.run(send())

        self.assertEqual("ValueError(1)", repr(first))
        over = (terrarium.ExecutionError, "the session is over: open another for further items")
        self.assertEqual([over] * 3, [(type(error), str(error)) for error in others])


if __name__ == "__main__":
    unittest.main()
