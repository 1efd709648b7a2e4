"""The coroutines of scripts: one event loop, which runs within operations alone."""

from __future__ import annotations

import asyncio
from collections import deque
from inspect import CORO_CLOSED, getcoroutinestate
from typing import TYPE_CHECKING, Any

from terrarium._loop import Loop

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

__all__ = ["Turns"]


_PATIENCE_SECONDS = 1
"""How long a task that has failed waits for somebody who looks at it."""


class _Handling(asyncio.Task[Any]):
    """A handler's coroutine, which knows whether somebody has cancelled it."""

    is_unwanted = False

    def cancel(self, msg: Any | None = None) -> bool:
        self.is_unwanted = True
        return super().cancel(msg)

    def failure(self) -> BaseException | None:
        """What it has raised, now that it has ended; neither an interrupt, which did not wait until it is asked for,
        nor that it was cancelled by somebody."""
        try:
            error = self.exception()
        except asyncio.CancelledError as cancelled:
            return None if self.is_unwanted else cancelled
        return error if isinstance(error, Exception) else None


class Turns:
    """One operation at a time runs the loop, on whichever thread it is; `stop` and `tell` are for other threads.

    What an interrupt has cut off is mended before the loop runs again, so that no other task is lost by it.
    """

    def __init__(self) -> None:
        self._loop = Loop()
        self._loop.prepare(self._prepare)
        self._own: asyncio.Task[Any] | None = None
        self._bell: asyncio.Future[None] | None = None
        self._stopped = 0
        self._failures: deque[BaseException] = deque()
        self._topics: dict[asyncio.Task[Any], str] = {}
        """Of which topics' handlers the tasks are that have not ended."""
        self._unseen: set[asyncio.Task[Any]] = set()
        """What scripts have made tasks of that has failed, and nobody may have looked at."""

    def _prepare(self, loop: Any) -> None:
        loop.set_task_factory(self._task)
        loop.set_exception_handler(self._failed)
        loop.add_signal_handler = _refuse_signals

    def _task(self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, **options)
        task.add_done_callback(self._made_ended)
        return task

    def _made_ended(self, task: asyncio.Task[Any]) -> None:
        if _is_unseen(task):
            self._unseen.add(task)
            task.get_loop().call_later(_PATIENCE_SECONDS, self._look, task)

    def _look(self, task: asyncio.Task[Any]) -> None:
        """Notes the failure of a task that nobody has looked at; while the loop has others, that has had some time."""
        self._unseen.discard(task)
        error = task.exception() if _is_unseen(task) else None
        if isinstance(error, Exception):
            self._failures.append(error)
            self._ring()

    def _failed(self, loop: Any, context: dict[str, Any]) -> None:
        """What asyncio would log, of callbacks that scripts have given it."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._failures.append(error)
            self._ring()
        elif error is None:
            loop.default_exception_handler(context)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Runs a coroutine to its end, and returns its result; others go on meanwhile."""
        try:
            return self._loop.wait_for(work)
        finally:
            self._loop.drop(work)

    def is_run(self) -> bool:
        """Whether the current task is what `run` runs to its end, and holds the operation as long as it awaits."""
        return self._loop.awaits(asyncio.current_task())

    def begin(self, work: Coroutine[Any, Any, object], topic: str) -> None:
        """Runs a handler's coroutine until its first await that does not complete; what it raises so far is raised
        here."""
        first = self._first_step(work, topic)
        try:
            self.run(first)
        finally:
            if getcoroutinestate(first) == CORO_CLOSED:  # else an interrupt has left it to the next turn
                self._loop.drop(work)

    async def _first_step(self, work: Coroutine[Any, Any, object], topic: str) -> None:
        task = _Handling(work, loop=asyncio.get_running_loop())
        self._topics[task] = topic
        task.add_done_callback(self._forget)
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            pass  # by one who cancels all tasks; this ends here anyway
        finally:
            error = task.failure() if task.done() else None
            if error is not None:
                raise error
            task.add_done_callback(self._ended)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._topics.pop(task, None)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """Nobody waits for it: a later turn raises what it has raised."""
        error = task.failure() if isinstance(task, _Handling) else None
        if error is not None:
            self._failures.append(error)

    def turn(self, number: int) -> list[str]:
        """Runs the loop until nothing is left, or `stop` has been called with this number; says what waits.

        Raises what a coroutine has raised that nobody waits for.
        """
        self.run(self._turn(number))
        if not self._loop.has_tasks():  # who could look
            for task in tuple(self._unseen):
                self._look(task)
        if self._failures:
            raise self._failures.popleft()
        return self.waiting()

    async def _turn(self, number: int) -> None:
        self._own = asyncio.current_task()
        self._bell = asyncio.get_running_loop().create_future()
        try:
            while number > self._stopped and not self._failures:
                tasks = asyncio.all_tasks() - {self._own}
                if not tasks:
                    return
                try:
                    await asyncio.wait({*tasks, self._bell}, return_when=asyncio.FIRST_COMPLETED)
                except asyncio.CancelledError:
                    if not self.is_run():
                        raise
                    # else by one who cancels all tasks
        finally:
            self._bell = None

    def stop(self, number: int) -> None:
        """Has the turn of this number, and those before, end at the next await; from any thread."""
        self._stopped = max(self._stopped, number)
        self._loop.tell(self._ring)

    def _ring(self) -> None:
        if self._bell is not None and not self._bell.done():
            self._bell.set_result(None)

    def tell(self, callback: Callable[..., object], *arguments: Any) -> None:
        """Has something called by the loop when it runs; from any thread."""
        self._loop.tell(callback, *arguments)

    def has_waiting(self) -> bool:
        """Whether there is something for a turn to do; while the loop does not run."""
        return bool(self._failures) or self._loop.has_tasks() or any(map(_is_unseen, self._unseen))

    def waiting(self) -> list[str]:
        """The topics of handlers whose coroutines wait, and an empty text if others do; while the loop does not run."""
        if not self.has_waiting():
            return []
        topics = {topic for task, topic in self._topics.items() if not task.done()}
        return sorted(topics) or [""]

    def close(self) -> None:
        """Cancels what still runs, and waits for it."""
        self._loop.close()


def _is_unseen(task: Any) -> bool:
    """Whether a task has failed, and nobody has asked it for what."""
    return task.done() and not task.cancelled() and bool(task._log_traceback)


def _refuse_signals(*_: object) -> None:
    raise RuntimeError(
        "scripts cannot handle signals, which belong to the program that runs them: have what sends one publish on a "
        "topic, or call a function of the script, instead"
    )
