import os
import pathlib
import sys
import tempfile
import unittest

from terrarium import _folders, _reload, _texts


class Reload(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        _folders.enter([self.folder])
        self.addCleanup(_folders.leave, [self.folder])
        _reload.enter([self.folder])
        self.addCleanup(_reload.leave)

    def write(self, name, source):
        path = pathlib.Path(self.folder, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
        return str(path)

    def text(self, source):
        module = _texts.load(source, "t")
        self.addCleanup(_texts.leave, module)
        return module

    def module(self, name):
        __import__(name)
        return sys.modules[name]

    def test_imports_what_changed_and_what_imports_that(self):
        self.write("base_a.py", "value = 1")
        self.write("user_a.py", "def of():\n    import base_a\n    return base_a.value\nfrom base_a import value")
        self.write("other_a.py", "")
        user, other = self.module("user_a"), self.module("other_a")
        changed = self.write("base_a.py", "value = 22")

        names, files = _reload.reload([changed], ["user_a", "other_a"])

        self.assertEqual((["base_a", "user_a"], [changed]), (names, files))
        self.assertEqual(22, sys.modules["user_a"].value)
        self.assertIsNot(user, sys.modules["user_a"])
        self.assertIs(other, sys.modules["other_a"])

    def test_follows_relative_imports_and_packages(self):
        self.write("pack_b/__init__.py", "size = 1")
        self.write("pack_b/inner.py", "from . import leaf")
        self.write("pack_b/leaf.py", "value = 1")
        self.module("pack_b.inner")

        names, _ = _reload.reload([self.write("pack_b/leaf.py", "value = 2")], ["pack_b.inner"])
        self.assertEqual(["pack_b.inner", "pack_b.leaf"], names)
        self.assertEqual(2, sys.modules["pack_b"].inner.leaf.value)

        names, _ = _reload.reload([self.write("pack_b/__init__.py", "size = 2")], ["pack_b.inner"])
        self.assertEqual(["pack_b", "pack_b.inner", "pack_b.leaf"], names)

    def test_takes_everything_where_nobody_says_that_he_imports_it(self):
        self.write("plugin_c.py", "value = 1")
        self.write("host_c.py", "import importlib\nvalue = importlib.import_module('plugin' + '_c').value")
        self.module("host_c")

        names, _ = _reload.reload([self.write("plugin_c.py", "value = 2")], ["host_c"])

        self.assertEqual(["host_c", "plugin_c"], names)
        self.assertEqual(2, sys.modules["host_c"].value)

    def test_sees_a_change_that_size_and_time_do_not_show(self):
        path = self.write("same_d.py", "value = 1")
        os.utime(path, (1_000_000_000, 1_000_000_000))
        self.module("same_d")
        self.write("same_d.py", "value = 2")
        os.utime(path, (1_000_000_000, 1_000_000_000))

        _reload.reload([path], ["same_d"])

        self.assertEqual(2, sys.modules["same_d"].value)
        self.assertFalse(pathlib.Path(self.folder, "__pycache__").exists())

    def test_leaves_all_as_it_was_when_the_import_fails(self):
        self.write("pack_e/__init__.py", "")
        self.write("pack_e/base.py", "value = 1")
        self.write("pack_e/user.py", "import pack_e.base\nfrom pack_e.base import value")
        text = self.text("import pack_e.base\nvalue = pack_e.base.value")
        user, base = self.module("pack_e.user"), self.module("pack_e.base")
        changed = self.write("pack_e/base.py", "value = 2\nimport new_e\nraise ValueError('no')")
        self.write("new_e.py", "")

        with self.assertRaisesRegex(ValueError, "no"):
            _reload.reload([changed], ["pack_e.user", text.__name__])

        self.assertIs(user, sys.modules["pack_e.user"])
        self.assertIs(base, sys.modules["pack_e.base"])
        self.assertIs(base, sys.modules["pack_e"].base)
        self.assertIs(text, sys.modules[text.__name__])
        self.assertNotIn("new_e", sys.modules)
        self.write("pack_e/base.py", "value = 3")
        _reload.reload([changed], ["pack_e.user", text.__name__])
        self.assertEqual(3, sys.modules["pack_e.user"].value)
        self.assertEqual(3, sys.modules[text.__name__].value)
        self.assertIsNot(text, sys.modules[text.__name__])

    def test_gives_back_a_text_that_ran_before_another_failed(self):
        changed = self.write("base_f.py", "value = 1")
        first = self.text("import base_f\nvalue = base_f.value")
        second = self.text("import base_f\nif base_f.value > 1: raise ValueError('two')")
        self.write("base_f.py", "value = 2")

        with self.assertRaisesRegex(ValueError, "two"):
            _reload.reload([changed], [first.__name__, second.__name__])

        self.assertIs(first, sys.modules[first.__name__])
        self.assertIs(first, _texts.load("import base_f\nvalue = base_f.value", "t"))
        _texts.leave(first)

    def test_does_nothing_for_files_that_are_not_loaded(self):
        self.write("known_g.py", "")
        known = self.module("known_g")

        self.assertEqual(([], []), _reload.reload([self.write("more_g.py", "")], ["known_g"]))

        self.assertIs(known, sys.modules["known_g"])

    def test_leaves_alone_an_environment_inside_the_folder(self):
        path = self.write("lib/site_h.py", "value = 1")
        sys.path.append(os.path.dirname(path))
        self.addCleanup(sys.path.remove, os.path.dirname(path))
        self.addCleanup(sys.modules.pop, "site_h")
        site = self.module("site_h")

        self.assertEqual(([], []), _reload.reload([path], ["site_h"]))

        self.assertIs(site, sys.modules["site_h"])

    def test_tells_each_imported_file_once(self):
        first, second = self.write("first_i.py", ""), self.write("second_i.py", "")
        self.write("not_imported_i.py", "")
        imported = _reload.Imported()

        self.module("first_i")
        self.assertEqual([first], imported.more())
        self.assertEqual([], imported.more())
        self.module("second_i")
        self.assertEqual([second], imported.more())


if __name__ == "__main__":
    unittest.main()
