import copy
import unittest

from terrarium import _objects


class Numbers:
    """Stands for Java: a list of numbers behind opaque handles."""

    limit = 7

    def __call__(self, what, handle, *arguments):
        return getattr(self, what.replace(" ", "_"))(handle, *arguments)

    def new(self, handle, *numbers):
        return list(numbers)

    def str(self, handle):
        return str(handle)

    def eq(self, handle, other):
        return handle == other

    def hash(self, handle):
        return len(handle)

    def len(self, handle):
        return len(handle)

    def at(self, handle, index):
        return handle[index]

    def call_add(self, handle, number):
        handle.append(number)

    def call_of(self, handle, *numbers):
        return (handle, numbers)

    def get_limit(self, handle):
        return self.limit

    def set_limit(self, handle, value):
        self.limit = value


def define(key):
    return _objects.define(
        key,
        ("Numbers", "com.example", "The Java class com.example.Numbers."),
        Numbers(),
        ["sized", "indexed"],
        [("add", "add", "instance"), ("of", "of", "static"), ("both", "of", "both")],
        [("limit", "limit", True, True), ("MOST", "MOST", True, False), ("in_", "limit", True, True)],
    )


class ObjectsTest(unittest.TestCase):
    def test_methods_of_objects_and_classes(self):
        kind = define(1)
        numbers = kind(1, 2)
        numbers.add(3)

        self.assertEqual("[1, 2, 3]", str(numbers))
        self.assertEqual("<Java com.example.Numbers: [1, 2, 3]>", repr(numbers))
        self.assertEqual((None, (1,)), kind.of(1))
        self.assertEqual((None, (1,)), kind.both(1))
        self.assertEqual(([1, 2, 3], (1,)), numbers.both(1))
        self.assertEqual(kind(1), kind(1))
        self.assertNotEqual(kind(1), [1])

    def test_indexes_are_pythons(self):
        numbers = define(1)(1, 2, 3)

        self.assertEqual((3, [3, 2, 1]), (numbers[-1], numbers[::-1]))
        for index in (3, -4):
            with self.assertRaises(IndexError):
                numbers[index]
        with self.assertRaises(TypeError):
            numbers["x"]
        with self.assertRaisesRegex(TypeError, "a slice of a Java list can only be read"):
            numbers[1:] = [9]
        with self.assertRaisesRegex(TypeError, "a slice of a Java list can only be read"):
            del numbers[:]

    def test_methods_are_called_on_java_objects_alone(self):
        with self.assertRaisesRegex(TypeError, r"add\(\) is a method of Java objects, not of 'x'"):
            define(1).add("x", 1)

    def test_objects_are_neither_copied_nor_pickled(self):
        with self.assertRaisesRegex(TypeError, "can be neither copied nor pickled"):
            copy.copy(define(1)(1))

    def test_static_fields_are_read_as_they_are_now(self):
        kind = define(2)
        kind.limit = 9

        self.assertEqual((9, 9), (kind.limit, kind().limit))
        kind.in_ = 10
        self.assertEqual((10, 10), (kind.in_, kind().in_))
        self.assertIn("limit", dir(kind))
        for name in ("MOST", "other"):
            with self.assertRaises(AttributeError):
                setattr(kind, name, 1)
        with self.assertRaises(AttributeError):
            kind().other = 1

    def test_a_class_is_one_while_it_is_used_and_cannot_be_subclassed(self):
        kind = define(3)

        self.assertIs(kind, define(3))
        with self.assertRaisesRegex(TypeError, "cannot be subclassed"):
            type("Own", (kind,), {})


if __name__ == "__main__":
    unittest.main()
