"""Threads as the JVM needs them, and what it shows of them, of memory and of the garbage collector."""

from __future__ import annotations

import sys

from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

__all__ = ["enlarge_stacks", "memory", "threads"]

_MOST_FRAMES = 256
_STACK_BYTES = 32 << 20
_LEAST_STACK_BYTES = 1 << 20


def enlarge_stacks() -> None:
    """Threads that Python starts get what the JVM's own get: before 3.14, CPython recurses on the C stack
    without looking how much there is."""
    import _thread

    try:
        _thread.stack_size(_STACK_BYTES)
    except (ValueError, RuntimeError):
        pass  # the system has its own mind, and its own size
    original = _thread.stack_size

    def stack_size(size: int = 0, /) -> int:
        """As Python's, but for sizes on which Java could not run: its stacks end with guard pages."""
        if 0 < size < _LEAST_STACK_BYTES:
            raise ValueError(
                f"a thread's stack of {size} bytes is too small for Java, which Python code may call at any "
                f"time, as by print: use {_LEAST_STACK_BYTES} or more"
            )
        return original(size)

    for module in (_thread, sys.modules.get("threading")):
        if module is not None:
            setattr(module, stack_size.__name__, stack_size)


def threads() -> list[tuple[int, str, bool, list[list[object]]]]:
    """Each thread that runs Python or was started by it: number, name, whether a daemon, frames innermost first.

    A thread that others started has no name here. Nothing of the user's runs: neither the properties of a
    subclass of Thread nor locks that a stuck thread may hold.
    """
    known: dict[int, Any] = {}
    threading = sys.modules.get("threading")  # importing it here would make this thread the main one
    if threading is not None:
        known = dict(getattr(threading, "_active", {}))  # which it has not while it is being imported
    found = []
    frames = sys._current_frames()
    for ident in {**known, **frames}:
        thread = known.get(ident)
        ours = thread is not None and not isinstance(thread, threading._DummyThread)  # type: ignore[union-attr]
        name = sendable(str(thread.__dict__.get("_name", ""))) if ours else ""
        daemon = bool(thread.__dict__.get("_daemonic", True)) if ours else True
        found.append((ident, name, daemon, _walk(frames.get(ident))))
    return found


def _walk(frame: FrameType | None) -> list[list[object]]:
    stack: list[list[object]] = []
    while frame is not None and len(stack) < _MOST_FRAMES:
        code = frame.f_code
        module = sendable(str(dict.get(frame.f_globals, "__name__", "?")))
        if module != __name__:
            function = getattr(code, "co_qualname", code.co_name)
            stack.append([module, sendable(function), sendable(code.co_filename), frame.f_lineno or 0])
        frame = frame.f_back
    return stack


def memory() -> tuple[int, list[tuple[int, int, int, int]], tuple[int, int] | None]:
    """Blocks allocated; of each generation the objects that wait, its runs, what they freed and could not free;
    what tracemalloc traces now and at most, if it is on."""
    import gc

    generations = [
        (waiting, stats["collections"], stats["collected"], stats["uncollectable"])
        for waiting, stats in zip(gc.get_count(), gc.get_stats(), strict=False)
    ]
    tracemalloc = sys.modules.get("tracemalloc")
    traced = tracemalloc.get_traced_memory() if tracemalloc is not None and tracemalloc.is_tracing() else None
    return sys.getallocatedblocks(), generations, traced
