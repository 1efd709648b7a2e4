"""When the next value of an attribute is due."""

from __future__ import annotations

from terrarium._errors import RobotRefused

__all__ = ["Pace"]

_USUAL = 50.0
_LEAST, _MOST = 0.1, 1000.0


class Pace:
    """Deadlines one period apart, of each attribute by itself; whoever is late is not hurried afterwards."""

    def __init__(self) -> None:
        self._period = 1 / _USUAL
        self._due: dict[str, float] = {}

    def set_freq(self, hertz: float) -> None:
        """Sets how many values come in a second, 0.1 to 1000."""
        if isinstance(hertz, bool) or not isinstance(hertz, (int, float)) or not _LEAST <= hertz <= _MOST:
            raise RobotRefused(f"a frequency must be a number from {_LEAST:g} to {_MOST:g} Hz, and is {hertz!r:.80}")
        self._period = 1 / hertz
        self.clear()

    def clear(self) -> None:
        """Has every attribute begin anew."""
        self._due.clear()

    def rest(self, name: str, now: float) -> float:
        """Moves an attribute's deadline on; returns for how many seconds there is time."""
        due = max(now, self._due.get(name, now) + self._period)
        self._due[name] = due
        return due - now
