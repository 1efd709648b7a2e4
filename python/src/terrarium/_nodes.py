"""Finds the nodes of a pipeline, and says what they take.

A node is made of a class, a function, or an object that lives already and has `process` or `aprocess`.
"""

from __future__ import annotations

import sys
from importlib import import_module

from terrarium._errors import ManifestError
from terrarium._folders import running, searched
from terrarium._shapes import PROCESSES, of_class, of_function, of_object

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType
    from typing import Any

    Parameter = tuple[str, bool, str, str]

__all__ = [
    "check",
    "check_living",
    "describe",
    "find",
    "find_in",
    "is_living",
    "makes_items",
    "placed",
    "process_of",
    "streams",
]

_NODE_TYPE = "node_type"


def find(reference: str) -> Any:
    """Imports what `module:Name` means; an error inside the module is raised as it is.

    The script that is running is not run again for it: what it defines is there already.
    """
    module_name, colon, path = reference.partition(":")
    if not (module_name and colon and path):
        raise _wrong_type(f"{reference!r} is not of the form module:Class")
    try:
        found: Any = running(module_name) or import_module(module_name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if missing != module_name and not module_name.startswith(missing + "."):
            raise
        if module_name.endswith(".py"):
            meant = module_name[:-3].replace("/", ".")
            raise _wrong_type(f"{module_name!r} is a file: name its module, as in '{meant}:{path}'") from None
        raise _wrong_type(f"no module named {missing!r} for {reference!r}{_looked_for(missing)}") from None
    return _member(found, path, reference, f"module {module_name!r}")


def find_in(module: ModuleType, path: str) -> Any:
    """Returns what a name means in the module of a node's source text."""
    return _member(module, path, path, "the source")


def _member(module: Any, path: str, reference: str, owner: str) -> Any:
    found = module
    for name in path.split("."):
        if not hasattr(found, name):
            from terrarium._hints import members

            raise _wrong_type(f"{owner} has no {path!r}{members(found, name)}")
        found = getattr(found, name)
    if not callable(found):
        raise _wrong_type(f"{reference!r} is neither a class nor a function")
    _require_shape(found, reference)
    return found


def check_living(node: Any, name: str) -> None:
    """Raises a ManifestError if an object that a program gave for `name` can be no node."""
    if not (is_living(node) or callable(node)):
        kind = type(node).__qualname__
        raise _wrong_type(
            f"{name!r} stands for an object of the type {kind}, which has neither process(item) nor "
            f"aprocess(item) and cannot be called"
        )
    _require_shape(node, name)


def _require_shape(factory: Any, reference: str) -> None:
    """Raises a ManifestError if what makes a node, or is one, can be seen to fail as one."""
    if isinstance(factory, type):
        faults = of_class(factory, makes_items(factory))
    elif is_living(factory):
        faults = of_object(factory, makes_items(factory))
    else:
        faults = of_function(factory, makes_items(factory))
    told = "; it ".join(faults)
    if told:
        raise _wrong_type(f"{reference!r} {told}")


def is_living(node: Any) -> bool:
    """Whether this is a node already, rather than what makes one."""
    return not isinstance(node, type) and (hasattr(node, "process") or hasattr(node, "aprocess"))


def _looked_for(module_name: str) -> str:
    """Says where, and what may have been meant."""
    from terrarium._hints import modules

    package_name, _, last = module_name.rpartition(".")
    if package_name:
        package = sys.modules.get(package_name)
        folders = [str(folder) for folder in getattr(package, "__path__", ())]
        if not folders:
            return f"; {package_name!r} is a module and no package"
        return f"; looked in {', '.join(map(repr, folders))}{modules(last, folders)}"
    folders, others = searched()
    own = f"{others} of the interpreter's own"
    places = f"{', '.join(map(repr, folders))} and {own}" if folders else own
    return f"; looked in {places}{modules(module_name, folders)}"


def _wrong_type(message: str) -> ManifestError:
    return ManifestError(message, ((_NODE_TYPE, message),))


def describe(factory: Callable[..., Any]) -> tuple[str, bool, tuple[Parameter, ...]]:
    """Returns what the node is for, whether it takes any parameter, and those it names.

    A parameter is (name, whether it must be given, its annotation or "", its default's text or "").
    """
    import inspect

    if is_living(factory):
        return (inspect.getdoc(factory) or "").partition("\n")[0], False, ()
    signature = inspect.signature(factory)
    listed = list(signature.parameters.values())
    listed = listed[len(_items_of(factory)) :]
    named = []
    for each in listed:
        if each.kind is each.VAR_KEYWORD or (_has_a_place(each) and not isinstance(factory, type)):
            continue
        if each.annotation is each.empty:
            annotation = ""
        elif isinstance(each.annotation, str):  # from __future__ import annotations
            annotation = each.annotation
        else:
            annotation = inspect.formatannotation(each.annotation)
        default = "" if each.default is each.empty else repr(each.default)
        required = each.default is each.empty and each.kind is not each.VAR_POSITIONAL
        named.append((each.name, required, annotation, default))
    takes_any = any(each.kind is each.VAR_KEYWORD for each in listed)
    doc = inspect.getdoc(factory) or ""
    return doc.partition("\n")[0], takes_any, tuple(named)


def streams(factory: Any) -> bool:
    """Whether the node asks for the whole stream, by `is_streaming = True` in its class."""
    return getattr(factory, "is_streaming", False) is True


def makes_items(factory: Any) -> bool:
    """Whether the node makes items of its own, by `is_source = True` in its class."""
    return getattr(factory, "is_source", False) is True


def process_of(node: Any) -> Callable[..., Any]:
    """Returns what takes the items."""
    for name in PROCESSES:
        function: Callable[..., Any] | None = getattr(node, name, None)
        if function is not None:
            return function
    raise _wrong_type(f"{type(node).__qualname__} has neither process(item) nor aprocess(item)")


def check(factory: Callable[..., Any], params: Mapping[str, Any]) -> None:
    """Raises a ManifestError with every fault of the parameters, as far as the signature can be known."""
    import inspect

    if is_living(factory):
        if not params:
            return
        faults = tuple(_faults(factory, params))
        raise ManifestError("; ".join(text for _, text in faults), faults)
    try:
        signature = inspect.signature(factory)
    except (TypeError, ValueError):
        return
    try:
        arguments, by_name = placed(factory, params) or (_items_of(factory), params)
        signature.bind(*arguments, **by_name)
    except TypeError as error:
        faults = tuple(_faults(factory, params)) or (("params", str(error)),)
        message = "; ".join(text for _, text in faults)
        raise ManifestError(message, faults) from None


def placed(factory: Any, params: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """Returns how a class is called of whose parameters some have a place and no name: `*values`, or those before `/`.

    In a manifest they have a name all the same; that of `*values` stands for a list. None if it is called by names.
    """
    import inspect

    if not isinstance(factory, type):
        return None
    signature = inspect.signature(factory)
    listed = signature.parameters.values()
    if not any(each.name in params and _has_a_place(each) for each in listed):
        return None
    rest = dict(params)
    arguments: dict[str, Any] = {}
    for each in listed:
        if each.kind is each.VAR_KEYWORD:
            arguments[each.name], rest = rest, {}
        elif each.name in rest:
            value = rest.pop(each.name)
            if each.kind is each.VAR_POSITIONAL and not isinstance(value, (list, tuple)):
                raise TypeError(f"params.{each.name} stands for *{each.name} and must be a list")
            arguments[each.name] = tuple(value) if each.kind is each.VAR_POSITIONAL else value
    if rest:
        return None
    bound = inspect.BoundArguments(signature, arguments)
    bound.apply_defaults()
    return bound.args, bound.kwargs


def _has_a_place(parameter: Any) -> bool:
    return parameter.kind in (parameter.VAR_POSITIONAL, parameter.POSITIONAL_ONLY)


def _items_of(factory: Callable[..., Any]) -> tuple[None, ...]:
    """What is passed to the function before its parameters: one item, or nothing."""
    return () if isinstance(factory, type) or makes_items(factory) else (None,)


def _faults(factory: Callable[..., Any], params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    _, takes_any, named = describe(factory)
    known = [name for name, *_ in named]
    owner = getattr(factory, "__qualname__", None) or f"an object of {type(factory).__qualname__}"
    takes = "it takes " + ", ".join(known) if known else "it takes none"
    for name in params:
        if name not in known and not takes_any:
            yield f"params.{name}", f"{owner} has no parameter {name!r}; {takes}"
    for name, required, *_ in named:
        if required and name not in params:
            yield f"params.{name}", f"{owner} needs the parameter {name!r}"
