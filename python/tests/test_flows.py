import asyncio
import queue
import threading
import unittest

from terrarium._flows import END, WAIT, JavaPublisher, Published
from terrarium._futures import living_loop


def start(run):
    threading.Thread(target=run, daemon=True).start()


class PublishedTest(unittest.TestCase):
    def setUp(self):
        self.loop = living_loop(start)
        self.told = queue.Queue()
        self.further = 0

    def deliver(self, kind, value):
        self.told.put((kind, value))
        return self.further

    def feed(self, values):
        return Published(self.loop, values).feed(self.deliver)

    def test_an_item_for_each_credit_and_the_end_beyond_the_last(self):
        made = []

        async def numbers():
            for i in range(2):
                made.append(i)
                yield i

        feed = self.feed(numbers())
        feed.more(1)
        self.assertEqual((0, 0), self.told.get())
        self.assertEqual([0], made)
        feed.more(2)
        self.assertEqual([(0, 1), (2, None)], [self.told.get(), self.told.get()])

    def test_credit_that_java_gives_with_an_item_needs_no_call(self):
        async def numbers():
            for i in range(200):
                yield i

        self.further = 1
        self.feed(numbers()).more(1)

        self.assertEqual([(0, i) for i in range(200)], [self.told.get() for _ in range(200)])
        self.assertEqual((2, None), self.told.get())

    def test_an_error_ends_it(self):
        async def fails():
            yield 1
            raise ValueError("on purpose")

        self.feed(fails()).more(2)

        self.told.get()
        kind, error = self.told.get()
        self.assertEqual((1, "on purpose"), (kind, str(error)))

    def test_cancelling_closes_the_generator(self):
        closed = threading.Event()

        async def waits():
            try:
                yield 1
                await asyncio.Event().wait()
            finally:
                closed.set()

        feed = self.feed(waits())
        feed.more(2)
        self.told.get()
        feed.cancel()

        self.assertTrue(closed.wait(60))
        self.assertEqual((3, None), self.told.get())

    def test_java_stops_it_by_a_negative_credit(self):
        closed = threading.Event()

        async def numbers():
            try:
                while True:
                    yield 1
            finally:
                closed.set()

        self.further = -1
        self.feed(numbers()).more(5)

        self.assertTrue(closed.wait(60))
        self.assertEqual([(0, 1), (2, None)], [self.told.get(), self.told.get()])

    def test_a_generator_feeds_one_subscriber(self):
        async def numbers():
            yield 1

        published = Published(self.loop, numbers())
        published.feed(self.deliver).more(5)

        with self.assertRaisesRegex(RuntimeError, "gives its items once"):
            published.feed(self.deliver)
        with self.assertRaisesRegex(TypeError, "'list' object is not an async iterable"):
            Published(self.loop, [])


class Takes:
    """What Java's function does for a subscription whose items are there when they are asked for twice."""

    def __init__(self, *items):
        self.items, self.cancelled = list(items), 0

    def __call__(self, *arguments):
        if len(arguments) == 2:
            self.cancelled += 1
            return None
        if not arguments:
            return WAIT
        if not self.items:
            return END
        item = self.items.pop(0)
        if item is WAIT:
            arguments[0]()
        elif isinstance(item, Exception):
            raise item
        return item


class JavaPublisherTest(unittest.TestCase):
    def test_is_iterated_and_cancelled_at_its_end(self):
        takes = Takes(1, WAIT, 2)

        async def all_of(values):
            return [value async for value in values]

        self.assertEqual([1, 2], asyncio.run(all_of(JavaPublisher(lambda: takes))))
        self.assertEqual(1, takes.cancelled)

    def test_is_cancelled_by_break_and_by_an_error(self):
        broken, failing = Takes(1, 2), Takes(OSError("gone"))

        async def first(values):
            async for value in values:
                return value

        self.assertEqual(1, asyncio.run(first(JavaPublisher(lambda: broken))))
        self.assertRaises(OSError, asyncio.run, first(JavaPublisher(lambda: failing)))
        self.assertEqual([1, 1], [broken.cancelled, failing.cancelled])


if __name__ == "__main__":
    unittest.main()
