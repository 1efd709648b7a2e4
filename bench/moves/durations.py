"""Durations of random moves by Ruckig, as a table: what `./compare` holds Terrarium's moves against.

usage: durations.py KIND JOINTS COUNT SEED

KIND is
  rest    from rest to rest
  shared  the same, every joint with the limits that moves usually have: 10 rad/s, 5 rad/s^2, 1 rad/s^3
  inside  any start from which the limits can be kept
  any     any start within the limits of velocity and acceleration, also one from which the velocity must exceed its limit
A line has the kind, the number of
joints, seven lists (position, velocity, acceleration, goal, and the limits of velocity, acceleration and jerk), each with a number for
each joint, and the duration, nan where it finds none. Inputs have few digits, so that a line tells them exactly.
"""

import math
import random
import sys

import ruckig


def limits(chance):
    """A limit between 0.1 and 30, as likely small as large."""
    return round(math.exp(chance.uniform(math.log(0.1), math.log(30))), 3)


def started(kind, velocity, acceleration, jerk, chance):
    """A velocity and an acceleration to start with."""
    while True:
        v = int(1000 * velocity * chance.uniform(-1, 1)) / 1000
        a = int(1000 * acceleration * chance.uniform(-1, 1)) / 1000
        if kind == "any" or abs(v + a * abs(a) / (2 * jerk)) < velocity:
            return v, a


def problem(kind, joints, chance):
    if kind == "shared":
        most = [[10.0] * joints, [5.0] * joints, [1.0] * joints]
    else:
        most = [[limits(chance) for _ in range(joints)] for _ in range(3)]
    start = [round(chance.uniform(-3, 3), 3) for _ in range(joints)]
    goal = [round(chance.uniform(-3, 3), 3) for _ in range(joints)]
    begun = [(0.0, 0.0)] * joints
    if kind in ("inside", "any"):
        begun = [started(kind, *of, chance) for of in zip(*most, strict=True)]
    return [start, [v for v, _ in begun], [a for _, a in begun], goal, *most]


def duration(lists):
    joints = len(lists[0])
    wanted = ruckig.InputParameter(joints)
    wanted.current_position, wanted.current_velocity, wanted.current_acceleration = lists[:3]
    wanted.target_position = lists[3]
    wanted.max_velocity, wanted.max_acceleration, wanted.max_jerk = lists[4:]
    trajectory = ruckig.Trajectory(joints)
    try:
        result = ruckig.Ruckig(joints).calculate(wanted, trajectory)
    except (ruckig.RuckigError, ValueError):
        return math.nan
    return trajectory.duration if result == ruckig.Result.Working else math.nan


def main(kind, joints, count, seed):
    chance = random.Random(int(seed))
    print("# ruckig", ruckig.__version__)
    for _ in range(int(count)):
        lists = problem(kind, int(joints), chance)
        numbers = [f"{number:g}" for of in lists for number in of]
        print(kind, joints, *numbers, repr(duration(lists)))


if __name__ == "__main__":
    main(*sys.argv[1:])
