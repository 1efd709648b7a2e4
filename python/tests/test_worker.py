"""A worker process, spoken to as the JVM does."""

import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from terrarium import _worker as w
from terrarium._line import SPIN
from terrarium._wire import pack, unpack

SOURCE = pathlib.Path(w.__file__).parent.parent
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from terrarium._worker import main; main(sys.argv[2], [], [], '0,0')"
)
HEAD = struct.Struct("<IBI")


class Parent:
    """What the JVM is to a worker."""

    def __init__(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
            where = os.path.join(folder, "s")
            server.bind(where)
            server.listen()
            server.settimeout(30)
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", BOOT, str(SOURCE), where],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            self.data = server.accept()[0]
            self.side = server.accept()[0]
        self.data.settimeout(30)
        self.stream = self.data.makefile("rb")
        self.requests = 0

    def __enter__(self):
        kind, _, ready = self.next()
        assert kind == w.READY
        assert ready[0] == self.process.pid
        return self

    def __exit__(self, *_):
        for end in (self.stream, self.data, self.side, self.process.stdin):
            end.close()
        self.process.wait(30)
        self.process.stdout.close()
        self.process.stderr.close()

    def send(self, kind, payload=b""):
        self.requests += 1
        self.data.sendall(HEAD.pack(len(payload), kind, self.requests) + payload)
        return self.requests

    def next(self):
        length, kind, request = HEAD.unpack(self.stream.read(HEAD.size))
        payload = self.stream.read(length)
        return kind, request, unpack(payload) if payload else None

    def ask(self, kind, payload=b""):
        """Returns what is told for a request, up to its answer."""
        request = self.send(kind, payload)
        told = [self.next()]
        while told[-1][0] > w.TAKE:
            told.append(self.next())
        assert told[-1][1] == request
        return [(kind, value) for kind, _, value in told]

    def open(self, source, name="node", state=None):
        return self.ask(w.OPEN, pack([name, source, "n", {}, False, state, 0]))[-1]


class WorkerTest(unittest.TestCase):
    def test_runs_a_node_and_ends_when_it_is_told_to(self):
        with Parent() as parent:
            self.assertEqual(parent.open("def node(x): return x * 2"), (w.DONE, (False, "")))
            self.assertEqual(parent.ask(w.PROCESS, pack(4)), [(w.LAST, 8)])
            self.assertEqual(parent.ask(w.CLOSE), [(w.DONE, None)])
            parent.send(w.EXIT)

            self.assertEqual(parent.process.wait(30), 0)

    def test_answers_alike_whether_it_spins_for_the_next_request_or_sleeps(self):
        with Parent() as parent:
            parent.open("def node(x): return x * 2")

            answers = [parent.ask(w.PROCESS | spin, pack(x)) for x, spin in ((1, SPIN), (2, SPIN), (3, 0), (4, SPIN))]

        self.assertEqual(answers, [[(w.LAST, 2 * x)] for x in (1, 2, 3, 4)])

    def test_gives_the_values_of_a_generator_one_by_one(self):
        with Parent() as parent:
            parent.open("def node(x): yield from range(x)")

            first = parent.ask(w.PROCESS, pack(2))
            rest = [parent.ask(w.NEXT), parent.ask(w.NEXT)]

        self.assertEqual([first, *rest], [[(w.VALUE, 0)], [(w.VALUE, 1)], [(w.DONE, None)]])

    def test_begins_nothing_that_was_asked_for_behind_what_fails(self):
        with Parent() as parent:
            parent.open("def node(x): return 1 // x")

            for item in (1, 0, 2):
                parent.send(w.AHEAD, pack(item))
            answers = [parent.next(), parent.next(), (*parent.ask(w.STOP)[-1],), (*parent.ask(w.PROCESS, pack(1))[-1],)]

        self.assertEqual([answers[0][0], answers[1][0]], [w.LAST, w.FAILED])
        self.assertEqual(answers[1][2][0][0], "ZeroDivisionError")
        self.assertEqual(answers[2:], [(w.DONE, None), (w.LAST, 1)])

    def test_is_interrupted_in_the_request_that_is_meant_and_in_no_other(self):
        with Parent() as parent:
            parent.open("import time\ndef node(x):\n  print('begun')\n  time.sleep(x)\n  return x")
            parent.side.sendall(HEAD.pack(0, w.INTERRUPT, parent.requests + 2))

            self.assertEqual(parent.ask(w.PROCESS, pack(0))[-1], (w.LAST, 0))
            kind, failure = parent.ask(w.PROCESS, pack(1000))[-1]
            self.assertEqual((kind, failure[0][0]), (w.FAILED, "terrarium._errors.Interrupted"))
            request = parent.send(w.PROCESS, pack(1000))
            self.assertEqual(parent.next()[0], w.PRINTED)
            parent.side.sendall(HEAD.pack(0, w.INTERRUPT, request))
            self.assertEqual(parent.next()[0], w.FAILED)
            self.assertEqual(parent.ask(w.PROCESS, pack(0))[-1], (w.LAST, 0))

    def test_tells_and_takes_a_nodes_state(self):
        source = (
            "class node:\n"
            "  n = 0\n"
            "  def process(self, x):\n    self.n += x\n    return self.n\n"
            "  def snapshot(self): return self.n\n"
            "  def restore(self, n): self.n = n\n"
        )
        with Parent() as parent:
            self.assertEqual(parent.open(source, state=pack(10)), (w.DONE, (False, "")))

            self.assertEqual(parent.ask(w.PROCESS, pack(2)), [(w.STATE, 12), (w.LAST, 12)])

    def test_says_where_to_put_a_class_that_is_in_the_source_of_another_node(self):
        with Parent() as parent:
            parent.open("def node(x): return x")

            kind, failure = parent.ask(w.PROCESS, b"cterrarium_source_0123\nThing\n.")[-1]

            self.assertEqual(kind, w.FAILED)
            self.assertIn("terrarium._errors.MarshalError", failure[0])
            self.assertRegex(failure[1], "put the class into a module, which both nodes can import$")
            self.assertEqual(parent.ask(w.PROCESS, pack(1)), [(w.LAST, 1)])

    def test_prints_and_logs_before_the_answer(self):
        with Parent() as parent:
            parent.open("import logging\ndef node(x):\n  print('p')\n  logging.getLogger('a').info('l %d', 1)")

            told = parent.ask(w.PROCESS, pack(2))

        self.assertEqual(told[0], (w.PRINTED, (1, "p\n")))
        self.assertEqual(told[1], (w.LOGGED, (20, "INFO", "a", "l 1", [], "", {})))
        self.assertEqual(told[2], (w.DONE, None))

    def test_is_killed_by_the_end_of_its_input_while_it_holds_the_gil(self):
        with Parent() as parent:
            parent.open("import ctypes\ndef node(x):\n  print('held')\n  ctypes.PyDLL(None).sleep(1000)")
            parent.send(w.PROCESS, pack(1))
            self.assertEqual(parent.next()[0], w.PRINTED)

            parent.process.stdin.close()

            self.assertEqual(parent.process.wait(30), -9)

    def test_lets_a_forked_child_say_nothing_on_the_lines(self):
        source = (
            "import os\n"
            "def node(how):\n"
            "  child = os.fork()\n"
            "  if not child:\n"
            "    print('child')\n"
            "    if how: raise ValueError(how)\n"
            "    return 'child'\n"
            "  return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        )
        with Parent() as parent:
            parent.open(source)

            self.assertEqual(parent.ask(w.PROCESS, pack("")), [(w.LAST, 0)])
            self.assertEqual(parent.ask(w.PROCESS, pack("wrong")), [(w.LAST, 1)])
            parent.send(w.EXIT)
            self.assertEqual(parent.process.wait(30), 0)
            self.assertEqual(parent.process.stdout.read(), b"child\n" * 2)
            self.assertIn(b"ValueError: wrong", parent.process.stderr.read())

    def test_removes_its_socket_where_nobody_listens_any_more(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
            where = os.path.join(folder, "private", "s")
            os.mkdir(os.path.dirname(where))
            server.bind(where)

            worker = subprocess.run(
                [sys.executable, "-I", "-c", BOOT, str(SOURCE), where],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                check=False,
            )

            self.assertIn(b"ConnectionRefusedError", worker.stderr)
            self.assertEqual(os.listdir(folder), [])


if __name__ == "__main__":
    unittest.main()
