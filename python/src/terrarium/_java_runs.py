"""Runs pipelines on the JVM, in this process.

What the Java side gives are plain functions and tuples; what failed is raised here, as what the node raised.
"""

from __future__ import annotations

from terrarium._errors import ExecutionError, ManifestError, MarshalError
from terrarium._jvm import java

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence
    from typing import Any

    Answer = tuple[list[Any], list[Any] | None]

__all__ = ["Opened", "open"]


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
        self._run = functions["run"]
        self._start = functions["start"]
        self._close = functions["close"]

    def run(self, items: list[Any] | None) -> list[Any]:
        """Runs to the end and returns the outputs in order. Other Python threads go on meanwhile."""
        return _outputs(self._run(items))

    def start(self, items: list[Any] | None) -> Awaitable[list[Any]]:
        """Begins a run, and returns its outputs to who awaits them; who cancels that stops it."""
        return _awaited(self._start(items))

    def close(self) -> None:
        """Lets go of the nodes' types; runs under way end before."""
        self._close()


async def _awaited(answer: Awaitable[Answer]) -> list[Any]:
    return _outputs(await answer)


def _outputs(answer: Answer) -> list[Any]:
    outputs, failure = answer
    if failure is None:
        return outputs
    kind, what, *more = failure
    if kind == "raised":
        note = more[0]
        if hasattr(what, "add_note"):  # from 3.11 on
            what.add_note(note)
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
