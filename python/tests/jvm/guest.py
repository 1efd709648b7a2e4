"""Runs code in a process of its own, by the Python that these tests run in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from types import SimpleNamespace

PATIENCE = 120

_PREPARED = """
import json, os, sys, threading, time
from terrarium import _java_runs

def opened(node, **policies):
    node = {"id": "live", "node_type": "Live", "runtime_hint": "cpython", **policies}
    manifest = {"version": "v1", "metadata": {"name": "test"}, "nodes": [node], "connections": []}
    return _java_runs.open(json.dumps(manifest), {"Live": Live}, ["."])

entered = threading.Event()
"""

SURROUNDINGS = {
    name: value for name, value in os.environ.items() if name not in ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
}


def run(code: str, *, prepared: bool = True, options: tuple[str, ...] = (), **environment: str) -> SimpleNamespace:
    """Returns `status`, `out` and `err` of a process that runs `code`, after `_PREPARED` if asked to.

    `environment` is added to this process's.
    """
    script = (_PREPARED if prepared else "") + textwrap.dedent(code)
    return start([sys.executable, *options, "-c", script], {**SURROUNDINGS, **environment})


def ask(code: str, environment: dict[str, str], *, program: str = sys.executable) -> SimpleNamespace:
    """Runs `code` in these surroundings, and no other, and then starts the JVM; prints its version, or what is raised."""
    script = f"""
{textwrap.dedent(code)}
from terrarium import RuntimeUnavailableError, _jvm
try:
    print("started", _jvm.java().version())
except RuntimeUnavailableError as error:
    print(error)
"""
    return start([program, "-c", script], {"HOME": "/nonexistent", **environment})


def start(command: list[str], environment: dict[str, str], *, patience: float = PATIENCE) -> SimpleNamespace:
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            raise AssertionError(f"it hangs; said {out.decode()}{err.decode()}") from None
    return SimpleNamespace(status=process.returncode, out=out.decode(), err=err.decode())
