"""Runs, streams and sessions of pipelines, by Python's own executor."""

import asyncio
import json
import sys
import threading
import time
import traceback
import unittest
import warnings
from itertools import product
from types import FunctionType
from unittest import mock

import case_nodes
import runtimes

import terrarium
import terrarium._python_runs
from terrarium import ExecutionError, ManifestError, Node, Pipeline, RuntimeUnavailableError, nodes


class Gain(Node):
    def __init__(self, factor, offset=0):
        self.factor, self.offset = factor, offset

    def process(self, item):
        return item * self.factor + self.offset


class Lock:
    """What could not be pickled."""

    def __init__(self):
        self.lock = threading.Lock()
        self.calls = []

    def initialize(self):
        self.calls.append("initialize")

    def process(self, item):
        with self.lock:
            self.calls.append(item)
            return item

    def cleanup(self):
        self.calls.append("cleanup")


def numbers():
    return case_nodes.Numbers(3)


def run(pipeline, data=None, **more):
    return asyncio.run(pipeline.run(data, runtime="python", **more))


class RunTest(unittest.TestCase):
    def test_several_outputs_are_a_list_one_is_itself_and_none_is_none(self):
        pipeline = Pipeline([case_nodes.Filter], name="few")

        self.assertEqual([1, 2], run(pipeline, [1, 2]))
        self.assertEqual(1, run(pipeline, [1, 200]))
        self.assertEqual(1, run(pipeline, 1))
        self.assertIsNone(run(pipeline, [200]))
        self.assertIsNone(run(pipeline, []))
        self.assertEqual([1, 2], run(Pipeline(["PassThrough"]), [[1, 2]]))
        self.assertIsNone(run(Pipeline(["PassThrough"]), [None]))

    def test_nodes_are_all_sorts_of_things(self):
        async def later(item):
            await asyncio.sleep(0)
            return item + 1

        def twice(item):
            yield item
            yield item

        class Own:
            def __call__(self, item):
                return -item

        cases = (Gain(2), Gain, Own(), later, twice, lambda item: item, "AddNode", "case_nodes:Add", nodes.AddNode(1))
        params = {1: {"factor": 3}, 6: {"addend": 1}}
        pipeline = Pipeline()
        for index, node in enumerate(cases):
            pipeline.add_node(node, params=params.get(index))

        self.assertEqual([-6 + 1 + 1 + 10 + 1] * 2, run(pipeline, 1))

    def test_objects_are_used_as_they_are(self):
        lock, item = Lock(), object()

        self.assertIs(item, run(Pipeline([lock]), [item]))
        self.assertEqual(["initialize", item, "cleanup"], lock.calls)

    def test_classes_are_made_anew_for_each_run(self):
        pipeline = Pipeline([case_nodes.Counter, nodes.StatefulCounter(5)])

        self.assertEqual([5, 6], run(pipeline, ["a", "b"]))
        self.assertEqual([5, 6], run(pipeline, ["a", "b"]))

    def test_a_source_runs_without_items(self):
        self.assertEqual([0, 1, 2], run(Pipeline([numbers()])))
        with self.assertRaisesRegex(ExecutionError, "The pipeline needs an input"):
            run(Pipeline(["Echo"]))

    def test_progress_is_told_on_the_loops_thread(self):
        told = []

        run(Pipeline(["PassThrough"]), [7, 8], on_progress=lambda *at: told.append((*at, threading.current_thread())))

        main = threading.main_thread()
        self.assertEqual([(1, 2, main), (2, 2, main)], told)

    def test_the_loop_goes_on_meanwhile(self):
        has_gone_on = threading.Event()

        async def main():
            running = asyncio.ensure_future(Pipeline([lambda item: has_gone_on.wait(60)]).run([1, 2], runtime="python"))
            for _ in range(5):
                await asyncio.sleep(0.005)
            has_gone_on.set()
            return await running

        self.assertEqual([True, True], list(asyncio.run(main())))

    def test_a_run_that_is_cancelled_stops_before_the_next_item_and_cleans_up(self):
        begun, go = threading.Event(), threading.Event()
        lock = Lock()

        def waits(item):
            begun.set()
            go.wait(60)
            return item

        async def main():
            task = asyncio.create_task(Pipeline([waits, lock]).run(list(range(1000)), runtime="python"))
            await asyncio.to_thread(begun.wait)
            task.cancel()
            await asyncio.sleep(0.01)
            go.set()
            with self.assertRaises(asyncio.CancelledError):
                await task

        asyncio.run(main())

        self.assertEqual("cleanup", lock.calls[-1])
        self.assertLess(len(lock.calls), 100)

    def test_what_a_node_raises_has_its_own_traceback_and_a_note_that_says_where(self):
        with self.assertRaises(case_nodes.RefusedError) as caught:
            try:
                run(Pipeline([lambda item: item if item else None, case_nodes.picky]), [1, 0, 2])
            except ValueError as error:
                deepest = traceback.extract_tb(error.__traceback__)[-1]
                raise

        self.assertEqual("picky", deepest.name)
        self.assertEqual(["Node picky_1 failed on item 1"], caught.exception.__notes__)

    def test_a_second_failure_while_cleaning_up_is_a_note_to_the_first(self):
        with self.assertRaises(case_nodes.RefusedError) as caught:
            run(Pipeline([case_nodes.NoCleanup, case_nodes.picky]), [2])

        self.assertEqual(
            "Then node NoCleanup_0 failed while cleaning up: ValueError('cannot let go')", caught.exception.__notes__[1]
        )

    def test_says_which_runtime_it_was(self):
        pipeline = Pipeline(["Echo"])
        self.assertIsNone(pipeline.last_runtime)

        run(pipeline, [1])

        self.assertEqual("python", pipeline.last_runtime)

    def test_without_a_jvm_python_runs_it_when_it_may_and_says_so(self):
        def unavailable():
            raise RuntimeUnavailableError("no Java 25 here")

        pipeline = Pipeline(["Echo"])
        with mock.patch("terrarium._runs._java_runs", unavailable):
            with self.assertRaisesRegex(RuntimeUnavailableError, "no Java 25 here"):
                pipeline.run_sync([1])
            self.assertIsNone(pipeline.last_runtime)
            with self.assertWarnsRegex(RuntimeWarning, "Python's own executor runs the pipeline: no Java 25 here"):
                pipeline.run_sync([1], runtime="auto")
        self.assertEqual("python", pipeline.last_runtime)

    def test_a_fault_is_no_reason_to_run_it_elsewhere(self):
        with mock.patch("terrarium._runs._java_runs") as java, warnings.catch_warnings():
            warnings.simplefilter("error")
            java.return_value.open.side_effect = ManifestError("no")
            with self.assertRaises(ManifestError):
                Pipeline(["Echo"]).run_sync([1], runtime="auto")

    def test_an_unknown_runtime_and_an_empty_pipeline_are_refused(self):
        with self.assertRaisesRegex(ValueError, "runtime must be one of jvm, python, auto, not 'rust'"):
            Pipeline(["Echo"]).run_sync([1], runtime="rust")
        with self.assertRaisesRegex(ManifestError, "the pipeline is empty"):
            run(Pipeline(), [1])


