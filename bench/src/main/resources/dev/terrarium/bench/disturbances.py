"""What Python does while an arm is controlled: in the process of the loop, in that of asyncio's, or beside the C floor.

    begin(kind, folder)     before the loop goes live: what takes long
    go(garbage)             begins to disturb
    act(number)             is what a policy does when it is asked: disturbs, and says where the arm is wanted
    end()                   ends it, and says what was done

Run by itself, with a kind and a folder, it does all of it until its standard input ends.
"""

import math
import os
import sys
import threading
import time

_BLOCK = 4 << 20
_FILE = 128 << 20
_HELD = 0.3
_PAUSE = 0.1
_GARBAGE = 200e6

_over = threading.Event()
_threads = []
_kinds = set()
_done = {"slept_spun": 0, "held": 0, "held_seconds": 0.0, "bytes_read": 0, "bytes_of_garbage": 0}
_file = -1
_place = 0
_count = 0


def begin(kind, folder):
    """Prepares what is done; one of "idle", "sleep-spin", "hog", "disk", "garbage", or "all"."""
    global _kinds, _count, _file
    _kinds = {"sleep-spin", "hog", "disk", "garbage"} if kind == "all" else {kind}
    if "hog" in _kinds:
        _count = _counted()
    if "disk" in _kinds:
        _file = _written(os.path.join(folder, "data.bin"))


def go(garbage):
    """Starts the threads; that of garbage only if it is Python's to make. The disk has one where a policy is busy."""
    threads = {"hog": _hog, "garbage": _litter, "disk": _load}
    for kind, work in threads.items():
        if kind in _kinds and (garbage or kind != "garbage") and _kinds != {"disk"}:
            _threads.append(threading.Thread(target=work, daemon=True))
            _threads[-1].start()


def act(number):
    if _kinds == {"disk"}:
        _read()
    if "sleep-spin" in _kinds:
        time.sleep(0.05)
        end = time.monotonic() + 0.05
        while time.monotonic() < end:
            pass
        _done["slept_spun"] += 1
    angle = 2 * math.pi * time.monotonic() / 4
    return [0.03 * math.sin(angle), 0.03 * math.sin(2 * angle), 0.02 * math.cos(angle)]


def end():
    _over.set()
    for each in _threads:
        each.join()
    if _file >= 0:
        os.close(_file)
    return {key: value for key, value in _done.items() if value}


def _counted():
    """How far is counted while a thread holds the GIL for 0.3 s."""
    numbers = 1_000_000
    took = math.inf
    for _ in range(5):
        start = time.perf_counter()
        sum(range(numbers))
        took = min(took, time.perf_counter() - start)
    return int(numbers * _HELD / took)


def _hog():
    """Holds the GIL in one call of C code, which never yields."""
    while not _over.is_set():
        start = time.perf_counter()
        sum(range(_count))
        _done["held"] += 1
        _done["held_seconds"] += time.perf_counter() - start
        time.sleep(_PAUSE)


def _written(name):
    with open(name, "wb") as file:
        for _ in range(_FILE // _BLOCK):
            file.write(os.urandom(_BLOCK))
        file.flush()
        os.fsync(file.fileno())
    return os.open(name, os.O_RDONLY)


def _read():
    """Reads a part of a file that the system has not kept in memory."""
    global _place
    os.posix_fadvise(_file, _place, _BLOCK, os.POSIX_FADV_DONTNEED)
    _done["bytes_read"] += len(os.pread(_file, _BLOCK, _place))
    _place = (_place + _BLOCK) % _FILE


def _load():
    while not _over.is_set():
        _read()
        time.sleep(0.05)


def _litter():
    kept = [b""] * 32
    begun = time.monotonic()
    made = 0
    while not _over.is_set():
        while made < (time.monotonic() - begun) * _GARBAGE:
            kept[made // _BLOCK % len(kept)] = bytearray(_BLOCK)
            made += _BLOCK
        _done["bytes_of_garbage"] = made
        time.sleep(0.01)


def _main(kind, folder):
    begin(kind, folder)
    print("ready", flush=True)
    waiting = threading.Thread(target=lambda: (sys.stdin.read(), _over.set()), daemon=True)
    waiting.start()
    go(True)
    number = 0
    while not _over.is_set():
        number += 1
        act(number)
        time.sleep(0.05)
    print(end(), flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
