"""The entry point of a worker process: runs one node at a time for a JVM that is its parent.

The main thread reads requests from a private socket, and answers them in their order. A second thread listens on
another: by that the JVM interrupts a request, and says what it logs. There is no JVM in this process.
"""

from __future__ import annotations

import os
import sys
from _thread import stack_size, start_new_thread
from collections import deque
from errno import EBADF, ENOTSOCK

from terrarium import _threads
from terrarium._errors import Interrupted
from terrarium._failures import end_child, failure, no_room, refusal, too_large
from terrarium._kicks import Interrupts
from terrarium._lifeline import die_with_parent
from terrarium._limits import Reserve, limit, limit_cpu, shortage
from terrarium._line import LINE_LOST, NO_MEMORY, Dropped, Line, connect
from terrarium._loading import description, find, order
from terrarium._outlets import Outlets
from terrarium._requested import Intake
from terrarium._shared import Named, Shared
from terrarium._wire import pack, slots, unpack

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from typing import Any

    from terrarium._driver import Driver
    from terrarium._reload import Imported

__all__ = ["main"]

# What the JVM asks for.
DESCRIBE, OPEN, PROCESS, AHEAD, FLUSH, NEXT, STOP, STREAM, PRODUCE, CLOSE, GIVEN, NO_MORE, EXIT = range(1, 14)
# What it tells on the way: by which numbers this side knows the slots of the value that follows.
RENAMED = 14
# What it is told. DONE: no output, or none any more; LAST: one, and no more; VALUE: one, and maybe more.
READY, DONE, LAST, VALUE, FAILED, TAKE, PRINTED, LOGGED, STATE, FREED, SLOT, SHARED, IMPORTED, STATELESS = range(64, 78)
# What it says on the side.
INTERRUPT, LEVEL, ROOM, RELEASED = range(1, 5)

_FOR_STREAMS = frozenset({GIVEN, NO_MORE})
_LISTENERS_STACK = 1 << 20
_BLOCK = 1 << 16
"""In such blocks the JVM asks for room."""


def main(
    where: str, folders: list[str], site: list[str], limits: str, watches: bool = False, is_of_program: bool = False
) -> None:
    """Serves the JVM that listens on a socket, until it wants no more or is no more.

    `folders` come first on the path, `site` last; `limits` are bytes of memory and open files, 0 for none. A JVM that
    `watches` the folders is told what is imported from them. One that `is_of_program` is within a program of Python's,
    which wants to raise what is raised here.
    """
    lifelines = die_with_parent()
    memory, files = map(int, limits.split(","))
    limit(memory, files)
    sys.argv[:] = [""]
    sys.path.extend(folder for folder in site if folder not in sys.path)
    try:
        data, side = connect(where, 2)
        worker = _Worker(data, side, memory, is_of_program)
        worker.begin(folders, watches)
    except (MemoryError, ImportError, OSError, RuntimeError) as error:
        if not memory and not files:
            raise
        os._exit(shortage(error, memory))  # there may be too little left even to say more
    try:
        worker.serve()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(1)
    except OSError:
        os._exit(LINE_LOST)
    except MemoryError:
        os._exit(NO_MEMORY)
    for lifeline in lifelines:
        os.close(lifeline)


