import asyncio
import gc
import logging
import random
import sys
import threading
import time
import traceback
import types
import unittest
import warnings
from unittest import mock

from terrarium import _scripts, bus
from terrarium._errors import Interrupted
from terrarium._faults import traceback_text
from terrarium._scripts import UnknownModule, attach


class Java:
    """Answers as a broker does."""

    def __init__(self):
        self.asked = []
        self.answers = {}
        self.told = threading.Condition()

    def __call__(self, name, arguments, spawned):
        with self.told:
            self.asked.append((name, *arguments))
            self.told.notify_all()
        answer = self.answers.get(name)
        return answer(spawned, *arguments) if callable(answer) else [answer]

    def names(self):
        return [name for name, *_ in self.asked]

    def wait_for(self, name):
        with self.told:
            self.told.wait_for(lambda: name in self.names(), 60)


def raised(work):
    """What is told of what some work raises, but for the frames of this test at its start."""
    try:
        work()
    except BaseException as error:
        return traceback_text(error.with_traceback(error.__traceback__.tb_next.tb_next))
    raise AssertionError("nothing was raised")


class ScriptsCase(unittest.TestCase):
    def setUp(self):
        self.java = Java()
        self.scripts = attach(self.java, "arm")
        self.addCleanup(self.scripts.close)

    def module(self, **functions):
        module = types.ModuleType("a_script")
        vars(module).update(functions)
        patched = mock.patch.dict(sys.modules, a_script=module)
        patched.start()
        self.addCleanup(patched.stop)

    def operation(self, function, *arguments):
        self.module(function=function)
        return self.scripts.call("a_script", "function", arguments)

    def registered(self, handler, path="sensor.range"):
        """The handler's number."""
        self.operation(lambda: bus.on(path, handler))
        return [asked[1] for asked in self.java.asked if asked[0] == "on"][-1]


class OperationsTest(ScriptsCase):
    def test_a_function_of_a_module_is_called(self):
        self.module(add=lambda a, b=1: a + b)

        self.assertEqual(3, self.scripts.call("a_script", "add", [1], {"b": 2}))
        self.assertEqual(2, self.scripts.call("a_script", "add", [1]))

    def test_a_method_is_called_by_its_dotted_name(self):
        self.assertEqual("aB", self.scripts.call("builtins", "str.swapcase", ["Ab"]))

    def test_a_missing_module_is_told_by_its_name(self):
        for name in ("no_such_module", "no_such.module", "os.no_such"):
            with self.subTest(name), self.assertRaises(UnknownModule) as raised:
                self.scripts.load(name)
            self.assertEqual(name, str(raised.exception))

    def test_a_module_that_lacks_another_fails_with_that(self):
        with self.assertRaisesRegex(ModuleNotFoundError, "missing"):
            self.scripts.load("importing_what_is_missing")

    def test_a_missing_function_is_told(self):
        with self.assertRaisesRegex(AttributeError, "'os' has no function 'path.no_such': 'no_such' is missing"):
            self.scripts.call("os", "path.no_such")
        with self.assertRaisesRegex(TypeError, "'sep' of the module 'os' is no function, but a str"):
            self.scripts.call("os", "sep")

    def test_a_coroutine_function_is_awaited(self):
        async def double(value):
            await asyncio.sleep(0)
            return 2 * value

        self.assertEqual(6, self.operation(double, 3))


class EvaluationTest(ScriptsCase):
    def test_the_last_expression_is_the_result(self):
        self.assertEqual(7, self.scripts.evaluate("a = 3\na + 4")[0])
        self.assertIsNone(self.scripts.evaluate("a = 3")[0])
        self.assertIsNone(self.scripts.evaluate("")[0])

    def test_the_names_that_are_left_are_told(self):
        _, names, values = self.scripts.evaluate("b = a + 1", {"a": 1})

        self.assertEqual({"a": 1, "b": 2}, dict(zip(names, values, strict=True)))

    def test_the_robot_has_its_name(self):
        self.assertEqual("arm", self.scripts.evaluate("bb_robot")[0])

    def test_bb_is_the_bus(self):
        self.addCleanup(sys.modules.pop, "bb", None)

        self.assertIs(bus, self.scripts.evaluate("import bb\nbb")[0])
        self.assertEqual("terrarium.bus", bus.__spec__.name)

    def test_code_may_await(self):
        self.assertEqual(
            2, self.scripts.evaluate("import asyncio\nawait asyncio.sleep(0)\nawait asyncio.sleep(0, 2)")[0]
        )

    def test_a_traceback_shows_the_line(self):
        try:
            self.scripts.evaluate("a = 1\na / 0")
        except ZeroDivisionError as error:
            self.assertIn("\n    a / 0\n", traceback_text(error))

    def test_wrong_code_is_a_syntax_error(self):
        with self.assertRaises(SyntaxError):
            self.scripts.evaluate("a =")


