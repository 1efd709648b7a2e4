package dev.terrarium.pipeline;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Neighbouring nodes of one run that are driven together, so that items go from one to the next
/// without leaving their language.
///
/// It stands for its nodes, its links, which are numbered from 0 in the order in which items pass
/// them; whoever drives it sees what enters the first and what leaves the last. One thread at a
/// time calls it, in this order: [#open] for each link from the first to the last; [#process] any
/// number of times; [#flush] for each link from the first to the last; [#close] for each link from
/// the last to the first, always, also for a link whose `open` failed or was never called.
///
/// Nodes that have a policy for failures, a time limit, or the whole stream to see, and nodes with
/// anything between them, are in no chain.
public interface ChainNode {
  /// Makes one link and gets it ready.
  void open(int link) throws Exception;

  /// Passes items through the whole chain, each before the next is taken.
  ///
  /// Outputs are emitted in order, and those of one item before the next item is taken, except for
  /// items that take next to no time: of these, some are taken before the outputs of the first are
  /// emitted, but none before an output that its node could change meanwhile has been emitted or
  /// converted. What a node gives lazily, such as by a generator, is emitted value by value, each
  /// before the next is made. What `out` throws ends the call, and lets lazy values clean up.
  ///
  /// @param items what enters the first link: Java values, or foreign values, which are valid while
  ///   the call lasts; who has but one item gives a list of one
  /// @throws ChainException when a link fails; what came of items before has been emitted
  void process(List<? extends @Nullable Object> items, Out out) throws ChainException;

  /// Emits what one link still holds, as it comes out of the links behind it.
  ///
  /// @throws ChainException when a link fails, this one or one behind it
  void flush(int link, Out out) throws ChainException;

  /// Frees what one link holds.
  void close(int link) throws Exception;

  /// Returns how many items a link has taken so far. Exact between calls, and when one has thrown.
  long itemsIn(int link);

  /// Returns how many items a link has given so far, those of flushing included.
  long itemsOut(int link);

  /// Says where the calling thread is, for whoever logs there; nothing where that is not known.
  default Optional<Standing> workingAt() {
    return Optional.empty();
  }

  /// Where a thread is within a chain.
  ///
  /// @param item which item of the batch is at work
  record Standing(int link, int item) {}

  /// Where the outputs of the last link go.
  @FunctionalInterface
  interface Out {
    /// Takes an output, a Java value or a foreign value, which is valid while the call lasts.
    ///
    /// @param item which item of the batch it came of; 0 when flushing
    void emit(int item, @Nullable Object output);

    /// Whether it takes outputs as Java values only. Those that can be converted may then come
    /// converted; the others come as they are.
    default boolean wantsJava() {
      return false;
    }
  }

  /// What makes chains. Nodes of types whose makers are equal may be in one chain.
  interface Maker {
    /// Makes a chain of at least one node; nothing of it is opened.
    ChainNode chain(List<Link> links);
  }

  /// One node of a chain to be made.
  ///
  /// @param type its type, which has the maker that is asked
  record Link(NodeType type, NodeContext context) {}
}
