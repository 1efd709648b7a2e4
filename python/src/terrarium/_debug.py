"""Lets a debugger in, by debugpy, which the user installs."""

from __future__ import annotations

import sys

from terrarium._errors import TerrariumError

__all__ = ["is_attached", "listen", "trace"]


def listen(host: str, port: int, executable: str) -> int:
    """Waits for debuggers at a port, from now on, and returns it; 0 is any that is free."""
    try:
        import debugpy
    except ImportError as missing:
        raise TerrariumError(
            f"a debugger needs debugpy, and {executable} does not find it: {executable} -m pip install debugpy"
        ) from missing
    debugpy.configure(python=executable)
    _, chosen = debugpy.listen((host, port))
    return int(chosen)


def is_attached() -> bool:
    """Whether a debugger is connected."""
    debugpy = sys.modules.get("debugpy")
    return debugpy is not None and bool(debugpy.is_client_connected())


def trace() -> None:
    """Shows the current thread, which Python has not made, to the debugger."""
    import debugpy

    debugpy.debug_this_thread()