class HandlersTest(ScriptsCase):
    def test_a_handler_is_given_its_messages(self):
        seen = []
        number = self.registered(seen.append)

        self.assertEqual(("on", number, "sensor.range", {}, []), self.java.asked[-1])
        self.assertTrue(self.scripts.deliver(number, {"range": 1.0}))
        self.assertEqual([{"range": 1.0}], seen)

    def test_a_decorator_leaves_the_function_as_it_is(self):
        def handler(message):
            pass

        self.assertIs(handler, self.operation(lambda: bus.on(["sensor", "range"], every=0.1, trailing=True)(handler)))
        self.assertEqual(("sensor.range", {"every": 0.1, "trailing": True}, []), self.java.asked[-1][2:])

    def test_a_handler_that_is_registered_again_replaces_itself(self):
        seen = []
        first = self.registered(seen.append)
        second = self.registered(seen.append)

        self.assertEqual([first], self.java.asked[-2][4])
        self.assertEqual(("off", first), self.java.asked[-1])
        second = self.java.asked[-2][1]
        self.assertFalse(self.scripts.deliver(first, {}))
        self.assertTrue(self.scripts.deliver(second, {}))
        self.assertEqual([{}], seen)

    def test_a_handler_that_is_defined_anew_replaces_the_old_one(self):
        code = "from terrarium import bus\n@bus.on('sensor.range')\ndef seen(message): {}"
        self.scripts.evaluate(code.format("1 / 0"))
        self.scripts.evaluate(code.format("pass"))

        self.assertEqual(["on", "on", "off"], self.java.names())
        self.assertEqual(self.java.asked[0][1], self.java.asked[2][1])

    def test_handlers_without_names_stand_side_by_side(self):
        self.registered(lambda _: None)
        self.registered(lambda _: None)

        self.assertEqual(["on", "on"], self.java.names())

    def test_a_handler_is_taken_off(self):
        seen = []
        number = self.registered(seen.append)

        self.assertFalse(self.operation(lambda: bus.off(seen.append, "sensor.other")))
        self.assertTrue(self.operation(lambda: bus.off(seen.append)))
        self.assertEqual(("off", number), self.java.asked[-1])
        self.assertFalse(self.scripts.deliver(number, {}))

    def test_what_a_handler_raises_is_the_operations(self):
        def handler(message):
            raise ValueError("no")

        number = self.registered(handler)

        with self.assertRaisesRegex(ValueError, "no"):
            self.scripts.deliver(number, {})

    def test_a_topic_that_is_refused_has_no_handler(self):
        self.java.answers["on"] = lambda *_: ["invalid_argument", "not for scripts", {"path": "safety"}]

        with self.assertRaises(bus.Refused) as raised:
            self.operation(lambda: bus.on("safety", print))

        self.assertEqual(("invalid_argument", "not for scripts", {"path": "safety"}), raised.exception.args)
        self.assertEqual("invalid_argument: not for scripts", str(raised.exception))
        self.assertEqual({}, self.scripts._handlers)


