"""Java objects with their fields and methods.

Everything goes through one function for each class, `_invoke(what, object, *arguments)`; the objects themselves
are opaque handles.
"""

from __future__ import annotations

import operator
import weakref

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType
    from typing import Any, NoReturn

    Invoke = Callable[..., Any]

__all__ = ["JavaClass", "JavaObject", "define", "wrap"]

_classes: weakref.WeakValueDictionary[int, JavaClass] = weakref.WeakValueDictionary()
"""By the JVM's number for the class; one lives as long as somebody uses it or an object of it."""


class JavaClass(type):
    """The type of Java's classes in Python: their static fields are read and set as Java has them now."""

    _invoke: Invoke
    _java: object
    _static_fields: dict[str, tuple[str, bool]]

    def __getattr__(cls, name: str) -> Any:
        field = type.__getattribute__(cls, "_static_fields").get(name)
        if field is not None:
            return cls._invoke("get " + field[0], None)
        raise AttributeError(f"the Java class {cls.__name__!r} has no static member {name!r}")

    def __setattr__(cls, name: str, value: object) -> None:
        java, settable = cls._static_fields.get(name, (name, False))
        if not settable:
            raise AttributeError(f"the Java class {cls.__name__!r} has no static field {name!r} that can be set")
        cls._invoke("set " + java, None, value)

    def __dir__(cls) -> list[str]:
        return sorted({*super().__dir__(), *cls._static_fields})

    def __repr__(cls) -> str:
        return f"<Java class {cls.__module__}.{cls.__qualname__}>"


class JavaObject(metaclass=JavaClass):
    """A Java object. It is equal to what Java says it is equal to, and is itself when it comes to Java."""

    __slots__ = ("__weakref__", "_java")
    _java: object
    _static_fields: dict[str, tuple[str, bool]] = {}  # noqa: RUF012 - a slotted class, shared on purpose

    def __init_subclass__(cls, made: bool = False) -> None:
        if not made:
            raise TypeError("a Java class cannot be subclassed in Python; a Java interface can: gil.abstractClass")

    def __new__(cls, *arguments: object) -> JavaObject:
        return wrap(cls, cls._invoke("new", None, *arguments))

    def __getattr__(self, name: str) -> Any:
        field = type(self)._static_fields.get(name)
        if field is not None:
            return self._invoke("get " + field[0], None)
        raise AttributeError(f"the Java object of {type(self).__name__!r} has no member {name!r}")

    def __str__(self) -> str:
        return str(self._invoke("str", self._java))

    def __repr__(self) -> str:
        return f"<Java {type(self).__module__}.{type(self).__qualname__}: {self}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, JavaObject):
            return NotImplemented
        return bool(self._invoke("eq", self._java, other._java))

    def __hash__(self) -> int:
        return int(self._invoke("hash", self._java))

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(f"the Java object of {type(self).__name__!r} can be neither copied nor pickled in Python")


def wrap(kind: Any, java: object) -> JavaObject:
    """The object of a class for an opaque handle."""
    made: JavaObject = object.__new__(kind)
    made._java = java
    return made


class _Sized:
    __slots__ = ()

    def __len__(self: Any) -> int:
        return int(self._invoke("len", self._java))


class _Iterable:
    __slots__ = ()

    def __iter__(self: Any) -> Iterator[Any]:
        return iter(self._invoke("iter", self._java))


class _Container:
    __slots__ = ()

    def __contains__(self: Any, value: object) -> bool:
        return bool(self._invoke("in", self._java, value))


