"""Futures across the border, and the one event loop that lives as long as the interpreter.

Coroutines of Java callers run on that loop, each in a copy of its caller's context. A Java future can be
awaited in any loop. Importing this costs the import of asyncio, so it happens on first use.
"""

from __future__ import annotations

import asyncio
import atexit
import contextvars
import inspect
import logging
import threading

from terrarium._errors import JavaError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator
    from typing import Any

__all__ = ["Arrival", "JavaFuture", "Submitted", "async_function", "living_loop"]

_logger = logging.getLogger("terrarium.asyncio")

_LAST_SECONDS = 1.0
"""What tasks get to end in when the JVM exits."""

_living: asyncio.AbstractEventLoop | None = None
_starting = threading.Lock()


def living_loop(start: Callable[[Callable[[], None]], object]) -> asyncio.AbstractEventLoop:
    """Returns the loop; `start(run)` is called once and must call `run` on a thread that it starts."""
    global _living
    with _starting:
        if _living is None:
            loop = asyncio.new_event_loop()
            start(lambda: _serve(loop))
            atexit.register(_end, loop)
            _living = loop
        return _living


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    threading.current_thread().name = "terrarium-loop"
    asyncio.set_event_loop(loop)
    while True:
        try:
            loop.run_forever()
            _logger.warning("something stopped the event loop that all of this process shares; it goes on")
        except BaseException as error:  # asyncio lets SystemExit and KeyboardInterrupt through
            _logger.warning("%s ended a task of the event loop, which goes on", repr(error), exc_info=error)


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Cancels what still runs, and waits for it within bounds."""
    ended = threading.Event()

    async def cancel_all() -> None:
        tasks = asyncio.all_tasks(loop) - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await loop.shutdown_asyncgens()
        ended.set()

    asyncio.run_coroutine_threadsafe(cancel_all(), loop)
    if not ended.wait(_LAST_SECONDS):
        _logger.warning("tasks of the shared event loop ignored their cancellation at the end of the JVM")


class Submitted:
    """An awaitable that runs on the living loop for a Java future.

    `done(kind, value)` is called there once: 0 and the result, 1 and the exception, or 2 when cancelled.
    """

    __slots__ = ("_awaitable", "_cancelled", "_done", "_loop", "_task")

    def __init__(self, loop: asyncio.AbstractEventLoop, awaitable: object, done: Callable[[int, Any], object]) -> None:
        if not inspect.isawaitable(awaitable):
            kind = type(awaitable).__qualname__
            raise TypeError(f"{kind!r} object cannot be awaited: call an async function, and pass what it gives")
        self._loop = loop
        self._awaitable: Any = awaitable
        self._done = done
        self._task: asyncio.Future[Any] | None = None
        self._cancelled = False

    def start(self) -> None:
        self._loop.call_soon_threadsafe(self._begin, context=contextvars.copy_context())

    def cancel(self) -> None:
        self._loop.call_soon_threadsafe(self._cancel)

    def _begin(self) -> None:
        awaitable, self._awaitable = self._awaitable, None
        if self._cancelled:
            if hasattr(awaitable, "close"):
                awaitable.close()  # else Python warns that it was never awaited
            self._done(2, None)
            return
        try:
            self._task = task = asyncio.ensure_future(awaitable, loop=self._loop)
        except Exception as error:  # a future of another loop
            self._done(1, error)
            return
        task.add_done_callback(self._finish)

    def _cancel(self) -> None:
        self._cancelled = True
        if self._task is not None:
            self._task.cancel()

    def _finish(self, task: asyncio.Future[Any]) -> None:
        self._task = None
        if task.cancelled():
            self._done(2, None)
            return
        error = task.exception()
        if error is None:
            self._done(0, task.result())
        else:
            self._done(1, error)


class Arrival:
    """Wakes whoever waits in a loop, from any thread. A loop that was closed meanwhile is told to the log."""

    __slots__ = ("_future", "_loop")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._future: asyncio.Future[None] = loop.create_future()

    def __await__(self) -> Generator[Any, None, None]:
        return self._future.__await__()

    def __call__(self) -> None:
        if self._future.done():
            return
        try:
            self._loop.call_soon_threadsafe(self._wake)
        except RuntimeError:
            _logger.warning("what Java sent arrived after the event loop that awaited it was closed")

    def _wake(self) -> None:
        if not self._future.done():
            self._future.set_result(None)


_STATE, _RESULT, _SUBSCRIBE, _CANCEL = range(4)
_PENDING, _DONE, _CANCELLED = range(3)


class JavaFuture:
    """A Java future: to be awaited in any loop, any number of times. Cancelling who awaits it cancels it."""

    __slots__ = ("__weakref__", "_failure", "_java")

    def __init__(self, java: Callable[..., Any]) -> None:
        self._java: Callable[..., Any] | None = java
        self._failure: BaseException | None = None

    def __await__(self) -> Generator[Any, None, Any]:
        if self._failure is not None:
            raise self._failure
        java: Any = self._java
        if java(_STATE) == _PENDING:
            arrival = Arrival(asyncio.get_running_loop())
            java(_SUBSCRIBE, arrival)
            try:
                yield from arrival.__await__()
            except BaseException:
                java(_CANCEL)
                raise
        if java(_STATE) == _CANCELLED:
            raise asyncio.CancelledError("the Java future was cancelled")
        try:
            return java(_RESULT)
        except JavaError:
            raise
        except BaseException as error:
            # Java's future holds this exception, which will hold the frames that hold this object: a circle
            # through both heaps, which neither collector sees.
            self._failure, self._java, java = error, None, None
            raise

    def done(self) -> bool:
        """Whether it has a result, an exception, or was cancelled."""
        return self._java is None or bool(self._java(_STATE) != _PENDING)

    def cancel(self) -> bool:
        """Asks the Java future to stop; says whether that was in time."""
        return self._java is not None and bool(self._java(_CANCEL))


def async_function(name: str, call: Callable[..., Awaitable[Any]]) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Makes a coroutine function of one that gives a Java future."""

    async def function(*args: Any, **kwargs: Any) -> Any:
        return await call(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    return function
