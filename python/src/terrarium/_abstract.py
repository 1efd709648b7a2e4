"""Java interfaces as abstract classes of Python."""

from __future__ import annotations

import abc
import weakref

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = ["JavaInterface", "define", "interfaces"]

_classes: weakref.WeakValueDictionary[int, type] = weakref.WeakValueDictionary()
"""By the JVM's number for the interface; a class lives as long as somebody uses it."""


class JavaInterface(abc.ABC):  # noqa: B024 - what is abstract comes with each interface
    """What every class that implements a Java interface inherits from."""

    __slots__ = ()
    _java_interface: Any = None
    _java_spellings: tuple[tuple[str, str], ...] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """Lets a method be spelled as Java or as Python does, before Python looks what is still abstract."""
        super().__init_subclass__(**options)
        for base in cls.__mro__:
            for java, python in vars(base).get("_java_spellings", ()):
                if python in vars(cls) and java not in vars(cls):
                    setattr(cls, java, vars(cls)[python])
                elif java in vars(cls) and python not in vars(cls):
                    setattr(cls, python, vars(cls)[java])


def define(
    key: int,
    name: str,
    package: str,
    java: object,
    required: Sequence[tuple[str, str, str]],
    defaults: Sequence[tuple[str, str, str, Callable[..., Any]]],
) -> type:
    """The abstract class for a Java interface.

    A required method is its name in Java, its name in Python and its title; a default one has in addition the
    function that runs its body: `function(self, *arguments)`.
    """
    known = _classes.get(key)
    if known is not None:
        return known
    members: dict[str, Any] = {
        "__module__": package,
        "__doc__": f"The Java interface {package}.{name}.",
        "__slots__": (),
        "_java_interface": java,
    }
    for method, _, title in required:
        members[method] = abc.abstractmethod(_function(method, title, _missing(title)))
    for method, python, title, body in defaults:
        default = _function(method, title, lambda self, *arguments, body=body: body(self, *arguments))
        default._java_default = True
        members[method] = members[python] = default
    made = abc.ABCMeta(name, (JavaInterface,), members)
    made._java_spellings = tuple(  # type: ignore[attr-defined]
        (method[0], method[1]) for method in [*required, *defaults] if method[0] != method[1]
    )
    _classes[key] = made
    return made


def _function(name: str, title: str, function: Any) -> Any:
    function.__name__ = function.__qualname__ = name
    function.__doc__ = title
    return function


def _missing(title: str) -> Callable[..., Any]:
    def missing(self: object, *arguments: object) -> Any:
        raise NotImplementedError(f"{title} has no body in Java")

    return missing


def interfaces(kind: type) -> list[Any]:
    """The Java interfaces that a class implements, those that its own bases name first."""
    found = (vars(base).get("_java_interface") for base in kind.__mro__)
    return [java for java in found if java is not None]
