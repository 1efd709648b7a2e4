"""The items of a stream, which a worker process asks the JVM for, one after the other."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, Protocol

    class Asks(Protocol):
        """What speaks with the JVM."""

        def ask(self) -> None: ...
        def is_ready(self) -> bool: ...
        def on_arrival(self, call: Callable[[], None]) -> int: ...
        def given(self) -> tuple[bool, Any]: ...


__all__ = ["Intake"]


class Intake:
    """The items of a stream, of which each is asked for when the node wants it."""

    def __init__(self, worker: Asks) -> None:
        self._worker = worker
        self._has_asked = False

    def take(self) -> Any:
        from terrarium._iteration import END

        self._ask()
        try:
            is_there, item = self._worker.given()
        except Exception:  # it came, and cannot be had
            self._has_asked = False
            raise
        self._has_asked = False
        return item if is_there else END

    def wait(self) -> Awaitable[Any] | None:
        self._ask()
        if self._worker.is_ready():
            return None
        import asyncio

        loop = asyncio.get_running_loop()
        arrival = loop.create_future()

        def arrived() -> None:
            loop.remove_reader(end)
            if not arrival.done():
                arrival.set_result(None)

        end = self._worker.on_arrival(arrived)
        loop.add_reader(end, arrived)
        arrival.add_done_callback(lambda _: loop.remove_reader(end))
        return arrival

    def _ask(self) -> None:
        if not self._has_asked:
            self._has_asked = True
            self._worker.ask()
