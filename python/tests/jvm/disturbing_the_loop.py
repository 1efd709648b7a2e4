"""Does to a loop what a program must not do to one that it runs itself, each after `start()`, and prints as JSON what
an outside reader saw meanwhile."""

import asyncio
import importlib
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path

import numpy as np

from terrarium import Pipeline
from terrarium.robot import FrankaController, RobotFault, RobotInterface

ATTEMPTS = 3
"""A loop that Python keeps waiting waits each time; one that the machine keeps waiting does not."""

SHARE = 0.9
"""How many of its cycles an unharmed loop has run at least."""


def calls_a_model():
    weights = np.ones((400, 400))
    for _ in range(20):
        weights = np.tanh(weights @ weights)


def reads_an_image(folder):
    pixels = np.arange(1080 * 1920 * 3, dtype=np.uint8).reshape(1080, -1)
    file = folder / "image.z"
    file.write_bytes(zlib.compress(np.diff(pixels, axis=1, prepend=np.uint8(0)).tobytes(), 1))

    def read():
        lines = np.frombuffer(zlib.decompress(file.read_bytes()), np.uint8).reshape(1080, -1)
        assert (np.cumsum(lines, axis=1, dtype=np.uint8) == pixels).all()

    return read


def loads_an_array(folder):
    file = folder / "large.npy"
    np.save(file, np.zeros(8_000_000))
    return lambda: np.load(file).sum()


def sleeps_long():
    time.sleep(0.1)


def sleeps_often():
    for _ in range(50):
        time.sleep(0.002)


def reads_from_the_network():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as reader:
        other, _ = server.accept()
        timer = threading.Timer(0.2, other.sendall, (b"late",))
        timer.start()
        assert reader.recv(4) == b"late"
        timer.join()
        other.close()


def asks_for_input():
    read, write = os.pipe()
    timer = threading.Timer(0.2, os.write, (write, b"yes\n"))
    before, sys.stdin = sys.stdin, io.TextIOWrapper(os.fdopen(read, "rb"))
    timer.start()
    try:
        assert input() == "yes"
    finally:
        timer.join()
        sys.stdin.close()
        os.close(write)
        sys.stdin = before


def computes(seconds=0.3):
    end = time.monotonic() + seconds
    number = 1
    while time.monotonic() < end:
        number = number * 31 % 1_000_003


def computes_in_an_executor():
    async def main():
        await asyncio.get_running_loop().run_in_executor(None, computes)

    asyncio.run(main())


def imports_a_package(folder):
    package = folder / "large_package"
    package.mkdir()
    body = "".join(f"def function_{each}(value):\n    return value + {each}\n" for each in range(300))
    for each in range(40):
        (package / f"part_{each}.py").write_text(body)
    (package / "__init__.py").write_text("".join(f"from . import part_{each}\n" for each in range(40)))
    sys.path.insert(0, str(folder))

    def read():
        for name in [name for name in sys.modules if name.startswith("large_package")]:
            del sys.modules[name]
        importlib.import_module("large_package")

    return read


def computes_beside_garbage():
    """The items are texts that Java makes anew, some 200 MB in a second."""
    over = threading.Event()
    text = "x" * 1_000_000

    def litter():
        pipeline = Pipeline(["PassThrough", "PassThrough"])
        while not over.wait(0.02):
            pipeline.run_sync([text] * 4)

    thread = threading.Thread(target=litter)
    thread.start()
    computes()
    over.set()
    thread.join()


class Outside:
    """The reader of the loop's ring, in a process of its own."""

    def __init__(self, ring, address):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("outside_reader.py")), ring, address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, line):
        self.tell(line)
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def started(robot, controller):
    try:
        granted = controller.start()
    except RobotFault:  # of the loop before, which nobody has been told of yet
        granted = controller.start()
    if not granted[0].startswith("scheduling: granted"):
        sys.exit("no real-time scheduling is granted here: any busy thread of the machine may disturb the loop")
    return Outside(robot._arm.ring().path, robot._path)


def harm(outside, disturb):
    """What became of the loop's cycles meanwhile."""
    begin = time.monotonic_ns()
    disturb()
    return outside.ask(f"{begin} {time.monotonic_ns()}")


def is_stuck_until(controller):
    """Holds the GIL for as long as Python lets it, until the program hears that the loop has ended."""
    while controller.running:
        pass


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        disturbances = {
            "a model is called": calls_a_model,
            "an image is read": reads_an_image(folder),
            "a large array is loaded": loads_an_array(folder),
            "time.sleep(0.1)": sleeps_long,
            "time.sleep(0.002)": sleeps_often,
            "the network is read": reads_from_the_network,
            "input() waits": asks_for_input,
            "arithmetic": computes,
            "arithmetic in an executor": computes_in_an_executor,
            "a large package is imported": imports_a_package(folder),
            "arithmetic beside garbage": computes_beside_garbage,
        }
        robot = RobotInterface(arm="on_start")
        controller = FrankaController(robot).sync
        outside = started(robot, controller)
        for what, disturb in disturbances.items():
            for _ in range(ATTEMPTS):
                seen = harm(outside, disturb)
                if not controller.running:  # the machine kept it waiting for so long that the arm has stopped by itself
                    outside.close()
                    outside = started(robot, controller)
                elif seen["cycles"] > SHARE * seen["milliseconds"]:
                    break
            print(json.dumps({"what": what, **seen}), flush=True)
        outside.tell("trip")
        is_stuck_until(controller)
        print(json.dumps({"what": "a trip while a policy is stuck", **outside.answer()}), flush=True)
        outside.close()


main()
