"""Leaves the JVM its signals.

HotSpot uses SIGSEGV and its kin for null checks and safepoints, and ends the process by SIGINT, SIGTERM and
SIGHUP: a Python handler for one of them kills the JVM or makes it deaf. Such handlers are refused; signals
that the JVM does not use work as ever. `signal.signal` looks `_signal.signal` up at each call, so replacing
the functions of `_signal` holds however user code imported them.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType, ModuleType
    from typing import Any

    Handler = Callable[[int, FrameType | None], object] | int | None

__all__ = ["Calm", "guard", "guard_faults", "reserve"]

_FAULTS = ("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP", "SIGPIPE", "SIGXFSZ", "SIGUSR2")
_REQUESTS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
_TIMERS = {"ITIMER_REAL": "SIGALRM", "ITIMER_VIRTUAL": "SIGVTALRM", "ITIMER_PROF": "SIGPROF"}

_ADVICE = {
    **dict.fromkeys(_FAULTS, "the JVM works with it and would die of a Python handler"),
    **dict.fromkeys(
        _REQUESTS,
        "./terrarium run handles it itself, and calls each node's cleanup; "
        "a Java program handles it, for example by Runtime.addShutdownHook",
    ),
}


def _numbers(names: Iterable[str]) -> dict[int, str]:
    return {int(getattr(_signal, name)): name for name in names if hasattr(_signal, name)}


_OWNED = _numbers(_ADVICE)
_NEVER_BLOCKED = _numbers(_FAULTS)


def guard() -> None:
    """Guards faulthandler and signal; a fault handler that is already there gives its signals back."""
    if not isinstance(_signal.signal, type(guard)):  # a second start finds the guards in place
        _guard_signals()
        _guard_fault_handler()


def guard_faults() -> None:
    """Guards no more than what the JVM needs in a process that is not its own: requests to end go to Python."""
    for number in _numbers(_REQUESTS):
        _OWNED.pop(number, None)
    _guard_handlers()
    _guard_fault_handler()


class Calm:
    """A block that Ctrl-C does not interrupt, as what it would leave half done cannot be begun again; what SIGINT does
    then comes at its end."""

    def __enter__(self) -> None:
        self._seen: list[FrameType | None] = []
        self._handler: Handler = None
        handler = _signal.getsignal(_signal.SIGINT)
        if callable(handler):
            try:
                _install(_signal.SIGINT, lambda number, frame: self._seen.append(frame))
            except ValueError:  # only the main thread handles signals
                return
            self._handler = handler

    def __exit__(self, *_: object) -> None:
        if callable(self._handler):
            _install(_signal.SIGINT, self._handler)
            if self._seen:
                self._handler(int(_signal.SIGINT), self._seen[-1])


def reserve(handler: Callable[[int, FrameType | None], None]) -> int:
    """Takes a signal that nobody uses for the JVM's interrupts, and returns its number; 0 where there is none.

    The real-time signals have no other meaning. Where the system has none, SIGURG is ignored unless handled,
    so one that comes late harms nobody.
    """
    for number in _candidates():
        if _signal.getsignal(number) == _signal.SIG_DFL:
            _install(number, handler)
            name = f"signal {number}"
            _OWNED[number] = _NEVER_BLOCKED[number] = name
            _ADVICE[name] = "interrupts of Python code come by it; use another"
            return number
    return 0


def _candidates() -> Iterable[int]:
    first = getattr(_signal, "SIGRTMIN", None)
    if first is not None:
        return range(int(first) + 11, int(_signal.SIGRTMAX))
    return [int(_signal.SIGURG)] if hasattr(_signal, "SIGURG") else []


_install: Callable[[int, Handler], Handler] = _signal.signal


def _refuse_if_owned(number: int) -> None:
    name = _OWNED.get(int(number))
    if name is not None:
        raise ValueError(
            f"{name} belongs to the JVM in this process: {_ADVICE[name]}; "
            f"code that must have {name} can run in a process of its own"
        )


def _guard_signals() -> None:
    _guard_handlers()
    _guard_timers()


def _guard_handlers() -> None:
    def signal(signalnum: int, handler: Handler, /) -> Handler:
        _refuse_if_owned(signalnum)
        return _install(signalnum, handler)

    _replace(signal)
    if hasattr(_signal, "siginterrupt"):
        interrupt = _signal.siginterrupt

        def siginterrupt(signalnum: int, flag: bool, /) -> None:
            _refuse_if_owned(signalnum)
            interrupt(signalnum, flag)

        _replace(siginterrupt)
    if hasattr(_signal, "pthread_sigmask"):
        mask_thread = _signal.pthread_sigmask

        def pthread_sigmask(how: int, mask: Iterable[int], /) -> Any:
            return mask_thread(how, _without_faults(how, mask))

        _replace(pthread_sigmask)


def _without_faults(how: int, mask: Iterable[int]) -> Iterable[int]:
    """A blocked fault signal kills the process at the JVM's next null check, so it stays unblocked."""
    asked = frozenset(int(number) for number in mask)
    kept = asked.intersection(_NEVER_BLOCKED)
    if how == _signal.SIG_UNBLOCK or not kept:
        return asked
    names = ", ".join(sorted(_NEVER_BLOCKED[number] for number in kept))
    _warn(f"{names} stays unblocked: the JVM in this process needs it, and would die without most")
    return asked - kept