class OpenedTest(unittest.TestCase):
    def test_a_pipeline_is_read_again_only_when_it_has_changed(self):
        pipeline = Pipeline([case_nodes.Counter])
        with mock.patch("terrarium._python_runs.read", wraps=terrarium._python_runs.read) as read:
            run(pipeline, [1])
            run(pipeline, [1])
            self.assertEqual(1, read.call_count)
            pipeline.add_node(nodes.Echo())
            run(pipeline, [1])
            pipeline.name = "another"
            run(pipeline, [1])

        self.assertEqual(3, read.call_count)

    def test_what_it_was_read_for_is_closed_when_nobody_uses_it_any_more(self):
        closed = []
        pipeline = Pipeline(["PassThrough"])
        with mock.patch("terrarium._python_runs.Opened.close", lambda opened: closed.append("closed")):

            async def main():
                async with pipeline.session(runtime="python") as session:
                    pipeline.add_node("Echo")
                    self.assertEqual([], closed)
                    return await session.send(1)

            self.assertEqual([1], asyncio.run(main()))
            self.assertEqual(1, len(closed))
            run(pipeline, [1])
            pipeline.__del__()
            self.assertEqual(2, len(closed))

    def test_runs_of_one_pipeline_share_nothing(self):
        def slowly(item):
            time.sleep(0.001)
            return item

        pipeline = Pipeline([slowly, nodes.StatefulCounter(), nodes.BufferNode(20)])

        async def main():
            return await asyncio.gather(*(pipeline.run(list(range(10)), runtime="python") for _ in range(8)))

        self.assertEqual([list(range(10))] * 8, asyncio.run(main()))

    def test_one_object_is_one_node_at_a_time(self):
        inside, go = threading.Event(), threading.Event()

        class Waits:
            def process(self, item):
                inside.set()
                go.wait(60)
                return item

        pipeline = Pipeline([Waits()])

        async def main():
            first = asyncio.create_task(pipeline.run([1], runtime="python"))
            await asyncio.to_thread(inside.wait, 60)
            with self.assertRaisesRegex(
                ExecutionError, "is at work in another run of this pipeline, or as another node"
            ):
                await pipeline.run([1], runtime="python")
            go.set()
            return await first

        self.assertEqual(1, asyncio.run(main()))

    def test_ctrl_c_ends_a_run_and_cleans_up(self):
        lock = Lock()

        def interrupts(item):
            raise KeyboardInterrupt

        for on_error in ("fail", "skip"):
            pipeline = Pipeline([lock]).add_node(interrupts, on_error=on_error)
            with self.assertRaises(KeyboardInterrupt):
                pipeline.run_sync([1, 2], runtime="python")
            self.assertEqual("cleanup", lock.calls[-1])
            self.assertNotIn(2, lock.calls)


