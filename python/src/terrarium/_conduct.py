"""How a node of a manifest is to be run: what becomes of failures, what is tried again, what must be there.

Python's own executor takes one item after the other and stops no code, so it refuses what it could not keep.
"""

from __future__ import annotations

import re

from terrarium._findings import described, hint, plain_number

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from typing import Any

    from terrarium._findings import Fields

__all__ = ["Conduct", "Retry", "is_id", "need", "read"]

ID_RULE = "letters, digits, '_' and '-', at least one"
_ID = re.compile(r"[a-zA-Z0-9_-]+")
_TYPE = re.compile(r"[^\W\d][\w$]*(\.[^\W\d][\w$]*)*")
_FILE = re.compile(r"(?=.*[./])[^\0]*[^./\0][^/\0]*")
_POLICIES = ("block", "drop_oldest", "drop_newest", "latest")
_ERRORS = ("fail", "skip", "data")
_GPUS = ("cuda", "rocm", "metal", "vulkan", "any")
_ARCHITECTURES = ("x86_64", "aarch64", "arm", "any")
_GB = 1 << 30
_MOST_WORKERS = 256
_LETTERS = (
    "the id of a node or of a further sink (letters, digits, '_' and '-'), or a file, which has a '.' or '/' in its "
    "name"
)
_IN_JAVA = 'Python\'s own executor does not do that: run with runtime="jvm"'


class Retry:
    """When and how often an item is tried again."""

    def __init__(self, attempts: int, backoff: float, factor: float, jitter: float, on: tuple[str, ...]) -> None:
        self.attempts, self.backoff, self.factor, self.jitter, self.on = attempts, backoff, factor, jitter, on


class Conduct:
    """What becomes of an item that fails: `policy`, the `letters` to whom it goes, and `retry` before that."""

    def __init__(self) -> None:
        self.policy = "fail"
        self.letters = ""
        self.retry: Retry | None = None
        self.said: list[str] = []


def is_id(text: str) -> bool:
    """Whether this may be the id of a node."""
    return _ID.fullmatch(text) is not None


def read(node: Fields) -> Conduct:
    """Reads what a node's fields say of this."""
    conduct = Conduct()
    _isolation(node)
    _on_error(node, conduct)
    retry = node.object("retry")
    if retry is not None:
        conduct.retry = _retry(retry)
        conduct.said.append("retry")
    if node.whole("timeout_ms", 1) is not None:
        conduct.said.append("timeout_ms")
        node.fault("timeout_ms", f"stops code that takes too long, and {_IN_JAVA}")
    circuit = node.object("circuit")
    if circuit is not None:
        conduct.said.append("circuit")
        circuit.require("failures", "a whole number, at least 1").whole("failures", 1)
        circuit.whole("reset_ms", 0)
        circuit.refuse_others()
        node.fault("circuit", f"gives a failing node no items for a while, and {_IN_JAVA}")
    queue = node.object("queue")
    if queue is not None:
        _queue(queue)
    return conduct


def _isolation(node: Fields) -> None:
    in_process = node.any("isolation") == "process"
    for field in ("workers", "limits", "environment"):
        if node.any(field) is not None and not in_process:
            node.fault(field, 'goes with "isolation": "process" alone: say that too, or leave it out')
    node.whole("workers", 1, _MOST_WORKERS)
    _process(node)
    word = node.word("isolation", ("inline", "thread", "process"))
    if word in ("thread", "process"):
        node.fault("isolation", f"gives the node a {word} of its own, and {_IN_JAVA}")


def _process(node: Fields) -> None:
    limits = node.object("limits")
    if limits is not None:
        limits.above("memory_gb", 0)
        limits.whole("cpu_s", 1)
        limits.whole("open_files", 1)
        limits.refuse_others()
    environment = node.object("environment")
    if environment is not None:
        for name, value in environment.values.items():
            if not name or "=" in name or "\0" in name:
                environment.fault(name, "is no name of a variable: it must not be empty nor hold '='")
            elif not isinstance(value, str) or "\0" in value:
                environment.fault(name, f"must be a text without NUL, not {described(value)}")


