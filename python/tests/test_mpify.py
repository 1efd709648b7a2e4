"""Objects in processes of their own, and their proxies."""

import asyncio
import contextlib
import functools
import gc
import io
import os
import pickle
import random
import signal
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

import guest
from objects_elsewhere import OddError, Thing, crash, fail_to_make, make_later, sleep_and_make

from terrarium import ExecutionError, MarshalError, WorkerCrashed, _child, mpify

try:
    import numpy
except ImportError:
    numpy = None

SCRIPT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(guest.SOURCE), os.path.dirname(__file__)))}


def run(work, *args, **kwargs):
    """Runs a coroutine function with the proxy of a thing."""

    async def main():
        async with mpify(Thing, *args, **kwargs) as thing:
            return await work(thing)

    return asyncio.run(main())


def setUpModule():
    """A process may take its time to end, on a machine that has others to serve."""
    patience = mock.patch.object(_child, "_PATIENCE_SECONDS", 60)
    patience.start()
    unittest.addModuleCleanup(patience.stop)


def is_there(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(is_so, seconds=30):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("it took too long")
        time.sleep(0.005)


def held():
    """What this process has: children, open files, and shared memory."""
    gc.collect()
    with open("/proc/self/maps", encoding="utf-8") as maps:
        shared = sum("memfd:terrarium" in line for line in maps)
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as children:
        return children.read().split(), len(os.listdir("/proc/self/fd")), shared


class CallsTest(unittest.TestCase):
    def test_the_object_is_in_another_process_on_its_main_thread(self):
        async def work(thing):
            return await thing.pid(), await thing.main

        pid, is_main = run(work)

        self.assertNotEqual(os.getpid(), pid)
        self.assertTrue(is_main)
        until(lambda: not is_there(pid))

    def test_calls_and_attributes_are_awaited(self):
        async def work(thing):
            values = [await thing.add(1), await thing.add(1, b=5), await thing.add(1, 2, 3, 4), await thing.later("x")]
            return [*values, await thing.name, await thing.gain, await thing.double, await thing.kind]

        self.assertEqual([2, 6, 10, "x", "other", 3, 6, "thing"], run(work, "other", gain=3))

    def test_goes_down_to_parts(self):
        async def work(thing):
            return await thing.part.name, await thing.part.twice(2), await thing.log.append(1), await thing.log

        self.assertEqual(("part", 4, None, [1]), run(work))

    def test_every_name_is_to_be_had(self):
        async def work(thing):
            await thing["__setattr__"]("gain", 5)
            await thing.part["__setattr__"]("name", "new")
            length = await thing.log["__len__"]()
            return await thing["stop"](), await thing.gain, length, await thing["part"]["name"]

        self.assertEqual(("stopped itself", 5, 0, "new"), run(work))

    def test_what_cannot_be_awaited_says_what_to_write(self):
        async def work(thing):
            with self.assertRaisesRegex(AttributeError, r'await proxy\["__setattr__"\]\("gain", \.\.\.\)'):
                thing.gain = 5
            with self.assertRaisesRegex(AttributeError, r'await \.\.\.\["__setattr__"\]\("name", \.\.\.\)'):
                thing.part.name = 5
            with self.assertRaisesRegex(AttributeError, r'proxy\["__missing__"\]'):
                thing.__missing__
            with self.assertRaisesRegex(AttributeError, r'attribute\["__missing__"\]'):
                thing.log.__missing__
            with self.assertRaisesRegex(TypeError, "part.twice is a function: call it, as in await proxy.part.twice"):
                await thing.part.twice
            with self.assertRaisesRegex(TypeError, r"numbers\(\) gives its values one by one: iterate over it"):
                await thing.numbers(3)
            with self.assertRaisesRegex(AttributeError, "'Thing' object has no attribute 'nothing'"):
                await thing.nothing
            with self.assertRaisesRegex(TypeError, "belongs to this process"):
                pickle.dumps(thing)

        run(work)

    def test_what_is_not_awaited_says_what_to_write(self):
        def enter(proxy):
            with proxy:
                pass

        async def each(proxy):
            async for _ in proxy:
                pass

        cases = [
            (lambda thing: list(thing.numbers_later(3)), r"async for value in proxy\.numbers_later\(\)$"),
            (lambda thing: 1 in thing.numbers(3), r"\(await proxy\.numbers\(\)\)$"),
            (lambda thing: thing.add(1) + 1, r"add\(\) is called in another process: await it first, as in \(await "),
            (
                lambda thing: 1 + thing.gain,
                r"^gain is in another process: await it first, as in \(await proxy\.gain\)$",
            ),
            (lambda thing: thing.part.name[0], r'brackets, and 0 is none: .* await \.\.\.\["__getitem__"\]\(0\)$'),
            (lambda thing: bool(thing.main), r"\(await proxy\.main\)$"),
            (lambda thing: thing.gain == 3, r"\(await proxy\.gain\)$"),
            (lambda thing: thing.gain != 3, r"\(await proxy\.gain\)$"),
            (lambda thing: ~thing.gain, r"\(await proxy\.gain\)$"),
            (lambda thing: f"{thing.gain:.3f}", r"\(await proxy\.gain\)$"),
            (lambda thing: f"{thing.add(1):5}", r"\(await proxy\.add\(\)\)$"),
            (lambda thing: f"{thing:>20}", r'await proxy\["__format__"\]\(\.\.\.\)$'),
            (lambda thing: thing.gain > 1, r"\(await proxy\.gain\)$"),
            (lambda thing: range(thing.gain), r"\(await proxy\.gain\)$"),
            (lambda thing: list(thing.log), r"for value in await proxy\.log, or,.* async for value in proxy\.log\(\)$"),
            (lambda thing: asyncio.ensure_future(each(thing.log)), r"for value in await proxy\.log"),
            (len, r'await proxy\["__len__"\]\(\.\.\.\)$'),
            (list, r'async for value in proxy\["__iter__"\]\(\)$'),
            (lambda thing: asyncio.ensure_future(each(thing)), r'async for value in proxy\["__aiter__"\]\(\)$'),
            (lambda thing: thing[0], r'await \.\.\.\["__getitem__"\]\(0\)$'),
            (enter, "is entered by async with$"),
        ]

        async def work(thing):
            self.assertTrue(thing)
            self.assertTrue(call := thing.add(1))
            await call
            for write, words in cases:
                with self.subTest(words), self.assertRaisesRegex(TypeError, words):
                    await write(thing)
            return await thing.log["__len__"](), [value async for value in thing.log["__iter__"]()]

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual((0, []), run(work))
            gc.collect()

    def test_says_what_it_is(self):
        async def work(thing):
            (call := thing.part.twice(2)).close()
            return f"{thing}", f"{thing.part.name}", str(call), await thing.pid(), thing

        proxy, part, call, pid, thing = run(work)

        self.assertEqual(f"<Proxy of Thing in process {pid}>", proxy)
        self.assertEqual(f"<part.name of Thing in process {pid}: await proxy.part.name>", part)
        self.assertEqual(f"<call of part.twice of Thing in process {pid}: await proxy.part.twice(...)>", call)
        self.assertEqual(f"<Proxy of Thing, whose process {pid} has ended>", repr(thing))

    def test_a_call_is_a_coroutine_for_tasks(self):
        async def work(thing):
            task = asyncio.create_task(thing.later(1))
            self.assertIn("pending", repr(task))
            self.assertEqual(["it", 1], await asyncio.gather(thing.name, thing.gain))
            return await asyncio.gather(task, thing.later(2), asyncio.wait_for(thing.later(3), 30))

        self.assertEqual([1, 2, 3], run(work))

    def test_a_call_that_is_never_awaited_is_told(self):
        async def work(thing):
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                thing.add(1)
                gc.collect()
            thing.name
            thing.add(1).close()
            return [str(each.message) for each in told]

        self.assertEqual(["the call of add in another process was never awaited"], run(work))

    def test_the_factory_may_be_a_coroutine_function(self):
        async def main():
            async with mpify(make_later, "late") as thing:
                return await thing.name

        self.assertEqual("late", asyncio.run(main()))

    def test_a_failed_factory_fails_whatever_is_asked(self):
        async def main():
            thing = mpify(fail_to_make)
            for _ in range(2):
                with self.assertRaisesRegex(ValueError, "no thing"):
                    await thing.name
            await thing.stop()
            with self.assertRaisesRegex(ValueError, "no thing"):
                async with mpify(fail_to_make):
                    pass

        before = held()
        asyncio.run(main())
        self.assertEqual(before, held())

    def test_a_program_needs_no_guard_around_it(self):
        code = """
            import asyncio
            from objects_elsewhere import Thing
            from terrarium import mpify
            async def main():
                async with mpify(Thing, "there") as thing:
                    print(await thing.name)
            asyncio.run(main())
            """
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
            env=SCRIPT,
            capture_output=True,
            timeout=60,
            check=False,
        )

        self.assertEqual((0, b"there\n", b""), (done.returncode, done.stdout, done.stderr))

    def test_works_where_the_package_lies_in_memory(self):
        started = guest.run(
            f"""
            import asyncio, sys
            sys.path.append({os.path.dirname(__file__)!r})
            from objects_elsewhere import Thing
            from terrarium import mpify
            async def main():
                async with mpify(Thing, "there") as thing:
                    says.update(name=await thing.name, where=await thing.pid() != os.getpid())
            import os
            asyncio.run(main())
            """
        )

        self.assertEqual({"name": "there", "where": True}, started.says)


