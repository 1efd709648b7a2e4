"""Nodes that say in what they give out where they ran."""

import os
import sys
import threading


def place(node):
    """Names the process, the one of the pipeline, the thread, and whether the pipeline's has mapped a libpython."""
    pipeline = os.getppid() if "terrarium._worker" in sys.modules else os.getpid()
    with open(f"/proc/{pipeline}/maps", encoding="utf-8") as maps:
        has_python = any("/libpython3" in line for line in maps)
    return f"{node}@{os.getpid()}/{pipeline}/{threading.get_native_id()}/{has_python}"


def unmarked(item):
    return (item["value"], item["at"] + " ") if isinstance(item, dict) else (item, "")


def square(item, node="square"):
    number, at = unmarked(item)
    if not isinstance(number, int):
        raise ValueError(f"no number: {number!r}, at {place(node)}")
    return {"value": number * number, "at": at + place(node)}


class Sum:
    def __init__(self, start=0):
        self.sum = start

    def process(self, item):
        number, at = unmarked(item)
        self.sum += number
        return {"value": self.sum, "at": at + place("sum")}


class Words:
    """Gives each word, and at the end how many there were."""

    def initialize(self):
        self.count = 0

    def process(self, text):
        for word in text.split():
            self.count += 1
            yield {"value": word, "at": place("words")}

    def flush(self):
        return {"value": self.count, "at": place("words")}


async def upper(item):
    word, at = unmarked(item)
    return {"value": word.upper() if isinstance(word, str) else word, "at": at + place("upper")}


def ramp(size):
    import numpy

    return {"value": numpy.arange(size, dtype="float64"), "at": place("ramp")}


def ends(item):
    array, at = unmarked(item)
    kind = [str(array.dtype), array.shape, float(array.mean())]
    return {"value": kind, "ends": array.reshape(2, -1)[:, :2] / 2, "at": at + place("ends")}
