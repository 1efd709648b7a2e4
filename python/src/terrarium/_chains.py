"""Drives neighbouring nodes together, so that an item passes through all of them in one call from Java.

Each item goes through the whole chain before the next is taken. What is there at once goes from node to node in
one loop; what is lazy, a generator for one, is handed out as an iterator, whose values go on one by one.
"""

from __future__ import annotations

import sys

from terrarium._log_context import finders

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType
    from typing import Any

    from terrarium._driver import Driver

    Halt = tuple[int, Any, BaseException | None]
    Loop = Callable[[Iterator[Any], list[Any]], Halt]
    Stop = tuple[list[Any], int, Iterator[Any] | None, list[int], bool]

__all__ = ["Chain"]

_MOST_TYPES = 200
_UNCHANGING = frozenset({int, float, str, bool})


class Chain:
    """The nodes of one run between two that are not of the chain, the first one first."""

    def __init__(self, drivers: Sequence[Driver]) -> None:
        self._drivers = drivers
        self._processes = [driver.process for driver in drivers]
        self._at_once: set[type] = set(_UNCHANGING)
        self._loop = _loop_through(self._processes, self._at_once)
        self._in = [0] * len(drivers)
        self._out = [0] * len(drivers)
        self._at = 0
        self._error: BaseException | None = None

    def run(self, items: list[Any], begin: int) -> list[Any] | Stop:
        """Takes items from `begin` on, as many as it can, and returns what comes of them.

        A list means that each item has one output, in order, all numbers and texts. Else it is (outputs, index
        of the next item to take, further outputs or None, indices of the items without output, whether the last
        item taken failed): every other item that was taken has one output; the further ones are those of the
        last item. What failed is raised by `fail`. An output that a node could change while it works on the next item
        is the last, so that it has gone on by then.
        """
        outputs: list[Any] = []
        without: list[int] = []
        following: Any = iter(items)
        following.__setstate__(begin)
        link, value, error = self._loop(following, outputs)
        while link >= 0:
            index = begin + len(outputs) + len(without)
            if error is None and (type(value) in self._at_once or (value is not None and self._learns(value))):
                link, value, error = self._pass(link + 1, value)
                if link < 0:
                    outputs.append(value)
                    if type(value) not in _UNCHANGING:
                        return self._stopped(outputs, index, without, None)
                    link, value, error = self._loop(following, outputs)
                continue
            self._count_through(link)
            if error is None and value is not None:
                return self._stopped(outputs, index, without, self._spread(link, value))
            without.append(index)
            if error is not None:
                self._at, self._error = link, error
                return self._stopped(outputs, index, without, None, True)
            link, value, error = self._loop(following, outputs)
        if not without:
            self._count(len(outputs))
            return outputs
        return self._stopped(outputs, len(items) - 1, without, None)

    def _pass(self, first: int, value: Any) -> Halt:
        """Passes one item from a link on; returns where it stopped, as a loop does."""
        link, number = first, len(self._processes)
        if first == number:
            return -1, value, None
        try:
            for link in range(first, number):
                value = self._processes[link](value)
                if type(value) not in self._at_once and (value is None or not self._learns(value)):
                    return link, value, None
        except BaseException as error:
            return link, None, error
        return -1, value, None

    def fail(self) -> None:
        """Raises what failed."""
        error, self._error = self._error, None
        if error is not None:
            raise error

    def refuse(self) -> None:
        """Counts an item that came to the first node and cannot be made a Python value."""
        self._at = 0
        self._in[0] += 1

    def flushing(self) -> list[int]:
        """Which nodes may still hold anything."""
        return [link for link, driver in enumerate(self._drivers) if driver.can_flush()]

    def close(self) -> list[int]:
        """Ends the nodes that have nothing to clean up; returns which are to be closed one by one."""
        return [link for link, driver in enumerate(self._drivers) if not driver.end()]

    def flush(self, link: int) -> Iterator[Any]:
        """Iterates over what comes of the things that one node still holds."""
        self._at = link
        for value in self._drivers[link].flush():
            yield from self._onwards(link, value)
            self._at = link

    def standing(self) -> tuple[int, list[int], list[int]]:
        """Which node was last at work, and how many items each has taken and given."""
        return self._at, self._in, self._out

    def _learns(self, value: Any) -> bool:
        """Whether values of this type are outputs by themselves; the loop need not ask again then."""
        if not self._drivers[0].outputs.is_one(value):
            return False
        if len(self._at_once) < _MOST_TYPES:
            self._at_once.add(type(value))
        return True

    def _stopped(
        self, outputs: list[Any], last: int, without: list[int], further: Iterator[Any] | None, failed: bool = False
    ) -> Stop:
        self._count(len(outputs))
        return outputs, last + 1, further, without, failed

    def _count(self, number: int) -> None:
        for link in range(len(self._in)):
            self._in[link] += number
            self._out[link] += number

    def _count_through(self, link: int) -> None:
        """Counts an item that came to a node, and went no further so far."""
        for each in range(link):
            self._in[each] += 1
            self._out[each] += 1
        self._in[link] += 1

    def _spread(self, link: int, result: Any) -> Iterator[Any]:
        self._at = link
        for value in self._drivers[link].outputs.of(result):
            yield from self._onwards(link, value)
            self._at = link

    def _onwards(self, link: int, value: Any) -> Iterator[Any]:
        """Iterates over what the nodes behind one make of its output."""
        self._out[link] += 1
        following = link + 1
        if following == len(self._drivers):
            yield value
            return
        self._in[following] += 1
        self._at = following
        yield from self._spread(following, self._processes[following](value))


