"""The exceptions of the package.

TerrariumError
├── ManifestError        also a ValueError: the pipeline's description is wrong, nothing ran
├── MarshalError         also a ValueError: a value cannot cross between Java and Python
├── ExecutionError       also a RuntimeError: a run failed
│   └── WorkerCrashed    a process ended while it was at work
├── RuntimeUnavailableError  also a RuntimeError: there is no JVM, or it does not start
├── RobotError           also a RuntimeError: an arm cannot do what it was asked for
│   ├── RobotDisarmed    its robot is disarmed: the operator arms it
│   ├── RobotFault       its loop ended by a fault
│   ├── RobotRefused     also a ValueError: what was asked for is wrong
│   ├── RobotDisconnected  also a ConnectionError: whoever runs the loop is gone
│   └── NotArrived       a move ended elsewhere than at its goal
├── JavaError            a Java throwable, raised in Python
└── StandardInputError   also an OSError: standard input belongs to the JVM, or there is none
Interrupted              a KeyboardInterrupt: the JVM asks this code to stop
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

__all__ = [
    "ExecutionError",
    "Interrupted",
    "JavaError",
    "ManifestError",
    "MarshalError",
    "NotArrived",
    "RobotDisarmed",
    "RobotDisconnected",
    "RobotError",
    "RobotFault",
    "RobotRefused",
    "RuntimeUnavailableError",
    "StandardInputError",
    "TerrariumError",
    "WorkerCrashed",
]


class TerrariumError(Exception):
    """Every error of this package that `except Exception` should catch."""


class ManifestError(TerrariumError, ValueError):
    """A pipeline's description is wrong; `faults` holds each fault as (path, message)."""

    def __init__(self, message: str, faults: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


class MarshalError(TerrariumError, ValueError):
    """A value cannot cross between Java and Python; `path` is its place in what was sent."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.path = path


class ExecutionError(TerrariumError, RuntimeError):
    """A run failed, and not by an exception of the caller's own code.

    `node` is the id of the node that failed, `item` which of its items that was, from 0, `type` and `traceback` what it
    threw, as far as they are known; `outputs` is what had left by then.
    """

    node: str | None = None
    item: int | None = None
    type: str | None = None
    traceback: str | None = None
    outputs: list[Any] | None = None


class WorkerCrashed(ExecutionError):  # noqa: N818
    """A process ended while it was at work.

    `exit_code` is its exit status, or minus the number of the signal that killed it, as `subprocess` has it;
    `last_words` is what it wrote last to standard error.
    """

    def __init__(self, message: str, exit_code: int, last_words: str = "") -> None:
        super().__init__(message, exit_code, last_words)
        self.exit_code = exit_code
        self.last_words = last_words

    def __str__(self) -> str:
        message = str(self.args[0])
        words = "\n".join(f"    {line}" for line in self.last_words.splitlines())
        return f"{message}; its last words:\n{words}" if words else message


class RuntimeUnavailableError(TerrariumError, RuntimeError):
    """The JVM runtime cannot be had here; the message says what to do."""


class RobotError(TerrariumError, RuntimeError):
    """An arm cannot do now what it was asked for; the message says why, and what to do."""


class RobotDisarmed(RobotError):  # noqa: N818
    """The robot of an arm is not armed, and only its operator arms it, outside scripts."""


class RobotFault(RobotError):  # noqa: N818
    """The loop of an arm ended by a fault, such as a reflex; `kind` is which, as the loop calls it."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message, kind)
        self.kind = kind

    def __str__(self) -> str:
        return str(self.args[0])


class RobotRefused(RobotError, ValueError):  # noqa: N818
    """What an arm was asked for is wrong, and it has not moved for it; the message says what was expected."""


class RobotDisconnected(RobotError, ConnectionError):  # noqa: N818
    """Whoever runs the loop of an arm is gone, or does not answer."""


class NotArrived(RobotError):  # noqa: N818
    """A move ended elsewhere than at its goal; `end` is "not_arrived", "superseded" or "ended"."""

    def __init__(self, message: str, end: str = "not_arrived") -> None:
        super().__init__(message, end)
        self.end = end

    def __str__(self) -> str:
        return str(self.args[0])


class StandardInputError(TerrariumError, OSError):
    """Python asked for standard input, which belongs to the JVM, or which a worker process has not."""


class JavaError(TerrariumError):
    """A Java throwable, raised in Python.

    `throwable` is an opaque handle; when the error reaches Java again, it is that very throwable.
    """

    def __init__(
        self,
        java_class: str,
        message: str | None = None,
        java_stack: str | Callable[[], str] = "",
        throwable: object = None,
    ) -> None:
        super().__init__(java_class, message)
        self.java_class = java_class
        self.message = message
        self.throwable = throwable
        self._stack = java_stack

    @property
    def java_stack(self) -> str:
        """The stack trace as Java prints it, made when somebody asks for it."""
        if not isinstance(self._stack, str):
            self._stack = self._stack()
        return self._stack

    def __str__(self) -> str:
        return self.java_class if self.message is None else f"{self.java_class}: {self.message}"


class Interrupted(KeyboardInterrupt):
    """The JVM asks this code to stop; like any KeyboardInterrupt, `except Exception` lets it pass."""

    _raised: ClassVar[Any] = None
    """A function that the JVM is told by, or None."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        if Interrupted._raised is not None:
            Interrupted._raised()  # the JVM wants to know whether code goes on in spite of it
