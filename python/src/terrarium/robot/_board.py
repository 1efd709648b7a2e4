"""The board and the ring of a control loop, as another process reads them: whole rows, and never the loop's time.

Both lie in files that the loop writes, row by row: `docs/reference/state-board.md`. A row has its number at both ends,
and the first is odd while it is written. A reader looks at the last, copies, looks at the first, in this order, which
x86-64 keeps.
"""

from __future__ import annotations

import mmap
import os
import struct

from terrarium.robot._values import numpy

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

    from terrarium.robot._values import Floats

__all__ = ["Board", "Ring", "Row"]

_VERSION = 1
_HEADER = struct.Struct("<8sii q iiiii")
_HEADER_END, _COLUMN = 64, struct.Struct("<20siii")
_WRITTEN = 48
_KINDS = {1: "<i8", 2: "<f8"}

_TRIES = 1_000
"""So often a row is copied that was written meanwhile. A loop is far from so fast; one that was killed while it wrote
leaves a row that is never whole."""


class _Table:
    """What boards and rings have in common: a file of rows, mapped to be read."""

    def __init__(self, path: str, magic: bytes, what: str) -> None:
        np = numpy()
        with open(path, "rb") as file:
            self.identity = _identity(os.fstat(file.fileno()))
            size = os.fstat(file.fileno()).st_size
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size >= _HEADER_END else b""
        if not memory or memory[:8] != magic:
            raise ValueError(f"{path} is no {what} of a control loop: its first 8 bytes are not {magic.decode()}")
        _, version, self.first, whole, self.joints, self.extras, columns, self.bytes, self.rows = _HEADER.unpack_from(
            memory, 0
        )
        if version != _VERSION:
            raise ValueError(f"{path} is a {what} of version {version}, and this package reads version {_VERSION}")
        if size < whole or whole < self.first + self.rows * self.bytes:
            raise ValueError(f"{path} is not whole: it has {size} bytes, and its header says {whole}")
        self.columns: dict[str, tuple[int, int, int]] = {}
        for at in range(_HEADER_END, _HEADER_END + _COLUMN.size * columns, _COLUMN.size):
            name, kind, offset, count = _COLUMN.unpack_from(memory, at)
            self.columns[name.rstrip(b"\0").decode("ascii")] = (kind, offset, count)
        self.path = path
        self._memory = memory
        self._numbers = memoryview(memory).cast("q")  # each is read at once, never byte by byte
        self._after = self.columns["after"][1] // 8
        self.dtype = np.dtype(
            {
                "names": list(self.columns),
                "formats": [(_KINDS[kind], (count,)) for kind, _, count in self.columns.values()],
                "offsets": [offset for _, offset, _ in self.columns.values()],
                "itemsize": self.bytes,
            }
        )

    def written(self) -> int:
        """How many rows have been written since the loop began."""
        return self._numbers[_WRITTEN // 8]

    def is_replaced(self) -> bool:
        """Whether the file is gone, or another has its name: the loop that wrote it is not the newest."""
        try:
            return _identity(os.stat(self.path)) != self.identity
        except OSError:
            return True


class Row:
    """A copy of one row. Its arrays are views of that copy, which is theirs alone."""

    __slots__ = ("_columns", "_copy")

    def __init__(self, columns: dict[str, tuple[int, int, int]], copy: bytearray) -> None:
        self._columns = columns
        self._copy = copy

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def number(self, name: str) -> Any:
        """The first number of a column."""
        kind, offset, _ = self._columns[name]
        return struct.unpack_from("<q" if kind == 1 else "<d", self._copy, offset)[0]

    def array(self, name: str, shape: tuple[int, ...] | None = None, start: int = 0) -> Floats:
        """A column of floats, or what of it has this shape, from `start` on."""
        _, offset, count = self._columns[name]
        array: Floats = numpy().ndarray(shape or (count - start,), "<f8", self._copy, offset + start * 8)
        return array


class Board(_Table):
    """The newest state of a loop."""

    def __init__(self, path: str) -> None:
        super().__init__(path, b"TERRBORD", "board")
        self._row = memoryview(self._memory)[self.first : self.first + self.bytes]

    def read(self) -> Row | None:
        """Returns the newest row; None if there is none yet, or none could be copied whole."""
        numbers, before = self._numbers, self.first // 8
        after = before + self._after
        for _ in range(_TRIES):
            whole = numbers[after]
            copy = bytearray(self._row)
            if whole == numbers[before] != 0:
                return Row(self.columns, copy)
            if whole == 0 == self.written():
                return None
        return None


class Ring(_Table):
    """Every cycle of a loop, for as long as there is room."""

    def __init__(self, path: str) -> None:
        super().__init__(path, b"TERRRING", "ring")
        self._rows = numpy().ndarray((self.rows,), self.dtype, self._memory, self.first)

    def since(self, row: int) -> tuple[Any, int, int]:
        """Copies the rows from `row` on, as a structured array; returns also how many are lost, and which is next."""
        np = numpy()
        end = self.written()
        begin = max(row, end - self.rows)
        numbers = np.arange(begin, max(begin, end), dtype=np.int64)
        places, whole = numbers % self.rows, 2 * numbers + 2
        after = self._rows["after"][places, 0]
        copies = self._rows[places]
        before = self._rows["before"][places, 0]
        copies = copies[(after == whole) & (before == whole)]
        return copies, max(0, end - row) - len(copies), max(row, end)


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
