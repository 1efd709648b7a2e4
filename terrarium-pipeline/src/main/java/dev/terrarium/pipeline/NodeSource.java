package dev.terrarium.pipeline;

import dev.terrarium.message.NodeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The node types of one provider, and what they need to live.
public interface NodeSource extends AutoCloseable {
  /// Returns the types that have a fixed name.
  List<NodeType> types();

  /// Finds a type by the name in a manifest.
  ///
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  Lookup find(String name);

  /// Finds a type that the manifest itself holds.
  ///
  /// @param source the program text, in a language that this source of types may know
  /// @param name what of it is the node, such as a class
  /// @param node the node's id, by which the text is called in what is told of it
  /// @return [Lookup.Unknown] if the text is none of this source's, [Lookup.Broken] if it cannot be
  ///   run or holds no such name
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  default Lookup findIn(String source, String name, String node) {
    return new Lookup.Unknown();
  }

  /// Finds a type whose nodes run in processes of their own, by the name in a manifest.
  ///
  /// @param node the id of the node, for messages
  /// @param settings what these processes are started with
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  default Lookup findApart(String name, String node, ProcessSettings settings) {
    return new Lookup.Unknown();
  }

  /// Finds a type that the manifest itself holds, and whose nodes run in processes of their own, as
  /// [#findIn] does.
  default Lookup findApartIn(String source, String name, String node, ProcessSettings settings) {
    return new Lookup.Unknown();
  }

  /// Says why a name that means something elsewhere means nothing here, and what to do; asked when
  /// no source knows it.
  ///
  /// @return a sentence; nothing of a name that is not known at all
  default Optional<String> absence(String name) {
    return Optional.empty();
  }

  /// Begins, on a thread of its own, what finding a type may have to wait for, such as the start of
  /// an interpreter. What goes wrong is thrown by [#find].
  default void prepare() {}

  /// Asks whatever runs for nodes of this source on a thread to stop soon, where a thread's own
  /// interrupt status does not reach it; from any other thread.
  ///
  /// @return says, whenever it is asked, what of it runs on and where; nothing when it has ended
  default RunsOn interrupt(Thread thread) {
    return _ -> List.of();
  }

  /// Takes note that files have changed: types that come of them are made anew, and nodes of these
  /// types become of the new ones between two items, if this source was opened for that.
  default void reload(Set<Path> changed) {}

  /// Lets a node at work become of another type between two items, if this source was opened for
  /// that.
  ///
  /// @param type a type of this source
  /// @param origin where the type comes from, for messages
  default void renew(NodeId node, NodeType type, String origin) {}

  @Override
  default void close() {}
}
