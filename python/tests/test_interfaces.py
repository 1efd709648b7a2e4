import functools
import unittest
from types import SimpleNamespace

from terrarium import _interfaces


def method(name, arity=0, *, fewest=None, spreads=False, attributes=(), optional=False):
    return (f"{name}()", [name], list(attributes), arity if fewest is None else fewest, arity, spreads, optional)


class BindTest(unittest.TestCase):
    def test_functions_attributes_and_setters(self):
        target = SimpleNamespace(score=lambda text, limit=3: 0, rate=8000)

        plans, faults = _interfaces.bind(
            target,
            [
                method("score", 2, fewest=1),
                method("rate"),
                method("get_rate", attributes=["rate"]),
                method("set_rate", 1, attributes=["rate"]),
                method("describe", optional=True),
            ],
        )

        self.assertEqual(
            [("call", "score", 1), ("get", "rate", 0), ("get", "rate", 0), ("set", "rate", 0), ("", "", 0)], plans
        )
        self.assertEqual([], faults)

    def test_every_fault_is_told(self):
        target = SimpleNamespace(score=lambda: 0, rate=3)

        _, faults = _interfaces.bind(target, [method("score", 1), method("rate", 1), method("gone")])

        self.assertEqual(
            [
                "score(): score() cannot take 1 argument",
                "rate(): its 'rate' is no function",
                "gone(): it has no 'gone'",
            ],
            faults,
        )

    def test_callables_of_all_kinds_are_measured(self):
        class Callable:
            def __call__(self, a, b=1):
                pass

            def bound(self, a):
                pass

            @staticmethod
            def static(a):
                pass

        @functools.wraps(lambda a: 0)
        def wrapped(*arguments):
            pass

        for function, arity, fits in (
            (Callable(), 2, True),
            (Callable(), 3, False),
            (Callable().bound, 1, True),
            (Callable().bound, 0, False),
            (Callable.static, 1, True),
            (Callable, 0, True),
            (Callable, 1, False),
            (wrapped, 1, True),
            (wrapped, 2, False),
            (functools.partial(lambda a, b: 0, 1), 1, True),
            (functools.partial(lambda a, b: 0, 1), 2, False),
            (len, 1, True),
            (len, 2, False),
            (max, 5, True),
            (print, 3, True),
        ):
            with self.subTest(function=function, arity=arity):
                self.assertEqual(fits, not _interfaces.bind_function(function, arity, arity, False)[1])

    def test_any_number_of_arguments_needs_a_place(self):
        self.assertEqual((1, ""), _interfaces.bind_function(lambda a, *rest: 0, 1, 1, True))
        self.assertEqual(
            "it(a, b) cannot take any number of arguments",
            _interfaces.bind_function(lambda a, b: 0, 1, 1, True)[1],
        )

    def test_a_property_is_not_run(self):
        class Broken:
            @property
            def rate(self):
                raise AssertionError

            @functools.cached_property
            def other(self):
                raise AssertionError

        plans, faults = _interfaces.bind(Broken(), [method("rate"), method("other")])

        self.assertEqual([("get", "rate", 0), ("get", "other", 0)], plans)
        self.assertEqual([], faults)


if __name__ == "__main__":
    unittest.main()
