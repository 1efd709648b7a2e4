"""What both sides of every figure call: the Java rows and their C twins."""

from itertools import repeat


def identity(x):
    return x


def call_many(function, count):
    result = None
    for _ in repeat(None, count):
        result = function(12345)
    return result


def fail():
    raise ValueError("no such item: 42")
