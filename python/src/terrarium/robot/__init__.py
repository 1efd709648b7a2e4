"""Arms that a loop in Java moves every millisecond, whatever Python does.

    import asyncio
    from terrarium.robot import FrankaController, RobotInterface

    async def main():
        robot = RobotInterface(arm="on_start")  # a simulated arm, in this process
        controller = FrankaController(robot)
        await controller.start()
        await controller.move([0.3, 0, 0, -1.57, 0, 1.57, -0.78])
        await controller.stop()

    asyncio.run(main())

`FrankaRemoteController` commands an arm whose loop is in another process, `./terrarium robot serve`. NumPy is needed.

Behind this face the layout is a line, too; a file uses only files named before it:
    _values     what an arm is told            _board      reads what its loop writes
    _state      how an arm stands              _pace       when the next value is due
    _line       what a server is told          _asked      what it has not answered yet
    _connection how even cycles are            _callback   who is told of a fault
    _arm        an arm whose loop runs elsewhere
    _commands   what controllers have          _here       an arm in this process
"""

from __future__ import annotations

import os
import re
import weakref
from typing import TYPE_CHECKING, NoReturn

from terrarium._async_input import async_input
from terrarium._asyncify import asyncify
from terrarium._errors import (
    NotArrived,
    RobotDisarmed,
    RobotDisconnected,
    RobotError,
    RobotFault,
    RobotRefused,
)
from terrarium._inference import CudaInferenceThread, InferenceThread
from terrarium._mpify import mpify
from terrarium.robot._arm import Arm
from terrarium.robot._commands import AsyncCommands, SyncCommands
from terrarium.robot._connection import Connection
from terrarium.robot._state import ArmState
from terrarium.robot._values import numpy, seconds

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Literal

    from typing_extensions import Self

__all__ = [
    "ArmState",
    "Connection",
    "CudaInferenceThread",
    "FrankaController",
    "FrankaRemoteController",
    "InferenceThread",
    "NotArrived",
    "RobotDisarmed",
    "RobotDisconnected",
    "RobotError",
    "RobotFault",
    "RobotInterface",
    "RobotRefused",
    "async_input",
    "asyncify",
    "mpify",
]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ADDRESS = re.compile(r"\d+(\.\d+){3}|.*:.*")


class RobotInterface:
    """A simulated arm in this process, computed in Java.

    `model` is "fr3" or "fer", `simulator` "built-in", "mujoco", or "mujoco:" and the path of its library. `arm` says
    who arms its robot: "operator", someone outside this program, or "on_start", each `start()` of a controller by
    itself, as a simulated arm may. `priority` and `cpu` are of the loop's thread, and `shield` keeps the threads of
    all processes off its processor, where the system grants them.
    """

    __slots__ = ("__weakref__", "_arm", "_arms", "_closing", "_path")

    def __init__(
        self,
        ip: None = None,
        *,
        model: Literal["fr3", "fer"] = "fr3",
        simulator: str = "built-in",
        arm: Literal["operator", "on_start"] = "operator",
        name: str = "arm",
        priority: int | None = None,
        cpu: int | None = None,
        shield: bool = False,
    ) -> None:
        numpy()  # before a JVM is started for nothing
        if ip is not None:
            raise RobotRefused(
                f"ip must be None, for a simulated arm, and is {ip!r:.80}: this version commands no real arm"
            )
        if arm not in ("operator", "on_start"):
            raise RobotRefused(f'arm must be "operator" or "on_start", and is {arm!r:.80}: who arms the robot')
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise RobotRefused(
                f"{name!r:.80} is no name of a robot: it has lower-case letters, digits and underscores, and begins "
                "with a letter, as in 'left_arm'"
            )
        from terrarium.robot._here import left, opened

        asked = {"priority": priority, "cpu": cpu, "shield": shield or None}
        options = {"model": model, "simulator": simulator, "arm": arm, "name": name, **asked}
        self._path = opened({key: value for key, value in options.items() if value is not None})
        self._closing = weakref.finalize(self, left, self._path)
        self._closing.atexit = False  # the end of the JVM closes all
        self._arm = Arm(self._path)
        self._arms = weakref.WeakSet((self._arm,))

    @property
    def state(self) -> ArmState:
        """How the arm stands; a RobotError where no loop lives that could tell."""
        return self._arm.state()

    @property
    def safety(self) -> str:
        """The state of the robot's safety: "disarmed", "armed", "disarming" or "error"."""
        return self._arm.told_safety()

    def step(self, torque: object = None) -> NoReturn:
        """Refused: cycles are the loop's."""
        raise RobotRefused(
            'step() is not for programs: the loop steps the arm every millisecond; switch("torque") and set "torque"'
        )

    def close(self) -> None:
        """Brings the arm to rest, and closes it, for its controllers, too."""
        arms = list(self._arms)
        for each in arms:
            each.forsake("its RobotInterface was closed: open another, and make a controller of that")
        if self._closing.detach():
            from terrarium.robot._here import closed

            closed(self._path)
        for each in arms:
            each.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        hello = self._arm.hello
        return f"<RobotInterface of {hello['arm']}, a simulated {hello['model']}>"

    def __reduce__(self) -> str:
        raise TypeError(f"{self!r} belongs to this process, and can neither be copied nor travel to another")


