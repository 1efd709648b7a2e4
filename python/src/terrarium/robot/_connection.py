"""How even the cycles of a loop are, measured by who looks at its ring from outside."""

from __future__ import annotations

import time
from dataclasses import dataclass

from terrarium._errors import RobotFault
from terrarium.robot._values import numpy

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

    from terrarium.robot._board import Ring

__all__ = ["Connection", "Measuring"]

_MS = 1e6


@dataclass(frozen=True)
class Connection:
    """How even the cycles of a loop were; a gap is what lies between two writes of torques."""

    cycles: int
    """How many were seen."""
    missed: int
    """How many deadlines had no cycle."""
    lost: int
    """How many cycles were overwritten before they could be read."""
    frequency: float
    """Cycles in a second."""
    mean_ms: float
    std_ms: float
    min_ms: float
    max_ms: float
    jitter_ms: float
    """The largest departure of a gap from their mean."""

    def __str__(self) -> str:
        return (
            f"{self.cycles} cycles, {self.frequency:.1f} Hz; gap {self.mean_ms:.3f} ms, std {self.std_ms:.3f}, "
            f"min {self.min_ms:.3f}, max {self.max_ms:.3f}, jitter {self.jitter_ms:.3f}; {self.missed} missed"
            + (f", {self.lost} not seen" if self.lost else "")
        )


class Measuring:
    """Looks at a ring now and then, until enough cycles were seen."""

    def __init__(self, ring: Ring, seconds: float) -> None:
        self._ring = ring
        self._next = ring.written()
        self._end = time.monotonic() + seconds
        self._written: list[Any] = []
        self._missed = 0
        self._lost = 0

    def is_over(self) -> bool:
        """Looks; says whether the time is over."""
        rows, lost, self._next = self._ring.since(self._next)
        self._written.append(rows["written"][:, 0])
        self._missed += int(rows["missed"].sum())
        self._lost += lost
        return time.monotonic() >= self._end

    def result(self) -> Connection:
        """Tells what was seen; raises RobotFault if that is nothing."""
        np = numpy()
        written = np.concatenate(self._written)
        gaps = np.diff(written) / _MS
        if not len(gaps):
            raise RobotFault("no cycle of the loop was seen: its process is stopped, or it has ended")
        mean = float(gaps.mean())
        return Connection(
            cycles=len(written),
            missed=self._missed,
            lost=self._lost,
            frequency=1000 / mean,
            mean_ms=mean,
            std_ms=float(gaps.std()),
            min_ms=float(gaps.min()),
            max_ms=float(gaps.max()),
            jitter_ms=float(np.abs(gaps - mean).max()),
        )
