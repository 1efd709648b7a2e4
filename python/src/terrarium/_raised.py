"""Exceptions on their way from a worker process to the Python program that is to raise them again.

Each travels with those that led to it and those in its group. It is made again of its class, `args` and attributes,
without a call of its `__init__`, which may take other arguments than `args` says.
"""

from __future__ import annotations

import builtins
import copyreg
import pickle

from terrarium._errors import ExecutionError, MarshalError
from terrarium._faults import message_of, related, type_name
from terrarium._travel import packed

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

    Entry = tuple[bytes | None, str, str, int, int, bool, list[int]]

__all__ = ["pack", "revive"]

_NONE = -1
_Group: Any = getattr(builtins, "BaseExceptionGroup", ())


def pack(error: BaseException) -> bytes:
    """Returns the pickle of an exception, which says of what cannot travel why."""
    entries: list[Entry] = []
    for each, cause, context, members in related(error):
        data, reason = _packed(each)
        entries.append((data, _words(each), reason, cause, context, each.__suppress_context__, list(members)))
    return pickle.dumps(entries)


def _packed(error: BaseException) -> tuple[bytes | None, str]:
    """Returns the pickle of what an exception is made of, or why there is none."""
    kind = type(error)
    try:
        if _is_usual(kind):
            made_of: tuple[Any, ...] = (*error.__reduce__(), None)
            _, args, state, *_ = made_of
            return packed((kind, args[:1] if isinstance(error, _Group) else args, state)), ""
        return packed(error), ""
    except Exception as refusal:  # its own __reduce__ may raise anything
        reason = refusal
    try:
        packed(error, "")  # whose refusal names what the user knows
    except MarshalError as refusal:
        reason = refusal
    except Exception:
        pass
    return None, _words(reason)


def _is_usual(kind: Any) -> bool:
    """Whether nobody but Python says what an exception is made of."""
    return (
        type(kind.__reduce__) is type(BaseException.__reduce__)
        and kind.__reduce_ex__ is object.__reduce_ex__
        and kind not in copyreg.dispatch_table
    )


def _words(error: BaseException) -> str:
    message = message_of(error)
    return message if isinstance(error, MarshalError) else f"{type_name(type(error))}: {message}".removesuffix(": ")


def revive(data: bytes) -> tuple[BaseException | None, str]:
    """Returns the exception; or None, and why it cannot be had here."""
    entries: list[Entry] = pickle.loads(data)
    made: dict[int, BaseException] = {}
    reasons = {}

    def make(at: int) -> BaseException:
        if at not in made:
            data, words, reason, _, _, _, members = entries[at]
            inner = [make(member) for member in members]
            try:
                if data is None:
                    raise MarshalError(reason)
                made[at] = _made(data, inner)
            except Exception as refusal:
                reasons[at] = reason or _words(refusal)
                made[at] = ExecutionError(words)
        return made[at]

    for at, (_, _, _, cause, context, suppress, _) in enumerate(entries):
        error = make(at)
        error.__cause__ = None if cause == _NONE else make(cause)
        error.__context__ = None if context == _NONE else make(context)
        error.__suppress_context__ = suppress
    return (None, reasons[0]) if 0 in reasons else (made[0], "")


def _made(data: bytes, members: list[BaseException]) -> BaseException:
    parts = pickle.loads(data)
    if isinstance(parts, BaseException):
        return parts
    kind, args, state = parts
    if members:
        args = (*args, members)
    error: BaseException = _native(kind, "__new__")(kind, *args)
    _native(kind, "__init__")(error, *args)
    if state:
        error.__setstate__(state)
    return error


def _native(kind: Any, name: str) -> Any:
    """Returns what Python itself makes such exceptions with, behind the functions that a class has of its own."""
    while type(vars(kind).get(name)) is not type(getattr(object, name)):
        kind = kind.__base__
    return vars(kind)[name]
