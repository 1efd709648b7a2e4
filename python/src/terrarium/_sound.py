"""Frames of sound, and another rate for them: the same filter, to the same samples, as in Java.

NumPy is imported when sound comes.
"""

from __future__ import annotations

import math

from terrarium._errors import MarshalError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

    Array = Any

__all__ = ["Frame", "Resampler", "frame_of", "mixed", "numpy"]

_PAIR, _TRIPLE = 2, 3
_MOST_DIMENSIONS = 2
_STEEPEST = 1000
_MOST_PHASES = 1024
_STOP_DB = 96
_BETA = 0.1102 * (_STOP_DB - 8.7)
_PASS = 0.91
_CENTRE = (_PASS + 1) / 2
_HALF_WIDTH = (_STOP_DB - 7.95) / (2 * 2.285 * math.pi * (1 - _PASS))
_AT_ONCE = 4096


def numpy() -> Any:
    """Returns NumPy; says what to do where it is missing."""
    try:
        import numpy as module
    except ImportError as missing:
        raise ImportError(
            "sound is NumPy's arrays, and NumPy is missing: pip install 'terrarium-jvm[numpy]'", name="numpy"
        ) from missing
    return module


class Frame:
    """Samples as float32 [channels, samples], their rate, and what is known of them."""

    def __init__(self, samples: Array, rate: int, metadata: dict[str, Any] | None = None) -> None:
        self.samples, self.rate, self.metadata = samples, rate, metadata or {}

    def emitted(self) -> Any:
        """Returns the frame as nodes in Python see it."""
        sound = (self.samples, self.rate)
        return (sound, self.metadata) if self.metadata else sound


def frame_of(item: Any) -> Frame:
    """Reads `(ndarray, rate)`, that with metadata in a further pair, or `(ndarray, rate, metadata)`."""
    if _is_tuple(item, _PAIR) and _is_tuple(item[0], _PAIR):
        sound, metadata = item
    elif _is_tuple(item, _TRIPLE):
        sound, metadata = item[:2], item[2]
    elif _is_tuple(item, _PAIR):
        sound, metadata = item, {}
    else:
        raise MarshalError(f"expected sound as (ndarray, rate), got a Python {type(item).__qualname__}", "$")
    if not isinstance(metadata, dict):
        raise MarshalError(f"expected metadata, an object, got a Python {type(metadata).__qualname__}", "$")
    samples, rate = sound
    np = numpy()
    if not isinstance(samples, np.ndarray):
        raise MarshalError(f"expected an ndarray, got a Python {type(samples).__qualname__}", "$[0]")
    if samples.dtype.kind != "f":
        raise MarshalError(f"expected float32 samples, got {samples.dtype}", "$[0]")
    if samples.ndim not in (1, _MOST_DIMENSIONS):
        raise MarshalError(f"expected an array [channels, samples], got one of {samples.ndim} dimensions", "$[0]")
    if samples.ndim == _MOST_DIMENSIONS and not len(samples):
        raise MarshalError("expected at least one channel, got none", "$[0]")
    if isinstance(rate, bool) or not hasattr(rate, "__index__"):
        raise MarshalError(f"expected a rate, got a Python {type(rate).__qualname__}", "$[1]")
    if int(rate) < 1:
        raise MarshalError(f"expected a rate of at least 1, got {rate}", "$[1]")
    whole = np.ascontiguousarray(samples, "float32")
    return Frame(whole.reshape(1, -1) if whole.ndim == 1 else whole, int(rate), dict(metadata))


def _is_tuple(item: Any, size: int) -> bool:
    return isinstance(item, tuple) and len(item) == size


def mixed(frame: Frame, channels: int) -> Frame:
    """Returns sound with so many channels: one is the mean of many, many are copies of one."""
    there = len(frame.samples)
    if there == channels:
        return frame
    np = numpy()
    if channels == 1:
        total = frame.samples[0].copy()
        for channel in frame.samples[1:]:
            total += channel
        return Frame((total / np.float32(there)).reshape(1, -1), frame.rate, frame.metadata)
    if there == 1:
        return Frame(np.repeat(frame.samples, channels, axis=0), frame.rate, frame.metadata)
    raise ValueError(
        f"Sound with {there} channels cannot become sound with {channels}; only one channel can be made of many, or "
        "many of one"
    )


