"""What a manifest holds, so far that a pipeline can be made of it; whether it is right, the runtime tells."""

from __future__ import annotations

from terrarium._errors import RuntimeUnavailableError
from terrarium._findings import Fields, Findings, refusal

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import Any

    Given = str | Mapping[str, Any] | os.PathLike[str]

__all__ = ["read", "text_of"]

_YAML = (".yaml", ".yml")
_LONGEST_PATH = 4096


def read(manifest: Given) -> tuple[dict[str, Any], list[str]]:
    """Returns the document, and the folders that its nodes are looked for in."""
    import json

    document: Any = manifest
    folders: list[str] = []
    if not hasattr(manifest, "items"):
        text, folders = text_of(manifest)
        try:
            document = json.loads(text.removeprefix("\ufeff"))
        except json.JSONDecodeError as error:
            hint = "; YAML is read of a file, by its pathlib.Path" if _is_yaml(text) else ""
            raise refusal([("$", f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}{hint}")]) from None
    findings = Findings()
    root = Fields.of("$", dict(document) if hasattr(document, "items") else document, findings)
    if root is not None:
        root.require("version", '"v1"').text("version", lambda text: text == "v1", '"v1"')
        root.object("metadata")
        _require(root, "nodes", "an array of nodes", ("id", "node_type"), findings)
        _require(root, "connections", "an array of connections", ("from", "to"), findings)
    if findings.faults or root is None:
        raise refusal(findings.faults)
    return root.values, folders


def text_of(manifest: Given) -> tuple[str, list[str]]:
    """Returns a manifest in JSON, and the folders that its nodes are looked for in; a file may be YAML."""
    import os

    given: Any = manifest
    if isinstance(given, str):
        if _is_path(given):
            path = f"pathlib.Path({given!r})"
            raise refusal([("$", f"not JSON, but the path of a file, as it seems: to have it read, give {path}")])
        return given, []
    if hasattr(given, "items"):
        return _json(dict(given)), []
    if not isinstance(given, os.PathLike):
        kind = type(given).__qualname__
        raise TypeError(f"a manifest is its text, a dict, or a pathlib.Path of its file, and this is of type {kind}")
    path = os.path.abspath(os.fspath(given))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return _json_of_yaml(text, path) if path.lower().endswith(_YAML) else text, [os.path.dirname(path)]


def _is_path(text: str) -> bool:
    """Whether a text, which ought to be JSON, is what a file is called."""
    import os

    if len(text) > _LONGEST_PATH or "\n" in text or text.lstrip()[:1] in ("", "{", "["):
        return False
    try:
        return text.lower().endswith((".json", *_YAML)) or os.path.exists(text)
    except ValueError:  # it holds a NUL
        return False


def _is_yaml(text: str) -> bool:
    """Whether a line of a text is as a manifest has it in YAML."""
    return any(line.startswith(("version:", "metadata:", "nodes:")) for line in text.splitlines())


def _json_of_yaml(text: str, path: str) -> str:
    """Has Java read it, as there is no YAML in Python's library."""
    from terrarium._java_runs import document

    try:
        given = document(text)
    except RuntimeUnavailableError as error:
        raise RuntimeUnavailableError(
            f"{path} is YAML, which the JVM reads and Python alone does not: write it in JSON, or have a JVM ({error})"
        ) from None
    if isinstance(given, tuple):
        return _json(given[0])
    raise refusal((place, message) for place, message in given)


def _json(document: Any) -> str:
    import json

    try:
        return json.dumps(document, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise refusal([("$", f"holds what JSON cannot say: {error}")]) from None


def _require(root: Fields, name: str, words: str, texts: tuple[str, ...], findings: Findings) -> None:
    for index, entry in enumerate(root.require(name, words).array(name) or ()):
        fields = Fields.of(f"$.{name}[{index}]", entry, findings)
        for text in texts if fields is not None else ():
            fields.require(text, "a text").text(text)  # type: ignore[union-attr]