class FrankaController(AsyncCommands):
    """Commands an arm; what takes time is awaited. `sync` has the same, for programs without an event loop.

    A server that does not answer anything for `timeout` seconds is taken for gone: RobotDisconnected.

    >>> from terrarium.robot import FrankaController
    >>> FrankaController("172.16.0.2")
    Traceback (most recent call last):
    ...
    TypeError: robot must be a RobotInterface, as in FrankaController(RobotInterface()), and is '172.16.0.2'
    """

    __slots__ = ()

    def __init__(self, robot: RobotInterface, *, timeout: float = 10.0) -> None:
        if not isinstance(robot, RobotInterface):
            raise TypeError(
                f"robot must be a RobotInterface, as in FrankaController(RobotInterface()), and is {robot!r:.80}"
            )
        super().__init__(Arm(robot._path, robot, timeout=seconds("timeout", timeout)))
        robot._arms.add(self._arm)

    @property
    def sync(self) -> SyncCommands:
        """The same controller with calls that wait on their thread."""
        return SyncCommands(self._arm)


class FrankaRemoteController(SyncCommands):
    """Commands an arm of another process, `./terrarium robot serve`; `aio` has the same, to be awaited.

    `address` is the server's name, as `--name` gives it, or the path of its socket. A server that does not answer
    anything for `timeout` seconds is taken for gone: RobotDisconnected.
    """

    __slots__ = ()

    def __init__(self, address: str | os.PathLike[str] | None = None, *, timeout: float = 10.0) -> None:
        numpy()
        patience = seconds("timeout", timeout)
        path = _socket(address)
        try:
            arm = Arm(path, timeout=patience)
        except RobotDisconnected as silent:
            raise RobotDisconnected(f"what listens at {path} cannot be used: {silent}") from None
        except OSError as error:
            raise RobotDisconnected(
                f"no server of an arm answers at {path} ({error.strerror or error}): start one, by "
                "./terrarium robot serve, and name it here as there"
            ) from None
        super().__init__(arm)

    @property
    def aio(self) -> AsyncCommands:
        """The same controller with calls that are awaited."""
        return AsyncCommands(self._arm)


def _socket(address: str | os.PathLike[str] | None) -> str:
    name = "arm" if address is None else os.fspath(address) if isinstance(address, os.PathLike) else address
    if not isinstance(name, str) or not name:
        raise RobotRefused(f"address must be the name of a server, or the path of its socket, and is {address!r:.80}")
    if os.sep in name:
        return name
    if _ADDRESS.fullmatch(name):
        raise RobotRefused(
            f"address must be the name of a server on this machine, or the path of its socket, and is {name!r:.80}: "
            "no server is reached over a network"
        )
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folder = os.path.join(runtime, "terrarium") if runtime else f"/tmp/terrarium-{os.getuid()}"
    if os.path.lexists(folder) and os.lstat(folder).st_uid != os.getuid():
        raise RobotDisconnected(
            f"{folder} is not this user's, so that whoever serves there is not trusted: name the socket"
        )
    return os.path.join(folder, f"{name}.sock")
