import asyncio
import functools
import math
import threading
import unittest
from fractions import Fraction

from terrarium import _scripts, bus
from terrarium._scripts import attach


def numbers(message):
    yield message


async def later_numbers(message):
    yield message


class Numbers:
    def __call__(self, message):
        yield message


class DemandsCase(unittest.TestCase):
    def setUp(self):
        self.asked = []
        self.scripts = attach(self.answer, "arm")
        self.addCleanup(self.scripts.close)
        token = _scripts._owner.set(self.scripts)
        self.addCleanup(_scripts._owner.reset, token)

    def answer(self, name, arguments, spawned):
        self.asked.append((name, *arguments))
        return ["e1"]

    def assert_told(self, kind, words, work):
        with self.subTest(words), self.assertRaises(kind) as raised:
            work()
        self.assertIn(words, str(raised.exception))
        self.assertEqual([], self.asked)


class RegistrationTest(DemandsCase):
    def test_a_time_between_messages_that_is_none_is_refused_with_what_it_was(self):
        for kind, every, words in (
            (TypeError, "1", "every: it is a number of seconds, not '1' (str)"),
            (TypeError, True, "every: it is a number of seconds, not True (bool)"),
            (TypeError, [1], "every: it is a number of seconds, not [1] (list)"),
            (ValueError, -0.1, "every: it is a number of seconds from 0 to 31536000, not -0.1 (float)"),
            (ValueError, math.nan, "every: it is a number of seconds from 0 to 31536000, not nan (float)"),
            (ValueError, math.inf, "every: it is a number of seconds from 0 to 31536000, not inf (float)"),
            (ValueError, 10**400, "every: it is a number of seconds, not 1000"),
        ):
            self.assert_told(kind, words, lambda every=every: bus.on("sensor.range", print, every=every))

    def test_every_kind_of_number_is_a_time(self):
        for every in (0, 1, 0.5, Fraction(1, 2)):
            bus.on("sensor.range", print, every=every)

        self.assertEqual([0.0, 1.0, 0.5, 0.5], [asked[3]["every"] for asked in self.asked if asked[0] == "on"])

    def test_trailing_needs_messages_that_are_held_back(self):
        self.assert_told(
            ValueError,
            "trailing: it says what becomes of messages that `every` holds back; give `every` as well",
            lambda: bus.on("sensor.range", print, trailing=True),
        )
        self.assert_told(
            TypeError,
            "trailing: it is True or False, not 1 (int)",
            lambda: bus.on("sensor.range", print, every=1, trailing=1),
        )

    def test_a_decorator_with_wrong_arguments_is_refused_before_it_decorates(self):
        self.assert_told(TypeError, "every: ", lambda: bus.on("sensor.range", every="1"))

    def test_a_generator_function_is_no_handler(self):
        for handler, name in (
            (numbers, "numbers"),
            (later_numbers, "later_numbers"),
            (functools.partial(numbers), "functools.partial"),
            (Numbers(), "Numbers object"),
        ):
            self.assert_told(TypeError, name, lambda handler=handler: bus.on("sensor.range", handler))
        self.assert_told(
            TypeError,
            "handler: numbers has a `yield`, so that a call of it makes a generator and runs nothing; give messages to"
            " others with bus.publish",
            lambda: bus.on("sensor.range")(numbers),
        )

    def test_a_handler_takes_the_message_alone(self):
        def none():
            pass

        def two(message, other):
            pass

        self.assert_told(TypeError, "none() cannot be: too many positional arguments", lambda: bus.on("sensor", none))
        self.assert_told(TypeError, "two(message, other) cannot be: missing", lambda: bus.on("sensor", two))
        self.assert_told(TypeError, "a function that takes a message, not 3 (int)", lambda: bus.on("sensor", 3))

    def test_whatever_can_be_called_with_a_message_is_a_handler(self):
        async def waiting(message, *, slow=False):
            pass

        for handler in (print, [].append, lambda *_: None, functools.partial(two_of, 1), waiting, dict):
            bus.on("sensor.range", handler)

        self.assertEqual(["on"] * 6, [name for name, *_ in self.asked])

    def test_a_path_is_text_or_a_list_of_texts(self):
        for path in (3, None, b"sensor", ["sensor", 3], {"sensor"}):
            for work in (
                lambda path=path: bus.on(path, print),
                lambda path=path: bus.publish(path, {}),
            ):
                self.assert_told(TypeError, "path: a topic is a dotted text or a list of its parts", work)
        self.assert_told(TypeError, "path: ", lambda: bus.off(print, 3))

    def test_only_a_function_is_taken_off(self):
        self.assert_told(
            TypeError,
            "handler: a handler that is taken off is the function itself, not 'sensor.range' (str)",
            lambda: bus.off("sensor.range"),
        )


