"""Terrarium: Python inside the JVM, seen from the Python side.

The layout is a line; a file uses only files named before it:
    _text      text that may leave Python          _errors    the package's exceptions
    _emit      an output emitted even when None    _sources   imports this package from memory
    _imports   waits for a module's first import   _signals   leaves the JVM its signals
    _streams   stdout, stderr, stdin               _log_context fields of what is logged
    _logging   logging to the JVM's loggers        _java_logs Java's records to logging
    _faults    what is told of an exception        _records   Java records as dataclasses
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
    _aot       how a JVM starts fast               _jvm       starts a JVM within Python
    _java_runs runs pipelines there
    _travel    objects for another process
    _base      what nodes may inherit from
    _findings  what is wrong with a manifest
    _schemas   what parameters are such
    _twins     built-in nodes in Python     _data_twins those by which a program takes part
    _sound     frames, and another rate     _wav       files of sound
    _sound_twins built-in nodes for sound   nodes      all built-in nodes
    _params    what an object was made with    _kinds     what nodes are made of
    _conduct   how a node is to be run         _graphs    which node follows which
    _manifests reads a manifest in Python      _documents what a manifest holds
    _stages    the nodes of a run in Python    _stream_stage one that sees the whole stream
    _engine    one run in Python               _awaiting  threads that event loops wait for
    _python_runs pipelines in Python alone     _runs      chooses what runs a pipeline
    _progress  tells a program of its run
    _pipeline  pipelines made in Python
    _asyncify  blocking functions for loops    _async_input input() for loops
    _inference calls on a thread of their own
    _wire      values between processes            _line      frames between processes
    _memory    memory without a name               _shared    arrays shared by processes
    _raised    exceptions between processes        _failures  what a worker tells of failures
    _loading   why a node cannot be loaded
    _program   what workers have of the program    _limits    what such a process may use
    _lifeline  binds a process to its parent
    _requested items that a worker asks for    _outlets   what a worker prints and logs
    _worker    runs a node in a process of its own
    _channel   frames for event loops              _buffers   memory shared by two Pythons
    _control   what waits for no turn              _kicks     stops what is not wanted
    _proxied   holds an object for a proxy         _dump      where threads of a process were
    _spawn     starts Python processes             _child     the process of such an object
    _mpify     proxies of objects elsewhere
    _raising   exceptions in another thread    _demands   what bus insists on in arguments
    _spawned   what scripts do beside operations   _turns     the coroutines of scripts
    _payloads  what a message is made of
    _scripts   a robot's scripts, for Java         bus        what such scripts may ask
    robot      arms, for programs: a package with files of its own
    _standing  where the main thread stands        _script_worker runs scripts in a process
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - pip is not the only way to come here
    raise ImportError("Terrarium needs CPython 3.10 or newer, and this is Python " + sys.version.split()[0])

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
    WorkerCrashed,
)
from terrarium._log_context import log_context

TYPE_CHECKING = False  # importing typing costs more than all of this package
if TYPE_CHECKING:
    from terrarium import bus, nodes, robot
    from terrarium._async_input import async_input
    from terrarium._asyncify import asyncify
    from terrarium._base import Node
    from terrarium._inference import CudaInferenceThread, InferenceThread
    from terrarium._mpify import mpify
    from terrarium._pipeline import Pipeline
    from terrarium._runs import (
        Session,
        execute_pipeline,
        execute_pipeline_with_input,
        get_runtime_version,
        is_available,
    )

__all__ = [
    "CudaInferenceThread",
    "Emit",
    "ExecutionError",
    "InferenceThread",
    "Interrupted",
    "JavaError",
    "ManifestError",
    "MarshalError",
    "Node",
    "Pipeline",
    "RuntimeUnavailableError",
    "Session",
    "StandardInputError",
    "TerrariumError",
    "WorkerCrashed",
    "__version__",
    "async_input",
    "asyncify",
    "bus",
    "execute_pipeline",
    "execute_pipeline_with_input",
    "get_runtime_version",
    "is_available",
    "log_context",
    "mpify",
    "nodes",
    "robot",
]

__version__ = "0.1.0.dev0"

del TYPE_CHECKING, sys

_LATER = {
    "CudaInferenceThread": "_inference",
    "InferenceThread": "_inference",
    "Node": "_base",
    "Pipeline": "_pipeline",
    "Session": "_runs",
    "async_input": "_async_input",
    "asyncify": "_asyncify",
    "bus": "",
    "execute_pipeline": "_runs",
    "execute_pipeline_with_input": "_runs",
    "get_runtime_version": "_runs",
    "is_available": "_runs",
    "mpify": "_mpify",
    "nodes": "",
    "robot": "",
}
"""What is imported when somebody asks for it, and from where."""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = _LATER[name]
    found: object = (
        getattr(import_module(f"{__name__}.{module}"), name) if module else import_module(f"{__name__}.{name}")
    )
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
