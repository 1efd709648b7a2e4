"""Finds what moves in front of a still camera, and follows it back.

`Detector` remembers what the camera has seen. Where a picture differs from the background, somebody moves; regions
of such pixels become boxes. The background is the median over time, pixel by pixel: who walks by is in none of the
places for long enough to become a part of it.

Needs NumPy alone; `detector.py` is what the robot runs.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Brightness as [height, width]."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, in pixels from the top left."""

    x: int
    y: int
    width: int
    height: int

    def listed(self) -> list[int]:
        return [self.x, self.y, self.width, self.height]


class Detector:
    """Tells where pictures of a still camera differ from what was there before.

    All pictures of the last `memory` are kept, and every `stride`-th of them counts for the background, which is
    known from `enough` of those on. A pixel differs when its brightness is `threshold` of 255 away from that. A
    region is what hangs together when gaps of up to a few pixels are closed; below `smallest` pixels it is noise.

    The work is done on squares of `CELL` by `CELL` pixels and their mean, which is less noise and less work.
    """

    CELL = 2
    GAP = 2  # cells

    def __init__(
        self, *, memory: int = 80, stride: int = 4, enough: int = 5, threshold: float = 18.0, smallest: int = 60
    ) -> None:
        if not 1 <= stride <= memory or not 1 <= enough <= memory // stride:
            raise ValueError("stride is 1 to memory, and enough is 1 to memory / stride")
        self.pictures: deque[Picture] = deque(maxlen=memory)
        self._samples: deque[Picture] = deque(maxlen=memory // stride)
        self._stride = stride
        self._enough = enough
        self._threshold = threshold
        self._smallest = max(1, smallest // self.CELL**2)
        self._taken = 0
        self._background: NDArray[np.int16] | None = None

    def see(self, image: NDArray[np.uint8]) -> list[Box] | None:
        """Takes a colour picture, [height, width, 3]; returns what moves in it, or None while there is no background."""
        picture = brightness(image)
        if self.pictures and self.pictures[-1].shape != picture.shape:
            raise ValueError(f"the pictures were {self.pictures[-1].shape} so far, and this one is {picture.shape}")
        self.pictures.append(picture)
        small = shrunk(picture, self.CELL)
        if self._taken % self._stride == 0:
            self._samples.append(small)
            if len(self._samples) >= self._enough:
                self._background = median(np.stack(self._samples)).astype(np.int16)
        self._taken += 1
        if self._background is None:
            return None
        differs = majority(np.abs(small - self._background) > self._threshold)
        return [self._scaled(box) for box in regions(differs, self.GAP, self._smallest)]

    def _scaled(self, box: Box) -> Box:
        return Box(*(self.CELL * side for side in box.listed()))


def brightness(image: NDArray[np.uint8]) -> Picture:
    """How bright each pixel is for an eye."""
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a picture is [height, width, 3], not {list(image.shape)}")
    red, green, blue = (image[..., channel].astype(np.uint16) for channel in range(3))
    return ((77 * red + 150 * green + 29 * blue) >> 8).astype(np.uint8)


def shrunk(picture: Picture, cell: int) -> Picture:
    """The means of squares; what is left over at the right and at the bottom is left out."""
    height, width = (side // cell * cell for side in picture.shape)
    sums = np.zeros((height // cell, width // cell), np.uint16)
    for row in range(cell):
        for column in range(cell):
            sums += picture[row:height:cell, column:width:cell]
    return (sums // cell**2).astype(np.uint8)


def median(stack: NDArray[np.uint8]) -> Picture:
    """The middle value over the first axis; the upper one of two."""
    middle = stack.shape[0] // 2
    result: Picture = np.partition(stack, middle, axis=0)[middle]
    return result


def box_sums(mask: Mask, reach: int) -> NDArray[np.int32]:
    """How many are set among the neighbours of each cell up to `reach` away, itself included."""
    sums = mask.astype(np.int32)
    for axis in (0, 1):
        ends = [(0, 0), (0, 0)]
        ends[axis] = (reach + 1, reach)
        running = np.pad(sums, ends).cumsum(axis, dtype=np.int32)
        length = mask.shape[axis]
        sums = running.take(range(2 * reach + 1, 2 * reach + 1 + length), axis) - running.take(range(length), axis)
    return sums


def majority(mask: Mask) -> Mask:
    """Set where most of the nine cells around are: single cells vanish, and edges become smooth."""
    return box_sums(mask, 1) >= 5


def regions(mask: Mask, gap: int, smallest: int) -> list[Box]:
    """The boxes of what hangs together, from the left to the right.

    Two cells hang together where they are at most `2 * gap` apart. Regions of fewer than `smallest` set cells are
    left out.
    """
    grown = box_sums(mask, gap) > 0
    labels = labelled(grown)[mask]
    rows, columns = np.nonzero(mask)
    boxes = []
    for label in np.unique(labels):
        here = labels == label
        if np.count_nonzero(here) >= smallest:
            top, left = rows[here].min(), columns[here].min()
            bottom, right = rows[here].max(), columns[here].max()
            boxes.append(Box(int(left), int(top), int(right - left + 1), int(bottom - top + 1)))
    return sorted(boxes, key=lambda box: (box.x, box.y))


def labelled(mask: Mask) -> NDArray[np.int32]:
    """A number above 0 for each region of neighbours, diagonal ones included; 0 where nothing is.

    Runs of cells within rows are found first; a run joins those that it touches in the row above.
    """
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    parents = list(range(len(rows)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    first = np.searchsorted(rows, np.arange(mask.shape[0] + 1))
    for row in range(1, mask.shape[0]):
        for run in range(first[row], first[row + 1]):
            for above in range(first[row - 1], first[row]):
                if starts[above] <= ends[run] and starts[run] <= ends[above]:
                    parents[root(run)] = root(above)
    labels = np.zeros(mask.shape, np.int32)
    for run, (row, start, end) in enumerate(zip(rows, starts, ends, strict=True)):
        labels[row, start:end] = root(run) + 1
    return labels


def traced(pictures: list[Picture], box: Box) -> list[Box]:
    """Where what the box shows in the last picture was in those before, the newest first.

    In each picture every place is tried, and the one that differs least is taken.
    """
    track = [box]
    height, width = box.height, box.width
    patch = pictures[-1][box.y : box.y + height, box.x : box.x + width].astype(np.int16)
    for picture in reversed(pictures[:-1]):
        windows = sliding_window_view(picture, (height, width))
        differences = np.empty(windows.shape[:2], np.int64)
        for row in range(windows.shape[0]):
            differences[row] = np.abs(windows[row] - patch).sum(axis=(1, 2))
        y, x = np.unravel_index(differences.argmin(), differences.shape)
        track.append(Box(int(x), int(y), width, height))
        patch = windows[y, x].astype(np.int16)
    return track