class ConcurrencyTest(unittest.TestCase):
    def test_concurrent_awaits_never_swap_replies(self):
        seed = random.randrange(1 << 32)
        print("seed", seed, file=sys.stderr)
        source = random.Random(seed)

        async def work(thing):
            calls = []
            for number in range(1000):
                if source.random() < 0.5:
                    calls.append(thing.later(number, source.random() / 20))
                else:
                    calls.append(thing.echo(number))
            return await asyncio.gather(*calls)

        self.assertEqual(list(range(1000)), run(work))

    def test_async_methods_run_at_once_and_others_in_their_order(self):
        async def work(thing):
            met = await asyncio.gather(thing.meet(), thing.meet())
            return met, await asyncio.gather(*(thing.note(number) for number in range(100))), await thing.log

        self.assertEqual(([2, 2], list(range(1, 101)), list(range(100))), run(work))

    def test_what_the_object_begins_on_its_loop_goes_on_between_calls(self):
        async def work(thing):
            await thing.begin()
            while await thing.count < 3:
                pass
            await asyncio.gather(*(thing.echo(number) for number in range(100)))
            return await thing.count

        self.assertGreater(run(work), 2)

    def test_serves_several_loops_at_once(self):
        results = []

        def use(thing, base):
            async def main():
                return await asyncio.gather(*(thing.later(base + n, 0.001) for n in range(50)))

            results.append(asyncio.run(main()) == [base + n for n in range(50)])

        thing = mpify(Thing)
        users = [threading.Thread(target=use, args=(thing, base)) for base in range(0, 400, 100)]
        for user in users:
            user.start()
        for user in users:
            user.join(60)
        asyncio.run(thing.stop())

        self.assertEqual([True] * 4, results)

    def test_serves_loop_after_loop_and_keeps_nothing_of_them(self):
        thing = mpify(Thing)
        counts = []
        for _ in range(5):
            asyncio.run(thing.later(1))
            counts.append((asyncio.run(thing.open_files()), len(os.listdir("/proc/self/fd"))))
        asyncio.run(thing.stop())

        self.assertEqual(counts[1], counts[-1])

    def test_what_a_closed_loop_had_asked_for_is_cancelled(self):
        thing = mpify(Thing)

        async def leave():
            waiting = asyncio.ensure_future(thing.wait_for_ever())
            await asyncio.sleep(0)
            await thing.note(1)
            return waiting

        async def look():
            while "cancelled" not in await thing.log:
                await asyncio.sleep(0.005)

        asyncio.run(leave())
        asyncio.run(look())
        asyncio.run(thing.stop())

    def test_large_values_go_both_ways_at_once(self):
        async def work(thing):
            values = [bytes([number]) * 3_000_000 for number in range(8)]
            return await asyncio.gather(*map(thing.echo, values)) == values

        self.assertTrue(run(work))


