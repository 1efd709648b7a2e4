"""The Python side of Py4J: serves until the process is ended."""

import sys
import threading

import workload
from py4j.clientserver import ClientServer, JavaParameters, PythonParameters
from py4j.java_collections import ListConverter, MapConverter

SOURCE = bytes(8 << 20)


class Items:
    def __init__(self, items):
        self.items = items
        self.ahead = []

    def hasNext(self):
        if not self.ahead:
            self.ahead.extend(x for x in (next(self.items, None),) if x is not None)
        return bool(self.ahead)

    def next(self):
        return self.ahead.pop() if self.hasNext() else None

    class Java:
        implements = ["java.util.Iterator"]


class Workload:
    def identity(self, x):
        return x

    def text(self, x):
        return x

    def real_dict(self, m):
        return MapConverter().convert(dict(m), server._gateway_client)

    def real_list(self, m):
        return ListConverter().convert(list(m), server._gateway_client)

    def source(self):
        return SOURCE

    def call_many(self, function, count):
        return workload.call_many(function.apply, count)

    def fail(self):
        workload.fail()

    def numbers(self, count):
        return Items(workload.numbers(count))

    def process(self, node, x):
        return workload.nodes[node].process(x)

    class Java:
        implements = ["Py4jPeer$Workload"]


server = ClientServer(
    java_parameters=JavaParameters(port=int(sys.argv[1]), auto_convert=True),
    python_parameters=PythonParameters(port=int(sys.argv[2])),
    python_server_entry_point=Workload(),
)
print("ready", flush=True)
threading.Event().wait()
