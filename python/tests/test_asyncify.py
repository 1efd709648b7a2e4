"""Blocking functions as coroutine functions."""

import asyncio
import contextvars
import functools
import gc
import inspect
import threading
import unittest
import warnings

from terrarium import asyncify

WHO = contextvars.ContextVar("who", default="nobody")


@asyncify
def add(a, b=1):
    """Adds."""
    return a + b


class Camera:
    def __init__(self, name):
        self.name = name

    @asyncify
    def look(self, times=1):
        return [self.name] * times, threading.current_thread()

    @classmethod
    @asyncify
    def make(cls, name):
        return cls(name).name

    @asyncify
    @staticmethod
    def twice(x):
        return 2 * x


def raising(error):
    raise error


class AsyncifyTest(unittest.TestCase):
    def test_runs_on_a_thread_of_the_loops_executor(self):
        names, thread = asyncio.run(asyncify(lambda: Camera("a").look.sync(2))())

        self.assertEqual(["a", "a"], names)
        self.assertIsNot(threading.current_thread(), thread)
        self.assertTrue(thread.name.startswith("asyncio_"))

    def test_keeps_the_function_and_what_is_known_of_it(self):
        self.assertEqual(3, add.sync(1, b=2))
        self.assertEqual(("add", "Adds.", __name__), (add.__name__, add.__doc__, add.__module__))
        self.assertEqual("(a, b=1)", str(inspect.signature(add)))
        self.assertTrue(inspect.iscoroutinefunction(add) or asyncio.iscoroutinefunction(add))
        self.assertTrue(inspect.iscoroutine(call := add(1)))
        self.assertEqual(2, asyncio.run(call))
        self.assertEqual("<add as a coroutine function>", repr(add))

    def test_is_bound_as_a_method_and_so_is_sync(self):
        camera = Camera("front")

        self.assertEqual(["front"], asyncio.run(camera.look())[0])
        self.assertEqual(["front"] * 2, camera.look.sync(times=2)[0])
        self.assertEqual(["front"], Camera.look.sync(camera)[0])
        self.assertEqual("(times=1)", str(inspect.signature(camera.look)))
        self.assertEqual("x", asyncio.run(Camera.make("x")))
        self.assertEqual(4, asyncio.run(camera.twice(2)))
        self.assertEqual(4, asyncio.run(Camera.twice(2)))

    def test_carries_context_variables(self):
        async def main():
            WHO.set("caller")
            seen = await asyncify(lambda: (WHO.get(), WHO.set("called"))[0])()
            return seen, WHO.get()

        self.assertEqual(("caller", "caller"), asyncio.run(main()))

    def test_raises_what_the_function_raises(self):
        for error in (ValueError("no"), GeneratorExit(), asyncio.CancelledError()):
            with self.subTest(error=error), self.assertRaises(type(error)):
                asyncio.run(asyncify(raising)(error))
        with self.assertRaisesRegex(RuntimeError, "raising raised StopIteration"):
            asyncio.run(asyncify(raising)(StopIteration(1)))

    def test_lets_the_loop_go_on_meanwhile(self):
        async def main():
            go_on = threading.Event()
            waiting = asyncio.ensure_future(asyncify(go_on.wait)(30))
            await asyncio.sleep(0)
            go_on.set()
            return await waiting

        self.assertTrue(asyncio.run(main()))

    def test_who_cancels_waits_no_longer(self):
        begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

        def work():
            begun.set()
            go_on.wait(30)
            ended.set()

        async def main():
            task = asyncio.ensure_future(asyncify(work)())
            await asyncify(begun.wait)(30)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertFalse(ended.is_set())
            go_on.set()

        asyncio.run(main())
        self.assertTrue(ended.wait(30))

    def test_refuses_what_does_nothing_on_a_thread(self):
        async def coroutine():
            pass

        async def later():
            yield

        def numbers():
            yield

        cases = [
            (coroutine, r"coroutine is a coroutine function already: await what it gives"),
            (add, r"add.* is a coroutine function already"),
            (functools.partial(coroutine), r"is a coroutine function already"),
            (staticmethod(later), r"later is an async generator function: iterate over what it gives by async for"),
            (numbers, r"numbers is a generator function, whose code runs where it is iterated over"),
            (3, "function must be callable, and 3 is not"),
        ]
        for function, words in cases:
            with self.subTest(words), self.assertRaisesRegex(TypeError, words):
                asyncify(function)

    def test_refuses_a_coroutine_that_a_function_gives(self):
        async def coroutine():
            pass

        def give():
            return coroutine()

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with self.assertRaisesRegex(TypeError, "give gave a coroutine, which no thread runs"):
                asyncio.run(asyncify(give)())
            gc.collect()


if __name__ == "__main__":
    unittest.main()