def _guard_timers() -> None:
    if not hasattr(_signal, "setitimer"):
        return
    set_timer: Callable[[int, float, float], tuple[float, float]] = _signal.setitimer
    set_alarm: Callable[[int], int] = _signal.alarm

    def setitimer(which: int, seconds: float, interval: float = 0.0, /) -> tuple[float, float]:
        if seconds:
            _refuse_if_deadly(which)
        return set_timer(which, seconds, interval)

    def alarm(seconds: int, /) -> int:
        if seconds:
            _refuse_if_deadly(_signal.ITIMER_REAL)
        return set_alarm(seconds)

    _replace(setitimer)
    _replace(alarm)


def _refuse_if_deadly(timer: int) -> None:
    for which, name in _TIMERS.items():
        if getattr(_signal, which) == timer and _signal.getsignal(getattr(_signal, name)) in (
            None,
            _signal.SIG_DFL,
        ):
            raise ValueError(
                f"a timer without a handler for {name} ends the JVM in this process: "
                f"install one by signal.signal({name}, ...) first, or use threading.Timer"
            )


def _guard_fault_handler() -> None:
    import faulthandler

    if faulthandler.is_enabled():
        faulthandler.disable()

    def enable(file: object = None, all_threads: bool = True, c_stack: bool = True) -> None:
        _warn(
            "faulthandler.enable() did nothing: it would take SIGSEGV from the JVM in this process; "
            "the JVM's own hs_err file reports crashes, faulthandler.dump_traceback() works"
        )

    def register(signum: int, file: object = None, all_threads: bool = True, chain: bool = False) -> None:
        _warn(
            "faulthandler.register() did nothing: its handler runs on whichever thread the signal meets, "
            "and that may be one of the JVM's; faulthandler.dump_traceback() works"
        )

    for function in (enable, register):
        _put(faulthandler, function)


def _replace(function: Callable[..., Any]) -> None:
    _put(_signal, function)
    imported = sys.modules.get("signal")
    if imported is not None and function.__name__ not in ("signal", "pthread_sigmask"):
        _put(imported, function)  # those two look the inner function up at each call


def _put(module: ModuleType, function: Callable[..., Any]) -> None:
    original = getattr(module, function.__name__, None)
    if original is not None:
        function.__doc__ = original.__doc__
        function.__module__ = module.__name__
        function.__qualname__ = function.__name__
        setattr(module, function.__name__, function)


def _warn(sentence: str) -> None:
    import warnings

    warnings.warn(sentence, RuntimeWarning, stacklevel=3)
