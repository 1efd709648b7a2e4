import asyncio
import unittest

from terrarium._intake import WAIT, Intake
from terrarium._iteration import END


def intake(*items, wait=lambda: None):
    left = iter([*items, END])
    return Intake(lambda: next(left), wait)


class IntakeTest(unittest.TestCase):
    def test_gives_each_item_and_then_the_end_for_ever(self):
        items = intake(1, None)

        self.assertEqual([1, None], list(items))
        self.assertEqual([], list(items))

    def test_asks_again_until_there_is_an_item(self):
        self.assertEqual([1], list(intake(WAIT, WAIT, 1)))

    def test_gives_them_to_async_for_too(self):
        async def take():
            items = intake(1, 2)
            return [item async for item in items] + [item async for item in items]

        self.assertEqual([1, 2], asyncio.run(take()))

    def test_items_that_are_there_let_other_tasks_have_their_turn(self):
        async def take():
            beats = 0

            async def beat():
                nonlocal beats
                while True:
                    beats += 1
                    await asyncio.sleep(0)

            beating = asyncio.ensure_future(beat())
            async for _ in intake(*range(640)):
                pass
            beating.cancel()
            return beats

        self.assertEqual(10, asyncio.run(take()))

    def test_refuses_two_who_ask_at_once(self):
        async def take():
            never = asyncio.get_running_loop().create_future()
            items = intake(1, wait=lambda: never)
            first = asyncio.ensure_future(items.__anext__())
            await asyncio.sleep(0)
            with self.assertRaisesRegex(RuntimeError, "while another task waits for one"):
                await items.__anext__()
            never.set_result(True)
            return await first

        self.assertEqual(1, asyncio.run(take()))


if __name__ == "__main__":
    unittest.main()