class IterationTest(unittest.TestCase):
    def test_gives_the_values_of_generators_of_both_kinds(self):
        async def work(thing):
            calls = (thing.numbers(3), thing.numbers_later(3), thing.opened(3), thing.echo([7, 8]))
            seen = []
            for call in calls:
                seen.append([value async for value in call])
            return seen

        self.assertEqual([[0, 1, 2]] * 3 + [[7, 8]], run(work))

    def test_makes_each_value_when_it_is_asked_for(self):
        for name in ("numbers", "numbers_later"):

            async def work(thing, name=name):
                seen = []
                async for value in thing[name](3):
                    seen.append((value, await thing.log))
                return seen

            self.assertEqual([(0, [0]), (1, [0, 1]), (2, [0, 1, 2])], run(work))

    def test_who_stops_closes_the_generator(self):
        for name in ("numbers", "numbers_later"):

            async def work(thing, name=name):
                async with contextlib.aclosing(thing[name](1000)) as numbers:
                    async for value in numbers:
                        if value == 1:
                            break
                first = await thing.log
                async for _ in thing[name](1000):
                    break
                while (await thing.log).count("closed") < 2:
                    gc.collect()
                    await asyncio.sleep(0.001)
                return first

            self.assertEqual([0, 1, "closed"], run(work))

    def test_a_generator_that_fails_does_so_in_its_place(self):
        async def work(thing):
            seen = []
            with self.assertRaisesRegex(ValueError, "broken"):
                async for value in thing.broken():
                    seen.append(value)
            with self.assertRaisesRegex(TypeError, r"^echo\(\) gives one int, and nothing to iterate over: await it$"):
                async for value in thing.echo(3):
                    pass
            return seen

        self.assertEqual([1], run(work))

    def test_who_cancels_interrupts_the_generator(self):
        async def work(thing):
            async def take():
                async for value in thing.sleepy(bed):
                    taken.append(value)

            taken = []
            bed = os.path.join(folder, "bed")
            task = asyncio.ensure_future(take())
            while not os.path.exists(bed):
                await asyncio.sleep(0.001)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            return taken, await thing.log

        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(([1], ["woken"]), run(work))

    def test_two_iterations_go_on_beside_each_other(self):
        async def work(thing):
            first, second = aiter(thing.numbers(3)), aiter(thing.numbers_later(3))
            return [(await anext(first), await anext(second)) for _ in range(3)]

        self.assertEqual([(0, 0), (1, 1), (2, 2)], run(work))


