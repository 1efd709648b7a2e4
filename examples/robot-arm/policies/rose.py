"""Draws a rose: says 50 times in a second where the hand is wanted.

It misbehaves twice, on purpose. Before it is half done it keeps the interpreter for 300 ms, and when the rose is drawn it never
answers again. Neither may disturb the arm's loop.
"""

import math
import time

from terrarium import bus

PETALS = 5
RADIUS = 0.2  # m
RATE = 50  # questions in a second, as robot.toml has it
BLOCK = 0.3  # s
REST = 15  # questions between the rose and the end

questions = round(bus.parameter("rose.seconds") * RATE)
blocked = round(questions * 0.45)


def act(seen):
    number = seen["number"]
    if number == blocked:
        keep_busy(BLOCK)
    if number > questions + REST:
        never_answer()
    return {"pose": wanted(min(1.0, number / questions), seen["initial_ee"])}


def wanted(share, pose):
    """The pose of the hand when so much of the rose is drawn: as it began, and moved within its upright plane."""
    angle = math.pi * share * share * (3 - 2 * share)  # From rest to rest.
    radius = RADIUS * math.sin(PETALS * angle)
    pose = [list(row) for row in pose]
    pose[1][3] += radius * math.cos(angle)
    pose[2][3] += radius * math.sin(angle)
    return pose


def keep_busy(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def never_answer():
    while True:
        pass
