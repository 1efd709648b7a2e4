"""Stops Python code that the JVM has given up waiting for.

On Python's main thread a signal does it, which also ends a sleep, a wait for a lock and most other system
calls; on other threads the JVM asks the interpreter to raise the exception. A signal may come late, so it is
Java that says, on the main thread itself, whether the call that runs now is the one it was meant for.
"""

from __future__ import annotations

import sys

from terrarium import _signals
from terrarium._errors import Interrupted
from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["install", "stack", "uninstall"]

_MOST_FRAMES = 256


def install(is_wanted: Callable[[], bool], raised: Callable[[], object], postpone: Callable[[], bool]) -> int:
    """Makes the main thread, which calls this, interruptible; returns the signal for it, or 0 without one.

    `is_wanted()` says whether an interrupt is meant for what the current thread runs; `raised()` is told on the
    thread where one was raised; `postpone()` has the signal sent again a moment later, unless that was done
    too often.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        if is_wanted() and not (frame is not None and _is_entering(frame) and postpone()):
            raise Interrupted

    global _load_special
    if sys.version_info >= (3, 14):
        # Not where a signal is handled: one that comes meanwhile would find the module half imported.
        from _opcode_metadata import opmap  # type: ignore[import-not-found, unused-ignore]

        _load_special = opmap["LOAD_SPECIAL"]
    tell(raised)
    return _signals.reserve(interrupt)


def tell(raised: Callable[[], object]) -> None:
    """Has the JVM told where an interrupt was raised."""
    Interrupted._raised = raised


def _is_entering(frame: FrameType) -> bool:
    """Whether a frame is about to enter a with-block, and would not leave it again.

    From 3.14 on CPython handles signals between the call of `__enter__` and the block: a lock that was just
    taken would stay locked for ever. A call that still waits there looks the same.
    """
    if _load_special is None:
        return False
    while frame.f_globals is globals() and frame.f_back is not None:
        frame = frame.f_back  # a signal that came while another is handled here
    code, last = frame.f_code.co_code, frame.f_lasti
    return last >= _STEP and code[last - _STEP] == _load_special and code[last - 1] in _ENTERS


_load_special: int | None = None
"""The instruction that looks `__enter__` up, from 3.14 on; found out once there are interrupts."""

_STEP = 2
_ENTERS = (0, 2)
"""`__enter__` and `__aenter__`, as LOAD_SPECIAL numbers them."""


def uninstall() -> None:
    """Tells nobody any more: a forked child has no JVM."""
    Interrupted._raised = None


def stack(thread: int) -> list[tuple[str, str, str, int]]:
    """Where a thread stands, innermost first: module, function, file, line of each frame."""
    frames: list[tuple[str, str, str, int]] = []
    frame = sys._current_frames().get(thread)
    while frame is not None and len(frames) < _MOST_FRAMES:
        code = frame.f_code
        module = sendable(str(dict.get(frame.f_globals, "__name__", "?")))
        function = getattr(code, "co_qualname", code.co_name)
        frames.append((module, sendable(function), sendable(code.co_filename), frame.f_lineno or 0))
        frame = frame.f_back
    return frames
