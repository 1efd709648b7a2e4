"""Pipelines that are put together in Python."""

from __future__ import annotations

import sys
from itertools import pairwise

from terrarium._base import kept
from terrarium._errors import ManifestError
from terrarium._faults import outward
from terrarium._findings import hint
from terrarium._nodes import is_living

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Iterator, Mapping
    from typing import Any, Literal, Protocol

    from typing_extensions import TypedDict, Unpack

    from terrarium._base import Node
    from terrarium._documents import Given
    from terrarium._runs import Lease, Runtime, Session

    Progress = Callable[[int, int], object]

    class Processes(Protocol):
        """An object that takes items."""

        @property
        def process(self) -> Callable[..., Any]: ...

    class Aprocesses(Protocol):
        """An object that takes items and awaits."""

        @property
        def aprocess(self) -> Callable[..., Any]: ...

    AnyNode = str | Node | Processes | Aprocesses | Callable[..., Any]

    class Settings(TypedDict, total=False):
        """What a manifest says of a node beside its id, type and parameters."""

        source: str
        capabilities: Mapping[str, Any]
        runtime: Literal["java", "cpython", "auto"]
        is_streaming: bool
        isolation: Literal["inline", "thread", "process"]
        workers: int
        limits: Mapping[str, float]
        environment: Mapping[str, str]
        on_error: Literal["fail", "skip", "data"] | Mapping[str, str]
        retry: Mapping[str, Any]
        timeout_ms: int
        circuit: Mapping[str, int]
        queue: Mapping[str, Any]


__all__ = ["Pipeline"]

_SETTINGS = (
    "source",
    "capabilities",
    "runtime",
    "is_streaming",
    "isolation",
    "workers",
    "limits",
    "environment",
    "on_error",
    "retry",
    "timeout_ms",
    "circuit",
    "queue",
)


class _Entry:
    """A node with what a manifest says of it beside its type and parameters."""

    def __init__(self, id: str, name: str, node: Any, params: dict[str, Any] | None, settings: dict[str, Any]) -> None:  # noqa: A002
        self.id, self.name, self.node, self.params, self.settings = id, name, node, params, settings

    def is_called(self, wanted: Any) -> bool:
        return self.node is wanted or (isinstance(wanted, str) and wanted in (self.id, self.name))


