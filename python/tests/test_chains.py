import asyncio
import unittest
from unittest import mock

from terrarium import Emit, ExecutionError
from terrarium._chains import Chain
from terrarium._log_context import finders


def double(item):
    return item * 2


def odd_fails(item):
    if item % 2:
        raise ValueError(item)
    return item


def small(item):
    return item if item < 10 else None


def twice(item):
    yield item
    yield item + 1


async def later(item):
    await asyncio.sleep(0)
    return item


class Holds:
    def process(self, item):
        self.held = item

    def flush(self):
        return self.held


class Cleans:
    def process(self, item):
        return item

    def cleanup(self):
        pass


class Lives:
    def process(self, item):
        return item


class Unready:
    def __init__(self, told):
        self.told = told

    def initialize(self):
        raise OSError("no model")

    def process(self, item):
        return item

    def cleanup(self):
        self.told.append("cleaned up")


def chain(*factories):
    made = Chain(len(factories))
    for factory in factories:
        made.open((factory, {}))
    return made


def end(made, links):
    """Ends a chain of so many links, as Java does."""
    for link in reversed(range(links)):
        made.close(link)


def outputs(made, items):
    """All that comes of the items, as Java asks for it."""
    out, begin = [], 0
    while begin < len(items):
        ended = made.run(items, begin)
        if isinstance(ended, list):
            out += ended
            begin += len(ended)
            continue
        values, begin, further, _, failed, _ = ended
        out += values
        out += further or ()
        if failed:
            made.fail()
    return out


class ChainTest(unittest.TestCase):
    def setUp(self):
        clock = mock.patch("terrarium._chains.perf_counter_ns", lambda: 0)
        clock.start()
        self.addCleanup(clock.stop)

    def test_scalars_come_as_a_list(self):
        made = chain(double, double)

        self.assertEqual([4, 8.0], made.run([1, 2.0], 0))
        self.assertEqual((0, [2, 2], [2, 2]), made.standing())

    def test_other_values_come_with_what_is_to_be_known_of_them(self):
        made = chain(lambda item: [item], lambda item: (item, 1))

        self.assertEqual(([([1], 1)], 1, None, [], False, True), made.run([1], 0))
        self.assertEqual(([([2], 1)], 1, None, [], False, True), made.run([2], 0))

    def test_an_output_that_may_change_has_left_before_the_next_item_is_taken(self):
        for length in (1, 2, 20):
            seen = []
            counts = [*[double] * (length - 1), lambda item: seen.append(item) or seen]
            made = chain(*counts)

            self.assertEqual(([seen], 1, None, [], False, True), made.run([1, 2], 0))
            self.assertEqual(1, len(seen))
            self.assertEqual(([seen], 2, None, [], False, True), made.run([1, 2], 1))

    def test_none_goes_no_further(self):
        made = chain(small, double)

        self.assertEqual(([2, 6], 3, None, [1], False, False), made.run([1, 10, 3], 0))
        self.assertEqual((0, [3, 2], [2, 2]), made.standing())

    def test_none_goes_nowhere_behind_a_value_of_a_new_type(self):
        made = chain(lambda item: [item], lambda item: None)

        self.assertEqual(([], 2, None, [0, 1], False, False), made.run([1, 2], 0))
        self.assertEqual(([], 2, None, [0, 1], False, False), made.run([1, 2], 0))
        self.assertEqual((0, [4, 4], [4, 0]), made.standing())

    def test_generators_give_their_values_one_by_one_through_the_chain(self):
        made = chain(double, twice, double)

        out, following, further, without, failed, _ = made.run([1, 5], 0)

        self.assertEqual(([], 1, [0], False), (out, following, without, failed))
        self.assertEqual(4, next(further))
        self.assertEqual([1, 1, 1], made.standing()[1])
        self.assertEqual([6], list(further))
        self.assertEqual([20, 22], outputs(made, [5]))
        self.assertEqual(([2, 2, 4], [2, 4, 4]), made.standing()[1:])

    def test_coroutines_and_emits_and_generators_of_nothing(self):
        def nothing(item):
            yield from ()

        made = chain(later, double)
        self.addCleanup(end, made, 2)
        self.assertEqual([2, 4], outputs(made, [1, 2]))
        self.assertEqual([None], outputs(chain(lambda item: Emit(None)), [1]))
        self.assertEqual([], outputs(chain(nothing, double), [1]))

    def test_an_error_tells_the_node_and_what_left_before(self):
        made = chain(double, lambda item: item + 1 if item > 2 else item, odd_fails)

        self.assertEqual(([2], 2, None, [1], True, False), made.run([1, 2, 3], 0))
        self.assertEqual((2, [2, 2, 2], [2, 2, 1]), made.standing())
        with self.assertRaisesRegex(ValueError, "5"):
            made.fail()

    def test_an_error_of_a_lazy_value_is_raised_where_it_is(self):
        made = chain(twice, odd_fails, double)
        _, _, further, _, _, _ = made.run([2], 0)

        self.assertEqual(4, next(further))
        with self.assertRaisesRegex(ValueError, "3"):
            next(further)
        self.assertEqual((1, [1, 2, 1], [2, 1, 1]), made.standing())

    def test_flush_goes_through_the_nodes_behind(self):
        made = chain(Holds, double)

        self.assertEqual([], outputs(made, [4]))
        self.assertEqual([0], made.flushing())
        self.assertEqual([8], list(made.flush(0)))
        self.assertEqual(([1, 1], [1, 1]), made.standing()[1:])

    def test_who_logs_is_told_the_node_and_how_many_items_went_before(self):
        told = []

        def tells(item):
            told.append(finders[-1]())
            return item

        def lazily(item):
            told.append(finders[-1]())
            yield tells(item)

        async def in_time(item):
            await asyncio.sleep(0)
            return tells([item])

        self.assertIsNone(finders[-1]())
        outputs(chain(double, tells, tells), [5, 6])
        self.assertEqual([(1, 0), (2, 0), (1, 1), (2, 1)], told)
        told.clear()
        outputs(chain(*[double] * 16, tells), [5, 6])
        self.assertEqual([(16, 0), (16, 1)], told)
        told.clear()
        outputs(chain(small, tells), [1, 10, 2])
        self.assertEqual([(1, 0), (1, 2)], told)
        told.clear()
        made = chain(double, lazily, in_time)
        outputs(made, [1])
        end(made, 3)
        self.assertEqual([(1, 0), (1, 0), (2, 0)], told)

    def test_only_nodes_with_something_to_clean_up_are_left_to_be_closed(self):
        made = chain(double, Cleans, later, Holds, later)

        self.assertEqual([3], made.flushing())
        self.assertEqual([1], made.end())

    def test_a_loop_is_left_to_be_closed(self):
        made = chain(double, later)
        self.addCleanup(end, made, 2)
        outputs(made, [1])

        self.assertEqual([], made.flushing())
        self.assertEqual([1], made.end())

    def test_a_chain_that_holds_nothing_and_has_nothing_to_clean_up_ends_when_it_is_asked_to_flush(self):
        living = Lives()
        for _ in range(2):  # An object at work as one node could not be another.
            self.assertIsNone(chain(double, living).flushing())

    def test_a_node_that_cannot_be_initialized_is_closed(self):
        told = []
        made = Chain(3)
        made.open((double, {}))
        with self.assertRaisesRegex(OSError, "no model"):
            made.open((Unready, {"told": told}))
        end(made, 3)

        self.assertEqual(["cleaned up"], told)

    def test_nodes_that_run_no_code_when_they_are_made_are_made_together(self):
        made = Chain(5)

        self.assertEqual(2, made.open((Holds, {}), (Lives, {}), (Unready, {"told": []}), (Lives, {}), (double, {})))
        with self.assertRaisesRegex(OSError, "no model"):
            made.open((Unready, {"told": []}), (Lives, {}))

    def test_a_node_that_cannot_be_made_fails_when_its_turn_has_come(self):
        made = Chain(2)
        living = Lives()
        other = chain(living)
        self.addCleanup(end, other, 1)

        self.assertEqual(1, made.open((double, {}), (living, {})))
        with self.assertRaisesRegex(ExecutionError, "at work in another run of this pipeline, or as another node"):
            made.open((living, {}))

    def test_a_lot_ends_when_its_time_is_over(self):
        nanos = iter(range(0, 10**9, 100_000))
        with mock.patch("terrarium._chains.perf_counter_ns", nanos.__next__):
            self.assertEqual([2, 4], chain(double).run([1, 2, 3, 4, 5, 6], 0))
            self.assertEqual(([2], 2, None, [1], False, False), chain(small, double).run([1, 10, 3, 4, 5], 0))


