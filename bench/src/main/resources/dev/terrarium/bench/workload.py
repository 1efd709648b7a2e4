"""What all sides of every figure call: the Java rows, their C twins, and the other bridges."""

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


def numbers(count):
    for i in range(count):
        yield i


class Node:
    def __init__(self, step):
        self.step = step

    def process(self, x):
        return x + self.step


nodes = [Node(1), Node(2), Node(3)]


def real_dict(mapping):
    return dict(mapping)


def real_list(sequence):
    return list(sequence)
