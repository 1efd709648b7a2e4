"""WAV files: read frame by frame, and written as a whole or not at all."""

from __future__ import annotations

import os
import struct
from itertools import count

from terrarium._sound import numpy

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any, BinaryIO

__all__ = ["Reader", "WavError", "Writer"]

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_UNKNOWN = 0xFFFF_FFFF
_UNKNOWN_TO_SOX = 0x7FFF_F000
_MOST_CHANNELS, _HIGHEST_RATE = 64, 10_000_000
_READABLE = "PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits can be read"
_NAMES = {1: "PCM", 3: "float", 2: "ADPCM", 6: "ALAW", 7: "ULAW", 0x11: "ADPCM", 0x31: "GSM", 0x50: "MPEG", 0x55: "MP3"}
_FORMATS = {(_PCM, 1), (_PCM, 2), (_PCM, 3), (_PCM, 4), (_FLOAT, 4), (_FLOAT, 8)}
_SUBFORMAT_FROM, _FEWEST, _MOST = 26, 16, 1024
_HEADER = 44
_LARGEST = _UNKNOWN - _HEADER
_USUAL_RATE = 44_100
_ENCODINGS = {"pcm16": (_PCM, 2), "pcm24": (_PCM, 3), "float32": (_FLOAT, 4)}
_drafts = count(1)


class WavError(OSError):
    """A file is no WAV file that can be read, or cannot be written."""


