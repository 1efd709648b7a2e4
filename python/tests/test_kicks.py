"""What is not wanted any more ends, even where a signal comes a moment too early."""

import _thread
import signal
import threading
import time
import unittest

from terrarium import _kicks
from terrarium._errors import Interrupted


def interrupted():
    raise Interrupted


@unittest.skipUnless(hasattr(signal, "pthread_kill"), "there are no signals to threads")
class KicksTest(unittest.TestCase):
    def interrupts(self):
        previous = {number: signal.getsignal(number) for number in signal.valid_signals()}
        made = _kicks.Interrupts()
        self.addCleanup(signal.signal, made._signal, previous[made._signal] or signal.SIG_DFL)
        return made

    def test_ends_a_wait_that_began_just_after_the_signal(self):
        interrupts = self.interrupts()
        kick, kicks = interrupts._kick, []

        def miss_the_first():
            kicks.append(0)
            if len(kicks) > 1:
                kick()

        interrupts._kick = miss_the_first

        def work(_):
            threading.Thread(target=interrupts.interrupt, args=(1,)).start()
            time.sleep(1000)

        with self.assertRaises(Interrupted):
            interrupts.run(1, work, None)
        self.assertGreaterEqual(len(kicks), 2)
        self.assertEqual(interrupts.raised, 1)

    def test_raises_once_for_an_interrupt_that_is_told_many_times(self):
        interrupts = self.interrupts()

        def work(_):
            for _ in range(20):
                interrupts.interrupt(1)

        with self.assertRaises(Interrupted):
            interrupts.run(1, work, None)
        self.assertEqual(interrupts.run(2, lambda value: value + 1, 1), 2)

    def test_has_one_thread_insist_however_often_it_is_postponed(self):
        interrupts = self.interrupts()
        postponed, threads = [], []

        def is_entering():
            if len(postponed) < 50:
                postponed.append(0)
                threads.append(_thread._count())
                return interrupts._postpone()
            return False

        signal.signal(interrupts._signal, lambda *_: interrupts._is_wanted() and not is_entering() and interrupted())
        with self.assertRaises(Interrupted):
            interrupts.run(1, lambda _: (interrupts.interrupt(1), time.sleep(1000)), None)

        self.assertEqual(len(postponed), 50)
        self.assertLessEqual(max(threads), min(threads) + 1)

    def test_leaves_what_comes_after_it_alone(self):
        interrupts = self.interrupts()
        with self.assertRaises(Interrupted):
            interrupts.run(1, lambda _: (interrupts.interrupt(1), time.sleep(1000)), None)

        self.assertEqual(interrupts.run(2, lambda n: sum(1 for _ in range(n)), 300_000), 300_000)


if __name__ == "__main__":
    unittest.main()
