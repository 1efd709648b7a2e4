"""Reads a manifest for Python's own executor: checks all of it, and tells every fault at once, as Java does."""

from __future__ import annotations

import json
import re
from itertools import pairwise

from terrarium import _conduct
from terrarium._conduct import ID_RULE, is_id
from terrarium._findings import Fields, Findings, child, hint, refusal
from terrarium._kinds import Kinds

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from terrarium._conduct import Conduct
    from terrarium._kinds import Kind

__all__ = ["Manifest", "Spec", "read"]

_LONGEST_NAME = 255
_NAME_RULE = f"1 to {_LONGEST_NAME} characters long"
_ADDRESS = re.compile(r"[^:]+:\d+")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:\d\d(:\d\d)?)?)")
_RUNTIMES = ("java", "cpython", "auto")
_REFUSED_RUNTIMES = {
    "rust_python": "there is no RustPython here; Python nodes run in CPython",
    "cpython_wasm": "there is no WebAssembly here; Python nodes run in the embedded CPython",
}
_REFUSED = {
    "execution": "nodes are not placed by wish; 'isolation' and 'capabilities' say what holds",
    "docker": "nodes do not run in containers",
    "python_deps": "there is one Python for all nodes; 'pyproject' at the top says what it has",
    "media_capabilities": "formats of media are not negotiated",
}


class Spec:
    """A node of a manifest, and what it is made of."""

    def __init__(self, id: str, kind: Kind, params: dict[str, Any], streaming: bool, conduct: Conduct) -> None:  # noqa: A002
        self.id, self.kind, self.params, self.streaming, self.conduct = id, kind, params, streaming, conduct


class Manifest:
    """A manifest without a fault; `close` lets go of what was loaded for it.

    `order` is that of the flow; connections lead to `(node, port)`, a port for each connection that a node has.
    """

    def __init__(
        self, name: str, nodes: list[Spec], connections: list[tuple[str, str]], order: list[str], kinds: Kinds
    ) -> None:
        self.name, self.nodes, self.connections, self.order = name, nodes, connections, order
        self.warnings: list[str] = []
        self._kinds = kinds

    def close(self) -> None:
        self._kinds.close()


def read(text: str, objects: Mapping[str, object]) -> Manifest:
    """Returns what a manifest says; raises a ManifestError with all that is wrong with it."""
    findings = Findings()
    kinds = Kinds(objects, findings)
    manifest = None
    try:
        document = _document(text, findings)
        root = None if document is None else Fields.of("$", document[0], findings)
        manifest = None if root is None else _Pass(root, kinds, findings).manifest()
    finally:
        if manifest is None or findings.faults:
            kinds.close()
    if manifest is None or findings.faults:
        raise refusal(findings.faults)
    manifest.warnings = [f"{path}: {message}" for path, message in findings.warnings]
    return manifest


def _document(text: str, findings: Findings) -> tuple[Any] | None:
    if not text.strip():
        findings.fault("$", "the text is empty, not JSON")
        return None

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            findings.fault("$", f"the key {twice!r} appears twice in one object")
        return made

    def refuse(word: str) -> Any:
        findings.fault("$", f"not JSON: {word} is no number of JSON's")

    try:
        return (json.loads(text.removeprefix("\ufeff"), object_pairs_hook=unique, parse_constant=refuse),)
    except json.JSONDecodeError as error:
        findings.fault("$", f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}")
    except RecursionError:
        findings.fault("$", "lists and objects nest too deep, or a number or text is too long")
    return None


