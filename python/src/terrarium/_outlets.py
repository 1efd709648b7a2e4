"""What a worker process prints and logs, told to the JVM before the answer that it belongs to."""

from __future__ import annotations

import sys

from terrarium._faults import chain_of, traceback_text
from terrarium._imports import after_import
from terrarium._streams import JavaOutput, NoInput
from terrarium._wire import pack

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal

    from terrarium._kicks import Interrupts
    from terrarium._line import Line

__all__ = ["Outlets"]

_PRINTED, _LOGGED = 70, 71
"""The kinds of frames."""


class Outlets:
    """The standard streams and the loggers of the process."""

    def __init__(self, line: Line, interrupts: Interrupts) -> None:
        self._line = line
        self._interrupts = interrupts
        self._outs: list[JavaOutput] = []
        self._levels: dict[str, int] = {}
        self._forget_levels: Callable[[], None] = _nothing
        self._is_forked = False
        self.holds_text = False
        """Whether something was printed without the end of its line."""

    def redirect(self, worker_of: Literal["Python", "Java"]) -> None:
        """Has the JVM take what is printed, and Python say where it was when it crashes."""
        import faulthandler

        if sys.version_info >= (3, 14):
            faulthandler.enable(2, c_stack=False)  # the last words are to be Python's
        else:
            faulthandler.enable(2)
        for number, name in ((1, "stdout"), (2, "stderr")):
            out = JavaOutput(f"<{name}>", self._printer(number), self._note_held)
            setattr(sys, name, out)
            self._outs.append(out)
        sys.stdin = NoInput(worker_of)

    def bridge_logging(self) -> None:
        """Has the JVM take what is logged, from when `logging` is imported."""
        after_import("logging", self._bridge_logging)

    def send_held(self) -> None:
        """Sends what was printed without the end of its line."""
        self.holds_text = False
        for out in self._outs:
            if out.end_call():
                self.holds_text = True

    def fork(self) -> None:
        """What a forked child prints goes where its descriptors do."""
        self._is_forked = True
        for number, out in enumerate(self._outs, 1):
            out.fork(number)

    def set_level(self, logger: str, level: int) -> None:
        """The JVM is interested in what a logger logs from this level on."""
        self._levels[logger] = level
        self._forget_levels()

    def _note_held(self) -> None:
        self.holds_text = True

    def _printer(self, number: int) -> Callable[[str], None]:
        return lambda text: self._line.send(_PRINTED, self._interrupts.request, pack((number, text)))

    def _bridge_logging(self) -> None:
        from terrarium import _logging

        def log(level: int, name: str, logger: str, message: str, error: BaseException | None, *more: Any) -> None:
            text = "" if error is None else traceback_text(error)
            if self._is_forked:
                sys.stderr.write(f"{name}:{logger}:{message}\n{text}")
                return
            chain = [] if error is None else chain_of(error)
            fields = dict(more[0]) if more else {}
            self._line.send(
                _LOGGED, self._interrupts.request, pack((level, name, logger, message, chain, text, fields))
            )

        handler = _logging.bridge(log, lambda logger, level: level >= self._levels.get(logger, 0))
        self._forget_levels = handler.forget_soon


def _nothing() -> None:
    pass