def two_of(one, message):
    pass


class AskingTest(DemandsCase):
    def test_a_payload_is_a_dict_with_texts_for_keys(self):
        for payload, words in (
            (3, "payload: a payload is a dict of its fields, not 3 (int)"),
            (None, "not None (NoneType)"),
            ([("type", "a")], "not [('type', 'a')] (list)"),
            ({3: 4}, "payload: fields are named by texts, not 3 (int)"),
        ):
            self.assert_told(TypeError, words, lambda payload=payload: bus.publish("sensor.range", payload))

    def test_a_command_is_named_by_a_text(self):
        self.assert_told(TypeError, "name: it is the name of a command, not 3 (int)", lambda: bus.command(3))

    def test_what_is_shown_of_an_argument_is_one_short_line(self):
        self.assert_told(TypeError, "not 'x" + "x" * 58 + "… (str)", lambda: bus.publish("sensor.range", "x" * 999))

    def test_a_wait_for_a_result_is_a_number_of_seconds(self):
        command = bus.command("move")
        self.asked.clear()

        self.assert_told(
            TypeError, "timeout: it is a number of seconds, not 'x' (str)", lambda: command.result(timeout="x")
        )
        self.assert_told(TypeError, "not True (bool)", lambda: command.result(True))
        self.assert_told(ValueError, "timeout: it is a number of seconds, or None", lambda: command.result(math.nan))

    def test_a_wait_of_less_than_nothing_is_none_and_one_without_end_is_a_year(self):
        command = bus.command("move")
        self.asked.clear()

        command.result(-1)
        command._outcome = None
        command.result(math.inf)

        self.assertEqual([("await", "e1", 0.0), ("await", "e1", 31536000.0)], self.asked)


class SpawningTest(DemandsCase):
    def test_what_can_be_spawned_is_a_function_or_a_coroutine(self):
        async def work():
            pass

        self.assert_told(
            TypeError, "work: only a function or a coroutine can be spawned, not 3 (int)", lambda: bus.spawn(3)
        )
        self.assert_told(TypeError, "work: a coroutine takes no arguments", lambda: bus.spawn(work(), 1))
        self.assert_told(
            TypeError,
            "work: numbers has a `yield`, so that a call of it makes a generator and runs nothing; loop over it in"
            " another function",
            lambda: bus.spawn(numbers, {}),
        )

    def test_what_is_spawned_takes_the_arguments_that_come_with_it(self):
        self.assert_told(TypeError, "work: it is called with the arguments", lambda: bus.spawn(lambda: 1, 2))
        self.assert_told(TypeError, "work: it is called with the arguments", lambda: bus.spawn(asyncio.sleep))
        self.assertEqual([], self.asked)

    def test_a_coroutine_is_spawned_once(self):
        gate = threading.Event()

        async def work():
            gate.wait()

        once = work()
        spawned = bus.spawn(once)
        self.asked.clear()
        self.assert_told(ValueError, "work: the coroutine ", lambda: bus.spawn(once))
        gate.set()
        spawned.wait()
        self.asked.clear()
        self.assert_told(ValueError, "work: the coroutine ", lambda: bus.spawn(once))

    def test_its_name_is_a_text(self):
        self.assert_told(TypeError, "name: it is a text", lambda: bus.spawn(print, name=3))

    def test_a_wait_for_its_end_is_a_number_of_seconds(self):
        spawned = bus.spawn(asyncio.sleep, 0)
        self.assertTrue(spawned.wait(math.inf))
        self.asked.clear()

        self.assert_told(TypeError, "timeout: it is a number of seconds, not '1' (str)", lambda: spawned.wait("1"))
        self.assert_told(ValueError, "timeout: ", lambda: spawned.wait(math.nan))


if __name__ == "__main__":
    unittest.main()
