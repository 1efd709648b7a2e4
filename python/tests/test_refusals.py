"""What the package is given and cannot take: refused at once, with a sentence that says what it takes."""

import asyncio
import json
import os
import pathlib
import tempfile
import unittest
from unittest import mock

import case_nodes
import runtimes

import terrarium
from terrarium import ManifestError, Pipeline, RuntimeUnavailableError, nodes

MANIFEST = {
    "version": "v1",
    "metadata": {"name": "m"},
    "nodes": [{"id": "a", "node_type": "MultiplyNode", "params": {"factor": 3}}],
    "connections": [],
}
YAML = """
version: v1
metadata: {name: m}
nodes:
  - {id: a, node_type: MultiplyNode, params: {factor: 3}}
connections: []
"""


def executed(manifest, items):
    return asyncio.run(terrarium.execute_pipeline_with_input(manifest, items, runtime="python"))


class ManifestsTest(unittest.TestCase):
    def test_functions_take_what_from_manifest_takes(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "m.json")
            file.write_text(json.dumps(MANIFEST), "utf-8")

            for manifest in (MANIFEST, json.dumps(MANIFEST), file):
                self.assertEqual([3, 6], executed(manifest, [1, 2]))
                self.assertEqual([3, 6], Pipeline.from_manifest(manifest).run_sync([1, 2], runtime="python"))

    def test_one_item_is_taken_as_run_takes_it(self):
        self.assertEqual(15, executed(MANIFEST, 5))

    def test_what_is_no_manifest_is_a_type_error(self):
        for wrong in ([], None, 5, b"{}", Pipeline([nodes.Echo()])):
            for take in (Pipeline.from_manifest, lambda manifest: executed(manifest, [1])):
                with self.assertRaisesRegex(
                    TypeError, r"^a manifest is its text, a dict, or a pathlib\.Path of its file"
                ):
                    take(wrong)

    def test_what_json_lacks_in_a_dict_is_told(self):
        for value in (float("nan"), object()):
            with self.assertRaisesRegex(ManifestError, r"^\$: holds what JSON cannot say: "):
                executed({**MANIFEST, "metadata": {"name": value}}, [1])

    def test_the_name_of_a_file_is_not_taken_for_json(self):
        here = os.path.relpath(__file__)
        for text in ("nofile.json", "some/where.YAML", "x.yml", here):
            for take in (Pipeline.from_manifest, lambda manifest: executed(manifest, [1])):
                with self.assertRaises(ManifestError) as caught:
                    take(text)
                self.assertIn(f"to have it read, give pathlib.Path({text!r})", str(caught.exception))
        with self.assertRaisesRegex(ManifestError, "line 1, column 1: not JSON"):
            Pipeline.from_manifest("no \0 file")

    def test_yaml_as_a_text_is_refused_with_a_hint(self):
        with self.assertRaisesRegex(ManifestError, r"not JSON: .*; YAML is read of a file, by its pathlib\.Path$"):
            Pipeline.from_manifest(YAML)

    def test_yaml_without_a_jvm_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "m.yml")
            file.write_text(YAML, "utf-8")
            without = mock.Mock(side_effect=RuntimeUnavailableError("no JDK"))

            with (
                mock.patch("terrarium._java_runs.java", without),
                self.assertRaisesRegex(RuntimeUnavailableError, r"m\.yml is YAML, which the JVM reads.*\(no JDK\)"),
            ):
                Pipeline.from_manifest(file)


class YamlTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        runtimes.require_java()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, "m.yaml")

    def test_a_file_in_yaml_is_the_same_pipeline(self):
        self.file.write_text(YAML, "utf-8")

        self.assertEqual([3, 6], Pipeline.from_manifest(self.file).run_sync([1, 2]))
        self.assertEqual([3, 6], Pipeline.from_manifest(self.file).run_sync([1, 2], runtime="python"))
        self.assertEqual([3, 6], executed(self.file, [1, 2]))

    def test_what_is_no_yaml_is_told_with_its_place(self):
        self.file.write_text("version: [v1\nnodes: 3\n", "utf-8")

        with self.assertRaisesRegex(ManifestError, r"line \d, column \d+: not YAML"):
            Pipeline.from_manifest(self.file)


