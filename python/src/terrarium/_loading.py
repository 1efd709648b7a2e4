"""Finds what a worker process is to run, and tells why that cannot be loaded."""

from __future__ import annotations

import pickle
import sys

from terrarium._errors import Interrupted, ManifestError
from terrarium._failures import failure, too_large
from terrarium._faults import kinds_of, message_of
from terrarium._line import Dropped
from terrarium._wire import pack, unpack

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

__all__ = ["description", "find", "order"]


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
