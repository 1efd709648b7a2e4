"""The AOT cache from which the JVM starts in half the time: where it lies, and how it is made.

The JVM takes one only if the JDK, the options and the jars are those that it was made with; so its name is made of
them. It is made when somebody asks for it, as that takes seconds, by processes of their own.
"""

from __future__ import annotations

import os
from pathlib import Path

from terrarium._errors import RuntimeUnavailableError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cache", "chosen", "make"]

_PREPARING = "TERRARIUM_AOT_PREPARING"
"""Holds further options, in a process that makes a cache."""

_TRAIN = """
from terrarium import _java_runs, _jvm
manifest = '''{"version": "v1", "metadata": {"name": "t"}, "nodes": [
    {"id": "java", "node_type": "MultiplyNode", "params": {"factor": 3}}, {"id": "python", "node_type": "Plus"}],
    "connections": [{"from": "java", "to": "python"}]}'''
async def train():
    pipeline = _java_runs.open(manifest, {"Plus": lambda item: item + 1}, [])
    await pipeline.start([1, 2.0])
    assert pipeline.run([1, 2.0]) == [4, 7.0]
    pipeline.close()
import asyncio
asyncio.run(train())
_jvm.destroy()
"""


def chosen(home: Path, jars: Sequence[str], options: Sequence[str]) -> list[str]:
    """Returns the JVM's options that name the cache, if there is one, and the caller has not said what to use."""
    preparing = os.environ.get(_PREPARING)
    if preparing:
        return preparing.split("\n")
    if any(option.startswith("-XX:AOT") for option in options):
        return []
    file = cache(home, jars, options)
    return [f"-XX:AOTCache={file}"] if file.exists() else []


def cache(home: Path, jars: Sequence[str], options: Sequence[str]) -> Path:
    """The file of the cache for this JDK, these jars and these options, which need not be there."""
    import hashlib

    variables = [os.environ.get(name, "") for name in ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")]
    told = [(home / "release").read_text("utf-8", "replace"), str(home), *variables, *options]
    for jar in jars:
        state = os.stat(jar)
        told.append(f"{jar} {state.st_size} {state.st_mtime_ns}")
    name = hashlib.sha256("\0".join(told).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    base = os.environ.get("TERRARIUM_CACHE")
    if not base:
        base = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "terrarium")
    return Path(base, "aot", "python", f"{name}.aot")


def make(file: Path) -> None:
    """Makes a cache, by one run of a small pipeline, and takes it only if the JVM does.

    Raises RuntimeUnavailableError, with what was said, where that fails.
    """
    import tempfile

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            recorded, made = Path(folder, "recorded"), Path(folder, "made")
            _run(f"-XX:AOTMode=record\n-XX:AOTConfiguration={recorded}", recorded)
            _run(f"-XX:AOTMode=create\n-XX:AOTConfiguration={recorded}\n-XX:AOTCache={made}", made)
            _run(f"-XX:AOTMode=on\n-XX:AOTCache={made}", made)
            made.replace(file)
    except OSError as error:
        raise RuntimeUnavailableError(f"no AOT cache can be made in {file.parent}: {error}") from None


def _run(options: str, wanted: Path) -> None:
    import subprocess
    import sys

    environment = {**os.environ, _PREPARING: options}
    done = subprocess.run([sys.executable, "-c", _TRAIN], env=environment, capture_output=True, check=False)
    if done.returncode or not wanted.exists() or not wanted.stat().st_size:
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
        raise RuntimeUnavailableError(f"the AOT cache was not made: {said}")
