"""What keeps a class, a function or an object from being a node, as far as that is certain before it runs.

Certain are the parameters of plain Python functions, and values that cannot be called; both only where nothing
in the class may put something else in their place.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from types import CodeType
    from typing import Any

__all__ = ["PROCESSES", "of_class", "of_function", "of_object"]

PROCESSES = ("aprocess", "process", "__call__")
"""What takes the items: the first that is there and not None."""

_HOOKS = ("initialize", "flush", "cleanup")
_FLAGS = ("is_streaming", "is_source")
_ANY_NUMBER = 0x04  # CO_VARARGS of a code object
_ABSTRACT = 1 << 20  # Py_TPFLAGS_IS_ABSTRACT of a class


def of_class(kind: type, is_source: bool) -> Iterator[str]:
    """Says what is wrong with a class that nodes are to be made of."""
    name = _process_of(kind)
    if name:
        yield from _of_process(kind, name, is_source)
    elif not _may_differ(kind, *PROCESSES):
        yield "has neither process(item) nor aprocess(item)"
    if kind.__flags__ & _ABSTRACT and not _may_differ(kind):
        lacking = ", ".join(sorted(getattr(kind, "__abstractmethods__", ())))
        yield f"is abstract, so no object can be made of it: name a class that defines {lacking}"
    yield from _of_hooks(kind, ())
    yield from _of_flags(kind)


def of_object(node: Any, is_source: bool) -> Iterator[str]:
    """Says what is wrong with an object that has `process` or `aprocess`."""
    kind = type(node)
    own: Container[str] = getattr(node, "__dict__", ())
    name = _process_of(kind)
    if name and not any(each in own for each in PROCESSES):
        yield from _of_process(kind, name, is_source)
    yield from _of_hooks(kind, own)
    yield from _of_flags(node)


def of_function(function: Any, is_source: bool) -> Iterator[str]:
    """Says what is wrong with a function; what it takes beside the item are the node's parameters."""
    code = _code(function)
    if not (is_source or code is None or code.co_argcount or code.co_flags & _ANY_NUMBER):
        yield f"takes no item: give the function a parameter for it, as in def {function.__name__}(item)"
    yield from _of_flags(function)


def _of_process(kind: type, name: str, is_source: bool) -> Iterator[str]:
    function = _member(kind, name)
    given = 1 if is_source else 2
    if _takes(function, given) or _may_differ(kind, name):
        return
    code = _code(function)
    if code is None:
        yield f"has {_a(name)} of the type {type(function).__qualname__}, which cannot be called: {_form(name, given)}"
    elif is_source:
        yield f"makes items of its own, so its {name} is called without an item: {_form(name, given)}"
    elif code.co_argcount < given:
        yield f"takes no item: give its {name} a parameter for it, as in def {name}(self, item)"
    else:
        yield f"has {_a(name)} that takes more than an item: {_form(name, given)}, and take the rest in __init__"


def _of_hooks(kind: type, own: Container[str]) -> Iterator[str]:
    for name in _HOOKS:
        function = _member(kind, name)
        if function is None or name in own or _takes(function, 1) or _may_differ(kind, name):
            continue
        code = _code(function)
        if code is None:
            fault = f"of the type {type(function).__qualname__}, which cannot be called"
        elif code.co_argcount:
            fault = "that takes arguments, but is called without any"
        else:
            fault = "that takes no arguments, not even self"
        yield f"has {_a(name)} {fault}: {_form(name, 1)}"


def _of_flags(owner: Any) -> Iterator[str]:
    for name in _FLAGS:
        value = getattr(owner, name, False)
        if value and isinstance(value, (str, int, float)) and not isinstance(value, bool):
            yield f"has {name} = {value!r}, which is neither True nor False: write {name} = True"


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'ai' else 'a'} {name}"


def _form(name: str, given: int) -> str:
    return f"write def {name}(self{', item' * (given - 1)})"


def _process_of(kind: type) -> str:
    """Returns which function of a class takes the items, or "" if none is there."""
    return next((name for name in PROCESSES if _member(kind, name) is not None), "")


def _member(kind: type, name: str) -> Any:
    """Returns what the body of a class, or of one that it inherits from, says."""
    return next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None)


def _code(function: Any) -> CodeType | None:
    """Returns the code of a plain Python function, which is called as it is written."""
    code: CodeType | None = function.__code__ if type(function) is type(_code) else None
    return code


def _takes(function: Any, given: int) -> bool:
    """Whether a member of a class can be called with so many arguments, its object included, or may be."""
    code = _code(function)
    if code is None:
        return callable(function) or hasattr(type(function), "__get__")
    needed = code.co_argcount - len(function.__defaults__ or ())
    named = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    return (
        needed <= given
        and (given <= code.co_argcount or bool(code.co_flags & _ANY_NUMBER))
        and all(each in (function.__kwdefaults__ or ()) for each in named)
    )


def _may_differ(kind: type, *names: str) -> bool:
    """Whether objects of a class may have other members of these names than the class says."""
    from terrarium._hints import sets_later

    return sets_later(kind, names)
