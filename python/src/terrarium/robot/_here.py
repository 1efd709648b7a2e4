"""A simulated arm in this process: its loop runs in the process's own JVM, on threads that never wait for Python."""

from __future__ import annotations

import json
from _thread import start_new_thread

from terrarium import _jvm
from terrarium._errors import RobotError, RobotRefused, RuntimeUnavailableError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["closed", "left", "opened"]

_KINDS: dict[str, type[Exception]] = {
    "refused": RobotRefused,
    "unavailable": RuntimeUnavailableError,
}


def opened(options: dict[str, Any]) -> str:
    """Opens an arm, and returns the socket where it is served; starts the JVM if there is none."""
    _jvm.for_loops()
    java = _jvm.java()
    if not hasattr(java, "robot"):
        raise RuntimeUnavailableError(
            "this Python runs inside a JVM, which opens its arms itself: have it do so in Java, or use "
            "FrankaRemoteController with a server of its own, ./terrarium robot serve"
        )
    answer = json.loads(java.robot(json.dumps(options)))
    if "error" in answer:
        error = answer["error"]
        if error["kind"] == "arm":  # no loop has ended here: it is the simulator that is not there
            raise RobotRefused(
                f'simulator must be "built-in", or a MuJoCo that can be used, and is {options["simulator"]!r:.80}: '
                f"{error['message']}"
            )
        raise _KINDS.get(error["kind"], RobotError)(error["message"])
    return str(answer["socket"])


def closed(path: str) -> None:
    """Closes an arm that was opened, if it is not closed already: it is brought to rest first."""
    if _jvm.is_there():
        _jvm.java().close_robot(path)


def left(path: str) -> None:
    """Has an arm closed that nobody has any more; does not wait, as a collector may call it."""
    start_new_thread(closed, (path,))
