"""Manifests with their items and what comes of them: one table for all that runs pipelines."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any, NamedTuple


class Case(NamedTuple):
    """What a manifest makes of items; `streamed` where a stream differs; or how it fails, and `faults` before it runs.

    Where it `ends_early`, it takes no further items although there are.
    """

    name: str
    manifest: Any
    items: list[Any] | None
    outputs: list[Any] | None = None
    streamed: list[Any] | None = None
    error: str = ""
    says: str = ""
    faults: tuple[str, ...] = ()
    ends_early: bool = False

    @property
    def text(self) -> str:
        return self.manifest if isinstance(self.manifest, str) else json.dumps(self.manifest)


def node(node_type: str, name: str = "", /, **fields: Any) -> dict[str, Any]:
    settings = {name: fields.pop(name) for name in list(fields) if name in SETTINGS}
    return {"id": name or node_type.rpartition(":")[2], "node_type": node_type, "params": fields, **settings}


SETTINGS = ("on_error", "retry", "is_streaming", "source", "capabilities", "timeout_ms", "runtime")


def chain(*nodes: dict[str, Any]) -> dict[str, Any]:
    ids = [each["id"] for each in nodes]
    return graph(list(nodes), *pairwise(ids))


def graph(nodes: list[dict[str, Any]], *wires: tuple[str, str]) -> dict[str, Any]:
    connections = [{"from": source, "to": to} for source, to in wires]
    return {"version": "v1", "metadata": {"name": "case"}, "nodes": nodes, "connections": connections}


def own(kind: str, name: str = "", /, **fields: Any) -> dict[str, Any]:
    return node(f"case_nodes:{kind}", name, **fields)


def ask(operation: str, *args: Any) -> dict[str, Any]:
    return {"operation": operation, "args": list(args)}


def answer(operation: str, *args: Any, **more: Any) -> dict[str, Any]:
    return {**ask(operation, *args), "processed_by": "CalculatorNode[CalculatorNode]", **more}


CONFIG = {"operation": "add", "operand": 0}
PASS = node("PassThrough", "pass")

VERIFIED = [
    Case("several items pass", chain(PASS), [1, 2, 3], [1, 2, 3]),
    Case("one item passes", chain(PASS), [7], [7]),
    Case("no items", chain(PASS), [], []),
    Case("a list is an item", chain(PASS), [[1, 2]], [[1, 2]]),
    Case("a null passes", chain(node("PassThroughNode")), [None, 1], [None, 1]),
    Case(
        "a buffer's rest comes at the end",
        chain(node("BufferNode", buffer_size=3)),
        list(range(7)),
        [[0, 1, 2], [3, 4, 5], [6]],
    ),
    Case("a buffer without a rest", chain(node("BufferNode", buffer_size=3)), list(range(6)), [[0, 1, 2], [3, 4, 5]]),
    Case(
        "power",
        chain(node("CalculatorNode")),
        [ask("power", 2, 10)],
        [answer("power", 2, 10, result=1024, node_config=CONFIG)],
    ),
    Case(
        "a sum divided by zero",
        chain(node("CalculatorNode")),
        [ask("divide", 1, 0)],
        [answer("divide", 1, 0, error="Division by zero")],
    ),
    Case(
        "a sum of one",
        chain(node("CalculatorNode")),
        [ask("add", 1)],
        [answer("add", 1, error="Operation 'add' requires at least 2 arguments")],
    ),
    Case(
        "numbers meet the parameters",
        chain(node("CalculatorNode", operation="add", operand=5)),
        [1, 2.5, "3", "x", None, True],
        [6, 7.5, 8, "x", None, True],
    ),
    Case("async generators are flattened", chain(own("Streaming", count=2)), ["a", "b"], ["a_0", "a_1", "b_0", "b_1"]),
    Case(
        "generators are flattened", chain(own("words", longer_than=1)), ["to be or", "I am"], ["to", "be", "or", "am"]
    ),
    Case("a node sees the whole stream", chain(own("Ten")), [2, 3], [20, 30]),
]

KINDS = [
    Case("PassThrough", chain(own("PassThrough")), [{"a": [1, None]}, "x"], [{"a": [1, None]}, "x"]),
    Case("Transform", chain(own("Transform", operation="multiply", multiplier=3)), [1, 2], [3, 6]),
    Case("Counter", chain(own("Counter")), ["a", "b"], [{"data": "a", "count": 1}, {"data": "b", "count": 2}]),
    Case("Filter", chain(own("Filter", min=2, max=3)), [1, 2, 3, 4], [2, 3]),
    Case("Accumulator", chain(own("Accumulator", window_size=2)), [1, 2, 3], [1, 3, 5]),
    Case("Streaming", chain(own("Streaming")), ["x"], ["x_0", "x_1", "x_2"]),
    Case("Echo", chain(own("Echo", name="here")), ["x"], ["here: x"]),
    Case("Calculator", chain(own("Calculator", operation="multiply", operand=4)), [2, 3], [8, 12]),
    Case(
        "ComplexData",
        chain(own("ComplexData")),
        [{"b": 1, "a": "x"}],
        [{"original": {"b": 1, "a": "x"}, "keys": ["a", "b"], "nested": {"size": 2, "all": [[1, "x"]]}}],
    ),
    Case("ListProcessing", chain(own("ListProcessing", operation="sorted")), [[3, 1, 2]], [[1, 2, 3]]),
    Case(
        "Double, Add, Format",
        chain(own("Double"), own("Add", amount=10), own("Format")),
        [1, 5],
        ["Result: 12", "Result: 20"],
    ),
]

TEXT = {"text": "two Words", "operations": ["reverse", "word_count", "shout"]}
PROCESSED = {
    "original_text": "two Words",
    "operations": ["reverse", "word_count", "shout"],
    "results": {"reverse": "sdroW owt", "word_count": 2, "unknown_operation_shout": "Unknown operation: shout"},
    "processed_by": "TextProcessorNode[TextProcessorNode]",
    "node_config": {},
}

BUILT_INS = [
    Case(
        "Echo counts",
        chain(node("Echo")),
        ["a", "b"],
        [{"input": "a", "counter": 1, "node": "Echo"}, {"input": "b", "counter": 2, "node": "Echo"}],
    ),
    Case("StatefulCounter", chain(node("StatefulCounter", initial_value=5)), ["a", None], [5, 6]),
    Case(
        "MultiplyNode is exact",
        chain(node("MultiplyNode", factor=10**12)),
        [10**12, 0.5, -1],
        [10**24, 5e11, -(10**12)],
    ),
    Case("AddNode is exact", chain(node("AddNode", addend=1)), [2**63 - 1, 1.5], [2**63, 2.5]),
    Case(
        "BufferNode at the end of a chain",
        chain(node("AddNode", addend=1), node("BufferNode", buffer_size=2)),
        [1, 2, 3],
        [[2, 3], [4]],
    ),
    Case(
        "a whole result is whole",
        chain(node("CalculatorNode", operation="divide", operand=4)),
        [8, 2, "1e2"],
        [2, 0.5, 25],
    ),
    Case(
        "sums",
        chain(node("CalculatorNode")),
        [
            ask("subtract", 9, 2, 3),
            ask("modulo", -7, 3),
            ask("modulo", -7.5, 2),
            ask("divide", 1, 4),
            ask("power", 2, -1),
        ],
        [
            answer("subtract", 9, 2, 3, result=4, node_config=CONFIG),
            answer("modulo", -7, 3, result=2, node_config=CONFIG),
            answer("modulo", -7.5, 2, result=0.5, node_config=CONFIG),
            answer("divide", 1, 4, result=0.25, node_config=CONFIG),
            answer("power", 2, -1, result=0.5, node_config=CONFIG),
        ],
    ),
    Case(
        "sums that cannot be worked out",
        chain(node("CalculatorNode")),
        [ask("root", 4, 2), ask("add", 1, "2"), {"operation": None}],
        [
            answer("root", 4, 2, error="Unknown operation: root"),
            answer("add", 1, "2", error='The arguments must be numbers, not the text "2"'),
            {
                "error": "Operation 'null' requires at least 2 arguments",
                "operation": None,
                "args": None,
                "processed_by": "CalculatorNode[CalculatorNode]",
            },
        ],
    ),
    Case("TextProcessorNode", chain(node("TextProcessorNode")), [TEXT], [PROCESSED]),
    Case(
        "a text in capitals unless it is said",
        chain(node("TextProcessorNode")),
        [{"text": "straße"}],
        [{**PROCESSED, "original_text": "straße", "operations": ["uppercase"], "results": {"uppercase": "STRASSE"}}],
    ),
    *(
        Case(
            f"TextTransformNode {operation}",
            chain(node("TextTransformNode", operation=operation)),
            ["they're  big", ["a b", 1]],
            [one, [two, 1]],
        )
        for operation, one, two in (
            ("uppercase", "THEY'RE  BIG", "A B"),
            ("lowercase", "they're  big", "a b"),
            ("reverse", "gib  er'yeht", "b a"),
            ("word_count", 2, 2),
            ("char_count", 12, 3),
            ("title_case", "They'Re  Big", "A B"),
            ("remove_spaces", "they'rebig", "ab"),
            ("first_word", "they're", "a"),
            ("last_word", "big", "b"),
        )
    ),
]

BOTH = graph(
    [PASS, node("MultiplyNode", "double", factor=2), node("AddNode", "next", addend=1)],
    ("pass", "double"),
    ("pass", "next"),
)
JOINED = graph(
    [*BOTH["nodes"], own("PassThrough", "join"), node("BufferNode", "all", buffer_size=9)],
    ("pass", "next"),
    ("pass", "double"),
    ("next", "join"),
    ("double", "join"),
    ("join", "all"),
)
FLUSHED = graph(
    [
        PASS,
        node("BufferNode", "two", buffer_size=2),
        node("BufferNode", "three", buffer_size=3),
        own("PassThrough", "join"),
    ],
    ("pass", "three"),
    ("pass", "two"),
    ("two", "join"),
    ("three", "join"),
)

GRAPHS = [
    Case("branches deliver one after the other, or item by item", BOTH, [1, 5], [2, 10, 2, 6], [2, 2, 10, 6]),
    Case("a node takes from several in the order of the connections", JOINED, [1, 5], [[2, 6, 2, 10]], [[2, 2, 6, 10]]),
    Case(
        "what is flushed comes in that order",
        FLUSHED,
        [1, 2, 3, 4],
        [[1, 2], [3, 4], [1, 2, 3], [4]],
        [[1, 2], [1, 2, 3], [3, 4], [4]],
    ),
    Case(
        "the same connection twice",
        graph([PASS, node("AddNode", "add", addend=1)], ("pass", "add"), ("pass", "add")),
        [1, 2],
        [2, 3, 2, 3],
        [2, 2, 3, 3],
    ),
    Case("nodes that nothing connects", graph([own("Double"), own("Add")]), [1, 2], [2, 4, 11, 12], [2, 11, 4, 12]),
    Case(
        "the nodes stand in any order", graph([own("Format"), own("Double")], ("Double", "Format")), [2], ["Result: 4"]
    ),
    Case("a node makes items", chain(own("Numbers", end=3), node("AddNode", addend=1)), None, [1, 2, 3]),
    Case(
        "a stream behind a fan-out",
        graph([PASS, own("Ten"), own("Pairs")], ("pass", "Ten"), ("pass", "Pairs")),
        [1, 2, 3],
        [10, 20, 30, [1, 2], [3, None]],
        [10, 20, [1, 2], 30, [3, None]],
    ),
    Case("a node returns before the stream ends", chain(own("First"), own("Double")), [4, 5, 6], [8], ends_early=True),
    Case(
        "whether a node streams may be said in the manifest", chain(own("Pairs", is_streaming=True)), [1, 2], [[1, 2]]
    ),
]

LIVES = [
    Case("all is awaited", chain(own("Lives")), [1, 2], [["initialize", 1, 2]]),
    Case("coroutines", chain(own("later")), [1, 2], [2, 3]),
    Case("None goes nowhere, unless it is sent", chain(own("emits_none"), own("PassThrough")), [1, 2], [2]),
    Case("a None that is sent arrives", chain(own("emits_none")), [1, 2], [None, 2]),
    Case(
        "a program text in the manifest",
        chain(
            node(
                "Plus",
                source="class Plus:\n    def __init__(self, by): self.by = by\n    def process(self, item): return item + self.by",
                by=3,
            )
        ),
        [1],
        [4],
    ),
]

LETTERS = graph([own("picky", on_error={"dead_letter": "lost"}), own("message_of", "lost")])

POLICIES = [
    Case("skip", chain(own("picky", on_error="skip")), [1, 2, 3], [1, 3]),
    Case(
        "retry of what may succeed again",
        chain(own("Flaky", failures=2, retry={"attempts": 3, "backoff_ms": 0})),
        [1],
        [1],
    ),
    Case(
        "retry of what was named",
        chain(own("Flaky", failures=1, kind="KeyError", retry={"attempts": 2, "backoff_ms": 0, "on": ["LookupError"]})),
        [1],
        [1],
    ),
    Case(
        "no retry of anything else",
        chain(own("Flaky", failures=1, kind="KeyError", retry={"attempts": 2, "backoff_ms": 0}, on_error="skip")),
        [1, 2],
        [2],
    ),
    Case(
        "dead letters go to a node",
        LETTERS,
        [1, 2, 3],
        [1, 3, ["picky", 1, "case_nodes.RefusedError", "not 2", 2]],
        [1, ["picky", 1, "case_nodes.RefusedError", "not 2", 2], 3],
    ),
]

FAILURES = [
    Case("a node raises", chain(PASS, own("picky")), [1, 2, 3], error="RefusedError", says="not 2"),
    Case(
        "attempts come to an end",
        chain(own("Flaky", failures=2, retry={"attempts": 2, "backoff_ms": 0})),
        [1],
        error="ConnectionResetError",
        says="again",
    ),
    Case("a node cannot start", chain(own("NoStart")), [1], error="OSError", says="no model"),
    Case("a node cannot flush", chain(own("NoFlush")), [1], error="ValueError", says="still open"),
    Case("a node cannot clean up", chain(own("NoCleanup")), [1], error="ValueError", says="cannot let go"),
    Case(
        "a number divided by zero",
        chain(node("CalculatorNode", operation="divide")),
        [1],
        error="ExecutionError",
        says="Division by zero",
    ),
    Case(
        "a text times two",
        chain(node("MultiplyNode", factor=2)),
        ["x"],
        error="MarshalError",
        says="Node MultiplyNode failed on item 0",
    ),
    Case(
        "a processor without a text",
        chain(node("TextProcessorNode")),
        [{"txt": "x"}],
        error="ExecutionError",
        says="The item has no 'text'; it has [txt]",
    ),
    Case(
        "a transformer of numbers",
        chain(node("TextTransformNode", operation="reverse")),
        [1],
        error="ExecutionError",
        says="A text is wanted, or a list whose first element is one, not the number 1",
    ),
    Case("a node exits", chain(own("exits")), [1], error="ExecutionError", says="SystemExit"),
    Case(
        "items where none are taken",
        chain(own("Numbers", end=1)),
        [1],
        error="ExecutionError",
        says="The pipeline takes no input",
    ),
    Case(
        "no items where some are needed", chain(PASS), None, error="ExecutionError", says="The pipeline needs an input"
    ),
]


CASES = [*VERIFIED, *KINDS, *BUILT_INS, *GRAPHS, *LIVES, *POLICIES, *FAILURES]
