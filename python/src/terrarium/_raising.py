"""Raises an exception in another thread, which CPython offers to programs in C alone."""

from __future__ import annotations

import ctypes

__all__ = ["raise_in"]


def raise_in(thread: int, kind: type[BaseException]) -> None:
    """Has a thread raise this when it executes Python again; one that has ended is left alone."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))
