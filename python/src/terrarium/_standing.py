"""Tells where the main thread of a process stands, from another thread or from none."""

from __future__ import annotations

import sys
from time import sleep

from terrarium._interrupt import stack

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import socket
    from types import FrameType

    Place = tuple[int, int]

__all__ = ["dump_on_arrival", "standing"]

_BETWEEN_SECONDS = 0.001
_LOOKS = 3
_STEP = 2
_LETS_GO = ("JUMP", "POP_JUMP", "RESUME", "FOR_ITER", "SEND", "YIELD")
"""How instructions begin at which Python code gives the GIL to others; at any other that stays it waits in C."""
_F_SETOWN, _F_SETSIG = "F_SETOWN", "F_SETSIG"


def standing(thread: int) -> tuple[bool, list[tuple[str, str, str, int]]]:
    """Returns whether a thread is in C code that has let the GIL go, and its frames, the innermost first.

    Called by a thread that has the GIL, and gives it away between two looks: Python code gets further meanwhile.
    """
    seen = set()
    for look in range(_LOOKS):
        if look:
            sleep(_BETWEEN_SECONDS)
        frame = sys._current_frames().get(thread)
        if frame is None:
            return False, []
        seen.add((id(frame), frame.f_lasti))
        if len(seen) > 1 or _lets_go(frame):
            return False, stack(thread)
    return True, stack(thread)


def _lets_go(frame: FrameType) -> bool:
    from opcode import opname

    code, at = frame.f_code.co_code, frame.f_lasti
    return at < 0 or opname[code[at]].startswith(_LETS_GO)


def dump_on_arrival(end: socket.socket) -> None:
    """Has the frames of the main thread written to a socket whenever something comes by it, also while C code keeps
    the GIL: the system says so by a signal, and its handler needs nobody.

    To be called by the main thread. What nobody reads in time is cut off: the thread does not wait for it. Where the
    system has no such signals nothing is ever written.
    """
    import faulthandler
    import fcntl
    import os
    import signal

    if not hasattr(fcntl, _F_SETSIG) or not hasattr(signal, "SIGRTMAX"):
        return
    number = _free()
    faulthandler.register(number, end.fileno(), all_threads=False)
    fcntl.fcntl(end, getattr(fcntl, _F_SETOWN), os.getpid())
    fcntl.fcntl(end, getattr(fcntl, _F_SETSIG), number)
    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)


def _free() -> int:
    import signal

    for number in range(int(signal.SIGRTMAX) - 1, int(signal.SIGRTMIN), -1):
        if signal.getsignal(number) == signal.SIG_DFL:
            return number
    return int(signal.SIGRTMAX)
