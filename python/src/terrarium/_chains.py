"""Drives neighbouring nodes together, so that an item passes through all of them in one call from Java.

Each item goes through the whole chain before the next is taken. What is there at once goes from node to node in
one loop; what is lazy, a generator for one, is handed out as an iterator, whose values go on one by one.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns

from terrarium._driver import Driver
from terrarium._log_context import finders

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from types import FrameType
    from typing import Any

    Halt = tuple[int, Any, BaseException | None]
    Loop = Callable[[Iterator[Any], list[Any]], Halt]
    Each = Callable[[Iterator[Any]], Generator[Any, None, Halt]]
    Stop = tuple[list[Any], int, Iterator[Any] | None, list[int], bool, bool]

__all__ = ["Chain"]

_MOST_TYPES = 200
_SHORT_NANOS = 300_000
_UNCHANGING = frozenset({int, float, str, bool})
_NO_HALT: Halt = (-1, None, None)
_FUNCTION: Any = type(lambda: None)
_INIT: Any = object.__init__
_NEW: Any = object.__new__


class Chain:
    """The nodes of one run between two that are not of the chain, the first one first.

    `open` each, then pass items, then `flush` and `close` them.
    """

    def __init__(self, links: int) -> None:
        self._drivers: list[Driver] = []
        self._processes: list[Callable[..., Any]] = []
        self._at_once: set[type] = {*_UNCHANGING}
        self._loop: Loop | None = None
        self._each: Each | None = None
        self._halt: Halt = _NO_HALT
        self._in = [0] * links
        self._out = [0] * links
        self._at = 0

    def open(self, *nodes: tuple[Callable[..., Any], Mapping[str, Any]]) -> int:
        """Makes the next node, of its factory and its parameters, and initializes it; returns how many were made.

        Those behind it are made with it if no code but theirs that makes objects runs for that. One that cannot be
        initialized is closed with the others.
        """
        self._make(*nodes[0]).initialize()
        for made, (factory, params) in enumerate(nodes[1:], 1):
            if not _is_plain(factory):
                return made
            try:
                self._make(factory, params)
            except Exception:
                return made  # and it fails again when its turn has come
        return len(nodes)

    def _make(self, factory: Callable[..., Any], params: Mapping[str, Any]) -> Driver:
        driver = Driver(factory, params)
        self._drivers.append(driver)
        self._processes.append(driver.process)
        return driver

    def run(self, items: list[Any], begin: int) -> list[Any] | Stop:
        """Takes items from `begin` on, as many as it can in a short time, and returns what comes of them.

        A list means that each item taken has one output, in order, all numbers and texts. Else it is (outputs, index
        of the next item to take, further outputs or None, indices of the items without one among the outputs, whether
        the last item taken failed, whether the last output may change): every other item that was taken has one
        output; the further ones are those of the last item. What failed is raised by `fail`. An output that a node
        could change while it works on the next item is the last, so that it has gone on by then.
        """
        loop = self._loop
        if loop is None:
            loop = self._loop = _loops(len(self._processes))[0](self._processes, self._at_once, _UNCHANGING)
        outputs: list[Any] = []
        without: list[int] = []
        index, number = begin, 1
        start = perf_counter_ns()
        while number:
            following = iter(items[index : index + number])
            link, value, error = loop(following, outputs)
            while link >= 0:
                index = begin + len(outputs) + len(without)
                if error is None and self._is_one(value):
                    link, value, error = self._pass(link + 1, value)
                    if link < 0:
                        outputs.append(value)
                        if type(value) not in _UNCHANGING:
                            return self._stopped(outputs, index, without, None, False, True)
                        link, value, error = loop(following, outputs)
                    continue
                without.append(index)
                if error is not None or value is not None:
                    self._halt = link, value, error
                    return self._stopped(outputs, index, without, *self.halted())
                self._count_through(link)
                link, value, error = loop(following, outputs)
            index = begin + len(outputs) + len(without)
            number = _more(index - begin, perf_counter_ns() - start, len(items) - index)
        if not without:
            self._count(len(outputs))
            return outputs
        return self._stopped(outputs, index - 1, without, None)

    def each(self, items: list[Any], begin: int) -> Iterator[Any]:
        """Iterates over what comes of the items from `begin` on, each passed when it is asked for.

        A value is the one output of an item, None that there is none. What is lazy or fails ends this early; `halted`
        tells of it.
        """
        loop = self._each
        if loop is None:
            loop = self._each = _loops(len(self._processes))[1](self._processes, self._at_once)
        counted = begin
        following: Any = iter(items)
        following.__setstate__(begin)
        try:
            link, value, error = yield from loop(following)
            while link >= 0:
                if error is None and self._is_one(value):
                    link, value, error = self._pass(link + 1, value)
                    if link < 0:
                        yield value
                        link, value, error = yield from loop(following)
                    continue
                counted += 1
                if error is not None or value is not None:
                    self._halt = link, value, error
                    return
                self._count_through(link)
                yield None
                link, value, error = yield from loop(following)
        finally:
            self._count(len(items) - following.__length_hint__() - counted)

    def halted(self) -> tuple[Iterator[Any] | None, bool]:
        """Returns the outputs of the item that `each` halted at, if it did, and whether that failed; see `fail`."""
        link, value, error = self._halt
        if link < 0:
            return None, False
        self._count_through(link)
        self._at = link
        if error is not None:
            return None, True
        self._halt = _NO_HALT
        return self._spread(link, value), False

    def _pass(self, first: int, value: Any) -> Halt:
        """Passes one item from a link on; returns where it stopped, as a loop does."""
        link = first
        try:
            for link in range(first, len(self._processes)):
                value = self._processes[link](value)
                if not self._is_one(value):
                    return link, value, None
        except BaseException as error:
            return link, None, error
        return -1, value, None

    def fail(self) -> None:
        """Raises what failed."""
        (_, _, error), self._halt = self._halt, _NO_HALT
        if error is not None:
            raise error

    def refuse(self) -> None:
        """Counts an item that came to the first node and cannot be made a Python value."""
        self._at = 0
        self._in[0] += 1

    def flushing(self) -> list[int] | None:
        """Which nodes may still hold anything; None if none does, nor has to be closed."""
        links = [link for link, driver in enumerate(self._drivers) if driver.can_flush()]
        return None if not links and not self.end() else links

    def end(self) -> list[int]:
        """Ends the nodes that have nothing to clean up; returns which are to be closed one by one."""
        return [link for link, driver in enumerate(self._drivers) if not driver.end()]

    def close(self, link: int) -> None:
        """Closes one node, if it has been made."""
        if link < len(self._drivers):
            self._drivers[link].close()

    def flush(self, link: int) -> Iterator[Any]:
        """Iterates over what comes of the things that one node still holds."""
        self._at = link
        for value in self._drivers[link].flush():
            yield from self._onwards(link, value)
            self._at = link

    def standing(self) -> tuple[int, list[int], list[int]]:
        """Which node was last at work, and how many items each has taken and given."""
        return self._at, self._in, self._out

    def _is_one(self, value: Any) -> bool:
        """Whether this is an output by itself; the loop need not ask again then."""
        if type(value) in self._at_once:
            return True
        if value is None or not self._drivers[0].outputs.is_one(value):
            return False
        if len(self._at_once) < _MOST_TYPES:
            self._at_once.add(type(value))
        return True

    def _stopped(
        self,
        outputs: list[Any],
        last: int,
        without: list[int],
        further: Iterator[Any] | None,
        failed: bool = False,
        may_change: bool = False,
    ) -> Stop:
        self._count(len(outputs))
        return outputs, last + 1, further, without, failed, may_change

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


def _is_plain(factory: Any) -> bool:
    """Whether to make the node runs no code of the user's."""
    kind: Any = type(factory)
    if kind is not type:
        return kind is _FUNCTION
    return factory.__init__ is _INIT and factory.__new__ is _NEW and not hasattr(factory, "initialize")


