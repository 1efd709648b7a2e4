import os
import unittest

import guest


@unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
class ForksTest(unittest.TestCase):
    def test_a_fork_is_refused_with_a_sentence(self):
        started = guest.run(
            """
            import os, posix, pty
            from multiprocessing import get_context
            says["refused"] = []
            for fork in (os.fork, os.forkpty, posix.fork, pty.fork, get_context("fork").Process(target=print).start):
                try:
                    fork()
                except RuntimeError as error:
                    says["refused"].append(str(error))
            """
        )

        self.assertEqual(5, len(started.says["refused"]))
        for sentence in started.says["refused"]:
            self.assertIn("is refused in a process that holds a JVM", sentence)

    def test_multiprocessing_spawns_unless_it_is_told_otherwise(self):
        started = guest.run(
            """
            import multiprocessing
            says["default"] = multiprocessing.get_start_method()
            with multiprocessing.Pool(1) as pool:
                says["answer"] = pool.apply(divmod, (7, 2))
            """
        )

        self.assertIn(started.says["default"], ("spawn", "forkserver"))
        self.assertEqual([3, 1], started.says["answer"])

    def test_children_are_marked_before_they_run_anything(self):
        started = guest.run(
            """
            import subprocess, sys
            from terrarium._forks import child_mark
            subprocess.run([sys.executable, "-c", ""], preexec_fn=lambda: print("marked", child_mark[0], flush=True))
            says["here"] = child_mark[0]
            """
        )

        self.assertEqual("marked 1\n", started.real)
        self.assertEqual(0, started.says["here"])
