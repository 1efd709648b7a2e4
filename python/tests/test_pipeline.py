import asyncio
import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

import case_nodes
import runtimes

from terrarium import ManifestError, Node, Pipeline, nodes

SOURCE = str(pathlib.Path(__file__).parent.parent / "src")


class Gain(Node):
    def __init__(self, factor, offset=0):
        self.factor, self.offset = factor, offset

    def process(self, item):
        return item * self.factor + self.offset

    @classmethod
    def of_two(cls, item):
        return cls(2).process(item)


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

        with self.assertRaisesRegex(
            ManifestError, r"^params.factor of Gain_0 cannot stand in .*: JSON lacks .*Nothing"
        ):
            Pipeline([Gain(Nothing())]).serialize()

    def test_says_why_a_node_has_no_name_there(self):
        class Local:
            def process(self, item):
                return item

        top = "put it at the top of a module"
        call = "put a function that calls it at the top of a module"
        for node, says in (
            (lambda item: item, f"a lambda has no name, so that no manifest can name it: {top}, by def"),
            (Local, f"test_says_why_a_node_has_no_name_there.<locals>.Local is defined within a function, .*: {top}"),
            ([1].__getitem__, f"list.__getitem__ is bound to an object of list, so that .*: {call}"),
            ([1].__len__, f"list.__len__ is bound to an object of list, so that .*: {call}"),
            (Gain(2).process, f"Gain.process is bound to an object of Gain, so that .*: {call}"),
            (functools.partial(pow, 2), f"this object of functools.partial has no name of its own, so that .*: {call}"),
        ):
            with self.subTest(says), self.assertRaisesRegex(ManifestError, says + "$"):
                Pipeline([node]).serialize()

    def test_names_what_is_of_a_class_or_built_in(self):
        for node, name in (
            (str.upper, "builtins:str.upper"),
            (len, "builtins:len"),
            (Gain.of_two, f"{__name__}:Gain.of_two"),
        ):
            manifest = Pipeline([node]).serialize()

            self.assertEqual(name, json.loads(manifest)["nodes"][0]["node_type"])
        self.assertEqual(
            ["A", "B"], Pipeline.from_manifest(Pipeline([str.upper]).serialize()).run_sync(["a", "b"], "python")
        )

    def test_is_the_same_text_each_time(self):
        pipeline = Pipeline([Gain(2)])

        self.assertEqual(pipeline.serialize(), Pipeline.from_manifest(pipeline.serialize()).serialize())

    def test_the_main_module_is_called_by_its_file_and_not_run_again(self):
        script = """
            import sys
            from terrarium import Node, Pipeline
            print(__name__)
            class Half(Node):
                def __init__(self, by): self.by = by
                def process(self, item): return item / self.by, type(self) is Half, "halves" in sys.modules
            manifest = Pipeline([Half(4)]).serialize()
            print(Pipeline.from_manifest(manifest).run_sync(2, runtime=sys.argv[1]))
            print("halves:Half" in manifest)
        """
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "halves.py").write_text(textwrap.dedent(script), "utf-8")
            for runtime in runtimes.there():
                for start in (["halves.py"], [os.path.join(folder, "halves.py")], ["-m", "halves"]):
                    with self.subTest(runtime, start=start):
                        done = subprocess.run(
                            [sys.executable, *start, runtime],
                            env={**os.environ, "PYTHONPATH": SOURCE},
                            cwd=folder,
                            capture_output=True,
                            text=True,
                            timeout=60,
                            check=False,
                        )

                        self.assertEqual("", done.stderr)
                        self.assertEqual("__main__\n(0.5, True, False)\nTrue\n", done.stdout)

    def test_another_file_of_the_scripts_name_is_imported(self):
        script = """
            import pathlib
            from terrarium import Pipeline
            def half(item): return "mine"
            print(Pipeline.from_manifest(pathlib.Path("other", "m.json")).run_sync(2, runtime="python"))
        """
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(folder, "other")
            other.mkdir()
            (other / "halves.py").write_text("def half(item):\n    return item / 2\n", "utf-8")
            (other / "m.json").write_text(Pipeline(["halves:half"]).serialize(), "utf-8")
            pathlib.Path(folder, "halves.py").write_text(textwrap.dedent(script), "utf-8")
            done = subprocess.run(
                [sys.executable, "halves.py"],
                env={**os.environ, "PYTHONPATH": SOURCE},
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )

        self.assertEqual(("", "1.0\n"), (done.stderr, done.stdout))


if __name__ == "__main__":
    unittest.main()
