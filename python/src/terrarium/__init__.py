"""Terrarium: Python inside the JVM, seen from the Python side.

The layout is a line; a file uses only files named before it:
    _text      text that may leave Python          _errors    the package's exceptions
    _emit      an output emitted even when None    _sources   imports this package from memory
    _imports   waits for a module's first import   _signals   leaves the JVM its signals
    _streams   stdout, stderr, stdin               _log_context fields of what is logged
    _logging   logging to the JVM's loggers        _java_logs Java's records to logging
    _faults    an exception as plain tuples        _records   Java records as dataclasses
    _callables Java functions with parameters      _abstract  interfaces as abstract classes
    _objects   Java objects with their members
    _iteration Java iterators as Python's          _futures   futures, and the living event loop
    _flows     publishers and async iterables
    _revival   mends a loop that was cut off       _loop      an event loop for one node
    _texts     nodes written in a manifest         _folders   where a pipeline's modules lie
    _hints     what was meant by a name            _shapes    what can be no node
    _nodes     finds the nodes of a pipeline
    _outputs   what a node's function gives        _intake    the items of a streaming node
    _driver    drives one node of a pipeline       _interrupt stops code for the JVM
    _chains    drives neighbouring nodes together  _reload    imports what has changed
    _plain     a value as built-in types alone
    _contexts  with-blocks from Java               _arrays    arrays without copying
    _enums     Java enums as Python enums          _interfaces objects as Java interfaces
    _tables    Arrow tables without copying
    _threads   threads and memory, for the JVM     _forks     keeps the JVM from being forked
    _debug     lets a debugger in                  _embedded  what an embedding JVM calls
    _hosted    what a JVM within Python calls      _jdk       finds a JDK
    _jvm       starts a JVM within Python          _java_runs runs pipelines there
"""

from terrarium._emit import Emit
from terrarium._errors import (
    ExecutionError,
    Interrupted,
    JavaError,
    ManifestError,
    MarshalError,
    RuntimeUnavailableError,
    StandardInputError,
    TerrariumError,
)
from terrarium._log_context import log_context

__all__ = [
    "Emit",
    "ExecutionError",
    "Interrupted",
    "JavaError",
    "ManifestError",
    "MarshalError",
    "RuntimeUnavailableError",
    "StandardInputError",
    "TerrariumError",
    "__version__",
    "log_context",
]

__version__ = "0.1.0.dev0"