def _more(taken: int, nanos: int, left: int) -> int:
    """How many items are still to be taken, after so many in so much time."""
    return min(left, taken * (_SHORT_NANOS - nanos) // (nanos + 1)) if nanos < _SHORT_NANOS else 0


_kept: dict[int, tuple[Callable[..., Loop], Callable[..., Each]]] = {}


def _loops(number: int) -> tuple[Callable[..., Loop], Callable[..., Each]]:
    """Returns what makes the two loops through so many links: one that gathers outputs, one that yields each.

    Both pass items through all links for as long as each gives one output that is there at once, and return the link
    that gave something else, and that, or its error; or -1 at the end of the items. To go over the links in a loop
    would take longer than a link that does little, so they are written out one after the other.
    """
    makers = _kept.get(number)
    if makers is None:
        names: dict[str, Any] = {"__name__": __name__}
        lines = (_LOOP % _links(number, "unchanging"), _EACH % _links(number, "at_once"))
        exec(compile("".join(lines), "<the links of a chain>", "exec"), names)
        makers = _kept[number] = names["make_loop"], names["make_each"]
    return makers


def _links(number: int, last: str) -> dict[str, str]:
    links = range(number)
    known = ["at_once"] * (number - 1) + [last]
    return {
        "processes": ", ".join(f"process{link}" for link in links),
        "kinds": " = ".join(f"kind{link}" for link in links),
        "links": "".join(_LINK.format(link=link, known=known[link]) for link in links),
    }


_LINK = """
        link = {link}
        value = process{link}(value)
        if type(value) is not kind{link}:
          if type(value) not in {known}:
            return {link}, value, None
          kind{link} = type(value)"""

_LOOP = """
def make_loop(processes, at_once, unchanging):
  %(processes)s, = processes
  def loop(items, outputs):
    %(kinds)s = None
    link = 0
    try:
      for value in items:
        %(links)s
        outputs.append(value)
    except BaseException as error:
      return link, None, error
    return -1, None, None
  return loop
"""

_EACH = """
def make_each(processes, at_once):
  %(processes)s, = processes
  def loop(items):
    %(kinds)s = None
    for value in items:
      try:
        %(links)s
      except BaseException as error:
        return link, None, error
      yield value
    return -1, None, None
  return loop
"""


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
            elif name == "each":
                return link, len(values["items"]) - values["following"].__length_hint__() - 1
            elif name in ("_spread", "_onwards", "flush"):
                return values["self"]._at, 0
        frame = frame.f_back
    return None


finders.append(_where)
