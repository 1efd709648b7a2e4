"""One living event loop, for those who cannot be inside it themselves."""

from __future__ import annotations

import asyncio
import sys
import threading

from terrarium._faults import has_users_frames
from terrarium._revival import drop, revive

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from typing import Any

__all__ = ["Loop"]

_WAKE_SECONDS = 0.1


class Loop:
    """An event loop that lives from first use to `close`; tasks and connections survive between awaits.

    It runs on the thread that awaits, while that thread awaits. One thread at a time may use it.

    An interrupt may cut it off anywhere, and what was to be called next is lost then; so before it runs again
    after one, and as long as something is to end, it is looked whether a task was left behind.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._runs = False
        self._is_whole = True
        self._awaited: asyncio.Future[Any] | None = None
        self._waking: asyncio.TimerHandle | None = None
        self._is_asked = False
        self._is_cancelling = False
        self._wake()

    def _wake(self) -> None:
        """Runs Python every now and then: an interrupt from the JVM reaches no thread that waits in C."""
        self._waking = self._loop.call_later(_WAKE_SECONDS, self._wake)

    def _mend(self) -> None:
        """Puts back what an interrupt has left undone or lost, but for the user's own callbacks."""
        if self._waking is not None:
            self._waking.cancel()
        self._wake()
        revive(self._loop)

    def prepare(self, prepare: Callable[[Any], object]) -> None:
        """Has the event loop itself prepared for what will run on it; before anything does."""
        prepare(self._loop)

    def wait_for(self, awaitable: Awaitable[Any]) -> Any:
        """Runs the loop until `awaitable` is done, and returns its result."""
        self._leave()
        if asyncio._get_running_loop() is None:
            return self._run(awaitable)
        return _on_another_thread(lambda: self._run(awaitable))

    def tell(self, callback: Callable[..., object], *arguments: Any) -> None:
        """Has something called when the loop runs, at once if it does; from any thread."""
        try:
            self._loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:  # it is closed
            pass

    def has_tasks(self) -> bool:
        """Whether tasks are left that have not ended; while the loop does not run."""
        return bool(asyncio.all_tasks(self._loop))

    def awaits(self, task: asyncio.Task[Any] | None) -> bool:
        """Whether a task is what `wait_for` waits for."""
        return task is not None and task is self._awaited

    def drop(self, coroutine: object) -> None:
        """Ends a coroutine that an interrupt has kept from becoming a task; while the loop does not run."""
        drop(coroutine, self._loop)

    def cancel(self) -> None:
        """Cancels what is awaited, or else what will be next, once; from any thread."""
        if self._is_asked:
            return
        self._is_asked = self._is_cancelling = True
        try:
            self._loop.call_soon_threadsafe(lambda: self._cancel(self._awaited))
        except RuntimeError:  # it is closed, and nothing is awaited any more
            pass

    def go_on(self) -> None:
        """Takes a `cancel` back that has come to nothing so far; on the thread that awaits."""
        self._is_asked = self._is_cancelling = False

    def _cancel(self, awaited: asyncio.Future[Any] | None) -> None:
        if self._is_cancelling and awaited is not None:
            self._is_cancelling = False
            awaited.cancel()

    def _run(self, awaitable: Awaitable[Any]) -> Any:
        if not self._is_whole:
            self._mend()
        task = asyncio.ensure_future(awaitable, loop=self._loop)
        self._cancel(task)
        hooks = sys.get_asyncgen_hooks()
        self._is_whole = False
        self._runs = True
        try:
            result = self._drive(task)
        except BaseException as error:
            self._runs = False
            self._leave()
            sys.set_asyncgen_hooks(*hooks)
            if not task.done():  # an interrupt came out of the loop itself, and what awaits must not linger
                self._end({task})
                where = _failure(task)
                if where is not None and has_users_frames(where):
                    error.__context__ = error.__context__ or where  # shows where the task stood
            elif not task.cancelled():  # and if nobody looked at the failure, the loop would say so
                self._is_whole = task.exception() is error and isinstance(error, Exception)
            raise
        else:
            self._is_whole = True
            return result
        finally:
            self._runs = False

    def _drive(self, future: asyncio.Future[Any]) -> Any:
        """Runs the loop until a future is done."""
        self._awaited = future
        future.add_done_callback(self._stop)
        try:
            self._loop.run_forever()
        finally:
            self._awaited = None
        if not future.done():
            raise RuntimeError("the event loop was stopped by what ran on it, before what was awaited had ended")
        return future.result()

    def _stop(self, future: asyncio.Future[Any]) -> None:
        if future is self._awaited:  # not one that an interrupt has put an end to waiting for
            self._loop.stop()

    def _end(self, futures: set[asyncio.Future[Any]]) -> None:
        """Cancels what still runs, and waits for its end."""
        for future in futures:
            future.cancel()
        while futures:
            self._mend()
            self._drive(self._loop.create_task(_pause(futures)))
            futures = {future for future in futures if not future.done()}

    def _end_all(self) -> None:
        self._leave()
        tasks: set[asyncio.Future[Any]] = {*asyncio.all_tasks(self._loop)}
        if asyncio._get_running_loop() is None:
            self._end(tasks)
        else:
            _on_another_thread(lambda: self._end(tasks))

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
            self._end_all()
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


async def _pause(futures: set[asyncio.Future[Any]]) -> None:
    """Waits until these are done, but not for long."""
    await asyncio.wait(futures, timeout=_WAKE_SECONDS)


def _on_another_thread(work: Callable[[], Any]) -> Any:
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
