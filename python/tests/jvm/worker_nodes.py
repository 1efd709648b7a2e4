"""Nodes for worker processes, which import them from here."""

import logging
import os
import sys
import threading

from terrarium import Node


class Point:
    def __init__(self, x):
        self.x = x


class TwoPartError(Exception):
    """Its constructor takes other arguments than `args` has."""

    def __init__(self, first, second):
        super().__init__(f"{first} and {second}")
        self.second = second


class LockedError(Exception):
    def __init__(self):
        super().__init__("closed")
        self.lock = threading.Lock()


class Count(Node):
    """Counts its items, from where it was when it came here."""

    def __init__(self, step, model=None):
        self.step, self.model, self.seen = step, model, 0

    def process(self, item):
        self.seen += self.step
        return os.getpid(), item, self.seen


class Model:
    def __init__(self):
        self.lock = threading.Lock()


class Rebuilds(Count):
    """Leaves behind what cannot travel."""

    def __getstate__(self):
        return {**vars(self), "model": None}


def place(item):
    return os.getpid(), threading.get_native_id(), sys.executable, list(sys.path), os.environ.get("TERRARIUM_TEST", "")


def move(point):
    return Point(point.x + 1)


def say(item):
    print("printed", item)
    print("complained", item, file=sys.stderr)
    logging.getLogger("words").warning("logged %s", item, extra={"item": item})
    return item


def complain(item):
    try:
        return {}[item]
    except KeyError:
        logging.getLogger("words").exception("no words")
        return item


def fail(item):
    if item == "two":
        raise TwoPartError(1, Point(2)) from KeyError("cause")
    if item == "os":
        os.listdir("/nonexistent/folder")
    if item == "locked":
        raise LockedError
    if item == "exit":
        sys.exit(3)
    if item == "group":
        raise ExceptionGroup("all", [TwoPartError(1, 2), LockedError()])  # noqa: F821 - from 3.11 on
    if item == "local":

        class LocalError(Exception):
            pass

        raise LocalError("here")
    if item == "crash":
        os.kill(os.getpid(), 9)
    return item


def ask(item):
    return input()
