"""Values on their way between two Python processes: a pickle, and beside it memory that both have.

Large memory, as of NumPy arrays, is copied once, into a slot that the sending side owns; the other side has it there,
without a copy, and tells when it has let it go. The slots have no name: nothing is left of them when both processes
have gone, however they went.

What a process gives away for good, the result of a call, is handed back in the slot that it came in, if nobody has
anything of that slot any more, and is then not copied either.
"""

from __future__ import annotations

import mmap
import os
import pickle
import struct
import weakref
from _thread import allocate_lock
from collections import deque
from itertools import count

from terrarium._memory import LEAST, made
from terrarium._travel import IN_MAIN, packed_apart

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Payload = bytes | bytearray

__all__ = ["SharedBuffers"]

_PLACE = struct.Struct("<BQQQQQ")  # whose slot, number, descriptor, capacity, offset, length
_SENDERS, _RECEIVERS = 0, 1
_PROTOCOL = 5
_MOST = 255
_NONE = b"\0"


class SharedBuffers:
    """What one side lends to the other, whose process is `peer`, and what it has from there."""

    def __init__(self) -> None:
        self.peer = 0
        self.is_shared = False
        self.freed: deque[int] = deque()
        """Slots of the other side that this one has let go, and has not told yet."""

        self._slots: dict[int, _Slot] = {}
        self._free: list[_Slot] = []
        self._returned: deque[int] = deque()
        self._theirs: dict[int, _Slot] = {}
        self._leases: dict[int, weakref.ref[_Lease]] = {}
        self._numbers = count(1)
        self._lock = allocate_lock()

    # Sending

    def pack(self, value: Any, name: str = "$") -> bytes:
        """Packs a value that this side keeps."""
        data, apart = self._pickled(value, name)
        if not apart:
            return data + _NONE
        return self._copied(value, data, apart, name)

    def pack_last(self, box: list[Any], name: str = "$") -> bytes:
        """Packs the value that is in a box, and nowhere else if the caller can help it; empties the box."""
        value = box.pop()
        data, apart = self._pickled(value, name)
        if not apart:
            return data + _NONE
        homes = [self._home(buffer) for buffer in apart]
        if not any(homes) or len(apart) > _MOST:
            return self._copied(value, data, apart, name)
        del value
        return _joined(data, self._hand_back(apart, homes))

    def _pickled(self, value: Any, name: str) -> tuple[bytes, list[pickle.PickleBuffer]]:
        """Pickles a value, of which memory that is worth its while stays apart; as is most often so, at one go."""
        apart: list[pickle.PickleBuffer] = []
        try:
            data = pickle.dumps(value, _PROTOCOL, buffer_callback=apart.append)
            if IN_MAIN not in data and (not apart or (self.is_shared and _are_large(apart))):
                return data, apart
        except Exception:  # it will be said again, with what to do
            pass
        return packed_apart(value, LEAST if self.is_shared else None, name)

    def _copied(self, value: Any, data: bytes, apart: list[pickle.PickleBuffer], name: str) -> bytes:
        """Copies memory into slots of this side; where there are none, all of the value is in its pickle."""
        places = self._lend(apart) if len(apart) <= _MOST else None
        if places is None:
            return packed_apart(value, None, name)[0] + _NONE
        return _joined(data, places)

    def _lend(self, apart: list[pickle.PickleBuffer]) -> list[bytes] | None:
        """Copies memory into slots of this side, and says where; None where there is none to be had."""
        places: list[bytes] = []
        slots: list[_Slot] = []
        for buffer in apart:
            memory = buffer.raw()
            slot = self._take(memory.nbytes)
            if slot is None:
                self._returned.extend(each.number for each in slots)
                return None
            slots.append(slot)
            places.append(slot.filled(memory))
        return places

    def _take(self, size: int) -> _Slot | None:
        with self._lock:
            if not self.is_shared:
                return None
            while self._returned:
                self._free.append(self._slots[self._returned.popleft()])
            fitting = [slot for slot in self._free if size <= slot.capacity]
            if fitting:
                slot = min(fitting, key=lambda slot: slot.capacity)
                self._free.remove(slot)
                return slot
            made = _Slot.make(next(self._numbers), size)
            if made is not None:
                self._slots[made.number] = made
            return made

    def _home(self, buffer: pickle.PickleBuffer) -> tuple[_Slot, int, int] | None:
        """Says in which slot of the other side some memory is, and where there."""
        leases = [(number, lease()) for number, lease in self._leases.items()]
        if not any(lease for _, lease in leases):
            return None
        memory = buffer.raw()
        at = _address(memory)
        for number, lease in leases:
            slot = self._theirs[number]
            if lease is not None and slot.address <= at and at + memory.nbytes <= slot.address + slot.capacity:
                return slot, at - slot.address, memory.nbytes
        return None

    def _hand_back(self, apart: list[pickle.PickleBuffer], homes: list[tuple[_Slot, int, int] | None]) -> list[bytes]:
        """Gives slots back in which nobody has anything any more; copies what is in the others."""
        mine = [None if home else self._lend([buffer]) for buffer, home in zip(apart, homes, strict=True)]
        if any(home is None and lent is None for home, lent in zip(homes, mine, strict=True)):
            raise MemoryError("there is no memory to be had that two processes can share")
        numbers = {home[0].number for home in homes if home is not None}
        self._mark(numbers, None)
        for buffer in apart:
            buffer.release()
        apart.clear()
        kept = self._mark(numbers, self.freed)
        places: list[bytes] = []
        for home, lent in zip(homes, mine, strict=True):
            if home is None:
                places += lent or []
                continue
            slot, offset, size = home
            if slot.number not in kept:
                places.append(_PLACE.pack(_RECEIVERS, slot.number, 0, slot.capacity, offset, size))
                continue
            taken = self._take(size)
            if taken is None:
                raise MemoryError("there is no memory to be had that two processes can share")
            places.append(taken.filled(memoryview(slot.memory)[offset : offset + size]))
        return places

    def _mark(self, numbers: set[int], sink: deque[int] | None) -> set[int]:
        """Says to the leases of these slots whom they tell of their end; returns which are still there."""
        alive = set()
        for number in numbers:
            lease = self._leases[number]()
            if lease is not None:
                lease.sink = sink
                alive.add(number)
            del lease
        return alive

    # Receiving

    def unpack(self, payload: Payload) -> Any:
        """Returns the value; what lies in memory of both stays there until it is let go."""
        if not payload[-1]:
            return pickle.loads(payload)
        leases: dict[tuple[int, int], Any] = {}
        buffers = []
        for place in _places(payload):
            whose, number, _, _, offset, size = place
            if (whose, number) not in leases:
                leases[whose, number] = self._borrowed(place)
            buffers.append(leases[whose, number][offset : offset + size])
        del leases
        return pickle.loads(payload, buffers=buffers)

    def _borrowed(self, place: tuple[int, ...]) -> Any:
        """All of a slot, as bytes that keep it for as long as anybody has some of them."""
        whose, number, descriptor, capacity, _, _ = place
        if whose == _RECEIVERS:
            slot, sink = self._slots[number], self._returned
        else:
            slot = self._theirs.get(number) or self._opened(number, descriptor, capacity)
            sink = self.freed
        try:
            from numpy import asarray  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            copied = bytearray(slot.memory)
            sink.append(number)
            return memoryview(copied)
        lease = _Lease(slot, sink)
        if whose == _SENDERS:
            self._leases[number] = weakref.ref(lease)
        return asarray(lease)

    def _opened(self, number: int, descriptor: int, capacity: int) -> _Slot:
        own = os.open(f"/proc/{self.peer}/fd/{descriptor}", os.O_RDWR | os.O_CLOEXEC)
        try:
            slot = _Slot(number, mmap.mmap(own, capacity), capacity, -1)
        finally:
            os.close(own)
        self._theirs[number] = slot
        return slot

    def discard(self, payload: Payload) -> None:
        """Lets go what a value that nobody wants lies in."""
        for whose, number in {(whose, number) for whose, number, *_ in _places(payload)}:
            (self.freed if whose == _SENDERS else self._returned).append(number)

    def release(self, numbers: Any) -> None:
        """The other side has let these slots of this side go."""
        self._returned.extend(numbers)

    def take_freed(self) -> list[int]:
        """The slots of the other side that this one has let go since it was last asked."""
        return [self.freed.popleft() for _ in range(len(self.freed))]

    def close(self) -> None:
        """Makes no slot any more; memory that somebody still has stays until that is let go."""
        self.is_shared = False
        with self._lock:
            for slot in self._slots.values():
                slot.close()
            for slots in (self._slots, self._theirs, self._leases, self._free):
                slots.clear()

    def cut(self) -> None:
        """Does that in a forked child, where no thread gives the lock back that one may have held."""
        self._lock = allocate_lock()
        self.close()


