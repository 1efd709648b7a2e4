import copy
import dataclasses
import inspect
import pickle
import threading
import unittest

from terrarium import ManifestError, Node
from terrarium._base import arguments_of
from terrarium._driver import Driver
from terrarium._nodes import describe
from terrarium._params import json_of, params_of, reference_to


class Gain(Node):
    def __init__(self, factor, *more, offset=0, **others):
        self.factor = factor * 2

    def process(self, item):
        return item


class Mix(Node):
    def __init__(self, first, /, *stages, level=1.5):
        self.made = (first, stages, level)

    def process(self, item):
        return self.made


@dataclasses.dataclass
class Level(Node):
    limit: int
    names: list = dataclasses.field(default_factory=list)
    note: str = "none"
    seen: int = dataclasses.field(default=0, init=False)

    def process(self, item):
        self.names.append(item)


@dataclasses.dataclass(frozen=True)
class Frozen(Node):
    limit: int = 3

    def process(self, item):
        return item


@dataclasses.dataclass
class Plain:
    limit: int
    name: str = "x"

    def process(self, item):
        return item


class Unknown:
    def __init__(self, factor, offset=0):
        pass

    def process(self, item):
        return item


class Bare:
    def process(self, item):
        return item


class Inherits(Gain):
    pass


class NodeTest(unittest.TestCase):
    def test_remembers_what_it_was_made_with_by_name(self):
        self.assertEqual({"factor": 2, "offset": 0}, params_of(Gain(2)))
        self.assertEqual({"factor": 2, "offset": 5, "a": 1}, params_of(Inherits(offset=5, factor=2, a=1)))
        self.assertEqual({"first": 1, "stages": [2, 3], "level": 1.5}, params_of(Mix(1, 2, 3)))

    def test_dataclasses_remember_too(self):
        self.assertEqual({"limit": 1, "names": ["a"], "note": "none"}, params_of(Level(1, ["a"])))
        self.assertEqual({"limit": 3}, params_of(Frozen()))
        self.assertEqual({"limit": 1, "name": "x"}, params_of(Plain(1)))

    def test_what_changes_later_does_not_change_that(self):
        node = Level(1, ["a"])

        node.process("b")

        self.assertEqual(["a"], params_of(node)["names"])

    def test_copies_and_pickles_remember(self):
        for other in (copy.copy(Gain(2)), copy.deepcopy(Gain(2)), pickle.loads(pickle.dumps(Gain(2)))):
            self.assertEqual({"factor": 2, "offset": 0}, params_of(other))
            self.assertEqual(4, other.factor)

    def test_what_cannot_travel_is_no_hindrance_where_the_object_has_left_it(self):
        gain = Gain(2, lock=threading.Lock())

        other = pickle.loads(pickle.dumps(gain))

        self.assertEqual(4, other.factor)
        self.assertIsNone(arguments_of(other))
        self.assertEqual(arguments_of(gain), arguments_of(copy.deepcopy(gain)))

    def test_has_the_signature_of_its_constructor(self):
        self.assertEqual("(factor, *more, offset=0, **others)", str(inspect.signature(Gain)))
        self.assertEqual(["limit", "names", "note"], list(inspect.signature(Level).parameters))
        self.assertEqual("()", str(inspect.signature(Node)))

    def test_takes_no_arguments_without_a_constructor(self):
        class Still(Node):
            pass

        with self.assertRaisesRegex(TypeError, r"Still\(\) takes no arguments"):
            Still(1)

    def test_is_made_again_by_the_names_of_what_has_a_place(self):
        for node in (Mix(1, 2, 3, level=0), Mix(1), Mix(4, 5)):
            again = Driver(Mix, params_of(node))
            self.assertEqual(node.made, again.process(None))

    def test_is_described_with_them(self):
        self.assertEqual(
            (("first", True, "", ""), ("stages", False, "", ""), ("level", False, "", "1.5")), describe(Mix)[2]
        )

    def test_a_list_is_wanted_for_what_has_many_places(self):
        with self.assertRaisesRegex(ManifestError, r"params.stages stands for \*stages and must be a list"):
            Driver(Mix, {"first": 1, "stages": 2})


class ParamsTest(unittest.TestCase):
    def test_names_the_parameter_that_nobody_has_kept(self):
        with self.assertRaisesRegex(
            ManifestError, r"^params.factor of Unknown is not known: .*terrarium.Node"
        ) as caught:
            params_of(Unknown(2))
        self.assertEqual("params.factor", caught.exception.faults[0][0])
        self.assertEqual({}, params_of(Bare()))

    def test_names_the_parameter_that_two_ways_would_claim(self):
        with self.assertRaisesRegex(ManifestError, r"^params.more of Gain is not known"):
            params_of(Gain(1, 2, a=3))

    def test_names_a_parameter_that_its_class_has_hidden(self):
        class Hides(Node):
            def __new__(cls, factor):
                return super().__new__(cls)

            def __init__(self, factor):
                pass

        with self.assertRaisesRegex(ManifestError, r"params.factor of .*Hides is not known: its __new__"):
            params_of(Hides(1))

    def test_names_the_place_that_json_lacks(self):
        cases = {
            "params.f of N": {"f": len},
            "params.f of N cannot stand in a manifest: .*<lambda>": {"f": lambda x: x},
            r"params.a\[1\].b of N .*JSON has no nan": {"a": [1, {"b": float("nan")}]},
            "params.s of N .*JSON lacks builtins.set": {"s": {1}},
            "params.k of N .*the key 1 is no text": {"k": {1: 2}},
        }
        for says, params in cases.items():
            with self.subTest(says), self.assertRaisesRegex(ManifestError, says):
                json_of(params, "N")

    def test_tuples_become_lists(self):
        self.assertEqual({"a": [1, [2]], "b": None}, json_of({"a": (1, [2]), "b": None}, "N"))


class ReferenceTest(unittest.TestCase):
    def test_is_what_imports_it(self):
        self.assertEqual(f"{__name__}:Gain", reference_to(Gain))

    def test_there_is_none_of_what_cannot_be_imported(self):
        def inner(item):
            return item

        for thing in (inner, lambda item: item):
            with self.assertRaisesRegex(
                ManifestError, "(is defined within a function|has no name), .*put it at the top of a module"
            ):
                reference_to(thing)


if __name__ == "__main__":
    unittest.main()
