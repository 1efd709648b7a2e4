"""Memory that processes share: without a name, so that nothing is left of it when all of them have gone."""

from __future__ import annotations

import mmap
import os

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["LEAST", "capacity_for", "made", "put"]

LEAST = 1 << 16
"""Bytes from which on it is worth its while to share an array."""


def capacity_for(size: int) -> int:
    """Returns how many bytes are made where so many are wanted."""
    return max(LEAST, 1 << (size - 1).bit_length())


def made(size: int) -> tuple[mmap.mmap, int] | None:
    """Makes memory; returns it and the descriptor by which another process opens it, or None where there is none."""
    if not hasattr(os, "memfd_create"):
        return None
    try:
        descriptor = os.memfd_create("terrarium", os.MFD_CLOEXEC)
    except OSError:
        return None  # too many files are open
    try:
        os.ftruncate(descriptor, capacity_for(size))
        return mmap.mmap(descriptor, capacity_for(size)), descriptor
    except (OSError, MemoryError):
        os.close(descriptor)
        return None


def put(array: Any, memory: Any) -> None:
    """Copies an array of numbers to the beginning of memory, which is an array of bytes."""
    memory[: array.nbytes].view(array.dtype).reshape(array.shape)[...] = array
