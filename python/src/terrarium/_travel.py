"""Objects on their way to another Python process: pickles, made by cloudpickle where that is needed and installed."""

from __future__ import annotations

import pickle
import sys
from io import BytesIO, TextIOWrapper
from types import BuiltinMethodType, FunctionType, MethodType

from terrarium._errors import MarshalError
from terrarium._faults import message_of, type_name

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["IN_MAIN", "by_code", "code_pickler", "packed", "packed_apart", "refusal"]

_NEEDS_CODE = 'pip install "terrarium-jvm[cloudpickle]", or define it at the top of a module'
"""What to do where names will not do."""

_PROTOCOL = 5
_MAIN = "__main__"
IN_MAIN = _MAIN.encode()
"""What is in the pickle of whatever is of `__main__`."""

_STATE, _FIELDS = 2, 2
_DEEPEST = 1000
"""How deep a value may be nested that Java is to have."""

_DEEPEST_SOUGHT = 100
_MOST_STEPS, _TOLD = 32, 8
"""Of a path of more steps those at both ends are told, as in Java."""

_NESTING = (list, tuple, dict)


def packed(value: Any, name: str = "$") -> bytes:
    """Returns a pickle that `pickle.loads` reads in another process.

    What that could not import by its name, such as a lambda, a local class, or anything of `__main__`, travels as
    code, for which cloudpickle must be installed in both. MarshalError says what cannot travel by its path, which
    begins with `name`.

    >>> pickle.loads(packed([1, {"two": 2}]))
    [1, {'two': 2}]
    >>> import threading
    >>> packed({"locks": [threading.Lock()]}, "settings")
    Traceback (most recent call last):
    terrarium._errors.MarshalError: settings['locks'][0]: a _thread.lock cannot travel between processes: cannot \
pickle '_thread.lock' object
    """
    return packed_apart(value, None, name)[0]


def packed_apart(value: Any, least: int | None, name: str = "$") -> tuple[bytes, list[pickle.PickleBuffer]]:
    """The same, but memory of `least` bytes and more, as of an array, is not in the pickle: it is returned beside."""
    try:
        done = _dumped(value, pickle.dumps, least)
        if IN_MAIN not in done[0]:
            return done
        code = by_code()
        culprit = _named_in_main(value) if code is None else None
        if code is None and culprit is None:
            return done
        failure: Exception = pickle.PicklingError(
            f"{culprit} is defined in {_MAIN}, which another process does not import"
        )
    except Exception as error:
        code = by_code()
        failure = error
    if code is not None:
        try:
            return _dumped(value, code, least)
        except Exception as error:
            failure = error
    raise _refused(value, failure, name) from failure


def refusal(value: Any, error: BaseException, can_travel: Callable[[Any], bool], name: str = "$") -> tuple[str, str]:
    """Says what of a value cannot be pickled, and where it is.

    That is looked for by halves, and not further down than a path is read. `can_travel` is asked of lists of parts.
    """
    if isinstance(error, RecursionError) or isinstance(error.__cause__, RecursionError):
        steps = _too_deep(value)
        if steps:
            return f"the value is nested deeper than {_DEEPEST} levels, or contains itself", _path(name, steps)
    steps = []
    seen: set[int] = set()
    while id(value) not in seen and len(seen) < _DEEPEST_SOUGHT:
        seen.add(id(value))
        inner = _first_unfit(_parts(value), can_travel)
        if inner is None:
            break
        steps.append(inner[0])
        value = inner[1]
    path = _path(name, steps)
    reason = message_of(error)
    if len(steps) == _DEEPEST_SOUGHT:
        reason += f", which was looked for {_DEEPEST_SOUGHT} levels deep"
    if isinstance(value, type):
        what = f"the class {value.__qualname__}"
    elif isinstance(value, FunctionType):
        what = f"the function {value.__qualname__}"
    else:
        what = f"a {type_name(type(value))}"
    if isinstance(value, (type, FunctionType)) and by_code() is None:
        if value.__module__ == _MAIN:
            reason = f"{value.__qualname__} is defined in {_MAIN}, which another process does not import"
        reason += f"; {_NEEDS_CODE}"
    return f"{what} cannot travel between processes: {reason}", path


def _path(name: str, steps: list[str]) -> str:
    if len(steps) <= _MOST_STEPS:
        return name + "".join(steps)
    return f"{name}{''.join(steps[:_TOLD])}... {len(steps) - 2 * _TOLD} more ...{''.join(steps[-_TOLD:])}"


def _first_unfit(parts: list[tuple[str, Any]], can_travel: Callable[[Any], bool]) -> tuple[str, Any] | None:
    """Finds the first part that cannot travel, and takes about twice as long as to pickle all of them."""
    low, high = 0, len(parts)
    if can_travel([part for _, part in parts]):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if can_travel([part for _, part in parts[low:middle]]):
            low = middle
        else:
            high = middle
    return parts[low]


