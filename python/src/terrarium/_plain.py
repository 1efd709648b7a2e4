"""What a value is when only built-in types can take it on."""

from __future__ import annotations

from terrarium._errors import MarshalError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["are_scalars", "array", "plain"]

_BUILT_IN: tuple[Any, ...] = (bytes, int, float, list, tuple, dict, set, frozenset)
_SCALARS = frozenset({int, float, str, bool})


def are_scalars(values: list[Any]) -> bool:
    """Whether all are numbers and texts, which are the same in Java."""
    return _SCALARS.issuperset(map(type, values))


def plain(value: Any) -> Any:
    """Returns a value of an exact built-in type; what it holds may again be of any type.

    NumPy's arrays become nested lists and its scalars numbers; an instance of a subclass of a built-in type
    becomes an instance of that type.
    """
    kind = type(value)
    if kind.__module__ == "numpy" and hasattr(value, "tolist"):
        converted = value.tolist()
        return float(value) if type(converted) is kind else converted  # a long double stays what it is
    if isinstance(value, str):
        return "".join((value,))  # str() would ask a subclass what to say
    for built_in in _BUILT_IN:
        if isinstance(value, built_in):
            return built_in(value)
    raise MarshalError(f"{_name(kind)} has no counterpart in Java: give a dict, a list, a str or a number")


def array(data: bytes, dtype: str, shape: list[int]) -> Any:
    """Returns an ndarray of its own with these elements, the last axis first; without NumPy nested lists.

    `dtype` is the type of the elements as NumPy writes it, such as `<f4`.
    """
    try:
        import numpy
    except ImportError:
        return _lists(data, dtype, shape)
    return numpy.ndarray(shape, dtype, bytearray(data))


def _lists(data: bytes, dtype: str, shape: list[int]) -> Any:
    import struct

    order = ">" if dtype.startswith(">") else "<"
    return _nested(struct.iter_unpack(order + _CODES[dtype[1:]], data), shape)


def _nested(values: Iterator[tuple[Any]], shape: list[int]) -> Any:
    return [_nested(values, shape[1:]) for _ in range(shape[0])] if shape else next(values)[0]


_CODES = {"b1": "?", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q"}
_CODES.update(f2="e", f4="f", f8="d")
"""The letters of the `struct` module, by NumPy's."""


def _name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
