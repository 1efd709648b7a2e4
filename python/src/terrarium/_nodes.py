"""Drives one node of a pipeline: finds it, makes it, feeds it and lets it go.

A node is duck-typed. A class is constructed with the manifest's parameters; its `initialize`, `flush` and
`cleanup` are optional, and so is which of `process(item)` and `aprocess(item)` it has: the second is called
if both are there. A plain function is called as `function(item, **params)`. All of these may be `async`.

What a call gives becomes outputs: a generator or async generator each of its values, when asked for; a
coroutine what it returns; None nothing; anything else itself. `Emit(x)` is x, even if x is None.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Awaitable, Generator
from importlib import import_module

from terrarium._emit import Emit
from terrarium._errors import ManifestError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from terrarium._loop import Loop

    Parameter = tuple[str, bool, str, str]

__all__ = ["Driver", "check", "describe", "find"]

_MOST_TYPES = 200
_NODE_TYPE = "node_type"


def find(reference: str) -> Any:
    """Imports what `module:Name` means; an error inside the module is raised as it is."""
    module_name, colon, path = reference.partition(":")
    if not (module_name and colon and path):
        raise _wrong_type(f"{reference!r} is not of the form module:Class")
    try:
        found: Any = import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing != module_name and not module_name.startswith(missing + "."):
            raise
        raise _wrong_type(f"no module named {missing!r} for {reference!r}; looked in {_places()}") from None
    for name in path.split("."):
        if not hasattr(found, name):
            raise _wrong_type(f"module {module_name!r} has no {path!r}")
        found = getattr(found, name)
    if not callable(found):
        raise _wrong_type(f"{reference!r} is neither a class nor a function")
    return found


def _places() -> str:
    return ", ".join(map(repr, sys.path)) or "no directory at all"


def _wrong_type(message: str) -> ManifestError:
    return ManifestError(message, ((_NODE_TYPE, message),))


def describe(factory: Callable[..., Any]) -> tuple[str, bool, tuple[Parameter, ...]]:
    """Returns what the node is for, whether it takes any parameter, and those it names.

    A parameter is (name, whether it must be given, its annotation or "", its default's text or "").
    """
    import inspect

    signature = inspect.signature(factory)
    listed = list(signature.parameters.values())
    if not isinstance(factory, type):
        listed = listed[1:]  # the item
    named = []
    for each in listed:
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD, each.POSITIONAL_ONLY):
            continue
        if each.annotation is each.empty:
            annotation = ""
        elif isinstance(each.annotation, str):  # from __future__ import annotations
            annotation = each.annotation
        else:
            annotation = inspect.formatannotation(each.annotation)
        default = "" if each.default is each.empty else repr(each.default)
        named.append((each.name, each.default is each.empty, annotation, default))
    takes_any = any(each.kind is each.VAR_KEYWORD for each in listed)
    doc = inspect.getdoc(factory) or ""
    return doc.partition("\n")[0], takes_any, tuple(named)


def check(factory: Callable[..., Any], params: Mapping[str, Any]) -> None:
    """Raises a ManifestError with every fault of the parameters, as far as the signature can be known."""
    import inspect

    item = () if isinstance(factory, type) else (None,)
    try:
        signature = inspect.signature(factory)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*item, **params)
    except TypeError as error:
        faults = tuple(_faults(factory, params)) or (("params", str(error)),)
        message = "; ".join(text for _, text in faults)
        raise ManifestError(message, faults) from None


def _faults(factory: Callable[..., Any], params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    _, takes_any, named = describe(factory)
    known = [name for name, *_ in named]
    owner = getattr(factory, "__qualname__", repr(factory))
    takes = "it takes " + ", ".join(known) if known else "it takes none"
    for name in params:
        if name not in known and not takes_any:
            yield f"params.{name}", f"{owner} has no parameter {name!r}; {takes}"
    for name, required, *_ in named:
        if required and name not in params:
            yield f"params.{name}", f"{owner} needs the parameter {name!r}"


class Driver:
    """One node of one run. `initialize` first; `close` always, also after a failure, and more than once."""

    def __init__(self, factory: Callable[..., Any], params: Mapping[str, Any] | None = None) -> None:
        params = dict(params or {})
        self._loop: Loop | None = None
        self._spreads: dict[type, Callable[[Any], Iterable[Any]]] = {type(None): _nothing}
        self._closed = False
        if isinstance(factory, type):
            self._node: Any = _construct(factory, params)
            self._process = _process_of(self._node)
        else:
            self._node = None
            if params:
                check(factory, params)
            self._process = (lambda item: factory(item, **params)) if params else factory

    def initialize(self) -> None:
        """Calls the node's `initialize`, and awaits it if it is async."""
        self._finish("initialize")

    def run(self, item: Any) -> Iterable[Any]:
        """Returns the outputs for `item`: a tuple if they are there already, else an iterator."""
        result = self._process(item)
        spread = self._spreads.get(type(result))
        if spread is None:
            spread = self._spread_for(result)
        return spread(result)

    def flush(self) -> Iterable[Any]:
        """Returns what the node still holds when the last item has been."""
        function = getattr(self._node, "flush", None)
        return () if function is None else self._spread(function())

    def close(self) -> None:
        """Calls the node's `cleanup` and ends the event loop, if there is one."""
        if self._closed:
            return
        self._closed = True
        try:
            self._finish("cleanup")
        finally:
            if self._loop is not None:
                self._loop.close()

    def _finish(self, name: str) -> None:
        function = getattr(self._node, name, None)
        if function is None:
            return
        for _ in self._spread(function()):
            pass

    def _spread(self, result: Any) -> Iterable[Any]:
        return self._spread_for(result)(result)

    def _spread_for(self, result: Any) -> Callable[[Any], Iterable[Any]]:
        if result is None:
            return _nothing
        if isinstance(result, Generator):
            spread: Callable[[Any], Iterable[Any]] = _each
        elif isinstance(result, AsyncGenerator):
            spread = self._each_awaited
        elif isinstance(result, Awaitable):
            spread = self._awaited
        else:
            spread = _emitted if type(result) is Emit else _one
        if len(self._spreads) < _MOST_TYPES:
            self._spreads[type(result)] = spread
        return spread

    def _awaited(self, awaitable: Awaitable[Any]) -> Iterable[Any]:
        return self._spread(self._living_loop().wait_for(awaitable))

    def _each_awaited(self, values: AsyncGenerator[Any, None]) -> Iterator[Any]:
        return _each(self._living_loop().iterate(values))

    def _living_loop(self) -> Loop:
        if self._loop is None:
            from terrarium._loop import Loop

            self._loop = Loop()
        return self._loop


def _construct(factory: type, params: dict[str, Any]) -> Any:
    try:
        return factory(**params)
    except TypeError:
        # Looking at the signature first would cost every good node the import of inspect.
        check(factory, params)
        raise


def _process_of(node: Any) -> Callable[[Any], Any]:
    for name in ("aprocess", "process", "__call__"):
        function: Callable[[Any], Any] | None = getattr(node, name, None)
        if function is not None:
            return function
    raise _wrong_type(f"{type(node).__qualname__} has neither process(item) nor aprocess(item)")


def _nothing(_: Any) -> tuple[()]:
    return ()


def _one(value: Any) -> tuple[Any]:
    return (value,)


def _emitted(value: Emit) -> tuple[Any]:
    return (value.value,)


def _each(values: Any) -> Iterator[Any]:
    try:
        for value in values:
            if type(value) is Emit:
                yield value.value
            elif value is not None:
                yield value
    finally:
        values.close()
