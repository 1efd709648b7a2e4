"""The entry point of a process that runs the scripts of one owner for a JVM that is its parent.

Operations run on the main thread, one at a time, in the order in which they come. A second thread reads them, with the
answers to what Python code asks, on whichever thread that does; a third listens on a socket of its own, so that an
interrupt overtakes all else. There is no JVM in this process.
"""

from __future__ import annotations

import os
import socket
import sys
from _queue import SimpleQueue
from _thread import RLock, allocate_lock, get_ident, stack_size, start_new_thread
from errno import EBADF, ENOTSOCK
from itertools import count

from terrarium import _threads, _wire
from terrarium._errors import JavaError, MarshalError, TerrariumError
from terrarium._failures import end_child, failure, no_room, too_large
from terrarium._faults import traceback_text
from terrarium._kicks import Interrupts
from terrarium._lifeline import die_with_parent
from terrarium._limits import Reserve, limit, limit_cpu, shortage
from terrarium._line import LINE_LOST, NO_MEMORY, Dropped, Line, connect
from terrarium._outlets import Outlets
from terrarium._scripts import attach
from terrarium._shared import Shared
from terrarium._standing import dump_on_arrival, standing
from terrarium._wire import pack, pack_known, slots, unpack

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from terrarium._scripts import Scripts

__all__ = ["main"]

# What the JVM sends. KEEP: what is to be held of the value that the last operation gave; FORGET: nothing of it.
RUN, TELL, ANSWER, REFUSED, FAULT, KEEP, LET_GO, FORGET, EXIT = range(1, 10)
# What it is told; the numbers that are not here are those of workers alone.
READY, VALUE, FAILED, ASKED, FREED, SLOT, SHARED, GAVE_UP, STANDS = 64, 67, 68, 69, 73, 74, 75, 78, 79
# What it says on the side.
INTERRUPT, LEVEL, ROOM, RELEASED, STANDING = range(1, 6)

BROKEN = 244
"""How it ends when it cannot go on, since a script has taken away what it needs itself."""

_VITAL = ("sys", "builtins", "terrarium._scripts")
_LISTENERS_STACK = 1 << 20
_BLOCK = 1 << 16
"""In such blocks the JVM asks for room."""


def main(where: str, folders: list[str], site: list[str], limits: str, owner: str) -> None:
    """Serves the JVM that listens on a socket, until it wants no more or is no more.

    `folders` come first on the path, `site` last; `limits` are bytes of memory, open files, and seconds of processor
    time, 0 for none; `owner` is whose scripts they are.
    """
    lifelines = die_with_parent()
    memory, files, seconds = map(int, limits.split(","))
    limit(memory, files)
    if seconds:
        limit_cpu(seconds)
    sys.argv[:] = [""]
    sys.path.extend(folder for folder in site if folder not in sys.path)
    try:
        line, side, dump = connect(where, 3)
        worker = _Worker(line, side, dump, memory)
        worker.begin(folders, owner)
    except (MemoryError, ImportError, OSError, RuntimeError) as error:
        if not memory and not files:
            raise
        os._exit(shortage(error, memory))  # there may be too little left even to say more
    try:
        worker.serve()
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)
    except OSError:
        os._exit(LINE_LOST)
    except MemoryError:
        os._exit(NO_MEMORY)
    for lifeline in lifelines:
        os.close(lifeline)


class _Call:
    """A question to the JVM, and the lock that is released when its answer is there."""

    def __init__(self) -> None:
        self.lock = allocate_lock()
        self.lock.acquire()
        self.kind = 0
        self.payload: Any = b""


