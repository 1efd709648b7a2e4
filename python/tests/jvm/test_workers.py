"""Nodes of a Python program in processes of their own."""

import asyncio
import contextlib
import importlib.util
import io
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import traceback
import unittest
from pathlib import Path

import guest
import worker_nodes

from terrarium import ExecutionError, ManifestError, MarshalError, Pipeline, StandardInputError, WorkerCrashed, nodes

OF_MAIN = """
from terrarium import ManifestError, Pipeline
class Point:
    def __init__(self, x):
        self.x = x
class Oops(Exception):
    pass
class Move:
    def __init__(self, step):
        self.step = step
    def process(self, point):
        if point.x < 0:
            raise Oops(point)
        return os.getpid(), Point(point.x + self.step)
def apart(node, *items):
    return Pipeline().add_node(node, id="moves", isolation="process").run_sync(list(items))
"""
INTERRUPTED = """
import signal
from pathlib import Path
from terrarium import Pipeline
class Interrupts:
    def write(self, text):
        if "begun" in text:
            os.kill(os.getpid(), signal.SIGINT)
    def flush(self):
        pass
real, sys.stdout = sys.stdout, Interrupts()
Path("hangs.py").write_text({source!r})
sys.path.insert(0, "")
try:
    Pipeline().add_node("hangs:node", isolation="process").run_sync(1)
except KeyboardInterrupt:
    print("interrupted", file=real)
"""
HANGS = "import time; print('begun', flush=True); time.sleep(1000)\ndef node(x): return x"
SLEEPS = "import time\ndef node(x):\n    print('begun')\n    time.sleep(1000)"


def apart(node, items, **settings):
    return Pipeline().add_node(node, isolation="process", **settings).run_sync(items)


def raised(item):
    try:
        apart(worker_nodes.fail, [item])
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_end(*processes):
    end = time.monotonic() + 60
    while any(map(is_alive, processes)):
        assert time.monotonic() < end, processes
        time.sleep(0.01)