class PoliciesTest(unittest.TestCase):
    def test_an_error_becomes_data_that_says_all(self):
        pipeline = Pipeline().add_node(case_nodes.picky, on_error="data")

        first, second = run(pipeline, [1, 2])

        self.assertEqual(1, first)
        self.assertIn("picky", second["error"].pop("traceback"))
        self.assertEqual(
            {
                "error": {
                    "node": "picky_0",
                    "item": 1,
                    "input_item": 1,
                    "type": "case_nodes.RefusedError",
                    "message": "not 2",
                }
            },
            second,
        )

    def test_letters_go_to_a_further_sink(self):
        pipeline = Pipeline().add_node(case_nodes.picky, on_error={"dead_letter": "lost"})

        self.assertEqual(
            [1, 3, 2], [each if isinstance(each, int) else each["value"] for each in run(pipeline, [1, 2, 3])]
        )

    def test_a_further_sink_takes_the_letters_of_one_node_after_the_other(self):
        pipeline = Pipeline(["PassThrough"])
        for name in ("first", "second"):
            pipeline.add_node(case_nodes.picky, id=name, params={"bad": 1}, on_error={"dead_letter": "lost"})
            pipeline.connect("PassThrough", name)

        letters = [each["node"] for each in run(pipeline, [1, 1])]

        self.assertEqual(["first", "first", "second", "second"], letters)

    def test_the_wait_between_attempts_grows(self):
        waits = []
        with mock.patch("terrarium._engine.Engine._pause", lambda engine, seconds: waits.append(seconds)):
            retry = {"attempts": 4, "backoff_ms": 10, "factor": 3}
            pipeline = Pipeline().add_node(case_nodes.Flaky, params={"failures": 3}, retry=retry)
            self.assertEqual(5, run(pipeline, [5]))

        self.assertEqual([0.01, 0.03, 0.09], [round(wait, 6) for wait in waits])

    def test_what_it_does_not_do_is_refused_with_what_to_do(self):
        cases = {
            "timeout_ms": (5, "timeout_ms"),
            "circuit": ({"failures": 2}, "circuit"),
            "isolation": ("thread", "isolation"),
            "queue": ({"policy": "latest"}, "queue.policy"),
            "on_error": ({"dead_letter": "lost.jsonl"}, "on_error.dead_letter"),
            "capabilities": ({"gpu": {"type": "cuda"}}, "capabilities.gpu"),
            "runtime": ("java", "runtime"),
        }
        for name, (value, path) in cases.items():
            pipeline = Pipeline().add_node("Echo", **{name: value})
            with self.subTest(name), self.assertRaisesRegex(ManifestError, 'run with runtime="jvm"') as caught:
                run(pipeline, [1])
            self.assertEqual([f"$.nodes[0].{path}"], [path for path, _ in caught.exception.faults])

    def test_what_worker_processes_are_started_with_is_checked_as_in_java(self):
        alone = 'goes with "isolation": "process" alone: say that too, or leave it out'
        cases = (
            ({"workers": 2}, "workers", alone),
            ({"limits": {}}, "limits", alone),
            ({"environment": {}}, "environment", alone),
            ({"limits": {"memory_gb": 0}}, "limits.memory_gb", "must be above 0, not the number 0"),
            ({"limits": {"cpu_s": 0.5}}, "limits.cpu_s", "must be a whole number, at least 1, not the number 0.5"),
            (
                {"limits": {"open_files": 0}},
                "limits.open_files",
                "must be a whole number, at least 1, not the number 0",
            ),
            ({"environment": {"A": 1}}, "environment.A", "must be a text without NUL, not the number 1"),
            (
                {"environment": {"A=B": "1"}},
                "environment['A=B']",
                "is no name of a variable: it must not be empty nor hold '='",
            ),
        )
        for settings, path, message in cases:
            isolation = {} if message == alone else {"isolation": "process"}
            with self.subTest(settings), self.assertRaises(ManifestError) as caught:
                run(Pipeline().add_node("Echo", **isolation, **settings), [1])
            self.assertIn((f"$.nodes[0].{path}", message), caught.exception.faults)


