"""Manifests that are wrong, and all that is said of them; more of the table of `cases`."""

from __future__ import annotations

from typing import Any

from cases import PASS, Case, chain, graph, node, own


def faulty(name: str, manifest: Any, *faults: str) -> Case:
    return Case(name, manifest, [1], error="ManifestError", faults=faults)


def changed(**fields: Any) -> dict[str, Any]:
    return {**chain(PASS), **fields}


FAULTS = [
    faulty("another version", changed(version="v2"), '$.version: must be "v1", not the text "v2"'),
    faulty(
        "no metadata",
        {key: value for key, value in chain(PASS).items() if key != "metadata"},
        '$.metadata: is missing; it must be an object with the pipeline\'s name, {"name": …}',
    ),
    faulty(
        "an empty name",
        changed(metadata={"name": ""}),
        '$.metadata.name: must be 1 to 255 characters long, not the text ""',
    ),
    faulty(
        "no time",
        changed(metadata={"name": "x", "created_at": "today"}),
        '$.metadata.created_at: must be a date and time with an offset, such as 2025-10-23T09:00:00Z, not the text "today"',
    ),
    faulty("no nodes", changed(nodes=[]), "$.nodes: must hold at least one node"),
    faulty(
        "unknown nodes",
        graph([PASS], ("x", "y")),
        "$.connections[0].from: there is no node 'x'",
        "$.connections[0].to: there is no node 'y'",
    ),
    faulty(
        "a cycle",
        graph([node("Echo", "a"), node("Echo", "b")], ("a", "b"), ("b", "a")),
        "$.connections: the connections form a cycle: a -> b -> a",
    ),
    faulty(
        "a node that feeds itself",
        graph([node("Echo", "a")], ("a", "a")),
        "$.connections[0]: the connections form a cycle: a -> a",
    ),
    faulty(
        "an id twice",
        graph([node("Echo", "a"), node("Echo", "a")]),
        "$.nodes[1].id: the id 'a' is taken by an earlier node",
    ),
    faulty(
        "a blank in an id",
        chain(node("Echo", "my node_0")),
        "$.nodes[0].id: must be letters, digits, '_' and '-', at least one, not the text \"my node_0\"",
    ),
    faulty(
        "params that are none",
        changed(nodes=[{"id": "a", "node_type": "Echo", "params": [1]}]),
        "$.nodes[0].params: must be an object, not a list",
    ),
    faulty(
        "an unknown parameter",
        chain(node("Echo", gain=1)),
        "$.nodes[0].params.gain: is no parameter of this node; it takes none",
    ),
    faulty(
        "an unknown parameter of a class",
        chain(own("Filter", mix=1)),
        "$.nodes[0].params.mix: is no parameter of this node; it takes min, max; did you mean 'min' or 'max'?",
    ),
    faulty(
        "a parameter that is missing",
        chain(node("MultiplyNode")),
        "$.nodes[0].params: lacks the parameter 'factor', a number",
    ),
    faulty(
        "a parameter of a class that is missing",
        chain(own("Flaky")),
        "$.nodes[0].params: lacks the parameter 'failures'",
    ),
    faulty(
        "a parameter out of bounds",
        chain(node("BufferNode", buffer_size=0)),
        "$.nodes[0].params.buffer_size: must be a whole number from 1 to 2147483647, not the number 0",
    ),
    faulty(
        "an unknown word",
        chain(node("CalculatorNode", operation="root")),
        '$.nodes[0].params.operation: must be one of add, subtract, multiply, divide, not the text "root"',
    ),
    faulty(
        "an unknown type",
        chain(node("MyNode")),
        "$.nodes[0].node_type: there is no node type 'MyNode'; a class in a Python module is written module:Class",
    ),
    faulty(
        "a type that is nearly one",
        chain(node("Ecko")),
        "$.nodes[0].node_type: there is no node type 'Ecko'; did you mean 'Echo'?",
    ),
    faulty(
        "a dotted type",
        chain(node("case_nodes.Filter", "a")),
        "$.nodes[0].node_type: there is no node type 'case_nodes.Filter'; a class in a Python module is written module:Class, here 'case_nodes:Filter'",
    ),
    faulty(
        "a class that is not there",
        chain(own("Filtr")),
        "$.nodes[0].node_type: module 'case_nodes' has no 'Filtr'; did you mean 'Filter'?",
    ),
    faulty(
        "another host",
        changed(nodes=[{**PASS, "host": "gpu:50051"}]),
        "$.nodes[0].host: the node cannot run on gpu:50051: no transport to other hosts exists yet",
    ),
    faulty(
        "RustPython",
        changed(nodes=[{**PASS, "runtime_hint": "rust_python"}]),
        "$.nodes[0].runtime_hint: 'rust_python' cannot run: there is no RustPython here; Python nodes run in CPython",
    ),
    faulty(
        "a Java node in CPython",
        changed(nodes=[{**PASS, "runtime": "cpython"}]),
        "$.nodes[0].runtime: PassThrough is a Java node and cannot run in cpython; leave the field out",
    ),
    faulty(
        "what changes how a node runs",
        changed(nodes=[{**PASS, "docker": {}}]),
        "$.nodes[0].docker: is refused: nodes do not run in containers",
    ),
    faulty(
        "too many cores",
        chain(node("Echo", capabilities={"cpu": {"cores": 0}})),
        "$.nodes[0].capabilities.cpu.cores: must be a whole number, at least 1, not the number 0",
    ),
    faulty(
        "a policy for a node that sees the whole stream",
        chain(own("Ten", on_error="skip")),
        "$.nodes[0].on_error: holds for single items, and case_nodes:Ten is given none: it sees the whole stream",
    ),
    faulty(
        "an unknown policy",
        chain(node("Echo", on_error="skp")),
        "$.nodes[0].on_error: must be one of fail, skip, data, or an object with a dead_letter, not the text \"skp\"; did you mean 'skip'?",
    ),
    faulty(
        "one attempt",
        chain(node("Echo", retry={"attempts": 1})),
        "$.nodes[0].retry.attempts: must be a whole number, at least 2, not the number 1",
    ),
    faulty(
        "unknown fields within how a node is run",
        chain(
            own(
                "Filter",
                on_error={"dead_letter": "lost", "retry": 1},
                retry={"attempts": 2, "atempts": 3},
            )
        ),
        "$.nodes[0].on_error.retry: is not known; there are dead_letter",
        "$.nodes[0].retry.atempts: is not known; did you mean 'attempts'?",
    ),
    faulty(
        "a stream for a built-in node",
        chain(node("Echo", is_streaming=True)),
        "$.nodes[0].is_streaming: Echo takes one item at a time and cannot see the whole stream",
    ),
    faulty(
        "a connection to a source",
        graph([PASS, own("Numbers", "n", end=1)], ("pass", "n")),
        "$.connections[0].to: node n makes its own items and takes none",
    ),
    faulty(
        "several at once",
        changed(version=1, nodes=[{"id": "a"}]),
        "$.version: must be a text, not the number 1",
        '$.nodes[0].node_type: is missing; it must be a built-in node such as "Echo", or "module:Class" in Python',
    ),
    faulty("nothing", "", "$: the text is empty, not JSON"),
]
