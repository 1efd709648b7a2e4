import unittest

import guest


class SourcesTest(unittest.TestCase):
    def test_a_traceback_and_inspect_show_the_lines(self):
        started = guest.run(
            """
            import inspect, traceback
            from terrarium import _nodes
            says["source"] = inspect.getsource(_nodes.is_living)
            try:
                _nodes.find("no colon")
            except ValueError:
                says["traceback"] = traceback.format_exc()
            """
        )

        self.assertTrue(started.says["source"].startswith("def is_living(node"))
        self.assertIn('File "<terrarium>/_nodes.py", line', started.says["traceback"])
        self.assertIn("raise _wrong_type(", started.says["traceback"])

    def test_the_package_in_memory_wins_and_the_other_copy_is_told(self):
        started = guest.run(
            f"""
            import sys, terrarium
            from terrarium import _sources
            says["before"] = _sources.other_copy()
            sys.path.insert(0, {str(guest.SOURCE)!r})
            says["after"] = _sources.other_copy()
            says["file"] = terrarium.__file__
            """
        )

        self.assertIsNone(started.says["before"])
        self.assertEqual(str(guest.SOURCE / "terrarium" / "__init__.py"), started.says["after"][0])
        self.assertEqual("<terrarium>/__init__.py", started.says["file"])

    def test_a_name_that_is_not_ours_is_left_to_others(self):
        started = guest.run(
            """
            try:
                import terrarium.nothing
            except ModuleNotFoundError as error:
                says["name"] = error.name
            """
        )

        self.assertEqual("terrarium.nothing", started.says["name"])


if __name__ == "__main__":
    unittest.main()
