"""The examples for Python people run as they are written."""

import contextlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import guest

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "reading"

AS_A_NOTEBOOK_DOES = """
import ast, asyncio, contextlib, io, json, sys
sys.path.insert(0, "")
loop, cells = asyncio.new_event_loop(), {"__name__": "__main__"}
for source in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        awaitable = eval(compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), cells)
        if awaitable is not None:
            loop.run_until_complete(awaitable)
    print(json.dumps(out.getvalue()))
"""


def are_there(*packages):
    return all(importlib.util.find_spec(package) for package in packages)


def printed(cell):
    """What a code cell has printed."""
    return "".join("".join(out["text"]) for out in cell["outputs"] if out.get("name") == "stdout")


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_the_script_prints_what_its_page_says(self):
        page = (FOLDER / "README.md").read_text("utf-8")
        expected = re.search(r"```text\n(.*?)```", page, re.DOTALL).group(1)

        done = guest.start([sys.executable, "-B", str(FOLDER / "reading.py")], guest.SURROUNDINGS)

        self.assertEqual((0, expected), (done.status, done.out), done.err)
        self.assertIn("5 of 5 paragraphs\n", done.err)

    def test_the_notebooks_cells_print_what_is_kept_in_it(self):
        notebook = json.loads((FOLDER / "reading.ipynb").read_text("utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]

        done = subprocess.run(
            [sys.executable, "-B", "-c", AS_A_NOTEBOOK_DOES],
            cwd=FOLDER,
            env=guest.SURROUNDINGS,
            input=json.dumps(["".join(cell["source"]) for cell in cells]),
            capture_output=True,
            text=True,
            timeout=guest.PATIENCE,
            check=False,
        )

        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual([printed(cell) for cell in cells], [json.loads(line) for line in done.stdout.splitlines()])

    @unittest.skipUnless(are_there("nbclient", "ipykernel"), "nbclient and ipykernel are not installed")
    def test_jupyter_runs_the_notebook(self):
        import nbclient
        import nbformat

        kept = nbformat.read(FOLDER / "reading.ipynb", 4)
        fresh = nbformat.read(FOLDER / "reading.ipynb", 4)
        own = nbformat.v4.new_code_cell(
            "class Here:\n    def process(self, number):\n        print('printed there')\n        return number, os.getpid()\n\n\n"
            "number, process = await Pipeline().add_node(Here(), isolation='process').run(7)\n"
            "print(number, process != os.getpid())"
        )
        has_cloudpickle = are_there("cloudpickle")
        if has_cloudpickle:
            fresh.cells.append(own)

        with self.jupyter():
            nbclient.NotebookClient(
                fresh, timeout=guest.PATIENCE, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
            ).execute()

        told = [printed(cell) for cell in fresh.cells if cell.cell_type == "code"]
        expected = [printed(cell) for cell in kept.cells if cell.cell_type == "code"]
        self.assertEqual([*expected, *(["printed there\n7 True\n"] if has_cloudpickle else [])], told)

    @contextlib.contextmanager
    def jupyter(self):
        before = dict(os.environ)
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            os.environ[name] = self.folder
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    @unittest.skipUnless(are_there("pytest", "pytest_asyncio"), "pytest and pytest-asyncio are not installed")
    def test_pytest_runs_the_tests_of_the_example(self):
        command = [
            sys.executable,
            "-B",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            str(FOLDER / "test_reading.py"),
        ]

        done = guest.start(command, guest.SURROUNDINGS)

        self.assertEqual(0, done.status, done.out + done.err)
        self.assertIn("2 passed", done.out)

    @unittest.skipUnless(are_there("pytest", "pytest_asyncio"), "pytest and pytest-asyncio are not installed")
    def test_pytest_runs_the_test_of_the_guide(self):
        page = (FOLDER.parents[1] / "docs" / "guide" / "notebooks.md").read_text("utf-8")
        (test,) = (block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "import pytest" in block)
        file = Path(self.folder, "test_guide.py")
        file.write_text(test, "utf-8")
        command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]

        done = guest.start(command, {**guest.SURROUNDINGS, "PYTHONPATH": str(FOLDER)})

        self.assertEqual(0, done.status, done.out + done.err)
        self.assertIn("1 passed", done.out)


if __name__ == "__main__":
    unittest.main()
