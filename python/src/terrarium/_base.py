"""A base class for nodes, which remembers what its objects were made with.

Nobody has to inherit from it: whatever has `process` is a node. It is for nodes that are to be written into a
manifest as objects, since no other object tells what its class was called with.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from typing_extensions import Self

__all__ = ["Node", "arguments_of", "kept"]

_ARGUMENTS = "_terrarium_arguments"
_INIT: Any = object.__init__


class _Signature:
    """The signature of a class, which is that of its constructor and not that of `Node.__new__`."""

    def __get__(self, node: object | None, kind: type) -> Any:
        if node is not None:
            raise AttributeError("__signature__")
        import inspect

        made: Any = kind
        if made.__init__ is _INIT:
            return inspect.Signature()
        own = inspect.signature(made.__init__)
        return own.replace(parameters=list(own.parameters.values())[1:], return_annotation=inspect.Signature.empty)


class _Arguments(tuple):  # type: ignore[type-arg]
    """What an object was made with; where that cannot travel, the object travels without it."""

    __slots__ = ()

    def __reduce_ex__(self, _: Any) -> Any:
        import pickle

        from terrarium._errors import MarshalError
        from terrarium._travel import packed

        try:
            data = packed(tuple(self))
        except MarshalError:
            data = packed(None)
        return pickle.loads, (data,)

    def __deepcopy__(self, _: Any) -> _Arguments:
        return self


class Node:
    """A node of a pipeline: inherit, take parameters in `__init__`, and define `process(item)`.

    `initialize`, `flush` and `cleanup` are called if they are there; all of them may be async. `is_streaming = True`
    in the body of a class gives it the whole stream, `is_source = True` makes it a source.

    `name`, if it is a text, becomes the beginning of the node's id in a manifest; `capabilities` what the node needs.
    """

    name: str | None = None
    is_streaming: bool = False
    is_source: bool = False
    capabilities: Mapping[str, Any] | None = None

    __signature__ = _Signature()

    def __new__(cls, *arguments: Any, **parameters: Any) -> Self:
        if (arguments or parameters) and cls.__init__ is _INIT:
            raise TypeError(f"{cls.__name__}() takes no arguments")
        made = super().__new__(cls)
        object.__setattr__(made, _ARGUMENTS, _Arguments((kept(arguments), kept(parameters))))
        return made


def kept(value: Any) -> Any:
    """Copies what a node may change later; anything but lists, tuples and dictionaries is kept as it is."""
    kind = type(value)
    if kind is dict:
        return {key: kept(each) for key, each in value.items()}
    if kind is list or kind is tuple:
        return kind(map(kept, value))
    return value


def arguments_of(node: object) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """Returns what an object was made with: the arguments and the parameters by name; None if nobody knows."""
    return getattr(node, _ARGUMENTS, None)
