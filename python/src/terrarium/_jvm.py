"""Starts a JVM in this Python process: the only file of the package that touches one.

The JVM is started through its invocation interface, with nothing but ctypes. Then one call lets Java find this
interpreter's C API, and from then on each side calls the other directly: Java puts its functions into the module
`_terrarium`, which is also there where a JVM has started this interpreter.

`_terrarium` is made once; a second start is the same runtime.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
import threading

from terrarium import __version__
from terrarium._aot import cache, chosen
from terrarium._errors import RuntimeUnavailableError
from terrarium._jdk import find_jdk
from terrarium._signals import Calm

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any, NoReturn

__all__ = ["destroy", "for_loops", "is_there", "java", "surroundings"]

_JNI_VERSION_21 = 0x00150000
_ENTRY = b"dev/terrarium/session/hosted/Host"

# Where functions stand in JNI's tables, which every JVM keeps.
_FIND_CLASS, _DESCRIBE, _CLEAR, _STATIC_METHOD, _CALL_STATIC_OBJECT = 6, 16, 17, 113, 116
_NEW_STRING, _STRING_LENGTH, _STRING_CHARS = 163, 164, 165
_DESTROY = 3
_EXISTS = -5

_COLLECTOR = ("-XX:+UseSerialGC", "-XX:-ShrinkHeapInSteps", "-Dterrarium.trim_heap=true")
"""It starts fast, and is told when to give memory back, which it then does at once."""

_HEAP = ("-Xms192m",)
"""Room to start without a collection; it never becomes less, and would be a part of the machine's memory otherwise."""

_LOOP_COLLECTOR = ("-XX:+UseZGC", "-XX:-ZProactive", "-XX:ZCollectionIntervalMajor=20")
"""It stops threads for less than a ms, a control loop's among them; by the clock, not with each tenth of the heap."""

_LOOP_CODE = ("-XX:-UseCodeCacheFlushing", "-XX:PerMethodTrapLimit=0", "-XX:PerBytecodeTrapLimit=0")
"""Compiled code is kept, also when something happens for the first time."""

_LOOP_HEAP = ("-Xms256m", "-XX:+AlwaysPreTouch", "-XX:+PerfDisableSharedMem")
"""Memory that is there before a loop starts, and no file of counters that a disk could keep the JVM waiting for."""

_USUAL_STACK = 1 << 20
_LARGEST_STACK = 64 << 20
_OTHER = (
    "this process holds a JVM already, which other code has started (JPype does so): use terrarium in a process "
    "without it"
)

_lock = threading.Lock()
_is_for_loops = False
"""Whether control loops are to run in the JVM."""

_machine = ctypes.c_void_p()
_pid: int | None = None
"""The process that has the JVM; a child that it forks has not."""

_is_over = False
"""Whether Python has come to its end."""

_failure = ""
"""Why Terrarium did not start in the JVM; there is no second one."""


class _Option(ctypes.Structure):
    _fields_ = [("text", ctypes.c_char_p), ("extra", ctypes.c_void_p)]


class _Arguments(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int32),
        ("count", ctypes.c_int32),
        ("options", ctypes.POINTER(_Option)),
        ("ignore", ctypes.c_uint8),
    ]


def java() -> Any:
    """Returns the module of Java's functions; starts the JVM if there is none.

    Raises RuntimeUnavailableError, which says what to do, where that cannot be.
    """
    if _pid not in (None, os.getpid()):
        raise RuntimeUnavailableError(
            "a forked child has no JVM: start the process by subprocess, or by multiprocessing with spawn"
        )
    if "_terrarium" not in sys.modules:
        with _lock:
            if "_terrarium" not in sys.modules:
                with Calm():
                    _start()
    return sys.modules["_terrarium"]


def _start() -> None:
    global _pid, _failure
    if _failure:
        raise RuntimeUnavailableError(_failure)
    _refuse_python()
    home = find_jdk()
    jars = _jars()
    options = _options(jars)
    options += chosen(home, jars, options)
    library = _library(home)
    _disable_fault_handler()
    environment = ctypes.c_void_p()
    array = (_Option * len(options))(*(_Option(os.fsencode(text), None) for text in options))
    arguments = _Arguments(_JNI_VERSION_21, len(options), array, 0)
    restore = _name_encoding()
    try:
        status = library.JNI_CreateJavaVM(ctypes.byref(_machine), ctypes.byref(environment), ctypes.byref(arguments))
    finally:
        restore()
    if status != 0:
        raise RuntimeUnavailableError(_refusal(status, home))
    _pid = os.getpid()
    failure = _Jni(environment).start("\0".join(_facts()))
    if failure:
        _failure = f"the JVM runs, but Terrarium in it does not start: {failure}"
        raise RuntimeUnavailableError(_failure)
    if "_terrarium" not in sys.modules:
        raise AssertionError("Java has not given its functions; this is a bug in Terrarium")
    atexit.register(_end)


