"""A simulated arm in this process: its loop runs in the process's own JVM, on threads that never wait for Python."""

from __future__ import annotations

import json

from terrarium import _jvm
from terrarium._errors import RobotError, RobotRefused, RuntimeUnavailableError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["opened"]


def opened(options: dict[str, Any]) -> str:
    """Opens an arm, and returns the socket where it is served; starts the JVM if there is none."""
    java = _jvm.java()
    if not hasattr(java, "robot"):
        raise RuntimeUnavailableError(
            "this Python runs inside a JVM, which opens its arms itself: have it do so in Java, or use "
            "FrankaRemoteController with a server of its own, ./terrarium robot serve"
        )
    answer = json.loads(java.robot(json.dumps(options)))
    if "error" in answer:
        error = answer["error"]
        raise (RobotRefused if error["kind"] == "refused" else RobotError)(error["message"])
    return str(answer["socket"])
