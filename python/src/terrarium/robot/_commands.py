"""What a controller of an arm has, whether one waits for it on a thread or awaits it on an event loop."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, overload

from terrarium.robot._connection import Connection, Measuring
from terrarium.robot._values import numpy, seconds

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from typing_extensions import Self

    from terrarium._errors import RobotError
    from terrarium.robot._arm import Arm
    from terrarium.robot._state import ArmState
    from terrarium.robot._values import Floats

__all__ = ["AsyncCommands", "Commands", "SyncCommands"]

_LOOK_SECONDS = 0.02
_CONNECTION_SECONDS = 5.0
_LEAST_SECONDS = 0.01
"""In less, too few cycles are seen."""


class _Gain:
    """An attribute of the arm that is asked for and set by its name."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, instance: Commands, owner: type | None = None) -> Floats: ...

    def __get__(self, instance: Commands | None, owner: type | None = None) -> Self | Floats:
        return self if instance is None else _array(instance._arm.setting()["gains"][self._name])

    def __set__(self, instance: Commands, value: object) -> None:
        instance._arm.set(self._name, value).wait()


class Commands:
    """What takes no time but that of an answer: under a millisecond, in which the calling thread waits."""

    __slots__ = ("__weakref__", "_arm")

    kp = _Gain("Stiffness of each joint, N m/rad, of impedance and PID.")
    kd = _Gain("Damping of each joint, N m s/rad, of impedance and PID.")
    ki = _Gain("Integral gain of each joint, N m/(rad s), of PID.")
    ee_kp = _Gain("Stiffness of the operational space, 1/s², 6 numbers: three of position, three of rotation.")
    ee_kd = _Gain("Damping of the operational space, 1/s, 6 numbers.")
    null_kp = _Gain("Stiffness of the null space of the operational space, of each joint.")
    null_kd = _Gain("Damping of the null space of the operational space, of each joint.")

    torque_limit = _Gain("The largest torque of each joint, N m; the arm's own limit holds in any case.")
    torque_diff_limit = _Gain("How fast the torque of each joint may change, N m/s; the arm's own limit holds, too.")

    def __init__(self, arm: Arm) -> None:
        self._arm = arm

    @property
    def state(self) -> ArmState:
        """How the arm stands, all of one cycle; a RobotError where no loop lives that could tell."""
        return self._arm.state()

    @property
    def running(self) -> bool:
        """Whether the loop lives, whoever has started it; False after `close()`.

        Raises RobotDisconnected where nobody tells it any more.
        """
        return self._arm.runs()

    @property
    def safety(self) -> str:
        """The state of the robot's safety as it was told last: "disarmed", "armed", "disarming" or "error".

        Raises RobotDisconnected where nobody tells it any more.
        """
        return self._arm.told_safety()

    @property
    def law(self) -> str:
        """The law that is in use."""
        return str(self._arm.setting()["law"])

    @property
    def q_desired(self) -> Floats:
        """The joint positions wanted, rad, also in the middle of a move; set, from the next cycle on."""
        return self._arm.state()["q_desired"]

    @q_desired.setter
    def q_desired(self, value: object) -> None:
        self._arm.set("q_desired", value).wait()

    @property
    def ee_desired(self) -> Floats:
        """The pose wanted of the tool, 4x4."""
        return self._arm.state()["ee_desired"]

    @ee_desired.setter
    def ee_desired(self, value: object) -> None:
        self._arm.set("ee_desired", value).wait()

    @property
    def torque(self) -> Floats:
        """The torques wanted, N m, of the law "torque"."""
        return _array(self._arm.setting()["torque"])

    @torque.setter
    def torque(self, value: object) -> None:
        self._arm.set("torque", value).wait()

    @property
    def initial_qpos(self) -> Floats:
        """Where the joints stood at the last start or switch, rad; before the first start, where they stand."""
        return _array(self._arm.setting()["initial_qpos"])

    @property
    def initial_ee(self) -> Floats:
        """Where the tool was then, 4x4."""
        return _array(self._arm.setting()["initial_ee"]).reshape(4, 4)

    @property
    def error_callback(self) -> Callable[[RobotError], object] | None:
        """Is called with the error when the loop ends by a fault, or its server is gone; the next call raises it, too.

        On the event loop that ran where it was set, where it may be a coroutine function; else on a thread of its own.
        It may call whatever a controller has, `stop` among it, which does not raise the fault there. A start that it
        makes leaves none to be raised.
        """
        return self._arm.callback.function

    @error_callback.setter
    def error_callback(self, callback: Callable[[RobotError], object] | None) -> None:
        self._arm.callback.take(callback)

    def switch(self, law: str) -> None:
        """Has another law take over at the next cycle, which wants the arm to stay as it stands.

        "impedance", "pid", "osc", "osc_damped", "torque" or "gravity".
        """
        self._arm.switch(law).wait()

    def set_freq(self, hertz: float = 50.0) -> None:
        """Sets how often in a second `set` returns, for each attribute, 0.1 to 1000; at first that is 50.

        It counts from the next `set` on: one that waits keeps its period.
        """
        self._arm.pace.set_freq(hertz)

    def set_tcp(self, tool: object) -> None:
        """Sets the tool, 4x4 from the flange; the arm is wanted to stay as it stands."""
        self._arm.set("tool", tool).wait()

    def loop_stats(self) -> dict[str, Any]:
        """The loop's statistics since its start, with the units in their names."""
        return self._arm.stats()

    def close(self) -> None:
        """Leaves the arm, which comes to rest if nobody else commands it; what is asked afterwards is refused."""
        self._arm.close()

    def __repr__(self) -> str:
        state = "running" if self._arm.is_running else "not running"
        return f"<{type(self).__name__} of {self._arm.hello['arm']}, {state}>"

    def __reduce__(self) -> str:
        raise TypeError(f"{self!r} belongs to this process, and can neither be copied nor travel to another")


