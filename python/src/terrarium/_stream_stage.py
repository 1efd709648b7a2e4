"""A node that sees the whole stream, in Python's own executor.

Its function asks for items wherever it stands, so it runs on a thread of its own; but never at the same time as others:
it is given an item and runs until it asks for the next.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue

from terrarium._iteration import END
from terrarium._stages import Stage

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from collections.abc import Awaitable, Callable, Iterator
    from typing import Any

    from terrarium._manifests import Spec
    from terrarium._stages import Delivery

__all__ = ["StreamStage"]

_OUTPUT, _ASKS, _OVER, _FAILED = range(4)


class _Gone(BaseException):
    """What the function is ended by when the run is over before it is."""


class StreamStage(Stage):
    """One call of the node's function, which lasts as long as the stream."""

    def __init__(self, spec: Spec, pause: Callable[[float], object]) -> None:
        super().__init__(spec, pause)
        self._inbox: SimpleQueue[Any] = SimpleQueue()
        self._outbox: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._arrival: tuple[AbstractEventLoop, Future[None]] | None = None
        self._lock = threading.Lock()
        self._given = 0
        self._got = 0
        self._is_over = False
        self._is_gone = False

    def deliveries(self, item: Any, origin: int | None) -> Iterator[Delivery]:
        yield from self._begun(origin)
        if not self._is_over:
            self._given += 1
            self._put(item)
            yield from self._until_asked(self._given, origin)

    def ending(self) -> Iterator[Delivery]:
        yield from self._begun(None)
        if not self._is_over:
            self._put(END)
            yield from self._until_asked(-1, None)

    def close(self) -> None:
        self._is_gone = True
        self._put(END)
        if self._thread is not None:
            self._thread.join()
        super().close()

    def _begun(self, origin: int | None) -> Iterator[Delivery]:
        """Calls the function, if that was not done, and iterates over what it gives before it asks for an item."""
        if self._thread is None:
            from contextvars import copy_context

            name = f"terrarium-{self.spec.id}"
            self._thread = threading.Thread(target=copy_context().run, args=(self._work,), name=name, daemon=True)
            self._thread.start()
            yield from self._until_asked(0, origin)

    def _until_asked(self, given: int, origin: int | None) -> Iterator[Delivery]:
        """Iterates over outputs until the function has taken so many items and asks for another, or is over."""
        while True:
            event, value = self._outbox.get()
            if event == _OUTPUT:
                for target, port in self.targets:
                    yield target, port, value, origin
            elif event == _ASKS:
                if value == given:
                    return
            else:
                self._is_over = True
                if event == _FAILED:
                    raise self.halt(value, "failed")
                return

    def _put(self, item: Any) -> None:
        with self._lock:
            self._inbox.put(item)
            arrival, self._arrival = self._arrival, None
        if arrival is not None:
            loop, future = arrival
            try:
                loop.call_soon_threadsafe(lambda: None if future.done() else future.set_result(None))
            except RuntimeError:  # the loop is closed: the function has ended meanwhile
                pass

    def _work(self) -> None:
        """Runs the node's function; on its thread."""
        outputs = self.driver.stream(self._take, self._wait)
        try:
            for value in outputs:
                if self._is_gone:
                    break
                self._outbox.put((_OUTPUT, value))
        except _Gone:
            pass
        except BaseException as error:
            self._outbox.put((_FAILED, error))
        finally:
            try:
                outputs.close()
            except BaseException as error:
                self._outbox.put((_FAILED, error))
            self._outbox.put((_OVER, None))

    def _take(self) -> Any:
        if self._inbox.empty():
            self._outbox.put((_ASKS, self._got))
        item = self._inbox.get()
        if self._is_gone:
            raise _Gone
        self._got += 1
        return item

    def _wait(self) -> Awaitable[None] | None:
        from asyncio import get_running_loop

        with self._lock:
            if not self._inbox.empty():
                return None
            loop = get_running_loop()
            future = loop.create_future()
            self._arrival = loop, future
        self._outbox.put((_ASKS, self._got))
        return future
