"""What a manifest holds, so far that a pipeline can be made of it; whether it is right, the runtime tells."""

from __future__ import annotations

from terrarium._findings import Fields, Findings, refusal

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import Any

__all__ = ["read"]


def read(manifest: str | Mapping[str, Any] | os.PathLike[str]) -> tuple[dict[str, Any], list[str]]:
    """Returns the document, and the folders that its nodes are looked for in."""
    import json
    import os

    folders: list[str] = []
    document: Any = manifest
    if isinstance(manifest, os.PathLike):
        path = os.path.abspath(os.fspath(manifest))
        folders = [os.path.dirname(path)]
        with open(path, encoding="utf-8") as file:
            document = file.read()
    if isinstance(document, str):
        try:
            document = json.loads(document.removeprefix("\ufeff"))
        except json.JSONDecodeError as error:
            raise refusal([("$", f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}")]) from None
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


def _require(root: Fields, name: str, words: str, texts: tuple[str, ...], findings: Findings) -> None:
    for index, entry in enumerate(root.require(name, words).array(name) or ()):
        fields = Fields.of(f"$.{name}[{index}]", entry, findings)
        for text in texts if fields is not None else ():
            fields.require(text, "a text").text(text)  # type: ignore[union-attr]
