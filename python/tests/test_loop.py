import asyncio
import ctypes
import random
import sys
import threading
import time
import unittest
from unittest import mock

from terrarium._loop import Loop


class Stopped(KeyboardInterrupt):
    pass


async def answer(value):
    await asyncio.sleep(0)
    return value


class LoopTest(unittest.TestCase):
    def setUp(self):
        self.loop = Loop()
        self.addCleanup(self.loop.close)

    def test_tasks_live_on_between_awaits(self):
        async def begin():
            return asyncio.create_task(answer(3))

        task = self.loop.wait_for(begin())

        self.assertEqual(3, self.loop.wait_for(task))

    def test_a_run_that_was_cut_off_before_it_could_leave_is_left_by_the_next(self):
        self.loop._loop._thread_id = 1
        asyncio._set_running_loop(self.loop._loop)

        self.assertEqual(2, self.loop.wait_for(answer(2)))
        self.assertFalse(self.loop._loop.is_running())
        self.assertIsNone(asyncio._get_running_loop())

    def test_an_interrupt_leaves_no_task_behind(self):
        async def waits():
            await asyncio.sleep(3600)

        def interrupt():
            raise Stopped

        self.loop._loop.call_soon(interrupt)

        with self.assertRaises(Stopped):
            self.loop.wait_for(waits())
        self.assertEqual(2, self.loop.wait_for(answer(2)))
        self.assertEqual(set(), asyncio.all_tasks(self.loop._loop))

    def test_what_was_stopped_by_the_work_itself_says_so(self):
        async def stops():
            self.loop._loop.stop()
            await asyncio.sleep(3600)

        with self.assertRaisesRegex(RuntimeError, "stopped by what ran on it"):
            self.loop.wait_for(stops())


class LostStepTest(unittest.TestCase):
    """An interrupt between the taking of a callback and its call loses it; here that is done on purpose."""

    def setUp(self):
        self.loop = Loop()
        self.addCleanup(self.loop.close)
        self.ends = []

    def lose_what_is_next(self):
        self.loop._loop._ready.clear()
        raise Stopped

    async def ends_tidily(self, name, awaitable):
        try:
            return await awaitable
        finally:
            await asyncio.sleep(0)
            self.ends.append(name)

    def test_a_task_that_lost_its_first_step_is_ended(self):
        self.loop._loop.call_soon(self.lose_what_is_next)

        with self.assertRaises(Stopped):
            self.loop.wait_for(self.ends_tidily("a", self.loop._loop.create_future()))

        self.assertEqual(set(), asyncio.all_tasks(self.loop._loop))

    def test_a_task_that_lost_its_waking_cleans_up(self):
        async def loses_its_waking():
            future = self.loop._loop.create_future()
            self.loop._loop.call_soon(lambda: (future.set_result(1), self.lose_what_is_next()))
            await self.ends_tidily("a", future)

        with self.assertRaises(Stopped):
            self.loop.wait_for(loses_its_waking())

        self.assertEqual(["a"], self.ends)

    def test_another_task_that_lost_its_step_goes_on_where_it_stood(self):
        async def begin():
            return asyncio.ensure_future(self.ends_tidily("other", answer(7)))

        other = self.loop.wait_for(begin())
        told = []
        other.add_done_callback(lambda done: told.append(done.result()))
        self.loop._loop.call_soon(self.lose_what_is_next)
        with self.assertRaises(Stopped):
            self.loop.wait_for(asyncio.sleep(3600))

        self.assertEqual(7, self.loop.wait_for(other))
        self.assertEqual(["other"], self.ends)
        self.loop.wait_for(asyncio.sleep(0))
        self.assertEqual([7], told)

    def test_a_task_of_pythons_own_making_goes_on_as_well(self):
        if sys.version_info >= (3, 14):  # where those are not among the tasks that asyncio in C tells of
            of_c, of_python = asyncio.all_tasks, asyncio.tasks._py_all_tasks
            self.enterContext(mock.patch("asyncio.all_tasks", lambda loop: of_c(loop) | of_python(loop)))

        async def begin():
            return asyncio.tasks._PyTask(self.ends_tidily("python's", answer(7)), loop=self.loop._loop)

        task = self.loop.wait_for(begin())
        self.loop._loop.call_soon(self.lose_what_is_next)
        with self.assertRaises(Stopped):
            self.loop.wait_for(asyncio.sleep(3600))

        self.assertEqual(7, self.loop.wait_for(task))

    def test_a_gather_that_was_not_told_of_its_end_ends(self):
        async def gathers():
            parts = [self.loop._loop.create_future(), self.loop._loop.create_future()]
            self.loop._loop.call_soon(lambda: ([part.set_result(1) for part in parts], self.lose_what_is_next()))
            await self.ends_tidily("a", asyncio.gather(*parts))

        with self.assertRaises(Stopped):
            self.loop.wait_for(gathers())

        self.assertEqual(["a"], self.ends)

    def test_a_wait_in_c_is_woken_again_after_its_timer_was_lost(self):
        self.loop._loop._scheduled.clear()
        self.loop._loop.call_soon(self.lose_what_is_next)
        with self.assertRaises(Stopped):
            self.loop.wait_for(asyncio.sleep(3600))

        interrupter = threading.Timer(0.05, interrupt, (threading.get_ident(),))
        interrupter.start()
        with self.assertRaises(Stopped):
            self.loop.wait_for(self.loop._loop.create_future())
        interrupter.join()

    def test_closing_ends_what_lost_its_step(self):
        async def begin():
            return asyncio.ensure_future(self.ends_tidily("a", asyncio.sleep(3600)))

        task = self.loop.wait_for(begin())
        self.loop.wait_for(asyncio.sleep(0))
        self.loop._loop.call_soon(lambda: (task.cancel(), self.lose_what_is_next()))
        with self.assertRaises(Stopped):
            self.loop.wait_for(asyncio.sleep(3600))

        self.loop.close()

        self.assertTrue(task.cancelled())
        self.assertEqual(["a"], self.ends)


