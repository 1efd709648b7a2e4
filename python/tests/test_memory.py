"""Tests of memory that processes share."""

import os
import unittest

from terrarium import _memory


@unittest.skipUnless(hasattr(os, "memfd_create"), "this system has no such memory")
class MemoryTest(unittest.TestCase):
    def setUp(self):
        self.memory, self.descriptor = _memory.made(100_000)
        self.addCleanup(os.close, self.descriptor)
        self.addCleanup(self.memory.close)

    def test_it_has_room_for_what_was_wanted(self):
        self.assertEqual(_memory.capacity_for(100_000), len(self.memory))
        self.assertLessEqual(100_000, len(self.memory))

    def test_another_descriptor_of_it_sees_what_is_written(self):
        self.memory[:3] = b"abc"

        self.assertEqual(b"abc", os.pread(self.descriptor, 3, 0))
