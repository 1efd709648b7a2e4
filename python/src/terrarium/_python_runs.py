"""Runs a pipeline in Python alone, for where there is no JVM and the caller has asked for that.

What it gives has the form of what `_java_runs` gives, so that nobody else has to know which of them it is. The items
go through the nodes one after the other, on the thread that runs them. What it could not keep of a manifest, such as a
time limit, is refused before the start.
"""

from __future__ import annotations

import sys

from terrarium import _folders
from terrarium._engine import Engine, sinks_of
from terrarium._errors import ExecutionError
from terrarium._manifests import read
from terrarium._stages import Halt, Stopped

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
    from typing import Any, TypeVar

    from terrarium._manifests import Manifest

    T = TypeVar("T")
    Progress = Callable[[int, int], object]

__all__ = ["NEEDS_INPUT", "TAKES_NO_INPUT", "Opened", "Session", "open"]

NEEDS_INPUT = "The pipeline needs an input: no node of it makes items of its own accord"
TAKES_NO_INPUT = "The pipeline takes no input: its first nodes make their items themselves"


def open(manifest: str, objects: Mapping[str, object], path: Sequence[str]) -> Opened:  # noqa: A001
    """Reads a manifest; `objects` are live nodes by their node_type, `path` folders to import from.

    Raises a ManifestError that has all of its faults.
    """
    folders = [folder for folder in path if folder not in sys.path]
    _folders.enter(folders)
    try:
        return Opened(read(manifest, objects), folders)
    except BaseException:
        _folders.leave(folders)
        raise


class Opened:
    """A pipeline that can be run, more than once; each run has nodes of its own."""

    def __init__(self, manifest: Manifest, folders: list[str]) -> None:
        self._manifest = manifest
        self._folders = folders
        self._is_closed = False
        self.warnings = manifest.warnings
        self.sinks = sinks_of(manifest)
        fed = {to for _, to in manifest.connections} | {spec.conduct.letters for spec in manifest.nodes}
        self.needs_input = any(not (spec.id in fed or spec.kind.is_source) for spec in manifest.nodes)

    def run(self, items: list[Any] | None, on_progress: Progress | None = None) -> list[Any]:
        """Runs a list, or what the nodes make themselves, on this thread; returns all outputs."""
        return self._run(self._engine(items is not None, False), items, on_progress)

    async def start(self, items: list[Any] | None, on_progress: Progress | None = None) -> list[Any]:
        """Does the same on another thread, and leaves the event loop free; `on_progress` is called on the loop's."""
        from asyncio import get_running_loop

        from terrarium._awaiting import in_thread

        engine = self._engine(items is not None, False)
        loop = get_running_loop()
        tell: Progress | None = None
        if on_progress is not None:
            progress = on_progress
            tell = lambda done, total: loop.call_soon_threadsafe(progress, done, total)  # noqa: E731
        return await in_thread(lambda: self._run(engine, items, tell), engine.stop)

    def stream(self, items: AsyncIterator[Any] | None) -> AsyncIterator[Any]:
        """Iterates over what comes of the items, each of which is taken when all of the last one has left."""
        from terrarium._awaiting import Conversation

        return Conversation(self._engine(items is not None, True)).stream(items)

    def session(self) -> Session:
        """Opens the pipeline for items that come over time; to be called where an event loop runs."""
        return Session(self._engine(True, True))

    def close(self) -> None:
        """Lets go of what was imported for the manifest."""
        if not self._is_closed:
            self._is_closed = True
            self._manifest.close()
            _folders.leave(self._folders)

    def _engine(self, has_input: bool, is_stream: bool) -> Engine:
        if has_input != self.needs_input:
            raise ExecutionError(NEEDS_INPUT if self.needs_input else TAKES_NO_INPUT)
        return Engine(self._manifest, is_stream)

    def _run(self, engine: Engine, items: list[Any] | None, on_progress: Progress | None) -> list[Any]:
        listed = [] if items is None else items
        return guarded(engine, lambda: engine.batch(listed, len(listed), on_progress))


class Session:
    """Items go in, one by one, and what comes of each comes out; the nodes keep their state meanwhile."""

    def __init__(self, engine: Engine) -> None:
        from terrarium._awaiting import Conversation

        self._conversation = Conversation(engine)

    async def send(self, item: Any) -> list[Any]:
        """Returns what comes of an item."""
        return [value async for value in self._conversation.send(item)]

    async def finish(self) -> list[Any]:
        """Ends the input, cleans up, and returns what the nodes still held."""
        return [value async for value in self._conversation.finish()]

    def cancel(self) -> None:
        """Stops before the next item; the nodes clean up."""
        self._conversation.cancel()


def guarded(engine: Engine, work: Callable[[], T]) -> T:
    """Opens the nodes, works, and closes them in any case."""
    failure: BaseException | None = None
    result: Any = None
    try:
        engine.open()
        result = work()
    except Halt as halt:
        failure = halt.error
    except BaseException as error:
        failure = error
    failure = engine.close(failure)
    if failure is None:
        made: T = result
        return made
    if isinstance(failure, Stopped):
        raise ExecutionError("the run was stopped") from None
    raise failure


def conversation(engine: Engine, commands: Iterator[tuple[bool, Any]], give: Callable[[Any], object]) -> None:
    """Runs a stream: takes each item that comes, gives what comes of it, and END behind that."""
    from terrarium._iteration import END

    def work() -> None:
        for value in engine.begin():
            give(value)
        for is_item, item in commands:
            for value in engine.take(item) if is_item else engine.finish():
                give(value)
            give(END)

    guarded(engine, work)