class CoroutinesTest(ScriptsCase):
    def test_a_coroutine_handler_runs_to_its_first_await_and_on_in_a_turn(self):
        seen = []

        async def handler(message):
            seen.append("begun")
            await asyncio.sleep(0.001)
            seen.append("ended")

        number = self.registered(handler)

        self.scripts.deliver(number, {})
        self.assertEqual(["begun"], seen)
        self.assertEqual("turn", self.java.asked[-1][0])
        self.assertFalse(self.scripts.turn(1))
        self.assertEqual(["begun", "ended"], seen)

    def test_a_coroutine_that_never_waits_needs_no_turn(self):
        async def handler(message):
            pass

        self.scripts.deliver(self.registered(handler), {})

        self.assertNotIn("turn", self.java.names())

    def test_what_it_raises_at_once_is_the_operations(self):
        async def handler(message):
            raise ValueError("at once")

        number = self.registered(handler)

        with self.assertRaisesRegex(ValueError, "at once"):
            self.scripts.deliver(number, {})

    def test_what_it_raises_later_is_the_turns(self):
        async def handler(message):
            await asyncio.sleep(0.001)
            raise ValueError("later")

        self.scripts.deliver(self.registered(handler), {})

        with self.assertRaisesRegex(ValueError, "later"):
            self.scripts.turn(1)
        self.assertFalse(self.scripts.turn(2))

    def test_one_that_ends_with_a_cancellation_that_nobody_asked_for_fails_like_any_other(self):
        async def at_once(message):
            raise asyncio.CancelledError("at once")

        async def later(message):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            cancelled = asyncio.get_running_loop().create_future()
            cancelled.cancel("later")
            await cancelled

        numbers = [self.registered(at_once), self.registered(later)]

        with self.assertRaises(asyncio.CancelledError) as first:
            self.scripts.deliver(numbers[0], {})
        self.scripts.deliver(numbers[1], {})
        with self.assertRaises(asyncio.CancelledError) as second:
            self.scripts.turn(1)
        self.assertIn("CancelledError: at once", traceback_text(first.exception))
        self.assertIn("CancelledError: later", traceback_text(second.exception))
        self.assertFalse(self.scripts.turn(2))

    def test_a_task_that_nobody_looks_at_is_told_of_once_also_if_somebody_keeps_it(self):
        for kept in ([], None):

            async def orphan():
                await asyncio.sleep(0)
                raise ValueError("orphan")

            async def handler(message, kept=kept, orphan=orphan):
                task = asyncio.create_task(orphan())
                if kept is not None:
                    kept.append(task)
                await asyncio.sleep(0.001)

            self.scripts.deliver(self.registered(handler), {})

            text = raised(lambda: self.scripts.turn(1))
            self.assertIn("ValueError: orphan", text)
            self.assertNotIn("terrarium/_", text)
            self.assertFalse(self.scripts.turn(2))

    def test_a_task_that_fails_while_others_go_on_is_told_of_after_a_while(self):
        async def orphan():
            raise ValueError("orphan")

        async def handler(message):
            task = asyncio.create_task(orphan())
            await asyncio.sleep(3600)
            await task

        self.scripts.deliver(self.registered(handler), {})

        with mock.patch("terrarium._turns._PATIENCE_SECONDS", 0), self.assertRaisesRegex(ValueError, "orphan"):
            self.scripts.turn(1)

    def test_a_task_whose_failure_somebody_has_seen_has_not_failed(self):
        async def bad():
            raise ValueError("seen")

        async def handler(message):
            task = asyncio.create_task(bad())
            await asyncio.wait([task])
            await asyncio.gather(asyncio.create_task(bad()), return_exceptions=True)
            task.exception()

        self.scripts.deliver(self.registered(handler), {})

        self.assertFalse(self.scripts.turn(1))

    def test_what_a_callback_raises_is_the_turns(self):
        async def handler(message):
            asyncio.get_running_loop().call_soon(lambda: 1 / 0)
            await asyncio.sleep(0.001)

        self.scripts.deliver(self.registered(handler), {})

        with self.assertRaises(ZeroDivisionError):
            self.scripts.turn(1)

    def test_no_script_handles_signals(self):
        async def handler(message):
            asyncio.get_running_loop().add_signal_handler(10, print)

        with self.assertRaisesRegex(RuntimeError, "scripts cannot handle signals"):
            self.scripts.deliver(self.registered(handler), {})

    def test_one_that_cancels_all_tasks_cancels_none_of_terrariums(self):
        seen = []

        async def handler(message):
            for _ in range(2):
                for task in asyncio.all_tasks() - {asyncio.current_task()}:
                    task.cancel()
                await asyncio.sleep(0.001)
            seen.append("ended")

        self.scripts.deliver(self.registered(handler), {})

        self.assertFalse(self.scripts.turn(1))
        self.assertEqual(["ended"], seen)

    def test_one_that_ends_the_program_is_told_with_its_own_frames_alone(self):
        async def at_once(message):
            sys.exit(7)

        async def later(message):
            await asyncio.sleep(0.001)
            sys.exit(7)

        numbers = [self.registered(at_once), self.registered(later)]
        first = raised(lambda: self.scripts.deliver(numbers[0], {}))
        self.scripts.deliver(numbers[1], {})
        second = raised(lambda: self.scripts.turn(1))

        for text in (first, second):
            self.assertIn("sys.exit(7)", text)
            self.assertNotIn("terrarium/_", text)
            self.assertNotIn("CancelledError", text)

    def test_one_that_another_cancels_has_not_failed(self):
        running = []

        async def handler(message):
            if running:
                running[0].cancel()
            running[:] = [asyncio.current_task()]
            await asyncio.sleep(message["seconds"])

        number = self.registered(handler)
        self.scripts.deliver(number, {"seconds": 3600})
        self.scripts.deliver(number, {"seconds": 0.001})

        self.assertFalse(self.scripts.turn(1))

    def test_a_turn_ends_when_it_is_stopped_and_is_not_begun_after(self):
        async def handler(message):
            await asyncio.sleep(600)

        self.scripts.deliver(self.registered(handler), {})
        stopping = threading.Thread(target=lambda: self.scripts.stop_turn(1))
        stopping.start()

        self.assertTrue(self.scripts.turn(1))
        self.assertTrue(self.scripts.turn(1))
        stopping.join()

    def test_handlers_interleave_only_at_awaits(self):
        order = []

        async def handler(message):
            for step in range(3):
                order.append((message["name"], step))
                order.append((message["name"], step))
                await asyncio.sleep(0)

        number = self.registered(handler)
        self.scripts.deliver(number, {"name": "a"})
        self.scripts.deliver(number, {"name": "b"})
        self.scripts.turn(1)

        self.assertEqual(order[::2], order[1::2])
        self.assertEqual({"a", "b"}, {name for name, _ in order[-8:]})

    def settle_soon(self, execution, outcome):
        threading.Thread(target=self.scripts.settle, args=(execution, outcome)).start()

    def test_a_command_is_awaited(self):
        self.java.answers["command"] = "e1"
        self.java.answers["watch"] = lambda _, execution, holds: [self.settle_soon(execution, {"result": 42})]

        async def move():
            return await bus.command("move", to="dock")

        self.assertEqual(42, self.operation(move))
        self.assertIn(("command", "move", {"to": "dock"}), self.java.asked)

    def test_a_command_that_fails_is_refused(self):
        self.java.answers["command"] = "e1"
        outcome = {"code": "safety_disarmed", "message": "stopped", "details": {}}
        self.java.answers["watch"] = lambda _, execution, holds: [self.settle_soon(execution, outcome)]

        async def move():
            await bus.command("move")

        with self.assertRaisesRegex(bus.Refused, "safety_disarmed: stopped"):
            self.operation(move)

    def test_several_may_await_one_command(self):
        self.java.answers["command"] = "e1"

        async def move():
            command = bus.command("move")
            tasks = [asyncio.ensure_future(wait(command)) for _ in range(3)]
            await asyncio.sleep(0)
            self.settle_soon("e1", {"result": 1})
            return await asyncio.gather(*tasks)

        async def wait(command):
            return await command

        self.assertEqual([1, 1, 1], self.operation(move))
        self.assertEqual(1, self.java.names().count("watch"))

    def test_java_is_told_whether_an_operation_waits_for_the_command_or_a_coroutine_that_gives_way(self):
        self.java.answers["command"] = "e1"
        refused = []

        async def wait(message=None):
            try:
                await bus.command("move")
            except bus.Refused:
                refused.append(message)

        def watched(_, execution, holds):
            return ["state_not_allowed", "it would wait for itself", {}] if holds else [None]

        self.java.answers["watch"] = watched

        self.scripts.deliver(self.registered(wait), {})
        self.assertEqual([], refused)
        self.operation(wait)

        self.assertEqual(
            [("watch", "e1", False), ("watch", "e1", True)], [a for a in self.java.asked if a[0] == "watch"]
        )
        self.assertEqual([None], refused)
        self.scripts.settle("e1", {"result": 1})
        self.assertFalse(self.scripts.turn(1))

    def test_an_interrupt_of_one_handler_loses_no_other(self):
        seen = []

        async def waiting(message):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            seen.append("other")

        async def interrupted(message):
            raise Interrupted

        other = self.registered(waiting)
        self.scripts.deliver(other, {})
        number = self.registered(interrupted)
        with self.assertRaises(Interrupted):
            self.scripts.deliver(number, {})
        self.scripts.turn(1)

        self.assertEqual(["other"], seen)

    def test_interrupts_anywhere_lose_no_handler(self):
        seen = []

        async def waiting(message):
            for _ in range(50):
                await asyncio.sleep(0)
            seen.append(message["number"])

        async def busy(message):
            for _ in range(20):
                await asyncio.sleep(0)

        warnings.simplefilter("ignore")  # what is interrupted before it became a task was never awaited
        self.addCleanup(warnings.resetwarnings)
        logging.disable()  # nor may asyncio say so
        self.addCleanup(logging.disable, logging.NOTSET)
        number, other = self.registered(waiting), self.registered(busy)
        seeded = random.Random(6)
        for each in range(100):
            self.scripts.deliver(number, {"number": each})
        for turn in range(1, 400):
            try:
                interrupting(
                    seeded.randrange(400),
                    waiting,
                    lambda: (self.scripts.deliver(other, {}), self.scripts.turn(turn)),
                )
            except Interrupted:
                pass
        while self.scripts.turn(1000):
            pass

        self.assertEqual(list(range(100)), sorted(seen))


