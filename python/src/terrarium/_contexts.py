"""Context managers, entered and exited from Java."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

__all__ = ["enter", "within"]


def enter(manager: Any) -> tuple[Any, Callable[[], object]]:
    """Enters a context manager: what that gives, and what exits it without an exception."""
    kind = type(manager)
    if not hasattr(kind, "__enter__") or not hasattr(kind, "__exit__"):
        raise TypeError(f"'{kind.__name__}' object does not support the context manager protocol")
    leave = kind.__exit__
    return kind.__enter__(manager), lambda: leave(manager, None, None, None)


def within(manager: AbstractContextManager[Any, bool], body: Callable[[Any], object]) -> bool:
    """Runs `body` inside; says whether it came to its end, rather than raising what `__exit__` took."""
    with manager as value:
        body(value)
        return True
    return False
