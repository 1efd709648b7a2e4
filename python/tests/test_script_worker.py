"""A process of scripts, spoken to as the JVM does."""

import os
import pathlib
import select
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from terrarium import _script_worker as w
from terrarium._wire import pack, unpack

SOURCE = pathlib.Path(w.__file__).parent.parent
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from terrarium._script_worker import main; "
    "main(sys.argv[2], [sys.argv[3]], [], '0,0,0', 'arm')"
)
HEAD = struct.Struct("<IBI")
PRINTED = 70


class Parent:
    """What the JVM is to a process of scripts."""

    def __init__(self, source=""):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
            where = os.path.join(folder, "s")
            self.modules = tempfile.TemporaryDirectory()
            pathlib.Path(self.modules.name, "scripts.py").write_text(source)
            server.bind(where)
            server.listen()
            server.settimeout(30)
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", BOOT, str(SOURCE), where, self.modules.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            self.line, self.side, self.dump = (server.accept()[0] for _ in range(3))
        for end in (self.line, self.side, self.dump):
            end.settimeout(30)
        self.stream = self.line.makefile("rb")
        self.operations = 0

    def __enter__(self):
        kind, _, ready = self.next()
        assert kind == w.READY
        assert ready[0] == self.process.pid
        return self

    def __exit__(self, *_):
        for end in (self.stream, self.line, self.side, self.dump, self.process.stdin):
            end.close()
        self.process.wait(30)
        self.process.stdout.close()
        self.process.stderr.close()
        self.modules.cleanup()

    def send(self, kind, number=0, payload=b""):
        self.line.sendall(HEAD.pack(len(payload), kind, number) + payload)

    def say(self, kind, number):
        self.side.sendall(HEAD.pack(0, kind, number))

    def stop(self, number):
        """Interrupts an operation until something comes of it, as the JVM does: Python code may ignore an exception."""
        self.say(w.INTERRUPT, number)
        while not select.select([self.line], [], [], 1)[0]:
            self.say(w.INTERRUPT, number)

    def next(self):
        length, kind, number = HEAD.unpack(self.stream.read(HEAD.size))
        payload = self.stream.read(length)
        return kind, number, unpack(payload) if payload else None

    def begin(self, function, *arguments):
        self.operations += 1
        self.send(w.RUN, self.operations, pack([*arguments, function]))
        return self.operations

    def call(self, function, *arguments):
        """Returns the kind and the value of what comes first of a function in `scripts`."""
        number = self.begin("call", "scripts", function, list(arguments))
        kind, told, value = self.next()
        assert told == number or kind == w.ASKED
        return kind, value