class StreamTest(unittest.TestCase):
    def test_outputs_leave_before_the_next_item_is_taken(self):
        told = []

        async def items():
            for item in (1, 2):
                told.append(f"takes {item}")
                yield item

        async def main():
            async for value in Pipeline([Gain(10)]).stream(items(), runtime="python"):
                told.append(value)

        asyncio.run(main())

        self.assertEqual(["takes 1", 10, "takes 2", 20], told)

    def test_an_endless_generator_holds_up_nobody(self):
        def endless(item):
            while True:
                yield item

        async def items():
            yield 1

        async def main():
            outputs = Pipeline([endless, lock]).stream(items(), runtime="python")
            first = [await outputs.__anext__() for _ in range(300)]
            await outputs.aclose()
            return first

        lock = Lock()

        self.assertEqual([1] * 300, asyncio.run(main()))
        self.assertEqual("cleanup", lock.calls[-1])

    def test_what_the_input_raises_comes_out_and_the_nodes_clean_up(self):
        async def items():
            yield 1
            raise OSError("cable")

        async def main():
            return [value async for value in Pipeline([lock]).stream(items(), runtime="python")]

        lock = Lock()

        with self.assertRaisesRegex(OSError, "cable"):
            asyncio.run(main())
        self.assertEqual(["initialize", 1, "cleanup"], lock.calls)

    def test_a_source_streams_what_it_makes(self):
        async def main():
            return [value async for value in Pipeline([numbers()]).stream(runtime="python")]

        self.assertEqual([0, 1, 2], asyncio.run(main()))


class SessionTest(unittest.TestCase):
    def test_state_lasts_and_the_rest_comes_at_the_end(self):
        async def main():
            async with Pipeline([nodes.BufferNode(2)]).session(runtime="python") as session:
                sent = [await session.send(item) for item in (1, 2, 3)]
            return sent, session.rest

        self.assertEqual(([[], [[1, 2]], []], [[3]]), asyncio.run(main()))

    def test_one_that_is_over_takes_no_more(self):
        async def main(runtime):
            async with Pipeline(["Echo"]).session(runtime=runtime) as session:
                await session.finish()
                for use in (lambda: session.send(1), session.finish):
                    with self.assertRaisesRegex(ExecutionError, "the session is over"):
                        await use()
            with self.assertRaisesRegex(ExecutionError, "the session is over"):
                await session.send(1)
            with self.assertRaisesRegex(ExecutionError, "not open"):
                await Pipeline(["Echo"]).session(runtime=runtime).send(1)

        for runtime in runtimes.there():
            with self.subTest(runtime):
                asyncio.run(main(runtime))

    def test_a_block_that_raises_cleans_up(self):
        lock = Lock()

        async def main():
            async with Pipeline([lock]).session(runtime="python") as session:
                await session.send(1)
                raise KeyError("mine")

        with self.assertRaises(KeyError):
            asyncio.run(main())
        self.assertEqual(["initialize", 1, "cleanup"], lock.calls)

    def test_a_node_that_fails_ends_it(self):
        async def main(runtime):
            async with Pipeline([case_nodes.picky]).session(runtime=runtime) as session:
                with self.assertRaises(case_nodes.RefusedError):
                    await session.send(2)
                with self.assertRaisesRegex(ExecutionError, "the session is over, as a send has failed: open another"):
                    await session.send(3)

        for runtime in runtimes.there():
            with self.subTest(runtime):
                asyncio.run(main(runtime))

    def test_one_whose_send_was_cancelled_says_so(self):
        async def never(item):
            await asyncio.Event().wait()

        async def main(runtime):
            async with Pipeline([never]).session(runtime=runtime) as session:
                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(session.send(1), 0.01)
                with self.assertRaisesRegex(
                    ExecutionError, "the session is over, as a send was cancelled: open another"
                ):
                    await session.send(2)

        for runtime in runtimes.there():
            with self.subTest(runtime):
                asyncio.run(main(runtime))


