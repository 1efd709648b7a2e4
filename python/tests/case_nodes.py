"""The nodes of `cases`."""

import asyncio


class PassThrough:
    def process(self, data):
        return data


class Transform:
    def __init__(self, operation="multiply", multiplier=2):
        self.operation, self.multiplier = operation, multiplier

    def process(self, data):
        return data * self.multiplier if self.operation == "multiply" else data + self.multiplier


class Counter:
    def __init__(self):
        self.count = 0

    def process(self, data):
        self.count += 1
        return {"data": data, "count": self.count}


class Filter:
    def __init__(self, min=0, max=100):  # noqa: A002 - as that of RemoteMedia's tests
        self.min, self.max = min, max

    def process(self, data):
        return data if self.min <= data <= self.max else None


class Accumulator:
    def __init__(self, window_size=3):
        self.window, self.size = [], window_size

    def process(self, data):
        self.window = [*self.window, data][-self.size :]
        return sum(self.window)


class Streaming:
    def __init__(self, count=3):
        self.count = count

    async def process(self, data):
        for index in range(self.count):
            yield f"{data}_{index}"


class Echo:
    def __init__(self, name="echo"):
        self.name = name

    def process(self, data):
        return f"{self.name}: {data}"


class Calculator:
    def __init__(self, operation="add", operand=0):
        self.operation, self.operand = operation, operand

    def process(self, data):
        return {"add": data + self.operand, "multiply": data * self.operand}[self.operation]


class ComplexData:
    def process(self, data):
        return {"original": data, "keys": sorted(data), "nested": {"size": len(data), "all": [list(data.values())]}}


class ListProcessing:
    def __init__(self, operation="sum"):
        self.operation = operation

    def process(self, data):
        return {"sum": sum, "max": max, "sorted": sorted}[self.operation](data)


class Double:
    def process(self, data):
        return data * 2


class Add:
    def __init__(self, amount=10):
        self.amount = amount

    def process(self, data):
        return data + self.amount


class Format:
    def process(self, data):
        return f"Result: {data}"


def words(text, longer_than=0):
    for word in text.split():
        if len(word) > longer_than:
            yield word


async def later(item):
    await asyncio.sleep(0)
    return item + 1


class Ten:
    is_streaming = True

    async def process(self, stream):
        async for item in stream:
            yield item * 10


class Pairs:
    is_streaming = True

    def process(self, stream):
        for item in stream:
            yield [item, next(stream, None)]


class First:
    is_streaming = True

    def process(self, stream):
        yield next(stream)


class Numbers:
    is_source = True

    def __init__(self, end):
        self.end = end

    def process(self):
        yield from range(self.end)


class Lives:
    """Tells what is called, and awaits all of it on one loop."""

    def __init__(self):
        self.told = []

    async def initialize(self):
        self.loop = asyncio.get_running_loop()
        self.told.append("initialize")

    async def process(self, item):
        assert asyncio.get_running_loop() is self.loop
        self.told.append(item)

    async def flush(self):
        return self.told


class RefusedError(ValueError):
    """What `picky` raises."""


def picky(item, bad=2):
    if item == bad:
        raise RefusedError(f"not {item}")
    return item


class Flaky:
    """Fails each time but the last."""

    def __init__(self, failures, kind="ConnectionError"):
        self.left, self.kind = failures, kind

    def process(self, item):
        yield item
        if self.left:
            self.left -= 1
            raise {"ConnectionError": ConnectionResetError, "KeyError": KeyError}[self.kind]("again")


class NoStart:
    def initialize(self):
        raise OSError("no model")

    def process(self, item):
        return item


class NoFlush:
    def process(self, item):
        return item

    def flush(self):
        raise ValueError("still open")


class NoCleanup:
    def process(self, item):
        return item

    async def cleanup(self):
        raise ValueError("cannot let go")


def emits_none(item):
    from terrarium import Emit

    return Emit(None if item == 1 else item)


def message_of(letter):
    return [letter["node"], letter["item"], letter["type"], letter["message"], letter["value"]]


def exits(item):
    raise SystemExit(3)


def stops(item):
    raise StopIteration(item)
