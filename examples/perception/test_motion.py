import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "scripts"))

from motion import Box, Detector, brightness, labelled, majority, median, regions, shrunk, traced

NOISE = np.random.default_rng(11)


def scene(*boxes: Box, height: int = 60, width: int = 80, level: int = 200) -> np.ndarray:
    """A grey picture with a little noise and bright boxes."""
    image = NOISE.integers(96, 104, (height, width, 3)).astype(np.uint8)
    for box in boxes:
        image[box.y : box.y + box.height, box.x : box.x + box.width] = level
    return image


def walker(step: int) -> Box:
    return Box(4 + 2 * step, 20, 10, 20)


def masked(*rows: str) -> np.ndarray:
    return np.array([[cell == "#" for cell in row] for row in rows])


class DetectorTest(unittest.TestCase):
    def test_knows_nothing_before_it_has_seen_enough(self):
        detector = Detector(stride=1, enough=3)

        self.assertEqual([detector.see(scene()) for _ in range(4)], [None, None, [], []])

    def test_finds_who_walks_by_where_he_is(self):
        detector = Detector(stride=2, enough=5)

        found = [detector.see(scene(walker(step))) for step in range(20)]

        for step in range(12, 20):
            self.assertEqual(found[step], [walker(step)])

    def test_leaves_no_ghost_where_somebody_stood_at_first(self):
        detector = Detector(stride=1, enough=5)
        for _ in range(3):
            detector.see(scene(Box(10, 10, 12, 24)))

        found = [detector.see(scene()) for _ in range(10)]

        self.assertEqual(found[-1], [])

    def test_takes_what_stays_for_a_part_of_the_background(self):
        detector = Detector(memory=20, stride=1, enough=5)
        for _ in range(20):
            detector.see(scene())
        parked = Box(30, 20, 20, 10)

        found = [detector.see(scene(parked)) for _ in range(20)]

        self.assertEqual((found[0], found[-1]), ([parked], []))

    def test_does_not_take_a_change_below_its_threshold_for_somebody(self):
        detector = Detector(stride=1, enough=3, threshold=18)
        for _ in range(5):
            detector.see(scene())

        self.assertEqual(detector.see(scene(Box(10, 10, 20, 20), level=110)), [])

    def test_keeps_as_many_pictures_as_it_is_told(self):
        detector = Detector(memory=8, stride=2, enough=2)

        for _ in range(20):
            detector.see(scene())

        self.assertEqual(len(detector.pictures), 8)

    def test_refuses_what_it_cannot_see(self):
        with self.assertRaisesRegex(ValueError, r"a picture is \[height, width, 3\], not \[60, 80\]"):
            Detector().see(np.zeros((60, 80), np.uint8))
        with self.assertRaisesRegex(ValueError, r"were \(60, 80\) so far, and this one is \(30, 80\)"):
            detector = Detector()
            detector.see(scene())
            detector.see(scene(height=30))
        with self.assertRaisesRegex(ValueError, "stride is 1 to memory"):
            Detector(memory=4, stride=5)


class PartsTest(unittest.TestCase):
    def test_weighs_colours_as_eyes_do(self):
        colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], np.uint8)

        self.assertEqual(brightness(colours).tolist(), [[76, 149, 28, 255]])

    def test_shrinks_to_means_and_leaves_out_what_is_left_over(self):
        picture = np.array([[0, 2, 9], [4, 6, 9], [9, 9, 9]], np.uint8)

        self.assertEqual(shrunk(picture, 2).tolist(), [[3]])

    def test_takes_the_middle_of_each_pixel(self):
        stack = np.array([[[1, 9]], [[250, 9]], [[3, 0]]], np.uint8)

        self.assertEqual(median(stack).tolist(), [[3, 9]])

    def test_drops_single_cells_and_keeps_areas(self):
        mask = masked("#....", "..###", "..###", "..###")

        self.assertEqual(majority(mask).tolist(), masked(".....", "...#.", "..###", "...#.").tolist())

    def test_labels_hang_together_diagonally_and_around_corners(self):
        labels = labelled(masked("#.#.#", "###..", "....#", "...#."))

        self.assertEqual(len(np.unique(labels[labels > 0])), 3)
        self.assertEqual(labels[0, 0], labels[0, 2])
        self.assertEqual(labels[2, 4], labels[3, 3])
        self.assertNotEqual(labels[0, 4], labels[2, 4])

    def test_labels_the_same_regions_as_a_search_from_cell_to_cell(self):
        for share in (0.1, 0.3, 0.5, 0.7):
            mask = NOISE.random((24, 31)) < share

            self.assertEqual(groups(labelled(mask)), groups(searched(mask)))

    def test_joins_what_is_near_and_drops_what_is_small(self):
        mask = masked("##..##......", "##..##.....#", "##..##......")

        self.assertEqual(regions(mask, 1, 4), [Box(0, 0, 6, 3)])
        self.assertEqual(regions(mask, 0, 4), [Box(0, 0, 2, 3), Box(4, 0, 2, 3)])

    def test_finds_no_regions_where_nothing_is(self):
        self.assertEqual(regions(np.zeros((5, 5), bool), 2, 1), [])

    def test_follows_a_walker_back_to_where_he_came_from(self):
        face = NOISE.integers(0, 256, (20, 10)).astype(np.uint8)
        pictures = []
        for step in range(6):
            picture = brightness(scene())
            at = walker(step)
            picture[at.y : at.y + at.height, at.x : at.x + at.width] = face
            pictures.append(picture)

        track = traced(pictures, walker(5))

        self.assertEqual(track, [walker(step) for step in range(5, -1, -1)])


def searched(mask: np.ndarray) -> np.ndarray:
    """Labels as `labelled` has them, found the plain way."""
    labels = np.zeros(mask.shape, np.int32)
    for start in zip(*np.nonzero(mask), strict=True):
        stack = [start] if labels[start] == 0 else []
        name = labels.max() + 1
        while stack:
            row, column = stack.pop()
            if labels[row, column] == 0:
                labels[row, column] = name
                near = slice(max(0, row - 1), row + 2), slice(max(0, column - 1), column + 2)
                rows, columns = np.nonzero(mask[near])
                stack.extend(zip(rows + near[0].start, columns + near[1].start, strict=True))
    return labels


def groups(labels: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == name).tolist()) for name in np.unique(labels[labels > 0])}


if __name__ == "__main__":
    unittest.main()
