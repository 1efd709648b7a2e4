import sys
import unittest

from terrarium import JavaError, ManifestError
from terrarium._faults import describe, kinds_of, message_of, traceback_text, type_name


def raised(raiser):
    try:
        raiser()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


class UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no message for you")


class DescribeTest(unittest.TestCase):
    def test_a_built_in_type_is_bare_and_others_are_dotted(self):
        self.assertEqual("ValueError", type_name(ValueError))
        self.assertEqual("terrarium._errors.ManifestError", type_name(ManifestError))
        self.assertEqual(f"{__name__}.UnprintableError", type_name(UnprintableError))

    def test_kinds_are_the_names_of_all_that_the_type_is(self):
        self.assertEqual(
            ("ConnectionResetError", "ConnectionError", "OSError", "Exception", "BaseException"),
            kinds_of(ConnectionResetError()),
        )
        self.assertEqual((f"{__name__}.UnprintableError", "Exception", "BaseException"), kinds_of(UnprintableError()))

    def test_type_message_and_frames(self):
        def inner():
            raise ValueError("bad")

        (fault,) = describe(raised(inner), source=True)

        self.assertEqual(("ValueError", "bad", ()), fault[:3])
        file, line, function, source = fault[3][-1]
        self.assertEqual(__file__, file)
        self.assertEqual(inner.__code__.co_firstlineno + 1, line)
        self.assertTrue(function.endswith("inner"))
        self.assertEqual('raise ValueError("bad")', source)

    def test_cause_context_and_suppression(self):
        def cause():
            try:
                {}["k"]
            except KeyError as error:
                raise OSError("outer") from error

        outer, inner = describe(raised(cause))

        self.assertEqual((1, 1, True), outer[4:7])
        self.assertEqual(("KeyError", "'k'"), inner[:2])
        self.assertEqual((-1, -1, False), inner[4:7])

    def test_a_cycle_ends(self):
        first, second = ValueError("1"), ValueError("2")
        first.__cause__, second.__cause__ = second, first

        described = describe(first)

        self.assertEqual([1, 0], [fault[4] for fault in described])
        self.assertIn("ValueError: 1", traceback_text(first))

    def test_a_huge_chain_is_cut(self):
        error = ValueError(0)
        for number in range(100_000):
            following = ValueError(number)
            following.__context__ = error
            error = following

        self.assertEqual(100, len(describe(error)))
        self.assertIn("ValueError: 99999", traceback_text(error))

    def test_a_deep_traceback_is_cut_in_the_middle(self):
        def deep():
            deep()

        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(3000)
        try:
            (fault, *_) = describe(raised(deep))
        finally:
            sys.setrecursionlimit(limit)

        self.assertEqual("RecursionError", fault[0])
        self.assertEqual(1000, len(fault[3]))

    def test_an_exception_without_a_message_cannot_hide(self):
        error = UnprintableError()

        self.assertIn("cannot be made", message_of(error))
        self.assertIn("UnprintableError", traceback_text(error))
        self.assertEqual(f"{__name__}.UnprintableError", describe(error)[0][0])

    def test_notes_that_are_not_notes_are_left_out(self):
        error = ValueError("x")
        error.__notes__ = ["one", 2, "three\ud800"]

        self.assertEqual(("one", "three\\ud800"), describe(error)[0][2])
        error.__notes__ = 5
        self.assertEqual((), describe(error)[0][2])

    @unittest.skipIf(sys.version_info < (3, 11), "exception groups came with 3.11")
    def test_members_of_a_group(self):
        shared = ValueError("shared")
        group = ExceptionGroup("several", [shared, ExceptionGroup("inner", [shared, KeyError(1)])])  # noqa: F821

        described = describe(group)

        self.assertEqual((1, 2), described[0][7])
        self.assertEqual((1, 3), described[2][7])

    def test_a_java_error_gives_its_throwable(self):
        handle = object()

        self.assertIs(handle, describe(JavaError("java.lang.Error", None, "", handle))[0][8])

    def test_the_frames_of_the_package_at_the_start_are_left_out(self):
        from terrarium._driver import Driver

        def process(item):
            raise ValueError(item)

        error = raised(lambda: Driver(process).run(1))
        inner = raised(lambda: Driver(lambda: None).run(1))
        error.__traceback__ = error.__traceback__.tb_next.tb_next

        self.assertEqual(["process"], [frame[2].split(".")[-1] for frame in describe(error)[0][3]])
        self.assertNotIn("_driver.py", traceback_text(error))
        self.assertEqual("TypeError", describe(inner)[0][0])


if __name__ == "__main__":
    unittest.main()