class _Pass:
    """One reading of a manifest."""

    def __init__(self, root: Fields, kinds: Kinds, findings: Findings) -> None:
        self._root, self._kinds, self._findings = root, kinds, findings
        self._specs: dict[str, Spec | None] = {}
        self._texts: set[str] = set()
        self._are_named = False
        self._wires: list[tuple[str, str, str, str]] = []
        self._letters: list[tuple[str, str, str, str]] = []

    def manifest(self) -> Manifest:
        root = self._root
        root.require("version", '"v1"').text("version", lambda text: text == "v1", '"v1"')
        metadata = root.require("metadata", 'an object with the pipeline\'s name, {"name": …}').object("metadata")
        name = None if metadata is None else self._metadata(metadata)
        root.text("pyproject")
        if root.any("python_env") is not None:
            root.fault("python_env", "is refused: 'pyproject' is what says which Python and packages")
        self._read_nodes()
        self._read_connections()
        root.warn_of_others()
        order = self._wire()
        specs = [spec for spec in self._specs.values() if spec is not None]
        return Manifest(name or "", specs, [(source, to) for source, to, _, _ in self._wires], order, self._kinds)

    def _metadata(self, fields: Fields) -> str | None:
        name = fields.require("name", f"a text, {_NAME_RULE}").text(
            "name", lambda text: 1 <= len(text) <= _LONGEST_NAME, _NAME_RULE
        )
        fields.text("description")
        fields.text("created_at", _is_date, "a date and time with an offset, such as 2025-10-23T09:00:00Z")
        if fields.flag("auto_negotiate"):
            fields.fault("auto_negotiate", "is refused: converters are not inserted automatically")
        fields.warn_of_others()
        return name

    def _read_nodes(self) -> None:
        entries = self._root.require("nodes", 'an array of nodes, each {"id": …, "node_type": …}').array("nodes")
        if entries == []:
            self._root.fault("nodes", "must hold at least one node")
        self._are_named = bool(entries)
        for index, entry in enumerate(entries or ()):
            fields = Fields.of(f"$.nodes[{index}]", entry, self._findings)
            if fields is not None:
                self._read_node(fields)
            named = isinstance(entry, dict) and isinstance(entry.get("id"), str)
            if named:
                self._texts.add(entry["id"])
            self._are_named &= named

    def _read_node(self, fields: Fields) -> None:
        node = fields.require("id", f"a text of {ID_RULE}").text("id", is_id, ID_RULE)
        name = fields.require("node_type", 'a built-in node such as "Echo", or "module:Class" in Python').text(
            "node_type", lambda text: text, "at least one character long"
        )
        source = fields.text("source", str.strip, "program text")
        given = fields.object("params")
        params = {} if given is None else given.values
        runtime = _runtime(fields)
        _conduct.need(fields)
        streaming = fields.flag("is_streaming")
        conduct = _conduct.read(fields)
        host = fields.text("host", _ADDRESS.fullmatch, "host:port")
        if host is not None:
            fields.fault("host", f"the node cannot run on {host}: no transport to other hosts exists yet")
        _refuse_others(fields)
        fields.warn_of_others()
        kind = None if name is None else self._kinds.find(fields.path, name, source, node or name)
        if kind is not None:
            self._check(fields, kind, params, runtime, streaming, conduct)
        if node is None:
            return
        if node in self._specs:
            fields.fault("id", f"the id '{node}' is taken by an earlier node")
            return
        if conduct.letters and is_id(conduct.letters):
            place = f"{fields.path}.on_error.dead_letter"
            self._letters.append((node, conduct.letters, place, place))
        is_streaming = kind is not None and (kind.streams if streaming is None else streaming)
        self._specs[node] = None if kind is None else Spec(node, kind, params, is_streaming, conduct)

    def _check(
        self,
        fields: Fields,
        kind: Kind,
        params: dict[str, Any],
        runtime: tuple[str, str] | None,
        streaming: bool | None,
        conduct: Conduct,
    ) -> None:
        if runtime is not None:
            field, word = runtime
            if word != ("java" if kind.is_built_in else "cpython"):
                what = "a Java node" if kind.is_built_in else "a Python class"
                fields.fault(field, f"{kind.name} is {what} and cannot run in {word}; leave the field out")
            elif kind.is_built_in:
                fields.fault(
                    field, 'asks for Java, and here is Python\'s own executor: run with runtime="jvm", or leave it out'
                )
        can_stream = not (kind.is_built_in or kind.is_source)
        if streaming and not can_stream:
            fields.fault("is_streaming", f"{kind.name} takes one item at a time and cannot see the whole stream")
        streams = kind.streams if streaming is None else streaming
        if streams or kind.is_source:
            why = "it makes its own items" if kind.is_source else "it sees the whole stream"
            for field in conduct.said:
                fields.fault(field, f"holds for single items, and {kind.name} is given none: {why}")
        for path, message in kind.faults(child(fields.path, "params"), params):
            self._findings.fault(path, message)

    def _read_connections(self) -> None:
        entries = self._root.require("connections", 'an array of {"from": …, "to": …}, which may be empty').array(
            "connections"
        )
        for index, entry in enumerate(entries or ()):
            path = f"$.connections[{index}]"
            fields = Fields.of(path, entry, self._findings)
            if fields is None:
                continue
            ends = [self._end(fields, "from"), self._end(fields, "to")]
            fields.warn_of_others()
            if ends[0] is None or ends[1] is None:
                continue
            twin = next((wire for wire in self._wires if [wire[0], wire[1]] == ends), None)
            if twin is not None:
                self._findings.warning(
                    path, f"is the same as {twin[2]}; {ends[1]} gets every item of {ends[0]} once more"
                )
            self._wires.append((ends[0], ends[1], path, f"{path}.to"))

    def _end(self, fields: Fields, name: str) -> str | None:
        node = fields.require(name, "the id of a node").text(
            name, lambda text: is_id(text) or text in self._texts, ID_RULE
        )
        if node is None or not is_id(node):
            return None
        if self._are_named and node not in self._specs:
            fields.fault(name, f"there is no node '{node}'{hint(node, self._texts)}")
        return node if node in self._specs else None

    def _wire(self) -> list[str]:
        for _, sink, place, _ in self._letters:
            near = "" if sink in self._specs else hint(sink, self._specs)
            if near:
                self._findings.warning(place, f"'{sink}' is no node, but a further sink{near}")
        wires = self._wires + [wire for wire in self._letters if wire[1] in self._specs]
        from terrarium._graphs import cycles, order

        pairs = [(source, to) for source, to, _, _ in wires]
        for cycle in cycles(list(self._specs), pairs):
            self._tell_cycle(cycle, wires)
        for _, to, _, end in wires:
            spec = self._specs[to]
            if spec is not None and spec.kind.is_source:
                self._findings.fault(end, f"node {to} makes its own items and takes none")
        return order(list(self._specs), pairs)

    def _tell_cycle(self, cycle: list[str], wires: list[tuple[str, str, str, str]]) -> None:
        steps = list(pairwise(cycle))
        places = [path for source, to, path, _ in wires if (source, to) == steps[0]]
        place = places[0] if len(steps) == 1 else "$.connections"
        by_letters = [step for step in steps if step not in [(source, to) for source, to, _, _ in self._wires]]
        returned = "".join(f", where {source} sends its dead letters to {to}" for source, to in by_letters)
        self._findings.fault(place, f"the connections form a cycle: {' -> '.join(cycle)}{returned}")


def _is_date(text: str) -> bool:
    from datetime import datetime

    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text[:16])
    except ValueError:
        return False
    return True


def _runtime(fields: Fields) -> tuple[str, str] | None:
    words: dict[str, str] = {}
    for field in ("runtime", "runtime_hint"):
        refusal = _REFUSED_RUNTIMES.get(str(fields.any(field)))
        if refusal is not None:
            fields.fault(field, f"'{fields.any(field)}' cannot run: {refusal}")
            continue
        word = fields.word(field, _RUNTIMES)
        if word is not None:
            words[field] = word
    if len(set(words.values())) > 1:
        fields.fault(
            "runtime_hint",
            f"says '{words['runtime_hint']}', but its new name 'runtime' says '{words['runtime']}'",
        )
    first = next(iter(words.items()), None)
    return None if first is None or first[1] == "auto" else first


def _refuse_others(fields: Fields) -> None:
    if fields.flag("is_output_node"):
        fields.fault("is_output_node", "is refused: outputs leave from the nodes that feed no other alone")
    for name, reason in _REFUSED.items():
        if fields.any(name) is not None:
            fields.fault(name, f"is refused: {reason}")
