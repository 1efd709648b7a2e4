"""What was meant by a name that is not there, and whether a class may yet turn out to be a node.

Nobody asks while all is well, so this may take its time.
"""

from __future__ import annotations

from types import CodeType, FunctionType

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = ["members", "modules", "near", "sets_later"]

_MOST = 8


def near(name: str, candidates: Iterable[str]) -> str:
    """Returns `; did you mean 'x'?`, or nothing if no candidate is near."""
    from difflib import get_close_matches

    there: dict[str, str] = {}
    for each in candidates:
        there.setdefault(each.lower(), each)
    found = get_close_matches(name.lower(), there, n=3, cutoff=0.75)
    return "; did you mean " + " or ".join(repr(there[each]) for each in found) + "?" if found else ""


def members(holder: Any, name: str) -> str:
    """Says which class or function of a module was meant; or, if none is near, which there are."""
    there = {
        each: value
        for each, value in list(getattr(holder, "__dict__", {}).items())
        if not each.startswith("_") and callable(value)
    }
    hint = near(name, there)
    if hint:
        return hint
    owner = getattr(holder, "__name__", None)
    own = [each for each, value in there.items() if getattr(value, "__module__", None) == owner]
    more = f" and {len(own) - _MOST} more" if len(own) > _MOST else ""
    return f"; it has {', '.join(own[:_MOST])}{more}" if own else ""


def modules(name: str, folders: Iterable[str]) -> str:
    """Says which module in some folders was meant, if one is near."""
    import os

    there: set[str] = set()
    for folder in folders:
        try:
            files = os.listdir(folder or ".")
        except OSError:
            continue
        there.update(file[:-3] for file in files if file.endswith(".py"))
        there.update(file for file in files if os.path.isfile(os.path.join(folder, file, "__init__.py")))
    return near(name, sorted(there))


_MAY_SET = frozenset(("setattr", "vars", "__dict__", "__setattr__"))


def sets_later(kind: type, names: Iterable[str]) -> bool:
    """Whether objects of a class may have one of these attributes although the class has none.

    Doubt counts as yes: one that its code names, or one that could come by any name.
    """
    sought = _MAY_SET.union(names)
    for base in kind.__mro__[:-1]:
        if not sought.isdisjoint(_annotated(base)):
            return True
        for name, value in vars(base).items():
            if name in ("__getattr__", "__getattribute__", "__new__") and _is_python(value):
                return True
            code = getattr(value, "__code__", None)
            if isinstance(code, CodeType) and not sought.isdisjoint(_words(code)):
                return True
    metaclass: type = type(kind)
    return any(_is_python(vars(base).get("__call__")) for base in metaclass.__mro__)


def _annotated(kind: type) -> Iterable[str]:
    try:
        names: Iterable[str] = getattr(kind, "__annotations__", ())
    except Exception:  # from 3.14 on they are evaluated now, and may fail
        names = _MAY_SET
    return names


def _is_python(member: Any) -> bool:
    return isinstance(getattr(member, "__func__", member), FunctionType)


def _words(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple):
            yield from (each for each in constant if isinstance(each, str))
        elif isinstance(constant, CodeType):
            yield from _words(constant)