class EachTest(unittest.TestCase):
    def test_an_output_comes_before_the_next_item_is_taken(self):
        seen = []
        made = chain(double, lambda item: seen.append(item) or seen)
        each = made.each([1, 2, 3], 1)

        self.assertEqual([4], next(each))
        self.assertEqual([4, 6], next(each))
        self.assertEqual([], list(each))
        self.assertEqual((None, False), made.halted())
        self.assertEqual((0, [2, 2], [2, 2]), made.standing())

    def test_none_comes_for_an_item_without_output(self):
        made = chain(small, lambda item: [item])

        self.assertEqual([[1], None, [3]], list(made.each([1, 10, 3], 0)))
        self.assertEqual((0, [3, 2], [2, 2]), made.standing())

    def test_it_halts_at_what_is_lazy(self):
        made = chain(lambda item: [item] if item < 3 else twice(item), double)

        self.assertEqual([[1, 1], [2, 2]], list(made.each([1, 2, 3, 4], 0)))
        further, failed = made.halted()
        self.assertEqual(([6, 8], False), (list(further), failed))
        self.assertEqual([3, 4], made.standing()[1])
        self.assertEqual((None, False), made.halted())

    def test_it_halts_at_an_error(self):
        made = chain(lambda item: [item], lambda item: odd_fails(item[0]) and item)

        self.assertEqual([[2]], list(made.each([2, 3, 4], 0)))
        self.assertEqual((None, True), made.halted())
        self.assertEqual((1, [2, 2], [2, 1]), made.standing())
        with self.assertRaisesRegex(ValueError, "3"):
            made.fail()

    def test_who_leaves_early_finds_the_counts_right(self):
        made = chain(small, lambda item: [item])
        each = made.each([1, 10, 2, 3, 4], 0)
        taken = [next(each) for _ in range(3)]
        each.close()

        self.assertEqual([[1], None, [2]], taken)
        self.assertEqual((0, [3, 2], [2, 2]), made.standing())

    def test_who_logs_is_told_the_node_and_how_many_items_went_before(self):
        told = []

        def tells(item):
            told.append(finders[-1]())
            return [item]

        self.assertEqual(2, len(list(chain(lambda item: item, tells).each([5, 6, 7], 1))))
        self.assertEqual([(1, 1), (1, 2)], told)


if __name__ == "__main__":
    unittest.main()
