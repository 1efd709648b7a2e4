"""Where there can be no JVM, the error says why and what to do, and the process lives."""

import glob
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import guest

import terrarium
from terrarium._jdk import find_jdk

NO_USUAL_PLACES = "from terrarium import _jdk\n_jdk._PLACES = ()"

START_ANOTHER = """
import ctypes
from terrarium import _jvm
library = ctypes.CDLL({library!r})
machine, environment = ctypes.c_void_p(), ctypes.c_void_p()
arguments = _jvm._Arguments({version}, 1, (_jvm._Option * 1)(_jvm._Option(b"-Xrs", None)), 0)
assert library.JNI_CreateJavaVM(ctypes.byref(machine), ctypes.byref(environment), ctypes.byref(arguments)) == 0
"""


class RefusalTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def jdk(self, release, name="a jdk"):
        home = self.folder / name
        home.mkdir()
        (home / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{release}"\n')
        return home

    def copy(self):
        """The installed package, for this test to spoil."""
        shutil.copytree(Path(terrarium.__file__).parent, self.folder / "terrarium")
        return self.folder / "terrarium" / "_jars"

    def refused(self, *parts, code="", program=sys.executable, **environment):
        done = guest.ask(code, environment, program=program)

        self.assertEqual(0, done.status, done.out + done.err)
        for part in parts:
            self.assertIn(part, done.out)
        self.assertEqual(1, done.out.count("\n"), "one sentence, not a trace: " + done.out)
        self.assertFalse(done.out.startswith("started "), done.out)
        return done

    def test_no_jdk_at_all(self):
        self.refused(
            "no Java 25 or newer found", "pip install", "[jre]", "TERRARIUM_JAVA_HOME", code=NO_USUAL_PLACES, PATH=""
        )

    def test_only_older_ones_are_named_with_their_releases(self):
        home = self.jdk("17.0.9")

        self.refused(f"too old: {home} (17)", code=NO_USUAL_PLACES, PATH="", JAVA_HOME=str(home))

    def test_an_older_java_on_the_path_is_passed_over(self):
        older = self.jdk("21.0.1")
        (older / "bin").mkdir()
        (older / "bin" / "java").write_text("#!/bin/sh\n")
        (older / "bin" / "java").chmod(0o755)

        done = guest.ask(
            f"from terrarium import _jdk\n_jdk._PLACES = ({str(find_jdk())!r},)",
            {"PATH": str(older / "bin"), "JAVA_HOME": str(self.folder / "gone")},
        )

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertIn("started ", done.out)

    def test_a_jdk_that_is_asked_for_is_not_replaced(self):
        older = self.jdk("17.0.9")

        self.refused(f"TERRARIUM_JAVA_HOME names {older}, which is a JDK 17", TERRARIUM_JAVA_HOME=str(older))
        self.refused("names /nonexistent, which is no JDK", TERRARIUM_JAVA_HOME="/nonexistent")

    def test_a_jdk_without_a_jvm(self):
        home = self.jdk("25.0.1")

        self.refused(f"the JDK in {home} has no lib/server/libjvm", TERRARIUM_JAVA_HOME=str(home))

    def test_a_jvm_that_cannot_be_loaded(self):
        home = self.jdk("25.0.1")
        (home / "lib" / "server").mkdir(parents=True)
        (home / "lib" / "server" / "libjvm.so").write_text("no library")

        self.refused(f"the JVM of {home} cannot be loaded: ", TERRARIUM_JAVA_HOME=str(home))

    def test_an_option_that_the_jvm_does_not_know(self):
        home = str(find_jdk())

        done = self.refused(
            f"the JVM of {home} did not start",
            "TERRARIUM_JVM_OPTIONS",
            TERRARIUM_JAVA_HOME=home,
            TERRARIUM_JVM_OPTIONS="-Xno",
        )

        self.assertIn("Unrecognized option: -Xno", done.err)

    def test_another_jvm_in_the_process(self):
        home = str(find_jdk())
        code = START_ANOTHER.format(library=f"{home}/lib/server/libjvm.so", version=0x00150000)

        self.refused("holds a JVM already", code=code, TERRARIUM_JAVA_HOME=home)

    def test_an_older_jvm_in_the_process(self):
        older = [
            path for path in glob.glob("/usr/lib/jvm/*/lib/server/libjvm.so") if not path.startswith(str(find_jdk()))
        ]
        if not older:
            self.skipTest("there is no other JVM in /usr/lib/jvm")
        code = START_ANOTHER.format(library=older[0], version=0x000A0000)

        self.refused("holds a JVM already", code=code, TERRARIUM_JAVA_HOME=str(find_jdk()))

    def test_a_jar_that_is_missing(self):
        jars = self.copy()
        gone = next(jars.glob("*yaml*.jar"))
        gone.unlink()

        self.refused(f"{gone} is missing: install terrarium-jvm again", PYTHONPATH=str(self.folder))

    def test_a_jar_that_was_cut_short(self):
        jars = self.copy()
        cut = next(jars.glob("terrarium-pipeline*.jar"))
        os.truncate(cut, 1000)

        self.refused(f"{cut} is not what was installed: install terrarium-jvm again", PYTHONPATH=str(self.folder))

    def test_no_jars_at_all(self):
        jars = self.copy()
        shutil.rmtree(jars)

        self.refused(f"{jars / 'jars.txt'} is missing", "./terrarium --version", PYTHONPATH=str(self.folder))

    def test_a_folder_with_letters_that_the_locale_lacks(self):
        self.folder = self.folder / "ä ö"
        self.copy()
        home = str(find_jdk())

        for locale in ("C", "POSIX"):
            done = guest.ask("", {"PYTHONPATH": str(self.folder), "LC_ALL": locale, "TERRARIUM_JAVA_HOME": home})

            self.assertEqual((0, ""), (done.status, done.err))
            self.assertIn("started ", done.out)

    def test_a_python_that_is_too_old(self):
        older = self.older_python()
        if older is None:
            self.skipTest("there is no CPython 3.8 or 3.9 on this machine")
        self.copy()

        done = guest.start([older, "-c", "import terrarium"], {"PYTHONPATH": str(self.folder)})

        self.assertEqual((1, ""), (done.status, done.out))
        self.assertRegex(
            done.err, r"\nImportError: Terrarium needs CPython 3.10 or newer, and this is Python 3\.[89]\.\d+\n$"
        )

    def test_a_python_that_is_not_cpython(self):
        self.refused(
            "Terrarium needs CPython 3.10 or newer, and this is pypy 3.",
            code="import sys\nsys.implementation.name = 'pypy'",
        )

    @staticmethod
    def older_python():
        places = [
            *os.environ.get("PATH", "").split(os.pathsep),
            *glob.glob(os.path.expanduser("~/.pyenv/versions/3.[89].*/bin")),
        ]
        found = (shutil.which(name, path=place) for place in reversed(places) for name in ("python3.9", "python3.8"))
        return next(filter(None, found), None)

    def test_builds_that_are_not_served(self):
        for flag, name in (("t", "free-threaded"), ("d", "debug")):
            self.refused(f"this is a {name} build of CPython", code=f"import sys\nsys.abiflags = {flag!r}")

    def test_a_failure_in_java_is_told_again_and_the_process_goes_on(self):
        code = """
            from terrarium import _jvm, RuntimeUnavailableError
            _jvm._ENTRY = b"dev/terrarium/Nothing"
            for _ in range(2):
                try:
                    _jvm.java()
                except RuntimeUnavailableError as error:
                    print(error)
            """

        done = guest.run(code, prepared=False)

        self.assertEqual(0, done.status, done.err)
        told = done.out.splitlines()
        self.assertEqual(2, len(told))
        self.assertEqual(told[0], told[1])
        self.assertIn(
            "the JVM runs, but Terrarium in it does not start: its jars have no dev/terrarium/Nothing", told[0]
        )

    @unittest.skipUnless(sys.platform == "linux", "a program of ELF's format is changed")
    def test_a_program_that_hides_its_functions(self):
        program = Path(os.path.realpath(sys.executable)).read_bytes()
        shown = b"\0Py_GetVersion\0"
        if program.count(shown) != 1:
            self.skipTest("this Python's functions are in a shared library, which cannot hide them")
        hidden = self.folder / "python"
        hidden.write_bytes(program.replace(shown, shown.replace(b"Version", b"version")))
        hidden.chmod(0o755)

        done = guest.ask(
            "",
            {"PYTHONHOME": sys.base_prefix, "PYTHONPATH": os.path.dirname(os.path.dirname(terrarium.__file__))},
            program=str(hidden),
        )

        self.assertEqual(0, done.status, done.out + done.err)
        self.assertIn("which a build may hide", done.out)


if __name__ == "__main__":
    unittest.main()
