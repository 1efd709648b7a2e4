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
        level, name, logger, message, error = started.logged[0]
        self.assertEqual((40, "ERROR", "terrarium", None), (level, name, logger, error))
        self.assertIn("os._exit(7) at <guest>:5, in leave ends the whole process at once", message)

    def test_who_aborts_the_process_is_told(self):
        started = guest.run(
            """
            import os
            embedded._abort_at_once = lambda: says.update(aborted=True)
            os.abort()
            """
        )

        self.assertTrue(started.says["aborted"])
        self.assertIn("os.abort() at <guest>:4, in <module> ends the whole process at once", started.logged[0][3])

    def test_where_the_code_is_at_work_is_told(self):
        started = guest.run(
            """
            import os
            from terrarium._log_context import finders
            embedded._exit_at_once = lambda status: None
            finders.append(lambda: (2, 5))
            os._exit(7)
            """
        )

        self.assertEqual([{}, 2, 5], started.logged[0][5:])

    def test_what_is_not_logged_is_told_on_stderr(self):
        started = guest.run(
            """
            import os
            embedded._tell_of_exits(None)
            embedded._exit_at_once = lambda status: None
            os._exit(7)
            """
        )

        self.assertIn("os._exit(7) at <guest>:5, in <module> ends", "".join(started.err))

    def test_a_broken_stderr_keeps_nobody_alive(self):
        started = guest.run(
            """
            import os, sys
            embedded._tell_of_exits(None)
            embedded._exit_at_once = lambda status: says.update(status=status)
            before, sys.stderr = sys.stderr, None
            os._exit(status=3)
            sys.stderr = before
            """
        )

        self.assertEqual(3, started.says["status"])


if __name__ == "__main__":
    unittest.main()
