"""How a process is bound to the one that started it, so that nothing of it is left when that is no more."""

from __future__ import annotations

import os
import signal

__all__ = ["die_with_parent"]


def die_with_parent() -> list[int]:
    """Has the system kill this process and its children when the parent is no more, whatever they do then.

    Standard input is a pipe of which only the parent holds the other end, and into which it never writes. Its end
    is told to the group that this process leads, and to this process, should it leave the group. Returns the
    descriptors that do so; what reads standard input finds it empty.
    """
    import fcntl

    lifeline = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 3)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.close(nothing)
    try:
        os.setpgid(0, 0)  # Ctrl-C in a terminal is for the parent alone
    except OSError:
        pass  # it leads a group already
    lifelines = [lifeline]
    if hasattr(fcntl, "F_SETSIG"):
        _kill_at_end(lifeline, -os.getpgrp())
        try:
            lifelines.append(os.open(f"/proc/self/fd/{lifeline}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
            _kill_at_end(lifelines[1], os.getpid())
        except OSError:
            pass  # there is no /proc
    return lifelines


def _kill_at_end(pipe: int, whom: int) -> None:
    import fcntl

    fcntl.fcntl(pipe, fcntl.F_SETOWN, whom)
    fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
