import importlib
import sys
import types
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "scripts"))


class Bus(types.ModuleType):
    """A stand-in for `terrarium.bus`, which only a robot's interpreter has."""

    def __init__(self):
        super().__init__("terrarium.bus")
        self.handlers = {}
        self.published = []

    def on(self, path):
        return lambda handler: self.handlers.setdefault(path, handler)

    def publish(self, path, payload):
        self.published.append((path, payload))


def message(column: int) -> dict:
    image = np.full((48, 64, 3), 90, np.uint8)
    image[10:30, column : column + 10] = 220
    return {"payload": {"data": image}}


class ScriptTest(unittest.TestCase):
    def setUp(self):
        self.bus = Bus()
        package = types.ModuleType("terrarium")
        package.bus = self.bus
        before = {name: sys.modules.get(name) for name in ("terrarium", "terrarium.bus", "detector")}
        self.addCleanup(lambda: sys.modules.update({name: old for name, old in before.items() if old}))
        sys.modules.update({"terrarium": package, "terrarium.bus": self.bus})
        sys.modules.pop("detector", None)
        self.detector = importlib.import_module("detector")

    def show(self, pictures: int) -> None:
        for step in range(pictures):
            self.bus.handlers["sensor.camera.rgb"](message(2 * step))

    def test_publishes_the_boxes_of_what_moves(self):
        self.show(20)

        path, payload = self.bus.published[-1]

        self.assertEqual(path, "estimator.objects")
        self.assertEqual(payload, {"type": "objects", "boxes": [[38, 10, 10, 20]], "count": 1})

    def test_publishes_nothing_before_there_is_a_background(self):
        self.show(10)

        self.assertEqual(self.bus.published, [])

    def test_follows_what_it_found_back_through_the_pictures(self):
        self.show(20)

        result = self.detector.follow()

        self.assertEqual(result["pictures"], 20)
        self.assertEqual(result["tracks"][0][0], [38, 10, 10, 20])
        self.assertEqual([len(track) for track in result["tracks"]], [20])

    def test_follows_nothing_where_nothing_moves(self):
        self.assertEqual(self.detector.follow(), {"pictures": 0, "tracks": []})


if __name__ == "__main__":
    unittest.main()
