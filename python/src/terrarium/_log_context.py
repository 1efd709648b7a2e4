"""What is true of all that is logged while a block runs, for Java's MDC and for Python's own handlers."""

from __future__ import annotations

from _contextvars import ContextVar

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Token

__all__ = ["fields", "finders", "log_context"]

finders: list[Callable[[], tuple[int, int] | None]] = []
"""Functions that are asked, one after the other, where the code is that logs, and may not know."""

_fields: ContextVar[dict[str, str]] = ContextVar("terrarium.log_context")


class log_context:  # noqa: N801 - used as a with-block, where functions are called like this
    """`with log_context(request="42"):` adds fields to each record that is logged within, in tasks too."""

    def __init__(self, **added: object) -> None:
        self._added = {name: str(value) for name, value in added.items()}
        self._tokens: list[Token[dict[str, str]]] = []

    def __enter__(self) -> None:
        self._tokens.append(_fields.set({**fields(), **self._added}))

    def __exit__(self, *_: object) -> None:
        _fields.reset(self._tokens.pop())


def fields() -> dict[str, str]:
    """Those of the blocks that the current code is in."""
    return _fields.get({})