class Pipeline:
    """Nodes, and what flows between them.

    A node is an object with `process` or `aprocess`, a class, a function, or a text as in a manifest: a built-in
    node's name or `module:Class`. Objects, classes and functions are used as they are, in this interpreter; nothing is
    pickled. Without `connect` each node feeds the one that was added behind it.

        >>> from terrarium import Pipeline, nodes
        >>> pipeline = Pipeline([nodes.MultiplyNode(factor=10), lambda number: number + 1], name="tenfold")
        >>> pipeline.run_sync([1, 2, 3], runtime="python")
        [11, 21, 31]
    """

    def __init__(self, nodes: Iterable[object] | None = None, name: str | None = None) -> None:
        if nodes is not None:
            _require_list(nodes)
        self.name = name or "pipeline"
        self.last_runtime: Literal["jvm", "python"] | None = None
        """What ran it last."""
        self._entries: list[_Entry] = []
        self._wires: list[tuple[_Entry, _Entry]] | None = None
        self._metadata: dict[str, Any] = {}
        self._top: dict[str, Any] = {}
        self._folders: list[str] = []
        self._leases: dict[str, Lease] = {}
        for node in nodes or ():
            given: Any = node  # checkers take a list of nodes of several kinds for one of any objects
            self.add_node(given)

    # Putting together

    def add_node(
        self,
        node: AnyNode,
        *,
        id: str | None = None,  # noqa: A002 - as it is called in a manifest
        params: Mapping[str, Any] | None = None,
        **settings: Unpack[Settings],
    ) -> Pipeline:
        """Adds a node behind the others.

        `id` is its name in a manifest, otherwise made of the node's name; `params` are for a class, a function or a
        text; `settings` are what a manifest says of a node, such as `on_error="skip"`.
        """
        if isinstance(node, str):
            name = node.rpartition(":")[2].rpartition(".")[2]
        elif callable(node) or is_living(node):
            own = getattr(node, "name", None)
            name = own if isinstance(own, str) and own else _name_of(node)
        else:
            raise ManifestError(
                f"an object of the type {type(node).__qualname__} is no node: it has neither process(item) nor "
                "aprocess(item) and cannot be called"
            )
        if is_living(node):
            if params:
                raise ManifestError(f"{name} is an object already and takes no params: add its class to have it made")
            if any(entry.node is node for entry in self._entries):
                raise ManifestError(f"this object of {type(node).__qualname__} is in the pipeline already: add another")
        for setting in settings:
            if setting not in _SETTINGS:
                raise ManifestError(f"{setting!r} is no setting of a node{hint(setting, _SETTINGS)}")
        capabilities = getattr(node, "capabilities", None)
        if isinstance(capabilities, dict) and not isinstance(node, type):
            settings.setdefault("capabilities", capabilities)
        chosen = self._id(name) if id is None else id
        if any(entry.id == chosen for entry in self._entries):
            raise ManifestError(f"the id {chosen!r} is taken by an earlier node")
        self._change()
        given = None if params is None else kept(dict(params))
        self._entries.append(_Entry(chosen, name, node, given, kept(dict(settings))))
        return self

    def _id(self, name: str) -> str:
        letters = "".join(
            letter if letter.isascii() and (letter.isalnum() or letter in "_-") else "_" for letter in name
        )
        taken = {entry.id for entry in self._entries}
        number = len(self._entries)
        while f"{letters.strip('_') or 'node'}_{number}" in taken:
            number += 1
        return f"{letters.strip('_') or 'node'}_{number}"

    def connect(self, source: Any, to: Any) -> Pipeline:
        """Has one node feed another; each is a node of this pipeline, or its name or id.

        From the first call on, only what was connected is.
        """
        self._change()
        if self._wires is None:
            self._wires = []
        self._wires.append((self._entry(source), self._entry(to)))
        return self

    def remove_node(self, node: Any) -> bool:
        """Takes a node out, with its connections; says whether it was there."""
        entry = self._find(node)
        if entry is None:
            return False
        self._change()
        self._entries.remove(entry)
        if self._wires is not None:
            self._wires = [wire for wire in self._wires if entry not in wire]
        return True

    def get_node(self, name: str) -> Any:
        """Returns the node of that name or id, or None."""
        entry = self._find(name)
        return None if entry is None else entry.node

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Any]:
        return iter([entry.node for entry in self._entries])

    def __repr__(self) -> str:
        return f"<Pipeline {self.name!r}: {', '.join(entry.id for entry in self._entries) or 'empty'}>"

    def _find(self, wanted: Any) -> _Entry | None:
        return next((entry for entry in self._entries if entry.is_called(wanted)), None)

    def _entry(self, wanted: Any) -> _Entry:
        entries = [entry for entry in self._entries if entry.is_called(wanted)]
        exact = [entry for entry in entries if entry.id == wanted]
        if len(exact or entries) == 1:
            return (exact or entries)[0]
        ids = [entry.id for entry in entries or self._entries]
        shown = repr(wanted) if isinstance(wanted, str) else f"this {type(wanted).__qualname__}"
        if entries:
            raise ManifestError(f"{shown} may be any of {', '.join(ids)}: name one by its id")
        near = hint(wanted, ids) if isinstance(wanted, str) else ""
        raise ManifestError(f"{shown} is no node of this pipeline; it has {', '.join(ids) or 'none'}{near}")

    # Manifests

    def serialize(self, include_capabilities: bool = True, description: str | None = None) -> str:
        """Returns the manifest, which makes the same pipeline anywhere.

        An object is written as its class and what it was made with. Raises a ManifestError that names what cannot be
        written.
        """
        return self._written(self._serialized, include_capabilities, description)

    def _written(
        self,
        kind_of: Callable[[_Entry], tuple[str, dict[str, Any]]],
        include_capabilities: bool = True,
        description: str | None = None,
    ) -> str:
        import json

        metadata = {"name": self.name, **self._metadata}
        if description is not None:
            metadata["description"] = description
        nodes = []
        for entry in self._entries:
            node_type, params = kind_of(entry)
            settings = dict(entry.settings)
            if not include_capabilities:
                settings.pop("capabilities", None)
            nodes.append({"id": entry.id, "node_type": node_type, "params": params, **settings})
        wires = [{"from": source.id, "to": to.id} for source, to in self._connections()]
        manifest = {"version": "v1", "metadata": metadata, **self._top, "nodes": nodes, "connections": wires}
        return json.dumps(manifest, indent=2, ensure_ascii=False)

    def _connections(self) -> list[tuple[_Entry, _Entry]]:
        return list(pairwise(self._entries)) if self._wires is None else self._wires

    @staticmethod
    def _serialized(entry: _Entry) -> tuple[str, dict[str, Any]]:
        from terrarium._params import json_of, params_of, reference_to
        from terrarium._twins import Twin

        node = entry.node
        given = entry.params or {}
        if isinstance(node, str):
            return node, json_of(given, entry.id)
        if is_living(node) and type(node).__name__ != "function":
            given = params_of(node)
            node = type(node)
        is_twin = isinstance(node, type) and issubclass(node, Twin) and node.__module__.startswith("terrarium.")
        return node.__name__ if is_twin else reference_to(node), json_of(given, entry.id)

    @classmethod
    def from_manifest(cls, manifest: Given) -> Pipeline:
        """Makes the pipeline of a manifest: its text in JSON, what that stands for, or the path of its file.

        A file whose name ends in .yaml or .yml is YAML, which a JVM reads.

        Its nodes are texts, and are looked for when the pipeline runs; of a file, in its folder first.
        """
        from terrarium._documents import read

        document, folders = read(manifest)
        metadata = dict(document.get("metadata") or {})
        made = cls(name=metadata.pop("name", None))
        made._metadata, made._folders = metadata, folders
        known = ("version", "metadata", "nodes", "connections")
        made._top = {name: value for name, value in document.items() if name not in known}
        for node in document["nodes"]:
            fields = dict(node)
            name, node_type, params = fields.pop("id"), fields.pop("node_type"), fields.pop("params", None)
            made._entries.append(_Entry(name, name, node_type, params, fields))
        made._wires = []
        for wire in document["connections"]:
            made.connect(wire["from"], wire["to"])
        return made

    # Running

    async def run(self, data: Any = None, runtime: Runtime = "jvm", on_progress: Progress | None = None) -> Any:
        """Runs a list of items, or one item, or without any what the nodes make themselves.

        Several outputs are returned as a list, one as it is, none as None. `runtime` is "jvm", "python" for Python's
        own executor, or "auto" for that where there is no JVM, with a warning; `last_runtime` says which it was.
        `on_progress(done, total)` is called now and then, and at the end; what it raises stops the run, and is raised
        here. What a node raises is raised here, as it is.
        """
        from terrarium._progress import checked, told
        from terrarium._runs import items_of, unwrapped

        checked(on_progress)
        try:
            with self._open(runtime) as opened:
                items = items_of(data)
                if on_progress is None:
                    return unwrapped(await opened.start(items))
                return unwrapped(await told(on_progress, lambda tell: opened.start(items, tell)))
        except BaseException as error:
            raise outward(error)

    def run_sync(self, data: Any = None, runtime: Runtime = "jvm", on_progress: Progress | None = None) -> Any:
        """Does the same on this thread, where no event loop has to be kept going."""
        from terrarium._progress import checked
        from terrarium._runs import items_of, unwrapped

        checked(on_progress)
        try:
            with self._open(runtime) as opened:
                return unwrapped(opened.run(items_of(data), on_progress))
        except BaseException as error:
            raise outward(error)

    def stream(
        self, items: AsyncIterable[Any] | Iterable[Any] | None = None, runtime: Runtime = "jvm"
    ) -> AsyncGenerator[Any, None]:
        """Iterates over what comes of items while they come; nothing is unwrapped.

        The items are those of an async iterable, or of any iterable that does not wait for its items: it would hold up
        the event loop.
        """
        return self._streamed(None if items is None else _awaited(items), runtime)

    async def _streamed(self, items: AsyncIterable[Any] | None, runtime: Runtime) -> AsyncGenerator[Any, None]:
        try:
            with self._open(runtime) as opened:
                outputs = opened.stream(None if items is None else items.__aiter__())
                try:
                    async for value in outputs:
                        yield value
                finally:
                    close = getattr(outputs, "aclose", None)
                    if close is not None:
                        await close()
        except BaseException as error:
            raise outward(error)

    def session(self, runtime: Runtime = "jvm") -> Session:
        """Opens it for items that come over time: `async with pipeline.session() as session: await session.send(x)`."""
        from terrarium._runs import Session

        return Session(lambda: self._open(runtime))

    def _open(self, runtime: Runtime) -> Lease:
        """Returns the pipeline as it was read for a runtime, which is read again only when it has changed."""
        from terrarium._runs import Lease, choose

        if not self._entries:
            raise ManifestError("the pipeline is empty: add a node")
        known = self._leases.get(runtime)
        if known is None or known.name != self.name or known.is_lost:
            self._change()
            objects: dict[str, object] = {}
            text = self._written(lambda entry: self._live(entry, objects))
            try:
                chosen, opened = choose(runtime, text, objects, self._folders)
            except ManifestError as error:
                raise self._placed(error) from None
            is_for_once = bool(self._folders)  # which would stay on the path
            known = Lease(chosen, opened, self.name, is_for_once)
            if not is_for_once:
                self._leases[runtime] = known
        self.last_runtime = known.runtime
        return known

    def _placed(self, error: ManifestError) -> ManifestError:
        """Returns the same faults, each with the node that it is of, which nobody counts in a program."""
        lines = []
        for path, message in error.faults:
            index = path.removeprefix("$.nodes[").partition("]")[0] if path.startswith("$.nodes[") else ""
            entry = self._entries[int(index)] if index.isdigit() and int(index) < len(self._entries) else None
            lines.append(f"{path}{'' if entry is None else f', of {self._called(entry)}'}: {message}")
        return ManifestError("\n".join(lines), error.faults) if lines else error

    @staticmethod
    def _called(entry: _Entry) -> str:
        node = entry.node
        kind = node if isinstance(node, str) else _name_of(type(node) if is_living(node) else node)
        return f"node {entry.id} ({kind})"

    def _change(self) -> None:
        while self._leases:
            self._leases.popitem()[1].end()

    def __del__(self) -> None:
        if not sys.is_finalizing():
            for lease in getattr(self, "_leases", {}).values():
                lease.end()

    def _live(self, entry: _Entry, objects: dict[str, object]) -> tuple[str, dict[str, Any]]:
        """How a node stands in the manifest of a run in this interpreter: an object by a name for it."""
        from terrarium._twins import Twin

        node = entry.node
        kind = type(node) if is_living(node) else node
        if isinstance(node, str) or (isinstance(kind, type) and issubclass(kind, Twin) and not kind.is_live):
            return self._serialized(entry)
        from terrarium._params import json_of

        name = f"<{_name_of(node).strip('<>')} {entry.id}>".replace(":", "_")
        objects[name] = node
        return name, json_of(entry.params or {}, entry.id)


