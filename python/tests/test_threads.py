import sys
import threading
import types
import unittest
from unittest import mock

from terrarium._threads import threads


class Threads(unittest.TestCase):
    def test_are_told_with_their_names_and_frames(self):
        ready, done = threading.Event(), threading.Event()

        def serve():
            ready.set()
            done.wait()

        thread = threading.Thread(target=serve, name="service", daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(done.set)
        ready.wait()

        found = [each for each in threads() if each[0] == thread.ident]

        self.assertEqual([("service", True)], [(name, daemon) for _, name, daemon, _ in found])
        self.assertTrue(any(frame[1].endswith("serve") for frame in found[0][3]))

    def test_are_told_while_threading_is_being_imported(self):
        with mock.patch.dict(sys.modules, threading=types.ModuleType("threading")):
            found = {ident: name for ident, name, _, _ in threads()}

        self.assertEqual("", found[threading.get_ident()])


if __name__ == "__main__":
    unittest.main()
