"""Drives one node of a pipeline: makes it, feeds it and lets it go.

A node is duck-typed. A class is constructed with the manifest's parameters; its `initialize`, `flush` and
`cleanup` are optional, and so is which of `process(item)` and `aprocess(item)` it has: the second is called
if both are there. A plain function is called as `function(item, **params)`. All of these may be `async`.

A node that sees the whole stream is called once, with an iterator over its items; one that makes items, once
without anything.
"""

from __future__ import annotations

from terrarium._errors import ExecutionError, ManifestError
from terrarium._nodes import check, is_living, placed, process_of, streams
from terrarium._outputs import Outputs

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
    from typing import Any

__all__ = ["Driver"]

_at_work: dict[int, Driver] = {}
"""The objects that are nodes by themselves, by their identity: each is driven by one driver at a time."""


class Driver:
    """One node of one run. `initialize` first; `close` always, also after a failure, and more than once."""

    __slots__ = ("_closed", "_node", "outputs", "process")

    def __init__(
        self, factory: Callable[..., Any], params: Mapping[str, Any] | None = None, streaming: bool = False
    ) -> None:
        self.outputs = Outputs()
        self._closed = False
        self._node = node = self._node_of(factory, params)
        if node is None:
            self.process: Callable[..., Any] = _with(factory, dict(params)) if params else factory
        else:
            self.process = process_of(node)
            if not streaming and streams(node):
                _refuse_late_wish(factory, node)

    def _node_of(self, factory: Any, params: Mapping[str, Any] | None) -> Any:
        """Returns what may have more methods than the one that takes items; None for a function."""
        if isinstance(factory, type):
            return _construct(factory, params or {})
        if params:
            check(factory, params)
        if not is_living(factory):
            return None
        if _at_work.setdefault(id(factory), self) is not self:
            kind = type(factory).__qualname__
            raise ExecutionError(
                f"this object of the type {kind} is at work in another run of this pipeline, or as another node: "
                "give each an object of its own, or the class"
            )
        return factory

    def initialize(self) -> None:
        """Calls the node's `initialize`, and awaits it if it is async."""
        self._finish("initialize")

    def run(self, item: Any) -> Iterable[Any]:
        """Returns the outputs for `item`: a tuple if they are there already, else an iterator."""
        return self.outputs.of(self.process(item))

    def stream(self, take: Callable[[], Any], wait: Callable[[], Awaitable[Any] | None]) -> Iterator[Any]:
        """Iterates over the outputs for a whole stream, and those of `flush`; see `_intake`."""
        from terrarium._intake import Intake

        yield from self.outputs.all_of(self.process(Intake(take, wait)))
        yield from self.flush()

    def produce(self) -> Iterator[Any]:
        """Iterates over the items that the node makes of its own, and those of `flush`."""
        yield from self.outputs.all_of(self.process())
        yield from self.flush()

    def can_flush(self) -> bool:
        """Whether the node may hold anything back."""
        return hasattr(self._node, "flush")

    def hook(self, name: str) -> Callable[..., Any] | None:
        """Returns a further method of the node, if it has one; what it gives is awaited if that is to be."""
        method = getattr(self._node, name, None)
        return None if method is None else lambda *given: self.outputs.value_of(method(*given))

    def flush(self) -> Iterable[Any]:
        """Returns what the node still holds when the last item has been."""
        function = getattr(self._node, "flush", None)
        return () if function is None else self.outputs.of(function())

    def end(self) -> bool:
        """Lets the node go if there is nothing that `close` would have to wait for; says whether that was so."""
        if not self._closed:
            if hasattr(self._node, "cleanup") or not self.outputs.are_over():
                return False
            self._closed = True
            self._disengage()
        return True

    def close(self) -> None:
        """Calls the node's `cleanup` and ends the event loop, if there is one."""
        if self._closed:
            return
        self._closed = True
        try:
            self._finish("cleanup")
        finally:
            self._disengage()
            self.outputs.close()

    def _disengage(self) -> None:
        if _at_work and _at_work.get(id(self._node)) is self:
            del _at_work[id(self._node)]

    def _finish(self, name: str) -> None:
        function = getattr(self._node, name, None)
        if function is not None:
            self.outputs.finish(function())


def _construct(factory: type, params: Mapping[str, Any]) -> Any:
    try:
        return factory(**params)
    except TypeError:
        # Looking at the signature first would cost every good node the import of inspect.
        check(factory, params)
        call = placed(factory, params) if params else None
        if call is None:
            raise
    return factory(*call[0], **call[1])


def _with(function: Callable[..., Any], params: dict[str, Any]) -> Callable[..., Any]:
    return lambda *item: function(*item, **params)


def _refuse_late_wish(factory: Any, node: Any) -> None:
    """A wish for the whole stream that only the object tells comes when the pipeline is wired already."""
    if not streams(factory):
        kind = type(node).__qualname__
        raise ManifestError(
            f"an object of {kind} wants the whole stream, which its class does not say: write "
            f'"is_streaming": true in the manifest, or is_streaming = True in the body of class {kind}'
        )
