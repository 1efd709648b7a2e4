"""Memory that processes share: without a name, so that nothing is left of it when all of them have gone."""

from __future__ import annotations

import mmap
import os

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["LARGEST", "LEAST", "capacity_for", "joined", "made", "put"]

LEAST = 1 << 16
"""Bytes from which on it is worth its while to share an array."""

LARGEST = 1 << 36
"""The most bytes that an array in shared memory may have."""


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


def joined(pieces: Sequence[Any]) -> Any:
    """Returns arrays of bytes that lie one behind the other as one, which keeps them."""
    from numpy import asarray  # type: ignore[import-not-found, unused-ignore]

    return asarray(_Pieces(pieces))


class _Pieces:
    def __init__(self, pieces: Sequence[Any]) -> None:
        self._pieces = tuple(pieces)
        address: int = pieces[0].__array_interface__["data"][0]
        size = sum(piece.nbytes for piece in pieces)
        self.__array_interface__ = {"version": 3, "typestr": "|u1", "shape": (size,), "data": (address, False)}


def put(array: Any, memory: Any) -> None:
    """Copies an array of numbers to the beginning of memory, which is an array of bytes."""
    memory[: array.nbytes].view(array.dtype).reshape(array.shape)[...] = array
