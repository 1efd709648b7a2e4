import doctest
import importlib
import unittest

import guest


class DoctestsTest(unittest.TestCase):
    def test_examples_do_what_they_show(self):
        tried = 0
        for name in guest.MODULES:
            results = doctest.testmod(importlib.import_module(name))
            with self.subTest(name):
                self.assertEqual(0, results.failed)
            tried += results.attempted

        self.assertGreater(tried, 3)


if __name__ == "__main__":
    unittest.main()
