"""One run of a pipeline in Python's own executor."""

from __future__ import annotations

import threading
from time import monotonic

from terrarium._stages import Halt, Sink, Stage, Stopped, annotated
from terrarium._stream_stage import StreamStage

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from terrarium._manifests import Manifest
    from terrarium._stages import Delivery

    Progress = Callable[[int, int], object]

__all__ = ["Engine", "sinks_of"]

_PATIENCE = 5
"""How many seconds one who stops a run waits for it, as for one on the JVM."""


class Engine:
    """`open` it, then give it `batch`, or items one by one and `finish`; `close` it in any case.

    A node that several feed takes from them in the order of the connections: of a list all of the first, then all of
    the second; of a stream what comes of one item from the first, then that from the second.
    """

    def __init__(self, manifest: Manifest, is_stream: bool) -> None:
        self._is_stream = is_stream
        self._stop = threading.Event()
        self._deadline = 0.0
        self._closing = threading.Lock()
        self._is_closing = False
        self._items = 0
        self._stages = {
            spec.id: (StreamStage if spec.streaming else Stage)(spec, self._pause) for spec in manifest.nodes
        }
        self._order = [self._stages[node] for node in manifest.order]
        self._sinks: list[Sink] = []
        self._opened: list[Stage] = []
        self._connect(manifest)
        self._held: list[list[Any]] = [[] for _ in self._sinks]
        fed = {to for _, to in manifest.connections}
        fed.update(stage.letters[0].spec.id for stage in self._order if stage.letters and _is_stage(stage.letters))
        self._first = [stage for node, stage in self._stages.items() if node not in fed and not _makes_items(stage)]
        self._sources = [stage for stage in self._stages.values() if _makes_items(stage)]
        for stage in self._first:
            stage.add_port()
        for stage in self._order:
            stage.is_simple = type(stage) is Stage and stage.may_be_simple()

    def _connect(self, manifest: Manifest) -> None:
        leaving = {source for source, _ in manifest.connections}
        for source, to in manifest.connections:
            target = self._stages[to]
            self._stages[source].targets.append((target, target.add_port()))
        for node, stage in self._stages.items():
            if node not in leaving:
                stage.targets.append((self._add_sink(node), 0))
            to = stage.spec.conduct.letters
            if to in self._stages:
                stage.letters = self._stages[to], self._stages[to].add_port()
        for name in sinks_of(manifest):
            for stage in self._stages.values():
                if name not in self._stages and stage.spec.conduct.letters == name:
                    stage.letters = self._add_sink(name), 0  # of each node its own, as if each were a connection

    def _add_sink(self, name: str) -> Sink:
        self._sinks.append(Sink(len(self._sinks), name))
        return self._sinks[-1]

    def stop(self) -> float:
        """Has the run end before the next item, and cancels what its nodes await; from any thread.

        Returns for how many seconds it may be waited for: a node may be in code that nothing stops.
        """
        with self._closing:
            self._deadline = self._deadline or monotonic() + _PATIENCE
            self._stop.set()
            if not self._is_closing:
                for stage in self._order:
                    stage.cancel()
        return max(0.0, self._deadline - monotonic())

    def is_stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Stopped

    def open(self) -> None:
        """Makes the nodes and initializes them, in the order of the flow."""
        for stage in self._order:
            self._opened.append(stage)
            stage.open()

    def close(self, failure: BaseException | None) -> BaseException | None:
        """Cleans all nodes up, the last one first; returns the failure, or one of the clean-up if there is no other."""
        with self._closing:
            self._is_closing = True
        while self._opened:
            stage = self._opened.pop()
            try:
                stage.close()
            except Halt as halt:
                if failure is None:
                    failure = halt.error
                else:
                    annotated(failure, f"Then node {stage.spec.id} failed while cleaning up: {halt.error!r}")
        return failure

    def batch(self, items: Iterable[Any], total: int, on_progress: Progress | None) -> list[Any]:
        """Returns all that comes of items, the first sink's outputs first."""
        outputs: list[list[Any]] = [[] for _ in self._sinks]
        for sink, value in self._made():
            outputs[sink].append(value)
        for item in items:
            for sink, value in self._taken(item):
                outputs[sink].append(value)
            if on_progress is not None:
                on_progress(self._items, total)
        for sink, value in self._ended():
            outputs[sink].append(value)
        return [value for each in outputs for value in each]

    def begin(self) -> Iterator[Any]:
        """Iterates over what comes of the items that nodes make themselves."""
        return self._in_order(self._made())

    def take(self, item: Any) -> Iterator[Any]:
        """Iterates over what comes of one item of a stream, the first sink's outputs first."""
        yield from self._in_order(self._taken(item))

    def finish(self) -> Iterator[Any]:
        """Iterates over what comes of the end of a stream."""
        return self._in_order(self._ended())

    def _in_order(self, outputs: Iterator[tuple[int, Any]]) -> Iterator[Any]:
        """Iterates over outputs of the first sink as they come, then over those of the others."""
        for sink, value in outputs:
            if sink == 0:
                yield value
            else:
                self._held[sink].append(value)
        for held in self._held:
            yield from held
            held.clear()

    def _made(self) -> Iterator[tuple[int, Any]]:
        for stage in self._sources:
            for number, value in stage.items():
                yield from self._drive((target, port, value, number) for target, port in stage.targets)
                if self._is_stream:
                    yield from self._settle()

    def _taken(self, item: Any) -> Iterator[tuple[int, Any]]:
        number = self._items
        self._items += 1
        yield from self._drive((stage, 0, item, number) for stage in self._first)
        if self._is_stream:
            yield from self._settle()

    def _ended(self) -> Iterator[tuple[int, Any]]:
        for stage in self._order:
            yield from self._drain(stage)
            if stage not in self._sources:
                yield from self._drive(stage.ending())

    def _settle(self) -> Iterator[tuple[int, Any]]:
        for stage in self._order:
            if len(stage.waiting) > 1:
                yield from self._drain(stage)
                stage.current = 0

    def _drain(self, stage: Stage) -> Iterator[tuple[int, Any]]:
        for port, waiting in enumerate(stage.waiting):
            stage.current = port
            while waiting:
                value, origin = waiting.popleft()
                yield from self._drive(stage.deliveries(value, origin))

    def _drive(self, deliveries: Iterator[Delivery]) -> Iterator[tuple[int, Any]]:
        """Carries each output as far as it goes before the next is made; iterates over what leaves the pipeline."""
        stack = [deliveries]
        try:
            while stack:
                if self._stop.is_set():
                    raise Stopped
                delivery = next(stack[-1], None)
                if delivery is None:
                    stack.pop()
                while delivery is not None:
                    target, port, value, origin = delivery
                    delivery = None
                    if isinstance(target, Sink):
                        yield target.index, value
                    elif port != target.current:
                        target.waiting[port].append((value, origin))
                    elif target.is_simple:
                        made = target.at_once(value, origin)
                        if made is None or type(made) is tuple:
                            delivery = made
                        else:
                            stack.append(made)
                    else:
                        stack.append(target.deliveries(value, origin))
        finally:
            while stack:
                stack.pop().close()  # type: ignore[attr-defined]


def sinks_of(manifest: Manifest) -> list[str]:
    """Returns the nodes that feed no other, then the further sinks for items that failed."""
    leaving = {source for source, _ in manifest.connections}
    nodes = [spec.id for spec in manifest.nodes]
    letters = [spec.conduct.letters for spec in manifest.nodes if spec.conduct.letters]
    further = dict.fromkeys(each for each in letters if each not in nodes)
    return [node for node in nodes if node not in leaving] + list(further)


def _is_stage(letters: tuple[Any, int]) -> bool:
    return isinstance(letters[0], Stage)


def _makes_items(stage: Stage) -> bool:
    return stage.spec.kind.is_source
