"""What worker processes take over from the Python program that they serve, and what they give it to print."""

from __future__ import annotations

import os
import sys

from terrarium._errors import MarshalError
from terrarium._travel import packed

__all__ = ["pack", "surroundings", "write"]

_ADVICE = "; make it in initialize(), which is called in the worker, or leave it out by __getstate__"


def surroundings() -> tuple[str, list[str], list[str], dict[str, str]]:
    """Returns the folder of this package, the interpreter's options, what is on the path, and the environment."""
    import subprocess

    package = os.path.dirname(os.path.abspath(__file__))
    options: list[str] = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]
    path = [os.path.abspath(folder) for folder in sys.path if isinstance(folder, str) and _is_text(folder)]
    variables = {name: value for name, value in os.environ.items() if _is_text(name + value)}
    return os.path.dirname(package), options, path, variables


def pack(node: object, name: str) -> bytes:
    """Returns the pickle of an object, a class or a function, by which workers have it too.

    Raises a MarshalError that says for the node of this name what cannot travel.
    """
    from terrarium._twins import Twin

    if isinstance(node, Twin):
        raise MarshalError(f"{name}: this program takes part by it, so that it cannot run in a worker process")
    try:
        return packed(node, "")
    except MarshalError as refusal:
        what, _, why = str(refusal).removeprefix(f"{refusal.path}: ").partition(" cannot travel between processes: ")
        path = refusal.path.removesuffix(".__class__")
        if path:
            what = f"its {'' if '[' in path else 'attribute '}{path}, {'of ' * (path != refusal.path)}{what},"
        advice = "" if "cloudpickle" in why else _ADVICE
        raise MarshalError(f"{name}: {what} cannot travel to a worker process: {why}{advice}") from refusal


def write(is_error: bool, text: str) -> None:
    """Prints what a worker has printed."""
    stream = sys.stderr if is_error else sys.stdout
    if stream is not None:
        try:
            stream.write(text)
        except (OSError, ValueError):
            pass  # it is closed: what this program prints itself fails there, too, and is told of it


def _is_text(name: str) -> bool:
    """Whether Java can have it: a name in the file system may be none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
