import unittest

from terrarium import _arrays


class Lends:
    """A producer that knows versions."""

    def __init__(self):
        self.asked = []

    def __dlpack__(self, **options):
        self.asked.append(options)
        return "capsule"


class LendsOfOld:
    """A producer from before there were versions."""

    def __dlpack__(self, stream=None):
        return "old capsule"


class Capsules(unittest.TestCase):
    def test_a_producer_is_asked_for_the_newer_form(self):
        producer = Lends()

        self.assertEqual(_arrays.capsule(producer), "capsule")
        self.assertEqual(producer.asked, [{"max_version": (1, 0)}])

    def test_an_older_producer_is_asked_without(self):
        self.assertEqual(_arrays.capsule(LendsOfOld()), "old capsule")

    def test_anything_else_lends_nothing(self):
        self.assertIsNone(_arrays.capsule([1, 2]))


class Array(bytearray):
    """A type with a buffer slot, as the JVM makes one."""

    _address = 4096


class Equipped(unittest.TestCase):
    def setUp(self):
        self.lent = []
        self.type = type("Array", (Array,), {})
        _arrays.equip(self.type, lambda *asked: self.lent.append(asked))
        self.array = self.type(b"abc")

    def test_the_interface_describes_the_buffer(self):
        self.assertEqual(
            self.array.__array_interface__,
            {"version": 3, "shape": (3,), "typestr": "|u1", "data": (4096, False), "strides": None},
        )

    def test_versions_and_copies_are_asked_for(self):
        self.array.__dlpack__()
        self.array.__dlpack__(max_version=(1, 1), copy=True, dl_device=(1, 0))

        self.assertEqual([asked[1:] for asked in self.lent], [(False, False), (True, True)])

    def test_a_stream_of_a_device_is_refused(self):
        with self.assertRaisesRegex(BufferError, "has no streams"):
            self.array.__dlpack__(stream=1)


if __name__ == "__main__":
    unittest.main()
