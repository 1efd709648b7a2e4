package dev.terrarium.worker.inline;

import static dev.terrarium.worker.inline.LimitRow.differs;
import static dev.terrarium.worker.inline.LimitRow.refused;
import static dev.terrarium.worker.inline.LimitRow.runs;

import dev.terrarium.pipeline.run.Feed;
import java.util.ArrayList;
import java.util.List;

/// What becomes of the idioms of Python nodes.
final class PythonLimits {
  /// What the reference system says of a Python node; each is in the name of a row.
  static final List<String> IDIOMS =
      List.of(
          "__init__",
          "kwargs",
          "initialize",
          "process(data)",
          "async def process",
          "async generator",
          "aprocess",
          "is_streaming",
          "flush",
          "is_source",
          "cleanup",
          "StateManager",
          "(data, meta)",
          "logging",
          "errors as data",
          "from_source");

  static final List<LimitRow> ROWS = rows();

  private PythonLimits() {}

  private static List<LimitRow> rows() {
    var rows = new ArrayList<LimitRow>();
    rows.addAll(classes());
    rows.addAll(functions());
    rows.addAll(streams());
    rows.addAll(conventions());
    rows.addAll(ReferenceKinds.rows("def process"));
    return List.copyOf(rows);
  }

  private static List<LimitRow> classes() {
    return List.of(
        refused(
            "a node type of your own by its bare name",
            Trial.node("MyNode"),
            "$.nodes[0].node_type: there is no node type 'MyNode'; a class in a Python module is"
                + " written module:Class"),
        refused(
            "the base class `remotemedia.core.node.Node`, with its `StateManager`, without that"
                + " package",
            Trial.python("from remotemedia.core.node import Node"),
            "$.nodes[0].node_type: @:Node cannot be loaded: Python … has no module 'remotemedia';"
                + " install it there (… -m pip install remotemedia) or choose a Python that has it"),
        runs(
            "a class without a base class",
            Trial.python(
                """
                class Node:
                    def process(self, data): return data
                """),
            "[1]"),
        runs(
            "`__init__(self, name=None, enable_state=True, **kwargs)`",
            Trial.params("@:Node", "'gain': 2, 'enable_state': false")
                .with(
                    """
                    class Node:
                        def __init__(self, name=None, enable_state=True, state_ttl=None, **kwargs):
                            self.config = kwargs
                        def process(self, data): return self.config
                    """),
            "[{\"gain\":2}]"),
        refused(
            "a parameter that `__init__` does not take",
            Trial.params("@:Node", "'gian': 2")
                .with(
                    """
                    class Node:
                        def __init__(self, gain=1): self.gain = gain
                        def process(self, data): return data
                    """),
            "$.nodes[0].params.gian: is no parameter of this node; it takes gain; did you mean 'gain'?"),
        differs(
            "`PythonNodeInstance.from_source(code, class, params)`",
            Trial.node("Node", "'source': 'def Node(data): return data + 1'"),
            "[2]",
            "is the node's `source` in the manifest"));
  }

  private static List<LimitRow> functions() {
    return List.of(
        differs(
            "`async def initialize`",
            Trial.python(
                """
                class Node:
                    async def initialize(self): self.ready = True
                    def process(self, data): return self.ready
                """),
            "[true]",
            "is awaited, there by one of the runtimes alone"),
        runs(
            "`def process(data)`",
            Trial.python(
                """
                class Node:
                    def process(self, data): return data * 2
                """),
            "[2]"),
        runs(
            "`async def process`",
            Trial.python(
                """
                class Node:
                    async def process(self, data): return data * 2
                """),
            "[2]"),
        differs(
            "`asyncio` objects kept from call to call",
            Trial.python(
                    """
                    import asyncio
                    class Node:
                        async def initialize(self): self.lock = asyncio.Event(); self.loop = asyncio.get_running_loop()
                        async def process(self, data):
                            return self.loop is asyncio.get_running_loop()
                    """)
                .on(1L, 2L),
            "[true,true]",
            "live on one event loop of the node's own; there each call has a new one"),
        runs(
            "`process` as an async generator",
            Trial.python(
                    """
                    class Node:
                        async def process(self, data):
                            for value in range(data): yield value
                    """)
                .on(2L, 3L),
            "[0,1,0,1,2]"),
        differs(
            "`process` as a generator",
            Trial.python(
                    """
                    class Node:
                        def process(self, data):
                            for value in range(data): yield value
                    """)
                .on(2L, 3L),
            "[0,1,0,1,2]",
            "its values one by one; there the generator itself, or an error"),
        differs(
            "`None` from a function, a coroutine or a generator",
            Trial.python(
                    """
                    class Node:
                        async def process(self, data): return data if data > 1 else None
                    """)
                .on(1L, 2L),
            "[2]",
            "goes nowhere; there one of the runtimes sends it on from a coroutine;"
                + " `terrarium.Emit(None)` does so here"),
        differs(
            "`aprocess(data)` beside `process(data)`",
            Trial.python(
                """
                class Node:
                    async def aprocess(self, data): raise OSError("gone")
                    def process(self, data): return data
                """),
            "Node a failed on item 0: OSError: gone",
            "is called in its place, and never both; there `process` is called after `aprocess` has"
                + " failed"));
  }

