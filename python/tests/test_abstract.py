import gc
import unittest

from terrarium import _abstract


def define(key=1, defaults=()):
    return _abstract.define(
        key, "Filter", "com.example", "java", [("applyTo", "apply_to", "Filter.applyTo(double)")], defaults
    )


class AbstractTest(unittest.TestCase):
    def test_either_spelling_implements(self):
        class Snake(define()):
            def apply_to(self, sample):
                return sample + 1

        class Camel(define()):
            def applyTo(self, sample):
                return sample + 1

        for kind in (Snake, Camel):
            self.assertEqual(2, kind().apply_to(1))
            self.assertEqual(2, kind().applyTo(1))

    def test_incomplete_is_refused_by_name(self):
        class Half(define()):
            pass

        with self.assertRaisesRegex(TypeError, "abstract class Half .*applyTo"):
            Half()

    def test_defaults_run_java_and_can_be_overridden(self):
        calls = []
        base = define(2, [("toAll", "to_all", "Filter.toAll()", lambda self, *given: calls.append(given))])

        class Plain(base):
            def apply_to(self, sample):
                pass

        class Louder(Plain):
            def to_all(self):
                return super().to_all("loud")

        Plain().toAll(1)
        Louder().toAll()

        self.assertEqual([(1,), ("loud",)], calls)

    def test_a_class_lives_as_long_as_it_is_used(self):
        class Kept(define(3)):
            pass

        self.assertIs(Kept.__mro__[1], define(3))
        self.assertEqual(["java"], _abstract.interfaces(Kept))
        del Kept
        gc.collect()
        self.assertNotIn(3, _abstract._classes)


if __name__ == "__main__":
    unittest.main()
