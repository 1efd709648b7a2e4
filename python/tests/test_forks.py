import os
import unittest

import guest

_JAVA = """
import ctypes, subprocess, sys
from ctypes import c_char_p, c_int, c_void_p, py_object

class Definition(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("function", c_void_p), ("flags", c_int), ("doc", c_char_p)]

dropped = []
destructor = ctypes.PYFUNCTYPE(None, c_void_p)(lambda _: dropped.append(1))
api = ctypes.pythonapi
api.PyCapsule_New.restype = api.PyCFunction_NewEx.restype = py_object
definition = Definition(b"java", ctypes.cast(api.PyObject_Repr, c_void_p), 4, None)
java = api.PyCFunction_NewEx(
    ctypes.byref(definition), py_object(api.PyCapsule_New(c_void_p(1), b"terrarium.java", destructor)), None
)
"""
"""Makes a function that looks as Java's do; `dropped` says whether it was."""


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
            from terrarium._forks import presence
            subprocess.run([sys.executable, "-c", ""], preexec_fn=lambda: print("present", presence[0], flush=True))
            says["here"] = presence[0]
            """
        )

        self.assertEqual("present 0\n", started.real)
        self.assertEqual(1, started.says["here"])

    def test_children_cannot_call_what_is_javas(self):
        started = guest.run(
            _JAVA
            + """
def calls():
    try:
        java()
    except RuntimeError as refused:
        print(refused, flush=True)

says["here"] = java()
subprocess.run([sys.executable, "-c", ""], preexec_fn=calls)
del java
"""
        )

        self.assertIn("terrarium.java", started.says["here"])
        self.assertEqual(
            "a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn\n", started.real
        )

    def test_children_keep_what_is_javas_until_they_end(self):
        started = guest.run(
            _JAVA
            + """
held = [java]
del java
says["dropped"] = dropped

def drops():
    held.clear()
    print("dropped", dropped, flush=True)

subprocess.run([sys.executable, "-c", ""], preexec_fn=drops)
held.clear()
"""
        )

        self.assertEqual("dropped []\n", started.real)
        self.assertEqual([1], started.says["dropped"])


if __name__ == "__main__":
    unittest.main()
