"""What an arm was asked for and has not answered yet: waited for on a thread, or awaited on an event loop."""

from __future__ import annotations

import asyncio
import math
from _thread import allocate_lock
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from terrarium._errors import RobotDisconnected
from terrarium.robot._line import stay_at_the_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Asked"]

T = TypeVar("T")

_STUCK = "it is stuck, or stopped"

_LOOKS = 5
"""In so many parts it is waited: a process that has stood still for a while finds afterwards what came meanwhile."""


class _Answer(Future["dict[str, Any]"]):
    """An answer that a thread waits for without holding a lock that the line's own thread needs.

    A signal handler that runs in the midst of the wait may so wait for another answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self._gate = allocate_lock()
        self._gate.acquire()

    def set_result(self, result: dict[str, Any]) -> None:
        super().set_result(result)
        self._gate.release()

    def set_exception(self, exception: BaseException | None) -> None:
        super().set_exception(exception)
        self._gate.release()

    def is_there(self) -> bool:
        return not self._gate.locked()

    def wait(self, seconds: float) -> bool:
        """Waits on this thread, the only one; says whether it is there."""
        if self._gate.acquire(timeout=seconds):
            self._gate.release()
            return True
        return False


class Asked(Generic[T]):
    """A command that is sent when somebody waits for its answer.

    `send(future)` sends it, `finish(answer)` makes of the answer what the caller gets. `abandon(future, is_due)` is
    called if whoever waits is interrupted or cancelled, or gives up: the answer still comes if it is due, and else
    perhaps.

    It waits for `patience` seconds; without, as long as the server answers anything at all within `timeout` seconds,
    which is the status that `probe(future)` asks it for, and at most for `silence` seconds in which no start is under
    way: that takes as long as it takes, and so does what waits for it.
    """

    def __init__(
        self,
        what: str,
        send: Callable[[Future[dict[str, Any]]], object],
        finish: Callable[[dict[str, Any]], T],
        probe: Callable[[Future[dict[str, Any]]], object],
        *,
        timeout: float,
        patience: float | None = None,
        silence: float = math.inf,
        abandon: Callable[[Future[dict[str, Any]], bool], object] | None = None,
    ) -> None:
        self._what = what
        self._send = send
        self._future = _Answer()
        self._is_sent = False
        self._finish = finish
        self._probe = probe
        self._timeout = timeout
        self._patience = patience
        self._silence = silence
        self._abandon = abandon

    def wait(self) -> T:
        """Waits on this thread."""
        try:
            self._send(self._future)
            self._is_sent = True
            for seconds in self._waits():
                if self._future.wait(seconds):
                    break
            answer = self._future.result()
        except RobotDisconnected:
            stay_at_the_end()
            raise
        except Exception:
            raise
        except BaseException:  # an interrupt, perhaps just when it had been sent
            self._leave(is_due=self._is_sent)
            raise
        return self._finish(answer)

    async def awaited(self) -> T:
        """Waits on the running event loop, which goes on meanwhile."""
        future = asyncio.wrap_future(self._future)  # before the line's thread has to do with it
        try:
            self._send(self._future)
            self._is_sent = True
            for seconds in self._waits():
                done, _ = await asyncio.wait({future}, timeout=seconds)
                if done:
                    break
        except BaseException as error:
            if not isinstance(error, Exception):
                self._leave(is_due=self._is_sent)
            future.cancel()
            raise
        if isinstance(future.exception(), RobotDisconnected):
            stay_at_the_end()
        return self._finish(future.result())

    def _waits(self) -> Iterator[float]:
        """Gives for how long to look for the answer, again and again; raises when that has no use any more."""
        if self._patience is not None:
            yield from _parts(self._patience)
            if not self._future.is_there():
                raise self._given_up(f"has not answered '{self._what}' for {self._patience:g} s: {_STUCK}")
        probed: _Answer | None = None
        silence = 0.0
        while True:
            yield from _parts(self._timeout / 2)
            if self._future.is_there():
                continue
            if probed is not None:
                if not probed.is_there():
                    raise self._given_up(
                        f"has answered nothing for {self._timeout:g} s, while '{self._what}' was waited for: {_STUCK}"
                    )
                silence = 0.0 if _is_starting(probed) else silence + self._timeout / 2
            if silence >= self._silence:
                raise self._given_up(
                    f"answers, but has said nothing of '{self._what}' for {self._silence:g} s: what became of it is "
                    "not known; look at the arm, and start its server anew"
                )
            probed = _Answer()
            self._probe(probed)

    def _given_up(self, why: str) -> RobotDisconnected:
        self._leave(is_due=False)
        return RobotDisconnected(f"the server of the arm {why}")

    def _leave(self, *, is_due: bool) -> None:
        if self._abandon is not None:
            self._abandon(self._future, is_due)


def _is_starting(probed: _Answer) -> bool:
    return probed.exception() is None and bool(probed.result().get("starting"))


def _parts(seconds: float) -> list[float]:
    return [seconds / _LOOKS] * _LOOKS
