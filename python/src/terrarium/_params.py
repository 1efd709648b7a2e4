"""What a node was made with, as the parameters of a manifest."""

from __future__ import annotations

from types import BuiltinMethodType, MethodType, MethodWrapperType

from terrarium._base import arguments_of
from terrarium._errors import ManifestError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from inspect import Signature
    from typing import Any

__all__ = ["json_of", "params_of", "reference_to"]

_SELF = object()


def params_of(node: Any) -> dict[str, Any]:
    """Returns the parameters that make such an object again: those that it was given, and the defaults of the others.

    Raises a ManifestError that names the parameter where that cannot be known, or cannot be called by name.
    """
    import inspect

    kind = type(node)
    known = arguments_of(node)
    if known is None:
        return _of_fields(node, kind)
    signature = inspect.signature(kind)
    _require_all(kind, signature, known)
    bound = signature.bind(*known[0], **known[1])
    params: dict[str, Any] = {}
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            params.update(bound.arguments.get(name, {}))
        elif name in bound.arguments:
            value = bound.arguments[name]
            params[name] = list(value) if parameter.kind is parameter.VAR_POSITIONAL else value
        elif parameter.default is not parameter.empty and not list(_lacking(parameter.default, "")):
            params[name] = parameter.default
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    first = next((p for p in signature.parameters.values() if p.kind is p.VAR_POSITIONAL), None)
    if first is not None and params.get(first.name) and inspect.Parameter.VAR_KEYWORD in kinds:
        raise _unfit(
            kind, first.name, f"a manifest cannot say both *{first.name} and the names of **: take a list in place of *"
        )
    return params


def _require_all(kind: Any, signature: Signature, known: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    """Refuses an object whose class made it without saying what it was called with."""
    from terrarium._base import Node

    if not (known[0] or known[1]) and kind.__new__ is not Node.__new__:
        for name in signature.parameters:
            raise _unfit(kind, name, "its __new__ does not hand its arguments on: call super().__new__ with them")


def _of_fields(node: Any, kind: Any) -> dict[str, Any]:
    """What an object that does not inherit from Node was made with, if its class is a dataclass or takes nothing."""
    import inspect

    fields = getattr(kind, "__dataclass_fields__", None)
    if fields is not None and "__init__" in vars(kind):
        return {name: getattr(node, name) for name in inspect.signature(kind).parameters}
    try:
        names = list(inspect.signature(kind).parameters)
    except (TypeError, ValueError):
        names = ["…"]
    if names:
        raise _unfit(
            kind,
            names[0],
            "nobody has kept what it was given: let the class inherit from terrarium.Node, or add the class itself, "
            f"as in add_node({kind.__name__}, params={{{names[0]!r}: …}})",
        )
    return {}


def json_of(params: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """Returns parameters as JSON has them; raises a ManifestError that names the first place that it lacks."""
    for place, reason in _lacking(dict(params), "params"):
        message = f"{place} of {owner} cannot stand in a manifest: {reason}"
        raise ManifestError(message, ((place, message),))
    return {name: _plain(value) for name, value in params.items()}


def _lacking(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if value is None or isinstance(value, (bool, int, str)):
        return
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - this is how NaN is told
            yield place, f"JSON has no {value!r}"
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(key, str):
                yield from _lacking(each, f"{place}.{key}")
            else:
                yield place, f"the key {key!r} is no text"
    elif isinstance(value, (list, tuple)):
        for index, each in enumerate(value):
            yield from _lacking(each, f"{place}[{index}]")
    elif type(value).__module__ == "numpy" and hasattr(value, "tolist"):
        yield from _lacking(value.tolist(), place)
    elif callable(value):
        name = getattr(value, "__qualname__", type(value).__qualname__)
        yield place, f"{name} is code, and JSON holds values only: take a text, and import what it names"
    else:
        yield place, f"JSON lacks {type(value).__module__}.{type(value).__qualname__}: take a text, a number or a list"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value.tolist() if hasattr(value, "tolist") else value


def _unfit(kind: Any, name: str, reason: str) -> ManifestError:
    place = f"params.{name}"
    message = f"{place} of {kind.__qualname__} is not known: {reason}"
    return ManifestError(message, ((place, message),))


def reference_to(thing: Any) -> str:
    """Returns `module:Name` of a class or a function.

    Raises a ManifestError where nobody could import it by that.
    """
    import sys

    from terrarium._folders import main_name

    name = getattr(thing, "__qualname__", "")
    owner = getattr(thing, "__objclass__", None)  # of str.upper, which has no module
    module = str(getattr(thing, "__module__", None) or getattr(owner, "__module__", ""))
    found: Any = sys.modules.get(module, _SELF)
    if module == "__main__":
        module = main_name()
    for part in name.split("."):
        found = getattr(found, part, _SELF)
    if module and (found is thing or (_is_bound_to_class(thing) and found == thing)):
        return f"{module}:{name}"
    raise _wrong_type(f"{_why_nameless(thing, name, module)}, so that no manifest can name it: {_remedy(thing)}")


def _is_bound_to_class(thing: Any) -> bool:
    return isinstance(thing, (MethodType, BuiltinMethodType)) and isinstance(thing.__self__, type)


def _why_nameless(thing: Any, name: str, module: str) -> str:
    owner = getattr(thing, "__self__", None)
    if isinstance(thing, (MethodType, BuiltinMethodType, MethodWrapperType)) and not isinstance(owner, type):
        return f"{name} is bound to an object of {type(owner).__qualname__}"
    if not name:
        kind = type(thing)
        return f"this object of {kind.__module__}.{kind.__qualname__} has no name of its own"
    if "<lambda>" in name:
        return "a lambda has no name"
    if "<locals>" in name:
        return f"{name} is defined within a function"
    return f"{name} cannot be imported from {module}" if module else f"{name} is defined in an interactive session"


def _remedy(thing: Any) -> str:
    if isinstance(thing, type) or type(thing).__name__ == "function":
        return "put it at the top of a module" + (", by def" if "<lambda>" in thing.__qualname__ else "")
    return "put a function that calls it at the top of a module"


def _wrong_type(message: str) -> ManifestError:
    return ManifestError(message, (("node_type", message),))
