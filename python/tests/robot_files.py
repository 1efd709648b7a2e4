"""Writes boards and rings as control loops do, by docs/reference/state-board.md; run as a program, as fast as it can."""

import mmap
import os
import struct
import sys
import time

_LONGS = "before cycle deadline woke"
_TIMES = {
    "board": "written phase law flags permit cycles missed slow nano_time reflexes",
    "ring": "read computed written flags missed permit reflexes law",
}


def _columns(kind, n, extras):
    columns = [(name, 1, 1) for name in f"{_LONGS} {_TIMES[kind]}".split()]
    if kind == "board":
        columns += [
            ("success_rate", 2, 1),
            ("q", 2, n),
            ("dq", 2, n),
            ("last_torque", 2, n),
            ("torque", 2, n),
            ("ee", 2, 16),
        ]
        columns += [("jacobian", 2, 6 * n), ("mass", 2, n * n), ("gravity", 2, n), ("coriolis", 2, n)]
    else:
        columns += [("q", 2, n), ("dq", 2, n), ("torque", 2, n), ("last_torque", 2, n), ("position", 2, 3)]
    return [*columns, ("extras", 2, extras), ("after", 1, 1)]


class Writer:
    """The file of a loop; `write(column=numbers)` writes a row."""

    def __init__(self, path, kind="board", *, rows=1, n=7, version=1):
        self.n, self.extras, self.rows, self.count = n, 20 + n, rows, 0
        self.columns, offset = {}, 0
        described = b""
        for name, form, count in _columns(kind, n, self.extras):
            self.columns[name] = (offset, f"<{count}{'?qd'[form]}")
            described += struct.pack("<20siii", name.encode(), form, offset, count)
            offset += 8 * count
        self.size = (offset + 63) // 64 * 64
        self.first = (64 + len(described) + 63) // 64 * 64
        whole = self.first + rows * self.size
        if os.path.exists(path):
            os.unlink(path)
        with open(path, "w+b") as file:
            file.truncate(whole)
            self.memory = mmap.mmap(file.fileno(), whole)
        magic = b"TERRBORD" if kind == "board" else b"TERRRING"
        struct.pack_into(
            "<8siiqiiiii",
            self.memory,
            0,
            magic,
            version,
            self.first,
            whole,
            n,
            self.extras,
            len(self.columns),
            self.size,
            rows,
        )
        self.memory[64 : 64 + len(described)] = described

    def put(self, row, name, *numbers):
        offset, form = self.columns[name]
        struct.pack_into(form, self.memory, self.first + (row % self.rows) * self.size + offset, *numbers)

    def begin(self, **columns):
        row = self.count
        self.put(row, "before", 2 * row + 1)
        for name, numbers in {"phase": 1, "law": 1, "written": time.monotonic_ns(), **columns}.items():
            if name in self.columns:
                self.put(row, name, *(numbers if isinstance(numbers, (list, tuple, range)) else [numbers]))

    def end(self):
        row = self.count
        self.put(row, "after", 2 * row + 2)
        self.put(row, "before", 2 * row + 2)
        self.count = row + 1
        struct.pack_into("<q", self.memory, 48, self.count)

    def write(self, **columns):
        self.begin(cycle=self.count, **columns)
        self.end()


def write_for_ever(path, kind):
    """Every number of a row is the row's: of a copy whose numbers differ, some were written later."""
    writer = Writer(path, kind, rows=1 if kind == "board" else 64)
    print("writing", flush=True)
    row = bytearray(writer.size)
    after = writer.columns["after"][0]
    view = memoryview(writer.memory)
    while True:
        number = writer.count
        place = writer.first + (number % writer.rows) * writer.size
        for offset, form in writer.columns.values():
            struct.pack_into(form, row, offset, *[number] * int(form[1:-1]))
        writer.put(number, "before", 2 * number + 1)
        view[place + 8 : place + after] = row[8:after]
        writer.end()


if __name__ == "__main__":
    write_for_ever(sys.argv[1], sys.argv[2])
