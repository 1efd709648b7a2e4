"""What the robot runs: `seen` takes each picture of the camera, and `follow` is a command."""

from __future__ import annotations

from typing import Any

from motion import Box, Detector, traced

from terrarium import bus

_detector = Detector()
_found: list[Box] = []


@bus.on("sensor.camera.rgb")
def seen(message: dict[str, Any]) -> None:
    """Looks at a picture and publishes the boxes of what moves, each as [x, y, width, height]."""
    global _found
    found = _detector.see(message["payload"]["data"])
    if found is not None:
        _found = found
        boxes = [box.listed() for box in found]
        bus.publish("estimator.objects", {"type": "objects", "boxes": boxes, "count": len(boxes)})


def follow(most: int = 5) -> dict[str, Any]:
    """Follows what moves back through the pictures that are kept: at most so many, the largest first."""
    pictures = list(_detector.pictures)
    largest = sorted(_found, key=lambda box: box.width * box.height, reverse=True)[:most]
    tracks = [[box.listed() for box in traced(pictures, start)] for start in largest]
    return {"pictures": len(pictures), "tracks": tracks}