class ErrorsTest(unittest.TestCase):
    def test_raises_what_was_raised_with_the_traceback_there_as_a_note(self):
        async def work(thing):
            for error in (ValueError("no", 1), FileNotFoundError(2, "no", "file"), KeyboardInterrupt(), SystemExit(3)):
                try:
                    await thing.fail(error)
                except BaseException as raised:
                    self.assertIs(type(error), type(raised))
                    self.assertEqual(error.args, raised.args)
                    note = raised.__notes__[0]
                    self.assertRegex(note, r"^In Thing in process \d+:\nTraceback \(most recent call last\):\n  File ")
                    self.assertIn("raise error\n", note)
                    self.assertNotIn("terrarium", note.replace("test_", ""))
            return await thing.add(1)

        self.assertEqual(2, run(work))

    def test_shows_frames_of_the_user_alone(self):
        async def iterate(thing):
            async for _ in thing.echo(3):
                pass

        def ours(error):
            frames = traceback.extract_tb(error.__traceback__)
            return sum(os.path.dirname(frame.filename) == os.path.dirname(_child.__file__) for frame in frames)

        async def work(thing):
            raised = []
            for asked in (thing.add(), thing.nothing, thing.part.twice, thing.locked(), iterate(thing)):
                try:
                    await asked
                except Exception as error:
                    self.assertRegex(error.__notes__[-1], r"^In Thing in process \d+$")
                    raised.append(ours(error))
            return raised

        self.assertEqual([1, 1, 1, 1, 2], run(work))

    def test_an_exception_of_any_shape_arrives_with_what_led_to_it(self):
        async def work(thing):
            with self.assertRaises(OddError) as odd:
                await thing.fail_oddly()
            with self.assertRaisesRegex(ValueError, "failed") as failed:
                await thing.fail_for_a_reason()
            return odd.exception, failed.exception

        odd, failed = run(work)

        self.assertEqual(("1 two", 1), (str(odd), odd.number))
        self.assertEqual(["reason"], list(failed.__cause__.args))

    def test_an_exception_that_cannot_travel_is_told(self):
        async def work(thing):
            with self.assertRaises(ExecutionError) as caught:
                await thing.fail_with_a_lock()
            return caught.exception, await thing.add(1)

        error, more = run(work)

        self.assertEqual((2, "ValueError"), (more, error.type))
        self.assertRegex(str(error), r"^ValueError: \('locked', .*it cannot be raised here itself: .*_thread\.lock")
        self.assertIn("fail_with_a_lock", error.traceback)

    def test_a_stop_iteration_is_what_a_coroutine_makes_of_it(self):
        async def work(thing):
            with self.assertRaisesRegex(RuntimeError, "^Thing raised StopIteration$") as caught:
                await thing.fail(StopIteration(1))
            return caught.exception.__cause__, await thing.add(1)

        cause, added = run(work)

        self.assertEqual((1, 2), (cause.value, added))
        self.assertIn("objects_elsewhere.py", cause.__notes__[0])

    def test_refuses_a_factory_and_arguments_before_there_is_a_process(self):
        def lean(function):
            @functools.wraps(function)
            def wrapper(*args):
                raise AssertionError("it is called elsewhere")

            return wrapper

        cases = [
            (TypeError, "^factory must be callable, and 3 is not", (3,), {}),
            (TypeError, r"^Thing\(\) does not take these arguments: .*'gian'", (Thing,), {"gian": 1}),
            (
                TypeError,
                r"^make_later\(\) does not take these arguments: missing a required argument",
                (make_later,),
                {},
            ),
            (TypeError, "too many positional arguments", (functools.partial(Thing, "a"), "b"), {}),
            (MarshalError, "^the factory: the function make_later cannot travel", (lean(make_later), 1, 2, 3), {}),
            (MarshalError, "^the factory: the function .*<lambda> cannot travel", (lambda: 1,), {}),
        ]
        with (
            mock.patch.dict(sys.modules, cloudpickle=None),
            mock.patch.object(_child, "started", side_effect=AssertionError("a process is started")),
        ):
            for kind, words, args, kwargs in cases:
                with self.subTest(words), self.assertRaisesRegex(kind, words):
                    mpify(*args, **kwargs)

    def test_names_what_cannot_travel_there(self):
        async def work(thing):
            lock = threading.Lock()
            with self.assertRaisesRegex(MarshalError, r"^argument 1 of add\(\)\['x'\]: a _thread.lock cannot travel"):
                await thing.add(1, {"x": lock})
            with self.assertRaisesRegex(MarshalError, r"^argument b of add\(\): a _thread.lock"):
                await thing.add(1, b=lock)
            return await thing.add(1)

        self.assertEqual(2, run(work))
        with self.assertRaisesRegex(MarshalError, r"^argument gain of Thing\[0\]: a _thread.lock"):
            mpify(Thing, gain=[threading.Lock()])
        with (
            mock.patch.dict(sys.modules, cloudpickle=None),
            self.assertRaisesRegex(MarshalError, "^the factory: the function .*<lambda> cannot travel.*cloudpickle"),
        ):
            mpify(lambda: 1)

    def test_names_what_cannot_travel_back(self):
        async def work(thing):
            with self.assertRaisesRegex(MarshalError, r"^locked\(\): a _thread.lock cannot travel"):
                await thing.locked()
            with self.assertRaisesRegex(MarshalError, r"^lock: a _thread.lock"):
                await thing.lock
            return await thing.add(1)

        self.assertEqual(2, run(work))


