"""Reads a state board as often as it can until its standard input ends, and looks whether each copy is of one state.

    board_reader.py FILE

Every number of the board's writer is that of the state. Prints how many copies were whole, how many were given up since they were
written meanwhile, how many of these were really mixed, how many whole ones were mixed, and how many states were seen.
"""

import mmap
import struct
import sys
import threading


class Board:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, self.first = struct.unpack_from("<8sii", self.memory, 0)
        if magic != b"TERRBORD" or version != 1:
            raise ValueError(f"{path} is no board of version 1")
        columns, self.bytes = struct.unpack_from("<ii", self.memory, 32)
        self.columns = {}
        for at in range(64, 64 + 32 * columns, 32):
            name, kind, offset, count = struct.unpack_from("<20siii", self.memory, at)
            self.columns[name.rstrip(b"\0").decode()] = (offset, kind, count)
        self.after = self.first + self.columns["after"][0]
        doubles = [(offset, count) for offset, kind, count in self.columns.values() if kind == 2]
        self.numbers = min(doubles)[0]
        self.count = sum(count for _, count in doubles)

    def copy(self):
        """A copy of the newest row, and whether it is of one state."""
        (whole,) = struct.unpack_from("<q", self.memory, self.after)
        row = self.memory[self.first : self.first + self.bytes]
        (before,) = struct.unpack_from("<q", self.memory, self.first)
        return row, whole == before != 0

    def is_mixed(self, row):
        (cycle,) = struct.unpack_from("<q", row, self.columns["cycle"][0])
        expected = struct.pack("<d", cycle) * self.count
        return row[self.numbers : self.numbers + len(expected)] != expected


def main(path):
    board = Board(path)
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    whole = refused = torn = mixed = seen = 0
    last = None
    print("ready", flush=True)
    while not over.is_set():
        row, is_whole = board.copy()
        if not is_whole:
            refused += 1
            torn += board.is_mixed(row)
            continue
        whole += 1
        mixed += board.is_mixed(row)
        seen += row != last
        last = row
    print(f"whole={whole}\nrefused={refused}\ntorn={torn}\nmixed={mixed}\nseen={seen}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
