"""What the system grants the loop of an arm, where it has little to give: told in words, and the loop runs all the same."""

import importlib.util
import json
import os
import sys
import unittest

import guest

if importlib.util.find_spec("numpy") is None:
    raise unittest.SkipTest("this Python has no NumPy, which terrarium.robot needs")

ATTEMPTS = 5
REFLEX = "the arm stopped by a reflex: communication_constraints_violation"

ON_ONE_PROCESSOR = "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"

WITHOUT_THE_PRIVILEGE = """
import ctypes, resource
CAP_SYS_NICE = 23
libc = ctypes.CDLL(None)
header, sets = (ctypes.c_uint32 * 2)(0x20080522), (ctypes.c_uint32 * 6)()
assert libc.capget(header, sets) == 0
for each in range(3):
    sets[each] &= ~(1 << CAP_SYS_NICE)
assert libc.capset(header, sets) == 0
resource.setrlimit(resource.RLIMIT_RTPRIO, (0, 0))
"""

POLICY = """
from terrarium.robot import *
arm = FrankaController(RobotInterface(arm="on_start")).sync
print(json.dumps(dict(line.split(": ", 1) for line in arm.start())), flush=True)
begin = arm.initial_qpos
for step in range(50):
    arm.set("q_desired", begin + [0.002 * step, 0, 0, 0, 0, 0, 0])
print(arm.stop())
"""

SHIELDED = """
from terrarium.robot import *
everywhere = os.sched_getaffinity(0)
robot = RobotInterface(arm="on_start", cpu=max(everywhere), shield=True)
arm = FrankaController(robot).sync
print(json.dumps(dict(line.split(": ", 1) for line in arm.start())), flush=True)
print(max(everywhere) in os.sched_getaffinity(0))
arm.stop()
print(os.sched_getaffinity(0) == everywhere)
"""


@unittest.skipUnless(sys.platform == "linux", "real-time scheduling is Linux's")
class GrantedTest(unittest.TestCase):
    def granted_after(self, code):
        """Returns what was granted a loop that a policy has led; its arm stops by itself only where that is little."""
        done = self.run_of(f"{code}\n{POLICY}")
        granted, *end = done.out.splitlines() or [done.err]
        if REFLEX not in done.err or '"scheduling": "granted, ' in granted:
            self.assertEqual((0, "", ["the loop was stopped"]), (done.status, done.err, end))
        return json.loads(granted)

    @staticmethod
    def run_of(code):
        """Runs a program, and again where its arm stopped by itself, but not for ever."""
        for _ in range(ATTEMPTS):
            done = guest.run(f"import json, os\n{code}", prepared=False)
            if REFLEX not in done.err:
                break
        return done

    def test_a_process_with_one_processor_shares_it(self):
        granted = self.granted_after(ON_ONE_PROCESSOR)

        self.assertRegex(granted["affinity"], "^not asked: this process has one processor only, {[0-9]+}, which")

    def test_a_process_without_the_privilege_is_told_who_gives_it(self):
        granted = self.granted_after(WITHOUT_THE_PRIVILEGE)

        self.assertRegex(granted["scheduling"], "^NOT granted: SCHED_FIFO with priority 80 was refused: .*rtprio")
        self.assertEqual("not asked: the loop has no real-time scheduling itself", granted["virtual machine"])

    @unittest.skipIf(sys.platform == "linux" and len(os.sched_getaffinity(0)) < 2, "there is one processor only")
    def test_other_threads_are_kept_off_its_processor_while_the_loop_lives(self):
        done = self.run_of(SHIELDED)
        granted, is_there, is_back = done.out.splitlines() or self.fail(done.err)

        self.assertRegex(
            json.loads(granted)["shield"], "^(NOT granted: |granted, )keeping other threads off processor [0-9]+"
        )
        self.assertEqual(("False", "True", ""), (is_there, is_back, done.err))


if __name__ == "__main__":
    unittest.main()
