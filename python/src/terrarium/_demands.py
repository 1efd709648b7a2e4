"""What `terrarium.bus` demands of what it is given, told at once by the argument's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from numbers import Real
from types import CoroutineType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeGuard

__all__ = ["dotted", "fields", "function", "handler", "is_coroutine", "options", "parameter", "text", "timeout", "work"]

_LONGEST = 60
_YEAR = 365 * 24 * 3600
"""Of seconds; Java waits no longer."""


def dotted(path: str | Sequence[str]) -> str:
    """A topic, as one text."""
    return _joined(path, "a topic is a dotted text or a list of its parts, such as 'sensor.camera'")


def parameter(path: str | Sequence[str]) -> str:
    """The path of a parameter, as one text."""
    return _joined(path, "a parameter is a dotted text or a list of its parts, such as 'detector.threshold'")


def _joined(path: str | Sequence[str], rule: str) -> str:
    if isinstance(path, str):
        return path
    if not isinstance(path, Sequence) or not all(isinstance(part, str) for part in path):
        raise TypeError(f"path: {rule}, not {_shown(path)}")
    return ".".join(path)


def handler(given: object) -> None:
    """A function of one argument whose calls do something."""
    if not callable(given):
        raise TypeError(f"handler: a handler is a function that takes a message, not {_shown(given)}")
    _require_effect("handler", given, "give messages to others with bus.publish")
    _require_fit(given, "handler", "a handler is called with the message alone", ({},), {})


def function(given: object) -> None:
    """What was registered as a handler once."""
    if not callable(given):
        raise TypeError(f"handler: a handler that is taken off is the function itself, not {_shown(given)}")


def options(every: float | None, trailing: bool | None) -> dict[str, Any]:
    """What a handler says of how often it is called, and only that."""
    said: dict[str, Any] = {}
    if every is not None:
        said["every"] = seconds = _number("every", every)
        if not 0 <= seconds <= _YEAR:
            raise ValueError(f"every: it is a number of seconds from 0 to {_YEAR}, not {_shown(every)}")
    if trailing is not None:
        if not isinstance(trailing, bool):
            raise TypeError(f"trailing: it is True or False, not {_shown(trailing)}")
        if every is None:
            raise ValueError(
                "trailing: it says what becomes of messages that `every` holds back; give `every` as well, or leave it"
            )
        said["trailing"] = trailing
    return said


def fields(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A payload, as a dict."""
    if not isinstance(payload, Mapping):
        raise TypeError(f"payload: a payload is a dict of its fields, not {_shown(payload)}")
    for name in payload:
        text("payload", name, "fields are named by texts")
    return dict(payload)


def text(argument: str, given: object, rule: str) -> None:
    """A text."""
    if not isinstance(given, str):
        raise TypeError(f"{argument}: {rule}, not {_shown(given)}")


def timeout(given: float | None) -> float | None:
    """Seconds, however many; less than none are none."""
    if given is None:
        return None
    seconds = _number("timeout", given)
    if isnan(seconds):
        raise ValueError("timeout: it is a number of seconds, or None to wait for ever, not nan")
    return min(max(seconds, 0.0), float(_YEAR))


def is_coroutine(what: object) -> TypeGuard[CoroutineType[Any, Any, Any]]:
    """Whether it is what a coroutine function gives."""
    return isinstance(what, CoroutineType)


def work(given: object, arguments: tuple[Any, ...], keywords: dict[str, Any], at_work: Iterable[object]) -> None:
    """What can be spawned, beside what is `at_work`."""
    if is_coroutine(given):
        if (
            given.cr_frame is None
            or given.cr_running
            or given.cr_await is not None
            or any(given is it for it in at_work)
        ):
            raise ValueError(f"work: the coroutine {_named(given)} was begun before, and runs once; make another one")
        if arguments or keywords:
            given.close()
            raise TypeError("work: a coroutine takes no arguments: they are those of the function that it came of")
    elif not callable(given):
        raise TypeError(f"work: only a function or a coroutine can be spawned, not {_shown(given)}")
    else:
        _require_effect("work", given, "loop over it in another function, and spawn that")
        _require_fit(given, "work", "it is called with the arguments that follow it", arguments, keywords)


def _require_fit(
    given: Callable[..., object], argument: str, rule: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> None:
    from inspect import signature

    try:
        found = signature(given)
    except (TypeError, ValueError):
        return  # such functions of C do not tell
    try:
        found.bind(*arguments, **keywords)
    except TypeError as misfit:
        raise TypeError(f"{argument}: {rule}, and {_named(given)}{found} cannot be: {misfit}") from None


def _require_effect(argument: str, given: Callable[..., object], instead: str) -> None:
    from inspect import isasyncgenfunction, isgeneratorfunction

    for each in (given, type(given).__call__):
        if isgeneratorfunction(each) or isasyncgenfunction(each):
            raise TypeError(
                f"{argument}: {_named(given)} has a `yield`, so that a call of it makes a generator and runs nothing;"
                f" {instead}"
            )


def _number(argument: str, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, Real):
        raise TypeError(f"{argument}: it is a number of seconds, not {_shown(given)}")
    try:
        return float(given)
    except OverflowError:
        raise ValueError(f"{argument}: it is a number of seconds, not {_shown(given)}") from None


def _named(given: object) -> str:
    name: object = getattr(given, "__qualname__", None)
    return name if isinstance(name, str) else _shown(given)


def _shown(given: object) -> str:
    """A value and its type, on one short line."""
    try:
        words = repr(given)
    except Exception:
        words = "what has no repr"
    words = " ".join(words.split())
    return f"{words if len(words) <= _LONGEST else words[:_LONGEST] + '…'} ({type(given).__name__})"
