import asyncio
import contextvars
import inspect
import logging
import queue
import threading
import unittest

from terrarium import JavaError
from terrarium._futures import Arrival, JavaFuture, Submitted, async_function, living_loop


def start(run):
    threading.Thread(target=run, daemon=True).start()


async def double(n):
    await asyncio.sleep(0)
    return 2 * n


class Later:
    """What Java's function does for a future that somebody settles."""

    def __init__(self, *, result=None, error=None, state=0):
        self.result, self.error, self.state = result, error, state
        self.arrivals, self.cancels = [], 0

    def __call__(self, what, *arguments):
        if what == 0:
            return self.state
        if what == 1:
            if self.error is not None:
                raise self.error
            return self.result
        if what == 2:
            self.arrivals += arguments
            return None
        self.cancels += 1
        self.state = self.state or 2
        return True

    def settle(self):
        self.state = 1
        for arrival in self.arrivals:
            arrival()


class SubmittedTest(unittest.TestCase):
    def setUp(self):
        self.loop = living_loop(start)
        self.said = queue.Queue()

    def submit(self, awaitable):
        submitted = Submitted(self.loop, awaitable, lambda *said: self.said.put(said))
        submitted.start()
        return submitted

    def test_there_is_one_loop(self):
        self.assertIs(self.loop, living_loop(self.fail))

    def test_a_result_an_error_and_a_cancellation_are_told(self):
        async def fails():
            raise ValueError("on purpose")

        async def cancels():
            asyncio.current_task().cancel()
            await asyncio.sleep(0)

        self.submit(double(4))
        self.assertEqual((0, 8), self.said.get())
        self.submit(fails())
        kind, error = self.said.get()
        self.assertEqual((1, "on purpose"), (kind, str(error)))
        self.submit(cancels())
        self.assertEqual((2, None), self.said.get())

    def test_what_is_cancelled_before_it_began_never_begins(self):
        began = []

        async def begins():
            began.append(True)

        submitted = Submitted(self.loop, begins(), lambda *said: self.said.put(said))
        submitted.cancel()
        submitted.start()

        self.assertEqual((2, None), self.said.get())
        self.assertEqual([], began)

    def test_a_future_of_another_loop_is_an_error(self):
        other = asyncio.new_event_loop()
        try:
            self.submit(other.create_future())

            self.assertIsInstance(self.said.get()[1], ValueError)
        finally:
            other.close()

    def test_what_cannot_be_awaited_is_refused(self):
        with self.assertRaisesRegex(TypeError, "'int' object cannot be awaited"):
            self.submit(3)

    def test_the_callers_context_is_carried(self):
        who = contextvars.ContextVar("who", default="nobody")

        async def asks():
            return who.get()

        token = who.set("ada")
        self.submit(asks())
        who.reset(token)

        self.assertEqual((0, "ada"), self.said.get())

    def test_the_loop_survives_what_leaves_it(self):
        async def exits():
            raise SystemExit(3)

        with self.assertLogs("terrarium.asyncio", logging.WARNING):
            self.submit(exits())
            self.assertIsInstance(self.said.get()[1], SystemExit)
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.submit(double(1))
            self.assertEqual((0, 2), self.said.get())


class JavaFutureTest(unittest.TestCase):
    def test_is_awaited_in_any_loop_and_again(self):
        later = Later(result="done")

        async def waits():
            future = JavaFuture(later)
            asyncio.get_running_loop().call_soon(later.settle)
            return [await future, await future]

        self.assertEqual(["done", "done"], asyncio.run(waits()))

    def test_is_cancelled_with_who_awaits_it(self):
        later = Later()

        async def impatient():
            await asyncio.wait_for(JavaFuture(later), 0.001)

        self.assertRaises(asyncio.TimeoutError, asyncio.run, impatient())
        self.assertEqual(1, later.cancels)

    def test_raises_what_java_raises(self):
        async def gives(later):
            return await JavaFuture(later)

        self.assertRaises(JavaError, asyncio.run, gives(Later(error=JavaError("E"), state=1)))
        self.assertRaises(asyncio.CancelledError, asyncio.run, gives(Later(state=2)))

    def test_lets_java_go_when_it_failed_with_pythons_exception(self):
        future = JavaFuture(Later(error=KeyError("k"), state=1))

        async def gives():
            return await future

        self.assertRaises(KeyError, asyncio.run, gives())
        self.assertRaises(KeyError, asyncio.run, gives())
        self.assertTrue(future.done())
        self.assertFalse(future.cancel())

    def test_an_arrival_after_its_loop_was_closed_is_logged(self):
        loop = asyncio.new_event_loop()
        arrival = Arrival(loop)
        loop.close()

        with self.assertLogs("terrarium.asyncio", logging.WARNING) as logs:
            arrival()

        self.assertIn("after the event loop that awaited it was closed", logs.output[0])

    def test_an_async_function_is_one(self):
        function = async_function("adds", lambda n: JavaFuture(Later(result=n + 1, state=1)))

        self.assertTrue(inspect.iscoroutinefunction(function))
        self.assertEqual("adds", function.__name__)
        self.assertEqual(42, asyncio.run(function(41)))


if __name__ == "__main__":
    unittest.main()
