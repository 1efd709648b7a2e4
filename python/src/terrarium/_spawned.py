"""Work that scripts do beside their operations, each on a thread of its own, and how it is interrupted."""

from __future__ import annotations

import contextvars
import itertools
import threading
import time
from typing import TYPE_CHECKING, Any

from terrarium import _demands
from terrarium._demands import is_coroutine
from terrarium._errors import Interrupted
from terrarium._faults import traceback_text

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

__all__ = ["Beside", "Spawned"]

_FIRST_PAUSE = 0.01
_LONG_PAUSE = 0.1
_MANY = 100
"""After so many interrupts they come more slowly."""

_STRANGER = 0
"""The number of threads that the scripts have started by other means."""


class Beside:
    """What the scripts of one owner have spawned.

    `tell(name, arguments)` asks Java.
    """

    def __init__(self, tell: Callable[[str, list[Any]], object]) -> None:
        self._tell = tell
        self._numbers = itertools.count(1)
        self._at_work: set[Spawned] = set()
        self._current = threading.local()

    def begin(
        self,
        work: Callable[..., object] | Coroutine[Any, Any, object],
        arguments: tuple[Any, ...],
        keywords: dict[str, Any],
        name: str | None,
    ) -> Spawned:
        """Starts work: a function, a coroutine function, or a coroutine."""
        _demands.work(work, arguments, keywords, [each._work for each in tuple(self._at_work)])
        if name is not None:
            _demands.text("name", name, "it is a text that says what is at work")
        known: str = getattr(work, "__qualname__", type(work).__qualname__)
        spawned = Spawned(next(self._numbers), name or known, work)
        try:
            self._tell("spawned", [spawned.number, spawned.name])
        except BaseException:
            if is_coroutine(work):
                work.close()
            raise
        context = contextvars.copy_context()
        thread = threading.Thread(
            target=context.run,
            args=(self._run, spawned, work, arguments, keywords),
            name=f"terrarium-spawned-{spawned.number}",
            daemon=True,
        )
        self._at_work.add(spawned)
        thread.start()
        return spawned

    def _run(self, spawned: Spawned, work: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        error: str | None = None
        try:
            self._current.spawned = spawned
            try:
                spawned._do(work, arguments, keywords)
            finally:
                spawned._end()
        except BaseException as failure:  # an interrupt that came at the last moment, too
            error = None if spawned._is_told_to_end() and isinstance(failure, Interrupted) else traceback_text(failure)
        self._last_words(spawned, error)
        self._at_work.discard(spawned)
        spawned._work = None
        spawned._over.set()

    def _last_words(self, spawned: Spawned, error: str | None) -> None:
        for _ in range(2):
            try:
                self._tell("spawn_ended", [spawned.number, error])
                return
            except Interrupted:  # one was on its way when the work ended
                continue
            except Exception:
                return  # Java is closed, and wants no more

    def number(self) -> int:
        """Returns the number of the work that the current thread does; 0 where that was not spawned here."""
        spawned: Spawned | None = getattr(self._current, "spawned", None)
        return _STRANGER if spawned is None else spawned.number

    def end_current(self) -> None:
        """Takes note that Java ends the work of the current thread, if it is such work: it waits for no answer."""
        spawned: Spawned | None = getattr(self._current, "spawned", None)
        if spawned is not None:
            spawned._is_unwanted = True

    def interrupt(self) -> None:
        """Interrupts what is at work now, again and again until it has ended; returns at once."""
        wanted = [each for each in tuple(self._at_work) if not each._is_chased]
        for each in wanted:
            each._is_chased = True
        if wanted:
            threading.Thread(
                target=self._chase, args=(wanted,), name="terrarium-spawned-interrupts", daemon=True
            ).start()

    def _chase(self, wanted: list[Spawned]) -> None:
        times = 0
        while True:
            wanted = [each for each in wanted if each._interrupt()]
            if not wanted:
                return
            times += 1
            if times == _MANY:
                self._complain(wanted)
            time.sleep(_FIRST_PAUSE if times < _MANY else _LONG_PAUSE)

    def _complain(self, stubborn: list[Spawned]) -> None:
        for each in stubborn:
            try:
                self._tell("spawn_runs_on", [each.number])
            except Exception:
                return  # Java is closed, and wants no more


class Spawned:
    """Work under way on a thread of its own."""

    def __init__(self, number: int, name: str, work: object) -> None:
        self.number = number
        self.name = name
        self._work: object = work
        """Until it has ended."""
        self._over = threading.Event()
        self._is_chased = self._is_unwanted = False
        self._lock = threading.Lock()
        self._thread: int | None = None
        """While the work can be interrupted; guarded by the lock."""
        self._loop: asyncio.AbstractEventLoop | None = None

    def done(self) -> bool:
        """Whether it has ended."""
        return self._over.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits for its end; says whether it has ended."""
        return self._over.wait(_demands.timeout(timeout))

    def cancel(self) -> None:
        """Interrupts it, once; does not wait for its end."""
        self._is_unwanted = True
        self._interrupt()

    def _is_told_to_end(self) -> bool:
        return self._is_chased or self._is_unwanted

    def __repr__(self) -> str:
        return f"<spawned {self.name!r}, {'ended' if self.done() else 'at work'}>"

    def _do(self, work: Any, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        self._thread = threading.get_ident()
        if self._is_unwanted:
            if is_coroutine(work):
                work.close()
            raise Interrupted
        result = work if is_coroutine(work) else work(*arguments, **keywords)
        if is_coroutine(result):
            from asyncio import run

            run(self._awaited(result))

    def _end(self) -> None:
        with self._lock:
            self._thread = None

    async def _awaited(self, work: Coroutine[Any, Any, object]) -> None:
        from asyncio import get_running_loop

        self._loop = get_running_loop()
        await work

    def _interrupt(self) -> bool:
        """Raises an exception in it, unless it is about to begin or to end; says whether it has not ended."""
        from terrarium._raising import raise_in

        if self.done():
            return False
        if self._lock.acquire(timeout=_LONG_PAUSE):
            try:
                if self._thread is not None:
                    raise_in(self._thread, Interrupted)
                    _wake(self._loop)
            finally:
                self._lock.release()
        return True


def _wake(loop: asyncio.AbstractEventLoop | None) -> None:
    """No exception is raised in a thread as long as it waits in C."""
    try:
        if loop is not None:
            loop.call_soon_threadsafe(_nothing)
    except RuntimeError:
        pass  # it is closed, and waits no more


def _nothing() -> None:
    pass
