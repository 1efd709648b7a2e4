"""What an arm was asked for and has not answered yet: waited for on a thread, or awaited on an event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, TimeoutError  # noqa: A004 (until 3.11 it is another one)
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from terrarium._errors import RobotDisconnected
from terrarium.robot._line import stay_at_the_end

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Asked"]

T = TypeVar("T")

_PATIENCE_SECONDS = 10.0


class Asked(Generic[T]):
    """A command that is sent when somebody waits for its answer.

    `begin(future)` sends it, `finish(answer)` makes of the answer what the caller gets. `abandon(future, is_sent)` is
    called if whoever waits is interrupted or cancelled: the answer comes nevertheless, if the command has surely been
    sent, and else perhaps.
    """

    def __init__(
        self,
        what: str,
        begin: Callable[[Future[dict[str, Any]]], object],
        finish: Callable[[dict[str, Any]], T],
        *,
        abandon: Callable[[Future[dict[str, Any]], bool], object] | None = None,
        patience: float | None = _PATIENCE_SECONDS,
    ) -> None:
        self._what = what
        self._begin = begin
        self._future: Future[dict[str, Any]] = Future()
        self._is_sent = False
        self._finish = finish
        self._abandon = abandon
        self._patience = patience

    def wait(self) -> T:
        """Waits on this thread."""
        try:
            self._begin(self._future)
            self._is_sent = True
            try:
                answer = self._future.result(self._patience)
            except TimeoutError:
                raise self._late() from None
        except RobotDisconnected:
            stay_at_the_end()
            raise
        except Exception:
            raise
        except BaseException:  # an interrupt, perhaps just when it had been sent
            self._leave()
            raise
        return self._finish(answer)

    async def awaited(self) -> T:
        """Waits on the running event loop, which goes on meanwhile."""
        self._begin(self._future)
        self._is_sent = True
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
        if isinstance(future.exception(), RobotDisconnected):
            stay_at_the_end()
        return self._finish(future.result())

    def _leave(self) -> None:
        if self._abandon is not None:
            self._abandon(self._future, self._is_sent)

    def _late(self) -> RobotDisconnected:
        return RobotDisconnected(
            f"the server of the arm has not answered '{self._what}' for {self._patience:g} s: it is stuck, or stopped"
        )
