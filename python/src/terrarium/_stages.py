"""The nodes of one run of Python's own executor: each takes items, and says where its outputs go.

What a node gives is handed out one by one, each before the next is made, so that an endless generator holds up nobody.
"""

from __future__ import annotations

from collections import deque

from terrarium._driver import Driver
from terrarium._errors import ExecutionError, MarshalError
from terrarium._faults import kinds_of, message_of, traceback_text, type_name

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from terrarium._manifests import Spec

    Target = Any
    Delivery = tuple[Any, int, Any, int | None]

__all__ = ["Halt", "Sink", "Stage", "Stopped", "annotated"]

_MAY_SUCCEED_AGAIN = frozenset({"ConnectionError", "TimeoutError", "BlockingIOError"})


class Stopped(BaseException):
    """The run was asked to stop."""


class Halt(Exception):  # noqa: N818 - it carries the error, and never leaves the executor
    """Carries what a node raised out of the generators, in which some exceptions would become others."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(error)
        self.error = error


class Sink:
    """Where outputs leave the pipeline."""

    def __init__(self, index: int, name: str) -> None:
        self.index, self.name = index, name


class Stage:
    """A node that takes one item at a time.

    It has a port for each connection to it and takes from `current` alone; what comes to the others waits its turn.
    """

    def __init__(self, spec: Spec, pause: Callable[[float], object]) -> None:
        self.spec = spec
        self.targets: list[tuple[Target, int]] = []
        self.letters: tuple[Target, int] | None = None
        self.waiting: list[deque[tuple[Any, int | None]]] = []
        self.current = 0
        self.is_simple = False
        self._pause = pause
        self._taken = 0
        self._is_cancelled = False
        self.driver: Any = None
        """What drives the node, once it is open."""

    def add_port(self) -> int:
        """Returns the number of a further port."""
        self.waiting.append(deque())
        return len(self.waiting) - 1

    def open(self) -> None:
        """Makes the node and initializes it."""
        try:
            self.driver = self._make()
            if self._is_cancelled:
                self.driver.outputs.cancel()
            self.driver.initialize()
        except BaseException as error:
            raise self.halt(error, "could not start") from None

    def _make(self) -> Driver:
        kind, params = self.spec.kind, self.spec.params
        if not kind.is_built_in:
            return Driver(kind.factory, params, self.spec.streaming)
        node = kind.factory(**params)
        node.id = self.spec.id
        return Driver(node)

    def cancel(self) -> None:
        """Cancels what the node awaits; from any thread."""
        self._is_cancelled = True
        if self.driver is not None:
            self.driver.outputs.cancel()

    def close(self) -> None:
        """Cleans up, if the node has been made."""
        if self.driver is None:
            return
        self.driver.outputs.go_on()
        try:
            self.driver.close()
        except BaseException as error:
            raise Halt(self.wrapped(error, "failed while cleaning up")) from None

    def may_be_simple(self) -> bool:
        """Whether all outputs go to one place, and a failure ends the run."""
        conduct = self.spec.conduct
        return len(self.targets) == 1 and conduct.policy == "fail" and conduct.retry is None

    def at_once(self, item: Any, origin: int | None) -> Delivery | Iterator[Delivery] | None:
        """Returns what `deliveries` would iterate over if that is one at most and there already, else an iterator.

        For simple stages alone. Most are, and most nodes give one output: this spares them two generators.
        """
        number = self._taken
        self._taken += 1
        try:
            outputs = self.driver.run(item)
        except BaseException as error:
            raise self.halt(error, f"failed on item {number}") from None
        if type(outputs) is tuple:
            return (*self.targets[0], outputs[0], origin) if outputs else None
        return self._each(iter(outputs), origin, lambda error: self._failed(error, item, number, origin))

    def deliveries(self, item: Any, origin: int | None) -> Iterator[Delivery]:
        """Iterates over what comes of an item."""
        number = self._taken
        self._taken += 1
        outputs: Any = None
        try:
            outputs = iter(self._attempts(item) if self.spec.conduct.retry else self.driver.run(item))
        except Stopped:
            raise
        except BaseException as error:
            yield from self._failed(error, item, number, origin)
            return
        yield from self._each(outputs, origin, lambda error: self._failed(error, item, number, origin))

    def _each(
        self, outputs: Iterator[Any], origin: int | None, failed: Callable[[BaseException], Iterable[Delivery]]
    ) -> Iterator[Delivery]:
        """Iterates over outputs, and tells apart what they raise from what is raised downstream of them."""
        try:
            while True:
                try:
                    value = next(outputs)
                except StopIteration:
                    return
                except BaseException as error:
                    yield from failed(error)
                    return
                for target, port in self.targets:
                    yield target, port, value, origin
        finally:
            close = getattr(outputs, "close", None)
            if close is not None:
                close()

    def _attempts(self, item: Any) -> list[Any]:
        """Returns the outputs of the first attempt that succeeds."""
        retry = self.spec.conduct.retry
        assert retry is not None
        wait = retry.backoff
        for _ in range(retry.attempts - 1):
            try:
                return list(self.driver.run(item))
            except Exception as error:
                if not _is_named(error, retry.on):
                    raise
            from random import random

            self._pause(wait * (1 - retry.jitter * random()))
            wait *= retry.factor
        return list(self.driver.run(item))

    def _failed(self, error: BaseException, item: Any, number: int, origin: int | None) -> Iterable[Delivery]:
        policy = self.spec.conduct.policy
        if policy == "fail" or isinstance(error, KeyboardInterrupt):
            raise self.halt(error, f"failed on item {number}")
        if policy == "skip":
            return
        described = self._described(error, number, origin)
        if policy == "data":
            for target, port in self.targets:
                yield target, port, {"error": described}, origin
        elif self.letters is not None:
            yield (*self.letters, {**described, "value": item}, origin)

    def _described(self, error: BaseException, number: int, origin: int | None) -> dict[str, Any]:
        described: dict[str, Any] = {"node": self.spec.id, "item": number}
        if origin is not None:
            described["input_item"] = origin
        if self.spec.kind.is_built_in and isinstance(error, MarshalError):
            message = str(self.wrapped(error, f"failed on item {number}"))
            return {**described, "type": "MarshalError", "message": message, "path": error.path}
        told = {"type": type_name(type(error)), "message": message_of(error), "traceback": traceback_text(error)}
        return {**described, **told}

    def halt(self, error: BaseException, event: str) -> Halt:
        """Returns what ends the run, unless it is to stop: then that is what has cancelled the node."""
        if not isinstance(error, (Exception, KeyboardInterrupt)):
            self._pause(0)
        return Halt(self.wrapped(error, event))

    def wrapped(self, error: BaseException, event: str) -> BaseException:
        """Returns what a run raises for that: of the user's code the very exception, with a note that tells where."""
        place = f"Node {self.spec.id} {event}"
        is_own = isinstance(error, Exception) and not self.spec.kind.is_built_in
        if is_own or isinstance(error, KeyboardInterrupt):
            return annotated(error, place)
        message = message_of(error)
        if isinstance(error, MarshalError):
            crossed = MarshalError(f"{place}: the value at {error.path} cannot be converted: {message}", error.path)
            crossed.__cause__ = error
            return crossed
        told = ExecutionError(f"{place}: {type_name(type(error))}{': ' if message else ''}{message}")
        told.__cause__ = error
        return told

    def ending(self) -> Iterator[Delivery]:
        """Iterates over what the node still holds when the last item has been."""

        def failed(error: BaseException) -> Iterable[Delivery]:
            raise self.halt(error, "failed while flushing")

        try:
            outputs = iter(self.driver.flush())
        except BaseException as error:
            failed(error)
        else:
            yield from self._each(outputs, None, failed)

    def items(self) -> Iterator[tuple[int, Any]]:
        """Iterates over the items that the node makes of its own, by their number."""
        outputs = iter(self.driver.produce())
        number = 0
        try:
            while True:
                try:
                    value = next(outputs)
                except StopIteration:
                    return
                except BaseException as error:
                    raise self.halt(error, "failed") from None
                yield number, value
                number += 1
        finally:
            close = getattr(outputs, "close", None)
            if close is not None:
                close()


def annotated(error: BaseException, note: str) -> BaseException:
    """Adds a note to an exception, which tracebacks show from 3.11 on."""
    notes = getattr(error, "__notes__", None)
    error.__notes__ = [*(notes if isinstance(notes, list) else ()), note]  # type: ignore[attr-defined]
    return error


def _is_named(error: BaseException, names: tuple[str, ...]) -> bool:
    """Whether an exception is one that is worth another attempt, by its class or one that it inherits from."""
    wanted = names or _MAY_SUCCEED_AGAIN
    return any(kind in wanted or (names and kind.rpartition(".")[2] in wanted) for kind in kinds_of(error))
