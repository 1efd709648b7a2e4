"""Objects on their way to another Python process."""

import contextlib
import functools
import io
import marshal
import os
import pickle
import sys
import threading
import types
import unittest
from unittest import mock

from terrarium import MarshalError
from terrarium._travel import packed, packed_apart, refusal
from terrarium._wire import pack


class Camera:
    def __init__(self, device, lock=None):
        self.device, self.lock = device, lock

    def look(self):
        return self.device


class Slotted:
    __slots__ = ("lock",)


class Kept:
    """What says itself what is to travel."""

    def __init__(self):
        self.lock = threading.Lock()

    def __getstate__(self):
        return {"kept": [Camera(1, threading.Lock())]}


def of_main():
    """A function of the program that runs."""
    return 1


of_main.__module__ = "__main__"


def nested(value, levels):
    for _ in range(levels):
        value = [value]
    return value


def without_cloudpickle():
    return mock.patch.dict(sys.modules, cloudpickle=None)


def function(code):
    return types.FunctionType(marshal.loads(code), {})


class ByCode(pickle.Pickler):
    """The least of what cloudpickle does, and what it does to files."""

    def reducer_override(self, value):
        if isinstance(value, io.TextIOWrapper):
            return io.StringIO, (value.read(),)
        if isinstance(value, types.FunctionType) and value is not function:
            return function, (marshal.dumps(value.__code__),)
        return NotImplemented


def fake_cloudpickle():
    return mock.patch.dict(sys.modules, cloudpickle=types.SimpleNamespace(Pickler=ByCode))