def _are_large(buffers: list[pickle.PickleBuffer]) -> bool:
    return all(buffer.raw().nbytes >= LEAST for buffer in buffers)


def _joined(data: bytes, places: list[bytes]) -> bytes:
    """A pickle, which says itself where it ends, then places, then how many."""
    return b"%b%b%c" % (data, b"".join(places), len(places))


def _places(payload: Payload) -> Iterator[tuple[int, ...]]:
    end = len(payload) - 1
    return _PLACE.iter_unpack(payload[end - payload[-1] * _PLACE.size : end])


class _Slot:
    def __init__(self, number: int, memory: mmap.mmap, capacity: int, descriptor: int) -> None:
        self.number = number
        self.memory = memory
        self.capacity = capacity
        self._descriptor = descriptor
        self._address = 0

    @staticmethod
    def make(number: int, size: int) -> _Slot | None:
        there = made(size)
        if there is None:
            return None
        memory, descriptor = there
        return _Slot(number, memory, len(memory), descriptor)

    def filled(self, memory: memoryview) -> bytes:
        """Copies memory to its beginning, and says where that is."""
        size = memory.nbytes
        with memoryview(self.memory) as view:
            view[:size] = memory
        return _PLACE.pack(_SENDERS, self.number, self._descriptor, self.capacity, 0, size)

    @property
    def address(self) -> int:
        if not self._address:
            self._address = _address(self.memory)
        return self._address

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class _Lease:
    """What keeps a slot from being used for something else."""

    def __init__(self, slot: _Slot, sink: deque[int]) -> None:
        self._slot = slot
        self.sink: deque[int] | None = sink
        self.__array_interface__ = {
            "version": 3,
            "typestr": "|u1",
            "shape": (slot.capacity,),
            "data": (slot.address, False),
        }

    def __del__(self) -> None:
        if self.sink is not None:
            self.sink.append(self._slot.number)


def _address(memory: Any) -> int:
    from numpy import frombuffer

    address: int = frombuffer(memory, "uint8").__array_interface__["data"][0]
    return address
