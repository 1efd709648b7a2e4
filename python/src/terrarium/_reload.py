"""Imports modules of a pipeline again when their files have changed, while nodes made of them are at work."""

from __future__ import annotations

import importlib
import os
import sys
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)

from terrarium import _texts

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from types import ModuleType

__all__ = ["Imported", "enter", "leave", "reload"]

_folders: tuple[str, ...] = ()


def enter(folders: Sequence[str]) -> None:
    """Has the modules in these folders, which are on `sys.path`, compiled from their sources from now on."""
    global _folders
    _folders = tuple(folders)
    sys.path_hooks.insert(0, _finder)
    sys.path_importer_cache.clear()


def leave() -> None:
    """Undoes `enter`."""
    global _folders
    _folders = ()
    sys.path_hooks.remove(_finder)
    sys.path_importer_cache.clear()


class _Source(SourceFileLoader):
    """Neither reads nor writes compiled files: one as old and as long as the source may be of another source."""

    def path_stats(self, path: str | bytes) -> dict[str, object]:
        raise OSError(f"{path!r} is compiled each time")


def _finder(folder: str) -> FileFinder:
    if not _is_watched(os.path.join(folder, "")):
        raise ImportError
    return FileFinder(
        folder,
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (_Source, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )


def _is_watched(path: str) -> bool:
    """Whether it is in one of the folders, and not in one of the path's others that lies there, as an environment's."""
    return _depth(path, _folders) > _depth(path, [other for other in sys.path if other and other not in _folders])


def _depth(path: str, folders: Collection[str]) -> int:
    return max((len(folder) for folder in folders if path.startswith(os.path.join(folder, ""))), default=-1)


class Imported:
    """The files in the folders that this process has imported modules from."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._count = 0

    def more(self) -> list[str]:
        """Returns those that it has not returned before."""
        if len(sys.modules) == self._count:
            return []
        self._count = len(sys.modules)
        files = {_file(module) for module in _watched().values()} - self._told - {""}
        self._told |= files
        return sorted(files)


def reload(files: Collection[str], wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """Imports again what comes of changed files, and all modules that import those.

    Returns their names, and the files that mattered. Of them, only the wanted ones are imported at once: those that
    nodes are in, texts of the manifest among them. If that fails, all modules stay as they were, and it is raised.
    """
    importlib.invalidate_caches()
    watched = _watched()
    changed = {name for name, module in watched.items() if _file(module) in files}
    affected = _affected(changed, watched, wanted)
    _renew(affected, watched, wanted)
    return sorted(affected), sorted(_file(watched[name]) for name in changed)


def _watched() -> dict[str, ModuleType]:
    return {
        name: module for name, module in list(sys.modules.items()) if _texts.is_text(name) or _is_watched(_file(module))
    }


def _file(module: ModuleType) -> str:
    file = getattr(module, "__file__", None)
    return file if isinstance(file, str) else ""


def _affected(changed: set[str], watched: dict[str, ModuleType], wanted: Sequence[str]) -> set[str]:
    if not changed:
        return set()
    imports = {name: _imports(module) for name, module in watched.items() if name not in changed}
    affected: set[str] = set()
    more = changed
    while more:
        affected |= more
        more = {name for name, imported in imports.items() if name not in affected and imported & affected}
    # Where nobody says that he imports it, anybody may.
    return affected if affected.intersection(wanted) else set(watched)


def _imports(module: ModuleType) -> set[str]:
    """The names of all modules that one may import, as its source says, and of the packages they are in."""
    import ast
    from importlib.util import resolve_name

    imported = {module.__name__.rpartition(".")[0]}
    package = module.__package__ or ""
    for node in ast.walk(ast.parse(_source(module))):
        if isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            try:
                base = resolve_name("." * node.level + (node.module or ""), package)
            except (ImportError, ValueError):
                continue  # what would fail if it were reached
            imported.add(base)
            imported.update(f"{base}.{alias.name}" for alias in node.names)
    for name in list(imported):
        while name := name.rpartition(".")[0]:
            imported.add(name)
    return imported


def _source(module: ModuleType) -> str:
    import tokenize

    if _texts.is_text(module.__name__):
        return _texts.source_of(module)
    if not _file(module).endswith(".py"):
        return ""
    try:
        with tokenize.open(_file(module)) as file:
            return file.read()
    except OSError:
        return ""  # it is gone, and imports nothing any more


def _renew(affected: set[str], watched: dict[str, ModuleType], wanted: Sequence[str]) -> None:
    old = {name: watched[name] for name in affected}
    bound = [(package, last) for name in affected for package, last in _binding(name, old[name])]
    for package, last in bound:
        delattr(package, last)
    for name in affected:
        del sys.modules[name]
    try:
        for name in wanted:
            if name not in affected:
                continue
            if _texts.is_text(name):
                _texts.run_again(old[name])
            else:
                importlib.import_module(name)
    except BaseException:
        for name in _watched():
            if name not in watched or name in affected:
                del sys.modules[name]
        sys.modules.update(old)
        for package, last in bound:
            setattr(package, last, old[f"{package.__name__}.{last}"])
        for name in filter(_texts.is_text, affected):
            _texts.restore(old[name])
        raise


def _binding(name: str, module: ModuleType) -> list[tuple[ModuleType, str]]:
    """The package that has the module by its name, where `from package import name` would find it."""
    package, _, last = name.rpartition(".")
    above = sys.modules.get(package)
    return [(above, last)] if above is not None and vars(above).get(last) is module else []
