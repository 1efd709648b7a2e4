"""One living event loop, for those who cannot be inside it themselves."""

from __future__ import annotations

import asyncio
import sys
import threading

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator
    from typing import Any

__all__ = ["Loop"]

_WAKE_SECONDS = 0.1


class Loop:
    """An event loop that lives from first use to `close`; tasks and connections survive between awaits.

    It runs on the thread that awaits, while that thread awaits. One thread at a time may use it.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._runs = False
        self._wake()

    def _wake(self) -> None:
        """Runs Python every now and then: an interrupt from the JVM reaches no thread that waits in C."""
        self._loop.call_later(_WAKE_SECONDS, self._wake)

    def wait_for(self, awaitable: Awaitable[Any]) -> Any:
        """Runs the loop until `awaitable` is done, and returns its result."""
        self._leave()
        if asyncio._get_running_loop() is None:
            return self._run(awaitable)
        return _on_another_thread(lambda: self._run(awaitable))

    def _run(self, awaitable: Awaitable[Any]) -> Any:
        task = asyncio.ensure_future(awaitable, loop=self._loop)
        hooks = sys.get_asyncgen_hooks()
        self._runs = True
        try:
            return self._loop.run_until_complete(task)
        except BaseException as error:
            self._runs = False
            self._leave()
            sys.set_asyncgen_hooks(*hooks)
            if not task.done():  # an interrupt came out of the loop itself, and what awaits must not linger
                task.cancel()
                self._loop.run_until_complete(_all_done({task}))
                error.__context__ = error.__context__ or _failure(task)  # shows where the task stood
            elif not task.cancelled():
                task.exception()  # else the loop says that nobody looked
            raise
        finally:
            self._runs = False

    def _leave(self) -> None:
        """Takes back what the loop notes while it runs, if an interrupt came just as it began or ended to."""
        loop: Any = self._loop
        if loop.is_running() and not self._runs:
            loop._stopping = False
            loop._thread_id = None
            asyncio._set_running_loop(None)

    def iterate(self, values: AsyncIterator[Any]) -> Iterator[Any]:
        """Takes `values` one by one, each when it is asked for."""
        try:
            while True:
                try:
                    value = self.wait_for(values.__anext__())
                except StopAsyncIteration:
                    return
                yield value
        finally:
            close = getattr(values, "aclose", None)
            if close is not None:
                self.wait_for(close())

    def close(self) -> None:
        """Cancels what still runs, as asyncio.run does at its end."""
        if self._loop.is_closed():
            return
        try:
            tasks: set[asyncio.Future[Any]] = {*asyncio.all_tasks(self._loop)}
            for task in tasks:
                task.cancel()
            self.wait_for(_all_done(tasks))
            self.wait_for(self._loop.shutdown_asyncgens())
            if hasattr(self._loop, "shutdown_default_executor"):  # from 3.9 on
                self.wait_for(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()


def _failure(task: asyncio.Future[Any]) -> BaseException | None:
    try:
        return task.exception()
    except asyncio.CancelledError as cancelled:
        return cancelled


async def _all_done(tasks: set[asyncio.Future[Any]]) -> None:
    if tasks:
        await asyncio.gather(*tasks, return_exceptions=True)


def _on_another_thread(work: Any) -> Any:
    """A thread that already runs a loop cannot run a second one."""
    outcome: list[Any] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run, name="terrarium-node-loop")
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]
