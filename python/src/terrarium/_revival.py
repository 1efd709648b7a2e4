"""Mends an event loop that an interrupt has cut off.

asyncio takes a callback from its queue and then calls it, and an interrupt may come between the two, or while a
future that is done tells those who wait for it. What was to be called is lost then: a task of which it was the
next step never goes on, and whoever waits for that task waits for ever.
"""

from __future__ import annotations

import asyncio
from inspect import CORO_CREATED, getcoroutinestate

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["drop", "revive"]


def _kinds(*names: str) -> tuple[Any, ...]:
    """The classes of asyncio that have these names, in C and in Python."""
    found = [getattr(module, name, None) for module in (asyncio, asyncio.tasks, asyncio.futures) for name in names]
    return tuple({kind for kind in found if kind is not None})


_TASKS = _kinds("Task", "_CTask", "_PyTask")
_FUTURES = _kinds("Future", "_CFuture", "_PyFuture")


def revive(loop: Any) -> None:
    """Lets each task go on whose next step was lost; to be called while the loop does not run."""
    ready = getattr(loop, "_ready", None)
    if ready is None:
        return  # a loop that is not asyncio's, and not of Python code that can be cut off
    scheduled = {id(getattr(handle._callback, "__self__", None)) for handle in ready if not handle._cancelled}
    for task in asyncio.all_tasks(loop):
        kind = _one_of(_TASKS, task)
        if kind is not None and not task.done():
            awaited: Any = task._fut_waiter  # type: ignore[attr-defined]
            if awaited is not None and not awaited.done():
                _release(task, awaited)
            elif id(task) not in scheduled:
                _resume(kind, task, loop)


def drop(coroutine: Any, loop: Any) -> None:
    """Ends a coroutine that an interrupt has kept from becoming a task; to be called while the loop does not run.

    A task that was cut off while it was made may be known to nobody but the loop's queue.
    """
    if getcoroutinestate(coroutine) != CORO_CREATED or any(
        task.get_coro() is coroutine for task in asyncio.all_tasks(loop)
    ):
        return
    for handle in tuple(getattr(loop, "_ready", ())):
        task: Any = getattr(handle._callback, "__self__", None)
        if _one_of(_TASKS, task) is not None and task.get_coro() is coroutine:
            handle.cancel()
            task._log_destroy_pending = False
    coroutine.close()


def _one_of(kinds: tuple[Any, ...], what: Any) -> Any:
    return next((kind for kind in kinds if isinstance(what, kind)), None)


def _release(task: Any, awaited: Any) -> None:
    """Ends what a cancelled task awaits and cannot be cancelled, such as a gather that was not told of its end."""
    kind = _one_of(_FUTURES, awaited)
    if task._must_cancel and kind is not None:
        kind.cancel(awaited)


def _resume(kind: Any, task: Any, loop: Any) -> None:
    """Schedules the next step, which only the making of a task can do: it is made once more, of the same coroutine."""
    callbacks: Any = tuple(task._callbacks or ())
    is_cancelled = task._must_cancel
    context = {"context": task.get_context()} if hasattr(task, "get_context") else {}  # from 3.12 on
    kind.__init__(task, task.get_coro(), loop=loop, name=task.get_name(), **context)
    for callback, own in callbacks:
        task.add_done_callback(callback, context=own)
    if is_cancelled:
        task.cancel()
