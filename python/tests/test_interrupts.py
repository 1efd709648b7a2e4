"""Interrupts by signals, without a JVM: the handler that stops code on the main thread."""

import builtins
import os
import unittest
from unittest import mock

from terrarium import Interrupted, _interrupt


def spin():
    while True:
        pass


class Interrupts(unittest.TestCase):
    def test_a_wanted_one_is_raised_by_a_handler_that_imports_nothing(self):
        number = _interrupt.install(lambda: True, lambda: None, lambda: False)
        self.addCleanup(_interrupt.uninstall)
        refused = mock.Mock(side_effect=AssertionError("a handler must not import"))

        with self.assertRaises(Interrupted), mock.patch.object(builtins, "__import__", refused):
            os.kill(os.getpid(), number)
            spin()

        refused.assert_not_called()


if __name__ == "__main__":
    unittest.main()
