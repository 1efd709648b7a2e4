"""Runs pipelines on the JVM, in this process.

What the Java side gives are plain functions and tuples; what failed is raised here, as what the node raised.
"""

from __future__ import annotations

import asyncio
import sys

from terrarium._errors import ExecutionError, MarshalError, RuntimeUnavailableError, WorkerCrashed
from terrarium._faults import message_of, type_name
from terrarium._findings import refusal
from terrarium._forks import is_child
from terrarium._jvm import java, stay_at_the_end

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from typing import Any

    Answer = tuple[list[Any], list[Any] | None]
    Progress = Callable[[int, int], object]

__all__ = ["Opened", "Session", "document", "open"]

_TICK = 0.05
_LONGEST_STOP = 5
_NEEDS_INPUT = "The pipeline needs an input: no node of it makes items of its own accord"
_TAKES_NO_INPUT = "The pipeline takes no input: its first nodes make their items themselves"


def open(manifest: str, objects: Mapping[str, object], path: Sequence[str]) -> Opened:  # noqa: A001 - of this module
    """Reads a manifest; `objects` are nodes that live here, by their `node_type`, `path` folders to import from.

    Raises ManifestError with every fault, and RuntimeUnavailableError where there is no JVM.
    """
    given = java().open(manifest, dict(objects), list(path))
    if isinstance(given, dict):
        return Opened(given)
    raise refusal((place, message) for place, message in given)


def document(text: str) -> tuple[Any] | list[tuple[str, str]]:
    """Returns what a text in YAML stands for, as the only element of a tuple, or what keeps it from being YAML."""
    read = getattr(java(), "document", None)
    if read is None:
        raise RuntimeUnavailableError("the JVM that has started this interpreter reads no YAML for it")
    given: tuple[Any] | list[tuple[str, str]] = read(text)
    return given


class Opened:
    """A pipeline on the JVM. It may run many times, and many at once; each run has nodes of its own."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self.needs_input: bool = functions["needs_input"]
        self.sinks: list[str] = list(functions["sinks"])
        self.warnings: list[str] = [f"{place}: {message}" for place, message in functions["warnings"]]
        self._functions = functions
        self._run = functions["run"]
        self._start = functions["start"]

    def run(self, items: list[Any] | None, on_progress: Progress | None = None) -> list[Any]:
        """Runs to the end and returns the outputs in order. Other Python threads go on meanwhile.

        `on_progress(done, total)` is called on this thread, some twenty times a second and at the end.
        """
        self._check(items is not None)
        total = len(items or ())
        tick = None if on_progress is None else lambda done: on_progress(done, total)
        try:
            answer = self._run(items, tick)
        finally:
            stay_at_the_end()
        outputs = _outputs(answer)
        if on_progress is not None:
            on_progress(total, total)
        return outputs

    async def start(self, items: list[Any] | None, on_progress: Progress | None = None) -> list[Any]:
        """Does the same without holding up the event loop; who cancels it stops the run, which cleans up."""
        self._check(items is not None)
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[Answer] = loop.create_future()
        answer, watch = self._start(items, lambda given: loop.call_soon_threadsafe(_settle, ended, given))
        if answer is None:
            answer = await self._end(ended, watch, len(items or ()), on_progress)
        outputs = _outputs(answer)
        if on_progress is not None:
            on_progress(len(items or ()), len(items or ()))
        return outputs

    async def _end(
        self,
        ended: asyncio.Future[Answer],
        watch: Callable[[bool | None], Any],
        total: int,
        on_progress: Progress | None,
    ) -> Answer:
        telling = None if on_progress is None else asyncio.ensure_future(_tell(watch, total, on_progress))
        try:
            return await asyncio.shield(ended)
        except asyncio.CancelledError as cancelled:
            watch(True)
            await asyncio.wait({ended}, timeout=_LONGEST_STOP)
            if not ended.done():
                _note(cancelled, [await asyncio.get_running_loop().run_in_executor(None, watch, None)])
            raise
        finally:
            if telling is not None:
                telling.cancel()

    async def stream(self, items: AsyncIterator[Any] | None) -> AsyncIterator[Any]:
        """Runs over items as they come, and iterates over the outputs as they leave.

        Who takes the outputs slowly holds the items back; who stops taking them stops the run, which cleans up.
        """
        self._check(items is not None)
        functions = self._functions["stream"](items is not None)
        take: Callable[[], Awaitable[bool] | Answer | None] = functions["take"]
        feeding = None if items is None else asyncio.ensure_future(_feed(items, functions))
        try:
            while True:
                answer = take()
                if answer is None:
                    break
                if not isinstance(answer, tuple):
                    await answer
                    continue
                outputs, failure = answer
                for output in outputs:
                    yield output
                if failure is not None:
                    if feeding is not None and feeding.done():
                        await feeding  # whose failure has stopped the run
                    _outputs(answer)
            if feeding is not None:
                await feeding
        finally:
            if not is_child():
                await _stopped(functions["stop"], feeding)

    def session(self) -> Session:
        """Opens the pipeline for items that come one by one; the nodes keep their state meanwhile."""
        return Session(self._functions["session"]())

    def _check(self, has_input: bool) -> None:
        if has_input != self.needs_input:
            raise ExecutionError(_NEEDS_INPUT if self.needs_input else _TAKES_NO_INPUT)

    def close(self) -> None:
        """Lets go of the nodes' types; no run is under way any more."""
        if not is_child():
            self._functions["close"]()


