"""A process that holds one object, as its parent sees it: its start, its end, what it prints, and what it is asked."""

from __future__ import annotations

import asyncio
import atexit
import os
import pickle
import signal
import socket
import sys
import threading
import weakref
from _thread import start_new_thread
from concurrent.futures import Future, TimeoutError  # noqa: A004 (until 3.11 it is another one)
from itertools import count

from terrarium import _proxied as side
from terrarium._buffers import SharedBuffers
from terrarium._channel import Channel
from terrarium._control import CANCEL, INIT, NUMBER_BYTES, OPEN, STOP, ControlSender
from terrarium._errors import ExecutionError, WorkerCrashed
from terrarium._raised import revive
from terrarium._spawn import Ending, Output, readable, started
from terrarium._travel import packed

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from terrarium._channel import Payload

__all__ = ["Child"]

_PATIENCE_SECONDS = 5
"""What stop() waits until it ends a process, and then until it kills it."""

_FAREWELL_SECONDS = 2
_LINGER_SECONDS = 1
_CRASHED = 0


class Child:
    """The process of one object."""

    def __init__(self, name: str, factory: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.name = name
        made = _packed(name, factory, args, kwargs)
        self.buffers = SharedBuffers()
        self._requests = count(1)
        self._numbers = count(1)
        self._channels: dict[asyncio.AbstractEventLoop, _LoopChannel] = {}
        self._lock = threading.Lock()
        self._is_stopping = False
        self._had_to_be = ""
        self._crash: WorkerCrashed | None = None
        self._end: Future[int] = Future()
        self._end.set_running_or_notify_cancel()  # nobody cancels it
        self._pid = os.getpid()
        with _forking:
            self._start()
        self.buffers.peer = self._process.pid
        beginning = sys.path, sys.argv, os.getpid(), side.may_look_at(self._process.pid), made
        self._control.send(INIT, 0, pickle.dumps(beginning))
        self._watch = threading.Thread(target=self._look_after, name=f"{name}-output", daemon=True)
        self._watch.start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        self._control = ControlSender(ours)
        try:
            with theirs:
                self._process, self._descriptors = started(theirs)
        except BaseException:
            self._control.close()
            raise
        self._ending = Ending(self._process)
        _living.add(self)

    def __repr__(self) -> str:
        if self._end.done():
            return f"{self.name}, whose process {self._process.pid} has ended"
        return f"{self.name} in process {self._process.pid}"

    # Requests, on the loops that make them

    def ask(self, kind: int, payload: bytes) -> Generator[Any, None, Any]:
        """Asks for something, and waits for the answer."""
        _, answer = yield from self.asked(self._channel(), kind, next(self._requests), payload)
        return answer

    def get(self, path: tuple[str, ...]) -> Generator[Any, None, Any]:
        """Asks for an attribute."""
        return self.ask(side.GET, pickle.dumps(path))

    def call(self, path: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Generator[Any, None, Any]:
        """Calls something of the object."""
        channel = self._channel()
        return (yield from self.asked(channel, side.CALL, next(self._requests), self.packed(path, args, kwargs)))[1]

    def iterate(self, path: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Iteration:
        """Prepares to iterate over what a call gives."""
        return Iteration(self, self._channel(), self.packed(path, args, kwargs))

    def asked(
        self, channel: _LoopChannel, kind: int, request: int, payload: bytes
    ) -> Generator[Any, None, tuple[int, Any]]:
        """Sends a request, and waits for what kind of answer comes, and which."""
        future = channel.ask(kind, request, payload)
        channel.under_way += 1
        try:
            try:
                kind, answer = yield from future
            except BaseException:
                if future.done() and not future.cancelled():
                    self.drop(*future.result())
                else:
                    self._control.send(CANCEL, request, channel.number)
                raise
            if kind == _CRASHED:
                raise self.crash()
            if kind == side.FAILED:
                raise _raised(answer, self)
            return kind, self._unpacked(answer) if kind != side.END else None
        finally:
            channel.under_way -= 1
            if self._is_stopping:
                channel.say_if_done()

    def _unpacked(self, answer: Payload) -> Any:
        try:
            return self.buffers.unpack(answer)
        except Exception:
            if self._crash is None:
                raise
        raise self.crash()  # which took the memory along that the answer lies in

    def packed(self, path: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
        """Packs a call."""
        try:
            return self.buffers.pack((path, args, kwargs))
        except Exception:
            name = ".".join(path)
            for index, value in enumerate(args):
                packed(value, f"argument {index} of {name}()")
            for word, value in kwargs.items():
                packed(value, f"argument {word} of {name}()")
            raise

    def number(self) -> int:
        """The number of the next request."""
        return next(self._requests)

    def require(self) -> None:
        """Refuses what is asked after the end."""
        if self._is_stopping:
            raise RuntimeError(f"{self.name} was stopped: make another by mpify")
        if self._crash is not None:
            raise self.crash()

    def is_over(self) -> bool:
        """Whether nothing can be asked any more."""
        return self._is_stopping or self._crash is not None

    def _channel(self) -> _LoopChannel:
        loop = asyncio.get_running_loop()
        channel = self._channels.get(loop)
        if channel is None or self.is_over():
            channel = self._opened(loop)
        return channel

    def _opened(self, loop: asyncio.AbstractEventLoop) -> _LoopChannel:
        if os.getpid() != self._pid:
            raise RuntimeError(f"{self.name} belongs to the process that this one was forked from: make another here")
        with self._lock:
            self.require()
            for other in [other for other in self._channels if other.is_closed()]:
                self._channels.pop(other).close()
            ours, theirs = socket.socketpair()
            number = next(self._numbers)
            with theirs:
                self._control.send(OPEN, 0, number, theirs)
            channel = self._channels[loop] = _LoopChannel(self, number, ours, loop)
            return channel

    def drop(self, kind: int, payload: Payload) -> None:
        """Lets an answer go that nobody waits for any more."""
        if kind in (side.DONE, side.ITEM):
            self.buffers.discard(payload)

    def crash(self) -> WorkerCrashed:
        """An error that says how the process ended; one of its own for each who waits."""
        told = self._crash
        if told is None:
            raise RuntimeError("the process is at work; this is a bug in Terrarium")
        return WorkerCrashed(*told.args)

    # The end

    def finish(self) -> None:
        """Asks the process to end when it has done what it was asked for, and takes no more requests."""
        with self._lock:
            if self._is_stopping or os.getpid() != self._pid:
                return
            self._is_stopping = True
            channels = list(self._channels.values())
        for channel in channels:
            channel.finish()
        self._control.send(STOP, 0)

    async def stop(self) -> None:
        """Ends the process: in order if it does so within five seconds, and otherwise not in order."""
        self.finish()
        if os.getpid() != self._pid:
            return
        for end in (self.terminate, self.kill):
            if await self._has_ended(_PATIENCE_SECONDS):
                return
            end()
        await self._has_ended(None)

    async def _has_ended(self, seconds: float | None) -> bool:
        done, _ = await asyncio.wait([asyncio.wrap_future(self._end)], timeout=seconds)
        return bool(done)

    def abandon(self) -> None:
        """Stops without waiting: nobody has the proxy any more. The collector calls it, on any thread, in any lock."""
        if os.getpid() == self._pid and not self._end.done():
            start_new_thread(self._stop_alone, ())

    def _stop_alone(self) -> None:
        self.finish()
        try:
            self._end.result(_PATIENCE_SECONDS)
        except TimeoutError:
            self.kill()

    def leave(self) -> None:
        """Waits a moment for the end, and then kills; Python ends."""
        try:
            self._end.result(_FAREWELL_SECONDS)
        except TimeoutError:
            self.kill()
        self._watch.join()

    def terminate(self) -> None:
        self._had_to_be = self._had_to_be or f", as it had not ended {_PATIENCE_SECONDS} s after stop()"
        self._process.terminate()

    def kill(self) -> None:
        self._had_to_be = self._had_to_be or f", as it had not ended {_PATIENCE_SECONDS} s after stop()"
        self._process.kill()

    def refuse(self) -> None:
        """What the process says means nothing: it cannot be believed any more."""
        self._had_to_be = self._had_to_be or ", as what it said was not understood"
        self._process.kill()

    def lose(self) -> None:
        """The process talks no more: it is ending, or has closed what it talks by."""
        timer = threading.Timer(_LINGER_SECONDS, self._process.kill)
        timer.daemon = True
        self._end.add_done_callback(lambda _: timer.cancel())
        timer.start()

    def forget(self) -> None:
        """In a forked child: lets everything go that is the parent's."""
        self._process.returncode = 0
        self._close()
        self._control.cut()
        self.buffers.cut()
        for channel in self._channels.values():
            channel.abandon()

    # A thread of its own, which prints what the process prints, and sees its end

    def _look_after(self) -> None:
        _, out, err = self._descriptors
        outputs = {out: Output("stdout"), err: Output("stderr")}
        watched = [*outputs, *self._ending.watched()]
        while not self._ending.has_ended():
            for descriptor in readable(watched, self._ending.patience()):
                if descriptor in outputs and not outputs[descriptor].copy(descriptor):
                    watched.remove(descriptor)
        for descriptor, output in outputs.items():
            output.copy_rest(descriptor)
        self._end_group()
        self._conclude(self._process.wait(), outputs[err].last())

    def _end_group(self) -> None:
        """Ends what the process has started and left behind; as long as it is not waited for, its number is its own."""
        if self._process.returncode is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except OSError:
                pass  # there is nobody

    def _conclude(self, status: int, words: str) -> None:
        self._crash = WorkerCrashed(f"{self.name}: {_how(self._process.pid, status)}{self._had_to_be}", status, words)
        with self._lock:
            channels = list(self._channels.values())
            self.buffers.close()
        self._close()
        self._control.close()
        for channel in channels:
            channel.tell_of_the_end()
        self._end.set_result(status)

    def _close(self) -> None:
        while self._descriptors:
            os.close(self._descriptors.pop())
        self._ending.close()


class Iteration:
    """What a call gives one by one; each value is made when it is asked for."""

    def __init__(self, child: Child, channel: _LoopChannel, payload: bytes) -> None:
        self._child = child
        self._channel = channel
        self._payload = payload
        self._number = 0
        self._is_open = True

    def next(self) -> Generator[Any, None, tuple[bool, Any]]:
        """Asks for the next value; says whether there is one."""
        self._child.require()
        if not self._number:
            self._number = number = self._child.number()
            asking = self._child.asked(self._channel, side.ITERATE, number, self._payload)
            self._payload = b""
        else:
            asking = self._child.asked(self._channel, side.NEXT, self._child.number(), self._name())
        kind, value = yield from asking
        self._is_open = kind != side.END
        return self._is_open, value

    def close(self) -> Generator[Any, None, None]:
        """Closes the generator, if it is not at its end; with its process it has ended in any case."""
        if not self._is_open or not self._number or self._child.is_over():
            return
        try:
            yield from self._child.asked(self._channel, side.CLOSE, self._child.number(), self._name())
        except WorkerCrashed:
            if not self._child.is_over():
                raise  # its own code has raised that

    def _name(self) -> bytes:
        return self._number.to_bytes(NUMBER_BYTES, "little")


class _LoopChannel(Channel):
    """What one event loop has under way."""

    def __init__(self, child: Child, number: int, end: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(end, loop, self._taken, child.lose)
        self._child = child
        self._buffers = child.buffers
        self.number = number
        self.under_way = 0
        self.waiting: dict[int, asyncio.Future[tuple[int, Payload]]] = {}

    def _taken(self, kind: int, request: int, payload: Payload) -> None:
        if kind == side.FREED:
            self._buffers.release(pickle.loads(payload))
        elif kind == side.READY:
            self._buffers.is_shared = payload == b"1"
        else:
            future = self.waiting.pop(request)
            if future.done():
                self._child.drop(kind, payload)
            else:
                future.set_result((kind, payload))

    def read(self) -> bool:
        try:
            return super().read()
        except (KeyError, MemoryError, OverflowError, pickle.UnpicklingError):
            self.close()
            self._child.refuse()
            return False

    def ask(self, kind: int, request: int, payload: bytes) -> asyncio.Future[tuple[int, Payload]]:
        """Sends a request; what it returns is done when the answer is there."""
        future = self._loop.create_future()
        self.waiting[request] = future
        if self._buffers.freed:
            self.send(side.FREED, 0, pickle.dumps(self._buffers.take_freed()))
        self.send(kind, request, payload)
        return future

    def say_if_done(self) -> None:
        """Tells the process that nothing more will be asked, when all answers have been taken."""
        if not self.under_way and self.is_open:
            self.send(side.FINISH, 0)

    def finish(self) -> None:
        """Takes care that the process is told that nothing more will be asked; called by any thread."""
        try:
            if self._loop.is_running():
                self._loop.call_soon_threadsafe(self.say_if_done)
            elif not self._loop.is_closed():
                self.send(side.FINISH, 0)
            else:
                self.close()
        except RuntimeError:  # the loop was closed just now
            self.close()

    def tell_of_the_end(self) -> None:
        """The process has ended; called by any thread."""
        try:
            self._loop.call_soon_threadsafe(self._end_all)
        except RuntimeError:  # the loop is closed, and nobody waits
            self.close()

    def _end_all(self) -> None:
        while self.is_open and self.read():
            pass
        self.close()
        for future in self.waiting.values():
            if not future.done():
                future.set_result((_CRASHED, b""))
        self.waiting.clear()

    def abandon(self) -> None:
        """In a forked child: lets the socket go, and leaves the loop, which is the parent's, alone."""
        self.is_open = False
        self._end.close()


def _packed(name: str, factory: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    try:
        return packed((factory, args, kwargs))
    except Exception:
        packed(factory, "the factory")
        for index, value in enumerate(args):
            packed(value, f"argument {index} of {name}")
        for word, value in kwargs.items():
            packed(value, f"argument {word} of {name}")
        raise


def _raised(answer: Payload, child: Child) -> BaseException:
    """What was raised in the process, with a note that says in which, and with its traceback there."""
    kind, message, text, pickled = pickle.loads(answer)
    error, reason = revive(pickled)
    if error is None:
        error = ExecutionError(f"{kind}: {message}; it cannot be raised here itself: {reason}")
        error.type, error.traceback = kind, text
    note = f"In {child!r}:\n{text}".rstrip() if text else f"In {child!r}"
    error.__notes__ = [*getattr(error, "__notes__", ()), note]  # type: ignore[attr-defined]
    if isinstance(error, StopIteration):  # which no coroutine can raise
        unclear, error = error, RuntimeError(f"{child.name} raised StopIteration")
        error.__cause__ = unclear
    return error


def _how(process: int, status: int) -> str:
    if status >= 0:
        return f"its process {process} ended with exit status {status}"
    try:
        name = f" ({signal.Signals(-status).name})"
    except ValueError:
        name = ""
    return f"its process {process} was killed by signal {-status}{name}"


_living: weakref.WeakSet[Child] = weakref.WeakSet()
_forking = threading.RLock()
"""Held while this process forks, and while there are descriptors that no child of a fork would close yet."""


@atexit.register
def _leave() -> None:
    children = list(_living)
    for child in children:
        child.finish()
    for child in children:
        child.leave()


def _forget() -> None:
    for child in list(_living):
        child.forget()
    _living.clear()
    _forking.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_forking.acquire, after_in_parent=_forking.release, after_in_child=_forget)
