"""Streams of items across the border that are as fast as who takes them.

A Feed drives an async iterable for a Java subscriber, with as many items as it was given credit for. A
JavaPublisher is a Java publisher as an async iterable; Java asks its publisher for a small window ahead.
"""

from __future__ import annotations

import asyncio
import contextvars

from terrarium._futures import Arrival

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
    from typing import Any

    Deliver = Callable[[int, Any], int]

__all__ = ["END", "WAIT", "Feed", "JavaPublisher", "Published"]

_ITEM, _ERROR, _END, _CANCELLED = range(4)

_STOP = -1
"""The credit that Java gives when it wants no more."""

_BEFORE_OTHERS = 64
"""Items after which other tasks of the loop get their turn, even if the next item is there at once."""


class Published:
    """An async iterable that Java's subscribers can subscribe to, in the context it was published in."""

    __slots__ = ("_context", "_loop", "_taken", "_values")

    def __init__(self, loop: asyncio.AbstractEventLoop, values: AsyncIterable[Any]) -> None:
        if not hasattr(type(values), "__aiter__"):
            kind = type(values).__qualname__
            raise TypeError(f"{kind!r} object is not an async iterable: call an async generator function")
        self._loop = loop
        self._values = values
        self._context = contextvars.copy_context()
        self._taken = False

    def feed(self, deliver: Deliver) -> Feed:
        """Starts to feed one subscriber, which has no credit yet."""
        if self._taken and hasattr(type(self._values), "__anext__"):
            raise RuntimeError("an async generator gives its items once: it has a subscriber already")
        self._taken = True
        feed = Feed(self._loop, self._values, deliver)
        self._loop.call_soon_threadsafe(feed.begin, context=self._context.copy())
        return feed


class Feed:
    """Feeds one subscriber. `deliver(kind, value)` takes an item and gives further credit, or the end."""

    __slots__ = ("_arrival", "_credit", "_deliver", "_ended", "_loop", "_task", "_values")

    def __init__(self, loop: asyncio.AbstractEventLoop, values: AsyncIterable[Any], deliver: Deliver) -> None:
        self._loop = loop
        self._values: Any = values
        self._deliver: Any = deliver
        self._credit = 0
        self._arrival: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    def more(self, credit: int) -> None:
        """Lets the iterable run for so many further items."""
        self._loop.call_soon_threadsafe(self._more, credit)

    def cancel(self) -> None:
        """Ends the iterable."""
        self._loop.call_soon_threadsafe(self._cancel)

    def begin(self) -> None:
        self._task = self._loop.create_task(self._run())

    def _more(self, credit: int) -> None:
        self._credit += credit
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def _cancel(self) -> None:
        if self._task is not None and not self._ended:
            self._task.cancel()

    async def _run(self) -> None:
        try:
            await self._feed()
        except asyncio.CancelledError:
            self._last(_CANCELLED, None)
        except (Exception, KeyboardInterrupt, SystemExit) as error:
            self._last(_ERROR, error)
        else:
            self._last(_END, None)

    def _last(self, kind: int, value: Any) -> None:
        deliver, self._deliver, self._values, self._task = self._deliver, None, None, None
        deliver(kind, value)

    async def _feed(self) -> None:
        iterator = self._values.__aiter__()
        try:
            count = 0
            while self._credit >= 0:
                if self._credit == 0:
                    self._arrival = self._loop.create_future()
                    await self._arrival
                    continue
                try:
                    item = await iterator.__anext__()
                except StopAsyncIteration:
                    return
                further = self._deliver(_ITEM, item)
                item = None
                self._credit = _STOP if further == _STOP else self._credit - 1 + further
                count += 1
                if count % _BEFORE_OTHERS == 0:
                    await asyncio.sleep(0)
        finally:
            self._ended = True
            await _close(iterator)


async def _close(iterator: AsyncIterator[Any]) -> None:
    close = getattr(iterator, "aclose", None)
    if close is not None:
        await close()


class _Mark:
    __slots__ = ()


END = _Mark()
WAIT = _Mark()


class JavaPublisher:
    """A Java publisher: each `async for` over it subscribes anew, and its end or `aclose` cancels."""

    __slots__ = ("__weakref__", "_java")

    def __init__(self, java: Callable[[], Callable[..., Any]]) -> None:
        self._java = java

    def __aiter__(self) -> AsyncGenerator[Any, None]:
        return _items(self._java)


async def _items(subscribe: Callable[[], Callable[..., Any]]) -> AsyncGenerator[Any, None]:
    loop = asyncio.get_running_loop()
    take = subscribe()
    try:
        while True:
            item = take()
            if item is WAIT:
                arrival = Arrival(loop)
                item = take(arrival)
                if item is WAIT:
                    await arrival
                    continue
            if item is END:
                return
            yield item
            item = None
    finally:
        take(None, None)
