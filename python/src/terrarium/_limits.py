"""How much a worker process may use: it holds itself to that, for good.

Limits are hard ones, so that no code in the process, nor what it starts, can raise them again. What the process was
started under holds on where it is less.
"""

from __future__ import annotations

import os
import sys
from errno import ENOMEM

__all__ = ["Reserve", "limit", "limit_cpu", "open_files", "shortage"]


_SHORT_OF_MEMORY, _SHORT_OF_FILES = 242, 243
"""How it ends when its limits are too small to start with."""
_RESERVED = 1 << 20


class Reserve:
    """A descriptor, and memory if that is limited, which are kept so that a failure can be told when none is left."""

    def __init__(self, has_memory: bool = False) -> None:
        self._has_memory = has_memory
        self._memory = b""
        self._keep()

    def _keep(self) -> None:
        self._kept = _kept()
        if self._has_memory:
            try:
                self._memory = bytes(_RESERVED)
            except MemoryError:
                pass  # the node holds it all: there may be some the next time

    def __enter__(self) -> None:
        self._memory = b""
        if self._kept >= 0:
            os.close(self._kept)

    def __exit__(self, *_: object) -> None:
        self._keep()


def _kept() -> int:
    try:
        return os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return -1


def limit(memory: int, open_files: int) -> None:
    """Limits the bytes of memory that are the process's own, and its open files; 0 is no limit."""
    if memory:
        import resource

        _set(resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS, memory, memory)
    if open_files:
        import resource

        _set(resource.RLIMIT_NOFILE, open_files, open_files)


def open_files() -> int:
    """Returns how many files may be open."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return most if most != resource.RLIM_INFINITY else sys.maxsize


def limit_cpu(seconds: int) -> None:
    """Limits the processor time that is still to be used: then comes SIGXCPU, and SIGKILL a second later."""
    import math
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(used.ru_utime + used.ru_stime) + seconds
    _set(resource.RLIMIT_CPU, end, end + 1)


def _set(kind: int, soft: int, hard: int) -> None:
    import resource

    inherited = resource.getrlimit(kind)[1]
    if inherited != resource.RLIM_INFINITY:
        soft, hard = min(soft, inherited), min(hard, inherited)
    resource.setrlimit(kind, (soft, hard))


def shortage(error: Exception, memory: int) -> int:
    """Returns how a process ends whose limits did not do for the start: that says which of them."""
    is_of_memory = isinstance(error, (MemoryError, RuntimeError)) or getattr(error, "errno", 0) == ENOMEM
    return _SHORT_OF_MEMORY if memory and is_of_memory else _SHORT_OF_FILES
