"""Builds the wheel and the sdist into python/dist, or installs the wheel into a fresh environment, without an index.

    install.py build
    install.py into FOLDER            prints the environment's interpreter
    install.py into FOLDER beside     the same, of one that also sees what this Python has installed

By the Python that runs this; where it has no pip that can install into another environment, the wheel is unpacked, as
that is all that installing it means.
"""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[2]
DIST = PYTHON / "dist"


def build():
    sys.path.insert(0, str(PYTHON / "backend"))
    import terrarium_build

    DIST.mkdir(exist_ok=True)
    for old in DIST.glob("terrarium_jvm-*"):
        old.unlink()
    for make in (terrarium_build.build_wheel, terrarium_build.build_sdist):
        print(make(DIST))


def install(folder, is_beside):
    (wheel,) = DIST.glob("*.whl")
    venv.create(folder, symlinks=True, system_site_packages=is_beside)
    program = Path(folder) / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(program), "install", "--no-index", str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode and "No module named pip" not in done.stderr and "no such option: --python" not in done.stderr:
        raise SystemExit(done.stderr)
    if done.returncode:
        ask = [str(program), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        packages = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    print(program)


if sys.argv[1] == "build":
    build()
else:
    install(sys.argv[2], "beside" in sys.argv)
