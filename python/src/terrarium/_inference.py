"""A thread of its own for calls that are to be made on one thread, such as those of a model on a GPU."""

from __future__ import annotations

import asyncio
import atexit
import contextvars
import os
import threading
import weakref
from collections.abc import Callable
from numbers import Real
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from terrarium._asyncify import AsyncFunction, called, require_blocking

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["CudaInferenceThread", "InferenceThread"]

P = ParamSpec("P")
R = TypeVar("R")

_FAREWELL_SECONDS = 2
_SOON_SECONDS = 0.001


class InferenceThread:
    """One thread on which calls are made one after the other, in their order, and awaited from any event loop.

    What CUDA and its libraries keep for each thread, such as the device that is chosen, handles and caches, is made
    once and stays: `await thread.run(torch.cuda.set_device, 1)` holds for all later calls.

    With `timeout`, in seconds, a call that has not ended by then, its wait for its turn included, raises
    asyncio.TimeoutError where it is awaited. One that runs cannot be stopped: it goes on, its result is dropped, and
    later calls wait for it. One that has not begun never begins. The same holds for a call whose task is cancelled.

    >>> async def main() -> int:
    ...     async with InferenceThread() as thread:
    ...         return await thread.run(pow, 2, 10)
    >>> asyncio.run(main())
    1024
    """

    def __init__(self, *, timeout: float | None = None, name: str = "terrarium-inference") -> None:
        self._timeout = _seconds(timeout)
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, and {name!r:.80} is none")
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._thread = threading.Thread(target=_serve, args=(self._calls,), name=name, daemon=True)
        self._lock = threading.Lock()
        self._has_begun = self._is_stopped = False
        self._end = weakref.finalize(self, self._calls.put, None)
        self._end.atexit = False

    def start(self) -> Self:
        """Starts the thread, which the first call does as well; once only."""
        with self._lock:
            if self._is_stopped:
                raise RuntimeError(f"{self._thread.name} was stopped: make another")
            self._begin()
        return self

    async def run(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Calls a function on the thread, after what was asked for before, and returns or raises what it does.

        It must be one that blocks: of coroutine functions and generators nothing would run on the thread.
        """
        require_blocking(function)
        loop = asyncio.get_running_loop()
        call = _Call(loop, function, args, kwargs)
        with self._lock:
            if self._is_stopped:
                raise RuntimeError(f"{self._thread.name} was stopped, and makes no more calls")
            self._begin()
            self._calls.put(call)
        if self._timeout is None:
            result: R = await call.outcome()
            return result
        timer = loop.call_later(self._timeout, call.expire, self._timeout)
        try:
            result = await call.outcome()
        finally:
            timer.cancel()
        return result

    def wrap(self, function: Callable[P, R]) -> AsyncFunction[P, R]:
        """Makes a coroutine function that runs a function on the thread; its `sync` is the function itself."""
        return AsyncFunction(function, lambda bound, args, kwargs: self.run(bound, *args, **kwargs))

    def stop(self) -> None:
        """Takes no more calls; the thread ends when it has made those that it has. Returns at once."""
        with self._lock:
            if not self._is_stopped:
                self._is_stopped = True
                self._end()

    def _begin(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self._thread.start()
            _open.add(self)
        elif not self._thread.is_alive():
            raise RuntimeError(
                f"{self._thread.name} is not in this process, which was forked from its own: make another here"
            )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stops the thread, and waits until it has ended."""
        self.stop()
        if self._has_begun:
            self._thread.join()

    async def __aenter__(self) -> Self:
        return self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stops the thread, and waits until it has ended, while the loop goes on."""
        self.stop()
        while self._thread.is_alive():
            await asyncio.sleep(_SOON_SECONDS)

    def __repr__(self) -> str:
        state = "stopped" if self._is_stopped else "running" if self._has_begun else "not started"
        return f"<InferenceThread {self._thread.name}, {state}>"


CudaInferenceThread = InferenceThread


class _Call:
    """A call, and the future of the loop that waits for it."""

    __slots__ = ("_args", "_context", "_error", "_function", "_future", "_has_begun", "_kwargs", "_loop", "_result")

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        self._loop = loop
        self._future = loop.create_future()
        self._context = contextvars.copy_context()
        self._function, self._args, self._kwargs = function, args, kwargs
        self._result: Any = None
        self._error: BaseException | None = None
        self._has_begun = False

    def make(self) -> None:
        """Makes the call, on the thread, and tells the loop."""
        if self._future.done():
            return
        self._has_begun = True
        try:
            self._result = self._context.run(called, self._function, self._args, self._kwargs)
        except BaseException as error:
            self._error = error
        try:
            self._loop.call_soon_threadsafe(self._settle)
        except RuntimeError:  # the loop is closed, and nobody waits
            pass

    def _settle(self) -> None:
        if not self._future.done():
            self._future.set_result(None)

    def expire(self, timeout: float) -> None:
        if not self._future.done():
            name = getattr(self._function, "__qualname__", None) or repr(self._function)
            what = "ended: it goes on, and later calls wait for it" if self._has_begun else "begun, and never will"
            self._error = asyncio.TimeoutError(f"after {timeout:g} s {name} had not {what}")
            self._future.set_result(None)

    async def outcome(self) -> Any:
        await self._future
        if self._error is None:
            return self._result
        try:
            raise self._error
        finally:
            self._error = None  # whose traceback has this frame


def _seconds(timeout: object) -> float | None:
    if timeout is None:
        return None
    words = f"timeout must be a finite number of seconds above 0, or None for no limit, not {timeout!r:.80}"
    if isinstance(timeout, bool) or not isinstance(timeout, Real):
        raise TypeError(words)
    seconds: Any = timeout
    if not 0 < seconds <= threading.TIMEOUT_MAX:
        raise ValueError(words)
    return float(seconds)


def _serve(calls: SimpleQueue[_Call | None]) -> None:
    call = calls.get()
    while call is not None:
        call.make()
        del call  # and so what it returned
        call = calls.get()


_open: weakref.WeakSet[InferenceThread] = weakref.WeakSet()


@atexit.register
def _leave() -> None:
    """Begins nothing more, and gives what runs a moment: C++ code may not survive a Python that ends under it."""
    threads = list(_open)
    for thread in threads:
        thread.stop()
        try:
            while True:
                thread._calls.get_nowait()
        except Empty:
            thread._calls.put(None)
    for thread in threads:
        thread._thread.join(_FAREWELL_SECONDS)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_open.clear)
