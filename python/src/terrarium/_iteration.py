"""Java iterators, streams and iterables as Python's own.

Java comes as plain callables, as everywhere: `step()` gives the next item or END, `step(True)` ends it all;
`begin()` gives a fresh `step`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from types import TracebackType
    from typing import Any

    Step = Callable[..., Any]

__all__ = ["END", "JavaIterable", "JavaIterator"]


class _End:
    """What stands for "no further item"."""

    __slots__ = ()


END = _End()


class JavaIterator:
    """A Java iterator or stream: each item once. `close`, or the end of it, closes a stream."""

    __slots__ = ("__weakref__", "_items", "_java")

    def __init__(self, step: Step) -> None:
        self._java = step
        self._items = _items(step)

    def __iter__(self) -> Iterator[Any]:
        # The generator shares its state with this object, and a for loop runs it without a call for each item.
        return self._items

    def __next__(self) -> Any:
        return next(self._items)

    def close(self) -> None:
        """Ends the iteration; a Java stream is closed."""
        try:
            self._items.close()
        finally:
            self._java(True)

    def __enter__(self) -> JavaIterator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class JavaIterable:
    """A Java iterable: each `iter()` of it begins anew."""

    __slots__ = ("__weakref__", "_java")

    def __init__(self, begin: Callable[[], Step]) -> None:
        self._java = begin

    def __iter__(self) -> Iterator[Any]:
        return _items(self._java())


def _items(step: Step) -> Generator[Any, None, None]:
    while True:
        item = step()
        if item is END:
            return
        yield item
