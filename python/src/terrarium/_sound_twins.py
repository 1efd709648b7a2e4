"""The built-in nodes for sound, in Python: what each does in Java, sample for sample."""

from __future__ import annotations

from terrarium._schemas import Choice, Flag, Real, Text, Whole
from terrarium._sound import Frame, Resampler, frame_of, mixed, numpy
from terrarium._twins import Twin

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, ClassVar

    from terrarium._schemas import Anything
    from terrarium._wav import Reader, Writer

__all__ = [
    "AudioBuffer",
    "AudioResampler",
    "AudioTransform",
    "ExtractAudioDataNode",
    "MediaReaderNode",
    "MediaWriterNode",
    "VoiceActivityDetector",
]

_RATE = (1000, 768_000, 44_100)


class AudioBuffer(Twin):
    """Cuts sound into frames of `buffer_size_samples` samples; the last may be shorter."""

    parameters: ClassVar[dict[str, Anything]] = {"buffer_size_samples": Whole(1, 8_000_000)}

    def __init__(self, buffer_size_samples: int) -> None:
        self._size = int(buffer_size_samples)
        self._held: list[Any] = []
        self._length = 0
        self._format = (0, 0)

    def process(self, item: Any) -> Iterator[Any]:
        frame = frame_of(item)
        channels, length = frame.samples.shape
        if (channels, frame.rate) != self._format:
            yield from self.flush()
            self._format = channels, frame.rate
        if not self._length and length == self._size:
            yield frame.emitted()
            return
        at = 0
        while at < length:
            count = min(length - at, self._size - self._length)
            self._held.append(frame.samples[:, at : at + count].copy())
            self._length += count
            at += count
            if self._length == self._size:
                yield from self.flush()

    def flush(self) -> Iterator[Any]:
        """Iterates over what is left, if anything is."""
        if self._length:
            full = numpy().concatenate(self._held, axis=1)
            self._held, self._length = [], 0
            yield full, self._format[1]


class _Rate:
    """Brings frames to one rate, whatever theirs."""

    def __init__(self, rate: int) -> None:
        self._target = rate
        self._resampler: Resampler | None = None

    def process(self, frame: Frame) -> Iterator[Frame]:
        current = self._resampler
        channels = len(frame.samples)
        if current is not None and (channels, frame.rate) != (current.channels, current.in_rate):
            yield from self.flush()
            current = None
        if frame.rate == self._target:
            yield frame
            return
        if current is None:
            current = self._resampler = Resampler(channels, frame.rate, self._target)
        made = current.process(frame.samples)
        if made.shape[1]:
            yield Frame(made, self._target, frame.metadata)

    def flush(self) -> Iterator[Frame]:
        last, self._resampler = self._resampler, None
        made = None if last is None else last.finish()
        if made is not None and made.shape[1]:
            yield Frame(made, self._target)


class AudioResampler(Twin):
    """Brings frames of sound to `target_sample_rate`; those that have it pass as they are."""

    parameters: ClassVar[dict[str, Anything]] = {"target_sample_rate": Whole(_RATE[0], _RATE[1], default=_RATE[2])}

    def __init__(self, target_sample_rate: int = 44_100) -> None:
        self._rate = _Rate(int(target_sample_rate))

    def process(self, item: Any) -> Iterator[Any]:
        for frame in self._rate.process(frame_of(item)):
            yield frame.emitted()

    def flush(self) -> Iterator[Any]:
        """Iterates over the last few milliseconds."""
        for frame in self._rate.flush():
            yield frame.emitted()


class AudioTransform(Twin):
    """Brings frames of sound to one rate and number of channels: 1 is the mean, more are copies of one."""

    parameters: ClassVar[dict[str, Anything]] = {
        "output_sample_rate": Whole(_RATE[0], _RATE[1], default=_RATE[2]),
        "output_channels": Whole(1, 64, default=2),
    }

    def __init__(self, output_sample_rate: int = 44_100, output_channels: int = 2) -> None:
        self._rate = _Rate(int(output_sample_rate))
        self._channels = int(output_channels)

    def process(self, item: Any) -> Iterator[Any]:
        frame = frame_of(item)
        fewer = mixed(frame, self._channels) if len(frame.samples) > self._channels else frame
        for resampled in self._rate.process(fewer):
            yield mixed(resampled, self._channels).emitted()

    def flush(self) -> Iterator[Any]:
        """Iterates over the last few milliseconds."""
        for resampled in self._rate.flush():
            yield mixed(resampled, self._channels).emitted()


