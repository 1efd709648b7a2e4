"""The items of a node that sees the whole stream.

Java comes as plain callables: `take()` waits for the next item and gives it, or END, or WAIT when it is to be
called again; `wait()` gives None when the next item is there at once, else an awaitable that is done when it is
there.
"""

from __future__ import annotations

from terrarium._iteration import END

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

__all__ = ["WAIT", "Intake"]

WAIT = object()
"""What stands for "not yet": between two calls, Python sees that it is interrupted."""

_BEFORE_OTHERS = 64
"""Items after which other tasks of the loop get their turn, even if the next item is there at once."""


class Intake:
    """Each item once, when it is asked for, by `for` or by `async for`.

    `for` waits on its thread, without the GIL. `async for` lets the loop go on with other tasks.
    """

    __slots__ = ("_asking", "_at_once", "_ended", "_take", "_wait")

    def __init__(self, take: Callable[[], Any], wait: Callable[[], Awaitable[Any] | None]) -> None:
        self._take = take
        self._wait = wait
        self._at_once = 0
        self._asking = False
        self._ended = False

    def __iter__(self) -> Intake:
        return self

    def __next__(self) -> Any:
        if self._is_over():
            raise StopIteration
        item = self._next()
        if item is END:
            raise StopIteration
        return item

    def __aiter__(self) -> Intake:
        return self

    async def __anext__(self) -> Any:
        if self._is_over():
            raise StopAsyncIteration
        self._asking = True
        try:
            await self._arrival()
        finally:
            self._asking = False
        item = self._next()
        if item is END:
            raise StopAsyncIteration
        return item

    def _is_over(self) -> bool:
        if self._asking:
            raise RuntimeError("the stream was asked for an item while another task waits for one")
        return self._ended

    def _next(self) -> Any:
        item = self._take()
        while item is WAIT:
            item = self._take()
        self._ended = item is END
        return item

    async def _arrival(self) -> None:
        arrival = self._wait()
        if arrival is not None:
            self._at_once = 0
            await arrival
            return
        self._at_once += 1
        if self._at_once % _BEFORE_OTHERS == 0:
            from asyncio import sleep

            await sleep(0)
