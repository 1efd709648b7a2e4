"""Java enums as Python enums."""

from __future__ import annotations

import enum

__all__ = ["define"]


def define(name: str, package: str, names: list[str]) -> type[enum.Enum]:
    """The enum that stands for a Java enum of this name and these constants; a value is the name."""
    made: type[enum.Enum] = getattr(enum, "Enum")(name, [(each, each) for each in names], module=package)  # noqa: B009
    if list(made.__members__) != names:
        raise ValueError(f"an enum of Python cannot have all the names {', '.join(names)}")
    return made