class TracebackTest(unittest.TestCase):
    """Between the line of the user's that has a pipeline run and the user's node stands one frame of the package."""

    def frames_of(self, use):
        try:
            use()
        except Exception as error:
            frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
        names = [(frame.f_globals["__name__"], frame.f_code.co_name) for frame in frames]
        return [name if module == __name__ else module for module, name in names if not module.startswith("asyncio")]

    def test_names_the_users_frames_and_one_of_the_package(self):
        def inner(item):
            raise ValueError(item)

        def outer(item):
            inner(item)

        async def awaits(item):
            await asyncio.sleep(0)
            inner(item)

        def gives(item):
            yield item
            inner(item)

        class Flushes:
            def process(self, item):
                return None

            def flush(self):
                inner(None)

        uses = {
            "run_sync": lambda pipeline, runtime: pipeline.run_sync([1], runtime=runtime),
            "run": lambda pipeline, runtime: asyncio.run(pipeline.run([1], runtime=runtime)),
            "streams": lambda pipeline, runtime: asyncio.run(streams(pipeline, runtime)),
            "sends": lambda pipeline, runtime: asyncio.run(sends(pipeline, runtime)),
        }

        async def streams(pipeline, runtime):
            async for _ in pipeline.stream([1], runtime=runtime):
                pass

        async def sends(pipeline, runtime):
            async with pipeline.session(runtime=runtime) as session:
                await session.send(1)

        nodes = {"outer": outer, "awaits": awaits, "gives": gives, "flush": Flushes}
        for runtime, (node, made), (name, use) in product(runtimes.there(), nodes.items(), uses.items()):
            with self.subTest(runtime=runtime, node=node, use=name):
                module = "terrarium._runs" if name == "sends" else "terrarium._pipeline"
                user = [name] if name in ("streams", "sends") else []

                frames = self.frames_of(lambda use=use, made=made, runtime=runtime: use(Pipeline([made]), runtime))

                self.assertEqual(["frames_of", "<lambda>", "<lambda>", *user, module, node, "inner"], frames)

    def test_names_one_frame_of_the_package_where_it_refuses(self):
        for runtime in runtimes.there():
            with self.subTest(runtime):
                frames = self.frames_of(lambda runtime=runtime: Pipeline(["Missing"]).run_sync([1], runtime=runtime))

                self.assertEqual(["frames_of", "<lambda>", "terrarium._pipeline"], frames)

    def test_keeps_those_of_a_fault_in_the_package(self):
        breaks = (lambda opened, items, on_progress: items.missing).__code__
        faulty = FunctionType(breaks, {"__name__": "terrarium._faulty"})

        with mock.patch("terrarium._python_runs.Opened.run", faulty):
            frames = self.frames_of(lambda: Pipeline(["Echo"]).run_sync([1], runtime="python"))

        self.assertEqual("terrarium._faulty", frames[-1])

    def test_tasks_take_turns(self):
        async def main():
            async with Pipeline([nodes.Echo()]).session(runtime="python") as session:
                sent = await asyncio.gather(*(session.send(item) for item in range(5)))
            return [[each["input"] for each in outputs] for outputs in sent]

        self.assertEqual([[0], [1], [2], [3], [4]], asyncio.run(main()))


class FunctionsTest(unittest.TestCase):
    def test_manifests_are_executed(self):
        manifest = Pipeline([nodes.AddNode(1)]).serialize()
        source = Pipeline([case_nodes.Numbers], name="s")
        made = json.loads(source.serialize())
        made["nodes"][0]["params"] = {"end": 2}

        self.assertEqual([2, 3], asyncio.run(terrarium.execute_pipeline_with_input(manifest, [1, 2], runtime="python")))
        self.assertEqual([0, 1], asyncio.run(terrarium.execute_pipeline(json.dumps(made), runtime="python")))

    def test_the_version_is_the_packages(self):
        self.assertEqual(terrarium.__version__, terrarium.get_runtime_version())

    def test_whether_there_is_a_runtime_is_told_without_starting_it(self):
        unavailable = mock.Mock(side_effect=RuntimeUnavailableError("none"))
        with mock.patch.dict(sys.modules), mock.patch("terrarium._jvm.java") as java:
            sys.modules.pop("_terrarium", None)
            with mock.patch("terrarium._jvm.find_jdk", unavailable):
                self.assertFalse(terrarium.is_available())
            with mock.patch("terrarium._jvm.find_jdk"), mock.patch("terrarium._jvm._jars"):
                self.assertTrue(terrarium.is_available())
            sys.modules["_terrarium"] = mock.Mock()
            self.assertTrue(terrarium.is_available())
        java.assert_not_called()


if __name__ == "__main__":
    unittest.main()
