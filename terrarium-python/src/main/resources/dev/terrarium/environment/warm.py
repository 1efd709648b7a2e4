# Run once by the Python that was just unpacked: shows that it runs, and leaves the compiled form
# of the modules that most programs import, so that the first program need not compile them.
import importlib

for name in (
    "asyncio",
    "concurrent.futures",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "inspect",
    "json",
    "logging",
    "multiprocessing",
    "numpy",
    "ssl",
    "traceback",
    "typing",
    "uuid",
):
    try:
        importlib.import_module(name)
    except ImportError as error:  # a system library is missing: said again where it is needed
        print(name, error)
