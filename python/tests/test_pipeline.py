import asyncio
import json
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import traceback
import unittest
import warnings
from unittest import mock

import case_nodes

import terrarium
from terrarium import ExecutionError, ManifestError, Node, Pipeline, RuntimeUnavailableError, nodes

SOURCE = str(pathlib.Path(__file__).parent.parent / "src")
TESTS = str(pathlib.Path(__file__).parent)


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


def ids(pipeline):
    return [node["id"] for node in json.loads(pipeline.serialize())["nodes"]]


def run(pipeline, data=None, **more):
    return asyncio.run(pipeline.run(data, runtime="python", **more))


class BuildingTest(unittest.TestCase):
    def test_nodes_are_added_found_and_removed(self):
        gain, echo = Gain(2), nodes.Echo()
        pipeline = Pipeline([gain]).add_node(echo).add_node("PassThrough")

        self.assertEqual([gain, echo, "PassThrough"], list(pipeline))
        self.assertIs(echo, pipeline.get_node("Echo"))
        self.assertIs(gain, pipeline.get_node("Gain_0"))
        self.assertIsNone(pipeline.get_node("gain"))
        self.assertTrue(pipeline.remove_node("Echo"))
        self.assertFalse(pipeline.remove_node(echo))
        self.assertEqual(2, len(pipeline))
        self.assertEqual("<Pipeline 'pipeline': Gain_0, PassThrough_2>", repr(pipeline))

    def test_ids_are_valid_whatever_the_name(self):
        first, second = Gain(1), Gain(1)
        first.name, second.name = "My gain: ü!", "…"

        self.assertEqual(["My_gain_0", "node_1", "Gain_2"], ids(Pipeline([first, second, Gain(1)])))

    def test_an_id_is_not_given_twice(self):
        pipeline = Pipeline([Gain(1)]).add_node(Gain(2), id="Gain_2").add_node(Gain(3))

        self.assertEqual(["Gain_0", "Gain_2", "Gain_3"], ids(pipeline))
        with self.assertRaisesRegex(ManifestError, "the id 'Gain_2' is taken"):
            pipeline.add_node(Gain(1), id="Gain_2")

    def test_what_is_no_node_is_refused(self):
        gain = Gain(1)
        for node, says in (
            (3, "an object of the type int is no node"),
            (gain, "this object of Gain is in the pipeline already"),
        ):
            with self.assertRaisesRegex(ManifestError, says):
                Pipeline([gain]).add_node(node)
        with self.assertRaisesRegex(ManifestError, "'on_eror' is no setting of a node; did you mean 'on_error'"):
            Pipeline().add_node(gain, on_eror="skip")
        with self.assertRaisesRegex(ManifestError, "Gain is an object already and takes no params"):
            Pipeline().add_node(gain, params={"factor": 1})

    def test_connections_make_a_graph(self):
        first, double, more = nodes.PassThrough(), Gain(2), Gain(1, 1)
        pipeline = Pipeline([first, double, more], name="graph")

        pipeline.connect(first, double).connect("PassThrough", "Gain_2")

        self.assertEqual([2, 10, 2, 6], run(pipeline, [1, 5]))
        with self.assertRaisesRegex(ManifestError, "'Gain' may be any of Gain_1, Gain_2: name one by its id"):
            pipeline.connect(first, "Gain")
        with self.assertRaisesRegex(ManifestError, "'Gian_1' is no node of this pipeline.*did you mean 'Gain_1'"):
            pipeline.connect(first, "Gian_1")
        pipeline.remove_node(more)
        self.assertEqual([2, 10], run(pipeline, [1, 5]))


