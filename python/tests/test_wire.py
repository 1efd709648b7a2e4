"""Values on their way between processes."""

import collections
import datetime
import decimal
import enum
import pathlib
import pickle
import threading
import types
import unittest
import uuid

from terrarium._errors import MarshalError
from terrarium._wire import pack, slots, unpack


class Level(enum.IntEnum):
    HIGH = 3


class Thing:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value


class WireTest(unittest.TestCase):
    def test_gives_back_what_it_was_given_with_its_type(self):
        berlin = datetime.timezone(datetime.timedelta(hours=1))
        values = [
            None,
            True,
            0,
            2**100,
            -0.5,
            "ü\0🦎",
            b"\xff",
            [1, (2, [3])],
            {"a": {1: {2}}},
            frozenset({1}),
            datetime.date(2025, 1, 2),
            datetime.time(1, 2, 3, 4, fold=1),
            datetime.datetime(2025, 1, 2, 3, 4, 5, 6, berlin),
            datetime.datetime(2025, 10, 26, 2, 30, fold=1),
            datetime.timedelta(-1, 2, 3),
            decimal.Decimal("-1.50"),
            uuid.UUID(int=7),
            pathlib.PurePosixPath("/a"),
            pathlib.Path("/a/b"),
            collections.OrderedDict(a=1),
            Level.HIGH,
            Thing((1, 2)),
            complex(1, 2),
            range(3),
        ]
        for value in values:
            with self.subTest(value=value):
                back = unpack(pack(value))

                self.assertEqual(back, value)
                self.assertIs(type(back), type(value))

    def test_keeps_the_fold_which_equality_does_not_see(self):
        value = datetime.datetime(2025, 10, 26, 2, 30, fold=1)

        self.assertEqual(unpack(pack(value)).fold, 1)

    def test_keeps_what_is_shared_within_a_value(self):
        inner = []

        back = unpack(pack([inner, inner]))

        self.assertIs(back[0], back[1])

    def test_names_the_place_of_what_cannot_travel(self):
        lock = threading.Lock()
        cases = [(lock, "$"), ({"a": [1, lock]}, "$['a'][1]"), (Thing({"x": lock}), "$.value['x']")]
        for value, path in cases:
            with self.subTest(path=path), self.assertRaises(MarshalError) as caught:
                pack(value)
            self.assertEqual(caught.exception.path, path)
            self.assertIn("a _thread.lock cannot travel between processes", str(caught.exception))

    def test_sends_what_has_a_plain_value_with_it(self):
        pickled = pack(Level.HIGH)

        self.assertIn(b"both", pickled)
        self.assertIs(pickle.loads(pickled), Level.HIGH)

    def test_names_the_slots_of_a_value_and_makes_nothing_of_it(self):
        made = []

        def place(array):
            made.append(array)
            return len(made), 0

        value = [
            Array(),
            {"again": Array()},
            Thing(Array()),
            Level.HIGH,
            collections.OrderedDict(a=1),
            (Array(), "shared"),
        ]

        self.assertEqual([1, 2, 3, 4], slots(pack(value, place)))
        self.assertEqual([], slots(pack(value[3:5])))

    def test_unpacks_a_value_within_a_value_with_the_memory_of_each(self):
        def seen(name):
            return lambda slot, offset, dtype, shape: (name, slot)

        inner = pack(Array(), lambda array: (7, 0))

        Thing.__setstate__ = lambda self, state: setattr(self, "value", unpack(inner, seen("inner")))
        self.addCleanup(delattr, Thing, "__setstate__")
        thing, after = unpack(pack([Thing(0), Array()], lambda array: (8, 0)), seen("outer"))

        self.assertEqual((("inner", 7), ("outer", 8)), (thing.value, after))


class Array:
    """Has what a large array of NumPy is known by."""

    nbytes, shape = 1 << 20, (1 << 17,)

    def tolist(self):
        raise AssertionError("it is large")

    dtype = types.SimpleNamespace(kind="f", itemsize=8, str="<f8")


Array.__module__, Array.__name__ = "numpy", "ndarray"


if __name__ == "__main__":
    unittest.main()
