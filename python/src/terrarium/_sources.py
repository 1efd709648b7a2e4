"""Imports this package from memory.

The JVM runs this file before the package can be imported, so it uses nothing of the package.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType

__all__ = ["ORIGIN", "SourceFinder", "install", "other_copy"]

ORIGIN = "<terrarium>"
"""Where tracebacks say that a file of the package lies."""


class SourceFinder:
    """Finds the modules whose source was handed over as {name: (source, is_package)}."""

    def __init__(self, sources: Mapping[str, tuple[str, bool]]) -> None:
        self._sources = sources

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self._sources:
            return None
        is_package = self._sources[name][1]
        spec = _module_spec(
            name,
            self,  # type: ignore[arg-type]
            origin=self.get_filename(name),
            is_package=is_package,
        )
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name: str) -> CodeType:
        return compile(self.get_source(name), self.get_filename(name), "exec", dont_inherit=True)

    def get_source(self, name: str) -> str:
        """Gives linecache, and so tracebacks and inspect.getsource, the lines of a module."""
        if name not in self._sources:
            raise ImportError(f"no source of {name} was handed over", name=name)
        return self._sources[name][0]

    def get_filename(self, name: str) -> str:
        below = name.split(".")[1:]
        if self.is_package(name):
            below.append("__init__")
        return "/".join([ORIGIN, *below]) + ".py"

    def is_package(self, name: str) -> bool:
        return self._sources[name][1]


# The import machinery is at hand in every interpreter; importing importlib.machinery is not free.
_module_spec = type(sys.__spec__)


def install(sources: Mapping[str, tuple[str, bool]]) -> SourceFinder:
    """Puts these sources first, so that no other copy of the package is imported."""
    finder = SourceFinder(sources)
    sys.meta_path.insert(0, finder)
    return finder


def other_copy() -> tuple[str, str] | None:
    """Returns where a copy lies that the path would have given, and its version or "", else None."""
    from importlib import metadata
    from importlib.machinery import PathFinder

    spec = PathFinder.find_spec("terrarium")
    if spec is None or not spec.origin:
        return None
    try:
        version = metadata.version("terrarium-jvm")
    except metadata.PackageNotFoundError:
        version = ""
    return spec.origin, version
