"""Values on their way between a worker process and the JVM: pickles of which Java reads what it knows.

Built-in types are pickled as ever. What Java has a counterpart for is rebuilt by a function of this module, which
Java knows by its name and writes itself; what has a plain value beside its own, such as an OrderedDict, travels as
both. Any other object is for Python alone. A large array lies in shared memory, and its place travels.
"""

from __future__ import annotations

import pickle
from _thread import _local
from io import BytesIO
from types import FunctionType

from terrarium._errors import MarshalError
from terrarium._faults import type_name
from terrarium._memory import LARGEST, LEAST
from terrarium._plain import plain
from terrarium._travel import by_code, code_pickler, refusal

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Reduced = tuple[Callable[..., Any], tuple[Any, ...]]
    Place = Callable[[Any], tuple[int, int] | None]
    View = Callable[[int, int, str, tuple[int, ...]], Any]

__all__ = ["pack", "pack_apart", "pack_known", "slots", "unpack", "unpack_from"]

_PROTOCOL = 5
_WIDEST = 8
_MOST_KEPT = 1 << 14
_MOST_APART = 255
_LONGEST = 1 << 30
_INSTEAD = "give it in parts, as NumPy arrays, or write it to a file and give its path"
"""What to do with a value whose pickle is longer than that, which is the most that the JVM takes or gives at once."""

_AT_ONCE = frozenset({int, float, str, bool, bytes, type(None)})
_FAILURES = (pickle.PicklingError, TypeError, AttributeError, RecursionError)
_PLAIN = (str, bytes, int, float, list, tuple, dict, set, frozenset)


class _Memory(_local):
    """What gives a shared array its memory back, while a thread unpacks a value."""

    view: View | None = None


_memory = _Memory()


def pack(value: Any, place: Place | None = None, take_back: Callable[[], None] | None = None) -> bytes:
    """Returns a value's pickle; `place(array)` puts an array into shared memory and says where, if it does.

    What another process could not import by its name travels as code, by cloudpickle, if that is installed. Before
    that is tried, `take_back()` takes arrays out of shared memory again.
    """
    if type(value) in _AT_ONCE:
        data = pickle.dumps(value, _PROTOCOL)
        if len(data) > _LONGEST:
            raise _too_long(len(data))
        return data
    try:
        known = _idle.pop()
    except IndexError:
        known = _Packer()
    try:
        return known.pack(value, place)
    except _FAILURES as error:
        failure = error
    packer = _by_code()
    if packer is not None:
        if take_back is not None:
            take_back()
        buffer = BytesIO()
        try:
            packer(buffer, place).dump(value)
            if buffer.tell() > _LONGEST:
                raise _too_long(buffer.tell())
            return buffer.getvalue()
        except _FAILURES as error:
            failure = error
    raise MarshalError(*refusal(value, failure, _can_travel)) from failure


def pack_known(value: Any, place: Place | None = None) -> bytes:
    """Returns a pickle of what Java knows of a value; of any other object in it there is only the name of its type."""
    if type(value) in _AT_ONCE:
        return pack(value)
    buffer = BytesIO()
    try:
        _KnownPacker(buffer, place).dump(value)
    except RecursionError as error:
        raise MarshalError("the value is nested deeper than 1000 levels, or contains itself", "$") from error
    if buffer.tell() > _LONGEST:
        raise _too_long(buffer.tell())
    return buffer.getvalue()


def _too_long(size: int, what: str = "its pickle") -> MarshalError:
    return MarshalError(
        f"{what} takes {size} bytes, and {_LONGEST} bytes at most travel to or from a worker process at once: "
        f"{_INSTEAD}",
        "$",
    )


def pack_apart(value: Any) -> tuple[bytes, list[Any], list[int]]:
    """The same, but large arrays of numbers are not in it: they are returned beside, with their sizes in bytes.

    Each is to be put at the beginning of the slot whose number is its place in that list.
    """
    arrays: list[Any] = []

    def place(array: Any) -> tuple[int, int] | None:
        if not LEAST <= array.nbytes <= LARGEST or len(arrays) == _MOST_APART:
            return None
        arrays.append(array)
        return len(arrays) - 1, 0

    data = pack(value, place, arrays.clear)
    return data, arrays, [array.nbytes for array in arrays]


def unpack(data: Any, view: View | None = None) -> Any:
    """Returns the value of a pickle; `view(slot, offset, dtype, shape)` gives the arrays in shared memory."""
    if view is None:
        return pickle.loads(data)
    before = _memory.view  # who unpacks an object may have another one unpacked
    _memory.view = view
    try:
        return pickle.loads(data)
    finally:
        _memory.view = before


