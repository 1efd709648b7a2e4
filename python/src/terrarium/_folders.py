"""The folders that a pipeline's modules come from."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["enter", "leave"]


def enter(folders: Sequence[str]) -> None:
    """Puts folders before all others that modules are imported from."""
    sys.path[:0] = folders


def leave(folders: Sequence[str]) -> None:
    """Takes folders away again, and forgets the modules that came from them.

    So the next pipeline, whose folder may hold another module of the same name, imports its own.
    """
    for folder in folders:
        if folder in sys.path:
            sys.path.remove(folder)
    remaining = tuple(_inside(folder) for folder in sys.path if folder)
    left = tuple(_inside(folder) for folder in folders)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.startswith(left) and not file.startswith(remaining):
            del sys.modules[name]


def _inside(folder: str) -> str:
    return os.path.join(folder, "")
