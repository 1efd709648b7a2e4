import importlib
import pickle
import unittest

import guest

import terrarium


class PackageTest(unittest.TestCase):
    def test_every_public_name_is_there(self):
        for each in guest.MODULES:
            module = importlib.import_module(each)
            for name in module.__all__:
                self.assertTrue(hasattr(module, name), f"{module.__name__}.{name}")

    def test_all_is_exactly_what_is_public(self):
        public = {name for name in vars(terrarium) if not name.startswith("_")}

        self.assertEqual(public | set(terrarium._LATER), set(terrarium.__all__) - {"__version__"})

    def test_what_is_imported_later_is_there_and_stays(self):
        for name in terrarium._LATER:
            self.assertIs(getattr(terrarium, name), getattr(terrarium, name))
            self.assertIn(name, dir(terrarium))
        with self.assertRaisesRegex(AttributeError, "'terrarium' has no attribute 'pipeline'"):
            terrarium.pipeline

    def test_layout_names_every_file(self):
        for package, _, file in (name.rpartition(".") for name in guest.MODULES):
            if file.startswith("_") and file != "__main__":
                self.assertRegex(importlib.import_module(package).__doc__, rf"\s{file} ")

    def test_errors_are_caught_as_their_python_kin(self):
        self.assertTrue(issubclass(terrarium.ManifestError, ValueError))
        self.assertTrue(issubclass(terrarium.MarshalError, ValueError))
        self.assertTrue(issubclass(terrarium.ExecutionError, RuntimeError))
        self.assertTrue(issubclass(terrarium.Interrupted, KeyboardInterrupt))
        self.assertFalse(issubclass(terrarium.Interrupted, Exception))

    def test_a_java_error_tells_class_and_message(self):
        handle = object()

        error = terrarium.JavaError("java.io.IOException", "disk full", "at A.b", handle)

        self.assertEqual("java.io.IOException: disk full", str(error))
        self.assertIs(handle, error.throwable)
        self.assertEqual("at A.b", error.java_stack)
        self.assertEqual("lazy", terrarium.JavaError("E", None, lambda: "lazy").java_stack)
        self.assertEqual("java.lang.Error", str(terrarium.JavaError("java.lang.Error")))

    def test_an_emit_is_a_value(self):
        emit = terrarium.Emit(None)

        self.assertEqual(terrarium.Emit(None), emit)
        self.assertNotEqual(terrarium.Emit(0), emit)
        self.assertEqual("Emit(None)", repr(emit))
        self.assertEqual(emit, pickle.loads(pickle.dumps(emit)))
        with self.assertRaises(AttributeError):
            emit.value = 1

    def test_the_start_imports_little(self):
        started = guest.run(
            """
            import sys
            says["loaded"] = [name for name in ("logging", "asyncio", "signal", "inspect", "threading",
                "dataclasses", "traceback", "typing", "terrarium._logging", "terrarium._nodes",
                "terrarium._pipeline", "terrarium._runs", "terrarium._base", "terrarium.nodes", "terrarium.robot", "numpy") if name in sys.modules]
            """,
            arguments=("-S",),
        )

        self.assertEqual([], started.says["loaded"])


if __name__ == "__main__":
    unittest.main()
