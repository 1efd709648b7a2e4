"""Chooses what runs a pipeline: a JVM in this process, or Python's own executor where the caller allows that."""

from __future__ import annotations

import threading

from terrarium._errors import ExecutionError, RuntimeUnavailableError
from terrarium._faults import outward
from terrarium._forks import is_child

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Any, Literal, Protocol

    from terrarium._documents import Given

    Runtime = Literal["jvm", "python", "auto"]

    class Talk(Protocol):
        """Items that come over time."""

        async def send(self, item: Any) -> list[Any]: ...
        async def finish(self) -> list[Any]: ...
        def cancel(self) -> None: ...

    class Opened(Protocol):
        """A pipeline that has been read, in whichever runtime."""

        needs_input: bool
        sinks: list[str]
        warnings: list[str]

        def run(
            self, items: list[Any] | None, on_progress: Callable[[int, int], object] | None = None
        ) -> list[Any]: ...
        def start(
            self, items: list[Any] | None, on_progress: Callable[[int, int], object] | None = None
        ) -> Awaitable[list[Any]]: ...
        def stream(self, items: AsyncIterator[Any] | None) -> AsyncIterator[Any]: ...
        def session(self) -> Talk: ...
        def close(self) -> None: ...


__all__ = [
    "Session",
    "choose",
    "execute_pipeline",
    "execute_pipeline_with_input",
    "get_runtime_version",
    "is_available",
    "items_of",
    "unwrapped",
]

_RUNTIMES = ("jvm", "python", "auto")


def choose(
    runtime: str, manifest: str, objects: Mapping[str, object], path: Sequence[str]
) -> tuple[Literal["jvm", "python"], Opened]:
    """Returns what runs a pipeline, and that pipeline, read."""
    import logging

    if runtime not in _RUNTIMES:
        raise ValueError(f"runtime must be one of {', '.join(_RUNTIMES)}, not {runtime!r}")
    chosen: Literal["jvm", "python"] = "python"
    if runtime == "python":
        opened = _python(manifest, objects, path)
    else:
        try:
            runs = _java_runs()
        except RuntimeUnavailableError as error:
            if runtime == "jvm":
                raise
            import warnings

            warnings.warn(f"Python's own executor runs the pipeline: {error}", RuntimeWarning, stacklevel=4)
            opened = _python(manifest, objects, path)
        else:
            chosen, opened = "jvm", runs.open(manifest, dict(objects), list(path))
    for warning in opened.warnings:
        logging.getLogger("terrarium").warning("%s", warning)
    return chosen, opened


def _python(manifest: str, objects: Mapping[str, object], path: Sequence[str]) -> Opened:
    try:
        from terrarium import _python_runs
    except ImportError as error:
        if error.name != "terrarium":
            raise
        raise RuntimeUnavailableError(
            'an interpreter within a JVM has no executor of Python\'s own: run with runtime="jvm"'
        ) from None
    return _python_runs.open(manifest, objects, path)


def _java_runs() -> Any:
    """Returns the module that runs pipelines in a JVM, which has been started by then."""
    from importlib import import_module

    from terrarium._signals import Calm

    try:
        with Calm():  # asyncio, for one, cannot be imported again where it was left half imported
            runs = import_module("terrarium._java_runs")
    except ModuleNotFoundError as error:
        if error.name != "terrarium._java_runs":
            raise
        raise RuntimeUnavailableError(
            "this package was built without what runs pipelines in a JVM: install the wheel, or run with "
            'runtime="python"'
        ) from None
    from terrarium._jvm import java

    java()
    return runs


def unwrapped(outputs: list[Any]) -> Any:
    """Returns several outputs as a list, one as it is, none as None."""
    if len(outputs) > 1:
        return outputs
    return outputs[0] if outputs else None


