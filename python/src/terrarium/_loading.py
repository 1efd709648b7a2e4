"""What a worker process tells of a node that cannot be loaded, and of what it raises."""

from __future__ import annotations

import os
import pickle
import sys

from terrarium._errors import Interrupted, ManifestError, MarshalError
from terrarium._faults import kinds_of, message_of, traceback_text, type_name
from terrarium._line import Dropped
from terrarium._wire import pack, unpack

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["description", "end_child", "failure", "find", "no_room", "order", "refusal", "too_large"]

_OUTPUT = "an output of its worker process"
_ITEM = "the item for its worker process"


class _ItemError(MarshalError):
    """An item that cannot be had in the worker process."""


def find(reference: str, source: str | bytes | None, node: str) -> Any:
    """Returns what a reference means, or a name in a source text, or the object that this is the pickle of."""
    from terrarium import _nodes

    if isinstance(source, bytes):
        living = pickle.loads(source)
        _nodes.check_living(living, reference)
        return living
    if source is None:
        return _nodes.find(reference)
    from terrarium import _texts

    return _nodes.find_in(_texts.load(source, node), reference)


def description(reference: str, source: str | bytes | None, node: str) -> tuple[bool, bytes]:
    """Packs what a node takes and is; or, where it cannot be loaded, says that, and packs why."""
    from terrarium._nodes import describe, makes_items, streams

    try:
        factory = find(reference, source, node)
        try:
            summary, takes_any, named = describe(factory)
        except (TypeError, ValueError):  # some classes written in C do not tell; the constructor will
            summary, takes_any, named = "", True, ()
        return True, pack((summary, takes_any, list(named), streams(factory), makes_items(factory)))
    except Interrupted:
        raise
    except BaseException as error:
        return False, failure(error, _sentence(error, reference))


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


def _sentence(error: BaseException, reference: str) -> str:
    """Says in one sentence why a node cannot be loaded."""
    message = message_of(error)
    if isinstance(error, ManifestError):
        return message
    name = kinds_of(error)[0]
    if isinstance(error, ModuleNotFoundError) and name == "ModuleNotFoundError":
        top = str(error.name).partition(".")[0]
        version = ".".join(map(str, sys.version_info[:3]))
        reason = (
            f"Python {version} at {sys.executable} has no module '{top}'; install it there "
            f"({sys.executable} -m pip install {top}) or choose a Python that has it"
        )
    elif isinstance(error, SyntaxError) and name in ("SyntaxError", "IndentationError", "TabError"):
        column = f", column {error.offset}" if error.offset else ""
        reason = f"{name} in {error.filename}, line {error.lineno}{column}: {error.msg}"
    else:
        reason = (f"{name}: {message}" if message else name) + _place(error)
    return f"{reference} cannot be loaded: {reason}"


def _place(error: BaseException) -> str:
    level = error.__traceback__
    place = ""
    while level is not None:
        file = level.tb_frame.f_code.co_filename
        if file.endswith(".py") or file.startswith("<source of node "):
            place = f" ({file}, line {level.tb_lineno})"
        level = level.tb_next
    return place


def order(payload: Any) -> Any:
    """Unpacks what a request says."""
    if type(payload) is Dropped:
        raise too_large(payload.size, "order to make the node, with its parameters and state,")
    return unpack(payload)


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
