"""What a JVM that embeds this interpreter calls; the only file of the package that knows there is one.

Everything that comes from Java comes as a plain callable, so all of it can be tried without a JVM.
"""

from __future__ import annotations

import os
import sys

from terrarium import _forks, _interrupt, _log_context, _signals, _threads
from terrarium._imports import after_import
from terrarium._streams import JavaOutput, NoInput
from terrarium._text import sendable

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from terrarium._logging import IsEnabled, Log

__all__ = ["end", "end_call", "interruptible", "start"]

_outputs: dict[int, JavaOutput] = {}
"""By the descriptor of the file that each stands for."""


def start(
    *,
    stdout: Callable[[str], object] | None = None,
    stderr: Callable[[str], object] | None = None,
    holding: Callable[[], object],
    switch_interval: int,
    log: Log | None = None,
    is_enabled: IsEnabled | None = None,
    executable: str | None = None,
    folder: str | None = None,
) -> None:
    """Makes the interpreter a good guest of the JVM; called once, before any user code.

    `stdout` and `stderr` take text; without them output goes to the process. `holding` is called when text
    is held that `end_call` should send when the current call from Java ends. `log(level, level name, logger
    name, message, exception)` logs, `is_enabled(logger name, level)` says whether that would be of use;
    without them Python logs by itself. `switch_interval` is how many nanoseconds a thread may keep the GIL
    while another waits for it. `executable` is the interpreter that child processes should run, and
    `folder` the place, maybe inside a jar, that they can import this package from.
    """
    sys.setswitchinterval(switch_interval / 1e9)
    _signals.guard()
    _forks.guard()
    _threads.enlarge_stacks()
    _redirect("stdout", 1, stdout, holding)
    _redirect("stderr", 2, stderr, holding)
    sys.stdin = sys.__stdin__ = NoInput()  # type: ignore[assignment, misc]
    if executable:
        sys.executable = executable
    after_import("multiprocessing.spawn", lambda: _prepare_children(executable, folder))
    if log is not None and is_enabled is not None:
        bridge = (log, is_enabled)
        after_import("logging", lambda: _bridge_logging(*bridge))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_leave_the_jvm)
    _tell_of_exits(log)


_exit_at_once = os._exit
_abort_at_once = os.abort


def _tell_of_exits(log: Log | None) -> None:
    """`os._exit` and `os.abort` are the end of the JVM as well, without a word; so they say who called them.

    That is logged where it can be, since Java then knows in which node of a pipeline it was.
    """

    def tell(call: str) -> None:
        if _left:
            return
        caller = sys._getframe(2)
        place = f"{caller.f_code.co_filename}:{caller.f_lineno}, in {caller.f_code.co_name}"
        sentence = (
            f"{call} at {place} ends the whole process at once, Java and all: "
            f"nothing is cleaned up, and what was not written yet is lost; raise an exception instead"
        )
        try:
            if log is None:
                sys.stderr.write(sentence + "\n")
            else:
                found = next((at for at in (find() for find in _log_context.finders) if at is not None), None)
                log(_ERROR, "ERROR", "terrarium", sendable(sentence), None, *([{}, *found] if found else []))
            sys.stderr.flush()
        except Exception:
            pass  # whatever the program has put there must not keep the process alive

    def _exit(status: int) -> NoReturn:
        tell(f"os._exit({status})")
        _exit_at_once(status)

    def abort() -> NoReturn:
        tell("os.abort()")
        _abort_at_once()

    os._exit = _exit
    os.abort = abort


_ERROR = 40
"""What `logging` calls the level; importing it is for those who log."""


def interruptible(is_wanted: Callable[[], bool], raised: Callable[[], object], postpone: Callable[[], bool]) -> int:
    """Makes Python code interruptible by the JVM; see `_interrupt.install`."""
    return _interrupt.install(is_wanted, raised, postpone)


def _redirect(name: str, descriptor: int, sink: Callable[[str], object] | None, holding: Callable[[], object]) -> None:
    if sink is None:
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(line_buffering=True)  # the process has other writers to keep in order with
    else:
        _outputs[descriptor] = JavaOutput(f"<{name}>", sink, holding)
        setattr(sys, name, _outputs[descriptor])
        setattr(sys, f"__{name}__", _outputs[descriptor])


_left = False
"""Whether this is a forked child, which has left the JVM."""


def end_call() -> bool:
    """Sends what this thread holds of its output; says whether another thread holds some."""
    held = [output.end_call() for output in _outputs.values()]
    return any(held)


def end() -> None:
    """Runs what was registered with atexit and sends all output; the interpreter is not finalised."""
    import atexit

    atexit._run_exitfuncs()
    for output in _outputs.values():
        output.end()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _prepare_children(executable: str | None, folder: str | None) -> None:
    from multiprocessing import spawn

    if executable:
        spawn.set_executable(executable)
    if folder:
        prepare = spawn.get_preparation_data

        def get_preparation_data(name: str) -> dict[str, Any]:
            data = prepare(name)
            data["sys_path"] = [*data.get("sys_path", sys.path), folder]
            return data

        spawn.get_preparation_data = get_preparation_data


def _bridge_logging(log: Log, is_enabled: IsEnabled) -> None:
    if not _left:
        from terrarium import _logging

        _logging.bridge(log, is_enabled)


def _leave_the_jvm() -> None:
    """In a forked child there is one thread and no JVM: nothing may be called there."""
    global _left
    _left = True
    _interrupt.uninstall()
    for descriptor, output in _outputs.items():
        output.fork(descriptor)
    bridge = sys.modules.get("terrarium._logging")
    if bridge is not None:
        bridge.unbridge()
