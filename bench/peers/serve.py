"""The side of a peer that runs in Python: answers each line `ROW COUNT` with nanoseconds, or with `- REASON`."""

import sys
import threading
import time
import traceback


def until_end(version, rows, missing):
    print("ready", version, flush=True)
    for line in sys.stdin:
        name, count = line.split()
        print(_answer(name, int(count), rows, missing), flush=True)


def _answer(name, count, rows, missing):
    if name not in rows:
        return "- " + missing.get(name, "not there")
    try:
        start = time.perf_counter_ns()
        rows[name](count)
        return time.perf_counter_ns() - start
    except BaseException as e:
        traceback.print_exc()
        return f"- failed: {type(e).__name__}"


def check(right):
    if not right:
        raise RuntimeError("a wrong result came back")


def in_two(count, work):
    threads = [threading.Thread(target=work, args=(count // 2,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
