"""The built-in nodes, in Python.

Each has the parameters of the node of that name in Java. In a manifest it is that name, and in a JVM that node; where
Python's own executor runs a pipeline, the class here does the same work.

    >>> from terrarium import nodes
    >>> nodes.MultiplyNode(factor=3).process(2)
    6
"""

from __future__ import annotations

from terrarium._data_twins import DataSinkNode, DataSourceNode
from terrarium._sound_twins import (
    AudioBuffer,
    AudioResampler,
    AudioTransform,
    ExtractAudioDataNode,
    MediaReaderNode,
    MediaWriterNode,
    VoiceActivityDetector,
)
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
    "AudioBuffer",
    "AudioResampler",
    "AudioTransform",
    "BufferNode",
    "CalculatorNode",
    "DataSinkNode",
    "DataSourceNode",
    "Echo",
    "ExtractAudioDataNode",
    "MediaReaderNode",
    "MediaWriterNode",
    "MultiplyNode",
    "PassThrough",
    "PassThroughNode",
    "StatefulCounter",
    "TextProcessorNode",
    "TextTransformNode",
    "VoiceActivityDetector",
]

PassThroughNode = PassThrough
"""The other name of PassThrough."""

BUILT_IN: dict[str, type[Twin]] = {name: globals()[name] for name in __all__}
"""By the name that a manifest has for each."""