class CancellationTest(unittest.TestCase):
    def test_who_cancels_interrupts_what_sleeps(self):
        async def work(thing):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                task = asyncio.ensure_future(thing.sleep(1000))
                while "sleeping" not in out.getvalue():
                    await asyncio.sleep(0.001)
                task.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await task
            return await thing.log, await thing.add(1)

        self.assertEqual((["Interrupted"], 2), run(work))

    def test_who_cancels_cancels_a_coroutine_there(self):
        async def work(thing):
            task = asyncio.ensure_future(thing.wait_for_ever())
            await asyncio.sleep(0)
            await thing.add(1)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            while not await thing.log:
                pass
            return await thing.log

        self.assertEqual(["cancelled"], run(work))

    def test_what_is_cancelled_before_its_turn_never_begins(self):
        async def work(thing):
            with contextlib.redirect_stdout(io.StringIO()):
                sleeping = asyncio.ensure_future(thing.sleep(1000))
                waiting = [asyncio.ensure_future(thing.note(number)) for number in range(10)]
                await asyncio.sleep(0)
                for task in waiting[::2]:
                    task.cancel()
                await asyncio.wait(waiting[::2])
                sleeping.cancel()
                await asyncio.wait([sleeping, *waiting])
            return [entry for entry in await thing.log if entry != "Interrupted"]

        self.assertEqual([1, 3, 5, 7, 9], run(work))

    def test_a_timeout_is_asyncios(self):
        async def work(thing):
            with contextlib.redirect_stdout(io.StringIO()), self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(thing.sleep(1000), 0.05)
            return await thing.add(1)

        self.assertEqual(2, run(work))


class OutputTest(unittest.TestCase):
    def test_what_is_printed_there_is_printed_here(self):
        async def work(thing):
            await thing.say("wörds")

        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            run(work)

        self.assertEqual("wörds\nwritten\n", out.getvalue())
        self.assertEqual("WÖRDS\nlogged wörds\n", err.getvalue())

    def test_nobody_is_disturbed_where_there_is_no_output(self):
        async def work(thing):
            await thing.say("words")
            return await thing.add(1)

        with mock.patch.object(sys, "stdout", None), mock.patch.object(sys, "stderr", io.StringIO()) as err:
            err.close()
            self.assertEqual(2, run(work))


