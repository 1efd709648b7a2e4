"""What is said to a process beside its requests, which does not wait for their turn: both ends of a socket."""

from __future__ import annotations

import os
import pickle
import select
import socket
import struct
import threading
from collections import deque

from terrarium._channel import HEAD

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["CANCEL", "INIT", "NUMBER_BYTES", "OPEN", "STOP", "ControlReceiver", "ControlSender"]

INIT, OPEN, CANCEL, STOP = range(1, 5)

NUMBER_BYTES = 8
_SOON_MILLIS = 100
_AT_ONCE = 1 << 16
_DESCRIPTOR = struct.Struct("i")
_ROOM = socket.CMSG_LEN(16 * _DESCRIPTOR.size)
_CLOSED_BY_EXEC = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


class ControlSender:
    """The parent's end; nothing waits for the process to read it."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._lock = threading.Lock()
        self._unsent: deque[tuple[bytes, int | None]] = deque()
        self._is_sending = self._is_closed = False

    def send(self, kind: int, request: int, what: bytes | int = b"", given: socket.socket | None = None) -> None:
        payload = what.to_bytes(NUMBER_BYTES, "little") if isinstance(what, int) else what
        data = HEAD.pack(len(payload), kind, request) + payload
        with self._lock:
            if self._is_closed:
                return
            self._unsent.append((data, None if given is None else os.dup(given.fileno())))
            if not self._is_sending and not self._have_all_sent():
                self._is_sending = True
                threading.Thread(target=self._go_on, name="terrarium-control", daemon=True).start()

    def _have_all_sent(self) -> bool:
        while self._unsent:
            data, descriptor = self._unsent[0]
            try:
                sent = socket.send_fds(self._end, [data], [] if descriptor is None else [descriptor])
            except (BlockingIOError, InterruptedError):
                return False
            except OSError:
                sent = len(data)  # nobody reads it any more
            if descriptor is not None:
                os.close(descriptor)
            if sent < len(data):
                self._unsent[0] = data[sent:], None
            else:
                self._unsent.popleft()
        return True

    def _go_on(self) -> None:
        while True:
            with self._lock:
                if self._is_closed or self._have_all_sent():
                    self._is_sending = False
                    return
                end = self._end.fileno()
            poll = select.poll()
            poll.register(end, select.POLLOUT)
            poll.poll(_SOON_MILLIS)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            for _, descriptor in self._unsent:
                if descriptor is not None:
                    os.close(descriptor)
            self._unsent.clear()
            self._end.close()

    def cut(self) -> None:
        """Closes it in a forked child, where no thread gives the lock back that one may have held."""
        self._lock = threading.Lock()
        self.close()


class ControlReceiver:
    """The process's end, for one thread."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._read = b""
        self._descriptors: deque[int] = deque()

    def receive_beginning(self) -> Any:
        """Waits for what the process is for."""
        return pickle.loads(self._receive()[2])

    def messages(self) -> Iterator[tuple[int, int, int, int]]:
        """Waits for what is said: its kind, a request, the number of a loop, and that one's socket if it is new."""
        while True:
            kind, request, payload = self._receive()
            number = int.from_bytes(payload, "little")
            yield kind, request, number, self._descriptors.popleft() if kind == OPEN else -1

    def _receive(self) -> tuple[int, int, bytes]:
        size, kind, request = HEAD.unpack(self._take(HEAD.size))
        return kind, request, self._take(size)

    def _take(self, size: int) -> bytes:
        pieces, there = [self._read], len(self._read)
        while there < size:
            piece, given, _, _ = self._end.recvmsg(_AT_ONCE, _ROOM, _CLOSED_BY_EXEC)  # recv_fds heeds no flags
            if not piece:
                raise ConnectionError("the parent is no more")
            for _, _, descriptors in given:
                self._descriptors.extend(number for (number,) in _DESCRIPTOR.iter_unpack(descriptors))
            pieces.append(piece)
            there += len(piece)
        read = b"".join(pieces)
        self._read = read[size:]
        return read[:size]
