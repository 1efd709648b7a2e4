"""What a message or a goal is made of before Java gets it: the same in an embedded interpreter and in a process.

What is left is of exact built-in types and plain arrays. A fault names the field by its path, such as `m.a[2]`, and
the type that Python knows.
"""

from __future__ import annotations

import sys

from terrarium._errors import TerrariumError
from terrarium._faults import type_name

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["MOST_BYTES", "TooLarge", "Unfit", "settled"]

MOST_BYTES = 64 << 20
"""What a message or a goal may hold, as Java insists on."""

_PLACE = 8
"""What an element counts that has no size of its own."""

_DEEPEST = 62
"""So deep is a field that a handler can still be given."""

_LONGEST = 60
_LONG_DOUBLE = "g"
_AT_ONCE = frozenset({int, float, bool, type(None)})
_WHICH = "text, numbers, booleans, None, bytes, arrays, lists and dicts of such"
_INSTEAD = {
    "decimal.Decimal": "give float(…)",
    "fractions.Fraction": "give float(…)",
    "complex": "give its real and imag",
    "datetime.datetime": "give its timestamp(), or its isoformat()",
    "datetime.date": "give its isoformat()",
    "datetime.time": "give its isoformat()",
    "datetime.timedelta": "give its total_seconds()",
    "numpy.datetime64": "give str(…)",
    "numpy.timedelta64": "give a number of seconds",
    "numpy.longdouble": "give float(…)",
    "numpy.clongdouble": "give its real and imag",
    "numpy.complex128": "give its real and imag",
    "numpy.ma.MaskedArray": "give its filled(…)",
    "numpy.ma.core.MaskedArray": "give its filled(…)",
    "numpy.void": "give each of its fields as one",
    "uuid.UUID": "give str(…)",
    "set": "give a list",
    "frozenset": "give a list",
    "range": "give list(…)",
    "generator": "give list(…)",
    "collections.deque": "give list(…)",
    "array.array": "give a list, or np.array(…)",
    "mappingproxy": "give dict(…)",
}


class Unfit(TerrariumError):  # noqa: N818
    """A value that no message holds, and where it is."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = ""

    def under(self, step: str) -> Unfit:
        """Says that it is within something, too."""
        self.path = step + self.path
        return self

    def field(self) -> str:
        """The path, without the dot that it begins with, and no longer than can be read."""
        path = self.path.removeprefix(".")
        return path if len(path) <= _LONGEST else path[:_LONGEST] + "…"


class TooLarge(TerrariumError):  # noqa: N818
    """More than a message holds; the message is how many bytes are known of."""


def settled(fields: dict[str, Any], takes_decimals: bool) -> dict[str, Any]:
    """Returns a dict of the same of exact types; bytes are copied, arrays are not.

    A goal takes decimals, which Java makes the numbers of its arguments of.
    """
    return _Settling(takes_decimals).mapped(fields, -1)


class _Settling:
    def __init__(self, takes_decimals: bool) -> None:
        self._takes_decimals = takes_decimals
        self._size = 0
        numpy: Any = sys.modules.get("numpy")
        self._array: type = getattr(numpy, "ndarray", _Nothing)
        self._scalar: type = getattr(numpy, "generic", _Nothing)

    def mapped(self, given: dict[Any, Any], depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in dict.items(given):
            if not isinstance(key, str):
                raise Unfit(f"the keys of a dict are texts, not {_a(type(key))}")
            name = "".join((key,))
            self._count(len(name))
            try:
                made[name] = self._value(value, depth + 1)
            except Unfit as unfit:
                raise unfit.under(f".{name}") from None
        return made

    def _listed(self, given: list[Any], depth: int) -> list[Any]:
        self._count(len(given) * _PLACE)
        if _AT_ONCE.issuperset(map(type, given)):
            return given
        made: list[Any] = []
        for each in given:
            try:
                made.append(self._value(each, depth + 1))
            except Unfit as unfit:
                raise unfit.under(f"[{len(made)}]") from None
        return made

    def _value(self, value: Any, depth: int) -> Any:
        if type(value) in _AT_ONCE:
            self._count(_PLACE)
            return value
        if isinstance(value, (dict, list, tuple)):
            if depth > _DEEPEST:
                raise Unfit(f"is nested deeper than {_DEEPEST}, or contains itself")
            return self.mapped(value, depth) if isinstance(value, dict) else self._listed(_elements(value), depth)
        if isinstance(value, str):
            return self._counted("".join((value,)))  # str() would ask a subclass what to say
        if isinstance(value, self._array):
            return self._of_array(value, depth)
        return self._of_scalar(value) if isinstance(value, self._scalar) else self._other(value)

    def _other(self, value: Any) -> Any:
        if isinstance(value, int):
            return self._value(int.__index__(value), 0)
        if isinstance(value, float):
            return self._value(float.__pos__(value), 0)
        if isinstance(value, (bytes, bytearray)):
            self._count(len(value))
            return b"".join((value,))
        if isinstance(value, memoryview):
            if value.itemsize != 1:
                raise Unfit(f"expected bytes, not a memoryview of '{value.format}'; give its tobytes()")
            self._count(value.nbytes)
            return value.tobytes()
        if self._takes_decimals and type_name(type(value)) == "decimal.Decimal":
            return value
        raise _unfit(type(value))

    def _of_array(self, value: Any, depth: int) -> Any:
        """An array of numbers as one, but its scalar where it has no axes; one of anything else as lists."""
        dtype = value.dtype
        if type(value).__module__.startswith("numpy.ma"):
            raise _unfit(type(value))
        if dtype.names is not None:
            raise Unfit(f"an array with named fields ({', '.join(dtype.names)}) has no place here; give each as one")
        if dtype.kind not in "biufOUS" or dtype.char == _LONG_DOUBLE:
            raise Unfit(f"an array of {dtype.type.__name__} has no place here; convert it, such as with astype(float)")
        self._count(value.nbytes)
        if not value.shape:
            return self._value(value.item(), depth)
        if dtype.kind in "biuf":
            return value if type(value) is self._array else value.view(self._array)
        return self._listed(value.tolist(), depth)

    def _of_scalar(self, value: Any) -> Any:
        if value.dtype.kind in "biuf" and value.dtype.char != _LONG_DOUBLE:
            return self._value(value.item(), 0)
        if isinstance(value, bytes):
            return self._counted(b"".join((value,)))
        raise _unfit(type(value))

    def _counted(self, value: Any) -> Any:
        self._count(len(value))
        return value

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > MOST_BYTES:
            raise TooLarge(self._size)


class _Nothing:
    """Stands for a type of which there is nothing, since NumPy is not imported."""


def _elements(value: Any) -> list[Any]:
    """What a list or tuple holds, whatever a subclass says."""
    iterated: Iterable[Any] = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
    return [*iterated]


def _unfit(kind: type) -> Unfit:
    name = type_name(kind)
    instead = _INSTEAD.get(name)
    if instead is None and name.startswith("pathlib."):
        instead = "give str(…)"
    return Unfit(f"expected {_WHICH}, not {_a(kind)}" + (f"; {instead}" if instead else ""))


def _a(kind: type) -> str:
    name = "None" if kind is type(None) else type_name(kind)
    if name in ("None", "bytes"):
        return name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