class SurroundingsTest(unittest.TestCase):
    def test_a_worker_is_this_python_with_this_path_and_environment(self):
        with tempfile.TemporaryDirectory() as folder:
            sys.path.insert(1, folder)
            os.environ["TERRARIUM_TEST"] = "set by the program"
            self.addCleanup(os.environ.pop, "TERRARIUM_TEST")
            self.addCleanup(sys.path.remove, folder)

            process, _, program, path, variable = apart(worker_nodes.place, [1])

        self.assertNotEqual(os.getpid(), process)
        self.assertEqual(sys.executable, program)
        self.assertEqual([os.path.abspath(each) for each in sys.path], path[: len(sys.path)])
        self.assertEqual("set by the program", variable)

    def test_what_is_imported_by_name_lies_where_the_program_finds_it(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "late_module.py").write_text("def twice(item): return 2 * item", "utf-8")
            sys.path.insert(0, folder)
            self.addCleanup(sys.path.remove, folder)

            self.assertEqual([2, 4], apart("late_module:twice", [1, 2]))

    def test_python_goes_on_while_a_worker_imports(self):
        with tempfile.TemporaryDirectory() as folder:
            door = Path(folder, "door")
            waits = f"import os\nprint('knocks')\nwhile not os.path.exists({str(door)!r}): pass\ndef node(x): return x"
            Path(folder, "waits.py").write_text(waits, "utf-8")
            sys.path.insert(0, folder)
            self.addCleanup(sys.path.remove, folder)
            opens = io.StringIO()
            opens.write = lambda text: door.touch()

            with contextlib.redirect_stdout(opens):
                self.assertEqual(1, apart("waits:node", [1]))

    def test_a_worker_that_asks_for_input_is_told_to_have_the_program_ask(self):
        with self.assertRaisesRegex(StandardInputError, "a worker process has no standard input: ask in the program"):
            apart(worker_nodes.ask, [1])

    def test_limits_too_small_to_start_with_are_told_without_a_traceback_of_the_worker(self):
        for gigabytes in (0.001, 0.003):
            with self.subTest(gigabytes):
                done = guest.run(
                    f"""
                    from terrarium import ManifestError, Pipeline
                    node = {{"isolation": "process", "limits": {{"memory_gb": {gigabytes}}}}}
                    try:
                        Pipeline().add_node("statistics:fmean", **node).run_sync([[1]])
                    except ManifestError as error:
                        print(str(error).rpartition("; ")[2])
                    """
                )

                told = f"its limits may be too small to start with: memory {gigabytes} GB\n"
                self.assertEqual((0, told, ""), (done.status, done.out, done.err))

    def test_what_is_printed_and_logged_there_is_the_programs(self):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), self.assertLogs("words") as logs:
            apart(worker_nodes.say, ["a"])

        self.assertEqual(("printed a\n", "complained a\n"), (out.getvalue(), err.getvalue()))
        self.assertEqual(["WARNING:words:logged a"], logs.output)
        self.assertEqual("a", logs.records[0].item)

    def test_what_is_logged_there_comes_before_the_answer(self):
        told = []

        class Slow(logging.Handler):
            def emit(self, record):
                time.sleep(0.3)
                told.append(record.getMessage())

        handler = Slow()
        logging.getLogger("words").addHandler(handler)
        self.addCleanup(logging.getLogger("words").removeHandler, handler)

        apart(worker_nodes.say, ["a"])

        self.assertEqual(["logged a"], told)

    def test_an_exception_that_is_logged_there_looks_as_it_does_in_the_program(self):
        with self.assertLogs("words") as logs:
            apart(worker_nodes.complain, ["a"])

        self.assertEqual("no words", logs.records[0].getMessage())
        self.assertRegex(
            logging.Formatter().format(logs.records[0]),
            r"(?s)\Ano words\nTraceback \(most recent call last\):\n  File .*\nKeyError: 'a'\Z",
        )

    def test_workers_end_with_their_pipeline(self):
        pipeline = Pipeline().add_node(worker_nodes.place, isolation="process", workers=2)
        processes = {place[0] for place in pipeline.run_sync(list(range(8)))}
        self.assertEqual([True] * len(processes), [is_alive(process) for process in processes])

        del pipeline

        await_end(*processes)

    def test_workers_end_with_the_program(self):
        code = f"""
            sys.path.insert(0, {os.path.dirname(__file__)!r})
            import worker_nodes
            from terrarium import Pipeline
            pipeline = Pipeline().add_node(worker_nodes.place, isolation="process")
            print(pipeline.run_sync([1])[0])
            """

        done = guest.run(code)

        self.assertEqual((0, ""), (done.status, done.err))
        await_end(int(done.out))

    def test_ctrl_c_ends_the_wait_for_an_import_and_what_a_worker_does(self):
        for source in (HANGS, SLEEPS):
            with self.subTest(source), tempfile.TemporaryDirectory() as folder:
                done = guest.run(f"import os; os.chdir({folder!r})\n" + INTERRUPTED.format(source=source))

                self.assertEqual((0, "interrupted\n"), (done.status, done.out), done.err)