class CrashTest(unittest.TestCase):
    def test_a_crash_is_told_with_its_kind_and_last_words(self):
        cases = [
            ("exit", 3, "ended with exit status 3", "last words"),
            ("kill", -9, r"was killed by signal 9 \(SIGKILL\)", "last words"),
            ("segfault", -11, r"was killed by signal 11 \(SIGSEGV\)", "Fatal Python error: Segmentation fault"),
        ]
        for how, status, sentence, words in cases:

            async def work(thing, how=how):
                under_way = [asyncio.ensure_future(thing.wait_for_ever()) for _ in range(3)]
                await asyncio.sleep(0)
                answered = await thing.add(1)
                with self.assertRaises(WorkerCrashed) as caught:
                    await thing.end(how)
                others = await asyncio.gather(*under_way, return_exceptions=True)
                later = await asyncio.gather(thing.add(1), thing.name_(), return_exceptions=True)
                return answered, caught.exception, [*others, *later]

            with self.subTest(how), contextlib.redirect_stderr(io.StringIO()):
                answered, error, others = run(work)

                self.assertEqual((2, status), (answered, error.exit_code))
                self.assertRegex(str(error), rf"^Thing: its process \d+ {sentence}; its last words:\n    ")
                self.assertIn(words, error.last_words)
                self.assertEqual([WorkerCrashed] * 5, list(map(type, others)))
                self.assertIsNot(error, others[0])
                self.assertIsInstance(error, RuntimeError)

    def test_says_of_a_crash_where_the_users_code_was_and_nothing_of_what_called_it(self):
        async def fail(thing):
            with self.assertRaises(WorkerCrashed) as caught:
                await thing.end("segfault")
            return caught.exception

        with contextlib.redirect_stderr(io.StringIO()) as told:
            error = run(fail)

        for words in (told.getvalue(), error.last_words):
            frames = [line for line in words.splitlines() if line.startswith('  File "')]
            files = [os.path.basename(line.split('"')[1]) for line in frames]
            self.assertEqual({"objects_elsewhere.py"}, set(files), words)
            self.assertEqual(1, words.count("most recent call first"))

    def test_a_crash_while_the_object_is_made_is_told(self):
        async def main():
            with self.assertRaisesRegex(WorkerCrashed, "(?s)crash: its process .* exit status 5; its last words.*bye"):
                async with mpify(crash):
                    pass

        with contextlib.redirect_stderr(io.StringIO()):
            asyncio.run(main())

    def test_a_crash_ends_an_iteration(self):
        async def work(thing):
            with self.assertRaises(WorkerCrashed):
                async for value in thing.numbers(1000):
                    if value == 3:
                        os.kill(await thing.pid(), signal.SIGKILL)

        run(work)

    def test_generators_of_a_process_that_has_ended_are_closed_in_silence(self):
        async def abandoned(thing):
            async for _ in thing.numbers(1000):
                break
            with self.assertRaises(WorkerCrashed):
                await thing.end("kill")

        async def closed(thing):
            async with contextlib.aclosing(thing.numbers(1000)) as numbers:
                await anext(aiter(numbers))
                os.kill(thing._terrarium_child._process.pid, signal.SIGKILL)

        async def kept(thing):
            kept_ones.append(aiter(thing.numbers(1000)))
            await anext(kept_ones[-1])
            os.kill(thing._terrarium_child._process.pid, signal.SIGKILL)

        async def main(leave):
            asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
            await leave(mpify(Thing))

        told, kept_ones = [], []
        with contextlib.redirect_stderr(io.StringIO()):
            for leave in (abandoned, closed, kept):
                asyncio.run(main(leave))
                gc.collect()

        self.assertEqual([], told)

    def test_ends_with_the_processes_that_it_has_started(self):
        async def work(thing):
            with self.assertRaisesRegex(WorkerCrashed, "exit status 4"):
                await thing.fork_and_end()

        with contextlib.redirect_stdout(io.StringIO()) as out:
            run(work)

        until(lambda: not is_there(int(out.getvalue())))

    def test_a_fork_that_comes_back_says_nothing(self):
        async def work(thing):
            return [await thing.fork() for _ in range(3)], await thing.add(1)

        results, added = run(work)

        self.assertEqual((2, 3), (added, len(set(results))))

    def test_a_process_that_has_closed_its_lines_is_ended(self):
        async def work(thing):
            with self.assertRaisesRegex(WorkerCrashed, "exit status|killed by signal"):
                await thing.close_everything()

        with contextlib.redirect_stderr(io.StringIO()):
            run(work)

    def test_a_process_that_says_nonsense_is_ended(self):
        for garbage in (b"\xff" * 100, b"\0" * 100, bytes([1, 0, 0, 0, 0, 0, 0, 0, 69, *[0] * 8, 7])):

            async def work(thing, garbage=garbage):
                with self.assertRaisesRegex(WorkerCrashed, "SIGKILL.*, as what it said was not understood"):
                    await thing.garble(garbage)

            with self.subTest(garbage):
                run(work)

    def test_is_told_where_the_system_does_not_tell_of_ends(self):
        async def work(thing):
            with self.assertRaisesRegex(WorkerCrashed, "exit status 3"):
                await thing.end("exit")

        with mock.patch.object(os, "pidfd_open", side_effect=OSError), contextlib.redirect_stderr(io.StringIO()):
            run(work)

    def test_leaves_nothing_when_it_is_killed_at_any_moment(self):
        seed = int(os.environ.get("TERRARIUM_SEED", random.randrange(1 << 32)))
        print("seed", seed, file=sys.stderr)
        source = random.Random(seed)
        array = b"x" * 100_000 if numpy is None else numpy.zeros(100_000)

        async def use(thing):
            number = 0
            while True:
                number += 1
                if await thing.echo(number) != number:
                    raise AssertionError("replies were swapped")
                if len(await thing.keep(array)) != 100_000:
                    raise AssertionError("it is another array")
                async for value in thing.numbers(3):
                    number = max(number, value)

        async def main():
            thing = mpify(Thing)
            users = [asyncio.ensure_future(use(thing)) for _ in range(3)]
            await asyncio.sleep(source.random() * 0.3)
            os.kill(thing._terrarium_child._process.pid, signal.SIGKILL)
            errors = await asyncio.gather(*users, return_exceptions=True)
            await thing.stop()
            return errors

        asyncio.run(main())
        before = held()
        for _ in range(int(os.environ.get("TERRARIUM_KILLS", "15"))):
            errors = asyncio.run(main())

            self.assertEqual([WorkerCrashed] * 3, list(map(type, errors)), errors)
            self.assertEqual([-9] * 3, [error.exit_code for error in errors])
        del errors
        self.assertEqual(before, held())