class PipelinesTest(unittest.TestCase):
    def test_nodes_are_a_list(self):
        for wrong in ("PassThrough", b"x", nodes.Echo(), case_nodes.Double, 5, len):
            with self.assertRaisesRegex(
                TypeError, r"^Pipeline\(\) takes a list of nodes, and this is .*: put it in a list"
            ):
                Pipeline(wrong)
        with self.assertRaisesRegex(TypeError, "a manifest is taken by Pipeline.from_manifest"):
            Pipeline(MANIFEST)
        self.assertEqual(2, len(Pipeline(iter(["Echo", "Echo"]))))

    def test_a_fault_tells_the_node(self):
        pipeline = Pipeline(["PassThrough", case_nodes.Double]).add_node(
            "MultiplyNode", params={"facto": 2}, id="times"
        )

        for runtime in runtimes.there():
            with self.subTest(runtime):
                with self.assertRaises(ManifestError) as caught:
                    pipeline.run_sync([1], runtime=runtime)

                self.assertEqual(
                    "$.nodes[2].params.facto, of node times (MultiplyNode): is no parameter of this node; it takes "
                    "factor; did you mean 'factor'?\n"
                    "$.nodes[2].params, of node times (MultiplyNode): lacks the parameter 'factor', a number",
                    str(caught.exception),
                )
                self.assertEqual("$.nodes[2].params.facto", caught.exception.faults[0][0])

    def test_a_limit_that_there_is_not_is_refused(self):
        pipeline = Pipeline().add_node(case_nodes.Double, isolation="process", limits={"memory": 1})

        for runtime in runtimes.there():
            with self.subTest(runtime), self.assertRaises(ManifestError) as caught:
                pipeline.run_sync([1], runtime=runtime)
            self.assertIn(
                ("$.nodes[0].limits.memory", "is not known; did you mean 'memory_gb'?"),
                [tuple(fault) for fault in caught.exception.faults],
            )


class StreamsTest(unittest.TestCase):
    def test_an_iterable_is_taken_as_well(self):
        async def outputs(items, runtime):
            return [value async for value in Pipeline([nodes.AddNode(1)]).stream(items, runtime=runtime)]

        for runtime in runtimes.there():
            for items in ([1, 2], (1, 2), iter([1, 2]), range(1, 3), (item for item in (1, 2))):
                self.assertEqual([2, 3], asyncio.run(outputs(items, runtime)))

    def test_what_gives_no_items_is_a_type_error(self):
        async def numbers():
            yield 1

        for wrong in (5, "text", b"bytes", {"a": 1}):
            with self.assertRaisesRegex(
                TypeError, r"^stream\(\) takes an async generator, or another iterable of items"
            ):
                Pipeline(["PassThrough"]).stream(wrong)
        with self.assertRaisesRegex(TypeError, r"numbers is a function: call it, as in stream\(numbers\(\)\)"):
            Pipeline(["PassThrough"]).stream(numbers)


class ProgressTest(unittest.TestCase):
    def test_what_cannot_be_called_is_refused_before_the_run(self):
        async def later(done, total):
            pass

        class Later:
            async def __call__(self, done, total):
                pass

        seen = []
        for wrong, says in (
            (5, "and this is of type int"),
            (later, "and this is async"),
            (Later(), "and this is async"),
            (lambda: None, "and this cannot be: too many positional arguments"),
        ):
            for runtime in runtimes.there():
                with self.assertRaisesRegex(TypeError, says):
                    Pipeline([seen.append]).run_sync([1], runtime=runtime, on_progress=wrong)
                with self.assertRaisesRegex(TypeError, says):
                    asyncio.run(Pipeline([seen.append]).run([1], runtime=runtime, on_progress=wrong))
        self.assertEqual([], seen)

    def test_what_it_raises_stops_the_run_and_is_raised(self):
        class Node:
            def __init__(self):
                self.begins = self.ends = 0

            def initialize(self):
                self.begins += 1

            def process(self, item):
                return item

            def cleanup(self):
                self.ends += 1

        def full(done, total):
            raise OSError("disk full")

        for runtime in runtimes.there():
            for at_once in (True, False):
                with self.subTest(runtime, at_once=at_once):
                    node = Node()
                    pipeline = Pipeline([node])
                    with self.assertRaisesRegex(OSError, "^disk full$"):
                        if at_once:
                            pipeline.run_sync([1, 2], runtime=runtime, on_progress=full)
                        else:
                            asyncio.run(pipeline.run([1, 2], runtime=runtime, on_progress=full))

                    self.assertEqual(node.begins, node.ends)


if __name__ == "__main__":
    unittest.main()