class ExtractAudioDataNode(Twin):
    """Emits the samples of each frame as one flat array, channel after channel."""

    def process(self, item: Any) -> Any:
        return frame_of(item).samples.reshape(-1)


class VoiceActivityDetector(Twin):
    """Finds the frames of sound in which somebody speaks, by their loudness."""

    parameters: ClassVar[dict[str, Anything]] = {
        "frame_duration_ms": Whole(1, 10_000, default=30),
        "energy_threshold": Real(0, default=0.02),
        "speech_threshold": Real(0, 1, default=0.3),
        "filter_mode": Flag(default=False),
        "include_metadata": Flag(default=True),
    }

    def __init__(
        self,
        frame_duration_ms: int = 30,
        energy_threshold: float = 0.02,
        speech_threshold: float = 0.3,
        filter_mode: bool = False,
        include_metadata: bool = True,
    ) -> None:
        self._millis = int(frame_duration_ms)
        self._energy, self._speech = float(energy_threshold), float(speech_threshold)
        self._filters, self._annotates = filter_mode, include_metadata

    def process(self, item: Any) -> Any:
        frame = frame_of(item)
        energies = self._energies(frame)
        ratio = sum(energy > self._energy for energy in energies) / len(energies) if energies else 0.0
        total = 0.0
        for energy in energies:  # sum() is more exact than Java's from 3.12 on
            total += energy
        is_speech = bool(energies) and ratio >= self._speech
        if self._filters:
            return item if is_speech else None
        if not self._annotates:
            return item
        found = {
            "is_speech": is_speech,
            "speech_ratio": ratio,
            "avg_energy": total / len(energies) if energies else 0.0,
            "frame_duration_ms": self._millis,
        }
        return Frame(frame.samples, frame.rate, {**frame.metadata, **found}).emitted()

    def _energies(self, frame: Frame) -> list[float]:
        np = numpy()
        channels, length = frame.samples.shape
        window = max(1, frame.rate * self._millis // 1000)
        mean = np.add.accumulate(frame.samples.astype("float64"), axis=0)[-1] / channels
        squares = mean * mean
        starts = range(0, length, window)
        sums = [(np.add.accumulate(squares[at : at + window])[-1], min(window, length - at)) for at in starts]
        return [float(np.sqrt(total / count)) for total, count in sums]


class MediaReaderNode(Twin):
    """Reads a WAV file, as frames of `frame_duration_ms`; `path` is seen from the working directory."""

    parameters: ClassVar[dict[str, Anything]] = {"path": Text(), "frame_duration_ms": Whole(1, 10_000, default=20)}
    is_source = True

    def __init__(self, path: str, frame_duration_ms: int = 20) -> None:
        self._path, self._millis = path, int(frame_duration_ms)
        self._reader: Reader | None = None

    def initialize(self) -> None:
        from terrarium._wav import Reader

        self._reader = Reader(self._path)

    def process(self) -> Iterator[Any]:
        reader = self._reader
        if reader is None:
            raise RuntimeError("a file was read that is not open: call initialize() first")
        length = max(1, reader.rate * self._millis // 1000)
        while True:
            samples = reader.read(length)
            if samples is None:
                return
            yield samples, reader.rate

    def cleanup(self) -> None:
        if self._reader is not None:
            self._reader.close()


class MediaWriterNode(Twin):
    """Writes a WAV file, the whole of it or none, and emits nothing."""

    parameters: ClassVar[dict[str, Anything]] = {
        "output_path": Text(),
        "sample_format": Choice(("pcm16", "pcm24", "float32"), default="pcm16"),
    }

    def __init__(self, output_path: str, sample_format: str = "pcm16") -> None:
        self._path, self._format = output_path, sample_format
        self._writer: Writer | None = None

    def initialize(self) -> None:
        from terrarium._wav import Writer

        self._writer = Writer(self._path, self._format)

    def process(self, item: Any) -> None:
        frame = frame_of(item)
        self._opened().write(frame.samples, frame.rate)

    def flush(self) -> None:
        """Moves the file to its place."""
        self._opened().commit()

    def cleanup(self) -> None:
        if self._writer is not None:
            self._writer.close()

    def _opened(self) -> Writer:
        if self._writer is None:
            raise RuntimeError("a file was written that is not open: call initialize() first")
        return self._writer
