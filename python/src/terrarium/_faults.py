"""What is to be told of an exception, whatever the exception does to prevent it."""

from __future__ import annotations

import builtins

from terrarium._errors import Interrupted, TerrariumError
from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Any

    Frame = tuple[str, str, str, int]

__all__ = [
    "chain_of",
    "has_users_frames",
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
_FIRST, _LAST = 64, 192
"""Of a longer traceback so many frames are shown, of its start and of its end."""

_MOST_WORDS, _MOST_TEXT = 2_000, 100_000
"""How many characters are shown of what an exception says, and of a whole traceback."""

_PACKAGE = ("terrarium._", "terrarium.robot._")
_OURS = (*_PACKAGE, "asyncio.", "cloudpickle.")
"""How the names of modules begin whose frames tell the user nothing."""

_NONE = -1
_JAVAS = "<eval>"
"""What expressions that Java evaluates call their file, as to let Python handle its signals."""

_traceback: Any = None  # the module, imported when it is needed: that is slow

_Group: tuple[type[BaseException], ...] = (
    (builtins.BaseExceptionGroup,) if hasattr(builtins, "BaseExceptionGroup") else ()
)


def chain_of(error: BaseException) -> list[tuple[str, list[Frame]]]:
    """Returns an exception and what caused it, itself first: what it says, with its type, and its frames.

    A frame is (module, function, file, line), the innermost first. Of a long chain the first 32 are given, of many
    frames the innermost 1,024.
    """
    return [(_text(each), _frames(_shown(each))) for each in _chain(error)[:_MOST_CAUSES]]


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
    except BaseException:  # which would take the place of what is told
        return f"<the message of this {type_name(type(error))} cannot be made>"


def notes_of(error: BaseException) -> tuple[str, ...]:
    notes: object = getattr(error, "__notes__", None)
    if not isinstance(notes, (list, tuple)):
        return ()
    return tuple(sendable(note) for note in notes if isinstance(note, str))


def _frames(traceback: TracebackType | None) -> list[Frame]:
    """Each frame, the innermost first."""
    frames = []
    level = traceback
    while level is not None:
        frames.append(level)
        level = level.tb_next
    return [_frame(level) for level in reversed(frames[-_MOST_FRAMES:])]


def _shown(error: BaseException) -> TracebackType | None:
    """The frames of an exception from the first that is not of this package on; of an interrupt, to the last such,
    where the code stood, as what raised it there tells nothing."""
    shown = _without_our_own(error.__traceback__)
    return _without_the_end(shown) if isinstance(error, Interrupted) else shown


def _without_the_end(traceback: TracebackType | None) -> TracebackType | None:
    levels = []
    level = traceback
    while level is not None:
        levels.append(level)
        level = level.tb_next
    length = len(levels)
    while levels and _is_of(levels[-1], _PACKAGE):
        levels.pop()
    if len(levels) in (0, length):
        return traceback
    end: TracebackType | None = None
    for level in reversed(levels):
        end = type(level)(end, level.tb_frame, level.tb_lasti, level.tb_lineno or 0)
    return end


def _is_of(level: TracebackType, modules: tuple[str, ...]) -> bool:
    module: object = level.tb_frame.f_globals.get("__name__")
    return isinstance(module, str) and module.startswith(modules)


def _without_our_own(traceback: TracebackType | None) -> TracebackType | None:
    """Skips the package's frames at the start, and asyncio's and cloudpickle's; keeps them if all are, unless they end
    where a script's function is called, which its arguments do not fit."""
    users = _users(traceback)
    return traceback if users is None and not _ends_at_a_call(traceback) else users


def _ends_at_a_call(traceback: TracebackType | None) -> bool:
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback is not None and traceback.tb_frame.f_globals.get("__name__") == "terrarium._scripts"


def _users(traceback: TracebackType | None) -> TracebackType | None:
    while traceback is not None:
        if not _is_of(traceback, _OURS) and traceback.tb_frame.f_code.co_filename != _JAVAS:
            return traceback
        traceback = traceback.tb_next
    return None


def has_users_frames(error: BaseException) -> bool:
    """Whether it has come through code that is neither of this package nor of what that uses."""
    return _users(error.__traceback__) is not None


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
    """What Python prints for `error`, without the frames of this package at its start (and at the end of an
    interrupt), and without most of what is very long: of many frames the first and the last are shown, of long texts
    the beginnings."""
    global _traceback
    if _traceback is None:
        import traceback

        _traceback = traceback
    alone = error.__cause__ is None and error.__context__ is None
    chain = alone or len(_chain(error)) < _MOST_FAULTS
    shown = _shown(error)
    try:
        last = _without_first(shown, _left_out(shown))  # as the limit would take long
        described = _traceback.TracebackException(type(error), error, last, limit=-_FIRST - _LAST, compact=True)
        _cut(described, error, shown)
        lines = [_shortened(line, _MOST_WORDS) for line in described.format(chain=chain)]
    except BaseException:  # an exception may break every hook that formatting uses
        lines = [_shortened(f"{type_name(type(error))}: {message_of(error)}\n", _MOST_WORDS)]
    return sendable(_shortened("".join(lines), _MOST_TEXT))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text) - most:,} more characters)\n"


class _Frames:
    """The frames of a long traceback, in the place of its `StackSummary`."""

    def __init__(self, first: Any, left_out: int, last: Any) -> None:
        self._first, self._left_out, self._last = first, left_out, last

    def format(self, **options: Any) -> list[str]:
        between = f"  … {self._left_out:,} more\n"
        return [*self._first.format(**options), between, *self._last.format(**options)]


def _cut(described: Any, error: BaseException, shown: TracebackType | None) -> None:
    """Shows the first frames of long tracebacks, of which only the last have been described."""
    todo = [(described, error, shown)]
    while todo:
        place, each, traceback = todo.pop()
        left_out = _left_out(traceback)
        if left_out:
            first = _traceback.StackSummary.extract(_traceback.walk_tb(traceback), limit=_FIRST)
            place.stack = _Frames(first, left_out, _traceback.StackSummary.from_list(place.stack[-_LAST:]))
        for inner, its in ((place.__cause__, each.__cause__), (place.__context__, each.__context__)):
            if inner is not None and its is not None:
                todo.append((inner, its, its.__traceback__))
        members = each.exceptions if _Group and isinstance(each, _Group) else ()  # type: ignore[attr-defined]
        parts = getattr(place, "exceptions", None) or ()
        todo += [(part, members[at], members[at].__traceback__) for at, part in enumerate(parts)]


def _left_out(traceback: TracebackType | None) -> int:
    length = 0
    while traceback is not None:
        length += 1
        traceback = traceback.tb_next
    return max(0, length - _FIRST - _LAST)


def _without_first(traceback: TracebackType | None, number: int) -> TracebackType | None:
    for _ in range(number):
        traceback = traceback and traceback.tb_next
    return traceback


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
