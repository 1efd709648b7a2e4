# Asks an interpreter what it is. Run after answer.py as `python -I -c <both texts>`; must parse on
# every Python 3.
def library(config):
    """The path of the shared libpython, or None; says where it looked."""
    version = "%d.%d%s" % (sys.version_info[0], sys.version_info[1], getattr(sys, "abiflags", ""))
    if os.name == "nt":
        names = ["python%s.dll" % version.replace(".", "")]
    else:
        # The last ones are for builds that ship a shared library beside a static program.
        names = [config("INSTSONAME"), config("LDLIBRARY")]
        names += ["libpython" + version + end for end in (".so.1.0", ".so", ".dylib")]
    names = [name for name in names if name and not name.endswith(".a")]
    base = sys.base_prefix
    arch = config("MULTIARCH") or ""
    folders = [
        os.path.join(base, "lib", arch),
        os.path.join(base, "lib"),
        base,
        os.path.join(config("LIBDIR") or "", config("multiarchsubdir") or ""),
        config("LIBDIR"),
        config("PYTHONFRAMEWORKPREFIX"),
    ]
    looked = []
    for folder in folders:
        folder = folder and os.path.normpath(folder)
        if not folder or not os.path.isabs(folder) or folder in looked:
            continue
        looked.append(folder)
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return os.path.realpath(path)
    say("library_name", names[0])
    for folder in looked:
        say("looked", folder)
    return None


def load_error(path):
    """What the dynamic linker says about the library, or None."""
    try:
        import ctypes
    except ImportError:
        return None
    try:
        ctypes.CDLL(path).Py_IsInitialized
    except (OSError, AttributeError) as error:
        return error
    return None


def numpy_version():
    """The version of the NumPy that would be imported, or None; does not import it."""
    import importlib.util

    if importlib.util.find_spec("numpy") is None:
        return None
    try:
        from importlib.metadata import version

        return version("numpy")
    except Exception:
        return "unknown"


def main():
    import sysconfig

    config = sysconfig.get_config_var
    say("implementation", sys.implementation.name)
    say("version", sys.version.split()[0])
    say("executable", sys.executable)
    say("prefix", os.path.normpath(sys.prefix))
    say("base_prefix", os.path.normpath(sys.base_prefix))
    say("abi", config("SOABI") or "")
    say("shared", int(bool(config("Py_ENABLE_SHARED")) or os.name == "nt"))
    say("framework", config("PYTHONFRAMEWORK") or "")
    say("free_threaded", int(bool(config("Py_GIL_DISABLED"))))
    say("debug", int(hasattr(sys, "gettotalrefcount")))
    if sys.implementation.name != "cpython" or sys.version_info < (3, 8):
        return
    for folder in sys.path:
        if os.path.isdir(folder):
            say("site", folder)
    say("numpy", numpy_version() or "")
    path = library(config)
    if path:
        say("library", path)
        error = load_error(path)
        if error:
            say("load_error", error)


main()
finish()