class _Worker:
    """The operations of a JVM, and what they ask of it."""

    def __init__(self, line: socket.socket, side: socket.socket, dump: socket.socket, memory: int) -> None:
        self._interrupts = Interrupts()
        self._main = get_ident()
        self._line = Line(line, self._interrupts.shield, self._interrupts.unshield)
        self._side = Line(side, _nothing, _nothing)
        self._dump = dump
        self._outlets = Outlets(self._line, self._interrupts)
        self._memory = memory
        self._reserve = Reserve(bool(memory))
        self._shared = Shared(self._announce, memory)
        self._values = RLock()  # of who packs or unpacks a value of which arrays may be shared
        self._todo: SimpleQueue[tuple[int, int, Any]] = SimpleQueue()
        self._calls: dict[int, _Call] = {}
        self._numbers = count(1)
        self._at_work = 0
        self._asking = False
        self._has_begun = False
        self._result: Any = None
        self._is_forked = False
        self._modules = sys.modules
        self._scripts: Scripts

    # The beginning

    def begin(self, folders: list[str], owner: str) -> None:
        self._outlets.redirect("Java")
        os.register_at_fork(after_in_child=self._leave)
        dump_on_arrival(self._dump)
        usual = stack_size(_LISTENERS_STACK)
        start_new_thread(self._listen, ())
        stack_size(usual)
        if not self._memory:  # of which each stack would take its size, used or not
            _threads.enlarge_stacks()
        from terrarium import _folders

        _folders.enter(folders)
        self._outlets.bridge_logging()
        self._scripts = attach(self.ask, owner)
        import opcode  # noqa: F401 - where threads stand is asked for when there is little time
        import traceback  # noqa: F401

        start_new_thread(self._read, ())
        self._line.send(READY, 0, pack((os.getpid(), list(sys.version_info[:3]))))

    def _leave(self) -> None:
        """A forked child says nothing on the lines."""
        self._is_forked = True
        self._line.cut()
        self._side.cut()
        self._dump.close()
        self._outlets.fork()

    def _announce(self, slot: int, descriptor: int, capacity: int, is_jvms: bool) -> None:
        self._line.send(SLOT, 0, pack((slot, descriptor, capacity, is_jvms)))

    # Other threads

    def _listen(self) -> None:
        try:
            while True:
                kind, request, payload = self._side.receive()
                if kind == INTERRUPT:
                    if request >= self._interrupts.request:
                        self._interrupts.interrupt(request)
                elif kind == LEVEL:
                    self._outlets.set_level(*unpack(payload))
                elif kind == ROOM:
                    if self._shared.make(request * _BLOCK, True) is None:
                        self._shared.refuse(request)
                elif kind == RELEASED:
                    self._shared.release(request)
                elif kind == STANDING:
                    self._tell_standing(request)
        except (EOFError, OSError) as error:  # the JVM is no more, and the system has not said so
            os._exit(_how_ended(error))

    def _tell_standing(self, number: int) -> None:
        try:
            self._dump.recv(_BLOCK, socket.MSG_DONTWAIT)  # where it stood was written for what has come there
        except BlockingIOError:
            pass
        waits, frames = standing(self._main)
        told = (self._at_work, self._asking, waits, frames, self._interrupts.raised)
        self._line.send(STANDS, number, pack(told))

    def _read(self) -> None:
        try:
            while True:
                kind, number, payload = self._line.receive()
                if kind == TELL:
                    self._told(payload)
                elif kind == KEEP:
                    self._keep(number, payload)
                elif ANSWER <= kind <= FAULT:
                    self._answer(kind, number, payload)
                else:
                    self._todo.put((kind, number, payload))
        except (EOFError, OSError) as error:
            os._exit(_how_ended(error))
        except MemoryError:
            os._exit(NO_MEMORY)

    def _told(self, payload: Any) -> None:
        try:
            *arguments, name = _order(payload)
            getattr(self._scripts, name)(*arguments)
        except BaseException:
            import traceback

            sys.stderr.write(traceback.format_exc())

    def _keep(self, number: int, payload: Any) -> None:
        whole, *steps = _order(payload)
        value: Any = _wire.holdings.get(whole) if whole else self._result
        try:
            for step in steps:
                value = value[step]
            _wire.holdings[number] = value
        except Exception:
            pass  # whoever wants it later is told that it is not there

    def _answer(self, kind: int, number: int, payload: Any) -> None:
        call = self._calls.pop(number, None)
        if call is None:  # nobody waits for it any more
            if kind == ANSWER:
                self._drop(payload)
            return
        call.kind, call.payload = kind, payload
        call.lock.release()

    def _drop(self, payload: Any) -> None:
        """Lets the memory go that a value lies in, which nobody takes."""
        if type(payload) is not Dropped and b"shared" in bytes(payload):  # the function by which it is written
            self._shared.freed.extend(slots(payload))

    # Values

    def _pack(self, value: Any, given: list[int]) -> bytes:
        """Packs a value, and adds to `given` the slots that it lies in."""

        def place(array: Any) -> tuple[int, int] | None:
            where = self._shared.place(array)
            if where is not None:
                given.append(self._shared.given.pop())
            return where

        with self._values:
            self._shared.take_back()  # of one who was interrupted between the two
            try:
                return pack_known(value, place)
            except MemoryError as error:
                raise no_room(error) from error

    def _send(self, kind: int, number: int, data: bytes, given: list[int]) -> None:
        """Sends a value, and tells which slots it lies in, and which of the JVM's are free."""
        self._interrupts.shield()
        try:
            with self._values:
                if given:
                    self._line.hold(SHARED, number, pack(given))
                freed = self._shared.freed
                if freed:
                    self._line.hold(FREED, number, pack([freed.popleft() for _ in range(len(freed))]))
                self._line.send_unshielded(kind, number, data)
                given.clear()
                self._shared.tick()
        finally:
            self._interrupts.unshield()

    def _take_back(self, given: list[int]) -> None:
        """A value is not sent."""
        with self._values:
            self._shared.given.extend(given)
            given.clear()
            self._shared.take_back()

    def _unpack(self, payload: Any, what: str) -> Any:
        if type(payload) is Dropped:
            raise too_large(payload.size, what)
        with self._values:
            data = self._shared.begin_with(payload)
            try:
                return unpack(data, self._shared.view)
            except MemoryError as error:
                self._shared.drop(slots(data))
                raise too_large(len(data), what) from error
            except BaseException:
                self._shared.drop(slots(data))
                raise

    # Operations

    def serve(self) -> None:
        """Runs operations until there are none any more."""
        while True:
            kind, number, payload = self._todo.get()
            if kind == RUN:
                self._run(number, payload)
            elif kind == LET_GO:
                _wire.holdings.pop(number, None)
            elif kind == FORGET:
                self._result = None
            elif kind == EXIT:
                self._scripts.close()
                return

    def _run(self, number: int, payload: Any) -> None:
        self._result = None
        self._has_begun = False
        self._at_work = number
        given: list[int] = []
        kind = VALUE
        try:
            data = self._interrupts.run(number, lambda payload: self._work(payload, given), payload)
        except BaseException as error:
            if self._is_forked:
                end_child(error)
            self._take_back(given)
            if not self._has_begun and _is_ours(error):
                self._end_broken(error)
            with self._reserve:
                kind, data = FAILED, failure(error, "" if self._has_begun else "not begun")
        if self._is_forked:
            os._exit(0)  # the child of a fork that has come back from the script
        if not all(name in self._modules for name in _VITAL):
            self._end_broken(None)
        if self._outlets.holds_text:
            self._outlets.send_held()
        self._at_work = 0
        self._send(kind, number, data, given)
        self._interrupts.forget(number)

    def _end_broken(self, error: BaseException | None) -> None:
        """Ends the process, which could only fail from now on; what has just run is told how."""
        if error is not None:
            os.write(2, _text(error).encode(errors="backslashreplace"))
        os._exit(BROKEN)

    def _work(self, payload: Any, given: list[int]) -> bytes:
        *arguments, name = self._unpack(payload, "order to run, with its arguments,")
        self._has_begun = True
        self._result = value = getattr(self._scripts, name)(*arguments)
        return self._pack(value, given)

    # Questions

    def ask(self, name: str, arguments: list[Any], spawned: int | None) -> Sequence[Any]:
        """Asks the JVM, and waits for its answer, which it gives as `terrarium._scripts` wants it."""
        if self._is_forked:
            raise RuntimeError(f"a forked child has no JVM to ask for '{name}': do that in the process that forked it")
        number = next(self._numbers)
        is_main = get_ident() == self._main
        given: list[int] = []
        call = _Call()
        try:
            data = self._pack((name, list(arguments), spawned), given)
            self._calls[number] = call
            self._asking = self._asking or is_main
            self._send(ASKED, number, data, given)
            call.lock.acquire()
        except MarshalError as error:
            self._take_back(given)
            return "invalid_argument", str(error), {"path": error.path}
        except BaseException:
            self._take_back(given)
            if self._calls.pop(number, None) is not None:
                self._line.send(GAVE_UP, number)
            raise
        finally:
            if is_main:
                self._asking = False
        return self._answered(name, call)

    def _answered(self, name: str, call: _Call) -> Sequence[Any]:
        if call.kind == ANSWER:
            return (self._unpack(call.payload, f"answer to '{name}'"),)
        told: list[Any] = _order(call.payload)
        if call.kind == FAULT:
            raise JavaError(*told)
        return told  # a refusal; or nothing, where Java was interrupted


def _order(payload: Any) -> Any:
    if type(payload) is Dropped:
        raise too_large(payload.size, "message of the JVM's")
    return unpack(payload)


def _is_ours(error: BaseException) -> bool:
    """Whether what came before any of the user's code is no interrupt, lack of room, or held value that is gone."""
    return isinstance(error, Exception) and not isinstance(error, (TerrariumError, MemoryError, LookupError))


def _text(error: BaseException) -> str:
    try:
        return traceback_text(error)
    except BaseException:  # it needs modules, too
        return repr(error)


def _how_ended(error: Exception) -> int:
    return LINE_LOST if isinstance(error, OSError) and error.errno in (EBADF, ENOTSOCK) else 1


def _nothing() -> None:
    pass
