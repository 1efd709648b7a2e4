"""Arrays in memory that a worker process and the JVM share.

The memory has no name: nothing is left of it when both have gone, however they went. It comes in slots, of which
each belongs to one side, which decides what it is used for next: to the JVM for what it sends, to the worker for
what that sends. A slot is free again when the other side has let it go. One that was not used for a while is cleared:
the system gets its pages back, and it is as good as new.
"""

from __future__ import annotations

import mmap
import os
from collections import deque
from itertools import count

from terrarium._limits import open_files
from terrarium._memory import LARGEST, LEAST, capacity_for, made, put

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Named", "Shared"]

_A_WHILE = 64
"""Requests after which a slot that none of them has used is cleared."""

_ROOMY = 8
"""How many times too large a slot may be."""

_WARM = 1 << 24
"""How many bytes stay with a worker that has no node: new memory takes the system longer than a copy does."""

_MOST_SLOTS = 1024
_SHARE = 8
"""Which part of the files that may be open there are slots at most; each takes two descriptors."""


class Named:
    """A value's pickle, and by which numbers this side knows the slots in it."""

    def __init__(self, data: Any, names: dict[int, int]) -> None:
        self.data = data
        self.names = names


class Shared:
    """The slots of one worker process; `announce(slot, descriptor, capacity, whose)` tells the JVM of a new one.

    There are at most `most` bytes in them, if that is not 0. The JVM's count as long as they are there, since it
    decides when they are used.
    """

    def __init__(self, announce: Callable[[int, int, int, bool], None], most: int = 0) -> None:
        self._announce = announce
        self._most = most
        self._most_slots = 0
        self._requests = 0
        self._is_idle = False
        self._slots: dict[int, _Slot] = {}
        self._free: list[_Slot] = []
        self._numbers = count(1)
        self.given: list[int] = []
        self.freed: deque[int] = deque()
        self._names: dict[int, int] = {}
        self._viewed: list[int] = []

    def make(self, size: int, is_jvms: bool) -> _Slot | None:
        """Makes a slot, and tells the JVM of it; None where the system has none. Called by two threads."""
        capacity = capacity_for(size)
        self._most_slots = self._most_slots or min(_MOST_SLOTS, open_files() // _SHARE)
        there = made(size) if self._has_room(capacity) and len(self._slots) < self._most_slots else None
        if there is None:
            return None
        memory, descriptor = there
        slot = _Slot(next(self._numbers), memory, capacity, is_jvms)
        self._slots[slot.number] = slot
        self._announce(slot.number, descriptor, capacity, is_jvms)
        return slot

    def _has_room(self, capacity: int) -> bool:
        return not self._most or capacity + sum(slot.held() for slot in list(self._slots.values())) <= self._most

    def refuse(self, size: int) -> None:
        """Tells the JVM that it gets no slot: this time, or never where there is no such memory."""
        self._announce(0, 0, size if hasattr(os, "memfd_create") else 0, True)

    def release(self, number: int) -> None:
        """The JVM has let one of this side's slots go."""
        slot = self._slots[number]
        if self._is_idle and slot.capacity + sum(free.held() for free in list(self._free)) > _WARM:
            slot.clear()
        self._free.append(slot)

    def begin(self) -> None:
        """There is a node again."""
        self._is_idle = False

    def rest(self) -> None:
        """There is no node any more: what is free is cleared, and so is what becomes free, but for a little."""
        self._is_idle = True
        warm = 0
        for slot in sorted(self._free, key=lambda slot: -slot.used):
            if warm + slot.held() > _WARM:
                slot.clear()
            warm += slot.held()

    def tick(self) -> None:
        """Counts a request, and clears now and then what the last ones have not used. Not to be interrupted."""
        self._requests += 1
        if self._free and self._requests % _A_WHILE == 0:
            self._clear_since(self._requests - _A_WHILE)

    def _clear_since(self, request: int) -> None:
        for slot in list(self._free):
            if slot.used <= request:
                slot.clear()

    def take_back(self) -> None:
        """What was placed last is not sent."""
        while self.given:
            slot = self._slots[self.given.pop()]
            if not slot.is_jvms:
                self._free.append(slot)

    def place(self, array: Any) -> tuple[int, int] | None:
        """Says where an array lies in shared memory; copies it there if it is large enough, and not there yet."""
        if not LEAST <= array.nbytes <= LARGEST:
            return None
        there = self._place_of(array)
        if there is None:
            slot = self._take(array.nbytes)
            if slot is None:
                return None
            slot.use(self._requests)
            put(array, slot.array())
            there = slot.number, 0
        self.given.append(there[0])
        return there

    def _place_of(self, array: Any) -> tuple[int, int] | None:
        base = array
        while type(base) is type(array):
            base = base.base
        if type(base) is not _Lease or not array.flags.c_contiguous:
            return None
        return base.slot.number, array.__array_interface__["data"][0] - base.slot.address()

    def _take(self, size: int) -> _Slot | None:
        roomy = _ROOMY * max(size, LEAST)
        fitting = [slot for slot in self._free if size <= slot.capacity <= roomy]
        slot = min(fitting, key=lambda slot: slot.capacity, default=None)
        needed = size if slot is None else slot.capacity - slot.held()
        if needed and not self._has_room(needed):
            self._clear_since(self._requests)
        if slot is None:
            return self.make(size, False)
        if not self._has_room(slot.capacity - slot.held()):
            return None
        self._free.remove(slot)
        return slot

    def begin_with(self, payload: Any) -> Any:
        """Returns the pickle of a value that is read next."""
        if self._viewed:
            self._viewed = []
        if type(payload) is Named:
            self._names = payload.names
            return payload.data
        if self._names:
            self._names = {}
        return payload

    def view(self, number: int, offset: int, dtype: str, shape: tuple[int, ...]) -> Any:
        """Returns an array in one of the JVM's slots, which is free when that array and its views are no more."""
        from numpy import asarray  # type: ignore[import-not-found, unused-ignore]

        slot = self._slots[self._names.get(number, number)]
        self._viewed.append(number)
        return asarray(_Lease(slot, offset, dtype, shape, self.freed))

    def drop_named(self) -> None:
        """Does that for a value whose pickle is not there, as far as names came with it."""
        self.freed.extend(self._names.values())

    def drop(self, numbers: list[int]) -> None:
        """Lets the slots of a value go which nobody reads any further; `numbers` has one for each array in it."""
        for number in self._viewed:
            if number in numbers:  # it is not, where there was no memory to read the value once more
                numbers.remove(number)
        self.freed.extend(self._names.get(number, number) for number in numbers)


class _Slot:
    def __init__(self, number: int, memory: mmap.mmap, capacity: int, is_jvms: bool) -> None:
        self.number = number
        self.capacity = capacity
        self.is_jvms = is_jvms
        self.used = 0
        self._is_clear = False
        self._memory = memory
        self._array: Any = None

    def held(self) -> int:
        """How many bytes count as used by it."""
        return 0 if self._is_clear else self.capacity

    def use(self, request: int) -> None:
        self.used = request
        self._is_clear = False

    def clear(self) -> None:
        """Gives the system its pages back."""
        if not self._is_clear:
            self._memory.madvise(mmap.MADV_REMOVE)
            self._is_clear = True

    def array(self) -> Any:
        """All of it, as bytes."""
        if self._array is None:
            from numpy import frombuffer  # type: ignore[import-not-found, unused-ignore]

            self._array = frombuffer(self._memory, "uint8")
        return self._array

    def address(self) -> int:
        address: int = self.array().__array_interface__["data"][0]
        return address


class _Lease:
    """What keeps a slot from being used for something else."""

    def __init__(self, slot: _Slot, offset: int, dtype: str, shape: tuple[int, ...], freed: deque[int]) -> None:
        self.slot = slot
        self._freed = freed
        self.__array_interface__ = {
            "version": 3,
            "typestr": dtype,
            "shape": shape,
            "data": (slot.address() + offset, False),
        }

    def __del__(self) -> None:
        self._freed.append(self.slot.number)
