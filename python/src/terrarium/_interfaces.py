"""Python objects as Java interfaces: what each method of an interface means on an object."""

from __future__ import annotations

from types import FunctionType, MethodType

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Method = tuple[str, list[str], list[str], int, int, bool, bool]
    Plan = tuple[str, str, int]

__all__ = ["bind", "bind_function"]

_ABSENT = object()
_TAKES_ANY_NUMBER = 0x04  # a code object's flag for *args


def bind(target: Any, methods: Sequence[Method]) -> tuple[list[Plan], list[str]]:
    """What to do for each method of an interface, and everything that keeps `target` from implementing it.

    A method is its title for messages, the names a function may have, the names an attribute may have (for an
    accessor), the fewest and the most arguments, whether any number may follow, and whether it may be missing.
    A plan is what to do (`call`, `get`, `set`, or nothing for a method that Java has a body for), the name to
    do it with, and the fewest arguments that the function takes.
    """
    plans, faults = [], []
    for title, names, attributes, fewest, most, spreads, optional in methods:
        plan, fault = _plan(target, names, attributes, (fewest, most, spreads))
        plans.append(plan)
        if fault and (plan[0] or not optional):
            faults.append(f"{title}: {fault}")
    return plans, faults


def bind_function(target: Any, fewest: int, most: int, spreads: bool) -> tuple[int, str]:
    """The fewest arguments that `target` takes when it is called, and what keeps it from taking them, or nothing."""
    return _fit(target, "it", (fewest, most, spreads))


def _plan(target: Any, names: list[str], attributes: list[str], arguments: tuple[int, int, bool]) -> tuple[Plan, str]:
    for name in names:
        found = _look(target, name)
        if found is _ABSENT or hasattr(found, "_java_default"):
            continue
        if callable(found):
            least, fault = _fit(found, name, arguments)
            return ("call", name, least), fault
        if arguments[1] == 0:
            return ("get", name, 0), ""
        if name in attributes:
            return ("set", name, 0), ""
        return ("call", name, 0), f"its '{name}' is no function"
    for name in attributes:
        if _look(target, name) is not _ABSENT:
            return ("set" if arguments[1] else "get", name, 0), ""
    wanted = " or ".join(f"'{name}'" for name in dict.fromkeys([*names, *attributes]))
    return ("", "", 0), f"it has no {wanted}"


def _look(target: Any, name: str) -> Any:
    """The attribute, or something that is no function where reading it would run code."""
    static = getattr(type(target), name, _ABSENT)
    if static is not _ABSENT and hasattr(static, "__get__") and not callable(static):
        return None
    return getattr(target, name, _ABSENT)


def _fit(function: Any, name: str, arguments: tuple[int, int, bool]) -> tuple[int, str]:
    fewest, most, spreads = arguments
    room = _room(function)
    if room is None:
        return most, ""
    least, last, required = room
    if required:
        return most, f"{name} needs the keyword argument {', '.join(required)}, and Java gives none"
    if last is not None and (most > last or spreads):
        given = "any number of arguments" if spreads else f"{most} argument{'s' * (most != 1)}"
        return most, f"{name}{_signature(function)} cannot take {given}"
    if least > most:
        return most, f"{name}{_signature(function)} cannot take {most} argument{'s' * (most != 1)}"
    return max(least, fewest), ""


def _room(function: Any) -> tuple[int, int | None, list[str]] | None:
    """The fewest and the most positional arguments, and keyword arguments that cannot be left out.

    None where Python does not say, as for some built-in functions; no most where any number can be taken.
    """
    bound = 0
    plain = function
    if isinstance(plain, MethodType):
        plain, bound = plain.__func__, 1
    if isinstance(plain, FunctionType) and not hasattr(plain, "__wrapped__") and "__signature__" not in vars(plain):
        return _room_of_code(plain, bound)
    import inspect

    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    endless = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    required = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY and p.default is p.empty]
    return sum(p.default is p.empty for p in places), None if endless else len(places), required


def _room_of_code(function: FunctionType, bound: int) -> tuple[int, int | None, list[str]]:
    code = function.__code__
    most = code.co_argcount - bound
    least = max(most - len(function.__defaults__ or ()), 0)
    named = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    required = [name for name in named if name not in (function.__kwdefaults__ or {})]
    return least, None if code.co_flags & _TAKES_ANY_NUMBER else most, required


def _signature(function: Callable[..., Any]) -> str:
    import inspect

    return str(inspect.signature(function))
