"""Nodes whose source stands in the manifest: each text is a module of its own."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["SOURCE", "is_text", "leave", "load", "restore", "run_again", "source_of"]

SOURCE = "terrarium_source_"
"""How the names of such modules begin."""

_loaded: dict[str, list[ModuleType]] = {}
"""By its name, the module once for each who loaded it and has not left it."""


def load(source: str, node: str) -> ModuleType:
    """Returns the module of a text, which runs when it is first asked for; equal texts share one.

    Tracebacks show its lines, under a file name that tells the id of the `node` it was first loaded for.
    """
    import hashlib

    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    module_name = SOURCE + digest
    users = _loaded.get(module_name)
    if users is None:
        users = [_run(source, module_name, f"<source of node {node}, {digest[:6]}>")]
        _loaded[module_name] = users
    else:
        users.append(users[0])
    return users[0]


def _run(source: str, module_name: str, file: str) -> ModuleType:
    code = compile(source, file, "exec", dont_inherit=True)
    module = type(sys)(module_name)
    module.__file__ = file
    sys.modules[module_name] = module
    _show(source, file)
    try:
        exec(code, module.__dict__)
    except BaseException:
        _forget(module)
        raise
    return module


def _show(source: str, file: str) -> None:
    import linecache

    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)


def is_text(module_name: str) -> bool:
    """Whether a module of this name is a text that is in use."""
    return module_name in _loaded


def source_of(module: ModuleType) -> str:
    """Returns the text that a module, in use, is of."""
    import linecache

    return "".join(linecache.getlines(str(module.__file__)))


def run_again(module: ModuleType) -> None:
    """Runs a text that is in use again, and gives the module of that to all who use it."""
    source, file = source_of(module), str(module.__file__)
    try:
        restore(_run(source, module.__name__, file))
    except BaseException:
        _show(source, file)
        raise


def restore(module: ModuleType) -> None:
    """Gives a module of a text that is in use to all who use it."""
    users = _loaded[module.__name__]
    users[:] = [module] * len(users)


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
