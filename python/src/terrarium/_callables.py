"""Java functions as Python functions that have parameters."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

__all__ = ["declare", "refuse"]


def declare(
    name: str, parameters: str, names: Sequence[str], defaults: Sequence[Any], doc: str, java: Callable[..., Any]
) -> Callable[..., Any]:
    """A function with these parameters, all of which it passes on to `java` in their order.

    `parameters` is source text that takes the defaults from `__defaults__`, so that they are the objects
    themselves. Binding the arguments, and refusing a wrong call, is left to Python.
    """
    source = (
        "def __make__(__java__, __defaults__):\n"
        f"    def __function__({parameters}):\n"
        f"        return __java__({', '.join(names)})\n"
        "    return __function__\n"
    )
    namespace: dict[str, Any] = {"__name__": "java"}
    exec(compile(source, f"<java {name}>", "exec"), namespace)
    function: Any = namespace["__make__"](java, defaults)
    function.__name__ = function.__qualname__ = name
    function.__code__ = function.__code__.replace(co_name=name)
    function.__doc__ = doc or None
    return function  # type: ignore[no-any-return]


def refuse(message: str, cause: BaseException | None) -> NoReturn:
    """Raises what Python raises when a function is called wrongly."""
    raise TypeError(message) from cause
