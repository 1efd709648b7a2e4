import unittest
from collections.abc import Iterable, Iterator

from terrarium._iteration import END, JavaIterable, JavaIterator


class Steps:
    """What Java's function does: gives items, then END for ever, and notes that it was ended."""

    def __init__(self, *items):
        self.items, self.ends = list(items), 0

    def __call__(self, *end):
        if end:
            self.items, self.ends = [], self.ends + 1
            return None
        if not self.items:
            return END
        item = self.items.pop(0)
        if isinstance(item, Exception):
            raise item
        return item


class IterationTest(unittest.TestCase):
    def test_next_and_for_share_one_state(self):
        iterator = JavaIterator(Steps(1, 2, 3))

        self.assertIsInstance(iterator, Iterator)
        self.assertEqual(1, next(iterator))
        self.assertEqual([2, 3], list(iterator))
        self.assertRaises(StopIteration, next, iterator)

    def test_items_are_told_from_the_end_by_identity(self):
        class EqualToAll:
            def __eq__(self, other):
                return True

        self.assertEqual(3, len(list(JavaIterator(Steps(None, EqualToAll(), False)))))

    def test_with_ends_the_iteration(self):
        steps = Steps(1, 2)

        with JavaIterator(steps) as iterator:
            next(iterator)

        self.assertEqual(1, steps.ends)
        self.assertEqual([], list(iterator))

    def test_an_error_passes_and_ends_the_iteration(self):
        iterator = JavaIterator(Steps(1, OSError("gone"), 2))

        self.assertEqual(1, next(iterator))
        self.assertRaises(OSError, next, iterator)
        self.assertEqual([], list(iterator))

    def test_a_stop_iteration_of_javas_is_no_end(self):
        self.assertRaises(RuntimeError, next, JavaIterator(Steps(StopIteration())))

    def test_an_iterable_begins_anew(self):
        iterable = JavaIterable(lambda: Steps(1, 2))

        self.assertIsInstance(iterable, Iterable)
        self.assertEqual([[1, 2], [1, 2]], [list(iterable), list(iterable)])


if __name__ == "__main__":
    unittest.main()
