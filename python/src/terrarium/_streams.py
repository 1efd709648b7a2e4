"""Python's stdout, stderr and stdin while the JVM owns the real ones.

Whole lines are sent at once. What a thread writes of a line is held until it ends the line, so that one print
arrives in one piece, and never longer than the outermost call from Java in which it was written: Java is told
once that something is held, and flushes when that call ends.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from _thread import get_ident

from terrarium._errors import StandardInputError
from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Literal, NoReturn

    Buffer = bytes | bytearray | memoryview

__all__ = ["JavaOutput", "NoInput"]

_MOST_HELD = 8192


class JavaOutput(io.TextIOBase):
    """A text stream whose pieces a Java function takes.

    Nothing that is written fails for its content: a lone surrogate, and a byte that is not UTF-8, arrive as
    their escapes. Closing it only flushes, because others still write to it.
    """

    encoding = "utf-8"
    errors = "backslashreplace"
    newlines = None
    mode = "w"
    line_buffering = True
    write_through = False

    def __init__(self, name: str, sink: Callable[[str], object], holding: Callable[[], object] = lambda: None) -> None:
        self.name = name
        self.buffer = _Bytes(self)
        self._sink = sink
        self._holding = holding
        self._told = False
        self._held: dict[int, str] = {}

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        thread = get_ident()
        piece = self._held.pop(thread, "") + text
        lines = len(piece) if len(piece) > _MOST_HELD else piece.rfind("\n") + 1
        if lines < len(piece):
            self._held[thread] = piece[lines:]  # first: the sink may print too, or raise
            if not self._told:
                self._told = True
                self._holding()
        if lines:
            self._sink(sendable(piece[:lines]))
        return len(text)

    def writelines(self, lines: Iterable[str], /) -> None:  # type: ignore[override]
        self.write("".join(lines))

    def flush(self) -> None:
        piece = self._held.pop(get_ident(), None)
        if piece is not None:
            self._sink(sendable(piece))

    def end_call(self) -> bool:
        """Sends what this thread wrote and what threads that are gone have left.

        Says whether another thread still holds text.
        """
        self.flush()
        if self._held:
            for thread in self._held.keys() - sys._current_frames().keys():
                self._sink(sendable(self._held.pop(thread, "")))
        self._told = bool(self._held)
        return self._told

    def end(self) -> None:
        """Sends whatever any thread has written: nothing follows."""
        self.buffer.end()
        while self._held:
            self._sink(sendable(self._held.popitem()[1]))

    def fork(self, descriptor: int) -> None:
        """Turns to a file of the operating system: a forked child has no JVM to write through."""
        self._held.clear()
        self._told = False
        self._sink = lambda piece: _write_all(descriptor, piece.encode("utf-8"))
        self._holding = self.end_call

    def close(self) -> None:
        self.flush()

    @property
    def closed(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> NoReturn:
        raise io.UnsupportedOperation(f"{self.name} goes to the JVM and has no file descriptor")

    def detach(self) -> NoReturn:
        raise io.UnsupportedOperation(f"{self.name} goes to the JVM and cannot be detached")

    def reconfigure(self, **settings: object) -> None:
        """Takes what io.TextIOWrapper takes, and stays UTF-8: nothing it writes can fail to encode."""
        self.flush()

    def __repr__(self) -> str:
        return f"<JavaOutput {self.name}>"


class _Bytes(io.BufferedIOBase):
    """The binary side: a character may come in parts, and each thread's parts are kept apart."""

    def __init__(self, text: JavaOutput) -> None:
        self._text = text
        self._decoders: dict[int, codecs.IncrementalDecoder] = {}
        self.name = text.name
        self.mode = "wb"

    def write(self, data: Any, /) -> int:
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        with memoryview(data) as view:
            octets = view.tobytes()
        thread = get_ident()
        decoder = self._decoders.pop(thread, None) or _new_decoder("backslashreplace")
        self._text.write(decoder.decode(octets))
        if decoder.getstate()[0]:
            self._decoders[thread] = decoder
        return len(octets)

    def end(self) -> None:
        while self._decoders:
            self._text.write(self._decoders.popitem()[1].decode(b"", final=True))

    def flush(self) -> None:
        self._text.flush()

    def close(self) -> None:
        self.flush()

    @property
    def closed(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> NoReturn:
        self._text.fileno()

    def detach(self) -> NoReturn:
        self._text.detach()


def _write_all(descriptor: int, octets: bytes) -> None:
    while octets:
        octets = octets[os.write(descriptor, octets) :]


_new_decoder = codecs.getincrementaldecoder("utf-8")


class NoInput(io.TextIOBase):
    """Standard input that says whose it is, rather than steal the JVM's.

    In a worker process, the worker of a Python program or of another, it says that there is none.
    """

    name = "<stdin>"
    mode = "r"
    encoding = "utf-8"
    errors = "strict"
    newlines = None

    def __init__(self, worker_of: Literal["Python", "Java"] | None = None) -> None:
        self._refusal = _REFUSALS[worker_of]

    def readable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def read(self, size: int | None = -1, /) -> NoReturn:
        self._refuse()

    def readline(self, size: int = -1, /) -> NoReturn:  # type: ignore[override]
        self._refuse()

    def readlines(self, hint: int = -1, /) -> NoReturn:
        self._refuse()

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        self._refuse()

    def __next__(self) -> NoReturn:
        self._refuse()

    @property
    def buffer(self) -> NoReturn:
        self._refuse()

    def fileno(self) -> NoReturn:
        raise io.UnsupportedOperation("<stdin> is not this interpreter's and has no file descriptor here")

    def __repr__(self) -> str:
        return "<NoInput>"

    def _refuse(self) -> NoReturn:
        raise StandardInputError(self._refusal)


_REFUSALS: dict[str | None, str] = {
    None: (
        "standard input belongs to the JVM that embeds this Python: under ./terrarium run, give the data by "
        "--input; under ./terrarium robot, give a script an argument of its command, and a policy a parameter "
        "(--parameter) or a topic; in a Java program, read it there and pass what was read as an argument"
    ),
    "Python": (
        "a worker process has no standard input: ask in the program, and give the node what was read as an item or a "
        'parameter, or run it with isolation="inline"'
    ),
    "Java": (
        "a worker process has no standard input: under ./terrarium run, give the data by --input; under ./terrarium "
        "robot, give a script an argument of its command, and a policy a parameter (--parameter) or a topic; in a Java "
        "program, read it there and give the node what was read as an item or a parameter, or the script as an argument"
    ),
}
