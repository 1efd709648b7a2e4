"""What a value is when only built-in types can take it on."""

from __future__ import annotations

from terrarium._errors import MarshalError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["are_scalars", "plain"]

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


def _name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