  private static List<LimitRow> streams() {
    var stream =
        """
        class Node:
            %s
            async def process(self, stream):
                total = 0
                async for data in stream: total += data
                yield total
        """;
    var late = stream.formatted("def __init__(self): self.is_streaming = True");
    return List.of(
        runs(
            "`is_streaming = True` in the class",
            Trial.python(stream.formatted("is_streaming = True")).on(1L, 2L),
            "[3]",
            "`process(stream)` is called once, with all items"),
        refused(
            "`self.is_streaming = True` in the object",
            Trial.python(late).on(1L, 2L),
            "Node a could not start: terrarium._errors.ManifestError: an object of Node wants the whole"
                + " stream, which its class does not say: write \"is_streaming\": true in the"
                + " manifest, or is_streaming = True in the body of class Node"),
        runs(
            "the same, with `\"is_streaming\": true` in the manifest",
            Trial.node("@:Node", "'is_streaming': true").with(late).on(1L, 2L),
            "[3]"),
        runs(
            "`flush`, also async",
            Trial.python(
                    """
                    class Node:
                        def process(self, data): self.last = data
                        async def flush(self): return self.last
                    """)
                .on(1L, 2L),
            "[2]",
            "is called at the end of the stream"),
        runs(
            "`is_source = True` in the class",
            Trial.python(
                    """
                    class Node:
                        is_source = True
                        async def process(self):
                            for value in range(3): yield value
                    """)
                .fed(Feed.None::new),
            "[0,1,2]"),
        differs(
            "a first node that makes items without saying `is_source`",
            Trial.python(
                    """
                    class Node:
                        async def process(self, data=None):
                            for value in range(3): yield value
                    """)
                .fed(Feed.None::new),
            "The pipeline needs an input: no node of it makes items of its own accord",
            "needs `is_source = True` in its class"),
        runs(
            "`cleanup`, also async",
            Trial.python(
                    """
                    life = []
                    class Node:
                        def process(self, data): return data
                        async def cleanup(self): life.append("cleanup")
                    def told(item): return life
                    """)
                .then(Trial.node("@:told")),
            "[1]; [[\"cleanup\"]]",
            "is called always, in reverse order of the nodes"));
  }

  private static List<LimitRow> conventions() {
    return List.of(
        runs(
            "state of a session in the object",
            Trial.python(
                    """
                    class Node:
                        def __init__(self): self.sum = 0
                        def process(self, data):
                            self.sum += data
                            return self.sum
                    """)
                .on(1L, 2L),
            "[1,3]",
            "lasts as long as a run, or a session that the program opens, with its time to live"),
        runs(
            "`(data, meta)` from one Python node to the next",
            Trial.graph("a>b", "'node_type': '@:pair'", "'node_type': '@:split'")
                .with(
                    """
                    def pair(data): return data, {"gain": 3}
                    def split(pair):
                        if isinstance(pair, tuple): return pair[0] * pair[1]["gain"]
                    """),
            "[3]",
            "stays a tuple; a Java node in between that looks at it makes it a list"),
        runs(
            "`logging.getLogger(__name__)`",
            Trial.python(
                """
                import logging
                logger = logging.getLogger(__name__)
                class Node:
                    def process(self, data):
                        logger.debug("got %s", data)
                        return data
                """),
            "[1]",
            "goes to Java's loggers, with pipeline, run, node and item"),
        runs(
            "errors as data, returned by the node",
            Trial.python("def Node(data): return {\"error\": \"two\", \"input\": data}"),
            "[{\"error\":\"two\",\"input\":1}]",
            "are values; `\"on_error\": \"data\"` makes such of what is raised"));
  }
}
