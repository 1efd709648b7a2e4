import asyncio
import unittest

from terrarium._loop import Loop


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
        class Stopped(KeyboardInterrupt):
            pass

        async def waits():
            await asyncio.sleep(3600)

        def interrupt():
            raise Stopped

        self.loop._loop.call_soon(interrupt)

        with self.assertRaises(Stopped):
            self.loop.wait_for(waits())
        self.assertEqual(2, self.loop.wait_for(answer(2)))
        self.assertEqual(set(), asyncio.all_tasks(self.loop._loop))
