"""`python -m terrarium` tells what it would run on; `python -m terrarium prepare` makes its starts fast."""

from __future__ import annotations

import sys

from terrarium import RuntimeUnavailableError, __version__

__all__ = ["main"]

_USAGE = "usage: python -m terrarium [prepare]"


def main(arguments: list[str]) -> int:
    """Runs the command; returns the exit status, 2 where the command or its surroundings are wrong."""
    if arguments not in ([], ["prepare"]):
        print(_USAGE, file=sys.stderr)
        return 2
    from terrarium import _aot, _jvm

    try:
        home, cache = _jvm.surroundings()
        if arguments and not cache.exists():
            _aot.make(cache)
    except RuntimeUnavailableError as error:
        print(f"terrarium: {error}", file=sys.stderr)
        return 2
    print(f"terrarium  {__version__}")
    print(f"Python     {sys.version.split()[0]} {sys.executable}")
    print(f"JDK        {home}")
    print(f"AOT cache  {cache if cache.exists() else 'none; python -m terrarium prepare makes one'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