class Reader:
    """A WAV file from its first sample on."""

    def __init__(self, path: str) -> None:
        self._name = path
        if os.path.isdir(path):
            raise WavError(f"{path} is a folder, not a WAV file")
        try:
            self._file: BinaryIO = open(path, "rb")  # noqa: SIM115 - it is open as long as this object
        except FileNotFoundError:
            raise FileNotFoundError(f"{path}: there is no such file in {os.getcwd()}") from None
        try:
            self._read_header()
            size = os.fstat(self._file.fileno()).st_size
            self._require((size - self._file.tell()) // self._frame, size)
        except BaseException:
            self._file.close()
            raise
        self._done = 0

    def _read_header(self) -> None:
        for word in (b"RIFF", b"WAVE"):
            start = self._file.tell()
            if self._file.read(4) != word:
                text = word.decode()
                raise WavError(
                    f"{self._name} is not a WAV file, whatever its name says: there is no '{text}' at byte {start}"
                )
            if word == b"RIFF":
                self._file.read(4)
        self._frame = 0
        while True:
            start = self._file.tell()
            word = self._file.read(4)
            if not word:
                lacking = "samples" if self._frame else "a format"
                raise WavError(f"{self._name} ends at byte {start} without {lacking}")
            name = word.decode("latin-1")
            size = int.from_bytes(self._need(4, f"the size of the part '{name}'"), "little")
            if name == "data":
                break
            if name == "fmt ":
                self._read_format(size)
            else:
                self._file.seek(size, os.SEEK_CUR)
            self._file.seek(size % 2, os.SEEK_CUR)
        if not self._frame:
            raise self._damaged(f"the samples at byte {start} come before their format")
        is_unknown = size in (_UNKNOWN, _UNKNOWN_TO_SOX // self._frame * self._frame)
        self._length = None if is_unknown else size // self._frame

    def _read_format(self, size: int) -> None:
        start = self._file.tell()
        if not _FEWEST <= size <= _MOST:
            raise self._damaged(f"the format at byte {start} has {size} bytes, and not 16 to 1024")
        data = self._need(size, "the format")
        kind, channels, rate, _, frame, bits = struct.unpack_from("<HHIIHH", data)
        if kind == _EXTENSIBLE and size >= _SUBFORMAT_FROM:
            (kind,) = struct.unpack_from("<H", data, 24)
        if not 1 <= channels <= _MOST_CHANNELS:
            raise self._damaged(f"{channels} channels at byte {start + 2}; 1 to 64 can be read")
        if not 1 <= rate <= _HIGHEST_RATE:
            raise self._damaged(f"a sample rate of {rate} at byte {start + 4}; 1 to 10000000 can be read")
        width = frame // channels if frame % channels == 0 else 0
        if (kind, width) not in _FORMATS:
            raise WavError(
                f"{self._name} holds {_NAMES.get(kind, 'unknown')} samples of {bits} bits, {frame} bytes for "
                f"{channels} channels (format {kind} at byte {start}); {_READABLE}"
            )
        if bits > 8 * width:
            raise self._damaged(f"{bits} bits at byte {start + 14} do not fit into {8 * width}")
        self.channels, self.rate = channels, rate
        self._kind, self._width, self._frame = kind, width, frame

    def _need(self, length: int, what: str) -> bytes:
        start = self._file.tell()
        data = self._file.read(length)
        if len(data) < length:
            end = self._file.tell()
            raise WavError(f"{self._name} ends at byte {end}, within {what} that begins at byte {start}")
        return data

    def _damaged(self, what: str) -> WavError:
        return WavError(f"{self._name} is a WAV file with a damaged header: {what}")

    def _require(self, there: int, end: int) -> None:
        if self._length is not None and there < self._length:
            are = "1 is" if there == 1 else f"{there} are"
            raise WavError(
                f"{self._name} is cut short: it promises {self._length} samples per channel, but {are} there; it ends "
                f"at byte {end}"
            )

    def read(self, most: int) -> Any:
        """Returns samples as float32 [channels, samples]; None at the end."""
        length = most if self._length is None else min(most, self._length - self._done)
        data = self._file.read(length * self._frame)
        there = len(data) // self._frame
        self._done += there
        if there < length:
            self._require(self._done, self._file.tell())
        if not there:
            return None
        samples = self._samples(data[: there * self._frame]).reshape(there, self.channels)
        return numpy().ascontiguousarray(samples.T)

    def _samples(self, data: bytes) -> Any:
        np = numpy()
        if self._kind == _FLOAT:
            return np.frombuffer(data, f"<f{self._width}").astype("float32")
        if self._width == 1:
            return (np.frombuffer(data, "u1").astype("float32") - 128) * np.float32(2.0**-7)
        if self._width == 3:  # noqa: PLR2004 - NumPy has no integers of 24 bits
            parts = np.frombuffer(data, "u1").reshape(-1, 3).astype("int32")
            whole = parts[:, 0] | parts[:, 1] << 8 | parts[:, 2].astype("int8").astype("int32") << 16
        else:
            whole = np.frombuffer(data, f"<i{self._width}")
        return whole.astype("float32") * np.float32(2.0 ** -(8 * self._width - 1))

    def close(self) -> None:
        self._file.close()


class Writer:
    """A file that is written beside its place, and moved there by `commit`."""

    def __init__(self, path: str, sample_format: str) -> None:
        self._target = os.path.realpath(path) if os.path.exists(path) else os.path.abspath(path)
        folder, name = os.path.split(self._target)
        there = os.path.exists(self._target)
        if there and not os.path.isfile(self._target):
            raise WavError(f"{path} cannot be written: it is there, and is no file")
        if not os.path.isdir(folder):
            raise WavError(f"{path} cannot be written: there is no folder {folder}")
        if not os.access(self._target if there else folder, os.W_OK):
            raise WavError(f"{path} cannot be written: permission denied")
        self._kind, self._width = _ENCODINGS[sample_format]
        self._draft = os.path.join(folder, f".{name}.{os.getpid()}-{next(_drafts)}.part")
        self._file: BinaryIO = open(self._draft, "xb")  # noqa: SIM115 - it is open as long as this object
        self._file.write(bytes(_HEADER))
        self._format: tuple[int, int] | None = None
        self._size = 0

    def write(self, samples: Any, rate: int) -> None:
        """Adds samples, float32 [channels, samples]; the first decide on the format."""
        channels = len(samples)
        known = self._format
        if known is not None and known != (channels, rate):
            raise WavError(
                f"{self._target} has {known[0]} channels at {known[1]} Hz, and sound with {channels} channels at "
                f"{rate} Hz does not continue it; let an AudioTransform make one format of both"
            )
        data = self._bytes(samples)
        if self._size + len(data) > _LARGEST:
            raise WavError(f"{self._target} would have more than 4 GB, which no WAV file can")
        self._file.write(data)
        self._format = channels, rate
        self._size += len(data)

    def _bytes(self, samples: Any) -> bytes:
        np = numpy()
        interleaved = np.ascontiguousarray(samples.T)
        if self._kind == _FLOAT:
            return bytes(interleaved.astype("<f4").tobytes())
        missing = np.argwhere(np.isnan(interleaved))
        if len(missing):
            index, channel = missing[0]
            raise WavError(f"Sample {index} of channel {channel} is not a number, and PCM has no such thing; floats do")
        full = 2.0 ** (8 * self._width - 1)
        whole = np.clip(np.floor(interleaved.astype("float64") * full + 0.5), -full, full - 1).astype("<i4")
        if self._width == 2:  # noqa: PLR2004
            return bytes(whole.astype("<i2").tobytes())
        return bytes(whole.reshape(-1, 1).view("u1")[:, :3].tobytes())

    def commit(self) -> None:
        """Writes the header, and puts the file where it belongs."""
        if self._size % 2:
            self._file.write(b"\0")
        channels, rate = self._format or (1, _USUAL_RATE)
        frame = channels * self._width
        self._file.seek(0)
        sizes = struct.pack("<4sI4s", b"RIFF", _HEADER - 8 + self._size + self._size % 2, b"WAVE")
        form = struct.pack(
            "<4sIHHIIHH", b"fmt ", 16, self._kind, channels, rate, rate * frame & _UNKNOWN, frame, 8 * self._width
        )
        self._file.write(sizes + form + struct.pack("<4sI", b"data", self._size))
        self._file.close()
        os.replace(self._draft, self._target)

    def close(self) -> None:
        """Removes what has not been put there."""
        self._file.close()
        if os.path.exists(self._draft):
            os.remove(self._draft)
