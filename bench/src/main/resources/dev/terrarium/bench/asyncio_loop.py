"""A control loop as a Python program has it: an asyncio task that wakes each millisecond, and a policy in the same loop.

    asyncio_loop.py KIND FOLDER SECONDS FILE

Each cycle does the operational-space law by NumPy and moves an arm of a fixed mass matrix, which is less than Terrarium's cycle
does. Deadlines are absolute, and one that has passed is left out. FILE gets the number of cycles, then the time of each, when
its torques were there, as int64 of the monotonic clock in ns. Ends with 3 without NumPy.
"""

import asyncio
import math
import struct
import sys
import time

import disturbances

try:
    import numpy as np
except ImportError:
    sys.exit(3)

_PERIOD = 1_000_000


class Arm:
    """Seven joints near the home posture of a Franka arm, with a mass matrix and a Jacobian that stay."""

    def __init__(self):
        diagonal = [1.4, 1.9, 1.3, 1.1, 0.22, 0.23, 0.2]
        self.mass = np.diag(diagonal) + 0.02
        self.jacobian = np.array([[math.sin(1 + row + 7 * column) for column in range(7)] for row in range(6)])
        self.q = np.zeros(7)
        self.dq = np.zeros(7)
        self.torque = np.zeros(7)

    def step(self, wanted):
        inverse = np.linalg.inv(self.mass)
        task = self.jacobian @ inverse @ self.jacobian.T
        inertia = np.linalg.inv(task) if abs(np.linalg.det(task)) >= 1e-2 else np.linalg.pinv(task, rcond=1e-2)
        error = np.concatenate([wanted, np.zeros(3)]) - self.jacobian @ self.q
        force = 100 * error - 20 * (self.jacobian @ self.dq)
        dual = inverse @ self.jacobian.T @ inertia
        null = self.mass @ (-10 * self.q - 6 * self.dq)
        torque = self.jacobian.T @ inertia @ force + (np.eye(7) - self.jacobian.T @ dual.T) @ null
        self.torque += np.clip(torque - self.torque, -0.99, 0.99)
        self.torque = np.clip(self.torque, -80, 80)
        self.dq += 1e-3 * (inverse @ (self.torque - 0.21 * self.dq))
        self.q += 1e-3 * self.dq


class Wanted:
    def __init__(self):
        self.where = np.zeros(3)

    async def decide(self):
        number = 0
        while True:
            number += 1
            self.where = np.array(disturbances.act(number))
            await asyncio.sleep(0.05)


async def control(arm, wanted, seconds, times):
    end = time.monotonic_ns() + int(seconds * 1e9)
    due = time.monotonic_ns() + _PERIOD
    while due < end:
        await asyncio.sleep((due - time.monotonic_ns()) / 1e9)
        woke = time.monotonic_ns()
        if woke < due:
            continue
        arm.step(wanted.where)
        times.append(time.monotonic_ns())
        due += _PERIOD * (1 + (woke - due) // _PERIOD)


async def main(kind, folder, seconds, file):
    arm, wanted, times = Arm(), Wanted(), []
    disturbances.begin(kind, folder)
    for _ in range(1000):
        arm.step(wanted.where)
    disturbances.go(True)
    policy = asyncio.create_task(wanted.decide()) if kind != "idle" else None
    await control(arm, wanted, seconds, times)
    if policy:
        policy.cancel()
    disturbances.end()
    with open(file, "wb") as out:
        out.write(struct.pack(f"<{len(times) + 1}q", len(times), *times))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]))