def _name_of(node: Any) -> str:
    name = getattr(node, "__name__", None)
    return name if isinstance(name, str) else type(node).__name__


def _require_list(nodes: Any) -> None:
    """Refuses what holds no nodes, or is one by itself."""
    if isinstance(nodes, (str, bytes)) or is_living(nodes) or not hasattr(nodes, "__iter__"):
        shown = repr(nodes) if isinstance(nodes, (str, bytes)) else f"an object of {type(nodes).__qualname__}"
        raise TypeError(f"Pipeline() takes a list of nodes, and this is {shown}: put it in a list, as in Pipeline([…])")
    if hasattr(nodes, "items"):
        raise TypeError("Pipeline() takes a list of nodes: a manifest is taken by Pipeline.from_manifest()")


def _awaited(items: Any) -> AsyncIterable[Any]:
    """Returns items as an async iterable."""
    if hasattr(items, "__aiter__"):
        given: AsyncIterable[Any] = items
        return given
    if callable(items):
        name = _name_of(items)
        raise TypeError(
            f"stream() takes what gives the items, and {name} is a function: call it, as in stream({name}())"
        )
    if isinstance(items, (str, bytes, bytearray)) or hasattr(items, "items") or not hasattr(items, "__iter__"):
        kind = type(items).__qualname__
        raise TypeError(
            f"stream() takes an async generator, or another iterable of items, and this is of type {kind}: to send it "
            "as one item, put it in a list"
        )
    return _each(items)


async def _each(items: Iterable[Any]) -> AsyncGenerator[Any, None]:
    for item in items:
        yield item