def unpack_from(data: Any, memory: dict[int, Any], kept: frozenset[int]) -> Any:
    """Returns the value of a pickle whose arrays lie in slots of which this is the memory, as arrays of bytes.

    They are copied, but for those that fill at least half of one that is `kept`, which stay there and keep it.
    """

    def view(slot: int, offset: int, dtype: str, shape: tuple[int, ...]) -> Any:
        from numpy import ndarray  # type: ignore[import-not-found, unused-ignore]

        there = ndarray(shape, dtype, memory[slot], offset)
        return there if slot in kept and 2 * there.nbytes >= memory[slot].nbytes else there.copy()

    return unpack(data, view)


def slots(data: Any) -> list[int]:
    """Returns the slot of each shared array in a pickle, of which nothing else is made: nothing runs that it names."""
    found: list[int] = []

    class Reader(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            if module == __name__ and name == shared.__name__:
                return lambda dtype, shape, slot, offset: found.append(slot)
            return _Anything

    try:
        Reader(BytesIO(data)).load()
    except Exception:
        pass  # it is no pickle from there on
    return found


class _Anything:
    """Stands for whatever a pickle makes, and does nothing."""

    def __new__(cls, *_: Any, **__: Any) -> Any:
        return object.__new__(cls)

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def nothing(self, *_: Any) -> None:
        pass

    __call__ = __setitem__ = __setstate__ = append = extend = add = nothing


class _Pieces(list):  # type: ignore[type-arg]
    write = list.append


class _Packer(pickle.Pickler):
    """Pickles classes and functions by their names."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = _Pieces()
        super().__init__(self._pieces, _PROTOCOL)
        self._place: Place | None = None

    def pack(self, value: Any, place: Place | None) -> bytes:
        self._place = place
        self.dump(value)
        self._place = None
        pieces = self._pieces
        if len(pieces) > 1:
            size = sum(map(len, pieces))
            if size > _LONGEST:
                raise _too_long(size)
        data = b"".join(pieces)
        if len(data) <= _MOST_KEPT:  # it keeps room for as many objects as it has packed
            self._pieces.clear()
            self.clear_memo()
            _idle.append(self)
        return data

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, (type, FunctionType)):
            _require_named(value)
            return NotImplemented
        return _reduced(value, self._place, _dumped_by_name)


class _KnownPacker(pickle.Pickler):
    """Pickles what has a counterpart in Java, and of what has none its type."""

    def __init__(self, buffer: BytesIO, place: Place | None) -> None:
        super().__init__(buffer, _PROTOCOL)
        self._place = place

    def reducer_override(self, value: Any) -> Any:
        reduced = NotImplemented
        if not isinstance(value, type):
            reduced = _reduced(value, self._place, lambda *_: b"")
        if reduced is not NotImplemented or _is_pickled_by_itself(value):
            return reduced
        return unknown, (type_name(type(value)),)


def _is_pickled_by_itself(value: Any) -> bool:
    """Whether pickle has its own ways with a value of which Java reads the pickle."""
    return type(value) is bytearray or (type(value) is FunctionType and value in _REBUILDING)


_idle: list[_Packer] = []
"""Those that wait to pack again: making one costs more than a small value does."""


def _dumped_by_name(value: Any, protocol: int) -> bytes:
    _require_named(type(value))
    return pickle.dumps(value, protocol)


def _require_named(value: Any) -> None:
    if value.__module__ == "__main__":
        raise pickle.PicklingError(
            f"{value.__qualname__} is defined in __main__, which another process does not import"
        )


def _by_code() -> Callable[[BytesIO, Place | None], Any] | None:
    """Returns what pickles classes and functions as code where names will not do, if cloudpickle is installed."""
    found = by_code()
    if found is None:
        return None
    dumps = found

    class CodePacker(code_pickler()):  # type: ignore[misc, unused-ignore]
        def __init__(self, buffer: BytesIO, place: Place | None) -> None:
            super().__init__(buffer, _PROTOCOL)
            self._place = place

        def reducer_override(self, value: Any) -> Any:
            reduced = NotImplemented if isinstance(value, type) else _reduced(value, self._place, dumps)
            return super().reducer_override(value) if reduced is NotImplemented else reduced

    return CodePacker


def _reduced(value: Any, place: Place | None, dumps: Callable[..., bytes]) -> Any:
    """How a value is made again that has a counterpart in Java, or is of a subclass of what has one."""
    kind = type(value)
    rule = _RULES.get(f"{kind.__module__}.{kind.__qualname__}")
    if rule is not None:
        reduced = rule(value)
        return NotImplemented if reduced is None else reduced
    if kind.__module__ == "numpy":
        return _of_numpy(value, place, dumps)
    if isinstance(value, _PLAIN):
        return both, (plain(value), dumps(value, _PROTOCOL))
    return NotImplemented


def _of_numpy(value: Any, place: Place | None, dumps: Callable[..., bytes]) -> Any:
    if not hasattr(value, "tolist"):
        return NotImplemented
    if type(value).__name__ != "ndarray" or value.dtype.kind not in "biuf" or value.dtype.itemsize > _WIDEST:
        simple = plain(value)
        return NotImplemented if type(simple) is type(value) else (both, (simple, dumps(value, _PROTOCOL)))
    where = place(value) if place is not None else None
    if where is not None:
        return shared, (value.dtype.str, value.shape, *where)
    if value.nbytes > _LONGEST:
        raise _too_long(value.nbytes, "an array for which there is no shared memory")
    return array, (value.dtype.str, value.shape, bytearray(value.tobytes()))


def _can_travel(value: Any) -> bool:
    packer = _by_code()
    try:
        if packer is None:
            _Packer().pack(value, None)
        else:
            packer(BytesIO(), None).dump(value)
        return True
    except Exception:
        return False


# What follows is called by pickles, by these names.


def both(_: Any, pickled: bytes) -> Any:
    """What is more than its plain value."""
    return pickle.loads(pickled)


def unknown(kind: str) -> Any:
    """What Java does not know: it never comes back so."""
    raise MarshalError(f"a {kind} of another process cannot be had here")


def held(number: int) -> Any:
    """What this process holds for Java by a number."""
    return holdings[number]


holdings: dict[int, Any] = {}
"""What Java has asked this process to keep, by its number."""


def array(dtype: str, shape: tuple[int, ...], data: bytearray) -> Any:
    """An array of its own memory."""
    from numpy import ndarray  # type: ignore[import-not-found, unused-ignore]

    return ndarray(shape, dtype, data)


def shared(dtype: str, shape: tuple[int, ...], slot: int, offset: int) -> Any:
    """An array in shared memory."""
    if _memory.view is None:
        raise MarshalError("an array in the memory of a worker cannot be had here")
    return _memory.view(slot, offset, dtype, shape)


def date(year: int, month: int, day: int) -> Any:
    import datetime

    return datetime.date(year, month, day)


def time(hour: int, minute: int, second: int, micros: int, fold: int, zone: Any) -> Any:
    import datetime

    return datetime.time(hour, minute, second, micros, zone, fold=fold)


def moment(
    year: int, month: int, day: int, hour: int, minute: int, second: int, micros: int, fold: int, zone: Any
) -> Any:
    import datetime

    return datetime.datetime(year, month, day, hour, minute, second, micros, zone, fold=fold)


def span(days: int, seconds: int, micros: int) -> Any:
    import datetime

    return datetime.timedelta(days, seconds, micros)


def offset(seconds: int) -> Any:
    import datetime

    return datetime.timezone(datetime.timedelta(seconds=seconds)) if seconds else datetime.timezone.utc


def zone(key: str) -> Any:
    import zoneinfo

    return zoneinfo.ZoneInfo(key)


def decimal(text: str) -> Any:
    import decimal as module

    return module.Decimal(text)


def uuid(text: str) -> Any:
    import uuid as module

    return module.UUID(text)


def path(text: str) -> Any:
    import pathlib

    return pathlib.Path(text)


def _date(value: Any) -> Reduced:
    return date, (value.year, value.month, value.day)


def _time(value: Any) -> Reduced:
    return time, (value.hour, value.minute, value.second, value.microsecond, value.fold, value.tzinfo)


def _moment(value: Any) -> Reduced:
    day = (value.year, value.month, value.day)
    return moment, (*day, value.hour, value.minute, value.second, value.microsecond, value.fold, value.tzinfo)


def _span(value: Any) -> Reduced:
    return span, (value.days, value.seconds, value.microseconds)


def _offset(value: Any) -> Reduced | None:
    from_utc = value.utcoffset(None)
    whole = from_utc.microseconds == 0 and type(value)(from_utc).tzname(None) == value.tzname(None)
    return (offset, (from_utc.days * 86400 + from_utc.seconds,)) if whole else None


def _zone(value: Any) -> Reduced | None:
    return None if value.key is None else (zone, (value.key,))


def _decimal(value: Any) -> Reduced:
    return decimal, (str(value),)


def _uuid(value: Any) -> Reduced:
    return uuid, (str(value),)


def _path(value: Any) -> Reduced:
    return path, (str(value),)


_RULES: dict[str, Callable[[Any], Reduced | None]] = {
    "datetime.date": _date,
    "datetime.time": _time,
    "datetime.datetime": _moment,
    "datetime.timedelta": _span,
    "datetime.timezone": _offset,
    "zoneinfo.ZoneInfo": _zone,
    "decimal.Decimal": _decimal,
    "uuid.UUID": _uuid,
    "pathlib.PosixPath": _path,
    "pathlib._local.PosixPath": _path,
    "pathlib.WindowsPath": _path,
    "pathlib._local.WindowsPath": _path,
}

_REBUILDING: frozenset[Any] = frozenset(
    {both, array, shared, unknown, date, time, moment, span, offset, zone, decimal, uuid, path}
)
