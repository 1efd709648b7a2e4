"""`input()` for event loops."""

from __future__ import annotations

import asyncio
import builtins
import contextvars
import os
import select
import sys
import threading
from concurrent.futures import Future
from types import BuiltinFunctionType
from weakref import WeakKeyDictionary

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import MutableMapping

__all__ = ["async_input"]

_turns: MutableMapping[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
_lock = threading.Lock()
_begun = bytearray()
"""The beginning of a line that nobody has waited for to its end."""

_asked: Future[str] | None = None
"""A call of `input` whose line nobody has taken yet."""


async def async_input(prompt: object = "") -> str:
    """`input(prompt)` that lets the event loop go on: returns the next line of standard input, without its end.

    Raises EOFError where there is none. Several that wait at once get their lines in the order in which they came.

    Standard input is read only when it has something, by the loop itself, and not beyond the line: who is cancelled,
    also by Ctrl-C or a timeout, leaves the line to the next, of whatever kind, and Python's end waits for nothing.
    What `input()` itself has read ahead from a pipe cannot be seen; it comes when the pipe has ended. Where
    `sys.stdin` or `input` is not Python's own, as in a notebook, `input` is called on a thread, and cannot be called
    back: the line then goes to the next `async_input`.
    """
    loop = asyncio.get_running_loop()
    turn = _turns.get(loop)
    if turn is None:
        turn = _turns[loop] = asyncio.Lock()
    async with turn:
        descriptor = _descriptor()
        if descriptor is None:
            return await _by_thread(prompt)
        print(prompt, end="", flush=True)
        return await _line(loop, descriptor)


def _descriptor() -> int | None:
    """Where the system's standard input is, if `input` would read just that."""
    if sys.stdin is not sys.__stdin__ or type(builtins.input) is not BuiltinFunctionType:
        return None
    try:
        return sys.__stdin__.fileno() if sys.__stdin__ is not None and os.name == "posix" else None
    except (AttributeError, OSError, ValueError):
        return None


async def _line(loop: asyncio.AbstractEventLoop, descriptor: int) -> str:
    own = os.dup(descriptor)  # others may watch the same file
    try:
        line = _read(own)
        while line is None:
            await _readable(loop, own)
            line = _read(own)
    finally:
        os.close(own)
    if line.endswith(b"\n"):
        return _decoded(line)
    ahead = "" if os.isatty(descriptor) else sys.stdin.readline()
    if not line and not ahead:
        raise EOFError("EOF when reading a line")
    return _decoded(line) + ahead.removesuffix("\n")


async def _readable(loop: asyncio.AbstractEventLoop, descriptor: int) -> None:
    there = loop.create_future()

    def tell() -> None:
        if not there.done():
            there.set_result(None)

    loop.add_reader(descriptor, tell)
    try:
        await there
    finally:
        loop.remove_reader(descriptor)


def _read(descriptor: int) -> bytes | None:
    """Returns a line, or what there is before the end of all, or None if that would have to be waited for."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    with _lock:
        while poll.poll(0):
            byte = os.read(descriptor, 1)  # not more, as what follows may be for others
            _begun.extend(byte)
            if byte in (b"\n", b""):
                line = bytes(_begun)
                _begun.clear()
                return line
    return None


def _decoded(line: bytes) -> str:
    text = line.decode(sys.stdin.encoding or "utf-8", sys.stdin.errors or "strict")
    return text.removesuffix("\n").removesuffix("\r")


async def _by_thread(prompt: object) -> str:
    global _asked
    if _asked is None:
        _asked = Future()
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(_ask, _asked, prompt), name="terrarium-input", daemon=True).start()
    asked = _asked
    try:
        return await asyncio.shield(asyncio.wrap_future(asked))
    finally:
        if asked.done() and asked is _asked:
            _asked = None


def _ask(asked: Future[str], prompt: object) -> None:
    try:
        asked.set_result(builtins.input(prompt))
    except BaseException as error:
        asked.set_exception(error)
