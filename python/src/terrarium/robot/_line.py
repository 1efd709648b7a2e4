"""The line to whoever runs the loop of an arm: lines of JSON on a Unix socket, `docs/reference/arm-protocol.md`.

A thread reads what comes. Commands have ids, so that many may be under way, and any thread may give them. Whoever drops
the line closes it, and is then a client that has gone.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import struct
import sys
import threading
import weakref
from concurrent.futures import Future
from itertools import count

from terrarium._errors import RobotDisarmed, RobotDisconnected, RobotError, RobotFault, RobotRefused

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Answer = dict[str, Any]

__all__ = ["Line", "stay_at_the_end"]

_LONGEST = 1 << 20
"""Bytes of a line, as the protocol has it."""

_CHUNK = 1 << 16
_STAYING_SECONDS = 5
_SENDING_SECONDS = 5
"""So long a server may leave unread what it is told."""

_KINDS: dict[str, type[RobotError]] = {
    "refused": RobotRefused,
    "disarmed": RobotDisarmed,
    "error": RobotDisarmed,
    "arm": RobotFault,
}
"""Errors that are more than a RobotError."""

_open: weakref.WeakSet[_Inbox] = weakref.WeakSet()

_is_looking = _is_over = False
"""Whether the end of the interpreter is looked for, and has come."""


class Line:
    """A connection, which is open from the start."""

    def __init__(
        self, path: str, event: Callable[[Answer], object], ended: Callable[[RobotDisconnected], object]
    ) -> None:
        """Connects; raises OSError.

        `event` is told what comes without having been asked for, and `ended` that the line has ended, unless by
        `close()`; both on the thread that reads, which must not wait for an answer.
        """
        self._inbox = _Inbox(_connected(path), path, event, ended)
        self._ids = count(1)
        weakref.finalize(self, self._inbox.close).atexit = False  # the end of the process closes it
        _look_for_the_end()
        threading.Thread(target=self._inbox.listen, name="terrarium-robot", daemon=True).start()

    def ask(self, what: str, answer: Future[Answer] | None = None, /, **fields: object) -> Future[Answer]:
        """Sends a command; its answer comes as the result, or as a RobotError that is raised; nobody can cancel it.

        It comes into the future that is given, even if the sending is interrupted, unless that was too early. Nothing
        is sent for a future that was cancelled before.
        """
        inbox = self._inbox
        inbox.require_open()
        number = next(self._ids)
        text = json.dumps({"id": number, "do": what, **fields}).encode() + b"\n"
        if len(text) > _LONGEST:
            raise RobotRefused(f"{what} would be a line of {len(text)} bytes: expected {_LONGEST} at most")
        future: Future[Answer] = Future() if answer is None else answer
        if not future.set_running_or_notify_cancel():
            return future
        inbox.waiting[number] = future
        try:
            inbox.send(text)
        except Exception:
            inbox.waiting.pop(number, None)
            raise
        return future

    def failure(self) -> RobotDisconnected | None:
        """Why nothing can be asked any more; None while it can."""
        return self._inbox.over()

    @property
    def is_closed(self) -> bool:
        """Whether it was left by its owner: by `close()` or `forsake()`."""
        return bool(self._inbox.closed)

    def forsake(self, words: str) -> None:
        """Has nothing be asked any more, for that reason, and its end be told to nobody."""
        self._inbox.closed = self._inbox.closed or words

    def close(self) -> None:
        """Ends the line; who waits for an answer is told."""
        self._inbox.close()


class _Inbox:
    """What the thread that reads has of a line."""

    def __init__(
        self,
        connection: socket.socket,
        path: str,
        event: Callable[[Answer], object],
        ended: Callable[[RobotDisconnected], object],
    ) -> None:
        self.waiting: dict[int, Future[Answer]] = {}
        self._connection = connection
        self._path = path
        self._event = event
        self._ended = ended
        self._sending = threading.RLock()  # which knows its thread
        self._pid = os.getpid()
        self.closed = ""
        self._is_torn = False
        self._reason = ""
        _open.add(self)

    def listen(self) -> None:
        reason = "has ended"
        rest = b""
        try:
            while True:
                chunk = self._connection.recv(_CHUNK)
                if not chunk:
                    break
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._take(line)
                if len(rest) > _LONGEST:
                    raise ValueError(f"a line of more than {_LONGEST} bytes")
        except OSError as error:
            reason = f"is gone: {error.strerror or error}"
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            reason = f"has said what is none of the protocol's: {error}"
        self._end(reason)

    def _take(self, line: bytes) -> None:
        said = json.loads(line)
        if "event" in said:
            self._event(said)
            return
        future = self.waiting.pop(said["id"], None) if said.get("id") is not None else None
        if future is None:
            return
        if "error" in said:
            future.set_exception(_raised(said["error"]))
        else:
            future.set_result(said["ok"])

    def _end(self, reason: str) -> None:
        self._reason = self._reason or reason
        self._connection.close()
        self._answer_nobody()
        if not self.closed and not _is_over:  # nobody is called back for the end of its own process
            self._ended(self._gone())

    def _answer_nobody(self) -> None:
        while self.waiting:
            try:
                _, future = self.waiting.popitem()
            except KeyError:  # somebody else has taken the last
                break
            future.set_exception(self._gone())

    def send(self, text: bytes) -> None:
        if self._sending._is_owned():  # type: ignore[attr-defined]
            raise RobotError(
                "this call came in the midst of another one of its thread, as from a signal handler, and was not sent: "
                "have the handler set a flag, or hand the call to a thread"
            )
        try:
            with self._sending:
                begin = b"\n" if self._is_torn else b""
                self._is_torn = False
                self._connection.sendall(begin + text)
        except OSError as error:
            self._reason = self._reason or f"is gone: {error.strerror or error}"
            self._shut()
            raise self._gone() from None
        except BaseException:  # an interrupt: half of a line may have been sent
            self._is_torn = True
            raise
        if self._reason:  # it ended before it could see who waits
            self._answer_nobody()

    def require_open(self) -> None:
        failure = self.over()
        if failure is not None:
            raise failure

    def over(self) -> RobotDisconnected | None:
        if self._reason:
            stay_at_the_end()
        if sys.is_finalizing():
            return RobotDisconnected(
                "this Python ends, and nothing is asked of an arm any more: call stop() or close() before, and not in "
                "__del__"
            )
        if os.getpid() != self._pid:
            return RobotDisconnected(
                "this controller belongs to the process that this one was forked from: make another here"
            )
        return self._gone() if self._reason or self.closed else None

    def _gone(self) -> RobotDisconnected:
        if self.closed:
            return RobotDisconnected(self.closed)
        return RobotDisconnected(
            f"the server of the arm at {self._path} {self._reason}; make another controller when it is back"
        )

    def close(self) -> None:
        """Takes no lock, as a collector may call it at any moment."""
        self.closed = self.closed or "this controller was closed: make another"
        self._shut()

    def _shut(self) -> None:
        if os.getpid() == self._pid:
            try:
                self._connection.shutdown(socket.SHUT_RDWR)  # which wakes the thread that reads
            except OSError:
                pass  # it has ended already

    def forget(self) -> None:
        """In a forked child, which would keep the line open after its parent's end."""
        self._connection.close()


def _connected(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", _SENDING_SECONDS, 0))
        connection.connect(path)  # which waits as long, too, where too many others wait
    except BaseException:
        connection.close()
        raise
    return connection


def _raised(error: Answer) -> RobotError:
    return _KINDS.get(error["kind"], RobotError)(error["message"])


def stay_at_the_end() -> None:
    """Keeps a daemon thread that Python leaves behind from telling that its arm has ended with the process."""
    if _is_over and threading.current_thread() is not threading.main_thread():
        threading.Event().wait(_STAYING_SECONDS)  # not for ever: somebody at the end may wait for it


def _look_for_the_end() -> None:
    """Has the end of the interpreter be known before that of a JVM in it, which ends its arms."""
    global _is_looking
    if not _is_looking:
        _is_looking = True
        atexit.register(_be_over)


def _be_over() -> None:
    global _is_over
    _is_over = True


def _after_fork() -> None:
    for inbox in list(_open):
        inbox.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