class EndTest(unittest.TestCase):
    def test_stops_after_what_is_under_way_and_takes_no_more(self):
        async def main():
            thing = mpify(Thing)
            calls = [asyncio.ensure_future(thing.later(number, 0.05)) for number in range(3)]
            await asyncio.sleep(0)
            await asyncio.gather(thing.stop(), thing.stop())
            await thing.stop()
            with self.assertRaisesRegex(RuntimeError, "Thing was stopped: make another by mpify"):
                await thing.add(1)
            return await asyncio.gather(*calls), thing._terrarium_child._process.returncode

        before = held()
        self.assertEqual(([0, 1, 2], 0), asyncio.run(main()))
        self.assertEqual(before, held())

    def test_what_does_not_end_is_killed(self):
        async def main():
            with contextlib.redirect_stdout(io.StringIO()) as out:
                thing = mpify(Thing)
                ignoring = asyncio.ensure_future(thing.ignore(1000))
                while "ignoring" not in out.getvalue():
                    await asyncio.sleep(0.001)
                await thing.stop()
            with self.assertRaisesRegex(WorkerCrashed, r"SIGKILL\), as it had not ended 0.05 s after stop\(\)"):
                await ignoring

        with mock.patch.object(_child, "_PATIENCE_SECONDS", 0.05):
            asyncio.run(main())

    def test_may_be_stopped_while_the_object_is_made(self):
        async def main():
            thing = mpify(sleep_and_make)
            asked = asyncio.ensure_future(thing.name)
            await asyncio.sleep(0.01)
            await thing.stop()
            with self.assertRaises(WorkerCrashed):
                await asked

        with mock.patch.object(_child, "_PATIENCE_SECONDS", 0.2):
            asyncio.run(main())

    def test_ends_with_the_last_who_has_the_proxy(self):
        async def main():
            thing = mpify(Thing)
            pid = await thing.pid()
            del thing
            gc.collect()
            return pid

        pid = asyncio.run(main())

        until(lambda: not is_there(pid))

    def script(self, code):
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
            env=SCRIPT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def test_nothing_is_left_when_python_ends(self):
        code = """
            import asyncio
            from objects_elsewhere import Thing
            from terrarium import mpify
            thing = mpify(Thing)
            async def main():
                asyncio.ensure_future(thing.%s)
                print(await mpify(Thing).pid(), await thing.later(thing._terrarium_child._process.pid), flush=True)
            asyncio.run(main())
            """
        for call in ("later(1, 1000)", "wait_for_ever()"):
            with self.subTest(call), self.script(code % call) as process:
                out, err = process.communicate(timeout=60)

                self.assertEqual((0, b""), (process.returncode, err))
                for pid in out.split():
                    self.assertFalse(is_there(int(pid)))

    def test_nothing_is_left_when_python_is_killed(self):
        code = """
            import asyncio, ctypes, sys
            from objects_elsewhere import Thing
            from terrarium import mpify
            async def main():
                thing = mpify(Thing)
                print(await thing.pid(), flush=True)
                await thing.%s
            asyncio.run(main())
            """
        for call in ("sleep(1000)", "wait_for_ever()", "ignore(1000)"):
            with self.subTest(call), self.script(code % call) as process:
                pid = int(process.stdout.readline())
                self.assertTrue(is_there(pid))

                process.kill()
                process.wait(60)

                until(lambda pid=pid: not is_there(pid))

    def test_a_forked_child_has_no_proxies_and_keeps_nobody_alive(self):
        code = """
            import asyncio, os, sys, time
            from objects_elsewhere import Thing
            from terrarium import mpify
            thing = mpify(Thing)
            print(asyncio.run(thing.pid()), flush=True)
            if os.fork() == 0:
                try:
                    asyncio.run(thing.pid())
                except RuntimeError as error:
                    print(error, flush=True)
                asyncio.run(thing.stop())
                del thing
                time.sleep(1000)
            os.wait()
            """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(code)],
                env=SCRIPT,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        with process:
            pid = int(process.stdout.readline())
            said = process.stdout.readline().decode()
            self.assertTrue(is_there(pid))

            process.kill()

            until(lambda: not is_there(pid))
            os.killpg(process.pid, signal.SIGKILL)
        self.assertEqual("Thing belongs to the process that this one was forked from: make another here\n", said)

    def test_a_forked_child_has_nothing_open_of_processes_and_closes_nothing_else(self):
        code = """
            import asyncio, os, sys
            from objects_elsewhere import Thing
            from terrarium import InferenceThread, _child, mpify
            _child._FAREWELL_SECONDS = 1000  # which nobody is to wait
            def opened():
                there = set()
                for name in os.listdir("/proc/self/fd"):
                    try:
                        there.add(os.readlink("/proc/self/fd/" + name))
                    except FileNotFoundError:
                        pass  # that of the folder
                return there
            before = opened()
            ended, thing, thread = mpify(Thing), mpify(Thing), InferenceThread().start()
            asyncio.run(ended.stop())
            asyncio.run(thing.echo(b"x" * 100_000))
            reading, writing = os.pipe()
            if os.fork() == 0:
                left = opened() - before
                print(sorted(name.partition(":")[0] for name in left), len(left), flush=True)
                os.write(writing, b"1")
                sys.exit(os.read(reading, 1) != b"1")
            print(os.wait()[1], asyncio.run(thing.add(1)))
            """
        with self.script("import warnings; warnings.simplefilter('ignore')\n" + textwrap.dedent(code)) as process:
            out, err = process.communicate(timeout=60)

        self.assertEqual((b"['pipe'] 1\n0 2\n", b""), (out, err))

    def test_nobody_forks_while_a_process_is_started(self):
        free = []

        def start(end):
            looking = threading.Thread(target=lambda: free.append(_child._forking.acquire(blocking=False)))
            looking.start()
            looking.join()
            return started(end)

        started = _child.started
        with mock.patch.object(_child, "started", start):
            asyncio.run(mpify(Thing).stop())

        self.assertEqual([False], free)

    def test_leaves_nothing_open_where_no_process_can_be_started(self):
        until(lambda: gc.collect() >= 0 and not _child._living)  # those of other tests, which nobody has waited for
        before = held()
        for module, name, effects in (
            (os, "pipe", [os.pipe(), os.pipe(), OSError("no pipe")]),
            (subprocess, "Popen", [OSError("no Popen")]),
        ):
            with mock.patch.object(module, name, side_effect=effects), self.assertRaisesRegex(OSError, f"no {name}"):
                mpify(Thing)

        self.assertEqual(before, held())


