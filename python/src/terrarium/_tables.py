"""Tables of columns without copying, by the Arrow PyCapsule interface.

What comes from Java comes as plain callables that make capsules.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Batch", "Table", "capsules"]


def capsules(source: Any) -> Any:
    """The capsule of a stream, or those of a schema and an array, that `source` lends; None if it lends neither."""
    if hasattr(type(source), "__arrow_c_stream__"):
        return source.__arrow_c_stream__()
    if hasattr(type(source), "__arrow_c_array__"):
        return source.__arrow_c_array__()
    return None


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
