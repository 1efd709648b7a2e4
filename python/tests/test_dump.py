"""What is left out of the last words of a process."""

import unittest

import guest  # noqa: F401 - finds the package's sources

from terrarium._dump import Dump

WRITTEN = """about to
Fatal Python error: Aborted

Thread 0x00007f3b612e96c0 [python3.14] (most recent call first):
  File "/site/terrarium/_control.py", line 118 in _take
  File "/site/terrarium/_proxied.py", line 218 in _listen

Thread 0x00007f3b612e96c1 (most recent call first):
  File "/usr/lib/python3.14/selectors.py", line 452 in select
  File "/usr/lib/python3.14/asyncio/base_events.py", line 10 in run_forever
  File "/home/me/loops.py", line 7 in run
  File "/usr/lib/python3.14/threading.py", line 10 in run

Current thread 0x00007f3b620cb500 [python3.14] (most recent call first):
  File "/home/me/robot.py", line 5 in move
  File "<terrarium>/_proxied.py", line 245 in _made
  File "/usr/lib/python3.14/asyncio/events.py", line 80 in _run
  File "/usr/lib/python3.14/asyncio/runners.py", line 44 in run
  File "<terrarium>/_proxied.py", line 57 in main
  File "<string>", line 7 in <module>

Extension modules: numpy (total: 1)
"""

KEPT = """about to
Fatal Python error: Aborted

Thread 0x00007f3b612e96c1 (most recent call first):
  File "/usr/lib/python3.14/selectors.py", line 452 in select
  File "/usr/lib/python3.14/asyncio/base_events.py", line 10 in run_forever
  File "/home/me/loops.py", line 7 in run
  File "/usr/lib/python3.14/threading.py", line 10 in run

Current thread 0x00007f3b620cb500 [python3.14] (most recent call first):
  File "/home/me/robot.py", line 5 in move

Extension modules: numpy (total: 1)
"""


def kept(written, size):
    dump = Dump()
    return "".join([dump.of(written[at : at + size]) for at in range(0, len(written), size)]) + dump.end()


class DumpTest(unittest.TestCase):
    def test_leaves_out_our_frames_and_threads_that_have_no_others_however_it_comes(self):
        for size in (1, 2, 7, 100, 10_000):
            with self.subTest(size):
                self.assertEqual(KEPT, kept(WRITTEN, size))

    def test_leaves_out_a_thread_that_has_no_frames_of_others_at_the_end(self):
        written = (
            "Fatal Python error: Aborted\n\n"
            "Current thread 0x1 (most recent call first):\n"
            '  File "/x/asyncio/events.py", line 8 in _run\n'
            '  File "/x/terrarium/_proxied.py", line 9 in main\n'
            '  File "<string>", line 1 in <module>\n'
        )

        self.assertEqual("Fatal Python error: Aborted\n\n", kept(written, 5))

    def test_keeps_all_else(self):
        for written in (
            'Traceback (most recent call last):\n  File "/x/terrarium/_worker.py", line 3, in f\n',
            '  File "<string>", line 1 in <module>\n',
            '  File "/x/asyncio/events.py", line 8 in _run\n',
            '  File "/x/asyncio/events.py", line 8 in _run\n  File "/x/mine.py", line 8 in main\n',
            "Thread 0x1 (most recent call first):",
            "Thread 0x1 (most recent call first):\n\nno frames\n",
            "Current thread 0x1 (most recent call first):\n  <no Python frame>\n",
            '  File "half',
            "\n\nThr\nThread\nCurr",
        ):
            for size in (1, 1000):
                with self.subTest(written, size=size):
                    self.assertEqual(written, kept(written, size))

    def test_hands_on_at_once_what_is_no_dump(self):
        dump = Dump()

        pieces = [dump.of(piece) for piece in ("name: ", "Thread 0x", "\n  Fi", "ne")]

        self.assertEqual(["name: ", "Thread 0x", "\n", "  Fine"], pieces)


if __name__ == "__main__":
    unittest.main()