class Session:
    """A pipeline that is kept open."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions

    async def send(self, item: Any) -> list[Any]:
        """Sends an item and returns all that comes of it, from every sink in order.

        A node that fails ends the session, unless its policy says otherwise.
        """
        return _taken(_outputs(await self._functions["send"](item)))

    async def finish(self) -> list[Any]:
        """Ends the session when all that was sent has been, and returns what was left in the nodes."""
        return _taken(_outputs(await self._functions["finish"]()))

    def cancel(self) -> None:
        """Stops what the nodes do, without a flush, and cleans up."""
        if not is_child():
            self._functions["cancel"]()


def _taken(outputs: list[Any]) -> list[Any]:
    """Moves outputs from the list that Java's future has, which goes when Java's collector comes by."""
    taken = outputs[:]
    outputs.clear()
    return taken


async def _stopped(stop: Callable[[], Awaitable[bool]], feeding: asyncio.Future[None] | None) -> None:
    stopped = asyncio.ensure_future(_ended(stop()))
    waiting: set[asyncio.Future[None]] = {stopped} if feeding is None else {stopped, feeding}
    if feeding is not None:
        feeding.cancel()
    try:
        await asyncio.wait(waiting, timeout=_LONGEST_STOP)
    finally:
        stopped.cancel()
        if feeding is not None and feeding.done() and not feeding.cancelled():
            feeding.exception()  # has been raised, unless what failed before it was


async def _ended(end: Awaitable[bool]) -> None:
    await end


async def _feed(items: AsyncIterator[Any], functions: Mapping[str, Any]) -> None:
    put = functions["put"]
    try:
        async for item in items:
            waiting = put(item)
            if waiting is not None:
                await waiting
    except BaseException:
        functions["stop"]()
        raise
    functions["put_end"]()


def _settle(ended: asyncio.Future[Answer], answer: Answer) -> None:
    if not ended.done():
        ended.set_result(answer)


async def _tell(watch: Callable[[bool | None], Any], total: int, on_progress: Progress) -> None:
    while True:
        await asyncio.sleep(_TICK)
        on_progress(watch(False), total)


def _outputs(answer: Answer) -> list[Any]:
    outputs, failure = answer
    if failure is None:
        return outputs
    __tracebackhide__ = True  # what is raised here is what a run has answered with
    kind, what, *more = failure
    if kind == "raised":
        _note(what, more)
        if sys.version_info < (3, 11) and len(more) > 1 and not (what.__cause__ or what.__context__):
            what.__cause__ = ExecutionError("\n".join(more))  # notes are not printed yet
        if isinstance(what, (Exception, KeyboardInterrupt)):
            raise what
        # SystemExit, for one, is a failure of the node, and must not end the caller's process.
        words = message_of(what)
        raise ExecutionError(f"{more[0]}: {type_name(type(what))}{': ' if words else ''}{words}") from what
    raise _error(kind, what, outputs, more)


def _error(kind: str, message: str, outputs: list[Any], more: list[Any]) -> Exception:
    if kind == "marshal":
        return MarshalError(message)
    error = ExecutionError(message)
    if kind == "crashed":
        *more, exit_code, last_words = more
        error = WorkerCrashed(message, exit_code, last_words)
    error.outputs = outputs
    if more:
        error.node, error.item, error.type, error.traceback, *notes = more
        _note(error, notes)
    return error


def _note(error: Any, notes: list[str]) -> None:
    """As add_note does, which 3.10 has not."""
    if notes:
        error.__notes__ = [*getattr(error, "__notes__", ()), *notes]
