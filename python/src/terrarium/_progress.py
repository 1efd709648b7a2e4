"""What a program wants to be told of a run while it lasts."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, TypeVar

    T = TypeVar("T")
    Progress = Callable[[int, int], object]

__all__ = ["checked", "told"]

_FORM = "on_progress takes a function that is called as on_progress(done, total)"


def checked(on_progress: Any) -> None:
    """Raises a TypeError for what cannot be called with two numbers, or would have to be awaited."""
    if on_progress is None:
        return
    import inspect

    if not callable(on_progress):
        raise TypeError(f"{_FORM}, and this is of type {type(on_progress).__qualname__}")
    for function in (on_progress, getattr(type(on_progress), "__call__", None)):  # noqa: B004 - how it is defined
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            raise TypeError(f"{_FORM} and not awaited, and this is async: write it by def, and have it create a task")
    try:
        signature = inspect.signature(on_progress)
    except (TypeError, ValueError):  # some functions written in C do not tell
        return
    try:
        signature.bind(0, 0)
    except TypeError as error:
        raise TypeError(f"{_FORM}, and this cannot be: {error}") from None


async def told(on_progress: Progress, start: Callable[[Progress], Awaitable[T]]) -> T:
    """Awaits a run that tells of itself; what the function raises stops it, and is raised when it has cleaned up."""
    import asyncio  # not before there is a loop: Ctrl-C in its first import would leave it half imported

    failure: list[Exception] = []

    def tell(done: int, total: int) -> None:
        if not failure:
            try:
                on_progress(done, total)
            except Exception as error:
                failure.append(error)
                run.cancel()

    run = asyncio.ensure_future(start(tell))
    try:
        outputs = await run
    except asyncio.CancelledError:
        if failure:
            raise failure[0] from None
        raise
    if failure:
        raise failure[0]
    return outputs
