"""What a program does after `start()` is nothing to the loop, as one sees who reads its cycles in another process."""

import importlib.util
import json
import sys
import unittest
from pathlib import Path

import guest

if importlib.util.find_spec("numpy") is None:
    raise unittest.SkipTest("this Python has no NumPy, which terrarium.robot needs")

PROGRAM = Path(__file__).with_name("disturbing_the_loop.py")
DISTURBANCES = 12
PATIENCE = 600
"""Attempts are many where the machine is busy."""


class UnharmedTest(unittest.TestCase):
    def test_the_loop_goes_on_whatever_python_does_and_leaves_when_the_robot_is_disarmed(self):
        done = guest.start([sys.executable, "-B", str(PROGRAM)], guest.SURROUNDINGS, patience=PATIENCE)

        self.assertEqual(0, done.status, done.err)
        seen = {line["what"]: line["attempts"] for line in map(json.loads, done.out.splitlines())}
        for what, attempts in seen.items():
            with self.subTest(what):
                self.assertNotEqual("harmed", attempts[-1]["verdict"], "\n".join(map(str, attempts)))
        *disturbed, tripped = seen.values()
        self.assertEqual(DISTURBANCES, len(disturbed))
        self.assertGreater(seen["large packages are imported"][-1]["modules"], 100)
        self.assertGreaterEqual(seen["a call that keeps the GIL beside garbage"][-1]["garbage"], 50_000_000)
        for attempt in tripped:
            self.assertEqual(("disarmed", []), (attempt["safety"], attempt["wrong"]), tripped)