class ObjectsTest(unittest.TestCase):
    def test_objects_of_the_programs_classes_come_and_go_as_themselves(self):
        first = worker_nodes.Point(1)

        second = apart(worker_nodes.move, [first])

        self.assertIs(worker_nodes.Point, type(second))
        self.assertEqual((1, 2), (first.x, second.x))

    def test_a_live_object_is_copied_as_it_is_when_a_run_begins(self):
        count = worker_nodes.Count(2)
        pipeline = Pipeline().add_node(count, isolation="process")

        runs = [pipeline.run_sync(["a", "b"])]
        count.seen, count.step = 100, 1
        runs.append(pipeline.run_sync(["c"]))

        self.assertEqual([("a", 2), ("b", 4)], [answer[1:] for answer in runs[0]])
        self.assertEqual(("c", 101), runs[1][1:])
        self.assertEqual(100, count.seen)
        self.assertNotIn(os.getpid(), {runs[0][0][0], runs[1][0]})

    def test_classes_and_functions_of_the_program_are_nodes_there(self):
        both = Pipeline().add_node(worker_nodes.Count, params={"step": 3}, isolation="process")
        both.add_node(worker_nodes.place, isolation="process", workers=2)

        places = both.run_sync([1, 2])

        self.assertEqual(2, len(places))
        self.assertEqual(("a", 3), apart(worker_nodes.Count, ["a"], params={"step": 3})[1:])

    def test_an_async_run_a_stream_and_a_session_have_them_too(self):
        async def items():
            for item in "abc":
                yield item

        async def main():
            pipeline = Pipeline().add_node(worker_nodes.Count(1), isolation="process")
            told = [await pipeline.run(["a", "b"])]
            told.append([output async for output in pipeline.stream(items())])
            async with pipeline.session() as session:
                told.append([(await session.send(item))[0] for item in "ab"])
            return told

        told = asyncio.run(main())

        self.assertEqual([[1, 2], [1, 2, 3], [1, 2]], [[seen for _, _, seen in each] for each in told])

    def test_the_attribute_that_cannot_travel_is_named_before_anything_starts(self):
        with self.assertRaises(ManifestError) as caught:
            apart(worker_nodes.Count(1, worker_nodes.Model()), [1], id="words")

        (place, message) = caught.exception.faults[0]
        self.assertEqual("$.nodes[0].node_type", place)
        self.assertEqual(
            "<Count words>: its attribute .model.lock, a _thread.lock, cannot travel to a worker process: cannot pickle "
            "'_thread.lock' object; make it in initialize(), which is called in the worker, or leave it out by "
            "__getstate__",
            message,
        )

    def test_what_an_object_leaves_behind_is_no_hindrance(self):
        self.assertEqual((1, 1), apart(worker_nodes.Rebuilds(1, worker_nodes.Model()), [1])[1:])

    def test_an_attribute_that_came_later_is_named_when_the_run_begins(self):
        count = worker_nodes.Count(1)
        pipeline = Pipeline().add_node(count, isolation="process")
        pipeline.run_sync([1])
        count.model = worker_nodes.Model()

        with self.assertRaisesRegex(Exception, r"its attribute \.model\.lock, a _thread\.lock, cannot travel"):
            pipeline.run_sync([1])

    def test_an_item_that_cannot_travel_is_told_by_its_place(self):
        with self.assertRaisesRegex(ValueError, r"\$\.lock.*_thread\.lock cannot travel between processes"):
            apart(worker_nodes.move, [worker_nodes.Model()])

    def test_an_output_that_the_program_cannot_have_is_told(self):
        source = "class Here: pass\ndef node(item): return Here()"

        for further in ([], [lambda item: 1]):
            pipeline = Pipeline().add_node("node", source=source, isolation="process")
            for node in further:
                pipeline.add_node(node)
            with self.assertRaisesRegex(MarshalError, r"what came from a worker process cannot be had here: Module"):
                pipeline.run_sync([1])

    def test_the_nodes_by_which_the_program_takes_part_stay_in_it(self):
        with self.assertRaisesRegex(ManifestError, "this program takes part by it"):
            apart(nodes.DataSinkNode(), [1])

    def test_pythons_own_executor_refuses_processes_before_the_start(self):
        pipeline = Pipeline().add_node(worker_nodes.place, isolation="process", workers=2)

        with self.assertRaisesRegex(
            ManifestError, "a process of its own, and Python's own executor does not"
        ) as caught:
            pipeline.run_sync([1], runtime="python")

        self.assertEqual("$.nodes[0].isolation", caught.exception.faults[0][0])

    def test_a_manifest_has_what_can_be_imported_and_names_what_cannot(self):
        pipeline = Pipeline().add_node(worker_nodes.Count(2), isolation="process", workers=2)

        (node,) = json.loads(pipeline.serialize())["nodes"]

        self.assertEqual(("worker_nodes:Count", "process", 2), (node["node_type"], node["isolation"], node["workers"]))
        with self.assertRaisesRegex(ManifestError, "no manifest can name it"):
            Pipeline().add_node(lambda item: item, isolation="process").serialize()


class MainTest(unittest.TestCase):
    def test_what_needs_cloudpickle_says_so(self):
        code = OF_MAIN + "sys.modules['cloudpickle'] = None\n"
        for node, culprit in (("Move(1)", "the class Move"), ("lambda point: point", "the function <lambda>")):
            done = guest.run(code + f"try: apart({node}, 1)\nexcept ManifestError as error: print(error)")

            self.assertEqual((0, ""), (done.status, done.err))
            self.assertIn(f"{culprit} cannot travel to a worker process: ", done.out)
            self.assertIn('; pip install "terrarium-jvm[cloudpickle]", or define it at the top of a module', done.out)

    @unittest.skipUnless(importlib.util.find_spec("cloudpickle"), "cloudpickle is not installed")
    def test_what_only_the_program_defines_travels_as_code_and_comes_back_as_its_own(self):
        code = """
            process, point = apart(Move(2), Point(1))
            print(process != os.getpid(), type(point) is Point, point.x)
            factor = 3
            print(apart(lambda number: number * factor, 5))
            try:
                apart(Move(2), Point(-1))
            except Oops as error:
                print(type(error.args[0]) is Point)
            """

        done = guest.run(OF_MAIN + textwrap.dedent(code))

        self.assertEqual((0, "True True 3\n15\nTrue\n"), (done.status, done.out), done.err)