def _too_deep(value: Any) -> list[str]:
    """Returns the steps to a part that is nested too deep, of a value for which no pickler has enough stack."""
    steps: list[str] = []
    ways = [iter(_parts(value))]
    seen = {id(value)}
    while ways and len(steps) < _DEEPEST:
        step, part = next(ways[-1], ("", None))
        if not step:
            ways.pop()
            del steps[-1:]
        elif isinstance(part, _NESTING) and id(part) not in seen:
            seen.add(id(part))
            steps.append(step)
            ways.append(iter(_parts(part)))
    return steps


def _refused(value: Any, failure: Exception, name: str) -> MarshalError:
    message, path = refusal(value, failure, _can_travel, name)
    return MarshalError(f"{path}: {message}", path)


def _dumped(value: Any, dumps: Callable[..., bytes], least: int | None) -> tuple[bytes, list[pickle.PickleBuffer]]:
    if least is None:
        return dumps(value, _PROTOCOL), []
    apart: list[pickle.PickleBuffer] = []

    def is_small(buffer: pickle.PickleBuffer) -> bool:
        if buffer.raw().nbytes < least:
            return True
        apart.append(buffer)
        return False

    return dumps(value, _PROTOCOL, buffer_callback=is_small), apart


def code_pickler() -> Any:
    """Returns cloudpickle's class, if that is installed, for what refuses open files as all other pickles do.

    Its own would read the file here, and give the other process a StringIO.
    """
    try:
        from cloudpickle import Pickler  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    known = _code_picklers.get(Pickler)
    if known is None:

        class CodePickler(Pickler):  # type: ignore[misc, unused-ignore]
            def reducer_override(self, value: Any) -> Any:
                if type(value) is TextIOWrapper and value is not sys.stdout and value is not sys.stderr:
                    raise pickle.PicklingError("cannot pickle '_io.TextIOWrapper' object")
                return super().reducer_override(value)

        known = _code_picklers[Pickler] = CodePickler
    return known


_code_picklers: dict[type, type] = {}


def by_code() -> Callable[..., bytes] | None:
    """Returns what pickles classes and functions as code where names will not do, if cloudpickle is installed."""
    pickler = code_pickler()
    if pickler is None:
        return None

    def dumps(value: Any, protocol: int, buffer_callback: Callable[[pickle.PickleBuffer], Any] | None = None) -> bytes:
        buffer = BytesIO()
        pickler(buffer, protocol, buffer_callback=buffer_callback).dump(value)
        return buffer.getvalue()

    return dumps


def _can_travel(value: Any) -> bool:
    try:
        data = pickle.dumps(value, _PROTOCOL)
        return IN_MAIN not in data or by_code() is not None or _named_in_main(value) is None
    except Exception:
        code = by_code()
    try:
        return code is not None and bool(code(value, _PROTOCOL))
    except Exception:
        return False


class _Names(pickle.Pickler):
    """Looks for a class or a function that a pickle would call by its name in `__main__`."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), _PROTOCOL)
        self.found: str | None = None

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, (type, FunctionType)) and value.__module__ == _MAIN:
            self.found = value.__qualname__
        return NotImplemented


def _named_in_main(value: Any) -> str | None:
    names = _Names()
    names.dump(value)
    return names.found


def _parts(value: Any) -> list[tuple[str, Any]]:
    """What a value's pickle consists of, each with the step that leads to it."""
    if isinstance(value, dict):
        return [(f"[{key!r}]", part) for key, part in value.items()]
    if isinstance(value, (list, tuple)):
        return [(f"[{index}]", part) for index, part in enumerate(value)]
    if isinstance(value, (MethodType, BuiltinMethodType)):
        return [(".__self__", value.__self__)]
    if isinstance(value, FunctionType):
        return _parts_of_function(value)
    if isinstance(value, type):
        return []
    return _parts_of_object(value)


def _parts_of_function(function: FunctionType) -> list[tuple[str, Any]]:
    code = function.__code__
    parts: list[tuple[str, Any]] = []
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            parts.append((f".__closure__[{name!r}]", cell.cell_contents))
        except ValueError:  # it is empty yet
            pass
    parts += [(f".__defaults__[{index}]", value) for index, value in enumerate(function.__defaults__ or ())]
    known = function.__globals__
    return parts + [(f".__globals__[{name!r}]", known[name]) for name in code.co_names if name in known]


def _parts_of_object(value: Any) -> list[tuple[str, Any]]:
    if type_name(type(value)) == "functools.partial":
        return [(f".{name}", getattr(value, name)) for name in ("func", "args", "keywords")]
    try:
        reduced = value.__reduce_ex__(_PROTOCOL)
    except Exception:
        return []
    if not isinstance(reduced, tuple):
        return []
    arguments = reduced[1]
    parts = [(f".__reduce__()[1][{index}]", part) for index, part in enumerate(arguments)]
    if arguments and arguments[0] is type(value):
        parts[0] = (".__class__", type(value))
    elif isinstance(value, BaseException):
        parts = [(f".args[{index}]", part) for index, part in enumerate(arguments)]
    state = reduced[_STATE] if len(reduced) > _STATE else None
    attributes = state if isinstance(state, tuple) and len(state) == _FIELDS else (state,)
    for each in attributes:
        if isinstance(each, dict):
            parts += [(f".{name}", part) for name, part in each.items()]
        elif each is not None:
            parts.append((".__getstate__()", each))
    return parts
