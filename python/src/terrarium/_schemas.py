"""What parameters a node takes, and whether given ones are such."""

from __future__ import annotations

from terrarium._findings import child, described, hint, plain_number, whole_of

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

__all__ = ["Anything", "Choice", "Flag", "Real", "Text", "Whole", "faults"]

REQUIRED = object()
"""What stands for the default of a parameter that must be given."""

_INFINITE = float("inf")


class Anything:
    """Any value."""

    words = "any value"

    def __init__(self, default: Any = REQUIRED) -> None:
        self.default = default

    def fits(self, value: Any) -> bool:
        return True


class Whole(Anything):
    """A whole number within bounds; 1.0 is one."""

    def __init__(self, minimum: int = -(2**63), maximum: int = 2**63 - 1, default: Any = REQUIRED) -> None:
        super().__init__(default)
        self.minimum, self.maximum = minimum, maximum
        is_open = minimum == -(2**63) and maximum == 2**63 - 1
        self.words = "a whole number" + ("" if is_open else f" from {minimum} to {maximum}")

    def fits(self, value: Any) -> bool:
        whole = whole_of(value)
        return whole is not None and self.minimum <= whole <= self.maximum


class Real(Anything):
    """A number within bounds."""

    def __init__(self, minimum: float = -_INFINITE, maximum: float = _INFINITE, default: Any = REQUIRED) -> None:
        super().__init__(default)
        self.minimum, self.maximum = minimum, maximum
        self.words = "a number"
        if minimum != -_INFINITE:
            least = plain_number(minimum)
            self.words += f", at least {least}" if maximum == _INFINITE else f" from {least} to {plain_number(maximum)}"

    def fits(self, value: Any) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and self.minimum <= value <= self.maximum


class Text(Anything):
    """A text."""

    words = "a text"

    def fits(self, value: Any) -> bool:
        return isinstance(value, str)


class Choice(Anything):
    """One of several words."""

    def __init__(self, choices: Sequence[str], default: Any = REQUIRED) -> None:
        super().__init__(default)
        self.choices = choices
        self.words = "one of " + ", ".join(choices)

    def fits(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.choices


class Flag(Anything):
    """True or false."""

    words = "true or false"

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)


def faults(
    path: str, params: Mapping[str, Any], known: Mapping[str, Anything], takes_any: bool = False
) -> Iterator[tuple[str, str]]:
    """Tells what is wrong with given parameters, each by its path and a sentence."""
    takes = "it takes " + ", ".join(known) if known else "it takes none"
    for name in params:
        if name not in known and not takes_any:
            yield child(path, name), f"is no parameter of this node; {takes}{hint(name, known)}"
    for name, parameter in known.items():
        if name in params:
            if not parameter.fits(params[name]):
                yield child(path, name), f"must be {parameter.words}, not {described(params[name])}"
        elif parameter.default is REQUIRED:
            form = "" if type(parameter) is Anything else f", {parameter.words}"
            yield path, f"lacks the parameter '{name}'{form}"