class ManifestTest(unittest.TestCase):
    def test_is_complete(self):
        pipeline = Pipeline([Gain(2), nodes.CalculatorNode("multiply", 3)], name="two").add_node(
            case_nodes.words, params={"longer_than": 1}, on_error="skip"
        )

        manifest = json.loads(pipeline.serialize(description="What it does"))

        self.assertRegex(manifest["metadata"].pop("created_at"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(
            {
                "version": "v1",
                "metadata": {"name": "two", "description": "What it does"},
                "nodes": [
                    {"id": "Gain_0", "node_type": f"{__name__}:Gain", "params": {"factor": 2, "offset": 0}},
                    {
                        "id": "CalculatorNode_1",
                        "node_type": "CalculatorNode",
                        "params": {"operation": "multiply", "operand": 3},
                    },
                    {
                        "id": "words_2",
                        "node_type": "case_nodes:words",
                        "params": {"longer_than": 1},
                        "on_error": "skip",
                    },
                ],
                "connections": [
                    {"from": "Gain_0", "to": "CalculatorNode_1"},
                    {"from": "CalculatorNode_1", "to": "words_2"},
                ],
            },
            manifest,
        )

    def test_capabilities_are_written_or_not(self):
        node = Gain(1)
        node.capabilities = {"memory_gb": 1}
        pipeline = Pipeline([node])

        self.assertIn("memory_gb", pipeline.serialize())
        self.assertNotIn("capabilities", pipeline.serialize(include_capabilities=False))

    def test_makes_the_same_pipeline_again(self):
        pipeline = Pipeline([Gain(2, 1), nodes.BufferNode(2), nodes.Echo()], name="again")

        again = Pipeline.from_manifest(pipeline.serialize())

        self.assertEqual(run(pipeline, [1, 2, 3]), run(again, [1, 2, 3]))
        self.assertEqual("again", again.name)
        self.assertEqual(json.loads(pipeline.serialize())["nodes"], json.loads(again.serialize())["nodes"])

    def test_keeps_what_it_does_not_use(self):
        manifest = {
            "version": "v1",
            "metadata": {"name": "n", "description": "d", "created_at": "2025-10-23T09:00:00Z"},
            "pyproject": "pyproject.toml",
            "nodes": [{"id": "a", "node_type": "Echo", "queue": {"capacity": 2}, "params": {}}],
            "connections": [],
        }

        self.assertEqual(manifest, json.loads(Pipeline.from_manifest(manifest).serialize()))

    def test_a_files_folder_holds_its_modules(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "beside_it.py").write_text("def half(item):\n    return item / 2\n", "utf-8")
            (path / "m.json").write_text(Pipeline(["beside_it:half"]).serialize(), "utf-8")

            self.assertEqual(2.5, Pipeline.from_manifest(path / "m.json").run_sync(5, runtime="python"))
        self.assertNotIn("beside_it", sys.modules)

    def test_names_what_a_text_lacks(self):
        with self.assertRaises(ManifestError) as caught:
            Pipeline.from_manifest({"version": "v1", "nodes": [{"id": 3}]})
        self.assertEqual(
            [
                ("$.nodes[0].id", "must be a text, not the number 3"),
                ("$.nodes[0].node_type", "is missing; it must be a text"),
                ("$.connections", "is missing; it must be an array of connections"),
            ],
            list(caught.exception.faults),
        )
        with self.assertRaisesRegex(ManifestError, "line 1, column 2: not JSON"):
            Pipeline.from_manifest("{x")

    def test_names_the_parameter_that_it_cannot_hold(self):
        class Nothing:
            pass

        for node, says in (
            (Gain(Nothing()), r"^params.factor of Gain_0 cannot stand in a manifest: JSON lacks .*Nothing"),
            (lambda item: item, "cannot be imported from"),
        ):
            with self.assertRaisesRegex(ManifestError, says):
                Pipeline([node]).serialize()

    def test_the_main_module_is_called_by_its_file(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "halves.py"
            script.write_text(
                textwrap.dedent(
                    """
                    from terrarium import Node, Pipeline
                    class Half(Node):
                        def __init__(self, by): self.by = by
                        def process(self, item): return item / self.by
                    if __name__ == "__main__":
                        manifest = Pipeline([Half(4)]).serialize()
                        print(Pipeline.from_manifest(manifest).run_sync(2, runtime="python"), manifest)
                    """
                ),
                "utf-8",
            )
            done = subprocess.run(
                [sys.executable, script],
                env={"PYTHONPATH": SOURCE},
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )

        self.assertEqual("", done.stderr)
        self.assertTrue(done.stdout.startswith("0.5 "))
        self.assertIn('"halves:Half"', done.stdout)


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
        async def main():
            beats = 0

            async def beat():
                nonlocal beats
                while True:
                    beats += 1
                    await asyncio.sleep(0.005)

            task = asyncio.create_task(beat())
            await Pipeline([lambda item: time.sleep(0.05)]).run([1, 2], runtime="python")
            task.cancel()
            return beats

        self.assertGreater(asyncio.run(main()), 5)

    def test_a_run_that_is_cancelled_stops_before_the_next_item_and_cleans_up(self):
        begun = threading.Event()
        lock = Lock()

        def slow(item):
            begun.set()
            time.sleep(0.02)
            return item

        async def main():
            task = asyncio.create_task(Pipeline([slow, lock]).run(list(range(1000)), runtime="python"))
            await asyncio.to_thread(begun.wait)
            task.cancel()
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
        self.assertEqual(["Node picky_1 failed on item 1 (input item 2)"], caught.exception.__notes__)

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
        async def main():
            async with Pipeline(["Echo"]).session(runtime="python") as session:
                await session.finish()
                with self.assertRaisesRegex(ExecutionError, "the session is over"):
                    await session.send(1)
            with self.assertRaisesRegex(ExecutionError, "not open"):
                await Pipeline(["Echo"]).session(runtime="python").send(1)

        asyncio.run(main())

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
        async def main():
            async with Pipeline([case_nodes.picky]).session(runtime="python") as session:
                with self.assertRaises(case_nodes.RefusedError):
                    await session.send(2)
                with self.assertRaisesRegex(ExecutionError, "the session is over"):
                    await session.send(3)

        asyncio.run(main())

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
        with mock.patch("terrarium._jdk.find_jdk", unavailable):
            self.assertFalse(terrarium.is_available())
        with mock.patch("terrarium._jdk.find_jdk"), mock.patch("terrarium._jvm._jars"):
            self.assertTrue(terrarium.is_available())
        self.assertNotIn("_terrarium", sys.modules)


if __name__ == "__main__":
    unittest.main()
