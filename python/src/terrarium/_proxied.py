"""The entry point of a process that holds one object for a proxy in another.

The object lives on the main thread, where an event loop runs: its coroutines run on that loop, its other functions
one after the other, as they were asked for. A second thread listens for what is said meanwhile: which request is not
wanted any more, that another loop wants to talk, that the end has come.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import pickle
import socket
import sys
from _thread import start_new_thread
from collections import deque
from collections.abc import Callable

from terrarium._buffers import SharedBuffers
from terrarium._channel import Channel
from terrarium._control import CANCEL, OPEN, STOP, ControlReceiver
from terrarium._faults import message_of, type_name, users_traceback_text
from terrarium._kicks import Interrupts
from terrarium._lifeline import die_with_parent
from terrarium._raised import pack as pack_error

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from terrarium._channel import Payload

__all__ = ["main", "may_look_at"]

# What the proxy asks for.
CALL, GET, ITERATE, NEXT, CLOSE, AWAIT, FINISH, FREED = range(1, 9)
# What it is told. DONE: the result; ITEM: one, and maybe more; END: no more.
READY, DONE, ITEM, END, FAILED = range(64, 69)


_PLAIN = frozenset({int, float, str, bool, bytes, list, dict, tuple, type(None)})
"""Of what is neither awaited nor iterated over."""


def main(descriptor: int) -> None:
    """Serves the proxy at the other end of a socket, until it wants no more or is no more."""
    lifelines = die_with_parent()
    side = socket.socket(fileno=descriptor)
    side.set_inheritable(False)
    _redirect()

    async def serve() -> None:
        await _Host(ControlReceiver(side)).serve()

    asyncio.run(serve())
    for lifeline in lifelines:
        os.close(lifeline)


def _redirect() -> None:
    import faulthandler

    if sys.version_info >= (3, 14):
        faulthandler.enable(2, c_stack=False)  # the last words are to be Python's
    else:
        faulthandler.enable(2)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


class _Host:
    """One object, and what is asked of it."""

    def __init__(self, side: ControlReceiver) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = self._loop.create_future()
        self._control = side
        self.buffers = SharedBuffers()
        self._object: Any = None
        self._failure: BaseException | None = None
        self._interrupts = Interrupts()
        self._frames: deque[tuple[_Client, int, int, Payload]] = deque()
        self._clients: dict[int, _Client] = {}
        self._tasks: dict[int, tuple[_Client, asyncio.Task[None]]] = {}
        self._iterators: dict[int, _Iteration] = {}
        self._is_made = self._is_due = self._is_stopping = False

    async def serve(self) -> None:
        """Makes the object, and answers what is asked of it until nothing more will be."""
        path, arguments, self.buffers.peer, self.buffers.is_shared, made = self._control.receive_beginning()
        sys.path[:], sys.argv[:] = path, arguments
        start_new_thread(self._listen, ())
        making = self._loop.create_task(self._make(made))
        await self._over
        making.cancel()

    async def _make(self, made: bytes) -> None:
        try:
            factory, args, kwargs = pickle.loads(made)
            self._object = factory(*args, **kwargs)
            if inspect.isawaitable(self._object):
                self._object = await self._object
        except BaseException as error:
            self._failure = error
        self._is_made = True
        self._next()

    # What the parent says by its control socket, to a thread of its own

    def _listen(self) -> None:
        try:
            for kind, request, number, descriptor in self._control.messages():
                if kind == CANCEL:
                    self._interrupts.interrupt(request)
                    self._tell(self._cancel, request, number)
                elif kind == OPEN:
                    self._tell(self._open, number, descriptor)
                elif kind == STOP:
                    self._tell(self._stop)
        except OSError:
            pass
        os._exit(1)  # the parent is no more, and the system has not said so

    def _tell(self, what: Callable[..., object], *details: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(what, *details)
        except RuntimeError:  # it has come to its end already
            pass

    def _cancel(self, request: int, number: int) -> None:
        work = self._tasks.get(request)
        client = self._clients.get(number)
        if work is not None:
            self._interrupts.forget(request)
            work[1].cancel()
        elif client is None or (request <= client.seen and all(request != frame[2] for frame in self._frames)):
            self._interrupts.forget(request)

    def _open(self, number: int, descriptor: int) -> None:
        client = self._clients[number] = _Client(self, number, socket.socket(fileno=descriptor), self._loop)
        client.send(READY, 0, b"%d" % may_look_at(self.buffers.peer))

    def _stop(self) -> None:
        self._is_stopping = True
        self._look_for_the_end()

    def _look_for_the_end(self) -> None:
        """Ends when everything has been answered and nothing more will be asked."""
        if not self._is_stopping or self._frames or self._tasks or self._over.done():
            return
        if all(client.is_done for client in self._clients.values()):
            self._over.set_result(None)

    # What a loop of the parent asks for

    def take(self, client: _Client, kind: int, request: int, payload: Payload) -> None:
        """Takes a frame, which has its turn after those that came before."""
        if kind == FREED:
            self.buffers.release(pickle.loads(payload))
            return
        if kind == FINISH:
            client.is_done = True
            self._look_for_the_end()
            return
        client.seen = max(client.seen, request)
        self._frames.append((client, kind, request, payload))

    def go_on(self) -> None:
        """Does the first thing that waits; the loop has a turn before the next one."""
        if not self._is_due:
            self._next()

    def leave(self, client: _Client) -> None:
        """The loop of a client is no more: nobody waits for what it has asked for."""
        del self._clients[client.number]
        self._frames = deque(frame for frame in self._frames if frame[0] is not client)
        for asker, work in self._tasks.values():
            if asker is client:
                work.cancel()
        for iteration in [each for each in self._iterators.values() if each.client is client]:
            del self._iterators[iteration.number]
            self._begin(client, -iteration.number, self._closed(client, 0, iteration))
        self._look_for_the_end()

    def _next(self) -> None:
        self._is_due = False
        if not self._frames or not self._is_made:
            return
        client, kind, request, payload = self._frames.popleft()
        if self._failure is None:
            _HANDLERS[kind](self, client, request, payload)
        else:
            self._interrupts.forget(request)
            self._fail(client, request, self._failure)
        if self._frames:
            self._is_due = True
            self._loop.call_soon(self._next)  # behind the first step of a coroutine
        if self._is_stopping:
            self._look_for_the_end()

    def _give(self, client: _Client, kind: int, request: int, box: list[Any], name: str) -> None:
        client.send(kind, request, self.buffers.pack_last(box, name))

    def _fail(self, client: _Client, request: int, error: BaseException) -> None:
        text = users_traceback_text(error)
        told: tuple[object, ...] = type_name(type(error)), message_of(error), text, pack_error(error)
        client.send(FAILED, request, pickle.dumps(told))

    def _begin(self, client: _Client, request: int, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks[request] = client, task
        task.add_done_callback(lambda _: self._end(client, request, task))

    def _end(self, client: _Client, request: int, task: asyncio.Task[None]) -> None:
        del self._tasks[request]
        if task.cancelled():  # before its first step
            self._fail(client, request, asyncio.CancelledError())
        self._look_for_the_end()

    # Calls

    def _call(self, client: _Client, request: int, payload: Payload) -> None:
        name = ""
        try:
            name, box = self._called(request, payload)
            if type(box[0]) in _PLAIN:
                client.send(DONE, request, self.buffers.pack_last(box, name))
            elif _is_awaitable(box[0]):
                self._begin(client, request, self._finish(client, request, name, box))
            else:
                self._answer(client, request, name, box)
        except BaseException as error:
            self._fail(client, request, error)

    def _called(self, request: int, payload: Payload) -> tuple[str, list[Any]]:
        call = self.buffers.unpack(payload)  # which may import modules, and is not interrupted in the middle of that
        return f"{'.'.join(call[0])}()", [self._interrupts.run(request, self._made, call)]

    def _made(self, call: tuple[tuple[str, ...], tuple[Any, ...], dict[str, Any]]) -> Any:
        path, args, kwargs = call
        return self._found(path)(*args, **kwargs)

    def _found(self, path: tuple[str, ...]) -> Any:
        found = self._object
        for name in path:
            found = getattr(found, name)
        return found

    async def _finish(self, client: _Client, request: int, name: str, box: list[Any]) -> None:
        try:
            box.append(await box.pop())
            self._answer(client, request, name, box)
        except BaseException as error:
            self._fail(client, request, error)

    def _answer(self, client: _Client, request: int, name: str, box: list[Any]) -> None:
        if inspect.isgenerator(box[0]) or hasattr(box[0], "__anext__"):
            raise TypeError(f"{name} gives its values one by one: iterate over it by async for")
        self._give(client, DONE, request, box, name)

    def _get(self, client: _Client, request: int, payload: Payload) -> None:
        try:
            path = pickle.loads(payload)
            name: str = ".".join(path)
            box = [self._interrupts.run(request, self._found, path)]
            if inspect.isroutine(box[0]):
                raise TypeError(f"{name} is a function: call it, as in await proxy.{name}()")
            if _is_awaitable(box[0]):
                self._begin(client, request, self._finish(client, request, name, box))
            else:
                self._give(client, DONE, request, box, name)
        except BaseException as error:
            self._fail(client, request, error)

    def _await(self, client: _Client, request: int, _: Payload) -> None:
        self._interrupts.forget(request)
        self._give(client, DONE, request, [None], "")

    # Iterators, of which the first value is asked for by the call itself

    def _iterate(self, client: _Client, request: int, payload: Payload) -> None:
        try:
            name, box = self._called(request, payload)
            if _is_awaitable(box[0]) and not hasattr(box[0], "__aiter__"):
                self._begin(client, request, self._iterate_later(client, request, name, box))
            else:
                self._step(client, request, self._opened(client, request, name, box.pop()))
        except BaseException as error:
            self._fail(client, request, error)

    async def _iterate_later(self, client: _Client, request: int, name: str, box: list[Any]) -> None:
        try:
            iteration = self._opened(client, request, name, await box.pop())
            if iteration.is_async:
                await self._step_later(client, request, iteration)
            else:
                self._step(client, request, iteration)
        except BaseException as error:
            self._fail(client, request, error)

    def _opened(self, client: _Client, request: int, name: str, given: Any) -> _Iteration:
        iteration = self._iterators[request] = _Iteration(client, request, name, given)
        return iteration

    def _further(self, client: _Client, request: int, payload: Payload) -> None:
        self._step(client, request, self._iterators[int.from_bytes(payload, "little")])

    def _step(self, client: _Client, request: int, iteration: _Iteration) -> None:
        if iteration.is_async:
            iteration.at_work = request
            self._begin(client, request, self._step_later(client, request, iteration))
            return
        try:
            box = [self._interrupts.run(request, next, iteration.iterator)]
            self._give(client, ITEM, request, box, iteration.name)
        except StopIteration:
            del self._iterators[iteration.number]
            client.send(END, request)
        except BaseException as error:
            self._fail(client, request, error)

    async def _step_later(self, client: _Client, request: int, iteration: _Iteration) -> None:
        try:
            box = [await iteration.iterator.__anext__()]
            self._give(client, ITEM, request, box, iteration.name)
        except StopAsyncIteration:
            del self._iterators[iteration.number]
            client.send(END, request)
        except BaseException as error:
            self._fail(client, request, error)

    def _close(self, client: _Client, request: int, payload: Payload) -> None:
        self._interrupts.forget(request)
        iteration = self._iterators.pop(int.from_bytes(payload, "little"), None)
        self._begin(client, request, self._closed(client, request, iteration))

    async def _closed(self, client: _Client, request: int, iteration: _Iteration | None) -> None:
        try:
            if iteration is not None:
                if iteration.at_work in self._tasks:
                    await asyncio.wait([self._tasks[iteration.at_work][1]])
                await iteration.close()
            self._give(client, DONE, request, [None], "")
        except BaseException as error:
            self._fail(client, request, error)


_HANDLERS: dict[int, Callable[[_Host, _Client, int, Payload], None]] = {
    CALL: _Host._call,
    GET: _Host._get,
    AWAIT: _Host._await,
    ITERATE: _Host._iterate,
    NEXT: _Host._further,
    CLOSE: _Host._close,
}


class _Iteration:
    """What gives values one by one to a loop of the parent."""

    def __init__(self, client: _Client, number: int, name: str, given: Any) -> None:
        self.client = client
        self.number = number
        self.name = name
        if not hasattr(given, "__aiter__") and not hasattr(given, "__iter__") and not hasattr(given, "__getitem__"):
            raise TypeError(f"{name} gives one {type_name(type(given))}, and nothing to iterate over: await it")
        self.iterator: Any = given.__aiter__() if hasattr(given, "__aiter__") else iter(given)
        self.is_async = hasattr(self.iterator, "__anext__")
        self.at_work = 0

    async def close(self) -> None:
        if hasattr(self.iterator, "aclose"):
            await self.iterator.aclose()
        elif hasattr(self.iterator, "close"):
            self.iterator.close()


class _Client(Channel):
    """A loop of the parent, and what it has under way here."""

    def __init__(self, host: _Host, number: int, end: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(end, loop, self._taken, self._leave)
        self._host = host
        self.number = number
        self._process = os.getpid()
        self._out = sys.stdout
        self.seen = 0
        self.is_done = False

    def _taken(self, kind: int, request: int, payload: Payload) -> None:
        self._host.take(self, kind, request, payload)

    def read(self) -> bool:
        may_be_more = super().read()
        self._host.go_on()
        return may_be_more

    def _leave(self) -> None:
        self.is_done = True
        self._host.leave(self)

    def send(self, kind: int, request: int, payload: Payload = b"") -> None:
        """Sends an answer, behind what has been printed meanwhile."""
        if os.getpid() != self._process:
            os._exit(0)  # the child of a fork has come back from the object's code
        try:
            self._out.flush()
        except (OSError, ValueError):
            pass  # it was closed, or nobody reads it any more
        if self.is_open:
            if self._host.buffers.freed:
                super().send(FREED, 0, pickle.dumps(self._host.buffers.take_freed()))
            super().send(kind, request, payload)


def may_look_at(process: int) -> bool:
    """Whether this process may open what another one has open."""
    try:
        os.readlink(f"/proc/{process}/fd/0")
    except OSError:
        return False
    return hasattr(os, "memfd_create")


def _is_awaitable(value: Any) -> bool:
    return hasattr(value, "__await__") or (inspect.isgenerator(value) and inspect.isawaitable(value))
