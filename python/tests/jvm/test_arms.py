"""Arms in the JVM of a Python process."""

import os
import unittest

import guest

_ASK = """
import json, os, socket
from terrarium import _jvm

def opened(**options):
    return json.loads(_jvm.java().robot(json.dumps(options)))

def asked(path, do, **fields):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)
        line.sendall((json.dumps({"id": 1, "do": do, **fields}) + "\\n").encode())
        return json.loads(line.makefile(encoding="utf-8").readline())
"""


def run(code):
    return guest.run(_ASK + code, prepared=False)


class ArmsTest(unittest.TestCase):
    def test_an_arm_is_served_at_a_socket_until_it_is_closed(self):
        done = run("""
_jvm.for_loops()
arm = opened(model="fer", name="left", arm="on_start", priority=0)["socket"]
other = opened()["socket"]
print(asked(arm, "hello", version=1)["ok"]["arm"])
print(asked(other, "start")["error"]["kind"])
_jvm.java().close_robot(arm)
print(os.path.exists(arm), os.path.exists(other))
print(other)
""")

        self.assertEqual((0, ""), (done.status, done.err))
        *said, other = done.out.splitlines()
        self.assertEqual(["left", "disarmed", "False True"], said)
        self.assertFalse(os.path.exists(other))

    def test_options_that_cannot_be_are_told(self):
        done = run("""
_jvm.for_loops()
error = opened(model="ur5")["error"]
print(error["kind"])
print(error["message"])
""")

        self.assertEqual("refused\nthere is no model of an arm 'ur5': expected fr3 or fer\n", done.out)

    def test_a_jvm_that_runs_for_pipelines_says_what_to_do(self):
        done = run("""
_jvm.java()
_jvm.for_loops()
error = opened()["error"]
print(error["kind"])
print(error["message"])
_jvm.java().close_robot("/nowhere")
""")

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertTrue(done.out.startswith("unavailable\nthis process's JVM was started for pipelines"), done.out)
