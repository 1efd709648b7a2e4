"""Frames on a socket between a worker process and the JVM: a length, a kind, the number of a request, a payload."""

from __future__ import annotations

import select
import struct
from _thread import allocate_lock

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    Frame = tuple[int, int, bytes | memoryview]

__all__ = ["Line"]

_HEAD = struct.Struct("<IBI")
_READ_AT_ONCE = 1 << 16


class Line:
    """One end of a socket. Any thread may send; one thread receives.

    `shield` is entered where an interrupt of the main thread would tear a frame apart, and `unshield` when
    that is over.
    """

    def __init__(self, end: socket.socket, shield: Callable[[], None], unshield: Callable[[], None]) -> None:
        self._end = end
        self._lock = allocate_lock()
        self._shield = shield
        self._unshield = unshield
        self._read = b""
        self._at = 0
        self._held: list[bytes] = []

    def send(self, kind: int, request: int, payload: bytes = b"") -> None:
        """Sends a frame, behind all that was held back."""
        self.hold(kind, request, payload)
        self.flush()

    def hold(self, kind: int, request: int, payload: bytes = b"") -> None:
        """Has a frame sent with the next one."""
        frame = _HEAD.pack(len(payload), kind, request) + payload
        self._shield()
        try:
            with self._lock:
                self._held.append(frame)
        finally:
            self._unshield()

    def flush(self) -> None:
        """Sends what was held back."""
        self._shield()
        try:
            with self._lock:
                held, self._held = self._held, []
                if held:
                    self._end.sendall(held[0] if len(held) == 1 else b"".join(held))
        finally:
            self._unshield()

    def cut(self) -> None:
        """Lets the line go in a forked child, whose parent speaks on it."""
        self._lock = allocate_lock()  # a thread that is not here may have held it
        self._held = []
        self._end.close()

    def receive(self) -> Frame:
        """Waits for a frame; EOFError when there will be none."""
        length, kind, request = _HEAD.unpack(self._take(_HEAD.size))
        return kind, request, self._take(length) if length else b""

    def is_ready(self) -> bool:
        """Whether something can be received at once."""
        return self._at < len(self._read) or bool(select.select((self._end,), (), (), 0)[0])

    def await_readable(self) -> None:
        """Waits until something can be received; an interrupt may end that and do no harm."""
        if self._at >= len(self._read):
            select.select((self._end,), (), ())

    def fileno(self) -> int:
        return self._end.fileno()

    def _take(self, size: int) -> bytes | memoryview:
        at = self._at
        if len(self._read) - at >= size:
            self._at = at + size
            return self._read[at : at + size]
        return self._take_more(size)

    def _take_more(self, size: int) -> bytes | memoryview:
        rest = self._read[self._at :]
        if size > _READ_AT_ONCE:
            return self._take_large(size, rest)
        pieces = [rest]
        there = len(rest)
        while there < size:
            piece = self._end.recv(_READ_AT_ONCE)
            if not piece:
                raise EOFError("the JVM has closed the line")
            pieces.append(piece)
            there += len(piece)
        self._read = b"".join(pieces)
        self._at = size
        return self._read[:size]

    def _take_large(self, size: int, rest: bytes) -> memoryview:
        """Without a copy, and nothing behind it."""
        whole = memoryview(bytearray(size))
        whole[: len(rest)] = rest
        at = len(rest)
        self._read = b""
        self._at = 0
        while at < size:
            count = self._end.recv_into(whole[at:])
            if not count:
                raise EOFError("the JVM has closed the line")
            at += count
        return whole
