"""Arrays without copying, in the ways that array libraries agree on.

The JVM makes the type `Array`, whose instances lend memory of Java's by the buffer protocol; here it learns the
other protocols, all in terms of that one.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["capsule", "equip"]

_CPU = (1, 0)
"""The host's memory, as DLPack numbers devices."""

_KINDS = {"?": "b", "e": "f", "f": "f", "d": "f", "Zf": "c", "Zd": "c"}
"""The letters of `__array_interface__`, by those of the `struct` module; all others are integers."""


def capsule(tensor: Any) -> Any:
    """A capsule of DLPack's from what has `__dlpack__`, in its newer form if it knows it; None for anything else."""
    lend = getattr(type(tensor), "__dlpack__", None)
    if lend is None:
        return None
    is_negative = getattr(tensor, "is_neg", None)
    if is_negative is not None and is_negative():  # DLPack cannot say so, and PyTorch does not
        raise BufferError("the tensor's memory holds the negative of its numbers: take tensor.resolve_neg()")
    try:
        return lend(tensor, max_version=(1, 0))
    except TypeError:  # it was written before there were versions
        return lend(tensor)


def equip(array: Any, lend: Callable[[Any, bool, bool], Any]) -> None:
    """Adds to the type `Array` what its buffer slot does not give; `lend(array, versioned, copied)` makes capsules."""

    def dlpack(
        self: Any,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        if stream is not None and stream != -1:
            raise BufferError(f"this memory is the host's, which has no streams: pass stream=None, not {stream!r}")
        if dl_device is not None and tuple(dl_device) != _CPU:
            raise BufferError(f"this memory is on the device {_CPU}, and is not copied to {tuple(dl_device)} here")
        versioned = max_version is not None and max_version[0] >= 1
        if not versioned and not copy and memoryview(self).readonly:
            raise BufferError(
                "this memory is read-only, which DLPack can say since version 1.0: "
                "ask with max_version=(1, 0), or copy=True"
            )
        return lend(self, versioned, bool(copy))

    array.__dlpack__ = dlpack
    array.__dlpack_device__ = lambda self: _CPU
    array.__array_interface__ = property(_array_interface)
    array.__repr__ = _repr
    array.__len__ = lambda self: len(memoryview(self))
    array.shape = property(lambda self: memoryview(self).shape, doc="The extent of each axis, the slowest first.")


def _array_interface(self: Any) -> dict[str, Any]:
    view = memoryview(self)
    return {
        "version": 3,
        "shape": view.shape,
        "typestr": _typestr(view),
        "data": (self._address, view.readonly),
        "strides": None,
    }


def _typestr(view: memoryview) -> str:
    order = "|" if view.itemsize == 1 else "<" if sys.byteorder == "little" else ">"
    if view.format == "E":
        raise AttributeError("NumPy has no bfloat16: torch.from_dlpack takes this array")
    kind = _KINDS.get(view.format, "i" if view.format.islower() else "u")
    return f"{order}{kind}{view.itemsize}"


def _repr(self: Any) -> str:
    view = memoryview(self)
    elements = "bfloat16" if view.format == "E" else _typestr(view)
    return f"<terrarium.Array {elements} {list(view.shape or ())} in Java's memory>"
