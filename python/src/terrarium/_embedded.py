"""What a JVM that embeds this interpreter calls; the only file of the package that knows there is one.

Everything that comes from Java comes as a plain callable, so all of it can be tried without a JVM.
"""

from __future__ import annotations

import os
import sys

from terrarium import _signals
from terrarium._imports import after_import
from terrarium._streams import JavaOutput, NoInput

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable

    from terrarium._logging import IsEnabled, Log

__all__ = ["end", "end_call", "start"]

_outputs: list[JavaOutput] = []


def start(
    *,
    stdout: Callable[[str], object],
    stderr: Callable[[str], object],
    holding: Callable[[], object],
    log: Log,
    is_enabled: IsEnabled,
    executable: str | None = None,
) -> None:
    """Makes the interpreter a good guest of the JVM; called once, before any user code.

    `stdout` and `stderr` take text; `holding` is called when text is held that `end_call` should send when
    the current call from Java ends. `log(level, level name, logger name, message, exception)` logs,
    `is_enabled(logger name, level)` says whether that would be of use. `executable` is the interpreter
    that child processes should run.
    """
    _signals.guard()
    _outputs[:] = JavaOutput("<stdout>", stdout, holding), JavaOutput("<stderr>", stderr, holding)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = _outputs  # type: ignore[assignment, misc]
    sys.stdin = sys.__stdin__ = NoInput()  # type: ignore[assignment, misc]
    if executable:
        sys.executable = executable
        after_import("multiprocessing.spawn", _set_executable)
    after_import("logging", lambda: _bridge_logging(log, is_enabled))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_leave_the_jvm)


def end_call() -> bool:
    """Sends what this thread holds of its output; says whether another thread holds some."""
    held = [output.end_call() for output in _outputs]
    return any(held)


def end() -> None:
    """Runs what was registered with atexit and sends all output; the interpreter is not finalised."""
    import atexit

    atexit._run_exitfuncs()
    for output in _outputs:
        output.end()


def _set_executable() -> None:
    from multiprocessing import spawn

    spawn.set_executable(sys.executable)


def _bridge_logging(log: Log, is_enabled: IsEnabled) -> None:
    from terrarium import _logging

    _logging.bridge(log, is_enabled)


def _leave_the_jvm() -> None:
    """In a forked child there is one thread and no JVM: nothing may be called there."""
    for descriptor, output in enumerate(_outputs, start=1):
        output.fork(descriptor)
    bridge = sys.modules.get("terrarium._logging")
    if bridge is not None:
        bridge.unbridge()
