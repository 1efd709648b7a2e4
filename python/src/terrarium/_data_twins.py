"""The built-in nodes by which a program puts items in and takes them out, for programs in Python."""

from __future__ import annotations

import threading
from collections import deque

from terrarium._schemas import Flag, Real, Whole
from terrarium._twins import Twin

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, ClassVar

    from terrarium._schemas import Anything

__all__ = ["DataSinkNode", "DataSourceNode"]

_LOOK_SECONDS = 0.1
"""How long a wait lasts at most before Python runs again: an interrupt reaches no thread that waits in C."""

_YEAR = 31_536_000
_WITHOUT = "has no program in Python at its end: add an object of it to a pipeline, and keep that"


class _Ports:
    """What waits between a program and a run, each on its thread."""

    def __init__(self, size: int) -> None:
        self.items: deque[Any] = deque()
        self.changed = threading.Condition()
        self.size = size
        self.is_over = False

    def wait_for(self, ready: Callable[[], bool], seconds: float | None) -> bool:
        """Waits until `ready()`, which is asked with the lock held; says whether it is."""
        from time import monotonic

        end = None if seconds is None else monotonic() + seconds
        while not ready():
            left = _LOOK_SECONDS if end is None else end - monotonic()
            if left <= 0:
                return False
            self.changed.wait(min(left, _LOOK_SECONDS))
        return True


class DataSourceNode(Twin):
    """Emits what the program pushes, until it calls `end`, or nothing came for `timeout_seconds`."""

    parameters: ClassVar[dict[str, Anything]] = {
        "buffer_size": Whole(1, 1_000_000, default=100),
        "timeout_seconds": Real(0, _YEAR, default=30),
    }
    is_source = True
    is_live = True

    def __init__(self, buffer_size: int = 100, timeout_seconds: float = 30) -> None:
        self._ports = _Ports(int(buffer_size))
        self._timeout = timeout_seconds

    def push(self, item: Any) -> bool:
        """Puts an item in; False if `buffer_size` of them wait already."""
        ports = self._ports
        with ports.changed:
            if ports.is_over:
                raise RuntimeError("this source has been ended: its run takes no further items")
            if len(ports.items) >= ports.size:
                return False
            ports.items.append(item)
            ports.changed.notify_all()
            return True

    def end(self) -> None:
        """Says that no further item comes."""
        with self._ports.changed:
            self._ports.is_over = True
            self._ports.changed.notify_all()

    def initialize(self) -> None:
        if self.id:
            raise RuntimeError(f"DataSourceNode {_WITHOUT}")

    def process(self) -> Iterator[Any]:
        from terrarium._emit import Emit

        ports = self._ports
        while True:
            with ports.changed:
                ports.wait_for(lambda: bool(ports.items) or ports.is_over, self._timeout)
                if not ports.items:
                    return
                item = ports.items.popleft()
            yield Emit(item)


class DataSinkNode(Twin):
    """Hands items to `callback`, or with `buffer_output` to those who `take` them; emits nothing.

    With `buffer_output` it keeps `buffer_size` items, and the run waits.
    """

    parameters: ClassVar[dict[str, Anything]] = {
        "buffer_output": Flag(default=False),
        "buffer_size": Whole(1, 1_000_000, default=100),
    }
    is_live = True

    def __init__(self, buffer_output: bool = False, buffer_size: int = 100) -> None:
        self.callback: Callable[[Any], object] | None = None
        """What is called with each item, on the thread of the run."""
        self._ports = _Ports(int(buffer_size))
        self._buffers = buffer_output

    def take(self, timeout: float | None = None) -> Any:
        """Returns the next item; raises EOFError behind the last, and TimeoutError if none comes in so many seconds."""
        ports = self._ports
        with ports.changed:
            if not ports.wait_for(lambda: bool(ports.items) or ports.is_over, timeout):
                raise TimeoutError(f"no item came within {timeout} seconds")
            if not ports.items:
                raise EOFError("the run has ended")
            item = ports.items.popleft()
            ports.changed.notify_all()
            return item

    def initialize(self) -> None:
        if self.id:
            raise RuntimeError(f"DataSinkNode {_WITHOUT}")
        if not (self._buffers or self.callback):
            raise RuntimeError("nobody takes what comes to this DataSinkNode: set its callback, or buffer_output=True")
        self._ports.is_over = False

    def process(self, item: Any) -> None:
        if self.callback is not None:
            self.callback(item)
        if self._buffers:
            ports = self._ports
            with ports.changed:
                ports.wait_for(lambda: len(ports.items) < ports.size, None)
                ports.items.append(item)
                ports.changed.notify_all()

    def cleanup(self) -> None:
        with self._ports.changed:
            self._ports.is_over = True
            self._ports.changed.notify_all()