class ScriptWorkerTest(unittest.TestCase):
    def test_runs_operations_and_ends_when_it_is_told_to(self):
        with Parent("def double(x): return x * 2") as parent:
            self.assertEqual(parent.call("double", 4), (w.VALUE, 8))
            self.assertEqual(parent.call("double", "ab"), (w.VALUE, "abab"))
            parent.send(w.EXIT)

            self.assertEqual(parent.process.wait(30), 0)

    def test_ends_with_its_parent(self):
        with Parent("") as parent:
            parent.process.stdin.close()

            self.assertNotEqual(parent.process.wait(30), 0)

    def test_ends_after_a_script_that_has_taken_away_its_modules(self):
        with Parent("import sys\ndef clear(): sys.modules.clear()") as parent:
            parent.begin("call", "scripts", "clear", [])

            self.assertEqual(parent.process.wait(30), w.BROKEN)

    def test_ends_when_it_cannot_read_what_is_asked(self):
        with Parent("import terrarium._wire as w\ndef spoil(): w.pickle.loads = None") as parent:
            self.assertEqual(parent.call("spoil"), (w.VALUE, None))
            parent.begin("call", "scripts", "spoil", [])

            self.assertEqual(parent.process.wait(30), w.BROKEN)

    def test_has_no_jvm(self):
        with Parent(
            "import sys\ndef modules(): return [m for m in sys.modules if 'jvm' in m or m == 'ctypes']"
        ) as parent:
            self.assertEqual(parent.call("modules"), (w.VALUE, []))

    def test_asks_on_whichever_thread_and_gives_each_its_answer(self):
        source = """
            import threading
            from terrarium import bus
            def ask():
                out = []
                thread = threading.Thread(target=lambda: out.append(bus.armed()))
                thread.start()
                thread.join()
                return [*out, bus.armed()]
        """
        with Parent("\n".join(line[12:] for line in source.splitlines())) as parent:
            kind, (name, arguments, spawned) = parent.call("ask")
            self.assertEqual((kind, name, arguments, spawned), (w.ASKED, "armed", [], 0))
            parent.send(w.ANSWER, 1, pack("one"))
            kind, number, (name, arguments, spawned) = parent.next()
            self.assertEqual((kind, number, name, spawned), (w.ASKED, 2, "armed", None))
            parent.send(w.ANSWER, 7, pack("of nobody"))
            parent.send(w.ANSWER, 2, pack("two"))

            self.assertEqual(parent.next()[2], ["one", "two"])

    def test_gives_up_a_question_when_it_is_interrupted_and_drops_the_answer(self):
        with Parent("from terrarium import bus\ndef ask(): return bus.armed()\ndef one(): return 1") as parent:
            self.assertEqual(parent.call("ask")[0], w.ASKED)
            parent.say(w.INTERRUPT, 1)

            self.assertEqual(parent.next()[:2], (w.GAVE_UP, 1))
            kind, number, failure = parent.next()
            self.assertEqual((kind, number, failure[0][0]), (w.FAILED, 1, "terrarium._errors.Interrupted"))
            parent.send(w.ANSWER, 1, pack("too late"))
            self.assertEqual(parent.call("one"), (w.VALUE, 1))

    def test_never_begins_what_was_interrupted_before(self):
        with Parent("def one(): return 1") as parent:
            parent.say(w.INTERRUPT, 2)
            parent.say(w.STANDING, 9)  # what is answered is heard, and what was said before
            self.assertEqual(parent.next()[0], w.STANDS)
            self.assertEqual(parent.call("one"), (w.VALUE, 1))
            kind, failure = parent.call("one")

            self.assertEqual((kind, failure[4]), (w.FAILED, "not begun"))
            self.assertEqual(parent.call("one"), (w.VALUE, 1))

    def test_an_interrupt_of_what_has_ended_hits_nobody(self):
        with Parent("def one(): return 1\ndef spin(n): return sum(1 for _ in range(n))") as parent:
            parent.call("one")
            for _ in range(100):
                parent.say(w.INTERRUPT, 1)

            self.assertEqual(parent.call("spin", 200_000), (w.VALUE, 200_000))

    def test_holds_what_it_is_to_keep_until_it_is_let_go(self):
        with Parent("def make(): return [{'a': 1}]\ndef same(x): return x") as parent:
            parent.call("make")
            parent.send(w.KEEP, 5, pack([0, 0]))
            parent.send(w.KEEP, 6, pack([5, "a"]))
            parent.send(w.FORGET)

            parent.operations += 1
            parent.send(w.RUN, parent.operations, _ordering_held(5))
            self.assertEqual(parent.next()[2], {"a": 1})
            parent.send(w.LET_GO, 5)
            parent.operations += 1
            parent.send(w.RUN, parent.operations, _ordering_held(5))
            kind, _, failure = parent.next()

            self.assertEqual((kind, failure[0][0]), (w.FAILED, "KeyError"))

    def test_says_that_it_runs_python_waits_in_c_or_asks(self):
        source = "import time\nfrom terrarium import bus\ndef spin():\n  while True: pass\ndef wait(): time.sleep(1000)\ndef ask(): bus.armed()\ndef one(): return 1"
        with Parent(source) as parent:
            for function, is_asking, waits in (("spin", False, False), ("wait", False, True), ("ask", True, True)):
                number = parent.begin("call", "scripts", function)
                told = (0, False, None, [], 0)
                while told[:3] != (number, is_asking, waits) or function not in [frame[1] for frame in told[3]]:
                    parent.say(w.STANDING, 9)
                    kind, _, stands = parent.next()
                    told = stands if kind == w.STANDS else told
                parent.say(w.INTERRUPT, number)
                while parent.next()[0] != w.FAILED:
                    pass

            self.assertEqual(parent.call("one"), (w.VALUE, 1))

    def test_says_how_often_an_interrupt_was_raised_in_the_operation(self):
        source = """import time
def swallow(times):
    for _ in range(times + 1):
        try:
            print("there")
            time.sleep(1000)
        except BaseException: pass
"""
        with Parent(source) as parent:
            for times in (3, 0, 1):
                number = parent.begin("call", "scripts", "swallow", [times])
                for _ in range(times):
                    self.assertEqual(parent.next()[:2], (PRINTED, number))
                    parent.say(w.INTERRUPT, number)
                self.assertEqual(parent.next()[:2], (PRINTED, number))
                parent.say(w.STANDING, 9)
                kind, _, stands = parent.next()
                parent.say(w.INTERRUPT, number)

                self.assertEqual((kind, stands[0], stands[4]), (w.STANDS, number, times))
                self.assertEqual(parent.next(), (w.VALUE, number, None))

    @unittest.skipUnless(sys.platform == "linux", "needs signals of sockets")
    def test_writes_where_it_stands_without_the_gil(self):
        source = "import ctypes\ndef hold():\n  print('there')\n  ctypes.PyDLL(None).sleep(60)\n  return 1"
        with Parent(source) as parent:
            number = parent.begin("call", "scripts", "hold")
            self.assertEqual(parent.next()[:2], (PRINTED, number))
            while not select.select([parent.line], [], [], 0.01)[0]:
                parent.dump.send(b"\0")  # whose signal also ends the sleep

            self.assertEqual(parent.next(), (w.VALUE, number, 1))
            self.assertIn("in hold", parent.dump.recv(100_000).decode())

    @unittest.skipUnless(sys.platform == "linux", "needs signals of sockets")
    def test_goes_on_where_nobody_reads_where_it_stands(self):
        source = "def deep(n):\n  if n: return deep(n - 1)\n  print('there')\n  while True: pass"
        with Parent(source) as parent:
            number = parent.begin("call", "scripts", "deep", [90])
            self.assertEqual(parent.next()[:2], (PRINTED, number))
            for asked in range(4):
                for _ in range(50):
                    parent.dump.send(b"\0")
                parent.say(w.STANDING, asked)
                self.assertEqual(parent.next()[:2], (w.STANDS, asked))
            parent.stop(number)

            self.assertEqual(parent.next()[:2], (w.FAILED, number))

    def test_tells_functions_of_the_scripts_beside_operations(self):
        with Parent("import time\ndef wait(): time.sleep(1000)\ndef one(): return 1") as parent:
            number = parent.begin("call", "scripts", "wait")
            parent.send(w.TELL, 0, pack(["stop_turn"]))  # without its argument

            kind, _, (stream, text) = parent.next()
            self.assertEqual((kind, stream), (PRINTED, 2))
            while "TypeError" not in text:
                text += parent.next()[2][1]
            parent.stop(number)
            self.assertEqual(parent.next()[:2], (w.FAILED, number))

    def test_a_result_is_what_java_knows_of_it(self):
        source = """
            import collections, datetime, enum
            class Many(list): pass
            class Size(enum.IntEnum): SMALL = 1
            def known(): return [Many([1]), collections.OrderedDict(a=1), Size.SMALL, datetime.date(2026, 1, 2), (1, 2)]
        """
        with Parent("\n".join(line[12:] for line in source.splitlines())) as parent:
            number = parent.begin("call", "scripts", "known")
            length, kind, told = HEAD.unpack(parent.stream.read(HEAD.size))
            payload = parent.stream.read(length)

        self.assertEqual((kind, told), (w.VALUE, number))
        self.assertNotIn(b"Many", payload)
        self.assertIn(b"both", payload)


def _ordering_held(number):
    """An order to call `same` with something that is held, as Java writes it."""
    opcodes = b"\x80\x05](X\x07\0\0\0scriptsX\x04\0\0\0same](cterrarium._wire\nheld\n(K"
    return opcodes + bytes([number]) + b"tReX\x04\0\0\0calle."


if __name__ == "__main__":
    unittest.main()