class _Worker:
    """One node at a time, and the requests of a JVM for it."""

    def __init__(self, data: socket.socket, side: socket.socket, memory: int, is_of_program: bool) -> None:
        self._is_of_program = is_of_program
        self._interrupts = Interrupts()
        self._line = Line(data, self._interrupts.shield, self._interrupts.unshield)
        self._side = Line(side, _nothing, _nothing)
        self._outlets = Outlets(self._line, self._interrupts)
        self._waiting: deque[tuple[int, int, Any]] = deque()
        self._driver: Driver | None = None
        self._outputs: Iterator[Any] | None = None
        self._skips = False
        self._state: Callable[[], Any] | None = None
        self._is_stateless = False
        self._memory = memory
        self._reserve = Reserve(bool(memory))
        self._shared = Shared(self._announce, memory)
        self._given: deque[tuple[int, int, Any]] = deque()
        self._arrived: Callable[[], None] = _nothing
        self._is_forked = False
        self._imported: Imported | None = None

    # The beginning

    def begin(self, folders: list[str], watches: bool) -> None:
        self._outlets.redirect("Python" if self._is_of_program else "Java")
        os.register_at_fork(after_in_child=self._leave)
        self._start_listening()
        if not self._memory:  # of which each stack would take its size, used or not
            _threads.enlarge_stacks()
        from terrarium import _folders

        _folders.enter(folders)
        if watches:
            from terrarium import _reload

            _reload.enter(folders)
            self._imported = _reload.Imported()
        self._outlets.bridge_logging()
        self._line.send(READY, 0, pack((os.getpid(), list(sys.version_info[:3]))))
        import traceback  # noqa: F401 - who is interrupted has little time to say where it was

    def _leave(self) -> None:
        """A forked child says nothing on the lines."""
        self._is_forked = True
        self._line.cut()
        self._side.cut()
        self._outlets.fork()

    def _announce(self, slot: int, descriptor: int, capacity: int, is_jvms: bool) -> None:
        self._line.send(SLOT, 0, pack((slot, descriptor, capacity, is_jvms)))

    def _pack(self, value: Any) -> bytes:
        """Packs an output, and tells which slots it lies in."""
        try:
            data = pack(value, self._shared.place, self._shared.take_back)
        except MemoryError as error:
            self._shared.take_back()
            raise no_room(error) from error
        except BaseException:
            self._shared.take_back()
            raise
        if self._shared.given:
            self._line.hold(SHARED, self._interrupts.request, pack(list(self._shared.given)))
            self._shared.given.clear()
        return data

    def _unpack(self, payload: Any) -> Any:
        data = self._shared.begin_with(payload)
        if type(data) is Dropped:
            self._shared.drop_named()
            raise too_large(data.size, "item")
        try:
            return unpack(data, self._shared.view)
        except MemoryError as error:
            self._shared.drop(slots(data))
            raise too_large(len(data), "item") from error
        except BaseException as error:
            self._shared.drop(slots(data))
            if isinstance(error, Exception):
                raise refusal(error) from error
            raise

    # The side line

    def _start_listening(self) -> None:
        usual = stack_size(_LISTENERS_STACK)
        start_new_thread(self._listen, ())
        stack_size(usual)

    def _listen(self) -> None:
        try:
            while True:
                kind, request, payload = self._side.receive()
                if kind == INTERRUPT:
                    self._interrupts.interrupt(request)
                elif kind == LEVEL:
                    self._outlets.set_level(*unpack(payload))
                elif kind == ROOM:
                    if self._shared.make(request * _BLOCK, True) is None:
                        self._shared.refuse(request)
                elif kind == RELEASED:
                    self._shared.release(request)
        except (EOFError, OSError) as error:  # the JVM is no more, and the system has not said so
            os._exit(LINE_LOST if isinstance(error, OSError) and error.errno in (EBADF, ENOTSOCK) else 1)

    # Requests

    def serve(self) -> None:
        """Answers requests until there are none any more."""
        while True:
            kind, request, payload = self._next()
            if kind == EXIT:
                return
            if kind != AHEAD:
                self._skips = False
            elif self._skips:
                self._interrupts.forget(request)
                self._drop(payload)
                continue
            _HANDLERS[kind](self, request, payload)

    def _drop(self, payload: Any) -> None:
        """Lets the memory go that an item lies in, which nobody takes."""
        data = self._shared.begin_with(payload)
        if type(data) is Dropped:
            self._shared.drop_named()
            return
        pickled: Any = data.obj if type(data) is memoryview else data
        if data is not payload or b"shared" in pickled:  # the function by which it is written
            self._shared.drop(slots(data))

    def _receive(self) -> tuple[int, int, Any]:
        """Waits for a frame; one that comes behind names has them with it."""
        frame = self._line.receive()
        if frame[0] != RENAMED:
            return frame
        names = unpack(frame[2])
        kind, request, payload = self._line.receive()
        return kind, request, Named(payload, names)

    def _next(self) -> tuple[int, int, Any]:
        is_amid = self._outputs is not None
        if self._waiting and not is_amid:
            return self._waiting.popleft()
        while True:
            frame = self._receive()
            kind = frame[0]
            if kind in _FOR_STREAMS:
                self._given.append(frame)
                self._arrived()
            elif is_amid and kind == AHEAD:
                self._waiting.append(frame)  # it comes after the further outputs of the one before
            else:
                return frame

    def _answer(self, request: int, work: Callable[[Any], tuple[int, bytes]], item: Any = None) -> None:
        """Does the user's work for a request, and tells what came of it."""
        try:
            kind, payload = self._interrupts.run(request, work, item)
        except BaseException as error:
            if self._is_forked:
                end_child(error)
            self._outputs = None
            self._skips = True
            with self._reserve:
                kind, payload = FAILED, failure(error, is_wanted=self._is_of_program)
        if self._is_forked:
            os._exit(0)  # the child of a fork that has come back from the node's code
        if self._outlets.holds_text:
            self._outlets.send_held()
        if self._imported is not None:
            files = self._imported.more()
            if files:
                self._line.hold(IMPORTED, request, pack(files))
        freed = self._shared.freed
        if freed:
            self._line.hold(FREED, request, pack([freed.popleft() for _ in range(len(freed))]))
        self._line.send_unshielded(kind, request, payload)
        self._shared.tick()

    def _describe(self, request: int, payload: Any) -> None:
        def work(payload: Any) -> tuple[int, bytes]:
            reference, source, node = order(payload)
            is_there, told = description(reference, source, node)
            return DONE if is_there else FAILED, told

        self._answer(request, work, payload)

    def _open(self, request: int, payload: Any) -> None:
        def work(payload: Any) -> tuple[int, bytes]:
            reference, source, node, params, streaming, state, cpu_seconds = order(payload)
            from terrarium._driver import Driver

            if cpu_seconds:
                limit_cpu(cpu_seconds)
            self._shared.begin()
            self._driver = driver = Driver(find(reference, source, node), params, streaming)
            driver.initialize()
            snapshot, restore = driver.hook("snapshot"), driver.hook("restore")
            self._state = snapshot
            self._is_stateless = False
            if state is not None and restore is not None:
                restore(unpack(state))
            missing = "" if (snapshot is None) == (restore is None) else "restore" if snapshot else "snapshot"
            return DONE, pack((driver.can_flush(), missing))

        self._answer(request, work, payload)

    def _process(self, request: int, payload: Any) -> None:
        self._answer(request, self._work, payload)

    def _work(self, payload: Any) -> tuple[int, bytes]:
        return self._first(self._there().run(self._unpack(payload)))

    def _flush(self, request: int, _: Any) -> None:
        self._answer(request, lambda _: self._first(self._there().flush()))

    def _produce(self, request: int, _: Any) -> None:
        self._answer(request, lambda _: self._first(self._there().produce()))

    def _stream(self, request: int, _: Any) -> None:
        intake = Intake(self)
        self._answer(request, lambda _: self._first(self._there().stream(intake.take, intake.wait)))

    def _there(self) -> Driver:
        if self._driver is None:
            raise RuntimeError("the worker has no node; this is a bug in Terrarium")
        return self._driver

    def _first(self, outputs: Any) -> tuple[int, bytes]:
        if type(outputs) is not tuple:
            self._outputs = iter(outputs)
            return self._further()
        if not outputs:
            return self._done()
        payload = self._pack(outputs[0])
        if self._state is not None:
            self._done()
        return LAST, payload

    def _further(self) -> tuple[int, bytes]:
        outputs = self._outputs
        if outputs is None:
            raise RuntimeError("there are no further outputs; this is a bug in Terrarium")
        for value in outputs:
            return VALUE, self._pack(value)
        self._outputs = None
        return self._done()

    def _done(self) -> tuple[int, bytes]:
        """Tells the node's state, if it has one to tell, before the end of the request."""
        if self._state is not None:
            self._tell(self._state)
        return DONE, b""

    def _tell(self, snapshot: Callable[[], Any]) -> None:
        """The request has succeeded, whatever becomes of this: a state that is not told, or not in time, is none."""
        try:
            self._line.hold(STATE, self._interrupts.request, pack(snapshot()))
            self._is_stateless = False
        except (Exception, Interrupted) as error:
            if not self._is_stateless or isinstance(error, Interrupted):
                self._is_stateless = True
                with self._reserve:
                    self._line.hold(STATELESS, self._interrupts.request, failure(error))

    def _more(self, request: int, _: Any) -> None:
        self._answer(request, lambda _: self._further())

    def _stop(self, request: int, _: Any) -> None:
        def work(_: Any) -> tuple[int, bytes]:
            outputs, self._outputs = self._outputs, None
            close = getattr(outputs, "close", None)
            if close is not None:
                close()
            return DONE, b""

        self._answer(request, work)

    def _close(self, request: int, _: Any) -> None:
        def work(_: Any) -> tuple[int, bytes]:
            self._outputs = None
            driver, self._driver, self._state = self._driver, None, None
            if driver is not None:
                driver.close()
            driver = None
            self._shared.rest()
            return DONE, b""

        self._answer(request, work)

    def ask(self) -> None:
        """Asks the JVM for the next item of a stream."""
        self._line.send(TAKE, self._interrupts.request)

    def is_ready(self) -> bool:
        """Whether the item that was asked for is there."""
        return bool(self._given) or self._line.is_ready()

    def on_arrival(self, call: Callable[[], None]) -> int:
        """Has a function called if the item comes between two requests; returns where it comes otherwise."""
        self._arrived = call
        return self._line.fileno()

    def given(self) -> tuple[bool, Any]:
        """Waits for the next item of a stream, which was asked for; says whether there is one."""
        self._arrived = _nothing
        if not self._given:
            self._line.await_readable()
            self._interrupts.shield()
            try:
                self._given.append(self._receive())
            finally:
                self._interrupts.unshield()
        kind, request, payload = self._given.popleft()
        if kind == NO_MORE:
            return False, None
        if kind != GIVEN:
            raise EOFError(f"a frame of the kind {kind} came for request {request}, and no item")
        return True, self._unpack(payload)


_HANDLERS: dict[int, Callable[[_Worker, int, Any], None]] = {
    DESCRIBE: _Worker._describe,
    OPEN: _Worker._open,
    PROCESS: _Worker._process,
    AHEAD: _Worker._process,
    FLUSH: _Worker._flush,
    NEXT: _Worker._more,
    STOP: _Worker._stop,
    STREAM: _Worker._stream,
    PRODUCE: _Worker._produce,
    CLOSE: _Worker._close,
}


def _nothing() -> None:
    pass
