"""An arm whose loop runs elsewhere: what it is asked, how it stands, and how its loop ended."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import threading
import time
import weakref
from concurrent.futures import Future, InvalidStateError

from terrarium._errors import NotArrived, RobotDisarmed, RobotDisconnected, RobotError, RobotFault, RobotRefused
from terrarium.robot._asked import Asked
from terrarium.robot._board import Board, Ring
from terrarium.robot._callback import Callback
from terrarium.robot._line import Line, stay_at_the_end
from terrarium.robot._pace import Pace
from terrarium.robot._state import ENDED, LIVE, REHEARSING, STOPPING, ArmState
from terrarium.robot._values import TARGETS, file, limit, names, numpy, seconds, text, told, vector

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Answer = dict[str, Any]
    Send = Callable[[Future[Answer]], object]

__all__ = ["Arm"]

_logger = logging.getLogger("terrarium.robot")

_VERSION = 1

_OLD_SECONDS = 1.0
"""A state older than that is of a loop that does not live."""

_LOOK_SECONDS = 2.0

_SILENT_SECONDS = 120.0
"""So long a server may say nothing of a command that takes its time: twice what an arm may take to come to rest."""

_END_SECONDS, _AGAIN_SECONDS = 2.0, 0.005
"""So long the reason of an end is asked for once more; a loop writes that it has ended before anybody is told why."""


class Arm:
    """One client of one server."""

    def __init__(self, path: str, owner: object = None, *, timeout: float = 10.0) -> None:
        """Connects to the server at a socket; keeps its owner for as long as it is kept itself."""
        numpy()  # before anything else, as it may not be there
        self._timeout = timeout
        self._owner = owner
        self._board: Board | None = None
        self._ring: Ring | None = None
        self._end: RobotError | None = None
        self._is_told = True
        self._starting: Future[Answer] | None = None
        self._undoing: Future[None] | None = None
        self._delayed: list[Future[Answer]] = []
        self._order = threading.RLock()  # so that what ends a start that waits is sent after it, or ends it here
        self.callback = Callback()
        self.pace = Pace()
        self.safety = ""
        self._line = Line(path, _weak(self._told), _weak(self._lost))
        self.hello = self.ask("hello", _same, version=_VERSION, name=f"Python {os.getpid()}").wait()
        self._take(self.hello, None)

    def close(self) -> None:
        """Leaves the server, which brings the arm to rest if nobody else commands it."""
        self._line.close()

    def forsake(self, words: str) -> None:
        """Tells of its owner's end, to whoever asks, and calls nobody back for it."""
        self._line.forsake(words)

    # What it is

    @property
    def joints(self) -> int:
        return int(self.hello["joints"])

    @property
    def is_running(self) -> bool:
        """Whether its loop lives, as far as is known without asking."""
        is_known = self._board is not None and self._end is None and self._line.failure() is None
        return is_known and self._phase() != ENDED

    def runs(self) -> bool:
        """Whether its loop lives; asks for one that somebody else may have started.

        Raises RobotDisconnected where nobody tells, but of one that was closed here.
        """
        if self._line.is_closed:
            return False
        self._require_line()
        if not self.is_running:
            self._look()
        return self.is_running

    def told_safety(self) -> str:
        """The state of the robot's safety as it was told last; raises RobotDisconnected where nobody tells any more."""
        self._require_line()
        return self.safety

    # What it is asked

    def ask(self, what: str, finish: Callable[[Answer], Any], **options: Any) -> Asked[Any]:
        """Sends a command that is answered at once; `patience` is that of Asked, the rest are its fields."""
        patience = options.pop("patience", self._timeout)
        return self._asked(what, finish, self._sender(what, options), patience=patience)

    def ask_long(self, what: str, finish: Callable[[Answer], Any], **options: Any) -> Asked[Any]:
        """Sends a command that takes its time; `silence` and `abandon` are those of Asked, the rest are its fields."""
        silence, abandon = options.pop("silence", _SILENT_SECONDS), options.pop("abandon", None)
        return self._asked(what, finish, self._sender(what, options), silence=silence, abandon=abandon)

    def _asked(self, what: str, finish: Callable[[Answer], Any], send: Send, **waiting: Any) -> Asked[Any]:
        return Asked(what, send, finish, self._sender("status", {}), timeout=self._timeout, **waiting)

    def _sender(self, what: str, fields: Answer) -> Send:
        line = self._line
        return lambda answer: line.ask(what, answer, **fields)

    def start(self) -> Asked[tuple[str, ...]]:
        """Starts the loop, after one that is being undone; gives what the system has granted it, line by line."""
        self.require()
        before: RobotError | None = None

        def send(answer: Future[Answer]) -> None:
            nonlocal before
            before = self._end
            self._line.ask("start", answer)

        def started(answer: Answer) -> tuple[str, ...]:
            if self._end is before:  # else this loop has ended, too
                self._end = None
            self._map(answer)
            self.pace.clear()
            return tuple(answer["granted"])

        return self._asked(
            "start",
            started,
            lambda answer: self._begin(answer, send),
            silence=_SILENT_SECONDS,
            abandon=self._undo_start,
        )

    def _begin(self, start: Future[Answer], send: Send) -> None:
        """Sends a start, when one that was given up has been undone; but there may be only one at a time."""
        if self._starting is not None and not self._starting.done():
            raise RobotError("the arm is being started, by another call of this controller: wait until it is")
        self._starting = start
        if self._undoing is None or self._undoing.done():
            send(start)
            return

        def go_on(_: object) -> None:
            try:
                with self._order:
                    self._delayed.remove(start)
                    send(start)
            except ValueError:
                pass  # what was asked later has ended it
            except RobotError as error:
                _fail(start, error)

        self._delayed.append(start)
        self._undoing.add_done_callback(go_on)

    def stop(self) -> Asked[str]:
        """Brings the arm to rest and ends the loop, whatever is still to be told; gives how it ended."""
        return self._ask_end("stop", self._stopped)

    def disarm(self) -> Asked[str]:
        """Disarms the robot, whatever else is under way; gives the state of its safety."""
        return self._ask_end("disarm", self._disarmed)

    def _ask_end(self, what: str, finish: Callable[[Answer], Any]) -> Asked[Any]:
        """Sends what ends whatever was begun before, a start that waits here among it."""

        def send(answer: Future[Answer]) -> None:
            with self._order:
                while self._delayed:
                    words = f"the arm was not started: {what}() came while this start waited for another one's end"
                    _fail(self._delayed.pop(), RobotError(f"{words}; start it again"))
                self._line.ask(what, answer)

        return self._asked(what, finish, send, silence=_SILENT_SECONDS)

    def switch(self, law: str) -> Asked[None]:
        """Has another law take over."""
        self.require()
        name = text("law", law, "impedance")
        self.pace.clear()
        return self.ask("switch", _nothing, law=name)

    def set(self, name: str, value: object, hold: float | None = None) -> Asked[None]:
        """Sets a target, a gain or the tool."""
        self.require()
        fields: Answer = {"name": name, "value": told(name, value, self.joints)}
        if hold is not None:
            if name not in TARGETS:
                raise RobotRefused(f"hold is for targets ({', '.join(TARGETS)}), and not for {name}: leave it out")
            fields["hold_ms"] = seconds("hold", hold) * 1000
        return self.ask("set", _nothing, **fields)

    def setting(self) -> Answer:
        """What law, targets and gains are."""
        self.require()
        answer: Answer = self.ask("setting", _same).wait()
        return answer

    def move(self, qpos: object, **limits: object) -> Asked[None]:
        """Moves to joint positions; whoever leaves before the end leaves the arm where it is."""
        self.require(live=True)
        goal = self.hello["home"] if qpos is None else vector("qpos", qpos, self.joints)
        given = {name: limit(name, value, self.joints) for name, value in limits.items() if value is not None}
        self.pace.clear()
        return self.ask_long("move", self._moved, abandon=self._hold, silence=math.inf, qpos=goal, **given)

    def record(self, fields: Sequence[str] | None, duration: object, path: str | os.PathLike[str]) -> Asked[int]:
        """Records cycles into a file; gives how many."""
        self.require(live=True)
        chosen = {} if fields is None else {"fields": names("fields", fields, '["q", "torque"]')}
        length = seconds("seconds", duration)
        target = file("path", path, ".npz or .arrow")
        silence = 2 * length + _SILENT_SECONDS  # a slow disk may take as long as the cycles themselves
        return self.ask_long("record", _rows, silence=silence, **chosen, seconds=length, path=target)

    def stats(self) -> Answer:
        """The loop's statistics."""
        self.require(live=True)
        answer: Answer = self.ask("stats", _same).wait()
        stats: Answer = answer["loop_stats"]
        return stats

    def _stopped(self, answer: Answer) -> str:
        self._ended(answer["end"])
        self._raise_end()
        return str(answer["end"]["words"])

    def _disarmed(self, answer: Answer) -> str:
        self.safety = str(answer["safety"])
        return self.safety

    def _moved(self, answer: Answer) -> None:
        end = answer["end"]
        if end == "arrived":
            return
        if end == "ended":  # the next call is to raise why, though the event may not be there yet
            stay_at_the_end()
            status = self._status(is_over=True)
            if not status["running"]:
                self._ended(status["end"])
        raise NotArrived(answer["words"], end)

    # What ends that nobody waits for any more, as whoever commands next would else be surprised

    def _hold(self, moved: Future[Answer], _: bool) -> None:
        if not moved.done():
            self._tell("switch", law="impedance")

    def _undo_start(self, started: Future[Answer], is_due: bool) -> None:
        """Stops what begins by a start, when it has."""
        if started.cancel():  # it was not sent yet
            return
        if self._starting is started:
            self._starting = None
        undone: Future[None] = Future()
        if is_due:  # else it may never begin, and nobody is to wait for it
            self._undoing = undone

        def undo(start: Future[Answer]) -> None:
            stopping = self._tell("stop") if start.exception() is None else None
            if stopping is None:
                undone.set_result(None)
            else:
                stopping.add_done_callback(lambda _: undone.set_result(None))

        started.add_done_callback(undo)

    def _tell(self, what: str, **fields: object) -> Future[Answer] | None:
        try:
            return self._line.ask(what, **fields)
        except RobotError:
            return None  # who is gone moves nothing

    # How it stands

    def state(self) -> ArmState:
        """A copy of the newest state; raises RobotError where there is none of a loop that lives."""
        self.require(live=True)
        state = self._newest()
        if state is None:
            self._look()
            state = self._newest()
        if state is None:
            raise self._why_not()
        return state

    def ring(self) -> Ring:
        """The ring of the loop that lives."""
        self.state()
        if self._ring is None:
            raise RobotError("the loop of the arm has no ring that could be read")
        return self._ring

    def _newest(self) -> ArmState | None:
        row = None if self._board is None else self._board.read()
        if row is None:
            return None
        state = ArmState(row, self.joints)
        return None if state.phase() in (REHEARSING, ENDED) or state.age() > _OLD_SECONDS else state

    def _look(self) -> None:
        """Asks the server where the loop that runs now publishes, which somebody else may have started.

        Nobody is asked while the file of the loop that is known has its place: each loop has a file of its own.
        """
        before = self._end
        if self._board is not None and not self._board.is_replaced():
            if self._newest() is not None and self._end is before:
                self._outlive()  # it was of an earlier loop, and told late
            return
        name = f"Python {os.getpid()}"
        hello = self.ask("hello", _same, version=_VERSION, name=name, patience=_LOOK_SECONDS).wait()
        self._take(hello, before)

    def _why_not(self) -> RobotError:
        if self._phase() in (LIVE, STOPPING):  # then nobody is asked, as a stopped process says nothing
            return _unwritten()
        status = self._status()
        if not status["running"]:
            stay_at_the_end()
            end = status["end"]
            if end is None:
                return RobotError("the arm is not running: start() begins its loop")
            self._ended(end)
            self._is_told = True
            return _again(self._end) if self._end is not None else RobotError(end["words"])
        phase = self._phase()
        if phase == REHEARSING:
            return RobotError("the loop of the arm rehearses, and has no state yet: start() returns when it has")
        if phase == ENDED:
            return RobotError("the loop of the arm has just ended: start() begins another loop")
        return _unwritten()

    def _status(self, *, is_over: bool = False) -> Answer:
        """What the server tells of the loop; waits for the reason of an end that has none yet."""
        until = time.monotonic() + _END_SECONDS
        while True:
            status: Answer = self.ask("status", _same).wait()
            self.safety = str(status["safety"])
            is_ending = is_over or self._phase() == ENDED
            if not status["running"] or not is_ending or time.monotonic() >= until:
                return status
            time.sleep(_AGAIN_SECONDS)

    def _phase(self) -> float | None:
        row = None if self._board is None else self._board.read()
        return None if row is None else row.number("phase")

    def _take(self, hello: Answer, before: RobotError | None) -> None:
        """Takes a loop that runs for the arm's, which makes old how one had ended before the server was asked."""
        self.safety = str(hello["safety"])
        if hello["running"] and hello["board"] is not None and self._end is before:
            self._outlive()
            self._map(hello)

    def _map(self, answer: Answer) -> None:
        board, ring = answer["board"], answer["ring"]
        try:
            self._board = None if board is None else Board(board)
            self._ring = None if ring is None else Ring(ring)
        except (OSError, ValueError) as error:
            raise RobotError(f"the state of the arm's loop cannot be read: {error}") from None

    # How it ends

    def require(self, *, live: bool = False) -> None:
        """Raises how the loop ended if that was not told yet, with `live` also if it was; but not while one runs."""
        self._require_line()
        if self._end is not None and (live or not self._is_known()):
            self._look()
        self._raise_end(live=live)

    def _require_line(self) -> None:
        failure = self._line.failure()
        if failure is not None:
            raise failure

    def _raise_end(self, *, live: bool = False) -> None:
        end = self._end
        if end is not None and (live or not self._is_known()):
            stay_at_the_end()
            self._is_told = self._is_told or not self.callback.knows(end)  # else the program is still to be told
            raise _again(end)

    def _is_known(self) -> bool:
        """Whether the loop's end was told already, to the program or to the callback that asks."""
        return self._is_told or self.callback.knows(self._end)

    def _told(self, event: Answer) -> None:
        if event["event"] == "safety":
            self.safety = str(event["state"])
        elif event["event"] == "ended":
            self._ended(event)
            end = self._end
            if isinstance(end, RobotFault):
                self.callback.tell(end)

    def _ended(self, end: Answer) -> None:
        words = f"{end['words']}; start() begins another loop"
        if end["fault"]:
            fault = RobotFault(str(end["words"]), str(end["kind"]))
            if self._end is None or self._end.args != fault.args:  # else it is known already
                self._outlive()
                self._end, self._is_told = fault, False
        else:
            kind = RobotDisarmed if end["kind"] == "safety_left" else RobotError
            self._outlive()
            self._end, self._is_told = kind(f"the loop of the arm has ended: {words}"), True

    def _outlive(self) -> None:
        """Forgets how a loop ended, as there was another since; one that nobody was told of is told to the log."""
        if self._end is not None and not self._is_told and self.callback.function is None:
            _logger.warning("a loop of the arm had ended before another began: %s", self._end)
        self._end, self._is_told = None, True

    def _lost(self, error: RobotDisconnected) -> None:
        self.callback.tell(error)


def _unwritten() -> RobotFault:
    return RobotFault(
        f"the loop of the arm has not written its state for {_OLD_SECONDS:g} s: its process is stopped, or the "
        "machine does not let it run"
    )


def _fail(start: Future[Answer], error: RobotError) -> None:
    with contextlib.suppress(InvalidStateError):  # it has been told, or nobody waits
        start.set_exception(error)


def _again(error: RobotError) -> RobotError:
    """The same, to be raised by itself: each traceback is its own."""
    return type(error)(*error.args)


def _weak(method: Callable[[Any], object]) -> Callable[[Any], object]:
    """Calls a method for as long as somebody has its object."""
    reference = weakref.WeakMethod(method)

    def call(value: Any) -> None:
        found = reference()
        if found is not None:
            found(value)

    return call


def _same(answer: Answer) -> Answer:
    return answer


def _nothing(_: Answer) -> None:
    return None


def _rows(answer: Answer) -> int:
    return int(answer["rows"])
