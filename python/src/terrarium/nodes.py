"""The built-in nodes, in Python.

Each has the parameters of the node of that name in Java. In a manifest it is that name, and in a JVM that node; where
Python's own executor runs a pipeline, the class here does the same work.

    >>> from terrarium import nodes
    >>> nodes.MultiplyNode(factor=3).process(2)
    6
"""

from __future__ import annotations

from terrarium._twins import (
    AddNode,
    BufferNode,
    CalculatorNode,
    Echo,
    MultiplyNode,
    PassThrough,
    StatefulCounter,
    TextProcessorNode,
    TextTransformNode,
    Twin,
)

__all__ = [
    "AddNode",
    "BufferNode",
    "CalculatorNode",
    "Echo",
    "MultiplyNode",
    "PassThrough",
    "PassThroughNode",
    "StatefulCounter",
    "TextProcessorNode",
    "TextTransformNode",
]

PassThroughNode = PassThrough
"""The other name of PassThrough."""

BUILT_IN: dict[str, type[Twin]] = {name: globals()[name] for name in __all__}
"""By the name that a manifest has for each."""