def for_loops() -> None:
    """Has the JVM start with what a control loop needs; to be called before anything starts it.

    One that runs already stays what it is: where it lacks the modules of robots, it says so when it is asked for one.
    """
    global _is_for_loops
    with _lock:
        _is_for_loops = True


def is_there() -> bool:
    """Whether a JVM runs, or there is what it takes to start one; starts nothing."""
    if _failure or _pid not in (None, os.getpid()):
        return False
    try:
        _refuse_python()
        return "_terrarium" in sys.modules or bool(find_jdk() and _jars())
    except RuntimeUnavailableError:
        return False


def surroundings() -> tuple[Path, Path]:
    """The JDK, and the AOT cache, which need not be there, that a start would take; starts nothing.

    Raises RuntimeUnavailableError where there can be no start.
    """
    _refuse_python()
    home, jars = find_jdk(), _jars()
    return home, cache(home, jars, _options(jars))


def destroy() -> NoReturn:
    """Ends the JVM, and with it this process, as there is no second one; the JVM writes what it has recorded."""
    atexit._run_exitfuncs()
    table = ctypes.cast(_machine, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
    os._exit(ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)(table[_DESTROY])(_machine))


def _end() -> None:
    """Stops the runs that are still under way; before Java takes its leave of the interpreter."""
    global _is_over
    if os.getpid() == _pid:
        _is_over = True
        sys.modules["_terrarium"].end()


def stay_at_the_end() -> None:
    """Keeps a daemon thread that Python leaves behind from telling that its run was stopped."""
    if _is_over and threading.current_thread() is not threading.main_thread():
        threading.Event().wait()


def _refuse_python() -> None:
    name, version = sys.implementation.name, sys.version.split()[0]
    if name != "cpython":
        raise RuntimeUnavailableError(f"Terrarium needs CPython 3.10 or newer, and this is {name} {version}")
    for flag, build in (("t", "free-threaded"), ("d", "debug")):
        if flag in sys.abiflags:
            raise RuntimeUnavailableError(
                f"this is a {build} build of CPython {version}, which Terrarium does not run in: use the ordinary build"
            )


def _library(home: Path) -> Any:
    folder = home / "lib" / "server"
    for name in ("libjvm.so", "libjvm.dylib"):
        file = folder / name
        if file.exists():
            if any(other != os.path.realpath(file) for other in _loaded()):
                raise RuntimeUnavailableError(_OTHER)
            try:
                return ctypes.CDLL(str(file))
            except OSError as error:
                raise RuntimeUnavailableError(f"the JVM of {home} cannot be loaded: {error}") from None
    raise RuntimeUnavailableError(f"the JDK in {home} has no lib/server/libjvm, which a JVM within Python needs")


def _loaded() -> set[str]:
    """The JVMs that this process has loaded, where the system tells; a second one would end the process."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            return {line.split(None, 5)[5].rstrip("\n") for line in maps if line.endswith("/libjvm.so\n")}
    except OSError:
        return set()


def _name_encoding() -> Callable[[], None]:
    """Names UTF-8 where the locale names no encoding, as the JVM reads the names of files by it, when it starts.

    What this returns takes that back, and with it what the JVM makes of the process's locale.
    """
    from _locale import LC_ALL, setlocale

    before = setlocale(LC_ALL)
    known = os.environ.get("LC_ALL")
    unnamed = (known or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "C") in ("C", "POSIX")
    if unnamed:
        os.environ["LC_ALL"] = "C.UTF-8"

    def restore() -> None:
        setlocale(LC_ALL, before)
        if unnamed and known is None:
            del os.environ["LC_ALL"]
        elif unnamed:
            os.environ["LC_ALL"] = str(known)

    return restore


def _refusal(status: int, home: Path) -> str:
    if status == _EXISTS:
        return _OTHER
    return (
        f"the JVM of {home} did not start (JNI says {status}): what it says to that stands on standard error; "
        "JAVA_TOOL_OPTIONS and TERRARIUM_JVM_OPTIONS are read by it"
    )


def _jars() -> list[str]:
    """The wheel's jars, all that its list names, or what a checkout has built."""
    import pathlib

    package = pathlib.Path(__file__).resolve().parent
    folder = package / "_jars"
    try:
        names = (folder / "jars.txt").read_text("utf-8").splitlines()
    except OSError:
        built = package.parents[2] / "terrarium-cli" / "target" / "dist" / "modules"
        if package.parent.name == "src" and built.is_dir():
            return sorted(map(str, built.glob("*.jar")))
        raise _missing(folder / "jars.txt") from None
    jars = []
    for name, _, size in (line.rpartition(" ") for line in names):
        jar = folder / name
        if not jar.is_file() or jar.stat().st_size != int(size):
            raise _missing(jar)
        jars.append(str(jar))
    return jars


def _missing(file: Path) -> RuntimeUnavailableError:
    state = "is not what was installed" if file.exists() else "is missing"
    return RuntimeUnavailableError(
        f"{file} {state}: install terrarium-jvm again, by pip install --force-reinstall terrarium-jvm, or, in a "
        "checkout, build the jars by ./terrarium --version"
    )


