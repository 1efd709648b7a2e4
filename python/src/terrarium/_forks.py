"""Keeps the JVM from being forked.

A forked child has a single thread: a JVM without its collector and its compilers, and with locks that
nobody opens. It would hang sooner or later, at the latest when it returns to Java. So `os.fork` is refused,
and with it multiprocessing's fork, in whose place spawn becomes the default. `subprocess` and
`os.posix_spawn` do not need it. What subprocess runs between fork and exec, its `preexec_fn`, runs without
the JVM: it may be Python, and must not be Java. Even to refuse a call there Java would need its locks, so
Python refuses it; and to hear that Python has dropped the last reference to something of Java's, so a child
drops none. It lets go at once what keeps the worker processes of the JVM alive.

Others' functions run in a child before ours, as do finalisers: so a child is known by its number, and to Java,
which has no time to ask for that, by a page that the system wipes when it forks; and what refuses Java in it is
there before the fork.
"""

from __future__ import annotations

import gc
import os
import sys

from terrarium._imports import after_import

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Any, NoReturn

__all__ = ["guard", "is_child", "presence", "watch"]

presence: bytearray | mmap = bytearray(b"\1")
"""Holds a 0 in forked children, where the JVM, which looks at its memory, must not do anything."""

_WIPED_IN_CHILDREN = 18
"""What madvise calls MADV_WIPEONFORK, which Python has no name for."""

_forks_under_way = 0

_pid: int | None = None
"""The process that holds the JVM."""

_kept: list[object] = []
"""What is Java's, from before a fork until the parent goes on; in a child for ever."""

_workers_pipes: set[str] = set()
"""Those that the JVM's worker processes had open before a fork, as the system names them."""

_WORKER = b"terrarium._worker"
"""What is in the command line of such a process."""

_NO_JVM = "a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn"


def guard() -> None:
    """Refuses forks from now on."""
    for name in ("fork", "forkpty"):
        if hasattr(os, name):
            _refuse(name)
    after_import("multiprocessing.context", _prefer_spawn)
    watch()


def watch() -> None:
    """Refuses Java in forked children from now on."""
    global presence, _pid
    _pid = os.getpid()
    presence = _page() or presence
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_keep, after_in_parent=_go_on, after_in_child=_mark_child)


def is_child() -> bool:
    """Whether this process was forked from one that holds a JVM."""
    return _pid not in (None, os.getpid())


def _page() -> mmap | None:
    """Memory that starts with a 1, which is a 0 in a child from its first moment on; None where there is no such."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        from mmap import MAP_ANONYMOUS, MAP_PRIVATE, PAGESIZE, mmap

        page = mmap(-1, PAGESIZE, flags=MAP_PRIVATE | MAP_ANONYMOUS)
        page.madvise(_WIPED_IN_CHILDREN)
    except (ImportError, OSError):
        return None
    page[0] = 1
    return page


def _refuse(name: str) -> None:
    def refused() -> NoReturn:
        raise RuntimeError(
            f"os.{name}() is refused in a process that holds a JVM: the child would have none of its "
            "threads, and hang; use subprocess, or multiprocessing with spawn"
        )

    refused.__name__ = refused.__qualname__ = name
    setattr(os, name, refused)
    system = sys.modules.get("posix")
    if system is not None:
        setattr(system, name, refused)


def _prefer_spawn() -> None:
    default: Any = vars(sys.modules["multiprocessing.context"])["_default_context"]
    if default._default_context.get_start_method() == "fork":
        default._default_context = default.get_context("spawn")


def _keep() -> None:
    global _forks_under_way
    _forks_under_way += 1
    _kept.extend(filter(_is_java, gc.get_referents(*gc.get_objects())))
    _workers_pipes.update(pipe for worker in _workers() for _, pipe in _pipes(worker))
    if sys.getprofile() is None:
        sys.setprofile(_refuse_java)


def _go_on() -> None:
    global _forks_under_way
    if sys.getprofile() is _refuse_java:
        sys.setprofile(None)
    _forks_under_way -= 1
    if not _forks_under_way:
        _kept.clear()
        _workers_pipes.clear()


def _mark_child() -> None:
    presence[0] = 0
    _let_workers_go()
    sys.setprofile(_refuse_java)


def _let_workers_go() -> None:
    """Closes this child's copies of the pipes to worker processes, which are to end with the JVM and not with it.

    The JVM has opened them, so that Python knows them only by what the system says of the workers.
    """
    if _workers_pipes:
        for descriptor, pipe in _pipes("self"):
            if pipe in _workers_pipes:
                os.close(descriptor)


def _workers() -> list[str]:
    threads = _listed("/proc/self/task")
    children = b" ".join(_read(f"/proc/self/task/{thread}/children") for thread in threads).decode().split()
    return [child for child in children if _WORKER in _read(f"/proc/{child}/cmdline")]


def _pipes(process: str) -> list[tuple[int, str]]:
    """What a process has open of pipes."""
    pipes = []
    for descriptor in _listed(f"/proc/{process}/fd"):
        try:
            pipes.append((int(descriptor), os.readlink(f"/proc/{process}/fd/{descriptor}")))
        except OSError:
            pass  # it is closed by now
    return [(descriptor, file) for descriptor, file in pipes if file.startswith("pipe:")]


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # there is no /proc, or the process has ended


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _refuse_java(_frame: Any, event: str, called: Any) -> None:
    if event == "c_call" and is_child() and _is_java(getattr(called, "__self__", None)):
        raise RuntimeError(_NO_JVM)


def _is_java(owner: Any) -> bool:
    return type(owner).__name__ == "PyCapsule" and '"terrarium.java"' in repr(owner)