class RaisedTest(unittest.TestCase):
    def test_an_exception_arrives_as_what_was_raised(self):
        error = raised("two")

        self.assertIs(worker_nodes.TwoPartError, type(error))
        self.assertEqual((("1 and",), 2), ((str(error)[:5],), error.second.x))
        self.assertEqual(["'cause'"], [str(error.__cause__)])
        self.assertIs(KeyError, type(error.__cause__))
        place, there = error.__notes__
        self.assertEqual("Node fail_0 failed on item 0", place)
        self.assertRegex(there, r"^in the worker process \d+:\n")
        self.assertIn("raise TwoPartError(1, Point(2)) from KeyError", there)

    def test_pythons_own_keep_what_they_hold(self):
        error = raised("os")

        self.assertIs(FileNotFoundError, type(error))
        self.assertEqual((2, "/nonexistent/folder"), (error.errno, error.filename))

    def test_the_line_that_raised_is_shown_by_a_traceback(self):
        shown = "".join(traceback.format_exception(None, error := raised("os"), error.__traceback__))

        self.assertIn('os.listdir("/nonexistent/folder")', shown)

    @unittest.skipIf(sys.version_info < (3, 11), "groups came with 3.11")
    def test_a_group_has_its_members(self):
        error = raised("group")

        self.assertEqual([worker_nodes.TwoPartError, ExecutionError], [type(each) for each in error.exceptions])
        self.assertEqual("worker_nodes.LockedError: closed", str(error.exceptions[1]))

    def test_one_that_cannot_travel_is_named(self):
        error = raised("locked")

        self.assertIs(ExecutionError, type(error))
        self.assertEqual(
            "Node fail_0 failed on item 0: worker_nodes.LockedError: closed; it cannot be raised here itself: .lock: a "
            "_thread.lock cannot travel between processes: cannot pickle '_thread.lock' object",
            str(error),
        )
        self.assertEqual(("fail_0", 0, "worker_nodes.LockedError"), (error.node, error.item, error.type))
        self.assertIn("raise LockedError", error.traceback)

    def test_one_that_the_program_cannot_import_is_named(self):
        source = "class HereError(Exception): pass\ndef node(item):\n    raise HereError('only here')"

        with self.assertRaisesRegex(ExecutionError, r"HereError: only here; it cannot be raised here itself: "):
            apart("node", [1], source=source)

    def test_an_exit_does_not_end_the_program(self):
        error = raised("exit")

        self.assertIs(ExecutionError, type(error))
        self.assertIs(SystemExit, type(error.__cause__))

    def test_a_crash_is_told_with_its_place_and_the_exit_code(self):
        error = raised("crash")

        self.assertIs(WorkerCrashed, type(error))
        self.assertEqual((-9, "WorkerCrashed", 0), (error.exit_code, error.type, error.item))
        self.assertRegex(str(error), r"^Node \S+ failed on item 0: .* was killed by signal 9")

    @unittest.skipUnless(sys.platform == "linux", "elsewhere a worker sees the end of its socket")
    def test_a_child_that_the_program_forks_keeps_no_worker_alive(self):
        code = """
            import asyncio, os, time, warnings
            from terrarium import Pipeline
            warnings.simplefilter("ignore")
            async def main():
                pipeline = Pipeline().add_node("node", source="import os\\ndef node(x): return os.getpid()", isolation="process")
                async with pipeline.session() as session:
                    worker = (await session.send(1))[0]
                    if os.fork() == 0:
                        time.sleep(1000)
                    print(worker, flush=True)
                    await asyncio.sleep(1000)
            asyncio.run(main())
            """
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            env=guest.SURROUNDINGS,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as program:
            self.addCleanup(os.killpg, program.pid, signal.SIGKILL)
            worker = int(program.stdout.readline())
            self.assertTrue(is_alive(worker))

            program.kill()

            await_end(worker)

    def test_what_the_policies_take_is_not_raised(self):
        self.assertEqual([1, 2], apart(worker_nodes.fail, [1, "two", 2], on_error="skip"))


if __name__ == "__main__":
    unittest.main()