class SyncCommands(Commands):
    """Calls that wait on their thread."""

    __slots__ = ()

    def start(self) -> tuple[str, ...]:
        """Starts the loop, which holds the arm where it stands; returns what the system has granted it, line by line.

        It takes seconds, in which an arm in memory rehearses, and waits first for the end of a start that was given
        up. Raises RobotDisarmed unless the robot is armed, and RobotError if it was stopped meanwhile.
        """
        return self._arm.start().wait()

    def stop(self) -> str:
        """Brings the arm to rest, and ends the loop; returns how it ended."""
        return self._arm.stop().wait()

    def set(self, name: str, value: object, *, hold: float | None = None) -> None:
        """Sets an attribute, and waits until the next value is due, by `set_freq`.

        With `hold` the arm gives way if nothing else is set for so many seconds.
        """
        self._arm.set(name, value, hold).wait()
        rest = self._arm.pace.rest(name, time.monotonic())
        if rest > 0:
            time.sleep(rest)

    def move(
        self, qpos: object = None, *, velocity: object = None, acceleration: object = None, jerk: object = None
    ) -> None:
        """Moves to joint positions, rad, home at first, and returns when the arm has arrived; else raises NotArrived.

        It has when each joint is within 0.03 rad of its goal; it may still move a little then.

        Limits are one number for all joints or one for each: rad/s, rad/s², rad/s³. Interrupted, as by Ctrl-C, the arm
        stays where it is.
        """
        self._arm.move(qpos, velocity=velocity, acceleration=acceleration, jerk=jerk).wait()

    def test_connection(self, duration: float = _CONNECTION_SECONDS) -> Connection:
        """Looks at the loop's cycles for some seconds, from outside; returns how even they were."""
        length = seconds("duration", duration, least=_LEAST_SECONDS)
        measuring = Measuring(self._arm.ring(), length)
        while not measuring.is_over():
            time.sleep(_LOOK_SECONDS)
        self._arm.state()
        return measuring.result()

    def record(self, fields: Sequence[str] | None, seconds: float, path: str | os.PathLike[str]) -> int:
        """Records every cycle for some seconds into a file, .npz of NumPy or .arrow of Arrow; returns how many.

        Fields are the columns of a ring, such as "q" and "torque"; None stands for all.
        """
        return self._arm.record(fields, seconds, path).wait()

    def disarm(self) -> str:
        """Disarms the robot, and with it stops the arm; returns the state of its safety."""
        return self._arm.disarm().wait()


class AsyncCommands(Commands):
    """Calls that are awaited on an event loop, which goes on meanwhile."""

    __slots__ = ()

    async def start(self) -> tuple[str, ...]:
        """Starts the loop, which holds the arm where it stands; returns what the system has granted it, line by line.

        It takes seconds, in which an arm in memory rehearses, and waits first for the end of a start that was given
        up. Raises RobotDisarmed unless the robot is armed, and RobotError if it was stopped meanwhile.
        """
        self._arm.callback.adopt_loop()
        return await self._arm.start().awaited()

    async def stop(self) -> str:
        """Brings the arm to rest, and ends the loop; returns how it ended."""
        return await self._arm.stop().awaited()

    async def set(self, name: str, value: object, *, hold: float | None = None) -> None:
        """Sets an attribute, and sleeps until the next value is due, by `set_freq`.

        With `hold` the arm gives way if nothing else is set for so many seconds.
        """
        await self._arm.set(name, value, hold).awaited()
        await asyncio.sleep(self._arm.pace.rest(name, time.monotonic()))

    async def move(
        self, qpos: object = None, *, velocity: object = None, acceleration: object = None, jerk: object = None
    ) -> None:
        """Moves to joint positions, rad, home at first, and returns when the arm has arrived; else raises NotArrived.

        It has when each joint is within 0.03 rad of its goal; it may still move a little then.

        Limits are one number for all joints or one for each: rad/s, rad/s², rad/s³. Cancelled, the arm stays where it
        is.
        """
        await self._arm.move(qpos, velocity=velocity, acceleration=acceleration, jerk=jerk).awaited()

    async def test_connection(self, duration: float = _CONNECTION_SECONDS) -> Connection:
        """Looks at the loop's cycles for some seconds, from outside; returns how even they were."""
        length = seconds("duration", duration, least=_LEAST_SECONDS)
        measuring = Measuring(self._arm.ring(), length)
        while not measuring.is_over():
            await asyncio.sleep(_LOOK_SECONDS)
        self._arm.state()
        return measuring.result()

    async def record(self, fields: Sequence[str] | None, seconds: float, path: str | os.PathLike[str]) -> int:
        """Records every cycle for some seconds into a file, .npz of NumPy or .arrow of Arrow; returns how many.

        Fields are the columns of a ring, such as "q" and "torque"; None stands for all.
        """
        return await self._arm.record(fields, seconds, path).awaited()

    async def disarm(self) -> str:
        """Disarms the robot, and with it stops the arm; returns the state of its safety."""
        return await self._arm.disarm().awaited()


def _array(numbers: list[float]) -> Floats:
    array: Floats = numpy().array(numbers, dtype=float)
    return array
