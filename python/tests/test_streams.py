import io
import os
import subprocess
import sys
import threading
import unittest

import guest

from terrarium import StandardInputError
from terrarium._streams import JavaOutput, NoInput


class JavaOutputTest(unittest.TestCase):
    def setUp(self):
        self.pieces = []
        self.held = []
        self.stream = JavaOutput("<stdout>", self.pieces.append, lambda: self.held.append(1))

    def test_one_line_is_one_piece(self):
        print("a", 1, None, file=self.stream)
        print("x\ny", file=self.stream)

        self.assertEqual(["a 1 None\n", "x\n", "y\n"], self.pieces)

    def test_whole_lines_do_not_wait_for_an_unfinished_one(self):
        self.stream.write("one\ntwo\nthr")
        before = list(self.pieces)

        self.stream.end_call()

        self.assertEqual(["one\ntwo\n"], before)
        self.assertEqual(["one\ntwo\n", "thr"], self.pieces)

    def test_the_rest_of_a_line_waits_for_the_end_of_the_call(self):
        print("no newline", end="", file=self.stream)
        print(" yet", end="", file=self.stream)
        before = list(self.pieces)

        left = self.stream.end_call()

        self.assertEqual([], before)
        self.assertEqual(["no newline yet"], self.pieces)
        self.assertEqual([1], self.held)
        self.assertFalse(left)

    def test_what_another_thread_writes_is_another_piece(self):
        begun, done = threading.Event(), threading.Event()

        def other():
            print("other", end="", file=self.stream)
            begun.set()
            done.wait()
            print(" thread", file=self.stream)

        thread = threading.Thread(target=other)
        thread.start()
        begun.wait()
        print("this one", file=self.stream)
        left = self.stream.end_call()
        done.set()
        thread.join()

        self.assertEqual(["this one\n", "other thread\n"], self.pieces)
        self.assertTrue(left)

    def test_a_thread_that_is_gone_leaves_nothing_behind(self):
        thread = threading.Thread(target=lambda: self.stream.write("last words"))
        thread.start()
        thread.join()

        left = self.stream.end_call()

        self.assertEqual(["last words"], self.pieces)
        self.assertFalse(left)

    def test_a_long_line_does_not_pile_up(self):
        for _ in range(3000):
            self.stream.write("1234567890")
        self.stream.flush()

        self.assertEqual(30000, sum(map(len, self.pieces)))
        self.assertGreater(len(self.pieces), 2)

    def test_lone_surrogates_arrive_as_escapes(self):
        print("a\ud800b 😀", file=self.stream)

        self.assertEqual(["a\\ud800b 😀\n"], self.pieces)

    def test_bytes_may_be_split_or_invalid(self):
        euro = "€\n".encode()
        self.stream.buffer.write(euro[:1])
        self.stream.buffer.write(memoryview(euro)[1:2])
        self.stream.buffer.write(bytearray(euro[2:]))
        self.stream.buffer.write(b"\xff\n")
        self.stream.buffer.write(euro[:2])

        self.stream.end()

        self.assertEqual(["€\n", "\\xff\n", "\\xe2\\x82"], self.pieces)

    def test_it_has_what_programs_ask_of_stdout(self):
        stream = self.stream

        self.assertIsInstance(stream, io.TextIOBase)
        self.assertEqual(3, stream.write("abc"))
        stream.writelines(["d\n", "e\n"])
        stream.reconfigure(encoding="utf-8", line_buffering=False)
        stream.close()
        print("still", file=stream)

        self.assertEqual(["abcd\ne\n", "still\n"], self.pieces)
        self.assertFalse(stream.isatty())
        self.assertEqual("utf-8", stream.encoding)
        self.assertTrue(stream.writable() and stream.buffer.writable())
        self.assertFalse(stream.closed)
        for refused in (stream.fileno, stream.buffer.fileno, stream.detach):
            self.assertRaises(io.UnsupportedOperation, refused)
        self.assertRaises(TypeError, stream.write, b"bytes")
        self.assertRaises(TypeError, stream.buffer.write, "text")

    def test_a_wrapper_that_dies_does_not_close_it(self):
        wrapper = io.TextIOWrapper(self.stream.buffer, encoding="utf-8", write_through=True)
        wrapper.write("wrapped\n")
        del wrapper
        print("after", file=self.stream)

        self.assertEqual(["wrapped\n", "after\n"], self.pieces)

    def test_an_error_of_the_sink_is_raised_to_the_writer(self):
        def broken(piece):
            raise OSError("sink is gone")

        stream = JavaOutput("<stdout>", broken)

        with self.assertRaisesRegex(OSError, "sink is gone"):
            print("x", file=stream)


