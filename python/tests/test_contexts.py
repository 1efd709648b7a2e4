import unittest
from contextlib import contextmanager, suppress

from terrarium import _contexts


class ContextsTest(unittest.TestCase):
    def test_entering_gives_the_value_and_what_exits(self):
        log = []

        @contextmanager
        def manager():
            log.append("in")
            yield 3
            log.append("out")

        value, leave = _contexts.enter(manager())
        leave()

        self.assertEqual(3, value)
        self.assertEqual(["in", "out"], log)

    def test_what_is_no_manager_is_refused(self):
        with self.assertRaisesRegex(TypeError, "'int' object does not support the context manager protocol"):
            _contexts.enter(1)

    def test_within_says_whether_the_body_ended(self):
        self.assertTrue(_contexts.within(suppress(ValueError), lambda _: None))
        self.assertFalse(_contexts.within(suppress(ValueError), lambda _: int("x")))
        with self.assertRaises(ZeroDivisionError):
            _contexts.within(suppress(ValueError), lambda _: 1 / 0)


if __name__ == "__main__":
    unittest.main()