def _on_error(node: Fields, conduct: Conduct) -> None:
    value = node.any("on_error")
    if value is None:
        return
    if isinstance(value, dict):
        fields = node.object("on_error")
        if fields is not None:
            target = fields.require("dead_letter", _LETTERS).text(
                "dead_letter", lambda text: is_id(text) or _FILE.fullmatch(text), _LETTERS
            )
            fields.refuse_others()
            conduct.policy, conduct.letters = "dead_letter", target or ""
            conduct.said.append("on_error")
            if target is not None and not is_id(target):
                fields.fault("dead_letter", f"names a file, and {_IN_JAVA}")
    elif value in _ERRORS:
        conduct.policy = value
        if value != "fail":
            conduct.said.append("on_error")
    else:
        near = hint(value, _ERRORS) if isinstance(value, str) else ""
        rule = "one of fail, skip, data, or an object with a dead_letter"
        node.fault("on_error", f"must be {rule}, not {described(value)}{near}")


def _retry(fields: Fields) -> Retry | None:
    attempts = fields.require("attempts", "a whole number, at least 2").whole("attempts", 2)
    backoff = fields.whole("backoff_ms", 0)
    factor = fields.number("factor", 1)
    jitter = fields.number("jitter", 0, 1)
    names = fields.array("on")
    if names == []:
        fields.fault("on", "must hold at least one text, or be left out")
    for index, name in enumerate(names or ()):
        if not (isinstance(name, str) and _TYPE.fullmatch(name)):
            rule = "a type of exceptions, such as TimeoutError"
            fields.findings.fault(f"{fields.at('on')}[{index}]", f"must be {rule}, not {described(name)}")
    fields.refuse_others()
    if attempts is None:
        return None
    seconds = (100 if backoff is None else backoff) / 1000
    return Retry(attempts, seconds, factor or 2, jitter or 0, tuple(map(str, names or ())))


def _queue(fields: Fields) -> None:
    fields.whole("capacity", 1, 1_000_000)
    policy = fields.word("policy", _POLICIES)
    fields.refuse_others()
    if policy not in (None, "block"):
        fields.fault("policy", f"lets items go that come too fast, and {_IN_JAVA}")


def need(node: Fields) -> None:
    """Holds what a node needs against what this machine has."""
    fields = node.object("capabilities")
    if fields is None:
        return
    gpu, cpu = fields.object("gpu"), fields.object("cpu")
    if gpu is not None:
        _gpu(gpu)
    if cpu is not None:
        _cpu(cpu)
    memory = fields.number("memory_gb", 0)
    there = _memory() / _GB
    if memory is not None and memory > there:
        shown = plain_number(round(there * 10) / 10)
        fields.fault("memory_gb", f"needs {plain_number(memory)} GB of memory, there are {shown}")
    fields.warn_of_others()


def _gpu(fields: Fields) -> None:
    kind = fields.require("type", f"one of {', '.join(_GPUS)}").word("type", _GPUS)
    fields.number("min_memory_gb", 0)
    required = fields.flag("required")
    fields.warn_of_others()
    if kind is not None:
        message = f'needs a {kind} GPU, and Python\'s own executor does not look for one: run with runtime="jvm"'
        tell = fields.findings.warning if required is False else fields.findings.fault
        tell(fields.path, message)


def _cpu(fields: Fields) -> None:
    cores = fields.whole("cores", 1)
    arch = fields.word("arch", _ARCHITECTURES)
    fields.warn_of_others()
    there, this = _cores(), _arch()
    if cores is not None and cores > there:
        fields.fault("cores", f"needs {cores} cores, there are {there}")
    if arch not in (None, "any", this):
        fields.fault("arch", f"needs {arch}, this is {this}")


def _cores() -> int:
    import os

    affinity: Any = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _memory() -> int:
    import os

    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _arch() -> str:
    import platform

    machine = platform.machine()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(machine.lower(), machine)
