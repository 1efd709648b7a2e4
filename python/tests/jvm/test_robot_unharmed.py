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
DISTURBANCES = 11


class UnharmedTest(unittest.TestCase):
    def test_the_loop_goes_on_whatever_python_does_and_leaves_when_the_robot_is_disarmed(self):
        done = guest.start([sys.executable, "-B", str(PROGRAM)], guest.SURROUNDINGS)

        if "no real-time scheduling" in done.err:
            self.skipTest(done.err.splitlines()[-1])
        self.assertEqual(0, done.status, done.err)
        *disturbed, tripped = map(json.loads, done.out.splitlines())
        self.assertEqual(DISTURBANCES, len(disturbed))
        for seen in disturbed:
            with self.subTest(seen["what"]):
                self.assertGreater(seen["cycles"], 0.9 * seen["milliseconds"], seen)
                self.assertEqual(0, seen["lost"])
        self.assertEqual("disarmed", tripped["safety"])
        self.assertGreater(tripped["safe"], 0, tripped)