def interrupting(line, spared, work):
    """Does some work, and interrupts it at one of the lines of Python that it executes outside of a function."""
    left = line

    def trace(frame, event, argument):
        nonlocal left
        if event == "call" and any(each.f_code is spared.__code__ for each, _ in traceback.walk_stack(frame)):
            return None
        left -= event == "line"
        if left < 0:
            raise Interrupted
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)


class AsksTest(ScriptsCase):
    def test_state_and_arming_are_asked_for(self):
        self.java.answers.update(safety_state="armed", armed=True)

        self.assertEqual("armed", self.operation(bus.safety_state))
        self.assertIs(True, self.operation(bus.armed))

    def test_a_parameter_is_read(self):
        self.java.answers["parameter"] = {"value": 500.0, "unit": "mm"}

        self.assertEqual({"value": 500.0, "unit": "mm"}, self.operation(lambda: bus.parameter(["arm", "reach"])))
        self.assertEqual([("parameter", "arm.reach")], self.java.asked)

    def test_what_is_no_path_of_a_parameter_is_told_before_java_is_asked(self):
        with self.assertRaisesRegex(
            TypeError, "path: a parameter is a dotted text .* such as 'detector.threshold', not 5"
        ):
            self.operation(lambda: bus.parameter(5))
        self.assertEqual([], self.java.asked)

    def test_a_message_is_published(self):
        self.operation(lambda: bus.publish(["estimator", "objects"], {"type": "perception.objects"}))

        self.assertEqual(("publish", "estimator.objects", {"type": "perception.objects"}), self.java.asked[-1])

    def test_a_result_is_waited_for_and_asked_for_once(self):
        self.java.answers.update({"command": "e1", "await": 5})

        command = self.operation(lambda: bus.command("move"))

        self.assertEqual([5, 5], [command.result(2.5), command.result()])
        self.assertEqual([("await", "e1", 2.5)], self.java.asked[1:])

    def test_a_command_is_cancelled(self):
        self.java.answers["command"] = "e1"

        self.operation(lambda: bus.command("move").cancel())

        self.assertEqual(("cancel", "e1"), self.java.asked[-1])

    def test_an_interrupted_ask_is_an_interrupt(self):
        self.java.answers["armed"] = lambda *_: []

        with self.assertRaises(Interrupted):
            self.operation(bus.armed)

    def test_an_operation_asks_as_such_and_other_threads_do_not(self):
        self.java.answers["armed"] = lambda spawned: [spawned]
        answers = []

        def ask():
            answers.append(bus.armed())
            thread = threading.Thread(target=lambda: answers.append(bus.armed()))
            thread.start()
            thread.join()

        self.operation(ask)

        self.assertEqual([None, 0], answers)

    def test_each_owner_is_asked_for_its_own(self):
        other = Java()
        second = attach(other, "gripper")
        self.addCleanup(second.close)
        self.module(armed=bus.armed)

        second.call("a_script", "armed")

        self.assertEqual([("armed",)], other.asked)
        self.assertEqual([], self.java.asked)
        with self.assertRaisesRegex(RuntimeError, "works for several robots"):
            bus.armed()

    def test_without_a_robot_that_is_said(self):
        self.scripts.close()

        with self.assertRaisesRegex(RuntimeError, "there is no robot here"):
            bus.armed()

    def test_nothing_that_scripts_can_reach_arms(self):
        names = {name for module in (bus, _scripts) for name in vars(module)}
        for kind in (bus.Command, bus.Spawned, _scripts.Scripts):
            names.update(dir(kind))
        for each in gc.get_referents(bus, vars(bus), self.scripts, vars(self.scripts)):
            names.update(dir(each))

        self.assertEqual([], [name for name in names if "arm" in name.lower() and name not in ("armed", "alarm")])


