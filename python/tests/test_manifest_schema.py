import json
import re
import unittest
from pathlib import Path

SCHEMA = Path(__file__).parent.parent.parent / (
    "terrarium-pipeline/src/main/resources/dev/terrarium/pipeline/manifest/manifest.v1.schema.json"
)


def patterns(schema):
    """All regular expressions of a schema."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    here = [schema["pattern"]] if isinstance(schema, dict) and isinstance(schema.get("pattern"), str) else []
    return here + [pattern for each in inner for pattern in patterns(each)]


class ManifestSchemaTest(unittest.TestCase):
    """Python's validators take the schema of manifests, and their `re` says what Java's says."""

    @classmethod
    def setUpClass(cls):
        cls.schema = json.loads(SCHEMA.read_text("utf-8"))

    def test_every_pattern_is_one_of_pythons(self):
        found = patterns(self.schema)

        self.assertGreater(len(found), 5)
        for pattern in found:
            re.compile(pattern)

    def test_names_of_exceptions_are_told_from_other_texts(self):
        (pattern,) = (
            each for each in patterns(self.schema) if re.search(each, "http.client.HTTPException") and "@" in each
        )

        for name in ("OSError", "_a", "a.b$C_1", "m\u00fcll.Fehler"):
            self.assertIsNotNone(re.search(pattern, name), name)
        for text in ("", "1a", "a.", "a..b", "a-b", "two words", "a\u00a0b"):
            self.assertIsNone(re.search(pattern, text), text)


if __name__ == "__main__":
    unittest.main()
