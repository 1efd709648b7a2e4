"""Runs pipelines on the JVM, in this process.

What the Java side gives are plain functions and tuples; what failed is raised here, as what the node raised.
"""

from __future__ import annotations

import asyncio

from terrarium._errors import ExecutionError, ManifestError, MarshalError
from terrarium._jvm import java

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from typing import Any

    Answer = tuple[list[Any], list[Any] | None]

__all__ = ["Opened", "Session", "open"]


def open(manifest: str, objects: Mapping[str, object], path: Sequence[str]) -> Opened:  # noqa: A001 - of this module
    """Reads a manifest; `objects` are nodes that live here, by their `node_type`, `path` folders to import from.

    Raises ManifestError with every fault, and RuntimeUnavailableError where there is no JVM.
    """
    given = java().open(manifest, dict(objects), list(path))
    if isinstance(given, dict):
        return Opened(given)
    faults = tuple((place, message) for place, message in given)
    raise ManifestError("; ".join(f"{place} {message}" for place, message in faults), faults)


class Opened:
    """A pipeline on the JVM. It may run many times, and many at once; each run has nodes of its own."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self.needs_input: bool = functions["needs_input"]
        self.sinks: list[str] = list(functions["sinks"])
        self.warnings: list[str] = [f"{place} {message}" for place, message in functions["warnings"]]
        self._functions = functions
        self._run = functions["run"]
        self._start = functions["start"]

    def run(self, items: list[Any] | None) -> list[Any]:
        """Runs to the end and returns the outputs in order. Other Python threads go on meanwhile."""
        return _outputs(self._run(items))

    def start(self, items: list[Any] | None) -> Awaitable[list[Any]]:
        """Begins a run, and returns its outputs to who awaits them; who cancels that stops it."""
        return _awaited(self._start(items))

    async def stream(self, items: AsyncIterable[Any]) -> AsyncIterator[Any]:
        """Runs over items as they come, and iterates over the outputs as they leave.

        Who takes the outputs slowly holds the items back; who stops taking them stops the run.
        """
        functions = self._functions["stream"]()
        take: Callable[[], Awaitable[bool] | Answer | None] = functions["take"]
        feeding = asyncio.ensure_future(_feed(items, functions["put"], functions["put_end"], functions["stop"]))
        try:
            while True:
                answer = take()
                if answer is None:
                    break
                if not isinstance(answer, tuple):
                    await answer
                    continue
                for output in _outputs(answer):
                    yield output
            await feeding
        finally:
            functions["stop"]()
            feeding.cancel()

    def session(self) -> Session:
        """Opens the pipeline for items that come one by one; the nodes keep their state meanwhile."""
        return Session(self._functions["session"]())

    def close(self) -> None:
        """Lets go of the nodes' types; no run is under way any more."""
        self._functions["close"]()


class Session:
    """A pipeline that is kept open."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions

    async def send(self, item: Any) -> list[Any]:
        """Sends an item and returns all that comes of it, from every sink in order.

        A node that fails ends the session, unless its policy says otherwise.
        """
        return _outputs(await self._functions["send"](item))

    async def finish(self) -> list[Any]:
        """Ends the session when all that was sent has been, and returns what was left in the nodes."""
        return _outputs(await self._functions["finish"]())

    def cancel(self) -> None:
        """Stops what the nodes do, without a flush, and cleans up."""
        self._functions["cancel"]()


async def _feed(
    items: AsyncIterable[Any],
    put: Callable[[Any], Awaitable[bool] | None],
    end: Callable[[], object],
    stop: Callable[[], object],
) -> None:
    try:
        async for item in items:
            waiting = put(item)
            if waiting is not None:
                await waiting
    except BaseException:
        stop()
        raise
    end()


async def _awaited(answer: Awaitable[Answer] | Answer) -> list[Any]:
    return _outputs(answer if isinstance(answer, tuple) else await answer)


def _outputs(answer: Answer) -> list[Any]:
    outputs, failure = answer
    if failure is None:
        return outputs
    kind, what, *more = failure
    if kind == "raised":
        what.__notes__ = [*getattr(what, "__notes__", ()), more[0]]  # as add_note does, which 3.10 has not
        raise what
    raise _error(kind, what, outputs, more)


def _error(kind: str, message: str, outputs: list[Any], more: list[Any]) -> Exception:
    if kind == "marshal":
        return MarshalError(message)
    error = ExecutionError(message)
    error.outputs = outputs
    if more:
        error.node, error.item, error.type, error.traceback = more
    return error
