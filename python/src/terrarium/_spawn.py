"""Starts Python processes that are to end with this one, and sees what they print and how they end."""

from __future__ import annotations

import codecs
import marshal
import os
import select
import subprocess
import sys

from terrarium._dump import Dump

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import socket
    from typing import Any

__all__ = ["Ending", "Output", "readable", "started"]

_BOOT = "import sys; sys.path.insert(0, sys.argv[2]); from terrarium._proxied import main; main(int(sys.argv[1]))"
_BOOT_FROM_MEMORY = (
    "import marshal, os, sys\n"
    "with os.fdopen(int(sys.argv[2]), 'rb') as file: sources = marshal.load(file)\n"
    "finder = {'__name__': 'terrarium._sources'}\n"
    "exec(compile(sources['terrarium._sources'][0], '<terrarium>/_sources.py', 'exec'), finder)\n"
    "finder['install'](sources)\n"
    "from terrarium._proxied import main; main(int(sys.argv[1]))\n"
)

_SOON_SECONDS = 0.1
_MILLIS = 1000
_READ_AT_ONCE = 1 << 16
_WORDS_KEPT = 4000


def readable(descriptors: list[int], seconds: float | None) -> list[int]:
    """Waits until something can be read, or is at its end, and returns where; numbers of any size will do."""
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return [descriptor for descriptor, _ in poll.poll(None if seconds is None else seconds * _MILLIS)]


class Output:
    """What a process prints, on its way to a stream of this one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._dump = Dump()
        self._last = ""

    def copy(self, descriptor: int) -> bool:
        """Copies what there is; returns whether more may come."""
        try:
            data = os.read(descriptor, _READ_AT_ONCE)
        except OSError:
            data = b""
        self._show(self._dump.of(self._decoder.decode(data, not data)))
        return bool(data)

    def _show(self, text: str) -> None:
        self._last = (self._last + text)[-_WORDS_KEPT:]
        if text:
            try:
                print(text, end="", file=getattr(sys, self._name), flush=True)
            except (AttributeError, OSError, ValueError):
                pass  # there is no such stream, or it is closed

    def copy_rest(self, descriptor: int) -> None:
        """Copies what there is, and waits for no more: a child of the process may have the other end."""
        while readable([descriptor], 0) and self.copy(descriptor):
            pass
        self._show(self._dump.end())

    def last(self) -> str:
        return self._last.strip()


class Ending:
    """The end of a process, as something to be waited for together with others."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        try:
            self._descriptor = os.pidfd_open(process.pid)
        except (AttributeError, OSError):  # not Linux, or an old one
            self._descriptor = -1

    def watched(self) -> list[int]:
        return [] if self._descriptor < 0 else [self._descriptor]

    def patience(self) -> float | None:
        return _SOON_SECONDS if self._descriptor < 0 else None

    def has_ended(self) -> bool:
        if self._descriptor < 0:
            return self._process.poll() is not None
        return bool(readable([self._descriptor], 0))

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def started(end: socket.socket) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Starts a process that has one end of a socket; returns what keeps it alive, and where its output comes."""
    if not sys.executable:
        raise RuntimeError("this Python does not know its own program (sys.executable is empty), so it starts no other")
    flags: list[str] = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
    memory = getattr(__spec__.loader, "_sources", None)
    ours: list[int] = []
    theirs: list[int] = []
    try:
        for mine in (1, 0, 0):
            pipe = os.pipe()
            ours.append(pipe[mine])
            theirs.append(pipe[1 - mine])
        given = [end.fileno()]
        if memory is None:
            boot, where = _BOOT, os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        else:
            theirs.append(_file_of(memory))
            given.append(theirs[-1])
            boot, where = _BOOT_FROM_MEMORY, str(theirs[-1])
        stdin, stdout, stderr, *_ = theirs
        command = [sys.executable, *flags, "-c", boot, str(given[0]), where]
        process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, pass_fds=given)
    except BaseException:
        for descriptor in ours:
            os.close(descriptor)
        raise
    finally:
        for descriptor in theirs:
            os.close(descriptor)
    return process, ours


def _file_of(sources: Any) -> int:
    """The package's sources, where they lie in no folder, in a file without a name."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        marshal.dump(sources, file)
        file.seek(0)
        return os.dup(file.fileno())
