"""Java records as frozen dataclasses."""

from __future__ import annotations

import dataclasses

__all__ = ["define"]


def define(name: str, package: str, fields: list[str]) -> type:
    """The frozen dataclass that stands for a Java record of this name and these components."""
    made = dataclasses.make_dataclass(name, fields, frozen=True)
    made.__module__ = package
    return made
