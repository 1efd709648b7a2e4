import sys
import unittest

from terrarium import Interrupted, ManifestError
from terrarium._faults import chain_of, kinds_of, message_of, notes_of, related, traceback_text, type_name


def raised(raiser):
    try:
        raiser()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


class UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no message for you")


class FaultsTest(unittest.TestCase):
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

    def test_text_and_frames(self):
        def inner():
            raise ValueError("bad")

        ((text, frames),) = chain_of(raised(inner))

        self.assertEqual("ValueError: bad", text)
        module, function, file, line = frames[0]
        self.assertEqual((__name__, __file__), (module, file))
        self.assertEqual(inner.__code__.co_firstlineno + 1, line)
        self.assertTrue(function.endswith("inner"))
        self.assertEqual("raised", frames[-1][1])

    def test_an_exception_without_words_is_told_by_its_type(self):
        self.assertEqual([("ValueError", [])], chain_of(ValueError()))

    def test_causes_follow_and_a_context_that_is_not_suppressed(self):
        def cause():
            try:
                {}["k"]
            except KeyError as error:
                raise OSError("outer") from error

        def context():
            try:
                {}["k"]
            except KeyError:
                raise OSError("outer")

        def suppressed():
            try:
                {}["k"]
            except KeyError:
                raise OSError("outer") from None

        self.assertEqual(["OSError: outer", "KeyError: 'k'"], [text for text, _ in chain_of(raised(cause))])
        self.assertEqual(["OSError: outer", "KeyError: 'k'"], [text for text, _ in chain_of(raised(context))])
        self.assertEqual(["OSError: outer"], [text for text, _ in chain_of(raised(suppressed))])

    def test_a_cycle_ends(self):
        first, second = ValueError("1"), ValueError("2")
        first.__cause__, second.__cause__ = second, first

        self.assertEqual(["ValueError: 1", "ValueError: 2"], [text for text, _ in chain_of(first)])
        self.assertIn("ValueError: 1", traceback_text(first))

    def test_a_huge_chain_is_cut(self):
        error = ValueError(0)
        for number in range(100_000):
            following = ValueError(number)
            following.__context__ = error
            error = following

        self.assertEqual(32, len(chain_of(error)))
        self.assertEqual(100, len(list(related(error))))
        self.assertIn("ValueError: 99999", traceback_text(error))

    def test_of_a_deep_traceback_the_innermost_frames_are_told(self):
        def deep():
            deep()

        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(3000)
        try:
            ((text, frames), *_) = chain_of(raised(deep))
        finally:
            sys.setrecursionlimit(limit)

        self.assertTrue(text.startswith("RecursionError"))
        self.assertEqual(1024, len(frames))
        self.assertTrue(frames[0][1].endswith("deep"))

    def test_of_a_deep_traceback_the_first_and_the_last_frames_are_shown(self):
        def deep(left):
            return deep(left - 1) if left else 1 / 0

        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(20_000)
        try:
            error = raised(lambda: deep(5_000))
            outer = ValueError("outer")
            outer.__cause__ = error
            texts = traceback_text(error), traceback_text(outer)
        finally:
            sys.setrecursionlimit(limit)

        for text in texts:
            self.assertIn("  … 4,747 more\n", text)
            self.assertIn("in raised", text)
            self.assertIn("ZeroDivisionError", text)
            self.assertLess(len(text), 3_000)
        self.assertNotIn("more\n", traceback_text(raised(lambda: deep(200))))

    def test_of_a_long_text_the_beginning_is_shown(self):
        text = traceback_text(ValueError("x" * 10_000_000))

        self.assertLess(len(text), 2_100)
        self.assertTrue(text.startswith("ValueError: xxx"))
        self.assertTrue(text.endswith("x… (9,998,013 more characters)\n"))

    def test_an_exception_whose_text_ends_the_program_ends_nothing(self):
        class Ending(BaseException):
            def __str__(self):
                raise SystemExit(3)

            __repr__ = __str__

        self.assertIn("cannot be made", message_of(Ending()))
        self.assertIn("Ending", traceback_text(Ending()))

    def test_an_exception_without_a_message_cannot_hide(self):
        error = UnprintableError()

        self.assertIn("cannot be made", message_of(error))
        self.assertIn("UnprintableError", traceback_text(error))
        self.assertTrue(chain_of(error)[0][0].startswith(f"{__name__}.UnprintableError: "))

    def test_notes_that_are_not_notes_are_left_out(self):
        error = ValueError("x")
        error.__notes__ = ["one", 2, "three\ud800"]

        self.assertEqual(("one", "three\\ud800"), notes_of(error))
        error.__notes__ = 5
        self.assertEqual((), notes_of(error))

    @unittest.skipIf(sys.version_info < (3, 11), "exception groups came with 3.11")
    def test_members_of_a_group(self):
        shared = ValueError("shared")
        group = ExceptionGroup("several", [shared, ExceptionGroup("inner", [shared, KeyError(1)])])  # noqa: F821

        found = list(related(group))

        self.assertEqual((1, 2), found[0][3])
        self.assertEqual((1, 3), found[2][3])

    def test_the_frames_of_the_package_at_the_start_are_left_out(self):
        from terrarium._driver import Driver

        def process(item):
            raise ValueError(item)

        error = raised(lambda: Driver(process).run(1))
        inner = raised(lambda: Driver(lambda: None).run(1))
        error.__traceback__ = error.__traceback__.tb_next.tb_next

        self.assertEqual(["process"], [frame[1].split(".")[-1] for frame in chain_of(error)[0][1]])
        self.assertNotIn("_driver.py", traceback_text(error))
        self.assertTrue(chain_of(inner)[0][0].startswith("TypeError: "))

    def test_an_interrupt_ends_with_the_last_frame_that_is_not_of_the_package(self):
        ours = {"__name__": "terrarium._interrupt", "Interrupted": Interrupted}
        exec("def interrupt(): raised()\ndef raised(): raise Interrupted", ours)

        def users():
            ours["interrupt"]()

        error = raised(users)

        ((_, frames),) = chain_of(error)
        self.assertEqual([__name__, __name__], [module for module, *_ in frames])
        self.assertTrue(frames[0][1].endswith("users"))
        lines = traceback_text(error).splitlines()
        self.assertEqual('ours["interrupt"]()', lines[-2 if "^" not in lines[-2] else -3].strip())
        self.assertEqual("terrarium._errors.Interrupted", lines[-1])

    def test_an_interrupt_that_never_left_the_package_keeps_its_frames(self):
        ours = {"__name__": "terrarium._interrupt", "Interrupted": Interrupted}
        exec("def interrupt(): raise Interrupted", ours)
        error = raised(ours["interrupt"])
        error.__traceback__ = error.__traceback__.tb_next

        ((_, frames),) = chain_of(error)

        self.assertEqual(["terrarium._interrupt"], [module for module, *_ in frames])

    def test_those_of_its_packages_are_left_out_too(self):
        from terrarium.robot._arm import _weak

        class Told:
            def take(self, value):
                raise ValueError(value)

        told = Told()
        error = raised(lambda: _weak(told.take)(1))
        error.__traceback__ = error.__traceback__.tb_next.tb_next

        self.assertEqual(["take"], [frame[1].split(".")[-1] for frame in chain_of(error)[0][1]])


if __name__ == "__main__":
    unittest.main()
