"""Frames between a process and the proxy of its object, on an event loop: a length, a kind, a request, a payload."""

from __future__ import annotations

import struct
from collections import deque

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import asyncio
    import socket
    from collections.abc import Callable

    Payload = bytes | bytearray

__all__ = ["HEAD", "Channel"]

HEAD = struct.Struct("<QBQ")
_READ_AT_ONCE = 1 << 16  # from 128 KiB on, malloc asks the system each time


class Channel:
    """One end of a socket that an event loop watches; everything here happens on the loop's thread.

    `take(kind, request, payload)` is called for each frame, and `over()` once, when there will be none any more.
    Nothing waits: what the socket does not take at once is sent when it has room.
    """

    def __init__(
        self,
        end: socket.socket,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[int, int, Payload], None],
        over: Callable[[], None],
    ) -> None:
        end.setblocking(False)
        self._end = end
        self._loop = loop
        self._take = take
        self._over = over
        self._rest = b""
        self._whole: bytearray | None = None
        self._filled = 0
        self._head = (0, 0)
        self._unsent: deque[memoryview] = deque()
        self.is_open = True
        loop.add_reader(end.fileno(), self.read)

    def send(self, kind: int, request: int, payload: Payload = b"") -> None:
        """Sends a frame; one that the other side cannot get any more is lost."""
        data = HEAD.pack(len(payload), kind, request) + payload
        sent = 0
        if not self._unsent:
            try:
                sent = self._end.send(data)
            except (BlockingIOError, InterruptedError):
                pass
            except OSError:
                return
            if sent == len(data):
                return
            self._loop.add_writer(self._end.fileno(), self._write)
        self._unsent.append(memoryview(data)[sent:])

    def _write(self) -> None:
        try:
            while self._unsent:
                data = self._unsent[0]
                sent = self._end.send(data)
                if sent < len(data):
                    self._unsent[0] = data[sent:]
                    return
                self._unsent.popleft()
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            self._unsent.clear()
        self._loop.remove_writer(self._end.fileno())

    def read(self) -> bool:
        """Takes what there is; returns whether there may be more."""
        try:
            if self._whole is not None:
                return self._read_large(self._whole)
            data = self._end.recv(_READ_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            data = b""
        if not data:
            self.close()
            self._over()
            return False
        if self._rest:
            data = self._rest + data
        at, there = 0, len(data)
        take = self._take
        while there - at >= HEAD.size:
            size, kind, request = HEAD.unpack_from(data, at)
            begin = at + HEAD.size
            at = begin + size
            if at > there:
                at = begin - HEAD.size
                if size > _READ_AT_ONCE:
                    self._begin_large(size, (kind, request), data[begin:])
                    at = there
                break
            take(kind, request, data[begin:at])
        self._rest = data[at:]
        return self.is_open

    def _begin_large(self, size: int, head: tuple[int, int], beginning: bytes) -> None:
        self._whole = bytearray(size)
        self._filled = len(beginning)
        self._whole[: self._filled] = beginning
        self._head = head

    def _read_large(self, whole: bytearray) -> bool:
        with memoryview(whole) as view:
            count = self._end.recv_into(view[self._filled :])
        self._filled += count
        if self._filled == len(whole):
            self._whole = None
            self._take(*self._head, whole)
        elif not count:
            self.close()
            self._over()
        return self.is_open

    def close(self) -> None:
        """Closes the socket; nothing is sent or taken any more."""
        if self.is_open:
            self.is_open = False
            if not self._loop.is_closed():
                self._loop.remove_reader(self._end.fileno())
                self._loop.remove_writer(self._end.fileno())
            self._unsent.clear()
            self._end.close()
