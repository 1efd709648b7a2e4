"""Nodes whose source stands in the manifest: each text is a module of its own."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["leave", "load"]

_loaded: dict[str, list[ModuleType]] = {}
"""By its name, the module once for each who loaded it and has not left it."""


def load(source: str, name: str) -> ModuleType:
    """Returns the module of a text, which runs when it is first asked for; equal texts share one.

    Tracebacks show its lines, under a file name that tells the node, `name`, it was first loaded for.
    """
    import hashlib

    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    module_name = f"terrarium_source_{digest}"
    users = _loaded.get(module_name)
    if users is None:
        users = [_run(source, module_name, f"<source of node {name}, {digest[:6]}>")]
        _loaded[module_name] = users
    else:
        users.append(users[0])
    return users[0]


def _run(source: str, module_name: str, file: str) -> ModuleType:
    import linecache

    code = compile(source, file, "exec", dont_inherit=True)
    module = type(sys)(module_name)
    module.__file__ = file
    sys.modules[module_name] = module
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        exec(code, module.__dict__)
    except BaseException:
        _forget(module)
        raise
    return module


def leave(module: ModuleType) -> None:
    """Gives up what `load` returned; when all have, the module and its lines are forgotten."""
    users = _loaded[module.__name__]
    users.pop()
    if not users:
        del _loaded[module.__name__]
        _forget(module)


def _forget(module: ModuleType) -> None:
    import linecache

    sys.modules.pop(module.__name__, None)
    linecache.cache.pop(str(module.__file__), None)
