"""What an arm was asked for and has not answered yet: waited for on a thread, or awaited on an event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import TimeoutError  # noqa: A004 (until 3.11 it is another one)
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from terrarium._errors import RobotDisconnected

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

__all__ = ["Asked"]

T = TypeVar("T")

_PATIENCE_SECONDS = 10.0


class Asked(Generic[T]):
    """A command that is sent when somebody waits for its answer.

    `begin()` sends it, `finish(answer)` makes of the answer what the caller gets. `abandon(future)` is called if
    whoever waits is interrupted or cancelled, with the future of the answer, which comes nevertheless; with None while
    the command was not sent yet, or was being sent.
    """

    def __init__(
        self,
        what: str,
        begin: Callable[[], Future[dict[str, Any]]],
        finish: Callable[[dict[str, Any]], T],
        *,
        abandon: Callable[[Future[dict[str, Any]] | None], object] | None = None,
        patience: float | None = _PATIENCE_SECONDS,
    ) -> None:
        self._what = what
        self._begin = begin
        self._future: Future[dict[str, Any]] | None = None
        self._finish = finish
        self._abandon = abandon
        self._patience = patience

    def wait(self) -> T:
        """Waits on this thread."""
        try:
            self._future = future = self._begin()
            try:
                answer = future.result(self._patience)
            except TimeoutError:
                raise self._late() from None
        except Exception:
            raise
        except BaseException:  # an interrupt, perhaps just when it had been sent
            self._leave()
            raise
        return self._finish(answer)

    async def awaited(self) -> T:
        """Waits on the running event loop, which goes on meanwhile."""
        self._future = self._begin()
        future = asyncio.wrap_future(self._future)
        try:
            done, _ = await asyncio.wait({future}, timeout=self._patience)
        except BaseException:
            self._leave()
            future.cancel()
            raise
        if not done:
            future.cancel()
            raise self._late()
        return self._finish(future.result())

    def _leave(self) -> None:
        if self._abandon is not None:
            self._abandon(self._future)

    def _late(self) -> RobotDisconnected:
        return RobotDisconnected(
            f"the server of the arm has not answered '{self._what}' for {self._patience:g} s: it is stuck, or stopped"
        )
