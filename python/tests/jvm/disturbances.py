"""What a program must not do to a loop that it runs itself, and does to one that Java runs."""

import asyncio
import importlib
import io
import mmap
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np

from terrarium._jdk import find_jdk

HEIGHT, WIDTH = 1080, 1920
_SIGNATURE, _SUB = b"\x89PNG\r\n\x1a\n", 1

LARGE = [
    "doctest",
    "email.mime.multipart",
    "http.server",
    "multiprocessing.pool",
    "numpy.f2py",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.testing",
    "pydoc",
    "unittest.mock",
    "xml.dom.minidom",
    "xml.etree.ElementTree",
    "xml.sax.saxutils",
    "xmlrpc.server",
]

HELD_SECONDS = 0.25
"""At least so long one call into C keeps the GIL."""

GARBAGE_BYTES = 50_000_000
"""So much Java makes in that time."""


def calls_a_model():
    weights = np.ones((400, 400))
    for _ in range(20):
        weights = np.tanh(weights @ weights)


def decodes_a_png(folder):
    pixels = (np.arange(HEIGHT * WIDTH * 3) // 7).astype(np.uint8).reshape(HEIGHT, WIDTH, 3)
    file = folder / "image.png"
    file.write_bytes(_encoded(pixels))

    def decode():
        assert (_decoded(file.read_bytes()) == pixels).all()

    return decode


def _encoded(pixels):
    lines = np.full((HEIGHT, 1 + 3 * WIDTH), _SUB, np.uint8)
    lines[:, 1:] = np.diff(pixels, axis=1, prepend=np.uint8(0)).reshape(HEIGHT, -1)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 1)), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _decoded(content):
    assert content.startswith(_SIGNATURE)
    packed, at = b"", len(_SIGNATURE)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at + 4 : at + 8 + length]
        assert struct.unpack_from(">I", content, at + 8 + length) == (zlib.crc32(chunk),)
        if chunk.startswith(b"IDAT"):
            packed += chunk[4:]
        at += length + 12
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(HEIGHT, -1)
    assert (lines[:, 0] == _SUB).all()
    return np.cumsum(lines[:, 1:].reshape(HEIGHT, WIDTH, 3), axis=1, dtype=np.uint8)


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


def computes():
    end = time.monotonic() + 0.3
    number = 1
    while time.monotonic() < end:
        number = number * 31 % 1_000_003


class KeepsTheGil:
    """One call into C that gives the GIL to nobody before it has ended."""

    def __init__(self):
        self.count = 1 << 22

    def __call__(self):
        held = 0.0
        while held < HELD_SECONDS:  # else this machine is faster than those before it
            begin = time.monotonic()
            sum(range(self.count))
            held = time.monotonic() - begin
            self.count *= 2 if held < HELD_SECONDS else 1

    def in_an_executor(self):
        async def main():
            await asyncio.get_running_loop().run_in_executor(None, self)

        asyncio.run(main())

    def beside(self, garbage):
        def disturb():
            with garbage:
                while garbage.made() < GARBAGE_BYTES:
                    self()
                return {"garbage": garbage.made()}

        return disturb


def imports_large_packages():
    """Anew each time: what it brings is forgotten again."""
    before = set(sys.modules)
    for name in LARGE:
        importlib.import_module(name)
    brought = sys.modules.keys() - before
    for name in brought:
        del sys.modules[name]
    return {"modules": len(brought)}


class Garbage:
    """What Java makes in this process, on a thread of its own; to be made before the JVM is."""

    def __init__(self, folder):
        source = Path(__file__).with_name("Garbage.java")
        subprocess.run([find_jdk() / "bin" / "javac", "-d", folder, source], check=True)
        agent, file = folder / "garbage.jar", folder / "garbage"
        with zipfile.ZipFile(agent, "w") as archive:
            archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nPremain-Class: Garbage\n")
            archive.write(folder / "Garbage.class", "Garbage.class")
        file.write_bytes(bytes(16))
        with open(file, "r+b") as opened:
            self._numbers = memoryview(mmap.mmap(opened.fileno(), 16)).cast("q")
        others = os.environ.get("TERRARIUM_JVM_OPTIONS", "")
        os.environ["TERRARIUM_JVM_OPTIONS"] = f"{others} -javaagent:{agent}={file}"

    def __enter__(self):
        self._numbers[1] = 0
        self._numbers[0] = 1

    def __exit__(self, *_):
        self._numbers[0] = 0

    def made(self):
        return self._numbers[1]