class Resampler:
    """Another rate for sound of one format, however it is cut into pieces; `finish` gives the last few milliseconds."""

    def __init__(self, channels: int, in_rate: int, out_rate: int) -> None:
        if in_rate // out_rate >= _STEEPEST:
            raise ValueError(f"A rate of {in_rate} Hz cannot go down to {out_rate} Hz in one step")
        divisor = math.gcd(in_rate, out_rate)
        self.channels, self.in_rate = channels, in_rate
        self._up, self._down = out_rate // divisor, in_rate // divisor
        self._kernel = _Kernel(out_rate / in_rate, self._up)
        held = self._kernel.half - 1
        self._history: Array = numpy().zeros((channels, held), "float32")
        self._base = -held
        self._taken = self._given = self._place = self._phase = 0

    def process(self, samples: Array) -> Array:
        """Returns as many samples as those so far suffice for."""
        self._history = numpy().concatenate((self._history, samples), axis=1)
        self._taken += samples.shape[1]
        return self._made(None)

    def finish(self) -> Array:
        """Returns the rest, as if silence followed."""
        np = numpy()
        total = (2 * self._taken * self._up + self._down) // (2 * self._down)
        silence = np.zeros((self.channels, self._kernel.half), "float32")
        self._history = np.concatenate((self._history, silence), axis=1)
        return self._made(total - self._given)

    def _made(self, most: int | None) -> Array:
        np = numpy()
        last = self._base + self._history.shape[1] - 1 - self._kernel.half
        possible = (
            0 if last < self._place else ((last - self._place + 1) * self._up - self._phase - 1) // self._down + 1
        )
        count = possible if most is None else min(most, possible)
        begin = self._place - (self._kernel.half - 1) - self._base
        made = np.empty((self.channels, count), "float32")
        for at in range(0, count, _AT_ONCE):
            steps = self._phase + np.arange(at, min(count, at + _AT_ONCE), dtype="int64") * self._down
            made[:, at : at + _AT_ONCE] = self._kernel.at(
                self._history, begin + steps // self._up, steps % self._up, self._up
            )
        self._advance(count)
        return made

    def _advance(self, count: int) -> None:
        steps = self._phase + count * self._down
        self._place += steps // self._up
        self._phase = steps % self._up
        self._given += count
        spent = min(self._history.shape[1], self._place - (self._kernel.half - 1) - self._base)
        self._history = self._history[:, spent:]
        self._base += spent


class _Kernel:
    """A windowed sinc (Kaiser), a row of coefficients for each phase of the ratio."""

    def __init__(self, out_per_in: float, phases: int) -> None:
        np = numpy()
        scale = min(1.0, out_per_in)
        width = _HALF_WIDTH / scale
        self.half = 2 * math.ceil(width / 2)
        self._phases = min(phases, _MOST_PHASES)
        self._rows = np.empty((self._phases + 1, 2 * self.half), "float32")
        for phase in range(self._phases // 2 + 1):
            row = self._row(phase / self._phases, scale * _CENTRE, width)
            self._rows[phase] = row
            self._rows[self._phases - phase] = row[::-1]

    def _row(self, shift: float, cutoff: float, width: float) -> Array:
        np = numpy()
        distance = np.arange(2 * self.half) - (self.half - 1) - shift
        x = cutoff * distance
        with np.errstate(invalid="ignore", divide="ignore"):
            sinc = np.where(x == 0, 1.0, np.sin(np.pi * x) / (np.pi * x))
        at = distance / width
        window = np.where(abs(at) >= 1, 0.0, _bessel(_BETA * np.sqrt(np.maximum(0, 1 - at * at))))
        exact = sinc * (window / _bessel(np.array([_BETA]))[0])
        return (exact / np.add.accumulate(exact)[-1]).astype("float32")

    def at(self, history: Array, begins: Array, phases: Array, of_phases: int) -> Array:
        """Returns a sample for each place, which is given by where its row begins and its phase."""
        np = numpy()
        windows = np.lib.stride_tricks.sliding_window_view(history, 2 * self.half, axis=1)[:, begins]
        if of_phases == self._phases:
            return _dot(self._rows[phases], windows)
        places = phases / of_phases * self._phases
        rows = places.astype("int64")
        fraction = (places - rows).astype("float32")
        before = _dot(self._rows[rows], windows)
        return before + fraction * (_dot(self._rows[rows + 1], windows) - before)


def _dot(rows: Array, windows: Array) -> Array:
    """Adds products up in four sums of float32, as Java does."""
    products = rows * windows
    sums = products[..., 0:4].copy()
    for at in range(4, products.shape[-1], 4):
        sums += products[..., at : at + 4]
    return (sums[..., 0] + sums[..., 1]) + (sums[..., 2] + sums[..., 3])


def _bessel(x: Array) -> Array:
    np = numpy()
    total, term, k = np.zeros_like(x), np.ones_like(x), 1
    while (term > total * 1e-17).any():
        total = total + term
        term = term * ((x / (2 * k)) * (x / (2 * k)))
        k += 1
    return total