class SpawnedTest(ScriptsCase):
    def test_work_runs_beside_and_its_asks_say_so(self):
        self.java.answers["armed"] = lambda spawned: [spawned]
        answers = []

        spawned = self.operation(lambda: bus.spawn(lambda: answers.append(bus.armed()), name="look"))

        self.assertTrue(spawned.wait(60))
        self.assertEqual([spawned.number], answers)
        self.assertEqual(("spawned", spawned.number, "look"), self.java.asked[0])
        self.assertEqual(("spawn_ended", spawned.number, None), self.java.asked[-1])

    def test_a_coroutine_is_run(self):
        done = []

        async def work(value):
            await asyncio.sleep(0)
            done.append(value)

        first, second = self.operation(lambda: (bus.spawn(work, 1), bus.spawn(work(2))))

        self.assertTrue(first.wait(60) and second.wait(60))
        self.assertEqual([1, 2], sorted(done))

    def test_what_it_raises_is_told(self):
        def work():
            raise ValueError("no")

        self.assertTrue(self.operation(lambda: bus.spawn(work)).wait(60))
        self.assertIn("ValueError: no", self.java.asked[-1][2])

    def test_it_is_interrupted_again_and_again(self):
        begun = threading.Event()

        def work():
            begun.set()
            for _ in range(3):
                try:
                    while True:
                        pass
                except Interrupted:
                    pass

        spawned = self.operation(lambda: bus.spawn(work))
        begun.wait(60)
        self.scripts.interrupt_spawned()
        self.scripts.interrupt_spawned()

        self.assertTrue(spawned.wait(60))
        self.assertEqual(("spawn_ended", spawned.number, None), self.java.asked[-1])

    def test_a_coroutine_that_waits_is_interrupted_which_is_no_failure(self):
        begun = threading.Event()

        async def work():
            begun.set()
            await asyncio.sleep(3600)

        spawned = self.operation(lambda: bus.spawn(work))
        begun.wait(60)
        self.scripts.interrupt_spawned()

        self.assertTrue(spawned.wait(60))
        self.assertEqual(("spawn_ended", spawned.number, None), self.java.asked[-1])

    def test_one_is_cancelled_alone(self):
        begun = threading.Barrier(3)
        stop = threading.Event()

        def work():
            begun.wait()
            while not stop.is_set():
                time.sleep(0)

        one, other = self.operation(lambda: (bus.spawn(work), bus.spawn(work)))
        begun.wait()
        one.cancel()

        self.assertTrue(one.wait(60))
        self.assertFalse(other.done())
        stop.set()
        self.assertTrue(other.wait(60))

    def test_what_may_not_be_spawned_is_not(self):
        self.java.answers["spawned"] = lambda *_: ["state_not_allowed", "not now", {}]

        with self.assertRaises(bus.Refused):
            self.operation(lambda: bus.spawn(print))

    def test_closing_ends_it(self):
        begun = threading.Event()

        def work():
            begun.set()
            while True:
                pass

        spawned = self.operation(lambda: bus.spawn(work))
        begun.wait(60)
        self.scripts.close()

        self.assertTrue(spawned.wait(60))


if __name__ == "__main__":
    unittest.main()
