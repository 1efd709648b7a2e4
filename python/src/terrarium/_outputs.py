"""What a node's function gives, as outputs.

A generator or async generator gives each of its values, when asked for; a coroutine what it returns; None
nothing; anything else itself. `Emit(x)` is x, even if x is None.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Generator

from terrarium._emit import Emit

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from terrarium._loop import Loop

    Spread = Callable[[Any], Iterable[Any]]

__all__ = ["Outputs"]

_MOST_TYPES = 200


class Outputs:
    """Makes outputs of what one node gives, and awaits for it: on one event loop, which lives until `close`."""

    __slots__ = ("_is_cancelled", "_loop", "_spreads")

    def __init__(self) -> None:
        self._is_cancelled = False
        self._loop: Loop | None = None
        self._spreads: dict[type, Spread] = {}

    def of(self, result: Any) -> Iterable[Any]:
        """Returns the outputs of one call: a tuple if they are there already, else an iterator."""
        spread = self._spreads.get(type(result))
        if spread is None:
            spread = self._spread_for(result)
        return spread(result)

    def is_one(self, result: Any) -> bool:
        """Whether this, and all that is of its type, is one output as it is."""
        return (self._spreads.get(type(result)) or self._spread_for(result)) is _one

    def finish(self, result: Any) -> None:
        """Awaits a call whose outcome is of no interest."""
        for _ in self.of(result):
            pass

    def value_of(self, result: Any) -> Any:
        """Returns what a call gives, awaited if it is to be."""
        return self._living_loop().wait_for(result) if isinstance(result, Awaitable) else result

    def all_of(self, result: Any) -> Iterable[Any]:
        """Returns the outputs of a call that was made once for all items: of any iterable, each value."""
        if isinstance(result, Awaitable):
            return self.all_of(self._living_loop().wait_for(result))
        if result is None or isinstance(result, (Emit, Generator, AsyncGenerator)):
            return self.of(result)
        if hasattr(type(result), "__aiter__"):
            return _each(self._living_loop().iterate(type(result).__aiter__(result)))
        if isinstance(result, (str, bytes, bytearray, dict)) or not hasattr(type(result), "__iter__"):
            kind = type(result).__qualname__
            raise TypeError(f"expected outputs to iterate over, or None, not one {kind}: yield it, or return [it]")
        return _each(iter(result))

    def are_over(self) -> bool:
        """Whether there is no event loop to end."""
        return self._loop is None

    def cancel(self) -> None:
        """Cancels what is awaited, or else what will be next; from any thread."""
        self._is_cancelled = True
        loop = self._loop
        if loop is not None:
            loop.cancel()

    def go_on(self) -> None:
        """Takes a `cancel` back that has come to nothing so far; on the thread that awaits."""
        self._is_cancelled = False
        if self._loop is not None:
            self._loop.go_on()

    def close(self) -> None:
        """Ends the event loop, if there is one."""
        if self._loop is not None:
            self._loop.close()

    def _spread_for(self, result: Any) -> Spread:
        if result is None:
            spread: Spread = _nothing
        elif isinstance(result, Generator):
            spread = _each
        elif isinstance(result, AsyncGenerator):
            spread = self._each_awaited
        elif isinstance(result, Awaitable):
            spread = self._awaited
        else:
            spread = _emitted if type(result) is Emit else _one
        if len(self._spreads) < _MOST_TYPES:
            self._spreads[type(result)] = spread
        return spread

    def _awaited(self, awaitable: Awaitable[Any]) -> Iterable[Any]:
        return self.of(self._living_loop().wait_for(awaitable))

    def _each_awaited(self, values: AsyncGenerator[Any, None]) -> Iterator[Any]:
        return _each(self._living_loop().iterate(values))

    def _living_loop(self) -> Loop:
        if self._loop is None:
            from terrarium._loop import Loop

            self._loop = Loop()
            if self._is_cancelled:
                self._loop.cancel()
        return self._loop


def _nothing(_: Any) -> tuple[()]:
    return ()


def _one(value: Any) -> tuple[Any]:
    return (value,)


def _emitted(value: Emit) -> tuple[Any]:
    return (value.value,)


def _each(values: Any) -> Iterator[Any]:
    try:
        for value in values:
            if type(value) is Emit:
                yield value.value
            elif value is not None:
                yield value
    finally:
        close = getattr(values, "close", None)
        if close is not None:
            close()
