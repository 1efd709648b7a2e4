"""Who is told of a fault when it happens, besides whoever calls next."""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from contextvars import ContextVar

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from terrarium._errors import RobotError

__all__ = ["Callback"]

_logger = logging.getLogger("terrarium.robot")

_told: ContextVar[RobotError | None] = ContextVar("terrarium-robot-told", default=None)
"""What the function was told that runs here, and whatever it calls, awaits or begins as a task."""


class Callback:
    """A function of the error, or None, with the event loop on which it is called."""

    def __init__(self) -> None:
        self.function: Callable[[RobotError], object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Future[Any]] = set()

    def take(self, function: Callable[[RobotError], object] | None) -> None:
        """Has somebody told of a fault: on the event loop that runs here, or on a thread of its own."""
        if function is not None and not callable(function):
            raise TypeError(f"error_callback must be a function of the error, or None, and is {function!r:.80}")
        self.adopt_loop()
        self.function = function

    def adopt_loop(self) -> None:
        """Has the function be called on the event loop that runs here, if one does."""
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            pass

    def knows(self, error: RobotError | None) -> bool:
        """Whether whoever calls this is a function that was told that very error."""
        return error is not None and _told.get() is error

    def tell(self, error: RobotError) -> None:
        """Calls the function, elsewhere; does not wait."""
        function, loop = self.function, self._loop
        if function is None:
            return
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(self._call, function, error)  # in a context of its own
                return
            except RuntimeError:
                pass  # it was closed just now
        threading.Thread(
            target=_called_alone, args=(function, error), name="terrarium-robot-error", daemon=True
        ).start()

    def _call(self, function: Callable[[RobotError], object], error: RobotError) -> None:
        result = _called(function, error)
        if inspect.iscoroutine(result):
            task = asyncio.ensure_future(result)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


def _called(function: Callable[[RobotError], object], error: RobotError) -> object:
    _told.set(error)
    try:
        return function(error)
    except Exception:
        _logger.exception("error_callback failed")
        return None


def _called_alone(function: Callable[[RobotError], object], error: RobotError) -> None:
    result = _called(function, error)
    if inspect.iscoroutine(result):
        asyncio.run(result)
