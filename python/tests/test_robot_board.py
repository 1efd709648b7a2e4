"""Boards and rings, read while they are written."""

import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import guest
import robot_files

try:
    import numpy as np
except ImportError:
    raise unittest.SkipTest("this Python has no NumPy, which terrarium.robot needs") from None

from terrarium.robot._board import Board, Ring
from terrarium.robot._state import ArmState

SURROUNDINGS = {**os.environ, "PYTHONPATH": str(guest.SOURCE)}


class FilesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        self.addCleanup(folder.cleanup)
        self.path = str(Path(folder.name, "file"))

    def written_elsewhere(self, kind):
        command = [sys.executable, robot_files.__file__, self.path, kind]
        process = subprocess.Popen(command, env=SURROUNDINGS, stdout=subprocess.PIPE)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.assertEqual(b"writing\n", process.stdout.readline())


def looks(seen):
    """Comes again and again for a second, and then until two things were seen."""
    begin = time.monotonic()
    while time.monotonic() < begin + (1 if len(seen) > 1 else 60):
        yield


class BoardTest(FilesTest):
    def test_nothing_is_read_before_the_first_row(self):
        robot_files.Writer(self.path)

        board = Board(self.path)

        self.assertEqual((0, None), (board.written(), board.read()))

    def test_a_state_has_the_names_and_shapes_that_are_told(self):
        writer = robot_files.Writer(self.path)
        writer.write(
            q=range(7),
            dq=[0.5] * 7,
            ee=range(16),
            jacobian=range(42),
            mass=range(49),
            extras=range(27),
            law=3,
            missed=2,
        )

        state = ArmState(Board(self.path).read(), 7)

        np.testing.assert_array_equal(np.arange(7.0), state["qpos"])
        np.testing.assert_array_equal(np.arange(16.0).reshape(4, 4), state["ee"])
        np.testing.assert_array_equal(np.arange(42.0).reshape(6, 7), state["jac"])
        np.testing.assert_array_equal(np.arange(49.0).reshape(7, 7), state["mm"])
        np.testing.assert_array_equal(np.arange(4.0, 11.0), state["q_desired"])
        np.testing.assert_array_equal(np.arange(11.0, 27.0).reshape(4, 4), state["ee_desired"])
        self.assertEqual(
            [
                "qpos",
                "qvel",
                "ee",
                "jac",
                "mm",
                "last_torque",
                "torque",
                "gravity",
                "coriolis",
                "q_desired",
                "ee_desired",
            ],
            list(state),
        )
        self.assertEqual({"float64"}, {str(array.dtype) for array in state.values()})
        self.assertEqual(("osc", 0, 2), (state.law, state.cycle, state.missed))
        with self.assertRaises(KeyError):
            state["q"]

    def test_arrays_of_a_state_are_views_of_one_copy_that_does_not_change(self):
        writer = robot_files.Writer(self.path)
        writer.write(q=[1] * 7)
        board = Board(self.path)
        state = ArmState(board.read(), 7)

        writer.write(q=[2] * 7)
        state["qpos"][0] = 5  # it is the reader's own

        self.assertEqual([5, 1, 1, 1, 1, 1, 1], state["qpos"].tolist())
        self.assertEqual([2] * 7, ArmState(board.read(), 7)["qpos"].tolist())
        self.assertFalse(state["qpos"].flags.owndata)

    def test_a_row_whose_writer_died_is_not_read_and_not_waited_for(self):
        writer = robot_files.Writer(self.path)
        writer.write(q=[1] * 7)
        writer.begin(q=[2] * 7)

        self.assertIsNone(Board(self.path).read())

    def test_a_new_file_under_the_old_name_is_noticed(self):
        robot_files.Writer(self.path)
        board = Board(self.path)
        self.assertFalse(board.is_replaced())

        robot_files.Writer(self.path)

        self.assertTrue(board.is_replaced())

    def test_what_is_no_board_is_refused(self):
        Path(self.path).write_bytes(b"")
        with self.assertRaisesRegex(ValueError, "is no board of a control loop: its first 8 bytes are not TERRBORD"):
            Board(self.path)
        robot_files.Writer(self.path, "ring")
        with self.assertRaisesRegex(ValueError, "is no board"):
            Board(self.path)
        robot_files.Writer(self.path, version=2)
        with self.assertRaisesRegex(ValueError, "is a board of version 2, and this package reads version 1"):
            Board(self.path)
        robot_files.Writer(self.path)
        os.truncate(self.path, 1024)
        with self.assertRaisesRegex(ValueError, "is not whole: it has 1024 bytes"):
            Board(self.path)

    def test_no_state_is_mixed_of_two_rows(self):
        self.written_elsewhere("board")
        board = Board(self.path)
        seen = set()

        for _ in looks(seen):
            row = board.read()
            if row is not None:
                number = row.number("cycle")
                self.assertEqual(
                    {number}, {*row.array("q"), *row.array("mass"), *row.array("extras"), row.number("slow")}
                )
                seen.add(number)

        self.assertGreater(len(seen), 1)


class RingTest(FilesTest):
    def test_rows_come_in_their_order(self):
        writer = robot_files.Writer(self.path, "ring", rows=8)
        for cycle in range(5):
            writer.write(q=[cycle] * 7, written=1_000_000 * cycle)

        rows, lost, after = Ring(self.path).since(2)

        self.assertEqual([2, 3, 4], rows["cycle"][:, 0].tolist())
        self.assertEqual([[2] * 7, [3] * 7, [4] * 7], rows["q"].tolist())
        self.assertEqual((0, 5), (lost, after))

    def test_rows_that_were_overwritten_are_counted(self):
        writer = robot_files.Writer(self.path, "ring", rows=8)
        ring = Ring(self.path)
        for _ in range(20):
            writer.write()
        writer.begin()  # of row 20, where row 12 was

        rows, lost, after = ring.since(0)

        self.assertEqual(list(range(13, 20)), rows["cycle"][:, 0].tolist())
        self.assertEqual((13, 20), (lost, after))
        self.assertEqual((0, 0, 20), (len(ring.since(20)[0]), *ring.since(20)[1:]))

    def test_no_row_is_mixed_of_two(self):
        self.written_elsewhere("ring")
        ring = Ring(self.path)
        seen, after = set(), 0

        for _ in looks(seen):
            rows, _, after = ring.since(after)
            for name in ("q", "dq", "position", "extras"):
                np.testing.assert_array_equal(np.broadcast_to(rows["cycle"], rows[name].shape), rows[name])
            seen.update(rows["cycle"][:, 0])

        self.assertGreater(len(seen), 1)


if __name__ == "__main__":
    unittest.main()
