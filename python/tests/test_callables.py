import inspect
import unittest

from terrarium import _callables


class DeclareTest(unittest.TestCase):
    def test_arguments_are_bound_by_python(self):
        default = object()

        def java(*given):
            return given

        function = _callables.declare(
            "show", "a, /, b=__defaults__[0], *rest, c", ["a", "b", "rest", "c"], [default], "Shows.", java
        )

        self.assertEqual((1, default, (), 2), function(1, c=2))
        self.assertEqual((1, 2, (3,), 4), function(1, 2, 3, c=4))
        self.assertEqual("Shows.", function.__doc__)
        self.assertIs(default, inspect.signature(function).parameters["b"].default)
        with self.assertRaisesRegex(TypeError, r"show\(\) missing 1 required keyword-only argument: 'c'"):
            function(1)

    def test_frames_bear_the_name(self):
        def java():
            return inspect.currentframe().f_back.f_code.co_name

        self.assertEqual("look up", _callables.declare("look up", "", [], [], "", java)())


if __name__ == "__main__":
    unittest.main()
