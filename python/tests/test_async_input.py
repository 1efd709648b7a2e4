"""`input()` for event loops, on a terminal, a pipe and a file."""

import asyncio
import builtins
import io
import os
import pty
import queue
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from unittest import mock

import guest

from terrarium import async_input

START = """\
import asyncio, signal, sys
from terrarium import async_input
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell has its background ignore
async def ask(*prompt):
    return await async_input(*prompt)
"""


def start(code, stdin):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-u", "-c", START + textwrap.dedent(code)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(guest.SOURCE)},
    )


def told(process):
    """All that a process prints, and how it ends."""
    with process:
        output = process.stdout.read().decode()
        return output, process.wait(60)


def until(process, text):
    """Reads until a process has printed a text."""
    read = b""
    while not read.endswith(text):
        read += (byte := process.stdout.read(1))
        if not byte:
            raise AssertionError(read)
    return read


class AsyncInputTest(unittest.TestCase):
    def terminal(self, code):
        ours, theirs = pty.openpty()
        process = start(code, theirs)
        os.close(theirs)
        self.addCleanup(os.close, ours)
        return ours, process

    def piped(self, code):
        process = start(code, subprocess.PIPE)
        self.addCleanup(process.stdin.close)
        return process

    def test_returns_a_line_while_the_loop_goes_on(self):
        ours, process = self.terminal(
            """
            async def main():
                asked = asyncio.ensure_future(async_input("name: "))
                await asyncio.sleep(0.01)
                print("going on")
                print([await asked])
            asyncio.run(main())
            """
        )
        until(process, b"name: going on\n")

        os.write(ours, b"w\xc3\xb6rld\n")

        self.assertEqual(("['wörld']\n", 0), told(process))

    def test_a_cancelled_one_leaves_the_line_to_the_next_of_whatever_kind(self):
        ours, process = self.terminal(
            """
            async def main():
                for _ in range(2):
                    try:
                        await asyncio.wait_for(async_input("?"), 0.01)
                    except asyncio.TimeoutError:
                        print("late")
                print([await async_input("!"), input("+")])
            asyncio.run(main())
            """
        )
        until(process, b"?late\n?late\n!")

        os.write(ours, b"one\ntwo\n")

        self.assertEqual(("+['one', 'two']\n", 0), told(process))

    def test_a_line_that_came_in_part_is_not_lost(self):
        process = self.piped(
            """
            async def main():
                try:
                    await asyncio.wait_for(async_input("?"), 0.1)
                except asyncio.TimeoutError:
                    print("late")
                print([await async_input(), await async_input()])
            asyncio.run(main())
            """
        )
        until(process, b"?")
        process.stdin.write(b"on")
        process.stdin.flush()
        until(process, b"late\n")

        process.stdin.write(b"e\r\ntwo\nmore")
        process.stdin.flush()

        self.assertEqual(("['one', 'two']\n", 0), told(process))

    def test_ctrl_c_ends_the_wait_and_python(self):
        _, process = self.terminal("try:\n    asyncio.run(ask('?'))\nexcept KeyboardInterrupt:\n    print('stopped')\n")
        until(process, b"?")

        process.send_signal(signal.SIGINT)

        self.assertEqual(("stopped\n", 0), told(process))

    def test_python_ends_while_somebody_waits(self):
        process = self.piped(
            """
            async def main():
                asked = asyncio.ensure_future(async_input())
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                print(asked.done())
            asyncio.run(main())
            """
        )

        self.assertEqual(("False\n", 0), told(process))

    def test_the_end_is_an_eof_error(self):
        ours, process = self.terminal("try:\n    asyncio.run(ask('?'))\nexcept EOFError as error:\n    print(error)\n")
        until(process, b"?")

        os.write(ours, b"\x04")

        self.assertEqual(("EOF when reading a line\n", 0), told(process))

    def test_reads_a_file_to_its_end(self):
        code = """
            async def main():
                lines = []
                try:
                    while True:
                        lines.append(await async_input())
                except EOFError:
                    print(lines)
            asyncio.run(main())
            """
        with tempfile.TemporaryFile() as file:
            file.write(b"a\n\nlast")
            file.seek(0)

            self.assertEqual(("['a', '', 'last']\n", 0), told(start(code, file)))

    def test_what_input_has_read_ahead_comes_at_the_end(self):
        process = self.piped("print([input(), asyncio.run(ask()), input()])\n")
        process.stdin.write(b"a\nb\nc\n")
        process.stdin.close()

        self.assertEqual(("['a', 'b', 'c']\n", 0), told(process))

    def test_several_that_wait_get_their_lines_in_order(self):
        process = self.piped(
            """
            async def main():
                print(await asyncio.gather(*(async_input(f"{n}?") for n in range(3))))
            asyncio.run(main())
            """
        )
        process.stdin.write(b"a\nb\nc\n")
        process.stdin.flush()

        self.assertEqual(("0?1?2?['a', 'b', 'c']\n", 0), told(process))

    def test_another_standard_input_is_asked_on_a_thread(self):
        with mock.patch.object(sys, "stdin", io.StringIO("first\n")), mock.patch.object(sys, "stdout", io.StringIO()):
            self.assertEqual("first", asyncio.run(async_input("?")))
            with self.assertRaises(EOFError):
                asyncio.run(async_input())

    def test_a_line_that_another_input_gives_late_is_the_next_ones(self):
        lines, prompts = queue.SimpleQueue(), []

        def ask(prompt=""):
            prompts.append((prompt, threading.current_thread() is threading.main_thread()))
            return lines.get()

        async def main():
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(async_input("a"), 0.01)
            lines.put("late")
            lines.put("in time")
            return await async_input("b"), await async_input("c")

        with mock.patch.object(builtins, "input", ask):
            self.assertEqual(("late", "in time"), asyncio.run(main()))
        self.assertEqual([("a", False), ("c", False)], prompts)


if __name__ == "__main__":
    unittest.main()
