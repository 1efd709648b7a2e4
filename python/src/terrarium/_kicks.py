"""Stops what the main thread of a process does for a request that is not wanted any more."""

from __future__ import annotations

import signal
from _thread import get_ident, start_new_thread
from time import sleep

from terrarium import _interrupt
from terrarium._errors import Interrupted

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    A = TypeVar("A")
    T = TypeVar("T")

__all__ = ["Interrupts"]

_SOON_SECONDS = 0.001
_SELDOM_SECONDS = 1.0


class Interrupts:
    """Of the thread that makes this."""

    def __init__(self) -> None:
        self.request = 0
        """The one that is worked for, or was last."""
        self.raised = 0
        """How often an exception was raised in it."""
        self._main = get_ident()
        self._unwanted: set[int] = set()
        self._insisting: set[int] = set()
        self._pause = _SOON_SECONDS
        self._is_users = False
        self._shields = 0
        self._signal = _interrupt.install(self._is_wanted, self._note_raised, self._postpone)

    def run(self, request: int, work: Callable[[A], T], what: A) -> T:
        """Does the user's work for a request, on the main thread."""
        try:
            try:
                self.request, self.raised = request, 0
                self._is_users = True
                if request in self._unwanted:
                    raise Interrupted
                return work(what)
            finally:
                self._is_users = False
        finally:
            self._is_users = False
            self._unwanted.discard(request)

    def interrupt(self, request: int) -> None:
        """Called by another thread."""
        self._unwanted.add(request)
        self._kick()
        self._insist(request)

    def forget(self, request: int) -> None:
        """The request is through, or is stopped by other means."""
        self._unwanted.discard(request)

    def shield(self) -> None:
        """Has the main thread, if that calls this, not interrupted before `unshield`."""
        if get_ident() == self._main:
            self._shields += 1

    def unshield(self) -> None:
        """Ends what `shield` began; raises what came meanwhile."""
        if get_ident() == self._main:
            self._shields -= 1
            if self._unwanted and self._is_wanted():
                raise Interrupted

    def _kick(self) -> None:
        if self._signal and self._is_users:
            signal.pthread_kill(self._main, self._signal)

    def _is_wanted(self) -> bool:
        """Whether the main thread may be interrupted where it is."""
        if not self._is_users or self._shields or self.request not in self._unwanted:
            return False
        self._unwanted.discard(self.request)
        return True

    def _note_raised(self) -> None:
        if get_ident() == self._main:
            self.raised += 1

    def _postpone(self) -> bool:
        self._unwanted.add(self.request)
        self._insist(self.request)
        return True

    def _insist(self, request: int) -> None:
        """Has the main thread kicked until it has noticed: a signal just before it waits in C would not end that."""
        self._pause = _SOON_SECONDS
        if request in self._insisting:
            return
        self._insisting.add(request)
        try:
            start_new_thread(self._kick_on, (request,))
        except RuntimeError:  # There is no room for a thread; whoever interrupts does so again.
            self._insisting.discard(request)

    def _kick_on(self, request: int) -> None:
        sleep(_SOON_SECONDS)
        while self._is_unnoticed(request):
            self._kick()
            pause = self._pause
            self._pause = min(2 * pause, _SELDOM_SECONDS)
            sleep(pause)
        self._insisting.discard(request)
        if self._is_unnoticed(request):  # It was postponed just now, and counted on this thread.
            self._insist(request)

    def _is_unnoticed(self, request: int) -> bool:
        return request == self.request and request in self._unwanted