class _Indexed:
    __slots__ = ()

    def __getitem__(self: Any, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self._invoke("at", self._java, _place(self, index))

    def __setitem__(self: Any, index: Any, value: object) -> None:
        self._invoke("put", self._java, _one_place(self, index), value)

    def __delitem__(self: Any, index: Any) -> None:
        self._invoke("del", self._java, _one_place(self, index))


def _one_place(sequence: Any, index: Any) -> int:
    if isinstance(index, slice):
        raise TypeError("a slice of a Java list can only be read: set and delete its items one by one")
    return _place(sequence, index)


def _place(sequence: Any, index: Any) -> int:
    place = operator.index(index)
    size = len(sequence)
    if not -size <= place < size:
        kind = "array" if type(sequence).__name__.endswith("[]") else "list"
        raise IndexError(f"index {place} of a Java {kind} of {size}")
    return place % size


class _Keyed:
    __slots__ = ()

    def __getitem__(self: Any, key: object) -> Any:
        found = self._invoke("at", self._java, key)
        if found is None:
            raise KeyError(key)
        return found[0]

    def __setitem__(self: Any, key: object, value: object) -> None:
        self._invoke("put", self._java, key, value)

    def __delitem__(self: Any, key: object) -> None:
        if not self._invoke("del", self._java, key):
            raise KeyError(key)

    def keys(self: Any) -> list[Any]:
        return list(self)

    def items(self: Any) -> list[tuple[Any, Any]]:
        return [(key, self[key]) for key in self]


class _Closeable:
    __slots__ = ()

    def __enter__(self) -> Any:
        return self

    def __exit__(
        self: Any, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._invoke("exit", self._java)


class _Comparable:
    __slots__ = ()

    def __lt__(self, other: object) -> Any:
        return _compare(self, other, operator.lt)

    def __le__(self, other: object) -> Any:
        return _compare(self, other, operator.le)

    def __gt__(self, other: object) -> Any:
        return _compare(self, other, operator.gt)

    def __ge__(self, other: object) -> Any:
        return _compare(self, other, operator.ge)


def _compare(one: Any, other: object, by: Callable[[int, int], bool]) -> Any:
    if not isinstance(other, JavaObject):
        return NotImplemented
    return by(one._invoke("compare", one._java, other._java), 0)


class _Callable:
    __slots__ = ()

    def __call__(self: Any, *arguments: object) -> Any:
        return self._invoke("call", self._java, *arguments)


_PROTOCOLS: dict[str, type] = {
    "sized": _Sized,
    "iterable": _Iterable,
    "container": _Container,
    "indexed": _Indexed,
    "keyed": _Keyed,
    "closeable": _Closeable,
    "comparable": _Comparable,
    "callable": _Callable,
}


class _Both:
    """Methods of one name of which some are static."""

    def __init__(self, what: str, invoke: Invoke) -> None:
        self._what, self._invoke = what, invoke

    def __get__(self, instance: JavaObject | None, owner: type) -> Callable[..., Any]:
        java = None if instance is None else instance._java
        return lambda *arguments: self._invoke(self._what, java, *arguments)


def define(
    key: int,
    names: tuple[str, str, str],
    invoke: Invoke,
    protocols: Sequence[str],
    methods: Sequence[tuple[str, str, str]],
    fields: Sequence[tuple[str, str, bool, bool]],
) -> JavaClass:
    """The class for a Java class.

    `names` are its simple name, its package and its documentation; a method is its name in Python, its name in
    Java, and `instance`, `static` or `both`; a field is its names, whether it is static and whether it can be set.
    """
    known = _classes.get(key)
    if known is not None:
        return known
    name, package, doc = names
    members: dict[str, Any] = {"__module__": package, "__doc__": doc, "__slots__": (), "_invoke": invoke}
    members["_static_fields"] = {field: (java, settable) for field, java, static, settable in fields if static}
    for field, java, static, settable in fields:
        if not static:
            members[field] = _field(java, invoke, settable)
    for method, java, kind in methods:
        members[method] = _method(method, "call " + java, kind, invoke)
    bases = (*(_PROTOCOLS[protocol] for protocol in protocols), JavaObject)
    made = JavaClass(name, bases, members, made=True)
    _classes[key] = made
    return made


def _field(name: str, invoke: Invoke, settable: bool) -> property:
    def read(self: JavaObject) -> Any:
        return invoke("get " + name, self._java)

    def write(self: JavaObject, value: object) -> None:
        invoke("set " + name, self._java, value)

    return property(read, write if settable else None)


def _method(name: str, what: str, kind: str, invoke: Invoke) -> Any:
    if kind == "both":
        return _Both(what, invoke)

    def of_object(self: JavaObject, *arguments: object) -> Any:
        try:
            java = self._java
        except AttributeError:
            raise TypeError(f"{name}() is a method of Java objects, not of {self!r:.80}") from None
        return invoke(what, java, *arguments)

    def of_class(*arguments: object) -> Any:
        return invoke(what, None, *arguments)

    function: Any = of_class if kind == "static" else of_object
    function.__name__ = function.__qualname__ = name
    return staticmethod(function) if kind == "static" else function
