"""Runs code in a fresh interpreter that was started as a JVM starts it, with Python functions for Java's."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

SOURCE = Path(__file__).parent.parent / "src"

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): str(path)
    for path in sorted((SOURCE / "terrarium").rglob("*.py"))
}
"""Where each module of the package lies."""

_START = """
import json, os, sys
from pathlib import Path

sources = {{name: (Path(file).read_text("utf-8"), file.endswith("__init__.py")) for name, file in {modules!r}.items()}}
bootstrap = {{"__name__": "terrarium._sources"}}
exec(compile(sources["terrarium._sources"][0], "<terrarium>/_sources.py", "exec"), bootstrap)
bootstrap["install"](sources)

class Recorder:
    def __init__(self):
        self.out, self.err, self.logged, self.asked, self.held = [], [], [], [], 0
        self.java_level = 20
        self.java_levels = {{}}
    def hold(self):
        self.held += 1
    def log(self, level, name, logger, message, error, *context):
        self.logged.append([level, name, logger, message, repr(error) if error else None, *context])
    def is_enabled(self, logger, level):
        self.asked.append([logger, level])
        return level >= self.java_levels.get(logger, self.java_level)

java = Recorder()
from terrarium import _embedded
_embedded.start(stdout=java.out.append, stderr=java.err.append, holding=java.hold, switch_interval=5_000_000, log=java.log,
                is_enabled=java.is_enabled, executable=sys.executable, folder={root!r})
says = {{}}
descriptor = os.dup(1)
try:
    exec(compile({code!r}, "<guest>", "exec"), {{"__name__": "__main__", "java": java, "says": says,
                                               "embedded": _embedded}})
finally:
    _embedded.end()
    told = {{key: getattr(java, key) for key in ("out", "err", "logged", "asked", "held")}}
    os.write(descriptor, b"\\0" + json.dumps({{**told, "says": says}}).encode())
"""


def run(code: str, *, arguments: tuple[str, ...] = ()) -> SimpleNamespace:
    """Returns what the recorder was told, what `code` put into `says`, and what went to the real stdout."""
    script = _START.format(root=str(SOURCE), modules=MODULES, code=textwrap.dedent(code))
    done = subprocess.run(
        [sys.executable, "-I", *arguments, "-c", script], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    real, _, told = done.stdout.partition(b"\0")
    return SimpleNamespace(**json.loads(told), real=real.decode(), real_err=done.stderr.decode())
