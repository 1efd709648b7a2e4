"""An output that is emitted even when it is None."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["Emit"]


class Emit:
    """Emits `value` as it is; a node that returns None itself emits nothing, `Emit(None)` emits one None."""

    # Written out rather than a dataclass: importing dataclasses costs more than the rest of the package.
    __slots__ = ("value",)
    __match_args__ = ("value",)

    value: object

    def __init__(self, value: object) -> None:
        object.__setattr__(self, "value", value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to {name!r}: an Emit does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r}: an Emit does not change")

    def __eq__(self, other: object) -> bool:
        return self.value == other.value if type(other) is Emit else NotImplemented

    def __hash__(self) -> int:
        return hash((Emit, self.value))

    def __repr__(self) -> str:
        return f"Emit({self.value!r})"

    def __reduce__(self) -> tuple[type[Emit], tuple[object]]:
        return Emit, (self.value,)
