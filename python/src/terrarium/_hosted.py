"""What a JVM that was started in this Python process does first, and what it is told at the end.

The process stays Python's: signals, output, input and logging are what they were.
"""

from __future__ import annotations

import atexit
import os

from terrarium import _forks, _interrupt, _signals, _threads

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["start"]


def start(raised: Callable[[], object], end: Callable[[], object]) -> None:
    """Makes the process fit for a JVM; called once.

    `raised()` is told on the thread where an interrupt was raised; `end()` lets no thread of the JVM into this
    interpreter any more, which is about to be finalised.
    """
    _signals.guard_faults()
    _forks.watch()
    _threads.enlarge_stacks()
    _interrupt.tell(raised)
    process = os.getpid()

    def leave() -> None:
        if os.getpid() == process:  # a forked child has no JVM to take leave of
            end()

    atexit.register(leave)
