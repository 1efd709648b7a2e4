package dev.terrarium.worker.inline;

import static dev.terrarium.worker.inline.LimitRow.differs;
import static dev.terrarium.worker.inline.LimitRow.runs;

import dev.terrarium.pipeline.run.Feed;
import java.util.List;

/// What becomes of how the reference system runs a pipeline.
final class RunLimits {
  private static final String PASSES = "'node_type': 'PassThrough'";
  private static final String TENFOLD = "'node_type': 'MultiplyNode', 'params': {'factor': 10}";
  private static final String NEXT = "'node_type': 'AddNode', 'params': {'addend': 1}";

  private static final String FAILING =
      """
      life = []
      class Node:
          async def process(self, item):
              life.append(item)
              if item == 2: raise ValueError("two")
              return item
          async def cleanup(self): life.append("cleanup")
      def told(item): return life
      """;

  static final List<LimitRow> ROWS =
      List.of(
          runs("a chain", Trial.graph("a>b", TENFOLD, NEXT).on(1L, 2L), "[11,21]"),
          runs("no items", Trial.graph("a>b", TENFOLD, NEXT).on(), "[]"),
          runs(
              "the whole list for every first node",
              Trial.graph("a>c b>c", TENFOLD, NEXT, PASSES).on(1L, 2L),
              "[10,20,2,3]"),
          runs(
              "several nodes behind one",
              Trial.graph("a>b a>c", PASSES, TENFOLD, NEXT).on(1L, 2L),
              "[10,20,2,3]",
              "each gets every item"),
          runs(
              "several nodes before one, with a list",
              Trial.graph("a>b a>c c>d b>d", PASSES, TENFOLD, NEXT, PASSES).on(1L, 2L),
              "[2,3,10,20]",
              "all of the first, then all of the second, in the order of the connections"),
          differs(
              "several nodes before one, with a stream",
              Trial.graph("a>b a>c c>d b>d", PASSES, TENFOLD, NEXT, PASSES)
                  .fed(() -> new Feed.Stream(List.of(1L, 2L).iterator())),
              "[2,10,3,20]",
              "for each item what the first makes of it, then what the second does; there are no"
                  + " streams there in this sense"),
          differs(
              "nodes that nothing connects",
              Trial.graph("", TENFOLD, NEXT).on(1L, 2L),
              "[10,20,2,3]",
              "are independent; there they become a chain, in any order"),
          differs(
              "several last nodes",
              Trial.graph("a>c a>b", PASSES, TENFOLD, NEXT).on(1L),
              "[10,2]",
              "deliver in the manifest's order, there in any order"),
          differs(
              "a run without an input, though a node needs one",
              Trial.graph("", PASSES).fed(Feed.None::new),
              "The pipeline needs an input: no node of it makes items of its own accord",
              "is an error, there a success in which nothing runs"),
          differs(
              "an item that fails",
              Trial.node("@:Node").with(FAILING).on(1L, 2L, 3L),
              "[1]; Node a failed on item 1: ValueError: two",
              "fails the run, with the node, the item, the type, the traceback and what had left; there"
                  + " the list is cut short and the run a success, or the error names neither node nor"
                  + " item"),
          differs(
              "a run that fails",
              Trial.node("@:Node").with(FAILING).on(2L).then(Trial.node("@:told")),
              "Node a failed on item 0: ValueError: two; [[2,\"cleanup\"]]",
              "cleans up, and is not run again; there the native runtime cleans nothing up, and all of it"
                  + " runs again in Python"),
          differs(
              "three attempts, as of version 0.2.0",
              Trial.node(
                      "@:Node", "'retry': {'attempts': 3, 'backoff_ms': 1, 'on': ['ValueError']}")
                  .with(FAILING)
                  .on(2L)
                  .then(Trial.node("@:told")),
              "Node a failed on item 0 after 3 attempts: ValueError: two; [[2,2,2,\"cleanup\"]]",
              "where the node's `retry` says so; otherwise there is one"),
          runs(
              "new nodes for each run",
              Trial.params("StatefulCounter", "'initial_value': 7")
                  .on("a", "b")
                  .then(Trial.params("StatefulCounter", "'initial_value': 7").on("c")),
              "[7,8]; [7]",
              "state lasts as long as a run, or a session"));

  private RunLimits() {}
}
