"""Runs each manifest of a folder on the JVM in this process, and prints its name and what came of it."""

import json
import sys
from pathlib import Path

from terrarium import Pipeline


def result(manifest, items):
    pipeline = Pipeline.from_manifest(manifest)
    try:
        return pipeline.run_sync(items)
    except ValueError as error:
        return f"{error.__notes__[0]}: {type(error).__name__}: {error}"
    finally:
        assert pipeline.last_runtime == "jvm"


for manifest in sorted(Path(sys.argv[1]).glob("*.json")):
    items = json.loads(manifest.with_suffix(".input").read_text("utf-8"))
    text = json.dumps(result(manifest, items), separators=(",", ":"), default=lambda array: array.tolist())
    print(manifest.stem, text, sep="\t")
