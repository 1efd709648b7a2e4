"""Tables of columns without copying, by the Arrow PyCapsule interface.

What comes from Java comes as plain callables that make capsules.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Batch", "Stream", "Table", "lent"]


def lent(source: Any) -> Any:
    """What `source` lends, or None if it has no way to lend.

    Of an iterator over batches: a schema's capsule, what gives the capsules of the next batch, and what ends it.
    Else the capsule of a stream, or those of a schema and an array.
    """
    kind = type(source)
    if hasattr(kind, "__next__"):
        described: Any = source if hasattr(kind, "__arrow_c_schema__") else getattr(source, "schema", None)
        if hasattr(type(described), "__arrow_c_schema__"):
            return described.__arrow_c_schema__(), _advance(source), _close(source)
    if hasattr(kind, "__arrow_c_stream__"):
        given = source.__arrow_c_stream__()
        return False if given is None else given
    if hasattr(kind, "__arrow_c_array__"):
        return source.__arrow_c_array__()
    return None


def _advance(batches: Any) -> Callable[[], Any]:
    def advance() -> Any:
        for batch in batches:
            return batch.__arrow_c_array__()
        return None

    return advance


def _close(batches: Any) -> Callable[[], None]:
    close: Any = getattr(batches, "close", None)
    return close if close is not None else lambda: None


class Table:
    """A table of Java's, as pandas, Polars and PyArrow take one: `pyarrow.table(it)`, `polars.DataFrame(it)`."""

    __slots__ = ("__weakref__", "_schema", "_stream", "_text")

    def __init__(self, schema: Callable[[], Any], stream: Callable[[], Any], text: str) -> None:
        self._schema = schema
        self._stream = stream
        self._text = text

    def __arrow_c_schema__(self) -> Any:
        return self._schema()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The batches; a schema that is asked for is not converted to, which the protocol allows."""
        return self._stream()

    def __repr__(self) -> str:
        return f"<terrarium table: {self._text}>"


class Stream:
    """Batches of Java's that are made when they are asked for, and read once: by what takes a stream, such as
    `pyarrow.RecordBatchReader.from_stream(it)` and `polars.DataFrame(it)`, or one by one, as an iterator. What Java
    throws is raised as it is by the iterator; others raise an error of their own that bears its text."""

    __slots__ = ("__weakref__", "_close", "_next", "_schema", "_stream", "_text")

    def __init__(
        self,
        schema: Callable[[], Any],
        stream: Callable[[], Any],
        advance: Callable[[], Any],
        close: Callable[[], None],
        text: str,
    ) -> None:
        self._schema = schema
        self._stream = stream
        self._next = advance
        self._close = close
        self._text = text

    def __arrow_c_schema__(self) -> Any:
        return self._schema()

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The batches, once; a schema that is asked for is not converted to, which the protocol allows."""
        return self._stream()

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Any:
        batch = self._next()
        if batch is None:
            raise StopIteration
        return batch

    def close(self) -> None:
        """Ends the stream, and what makes its batches in Java."""
        self._close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *exception: object) -> None:
        self._close()

    def __repr__(self) -> str:
        return f"<terrarium {self._text}>"


class Batch:
    """One batch of a table of Java's: `pyarrow.record_batch(it)`."""

    __slots__ = ("__weakref__", "_array", "_schema", "_text")

    def __init__(self, schema: Callable[[], Any], array: Callable[[], Any], text: str) -> None:
        self._schema = schema
        self._array = array
        self._text = text

    def __arrow_c_schema__(self) -> Any:
        return self._schema()

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        """Schema and array; a schema that is asked for is not converted to, which the protocol allows."""
        return self._schema(), self._array()

    def __repr__(self) -> str:
        return f"<terrarium batch: {self._text}>"
