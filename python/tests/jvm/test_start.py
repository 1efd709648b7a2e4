"""The AOT cache: made when asked for, taken when it fits, and never a reason to fail."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

import guest

IS_TAKEN = """
from terrarium import _jvm
_jvm.java()
with open("/proc/self/maps") as maps:
    print(any(line.endswith(".aot\\n") for line in maps))
"""


class StartTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.cache = Path(folder.name, "a cache")
        cls.before = cls.command()
        cls.made = cls.command("prepare")
        (cls.file,) = cls.cache.rglob("*.aot")

    @classmethod
    def command(cls, *arguments, **environment):
        surroundings = {**guest.SURROUNDINGS, "TERRARIUM_CACHE": str(cls.cache), **environment}
        return guest.start([sys.executable, "-m", "terrarium", *arguments], surroundings)

    def is_taken(self, **environment):
        done = guest.run(IS_TAKEN, prepared=False, TERRARIUM_CACHE=str(self.cache), **environment)
        self.assertEqual(0, done.status, done.err)
        return done.out.strip() == "True", done.err

    def test_the_command_tells_where_things_are(self):
        self.assertEqual((0, ""), (self.before.status, self.before.err))
        self.assertIn("AOT cache  none; python -m terrarium prepare makes one", self.before.out)
        self.assertEqual((0, ""), (self.made.status, self.made.err))
        self.assertIn(f"AOT cache  {self.file}\n", self.made.out)
        self.assertIn(f"Python     {sys.version.split()[0]} {sys.executable}\n", self.made.out)

    def test_nothing_else_is_left_in_the_folder(self):
        self.assertEqual([self.file], list(self.file.parent.iterdir()))

    @unittest.skipUnless(os.path.exists("/proc/self/maps"), "only Linux tells what is mapped")
    def test_the_next_start_takes_it_and_says_nothing(self):
        self.assertEqual((True, ""), self.is_taken())

    @unittest.skipUnless(os.path.exists("/proc/self/maps"), "only Linux tells what is mapped")
    def test_it_is_not_taken_with_options_that_it_was_not_made_with(self):
        self.assertEqual((False, ""), self.is_taken(TERRARIUM_JVM_OPTIONS="-XX:+UseParallelGC"))
        self.assertEqual((False, ""), self.is_taken(TERRARIUM_JVM_OPTIONS="-XX:AOTMode=off"))

    def test_a_spoiled_one_is_passed_over_with_words_on_standard_error(self):
        content = self.file.read_bytes()
        self.addCleanup(self.file.write_bytes, content)
        self.file.write_bytes(b"no cache")

        taken, said = self.is_taken()

        self.assertFalse(taken)
        self.assertIn("aot", said)

    def test_a_folder_that_cannot_be_made_is_told(self):
        done = self.command("prepare", TERRARIUM_CACHE="/dev/null/cache")

        self.assertEqual((2, ""), (done.status, done.out))
        self.assertIn("terrarium: no AOT cache can be made in /dev/null/cache/aot/python: ", done.err)

    def test_what_cannot_start_is_told(self):
        done = self.command("prepare", TERRARIUM_JAVA_HOME="/nonexistent")

        self.assertEqual(2, done.status)
        self.assertEqual(
            "terrarium: TERRARIUM_JAVA_HOME names /nonexistent, which is no JDK; Terrarium needs Java 25 or newer\n",
            done.err,
        )

    def test_another_command_is_refused(self):
        done = self.command("prepair")

        self.assertEqual((2, "usage: python -m terrarium [prepare]\n"), (done.status, done.err))


if __name__ == "__main__":
    unittest.main()
