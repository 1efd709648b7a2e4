"""Reads the ring of a loop from another process, and says of spans of time what the loop did in them.

Its arguments are the ring's file and the arm's socket. A line with two times of the monotonic clock, in ns, is answered
by what the cycles between them say; a line `trip` has the robot disarmed as soon as its arm moves, by a connection of
its own, and is answered by what the cycles say until the arm rests. It says a line when it has begun.
"""

import contextlib
import json
import sys
import threading
import time

import numpy as np

from terrarium.robot import RobotError
from terrarium.robot._arm import Arm
from terrarium.robot._board import Ring

SAFE = 2
"""The flag of a cycle that gave the arm its safe torque."""

MOVING = 0.3
"""So fast a joint of an arm that moves is, rad/s."""

# The safe torque of an FR3, as the guides tell it: each joint's velocity, damped, until all have rested for a while.
MOST = np.array([87, 87, 87, 87, 12, 12, 12])
DAMPING = MOST / 4
STEP = 1.0
REST, CYCLES_OF_REST = 0.01, 10


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

    def all(self):
        self.read()
        with self.lock:
            self.rows = [np.concatenate(self.rows)]
            return self.rows[0]

    def between(self, begin, end):
        """What the cycles say whose torques were written in that time."""
        rows = self.all()
        written = rows["written"][:, 0]
        mine = rows[(written >= begin) & (written <= end)]
        times = np.concatenate([[begin], mine["written"][:, 0], [end]])
        return {
            "cycles": len(mine),
            "milliseconds": (end - begin) / 1e6,
            "longest": float(np.diff(times).max()) / 1e6,
            "safe": int(is_safe(mine).sum()),
            "lost": self.lost,
        }

    def after_the_permit(self):
        """How fast the arm was in the first cycle that was not permitted to move it, and which from there on gave it
        other torques than the safe ones."""
        rows = self.all()
        without = np.flatnonzero(rows["permit"][:, 0] == 0)
        first = without[0] if len(without) else len(rows)
        if is_safe(rows[:first]).any() or first == len(rows):
            return {"lost": self.lost, "speed": 0, "wrong": [], "ended": "for another reason, before"}
        after = rows[first:]
        is_right = is_safe(after) & (after["permit"][:, 0] == 0)
        is_right &= (np.abs(after["torque"] - safe_torques(rows, first)) < 1e-9).all(axis=1)
        return {
            "lost": self.lost,
            "speed": float(np.abs(after["dq"][0]).max()),
            "cycles": len(after),
            "wrong": np.flatnonzero(~is_right).tolist(),
        }


def is_safe(rows):
    return rows["flags"][:, 0] & SAFE != 0


def safe_torques(rows, first):
    """What the cycles from the first on were to give: those that damp, as near as one step comes to them."""
    after, before = rows[first:], rows["torque"][first - 1 : -1]
    rests = (np.abs(after["dq"]) < REST).all(axis=1)
    moved = np.concatenate([[-1], np.flatnonzero(~rests)])
    cycles = np.arange(len(after))
    resting = cycles - moved[np.searchsorted(moved, cycles, side="right") - 1]
    wanted = np.where((resting >= CYCLES_OF_REST)[:, None], 0, -DAMPING * after["dq"])
    return before + np.clip(np.clip(wanted, -MOST, MOST) - before, -STEP, STEP)


class Witness:
    """Who sleeps for a ms at a time, as any program may, and notes when the machine let it sleep for longer."""

    LONG = 5_000_000

    def __init__(self):
        self.gaps = []

    def watch(self, over):
        before = time.monotonic_ns()
        while not over.is_set():
            time.sleep(0.001)
            now = time.monotonic_ns()
            if now - before > self.LONG:
                self.gaps.append((before, now))
            before = now

    def kept_waiting(self, begin, end):
        """For how long at once, in ms."""
        return max((late - early for early, late in self.gaps if early < end and late > begin), default=0) / 1e6


def main():
    reader, witness, over = Reader(sys.argv[1]), Witness(), threading.Event()

    def follow():
        while not over.wait(0.2):
            reader.read()

    threading.Thread(target=follow, daemon=True).start()
    threading.Thread(target=witness.watch, args=(over,), daemon=True).start()
    print("reading", flush=True)
    for line in sys.stdin:
        if line == "trip\n":
            arm = Arm(sys.argv[2])
            begin = time.monotonic_ns()
            with contextlib.suppress(RobotError):  # of a loop that has ended before
                while np.abs(arm.state()["qvel"]).max() < MOVING:
                    time.sleep(0.001)
            seen = {"safety": arm.disarm().wait(), **reader.after_the_permit()}
            end = time.monotonic_ns()
        else:
            begin, end = map(int, line.split())
            seen = reader.between(begin, end)
        print(json.dumps({**seen, "witness": witness.kept_waiting(begin, end)}), flush=True)
    over.set()


main()
