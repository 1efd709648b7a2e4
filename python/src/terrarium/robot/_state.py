"""How an arm stands, as one cycle of its loop has it."""

from __future__ import annotations

import time
from collections.abc import Mapping

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator

    from terrarium.robot._board import Row
    from terrarium.robot._values import Floats

__all__ = ["ENDED", "LAWS", "LIVE", "REHEARSING", "STOPPING", "ArmState"]

REHEARSING, LIVE, STOPPING, ENDED = range(4)
_SECOND = 1_000_000_000

LAWS = {-1: "giving way", 1: "impedance", 2: "pid", 3: "osc", 4: "osc_damped", 5: "torque", 6: "gravity"}
"""What numbers of laws mean."""

_EXTRAS_BEFORE_Q = 4
"""How many numbers a board's extras have before the positions wanted; the pose wanted comes after them."""

_COLUMNS = {
    "qpos": "q",
    "qvel": "dq",
    "ee": "ee",
    "jac": "jacobian",
    "mm": "mass",
    "last_torque": "last_torque",
    "torque": "torque",
    "gravity": "gravity",
    "coriolis": "coriolis",
    "q_desired": "extras",
    "ee_desired": "extras",
}


class ArmState(Mapping[str, "Floats"]):
    """How an arm stands, all of one cycle: NumPy arrays by their names, float64, in SI units and the arm's base.

    `qpos` (n, rad), `qvel` (n, rad/s), `ee` (4x4, the flange), `jac` (6xn, linear rows first), `mm` (nxn, kg m²),
    `last_torque` (n, N m, taken last before), `torque` (n, N m, given in this cycle), `gravity` and `coriolis`
    (n, N m), `q_desired` (n, rad) and `ee_desired` (4x4), what is wanted at this moment, also in the middle of a move.

    The arrays are views of one copy that nobody else has. They do not change any more.
    """

    __slots__ = ("_joints", "_row")

    def __init__(self, row: Row, joints: int) -> None:
        self._row = row
        self._joints = joints

    def __getitem__(self, name: str) -> Floats:
        n = self._joints
        column = _COLUMNS[name]
        if column == "extras":
            start = _EXTRAS_BEFORE_Q if name == "q_desired" else _EXTRAS_BEFORE_Q + n
            return self._row.array(column, (n,) if name == "q_desired" else (4, 4), start)
        return self._row.array(column, {"ee": (4, 4), "jacobian": (6, n), "mass": (n, n)}.get(column))

    def __iter__(self) -> Iterator[str]:
        return iter(_COLUMNS)

    def __len__(self) -> int:
        return len(_COLUMNS)

    def __repr__(self) -> str:
        return f"<ArmState of cycle {self.cycle}: qpos {self['qpos'].round(4).tolist()}>"

    @property
    def cycle(self) -> int:
        """Which cycle, counted by deadlines from the start of the loop."""
        return int(self._row.number("cycle"))

    @property
    def time(self) -> float:
        """When the arm was read, by `time.monotonic()`, in seconds."""
        return int(self._row.number("nano_time")) / _SECOND

    @property
    def law(self) -> str:
        """The law that commands the arm; "giving way" while a target is too old."""
        number = int(self._row.number("law"))
        return LAWS.get(number, f"law {number}")

    @property
    def missed(self) -> int:
        """How many deadlines the loop has missed since its start."""
        return int(self._row.number("missed"))

    @property
    def success_rate(self) -> float:
        """The share of the arm's last 100 cycles whose torques came in time, 0 to 1."""
        return float(self._row.number("success_rate"))

    @property
    def is_stopping(self) -> bool:
        """Whether the loop only brings the arm to rest any more."""
        return bool(self._row.number("phase") == STOPPING)

    def phase(self) -> int:
        """The loop's phase, as the board has it."""
        return int(self._row.number("phase"))

    def age(self) -> float:
        """How long ago the arm had taken this cycle's torques, in seconds."""
        return (time.monotonic_ns() - int(self._row.number("written"))) / _SECOND
