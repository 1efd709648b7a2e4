"""The folders that a pipeline's modules come from."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

__all__ = ["enter", "leave", "main_name", "running", "searched"]

_entered: list[str] = []


def enter(folders: Sequence[str]) -> None:
    """Puts folders before all others that modules are imported from."""
    sys.path[:0] = folders
    _entered.extend(folders)


def leave(folders: Sequence[str]) -> None:
    """Takes folders away again, and forgets the modules that came from them.

    So the next pipeline, whose folder may hold another module of the same name, imports its own.
    """
    for folder in folders:
        if folder in _entered:
            _entered.remove(folder)
        if folder in sys.path:
            sys.path.remove(folder)
    remaining = tuple(_inside(folder) for folder in sys.path if folder)
    left = tuple(_inside(folder) for folder in folders)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        is_left = isinstance(file, str) and file.startswith(left) and not file.startswith(remaining)
        if is_left and name != "__main__":
            del sys.modules[name]


def main_name() -> str:
    """Returns what the main module is called where it is not the main one, or "" if it is no file."""
    main = sys.modules.get("__main__")
    spec = getattr(main, "__spec__", None)
    if spec is not None:
        return str(spec.name)
    stem, extension = os.path.splitext(os.path.basename(getattr(main, "__file__", None) or ""))
    return stem if extension == ".py" else ""


def running(name: str) -> ModuleType | None:
    """Returns the main module if that is of the file which an import of this name would run a second time."""
    if name != main_name():
        return None
    from importlib.util import find_spec

    main = sys.modules["__main__"]
    try:
        found = find_spec(name)
    except (ImportError, ValueError):
        return None
    origin = None if found is None else found.origin
    file = getattr(main, "__file__", None)
    return main if origin and file and os.path.realpath(origin) == os.path.realpath(file) else None


def searched() -> tuple[list[str], int]:
    """Returns the folders on the path that somebody chose, and how many others are the interpreter's own."""
    library = os.path.dirname(os.path.dirname(os.__file__))
    own = tuple(_inside(folder) for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix, library))
    path = list(dict.fromkeys(folder for folder in sys.path if isinstance(folder, str)))
    chosen = [folder for folder in path if folder in _entered or not _inside(folder).startswith(own)]
    return chosen, len(path) - len(chosen)


def _inside(folder: str) -> str:
    return os.path.join(folder, "")