@unittest.skipIf(numpy is None, "this Python has no NumPy")
class ArraysTest(unittest.TestCase):
    def test_arrays_go_there_and_come_back(self):
        arrays = [
            numpy.arange(1 << 20, dtype="float64"),
            numpy.arange(1 << 20, dtype=">i4").reshape(1 << 10, 1 << 10).T,
            numpy.arange(1 << 20)[::2],
            numpy.array(["x", None], dtype=object),
            numpy.zeros((0, 3)),
            numpy.arange(10),
        ]

        async def work(thing):
            for array in arrays:
                back = await thing.echo({"a": [array, array]})
                for each in back["a"]:
                    numpy.testing.assert_array_equal(array, each)
                    self.assertEqual(array.dtype, each.dtype)
            return await asyncio.gather(*(thing.later(numpy.full(100_000, n), 0.001) for n in range(20)))

        self.assertEqual(list(range(20)), [array[-1] for array in run(work)])

    def test_what_comes_back_was_not_copied_there(self):
        array = numpy.zeros(1 << 20)

        async def work(thing):
            first = await thing.echo(array)
            held_once = held()[2]
            del first
            for _ in range(5):
                await thing.echo(array)
            return held_once, held()[2]

        self.assertEqual((1, 1), run(work))

    def test_what_the_object_keeps_is_its_own(self):
        async def work(thing):
            array = numpy.zeros(1 << 20)
            back = await thing.keep(array)
            await thing.spoil()
            there = await thing.shown()
            again = await thing.echo(back)
            again[:] = 5
            return array[0], back[0], there

        self.assertEqual((0, 0, 7), run(work))

    def test_memory_is_used_again(self):
        async def work(thing):
            counts = []
            for number in range(40):
                await thing.keep(numpy.full(50_000, number))
                async for _ in thing.echo([numpy.full(50_000, number)]):
                    pass
                if number in (9, 39):
                    counts.append((held()[1:], await thing.open_files()))
            return counts

        (ten, files), (forty, later_files) = run(work)

        self.assertTrue(forty[0] <= ten[0] and forty[1] <= ten[1] and later_files <= files, (ten, forty))

    def test_what_nobody_waits_for_any_more_is_let_go(self):
        async def work(thing):
            for _ in range(20):
                task = asyncio.ensure_future(thing.later(numpy.zeros(100_000), 0.002))
                await asyncio.sleep(0.002)
                task.cancel()
                await asyncio.wait([task])
                await thing.later(1, 0.002)
                await thing.add(1)
            return held()[2]

        self.assertLess(run(work), 8)

    def test_answers_are_taken_before_the_process_ends(self):
        async def main():
            thing = mpify(Thing)
            calls = [asyncio.ensure_future(thing.later(numpy.full(100_000, n), 0.02)) for n in range(3)]
            await asyncio.sleep(0)
            stop = asyncio.ensure_future(thing.stop())
            await asyncio.sleep(0.03)
            time.sleep(0.2)  # this loop is late
            await stop
            return [array[-1] for array in await asyncio.gather(*calls)]

        before = held()
        self.assertEqual([0, 1, 2], asyncio.run(main()))
        self.assertEqual(before, held())

    def test_an_array_outlives_the_process(self):
        async def work(thing):
            return await thing.echo(numpy.arange(1 << 20)), await thing.keep(numpy.arange(1 << 20))

        for array in run(work):
            self.assertEqual((1 << 20) - 1, array[-1])

    def test_goes_through_the_socket_where_no_memory_can_be_shared(self):
        array = numpy.arange(1 << 20)

        async def work(thing):
            return await thing.echo(array)

        with mock.patch("terrarium._proxied.may_look_at", return_value=False):
            numpy.testing.assert_array_equal(array, run(work))
        with mock.patch("os.memfd_create", side_effect=OSError("no memory")):
            numpy.testing.assert_array_equal(array, run(work))


if __name__ == "__main__":
    unittest.main()