class Lease:
    """An opened pipeline, which is closed when it is wanted no more, and nobody uses it."""

    def __init__(self, runtime: Literal["jvm", "python"], opened: Opened, name: str, is_for_once: bool) -> None:
        self.runtime: Literal["jvm", "python"] = runtime
        self.name = name
        self._opened = opened
        self._lock = threading.Lock()
        self._users = 0
        self._is_ending = is_for_once

    def __enter__(self) -> Opened:
        with self._lock:
            self._users += 1
        return self._opened

    def __exit__(self, *_: object) -> None:
        if self.is_lost:
            return
        with self._lock:
            self._users -= 1
            is_last = self._is_ending and not self._users
        if is_last:
            self._opened.close()

    @property
    def is_lost(self) -> bool:
        """Whether the JVM that has it is not in this process, which was forked."""
        return self.runtime == "jvm" and is_child()

    def end(self) -> None:
        """Says that nobody else will want it."""
        if self.is_lost:
            return  # a thread that this process does not have may hold the lock
        with self._lock:
            self._is_ending = True
            is_unused = not self._users
        if is_unused:
            self._opened.close()


class Session:
    """A pipeline for items that come over time, to be entered by `async with`.

    At the end of the block the input ends and the nodes clean up; what they still held is in `rest`. Where the block
    raises, they are stopped before the next item.
    """

    def __init__(self, open: Callable[[], Lease]) -> None:  # noqa: A002
        self._open = open
        self._lease: Lease | None = None
        self._talk: Talk | None = None
        self._is_finished = False
        self._why_over = ""
        self.rest: list[Any] = []

    async def __aenter__(self) -> Session:
        if self._lease is not None:
            raise ExecutionError("this session was entered before: open another")
        try:
            self._lease = self._open()
            opened = self._lease.__enter__()
            try:
                self._talk = opened.session()
            except BaseException:
                self._lease.__exit__()
                raise
        except BaseException as failed:
            raise outward(failed)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._is_finished:
                return
            if error is None:
                await self.finish()
            else:
                self._talking().cancel()
        except BaseException as failed:
            raise outward(failed)
        finally:
            self._is_finished = True
            if self._lease is not None:
                self._lease.__exit__()

    async def send(self, item: Any) -> list[Any]:
        """Returns what comes of an item, as a list; what fails, or is cancelled, ends the session."""
        talk = self._talking()
        try:
            return await talk.send(item)
        except BaseException as error:
            self._is_finished = True
            self._why_over = ", as a send has failed" if isinstance(error, Exception) else ", as a send was cancelled"
            talk.cancel()
            raise outward(error)

    async def finish(self) -> list[Any]:
        """Ends the input; returns what the nodes still held, which is also in `rest`."""
        talk = self._talking()
        self._is_finished = True
        try:
            self.rest = await talk.finish()
        except BaseException as error:
            raise outward(error)
        return self.rest

    def _talking(self) -> Talk:
        if self._talk is None:
            raise ExecutionError("this session is not open: enter it by async with")
        if self._is_finished:
            raise ExecutionError(f"the session is over{self._why_over}: open another for further items")
        return self._talk


async def execute_pipeline(manifest: Given, runtime: Runtime = "jvm") -> Any:
    """Runs a manifest, as `Pipeline.from_manifest` takes it, whose nodes make their items themselves.

    Returns as `Pipeline.run` does.
    """
    return await _execute(manifest, None, runtime)


async def execute_pipeline_with_input(manifest: Given, items: Any, runtime: Runtime = "jvm") -> Any:
    """Runs a manifest, as `Pipeline.from_manifest` takes it, with a list of items, or one item.

    Returns as `Pipeline.run` does.
    """
    return await _execute(manifest, items_of(items), runtime)


def items_of(data: Any) -> list[Any] | None:
    """Returns the items of what is given to a run: those of a list, or the one; None where it is given none."""
    return data if data is None or isinstance(data, list) else [data]


async def _execute(manifest: Given, items: list[Any] | None, runtime: Runtime) -> Any:
    from terrarium._documents import text_of

    text, folders = text_of(manifest)
    _, opened = choose(runtime, text, {}, folders)
    try:
        return unwrapped(await opened.start(items))
    except BaseException as error:
        raise outward(error)
    finally:
        opened.close()


def is_available() -> bool:
    """Whether there are a JDK and the jars of the runtime, or a JVM runs already, and not in a parent that has forked.

    Starts nothing, so that it cannot tell what the JVM will say to its options, or to the memory that there is.
    """
    import sys

    if "_terrarium" in sys.modules and "terrarium._jvm" not in sys.modules:
        return True  # a JVM has started this interpreter
    from terrarium import _jvm

    return _jvm.is_there()


def get_runtime_version() -> str:
    """Returns the version of the runtime, which is that of the package."""
    from terrarium import __version__

    return __version__
