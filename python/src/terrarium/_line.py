"""Frames on a socket between a worker process and the JVM: a length, a kind, the number of a request, a payload."""

from __future__ import annotations

import os
import select
import socket
import struct
from _thread import allocate_lock
from time import perf_counter_ns

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable

    Frame = tuple[int, int, "bytes | memoryview | Dropped"]

__all__ = ["LINE_LOST", "NO_MEMORY", "SPIN", "Dropped", "Line", "connect"]

_HEAD = struct.Struct("<IBI")
_AT_ONCE = 1 << 16
SPIN = 32
"""What is added to a kind where it is worth spinning for the next frame."""
LINE_LOST = 240
"""How a process ends when the user's code has closed the sockets under it."""
NO_MEMORY = 241
"""How it ends when there is no memory even to read a little of a frame."""
_MOMENT = 50_000
_LITTLE = 1 << 14
_LEAST = 256


def connect(where: str, ends: int) -> list[socket.socket]:
    """Connects so many times to the JVM's socket; removes it and its folder, which the JVM may be too dead to do."""
    try:
        return [_connected(where) for _ in range(ends)]
    finally:
        try:
            os.unlink(where)
            os.rmdir(os.path.dirname(where))
        except OSError:
            pass  # the JVM was faster


def _connected(where: str) -> socket.socket:
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end.connect(where)
    return end


class Dropped:
    """What there is of a payload for which there was no memory: it was read, and not kept."""

    def __init__(self, size: int) -> None:
        self.size = size


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
        self._spins = 0
        poll = select.poll()
        poll.register(end, select.POLLIN)
        self._look = poll.poll

    def send(self, kind: int, request: int, payload: bytes = b"") -> None:
        """Sends a frame, behind all that was held back."""
        self._shield()
        try:
            self.send_unshielded(kind, request, payload)
        finally:
            self._unshield()

    def send_unshielded(self, kind: int, request: int, payload: bytes = b"") -> None:
        """Does that where no interrupt can come."""
        size = len(payload)
        frame = _HEAD.pack(size, kind, request)
        if size <= _AT_ONCE:
            frame += payload
        with self._lock:
            if self._held:
                frame = b"".join((*self._held, frame))
                self._held.clear()
            self._end.sendall(frame)
            if size > _AT_ONCE:
                self._end.sendall(payload)

    def hold(self, kind: int, request: int, payload: bytes = b"") -> None:
        """Has a frame sent with the next one; a large one goes at once, as there may be no memory to join them."""
        if len(payload) > _AT_ONCE:
            self.send(kind, request, payload)
            return
        frame = _HEAD.pack(len(payload), kind, request) + payload
        self._shield()
        try:
            with self._lock:
                self._held.append(frame)
        finally:
            self._unshield()

    def cut(self) -> None:
        """Lets the line go in a forked child, whose parent speaks on it."""
        self._lock = allocate_lock()  # a thread that is not here may have held it
        self._held = []
        self._end.close()

    def receive(self) -> Frame:
        """Waits for a frame; EOFError when there will be none."""
        if len(self._read) - self._at < _HEAD.size:
            self._fill(_HEAD.size)
        length, kind, request = _HEAD.unpack_from(self._read, self._at)
        self._spins = kind & SPIN
        kind &= ~SPIN
        self._at = begin = self._at + _HEAD.size
        end = begin + length
        if end <= len(self._read):
            self._at = end
            return kind, request, self._read[begin:end]
        return kind, request, self._take_more(length)

    def is_ready(self) -> bool:
        """Whether something can be received at once."""
        return self._at < len(self._read) or bool(select.select((self._end,), (), (), 0)[0])

    def await_readable(self) -> None:
        """Waits until something can be received; an interrupt may end that and do no harm."""
        if self._at >= len(self._read):
            select.select((self._end,), (), ())

    def fileno(self) -> int:
        return self._end.fileno()

    def _take_more(self, size: int) -> bytes | memoryview | Dropped:
        if size > _AT_ONCE:
            return self._take_large(size, self._read[self._at :])
        self._fill(size)
        self._at = size
        return self._read[:size]

    def _fill(self, size: int) -> None:
        """Reads until so much is there, in front."""
        there = self._read[self._at :]
        if self._spins:
            self._spin()
        while len(there) < size:
            piece = self._piece()
            if not piece:
                raise EOFError("the JVM has closed the line")
            there = there + piece if there else piece
        self._read = there
        self._at = 0

    def _piece(self) -> bytes:
        """Reads what is there; the less, the less memory the node has left."""
        try:
            return self._end.recv(_AT_ONCE)
        except MemoryError:
            return self._end.recv(_LEAST)

    def _spin(self) -> None:
        """Looks for something to receive for a moment, since to be woken would take longer."""
        end = perf_counter_ns() + _MOMENT
        while not self._look(0) and perf_counter_ns() < end:
            pass

    def _take_large(self, size: int, rest: bytes) -> memoryview | Dropped:
        """Without a copy, and nothing behind it."""
        try:
            whole = memoryview(bytearray(size))
        except MemoryError:
            return self._drop_large(size, len(rest))
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

    def _drop_large(self, size: int, at: int) -> Dropped:
        """Reads past a payload, so that the next frame can be read."""
        self._read = b""
        self._at = 0
        scrap = bytearray(min(size - at, _LITTLE))
        view = memoryview(scrap)
        while at < size:
            count = self._end.recv_into(view[: size - at])
            if not count:
                raise EOFError("the JVM has closed the line")
            at += count
        return Dropped(size)
