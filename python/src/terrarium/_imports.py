"""Runs a function when a module is first imported, without importing it now."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

__all__ = ["after_import"]


def after_import(name: str, function: Callable[[], None]) -> None:
    """Calls `function` once the module has run: now, if it is imported already."""
    if name in sys.modules:
        function()
        return
    for finder in sys.meta_path:
        if isinstance(finder, _Waiting):
            break
    else:
        finder = _Waiting()
        sys.meta_path.insert(0, finder)
    finder.functions[name] = function


class _Waiting:
    """Lets the other finders find, and wraps the loader of a module that somebody waits for."""

    def __init__(self) -> None:
        self.functions: dict[str, Callable[[], None]] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self.functions:
            return None
        for finder in sys.meta_path:
            find_spec = getattr(finder, "find_spec", None)
            if finder is self or find_spec is None:
                continue
            spec: ModuleSpec | None = find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(self, spec.loader)  # type: ignore[assignment]
                return spec
        return None


class _Loader:
    """Loads with the true loader, puts it back in its place, then calls the function."""

    def __init__(self, waiting: _Waiting, loader: object) -> None:
        self._waiting = waiting
        self._loader = loader

    def __getattr__(self, name: str) -> object:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)  # type: ignore[attr-defined]
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader  # type: ignore[assignment]
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader  # type: ignore[assignment]
        self._loader.exec_module(module)  # type: ignore[attr-defined]
        function = self._waiting.functions.pop(module.__name__, None)
        if function is not None:
            function()
