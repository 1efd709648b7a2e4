"""What an arm is told, as lists of finite numbers; and NumPy, which nothing else of the package needs."""

from __future__ import annotations

import math
import os
import sys

from terrarium._errors import RobotRefused

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy import dtype, float64, ndarray

    Floats: TypeAlias = ndarray[Any, dtype[float64]]

__all__ = ["ATTRIBUTES", "GAINS", "TARGETS", "file", "limit", "names", "numpy", "seconds", "text", "told", "vector"]

_POSE = 16
_DEEPEST = 3
"""In deeper lists nothing is looked for: their shape is refused."""

_LONGEST_BITS = 128
"""Of a whole number that is shown."""

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
    kind = ATTRIBUTES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise RobotRefused(f"{_shown(name)} cannot be set on an arm: one of {', '.join(ATTRIBUTES)} can")
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
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least < value <= sys.float_info.max:
        raise RobotRefused(f"{name} must be a number of seconds, more than {least:g}, and is {_shown(value)}")
    return float(value)


def text(name: str, value: object, example: str) -> str:
    """Returns a text."""
    if not isinstance(value, str):
        raise RobotRefused(f'{name} must be a text, such as "{example}", and is {value!r:.80}')
    return value


def names(name: str, value: object, example: str) -> list[str]:
    """Returns texts; one alone is none of them."""
    if value and isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(each, str) for each in value):
        return list(value)
    raise RobotRefused(f"{name} must be a list of names, such as {example}, or None for all, and is {_shown(value)}")


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
    _require_numbers(name, value)
    try:
        return np.asarray(value, np.float64)
    except (TypeError, ValueError):
        raise RobotRefused(f"{name} must be numbers, and is a list of what is not alike: {_shown(value)}") from None


def _require_numbers(place: str, value: Any, depth: int = 0) -> None:
    """Refuses what is no number, and what NumPy takes for one, as truth values beside numbers."""
    is_list = isinstance(value, (list, tuple))
    kind = "" if is_list else _kind(value)
    if is_list or (kind == "O" and bool(getattr(value, "ndim", 0))):
        for index, each in enumerate(value if depth < _DEEPEST else ()):
            _require_numbers(f"{place}[{index}]", each, depth + 1)
        return
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > sys.float_info.max:
            raise RobotRefused(f"{place} must be a number that a float can be, and is {_shown(value)}")
    elif kind not in "fiu":
        what = "a truth value" if kind == "b" and depth else f"a {type(value).__name__}"
        wanted = "a number, and is" if depth else "numbers, and is"
        raise RobotRefused(f"{place} must be {wanted} {what}{'' if depth else ' that is not'}: {_shown(value)}")


def _kind(value: object) -> str:
    try:
        return str(numpy().asarray(value).dtype.kind)
    except (TypeError, ValueError, RuntimeError):  # as of an array on another device
        return ""


def _shown(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > _LONGEST_BITS:
        return f"a whole number of about {int(value.bit_length() * math.log10(2)) + 1} digits"
    try:
        return f"{value!r:.80}"
    except ValueError:  # it has a whole number in it that Python does not print
        return f"a {type(value).__name__}"


def _finite(name: str, array: Any) -> list[float]:
    numbers = [float(each) for each in array]
    for index, each in enumerate(numbers):
        if not math.isfinite(each):
            place = f"{name}[{index}]" if len(numbers) > 1 else name
            raise RobotRefused(f"{place} is {each}: expected finite numbers")
    return numbers