def interrupt(thread):
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Stopped))


class Work:
    """A thread that iterates over what never ends, and then has the loop serve something else."""

    def __init__(self, kind):
        self.kind = kind
        self.loop = Loop()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.begun = threading.Event()
        self.left = threading.Event()
        self.quiet = threading.Event()
        self.served = None

    def run(self):
        try:
            self.begun.set()
            for _ in self.loop.iterate(self.kind()):
                pass
        except (KeyboardInterrupt, RuntimeError, TypeError, AttributeError):
            pass  # whatever it was interrupted in
        self.calm_down()
        self.served = self.loop.wait_for(answer(1))
        self.loop.close()

    def calm_down(self):
        while not (self.left.is_set() and self.quiet.is_set()):
            try:
                self.left.set()
                self.quiet.wait()
            except KeyboardInterrupt:
                pass


@unittest.skipIf(sys.version_info < (3, 10), "interrupts come from a JVM, which embeds 3.10 and newer")
class InterruptedAnywhereTest(unittest.TestCase):
    """Interrupts at random moments, some of them while one is being dealt with already."""

    ROUNDS = 12

    def test_every_wait_ends_and_the_loop_serves_on(self):
        random.seed(4)
        for kind in (self.busy, self.awaiting_items, self.gathering, self.sleeping):
            for round_number in range(self.ROUNDS):
                with self.subTest(kind=kind.__name__, round=round_number):
                    self.interrupt_one(kind)

    def interrupt_one(self, kind):
        work = Work(kind)
        work.thread.start()
        work.begun.wait(60)
        for pause in [random.uniform(0.0, 0.004) for _ in range(random.randint(1, 6))]:
            time.sleep(pause)
            interrupt(work.thread.ident)
        while not work.left.wait(0.005):
            interrupt(work.thread.ident)  # some were swallowed, as in a callback that must not raise
        work.quiet.set()
        work.thread.join(60)

        self.assertFalse(work.thread.is_alive(), "the loop waits for something that was lost")
        self.assertEqual(1, work.served)

    async def busy(self):
        while True:
            await asyncio.sleep(0)
            yield 1

    async def awaiting_items(self):
        arrival = asyncio.get_running_loop().create_future()
        yield 1
        try:
            await arrival
        finally:
            await asyncio.sleep(0)

    async def gathering(self):
        while True:
            yield await asyncio.gather(answer(1), answer(2), asyncio.sleep(0.0001))

    async def sleeping(self):
        while True:
            yield await asyncio.wait_for(asyncio.sleep(0.0002), 0.5)