class TravelTest(unittest.TestCase):
    def setUp(self):
        main = sys.modules["__main__"]
        main.of_main = of_main
        self.addCleanup(delattr, main, "of_main")

    def test_is_a_pickle_as_any_other_where_that_will_do(self):
        with mock.patch.dict(sys.modules, cloudpickle=types.SimpleNamespace(Pickler=None)):
            back = pickle.loads(packed([Camera(1), functools.partial(Camera, 2), "x"]))

        self.assertEqual((1, 2, "x"), (back[0].device, back[1]().device, back[2]))

    def test_a_text_that_says_main_is_no_name(self):
        with without_cloudpickle():
            self.assertEqual(["__main__", Camera], pickle.loads(packed(["__main__", Camera])))

    def test_names_the_place_of_what_cannot_travel(self):
        lock = threading.Lock()
        slotted = Slotted()
        slotted.lock = lock
        cases = [
            (lock, "it"),
            ({"a": [1, lock]}, "it['a'][1]"),
            (Camera({"x": lock}), "it.device['x']"),
            (Camera(1, lock).look, "it.__self__.lock"),
            (functools.partial(Camera, 1, lock=lock), "it.keywords['lock']"),
            (slotted, "it.lock"),
            (Kept(), "it.kept[0].lock"),
            (ValueError("a", lock), "it.args[1]"),
        ]
        for value, path in cases:
            with self.subTest(path=path), self.assertRaises(MarshalError) as caught:
                packed(value, "it")
            self.assertEqual(path, caught.exception.path)
            self.assertTrue(str(caught.exception).startswith(f"{path}: a _thread.lock cannot travel"))

    def test_looks_for_the_place_of_what_cannot_travel_by_halves(self):
        lock, asked = threading.Lock(), []

        def can_travel(parts):
            asked.append(len(parts))
            return lock not in parts and not any(lock in part for part in parts if isinstance(part, list))

        value = [[each] for each in range(100_000)]
        value[77_777].append(lock)
        message, path = refusal(value, TypeError("cannot pickle it"), can_travel)

        self.assertEqual("$[77777][1]", path)
        self.assertEqual("a _thread.lock cannot travel between processes: cannot pickle it", message)
        self.assertLess(sum(asked), 4 * len(value))

    def test_refuses_at_once_what_is_nested_too_deep(self):
        value = nested({"a": 1}, 100_000)
        ends = f"it{'[0]' * 8}... 984 more ...{'[0]' * 8}"

        for given in [value, [1, value[0]], {"x": value[0][0]}]:
            with self.assertRaises(MarshalError) as caught:
                packed(given, "it")
            self.assertRegex(
                caught.exception.path, r"^it\[('x'|[01])\]" + r"(\[0\]){7}\.\.\. 984 more \.\.\.(\[0\]){8}$"
            )
            self.assertIn(": the value is nested deeper than 1000 levels, or contains itself", str(caught.exception))
        with self.assertRaises(MarshalError) as caught:
            pack(value)
        self.assertEqual(ends.replace("it", "$", 1), caught.exception.path)

    def test_says_how_deep_it_has_looked_for_what_cannot_travel(self):
        with self.assertRaises(MarshalError) as caught:
            packed(nested(threading.Lock(), 200), "it")

        self.assertEqual(f"it{'[0]' * 8}... 84 more ...{'[0]' * 8}", caught.exception.path)
        self.assertIn("object, which was looked for 100 levels deep", str(caught.exception))

    def test_names_the_function_or_class_that_needs_cloudpickle(self):
        class Local:
            pass

        cases = [
            (Camera(lambda: 1), r"it\.device: the function TravelTest.*<lambda> cannot travel"),
            ([Local()], r"it\[0\]\.__class__: the class TravelTest.*Local cannot travel"),
            ([of_main], r"it\[0\]: the function of_main cannot travel .* is defined in __main__, which another"),
        ]
        with without_cloudpickle():
            for value, message in cases:
                with (
                    self.subTest(message),
                    self.assertRaisesRegex(MarshalError, message + r'.*pip install "terrarium-jvm\[cloudpickle\]"'),
                ):
                    packed(value, "it")

    def test_an_open_file_does_not_travel_whoever_pickles(self):
        modes = {"r": "TextIOWrapper", "w": "TextIOWrapper", "rb": "BufferedReader", "r+b": "BufferedRandom"}
        for pickler in (fake_cloudpickle, without_cloudpickle, contextlib.nullcontext):
            for mode, kind in modes.items():
                with (
                    self.subTest(mode, pickler=pickler),
                    open(__file__ if mode[0] == "r" and mode != "r+b" else os.devnull, mode) as file,
                    pickler(),
                ):
                    for value, path in [
                        (file, "$"),
                        ([Camera(1, file)], "$[0].lock"),
                        (Camera({"log": file}), "$.device['log']"),
                    ]:
                        with self.assertRaisesRegex(MarshalError, f"a _io.{kind} cannot travel between") as caught:
                            packed(value)
                        self.assertEqual(path, caught.exception.path)
                        with self.assertRaisesRegex(MarshalError, f"a _io.{kind} cannot travel between") as caught:
                            pack(value)
                        self.assertEqual(path, caught.exception.path)
        with (
            self.assertRaisesRegex(MarshalError, "FileIO"),
            open(__file__, "rb", buffering=0) as raw,
            fake_cloudpickle(),
        ):
            packed(raw)

    def test_what_has_no_name_elsewhere_travels_as_code_by_cloudpickle(self):
        with fake_cloudpickle():
            for value in (lambda: 1, of_main):
                back = pickle.loads(packed({"f": value}))["f"]

                self.assertIsNot(value, back)
                self.assertEqual(1, back())

    def test_names_what_cloudpickle_cannot_take_along(self):
        lock = threading.Lock()

        def locked():
            return lock

        closed = locked.__closure__
        with fake_cloudpickle(), self.assertRaisesRegex(MarshalError, "it.device: a _thread.lock"):
            packed(Camera(lock), "it")
        self.assertIs(lock, closed[0].cell_contents)
        with without_cloudpickle(), self.assertRaisesRegex(MarshalError, r"it.__closure__\['lock'\]: a _thread.lock"):
            packed(locked, "it")

    def test_gives_large_memory_beside_the_pickle(self):
        small, large = pickle.PickleBuffer(b"s" * 9), pickle.PickleBuffer(bytearray(b"l" * 10))

        data, apart = packed_apart([small, large], 10)

        self.assertEqual([10], [part.raw().nbytes for part in apart])
        self.assertEqual([b"s" * 9, b"l" * 10], list(map(bytes, pickle.loads(data, buffers=apart))))


if __name__ == "__main__":
    unittest.main()