class StandardStreamsTest(unittest.TestCase):
    def test_prints_warnings_and_errors_reach_java(self):
        started = guest.run(
            """
            import sys, warnings
            print("to", "stdout")
            print("to stderr", file=sys.stderr)
            warnings.warn("careful")
            print("held", end="")
            says["before"] = list(java.out)
            embedded.end_call()
            says["after"] = list(java.out)
            sys.stdout.write("at exit")
            """
        )

        self.assertEqual(["to stdout\n"], started.says["before"])
        self.assertEqual(["to stdout\n", "held"], started.says["after"])
        self.assertEqual("at exit", started.out[-1])
        self.assertEqual("to stderr\n", started.err[0])
        self.assertIn("UserWarning: careful", "".join(started.err))
        self.assertEqual("", started.real)

    def test_stdin_says_whose_it_is(self):
        started = guest.run(
            """
            import sys
            for ask in (input, sys.stdin.read, sys.stdin.readline, lambda: list(sys.stdin),
                        lambda: sys.stdin.buffer):
                try:
                    ask()
                except Exception as error:
                    says.setdefault("errors", []).append([type(error).__name__, str(error)])
            """
        )

        self.assertEqual(["StandardInputError"] * 5, [name for name, _ in started.says["errors"]])
        self.assertIn("belongs to the JVM", started.says["errors"][0][1])
        self.assertRaises(StandardInputError, NoInput().readline)

    def test_stdin_of_a_worker_process_says_who_can_ask(self):
        for program, advice in (
            ("Python", "ask in the program"),
            ("Java", "give a script an argument of its command, and a policy a parameter (--parameter) or a topic"),
        ):
            with self.subTest(program), self.assertRaises(StandardInputError) as refused:
                NoInput(program).readline()

            self.assertIn("a worker process has no standard input: ", str(refused.exception))
            self.assertIn(advice, str(refused.exception))

    def test_what_was_registered_with_atexit_runs_at_the_end(self):
        started = guest.run("import atexit; atexit.register(print, 'bye')")

        self.assertEqual(["bye\n"], started.out)

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_a_forked_child_writes_past_the_jvm(self):
        started = guest.run(
            """
            import subprocess, sys
            def in_child():
                import logging
                print("from the child")
                logging.getLogger("child").warning("logged by the child")
            print("held by the parent", end="")
            says["status"] = subprocess.run([sys.executable, "-c", ""], preexec_fn=in_child).returncode
            """
        )

        self.assertEqual(0, started.says["status"])
        self.assertEqual("from the child\n", started.real)
        self.assertIn("logged by the child", started.real_err)
        self.assertEqual(["held by the parent"], started.out)
        self.assertEqual([], started.logged)

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_a_forked_child_takes_the_bridge_off(self):
        started = guest.run(
            """
            import logging, subprocess, sys
            warn = logging.getLogger("child").warning
            says["status"] = subprocess.run(
                [sys.executable, "-c", ""], preexec_fn=lambda: warn("logged by the child")
            ).returncode
            """
        )

        self.assertEqual(0, started.says["status"])
        self.assertIn("logged by the child", started.real_err)
        self.assertEqual([], started.logged)

    def test_output_without_a_sink_is_left_to_the_process(self):
        script = (
            "import os\nfrom terrarium import _embedded\n"
            "_embedded.start(holding=lambda: None, switch_interval=5_000_000)\nprint('plain')\nos._exit(0)"
        )

        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(guest.SOURCE)},
            stdout=subprocess.PIPE,
            check=True,
            timeout=120,
        )

        self.assertEqual(["plain"], done.stdout.decode().splitlines())


if __name__ == "__main__":
    sys.exit(unittest.main())
