"""The nodes of the pipelines' figures, and beside them the plain loops that do the same work."""

import asyncio
import time


class Next:
    def process(self, x):
        return x + 1


class PassThrough:
    def process(self, item):
        return item


class Calculator:
    """Works out `{"operation": ..., "args": [a, b]}`."""

    def process(self, item):
        operation = item["operation"]
        first, second = item["args"]
        if operation == "add":
            result = first + second
        elif operation == "multiply":
            result = first * second
        else:
            return {"error": "unknown operation", "operation": operation, "args": item["args"]}
        return {"operation": operation, "args": item["args"], "result": result, "processed_by": "Calculator"}


class Total:
    def __init__(self):
        self.total = 0

    def process(self, x):
        self.total += x
        return self.total


class Window:
    """The mean of the last ten numbers."""

    def __init__(self):
        self.last = []

    def process(self, x):
        self.last.append(x)
        if len(self.last) > 10:
            del self.last[0]
        return sum(self.last) / len(self.last)


class Order:
    """Sums up an order: nested dicts and lists in, nested dicts and lists out."""

    def process(self, order):
        lines = [
            {"sku": line["sku"].lower(), "price": round(line["price"] * line["count"], 2)} for line in order["lines"]
        ]
        return {
            "id": order["id"],
            "customer": {"name": order["customer"]["name"].title(), "tags": sorted(order["customer"]["tags"])},
            "lines": lines,
            "total": round(sum(line["price"] for line in lines), 2),
        }


class Words:
    """Tidies a text, and counts its words."""

    def process(self, text):
        words = text.strip().lower().split()
        return "%d %s" % (len(words), " ".join(word.capitalize() for word in words))


class Loudness:
    """The root mean square of a frame of sound."""

    def process(self, sound):
        samples, _ = sound
        return float((samples * samples).mean() ** 0.5)


class Samples:
    """How many samples a frame has."""

    def process(self, sound):
        return sound[0].size


class Twice:
    def process(self, x):
        yield x
        yield x


class TwiceAsync:
    async def process(self, x):
        yield x
        yield x


class Changes:
    """Sees the whole stream."""

    is_streaming = True

    def process(self, stream):
        last = None
        for x in stream:
            if x != last:
                yield x
            last = x


class ChangesAsync:
    """Sees the whole stream, as a node of an event loop."""

    is_streaming = True

    async def process(self, stream):
        last = None
        async for x in stream:
            if x != last:
                yield x
            last = x


class Ready:
    """Has something to open and to close."""

    def __init__(self, step=1):
        self.step = step
        self.ready = False

    def initialize(self):
        self.ready = True

    def process(self, x):
        return x + self.step

    def cleanup(self):
        self.ready = False


class Sleep:
    def process(self, x):
        time.sleep(0.1)
        return x


def begun(names):
    nodes = [globals()[name]() for name in names]
    for node in nodes:
        if hasattr(node, "initialize"):
            node.initialize()
    return nodes


def ended(nodes):
    for node in reversed(nodes):
        if hasattr(node, "cleanup"):
            node.cleanup()


def loop(names, items):
    """Nodes made anew, item by item."""
    nodes = begun(names)
    outputs = []
    for item in items:
        for node in nodes:
            item = node.process(item)
        outputs.append(item)
    ended(nodes)
    return outputs


def kept(names, items):
    """The same with nodes that were made before."""
    nodes = begun(names)

    def run():
        outputs = []
        for item in items:
            for node in nodes:
                item = node.process(item)
            outputs.append(item)
        return outputs

    return run


def alone(names, items):
    """Nodes made anew for each item."""
    return [output for item in items for output in loop(names, [item])]


def flattened(names, items):
    """One node that is a generator."""
    (node,) = begun(names)
    return [output for item in items for output in node.process(item)]


def awaited(names, items):
    """One node that is an async generator."""

    async def outputs():
        (node,) = begun(names)
        return [output for item in items async for output in node.process(item)]

    return asyncio.run(outputs())


def whole(names, items):
    """One node that sees the whole stream."""
    (node,) = begun(names)
    return list(node.process(iter(items)))


def whole_awaited(names, items):
    """The same on an event loop."""

    async def stream():
        for item in items:
            yield item

    async def outputs():
        (node,) = begun(names)
        return [output async for output in node.process(stream())]

    return asyncio.run(outputs())


def sounds(length, items):
    """Frames of silence as nodes take them, `(ndarray [channels, samples], rate)`."""
    import numpy

    return [(numpy.zeros((1, length), "float32"), 16000) for _ in range(items)]


def side(work, names, items):
    """The work of that name, ready to be done again and again."""
    return kept(names, items) if work == "kept" else lambda: globals()[work](names, items)


def times(run, expected, count):
    """The nanoseconds of each of so many runs; what comes of a run is checked after its time."""
    nanos = []
    for _ in range(count):
        start = time.perf_counter_ns()
        outputs = run()
        nanos.append(time.perf_counter_ns() - start)
        if outputs != expected:
            raise ValueError("the plain loop gave %.200r in place of %.200r" % (outputs, expected))
    return nanos