_MOST_WRITTEN_OUT = 16
_written_out: dict[int, Callable[..., Loop]] = {}


def _loop_through(processes: Sequence[Callable[[Any], Any]], at_once: set[type]) -> Loop:
    """Makes what passes items through all links, for as long as each gives one output that is there at once.

    It returns the link that gave something else, and that, or its error; or -1 at the end of the items. A loop
    over the links would take longer than a link that does little, so they are written out one after the other.
    """
    number = len(processes)
    if number > _MOST_WRITTEN_OUT:
        return _loop_over(processes, at_once)
    make = _written_out.get(number)
    if make is None:
        make = _written_out[number] = _write_out(number)
    return make(processes, at_once, _UNCHANGING)


def _write_out(number: int) -> Callable[..., Loop]:
    links = range(number)
    lines = [
        "def make(processes, at_once, unchanging):",
        f"  {', '.join(f'process{link}' for link in links)}, = processes",
        "  def loop(items, outputs):",
        f"    {' = '.join(f'kind{link}' for link in links)} = None",
        "    link = 0",
        "    try:",
        "      for value in items:",
        *(_LINK.format(link=link, known=_known(link, number)) for link in links),
        "        outputs.append(value)",
        "    except BaseException as error:",
        "      return link, None, error",
        "    return -1, None, None",
        "  return loop",
    ]
    names: dict[str, Any] = {"__name__": __name__}
    exec(compile("\n".join(lines), "<the links of a chain>", "exec"), names)
    make: Callable[..., Loop] = names["make"]
    return make


_LINK = """
        link = {link}
        value = process{link}(value)
        if type(value) is not kind{link}:
          if type(value) not in {known}:
            return {link}, value, None
          kind{link} = type(value)
"""


def _known(link: int, number: int) -> str:
    return "at_once" if link < number - 1 else "unchanging"


def _loop_over(processes: Sequence[Callable[[Any], Any]], at_once: set[type]) -> Loop:
    def loop(items: Iterator[Any], outputs: list[Any]) -> Halt:
        link = 0
        try:
            for item in items:
                value = item
                for link, process in enumerate(processes):
                    value = process(value)
                    if type(value) not in at_once:
                        return link, value, None
                if type(value) not in _UNCHANGING:
                    return link, value, None
                outputs.append(value)
        except BaseException as error:
            return link, None, error
        return -1, None, None

    return loop


def _where() -> tuple[int, int] | None:
    """Returns the link that the code which asks runs in, and how many items `run` was done with before its own.

    It looks at the frames of this module, which costs nothing until somebody asks; None outside of a chain.
    """
    link = 0
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == __name__:
            name, values = frame.f_code.co_name, frame.f_locals
            if name in ("loop", "_pass"):
                link = values["link"]
            elif name == "run":
                return link, values["begin"] + len(values["outputs"]) + len(values["without"])
            elif name in ("_spread", "_onwards", "flush"):
                return values["self"]._at, 0
        frame = frame.f_back
    return None


finders.append(_where)
