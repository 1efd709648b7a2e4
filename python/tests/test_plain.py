import collections
import enum
import os
import struct
import subprocess
import sys
import unittest
from unittest import mock

from guest import SOURCE

from terrarium import MarshalError
from terrarium._plain import array, plain


class Word(str):
    def __str__(self):
        return "something else"


class Colour(enum.IntEnum):
    RED = 1


class Scalar:
    __module__ = "numpy"

    def __init__(self, value):
        self.value = value

    def tolist(self):
        return self.value


class LongDouble(Scalar):
    __module__ = "numpy"

    def tolist(self):
        return self

    def __float__(self):
        return 1.5


class Plain(unittest.TestCase):
    def test_makes_an_instance_of_a_subclass_one_of_the_built_in_type(self):
        pair = collections.namedtuple("pair", "a b")
        for value, expected in (
            (Word("word"), "word"),
            (Colour.RED, 1),
            (collections.OrderedDict(a=1), {"a": 1}),
            (collections.defaultdict(list, b=2), {"b": 2}),
            (pair(1, 2), (1, 2)),
        ):
            with self.subTest(type(value).__name__):
                made = plain(value)
                self.assertEqual(made, expected)
                self.assertIs(type(made), type(expected))

    def test_makes_arrays_lists_and_their_scalars_numbers(self):
        self.assertEqual(plain(Scalar([[1.0], [2.0]])), [[1.0], [2.0]])
        self.assertEqual(plain(Scalar(2)), 2)

    def test_makes_a_long_double_that_stays_one_a_float(self):
        self.assertIs(type(plain(LongDouble(0))), float)

    def test_refuses_what_no_built_in_type_can_take_on(self):
        with self.assertRaisesRegex(MarshalError, "^object has no counterpart in Java"):
            plain(object())
        with self.assertRaisesRegex(MarshalError, "Scalarless has no counterpart in Java"):
            plain(type("Scalarless", (), {})())

    def test_makes_lists_of_what_java_lends_where_there_is_no_numpy(self):
        with mock.patch.dict(sys.modules, numpy=None):
            self.assertEqual([[1, 2], [3, 4], [5, 6]], array(bytes(range(1, 7)), "|u1", [3, 2]))
            self.assertEqual([1.5], array(struct.pack(">d", 1.5), ">f8", [1]))
            self.assertEqual([[], []], array(b"", "<i4", [2, 0]))
            self.assertEqual(-2, array(struct.pack("<h", -2), "<i2", []))

    def test_does_not_need_numpy(self):
        code = "import sys; from terrarium._plain import plain; plain([1, 'a']); sys.exit('numpy' in sys.modules)"

        done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False)

        self.assertEqual(0, done.returncode)


if __name__ == "__main__":
    unittest.main()