def _options(jars: Sequence[str]) -> list[str]:
    own = os.environ.get("TERRARIUM_JVM_OPTIONS", "").split()
    asked = [
        *own,
        *(word for name in ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS") for word in os.environ.get(name, "").split()),
    ]
    is_heap_named = any("Heap" in word or "RAM" in word or word.startswith("-Xm") for word in asked)
    is_collector_named = any(word.startswith("-XX:+Use") and word.endswith("GC") for word in asked)
    return [
        "-Xrs",  # Ctrl-C, SIGTERM and SIGHUP stay Python's
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        "-XX:+DisplayVMOutputToStderr",
        *([] if is_collector_named else _LOOP_COLLECTOR if _is_for_loops else _COLLECTOR),  # two would end the process
        *([] if is_heap_named else _LOOP_HEAP if _is_for_loops else _HEAP),
        *(_LOOP_CODE if _is_for_loops else ()),
        *_vectors(),
        *_stack(),
        "--module-path=" + os.pathsep.join(jars),
        "--add-modules=dev.terrarium.cli" + (",dev.terrarium.robot,jdk.jfr" if _is_for_loops else ""),
        "--enable-native-access=dev.terrarium.python",
        "-Djava.util.logging.config.class=dev.terrarium.session.hosted.HostedLogs",
        *own,
    ]


def _stack() -> list[str]:
    """Leaves the main thread all of its stack: the JVM would guard it from the size that its own threads have on."""
    try:
        import resource
    except ImportError:
        return []
    limit, _ = resource.getrlimit(resource.RLIMIT_STACK)
    size = _LARGEST_STACK if limit == resource.RLIM_INFINITY else min(limit, _LARGEST_STACK)
    return [f"-Xss{size // 1024}k"] if size > _USUAL_STACK else []


def _vectors() -> list[str]:
    """Keeps compiled code from AVX-512: CPython is SSE code, and a call from code that has used the wide registers pays
    for it each time."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as info:
            return ["-XX:UseAVX=2"] if any("avx512f" in line for line in info) else []
    except OSError:
        return []


def _disable_fault_handler() -> None:
    """One that is enabled would give SIGSEGV back to its old handler, once disabled, and take it from the JVM."""
    faults = sys.modules.get("faulthandler")
    if faults is not None and faults.is_enabled():
        faults.disable()


def _facts() -> list[str]:
    """What Java wants to know of this Python before it can ask."""
    from importlib.machinery import EXTENSION_SUFFIXES

    return [
        __version__,
        sys.executable or "python",
        sys.version.split()[0],
        sys.prefix,
        sys.base_prefix,
        EXTENSION_SUFFIXES[0].strip(".").rpartition(".")[0],
    ]


class _Jni:
    """The functions of one thread's environment; it keeps the GIL in each, as Java calls Python's C API from there."""

    def __init__(self, environment: ctypes.c_void_p) -> None:
        self._environment = environment
        self._table = ctypes.cast(environment, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]

    def _function(self, index: int, result: Any, *arguments: Any) -> Any:
        function = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, *arguments)(self._table[index])
        return lambda *values: function(self._environment, *values)

    def start(self, facts: str) -> str:
        """Calls the entry; returns what went wrong."""
        pointer, size = ctypes.c_void_p, ctypes.c_int32
        entry = self._function(_FIND_CLASS, pointer, ctypes.c_char_p)(_ENTRY)
        if not entry:
            return self._described(f"its jars have no {_ENTRY.decode()}")
        method = self._function(_STATIC_METHOD, pointer, pointer, ctypes.c_char_p, ctypes.c_char_p)(
            entry, b"start", b"(Ljava/lang/String;)Ljava/lang/String;"
        )
        if not method:
            return self._described(f"{_ENTRY.decode()} is of another version")
        encoded = facts.encode("utf-16-" + sys.byteorder[0] + "e", "surrogatepass")
        text = self._function(_NEW_STRING, pointer, ctypes.c_char_p, size)(encoded, len(encoded) // 2)
        values = (ctypes.c_uint64 * 1)(text)
        call = self._function(_CALL_STATIC_OBJECT, pointer, pointer, pointer, pointer)
        failure = call(entry, method, ctypes.addressof(values))
        return self._text(failure) if failure else self._described("it gave no answer")

    def _text(self, string: int) -> str:
        pointer = ctypes.c_void_p
        length = self._function(_STRING_LENGTH, ctypes.c_int32, pointer)(string)
        characters = self._function(_STRING_CHARS, pointer, pointer, pointer)(string, None)
        return ctypes.string_at(characters, 2 * length).decode("utf-16-" + sys.byteorder[0] + "e", "replace")

    def _described(self, reason: str) -> str:
        """Has Java write what was thrown to standard error."""
        self._function(_DESCRIBE, None)()
        self._function(_CLEAR, None)()
        return f"{reason}; standard error tells more"
