"""What the nodes of a manifest are made of, and what they take."""

from __future__ import annotations

from terrarium._errors import ManifestError
from terrarium._findings import hint
from terrarium._nodes import check_living, describe, find, find_in, makes_items, streams
from terrarium._schemas import REQUIRED, Anything, faults

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType
    from typing import Any

    from terrarium._findings import Fault, Findings

__all__ = ["Kind", "Kinds"]

_CLASS = "; a class in a Python module is written module:Class"


class Kind:
    """A type of nodes: a built-in node's class in Python, or the user's class, function or object."""

    def __init__(self, name: str, factory: Any, is_built_in: bool) -> None:
        self.name = name
        self.factory = factory
        self.is_built_in = is_built_in
        self.is_source = makes_items(factory)
        self.streams = streams(factory)

    def faults(self, path: str, params: Mapping[str, Any]) -> Iterator[Fault]:
        """Tells what is wrong with parameters for it."""
        if self.is_built_in:
            return faults(path, params, self.factory.parameters)
        try:
            _, takes_any, named = describe(self.factory)
        except (TypeError, ValueError):  # some classes written in C do not tell; the constructor will
            return iter(())
        known = {name: Anything(REQUIRED if required else None) for name, required, _, _ in named}
        return faults(path, params, known, takes_any)


class Kinds:
    """Finds them by name; `close` lets go of program texts that stood in the manifest."""

    def __init__(self, objects: Mapping[str, object], findings: Findings) -> None:
        self._objects = objects
        self._findings = findings
        self._texts: list[ModuleType] = []

    def find(self, path: str, name: str, source: str | None, node: str) -> Kind | None:
        """Returns the type of that name; None, and a fault, if there is none."""
        place = f"{path}.source" if source is not None else f"{path}.node_type"
        try:
            if source is not None:
                return Kind(name, find_in(self._load(source, node), name), False)
            return self._find(name)
        except ManifestError as error:
            self._findings.fault(place, str(error))
        except (Exception, SystemExit) as error:
            self._findings.fault(place, f"{name} cannot be loaded: {_raised(error)}")
        return None

    def _find(self, name: str) -> Kind:
        from terrarium.nodes import BUILT_IN

        known = BUILT_IN.get(name)
        if known is not None:
            return Kind(known.__name__, known, True)
        if name in self._objects:
            living = self._objects[name]
            check_living(living, name)
            return Kind(name, living, False)
        if ":" in name:
            return Kind(name, find(name), False)
        module, _, last = name.rpartition(".")
        if module and all(part.isidentifier() for part in name.split(".")):
            raise ManifestError(f"there is no node type '{name}'{_CLASS}, here '{module}:{last}'")
        raise ManifestError(f"there is no node type '{name}'{hint(name, BUILT_IN) or _CLASS}")

    def _load(self, source: str, node: str) -> ModuleType:
        from terrarium._texts import load

        self._texts.append(load(source, node))
        return self._texts[-1]

    def close(self) -> None:
        if self._texts:
            from terrarium._texts import leave

            while self._texts:
                leave(self._texts.pop())


def _raised(error: BaseException) -> str:
    """Says what an import raised, and where the deepest frame of it stands."""
    import traceback

    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, SyntaxError) or not frames:
        return text
    return f"{text} ({frames[-1].filename}, line {frames[-1].lineno})"
