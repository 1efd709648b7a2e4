"""The nodes of the workers' figures, and what runs beside them: a loop over a raw socket, in stock CPython."""

import os
import signal
import sys
import time


def same(item):
    return item


def plus_one(sound):
    samples, rate = sound
    return samples + 1, rate


def count(steps):
    """Works for its steps in pure Python."""
    total = 0
    for step in range(steps):
        total += step & 1
    return total


def end(item):
    """Ends its process in some way, at a time of the system's clock."""
    how, moment = item
    while time.monotonic_ns() < moment:
        pass
    if how == "exit":
        os._exit(3)
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    os.abort()


def sleep(_):
    time.sleep(60)


def defy(_):
    """Does not heed what interrupts it."""
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass


def raw(where, name):
    """Answers pickles with pickles, each behind its length, by the function of that name."""
    import pickle
    import socket

    function = globals()[name]
    line = socket.socket(socket.AF_UNIX)
    line.connect(where)
    while True:
        data = line.recv(65536)
        if not data:
            return
        length = int.from_bytes(data[:4], "little")
        while len(data) < 4 + length:
            data += line.recv(65536)
        answer = pickle.dumps(function(pickle.loads(data[4:])), 5)
        line.sendall(len(answer).to_bytes(4, "little") + answer)


def touch(path):
    """Shares a file's memory, of which `shared` is then what to do with it."""
    import mmap

    import numpy

    with open(path, "r+b") as file:
        memory = numpy.frombuffer(mmap.mmap(file.fileno(), 0), numpy.float32)
    half = len(memory) // 2
    given, made = memory[:half], memory[half:]
    given[::1024] += 0
    made[::1024] = 0

    def shared(adds):
        if adds:
            numpy.add(given, 1, out=made)
        return adds

    globals()["shared"] = shared


if __name__ == "__main__":
    if len(sys.argv) > 3:
        touch(sys.argv[3])
    raw(sys.argv[1], sys.argv[2])
