"""Disturbs a loop in every way that a program should not, each after `start()`, and prints as JSON what an outside
reader saw meanwhile, in each attempt, and what that amounts to."""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import disturbances
from disturbances import KeepsTheGil

from terrarium.robot import FrankaController, RobotError, RobotFault, RobotInterface

ATTEMPTS = 5
"""A loop that Python keeps waiting waits each time; one that the machine keeps waiting does not."""

SHARE, USUAL_SHARE = 0.9, 0.5
"""How many of its cycles an unharmed loop has run at least; and one that the system has granted nothing."""

REFLEX = 20
"""An arm that gets no torques for so long, in ms, stops by itself."""

UNHARMED, EXCUSED, HARMED = "unharmed", "the machine kept others waiting, too", "harmed"

FAR = [2.5, 0, 0, -1.57079, 0, 1.57079, -0.7853]


class Outside:
    """The reader of the loop's ring, in a process of its own."""

    def __init__(self, ring, address):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("outside_reader.py")), ring, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.process.stdout.readline()

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Loop:
    """The loop that is disturbed; another one once the arm has stopped."""

    def __init__(self):
        self.robot = RobotInterface(arm="on_start")
        self.controller = FrankaController(self.robot).sync
        self.start()

    def start(self):
        for _ in range(ATTEMPTS):
            with contextlib.suppress(RobotFault):  # of the loop before, or of this one already
                granted = self.controller.start()
                self.is_real_time = granted[0].startswith("scheduling: granted")
                self.outside = Outside(self.controller._arm.ring().path, self.robot._path)
                return
        sys.exit(f"{ATTEMPTS} loops were begun, and each had ended at once")

    def disturbed_by(self, disturb):
        """What became of the loop's cycles meanwhile."""
        begin = time.monotonic_ns()
        facts = disturb() or {}
        self.outside.tell(f"{begin} {time.monotonic_ns()}")
        return {**self.outside.answer(), "running": self.controller.running, **facts}

    def tripped(self, is_stuck):
        """What became of them when the robot was disarmed while the arm moved, and the policy was stuck."""

        def move():
            with contextlib.suppress(RobotError):
                self.controller.move(FAR)

        moving = threading.Thread(target=move)
        moving.start()
        self.outside.tell("trip")
        while self.controller.running:
            is_stuck()
        moving.join()
        return self.outside.answer()

    def is_unharmed(self, seen):
        share = SHARE if self.is_real_time else USUAL_SHARE
        return (
            seen["running"]
            and seen["safe"] == seen["lost"] == 0
            and seen["longest"] < REFLEX
            and seen["cycles"] > share * seen["milliseconds"]
        )

    def attempts(self, attempt, is_unharmed):
        """Attempts until one comes through. Without a priority, others who wait excuse a loop that does."""
        attempts = []
        while len(attempts) < ATTEMPTS:
            if not self.controller.running:
                self.outside.close()
                self.start()
            seen = attempt()
            is_excused = not self.is_real_time and seen["witness"] > REFLEX / 2
            attempts.append({**seen, "verdict": UNHARMED if is_unharmed(seen) else EXCUSED if is_excused else HARMED})
            if attempts[-1]["verdict"] != HARMED:
                break
        return attempts


def came_to_rest(seen):
    return seen["lost"] == 0 and seen["speed"] > 0 and not seen["wrong"]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        garbage = disturbances.Garbage(folder)
        keeps_the_gil = KeepsTheGil()
        ways = {
            "a model is called": disturbances.calls_a_model,
            "a PNG is decoded": disturbances.decodes_a_png(folder),
            "a large array is loaded": disturbances.loads_an_array(folder),
            "time.sleep(0.1)": disturbances.sleeps_long,
            "time.sleep(0.002)": disturbances.sleeps_often,
            "the network is read": disturbances.reads_from_the_network,
            "input() waits": disturbances.asks_for_input,
            "arithmetic": disturbances.computes,
            "a call that keeps the GIL": keeps_the_gil,
            "a call that keeps the GIL in an executor": keeps_the_gil.in_an_executor,
            "large packages are imported": disturbances.imports_large_packages,
            "a call that keeps the GIL beside garbage": keeps_the_gil.beside(garbage),
        }
        loop = Loop()
        for what, disturb in ways.items():
            attempts = loop.attempts(lambda disturb=disturb: loop.disturbed_by(disturb), loop.is_unharmed)
            print(json.dumps({"what": what, "attempts": attempts}), flush=True)
        attempts = loop.attempts(lambda: loop.tripped(keeps_the_gil), came_to_rest)
        print(json.dumps({"what": "a trip", "attempts": attempts}), flush=True)
        loop.outside.close()


main()
