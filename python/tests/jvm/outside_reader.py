"""Reads the ring of a loop from another process, and says of spans of time what the loop did in them.

Its arguments are the ring's file and the arm's socket. A line with two times of the monotonic clock, in ns, is answered
by what the cycles between them say; a line `trip` has the robot disarmed, by a connection of its own, and is answered by
what the cycles say until that is done.
"""

import json
import sys
import threading
import time

import numpy as np

from terrarium.robot._arm import Arm
from terrarium.robot._board import Ring

SAFE_TORQUE = 2
"""The flag of a cycle that gave the arm its safe torque."""


class Reader:
    def __init__(self, path):
        self.ring = Ring(path)
        self.next = max(0, self.ring.written() - 1)
        self.lock = threading.Lock()
        self.rows = []
        self.lost = 0

    def read(self):
        with self.lock:
            rows, lost, self.next = self.ring.since(self.next)
            self.lost += lost
            self.rows.append(rows)

    def between(self, begin, end):
        """What the cycles say whose torques were written in that time."""
        self.read()
        with self.lock:
            rows = np.concatenate(self.rows)
            written = rows["written"][:, 0]
            mine = rows[(written >= begin) & (written <= end)]
        times = np.concatenate([[begin], mine["written"][:, 0], [end]])
        return {
            "cycles": len(mine),
            "milliseconds": (end - begin) / 1e6,
            "longest": float(np.diff(times).max()) / 1e6,
            "safe": int((mine["flags"][:, 0] & SAFE_TORQUE != 0).sum()),
            "lost": self.lost,
        }


def main():
    reader = Reader(sys.argv[1])
    over = threading.Event()

    def follow():
        while not over.wait(0.2):
            reader.read()

    threading.Thread(target=follow, daemon=True).start()
    for line in sys.stdin:
        if line == "trip\n":
            arm = Arm(sys.argv[2])
            begin = time.monotonic_ns()
            safety = arm.disarm().wait()
            print(json.dumps({"safety": safety, **reader.between(begin, time.monotonic_ns())}), flush=True)
        else:
            print(json.dumps(reader.between(*map(int, line.split()))), flush=True)
    over.set()


main()
