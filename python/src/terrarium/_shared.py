"""Arrays in memory that a worker process and the JVM share.

The memory has no name: nothing is left of it when both have gone, however they went. It comes in slots, of which
each belongs to one side, which decides what it is used for next: to the JVM for what it sends, to the worker for
what that sends. A slot is free again when the other side has let it go.
"""

from __future__ import annotations

import mmap
import os
from collections import deque
from itertools import count

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["LEAST", "Shared"]

LEAST = 1 << 16
"""Bytes from which on an array travels in shared memory."""


class Shared:
    """The slots of one worker process; `announce(slot, descriptor, capacity, whose)` tells the JVM of a new one."""

    def __init__(self, announce: Callable[[int, int, int, bool], None]) -> None:
        self._announce = announce
        self._slots: dict[int, _Slot] = {}
        self._free: list[_Slot] = []
        self._numbers = count(1)
        self.given: list[int] = []
        self.freed: deque[int] = deque()
        self.renamed: dict[int, int] = {}

    def make(self, size: int, is_jvms: bool) -> _Slot | None:
        """Makes a slot, and tells the JVM of it; None where the system has none. Called by two threads."""
        if not hasattr(os, "memfd_create"):
            return None
        capacity = max(LEAST, 1 << (size - 1).bit_length())
        try:
            descriptor = os.memfd_create("terrarium", os.MFD_CLOEXEC)
        except OSError:
            return None  # too many files are open
        try:
            os.ftruncate(descriptor, capacity)
            memory = mmap.mmap(descriptor, capacity)
        except OSError:
            os.close(descriptor)
            return None
        slot = _Slot(next(self._numbers), memory, capacity, is_jvms)
        self._slots[slot.number] = slot
        self._announce(slot.number, descriptor, capacity, is_jvms)
        return slot

    def release(self, number: int) -> None:
        """The JVM has let one of this side's slots go."""
        self._free.append(self._slots[number])

    def take_back(self) -> None:
        """What was placed last is not sent."""
        while self.given:
            slot = self._slots[self.given.pop()]
            if not slot.is_jvms:
                self._free.append(slot)

    def place(self, array: Any) -> tuple[int, int] | None:
        """Says where an array lies in shared memory; copies it there if it is large enough, and not there yet."""
        if array.nbytes < LEAST:
            return None
        there = self._place_of(array)
        if there is None:
            slot = self._take(array.nbytes)
            if slot is None:
                return None
            slot.array()[: array.nbytes].view(array.dtype).reshape(array.shape)[...] = array
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
        fitting = [slot for slot in self._free if size <= slot.capacity]
        if not fitting:
            return self.make(size, False)
        slot = min(fitting, key=lambda slot: slot.capacity)
        self._free.remove(slot)
        return slot

    def view(self, number: int, offset: int, dtype: str, shape: tuple[int, ...]) -> Any:
        """Returns an array in one of the JVM's slots, which is free when that array and its views are no more."""
        from numpy import asarray  # type: ignore[import-not-found, unused-ignore]

        slot = self._slots[self.renamed.get(number, number)]
        return asarray(_Lease(slot, offset, dtype, shape, self.freed))


class _Slot:
    def __init__(self, number: int, memory: mmap.mmap, capacity: int, is_jvms: bool) -> None:
        self.number = number
        self.capacity = capacity
        self.is_jvms = is_jvms
        self._memory = memory
        self._array: Any = None

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
