"""Work on a thread that an event loop waits for without standing still."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from queue import SimpleQueue

from terrarium._errors import ExecutionError
from terrarium._iteration import END
from terrarium._stages import Stopped

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from typing import Any, TypeVar

    from terrarium._engine import Engine

    T = TypeVar("T")

__all__ = ["Conversation", "in_thread"]

_MOST_WAITING = 64


async def in_thread(work: Callable[[], T], stop: Callable[[], float]) -> T:
    """Does `work` on a thread; if that is cancelled, asks it to stop, and waits for as many seconds as that says.

    Who cancels it again does not wait. What has not stopped by then is left behind, and keeps no program from its end.
    """
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    outcome: list[T] = []
    failure: list[BaseException] = []
    ended = threading.Event()

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)
        ended.set()
        _tell(loop, lambda: None if over.done() else over.set_result(None))

    context = contextvars.copy_context()
    try:
        threading.Thread(target=context.run, args=(run,), name="terrarium-run", daemon=True).start()
        await asyncio.shield(over)
    except asyncio.CancelledError:
        await asyncio.wait({over}, timeout=stop())
        raise
    except BaseException:  # an interrupt, raised in here: the loop does not come back to this coroutine
        ended.wait(stop())
        raise
    if failure:
        raise failure[0]
    return outcome[0]


class Conversation:
    """A stream through an engine that has a thread of its own, from the first item on.

    One task at a time sends; others wait for it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._commands: SimpleQueue[tuple[bool, Any] | None] = SimpleQueue()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._outputs: asyncio.Queue[tuple[bool, Any]] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn = asyncio.Lock()
        self._work: asyncio.Task[None] | None = None
        self._is_over = False

    async def stream(self, items: AsyncIterator[Any] | None) -> AsyncIterator[Any]:
        """Iterates over what comes of all items."""
        try:
            if items is not None:
                async for item in items:
                    async for value in self.send(item):
                        yield value
            async for value in self.finish():
                yield value
        finally:
            await self._close()

    async def send(self, item: Any) -> AsyncIterator[Any]:
        """Iterates over what comes of an item."""
        async with self._turn:
            async for value in self._asked(True, item):
                yield value

    async def finish(self) -> AsyncIterator[Any]:
        """Iterates over what comes of the end, and waits for the clean-up."""
        async with self._turn:
            async for value in self._asked(False, None):
                yield value
            self._is_over = True
            self._commands.put(None)
            await self._over()

    def cancel(self) -> float:
        """Asks the engine to stop; returns for how many seconds it may be waited for."""
        self._is_over = True
        patience = self._engine.stop()
        self._commands.put(None)
        self._room.release(_MOST_WAITING)
        return patience

    async def _close(self) -> None:
        patience = None if self._is_over else self.cancel()
        if self._work is None or self._work.done():
            return
        done, _ = await asyncio.wait({self._work}, timeout=patience)
        if done:
            try:
                await self._over()
            except ExecutionError:
                pass

    async def _over(self) -> None:
        if self._work is not None:
            await asyncio.shield(self._work)

    async def _asked(self, is_item: bool, item: Any) -> AsyncIterator[Any]:
        if self._is_over:
            raise ExecutionError("the session is over: open another for further items")
        outputs = self._begin()
        self._commands.put((is_item, item))
        while True:
            is_output, value = await outputs.get()
            if not is_output:
                self._is_over = True
                await self._over()
                raise ExecutionError("the run was stopped")
            if value is END:
                return
            self._room.release()
            yield value

    def _begin(self) -> asyncio.Queue[tuple[bool, Any]]:
        """Starts the thread, when the first item is there."""
        if self._outputs is None:
            from terrarium._python_runs import conversation

            self._loop = asyncio.get_running_loop()
            self._outputs = asyncio.Queue()
            self._work = self._loop.create_task(self._watched(conversation))
        return self._outputs

    async def _watched(self, work: Callable[..., None]) -> None:
        try:
            await in_thread(lambda: work(self._engine, self._taken(), self._give), self.cancel)
        finally:
            if self._outputs is not None:
                self._outputs.put_nowait((False, None))

    def _taken(self) -> Iterator[tuple[bool, Any]]:
        while True:
            command = self._commands.get()
            if command is None:
                return
            yield command

    def _give(self, value: Any) -> None:
        if value is not END:
            self._room.acquire()
            if self._is_over and self._engine.is_stopped():
                raise Stopped
        loop, outputs = self._loop, self._outputs
        if loop is not None and outputs is not None:
            _tell(loop, lambda: outputs.put_nowait((True, value)))


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], object]) -> None:
    try:
        loop.call_soon_threadsafe(what)
    except RuntimeError:  # the loop is closed, and nobody waits
        pass
