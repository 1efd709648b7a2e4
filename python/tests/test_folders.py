import contextlib
import pathlib
import sys
import tempfile
import unittest

from terrarium._folders import enter, leave


class Folders(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.before = list(sys.path)

    def folder(self, **modules):
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        for name, source in modules.items():
            pathlib.Path(folder, name + ".py").write_text(source)
        return folder

    def test_come_first_in_the_order_given(self):
        first, second = self.folder(chosen="who = 1"), self.folder(chosen="who = 2")
        enter([first, second])
        try:
            self.assertEqual(sys.path, [first, second, *self.before])
            import chosen

            self.assertEqual(chosen.who, 1)
        finally:
            leave([first, second])

    def test_take_their_modules_with_them(self):
        for who in (1, 2):
            folder = self.folder(namesake=f"who = {who}")
            enter([folder])
            try:
                import namesake

                self.assertEqual(namesake.who, who)
            finally:
                leave([folder])
        self.assertEqual(sys.path, self.before)
        self.assertNotIn("namesake", sys.modules)

    def test_leave_alone_what_another_folder_on_the_path_holds(self):
        outer = self.folder()
        inner = pathlib.Path(outer, "inner")
        inner.mkdir()
        (inner / "kept.py").write_text("")
        enter([outer])
        enter([str(inner)])
        try:
            import kept

            leave([outer])
            self.assertIs(sys.modules["kept"], kept)
        finally:
            leave([str(inner)])

    def test_may_be_gone_from_the_path_already(self):
        folder = self.folder()
        enter([folder])
        sys.path.remove(folder)
        leave([folder])
        self.assertEqual(sys.path, self.before)


if __name__ == "__main__":
    unittest.main()
