import unittest

import guest


class ExitsTest(unittest.TestCase):
    def test_who_ends_the_process_at_once_is_told(self):
        started = guest.run(
            """
            import os
            embedded._exit_at_once = lambda status: says.update(status=status)
            def leave():
                os._exit(7)
            leave()
            """
        )

        self.assertEqual(7, started.says["status"])
        self.assertIn("os._exit(7) at <guest>:5, in leave ends the whole process at once", "".join(started.err))

    def test_a_broken_stderr_keeps_nobody_alive(self):
        started = guest.run(
            """
            import os, sys
            embedded._exit_at_once = lambda status: says.update(status=status)
            before, sys.stderr = sys.stderr, None
            os._exit(status=3)
            sys.stderr = before
            """
        )

        self.assertEqual(3, started.says["status"])


if __name__ == "__main__":
    unittest.main()
