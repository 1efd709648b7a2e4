"""What a worker process tells of what it raises, and of items and outputs that it cannot take or give."""

from __future__ import annotations

import os
import sys

from terrarium._errors import MarshalError
from terrarium._faults import kinds_of, message_of, traceback_text, type_name
from terrarium._wire import pack

__all__ = ["end_child", "failure", "no_room", "refusal", "too_large"]

_OUTPUT = "an output of its worker process"
_ITEM = "the item for its worker process"


class _ItemError(MarshalError):
    """An item that cannot be had in the worker process."""


def failure(error: BaseException, reason: str | None = None, is_wanted: bool = False) -> bytes:
    """Packs what is to be known of an exception, and the exception itself if that is wanted.

    `reason` says why a node cannot be loaded.
    """
    unfit = (
        (error.path, _ITEM if isinstance(error, _ItemError) else _OUTPUT) if isinstance(error, MarshalError) else None
    )
    itself = None
    if is_wanted:
        from terrarium import _raised

        itself = _raised.pack(error)
    known = (list(kinds_of(error)), message_of(error), traceback_text(error), unfit, reason)
    try:
        return pack((*known, itself))
    except MarshalError:  # what it holds is too much
        return pack((*known, None))


def refusal(error: Exception) -> MarshalError:
    """Says why an item cannot be taken."""
    words = f"{type_name(type(error))}: {message_of(error)}".removesuffix(": ")
    reason = f"it cannot be had there: {words}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        from terrarium._texts import SOURCE

        if error.name.startswith(SOURCE):
            return _ItemError(
                "an object's class stands in the 'source' of another node, and there alone: put the class into a "
                "module, which both nodes can import",
                "$",
            )
        reason = (
            f"the worker process finds no module '{error.name}', which the item needs: have its folder on sys.path "
            f"before the run, or install it for {sys.executable}"
        )
    return _ItemError(reason, "$")


def too_large(size: int, what: str) -> MemoryError:
    """Says that there is no memory to have something that the JVM has sent."""
    return MemoryError(f"the {what} is {size:,} bytes, for which there is not enough memory left")


def no_room(error: MemoryError) -> MemoryError:
    """Says that there is no memory to send an output."""
    words = f": {error}" if str(error) else ""
    return MemoryError(f"an output cannot be sent, since there is no memory for it{words}")


def end_child(error: BaseException) -> None:
    """Ends the child of a fork whose code has failed, as Python ends a program."""
    code = 1
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    else:
        sys.stderr.write(traceback_text(error))
    sys.stderr.flush()
    os._exit(code & 0xFF)
