"""What an arm is told, as lists of finite numbers; and NumPy, which nothing else of the package needs."""

from __future__ import annotations

import math
import os

from terrarium._errors import RobotRefused

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy import dtype, float64, ndarray

    Floats: TypeAlias = ndarray[Any, dtype[float64]]

__all__ = ["ATTRIBUTES", "GAINS", "TARGETS", "file", "limit", "names", "numpy", "seconds", "text", "told", "vector"]

_POSE = 16
_NUMBERS = {"q_desired": "n", "torque": "n", "ee_desired": "pose", "tool": "pose"}

TARGETS = ("q_desired", "ee_desired", "torque")
"""What is wanted of the arm, of which a value may get too old."""

_OF_JOINTS = ("kp", "kd", "ki", "null_kp", "null_kd", "torque_limit", "torque_diff_limit")

GAINS = {**dict.fromkeys(_OF_JOINTS, "n"), "ee_kp": "6", "ee_kd": "6"}
"""Each with how many numbers it has; one alone stands for as many."""

ATTRIBUTES = {**_NUMBERS, **GAINS}
"""What can be set, with what it is."""

_LIMITS = {"velocity": "rad/s", "acceleration": "rad/s²", "jerk": "rad/s³"}
_LEAST_LIMIT, _MOST_LIMIT = 1e-6, 1e6
"""Of a move, as `MoveLimits` has them."""


def numpy() -> Any:
    """Returns NumPy; raises ImportError, which says how to get it."""
    try:
        import numpy as found  # not with this module: `from terrarium import *` would pay for it
    except ModuleNotFoundError:
        raise ImportError(
            "terrarium.robot needs NumPy, which this Python has not: pip install 'terrarium-jvm[numpy]'", name="numpy"
        ) from None
    return found


def told(name: str, value: object, joints: int) -> float | list[float]:
    """Returns what an attribute is to be as JSON has it; raises RobotRefused, which says what was expected."""
    kind = ATTRIBUTES.get(name)
    if kind is None:
        raise RobotRefused(f"{name!r:.80} cannot be set on an arm: one of {', '.join(ATTRIBUTES)} can")
    if kind == "pose":
        return _pose(name, value)
    count = joints if kind == "n" else int(kind)
    return vector(name, value, count, may_be_one=name in GAINS)


def vector(name: str, value: object, count: int, *, may_be_one: bool = False) -> float | list[float]:
    """Returns `count` finite numbers, or one that stands for as many, if it may."""
    array = _array(name, value)
    either = f"{count} numbers" + (", or one for all" if may_be_one else "")
    if array.shape != (count,) and not (may_be_one and array.shape == ()):
        raise RobotRefused(f"{name} must be {either}, and has the shape {array.shape}")
    return _finite(name, array) if array.shape else _finite(name, array.reshape(1))[0]


def limit(name: str, value: object, joints: int) -> float | list[float]:
    """Returns a limit of a move for each joint, or one for all."""
    numbers = vector(name, value, joints, may_be_one=True)
    for index, one in enumerate(numbers if isinstance(numbers, list) else [numbers]):
        if not _LEAST_LIMIT <= one <= _MOST_LIMIT:
            place, unit = f"{name}[{index}]" if isinstance(numbers, list) else name, _LIMITS[name]
            raise RobotRefused(
                f"{place} must be from {_LEAST_LIMIT:g} to {_MOST_LIMIT:g} {unit}, and is {one:g} {unit}"
            )
    return numbers


def seconds(name: str, value: object, *, least: float = 0.0) -> float:
    """Returns a time in seconds, which is more than `least`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least < value < math.inf:
        raise RobotRefused(f"{name} must be a number of seconds, more than {least:g}, and is {value!r:.80}")
    return float(value)


def text(name: str, value: object, example: str) -> str:
    """Returns a text."""
    if not isinstance(value, str):
        raise RobotRefused(f'{name} must be a text, such as "{example}", and is {value!r:.80}')
    return value


def names(name: str, value: object, example: str) -> list[str]:
    """Returns texts; one alone is none of them."""
    if isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(each, str) for each in value):
        return list(value)
    raise RobotRefused(f"{name} must be a list of names, such as {example}, or None for all, and is {value!r:.80}")


def file(name: str, value: object, endings: str) -> str:
    """Returns the absolute path of a file."""
    path = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(path, str) or not path:
        raise RobotRefused(f"{name} must be the path of a file, which ends in {endings}, and is {value!r:.80}")
    return os.path.abspath(path)


def _pose(name: str, value: object) -> list[float]:
    array = _array(name, value)
    if array.shape not in ((4, 4), (_POSE,)):
        raise RobotRefused(f"{name} must be a pose, 4x4, and has the shape {array.shape}")
    return _finite(name, array.reshape(-1))


def _array(name: str, value: object) -> Any:
    np = numpy()
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        array = None
    else:
        _require_no_truths(name, value)
    if array is None or array.dtype.kind not in "fiu":
        kind = type(value).__name__
        raise RobotRefused(f"{name} must be numbers, and is a {kind} that is not: {value!r:.80}")
    return array.astype(np.float64)


def _require_no_truths(name: str, value: object) -> None:
    """Refuses what NumPy takes for 0 and 1 beside numbers."""
    for index, each in enumerate(value if isinstance(value, (list, tuple)) else ()):
        place = f"{name}[{index}]"
        if isinstance(each, bool) or getattr(getattr(each, "dtype", None), "kind", None) == "b":
            raise RobotRefused(f"{place} must be a number, and is a truth value: {each!r:.80}")
        _require_no_truths(place, each)


def _finite(name: str, array: Any) -> list[float]:
    numbers = [float(each) for each in array]
    for index, each in enumerate(numbers):
        if not math.isfinite(each):
            place = f"{name}[{index}]" if len(numbers) > 1 else name
            raise RobotRefused(f"{place} is {each}: expected finite numbers")
    return numbers
