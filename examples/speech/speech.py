"""Finds the speech in a stream of sound.

`VoiceActivity` listens: it cuts the sound into short steps and says of each how loud the voice band is, and
whether somebody speaks. `Segments` remembers: it joins the steps with speech into segments, and tells them
when the stream ends.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Sound = tuple[NDArray[np.float32], int]
"""Samples as [channels, samples], and how many of them make a second."""

SILENCE = 1e-12
"""The power of a step without any sound, so that it has a level too: -120 dBFS."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was heard in some steps of a stream, one after the other."""

    step: float  # seconds
    power: NDArray[np.float64]  # of the voice band, mean over each step; a full-scale sine has 0.5
    speech: NDArray[np.bool_]


class VoiceActivity:
    """Says for each hundredth of a second whether somebody speaks.

    A step is speech when the power between `low_hz` and `high_hz` lies `threshold_db` above the noise. The
    noise is the level that a twentieth of the last `memory` seconds stayed below, and at least `floor_db`: so
    it follows a room that grows louder, and after digital silence a faint hiss is no voice. When speech ends,
    `hangover` seconds more count as speech, because the ends of words are quiet.

    Frames may have any length. What does not fill a step waits for the next frame.
    """

    def __init__(
        self,
        *,
        low_hz: float = 200.0,
        high_hz: float = 3400.0,
        threshold_db: float = 12.0,
        floor_db: float = -70.0,
        memory: float = 5.0,
        hangover: float = 0.05,
        step: float = 0.01,
    ) -> None:
        if not 0 <= low_hz < high_hz:
            raise ValueError(f"the band from {low_hz:g} to {high_hz:g} Hz is empty")
        if step <= 0 or memory < step or hangover < 0:
            raise ValueError("step must be above 0, memory at least one step, and hangover not below 0")
        self._band = (low_hz, high_hz)
        self._threshold_db = threshold_db
        self._floor_db = floor_db
        self._step = step
        self._hangover_steps = round(hangover / step)
        self._noise = _NoiseLevel(round(memory / step))
        self._hanging = 0
        self._spectrum: _BandPower | None = None
        self._rest = np.zeros(0)

    def process(self, sound: Sound) -> Activity | None:
        samples, rate = sound
        if self._spectrum is None:
            self._spectrum = _BandPower(rate, self._step, self._band)
            self._rest = np.zeros(self._spectrum.overlap)
        elif rate != self._spectrum.rate:
            raise ValueError(
                f"the sample rate changed from {self._spectrum.rate} to {rate} within the stream"
            )
        return self._hear(samples.mean(axis=0, dtype=np.float64))

    def flush(self) -> Activity | None:
        if self._spectrum is None:
            return None
        unheard = self._rest.size - self._spectrum.overlap
        steps = -(-unheard // self._spectrum.step)
        missing = steps * self._spectrum.step - unheard + self._spectrum.overlap
        return self._hear(np.zeros(missing))

    def _hear(self, mono: NDArray[np.float64]) -> Activity | None:
        assert self._spectrum is not None
        waiting = np.concatenate((self._rest, mono))
        power = self._spectrum.of(waiting)
        self._rest = waiting[power.size * self._spectrum.step :]
        if power.size == 0:
            return None
        levels = 10 * np.log10(power + SILENCE)
        speech = np.fromiter((self._is_speech(level) for level in levels.tolist()), np.bool_, power.size)
        return Activity(self._spectrum.step / self._spectrum.rate, power, speech)

    def _is_speech(self, level: float) -> bool:
        noise = max(self._noise.after(level), self._floor_db)
        if level > noise + self._threshold_db:
            self._hanging = self._hangover_steps
            return True
        self._hanging -= 1
        return self._hanging >= 0


class _NoiseLevel:
    """The level that a twentieth of the last steps stayed below."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._latest: deque[float] = deque()
        self._sorted: list[float] = []

    def after(self, level: float) -> float:
        self._latest.append(level)
        insort(self._sorted, level)
        if len(self._latest) > self._steps:
            del self._sorted[bisect_left(self._sorted, self._latest.popleft())]
        return self._sorted[len(self._sorted) // 20]


class _BandPower:
    """The power of a band of frequencies in each step, through a Hann window two steps long around it."""

    def __init__(self, rate: int, step: float, band: tuple[float, float]) -> None:
        low, high = band
        if high > rate / 2:
            raise ValueError(f"sound at {rate} Hz has nothing above {rate / 2:g} Hz, and high_hz is {high:g}")
        self.rate = rate
        self.step = max(1, round(rate * step))
        self.overlap = self.step // 2
        self._window = np.hanning(2 * self.step + 1)[:-1]
        frequencies = np.fft.rfftfreq(2 * self.step, 1 / rate)
        self._inside = (frequencies >= low) & (frequencies <= high)
        # Parseval: twice, for the negative frequencies; the window's own power is taken out.
        self._scale = 2 / (2 * self.step * np.sum(self._window**2))

    def of(self, samples: NDArray[np.float64]) -> NDArray[np.float64]:
        """The power in each step whose window lies in the samples; the first begins `overlap` samples in."""
        if samples.size < 2 * self.step:
            return np.zeros(0)
        windows = np.lib.stride_tricks.sliding_window_view(samples, 2 * self.step)[:: self.step]
        spectra = np.fft.rfft(windows * self._window, axis=1)
        power: NDArray[np.float64] = np.sum(np.abs(spectra[:, self._inside]) ** 2, axis=1) * self._scale
        return power


class Segments:
    """Joins steps with speech into segments, and tells them when the stream ends.

    Pauses shorter than `min_pause` seconds do not end a segment, and what is shorter than `min_speech`
    seconds is none: a click, a cough. Times are seconds from the start of the stream; levels are of the voice
    band, in dBFS.
    """

    def __init__(self, *, min_speech: float = 0.2, min_pause: float = 0.2) -> None:
        if min_speech < 0 or min_pause < 0:
            raise ValueError("min_speech and min_pause must not be below 0")
        self._min_speech = min_speech
        self._min_pause = min_pause
        self._heard: list[Activity] = []

    def process(self, activity: Activity) -> None:
        self._heard.append(activity)

    def flush(self) -> dict[str, object]:
        if not self._heard:
            return {"duration": 0.0, "speech": 0.0, "segments": []}
        step = self._heard[0].step
        power = np.concatenate([activity.power for activity in self._heard])
        speech = np.concatenate([activity.speech for activity in self._heard])
        runs = [run for run in self._joined(_runs(speech), step) if _length(run) * step >= self._min_speech]
        return {
            "duration": round(speech.size * step, 3),
            "speech": round(sum(map(_length, runs)) * step, 3),
            "segments": [_segment(start, end, step, power[start:end]) for start, end in runs],
        }

    def _joined(self, runs: list[tuple[int, int]], step: float) -> list[tuple[int, int]]:
        joined: list[tuple[int, int]] = []
        for start, end in runs:
            if joined and (start - joined[-1][1]) * step < self._min_pause:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined


def _runs(speech: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where runs of True begin, and the step after each."""
    edges = np.flatnonzero(np.diff(speech.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _length(run: tuple[int, int]) -> int:
    return run[1] - run[0]


def _segment(start: int, end: int, step: float, power: NDArray[np.float64]) -> dict[str, float]:
    return {
        "start": round(start * step, 3),
        "end": round(end * step, 3),
        "duration": round((end - start) * step, 3),
        "level_db": round(float(10 * np.log10(power.mean() + SILENCE)), 1),
    }
