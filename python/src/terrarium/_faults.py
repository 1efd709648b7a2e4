"""What is to be told of an exception, whatever the exception does to prevent it."""

from __future__ import annotations

import builtins

from terrarium._errors import TerrariumError
from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    Frame = tuple[str, str, str, int]

__all__ = [
    "chain_of",
    "kinds_of",
    "message_of",
    "notes_of",
    "outward",
    "related",
    "traceback_text",
    "type_name",
    "users_traceback_text",
]

_MOST_FAULTS = 100
_MOST_CAUSES = 32
_MOST_FRAMES = 1024
_NONE = -1
_JAVAS = "<eval>"
"""What expressions that Java evaluates call their file, as to let Python handle its signals."""

_format: Callable[..., list[str]] | None = None  # traceback's, imported when it is needed: that is slow

_Group: tuple[type[BaseException], ...] = (
    (builtins.BaseExceptionGroup,) if hasattr(builtins, "BaseExceptionGroup") else ()
)


def chain_of(error: BaseException) -> list[tuple[str, list[Frame]]]:
    """Returns an exception and what caused it, itself first: what it says, with its type, and its frames.

    A frame is (module, function, file, line), the innermost first. Of a long chain the first 32 are given, of many
    frames the innermost 1,024.
    """
    return [(_text(each), _frames(each.__traceback__)) for each in _chain(error)[:_MOST_CAUSES]]


def _text(error: BaseException) -> str:
    kind, message = type_name(type(error)), message_of(error)
    return f"{kind}: {message}" if message else kind


def related(error: BaseException) -> Iterator[tuple[BaseException, int, int, tuple[int, ...]]]:
    """Iterates over `error` and all that it refers to, each once, `error` first, at most 100.

    With each come the places of its cause and its context among them, or -1, and of its group's members.
    """
    found = [error]
    places = {id(error): 0}

    def place(other: BaseException | None) -> int:
        if other is None:
            return _NONE
        if id(other) not in places:
            if len(found) == _MOST_FAULTS:
                return _NONE
            places[id(other)] = len(found)
            found.append(other)
        return places[id(other)]

    for each in found:  # place() makes it longer
        members = each.exceptions if _Group and isinstance(each, _Group) else ()  # type: ignore[attr-defined]
        cause, context = place(each.__cause__), place(each.__context__)
        yield each, cause, context, tuple(at for at in map(place, members) if at != _NONE)


def type_name(kind: type) -> str:
    """The bare name of a built-in type, the dotted one of any other."""
    name: object = getattr(kind, "__qualname__", None)
    module: object = getattr(kind, "__module__", None)
    if not isinstance(name, str):
        name = kind.__name__
    if not isinstance(module, str) or module == "builtins":
        return sendable(name)
    return sendable(f"{module}.{name}")


def kinds_of(error: BaseException) -> tuple[str, ...]:
    """The names of its type and of all that this is a subclass of, the nearest first, `object` left out."""
    return tuple(type_name(kind) for kind in type(error).__mro__ if kind is not object)


def message_of(error: BaseException) -> str:
    try:
        return sendable(str(error))
    except Exception:
        return f"<the message of this {type_name(type(error))} cannot be made>"


def notes_of(error: BaseException) -> tuple[str, ...]:
    notes: object = getattr(error, "__notes__", None)
    if not isinstance(notes, (list, tuple)):
        return ()
    return tuple(sendable(note) for note in notes if isinstance(note, str))


def _frames(traceback: TracebackType | None) -> list[Frame]:
    """The frames from the first that is not of this package on."""
    frames = []
    level = _without_our_own(traceback)
    while level is not None:
        frames.append(level)
        level = level.tb_next
    return [_frame(level) for level in reversed(frames[-_MOST_FRAMES:])]


def _without_our_own(traceback: TracebackType | None) -> TracebackType | None:
    """Skips the package's frames at the start, and asyncio's and cloudpickle's; keeps them if all are."""
    return _users(traceback) or traceback


def _users(traceback: TracebackType | None) -> TracebackType | None:
    while traceback is not None:
        module: object = traceback.tb_frame.f_globals.get("__name__")
        is_ours = isinstance(module, str) and module.startswith(("terrarium._", "asyncio.", "cloudpickle."))
        if not is_ours and traceback.tb_frame.f_code.co_filename != _JAVAS:
            return traceback
        traceback = traceback.tb_next
    return None


def outward(error: BaseException) -> BaseException:
    """Returns an exception for a function that the user calls to raise, without the frames between the two.

    One that has no frames of the user's keeps those of this package, as it tells of a fault there, unless it is of a
    kind that does not, or has come from a worker process.
    """
    if isinstance(error, GeneratorExit):
        return error
    frames = _users(error.__traceback__)
    is_expected = isinstance(error, (TerrariumError, KeyboardInterrupt)) or type(error).__name__ == "CancelledError"
    if frames is None and not is_expected and not _was_answered(error):
        frames = error.__traceback__ and error.__traceback__.tb_next  # the first is of who raises it again
    return BaseException.with_traceback(error, frames)


def _was_answered(error: BaseException) -> bool:
    """Whether it was raised by a function that hides itself, by the name that pytest has for that."""
    level = error.__traceback__
    while level is not None and level.tb_next is not None:
        level = level.tb_next
    return level is not None and "__tracebackhide__" in level.tb_frame.f_code.co_varnames


def _frame(level: TracebackType) -> Frame:
    code = level.tb_frame.f_code
    line = level.tb_lineno or 0  # None where a line table says nothing
    function = getattr(code, "co_qualname", code.co_name)
    module = str(level.tb_frame.f_globals.get("__name__", "?"))
    return sendable(module), sendable(function), sendable(code.co_filename), line


def traceback_text(error: BaseException) -> str:
    """What Python prints for `error`, without the frames of this package at its start."""
    global _format
    if _format is None:
        import traceback

        _format = traceback.format_exception
    alone = error.__cause__ is None and error.__context__ is None
    chain = alone or len(_chain(error)) < _MOST_FAULTS
    try:
        lines = _format(type(error), error, _without_our_own(error.__traceback__), chain=chain)
    except Exception:  # an exception may break every hook that formatting uses
        lines = [f"{type_name(type(error))}: {message_of(error)}\n"]
    return sendable("".join(lines))


def users_traceback_text(error: BaseException) -> str:
    """The same without any frame of this package at a start, also of what led to it; "" if there are no others.

    Takes the frames from the exceptions themselves, as nobody else will see these.
    """
    has_frames = False
    for each, *_ in related(error):
        frames = _users(each.__traceback__)
        BaseException.with_traceback(each, frames)
        has_frames = has_frames or frames is not None
    return traceback_text(error) if has_frames else ""


def _chain(error: BaseException) -> list[BaseException]:
    """The exceptions that a traceback of `error` shows, without those in groups, as many as are described."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and len(chain) < _MOST_FAULTS and all(each is not one for one in chain):
        chain.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return chain
